//! Analysed text: tokens in one string, and the tokenizers that read it back.
//!
//! The engine takes text and a tokenizer. So that text is parted into words
//! once only, and not once for the exact forms and again for the stems, the
//! writer hands it analysed text instead: each token is a sign and its term.
//! ` ` is a word that takes one position, [`OVER`] a compound over the words
//! that follow, and [`BREAK`], without a term, leaves [`GAP`] positions. None
//! of the signs occurs in a term.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use super::{COMPOUND, GAP, stem, tokens};
use crate::index::schema::{EXACT, STEM};

const WORD: u8 = b' ';
const OVER: u8 = 0x1c;
const BREAK: u8 = 0x1d;

/// Analysed text of one field of one passage: exact forms and stems.
#[derive(Debug, Default)]
pub struct Packed {
    /// Exact forms.
    pub exact: String,
    /// Stems; the same positions.
    pub stems: String,
    /// Positions taken.
    pub positions: u32,
}

impl Packed {
    /// Adds the tokens of a text; see [`tokens`]. `own` is false for text that
    /// is matched by exact forms alone.
    pub fn text(&mut self, text: &str, joins: &[u32], own: bool) {
        let (tokens, taken) = tokens(text, joins);
        let mut next = 0;
        for token in &tokens {
            for _ in 0..(token.position - next) / GAP {
                self.gap_sign(own);
            }
            next = token.position + u32::from(token.length == 1);
            let sign = if token.term.contains(COMPOUND) { OVER } else { WORD };
            put(&mut self.exact, sign, &token.term);
            if own {
                put(&mut self.stems, sign, &stem(&token.term));
            }
        }
        for _ in 0..(taken - next) / GAP {
            self.gap_sign(own);
        }
        self.positions += taken;
    }

    /// Adds a word of metadata, or any other term as it is.
    pub fn term(&mut self, term: &str, length: u32) {
        let sign = if length > 1 { OVER } else { WORD };
        put(&mut self.exact, sign, term);
        self.positions += u32::from(length == 1);
    }

    /// Leaves [`GAP`] positions, so that no phrase runs across.
    pub fn gap(&mut self) {
        self.gap_sign(true);
        self.positions += GAP;
    }

    fn gap_sign(&mut self, own: bool) {
        self.exact.push(char::from(BREAK));
        if own {
            self.stems.push(char::from(BREAK));
        }
    }
}

fn put(out: &mut String, sign: u8, term: &str) {
    out.push(char::from(sign));
    out.push_str(term);
}

/// Registers the tokenizers that the schema names. They read analysed text
/// ([`Packed`]) only.
pub fn register(index: &tantivy::Index) {
    index.tokenizers().register(EXACT, TextAnalyzer::from(Unpack::default()));
    index.tokenizers().register(STEM, TextAnalyzer::from(Unpack::default()));
}

/// Reads analysed text.
#[derive(Clone, Default)]
struct Unpack {
    token: Token,
}

/// The tokens of one analysed text.
struct Stream<'a> {
    text: &'a str,
    at: usize,
    position: usize,
    token: &'a mut Token,
}

impl Tokenizer for Unpack {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream { text, at: 0, position: 0, token: &mut self.token }
    }
}

impl Stream<'_> {
    /// The sign at the present place and the term after it.
    fn read(&mut self) -> Option<(u8, usize, usize)> {
        let bytes = self.text.as_bytes();
        let sign = *bytes.get(self.at)?;
        let start = self.at + 1;
        let rest = &bytes[start..];
        let len = rest.iter().position(|b| matches!(*b, WORD | OVER | BREAK)).unwrap_or(rest.len());
        self.at = start + len;
        Some((sign, start, self.at))
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((sign, start, end)) = self.read() {
            if sign == BREAK {
                self.position += GAP as usize;
                continue;
            }
            let term = &self.text[start..end];
            self.token.text.clear();
            self.token.text.push_str(term);
            self.token.position = self.position;
            self.token.position_length = if sign == OVER { compound_length(term) } else { 1 };
            self.position += usize::from(sign == WORD);
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Positions that a compound takes: the number behind its mark.
fn compound_length(term: &str) -> usize {
    term.rsplit_once(COMPOUND).and_then(|(_, n)| n.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpack(text: &str) -> Vec<(String, usize, usize)> {
        let mut unpack = Unpack::default();
        let mut stream = unpack.token_stream(text);
        let mut out = Vec::new();
        while let Some(token) = stream.next() {
            out.push((token.text.clone(), token.position, token.position_length));
        }
        out
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let text = "\n\nA well-known man.\n\nTwo\n\n\n\nUnder-\nstood";
        let mut packed = Packed::default();
        packed.text("before", &[], false);
        packed.text(text, &[], true);
        packed.gap();
        packed.text("end", &[], true);
        let (tokens, taken) = tokens(text, &[]);
        let mut want = vec![("before".to_owned(), 0, 1)];
        want.extend(tokens.into_iter().map(|t| (t.term, t.position as usize + 1, t.length as usize)));
        want.push(("end".to_owned(), (1 + taken + GAP) as usize, 1));
        assert_eq!(unpack(&packed.exact), want);
        assert_eq!(packed.positions, 1 + taken + GAP + 1);
        assert!(unpack(&packed.stems).iter().any(|t| t.0 == "wellknown\u{1f}2" && t.2 == 2));
    }

    #[test]
    fn trailing_breaks_count() {
        let mut packed = Packed::default();
        packed.text("one\n\n", &[], true);
        packed.text("two", &[], true);
        assert_eq!(unpack(&packed.exact)[1].1, 1 + GAP as usize);
    }
}
