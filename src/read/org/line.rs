//! What a line is by its first signs.

use super::Walker;
use crate::model::BlockKind;
use crate::read::lines::Line;
use crate::span::Span;

/// The number of `[12] …` at the start of a line, a note that was typed by hand
/// or by an older Org; `link` knows these, if they are blocks of their own.
fn number(words: &str) -> Option<&str> {
    let rest = words.strip_prefix('[')?;
    let number = &rest[..rest.bytes().take(4).take_while(u8::is_ascii_digit).count()];
    let after = rest[number.len()..].strip_prefix(']')?;
    (!number.is_empty() && (after.is_empty() || after.starts_with([' ', '\t']))).then_some(number)
}

/// The label of `[fn:label] …`.
fn label(words: &str) -> Option<&str> {
    let rest = words.strip_prefix("[fn:")?;
    let label = &rest[..rest.find(']').filter(|end| *end <= 120)?];
    (!label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))).then_some(label)
}

impl Walker<'_> {
    /// Reads the element that begins in a line; returns the line after it.
    pub fn element(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        let words = &self.text[line.text..line.end];
        if line.indent == 0 && words.starts_with('*') && words.trim_start_matches('*').starts_with([' ', '\t']) {
            self.close_note();
            self.heading(at);
            return at + 1;
        }
        if line.indent == 0 && words.starts_with('[') && self.definition(at) {
            return self.after_label(at);
        }
        if line.indent == 0 && !self.is_item(at) {
            self.list = None;
        }
        match words.as_bytes()[0] {
            b'#' if words.starts_with("#+") => return self.keyword(at),
            b'#' if words == "#" || words.starts_with("# ") => return at + 1,
            b':' if words == ":" || words.starts_with(": ") => return self.fixed(at),
            b':' if let Some(end) = self.drawer(at) => return end,
            b'|' => return self.row(at),
            b'-' if words.len() >= 5 && words.bytes().all(|b| b == b'-') => return at + 1,
            _ => {}
        }
        if is_planning(words) {
            return at + 1;
        }
        match self.item(at) {
            Some((length, _)) => self.list_item(at, length),
            None => {
                let kind = self.kind(at);
                self.text_lines(kind, at, line.text)
            }
        }
    }

    /// True where a definition begins in a line: its note is then open.
    fn definition(&mut self, at: usize) -> bool {
        let line = self.lines[at];
        let words = &self.text[line.text..line.end];
        let Some(found) = label(words) else { return false };
        let found = found.to_owned();
        self.close_note();
        self.builder.end_block(line.text);
        self.builder.open_note(&found.to_lowercase(), &found, line.text);
        (self.note, self.list, self.end) = (true, None, line.text + found.len() + 5);
        true
    }

    /// The text after the label of a definition.
    fn after_label(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        let from = line.text + self.text[line.text..line.end].find(']').map_or(0, |end| end + 1);
        let rest = &self.text[from..line.end];
        if rest.trim().is_empty() {
            return at + 1;
        }
        self.text_lines(BlockKind::Paragraph, at, from + rest.len() - rest.trim_start().len())
    }

    /// A paragraph that begins at byte `from` of a line and goes on in the lines
    /// below, up to one that begins something else.
    fn text_lines(&mut self, kind: BlockKind, at: usize, from: usize) -> usize {
        let end = (at + 1..self.lines.len()).find(|next| self.begins(*next)).unwrap_or(self.lines.len());
        self.paragraph(kind, from, self.lines[end - 1].end);
        end
    }

    /// True where a line does not go on with the paragraph above.
    fn begins(&self, at: usize) -> bool {
        let line = self.lines[at];
        if line.is_blank() {
            return true;
        }
        let words = self.words(at);
        let margin = line.indent == 0;
        match words.as_bytes()[0] {
            b'*' if margin && words.trim_start_matches('*').starts_with([' ', '\t']) => true,
            b'[' if margin => label(words).is_some() || number(words).is_some(),
            b'#' => words.starts_with("#+") || words == "#" || words.starts_with("# "),
            b'|' => true,
            b':' => words.starts_with(": ") || is_drawer(words),
            b'-' if words.len() >= 5 && words.bytes().all(|b| b == b'-') => true,
            _ => self.is_item(at),
        }
    }

    fn is_item(&self, at: usize) -> bool {
        self.item(at).is_some()
    }

    /// How many bytes the sign of a list item takes, its counter and box
    /// included; and whether it is a number.
    fn item(&self, at: usize) -> Option<(usize, bool)> {
        let words = self.words(at);
        let star = self.lines[at].indent > 0 && words.starts_with('*');
        let digits = words.bytes().take(6).take_while(u8::is_ascii_digit).count();
        let sign = match star || words.starts_with(['-', '+']) {
            true => 1,
            false if digits > 0 && words[digits..].starts_with(['.', ')']) => digits + 1,
            false => return None,
        };
        let mut rest = words[sign..].strip_prefix([' ', '\t']).or(words[sign..].is_empty().then_some(""))?.trim_start();
        for (open, longest) in [("[@", 6), ("[ ]", 3), ("[X]", 3), ("[-]", 3)] {
            if rest.starts_with(open) {
                let end = rest.bytes().take(longest).position(|b| b == b']').map_or(0, |end| end + 1);
                rest = rest[end..].trim_start();
            }
        }
        Some((words.len() - rest.len(), digits > 0))
    }

    fn list_item(&mut self, at: usize, length: usize) -> usize {
        let line = self.lines[at];
        self.list = Some(self.list.map_or(line.indent, |outer| outer.min(line.indent)));
        if line.text + length >= line.end {
            return at + 1;
        }
        let held = self.blocks.last().map(|(_, kind)| *kind).filter(|kind| *kind != BlockKind::Paragraph);
        self.text_lines(held.unwrap_or(BlockKind::ListItem), at, line.text + length)
    }

    /// Lines that begin with a colon stand as they are.
    fn fixed(&mut self, at: usize) -> usize {
        let colon = |line: &usize| !self.words(*line).starts_with(": ") && self.words(*line) != ":";
        let end = (at..self.lines.len()).find(colon).unwrap_or(self.lines.len());
        let mut open = false;
        for line in at..end {
            let (from, to) = (self.lines[line].text + 1, self.lines[line].end);
            if from < to {
                if !open {
                    self.open_block(BlockKind::Paragraph, from);
                }
                open = true;
                self.builder.literal(Span::new(from, to));
                self.builder.text(&self.text[from..to], from);
                self.builder.blank(Span::new(to, to));
                self.end = to;
            }
        }
        if open {
            self.builder.end_block(self.end);
        }
        end
    }

    /// The line after a drawer, `:NAME:` to `:END:`, which is no text.
    fn drawer(&mut self, at: usize) -> Option<usize> {
        (is_drawer(self.words(at)) && !self.words(at).eq_ignore_ascii_case(":end:")).then_some(())?;
        if at < self.undrawn {
            return None;
        }
        let heading = |line: &Line| line.indent == 0 && self.text[line.text..].starts_with("* ");
        let stop = self.lines[at + 1..].iter().position(heading).map_or(self.lines.len(), |stop| at + 1 + stop);
        let found = (at + 1..stop).find(|line| self.words(*line).eq_ignore_ascii_case(":end:"));
        if found.is_none() {
            self.undrawn = stop;
        }
        found.map(|found| found + 1)
    }

    /// A row of a table; a rule is none.
    fn row(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        let words = &self.text[line.text..line.end];
        if words.starts_with("|-") {
            return at + 1;
        }
        let mut from = line.text + 1;
        let mut open = false;
        for cell in words[1..].split('|') {
            let blanks = cell.len() - cell.trim_start().len();
            let (start, to) = (from + blanks, from + cell.trim_end().len());
            from += cell.len() + 1;
            if start >= to {
                continue;
            }
            if open {
                self.builder.replaced(" | ", Span::new(self.end, start));
            } else {
                self.open_block(BlockKind::TableRow, start);
            }
            open = true;
            self.inline(start, to);
            self.end = to;
        }
        if open {
            self.builder.end_block(self.end);
        }
        at + 1
    }
}

/// True for the line of a heading's dates and for a clock's.
fn is_planning(words: &str) -> bool {
    let stamp = |rest: &str| rest.trim_start().starts_with(['<', '[']);
    ["SCHEDULED:", "DEADLINE:", "CLOSED:", "CLOCK:"].iter().any(|key| words.strip_prefix(key).is_some_and(stamp))
}

/// True for a line `:NAME:`.
fn is_drawer(words: &str) -> bool {
    let name = words.strip_prefix(':').and_then(|rest| rest.strip_suffix(':')).unwrap_or_default();
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}
