//! What a line begins: a title, a list item, a table, a quotation, a paragraph.

use super::section::rule;
use super::{Frame, Walker, grid, simple};
use crate::model::BlockKind;

impl Walker<'_> {
    /// Reads the block that begins in a line of the open frame.
    pub fn block(&mut self, at: usize) {
        let (byte, column) = self.content(at);
        if column > self.frame().indent && !self.is_deepest() {
            return self.quotation(at, column);
        }
        if let Some(title) = self.title(at) {
            return self.heading(&title);
        }
        let words = &self.text[byte..self.lines[at].end];
        let first = words.as_bytes().first().copied().unwrap_or(b' ');
        match first {
            b'.' if words == ".." || words.starts_with(".. ") => return self.explicit(at),
            b'_' if words == "__" || words.starts_with("__ ") => return self.go_to(self.body_end(at + 1, column)),
            b'+' if grid::is_border(words) => return grid::read(self, at),
            b'=' if simple::is_border(words) => return simple::read(self, at),
            b'>' if words.starts_with(">>> ") => return self.doctest(at),
            b'|' if words == "|" || words.starts_with("| ") => return self.line_block(at),
            b':' if super::field::name(words).is_some() => return self.field(at),
            _ => {}
        }
        if rule(words).is_some_and(|(_, length)| length >= 4) {
            return self.go_to(at + 1);
        }
        match self.item(at).filter(|_| !self.is_deepest()) {
            Some(item) => self.list_item(at, item),
            None => self.text_block(at),
        }
    }

    fn quotation(&mut self, at: usize, column: usize) {
        let outer = self.frame();
        let kind = if outer.kind == BlockKind::Caption { outer.kind } else { BlockKind::Quotation };
        let end = self.body_end(at, outer.indent).max(at + 1);
        self.push(Frame { at, end, indent: column, kind, first: None, note: false });
    }

    /// The bytes of the sign of a list item that begins a line, blanks included,
    /// and whether the sign is a part of the text.
    ///
    /// `-`, `*`, `+`, `•`; `1.`, `(1)`, `1)`, `#.`, `a.`, `iv)`. A letter stays in
    /// the text, as it may be a name's. A line below that is not indented shows
    /// that `1990. A year` begins no item.
    fn item(&self, at: usize) -> Option<(usize, bool)> {
        let words = self.words(at);
        let bullet = words.chars().next().filter(|c| "*+-•‣⁃".contains(*c)).map(char::len_utf8);
        if let Some(sign) = bullet {
            let blanks = words[sign..].len() - words[sign..].trim_start().len();
            return (blanks > 0 || words.len() == sign).then_some((sign + blanks, false));
        }
        let inner = words.strip_prefix('(').unwrap_or(words);
        let length = inner.bytes().take(8).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        let (mark, after) = inner.split_at(length);
        let roman = || mark.bytes().all(|b| b"ivxlcdmIVXLCDM".contains(&b));
        let number = mark == "#" || mark.bytes().all(|b| b.is_ascii_digit());
        let counts = !mark.is_empty() && (number || mark.len() == 1 && mark != "#" || roman());
        let close = after.starts_with(')') || after.starts_with('.') && inner.len() == words.len();
        let rest = after.get(1..).filter(|rest| rest.starts_with([' ', '\t']) || rest.is_empty())?;
        let blanks = rest.len() - rest.trim_start().len();
        let sign = words.len() - rest.len() + blanks;
        let next = self.lines.get(at + 1).filter(|_| at + 1 < self.frame().end);
        let alone =
            next.is_none_or(|next| next.is_blank() || next.indent > self.frame().indent || self.goes_on(at + 1));
        (counts && close && alone).then_some((sign, !number))
    }

    /// True where a line begins as an enumerated item does.
    fn goes_on(&self, at: usize) -> bool {
        let line = self.lines[at];
        let words = self.text[line.text..line.end].trim_start_matches('(');
        let mark = words.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        let after = &words[mark..];
        line.indent == self.frame().indent
            && (1..8).contains(&mark)
            && (after.starts_with(". ") || after.starts_with(") "))
    }

    fn list_item(&mut self, at: usize, (sign, is_text): (usize, bool)) {
        let (byte, column) = self.content(at);
        let end = self.body_end(at + 1, column).max(at + 1);
        let indent = self.indent_of(at + 1, end).unwrap_or(column + sign).min(column + sign);
        let first = Some((at, if is_text { byte } else { byte + sign }));
        if byte + sign >= self.lines[at].end && end == at + 1 {
            return self.go_to(end);
        }
        self.front = false;
        self.push(Frame { at, end, indent, kind: BlockKind::ListItem, first, note: false });
    }

    /// Lines that begin with `| `, verse for the most part.
    fn line_block(&mut self, at: usize) {
        let mut line = at;
        let kind = BlockKind::Quotation;
        let mut open = false;
        while line < self.frame().end && !self.lines[line].is_blank() {
            let (byte, end) = (self.content(line).0, self.lines[line].end);
            let sign = usize::from(self.text[byte..end].starts_with('|'));
            if !open {
                self.open_block(kind, byte + sign);
                open = true;
            }
            self.inline(byte + sign, end);
            self.builder.blank((end..end).into());
            line += 1;
        }
        self.builder.end_block(self.lines[line - 1].end);
        self.front = false;
        self.go_to(line);
    }

    /// An interactive session, up to a blank line.
    fn doctest(&mut self, at: usize) {
        let end = (at..self.frame().end).find(|line| self.lines[*line].is_blank()).unwrap_or(self.frame().end);
        self.literal(at, end);
        self.go_to(end);
    }

    /// A paragraph, or a term with its definition; `::` at its end tells that
    /// what follows stands as it is.
    fn text_block(&mut self, at: usize) {
        let frame = self.frame();
        let (indent, limit, holder) = (frame.indent, frame.end, frame.kind);
        let start = self.content(at).0;
        let stops = |line: &usize| self.lines[*line].is_blank() || self.lines[*line].indent > indent;
        let end = (at + 1..limit).find(stops).unwrap_or(limit);
        let to = self.lines[end - 1].end;
        let below = end < limit && !self.lines[end].is_blank();
        let words = &self.text[start..to.max(start)];
        let literal = words.ends_with("::");
        if below && end == at + 1 && !literal && !self.is_deepest() {
            self.paragraph(BlockKind::ListItem, start, to);
            let (column, end) = (self.lines[end].indent, self.body_end(end, indent));
            return self.push(Frame {
                at: at + 1,
                end,
                indent: column,
                kind: BlockKind::ListItem,
                first: None,
                note: false,
            });
        }
        // `text::` is shown as `text:`, `text ::` as `text`
        let shown = match words.strip_suffix("::") {
            Some(before) if before.ends_with(char::is_whitespace) => before.trim_end().len(),
            Some("") => 0,
            Some(before) => before.len() + 1,
            None => words.len(),
        };
        if shown > 0 {
            self.paragraph(holder, start, start + shown);
        }
        self.go_to(end);
        if literal {
            self.literal_below(end, indent);
        }
    }

    /// A literal block after `::`: indented, or each line with the same sign
    /// before it.
    fn literal_below(&mut self, from: usize, indent: usize) {
        let limit = self.frame().end;
        let Some(first) = (from..limit).find(|line| !self.lines[*line].is_blank()) else { return };
        let sign = self.text.as_bytes()[self.lines[first].text];
        let end = match self.lines[first].indent > indent {
            true => self.body_end(first, indent),
            false if sign.is_ascii_punctuation() && first > from && !self.words(first).starts_with(".. ") => {
                let other = |line: &usize| {
                    let line = self.lines[*line];
                    line.is_blank() || self.text.as_bytes()[line.text] != sign
                };
                (first..limit).find(other).unwrap_or(limit)
            }
            false => return,
        };
        self.literal(first, end);
        self.go_to(end);
    }
}
