//! Mathematics, and ligatures outside of it.
//!
//! A formula is read simply: signs for their commands, braces gone, what is not
//! known as it stands. `$x^2 \le \alpha$` reads `x^2 ≤ α`.

use super::groups::Kind;
use super::walk::Reader;
use crate::read::raised;

/// The sign that characters at the start of `text` make, and how many bytes they are.
pub(super) fn ligature(text: &str) -> (&'static str, usize) {
    const LIGATURES: [(&str, &str); 10] = [
        ("---", "—"),
        ("--", "–"),
        ("``", "“"),
        ("''", "”"),
        ("`", "‘"),
        ("!`", "¡"),
        ("?`", "¿"),
        (",,", "„"),
        ("<<", "«"),
        (">>", "»"),
    ];
    let found = LIGATURES.iter().find(|(signs, _)| text.starts_with(signs));
    found.map_or(("", 1), |(signs, stands)| (stands, signs.len()))
}

impl Reader<'_> {
    /// `$` or `$$`.
    pub(super) fn dollar(&mut self, at: usize, end: usize) {
        let doubled = self.src[at..end].starts_with("$$");
        let top = self.stack.last().map(|group| group.kind);
        match top {
            Some(Kind::Math) => {
                self.advance(at + 1);
                self.pop(at, 1);
            }
            Some(Kind::Display) if doubled => {
                self.advance(at + 2);
                self.pop(at, 2);
                self.blank(at + 2, at + 2);
            }
            _ if doubled && !self.state.math => {
                self.advance(at + 2);
                self.blank(at, at + 2);
                self.push(Kind::Display);
                self.state.math = true;
            }
            // a dollar in a formula that a brace has parted
            _ if self.state.math => self.advance(at + 1),
            _ => {
                self.advance(at + 1);
                self.push(Kind::Math);
                self.state.math = true;
            }
        }
    }

    /// `^` in a formula: an exponent of figures is raised (`x^2`, `10^{-6}`), any other stays.
    pub(super) fn power(&mut self, at: usize, end: usize) {
        let (from, to, after) = match self.src.as_bytes().get(at + 1) {
            Some(b'{') if let Some(close) = self.braces.close(at + 1) => (at + 2, close, close + 1),
            Some(b'0'..=b'9' | b'n') => (at + 1, at + 2, at + 2),
            _ => (at, at, at),
        };
        if after > end || after == at || !raised::is_high(&self.src[from..to]) {
            return self.sign("^", at, 1);
        }
        self.advance(after);
        self.high(from, to);
    }

    /// `\(` or `\[`.
    pub(super) fn open_math(&mut self, display: bool, start: usize, at: usize) {
        if display {
            self.blank(start, at);
        }
        if !self.state.math {
            self.push(if display { Kind::Display } else { Kind::Math });
            self.state.math = true;
        }
    }

    /// `\)` or `\]`.
    pub(super) fn close_math(&mut self, start: usize, at: usize) {
        if let Some(Kind::Math | Kind::Display) = self.stack.last().map(|group| group.kind) {
            self.pop(start, at - start);
        }
        self.blank_after(at);
    }

    fn blank_after(&mut self, at: usize) {
        if self.src[..at].ends_with(']') {
            self.blank(at, at);
        }
    }

    /// `\frac{a}{b}` reads `a/b`.
    pub(super) fn fraction(&mut self) {
        if let Some(open) = self.brace() {
            self.advance(open + 1);
            self.push(Kind::Numerator);
        }
    }

    /// `\left.` and `\right.` show nothing.
    pub(super) fn fence(&mut self) {
        let (at, end) = self.here();
        if self.src[at..end].starts_with('.') {
            self.advance(at + 1);
        }
    }
}
