//! Words of a query, analysed as the index analyses text.

use regex::{Regex, RegexBuilder};

use crate::index::analyze::{self, Token};

/// A word as typed, with its parts where it is hyphenated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word as typed.
    pub typed: String,
    /// Its folded parts, in order; one unless hyphenated.
    pub parts: Vec<String>,
}

/// The words of `text`, in order; paragraphs are not told apart.
pub fn words(text: &str) -> Vec<Word> {
    let (tokens, _) = analyze::tokens(text, &[]);
    let mut out: Vec<Word> = Vec::new();
    let mut group_end = 0;
    for token in tokens {
        // a mark that hangs on nothing would read otherwise when shown alone
        let typed = text[token.span.start..token.span.end].trim_start_matches(|c: char| !c.is_alphanumeric());
        if is_compound(&token) {
            group_end = token.position + token.length;
            out.push(Word { typed: typed.to_owned(), parts: Vec::new() });
        } else if token.position < group_end {
            out.last_mut().into_iter().for_each(|word| word.parts.push(token.term.clone()));
        } else {
            out.push(Word { typed: typed.to_owned(), parts: vec![token.term] });
        }
    }
    out
}

/// True for the token that stands for a hyphenated word as a whole.
pub fn is_compound(token: &Token) -> bool {
    token.term.contains(analyze::COMPOUND)
}

/// True where `text` holds a word.
pub fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric) && !analyze::tokens(text, &[]).0.is_empty()
}

/// True where `text` is one word without hyphens.
pub fn one_word(text: &str) -> bool {
    analyze::tokens(text, &[]).0.len() == 1
}

/// The regex of a query: over a folded word, from end to end.
pub fn regex(pattern: &str) -> Result<Regex, regex::Error> {
    // bounded, as the pattern may come from anywhere
    RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(1 << 20).build()
}

/// The regex for a wildcard pattern: `*` any characters, `?` any one.
pub fn wildcard(pattern: &str) -> Result<Regex, regex::Error> {
    let mut out = String::new();
    for piece in pattern.split_inclusive(['*', '?']) {
        let (text, sign) = match piece.char_indices().last() {
            Some((at, '*')) => (&piece[..at], ".*"),
            Some((at, '?')) => (&piece[..at], "."),
            _ => (piece, ""),
        };
        out.push_str(&regex::escape(&analyze::fold(text)));
        out.push_str(sign);
    }
    regex(&out)
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

    #[test]
    fn wildcards_are_folded() {
        assert!(wildcard("Wör?d*").unwrap().is_match("worlds"));
        assert!(!wildcard("wor*").unwrap().is_match("sword"));
        assert_eq!(wildcard_prefix("Wör*d"), "wor");
    }
}
