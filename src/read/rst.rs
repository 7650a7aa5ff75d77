//! reStructuredText, as docutils and Sphinx read it.
//!
//! Blocks are known by their indent: `lines` measures it, a stack of frames
//! stands for what is nested (list items, quotations, bodies of notes), and
//! `block` and `explicit` tell what a line begins. `inline` writes the text of a
//! block, `notes` numbers footnotes as docutils does. What docutils would call
//! an error is read as text.

mod block;
mod directive;
mod explicit;
mod field;
mod grid;
mod inline;
mod mark;
mod notes;
#[cfg(test)]
mod property;
mod section;
mod simple;
mod substitution;

use std::collections::HashMap;

use super::builder::Builder;
use super::{decoded, fields, lines};
use crate::error::Result;
use crate::model::{BlockKind, Document, Layout};
use lines::Line;
use notes::Notes;

/// Frames inside each other; deeper ones are read as text.
const DEEPEST: usize = 40;

/// Reads reStructuredText.
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
    frames: Vec<Frame>,
    notes: Notes,
    /// Styles of headings in the order of their first use: sign, overlined.
    styles: Vec<(u8, bool)>,
    substitutions: HashMap<String, String>,
    /// True while nothing but a title and fields has been met.
    front: bool,
}

/// Lines that belong together by their indent.
struct Frame {
    /// The next line, and the one after the last.
    at: usize,
    end: usize,
    /// Columns of white space before its lines.
    indent: usize,
    /// What its paragraphs are.
    kind: BlockKind,
    /// A line that begins within: its number and first byte.
    first: Option<(usize, usize)>,
    /// True where a note ends with it.
    note: bool,
}

/// Reads decoded text; places are bytes of it.
fn parse(text: &str) -> Document {
    let mut builder = Builder::new(Layout::of(text.as_bytes()));
    let start = text.len() - text.trim_start_matches(['\u{feff}', '\n', '\r']).len();
    let body = fields::headers(text, start, &mut builder.meta).unwrap_or(0);
    let lines = lines::scan(text, body);
    let root = Frame { at: 0, end: lines.len(), indent: 0, kind: BlockKind::Paragraph, first: None, note: false };
    let substitutions = substitution::definitions(text, &lines);
    let (notes, styles) = (Notes::default(), Vec::new());
    let mut walker =
        Walker { text, lines, builder, frames: vec![root], notes, styles, substitutions, front: body == 0 };
    walker.run();
    let mut document = walker.builder.finish(text.len());
    walker.notes.label(&mut document);
    fields::sole_title(&document.blocks, &mut document.meta);
    document
}

impl Walker<'_> {
    fn run(&mut self) {
        while let Some(frame) = self.frames.last() {
            if frame.at < frame.end {
                let at = frame.at;
                if self.lines[at].is_blank() && frame.first.is_none_or(|(line, _)| line != at) {
                    self.go_to(at + 1);
                } else {
                    self.block(at);
                }
            } else if let Some(closed) = self.frames.pop().filter(|frame| frame.note) {
                let last = self.last_text(closed.end);
                self.builder.close_note(last);
            }
        }
    }

    /// The frame that is open.
    fn frame(&self) -> &Frame {
        // run() ends with the last frame
        &self.frames[self.frames.len() - 1]
    }

    /// The next line of the open frame.
    fn go_to(&mut self, line: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.at = line;
        }
    }

    /// Opens a frame for the lines `at..end`, which the open one then passes over.
    fn push(&mut self, frame: Frame) {
        self.go_to(frame.end);
        self.frames.push(frame);
    }

    fn is_deepest(&self) -> bool {
        self.frames.len() >= DEEPEST
    }

    /// The first byte and the column of what a line of the open frame says.
    fn content(&self, line: usize) -> (usize, usize) {
        let frame = self.frame();
        match frame.first {
            Some((first, byte)) if first == line => (byte, frame.indent),
            _ => (self.lines[line].text, self.lines[line].indent),
        }
    }

    /// The words of a line of the open frame.
    fn words(&self, line: usize) -> &str {
        &self.text[self.content(line).0..self.lines[line].end]
    }

    /// The end of the last line with text before line `end`.
    fn last_text(&self, end: usize) -> usize {
        self.lines[..end].iter().rev().find(|line| !line.is_blank()).map_or(0, |line| line.end)
    }

    /// The line after those from `from` on that are blank or have more than
    /// `indent` columns before them; blank ones at the end are left out.
    fn body_end(&self, from: usize, indent: usize) -> usize {
        let mut end = from;
        for line in from..self.frame().end {
            if !self.lines[line].is_blank() {
                if self.lines[line].indent <= indent {
                    break;
                }
                end = line + 1;
            }
        }
        end
    }

    /// The indent of the first line with text in `from..end`.
    fn indent_of(&self, from: usize, end: usize) -> Option<usize> {
        self.lines[from..end].iter().find(|line| !line.is_blank()).map(|line| line.indent)
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
        self.front = false;
        self.open_block(kind, from);
        self.inline(from, to);
        self.builder.end_block(to);
    }

    /// A block of the lines `from..end` as they stand.
    fn literal(&mut self, from: usize, end: usize) {
        let Some(first) = (from..end).find(|line| !self.lines[*line].is_blank()) else { return };
        let (start, to) = (self.lines[first].text, self.last_text(end));
        self.open_block(BlockKind::Paragraph, start);
        self.builder.literal((start..to).into());
        self.builder.text(&self.text[start..to], start);
        self.builder.end_block(to);
    }
}
