//! Org: headings with stars, `[fn:1]` notes, blocks between `#+begin_` and
//! `#+end_`.
//!
//! A line tells what it is by its first signs (`line`); nothing is nested but
//! by blocks and the indent of lists. `inline` writes the text of a block.

mod emphasis;
mod greater;
mod heading;
mod inline;
mod keyword;
mod line;
#[cfg(test)]
mod property;

use std::collections::HashSet;

use super::builder::Builder;
use super::{decoded, fields, lines};
use crate::error::Result;
use crate::model::{BlockKind, Document, Layout};
use lines::Line;

/// Reads Org.
///
/// # Errors
///
/// `Unreadable` where the bytes are no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    decoded::read(bytes, None, |text| Ok(parse(text)))
}

/// What is on while a file is read.
struct Walker<'a> {
    text: &'a str,
    lines: Vec<Line>,
    builder: Builder,
    /// Blocks that are open: the name, and what paragraphs in them are.
    blocks: Vec<(String, BlockKind)>,
    /// Columns before the outermost item of the list that is open.
    list: Option<usize>,
    /// True in the definition of a note.
    note: bool,
    /// The end of the last line with text.
    end: usize,
    /// Words before a heading that say how far it is done.
    states: HashSet<String>,
    /// Before this line no drawer ends.
    undrawn: usize,
    /// Ends of blocks, in small letters, that no further line has.
    gone: HashSet<String>,
    /// Notes that have been called: what an inline note counts from.
    called: HashSet<String>,
}

/// Reads decoded text; places are bytes of it.
fn parse(text: &str) -> Document {
    let lines = lines::scan(text, 0);
    let mut walker = Walker {
        text,
        states: heading::states(text, &lines),
        lines,
        builder: Builder::new(Layout::of(text.as_bytes())),
        blocks: Vec::new(),
        list: None,
        note: false,
        end: 0,
        undrawn: 0,
        gone: HashSet::new(),
        called: HashSet::new(),
    };
    walker.run();
    let mut document = walker.builder.finish(text.len());
    fields::sole_title(&document.blocks, &mut document.meta);
    document
}

impl Walker<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            let blank = self.lines[at].is_blank();
            if blank && self.lines.get(at + 1).is_some_and(Line::is_blank) {
                // two blank lines end a list and a note
                self.list = None;
                self.close_note();
            }
            at = if blank { at + 1 } else { self.element(at) };
        }
        self.close_note();
    }

    /// The words of a line.
    fn words(&self, at: usize) -> &str {
        &self.text[self.lines[at].text..self.lines[at].end]
    }

    fn close_note(&mut self) {
        if std::mem::take(&mut self.note) {
            self.builder.close_note(self.end);
            self.list = None;
        }
    }

    /// What a paragraph in a line is.
    fn kind(&self, at: usize) -> BlockKind {
        let held = self.blocks.last().map(|(_, kind)| *kind);
        let item = self.list.is_some_and(|indent| self.lines[at].indent > indent);
        match held {
            Some(kind) if kind != BlockKind::Paragraph => kind,
            _ if item => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        }
    }

    /// Begins a block; the first one of a note goes on from the label.
    fn open_block(&mut self, kind: BlockKind, at: usize) {
        let fresh = self.builder.in_note() && self.builder.kind().is_some() && !self.builder.has_text();
        if !fresh {
            self.builder.block(kind, at);
        }
    }

    /// A block of the bytes `from..to`, with inline markup.
    fn paragraph(&mut self, kind: BlockKind, from: usize, to: usize) {
        self.open_block(kind, from);
        self.inline(from, to);
        self.builder.end_block(to);
        self.end = to;
    }

    /// A block of the lines `from..end` as they stand.
    fn literal(&mut self, from: usize, end: usize) {
        let text = |line: &usize| !self.lines[*line].is_blank();
        let Some((first, last)) = (from..end).find(text).zip((from..end).rev().find(text)) else { return };
        let (start, to) = (self.lines[first].text, self.lines[last].end);
        self.open_block(BlockKind::Paragraph, start);
        self.builder.literal((start..to).into());
        self.builder.text(&self.text[start..to], start);
        self.builder.end_block(to);
        self.end = to;
    }
}
