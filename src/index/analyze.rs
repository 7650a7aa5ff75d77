//! Words: how text becomes terms, in the index and in queries alike.
//!
//! Words are those of Unicode (UAX 29), then: lower case, diacritics off,
//! `’` as `'`; parted at `_`, `:` and at a full stop between letters, but an
//! acronym (`U.S.`) is one word without its stops (`us`). A hyphenated word is
//! its parts, one position each, and a compound over all of them.

pub mod frequent;
mod stems;
pub(in crate::index) mod words;

pub use stems::stem;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::span::Span;
use words::Met;

/// Positions left between two paragraphs or two notes, so that neither phrase
/// nor nearness crosses.
pub const GAP: u32 = 1000;

/// Sets a compound's term apart from a plain word's: `wellknown␟2` is the
/// hyphenated word of two parts that reads `wellknown` without its hyphen.
pub const COMPOUND: char = '\u{1f}';

/// A term at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The folded form.
    pub term: String,
    /// Position of its first part, from 0.
    pub position: u32,
    /// Positions it takes: 1, or for a compound the number of its parts.
    pub length: u32,
    /// Bytes of the text.
    pub span: Span,
}

/// The tokens of `text` in order, compounds before their parts; `joins` are
/// offsets where a line-end hyphen was dropped (see [`crate::span::Mapped`]).
/// A paragraph border (`\n\n`) leaves [`GAP`] positions. Also returns the
/// number of positions taken.
pub fn tokens(text: &str, joins: &[u32]) -> (Vec<Token>, u32) {
    let mut out = Vec::new();
    let mut position = 0;
    words::each(text, joins, &mut Vec::new(), |met| match met {
        Met::Break => position += GAP,
        Met::Word(parts) => {
            if let [first, .., last] = parts {
                let mut term = String::new();
                push_compound(text, parts, &mut term);
                let span = Span::new(first.start, last.end);
                out.push(Token { term, position, length: parts.len() as u32, span });
            }
            for &span in parts {
                out.push(Token { term: fold(&text[span.start..span.end]), position, length: 1, span });
                position += 1;
            }
        }
    });
    (out, position)
}

/// Appends the term of a compound.
pub(in crate::index) fn push_compound(text: &str, parts: &[Span], out: &mut String) {
    parts.iter().for_each(|part| push_folded(&text[part.start..part.end], out));
    out.push(COMPOUND);
    out.push_str(&parts.len().to_string());
}

/// The folded form of one word: lower case, without diacritics, stops and
/// invisible characters; ligatures and letters with strokes as their parts.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    push_folded(word, &mut out);
    out
}

/// Appends the folded form of one word; see [`fold`].
pub(in crate::index) fn push_folded(word: &str, out: &mut String) {
    if !word.is_ascii() {
        return push_unicode_folded(word, out);
    }
    if word.contains('.') && !word.starts_with(|c: char| c.is_ascii_digit()) {
        out.extend(word.chars().filter(|c| *c != '.').map(|c| c.to_ascii_lowercase()));
    } else {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
    }
}

fn push_unicode_folded(word: &str, out: &mut String) {
    if let Some((head, tail)) = word.split_once('’').filter(|(head, tail)| head.is_ascii() && tail.is_ascii()) {
        // by far the most frequent case, and none of the below applies
        out.extend(
            head.chars().chain(['\'']).chain(tail.chars()).map(|c| c.to_ascii_lowercase()).filter(|c| *c != '.'),
        );
        return;
    }
    for c in word.nfkd().filter(|c| !is_diacritic(*c)).flat_map(char::to_lowercase) {
        match c {
            '’' | '‘' | 'ʼ' | 'ʻ' | '＇' | '\u{2bf}' | '\u{2be}' => out.push('\''),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ß' => out.push_str("ss"),
            'ı' => out.push('i'),
            'ſ' => out.push('s'),
            'ħ' => out.push('h'),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '.' => {}
            c if is_diacritic(c) => {}
            c => out.push(c),
        }
    }
}

/// True for marks that a reader may leave out: accents and the like, Hebrew
/// points, Arabic vowel signs. The vowel signs of Indic scripts and the sound
/// marks of Japanese are combining marks too, but make another word.
fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
        && is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str, joins: &[u32]) -> Vec<(String, u32)> {
        tokens(text, joins).0.into_iter().map(|t| (t.term.replace(COMPOUND, "/"), t.position)).collect()
    }

    #[test]
    fn words_are_folded_and_parted() {
        let all: Vec<String> =
            terms("The U.S. of _Türkiye’s_ Æsir, new?A end.Next 3.5", &[]).into_iter().map(|t| t.0).collect();
        assert_eq!(all, ["the", "us", "of", "turkiye's", "aesir", "new", "a", "end", "next", "3.5"]);
    }

    #[test]
    fn a_hyphenated_word_is_whole_and_parts() {
        let want = [("a", 0), ("wellknown/2", 1), ("well", 1), ("known", 2), ("man", 3)];
        assert_eq!(terms("a well-known man", &[]), want.map(|(t, p)| (t.to_owned(), p)));
        let want = [("international/2", 0), ("inter", 0), ("national", 1)];
        assert_eq!(terms("international", &[5]), want.map(|(t, p)| (t.to_owned(), p)));
    }

    #[test]
    fn paragraphs_leave_a_gap() {
        assert_eq!(terms("one\n\ntwo", &[]), [("one".to_owned(), 0), ("two".to_owned(), 1 + GAP)]);
    }

    #[test]
    fn what_looks_alike_to_a_reader_folds_alike() {
        for (word, folded) in [
            ("Don’t", "don't"),
            ("ÉTÉ", "ete"),
            ("Straße", "strasse"),
            ("ﬁn", "fin"),
            ("İ", "i"),
            ("Ł", "l"),
            ("A.B.C", "abc"),
        ] {
            assert_eq!(fold(word), folded);
        }
        assert_ne!(fold("が"), fold("か"));
        assert_ne!(fold("कि"), fold("क"));
    }
}
