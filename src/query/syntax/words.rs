//! Words of a query, analysed as the index analyses text.

use regex::{Regex, RegexBuilder};

use super::{marker, small};
use crate::index::analyze::{self, Join, Kind};
use crate::span::Span;

/// A word as typed, with its parts where it has several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word as typed.
    pub typed: String,
    /// Bytes of the text.
    pub span: Span,
    /// Its folded parts, in order; one, unless a hyphen or the like joins several.
    pub parts: Vec<String>,
    /// The same as typed.
    pub typed_parts: Vec<String>,
    /// How it is meant.
    pub reading: Reading,
}

/// How a word of a query is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As a word, in whatever case.
    Plain,
    /// As an acronym, and not as the small word of the same letters.
    Acronym,
    /// As a word, or as a note's marker that was copied with the text before it.
    Marker,
}

/// The words of `text`, in order; paragraphs are not told apart.
pub fn words(text: &str) -> Vec<Word> {
    let (tokens, _) = analyze::tokens(text, &[]);
    let mut out: Vec<Word> = Vec::new();
    for token in tokens.into_iter().filter(|token| token.kind != Kind::Other) {
        if token.join == Join::None || token.kind == Kind::Compound {
            let is_part = out.last().is_some_and(|word| word.span.end > token.span.start);
            if !is_part {
                // a mark that hangs on nothing would read otherwise when shown alone
                let typed = text[token.span.start..token.span.end].trim_start_matches(|c: char| !c.is_alphanumeric());
                let reading = Reading::Plain;
                out.push(Word {
                    typed: typed.to_owned(),
                    span: token.span,
                    parts: Vec::new(),
                    typed_parts: Vec::new(),
                    reading,
                });
            }
        }
        let Some(word) = out.last_mut().filter(|_| token.kind == Kind::Word) else { continue };
        // letters with stops alone: `U.S.-led` is a word of several parts
        if !word.parts.is_empty() {
            let is_abbreviation =
                token.join == Join::Stop && (word.parts.len() == 1 || word.reading == Reading::Acronym);
            word.reading = if is_abbreviation { Reading::Acronym } else { Reading::Plain };
        }
        word.parts.push(token.term);
        word.typed_parts.push(text[token.span.start..token.span.end].to_owned());
    }
    // among others, capitals may be mere emphasis, and a phrase is found in whatever case
    let is_alone = out.len() == 1;
    for word in &mut out {
        if word.typed.contains(['[', ']']) {
            // letters that an editor put in: `[t]he` is `the`
            word.typed = word.typed.replace(['[', ']'], "");
            word.parts = vec![word.parts.concat()];
            word.typed_parts = vec![word.typed.clone()];
        }
        if word.reading == Reading::Acronym && text[word.span.end..].starts_with('.') {
            // without its last stop it would read otherwise when shown alone
            word.typed.push('.');
        }
        if marker::is_copied(text, word.span) {
            word.reading = Reading::Marker;
        } else if let [letters] = &word.parts[..] {
            if is_alone && analyze::is_capitals(&word.typed) && small::is_small(letters) {
                word.reading = Reading::Acronym;
            } else if let Some(number) = analyze::ungrouped(&word.typed) {
                // which is what texts with and without the stop have in common
                word.parts = vec![number];
            }
        }
    }
    out
}

/// True where `text` holds a word.
pub fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric) && !analyze::tokens(text, &[]).0.is_empty()
}

/// True where `text` is one word of one part.
pub fn one_word(text: &str) -> bool {
    matches!(&words(text)[..], [word] if word.parts.len() == 1)
}

/// The regex of a query: over a folded word, from end to end.
pub fn regex(pattern: &str) -> Result<Regex, regex::Error> {
    regex_of(pattern, true)
}

/// The same, over words in their case.
pub fn regex_with_case(pattern: &str) -> Result<Regex, regex::Error> {
    regex_of(pattern, false)
}

fn regex_of(pattern: &str, in_any_case: bool) -> Result<Regex, regex::Error> {
    // bounded, as the pattern may come from anywhere
    RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(1 << 20).case_insensitive(in_any_case).build()
}

