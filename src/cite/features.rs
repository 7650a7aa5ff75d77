//! What the sequence model sees of a token: observations, hashed to 32 bits.
//!
//! The training data is written by the same code (`examples/cite_features.rs`),
//! so that what was learned and what is asked cannot differ. A change here asks
//! for a new model.

use super::token::{Token, year_in};
use super::vocabulary;

/// Observations of one token; each is present or not.
pub type Observed = Vec<u32>;

/// Most observations of a token.
const MOST: usize = 32;

/// What is looked at of each token, once.
struct Seen {
    word: u32,
    shape: u32,
    end: u8,
    class: u8,
}

/// Hands the observations of every token of a reference to `take`, in order.
pub fn observe(tokens: &[Token], mut take: impl FnMut(&[u32])) {
    let seen: Vec<Seen> = tokens.iter().map(see).collect();
    let phrases = phrases(tokens, &seen);
    let mut progress = Progress::default();
    let mut set = Vec::with_capacity(MOST);
    for (at, token) in tokens.iter().enumerate() {
        set.clear();
        own(token, &seen[at], &mut set);
        around(&seen, at, &mut set);
        phrases[at].see(&mut set);
        progress.place(at, tokens.len(), token, &mut set);
        progress.pass(token, &seen[at]);
        take(&set);
    }
}

/// FNV-1a over a template's number and a value.
fn hash(template: u8, value: &[u8]) -> u32 {
    let start = 0x811c_9dc5_u32 ^ u32::from(template).wrapping_mul(0x9e37_79b1);
    value.iter().fold(start, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193))
}

fn pair(template: u8, a: u32, b: u32) -> u32 {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&a.to_le_bytes());
    bytes[4..].copy_from_slice(&b.to_le_bytes());
    hash(template, &bytes)
}

fn see(token: &Token) -> Seen {
    let word = if token.word.is_empty() { hash(1, token.text.as_bytes()) } else { token.hash };
    let end = end(token.text);
    let mut shape = shape(token.word);
    shape.push(end);
    Seen { word, shape: hash(2, &shape), end, class: token.class }
}

/// The sign that a token ends with, by kind.
fn end(text: &str) -> u8 {
    match text.chars().next_back().unwrap_or(' ') {
        c @ (',' | '.' | ':' | ';' | ')' | ']' | '?' | '!' | '&' | '>') => c as u8,
        '”' | '"' | '’' | '»' | '“' | '\'' => b'"',
        '-' | '–' | '—' => b'-',
        c if c.is_alphanumeric() => b' ',
        _ => b'*',
    }
}

/// `X` capital, `x` small, `9` digit, others as they are; runs shortened.
fn shape(word: &str) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(12);
    let mut run = 0;
    for c in word.chars() {
        let kind = match c {
            c if c.is_ascii_digit() => b'9',
            c if c.is_uppercase() => b'X',
            c if c.is_alphabetic() => b'x',
            '.' => b'.',
            '-' | '–' | '—' | '‐' => b'-',
            '’' | '\'' => b'\'',
            '/' | ':' | '(' | ')' | '&' => c as u8,
            _ => b'*',
        };
        run = if out.last() == Some(&kind) { run + 1 } else { 1 };
        let longest = if kind == b'9' { 4 } else { 2 };
        if run <= longest && out.len() < 12 {
            out.push(kind);
        }
    }
    out
}

fn own(token: &Token, seen: &Seen, set: &mut Observed) {
    let chars = |n: usize| token.word.char_indices().nth(n).map_or(token.word.len(), |(at, _)| at);
    let count = token.word.chars().count();
    set.push(seen.word);
    set.push(seen.shape);
    set.push(hash(3, &token.word.as_bytes()[..chars(3)]));
    set.push(hash(4, &token.word.as_bytes()[chars(count.saturating_sub(3))..]));
    set.push(hash(5, &[seen.class, seen.end]));
    let first = token.text.chars().next().unwrap_or(' ');
    let first = if first.is_alphanumeric() { ' ' } else { first };
    set.push(pair(6, first as u32, u32::from(seen.end)));
    set.push(hash(7, &[u8::from(token.quoted), u8::from(token.closes), u8::from(token.bracketed), seen.class]));
    if let Some(year) = year_in(token.word) {
        set.push(hash(8, &year.as_bytes()[..2]));
    }
}

fn around(seen: &[Seen], at: usize, set: &mut Observed) {
    let before = |n: usize| at.checked_sub(n).map(|i| &seen[i]);
    let after = |n: usize| seen.get(at + n);
    let shape = |s: Option<&Seen>| s.map_or(0, |s| s.shape);
    let class = |s: Option<&Seen>| s.map_or(0, |s| s.class + 1);
    let word = |s: Option<&Seen>| s.map_or(0, |s| s.word);
    set.push(pair(10, word(before(1)), 0));
    set.push(pair(11, word(after(1)), 0));
    set.push(pair(12, shape(before(1)), seen[at].shape));
    set.push(pair(13, shape(after(1)), seen[at].shape));
    set.push(pair(14, shape(before(1)), shape(before(2))));
    set.push(pair(15, shape(after(1)), shape(after(2))));
    set.push(hash(16, &[class(before(1)), class(before(2)), seen[at].class]));
    set.push(hash(17, &[class(after(1)), class(after(2)), seen[at].class]));
    set.push(pair(18, word(before(1)), seen[at].word));
    set.push(pair(19, word(before(2)), u32::from(seen[at].class)));
    let ends = |s: Option<&Seen>| s.map_or(0, |s| s.end);
    set.push(hash(20, &[ends(before(1)), seen[at].end, ends(after(1)), seen[at].class]));
}

