//! The walk through a document: what each element tells the builder.

use super::bare_label;
use super::front::Front;
use super::ids::Ids;
use super::roles::{Role, role};
use crate::model::{BlockKind, Document, Layout};
use crate::read::builder::Builder;
use crate::read::formula::{self, Formula};
use crate::read::xml::calls::{Call, Calls};
use crate::read::xml::cite::Citation;
use crate::read::xml::stack::Stack;
use crate::read::xml::{Event, Events, Tag};
use crate::span::Span;
use crate::works::language;

/// Where the text of an element goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Into the document.
    Body,
    /// Into the document and the metadata: a title with notes.
    Both,
    /// Into the metadata.
    Front,
    /// Into the label of a note.
    Label,
    /// Into a call of notes.
    Call,
    /// Into the document, but for what TeX needs around a formula.
    Tex,
    /// Nowhere.
    Skip,
}

/// What is to be done at the end of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Nothing,
    Blank,
    Block,
    Byline,
    Section,
    Aside,
    Note,
    Label,
    Call,
    Citation,
    /// What follows goes on with the block that is open.
    GoesOn,
}

/// An element that is open.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub mode: Mode,
    pub role: Role,
    pub end: End,
    /// Kind of the paragraphs in it.
    pub kind: BlockKind,
    /// Sections around it.
    pub depth: u8,
    /// Part of a citation, and where that begins.
    pub part: (&'static str, usize),
    /// First byte of the element.
    pub at: usize,
    /// True in the front matter of a part of the work.
    pub stub: bool,
    /// True for alternatives of which one has been read.
    pub taken: bool,
    /// True in raised text.
    pub raised: bool,
    /// True for a group of statements about the article, as a group of
    /// footnotes is that says what it contains.
    pub statements: bool,
}

const OUTERMOST: Frame = Frame {
    mode: Mode::Body,
    role: Role::Inline,
    end: End::Nothing,
    kind: BlockKind::Paragraph,
    depth: 0,
    part: ("", 0),
    at: 0,
    stub: false,
    taken: false,
    raised: false,
    statements: false,
};

/// A walk.
pub struct Walk<'a> {
    pub calls: Calls<'a>,
    pub ids: Ids,
    pub stack: Stack<'a, Frame>,
    pub front: Front,
    pub call: Option<Call<'a>>,
    pub citation: Option<Citation>,
    pub label: String,
    /// True where the open block holds nothing but a label.
    pub labelled: bool,
    /// True at the beginning of a note without a label.
    pub note_begins: bool,
    /// Footnotes numbered by where they stand.
    pub numbered: usize,
    /// True in a line of authors that calls notes; the end of its last name.
    pub in_byline: bool,
    pub name_end: Option<usize>,
    /// True inside the part of a formula in TeX that is read.
    pub in_tex: bool,
    /// The formula that is open, if one is.
    pub formula: Formula,
    /// The last text of the block that is open.
    pub last: &'a str,
}

impl<'a> Walk<'a> {
    pub fn new(text: &'a str, layout: Layout) -> Self {
        let mut ids = Ids::of(text);
        let order = std::mem::take(&mut ids.order);
        Walk {
            calls: Calls::new(Builder::new(layout), order),
            ids,
            stack: Stack::default(),
            front: Front::default(),
            call: None,
            citation: None,
            label: String::new(),
            labelled: false,
            note_begins: false,
            numbered: 0,
            in_byline: false,
            name_end: None,
            in_tex: false,
            formula: Formula::default(),
            last: "",
        }
    }

