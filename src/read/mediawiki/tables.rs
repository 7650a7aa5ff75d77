//! Tables: `{|`, `|-`, `| cell || cell`, `! head !! head`, `|+ caption`, `|}`.

use super::walk::{Reader, Then};
use crate::model::BlockKind;
use crate::span::Span;

impl Reader<'_> {
    /// A line that may belong to a table; true where its sign has been read.
    pub(super) fn table_line(&mut self, line: usize, end: usize) -> bool {
        let at = line + self.src[line..end].bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b':')).count();
        let rest = &self.src[at..end];
        let line_end = rest.find('\n').map_or(end, |len| at + len);
        if rest.starts_with("{|") {
            self.b.end_block(line);
            self.tables += 1;
            self.advance(line_end);
            return true;
        }
        if self.tables == 0 {
            return false;
        }
        if rest.starts_with("|}") && !rest.starts_with("|}}") {
            self.b.end_block(line);
            self.tables -= 1;
            self.advance(at + 2);
        } else if rest.starts_with("|-") {
            self.b.end_block(line);
            self.advance(line_end);
        } else if rest.starts_with("|+") {
            self.b.block(BlockKind::Caption, at);
            self.advance(line_end);
            let from = self.after_attributes(at + 2, line_end);
            self.push(from, line_end, Then::Block(self.base));
        } else if rest.starts_with(['|', '!']) {
            self.heads = rest.starts_with('!');
            self.open_cell(at, at + 1, line_end);
        } else {
            return false;
        }
        true
    }

    /// `||` or `!!` within a line of a table.
    pub(super) fn cell(&mut self, at: usize, end: usize) -> bool {
        let rest = &self.src[at..end];
        let parts = rest.starts_with("||") || self.heads && rest.starts_with("!!");
        if self.tables == 0 || !parts || !self.notes.is_empty() || self.frames.len() > 1 {
            return false;
        }
        let line_end = rest.find('\n').map_or(end, |len| at + len);
        self.open_cell(at, at + 2, line_end);
        true
    }

    fn open_cell(&mut self, at: usize, from: usize, line_end: usize) {
        if self.b.kind() == Some(BlockKind::TableRow) {
            self.b.blank(Span::new(at, from));
        } else {
            self.b.block(BlockKind::TableRow, at);
        }
        let from = self.after_attributes(from, line_end);
        self.advance(from);
    }

    /// The byte after `style="…" |` before a cell's text: what stands before a
    /// single bar and has an `=`, but no link or template.
    fn after_attributes(&self, from: usize, line_end: usize) -> usize {
        let line = &self.src[from..line_end];
        let bytes = line.as_bytes();
        let ends = |at: &usize| b"|[{<".contains(&bytes[*at]) || self.heads && bytes[*at..].starts_with(b"!!");
        let sign = (0..bytes.len().min(400)).find(ends);
        let Some(bar) = sign.filter(|bar| line[*bar..].starts_with('|')) else { return from };
        let attributes = line[..bar].contains('=') && !line[bar..].starts_with("||");
        if attributes { from + bar + 1 } else { from }
    }
}
