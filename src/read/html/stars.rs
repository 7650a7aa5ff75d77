//! Star pages that a page of a court's opinion has as plain text, `held *413 in`:
//! they are cut, so that phrases run across them, and become page labels.

use crate::model::{Document, Page, Place};
use crate::read::text::star_pages;
use crate::span::Span;

/// Cuts the star pages of a document; some pages may be known by its markup.
pub fn cut(document: &mut Document) {
    let found = star_pages(document.blocks.iter().map(|block| block.text.text.as_str()));
    for of_block in found.chunk_by(|a, b| a.text == b.text) {
        let block = of_block[0].text;
        let text = document.blocks[block].text.clone();
        let mut cuts = Vec::new();
        for star in of_block {
            let source = text.source_at(star.span.start).filter(|byte| !document.is_literal(*byte));
            let Some(byte) = source else { continue };
            if star.label.is_some() {
                document.layout.pages.push(Page { start: byte as u32, number: None, label: star.label.clone() });
            }
            cuts.push(with_blank(&text.text, star.span));
        }
        document.blocks[block].text = text.without(&cuts);
        move_markers(document, block, &cuts);
    }
    document.layout.pages.sort_by_key(|page| page.start);
}

/// The bytes of a star page, with the blank after it where one stands before.
fn with_blank(text: &str, span: Span) -> Span {
    let parted = text[..span.start].chars().next_back().is_none_or(char::is_whitespace);
    let blank = text[span.end..].chars().next().filter(|c| parted && c.is_whitespace());
    Span::new(span.start, span.end + blank.map_or(0, char::len_utf8))
}

/// Moves the markers of a block to where they stand after the cuts.
fn move_markers(document: &mut Document, block: usize, cuts: &[Span]) {
    for marker in &mut document.markers {
        if let Place::Block { block: of, at } = &mut marker.place
            && *of == block
        {
            let before: usize = cuts.iter().filter(|cut| cut.end <= *at).map(|cut| cut.len()).sum();
            *at -= before;
        }
    }
}
