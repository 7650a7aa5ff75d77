//! Other terms under which a word stands, at the position of the word.

use super::fold::{fold, grouped_by};
use super::words::{Join, Part, is_apostrophe};
use super::{ACRONYM, COMPOUND, frequent};

/// Most letters of an acronym: longer words in capitals are emphasised.
const LONGEST_ACRONYM: usize = 8;

/// Words whose `'s` is "is", "has" or "us" and no possessive, besides the most
/// frequent ones.
const NOT_POSSESSIVE: [&str; 9] = ["here", "how", "let", "there", "what", "when", "where", "who", "why"];

/// True where a word may have other terms; quick, as each word of a text is asked.
pub fn has_others(word: &[u8]) -> bool {
    match word {
        [.., b'0'..=b'9'] if word.len() > 4 && word[0].is_ascii_digit() => word.contains(&b'.'),
        // of letters outside ASCII it is not told here whether they are capitals
        [first, second, ..] if is_maybe_capital(*first) && is_maybe_capital(*second) => true,
        [.., before, b's' | b'S'] => *before == b'\'' || !before.is_ascii(),
        _ => false,
    }
}

fn is_maybe_capital(byte: u8) -> bool {
    byte.is_ascii_uppercase() || !byte.is_ascii()
}

/// Gives the other terms of a word: a possessive without its ending, an acronym
/// apart from the small word, a number without a stop that may group thousands.
pub fn others(word: &str, mut each: impl FnMut(&str)) {
    if !has_others(word.as_bytes()) {
        return;
    }
    let owner = owner(word);
    if let Some(owner) = owner {
        each(&fold(owner));
    }
    if is_capitals(owner.unwrap_or(word)) {
        each(&acronym(&fold(owner.unwrap_or(word)), 1));
    }
    if let Some(number) = ungrouped(word) {
        each(&number);
    }
}

/// Gives the other terms of a word of several parts as a whole: abbreviations are
/// acronyms, and `al-Sham's` is `al-Sham` too.
pub fn others_of_parts(text: &str, parts: &[Part], mut each: impl FnMut(&str)) {
    let [first, .., last] = parts else { return };
    let word = |part: &Part| &text[part.span.start..part.span.end];
    if last.join == Join::Stop {
        let letters: String = parts.iter().map(|part| fold(word(part))).collect();
        // those of a most frequent word are acronyms anyway
        if !frequent::is_frequent(&letters) {
            each(&acronym(&letters, parts.len() as u32));
        }
    }
    if let Some(owner) = owner(word(last)) {
        let whole = &text[first.span.start..last.span.end];
        let before = &parts[..parts.len() - 1];
        let letters: String = before.iter().map(|part| fold(word(part))).collect();
        if owner.len() < whole.len() {
            each(&format!("{letters}{}{COMPOUND}{}", fold(owner), parts.len()));
        }
    }
}

/// The term of an acronym that takes so many positions.
pub fn acronym(letters: &str, positions: u32) -> String {
    match positions {
        1 => format!("{letters}{ACRONYM}"),
        _ => format!("{letters}{ACRONYM}{positions}"),
    }
}

/// A number whose one stop may group thousands, as in German, without it: `1.506`.
pub fn ungrouped(number: &str) -> Option<String> {
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    grouped_by(number, '.', 1).filter(|_| !number.contains(',') && number.matches('.').count() == 1)
}

/// The word of a possessive without its ending.
fn owner(word: &str) -> Option<&str> {
    let before = word.strip_suffix(['s', 'S'])?;
    let owner = before.strip_suffix(is_apostrophe)?;
    let folded = fold(owner);
    let is_contraction = NOT_POSSESSIVE.contains(&folded.as_str()) || frequent::is_frequent(&folded);
    (!owner.is_empty() && !is_contraction).then_some(owner)
}

/// True for two letters and more that are all capitals.
pub fn is_capitals(word: &str) -> bool {
    let count = word.chars().count();
    (2..=LONGEST_ACRONYM).contains(&count) && word.chars().all(char::is_uppercase)
}
