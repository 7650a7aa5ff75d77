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

use super::bodies::{Body, NEAR, line_offsets};
use super::label::{Label, LabelKind};
use super::material::Material;
use super::style::{Dress, Style, body_weight};
use super::{can_hold, page};
use crate::model::{Block, BlockKind, Document};
use crate::span::Span;

const STYLE: Style = Style { dress: Dress::Foot, kind: LabelKind::Number };

/// Longest label, in digits.
const LONGEST: usize = 3;

/// What a paragraph is at the foot of a page.
#[derive(Clone, Copy)]
enum Part {
    /// A label alone.
    Label(Label, Span),
    /// Text, and a label on its last line, which may be a block of its own.
    Above(Label, Span, usize),
    /// Text.
    Text,
    /// Several blocks: lines of which some were taken for a list, a heading, a label.
    Several,
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
        let starts = (0..own.len()).filter(|at| matches!(own[*at].part, Part::Label(..) | Part::Above(..)));
        let foot = starts.map(|at| &own[at..]).find_map(|foot| notes(document, material, own, foot));
        found.extend(foot.unwrap_or_default());
    }
    let above = |body: &Body| (body.head.is_empty() && body.inner.start == 0).then(|| body.block - 1);
    let taken: HashSet<usize> = found.iter().flat_map(|body| above(body).into_iter().chain([body.block])).collect();
    if others(document, material, &taken) > found.len() {
        return;
    }
    if found.is_empty() {
        return;
    }
    material.bodies.retain(|body| !taken.contains(&body.block));
    material.bodies.append(&mut found);
    material.bodies.sort_by_key(Body::place);
}

/// Leaves out labels that stand alone above notes where they belong to the notes above them:
/// the next label of their series stands below the last note, without a note of its own, and
/// is called in the text. Counter-case: the number of a page, which nothing calls.
pub fn without_shifted(document: &Document, material: &mut Material) {
    let is_alone = |body: &Body| body.style.dress == Dress::Alone;
    let alone: Vec<(usize, Label)> =
        material.bodies.iter().filter(|body| is_alone(body)).map(|body| (body.block, body.label)).collect();
    let goes_on = |a: &(usize, Label), b: &(usize, Label)| b.0 - a.0 <= NEAR && b.1.value == a.1.value + 1;
    let mut shifted: HashSet<usize> = HashSet::new();
    for run in alone.chunk_by(goes_on) {
        let (Some((first, _)), Some((last, label))) = (run.first(), run.last()) else { continue };
        let below = (last + 2..document.blocks.len().min(last + 1 + NEAR)).find_map(|at| {
            let next = lone_label(&document.blocks[at]).filter(|next| next.value == label.value + 1)?;
            let holds_note = document.blocks.get(at + 1).is_some_and(can_hold);
            (!holds_note || page(document, at, 0) != page(document, at + 1, 0)).then_some(next)
        });
        let is_called = |next: Label| material.marks.iter().any(|mark| mark.label == next && mark.block < *first);
        if below.is_some_and(is_called) {
            shifted.extend(run.iter().map(|(block, _)| block));
        }
    }
    material.bodies.retain(|body| !(is_alone(body) && shifted.contains(&body.block)));
}

/// The number that is all of a block, in brackets or not.
fn lone_label(block: &Block) -> Option<Label> {
    let text = block.text.text.trim();
    Label::number(text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text))
}

/// How many notes written in another way stand on the page that calls them: where they are
/// more, they are what the document uses.
fn others(document: &Document, material: &Material, taken: &HashSet<usize>) -> usize {
    let called: HashSet<(Label, Option<u32>)> =
        material.marks.iter().map(|mark| (mark.label, page(document, mark.block, mark.span.start))).collect();
    let key = |body: &Body| (body.label, page(document, body.block, body.head.start));
    let other = |body: &&Body| body.style.kind == LabelKind::Number && !taken.contains(&body.block);
    material.bodies.iter().filter(other).map(key).filter(|key| called.contains(key)).collect::<HashSet<_>>().len()
}

/// The paragraphs of a document, each by its first block.
fn paragraphs(document: &Document) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    let mut last_page = None;
    for (at, block) in document.blocks.iter().enumerate() {
        let own = page(document, at, 0);
        let begins = block.blanks_before > 0 || own != last_page || out.is_empty();
        let number = match part(at, block, &document.layout.lines) {
            Part::Label(label, span) => Some((label, span)),
            _ => None,
        };
        // what stands last on a page may be taken for its number; right below text it is none
        let taken = block.kind == BlockKind::RunningHead && !begins && number.is_some();
        if !can_hold(block) && !taken {
            continue;
        }
        last_page = own;
        match (out.last_mut().filter(|_| !begins), number) {
            (None, _) => out.push(Paragraph { block: at, part: part(at, block, &document.layout.lines) }),
            (Some(last), Some((label, span))) if last.block + 1 == at && matches!(last.part, Part::Text) => {
                last.part = Part::Above(label, span, at);
            }
            (Some(last), _) => last.part = Part::Several,
        }
    }
    out
}

fn part(at: usize, block: &Block, lines: &[u32]) -> Part {
    let text = block.text.text.as_str();
    let last = line_offsets(block, lines).pop().unwrap_or(0);
    let own = text[last..].trim_end();
    let digits = own.len() <= LONGEST && own.bytes().all(|byte| byte.is_ascii_digit());
    let span = Span::new(last, last + own.len());
    match Label::number(own).filter(|_| digits) {
        Some(label) if last == 0 => Part::Label(label, span),
        Some(label) => Part::Above(label, span, at),
        None => Part::Text,
    }
}

/// The notes of a foot; `None` where something in it is none, or is not called above.
fn notes(document: &Document, material: &Material, page: &[Paragraph], foot: &[Paragraph]) -> Option<Vec<Body>> {
    let (mut out, mut labels) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(paragraph) = foot.get(at) {
        let below = foot.get(at + 1).filter(|below| matches!(below.part, Part::Text));
        let (label, inner, head) = match (paragraph.part, below) {
            (Part::Text | Part::Several, _) => return None,
            // the label that ends the text of the page, where a note without label is below
            (Part::Above(label, span, block), Some(below)) if at == 0 => {
                (label, span, head_of(block, foot.get(at + 2), below, span)?)
            }
            (Part::Label(label, span), Some(below)) => {
                (label, span, head_of(paragraph.block, foot.get(at + 2), below, span)?)
            }
            (Part::Label(..), None) => return None,
            (Part::Above(label, span, _), _) => (label, span, Span::new(0, 0)),
        };
        let block = match paragraph.part {
            Part::Above(_, _, block) => block,
            _ => paragraph.block,
        };
        let unparted = at == 0 && head.is_empty();
        at += if head.is_empty() { 1 } else { 2 };
        labels.push(label);
        if !unparted {
            let weight = body_weight(STYLE);
            out.push(Body { block, head, inner, label, style: STYLE, weight, titled: false });
        }
    }
    let counts = labels.windows(2).all(|pair| pair[1].value == pair[0].value + 1);
    let (first, last) = (page.first()?.block, foot.first()?.block);
    (counts && !labels.is_empty() && are_called(document, material, &labels, first..last + 1)).then_some(out)
}

/// The label in `block` as the head of the paragraph below it, if that is one block.
fn head_of(block: usize, next: Option<&Paragraph>, below: &Paragraph, label: Span) -> Option<Span> {
    let single = next.is_none_or(|next| next.block == below.block + 1);
    (below.block == block + 1 && single).then_some(label)
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
