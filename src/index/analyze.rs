//! Words: how text becomes terms, in the index and in queries alike.
//!
//! Words are those of Unicode (UAX 29), parted at `_`, `:` and stops, then
//! folded ([`fold`]). What a hyphen or an apostrophe holds together is its parts,
//! one position each, and a compound over all of them: `well-known`, `l'homme`,
//! `O'Brien`; so are the letters of an abbreviation, `U.S.` and `U. S.`, and the
//! groups of a number, `41 506`. The endings of English stay: `don't`, `pilot's`.
//!
//! A word may stand under other terms too, at the same position: a possessive
//! without its ending, what is in capitals as an acronym (`others`).

mod fold;
pub mod frequent;
mod others;
mod stems;
pub(in crate::index) mod words;

pub(in crate::index) use fold::push_folded;
pub use fold::{fold, fold_with_case};
pub use others::{acronym, is_capitals, ungrouped};
pub(in crate::index) use others::{has_others, others, others_of_parts};
pub use stems::stem;
pub use words::{Join, is_apostrophe};

use crate::span::Span;
use words::{Met, Part};

/// Positions left between two paragraphs or two notes, so that neither phrase
/// nor nearness crosses.
pub const GAP: u32 = 1000;

/// Sets a compound's term apart from a plain word's: `wellknown␟2` is the
/// hyphenated word of two parts that reads `wellknown` without its hyphen.
pub const COMPOUND: char = '\u{1f}';

/// Sets an acronym's term apart from the small word of the same letters: `us␝` is
/// `US`, and `us␝2` is `U.S.` in its two positions.
pub const ACRONYM: char = '\u{1d}';

/// What a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word, or a part of one: each position has one such.
    Word,
    /// A word of several parts as a whole.
    Compound,
    /// Another form of one of these.
    Other,
}

/// A term at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The folded form.
    pub term: String,
    /// Position of its first part, from 0.
    pub position: u32,
    /// Positions it takes: 1, or for a compound the number of its parts.
    pub length: u32,
    /// What it stands for.
    pub kind: Kind,
    /// How a word hangs on the one before it.
    pub join: Join,
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
            if parts.len() > 1 {
                push_whole(text, parts, position, Kind::Compound, &mut out);
            }
            for (at, &Part { span, join }) in parts.iter().enumerate() {
                if let Some(inner) = abbreviation_at(parts, at) {
                    push_whole(text, inner, position, Kind::Other, &mut out);
                }
                let word = &text[span.start..span.end];
                let single = Token { term: fold(word), position, length: 1, kind: Kind::Word, join, span };
                others(word, |term| out.push(Token { term: term.to_owned(), kind: Kind::Other, ..single.clone() }));
                out.push(single);
                position += 1;
            }
        }
    });
    (out, position)
}

/// Adds the token of several parts as a whole, after its other terms.
fn push_whole(text: &str, parts: &[Part], position: u32, kind: Kind, out: &mut Vec<Token>) {
    let [first, .., last] = parts else { return };
    let whole = Token {
        term: compound(text, parts),
        position,
        length: parts.len() as u32,
        kind,
        join: Join::None,
        span: first.span.hull(last.span),
    };
    others_of_parts(text, parts, |term| {
        out.push(Token { term: term.to_owned(), kind: Kind::Other, ..whole.clone() });
    });
    out.push(whole);
}

/// The abbreviation that begins at a part inside a longer word: `U.S.` in `U.S.-led`.
pub(in crate::index) fn abbreviation_at(parts: &[Part], at: usize) -> Option<&[Part]> {
    let is_stop = |at: usize| parts.get(at).is_some_and(|part| part.join == Join::Stop);
    if is_stop(at) || !is_stop(at + 1) {
        return None;
    }
    let end = (at + 1..parts.len()).find(|&next| !is_stop(next)).unwrap_or(parts.len());
    (end - at < parts.len()).then(|| &parts[at..end])
}

/// The term of a word of several parts as a whole.
fn compound(text: &str, parts: &[Part]) -> String {
    let mut out = String::new();
    push_compound(text, parts, &mut out);
    out
}

