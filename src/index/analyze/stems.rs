//! Stems (English, Porter2).

use std::borrow::Cow;

use super::{COMPOUND, ungrouped};

/// Longest word that is stemmed, bytes: a longer one is no English, and rules
/// written for words need not bear it.
const LONGEST: usize = 64;

/// The stem of a folded term; of a compound, the stem of the whole with its
/// mark kept; of a number whose one stop may group thousands, the number without it.
pub fn stem(term: &str) -> String {
    let (word, mark) = match term.find(COMPOUND) {
        Some(at) => term.split_at(at),
        None => (term, ""),
    };
    if word.len() > LONGEST {
        return term.to_owned();
    }
    if let Some(number) = ungrouped(word) {
        return number;
    }
    let mut stem = match frostem::Stemmer::new(frostem::Algorithm::English).stem(word) {
        Cow::Owned(stem) => stem,
        Cow::Borrowed(stem) => stem.to_owned(),
    };
    stem.push_str(mark);
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compound_keeps_its_mark() {
        assert_eq!((stem("walking"), stem("walked")), ("walk".into(), "walk".into()));
        assert_eq!(stem("reelections\u{1f}2"), "reelect\u{1f}2");
        assert_eq!((stem(""), stem(&"ing".repeat(40))), (String::new(), "ing".repeat(40)));
    }
}
