//! Plain text: lines, pages, paragraphs, headings.

use crate::error::Result;
use crate::model::{Block, BlockKind, Document, Layout, Page};
use crate::span::{Mapped, Span};

/// Reads plain text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let text = String::from_utf8_lossy(bytes);
    let mut layout = Layout::of(bytes);
    if bytes.contains(&b'\x0c') {
        let starts = bytes.iter().enumerate().filter(|(_, b)| **b == b'\x0c').map(|(i, _)| i as u32 + 1);
        layout.pages = std::iter::once(0)
            .chain(starts)
            .zip(1..)
            .map(|(start, number)| Page { start, number: Some(number), label: None })
            .collect();
    }
    let mut blocks: Vec<Block> = Vec::new();
    let mut mapped = Mapped::new();
    let mut blanks = 0;
    let mut at = 0;
    let flush = |mapped: &mut Mapped, blocks: &mut Vec<Block>, blanks: &mut u16| {
        if !mapped.is_empty() {
            let mut block = Block::new(BlockKind::Paragraph, std::mem::take(mapped));
            block.blanks_before = *blanks;
            blocks.push(block);
            *blanks = 0;
        }
    };
    for line in text.split_inclusive(['\n', '\x0c']) {
        let start = at + (line.len() - line.trim_start().len());
        let words = line.trim();
        if words.is_empty() {
            flush(&mut mapped, &mut blocks, &mut blanks);
            blanks += 1;
        } else {
            if let Some(end) = mapped.hull().map(|hull| hull.end) {
                mapped.push_replaced(" ", Span::new(end, start));
            }
            mapped.push(words, start);
        }
        at += line.len();
    }
    flush(&mut mapped, &mut blocks, &mut blanks);
    Ok(Document { format: "text", blocks, layout, ..Document::default() })
}
