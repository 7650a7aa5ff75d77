//! Analysed text: the tokens of a field in one string.
//!
//! Text is parted into words once, where it is read, and handed on as signs and
//! terms: ` ` is a word that takes one position, `OVER` a compound over the
//! words that follow, `BREAK`, without a term, leaves [`super::GAP`] positions, and
//! from `OWN` on the stems count too. None of the signs occurs in a term.

use super::words::{self, Met};
use super::{GAP, push_compound, push_folded};
use crate::span::Span;

const WORD: u8 = b' ';
const OVER: u8 = 0x1c;
const BREAK: u8 = 0x1d;
const OWN: u8 = 0x1e;

/// Analysed text of one field of one entry.
#[derive(Debug, Default)]
pub struct Packed {
    /// Signs and terms.
    pub text: String,
    /// Positions taken.
    pub positions: u32,
    /// Room to work in.
    words: Vec<Span>,
}

/// What stands before a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A word of one position.
    Word,
    /// A compound over the words that follow.
    Over,
    /// No term: [`super::GAP`] positions are left.
    Break,
    /// No term: from here on the stems count too.
    Own,
}

impl Packed {
    /// Adds the tokens of a text; see [`super::tokens`].
    pub fn text(&mut self, text: &str, joins: &[u32]) {
        self.text.reserve(text.len() + text.len() / 8);
        let mut words = std::mem::take(&mut self.words);
        words::each(text, joins, &mut words, |met| match met {
            Met::Break => self.gap(),
            Met::Word(parts) => self.word(text, parts),
        });
        self.words = words;
    }

    fn word(&mut self, text: &str, parts: &[Span]) {
        if parts.len() > 1 {
            self.text.push(char::from(OVER));
            push_compound(text, parts, &mut self.text);
        }
        for part in parts {
            self.text.push(char::from(WORD));
            push_folded(&text[part.start..part.end], &mut self.text);
        }
        self.positions += parts.len() as u32;
    }

    /// From here on the stems count too.
    pub fn own(&mut self) {
        self.text.push(char::from(OWN));
    }

    /// Adds a word of metadata, or any other term as it is.
    pub fn term(&mut self, term: &str, length: u32) {
        let sign = if length > 1 { OVER } else { WORD };
        self.text.push(char::from(sign));
        self.text.push_str(term);
        self.positions += u32::from(length == 1);
    }

    /// Leaves [`GAP`] positions, so that no phrase runs across.
    pub fn gap(&mut self) {
        self.text.push(char::from(BREAK));
        self.positions += GAP;
    }
}

/// The signs of an analysed text, each with its term (empty where it has none).
pub fn signs(text: &str) -> impl Iterator<Item = (Sign, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        let sign = sign_of(*bytes.get(at)?)?;
        let start = at + 1;
        let rest = &bytes[start..];
        at = start + rest.iter().position(|byte| sign_of(*byte).is_some()).unwrap_or(rest.len());
        Some((sign, &text[start..at]))
    })
}

fn sign_of(byte: u8) -> Option<Sign> {
    match byte {
        WORD => Some(Sign::Word),
        OVER => Some(Sign::Over),
        BREAK => Some(Sign::Break),
        OWN => Some(Sign::Own),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let text = "\n\nA well-known man.\n\nTwo\n\n\n\nUnder-\nstood";
        let mut packed = Packed::default();
        packed.text("before", &[]);
        packed.own();
        packed.text(text, &[]);
        packed.gap();
        packed.text("end", &[]);
        let (tokens, taken) = tokens(text, &[]);
        let mut want = vec![("before".to_owned(), 0)];
        want.extend(tokens.into_iter().map(|t| (t.term, t.position + 1)));
        want.push(("end".to_owned(), 1 + taken + GAP));
        let mut position = 0;
        let mut found = Vec::new();
        for (sign, term) in signs(&packed.text) {
            match sign {
                Sign::Break => position += GAP,
                Sign::Own => {}
                Sign::Word | Sign::Over => found.push((term.to_owned(), position)),
            }
            position += u32::from(sign == Sign::Word);
        }
        assert_eq!(found, want);
        assert_eq!(packed.positions, 1 + taken + GAP + 1);
    }
}
