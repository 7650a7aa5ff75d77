//! Names that a text itself explains: `Dunmore Ferry Guild (DFG)`, `Turkey (Türkiye)`.

use super::names::{first, last, letters, skeleton, trimmed};
use super::proposal::{Pair, Why};

/// Letters of an acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;

/// Words that no letter of an acronym stands for, and that may not open a name.
const SMALL: [&str; 17] =
    ["a", "al", "an", "and", "d", "de", "des", "du", "el", "for", "in", "l", "la", "of", "on", "the", "to"];

/// What stands in brackets before a second name.
const SECOND: [&str; 11] = [
    "also called ",
    "also known as ",
    "earlier ",
    "formerly ",
    "formerly known as ",
    "hereafter ",
    "known as ",
    "later ",
    "now ",
    "or ",
    "previously ",
];

/// The pairs of names that a text calls one.
pub fn pairs(text: &str) -> Vec<Pair> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices(" (") {
        let (before, inside) = (&text[..at], &text[at + 2..]);
        out.extend(acronym(before, inside).or_else(|| second_name(before, inside)));
    }
    out
}

/// An acronym in brackets after what its letters stand for.
fn acronym(before: &str, inside: &str) -> Option<Pair> {
    let inside = inside.trim_start_matches(['"', '“', '‘', '\'']);
    let end = inside.find(|c: char| !(c.is_uppercase() || matches!(c, '.' | '&'))).unwrap_or(inside.len());
    let closes = inside[end..].trim_start_matches(['"', '”', '’', '\'']).starts_with([')', ',', ';']);
    let short: String = inside[..end].chars().filter(|c| c.is_uppercase()).collect();
    if !closes || !LETTERS.contains(&short.chars().count()) {
        return None;
    }
    let long = stands_for(before, &short)?;
    Some(Pair { short, long: long.to_owned(), why: Why::Acronym })
}

/// The words at the end of a text whose first letters are those of an acronym. A small
/// word may stand for a letter or be passed over, but does not begin a name.
fn stands_for<'t>(before: &'t str, acronym: &str) -> Option<&'t str> {
    let letters: Vec<char> = acronym.chars().collect();
    begin(before, before.len(), &letters).map(|start| &before[start..])
}

/// Where the words begin that end at `end` and stand for the letters.
fn begin(text: &str, end: usize, letters: &[char]) -> Option<usize> {
    let is_border = |c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '/');
    let (letter, rest) = letters.split_last()?;
    let border = text[..end].char_indices().rev().find(|(_, c)| is_border(*c));
    let start = border.map_or(0, |(at, c)| at + c.len_utf8());
    let word = &text[start..end];
    let is_small = SMALL.contains(&word.to_lowercase().as_str());
    let is_meant = word.chars().next().is_some_and(|first| first.to_uppercase().eq(std::iter::once(*letter)));
    if is_meant && rest.is_empty() && !is_small {
        return Some(start);
    }
    // nothing but one blank or hyphen may stand before
    let before = border.map(|(at, _)| at).filter(|at| !text[..*at].ends_with(is_border) && *at > 0)?;
    let meant = if is_meant && !rest.is_empty() { begin(text, before, rest) } else { None };
    meant.or_else(|| if is_small { begin(text, before, letters) } else { None })
}

/// A second name in brackets: after "formerly" and the like any, else one that is
/// spelt nearly alike.
fn second_name(before: &str, inside: &str) -> Option<Pair> {
    let cue = SECOND.iter().rev().find(|cue| inside.starts_with(*cue));
    let inside = &inside[cue.map_or(0, |cue| cue.len())..];
    let second = trimmed(first(inside)?);
    if !inside[first(inside)?.len()..].starts_with([')', ',', ';']) {
        return None;
    }
    let name = trimmed(last(before)?);
    let is_one_word = |name: &str| !name.contains(' ');
    // in "Then Turkey (Türkiye)" the name is the last word
    let name = if is_one_word(second) { name.rsplit(' ').next().unwrap_or(name) } else { name };
    let (a, b) = (letters(name), letters(second));
    let distance = strsim::osa_distance(&a, &b);
    let is_alike = distance <= a.chars().count().max(b.chars().count()) / 2
        && skeleton(name).chars().next() == skeleton(second).chars().next();
    let is_other = a != b && a.chars().count() > 2 && b.chars().count() > 2;
    (is_other && (cue.is_some() || is_alike)).then(|| Pair {
        short: name.to_owned(),
        long: second.to_owned(),
        why: Why::SecondName,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        pairs(text).into_iter().map(|pair| (pair.short, pair.long)).collect()
    }

    fn one(short: &str, long: &str) -> Vec<(String, String)> {
        vec![(short.to_owned(), long.to_owned())]
    }

    #[test]
    fn acronyms_are_explained() {
        assert_eq!(found("of the Dunmore Ferry Guild (DFG), who"), one("DFG", "Dunmore Ferry Guild"));
        assert_eq!(found("Hay’at Tahrir al-Sham (“HTS”) held"), one("HTS", "Hay’at Tahrir al-Sham"));
        assert_eq!(found("the Bank of the Isles (B.I.)"), one("BI", "Bank of the Isles"));
        let office = "Office of the Coordinator for Humanitarian Affairs";
        assert_eq!(found(&format!("the {office} (OCHA)")), one("OCHA", office));
        assert_eq!(found("the Bank of Isles (BOI)"), one("BOI", "Bank of Isles"));
        assert_eq!(found("weapons of mass destruction (WMD; see"), one("WMD", "weapons of mass destruction"));
    }

    #[test]
    fn what_is_in_brackets_may_be_anything() {
        for text in ["the king (GDP)", "paid (UK)", "in Paris (France)", "It rained (I think)", "a (B)", "x (see A)"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_name_may_have_a_second() {
        assert_eq!(found("Then Turkey (Türkiye) said"), one("Turkey", "Türkiye"));
        assert_eq!(found("at Bombay (now Mumbai)."), one("Bombay", "Mumbai"));
        assert_eq!(found("the Nusra Front (later Sham Guild),"), one("Nusra Front", "Sham Guild"));
    }
}
