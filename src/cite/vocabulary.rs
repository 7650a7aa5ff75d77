//! Words that tell what a part of a reference is. Each list is a class of
//! words for the sequence model; a word outside them has class 0. The lists of
//! other modules are looked up here too, all at once.

mod classes;

use super::{name, prose, short, split};
use classes::CLASSES;

/// Class of a month.
pub const MONTH: u8 = 1;
/// Class of words that announce pages.
pub const PAGES: u8 = 2;
/// Class of words that announce editors.
pub const EDITOR: u8 = 4;

/// The word stands in sentences (see `prose`).
pub const PROSE: u8 = 1;
/// The word stands before citations (see `name`).
pub const SIGNAL: u8 = 2;
/// The word stands before the number of a note (see `short`).
pub const NOTE: u8 = 4;
/// "above", "oben".
pub const ABOVE: u8 = 8;
/// "below", "unten".
pub const BELOW: u8 = 16;
/// The word may part two works (see `split`).
pub const LEADS: u8 = 32;
/// An abbreviation after which a sentence goes on (see `split`).
pub const ABBREVIATION: u8 = 64;

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// FNV-1a of the word in lower case.
    pub hash: u32,
    /// Its class; 0 for none. A word of several classes has the first.
    pub class: u8,
    /// The lists it stands in.
    pub lists: u8,
}

impl Known {
    /// True for an abbreviation after which a sentence goes on.
    pub fn is_abbreviation(self) -> bool {
        self.lists & ABBREVIATION != 0
    }
}

/// Looks a word up, in whatever case.
pub fn look_up(word: &str) -> Known {
    let mut hash = BASIS;
    if word.is_ascii() {
        hash = word.bytes().fold(hash, |hash, byte| step(hash, byte.to_ascii_lowercase()));
    } else {
        let mut buffer = [0; 4];
        for c in word.chars().flat_map(char::to_lowercase) {
            hash = c.encode_utf8(&mut buffer).bytes().fold(hash, step);
        }
    }
    let table = table();
    let mut slot = hash as usize & (table.len() - 1);
    loop {
        let known = table[slot];
        if known.hash == hash || known == Known::default() {
            return Known { hash, ..known };
        }
        slot = (slot + 1) & (table.len() - 1);
    }
}

/// The class of a word, in whatever case; 0 for none.
pub fn class(word: &str) -> u8 {
    look_up(word).class
}

const BASIS: u32 = 0x811c_9dc5;

fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

fn table() -> &'static [Known] {
    static TABLE: std::sync::OnceLock<Vec<Known>> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = vec![Known::default(); 4096];
        for (class, words) in (1..).zip(CLASSES) {
            words.iter().for_each(|word| enter(&mut table, word, (class, 0)));
        }
        let lists: [(&[&str], u8); 7] = [
            (prose::WORDS, PROSE),
            (name::SIGNALS, SIGNAL),
            (short::NOTE_WORDS, NOTE),
            (short::ABOVE, ABOVE),
            (short::BELOW, BELOW),
            (split::LEADS, LEADS),
            (split::ABBREVIATIONS, ABBREVIATION),
        ];
        for (words, list) in lists {
            words.iter().for_each(|word| enter(&mut table, word, (0, list)));
        }
        table
    })
}

fn enter(table: &mut [Known], word: &str, (class, list): (u8, u8)) {
    let hash = word.bytes().fold(BASIS, step);
    let mut slot = hash as usize & (table.len() - 1);
    while table[slot] != Known::default() && table[slot].hash != hash {
        slot = (slot + 1) & (table.len() - 1);
    }
    let known = &mut table[slot];
    known.hash = hash;
    known.class = if known.class == 0 { class } else { known.class };
    known.lists |= list;
}
