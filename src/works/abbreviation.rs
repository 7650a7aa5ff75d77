//! Words that end in a full stop.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::words;

const LIST: &str = include_str!("../../data/words/abbreviations.txt");

/// What the full stop after a word may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Neither a sentence nor a work: `Dr.`, `vol.`
    Nothing,
    /// No sentence; a work it may: `Ibid.`
    Work,
    /// No work; a sentence it may: `Corp.`, `Sept.`
    Sentence,
    /// No work, and in a sentence it is no abbreviation: `Lett.`
    Either,
}

/// What the stop after a word may end, the word given without it and in whatever case; `None`
/// for a word that is no abbreviation.
pub fn stop(word: &str) -> Option<Stop> {
    static WORDS: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    let words = WORDS.get_or_init(|| words::by_word(LIST));
    words.get(word.to_lowercase().as_str()).map(|name| meaning(name))
}

/// The words after which the same work goes on, in lower case.
pub fn inside_works() -> impl Iterator<Item = &'static str> {
    words::lines(LIST).filter(|line| meaning(line.name) != Stop::Work).flat_map(|line| line.words())
}

fn meaning(name: &str) -> Stop {
    match name {
        "abbreviation" => Stop::Nothing,
        "clause" => Stop::Work,
        "doubtful" => Stop::Sentence,
        _ => Stop::Either,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_end_what_they_may() {
        for (word, want) in [
            ("Dr", Some(Stop::Nothing)),
            ("Ibid", Some(Stop::Work)),
            ("Corp", Some(Stop::Sentence)),
            ("Lett", Some(Stop::Either)),
            ("harbour", None),
            ("etc", None),
        ] {
            assert_eq!(stop(word), want, "{word}");
        }
    }
}
