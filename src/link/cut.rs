//! Takes markers and notes out of the text.
//!
//! Blocks are parted where a note begins or ends inside them; what is a note's
//! becomes a [`BlockKind::NoteBody`] and its text a [`Note`]. A marker leaves
//! neither a fused word nor a double blank.

use std::collections::HashMap;

use super::extent::Extent;
use super::label::plain;
use super::markers::Mark;
use super::material::Material;
use super::outcome::Outcome;
use super::style::Dress;
use crate::model::{Block, BlockKind, Document, Marker, Note, Place, Status};
use crate::span::{Mapped, Span};

/// A stretch of a block: text, or a part of a note.
struct Stretch {
    span: Span,
    /// Index into `extents` for a part of a note.
    note: Option<usize>,
}

/// Cuts markers and notes out of the document; scopes and numbers stay open.
/// Gives, for each marker, the verdict (index into the outcome) it comes from.
pub fn cut(document: &mut Document, material: &Material, outcome: &Outcome, extents: &[Extent]) -> Vec<usize> {
    let mut cutter = Cutter::new(material, outcome, extents);
    let blocks = std::mem::take(&mut document.blocks);
    let mut first = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.into_iter().enumerate() {
        first.push(document.blocks.len());
        cutter.block(at, block, &mut document.blocks);
    }
    for block in &mut document.blocks {
        block.repeats = block.repeats.and_then(|at| first.get(at).copied());
    }
    headings(&mut document.blocks);
    document.notes = cutter.notes;
    document.markers = cutter.markers;
    cutter.verdicts
}

struct Cutter<'a> {
    material: &'a Material,
    outcome: &'a Outcome,
    extents: &'a [Extent],
    /// Verdicts (indices into the outcome) by block, in order.
    marks_in: HashMap<usize, Vec<usize>>,
    /// Parts of notes by block, in order: extent and which of its parts.
    parts_in: HashMap<usize, Vec<(usize, usize)>>,
    notes: Vec<Note>,
    markers: Vec<Marker>,
    /// The verdict that each marker comes from.
    verdicts: Vec<usize>,
    /// Index into `extents` of each body.
    note_of: HashMap<usize, usize>,
}

impl<'a> Cutter<'a> {
    fn new(material: &'a Material, outcome: &'a Outcome, extents: &'a [Extent]) -> Self {
        let mut marks_in: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, verdict) in outcome.marks.iter().enumerate() {
            marks_in.entry(material.marks[verdict.mark].block).or_default().push(at);
        }
        let mut parts_in: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
        for (at, extent) in extents.iter().enumerate() {
            for (part, (block, _)) in extent.parts.iter().enumerate() {
                parts_in.entry(*block).or_default().push((at, part));
            }
        }
        let notes = extents.iter().map(|_| empty_note()).collect();
        let note_of = extents.iter().enumerate().map(|(at, e)| (e.body, at)).collect();
        let (markers, verdicts) = (Vec::new(), Vec::new());
        Cutter { material, outcome, extents, marks_in, parts_in, notes, markers, verdicts, note_of }
    }

    fn block(&mut self, at: usize, block: Block, out: &mut Vec<Block>) {
        let marks = self.marks_in.remove(&at).unwrap_or_default();
        let parts = self.parts_in.remove(&at).unwrap_or_default();
        if marks.is_empty() && parts.is_empty() {
            return out.push(block);
        }
        for stretch in stretches(&block, &parts, self.extents, self.material) {
            match stretch.note {
                None => self.text(&block, stretch.span, &marks, out),
                Some(note) => self.note(at, &block, (note, stretch.span), &marks, out),
            }
        }
    }

    /// Running text: a block of the same kind without its markers.
    fn text(&mut self, block: &Block, span: Span, marks: &[usize], out: &mut Vec<Block>) {
        let whole = span == Span::new(0, block.text.len());
        let (text, places) = self.without_marks(block, span, marks);
        let lead = if whole { 0 } else { text.len() - text.text.trim_start().len() };
        let mut new = Block { text, ..block.clone() };
        if !whole {
            new.text = new.text.trimmed();
            new.spans = new.text.hull().into_iter().collect();
        }
        let called = !places.is_empty();
        for (verdict, at) in places {
            let at = at.saturating_sub(lead).min(new.text.len());
            self.marker(block, verdict, Place::Block { block: out.len(), at });
        }
        if !new.text.is_empty() || whole || called {
            out.push(new);
        }
    }

    /// A part of a note.
    fn note(&mut self, at: usize, block: &Block, (note, span): (usize, Span), marks: &[usize], out: &mut Vec<Block>) {
        let extent = &self.extents[note];
        let part = extent.parts.iter().find(|part| part.0 == at).map_or(span, |part| part.1);
        let (text, places) = self.without_marks(block, part, marks);
        let lead = text.len() - text.text.trim_start().len();
        let text = text.trimmed();
        let own = &mut self.notes[note];
        if let (Some(end), Some(start)) = (own.text.hull(), text.hull()) {
            own.text.push_replaced("\n\n", Span::new(end.end, start.start));
        }
        let base = own.text.len();
        own.text.append(&text);
        own.spans.extend(block.text.source(span));
        for (verdict, at) in places {
            let at = base + at.saturating_sub(lead).min(text.len());
            self.marker(block, verdict, Place::Note { note, at });
        }
        let own = &mut self.notes[note];
        if self.material.bodies[extent.body].block == at && own.label.is_empty() {
            let inner = self.material.bodies[extent.body].inner;
            own.label = plain(&block.text.text[inner.start..inner.end]);
            own.section = block.section.clone();
        }
        let mut new =
            Block { kind: BlockKind::NoteBody, text: block.text.slice(span).trimmed(), level: 0, ..block.clone() };
        new.spans = new.text.hull().into_iter().collect();
        out.push(new);
    }

    fn marker(&mut self, block: &Block, verdict: usize, place: Place) {
        let decided = &self.outcome.marks[verdict];
        let mark = &self.material.marks[decided.mark];
        let note = decided.body.and_then(|body| self.note_of.get(&body).copied());
        let note = note.filter(|_| decided.status == Status::Resolved);
        self.verdicts.push(verdict);
        self.markers.push(Marker {
            label: plain(&block.text.text[mark.inner.start..mark.inner.end]),
            span: block.text.source(mark.span),
            place,
            status: if decided.status == Status::Resolved && note.is_none() {
                Status::Ambiguous
            } else {
                decided.status
            },
            note,
            number: None,
            scope: None,
        });
    }

    /// The text of `span` without its markers, and where each stood.
    fn without_marks(&self, block: &Block, span: Span, marks: &[usize]) -> (Mapped, Vec<(usize, usize)>) {
        let mut out = Mapped::new();
        let mut places = Vec::new();
        let mut at = span.start;
        for verdict in marks {
            let mark = &self.material.marks[self.outcome.marks[*verdict].mark];
            if mark.span.start < at || mark.span.end > span.end {
                continue;
            }
            let (cut, blank) = gap(&block.text.text, mark);
            out.append(&block.text.slice(Span::new(at, cut.start.max(at))));
            places.push((*verdict, out.len()));
            if let Some(source) = block.text.source(mark.span).filter(|_| blank) {
                out.push_replaced(" ", source);
            }
            at = cut.end;
        }
        out.append(&block.text.slice(Span::new(at, span.end)));
        (out, places)
    }
}

