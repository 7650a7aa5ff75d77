//! What begins with two full stops: notes, citations, targets, directives,
//! comments.

use super::field::blanks;
use super::{Frame, Walker};
use crate::model::BlockKind;

impl Walker<'_> {
    /// Reads an explicit block that begins in a line.
    pub fn explicit(&mut self, at: usize) {
        let (byte, column) = self.content(at);
        let line_end = self.lines[at].end;
        let from = (byte + 2 + blanks(&self.text[byte + 2..line_end])).min(line_end);
        let words = &self.text[from..line_end];
        // `..` alone with a blank line below hides nothing
        let empty = words.is_empty() && self.lines.get(at + 1).is_none_or(crate::read::lines::Line::is_blank);
        let end = if empty { at + 1 } else { self.body_end(at + 1, column).max(at + 1) };
        if let Some(label) = note_label(words) {
            return self.note(label.len(), from, (at, end));
        }
        if let Some((name, length)) = directive_name(words) {
            let name = name.to_owned();
            return self.directive(&name, from + length, (at, end));
        }
        // targets, substitutions (see `substitution`) and comments are no text
        self.go_to(end);
    }

    /// `.. [label] text`; the label has `length` bytes and stands after the
    /// bracket at byte `from`.
    fn note(&mut self, length: usize, from: usize, (at, end): (usize, usize)) {
        let label = &self.text[from + 1..from + 1 + length];
        let id = self.notes.define(label);
        let byte = self.content(at).0;
        self.builder.end_block(byte);
        self.builder.open_note(&id, "", byte);
        self.front = false;
        let after = from + length + 2;
        let text = after + blanks(&self.text[after..self.lines[at].end]);
        let first = (text < self.lines[at].end).then_some((at, text));
        let column = self.content(at).1;
        let indent = self.indent_of(at + 1, end).unwrap_or(column + 3);
        let start = if first.is_some() { at } else { at + 1 };
        self.push(Frame { at: start, end, indent, kind: BlockKind::Paragraph, first, note: true });
    }
}

/// The label of `[label] …`: digits, `#`, `#name`, `*`, or the name of a work.
pub fn note_label(words: &str) -> Option<&str> {
    let rest = words.strip_prefix('[')?;
    let label = &rest[..rest.find(']').filter(|end| *end <= 120)?];
    let after = &rest[label.len() + 1..];
    (is_label(label) && (after.is_empty() || after.starts_with([' ', '\t']))).then_some(label)
}

/// True for what can stand in the brackets of a note or citation.
pub fn is_label(label: &str) -> bool {
    let name = label.strip_prefix('#').unwrap_or(label);
    let inner = |c: char| c.is_alphanumeric() || "-._+:".contains(c);
    let edge = |c: char| c.is_alphanumeric() || c == '_';
    matches!(label, "#" | "*") || name.chars().all(inner) && name.starts_with(edge) && name.ends_with(edge)
}

/// The name of a directive, `name::`, and how many bytes it takes.
fn directive_name(words: &str) -> Option<(&str, usize)> {
    let at = words.find("::").filter(|at| *at <= 80)?;
    let (name, after) = (words[..at].trim_end(), &words[at + 2..]);
    let fits = |c: char| c.is_alphanumeric() || "-_.+:".contains(c);
    let whole = !name.is_empty() && name.chars().all(fits) && name.starts_with(char::is_alphanumeric);
    (whole && (after.is_empty() || after.starts_with([' ', '\t']))).then_some((name, at + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_directives() {
        for (words, label) in
            [("[1] x", "1"), ("[#] x", "#"), ("[#a-b]", "#a-b"), ("[*] x", "*"), ("[CIT2002] x", "CIT2002")]
        {
            assert_eq!(note_label(words), Some(label));
        }
        for words in ["[1]x", "[] x", "[a b] x", "1 x", "[-] x"] {
            assert_eq!(note_label(words), None, "{words}");
        }
        assert_eq!(directive_name("code-block:: rust"), Some(("code-block", 12)));
        assert_eq!(directive_name("py:function:: f(x)"), Some(("py:function", 13)));
        assert_eq!(directive_name("a comment:: with words"), None);
        assert_eq!(directive_name("_target: http://x::y"), None);
    }
}
