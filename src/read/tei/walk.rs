//! The walk through a document: what each element tells the builder.

use super::header::Header;
use super::ids::{Ids, attribute, lower};
use super::roles::{Role, role};
use crate::model::{BlockKind, Document, Layout};
use crate::read::builder::Builder;
use crate::read::formula::{self, Formula};
use crate::read::xml::calls::{Call, Calls};
use crate::read::xml::cite::Citation;
use crate::read::xml::stack::Stack;
use crate::read::xml::{Event, Events, Tag};
use crate::span::Span;

/// Where the text of an element goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Into the document.
    Body,
    /// Into the metadata.
    Header,
    /// Into a call of notes.
    Call,
    /// Nowhere.
    Skip,
}

/// What is to be done at the end of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Nothing,
    Blank,
    Block,
    Section,
    Verse,
    Aside,
    Quote,
    Note,
    Call,
    /// What follows goes on with the block that is open.
    GoesOn,
}

/// An element that is open.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub mode: Mode,
    pub end: End,
    pub role: Role,
    /// Kind of the paragraphs in it.
    pub kind: BlockKind,
    /// Divisions around it.
    pub depth: u8,
    /// First byte of the element.
    pub at: usize,
    /// Part of a citation, and where that begins.
    pub part: (&'static str, usize),
    /// True inside an entry of a bibliography.
    pub entry: bool,
    /// The block that was open when a quotation began.
    pub was: Option<BlockKind>,
    /// True where verse went on around a note; where a quotation had ended.
    pub verse: bool,
    pub ended: Option<u8>,
    /// True for a note that is numbered where it has no label.
    pub numbered: bool,
    /// True where notes point to the element.
    pub anchor: bool,
    /// True for readings of which one has been read.
    pub taken: bool,
    /// True in raised text.
    pub raised: bool,
}

/// Outside all elements.
const OUTERMOST: Frame = Frame {
    mode: Mode::Body,
    end: End::Nothing,
    role: Role::Inline,
    kind: BlockKind::Paragraph,
    depth: 0,
    at: 0,
    part: ("", 0),
    entry: false,
    was: None,
    verse: false,
    ended: None,
    numbered: false,
    anchor: false,
    taken: false,
    raised: false,
};

/// A walk.
pub struct Walk<'a> {
    pub calls: Calls<'a>,
    pub ids: Ids,
    pub stack: Stack<'a, Frame>,
    pub header: Header,
    pub call: Option<Call<'a>>,
    pub citation: Option<Citation>,
    /// What an attribute says of an element of a citation, which may have no
    /// text: its first byte, the words, their place.
    pub spare: Option<(usize, String, Span)>,
    /// True where the open block holds nothing but a label.
    pub labelled: bool,
    /// True while lines of verse follow one another.
    pub verse: bool,
    /// Where a quotation or verse has ended, and with it its block, but for a
    /// note that may follow right after: the level of the headings that end too.
    pub ended: Option<u8>,
    /// The label of the note that has just begun.
    pub note_begins: Option<String>,
    /// Notes numbered by where they stand.
    pub numbered: usize,
    /// The edition whose pages are told, where the text tells those of several.
    pub edition: Option<Option<String>>,
    /// The formula that is open, if one is.
    pub formula: Formula,
    /// The last text of the block that is open.
    pub last: &'a str,
}

impl<'a> Walk<'a> {
    /// A walk through `text`, which is looked through for ids first.
    pub fn new(text: &'a str, layout: Layout) -> Self {
        let mut ids = Ids::of(text);
        let order = std::mem::take(&mut ids.order);
        Walk {
            calls: Calls::new(Builder::new(layout), order),
            ids,
            stack: Stack::default(),
            header: Header::default(),
            call: None,
            citation: None,
            spare: None,
            labelled: false,
            verse: false,
            ended: None,
            note_begins: None,
            numbered: 0,
            edition: None,
            formula: Formula::default(),
            last: "",
        }
    }

    /// The document.
    pub fn run(mut self, text: &'a str) -> Document {
        let mut events = Events::new(text, 0);
        for event in events.by_ref() {
            match event {
                Event::Open(tag) => self.open(&tag),
                Event::Close(name, span) => {
                    for _ in 0..self.stack.ending(name) {
                        self.close(span);
                    }
                }
                Event::Text(text, at) => self.text(text, at),
                Event::Entity(text, span) => self.entity(text, span),
            }
        }
        let end = Span::new(text.len(), text.len());
        while self.stack.depth() > 0 {
            self.close(end);
        }
        let builder = self.calls.builder();
        builder.meta = self.header.finish();
        builder.degraded = events.damage();
        std::mem::take(builder).finish(text.len())
    }

    /// The innermost element.
    pub fn top(&self) -> Frame {
        self.stack.top().copied().unwrap_or(OUTERMOST)
    }

