//! The text of the field `cites`: what a passage and its notes cite, and which
//! sources it names.

use std::collections::BTreeSet;

use super::analyze::{Kind, tokens};
use super::entry::Part;
use super::schema::{cited, citing_term, meta_term, work_key};
use crate::model::{Citation, Passage};

/// The words of what a passage cites; a note that an earlier passage carries
/// counts there.
pub fn text<'a>(passage: &Passage) -> Vec<Part<'a>> {
    let mut out = Vec::new();
    for cite in citations(passage) {
        if out.is_empty() {
            out.push(Part::Term(citing_term(), Kind::Word));
        }
        citation(cite, &mut out);
    }
    for named in &passage.attributions {
        words(cited::NAMED, &named.source, &mut out);
    }
    out
}

/// The keys of the works that it cites by a title.
pub fn works(passage: &Passage) -> BTreeSet<u64> {
    let title = |cite: &Citation| match &cite.work {
        Some(work) => work.title.as_deref().map(work_key),
        None => cite.title.as_deref().map(work_key),
    };
    citations(passage).filter_map(title).collect()
}

/// Those of its text, then those of its notes.
fn citations(passage: &Passage) -> impl Iterator<Item = &Citation> {
    let notes = passage.notes.iter().filter(|note| !note.elsewhere).flat_map(|note| &note.cites);
    passage.cites.iter().chain(notes)
}

/// A citation under its own words and, where it is a short form, under those of
/// the work that it stands for: "ibid." is found by the author meant.
fn citation<'a>(cite: &Citation, out: &mut Vec<Part<'a>>) {
    words(cited::ANY, &cite.raw, out);
    let mut fields =
        |author: &[String], title: &Option<String>, container: &Option<String>, publisher: &Option<String>| {
            author.iter().for_each(|name| words(cited::AUTHOR, name, out));
            title.iter().for_each(|title| words(cited::TITLE, title, out));
            container.iter().chain(publisher).for_each(|name| words(cited::PUBLISHER, name, out));
        };
    match &cite.work {
        None => fields(&cite.author, &cite.title, &cite.container, &cite.publisher),
        Some(work) => {
            fields(&work.author, &work.title, &work.container, &work.publisher);
            words(cited::ANY, &work.raw, out);
        }
    }
}

fn words<'a>(name: &str, value: &str, out: &mut Vec<Part<'a>>) {
    let tokens = tokens(value, &[]).0.into_iter();
    out.extend(tokens.map(|token| Part::Term(meta_term(name, &token.term), token.kind)));
    out.push(Part::Gap);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PassageNote;
    use crate::model::citation::{Form, Work};

    fn terms(passage: &Passage) -> Vec<String> {
        let term = |part| if let Part::Term(term, _) = part { Some(term.replace('\u{1f}', "=")) } else { None };
        text(passage).into_iter().filter_map(term).collect()
    }

    #[test]
    fn a_short_form_is_found_by_the_work_it_stands_for() {
        let work = Work { raw: "Ek, On Silt".into(), author: vec!["Ek".into()], ..Work::default() };
        let cite =
            Citation { raw: "Ibid.".into(), form: Form::Ibid, work: Some(Box::new(work)), ..Citation::default() };
        let note = PassageNote { cites: vec![cite], ..PassageNote::default() };
        let passage = Passage { notes: vec![note.clone()], ..Passage::default() };
        assert_eq!(terms(&passage), ["citing=", "cites=ibid", "cites.author=ek", "cites=ek", "cites=on", "cites=silt"]);
        let elsewhere = PassageNote { elsewhere: true, ..note };
        assert!(terms(&Passage { notes: vec![elsewhere], ..Passage::default() }).is_empty());
    }
}
