//! What a line begins with, and how it ends.

use super::walk::{End, Reader};
use crate::model::BlockKind;
use crate::span::Span;

impl Reader<'_> {
    /// At the first byte of a line; true where its sign has been read.
    pub(super) fn line_start(&mut self, at: usize, end: usize) -> bool {
        let rest = &self.src[at..end];
        let first = rest.as_bytes()[0];
        if !self.notes.is_empty() {
            return self.line_in_note(at, rest);
        }
        match first {
            b'=' => self.heading(at, end),
            b'*' | b'#' | b';' | b':' => self.item(at, rest),
            b'-' if rest.starts_with("----") => {
                self.b.end_block(at);
                self.advance(at + rest.bytes().take_while(|byte| *byte == b'-').count());
                true
            }
            b'{' | b'|' | b'!' | b' ' | b'\t' => self.table_line(at, end),
            _ => false,
        }
    }

    /// Within a note an item is a paragraph.
    fn line_in_note(&mut self, at: usize, rest: &str) -> bool {
        let signs = rest.bytes().take_while(|byte| b"*#:;".contains(byte)).count();
        if signs > 0 {
            self.b.block(BlockKind::Paragraph, at);
            self.advance(at + signs);
        }
        signs > 0
    }

    /// `== Title ==`; a comment may follow.
    fn heading(&mut self, at: usize, end: usize) -> bool {
        let line_end = self.src[at..end].find('\n').map_or(end, |len| at + len);
        let line = self.src[at..line_end].trim_end();
        let line = line
            .strip_suffix("-->")
            .and_then(|line| line.rfind("<!--").map(|at| line[..at].trim_end()))
            .unwrap_or(line);
        let before = line.bytes().take_while(|byte| *byte == b'=').count();
        let after = line.bytes().rev().take_while(|byte| *byte == b'=').count();
        let level = before.min(after).min(6);
        if level == 0 || line.len() < 2 * level + 1 || line.len() > 2000 {
            return false;
        }
        // a title that a reference of several lines parts goes on after it
        self.b.heading(level as u8, at);
        self.advance(line_end);
        self.push(at + level, at + line.len() - level, super::walk::Then::Block(self.base));
        true
    }

    /// `* item`, `# item`, `; term : what it is`, `: indented`.
    fn item(&mut self, at: usize, rest: &str) -> bool {
        let signs = rest.bytes().take_while(|byte| b"*#:;".contains(byte)).count();
        let kind = match &rest.as_bytes()[..signs] {
            _ if self.base.is_some() => self.base.unwrap_or(BlockKind::ListItem),
            [signs @ .., b':'] if signs.iter().all(|sign| *sign == b':') => BlockKind::Paragraph,
            _ => BlockKind::ListItem,
        };
        if self.tables == 0 || self.frames.len() > 1 {
            self.b.block(kind, at);
        }
        self.advance(at + signs);
        true
    }

    /// At a line feed.
    pub(super) fn line_end(&mut self, at: usize, end: usize) -> bool {
        let bytes = self.src.as_bytes();
        let empty = |from: usize| {
            let next = bytes[from..end].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count() + from;
            (next < end && bytes[next] == b'\n').then_some(next)
        };
        self.advance(at + 1);
        let blank = empty(at + 1);
        if let Some(next) = blank {
            self.advance(next);
            // an unclosed reference ends with its paragraph
            while self.notes.last() == Some(&End::Nothing) {
                self.b.degraded.get_or_insert_with(|| "a note has no end".to_owned());
                self.notes.pop();
                self.b.close_note(at);
            }
        }
        let item = matches!(self.b.kind(), Some(BlockKind::ListItem)) && self.base.is_none();
        let indented = self.notes.is_empty() && self.frames.len() == 1 && item;
        if (blank.is_some() && self.tables == 0) || (blank.is_some() && !self.notes.is_empty()) || indented {
            self.b.end_block(at);
        } else {
            self.b.blank(Span::new(at, at + 1));
        }
        true
    }
}
