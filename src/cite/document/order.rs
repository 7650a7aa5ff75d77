//! Citations of notes and of the text resolved together.
//!
//! Notes come first, in order, then the text. `Ibid.` in a note points to the
//! note before, in the text to the citation before; a name may be led anywhere.
//! For `resolve` the citations that stand in a row (`Ek 1990; Doe 1991`) are one
//! note, with a number past those that notes have: taken off again at the end.

use super::body::Located;
use crate::cite::resolve::{TEXT, resolve};
use crate::model::Citation;
use crate::model::citation::{CiteStatus, Form, Kind, NoteCites};

/// So many sure authors with years make a document one that cites so.
const SURE: usize = 2;

/// The notes, and the citations of the text with their blocks, resolved.
pub fn resolved(notes: Vec<NoteCites>, mut text: Vec<Located>) -> (Vec<NoteCites>, Vec<(usize, Citation)>) {
    let (by_year, law) = (cites_by_year(&text), cites_law(&notes, &text));
    let doubted = |found: &Located| !found.sure && !(if found.cite.kind == Kind::Law { law } else { by_year });
    text.retain(|found| !(found.cite.kind == Kind::Law && doubted(found)));
    if text.iter().any(doubted) {
        let (_, tried) = run(notes.clone(), text.clone());
        let mut tried = tried.into_iter();
        // What may be a place and a year is kept where a work bears it out.
        text.retain(|found| {
            let known = tried.next().is_some_and(|(_, cite)| cite.status == CiteStatus::Resolved);
            known || !doubted(found)
        });
    }
    let (notes, mut text) = run(notes, text);
    text.retain(|(_, cite)| !astray(cite));
    (notes, text)
}

/// True for a document that cites by author and year, so that `(Smith 2020)` may
/// be believed without further evidence.
fn cites_by_year(text: &[Located]) -> bool {
    let by_year = |found: &&Located| {
        found.sure && found.cite.form == Form::Short && found.cite.date.is_some() && !found.cite.author.is_empty()
    };
    text.iter().filter(by_year).take(SURE).count() == SURE
}

/// True for a document that cites cases or codes, so that a bare section sign is
/// taken for one of a code.
fn cites_law(notes: &[NoteCites], text: &[Located]) -> bool {
    let law = |cite: &Citation| cite.kind == Kind::Case || cite.kind == Kind::Law && cite.title.is_some();
    text.iter().any(|found| law(&found.cite)) || notes.iter().flat_map(|note| &note.cites).any(law)
}

/// True for the number of a note that is not there ("see note 3 to the financial
/// statements") and an `Id.` without anything before it: in prose they are
/// something else.
fn astray(cite: &Citation) -> bool {
    let form = matches!(cite.form, Form::NoteRef | Form::Ibid | Form::Infra | Form::Supra | Form::LocCit);
    form && cite.status == CiteStatus::Missing && cite.author.is_empty() && cite.title.is_none()
}

fn run(notes: Vec<NoteCites>, text: Vec<Located>) -> (Vec<NoteCites>, Vec<(usize, Citation)>) {
    let blocks: Vec<usize> = text.iter().map(|found| found.block).collect();
    let (mut all, count) = (notes, text.iter().filter(|found| !found.joined).count());
    let own = all.len();
    all.reserve(count);
    for found in text {
        if !found.joined || all.len() == own {
            let number = TEXT + (all.len() - own) as u32;
            all.push(NoteCites { number: Some(number), cites: Vec::new() });
        }
        if let Some(last) = all.last_mut() {
            last.cites.push(found.cite);
        }
    }
    resolve(&mut all);
    all.iter_mut().flat_map(|note| &mut note.cites).for_each(unnumbered);
    let cites = all.split_off(own).into_iter().flat_map(|group| group.cites);
    let text = blocks.into_iter().zip(cites).collect();
    (all, text)
}

/// Takes off the numbers that are not those of notes.
fn unnumbered(cite: &mut Citation) {
    if let Some(target) = cite.resolves_to.as_mut().filter(|target| target.number >= Some(TEXT)) {
        (target.number, target.index) = (None, None);
    }
    if let Some(work) = cite.work.as_mut().filter(|work| work.number >= Some(TEXT)) {
        (work.number, work.index) = (None, None);
    }
}
