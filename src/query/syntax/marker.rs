//! Markers of notes that were copied with a sentence.

use crate::span::Span;

/// Most digits of a marker.
const LONGEST: usize = 3;

/// Letters of a word, at least, that a raised figure is no exponent of: `km²`.
const LONGER_THAN_A_UNIT: usize = 3;

/// True for a word that may be a marker which hangs on what stands before it:
/// `exceptions.[1]`, `wall.¹`, `wall.1 Then`.
pub fn is_copied(text: &str, word: Span) -> bool {
    let (before, marker, after) = (&text[..word.start], &text[word.start..word.end], &text[word.end..]);
    let count = marker.chars().count();
    if let Some(before) = before.strip_suffix('[') {
        let is_label = count <= LONGEST && marker.bytes().all(|byte| byte.is_ascii_digit())
            || count == 1 && marker.chars().all(char::is_alphabetic);
        let ends = after.strip_prefix(']').is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
        return is_label && ends && hangs_on_something(before);
    }
    if marker.chars().all(is_raised) {
        let letters = before.chars().rev().take_while(|c| c.is_alphabetic()).count();
        let is_exponent = before.ends_with(char::is_alphanumeric) && letters < LONGER_THAN_A_UNIT;
        return count <= LONGEST && hangs_on_something(before) && !is_exponent;
    }
    // a raised figure that was copied as plain text
    let mut signs = before.chars().rev();
    let after_sentence = signs.next().is_some_and(|c| matches!(c, '.' | ',' | ';' | '!' | '?' | '”' | '’' | '"' | ')'))
        && signs.find(|c| !matches!(c, '.' | '”' | '’' | '"' | ')')).is_some_and(char::is_alphabetic);
    count <= LONGEST && marker.bytes().all(|byte| byte.is_ascii_digit()) && after_sentence
}

/// True where a word stands before, up to a blank.
fn hangs_on_something(before: &str) -> bool {
    let chunk = before.rsplit(char::is_whitespace).next().unwrap_or("");
    !chunk.ends_with('[') && chunk.contains(char::is_alphanumeric)
}

fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}
