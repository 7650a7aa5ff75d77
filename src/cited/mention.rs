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
        let (text, at) = match self.note {
            Some(HitNote { at: Some(at), .. }) => (self.hit.text.as_str(), *at),
            Some(note) => (note.text.as_deref()?, self.start()),
            None => (self.hit.text.as_str(), self.start()),
        };
        let span = sentence::around(text, at.min(text.len()));
        text.get(span.start..span.end).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn start(&self) -> usize {
        match self.source {
            Source::Cite(cite) => cite.start,
            Source::Named(named) => named.start,
        }
    }

    /// Where the note stands, else the passage.
    pub fn locator(&self) -> &'a Locator {
        self.note.and_then(|note| note.locator.as_ref()).unwrap_or(&self.hit.locator)
    }
}
