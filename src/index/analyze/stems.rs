//! Stems (English, Porter2), each distinct word stemmed about once a thread.

use std::borrow::Cow;
use std::cell::RefCell;

use super::COMPOUND;

/// Slots of a thread's memory. A word has one; a newcomer takes it over.
const SLOTS: usize = 1 << 14;

thread_local! {
    static MEMORY: RefCell<Vec<Slot>> = RefCell::new(vec![Slot::default(); SLOTS]);
}

#[derive(Clone, Default)]
struct Slot {
    word: String,
    stem: String,
}

/// The stem of a folded term; of a compound, the stem of the whole with its
/// mark kept.
pub fn stem(term: &str) -> String {
    let mut out = String::with_capacity(term.len());
    push_stem(term, &mut out);
    out
}

/// Appends the stem of a folded term.
pub fn push_stem(term: &str, out: &mut String) {
    let (word, mark) = match term.find(COMPOUND) {
        Some(at) => term.split_at(at),
        None => (term, ""),
    };
    MEMORY.with_borrow_mut(|memory| {
        let slot = &mut memory[slot_of(word)];
        if slot.word != word {
            word.clone_into(&mut slot.word);
            slot.stem.clear();
            slot.stem.push_str(&fresh(word));
        }
        out.push_str(&slot.stem);
    });
    out.push_str(mark);
}

fn fresh(word: &str) -> Cow<'_, str> {
    // a long "word" is no English, and rules written for words need not bear it
    if word.len() > 64 {
        return Cow::Borrowed(word);
    }
    frostem::Stemmer::new(frostem::Algorithm::English).stem(word).into_owned().into()
}

/// The slot of a word: a multiplicative hash, eight bytes at a time.
fn slot_of(word: &str) -> usize {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = word.len() as u64;
    for chunk in word.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(FACTOR);
    }
    (hash >> (64 - SLOTS.trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_slot_do_not_meet() {
        for i in 0..3 * SLOTS {
            let word = format!("walk{i}x");
            assert_eq!(stem(&word), word);
        }
        assert_eq!((stem("walking"), stem("walked"), stem("walking")), ("walk".into(), "walk".into(), "walk".into()));
    }

    #[test]
    fn a_compound_keeps_its_mark() {
        assert_eq!(stem("reelections\u{1f}2"), "reelect\u{1f}2");
        assert_eq!(stem(""), "");
    }
}
