//! The walk through the source, and what it emits.

use std::collections::HashSet;
use std::rc::Rc;

use super::header;
use super::notes::Labels;
use super::pairs::Pairs;
use crate::model::{BlockKind, Document, Layout};
use crate::read::builder::Builder;
use crate::span::Span;

/// A stretch of the source that is being read: the page, or an argument of a
/// template, the words of a link.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub at: usize,
    pub end: usize,
    pub then: Then,
}

/// What is done where a stretch ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Then {
    Nothing,
    /// A blank is shown.
    Blank,
    /// The open block ends, and the kind of blocks is again this.
    Block(Option<BlockKind>),
    /// A caption ends here, that had no block of its own yet.
    Caption,
    /// The open note ends with the byte before this one.
    Note(usize),
    /// Definitions of notes end; before them it was so.
    Definitions(bool),
}

/// A reader on its way through a page.
pub(super) struct Reader<'a> {
    pub src: &'a str,
    pub b: Builder,
    pub pairs: Rc<Pairs>,
    pub frames: Vec<Frame>,
    /// The kind of the blocks that begin here.
    pub base: Option<BlockKind>,
    /// Tables that are open.
    pub tables: u32,
    /// The cells of this line are heads, parted by `!!`.
    pub heads: bool,
    /// Notes that are open, by what ends them.
    pub notes: Vec<End>,
    pub labels: Labels,
    /// Within a list of notes: references define, they do not call.
    pub definitions: bool,
    pub gone: HashSet<&'a str>,
    /// Reads a piece for its text alone.
    pub inner: bool,
    /// Everything before this byte has been emitted.
    pub high: usize,
}

/// What ends a note.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// A tag that comes.
    Tag,
    /// A tag that never comes: the note ends with its paragraph.
    Nothing,
    /// The end of a template, or of a line.
    Frame,
}

/// Reads a page.
pub(super) fn document(src: &str) -> Document {
    let mut reader = Reader::new(src, Rc::new(Pairs::of(src)), (0, src.len()));
    reader.b = Builder::new(Layout::of(src.as_bytes()));
    header::read(src, &mut reader.b.meta);
    reader.run();
    let mut document = reader.b.finish(src.len());
    // a page says its notes by markup: asterisks and numbers in a template that
    // is shown as `<pre>` are none
    document.by_markup = true;
    document
}

impl<'a> Reader<'a> {
    fn new(src: &'a str, pairs: Rc<Pairs>, (at, end): (usize, usize)) -> Self {
        Reader {
            src,
            b: Builder::default(),
            pairs,
            frames: vec![Frame { at, end, then: Then::Nothing }],
            base: None,
            tables: 0,
            heads: false,
            notes: Vec::new(),
            labels: Labels::default(),
            definitions: false,
            gone: HashSet::new(),
            inner: false,
            high: at,
        }
    }

    /// The text of the bytes `start..end`, without notes.
    pub(super) fn plain(&self, start: usize, end: usize) -> String {
        let mut inner = Reader { inner: true, ..Reader::new(self.src, Rc::clone(&self.pairs), (start, end)) };
        inner.b = Builder::new(Layout::default());
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
    }

    fn leave_frame(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame.then {
            Then::Nothing => {}
            Then::Blank => self.b.blank(Span::new(frame.end, frame.end)),
            Then::Block(base) => {
                self.b.end_block(frame.end);
                self.base = base;
            }
            Then::Caption => self.b.end_block(frame.end),
            Then::Note(end) => self.close_notes(End::Frame, end),
            Then::Definitions(before) => self.definitions = before,
        }
    }

    /// One sign, or a run of text.
    fn step(&mut self, at: usize, end: usize) {
        let bytes = self.src.as_bytes();
        if (at == 0 || bytes[at - 1] == b'\n') && self.line_start(at, end) {
            return;
        }
        let run = run(bytes, at, end);
        if run > at {
            return self.text(at, run);
        }
        let rest = &self.src[at..end];
        let done = match bytes[at] {
            b'\n' => self.line_end(at, end),
            b'\'' => self.quotes(at, rest),
            b'[' => self.link(at, end),
            b'{' => self.template(at, end),
            b'<' => self.tag(at, end),
            b'&' => self.entity(at, rest),
            b'_' => self.magic(at, rest),
            b'|' | b'!' => self.cell(at, end),
            _ => false,
        };
        if !done {
            let len = rest.chars().next().map_or(1, char::len_utf8);
            self.text(at, at + len);
        }
    }

    /// Goes on at byte `at` of the present stretch.
    pub(super) fn advance(&mut self, at: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.at = at.min(frame.end);
        }
    }

    /// Reads the bytes `at..end` next, then does what `then` says.
    pub(super) fn push(&mut self, at: usize, end: usize, then: Then) {
        self.frames.push(Frame { at, end, then });
    }

    /// Text as it stands, passed over.
    pub(super) fn text(&mut self, from: usize, to: usize) {
        self.advance(to);
        let text = &self.src[from..to];
        if !text.trim().is_empty() {
            self.begin(from);
        }
        if from < self.high {
            return self.b.replaced(text, Span::new(self.high, self.high));
        }
        self.b.text(text, from);
        self.high = to;
    }

    /// `text` for the bytes `from..to`.
    pub(super) fn put(&mut self, text: &str, from: usize, to: usize) {
        if !text.trim().is_empty() {
            self.begin(from);
        }
        let from = from.max(self.high);
        if text.starts_with(char::is_whitespace) {
            self.b.blank(Span::new(from, from));
        }
        self.b.replaced(text.trim_start(), Span::new(from, to.max(from)));
        self.high = to.max(from);
    }

    /// Begins a block of the kind that this place asks for.
    pub(super) fn begin(&mut self, at: usize) {
        if self.frames.last().is_some_and(|frame| frame.then == Then::Caption) && self.notes.is_empty() {
            if self.b.kind() != Some(BlockKind::Caption) {
                self.b.block(BlockKind::Caption, at);
            }
        } else if self.b.kind().is_none() {
            self.b.block(self.base.unwrap_or(BlockKind::Paragraph), at);
        }
    }

    /// Runs of apostrophes: slanted, bold, both.
    fn quotes(&mut self, at: usize, rest: &str) -> bool {
        let count = rest.bytes().take_while(|byte| *byte == b'\'').count();
        match count {
            0 | 1 => return false,
            4 => self.text(at, at + 1),
            6.. => self.text(at, at + count - 5),
            _ => {}
        }
        self.advance(at + count);
        true
    }

    fn entity(&mut self, at: usize, rest: &str) -> bool {
        let Some(end) = rest.bytes().take(32).position(|byte| byte == b';') else { return false };
        let Some(text) = super::names::entity(&rest[1..end]) else { return false };
        self.put(&text, at, at + end + 1);
        self.advance(at + end + 1);
        true
    }

    /// `__NOTOC__` and its like.
    fn magic(&mut self, at: usize, rest: &str) -> bool {
        let Some(inner) = rest.strip_prefix("__") else { return false };
        let name = inner.bytes().take(30).take_while(u8::is_ascii_uppercase).count();
        let found = name > 2 && inner[name..].starts_with("__");
        if found {
            self.advance(at + name + 4);
        }
        found
    }
}

/// Where the run of plain text from byte `at` ends.
fn run(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end {
        let next = (at + 1 < end).then(|| bytes[at + 1]);
        match bytes[at] {
            b'\n' | b'<' | b'&' | b'[' | b'|' | b'!' => return at,
            byte @ (b'\'' | b'{' | b'_') if next == Some(byte) => return at,
            _ => at += 1,
        }
    }
    end
}