fn empty_note() -> Note {
    Note {
        label: String::new(),
        text: Mapped::new(),
        spans: Vec::new(),
        number: None,
        scope: None,
        section: Vec::new(),
    }
}

/// Parts a block into text and notes, in order.
fn stretches(block: &Block, parts: &[(usize, usize)], extents: &[Extent], material: &Material) -> Vec<Stretch> {
    let mut out = Vec::new();
    let mut at = 0;
    for (note, part) in parts {
        let extent = &extents[*note];
        let (_, mut span) = extent.parts[*part];
        if extent.parts[*part].0 == material.bodies[extent.body].block {
            span.start = material.bodies[extent.body].head.start;
        }
        // the bracket that opens a note below its label is the note's, as the closing one is
        if extent.close.is_some() && block.text.text[at..span.start].trim() == "[" {
            span.start = at;
        }
        if *part + 1 == extent.parts.len()
            && let Some(close) = extent.close
        {
            span.end = close.end;
        }
        if span.start > at {
            out.push(Stretch { span: Span::new(at, span.start), note: None });
        }
        at = span.end.max(at);
        out.push(Stretch { span, note: Some(*note) });
    }
    if at < block.text.len() {
        out.push(Stretch { span: Span::new(at, block.text.len()), note: None });
    }
    out
}

/// What is cut for a marker, and whether a blank takes its place.
fn gap(text: &str, mark: &Mark) -> (Span, bool) {
    let (before, after) = (&text[..mark.span.start], &text[mark.span.end..]);
    let next = after.chars().next().unwrap_or(' ');
    let blank = before.len() - before.trim_end().len();
    if blank > 0 && !next.is_alphanumeric() && !"“‘\"'([_".contains(next) {
        return (Span::new(mark.span.start - blank, mark.span.end), false);
    }
    let last = before.chars().next_back().unwrap_or(' ');
    let fuses = next.is_alphanumeric() && !last.is_whitespace() && !"([{“‘-–—/".contains(last);
    (mark.span, fuses && mark.style.dress != Dress::Glued)
}

/// Re-kinds the headings over notes: `Notes`, `FOOTNOTES:`, a rule.
fn headings(blocks: &mut [Block]) {
    for at in 1..blocks.len() {
        if blocks[at].kind == BlockKind::NoteBody && blocks[at - 1].kind != BlockKind::NoteBody {
            let above = &mut blocks[at - 1];
            if super::bodies::is_note_heading(&above.text.text) {
                (above.kind, above.level) = (BlockKind::NoteHeading, 0);
            }
        }
    }
}
