//! The citations in the blocks of a document: running text, and the entries of
//! a list of works.

use super::super::text::{self, Found};
use super::bytes;
use crate::model::citation::Form;
use crate::model::{Block, BlockKind, Citation, Document, Marker, Place};

/// A citation in a block.
#[derive(Clone)]
pub struct Located {
    /// Index of the block.
    pub block: usize,
    /// The citation; `start` and `end` count in the block's text.
    pub cite: Citation,
    /// False for what may be none: see `text`.
    pub sure: bool,
    /// True where it stands in a row with the one before: `…; Smith 2020`.
    pub joined: bool,
}

/// Headings of lists of works, in lower case.
const LISTS: &[&str] = &[
    "references",
    "bibliography",
    "works cited",
    "literature",
    "literature cited",
    "references cited",
    "list of references",
    "cited literature",
    "literatur",
    "literaturverzeichnis",
    "quellen- und literaturverzeichnis",
    "literaturnachweise",
    "bibliographie",
    "bibliografie",
    "bibliografía",
    "bibliografia",
    "références",
    "références bibliographiques",
    "referencias",
    "further reading",
    "selected bibliography",
    "select bibliography",
    "normative references",
    "informative references",
    "table of authorities",
    "works consulted",
    "reference list",
    "literaturhinweise",
];

/// Longest text of a link to an entry, in bytes.
const LINK: usize = 60;

/// The blocks of running text, with their places: paragraphs, quotations, items
/// of lists. Not headings, running heads, code, navigation, licences, and not
/// what a pull quote says again.
pub fn blocks(document: &Document) -> impl Iterator<Item = (usize, &Block)> {
    document
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| matches!(block.kind, BlockKind::Paragraph | BlockKind::Quotation | BlockKind::ListItem))
}

/// What the blocks cite, in order; `most` or a block's more, and then no further.
pub fn find(document: &Document, most: usize) -> Vec<Located> {
    let mut out: Vec<Located> = Vec::new();
    let mut called = called(document).into_iter().peekable();
    let mut section: (Option<&String>, bool) = (None, false);
    for (at, block) in blocks(document) {
        if out.len() >= most {
            break;
        }
        let heading = block.section.last();
        if section.0 != heading {
            section = (heading, heading.is_some_and(|heading| is_list(heading)));
        }
        let listed = section.1;
        let found = if listed { entry(&block.text.text) } else { text::find(&block.text.text, most - out.len()) };
        let from = out.len();
        for Found { mut cite, sure } in found {
            while called.next_if(|place| *place < (at, cite.start)).is_some() {}
            let linked = called.peek().is_some_and(|place| *place <= (at, cite.end));
            let linked =
                linked && cite.end - cite.start < LINK && (cite.form == Form::Short || cite.designation.is_some());
            let literal = block.text.source_at(cite.start).is_some_and(|byte| document.is_literal(byte));
            if literal || linked {
                continue;
            }
            cite.bytes = bytes(document, &block.text, (cite.start, cite.end));
            let last = out[from..].last();
            let joined = last.is_some_and(|last| in_row(&block.text.text[last.cite.end..cite.start]));
            out.push(Located { block: at, cite, sure, joined });
        }
    }
    out
}

/// An entry of a list of works: one citation where it reads as one.
fn entry(text: &str) -> Vec<Found> {
    text::entry(text).into_iter().map(|cite| Found { cite, sure: true }).collect()
}

/// Where markers stand whose notes are known, in order: an author and year that
/// is a link to its entry is a marker, and not taken twice.
fn called(document: &Document) -> Vec<(usize, usize)> {
    let place = |marker: &Marker| match marker.place {
        Place::Block { block, at } if document.by_markup && marker.note.is_some() => Some((block, at)),
        _ => None,
    };
    let mut out: Vec<(usize, usize)> = document.markers.iter().filter_map(place).collect();
    out.sort_unstable();
    out
}

/// True for the heading of a list of works: `References`, `7. Bibliography`.
fn is_list(heading: &str) -> bool {
    let bare = heading.trim_start_matches(|c: char| !c.is_alphabetic());
    let bare = ["II. ", "III. ", "IV. ", "V. ", "VI. ", "VII. ", "VIII. "]
        .iter()
        .find_map(|n| heading.strip_prefix(n))
        .unwrap_or(bare);
    let bare = bare.trim_matches(|c: char| !c.is_alphabetic());
    bare.len() < 40 && LISTS.contains(&bare.to_lowercase().as_str())
}

/// True for what stands between two citations in a row: a semicolon, and "see
/// also" at most.
fn in_row(gap: &str) -> bool {
    let gap = gap.trim_start_matches(['.', ')', ',']);
    gap.starts_with(';') && gap.len() < 24 && !gap.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_lists() {
        for heading in ["References", "7. Bibliography", "WORKS CITED", "VI. Literatur:", "8.1 Normative References"] {
            assert!(is_list(heading), "{heading}");
        }
        for heading in ["References to God", "On literature", "Notes"] {
            assert!(!is_list(heading), "{heading}");
        }
    }
}
