//! The walk through the source, and what it emits.

use std::collections::HashMap;
use std::rc::Rc;

use super::braces::Braces;
use super::counters::{Counters, Style};
use super::groups::Group;
use super::macros::{Context, Macro};
use super::marks::Marks;
use super::{math, preamble, scan};
use crate::model::{BlockKind, Document, Layout};
use crate::read::builder::Builder;
use crate::span::Span;

/// What holds until a group ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    /// Nothing here is text: the preamble.
    pub mute: bool,
    /// Mathematics.
    pub math: bool,
    /// A table: `&` parts cells, `\\` rows.
    pub table: bool,
    /// The kind of the blocks that begin here.
    pub base: Option<BlockKind>,
    /// How the numbers of footnotes are printed.
    pub style: Style,
}

/// A stretch of the source that is being read: the file, the body of a macro,
/// or an argument of one.
#[derive(Debug)]
pub(super) struct Frame {
    pub at: usize,
    pub end: usize,
    /// In the body of a macro: its arguments, and where it was called.
    pub context: Option<Rc<Context>>,
    pub then: Then,
}

/// What is done where a stretch ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Then {
    Nothing,
    /// A blank is shown.
    Blank,
    /// Groups are closed until so many are open.
    Close(usize),
    /// The environment ends whose name stands at these bytes.
    End(usize, usize),
}

/// A reader on its way through a source.
pub(super) struct Reader<'a> {
    pub src: &'a str,
    pub b: Builder,
    pub braces: Rc<Braces>,
    pub marks: Rc<Marks>,
    pub frames: Vec<Frame>,
    pub stack: Vec<Group<'a>>,
    pub state: State,
    pub macros: Rc<HashMap<&'a str, Macro>>,
    /// Environments that the file defines: what begins them, what ends them.
    pub environments: Rc<HashMap<&'a str, (Macro, Macro)>>,
    /// Environments that are open, by name.
    pub open: HashMap<&'a str, u32>,
    pub counters: Counters,
    /// What is known of the document as a whole.
    pub plan: Rc<preamble::Plan>,
    pub ends: scan::Ends<'a>,
    /// Everything before this byte has been emitted.
    pub high: usize,
    /// Bytes of macros that may yet be expanded.
    pub budget: usize,
    /// Reads a piece for its text alone.
    pub inner: bool,
    /// Notes that are open, braces that are.
    pub depth: (u32, u32),
    /// Tables with notes of their own so far.
    pub tables: u32,
}

/// Reads a source.
pub(super) fn document(src: &str) -> Document {
    let plan = preamble::plan(src);
    let mut reader = Reader::new(src, Rc::new(plan));
    reader.b = Builder::new(Layout::of(src.as_bytes()));
    reader.state.mute = reader.plan.has_preamble;
    reader.run();
    reader.complete_meta();
    let mut document = reader.b.finish(src.len());
    document.by_markup = true;
    document
}

impl<'a> Reader<'a> {
    fn new(src: &'a str, plan: Rc<preamble::Plan>) -> Self {
        Reader {
            src,
            b: Builder::default(),
            braces: Rc::new(Braces::of(src)),
            marks: Rc::new(Marks::of(src)),
            frames: vec![Frame { at: 0, end: src.len(), context: None, then: Then::Nothing }],
            stack: Vec::new(),
            state: State::default(),
            macros: Rc::default(),
            environments: Rc::default(),
            open: HashMap::new(),
            counters: Counters::default(),
            plan,
            ends: scan::Ends::default(),
            high: 0,
            budget: src.len().saturating_mul(8).saturating_add(1 << 20),
            inner: false,
            depth: (0, 0),
            tables: 0,
        }
    }

