//! The citations and namings in passages, one by one, each with its sentence.

use std::collections::HashSet;

use crate::model::citation::{Attribution, Citation};
use crate::model::hit::{Hit, HitNote, Locator};
use crate::sentence;

/// What is mentioned.
#[derive(Clone, Copy)]
pub enum Source<'a> {
    /// A citation.
    Cite(&'a Citation),
    /// A source that the text names.
    Named(&'a Attribution),
}

/// A citation or naming at its place.
#[derive(Clone, Copy)]
pub struct Mentioned<'a> {
    /// The passage.
    pub hit: &'a Hit,
    /// The note, where it stands in one.
    pub note: Option<&'a HitNote>,
    /// What is mentioned.
    pub source: Source<'a>,
}

impl<'a> Mentioned<'a> {
    /// All of `hits`, in order. A note that two passages call counts with the
    /// first of them.
    pub fn all(hits: &'a [Hit]) -> Vec<Mentioned<'a>> {
        let mut seen = HashSet::new();
        let mut out = Vec::new();
        for hit in hits {
            let cites = hit.cites.iter().map(|cite| Mentioned { hit, note: None, source: Source::Cite(cite) });
            out.extend(cites);
            let named =
                hit.attributions.iter().map(|named| Mentioned { hit, note: None, source: Source::Named(named) });
            out.extend(named);
            for note in hit.notes.iter().filter(|note| !note.cites.is_empty()) {
                if seen.insert(note.id.as_str()) {
                    let cites = note.cites.iter();
                    out.extend(cites.map(|cite| Mentioned { hit, note: Some(note), source: Source::Cite(cite) }));
                }
            }
        }
        out
    }

    /// The sentence that the note is called from, or that cites. A note that is
    /// called from another note, or from nowhere, gives its own.
    pub fn sentence(&self) -> Option<String> {
        match self.note {
            Some(HitNote { at: Some(at), .. }) => sentence_at(&self.hit.text, *at, *at),
            Some(note) => sentence_at(note.text.as_deref()?, self.span().0, self.span().1),
            None => sentence_at(&self.hit.text, self.span().0, self.span().1),
        }
    }

    fn span(&self) -> (usize, usize) {
        match self.source {
            Source::Cite(cite) => (cite.start, cite.end),
            Source::Named(named) => (named.start, named.end),
        }
    }

    /// Where the note stands; in the text, where the citation itself does.
    pub fn locator(&self) -> Locator {
        if let Some(locator) = self.note.and_then(|note| note.locator.as_ref()) {
            return locator.clone();
        }
        let mut locator = self.hit.locator.clone();
        let Some(places) = self.hit.places.as_deref() else { return locator };
        let (start, end) = self.span();
        let last = end.saturating_sub(1).max(start);
        let bytes = match self.source {
            Source::Cite(cite) => cite.bytes,
            Source::Named(named) => named.bytes,
        };
        locator.lines = places.line(start).zip(places.line(last));
        locator.spans = bytes.map(|span| vec![span]);
        locator.bytes = bytes;
        locator.page_lines = places.page_line(start).zip(places.page_line(last));
        let (first, last) = (places.page(start), places.page(last));
        locator.pages = first.and_then(|page| page.0).zip(last.and_then(|page| page.0));
        let label = |page: Option<(Option<u32>, Option<&str>)>| page.and_then(|page| page.1).map(str::to_owned);
        locator.page_labels = label(first).zip(label(last));
        locator
    }
}

/// The sentence of `text` that holds byte `start`, on to the one that holds
/// `end`: an entry of a list of works is cut by its stops.
pub fn sentence_at(text: &str, start: usize, end: usize) -> Option<String> {
    let first = sentence::around(text, start.min(text.len()));
    let last = text.floor_char_boundary(end).max(first.end);
    let text = text.get(first.start..last)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
