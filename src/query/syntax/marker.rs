//! Markers of notes that were copied with a sentence.

use crate::sentence::is_abbreviation;
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
    count <= LONGEST && marker.bytes().all(|byte| byte.is_ascii_digit()) && was_raised(before, after)
}

/// True for digits between a sentence, or a part of one, and the next: a raised figure
/// that was copied as plain text. Counter-examples: `p.12`, `vol.2`, `Henry.4`, `3.5`.
fn was_raised(before: &str, after: &str) -> bool {
    let is_closing = |c: char| matches!(c, '”' | '’' | '"' | ')');
    let ended = before.trim_end_matches(is_closing);
    let sign = ended.chars().next_back().filter(|sign| matches!(sign, '.' | '!' | '?' | ',' | ';'));
    let word = ended.trim_end_matches(|c: char| !c.is_alphanumeric()).rsplit(|c: char| !c.is_alphabetic()).next();
    let is_word = word.is_some_and(|word| word.chars().count() > LONGER_THAN_A_UNIT && !is_abbreviation(word));
    let next = after.strip_prefix(' ').map(|rest| rest.trim_start_matches(['“', '"', '‘', '(']));
    let next = next.and_then(|rest| rest.chars().next());
    let goes_on = match sign {
        Some(',' | ';') => next.is_some_and(char::is_alphabetic),
        Some(_) => next.is_some_and(char::is_uppercase),
        None => false,
    };
    is_word && goes_on
}

/// True where a word stands before, up to a blank.
fn hangs_on_something(before: &str) -> bool {
    let chunk = before.rsplit(char::is_whitespace).next().unwrap_or("");
    !chunk.ends_with('[') && chunk.contains(char::is_alphanumeric)
}

fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}
