//! Notes at the feet of pages as a printed page is left when it is read line by line: the
//! label stands alone on its line, above a note of one line, and below one of several.
//!
//! ```text
//!    Hale, A History of the Coast, 19.
//!    1
//!
//!    2
//!
//!    Ibid.
//!
//!    The board had seen the map, and
//!    the clerk had drawn it.
//!    3
//! ```
//!
//! Where it stands below, no empty line is between the two; where it stands above, one is.
//! That is believed of a page only where its foot is nothing but such notes, in an unbroken
//! series, each called above on the same page. Where the first note of a page has its label
//! below, nothing parts it from the text above: it stays with the text.

use std::collections::HashSet;

use super::bodies::{Body, line_offsets};
use super::explain::Material;
use super::label::{Label, LabelKind};
use super::style::{Dress, Style, body_weight};
use super::{can_hold, page};
use crate::model::{Block, Document};
use crate::span::Span;

const STYLE: Style = Style { dress: Dress::Foot, kind: LabelKind::Number };

/// Longest label, in digits.
const LONGEST: usize = 3;

/// What a paragraph is at the foot of a page.
#[derive(Clone, Copy)]
enum Part {
    /// A label alone.
    Label(Label, Span),
    /// Text, and a label on its last line.
    Above(Label, Span),
    /// Text.
    Text,
}

/// A paragraph: between empty lines.
struct Paragraph {
    block: usize,
    part: Part,
}

/// Finds such notes and puts them in the place of what seems to begin in their blocks.
pub fn find(document: &Document, material: &mut Material) {
    let numbered = |page: &crate::model::Page| page.number.is_some();
    if !document.layout.pages.iter().any(numbered) {
        return;
    }
    let paragraphs = paragraphs(document);
    let mut found: Vec<Body> = Vec::new();
    for own in paragraphs.chunk_by(|a, b| page(document, a.block, 0) == page(document, b.block, 0)) {
        let starts = (0..own.len()).filter(|at| !matches!(own[*at].part, Part::Text));
        let foot = starts.map(|at| &own[at..]).find_map(|foot| notes(document, material, own, foot));
        found.extend(foot.unwrap_or_default());
    }
    let taken: HashSet<usize> = found.iter().map(|body| body.block).collect();
    material.bodies.retain(|body| !taken.contains(&body.block));
    material.bodies.append(&mut found);
    material.bodies.sort_by_key(Body::place);
}

/// The paragraphs of a document, each by its first block. One of several blocks is text.
fn paragraphs(document: &Document) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    let mut last_page = None;
    for (at, block) in document.blocks.iter().enumerate().filter(|(_, block)| can_hold(block)) {
        let own = page(document, at, 0);
        let begins = block.blanks_before > 0 || own != last_page || out.is_empty();
        last_page = own;
        if begins {
            out.push(Paragraph { block: at, part: part(block, &document.layout.lines) });
        } else if let Some(last) = out.last_mut() {
            last.part = Part::Text;
        }
    }
    out
}

fn part(block: &Block, lines: &[u32]) -> Part {
    let text = block.text.text.as_str();
    let last = line_offsets(block, lines).pop().unwrap_or(0);
    let own = text[last..].trim_end();
    let digits = own.len() <= LONGEST && own.bytes().all(|byte| byte.is_ascii_digit());
    let span = Span::new(last, last + own.len());
    match Label::number(own).filter(|_| digits) {
        Some(label) if last == 0 => Part::Label(label, span),
        Some(label) => Part::Above(label, span),
        None => Part::Text,
    }
}

/// The notes of a foot; `None` where something in it is none, or is not called above.
fn notes(document: &Document, material: &Material, page: &[Paragraph], foot: &[Paragraph]) -> Option<Vec<Body>> {
    let (mut out, mut labels) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(paragraph) = foot.get(at) {
        let (label, inner, head) = match paragraph.part {
            Part::Text => return None,
            Part::Label(label, span) => {
                let below = foot.get(at + 1).filter(|below| matches!(below.part, Part::Text))?;
                // two paragraphs, or one that a heading or a list has parted
                let follows = below.block == paragraph.block + 1;
                let single = foot.get(at + 2).is_none_or(|next| next.block == below.block + 1);
                if !follows || !single {
                    return None;
                }
                at += 1;
                (label, span, span)
            }
            Part::Above(label, span) => (label, span, Span::new(0, 0)),
        };
        at += 1;
        let unparted = labels.is_empty() && head.is_empty();
        labels.push(label);
        if !unparted {
            let weight = body_weight(STYLE);
            out.push(Body { block: paragraph.block, head, inner, label, style: STYLE, weight, titled: false });
        }
    }
    let counts = labels.windows(2).all(|pair| pair[1].value == pair[0].value + 1);
    let (first, last) = (page.first()?.block, foot.first()?.block);
    (counts && !labels.is_empty() && are_called(document, material, &labels, first..last + 1)).then_some(out)
}

/// True where each label is called in the text of a page, in order.
fn are_called(document: &Document, material: &Material, labels: &[Label], text: std::ops::Range<usize>) -> bool {
    let style = Style { dress: Dress::Bare, kind: LabelKind::Number };
    let first = material.marks.partition_point(|mark| mark.block < text.start);
    let last = material.marks.partition_point(|mark| mark.block < text.end);
    let own = |mark: &&super::markers::Mark| {
        let raised = mark.style == style || mark.style.dress == Dress::Super;
        raised && page(document, mark.block, mark.span.start) == page(document, text.start, 0)
    };
    let mut marks = material.marks[first..last].iter().filter(own);
    labels.iter().all(|label| marks.any(|mark| mark.label == *label))
}
