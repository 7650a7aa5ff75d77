//! How far notes reach.
//!
//! A note in brackets ends with its bracket. Any other ends with its block,
//! unless what follows goes on with it: paragraphs before the next note in
//! line, with no marker of the text in them, and what stands below it on a
//! page that holds its notes at the foot. The entry of a list of references
//! goes on with what stands further in.

use std::collections::HashSet;

use super::material::Material;
use super::outcome::Outcome;
use super::style::Dress;
use crate::model::{BlockKind, Document};
use crate::span::Span;

/// A note: its head, and the parts of blocks that are its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extent {
    /// Index into `Material::bodies`.
    pub body: usize,
    /// Block and bytes of its clean text; the first part begins after the label.
    pub parts: Vec<(usize, Span)>,
    /// Bytes of the closing bracket in the last part's block, where there is one.
    pub close: Option<Span>,
}

/// Paragraphs that one note may have beyond its first.
const MOST: usize = 12;

/// The extent of each body of the outcome, in order.
pub fn extents(document: &Document, material: &Material, outcome: &Outcome) -> Vec<Extent> {
    let heads: Vec<(usize, usize)> = outcome.bodies.iter().map(|(b, _)| material.bodies[*b].place()).collect();
    let called: HashSet<usize> = {
        let linked = outcome.marks.iter().filter(|v| v.body.is_some());
        linked.map(|v| material.marks[v.mark].block).collect()
    };
    let margin = margin(document);
    let one = |at: usize| {
        let next = heads.get(at + 1).copied();
        let in_line = outcome.bodies.get(at + 1).is_some_and(|next| {
            let (a, b) = (&material.bodies[outcome.bodies[at].0].label, &material.bodies[next.0].label);
            next.1 == outcome.bodies[at].1 && b.value > a.value && a.gap(*b) == 0
        });
        Reach { document, material, called: &called, next, in_line, margin }.extent(outcome.bodies[at].0)
    };
    (0..heads.len()).map(one).collect()
}

/// The indent at which most of the text of a document stands.
fn margin(document: &Document) -> u16 {
    let mut bytes = std::collections::BTreeMap::<u16, usize>::new();
    for block in document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph) {
        *bytes.entry(block.indent).or_default() += block.text.len();
    }
    bytes.into_iter().max_by_key(|(indent, count)| (*count, u16::MAX - indent)).map_or(0, |(indent, _)| indent)
}

/// What is needed to say how far one note reaches.
struct Reach<'a> {
    document: &'a Document,
    material: &'a Material,
    /// Blocks that hold linked markers.
    called: &'a HashSet<usize>,
    /// Place of the next note.
    next: Option<(usize, usize)>,
    /// True where the next note's label follows on, in the same scope.
    in_line: bool,
    /// The indent of most of the text.
    margin: u16,
}

