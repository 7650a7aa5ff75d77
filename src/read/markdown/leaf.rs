//! The text of one block: a paragraph, a heading, a cell.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::inline::{self, Pairs};
use super::{Walker, dialect, html, label, shortcut};
use crate::model::BlockKind;
use crate::read::builder::Builder;
use crate::read::raised;
use crate::span::Span;

/// A block whose inline markup is being collected.
pub struct Leaf<'a> {
    kind: BlockKind,
    /// Depth of a heading.
    level: u8,
    /// The first byte of the cell of a row, which is a part of a block.
    cell: Option<usize>,
    /// Inline events with their bytes.
    pub events: Vec<(Event<'a>, Range<usize>)>,
}

/// What is on while the text of a block is written.
#[derive(Default)]
struct State {
    /// Text before this byte has been dealt with.
    done: usize,
    /// Inside `<sup>`.
    raised: bool,
    /// A line of signs that fence a block, which is no text.
    fence: bool,
    pairs: Pairs,
    /// Comments, `%%nobody reads this%%`, in order.
    comments: Vec<Span>,
    /// Inline notes that are open.
    notes: usize,
}

impl<'a> Leaf<'a> {
    /// A block of its own; `level` is the depth of a heading.
    pub fn new(kind: BlockKind, level: u8) -> Self {
        Leaf { kind, level, cell: None, events: Vec::new() }
    }

    /// The cell of a table row, which begins at byte `at`.
    pub fn cell(at: usize) -> Self {
        Leaf { cell: Some(at), ..Leaf::new(BlockKind::TableRow, 0) }
    }

    /// Writes the text and ends the block.
    pub fn write(mut self, walker: &mut Walker<'a>) {
        let (Some(first), Some(last)) = (self.events.first(), self.events.last()) else { return };
        let span = Span::new(first.1.start, last.1.end);
        if self.kind == BlockKind::Paragraph && is_picture(&self.events) {
            self.kind = BlockKind::Caption;
        }
        match self.kind {
            _ if let Some(cell) = self.cell => {
                if walker.builder.has_text() {
                    let bar = walker.text[..cell].ends_with('|');
                    walker.builder.replaced(" | ", Span::new(cell - usize::from(bar), cell));
                }
            }
            BlockKind::Heading if !walker.builder.in_note() => walker.builder.heading(self.level, span.start),
            kind => walker.open_block(kind, span.start),
        }
        let pairs = match walker.text[span.start..span.end].contains("^[") {
            true => inline::pairs(walker.text, &mut self.events),
            false => Pairs::default(),
        };
        let mut state = State { pairs, fence: is_fence(self.events.first()), ..State::default() };
        state.comments = dialect::unread(walker.text, span);
        if !state.comments.is_empty() {
            let code = |event: &Event| matches!(event, Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_));
            let codes: Vec<_> = self.events.iter().filter(|(event, _)| code(event)).map(|(_, range)| range).collect();
            let outside = |span: &Span| codes.iter().all(|code| code.end <= span.start || span.end <= code.start);
            state.comments.retain(outside);
        }
        let mut events = self.events.iter().peekable();
        while let Some((event, range)) = events.next() {
            if matches!(event, Event::SoftBreak | Event::HardBreak) {
                state.fence = is_fence(events.peek().copied());
            }
            if !state.fence {
                walker.write(event, range.clone(), &mut state);
            }
        }
        (0..state.notes).for_each(|_| walker.builder.close_note(span.end));
        if self.cell.is_none() {
            walker.builder.end_block(span.end);
        }
    }
}

/// True for a line `:::`, `::: {.note}`, which begins or ends a block of pandoc.
fn is_fence(event: Option<&(Event, Range<usize>)>) -> bool {
    matches!(event, Some((Event::Text(text), _)) if text.starts_with(":::"))
}

