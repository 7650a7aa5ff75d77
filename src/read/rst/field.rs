//! Fields: `:name: what it says`. At the top they tell of the document.

use super::{Frame, Walker};
use crate::model::BlockKind;
use crate::read::fields;

/// The name of a field that begins a line, and how many bytes it takes, colons
/// included. `` :role:`text` `` is none.
pub fn name(line: &str) -> Option<(&str, usize)> {
    let rest = line.strip_prefix(':').filter(|rest| !rest.starts_with([' ', ':', '`']))?;
    let closes = |at: &usize| {
        let after = &rest[at + 1..];
        !rest[..*at].ends_with('\\') && (after.is_empty() || after.starts_with([' ', '\t', '\n', '\r']))
    };
    let end = rest.match_indices(':').take(20).map(|(at, _)| at).find(closes)?;
    (end > 0 && end < 120 && !rest[..end].contains('`')).then(|| (&rest[..end], end + 2))
}

impl Walker<'_> {
    /// Reads a field: of the document where nothing came before, else a name and
    /// its text.
    pub fn field(&mut self, at: usize) {
        let (byte, column) = self.content(at);
        let words = &self.text[byte..self.lines[at].end];
        let Some((name, length)) = name(words) else { return self.go_to(at + 1) };
        let end = self.body_end(at + 1, column).max(at + 1);
        let own = name.to_lowercase();
        if self.front && self.frames.len() == 1 && !["abstract", "dedication"].contains(&own.as_str()) {
            let value = self.text[byte + length..self.last_text(end)].trim();
            fields::set(&mut self.builder.meta, name, &plain(value, &own));
            return self.go_to(end);
        }
        let front = self.front;
        self.paragraph(BlockKind::ListItem, byte + 1, byte + length - 1);
        self.front = front;
        let indent = self.indent_of(at + 1, end).unwrap_or(column + length);
        let first = (byte + length < self.lines[at].end).then_some((at, byte + length));
        let from = if first.is_some() { at } else { at + 1 };
        let first = first.map(|(line, byte)| (line, byte + blanks(&self.text[byte..])));
        if self.is_deepest() {
            return self.go_to(at + 1);
        }
        self.push(Frame { at: from, end, indent, kind: BlockKind::ListItem, first, note: false });
    }
}

/// The bytes of white space before a text.
pub fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// A value without its list signs and the marks of revision systems, `$Date: 2020-01-02 $`.
fn plain(value: &str, name: &str) -> String {
    let value = value.strip_prefix('$').and_then(|value| value.strip_suffix('$')).unwrap_or(value);
    let value = value.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)).map_or(value, |(_, v)| v);
    let items: Vec<&str> = value.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if items.len() > 1 && items.iter().all(|item| item.starts_with("- ") || item.starts_with("* ")) {
        return items.iter().map(|item| item[2..].trim()).collect::<Vec<_>>().join("; ");
    }
    items.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_no_roles() {
        assert_eq!(name(":Author: A. B"), Some(("Author", 8)));
        assert_eq!(name(":param x: y"), Some(("param x", 9)));
        assert_eq!(name(":ref:`x` y"), None);
        assert_eq!(name("::"), None);
    }

    #[test]
    fn values_are_plain() {
        assert_eq!(plain("$Date: 2020-01-02 $", "date"), "2020-01-02 ".trim());
        assert_eq!(plain("- A. B\n  - C. D", "authors"), "A. B; C. D");
    }
}
