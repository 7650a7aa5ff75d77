//! Plain text: lines, pages, paragraphs, headings.
//!
//! Each step is one pass over lines or blocks, in its own file: `lines`,
//! `running` (heads and page numbers), `court` (those of slip opinions), `numbers` (page numbers in the text),
//! `shape` and `chunk` (which lines make a block), `clean` (the block's text),
//! then what kind of block it is. What may be a note's body stays a block of
//! its own; `link` decides.

mod candidates;
mod chunk;
mod clean;
mod counts;
mod court;
mod front;
mod furniture;
mod glyph;
mod heading;
pub(super) mod hyphen;
mod label;
mod licence;
pub(super) mod lines;
mod lists;
mod lone;
mod numbers;
mod outline;
#[cfg(test)]
mod property;
mod pull;
mod running;
mod shape;
mod table;

pub(super) use front::language;
pub(super) use numbers::star_pages;

use super::decoded;
use crate::error::Result;
use crate::model::{Block, BlockKind, Document};
use crate::span::{Mapped, Span};

use chunk::Chunk;
use hyphen::Hyphens;
pub(super) use licence::mark as mark_licence;
use lines::Line;
use shape::Shape;

/// Reads plain text.
///
/// # Errors
///
/// `Unreadable` where the bytes are no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    decoded::read(bytes, None, |text| Ok(parse(text)))
}

/// Reads decoded text; places are bytes of it.
pub(super) fn parse(text: &str) -> Document {
    let scanned = lines::scan(text);
    let lines = &scanned.lines;
    let mut running = running::running(lines, scanned.pages.len());
    let court = court::heads(lines, &mut running.head);
    let mut layout = lines::layout(text, &scanned.pages);
    for (page, label) in layout.pages.iter_mut().zip(running.labels) {
        page.label = label;
    }
    let (cuts, numbered) = if layout.pages.is_empty() { numbers::numbers(lines) } else { Default::default() };
    layout.pages.extend(numbered);
    if layout.pages.is_empty() {
        layout.pages.extend(court);
    }
    let shape = shape::shape(lines);
    let labels = lone::labels(lines, !scanned.pages.is_empty());
    let chunks = chunk::chunks(lines, &running.head, &labels, shape);
    let hyphens = Hyphens::of(lines);
    let (blocks, facts) = chunks.iter().filter_map(|chunk| block(lines, chunk, &hyphens, &cuts, shape)).unzip();
    let mut document = Document { format: "text", blocks, layout, ..Document::default() };
    classify(&mut document, facts);
    document
}

/// What the lines of a block say, and its text does not.
#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    /// Lines of text.
    lines: usize,
    /// The sign of the rule below, if there is one.
    underline: Option<char>,
    /// Signs `#` before the text.
    atx: u8,
    /// True where the lines are verse by their shape.
    verse: bool,
    /// Least indent of its lines.
    indent: u16,
    /// Page, from 0.
    page: u32,
}

/// The block that a chunk makes. Its span covers the whole of its lines, so
/// that signs which are not text (a cut number, a rule below) are in it.
fn block(lines: &[Line], chunk: &Chunk, hyphens: &Hyphens, cuts: &[Span], shape: Shape) -> Option<(Block, Facts)> {
    let lines = &lines[chunk.lines.clone()];
    let texts = if chunk.underline.is_some() { &lines[..lines.len() - 1] } else { lines };
    let mut kind = chunk.kind;
    let mut text = clean::join(texts, hyphens, cuts);
    if text.is_empty() {
        kind = BlockKind::RunningHead;
        text = clean::join(texts, hyphens, &[]);
    }
    let mut facts = Facts {
        lines: texts.len(),
        underline: chunk.underline,
        verse: chunk::stands_as_verse(texts, shape),
        indent: lines.iter().map(|line| line.indent).min().unwrap_or(0),
        page: lines[0].page,
        ..Facts::default()
    };
    if kind == BlockKind::Heading && chunk.underline.is_none() {
        (text, facts.atx) = without_hashes(&text);
    }
    let mut block = Block::new(kind, text);
    block.spans = vec![Span::new(lines[0].at, lines[lines.len() - 1].end())];
    block.blanks_before = lines[0].blanks;
    block.indent = lines[0].indent;
    (!block.text.is_empty()).then_some((block, facts))
}

/// The text of `## Heading ##`, and how many signs stood before it.
fn without_hashes(text: &Mapped) -> (Mapped, u8) {
    let rest = text.text.trim_start_matches('#');
    let depth = text.len() - rest.len();
    let start = text.len() - rest.trim_start().len();
    let end = rest.trim_end_matches('#').trim_end().len() + depth;
    (text.slice(Span::new(start, end.max(start))), depth as u8)
}

/// Says of every block what it is, then finds what is known about the work.
fn classify(document: &mut Document, facts: Vec<Facts>) {
    let Document { blocks, meta, .. } = document;
    licence::mark(blocks, meta);
    furniture::mark(blocks);
    lists::mark_quotations(blocks, &facts);
    let mut found = candidates::candidates(blocks, &facts);
    front::fields(blocks, &mut found, meta);
    front::imprints(blocks, &mut found);
    let title = front::title(blocks, &facts, &found, meta);
    front::author(blocks, title, meta);
    front::dated(blocks, meta);
    blocks.iter_mut().filter(|b| b.kind == BlockKind::Heading).for_each(|b| b.kind = BlockKind::Paragraph);
    outline::mark(blocks, &found, title);
    lists::mark_items(blocks);
    pull::mark(blocks, &facts);
    meta.language = front::language(blocks);
}
