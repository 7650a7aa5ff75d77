//! Patterns over one word, as they are typed.

use super::tree::Like;
use super::words;

/// What an editor puts in brackets right after a word, and what is no set of letters.
const REMARKS: [&str; 2] = ["sic", "ed"];

/// The pattern that a chunk is, if any; signs around it are passed over.
pub fn like(chunk: &str) -> Option<Like> {
    let lead = |c: char| !c.is_alphanumeric() && c != '*';
    let tail = |c: char| !c.is_alphanumeric() && !matches!(c, '*' | '~' | ']');
    let word = chunk.trim_start_matches(lead).trim_end_matches(tail);
    if let Some((word, digits)) = word.rsplit_once('~')
        && !word.is_empty()
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '\'' | '’'))
        && matches!(digits, "" | "1" | "2")
    {
        return words::one_word(word).then(|| Like::Fuzzy(word.to_owned(), if digits == "2" { 2 } else { 1 }));
    }
    if let Some(set) = letter_set(word) {
        return Some(set);
    }
    // `*word*` is emphasis, `*word` means words that end so
    let word = match word.starts_with('*') && (word.ends_with('*') || word.starts_with("**")) {
        true => word.trim_matches('*'),
        false => word,
    };
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '*' | '?' | '\'' | '’');
    let has_letter = word.contains(char::is_alphanumeric);
    // what an apostrophe joins is several words, but for endings (`don't*`)
    let is_one = |word: &str| words::one_word(&word.replace(['*', '?'], "x"));
    let wild = has_letter && word.contains(['*', '?']) && word.chars().all(inside) && is_one(word);
    wild.then(|| Like::Wildcard(word.to_owned()))
}

/// A word with a set of letters: `gr[ae]y`. Letters before the bracket, two and more
/// in it or a range; `[t]he`, `exceptions.[1]` and `word[a]` are text.
fn letter_set(word: &str) -> Option<Like> {
    let (before, rest) = word.split_once('[')?;
    let (set, after) = rest.split_once(']')?;
    let letters = |text: &str| text.chars().all(char::is_alphabetic);
    let is_set = set.chars().count() > 1 && set.chars().all(|c| c.is_alphabetic() || c == '-') && !set.starts_with('-');
    let fits = !before.is_empty() && letters(before) && is_set && letters(after) && !REMARKS.contains(&set);
    let folded = |text: &str| crate::index::analyze::fold(text);
    let pattern = format!("{}[{}]{}", folded(before), set.to_lowercase(), folded(after));
    (fits && words::regex(&pattern).is_ok()).then_some(Like::Regex(pattern))
}

/// The word of `word~5`: as `~2` is a sign, this is not read as two words.
pub fn too_far(chunk: &str) -> Option<&str> {
    let (word, digit) = chunk.split_once('~')?;
    let far = digit.len() == 1 && matches!(digit.as_bytes()[0], b'0' | b'3'..=b'9');
    (far && word.chars().count() > 1 && word.chars().all(char::is_alphabetic)).then_some(word)
}

/// Length of `/regex/` at the start of `text`, if it is one.
pub fn regex_len(text: &str) -> Option<usize> {
    let mut escaped = false;
    if !text.starts_with('/') {
        return None;
    }
    for (at, c) in text.char_indices().skip(1) {
        match c {
            c if c.is_whitespace() => return None,
            '/' if !escaped => {
                let after = text[at + 1..].chars().next().unwrap_or(' ');
                let ends = after.is_whitespace() || after == ')';
                return (ends && at > 1).then_some(at + 1);
            }
            _ => escaped = c == '\\' && !escaped,
        }
    }
    None
}
