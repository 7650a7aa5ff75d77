//! Names in a text: words with capitals, and what stands between them.

use std::sync::LazyLock;

use regex::Regex;

use crate::index::analyze::fold;
use crate::index::analyze::frequent::is_frequent;
use crate::span::Span;

/// Small words inside a name.
const INSIDE: &str = "al|bin|da|de|del|der|des|di|do|du|el|ibn|la|le|of|the|van|von|y|zu";

/// A name: words with a capital each, which may have an article before a hyphen, and
/// small words between them.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let word = r"(?:\p{Ll}{1,3}[-‐])?\p{Lu}[\p{L}\p{M}'’ʼʾʿ]*(?:[-‐][\p{L}\p{M}'’ʼʾʿ]+)*";
    Regex::new(&format!(r"{word}(?: (?:(?:{INSIDE}) )*{word})*")).ok()
});

/// The names of a text, in order.
pub fn names(text: &str) -> impl Iterator<Item = Span> {
    NAME.iter().flat_map(|name| name.find_iter(text)).map(|found| Span::new(found.start(), found.end()))
}

/// The name that ends at the end of a text.
pub fn last(text: &str) -> Option<&str> {
    // no name is longer
    let from = text.char_indices().rev().nth(120).map_or(0, |(at, _)| at);
    let tail = &text[from..];
    let span = names(tail).filter(|span| span.end == tail.len()).last()?;
    Some(&tail[span.start..span.end])
}

/// The name that begins a text.
pub fn first(text: &str) -> Option<&str> {
    let to = text.char_indices().nth(120).map_or(text.len(), |(at, _)| at);
    let span = names(&text[..to]).next().filter(|span| span.start == 0)?;
    Some(&text[..span.end])
}

/// The name without `'s`, without small words that begin a sentence and without a
/// numeral after it; nothing is left of what is no name.
pub fn trimmed(name: &str) -> &str {
    let name = name.trim_end_matches(['\'', '’']);
    let mut name = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name);
    while let Some((_, rest)) = name.split_once(' ').filter(|(first, _)| is_frequent(&fold(first))) {
        name = rest;
    }
    while let Some((rest, last)) = name.rsplit_once(' ')
        && last.chars().all(|c| "IVXLC".contains(c))
    {
        name = rest;
    }
    name
}

/// True for a heading in capitals, which names nothing.
pub fn is_heading(name: &str) -> bool {
    !name.contains(char::is_lowercase)
}

/// The letters of a name, by which two forms of it are compared that a search finds
/// together anyway.
pub fn letters(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Letters that stand for one sound, or are written one for the other.
const SOUNDS: [(&str, &str); 12] = [
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("ph", "f"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("sh", "s"),
    ("ch", "s"),
    ("th", "t"),
    ("q", "k"),
    ("c", "k"),
];

/// What is left of a name in which vowels, doubled letters and the letters that
/// transliterations differ in do not count: `Hayat` and `Hay'at` are `ht`, `Qatar` and
/// `Katar` are `ktr`.
pub fn skeleton(name: &str) -> String {
    let mut letters = fold(name);
    for (from, to) in SOUNDS {
        letters = letters.replace(from, to);
    }
    let mut out = String::new();
    for (at, c) in letters.chars().filter(|c| c.is_alphanumeric()).enumerate() {
        let is_vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'w' | 'y');
        let c = if is_vowel { 'a' } else { c };
        let counts = !is_vowel || at == 0;
        if counts && !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whole() {
        let text = "Then Hay’at Tahrir al-Sham and the Bank of England met Aleppo’s mayor, O’Brien.";
        let found: Vec<&str> = names(text).map(|span| &text[span.start..span.end]).collect();
        assert_eq!(found, ["Then Hay’at Tahrir al-Sham", "Bank of England", "Aleppo’s", "O’Brien"]);
        assert_eq!(last("in the Dunmore Ferry Guild"), Some("Dunmore Ferry Guild"));
        assert_eq!((last("Dunmore ferry"), first("Türkiye) and")), (None, Some("Türkiye")));
        assert_eq!(
            (trimmed("The Aleppo’s"), trimmed("But In Paris I"), trimmed("Part IV")),
            ("Aleppo", "Paris", "Part")
        );
    }

    #[test]
    fn spellings_of_one_name_have_one_skeleton() {
        for (one, other) in [("Hayat", "Hay'at"), ("Qatar", "Katar"), ("Aleppo", "Alepo"), ("Idlib", "Idleb")] {
            assert_eq!(skeleton(one), skeleton(other));
        }
        assert_ne!(skeleton("Hama"), skeleton("Homs"));
        assert_ne!(skeleton("Greek"), skeleton("Greece"));
    }
}
