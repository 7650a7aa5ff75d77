//! JSON lines in few bytes: what a program needs to quote a hit, and no more. What
//! is not known, or empty, is left out.

use std::io::{self, Write};

use serde::Serialize;

use super::shown::{self, body_matches};
use super::{Look, Notes, csv, json, pages};
use crate::model::hit::{Answer, Hit, HitNote, JSON_VERSION, Kind, MatchedIn};
use crate::sentence;
use crate::span::Span;

/// A hit in few bytes: what one needs to quote it. What is not known or empty is
/// left out.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BriefHit<'a> {
    /// Always `"hit"`.
    #[serde(rename = "type")]
    pub record: &'static str,
    /// Format version.
    pub v: u32,
    /// Id of the query, in a batch only; given back as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<&'a serde_json::Value>,
    /// Path and short hash: `ibid get` takes it for all that is known.
    pub id: &'a str,
    /// Title of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a str>,
    /// Its author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<&'a str>,
    /// Its publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<&'a str>,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<&'a str>,
    /// The heading that stands nearest above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<&'a str>,
    /// Where the text stands in the file: line, and pages, as one would cite them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The sentence with the match, without markers; of several the one that holds
    /// most of the query. For a match in a note, the sentence that the note belongs
    /// to. Without matches, all of the passage.
    pub text: String,
    /// The notes of that sentence, or those that match where only notes do, as
    /// printed: label in brackets, and text, or `(missing)`, or `(ambiguous)`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// How many more notes the passage has.
    #[serde(skip_serializing_if = "is_zero")]
    pub more_notes: usize,
    /// Wanted words of the query that the passage lacks.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub absent: &'a [String],
    /// How many copies of the passage are folded under it.
    #[serde(skip_serializing_if = "is_zero")]
    pub copies: usize,
    /// True where the file has changed since it was indexed; else left out.
    #[serde(skip_serializing_if = "is_false")]
    pub stale: bool,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// Writes the hits of an answer and the summary that ends it.
///
/// # Errors
/// Those of the writer.
pub fn answer(answer: &Answer, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    answer.hits.iter().try_for_each(|hit| self::hit(hit, look, out))?;
    json::record(&answer.summary, out)
}

/// Writes a hit.
///
/// # Errors
/// Those of the writer.
pub fn hit(hit: &Hit, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let part = quoted(hit);
    let document = &hit.document;
    let has_notes = look.notes != Notes::Without && hit.kind != Kind::Note;
    let all = hit.notes.iter().filter(|_| has_notes);
    let (shown, others): (Vec<&HitNote>, Vec<&HitNote>) = all.partition(|note| belongs(note, part, hit));
    let notes = shown.into_iter().map(csv::note).collect();
    let record = BriefHit {
        record: "hit",
        v: JSON_VERSION,
        query: hit.query.as_ref(),
        id: &hit.id,
        title: document.title.as_deref(),
        author: document.author.as_deref(),
        publisher: document.publisher.as_deref(),
        date: document.date.as_deref(),
        section: hit.section.last().map(String::as_str),
        place: place(hit),
        text: text(hit, part),
        notes,
        more_notes: others.len(),
        absent: &hit.absent,
        copies: hit.copies.len(),
        stale: hit.locator.stale == Some(true),
    };
    json::record(&record, out)
}

/// True for a note of what is quoted.
fn belongs(note: &HitNote, part: Span, hit: &Hit) -> bool {
    match (hit.matches.is_empty(), hit.scope) {
        (true, _) => true,
        (false, MatchedIn::Note) => shown::is_matched(note, hit),
        (false, _) if note.passage.is_some() => shown::is_near(note, hit),
        (false, _) => note.at.is_some_and(|at| part.start < at && at <= part.end || at == 0 && part.start == 0),
    }
}

/// `line 12, p. 3`, as far as it is known.
fn place(hit: &Hit) -> String {
    let line = super::line(hit).map(|line| format!("line {line}"));
    line.into_iter().chain(pages(&hit.locator)).collect::<Vec<_>>().join(", ")
}

/// The quoted text, with what stands before it where a phrase begins in an earlier
/// passage.
fn text(hit: &Hit, part: Span) -> String {
    let earlier = hit.begins_in.iter().map(|earlier| &earlier.text[shown::first_shown(earlier)..]);
    let own = hit.text.get(part.start..part.end).unwrap_or(&hit.text);
    earlier.chain([own]).map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The part of the text that is quoted.
fn quoted(hit: &Hit) -> Span {
    let whole = Span::new(0, hit.text.len());
    if hit.scope == MatchedIn::Note && hit.kind != Kind::Note {
        return shown::shown_parts(hit).into_iter().next().unwrap_or(whole);
    }
    let matches: Vec<Span> = match hit.kind {
        Kind::Note => hit.matches.iter().map(|found| Span::new(found.start, found.end)).collect(),
        _ => body_matches(hit).collect(),
    };
    // the sentences of each match, one where a match does not run on
    let around = |found: &Span| {
        let last = found.end.saturating_sub(1).max(found.start);
        sentence::around(&hit.text, found.start).hull(sentence::around(&hit.text, last))
    };
    let kinds = |part: &Span| {
        let inside = matches.iter().filter(|found| part.start <= found.start && found.end <= part.end);
        let words: std::collections::BTreeSet<String> =
            inside.filter_map(|found| hit.text.get(found.start..found.end)).map(str::to_lowercase).collect();
        words.len()
    };
    // the first of the best
    matches.iter().map(around).rev().max_by_key(kinds).unwrap_or(whole)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn lines(answer: &Answer, look: &Look) -> String {
        let mut out = Vec::new();
        super::answer(answer, look, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_one_needs_to_quote() {
        insta::assert_snapshot!(lines(&sample::answer(), &Look::default()));
    }

    #[test]
    fn nothing_empty_stands() {
        let text = lines(&sample::answer(), &Look { notes: Notes::Without, ..Look::default() });
        let hits = text.lines().filter(|line| line.contains(r#""type":"hit""#));
        assert!(
            hits.into_iter().all(|line| !line.contains("null") && !line.contains("[]") && !line.contains("\"notes\""))
        );
    }

    #[test]
    fn of_several_sentences_the_one_with_most_of_the_query() {
        let mut hit = sample::body();
        hit.text = "The lamp was lit. The lamp and the keeper slept. The keeper woke.".into();
        let at = |word: &'static str| hit.text.match_indices(word).map(|(at, word)| (at, at + word.len()));
        let spans: Vec<(usize, usize)> = at("lamp").chain(at("keeper")).collect();
        let found = hit.matches[0].clone();
        hit.matches =
            spans.into_iter().map(|(start, end)| crate::model::hit::Match { start, end, ..found.clone() }).collect();
        let part = quoted(&hit);
        assert_eq!(hit.text[part.start..part.end].trim(), "The lamp and the keeper slept.");
    }
}
