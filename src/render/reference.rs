//! Hits as references: what one puts in a footnote, a reference list, or a
//! library of references.
//!
//! `bibtex`, `csl-json` and `ris` hold an entry for each document, with the
//! places of all its hits. `footnote`, `chicago`, `apa` and `mla` hold a line
//! for each hit, in the order of the hits. What is not known about a document
//! is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::model::hit::Hit;
use keys::Keys;
use place::Place;
use work::Work;

mod bibtex;
mod csl;
mod keys;
mod kind;
mod names;
mod place;
mod ris;
mod styled;
#[cfg(test)]
mod tests;
mod work;

pub use names::is_institution;

/// A form of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// BibTeX entries, in UTF-8.
    Bibtex,
    /// One JSON array of items of the Citation Style Language.
    CslJson,
    /// RIS records, lines ended by CR LF.
    Ris,
    /// Footnotes in full, Chicago Manual of Style, 18th edition.
    Footnote,
    /// Entries of a reference list, Chicago, author and date.
    Chicago,
    /// Entries of a reference list, APA, 7th edition.
    Apa,
    /// Entries of a list of works cited, MLA, 9th edition.
    Mla,
}

/// A document and the places of its hits.
struct Cited {
    key: String,
    work: Work,
    /// In the order of the document, each once.
    places: Vec<(Order, Place)>,
}

/// Page, line and byte.
type Order = (u32, u32, usize);

/// Writes hits as references. `note` is the id of a note that was asked for
/// by name; the place is then the note's and not its passage's.
///
/// # Errors
/// Those of the writer; a style that cannot be loaded.
pub fn hits(hits: &[Hit], form: Form, note: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    match form {
        Form::Bibtex => bibtex::write(&cited(hits, note), out),
        Form::CslJson => csl::write(&cited(hits, note), out),
        Form::Ris => ris::write(&cited(hits, note), out),
        Form::Footnote | Form::Chicago | Form::Apa | Form::Mla => styled::write(hits, form, note, out),
    }
}

/// The documents of hits, each once, by rank of their first hit.
fn cited(hits: &[Hit], note: Option<&str>) -> Vec<Cited> {
    let keys = Keys::new(hits.iter().map(|hit| &hit.document));
    let mut order: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all: Vec<Cited> = Vec::new();
    for hit in hits {
        let at = *order.entry(&hit.document.path).or_insert_with(|| {
            all.push(Cited { key: keys.of(&hit.document), work: Work::of(&hit.document), places: Vec::new() });
            all.len() - 1
        });
        if let Some(place) = Place::of(hit, note) {
            all[at].places.push((order_of(hit), place));
        }
    }
    for cited in &mut all {
        cited.places.sort_by_key(|(order, _)| *order);
        let mut seen = BTreeSet::new();
        cited.places.retain(|(_, place)| seen.insert(place.text()));
    }
    all
}

/// Where a hit stands in its document, for the order of places.
fn order_of(hit: &Hit) -> Order {
    let at = &hit.locator;
    let first = |range: Option<(u32, u32)>| range.map_or(0, |(first, _)| first);
    (first(at.pages), first(at.lines), at.bytes.map_or(0, |bytes| bytes.start))
}

/// The places of a document's hits, as one reads them: `p. 12; n. 41`.
fn places(places: &[(Order, Place)]) -> Option<String> {
    let all: Vec<String> = places.iter().map(|(_, place)| place.text()).collect();
    (!all.is_empty()).then(|| all.join("; "))
}