/// The stretch between two signs that a token stands in.
#[derive(Clone, Copy, Default)]
struct Phrase {
    /// Tokens in it, and before this one in it.
    length: u8,
    place: u8,
    /// The sign that ends it, and the one that ended the stretch before.
    end: u8,
    before: u8,
    /// What follows: the kind of the next token, its class.
    next: u8,
    class: u8,
    /// Classes of words that tell journals, proceedings, publishers, schools,
    /// cities, reports, as bits.
    words: u8,
}

impl Phrase {
    fn see(&self, set: &mut Observed) {
        let length = self.length.min(9);
        set.push(hash(40, &[self.end, self.next, length, self.before]));
        set.push(hash(41, &[self.words, self.end, self.next, self.class]));
        set.push(hash(42, &[self.place.min(3), length, self.end, self.before, self.words]));
        set.push(hash(43, &[self.next, self.class, self.end]));
    }
}

/// What a token is, coarsely.
fn sort(token: &Token) -> u8 {
    let first = token.word.chars().next().unwrap_or(' ');
    match first {
        _ if token.year().is_some() => b'y',
        _ if token.text.starts_with(['(', '[']) => b'(',
        c if c.is_ascii_digit() => b'9',
        c if c.is_uppercase() => b'X',
        c if c.is_alphabetic() => b'x',
        _ => b'*',
    }
}

/// The stretch of every token: stretches end at a sign, but not at an initial.
fn phrases(tokens: &[Token], seen: &[Seen]) -> Vec<Phrase> {
    let mut out = vec![Phrase::default(); tokens.len()];
    let mut first = 0;
    let mut before = b'^';
    for at in 0..tokens.len() {
        let initial = tokens[at].word.chars().count() <= 2 && tokens[at].is_capital() && seen[at].end == b'.';
        let ends = matches!(seen[at].end, b',' | b'.' | b':' | b';' | b'?' | b'!' | b')' | b'"' | b']') && !initial;
        let opens = tokens.get(at + 1).is_none_or(|next| next.text.starts_with(['(', '[']) || next.year().is_some());
        if !ends && !opens {
            continue;
        }
        let words = seen[first..=at]
            .iter()
            .fold(0, |bits, s| bits | if (8..=13).contains(&s.class) { 1 << (s.class - 8) } else { 0 });
        let next = tokens.get(at + 1).map_or(b'$', sort);
        let class = seen.get(at + 1).map_or(0, |s| s.class);
        for (place, phrase) in out[first..=at].iter_mut().enumerate() {
            *phrase = Phrase {
                length: (at + 1 - first).min(255) as u8,
                place: place.min(255) as u8,
                end: seen[at].end,
                before,
                next,
                class,
                words,
            };
        }
        before = seen[at].end;
        first = at + 1;
    }
    out
}

/// What was passed on the way to a token.
#[derive(Default)]
struct Progress {
    stops: u8,
    commas: u8,
    year: bool,
    quoted: bool,
    pages: bool,
    editors: bool,
    last: u8,
}

impl Progress {
    fn place(&self, at: usize, len: usize, token: &Token, set: &mut Observed) {
        let from_end = (len - 1 - at).min(6) as u8;
        set.push(hash(30, &[at.min(8) as u8]));
        set.push(hash(31, &[from_end, u8::from(self.year)]));
        set.push(hash(32, &[(at * 12 / len) as u8, u8::from(self.year)]));
        set.push(hash(33, &[self.stops.min(4), u8::from(self.year), u8::from(self.quoted), self.last]));
        set.push(hash(34, &[self.commas.min(6), self.stops.min(2), u8::from(token.quoted)]));
        set.push(hash(
            35,
            &[
                u8::from(self.year),
                u8::from(self.quoted),
                u8::from(self.pages),
                u8::from(self.editors),
                token.quoted.into(),
            ],
        ));
    }

    fn pass(&mut self, token: &Token, seen: &Seen) {
        let initial = token.word.chars().count() <= 1 || token.word.contains('.');
        self.stops = self.stops.saturating_add(u8::from(token.ends_with(&['.', '?', '!']) && !initial));
        self.commas = self.commas.saturating_add(u8::from(seen.end == b','));
        self.year |= token.year().is_some();
        self.quoted |= token.closes;
        self.pages |= seen.class == vocabulary::PAGES;
        self.editors |= seen.class == vocabulary::EDITOR;
        // The last sign that parts fields, and whether a name may follow.
        if matches!(seen.end, b',' | b'.' | b':' | b';' | b')' | b'"') {
            self.last = seen.end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::token::tokens;

    #[test]
    fn shapes_forget_letters_and_keep_kinds() {
        assert_eq!(shape("O’Neill"), b"X'Xxx");
        assert_eq!(shape("159–182"), b"999-999");
        assert_eq!(shape("1982345"), b"9999");
    }

    #[test]
    fn every_token_is_observed_the_same_way_twice() {
        let text = "A. B. Cole, “On silt”, Rivers 12 (1990), pp. 3–9.";
        let all = || {
            let mut out: Vec<Observed> = Vec::new();
            observe(&tokens(text), |set| out.push(set.to_vec()));
            out
        };
        assert_eq!(all(), all());
        assert_eq!(all().len(), tokens(text).len());
        assert!(all().iter().all(|set| set.len() <= MOST));
    }
}