/// True where there is nothing but pictures: their words are a legend.
fn is_picture(events: &[(Event, Range<usize>)]) -> bool {
    let mut depth = 0;
    let mut some = false;
    events.iter().all(|(event, _)| match event {
        Event::Start(Tag::Image { .. }) => {
            (depth, some) = (depth + 1, true);
            true
        }
        Event::End(TagEnd::Image) => {
            depth -= 1;
            true
        }
        Event::Text(text) => depth > 0 || text.trim().is_empty(),
        Event::Start(_) | Event::End(_) | Event::SoftBreak | Event::HardBreak => true,
        _ => depth > 0,
    }) && some
}

impl<'a> Walker<'a> {
    fn write(&mut self, event: &Event<'a>, range: Range<usize>, state: &mut State) {
        let span = Span::new(range.start, range.end);
        match event {
            _ if range.end <= state.done && !range.is_empty() => {}
            Event::Start(_) | Event::InlineHtml(_) if self.cut(range.start, range.end, state) => {}
            Event::Text(text) => self.text(text, range, state),
            Event::Code(text) => {
                self.builder.literal(span);
                inside(self.text, &mut self.builder, text, range);
            }
            Event::InlineMath(formula) | Event::DisplayMath(formula) => self.formula(formula, range, state),
            Event::SoftBreak | Event::HardBreak => self.builder.blank(span),
            Event::InlineHtml(tag) => match html::tag_name(tag) {
                "br" => self.builder.blank(span),
                "sup" => state.raised = !tag.starts_with("</"),
                _ => {}
            },
            Event::FootnoteReference(label) => self.mark(label, range),
            Event::Start(Tag::Link { .. }) => self.shortcut(event, range, state),
            _ => {}
        }
    }

    /// A mark with its label.
    pub fn mark(&mut self, label: &str, range: Range<usize>) {
        let key = label::key(label);
        self.builder.marker(label, range.into(), &key);
        if self.defined.contains(&key) {
            self.called.insert(key);
        }
    }

    /// A link `[3]` to an address that the text gives as `[3]: http://…`; a link that calls a
    /// note or leads back from one.
    fn shortcut(&mut self, event: &Event<'a>, range: Range<usize>, state: &mut State) {
        if let Some(number) = shortcut::number(event, &self.text[range.clone()]) {
            let key = shortcut::key(number);
            if self.defined.contains(&key) {
                self.builder.marker(number, range.clone().into(), &key);
                self.called.insert(key);
            } else {
                self.builder.text(&self.text[range.clone()], range.start);
            }
            state.done = range.end;
        }
    }

    /// What stands at byte `at` is no text: a call is written, and all up to its end passed
    /// over. False for other bytes.
    fn cut(&mut self, at: usize, end: usize, state: &mut State) -> bool {
        let Some(cut) = self.clips.cut(at..end).filter(|cut| cut.start == at) else { return false };
        if let Some((label, id)) = &cut.call {
            self.builder.marker(label, (cut.start..cut.end).into(), id);
        }
        state.done = cut.end;
        true
    }

    fn text(&mut self, text: &CowStr<'a>, mut range: Range<usize>, state: &mut State) {
        let mut parted = false;
        while let Some(start) = self.clips.cut(range.start.max(state.done)..range.end).map(|cut| cut.start) {
            let from = range.start.max(state.done);
            if from < start {
                self.builder.text(&self.text[from..start], from);
            }
            self.cut(start, range.end, state);
            range.start = state.done.min(range.end);
            parted = true;
        }
        // what is left after a call
        if parted {
            return self.builder.text(&self.text[range.clone()], range.start);
        }
        let as_is = self.text[range.clone()] == **text;
        if !as_is {
            return self.builder.replaced(text, range.into());
        }
        if state.raised && range.start >= state.done {
            return raised::write(&mut self.builder, text, range.start);
        }
        let mut at = range.start.max(state.done);
        while at < range.end {
            let comment = state.comments.iter().find(|comment| comment.end > at && comment.start < range.end).copied();
            if let Some(comment) = comment.filter(|comment| comment.start <= at) {
                (at, state.done) = (comment.end, comment.end);
                continue;
            }
            let end = comment.map_or(range.end, |comment| comment.start);
            if comment.is_some() {
                self.builder.text(&self.text[at..end], at);
                at = end;
                continue;
            }
            let rest = &self.text[at..range.end];
            let stop = state.pairs.next(at).filter(|stop| *stop < range.end);
            if stop.is_none() && (!rest.starts_with("[") || label::at(&self.text[at..]).is_none()) {
                return self.builder.text(rest, at);
            }
            at = match stop {
                Some(stop) if stop == at => self.border(at, state),
                Some(stop) => {
                    self.builder.text(&self.text[at..stop], at);
                    stop
                }
                None => self.undefined(at, range.end),
            };
            state.done = at;
        }
    }