/// The regex for a wildcard pattern: `*` any characters, `?` any one.
pub fn wildcard(pattern: &str) -> Result<Regex, regex::Error> {
    regex(&wildcard_of(pattern, analyze::fold))
}

/// The same, over words in their case.
pub fn wildcard_with_case(pattern: &str) -> Result<Regex, regex::Error> {
    regex_with_case(&wildcard_of(pattern, analyze::fold_with_case))
}

fn wildcard_of(pattern: &str, fold: fn(&str) -> String) -> String {
    let mut out = String::new();
    for piece in pattern.split_inclusive(['*', '?']) {
        let (text, sign) = match piece.char_indices().last() {
            Some((at, '*')) => (&piece[..at], ".*"),
            Some((at, '?')) => (&piece[..at], "."),
            _ => (piece, ""),
        };
        out.push_str(&regex::escape(&fold(text)));
        out.push_str(sign);
    }
    out
}

/// The folded letters before the first sign of a wildcard pattern.
pub fn wildcard_prefix(pattern: &str) -> String {
    let end = pattern.find(['*', '?']).unwrap_or(pattern.len());
    analyze::fold(&pattern[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphenated_words_are_one() {
        let all: Vec<(String, usize)> =
            words("A well-known “Æsir”, AT&T").into_iter().map(|w| (w.typed, w.parts.len())).collect();
        let want = [("A", 1), ("well-known", 2), ("Æsir", 1), ("AT", 1), ("T", 1)];
        assert_eq!(all, want.map(|(w, n)| (w.to_owned(), n)));
        assert_eq!(words("well-known")[0].parts, ["well", "known"]);
    }

    /// Each word as typed with its parts, `=` before an acronym and `?` before what may be a marker.
    fn read(text: &str) -> Vec<String> {
        let sign = |word: &Word| match word.reading {
            Reading::Plain => "",
            Reading::Acronym => "=",
            Reading::Marker => "?",
        };
        words(text).iter().map(|word| format!("{}{}", sign(word), word.parts.join("+"))).collect()
    }

    #[test]
    fn an_acronym_is_told_from_a_word() {
        assert_eq!(read("the US envoy"), ["the", "us", "envoy"]);
        assert_eq!(
            (read("US"), read("us"), read("U.S."), read("HMS")),
            (vec!["=us".to_owned()], vec!["us".to_owned()], vec!["=u+s".to_owned()], vec!["hms".to_owned()])
        );
        assert_eq!(read("LET US GO"), ["let", "us", "go"]);
        assert_eq!(read("540 U. S. 12"), ["540", "=u+s", "12"]);
    }

    #[test]
    fn parts_and_numbers() {
        assert_eq!(read("l'homme d'al-Dal's"), ["l+homme", "d+al+dal's"]);
        assert_eq!(read("41 506 or 41.506"), ["41+506", "or", "41506"]);
    }

    #[test]
    fn a_copied_marker_may_be_none() {
        assert_eq!(read("masts.[1] The crew"), ["masts", "?1", "the", "crew"]);
        assert_eq!(
            read("wall.¹ Then wall² and wall.12 Now"),
            ["wall", "?1", "then", "wall", "?2", "and", "wall", "?12", "now"]
        );
        assert_eq!(read("see p.12 in vol.2 of Henry.4"), ["see", "p", "12", "in", "vol", "2", "of", "henry", "4"]);
        assert_eq!(read("the harbour,12 which"), ["the", "harbour", "?12", "which"]);
        assert_eq!(read("10 km² in [x] 3.5"), ["10", "km", "2", "in", "x", "3.5"]);
        assert_eq!(
            read("pencil,[^3] marsh.[2, 3] Then.(1) So"),
            ["pencil", "?3", "marsh", "?2", "?3", "then", "?1", "so"]
        );
        assert_eq!(read("marsh [note 2] and (1) a[1]"), ["marsh", "?note", "?2", "and", "1", "a", "?1"]);
    }

    #[test]
    fn wildcards_are_folded() {
        assert!(wildcard("Wör?d*").unwrap().is_match("worlds"));
        assert!(!wildcard("wor*").unwrap().is_match("sword"));
        assert_eq!(wildcard_prefix("Wör*d"), "wor");
    }
}