    fn open(&mut self, tag: &Tag<'a>) {
        if !self.stack.has_room() {
            return;
        }
        let name = lower(tag.name);
        let above = self.top();
        let mut frame =
            Frame { end: End::Nothing, role: role(&name), at: tag.span.start, anchor: false, taken: false, ..above };
        match frame.mode {
            Mode::Header if name == "abstract" => {
                frame.mode = Mode::Body;
                frame.end = End::Section;
                frame.depth = 1;
            }
            Mode::Header => self.header.open(tag, &name),
            Mode::Body => {
                if self.stack.depth() <= 2 {
                    self.header.language(tag);
                }
                self.open_body(tag, &name, (&above, &mut frame));
            }
            Mode::Call | Mode::Skip => {}
        }
        // a note that stands in raised text is not raised
        frame.raised =
            frame.role == Role::Inline && (frame.raised || frame.mode == Mode::Body && is_raised(tag, &name));
        if self.formula.is_open() || frame.mode == Mode::Body && formula::is_root(tag.prefix, tag.name) {
            self.formula.start(tag.name);
        }
        self.stack.push(tag.name, frame);
    }

    fn open_body(&mut self, tag: &Tag<'a>, name: &str, (above, frame): (&Frame, &mut Frame)) {
        if above.role == Role::Readings && self.reading(tag, name, frame) {
            return;
        }
        frame.anchor = !self.ids.notes_for(frame.at).is_empty();
        if let Some(id) = attribute(tag, "id")
            && self.note_by_id(tag, &id, frame)
        {
            return;
        }
        if self.citation.is_some() && self.part(tag, name, frame) {
            return;
        }
        if !matches!(frame.role, Role::Note | Role::Reference | Role::Line | Role::Page) {
            self.settle(tag.span.start);
        }
        match frame.role {
            Role::Note => self.note(tag, frame),
            Role::Entry => self.entry(tag, name, (above, frame)),
            Role::Reference => self.reference(tag, frame),
            Role::Header => {
                frame.mode = Mode::Header;
                self.calls.builder().end_block(tag.span.start);
                self.header.open(tag, name);
            }
            Role::Inline | Role::Readings => {}
            Role::Skip => frame.mode = Mode::Skip,
            Role::Break | Role::Line | Role::Page | Role::Gap | Role::Glyph => self.sign(tag, name, frame),
            Role::Part if name == "sourcedoc" && self.ids.has_text => frame.mode = Mode::Skip,
            _ => self.open_block(tag, name, (above, frame)),
        }
    }

    fn end_verse(&mut self, level: u8) {
        self.ended = Some(self.ended.map_or(level, |other| other.min(level)));
        self.verse = false;
    }

    /// The block of a quotation that has ended ends.
    pub fn settle(&mut self, at: usize) {
        if let Some(level) = self.ended.take() {
            self.calls.builder().end_section(level, at);
        }
    }

    /// One of several readings; true where it is not the one that is read.
    fn reading(&mut self, tag: &Tag<'a>, name: &str, frame: &mut Frame) -> bool {
        if matches!(frame.role, Role::Note | Role::Line | Role::Page | Role::RunningHead) {
            return false;
        }
        let choice = self.top().at;
        let best = self.ids.is_best(choice, name);
        if best && self.stack.top_mut().is_some_and(|above| !std::mem::replace(&mut above.taken, true)) {
            return false;
        }
        if !matches!(name, "rdg" | "rdggrp" | "lem") {
            frame.mode = Mode::Skip;
        } else if self.calls.peek().in_note() {
            self.calls.builder().replaced("; ", tag.span);
        } else {
            self.calls.builder().open_aside(tag.span.start);
            self.calls.builder().block(BlockKind::Paragraph, tag.span.end);
            frame.end = End::Aside;
        }
        true
    }

    fn close(&mut self, span: Span) {
        let Some((name, frame)) = self.stack.pop() else { return };
        self.formula.end();
        if frame.end != End::Nothing {
            self.last = "";
        }
        if frame.mode == Mode::Header {
            self.header.close(&lower(name), &self.stack);
            return;
        }
        if matches!(frame.end, End::Block | End::Section | End::Aside) {
            self.settle(span.start);
        }
        self.close_part(&frame, span);
        if frame.anchor && frame.end != End::Call {
            self.anchored(&frame, span);
        }
        match frame.end {
            End::Nothing => {}
            End::Blank => self.calls.builder().blank(span),
            End::Block => {
                self.calls.builder().end_block(span.start);
                (self.labelled, self.verse) = (false, false);
            }
            End::Verse => self.end_verse(frame.depth.max(1)),
            End::Section => {
                self.calls.builder().end_section(frame.depth.max(1), span.start);
                self.verse = false;
            }
            End::Aside => self.calls.builder().close_aside(span.end),
            End::Quote => {
                if self.calls.peek().kind() == Some(BlockKind::Quotation) && frame.was != Some(BlockKind::Quotation) {
                    self.end_verse(u8::MAX);
                }
            }
            End::Note => self.close_note(&frame, span),
            End::Call => self.close_call(span),
            End::GoesOn => {
                self.calls.builder().blank(span);
                self.labelled = true;
            }
        }
    }
}

/// True for an element whose text is raised: `<hi rend="superscript">`, in the words that
/// projects use for it.
fn is_raised(tag: &Tag<'_>, name: &str) -> bool {
    if !matches!(name, "hi" | "seg" | "num" | "emph" | "c" | "w") {
        return false;
    }
    let raised = |value: String| {
        let value = value.to_ascii_lowercase();
        let words = value.split(|c: char| !c.is_ascii_alphabetic());
        words.into_iter().any(|word| matches!(word, "sup" | "super" | "superscript" | "superscripted" | "raised"))
    };
    ["rend", "rendition", "style"].iter().any(|name| attribute(tag, name).is_some_and(raised))
}
