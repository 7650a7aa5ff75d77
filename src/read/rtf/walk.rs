//! The walk through the tokens, and what it emits.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::notes::Notes;
use super::state::{Ends, Paragraph, State, To};
use super::tables::{Style, Table};
use super::token::{self, Token};
use crate::model::{BlockKind, Document, Layout};
use crate::read::builder::Builder;
use crate::read::raised;
use crate::span::Span;

/// A reader on its way through a file.
pub(super) struct Reader<'a> {
    pub bytes: &'a [u8],
    pub b: Builder,
    pub state: State,
    pub stack: Vec<State>,
    /// Code page of the document.
    pub encoding: &'static Encoding,
    pub fonts: HashMap<i32, &'static Encoding>,
    pub styles: HashMap<i32, Style>,
    pub table: Table,
    pub notes: Notes,
    /// The next token is a destination that may be passed over: `\*`.
    pub optional: bool,
    /// The group has just begun.
    pub fresh: bool,
    /// Characters that stand in for the last `\u` and are passed over.
    skip: u32,
    /// The automatic number of the paragraph, or who wrote a comment, before its text.
    pub label: Option<String>,
    /// Who wrote the next comment.
    pub author: Option<String>,
    /// Where the comment begins that is open in a note.
    pub comment: usize,
    /// Comments on the note that is open.
    pub comments: Vec<Comment>,
    /// Half of a pair of `\u`, and its first byte.
    half: Option<(u16, usize)>,
    /// Bytes of a character of several bytes, not yet decoded, and their span.
    waiting: (Vec<u8>, Span),
}

/// A comment on a note: who wrote it, with what it says, and its bytes.
pub(super) struct Comment {
    pub text: String,
    pub span: Span,
}

/// Reads a file.
pub(super) fn document(bytes: &[u8]) -> Document {
    let state = State {
        to: To::Text,
        fallback: 1,
        encoding: WINDOWS_1252,
        raised: false,
        hidden: false,
        paragraph: Paragraph::default(),
        ends: Ends::Nothing,
    };
    let mut reader = Reader {
        bytes,
        b: Builder::new(Layout::of(bytes)),
        state,
        stack: Vec::new(),
        encoding: WINDOWS_1252,
        fonts: HashMap::new(),
        styles: HashMap::new(),
        table: Table::default(),
        notes: Notes::default(),
        optional: false,
        fresh: false,
        skip: 0,
        label: None,
        author: None,
        comment: 0,
        comments: Vec::new(),
        half: None,
        waiting: (Vec::new(), Span::default()),
    };
    reader.run();
    reader.settle();
    reader.b.finish(bytes.len())
}

