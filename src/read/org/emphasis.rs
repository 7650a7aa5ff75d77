//! `*bold*`, `/italic/`, `_underlined_`, `+struck+`, `=verbatim=`, `~code~`.

/// The signs of emphasis.
pub const SIGNS: [u8; 6] = *b"*/_+=~";

/// Finds where emphasis closes, in one stretch of text.
pub struct Emphasis<'a> {
    text: &'a str,
    end: usize,
    /// For each sign a byte from which on none closes.
    none: [usize; 6],
}

impl<'a> Emphasis<'a> {
    /// For the text up to byte `end`.
    pub fn new(text: &'a str, end: usize) -> Self {
        Emphasis { text, end, none: [end + 1; 6] }
    }

    /// The byte of the sign that closes what one at byte `at` opens. Before the
    /// first stands a border, after the second too, and no blank inside of either.
    pub fn close(&mut self, at: usize) -> Option<usize> {
        let sign = self.text.as_bytes()[at];
        let which = SIGNS.iter().position(|other| *other == sign)?;
        let before = self.text[..at].chars().next_back();
        let border = before.is_none_or(|c| c.is_whitespace() || "-('\"{–—“‘„«[*/_+".contains(c));
        let blank = |text: &str| text.starts_with(char::is_whitespace) || text.is_empty();
        if !border || blank(&self.text[at + 1..self.end]) || at >= self.none[which] {
            return None;
        }
        let mut from = at + 2;
        while let Some(found) = self.text.as_bytes()[from.min(self.end)..self.end].iter().position(|b| *b == sign) {
            let found = from + found;
            let inside = self.text[..found].ends_with(char::is_whitespace);
            let next = self.text[found + 1..self.end].chars().next();
            if !inside && next.is_none_or(|c| c.is_whitespace() || "-.,;:!?'\")}[]–—”’»*/_+".contains(c)) {
                return Some(found);
            }
            from = found + 1;
        }
        self.none[which] = at;
        None
    }
}
