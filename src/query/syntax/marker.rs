//! Markers of notes that were copied with a sentence.

use crate::sentence::is_abbreviation;
use crate::span::Span;

/// Most digits of a marker.
const LONGEST: usize = 3;

/// Bytes between brackets besides one word, at most.
const LONGEST_BRACKETS: usize = 12;

/// Letters of a word, at least, that a raised figure is no exponent of: `km²`.
const LONGER_THAN_A_UNIT: usize = 3;

/// True for a word that may be a marker which hangs on what stands before it:
/// `exceptions.[1]`, `wall.¹`, `wall.1 Then`.
pub fn is_copied(text: &str, word: Span) -> bool {
    let (before, marker, after) = (&text[..word.start], &text[word.start..word.end], &text[word.end..]);
    let count = marker.chars().count();
    if let Some(before) = before.strip_suffix('[').filter(|_| count == 1 && marker.chars().all(char::is_alphabetic)) {
        let ends = after.strip_prefix(']').is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
        return ends && hangs_on_something(before);
    }
    if is_in_brackets(before, marker, after) {
        return true;
    }
    if marker.chars().all(is_raised) {
        let letters = before.chars().rev().take_while(|c| c.is_alphabetic()).count();
        let is_exponent = before.ends_with(char::is_alphanumeric) && letters < LONGER_THAN_A_UNIT;
        return count <= LONGEST && hangs_on_something(before) && !is_exponent;
    }
    count <= LONGEST && marker.bytes().all(|byte| byte.is_ascii_digit()) && was_raised(before, after)
}

/// True for a word of what stands in brackets after a word and is a marker as a whole:
/// `[1]`, `[^3]`, `[2, 3]`, `[2: 14]`, `[note 2]`; `(1)` right after a sign.
fn is_in_brackets(before: &str, marker: &str, after: &str) -> bool {
    let inside = |open: char, close: char| {
        let (head, start) = before.rsplit_once(open)?;
        let (end, _) = after.split_once(close)?;
        let is_short = start.len() + end.len() <= LONGEST_BRACKETS && !start.contains(close) && !end.contains(open);
        is_short.then(|| (head.to_owned(), format!("{start}{marker}{end}")))
    };
    let is_marker = |inner: &str| {
        let inner = inner.trim_start_matches('^');
        let inner = ["note ", "n. ", "fn "].iter().find_map(|name| inner.strip_prefix(name)).unwrap_or(inner);
        let numbers = inner.split([',', ':', '-', '–']).map(str::trim);
        numbers.into_iter().all(|n| (1..=LONGEST).contains(&n.len()) && n.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let follows_word = |head: &str| hangs_on_something(head.trim_end());
    let square = inside('[', ']').is_some_and(|(head, inner)| is_marker(&inner) && follows_word(&head));
    let round = inside('(', ')').is_some_and(|(head, inner)| {
        let ended = head.ends_with(['.', ',', ';', '!', '?', '”', '"']);
        ended && is_marker(&inner) && !inner.contains([',', ':'])
    });
    square || round
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
