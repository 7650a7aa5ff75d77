//! Plain text: lines, pages, paragraphs, headings.
//!
//! Each step is one pass over lines or blocks, in its own file: `lines`,
//! `running` (heads and page numbers), `numbers` (page numbers in the text),
//! `shape` and `chunk` (which lines make a block), `clean` (the block's text),
//! then what kind of block it is. What may be a note's body stays a block of
//! its own; `link` decides.

mod chunk;
mod clean;
mod glyph;
mod hyphen;
mod label;
mod lines;
mod numbers;
mod running;
mod shape;
mod table;

use crate::error::Result;
use crate::model::{Block, BlockKind, Document};
use crate::source::decode::{self, Text};
use crate::span::{Mapped, Span};

use chunk::Chunk;
use hyphen::Hyphens;
use lines::Line;

/// Reads plain text.
///
/// # Errors
///
/// `Unreadable` where the bytes are no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let decoded = decode::decode(bytes)?;
    let mut document = parse(decoded.text.as_str());
    document.degraded = decoded.degraded;
    if let Text::Mapped(under) = &decoded.text {
        lead_back(&mut document, under);
    }
    Ok(document)
}

/// Reads decoded text; places are bytes of it.
fn parse(text: &str) -> Document {
    let scanned = lines::scan(text);
    let lines = &scanned.lines;
    let running = running::running(lines, scanned.pages.len());
    let mut layout = lines::layout(text, &scanned.pages);
    for (page, label) in layout.pages.iter_mut().zip(running.labels) {
        page.label = label;
    }
    let (cuts, numbered) = if layout.pages.is_empty() { numbers::numbers(lines) } else { Default::default() };
    layout.pages.extend(numbered);
    let chunks = chunk::chunks(lines, &running.head, shape::shape(lines));
    let hyphens = Hyphens::of(lines);
    let blocks =
        chunks.iter().map(|chunk| block(lines, chunk, &hyphens, &cuts)).filter(|b| !b.text.is_empty()).collect();
    Document { format: "text", blocks, layout, ..Document::default() }
}

/// The block that a chunk makes. Its span covers the whole of its lines, so
/// that signs which are not text (a cut number, a rule below) are in it.
fn block(lines: &[Line], chunk: &Chunk, hyphens: &Hyphens, cuts: &[Span]) -> Block {
    let lines = &lines[chunk.lines.clone()];
    let texts = if chunk.underline.is_some() { &lines[..lines.len() - 1] } else { lines };
    let mut kind = chunk.kind;
    let mut text = clean::join(texts, hyphens, cuts);
    if text.is_empty() {
        kind = BlockKind::RunningHead;
        text = clean::join(texts, hyphens, &[]);
    }
    let mut block = Block::new(kind, text);
    block.spans = vec![Span::new(lines[0].at, lines[lines.len() - 1].end())];
    block.blanks_before = lines[0].blanks;
    block.indent = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    block
}

/// Leads every place from decoded text back to the bytes of the file.
fn lead_back(document: &mut Document, under: &Mapped) {
    let byte = |at: usize| under.source_at(at).unwrap_or(0);
    for block in &mut document.blocks {
        block.text = block.text.through(under);
        for span in &mut block.spans {
            *span = under.source(*span).unwrap_or(*span);
        }
    }
    document.layout.lines.iter_mut().skip(1).for_each(|line| *line = byte(*line as usize) as u32);
    document.layout.pages.iter_mut().skip(1).for_each(|page| page.start = byte(page.start as usize) as u32);
}
