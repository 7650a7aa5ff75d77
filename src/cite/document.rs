//! The citations of a linked document: of its notes, its text and its list of
//! works.

mod body;
mod order;

use super::attributions;
use super::find_in_note;
use crate::model::citation::{Attribution, Cites, NoteCites};
use crate::model::{Citation, Document};
use crate::span::{Mapped, Span};

/// The most citations of a document: so many, and one more for each so many bytes of its
/// text. A list of works has one for 80 bytes and more, and none has met the first number;
/// files made to be slow have one for 4 bytes, at some 5 kB of memory each.
const MOST: usize = 25_000;
const BYTES_EACH: usize = 200;

/// What a document cites. Short forms are resolved over notes and text together.
/// `bytes` are those of the file, `None` in a container. Where there are more than
/// 25,000 and one for each 200 bytes of its text, the last are not looked for, and `is_cut` says so.
///
/// Notes count by their numbers in the whole document, so that a note that is
/// missing is a gap, which no `ibid.` reaches across.
pub fn of_document(document: &Document) -> Cites {
    let mut order: Vec<usize> = (0..document.notes.len()).collect();
    order.sort_by_key(|note| document.notes[*note].number.unwrap_or(u32::MAX));
    let mut left = most(document);
    let mut notes: Vec<NoteCites> = Vec::with_capacity(order.len());
    for note in &order {
        let cites = if left > 0 { of_note(document, *note) } else { Vec::new() };
        left = left.saturating_sub(cites.len());
        notes.push(NoteCites { number: document.notes[*note].number, cites });
    }
    let text = body::find(document, left);
    let is_cut = text.len() >= left;
    let (notes, text) = order::resolved(notes, text);
    let mut out = vec![Vec::new(); document.notes.len()];
    for (note, cites) in order.into_iter().zip(notes) {
        out[note] = cites.cites;
    }
    Cites { notes: out, text, attributions: named(document), is_cut }
}

/// The most citations that are looked for in a document.
fn most(document: &Document) -> usize {
    let blocks = document.blocks.iter().map(|block| block.text.text.len());
    let notes = document.notes.iter().map(|note| note.text.text.len());
    MOST + blocks.chain(notes).sum::<usize>() / BYTES_EACH
}

fn of_note(document: &Document, note: usize) -> Vec<Citation> {
    let text = &document.notes[note].text;
    let mut cites = find_in_note(&text.text);
    for cite in &mut cites {
        cite.bytes = bytes(document, text, (cite.start, cite.end));
    }
    cites
}

/// The sources named in the text.
fn named(document: &Document) -> Vec<(usize, Attribution)> {
    let mut out = Vec::new();
    for (at, block) in body::blocks(document) {
        for mut found in attributions(&block.text.text) {
            found.bytes = bytes(document, &block.text, (found.start, found.end));
            out.push((at, found));
        }
    }
    out
}

/// The bytes of the file that a stretch of a clean text comes from.
fn bytes(document: &Document, text: &Mapped, (start, end): (usize, usize)) -> Option<Span> {
    (!document.layout.is_container()).then(|| text.source(Span::new(start, end))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::citation::CiteStatus;
    use crate::model::{Block, BlockKind, Note};
    use crate::span::Mapped;

    fn note(text: &str, at: usize, number: Option<u32>) -> Note {
        let text = Mapped::identity(text, at);
        Note { label: "1".to_owned(), text, spans: Vec::new(), number, scope: None, section: Vec::new() }
    }

    #[test]
    fn a_missing_note_is_a_gap() {
        let full = "Bo Ek, “On Silt”, Rivers, vol. 3 (1990).";
        let mut document = Document {
            notes: vec![note(full, 100, Some(1)), note("Ibid.", 200, Some(2)), note("Ibid.", 300, Some(4))],
            ..Document::default()
        };
        document.layout.lines = vec![0];
        let cites = of_document(&document).notes;
        assert_eq!(cites[1][0].status, CiteStatus::Resolved);
        assert_eq!(cites[1][0].bytes, Some(Span::new(200, 205)));
        assert_eq!(cites[2][0].status, CiteStatus::Ambiguous, "note 3 is not there");
    }

    #[test]
    fn citations_beyond_the_most_are_not_looked_for() {
        let block = |text: &str| Block::new(BlockKind::Paragraph, Mapped::identity(text, 0));
        let few = Document { blocks: vec![block(&"See RFC 2119. ".repeat(100))], ..Document::default() };
        let cites = of_document(&few);
        assert_eq!((cites.text.len(), cites.is_cut), (100, false));
        let row = block(&"See RFC 2119. ".repeat(1000));
        let many = Document { blocks: vec![row; 40], ..Document::default() };
        let cites = of_document(&many);
        let most = most(&many);
        assert!(cites.is_cut && (most..most + 1000).contains(&cites.text.len()));
    }
}