    /// The border of an inline note at byte `at`; returns the byte after it.
    fn border(&mut self, at: usize, state: &mut State) -> usize {
        if state.pairs.take(at) {
            let id = self.builder.fresh_id();
            self.called.insert(id.clone());
            let label = self.called.len().to_string();
            self.builder.marker(&label, Span::new(at, at + 1), &id);
            self.builder.open_note(&id, &label, at + 1);
            state.notes += 1;
            return at + 2;
        }
        if state.notes > 0 {
            state.notes -= 1;
            self.builder.close_note(at + 1);
        }
        at + 1
    }

    /// A mark `[^x]` that has no definition, or the same signs as text; returns
    /// the byte after it.
    fn undefined(&mut self, at: usize, end: usize) -> usize {
        let escaped = is_escaped(self.text, at);
        let found = label::at(&self.text[at..]).filter(|_| !escaped).map(|label| (label, at + label.len() + 3));
        let is_mark = |(label, after): &(&str, usize)| {
            let known = self.defined.contains(&label::key(label));
            let number = label.bytes().all(|b| b.is_ascii_digit());
            let notes = number || !self.defined.is_empty();
            known || notes && label::is_plausible(label, &self.text[*after..])
        };
        match found.filter(is_mark) {
            Some((label, after)) => {
                self.mark(label, at..after);
                after
            }
            None => {
                self.builder.text(&self.text[at..end], at);
                end
            }
        }
    }

    /// A formula; `$5[^1] or US$6` is none, whatever the parser says: a closing
    /// dollar has no digit after it, and a formula has no footnotes.
    fn formula(&mut self, formula: &str, range: Range<usize>, state: &mut State) {
        let digit = self.text[range.end..].starts_with(|c: char| c.is_ascii_digit());
        let marks: Vec<usize> = formula.match_indices("[^").map(|(at, _)| at).collect();
        let known = |at: &usize| label::at(&formula[*at..]).is_some_and(|l| self.defined.contains(&label::key(l)));
        let marked = marks.iter().any(known);
        if !digit && !marked || state.done > range.start {
            self.builder.literal(range.clone().into());
            return inside(self.text, &mut self.builder, formula, range);
        }
        let mut at = range.start;
        while at < range.end {
            let next = self.text[at + 1..range.end].find("[^").map_or(range.end, |next| at + 1 + next);
            at = match self.text[at..].starts_with("[^") {
                true => self.undefined(at, next),
                false => {
                    self.builder.text(&self.text[at..next], at);
                    next
                }
            };
        }
    }
}

/// True where an odd number of backslashes stands before byte `at`.
pub fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take_while(|b| **b == b'\\').take(64).count() % 2 == 1
}

/// Writes text for a range of the source, as it stands or in its place.
pub fn write(source: &str, builder: &mut Builder, text: &str, range: Range<usize>) {
    match source[range.clone()] == *text {
        true => builder.text(text, range.start),
        false => builder.replaced(text, range.into()),
    }
}

/// Writes what stands between delimiters: code, a formula.
fn inside(source: &str, builder: &mut Builder, text: &str, range: Range<usize>) {
    match source[range.clone()].find(text) {
        Some(at) => builder.text(text, range.start + at),
        None => builder.replaced(text, range.into()),
    }
}
