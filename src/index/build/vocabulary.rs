//! The words of a segment and their stems, by number.

use super::terms::Terms;
use crate::index::analyze::words::Part;
use crate::index::analyze::{frequent, push_compound, push_folded, stem};
use crate::span::Span;

/// Terms longer than this are left out: the engine's limit.
const LONGEST: usize = 65_530;

/// A stem that is not known yet.
const UNKNOWN: u32 = u32::MAX;

/// Words that are remembered as they stand in the text: a power of two, few
/// enough to stay in the processor's own cache, and enough for nine words in ten.
const RECENT: usize = 1 << 14;

/// The numbers of a word and of its stem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The word's.
    pub number: u32,
    /// The stem's.
    pub stem: u32,
}

/// Words and stems.
pub struct Vocabulary {
    /// Folded words and compounds.
    pub words: Terms,
    /// Their stems.
    pub stems: Terms,
    /// Stem of each word.
    stem_of: Vec<u32>,
    /// Numbers of the pairs of frequent words, by the first and then the second.
    pairs: Vec<u32>,
    /// Words met last, by a hash of their bytes: the word as [`key`] gives it,
    /// and its numbers. Spares these words their folding and the looks into the
    /// tables of all terms, which are too large for the cache: a third of the time.
    recent: Vec<(Key, Word)>,
    /// Room to fold a word in.
    folded: String,
}

impl Vocabulary {
    /// No words yet.
    pub fn new() -> Self {
        let mut words = Terms::default();
        // frequent words are those with the lowest numbers
        frequent::words().for_each(|word| _ = words.number(word.as_bytes()));
        Vocabulary {
            words,
            pairs: vec![UNKNOWN; frequent::COUNT * frequent::COUNT],
            stems: Terms::default(),
            stem_of: Vec::new(),
            recent: vec![([0; 2], Word::default()); RECENT],
            folded: String::new(),
        }
    }

    /// The numbers of a word of a text; `None` where it is too long.
    pub fn word(&mut self, text: &str, at: Span) -> Option<Word> {
        let Some(key) = key(text.as_bytes(), at) else {
            return self.folded(|out| push_folded(&text[at.start..at.end], out));
        };
        let slot = slot(key);
        let (known, word) = self.recent[slot];
        if known == key {
            return Some(word);
        }
        let word = self.folded(|out| push_folded(&text[at.start..at.end], out))?;
        self.recent[slot] = (key, word);
        Some(word)
    }

    /// The numbers of the compound of the parts of a word.
    pub fn compound(&mut self, text: &str, parts: &[Part]) -> Option<Word> {
        self.folded(|out| push_compound(text, parts, out))
    }

    fn folded(&mut self, fold: impl FnOnce(&mut String)) -> Option<Word> {
        self.folded.clear();
        fold(&mut self.folded);
        let term = self.folded.as_bytes();
        if term.len() > LONGEST {
            return None;
        }
        let number = self.words.number(term);
        Some(Word { number, stem: self.stem(number) })
    }

    /// The number of a term that is folded already and has no stem.
    pub fn term(&mut self, term: &str) -> Option<Word> {
        (term.len() <= LONGEST).then(|| Word { number: self.words.number(term.as_bytes()), stem: UNKNOWN })
    }

    /// The number of the pair of two words; `None` unless both are frequent.
    pub fn pair(&mut self, first: u32, second: u32) -> Option<u32> {
        let (first, second) = (first as usize, second as usize);
        if first >= frequent::COUNT || second >= frequent::COUNT {
            return None;
        }
        let at = first * frequent::COUNT + second;
        if self.pairs[at] == UNKNOWN {
            let word = |number: usize| String::from_utf8_lossy(self.words.get(number as u32)).into_owned();
            let term = frequent::pair(&word(first), &word(second));
            self.pairs[at] = self.words.number(term.as_bytes());
        }
        Some(self.pairs[at])
    }

    /// The number of a word's stem.
    fn stem(&mut self, word: u32) -> u32 {
        let at = word as usize;
        if self.stem_of.len() <= at {
            self.stem_of.resize(at + 1, UNKNOWN);
        }
        if self.stem_of[at] == UNKNOWN {
            let term = String::from_utf8_lossy(self.words.get(word));
            self.stem_of[at] = self.stems.number(stem(&term).as_bytes());
        }
        self.stem_of[at]
    }
}

/// A word of 16 bytes or less: its bytes, and zeros, which no word has.
type Key = [u64; 2];

/// The key of a word, unless it is longer. 16 bytes of the text are taken at once and cut down, where it has them.
fn key(text: &[u8], at: Span) -> Option<Key> {
    let len = at.len();
    if len == 0 || len > 16 {
        return None;
    }
    let bytes = match text.get(at.start..).and_then(|rest| rest.first_chunk::<16>()) {
        Some(bytes) => *bytes,
        None => {
            let mut bytes = [0; 16];
            bytes[..len].copy_from_slice(&text[at.start..at.end]);
            bytes
        }
    };
    let word = u128::from_le_bytes(bytes) & (u128::MAX >> (128 - 8 * len));
    Some([word as u64, (word >> 64) as u64])
}

fn slot([first, second]: Key) -> usize {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = first.wrapping_mul(FACTOR) ^ second.wrapping_mul(FACTOR.rotate_left(32));
    (mixed >> 40) as usize & (RECENT - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::analyze::fold;

    #[test]
    fn a_word_that_was_met_has_its_number_and_its_stem() {
        let text: String = (0..9000).map(|i| format!("Wörd{} walking Walked ", i * i % 7001)).collect();
        let mut vocabulary = Vocabulary::new();
        for _ in 0..2 {
            for word in text.split_whitespace() {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                let found = vocabulary.word(&text, Span::new(start, start + word.len())).unwrap();
                assert_eq!(vocabulary.words.get(found.number), fold(word).as_bytes());
                assert_eq!(vocabulary.stems.get(found.stem), stem(&fold(word)).as_bytes());
            }
        }
    }

    #[test]
    fn a_key_is_the_word_alone() {
        let text = b"cat cats characteristically cat";
        let cat = key(text, Span::new(0, 3)).unwrap();
        assert_eq!(cat, key(text, Span::new(text.len() - 3, text.len())).unwrap());
        assert_ne!(cat, key(text, Span::new(4, 8)).unwrap());
        assert_eq!(key(text, Span::new(9, 25)).unwrap()[1].to_le_bytes(), *b"ristical");
        assert_eq!(key(text, Span::new(9, 26)), None);
    }

    #[test]
    fn what_is_too_long_has_no_number() {
        let text = "x".repeat(LONGEST + 1);
        assert_eq!(Vocabulary::new().word(&text, Span::new(0, text.len())), None);
        assert!(Vocabulary::new().word(&text, Span::new(1, text.len())).is_some());
    }
}