    /// The text of the bytes `start..end`, without notes; paragraphs are parted
    /// by a blank. For titles and the like, and only from outside such a piece.
    pub(super) fn plain(&self, start: usize, end: usize) -> String {
        let mut inner = Reader {
            braces: Rc::clone(&self.braces),
            marks: Rc::clone(&self.marks),
            macros: Rc::clone(&self.macros),
            frames: vec![Frame { at: start, end, context: None, then: Then::Nothing }],
            b: Builder::new(Layout::default()),
            budget: 10_000,
            inner: true,
            ..Reader::new("", Rc::clone(&self.plan))
        };
        inner.src = self.src;
        inner.run();
        let document = inner.b.finish(end);
        let texts = document.blocks.iter().map(|block| block.text.text.as_str());
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn run(&mut self) {
        while let Some(frame) = self.frames.last() {
            if frame.at >= frame.end {
                self.leave_frame();
            } else {
                self.step(frame.at, frame.end);
            }
        }
        while !self.stack.is_empty() {
            self.pop(self.src.len(), 0);
        }
    }

    /// A stretch has been read.
    pub(super) fn leave_frame(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame.then {
            Then::Nothing => {}
            Then::Blank => self.blank(frame.end, frame.end),
            Then::Close(count) => {
                while self.stack.len() > count {
                    self.pop(frame.end, 0);
                }
            }
            Then::End(from, to) => self.close_to(&self.src[from..to], frame.end, 0),
        }
    }

    /// One token, or a run of text.
    fn step(&mut self, at: usize, end: usize) {
        let run = scan::run(self.src.as_bytes(), at, end, self.state.math);
        if run > at {
            self.advance(run);
            return self.text(at, run);
        }
        match self.src.as_bytes()[at] {
            b'\\' => self.command(at),
            b'{' => self.open_brace(at),
            b'}' => self.close_brace(at),
            b'$' => self.dollar(at, end),
            b'^' => self.power(at, end),
            b'%' => self.comment(at, end),
            b'#' => self.parameter(at, end),
            b'\n' => self.paragraph_at(at, end),
            b'&' if !self.state.table && !self.state.math => self.sign("&", at, 1),
            b'~' | b'&' => self.sign(" ", at, 1),
            _ => {
                let (text, len) = math::ligature(&self.src[at..end]);
                self.sign(text, at, len);
            }
        }
    }

    pub(super) fn sign(&mut self, text: &str, at: usize, len: usize) {
        self.advance(at + len);
        if text == " " { self.blank(at, at + len) } else { self.put(text, at, at + len) }
    }

    fn comment(&mut self, at: usize, end: usize) {
        let bytes = self.src.as_bytes();
        let next = scan::blanks(bytes, (scan::line_end(bytes, at) + 1).min(end), end);
        self.advance(next);
        if next < end && bytes[next] == b'\n' {
            self.paragraph_at(next, end);
        }
    }

    /// At the line feed before an empty line.
    fn paragraph_at(&mut self, at: usize, end: usize) {
        let white = self.src[at..end].bytes().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.advance(at + white);
        self.paragraph(at);
    }

    /// Where the present stretch is being read, and where it ends.
    pub(super) fn here(&self) -> (usize, usize) {
        self.frames.last().map_or((self.src.len(), self.src.len()), |frame| (frame.at, frame.end))
    }

    /// Goes on at byte `at` of the present stretch.
    pub(super) fn advance(&mut self, at: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.at = at.min(frame.end);
        }
    }

    /// Text as it stands.
    pub(super) fn text(&mut self, from: usize, to: usize) {
        if self.state.mute {
            return;
        }
        let text = &self.src[from..to];
        if !text.trim().is_empty() {
            self.begin(from);
        }
        if self.is_place(from) {
            self.b.text(text, from);
            self.high = to;
        } else {
            let span = self.place(from, to);
            self.b.replaced(text, span);
        }
    }

    /// `text`, for the bytes `from..to`.
    pub(super) fn put(&mut self, text: &str, from: usize, to: usize) {
        if self.state.mute || text.is_empty() {
            return;
        }
        self.begin(from);
        let span = self.place(from, to);
        if text.starts_with(char::is_whitespace) {
            self.b.blank(Span::new(span.start, span.start));
        }
        self.b.replaced(text.trim_start(), span);
    }

    /// White space for the bytes `from..to`.
    pub(super) fn blank(&mut self, from: usize, to: usize) {
        if !self.state.mute {
            let span = self.place(from, to);
            self.b.blank(span);
        }
    }

    /// Begins a block of the kind that this place asks for.
    pub(super) fn begin(&mut self, at: usize) {
        if self.b.kind().is_none() {
            let at = if self.is_place(at) { at } else { self.high };
            self.b.block(self.state.base.unwrap_or(BlockKind::Paragraph), at);
        }
    }

    /// True where byte `at` of the present stretch is a place of the document
    /// to which the text has not yet come.
    fn is_place(&self, at: usize) -> bool {
        at >= self.high && self.frames.last().is_none_or(|frame| frame.context.is_none())
    }

    /// The bytes of the document for `from..to` of the present stretch: those,
    /// or in the body of a macro those of its call. Never goes back.
    pub(super) fn place(&mut self, from: usize, to: usize) -> Span {
        let call = self.frames.last().and_then(|frame| frame.context.as_ref()).map(|context| context.take());
        let (start, end) = call.unwrap_or((from, to));
        let start = start.max(self.high);
        let span = Span::new(start, end.max(start));
        self.high = span.end;
        span
    }

    /// In the body of a macro: the bytes of its call that no text has been put for.
    pub(super) fn call_bytes(&self) -> Option<Span> {
        let (start, end) = self.frames.last()?.context.as_ref()?.region();
        let start = start.max(self.high);
        Some(Span::new(start, end.max(start)))
    }

    /// The document's text may not be right.
    pub(super) fn doubt(&mut self, reason: &str) {
        self.b.degraded.get_or_insert_with(|| reason.to_owned());
    }
}