impl Reach<'_> {
    fn extent(&self, index: usize) -> Extent {
        let body = &self.material.bodies[index];
        let text = &self.document.blocks[body.block].text.text;
        let end = self.next.filter(|next| next.0 == body.block).map_or(text.len(), |next| next.1);
        let mut extent = Extent { body: index, parts: vec![(body.block, Span::new(body.head.end, end))], close: None };
        let bracket = text[body.head.start..].starts_with('[');
        match body.style.dress {
            Dress::Footnote | Dress::Open if bracket && !text[..body.head.end].ends_with(']') => {
                self.to_bracket(&mut extent, 1);
            }
            Dress::Foot if body.head.is_empty() => {
                extent.parts[0].1 = Span::new(0, body.inner.start);
                extent.close = Some(body.inner);
                if let Some(above) = body.block.checked_sub(1).filter(|_| body.inner.start == 0) {
                    let text = &self.document.blocks[above].text;
                    extent.parts.insert(0, (above, Span::new(0, text.len())));
                }
            }
            Dress::Foot => {
                let below = self.document.blocks.get(body.block + 1).map_or(0, |below| below.text.len());
                extent.parts.push((body.block + 1, Span::new(0, below)));
            }
            Dress::Returned => self.returned(&mut extent, end),
            Dress::Tag if end == text.len() => self.below(&mut extent),
            Dress::Alone => {
                let below =
                    (body.block + 1, self.document.blocks.get(body.block + 1).map_or(0, |below| below.text.len()));
                extent.parts.push((below.0, Span::new(0, below.1)));
                self.on(&mut extent);
            }
            _ if end == text.len() => self.on(&mut extent),
            _ => {}
        }
        extent
    }

    /// A note whose label leads back: what stands behind the label, or below it, in
    /// brackets or not.
    fn returned(&self, extent: &mut Extent, end: usize) {
        let (block, span) = extent.parts[0];
        let text = &self.document.blocks[block].text.text;
        let own = text[span.start..].trim_start();
        let below = self.document.blocks.get(block + 1).filter(|_| own.is_empty() && end == text.len());
        let first = below.map_or(own, |below| below.text.text.as_str());
        if first.starts_with('[') {
            self.to_bracket(extent, 0);
        } else if let Some(below) = below {
            extent.parts.push((block + 1, Span::new(0, below.text.len())));
            self.on(extent);
        }
    }

    /// Goes on to the bracket that closes the note, if it stands before the
    /// next note. `depth` counts the brackets that are open at its start.
    fn to_bracket(&self, extent: &mut Extent, mut depth: i32) {
        let last = self.next.map_or(self.document.blocks.len(), |next| next.0 + (next.1 > 0) as usize);
        let first = extent.parts[0];
        let mut parts = Vec::new();
        for block in first.0..last.min(first.0 + MOST + 1) {
            let text = &self.document.blocks[block].text.text;
            let mut from = if block == first.0 { first.1.start } else { 0 };
            let to = self.next.filter(|next| next.0 == block).map_or(text.len(), |next| next.1);
            for (at, byte) in text.bytes().enumerate().take(to).skip(from) {
                if depth == 0 && byte == b'[' {
                    from = at + 1;
                }
                depth += (byte == b'[') as i32 - (byte == b']') as i32;
                if depth == 0 && byte == b']' {
                    parts.push((block, Span::new(from, at)));
                    (extent.parts, extent.close) = (parts, Some(Span::new(at, at + 1)));
                    return;
                }
            }
            if super::can_hold(&self.document.blocks[block]) {
                parts.push((block, Span::new(from, to)));
            }
        }
    }

    /// Goes on over the paragraphs that belong to the note.
    fn on(&self, extent: &mut Extent) {
        let first = extent.parts[extent.parts.len() - 1].0;
        let page = self.page(first);
        let until = self.next.map_or(self.document.blocks.len(), |next| next.0);
        let open = |block: &usize| super::can_hold(&self.document.blocks[*block]);
        let ends =
            |block: &usize| self.called.contains(block) || self.document.blocks[*block].kind == BlockKind::Heading;
        let between: Vec<usize> = (first + 1..until).filter(open).take_while(|b| !ends(b)).take(MOST + 1).collect();
        let reaches = !(first + 1..until).filter(open).any(|b| ends(&b));
        let own = self.document.blocks[first].indent;
        // in a text that is indented throughout, the text goes on where it stands
        let deep = |block: &&usize| {
            let indent = self.document.blocks[**block].indent;
            own >= 2 && indent >= own && indent > self.margin
        };
        let goes_on: Vec<usize> = match page {
            Some(_) => between.into_iter().take_while(|b| self.page(*b) == page).collect(),
            None if reaches && self.in_line && between.len() <= MOST => between,
            None => between.iter().take_while(deep).copied().collect(),
        };
        let part = |block: usize| (block, Span::new(0, self.document.blocks[block].text.len()));
        extent.parts.extend(goes_on.into_iter().map(part));
    }

    /// Goes on over what stands further in than the entry of a list: the rest
    /// of it, on the next page.
    fn below(&self, extent: &mut Extent) {
        let (first, blocks) = (extent.parts[0].0, &self.document.blocks);
        let until = self.next.map_or(blocks.len(), |next| next.0);
        // a row of a table may be a running head that was not known as one
        let text = |block: &usize| super::can_hold(&blocks[*block]) && blocks[*block].kind != BlockKind::TableRow;
        let open = (first + 1..until).filter(text);
        let deep =
            |block: &usize| blocks[*block].indent > blocks[first].indent && blocks[*block].kind != BlockKind::Heading;
        let part = |block: usize| (block, Span::new(0, blocks[block].text.len()));
        extent.parts.extend(open.take_while(deep).take(MOST).map(part));
    }

    /// The page of a block, in a document that has pages.
    fn page(&self, block: usize) -> Option<u32> {
        super::page(self.document, block, 0)
    }
}