/// Appends the term of a word of several parts as a whole. `I.T.` is no `it`: a list
/// that one of the most frequent words shares with another would slow every phrase
/// with it, so such an abbreviation is an acronym alone.
pub(in crate::index) fn push_compound(text: &str, parts: &[Part], out: &mut String) {
    let start = out.len();
    parts.iter().for_each(|part| push_folded(&text[part.span.start..part.span.end], out));
    let is_abbreviation = parts.last().is_some_and(|last| last.join == Join::Stop);
    let is_acronym_alone = is_abbreviation && frequent::is_frequent(&out[start..]);
    out.push(if is_acronym_alone { ACRONYM } else { COMPOUND });
    out.push_str(&parts.len().to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str, joins: &[u32]) -> Vec<(String, u32)> {
        let plain = |token: Token| (token.term.replace(COMPOUND, "/").replace(ACRONYM, "^"), token.position);
        tokens(text, joins).0.into_iter().map(plain).collect()
    }

    fn is_read_as(text: &str, want: &[(&str, u32)]) {
        let want: Vec<(String, u32)> = want.iter().map(|(term, at)| (term.to_string(), *at)).collect();
        assert_eq!(terms(text, &[]), want, "{text}");
    }

    #[test]
    fn words_are_folded_and_parted() {
        let all: Vec<String> =
            terms("The end of _Türkiye_ Æsir, new?A end.Next 3.5", &[]).into_iter().map(|t| t.0).collect();
        assert_eq!(all, ["the", "end", "of", "turkiye", "aesir", "new", "a", "end", "next", "3.5"]);
    }

    #[test]
    fn a_hyphenated_word_is_whole_and_parts() {
        is_read_as("a well-known man", &[("a", 0), ("wellknown/2", 1), ("well", 1), ("known", 2), ("man", 3)]);
        let want = [("international/2", 0), ("inter", 0), ("national", 1)];
        assert_eq!(terms("international", &[5]), want.map(|(t, p)| (t.to_owned(), p)));
    }

    #[test]
    fn letters_in_brackets_belong_to_their_word() {
        is_read_as("[t]he", &[("the/2", 0), ("t", 0), ("he", 1)]);
        is_read_as("judge[s] a[1]", &[("judges/2", 0), ("judge", 0), ("s", 1), ("a", 2), ("1", 3)]);
    }

    #[test]
    fn an_apostrophe_parts_a_word_but_for_endings() {
        for quay in ["l'quai", "L’quai", "l\u{2bc}quai", "l′quai", "l´quai"] {
            is_read_as(quay, &[("lquai/2", 0), ("l", 0), ("quai", 1)]);
        }
        for dont in ["don't", "Don’t", "don\u{2bc}t", "don′t", "don´t"] {
            is_read_as(dont, &[("don't", 0)]);
        }
        is_read_as("l’été", &[("lete/2", 0), ("l", 0), ("ete", 1)]);
        is_read_as("ʿAlī Qurʾān", &[("ali", 0), ("quran/2", 1), ("qur", 1), ("an", 2)]);
        is_read_as("I'd've 'so' th' ’tis", &[("i'd've", 0), ("so", 1), ("th", 2), ("tis", 3)]);
    }

    #[test]
    fn a_possessive_is_also_without_its_ending() {
        is_read_as("the pilot’s it's", &[("the", 0), ("pilot", 1), ("pilot's", 1), ("it's", 2)]);
        let want = [("aldal/2", 0), ("aldal's/2", 0), ("al", 0), ("dal", 1), ("dal's", 1), ("port", 2)];
        is_read_as("al-Dal's port", &want);
        is_read_as("ABC’s", &[("abc", 0), ("abc^", 0), ("abc's", 0)]);
    }

    #[test]
    fn an_acronym_is_told_from_the_small_word() {
        is_read_as("us", &[("us", 0)]);
        is_read_as("US", &[("us^", 0), ("us", 0)]);
        for spaced in ["U.S.", "U. S."] {
            is_read_as(spaced, &[("us^2", 0), ("us/2", 0), ("u", 0), ("s", 1)]);
        }
        is_read_as("i.e. x", &[("ie^2", 0), ("ie/2", 0), ("i", 0), ("e", 1), ("x", 2)]);
        is_read_as("the U.S.’s army", &[("the", 0), ("us^2", 1), ("us/2", 1), ("u", 1), ("s", 2), ("army", 3)]);
        let led = [("usled/3", 0), ("us^2", 0), ("us/2", 0), ("u", 0), ("s", 1), ("led", 2)];
        is_read_as("U.S.-led", &led);
        is_read_as("I.T.", &[("it^2", 0), ("i", 0), ("t", 1)]);
        is_read_as("plan B. A man", &[("plan", 0), ("b", 1), ("a", 2), ("man", 3)]);
        is_read_as("v. U. S. A b", &[("v", 0), ("us^2", 1), ("us/2", 1), ("u", 1), ("s", 2), ("a", 3), ("b", 4)]);
    }

    #[test]
    fn a_number_is_one_however_its_thousands_are_grouped() {
        for number in ["41,506", "41'506", "41’506", "41506", "٤١٬٥٠٦"] {
            is_read_as(number, &[("41506", 0)]);
        }
        for number in ["41 506", "41\u{a0}506", "41\u{202f}506"] {
            is_read_as(number, &[("41506/2", 0), ("41", 0), ("506", 1)]);
        }
        is_read_as("1.506 0.506", &[("1506", 0), ("1.506", 0), ("0.506", 1)]);
        is_read_as("2.345.678 2,345.67 2.345,67", &[("2345678", 0), ("2345.67", 1), ("2345.67", 2)]);
        is_read_as("2.5 12,14 1,5067", &[("2.5", 0), ("12,14", 1), ("1,5067", 2)]);
        is_read_as("1884 506 2 5061", &[("1884", 0), ("506", 1), ("2", 2), ("5061", 3)]);
    }

    #[test]
    fn paragraphs_leave_a_gap() {
        assert_eq!(terms("one\n\ntwo", &[]), [("one".to_owned(), 0), ("two".to_owned(), 1 + GAP)]);
    }
}
