//! What the scanners find: a citation that its own shape gives away, wherever
//! in a note it stands.

use crate::model::Citation;

/// A citation found by its shape, with the tokens it takes up.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
    /// First byte. May lie inside the first token (after a bracket).
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// True where a reference around it takes it in (a URL, a law review),
    /// false where it is a citation of its own (a case).
    pub part: bool,
    /// What is known of it; `raw`, `start` and `end` are filled in at the end.
    pub cite: Citation,
}

/// Letters and digits in lower case.
pub fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
