//! Tags in brackets and the list of references that they point into.
//!
//! `[RFC2119]`, `[Knuth84]` or, over a list of references, `[7]`: a tag names
//! its entry, wherever and however often it is called, so that nothing need be
//! aligned. `entries` finds the list, `calls` what points into it. Without a
//! list a tag is no marker.

mod calls;
mod entries;

use super::bodies::Body;
use super::label::{Label, LabelKind};
use super::markers::{Attach, Mark};
use super::material::Material;
use super::never::Code;
use super::outcome::{Outcome, Verdict};
use super::style::{Dress, Style};
use crate::model::{Document, Status};
use crate::span::Span;

/// How tags are written, in the text and before an entry.
const STYLE: Style = Style { dress: Dress::Tag, kind: LabelKind::Word };

/// The scope of all tags: that of no other convention.
const SCOPE: (usize, u32) = (usize::MAX, 0);

/// A place in the clean text of a block.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    block: usize,
    /// The tag with its bracket, or with its share of one.
    span: Span,
    /// The tag alone.
    inner: Span,
}

/// What a tag in the text points to.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Target {
    /// An entry, by its place in the list.
    Entry(usize),
    /// Several entries bear the tag; one of them.
    Several(usize),
    /// No entry, but others of its make have one; counts such tags.
    Lost(usize),
}

/// Calls into a list of references by which a document shows that it cites so.
const FEWEST: usize = 3;

impl Spot {
    /// The tag.
    fn tag(self, document: &Document) -> &str {
        &document.blocks[self.block].text.text[self.inner.start..self.inner.end]
    }
}

/// The list of references of a document, and the calls into it.
#[derive(Debug, Default)]
pub struct Tags {
    entries: Vec<Spot>,
    calls: Vec<(Spot, Target)>,
    /// True where numbers in brackets are tags, and nothing else.
    numbers: bool,
}

/// Finds the tags of a document; none where it has no list of references.
/// `bodies` are the notes that may be there otherwise.
pub fn find(document: &Document, code: &Code, bodies: &[Body]) -> Tags {
    let entries = entries::entries(document, bodies);
    let calls = if entries.is_empty() { Vec::new() } else { calls::calls(document, code, &entries) };
    let called = calls.iter().any(|(_, target)| matches!(target, Target::Entry(_)));
    let numbers = entries.iter().any(|entry| is_number(entry.tag(document)));
    if called { Tags { entries, calls, numbers } } else { Tags::default() }
}

impl Tags {
    /// True where the document refers to its sources by a list of references.
    pub fn is_used(&self) -> bool {
        let entry = |call: &&(Spot, Target)| matches!(call.1, Target::Entry(_));
        self.calls.iter().filter(entry).take(FEWEST).count() == FEWEST
    }

    /// Puts marks and bodies among the candidates of a document, in the place
    /// of those that were taken for others.
    pub fn add(&self, material: &mut Material) {
        if self.entries.is_empty() {
            return;
        }
        let taken = |spots: &[Spot], block: usize, span: Span| {
            let first = spots.partition_point(|spot| (spot.block, spot.span.end) <= (block, span.start));
            spots.get(first).is_some_and(|spot| spot.block == block && spot.span.overlaps(span))
        };
        let calls: Vec<Spot> = self.calls.iter().map(|(spot, _)| *spot).collect();
        let numbered = |style: Style| self.numbers && style.dress == Dress::Bracket && style.kind == LabelKind::Number;
        let other = |block, span| !taken(&calls, block, span) && !taken(&self.entries, block, span);
        material.marks.retain(|mark| !numbered(mark.style) && other(mark.block, mark.span));
        material.bodies.retain(|body| !numbered(body.style) && other(body.block, body.head));
        material.marks.extend(self.calls.iter().map(|(spot, target)| match target {
            Target::Entry(entry) | Target::Several(entry) => mark(spot, *entry),
            Target::Lost(lost) => mark(spot, self.entries.len() + lost),
        }));
        material.bodies.extend(self.entries.iter().enumerate().map(|(at, spot)| body(spot, at)));
        material.marks.sort_by_key(Mark::place);
        material.bodies.sort_by_key(Body::place);
    }

    /// Says of the tags among the candidates what became of each.
    pub fn settle(&self, material: &Material, outcome: &mut Outcome) {
        if self.entries.is_empty() {
            return;
        }
        let is = |style: Style| style == STYLE;
        let bodies: Vec<usize> = (0..material.bodies.len()).filter(|b| is(material.bodies[*b].style)).collect();
        let marks = (0..material.marks.len()).filter(|m| is(material.marks[*m].style));
        outcome.marks.extend(marks.zip(&self.calls).map(|(mark, (_, target))| {
            let (status, body) = match target {
                Target::Entry(entry) => (Status::Resolved, bodies.get(*entry).copied()),
                Target::Several(_) => (Status::Ambiguous, None),
                Target::Lost(_) => (Status::Missing, None),
            };
            Verdict { mark, status, body, scope: SCOPE }
        }));
        outcome.bodies.extend(bodies.iter().map(|body| (*body, SCOPE)));
        outcome.marks.sort_by_key(|v| (material.marks[v.mark].place(), v.body.is_none()));
        outcome.bodies.sort_by_key(|(b, _)| material.bodies[*b].place());
    }
}

fn mark(spot: &Spot, value: usize) -> Mark {
    let label = Label::new(LabelKind::Word, value as u32 + 1);
    Mark {
        block: spot.block,
        span: spot.span,
        inner: spot.inner,
        label,
        style: STYLE,
        attach: Attach::Free,
        by_stop: false,
        weight: 1.0,
    }
}

fn body(spot: &Spot, value: usize) -> Body {
    let label = Label::new(LabelKind::Word, value as u32 + 1);
    Body { block: spot.block, head: spot.span, inner: spot.inner, label, style: STYLE, weight: 1.0, titled: false }
}

/// Longest tag, bytes.
const LONGEST: usize = 60;

/// True for what can be a tag: letters, digits and a few signs, and one blank
/// at most (`RFC 2119`). Small letters are notes of another kind, and so is
/// `Footnote 1`; `[C]` is met among tags.
fn is_tag(text: &str) -> bool {
    let sign = |c: char| "-._+&/:' ".contains(c);
    let whole = !text.is_empty() && text.len() <= LONGEST && text.trim() == text;
    let blanks = text.bytes().filter(|b| *b == b' ').count();
    let letter = text.len() == 1 && !text.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase());
    let footnote = text.starts_with("Footnote") || text.starts_with("Note ");
    let begins = text.starts_with(char::is_alphanumeric);
    whole && begins && blanks <= 1 && !letter && !footnote && text.chars().all(|c| c.is_alphanumeric() || sign(c))
}

/// True for a tag of digits alone.
fn is_number(tag: &str) -> bool {
    tag.bytes().all(|b| b.is_ascii_digit())
}

/// True for a tag that is no common word by its look: it has a capital or a digit. One
/// capital alone is a label of notes as well.
fn is_marked(tag: &str) -> bool {
    let capital = tag.len() == 1 && !is_number(tag);
    !capital && tag.chars().any(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// Finds the tags in a text by themselves, as if each had an entry.
#[cfg(test)]
pub fn scan_alone(text: &str, out: &mut Vec<Mark>) {
    let marked = |spot: &Spot| is_marked(&text[spot.inner.start..spot.inner.end]);
    out.extend(calls::in_text(0, text).iter().filter(|spot| marked(spot)).map(|spot| mark(spot, 0)));
}

#[cfg(test)]
mod tests;
