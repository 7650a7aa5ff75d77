//! Words: how text becomes terms, in the index and in queries alike.
//!
//! Words are those of Unicode (UAX 29), then: lower case, diacritics off,
//! `’` as `'`; parted at `_`, `:` and at a full stop between letters, but an
//! acronym (`U.S.`) is one word without its stops (`us`). A hyphenated word is
//! its parts, one position each, and a compound over all of them.

pub mod packed;

pub use packed::register;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;

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
    let mut base = 0;
    for (i, paragraph) in text.split("\n\n").enumerate() {
        if i > 0 {
            position += GAP;
            base += 2;
        }
        let joins: Vec<usize> = joins
            .iter()
            .map(|&j| j as usize)
            .filter(|j| *j > base && *j < base + paragraph.len())
            .map(|j| j - base)
            .collect();
        paragraph_tokens(paragraph, &joins, base, &mut position, &mut out);
        base += paragraph.len();
    }
    (out, position)
}

fn paragraph_tokens(text: &str, joins: &[usize], base: usize, position: &mut u32, out: &mut Vec<Token>) {
    let mut words: Vec<Span> = Vec::new();
    for (start, word) in text.unicode_word_indices() {
        part(text, Span::new(start, start + word.len()), joins, &mut words);
    }
    let mut i = 0;
    while i < words.len() {
        let mut end = i + 1;
        while end < words.len() && hyphenated(text, joins, words[end - 1].end, words[end].start) {
            end += 1;
        }
        let group = &words[i..end];
        if group.len() > 1 {
            let whole: String = group.iter().map(|w| fold(&text[w.start..w.end])).collect();
            out.push(Token {
                term: format!("{whole}{COMPOUND}{}", group.len()),
                position: *position,
                length: group.len() as u32,
                span: Span::new(base + words[i].start, base + words[end - 1].end),
            });
        }
        for word in group {
            let term = fold(&text[word.start..word.end]);
            let span = Span::new(base + word.start, base + word.end);
            out.push(Token { term, position: *position, length: 1, span });
            *position += 1;
        }
        i = end;
    }
}

/// Parts a Unicode word at the signs that join words for UAX 29 but not for a
/// reader, and at line-end hyphens that were dropped.
fn part(text: &str, word: Span, joins: &[usize], out: &mut Vec<Span>) {
    let slice = &text[word.start..word.end];
    let acronym = slice.contains('.') && slice.split('.').all(|p| p.chars().count() <= 1);
    let mut start = word.start;
    let mut previous = ' ';
    for (at, c) in slice.char_indices() {
        let at = word.start + at;
        let next = text[at + c.len_utf8()..word.end].chars().next().unwrap_or(' ');
        let parts = match c {
            '_' | ':' | '\u{fe55}' | '\u{ff1a}' => true,
            '.' => !(acronym || previous.is_numeric() && next.is_numeric()),
            _ => false,
        };
        if joins.contains(&at) && at > start {
            out.push(Span::new(start, at));
            start = at;
        }
        if parts {
            if at > start {
                out.push(Span::new(start, at));
            }
            start = at + c.len_utf8();
        }
        previous = c;
    }
    if start < word.end {
        out.push(Span::new(start, word.end));
    }
}

/// True where nothing but a hyphen stands between two words, or a line-end
/// hyphen that was dropped.
fn hyphenated(text: &str, joins: &[usize], end: usize, start: usize) -> bool {
    match &text[end..start] {
        "-" | "\u{2010}" | "\u{2011}" => true,
        "" => joins.contains(&start),
        _ => false,
    }
}

/// The folded form of one word: lower case, without diacritics, stops and
/// invisible characters; ligatures and letters with strokes as their parts.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        let mut folded = word.to_ascii_lowercase();
        if folded.contains('.') && !folded.starts_with(|c: char| c.is_ascii_digit()) {
            folded.retain(|c| c != '.');
        }
        return folded;
    }
    let mut out = String::with_capacity(word.len());
    for c in word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
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
            c if is_combining_mark(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// The stem (English, Porter2) of a folded term; of a compound, the stem of the
/// whole with its mark kept.
pub fn stem(term: &str) -> String {
    let (word, mark) = match term.split_once(COMPOUND) {
        Some((word, _)) => (word, &term[word.len()..]),
        None => (term, ""),
    };
    let stemmer = frostem::Stemmer::new(frostem::Algorithm::English);
    let mut stem = match stemmer.stem(word) {
        Cow::Owned(stem) => stem,
        Cow::Borrowed(stem) => stem.to_owned(),
    };
    stem.push_str(mark);
    stem
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
}
