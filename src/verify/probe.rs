//! Where in the index a quotation may stand: phrases of a few of its words,
//! looked up in the index, then the words alone.

use super::marked::{Marked, Shows};
use crate::error::{ErrorKind, Result};
use crate::query::{Engine, Request, Spot};
use crate::span::Span;
use std::sync::Arc;

/// Words of a phrase that is looked up first ...
const LONG: usize = 8;
/// ... and of the phrases that are looked up where it is not found.
const SHORT: usize = 4;
/// Phrases that are looked up at most.
const MOST_PHRASES: usize = 14;
/// Places of one phrase that are looked at.
const MOST_SPOTS: usize = 40;
/// Words that are looked for where no phrase is found.
const MOST_WORDS: usize = 24;

/// Runs of words of a quotation that a source would have as they are: not over
/// an ellipsis, a bracket or the end of a paragraph.
fn runs(text: &str, marked: &Marked) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (i, word) in marked.words.iter().enumerate().filter(|(_, word)| word.shows == Shows::Nothing) {
        let goes_on = |last: &(usize, usize)| {
            last.1 == i && !marked.ellipsis[i] && !text[marked.words[i - 1].span.end..word.span.start].contains("\n\n")
        };
        match out.last_mut().filter(|last| goes_on(last)) {
            Some(last) => last.1 = i + 1,
            None => out.push((i, i + 1)),
        }
    }
    out
}

/// The phrase that is looked up first: the middle of the longest run, where
/// neither the first words nor the last are changed to fit the sentence around.
pub fn first(text: &str, marked: &Marked) -> Option<String> {
    let (from, to) = runs(text, marked).into_iter().rev().max_by_key(|(from, to)| to - from)?;
    let start = from + (to - from).saturating_sub(LONG) / 2;
    Some(phrase(text, marked, (start, to.min(start + LONG))))
}

/// The phrases that are looked up next, from all over the quotation.
pub fn others(text: &str, marked: &Marked) -> Vec<String> {
    let mut all: Vec<(usize, usize)> = Vec::new();
    for (from, to) in runs(text, marked).into_iter().filter(|(from, to)| to - from >= SHORT.min(marked.words.len())) {
        let ends = (from..).step_by(SHORT).map(|at| at + SHORT).take_while(|end| *end < to);
        all.extend(ends.map(|end| (end - SHORT, end)));
        all.push((to.saturating_sub(SHORT).max(from), to));
    }
    // phrases with long words are rarer, and tell more
    let letters = |(from, to): &(usize, usize)| -> usize {
        marked.words[*from..*to].iter().map(|word| word.key.chars().count().pow(2)).sum()
    };
    all.sort_by_key(|range| (std::cmp::Reverse(letters(range)), range.0));
    all.truncate(MOST_PHRASES);
    all.into_iter().map(|range| phrase(text, marked, range)).collect()
}

fn phrase(text: &str, marked: &Marked, (from, to): (usize, usize)) -> String {
    let span = Span::new(marked.words[from].span.start, marked.words[to - 1].span.end);
    text[span.start..span.end].to_owned()
}

/// The passages that hold a phrase, those of the files `first` before others.
///
/// # Errors
/// Failures of the disk.
pub fn spots(engine: &Engine<'_>, phrase: &str, first: &[Arc<str>]) -> Result<Vec<Spot>> {
    let request = Request { literal: true, asides: true, ..Request::new(phrase) };
    unread(engine.spots(&request, MOST_SPOTS, first))
}

/// The passages nearest to the words of a quotation, best first.
///
/// # Errors
/// Failures of the disk.
pub fn nearest(engine: &Engine<'_>, marked: &Marked, limit: usize) -> Result<Vec<Spot>> {
    let mut words: Vec<&str> = marked.words.iter().map(|word| word.key.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(MOST_WORDS);
    let quoted: Vec<String> =
        words.iter().filter(|word| word.chars().all(plain)).map(|&word| word.to_owned()).collect();
    if quoted.is_empty() {
        return Ok(Vec::new());
    }
    unread(engine.best_spots(&Request { limit, asides: true, ..Request::new(quoted.join(" ")) }))
}

fn plain(c: char) -> bool {
    c.is_alphanumeric() || c == '\''
}

/// A phrase that cannot be a query is found nowhere.
fn unread(found: Result<Vec<Spot>>) -> Result<Vec<Spot>> {
    match found {
        Err(error) if matches!(error.kind(), ErrorKind::Query { .. }) => Ok(Vec::new()),
        found => found,
    }
}

#[cfg(test)]
mod tests {
    use super::super::marked::marked;
    use super::*;

    #[test]
    fn phrases_do_not_run_over_what_is_shown() {
        let text = "One two three … [four] five six\n\nseven eight nine ten eleven twelve thirteen";
        let marked = marked(text);
        assert_eq!(runs(text, &marked), [(0, 3), (4, 6), (6, 13)]);
        assert_eq!(first(text, &marked).unwrap(), "seven eight nine ten eleven twelve thirteen");
        assert_eq!(others(text, &marked), ["ten eleven twelve thirteen", "seven eight nine ten"]);
        assert_eq!(first("[four]", &super::super::marked::marked("[four]")), None);
    }
}
