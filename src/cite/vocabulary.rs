//! Words that tell what a part of a reference is, each with its class for the
//! sequence model and the lists it stands in, looked up all at once.

use crate::works::{abbreviation, words};

const CLASSES: &str = include_str!("../../data/words/reference-classes.txt");
const LISTS: &str = include_str!("../../data/words/references.txt");

/// Class of a month.
pub const MONTH: u8 = 1;
/// Class of words that announce pages.
pub const PAGES: u8 = 2;
/// Class of words that announce editors.
pub const EDITOR: u8 = 4;

/// The word stands in sentences (forms of "be", pronouns).
pub const PROSE: u8 = 1;
/// The word stands before citations ("see").
pub const SIGNAL: u8 = 2;
/// The word stands before the number of a note ("n.", "Anm.").
pub const NOTE: u8 = 4;
/// "above", "oben".
pub const ABOVE: u8 = 8;
/// "below", "unten".
pub const BELOW: u8 = 16;
/// The word may part two works ("see", "quoted").
pub const LEADS: u8 = 32;
/// An abbreviation after which a sentence goes on.
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
        for (class, line) in (1..).zip(words::lines(CLASSES)) {
            line.words().for_each(|word| enter(&mut table, word, Known { class, ..Known::default() }));
        }
        let listed = |lists: u8| Known { lists, ..Known::default() };
        for line in words::lines(LISTS) {
            line.words().for_each(|word| enter(&mut table, word, listed(list(line.name))));
        }
        for word in abbreviation::inside_works() {
            enter(&mut table, word, listed(ABBREVIATION));
        }
        table
    })
}

fn list(name: &str) -> u8 {
    match name {
        "prose" => PROSE,
        "signal" => SIGNAL,
        "note" => NOTE,
        "above" => ABOVE,
        "below" => BELOW,
        "lead" => LEADS,
        _ => 0,
    }
}

/// Adds what is known of a word to what is known already.
fn enter(table: &mut [Known], word: &str, more: Known) {
    let hash = word.bytes().fold(BASIS, step);
    let mut slot = hash as usize & (table.len() - 1);
    while table[slot] != Known::default() && table[slot].hash != hash {
        slot = (slot + 1) & (table.len() - 1);
    }
    let known = &mut table[slot];
    known.hash = hash;
    known.class = if known.class == 0 { more.class } else { known.class };
    known.lists |= more.lists;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The model was trained with these words in these classes: see `training/README.md`.
    #[test]
    fn the_classes_are_those_that_the_model_was_trained_with() {
        let words = words::lines(CLASSES).flat_map(|line| line.words().chain(["|"]));
        let hash = words.fold(BASIS, |hash, word| word.bytes().fold(step(hash, b' '), step));
        assert_eq!(hash, 2_515_178_701, "train the model again, then write the new number here");
    }

    #[test]
    fn every_list_has_a_meaning() {
        assert!(words::lines(LISTS).all(|line| list(line.name) != 0));
        assert_eq!(class("Sept"), MONTH);
        assert_eq!(look_up("Vgl").lists & (SIGNAL | LEADS), SIGNAL | LEADS);
        assert!(look_up("Lett").is_abbreviation() && look_up("Dr").is_abbreviation());
        assert!(!look_up("Ibid").is_abbreviation());
    }
}
