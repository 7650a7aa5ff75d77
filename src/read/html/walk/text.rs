//! Text nodes: references, cuts, raised digits, preformatted lines.

use super::Walker;
use crate::read::html::entity::{self, Piece};
use crate::read::html::label;
use crate::read::html::shape;
use crate::read::html::tree::{Id, Node};
use crate::read::raised;
use crate::span::Span;

impl Walker<'_, '_> {
    /// Begins a block at byte `at` if none is open.
    pub(super) fn begin(&mut self, at: usize) {
        self.breaks = 0;
        let from = self.from.take();
        if self.builder.kind().is_none() {
            let at = from.unwrap_or(at);
            if self.state.level > 0 {
                self.builder.heading(self.state.level, at);
            } else {
                self.builder.block(self.state.kind, at);
            }
        }
    }

    /// A text node.
    pub(super) fn text(&mut self, id: Id, node: &Node) {
        let raw = self.site.tree.raw(id);
        let cuts = self.plan.cuts.get(&id).map_or(&[][..], Vec::as_slice);
        let start = node.start as usize;
        if cuts.is_empty() && !raw.contains('&') {
            return self.plain(raw, start);
        }
        if node.verbatim {
            return self.plain(raw, start);
        }
        for (at, len, piece) in entity::pieces(raw) {
            let at = start + at;
            if !matches!(piece, Piece::Plain(_)) {
                if !is_cut(cuts, at) {
                    self.reference(piece, Span::new(at, at + len));
                }
                continue;
            }
            self.around_cuts(&raw[at - start..at - start + len], at, cuts);
        }
    }

    fn reference(&mut self, piece: Piece, span: Span) {
        let mut buffer = [0; 4];
        let text = match piece {
            Piece::Char(c) => &*c.encode_utf8(&mut buffer),
            Piece::Named(text) | Piece::Plain(text) => text,
        };
        if !text.trim().is_empty() {
            self.begin(span.start);
        }
        if self.builder.kind().is_some() {
            self.builder.replaced(text, span);
        }
    }

    fn around_cuts(&mut self, text: &str, at: usize, cuts: &[(u32, u32)]) {
        let mut from = at;
        let end = at + text.len();
        for (cut, to) in cuts {
            let (cut, to) = ((*cut as usize).clamp(from, end), (*to as usize).clamp(from, end));
            if cut > from {
                self.plain(&text[from - at..cut - at], from);
            }
            from = to.max(cut);
        }
        if from < end {
            self.plain(&text[from - at..], from);
        }
    }

    /// Text without references.
    fn plain(&mut self, text: &str, at: usize) {
        let blank = text.bytes().all(|b| b.is_ascii_whitespace());
        if blank && self.builder.kind().is_none() {
            return;
        }
        if self.state.raised && !blank && shape::is_raised(text) {
            return self.raised(text, at);
        }
        if self.state.raised && !blank && self.builder.kind().is_some() && !text.contains(char::is_whitespace) {
            return raised::write(self.builder, text, at);
        }
        if self.state.preformatted && text.contains("\n") {
            return self.lines(text, at);
        }
        if !blank {
            self.begin(at + (text.len() - text.trim_start().len()));
        }
        self.builder.text(text, at);
    }

    /// Raised digits, as the characters that are such: `x²`, and a call of a
    /// note that was typed by hand.
    fn raised(&mut self, text: &str, at: usize) {
        self.begin(at);
        for (i, c) in text.char_indices() {
            let span = Span::new(at + i, at + i + c.len_utf8());
            let mut buffer = [0; 4];
            self.builder.replaced(label::raised_digit(c).unwrap_or(c).encode_utf8(&mut buffer), span);
        }
    }

    /// Preformatted text: an empty line parts paragraphs.
    fn lines(&mut self, text: &str, at: usize) {
        let mut from = at;
        for line in text.split_inclusive('\n') {
            if line.trim().is_empty() && self.builder.kind().is_some() && self.breaks > 0 {
                self.builder.end_block(from);
            } else if !line.trim().is_empty() {
                self.begin(from + (line.len() - line.trim_start().len()));
                self.builder.text(line, from);
            }
            self.breaks = if line.ends_with('\n') { 1 } else { self.breaks };
            from += line.len();
        }
    }
}

fn is_cut(cuts: &[(u32, u32)], at: usize) -> bool {
    cuts.iter().any(|(from, to)| (*from as usize) <= at && at < *to as usize)
}
