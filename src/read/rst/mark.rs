//! Where inline markup may begin and end.

/// True where the delimiter of bytes `at..after` can open: a border before it,
/// something other than white space after it, and no quotes around it.
pub fn opens(text: &str, at: usize, after: usize, end: usize) -> bool {
    let before = text[..at].chars().next_back();
    let Some(next) = text[after.min(end)..end].chars().next() else { return false };
    let border = before.is_none_or(|c| c.is_whitespace() || "'\"([{<-/:".contains(c) || is_sign(c));
    let quoted = match before {
        Some('"') => next == '"',
        Some('\'') => next == '\'',
        Some('(') => next == ')',
        Some('[') => next == ']',
        Some('{') => next == '}',
        Some('<') => next == '>',
        Some('“') => next == '”',
        Some('‘') => next == '’',
        Some('«') => next == '»',
        _ => false,
    };
    border && !next.is_whitespace() && !quoted
}

/// True where markup that ends before byte `after` is followed by a border.
pub fn ends(text: &str, after: usize, end: usize) -> bool {
    let next = text[after.min(end)..end].chars().next();
    next.is_none_or(|c| c.is_whitespace() || "'\")]}>-/:.,;!?\\".contains(c) || is_sign(c))
}

/// True for punctuation beyond ASCII, such as `“` or `—`.
fn is_sign(c: char) -> bool {
    !c.is_ascii() && !c.is_alphanumeric()
}

/// True where an odd number of backslashes stands before byte `at`.
pub fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take(64).take_while(|b| **b == b'\\').count() % 2 == 1
}