impl Reader<'_> {
    /// Reads all tokens; where the file is damaged the document says so.
    fn run(&mut self) {
        let end = self.tokens();
        let rest = self.bytes[end..].iter().filter(|byte| byte.is_ascii_graphic() && **byte != b'}').count();
        let zeros = self.bytes[..end].iter().filter(|byte| **byte == 0).count();
        let damage = match (self.stack.len(), rest, zeros) {
            (1.., ..) => Some(format!("breaks off: {} groups have no end", self.stack.len())),
            (_, 1.., _) => {
                Some(format!("a brace too many: {rest} of {} bytes after it are not read", self.bytes.len()))
            }
            (.., 1..) => Some(format!("{zeros} zero bytes")),
            _ => None,
        };
        self.b.degraded = damage.or(self.b.degraded.take());
    }

    /// Reads tokens to the end of the outermost group; where it ends.
    fn tokens(&mut self) -> usize {
        let mut at = 0;
        while let Some((token, span)) = token::next(self.bytes, at) {
            at = span.end;
            match token {
                Token::Open => self.open(),
                Token::Close => {
                    self.close(span.end);
                    if self.stack.is_empty() {
                        return at;
                    }
                }
                Token::Word(name, number) => {
                    if let ("bin", Some(length)) = (name, number) {
                        at = at.saturating_add(usize::try_from(length).unwrap_or(0)).min(self.bytes.len());
                        continue;
                    }
                    if !matches!(name, "u" | "uc") {
                        self.half = None;
                    }
                    self.word(name, number, span);
                    self.fresh = false;
                }
                Token::Symbol(sign) => self.symbol(sign, span),
                Token::Byte(byte) => {
                    if !self.passed_over() {
                        self.byte(byte, span);
                    }
                    self.fresh = false;
                }
                Token::Text(text) => {
                    self.run_of_text(text, span.start);
                    self.fresh = false;
                }
            }
        }
        self.bytes.len()
    }

    fn open(&mut self) {
        self.decode();
        self.half = None;
        self.skip = 0;
        self.stack.push(self.state);
        self.state.ends = Ends::Nothing;
        (self.fresh, self.optional) = (true, false);
    }

    fn close(&mut self, end: usize) {
        self.decode();
        self.half = None;
        self.skip = 0;
        self.end_table_row();
        match self.state.ends {
            Ends::Nothing => {}
            Ends::Note => {
                self.settle();
                self.close_note(end);
            }
            Ends::Block => {
                self.settle();
                self.b.end_block(end);
            }
            Ends::Aside => {
                self.settle();
                self.label = None;
                self.b.close_aside(end);
            }
            Ends::Label => self.label = self.table.take_label(),
            Ends::Author => self.author = self.table.take(),
            Ends::Date => self.date_comment(),
            Ends::Comment => self.keep_comment(end),
        }
        if let Some(state) = self.stack.pop() {
            self.state = state;
        }
        self.fresh = false;
    }

    /// True for a character that stands in for a `\u`.
    fn passed_over(&mut self) -> bool {
        let passed = self.skip > 0;
        self.skip -= u32::from(passed);
        passed
    }

    fn run_of_text(&mut self, text: &[u8], start: usize) {
        let passed = (self.skip as usize).min(text.len());
        self.skip -= passed as u32;
        let mut at = passed;
        while at < text.len() {
            let plain = text[at..].iter().take_while(|byte| byte.is_ascii()).count();
            if plain > 0 {
                self.put_ascii(&text[at..at + plain], start + at);
            } else {
                self.byte(text[at], Span::new(start + at, start + at + 1));
            }
            at += plain.max(1);
        }
    }

    fn put_ascii(&mut self, text: &[u8], at: usize) {
        self.decode();
        let Ok(text) = std::str::from_utf8(text) else { return };
        self.emit(text, Span::new(at, at + text.len()));
    }

    /// A byte in the code page of the font.
    fn byte(&mut self, byte: u8, span: Span) {
        if self.state.encoding.is_single_byte() {
            let (text, _) = self.state.encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
            return self.emit(&text, span);
        }
        if self.waiting.0.is_empty() {
            self.waiting.1 = span;
        }
        self.waiting.0.push(byte);
        self.waiting.1.end = span.end;
        if self.waiting.0.len() >= 1000 {
            self.decode();
        }
    }

    /// Decodes the bytes that wait.
    pub(super) fn decode(&mut self) {
        if self.waiting.0.is_empty() {
            return;
        }
        let (bytes, span) = std::mem::take(&mut self.waiting);
        let (text, _) = self.state.encoding.decode_without_bom_handling(&bytes);
        self.emit(&text, span);
    }

    /// `\u8217?`: a UTF-16 unit, and what stands in for it.
    pub(super) fn unit(&mut self, number: i32, span: Span) {
        self.decode();
        let unit = number as u16;
        self.skip = self.state.fallback;
        let start = self.half.take_if(|_| (0xdc00..0xe000).contains(&unit));
        if (0xd800..0xdc00).contains(&unit) {
            self.half = Some((unit, span.start));
            return;
        }
        let units = start.map_or(vec![unit], |(first, _)| vec![first, unit]);
        let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
        let from = start.map_or(span.start, |(_, from)| from);
        // a private sign for a byte of a symbol font: what it is cannot be told
        let known = !text.starts_with(|c| ('\u{f000}'..='\u{f0ff}').contains(&c));
        self.emit(if known { &text } else { "" }, Span::new(from, span.end));
    }

    /// Text for these bytes, wherever it goes.
    pub(super) fn emit(&mut self, text: &str, span: Span) {
        self.half = None;
        match self.state.to {
            To::Nothing => {}
            To::Text if self.state.hidden => {}
            To::Text => self.text(text, span),
            To::Fonts | To::Styles | To::Info(_) | To::Label => self.table.push(text),
        }
        if self.state.to == To::Styles {
            self.end_table_row();
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if self.state.raised && self.notes.hold(text, span) {
            return;
        }
        self.settle();
        if !text.trim().is_empty() {
            self.begin(span.start);
        }
        match text.len() == span.len() {
            true if self.state.raised => raised::write(&mut self.b, text, span.start),
            true => self.b.text(text, span.start),
            false => self.b.replaced(text, span),
        }
    }

    /// A blank for these bytes.
    pub(super) fn blank(&mut self, span: Span) {
        self.decode();
        match self.state.to {
            To::Text => {
                self.settle();
                self.b.blank(span);
            }
            To::Nothing => {}
            _ => self.table.push(" "),
        }
    }

    /// Begins a block as the paragraph asks for, where none is open.
    pub(super) fn begin(&mut self, at: usize) {
        if self.b.kind().is_none() {
            self.begin_block(at);
        }
        if let Some(label) = self.label.take() {
            self.b.replaced(&format!("{label} "), Span::new(at, at));
        }
    }

    fn begin_block(&mut self, at: usize) {
        let paragraph = self.state.paragraph;
        if paragraph.level > 0 && paragraph.kind() == BlockKind::Paragraph {
            self.b.heading(paragraph.level, at);
        } else {
            self.b.block(paragraph.kind(), at);
        }
    }

    /// Raised text that has waited for a note is text.
    pub(super) fn settle(&mut self) {
        if let Some((text, span)) = self.notes.release() {
            self.begin(span.start);
            if text.starts_with(char::is_whitespace) {
                self.b.blank(Span::new(span.start, span.start));
            }
            let text = text.trim_start();
            match text.len() == span.len() {
                true => raised::write(&mut self.b, text, span.start),
                false => self.b.replaced(text, span),
            }
        }
    }

    /// The end of a paragraph; in a table, of a line within a cell.
    pub(super) fn paragraph(&mut self, span: Span) {
        self.decode();
        if self.state.to != To::Text {
            return;
        }
        self.settle();
        self.label = None;
        if self.state.paragraph.table && !self.b.in_note() {
            self.b.blank(span);
        } else {
            self.b.end_block(span.start);
        }
    }

    /// The end of a row, a section, a page.
    pub(super) fn break_block(&mut self, span: Span) {
        self.decode();
        if self.state.to == To::Text {
            self.settle();
            self.b.end_block(span.start);
        }
    }
}