    pub fn run(mut self, text: &'a str) -> Document {
        let mut events = Events::new(text, 0);
        for event in events.by_ref() {
            match event {
                Event::Open(tag) => self.open(tag),
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
        let language = builder.meta.language.take();
        builder.meta = self.front.finish();
        builder.meta.language = language;
        builder.degraded = events.damage();
        std::mem::take(builder).finish(text.len())
    }

    pub fn top(&self) -> Frame {
        self.stack.top().copied().unwrap_or(OUTERMOST)
    }

    fn open(&mut self, tag: Tag<'a>) {
        if !self.stack.has_room() {
            return;
        }
        if self.stack.depth() == 0 {
            let language = tag.attribute("lang").and_then(|lang| language::code(&lang));
            self.calls.builder().meta.language = language;
        }
        let above = self.top();
        let at = tag.span.start;
        let mut frame = Frame { end: End::Nothing, role: role(tag.name), at, taken: false, ..above };
        match frame.mode {
            Mode::Front => self.open_front(&tag, &mut frame),
            Mode::Body | Mode::Both if above.role == Role::Alternatives && self.is_spare(&frame) => {
                frame.mode = Mode::Skip
            }
            Mode::Body | Mode::Both => self.open_body(&tag, &mut frame),
            Mode::Label | Mode::Call | Mode::Tex | Mode::Skip => {}
        }
        // a note that stands in raised text is not raised
        frame.raised = frame.role == Role::Inline && (frame.raised || tag.name == "sup");
        if self.formula.is_open() || matches!(frame.mode, Mode::Body) && formula::is_root(tag.prefix, tag.name) {
            self.formula.start(tag.name);
        }
        self.stack.push(tag.name, frame);
    }

    fn is_spare(&mut self, frame: &Frame) -> bool {
        let above = self.stack.top_mut().filter(|_| frame.role != Role::Skip);
        above.is_some_and(|above| std::mem::replace(&mut above.taken, true))
    }

    pub fn open_body(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let at = tag.span.end;
        if self.calls.peek().in_note()
            && let Some(id) = tag.attribute("id").filter(|id| self.ids.is_called(id))
        {
            self.calls.builder().alias_note(&id);
        }
        match frame.role {
            Role::Inline => self.inline(tag, frame),
            Role::Skip => frame.mode = Mode::Skip,
            Role::Break => {
                self.calls.builder().blank(tag.span);
                frame.end = if tag.name == "term" { End::GoesOn } else { End::Blank };
            }
            Role::Section => {
                self.calls.builder().end_block(tag.span.start);
                frame.depth = frame.depth.saturating_add(1);
                frame.kind = BlockKind::Paragraph;
                frame.statements = tag.name == "fn-group" && tag.attribute("content-type").is_some();
                frame.end = End::Section;
            }
            Role::Title => self.title(tag, frame),
            Role::Label => self.open_label(tag, frame),
            Role::Paragraph => self.paragraph(tag, frame),
            Role::Block(kind) => self.block(kind, tag, frame),
            Role::Float(kind) => {
                self.calls.builder().open_aside(tag.span.start);
                self.labelled = false;
                frame.kind = kind;
                frame.depth = frame.depth.saturating_add(1);
                frame.end = End::Aside;
            }
            Role::Front => {
                frame.mode = Mode::Front;
                frame.stub = matches!(tag.name, "front-stub" | "book-part-meta") && frame.depth > 0;
                self.calls.builder().end_block(tag.span.start);
            }
            Role::Note => self.note(tag, frame),
            Role::Reference => self.open_note(tag, frame, ""),
            Role::Citation => self.citation(tag, frame),
            Role::Call => self.call(tag, frame),
            Role::Alternatives => {}
            Role::Tex => {
                frame.mode = Mode::Tex;
                self.in_tex = false;
                self.calls.builder().blank(Span::new(at, at));
            }
        }
    }

    fn close(&mut self, span: Span) {
        let Some((name, frame)) = self.stack.pop() else { return };
        self.formula.end();
        if frame.end != End::Nothing {
            self.last = "";
        }
        match frame.end {
            End::Nothing => {}
            End::Blank => self.calls.builder().blank(span),
            End::Block => {
                self.calls.builder().end_block(span.start);
                self.labelled = false;
            }
            End::Byline => {
                self.calls.builder().end_block(span.start);
                self.in_byline = false;
            }
            End::Section => self.calls.builder().end_section(frame.depth.max(1), span.start),
            End::Aside => self.calls.builder().close_aside(span.end),
            End::Note => self.close_note(&frame, span),
            End::Label => {
                let label = bare_label(&std::mem::take(&mut self.label));
                self.calls.builder().label_note(&label);
                self.note_begins = false;
            }
            End::Call => {
                if let Some(mut call) = self.call.take() {
                    call.span.end = span.end;
                    self.calls.call(call);
                }
            }
            End::Citation => self.citation = None,
            End::GoesOn => {
                self.calls.builder().blank(span);
                self.labelled = true;
            }
        }
        if matches!(frame.mode, Mode::Front | Mode::Both) {
            self.close_front(name, &frame, span);
        }
    }
}
