//! The words of a quotation and of a source, as they are compared.
//!
//! Two words are the same where they have the same letters, whatever their
//! case: diacritics count ("resume" is not "résumé"), ligatures, soft hyphens
//! and the form of the apostrophe do not. What is glued to a figure is part of it
//! and counts: `£5`, `5%`, `−5`, `3.5` are other words than `5` and `35`.

use unicode_normalization::UnicodeNormalization;

use super::figures;
use super::signs::{is_dash, is_invisible};
use crate::index::analyze::{Join, Kind, tokens};
use crate::span::Span;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its letters, as they are compared.
    pub key: String,
    /// Bytes of the text.
    pub span: Span,
}

/// The words of a text in order; parts of a hyphenated word stand apart, but what an
/// apostrophe or a stop joins is one word, as `l'homme` and `U.S.`.
pub fn words(text: &str) -> Vec<Word> {
    let (found, _) = tokens(text, &[]);
    let mut spans: Vec<Span> = Vec::new();
    for token in found.into_iter().filter(|token| token.kind == Kind::Word) {
        let joined = spans.last_mut().filter(|_| matches!(token.join, Join::Apostrophe | Join::Stop));
        match joined {
            Some(whole) => *whole = whole.hull(token.span),
            None => spans.push(token.span),
        }
    }
    let spans = spans.into_iter().map(|span| figures::with_signs(text, span));
    spans.map(|span| Word { key: key(&text[span.start..span.end]), span }).collect()
}

/// How many words a text has; a hyphenated one counts once.
pub fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The letters of a word as they are compared.
pub fn key(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let after_digit = out.ends_with(|c: char| c.is_ascii_digit());
        match c {
            '’' | '‘' | 'ʼ' | '＇' | '`' | '´' => out.push('\''),
            '.' if after_digit && chars.peek().is_some_and(char::is_ascii_digit) => out.push('.'),
            // a blank stands in `U. S.`
            c if is_invisible(c) || c.is_whitespace() || matches!(c, '_' | '*' | '.') => {}
            c if is_dash(c) => out.push('-'),
            c => out.push(c),
        }
    }
    out.nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_but_for_looks() {
        let keys = |text: &str| words(text).into_iter().map(|word| word.key).collect::<Vec<_>>();
        assert_eq!(keys("The ﬁnal “well-known” Don’t"), ["the", "final", "well", "known", "don't"]);
        assert_eq!(keys("_So_ co\u{ad}operate U.S."), ["so", "cooperate", "us"]);
        assert_eq!(keys("3.5 1,000 £5 5% −5 10² 10–12"), ["3.5", "1,000", "£5", "5%", "-5", "10", "2", "10", "12"]);
        assert_ne!(keys("résumé"), keys("resume"));
        assert_eq!(keys("re\u{301}sume"), keys("résume"));
    }

    #[test]
    fn words_are_counted_as_a_reader_would() {
        assert_eq!((count("a well-known man — so"), count("… ,"), count("")), (4, 0, 0));
    }
}
