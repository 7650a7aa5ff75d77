//! The name of a source beside a word of reporting.

use crate::cite::token::Token;
use crate::cite::vocabulary;

/// Longest name, in tokens.
const LONGEST: usize = 9;

/// Small words that end the name of a source: "Turkish officials".
pub const PEOPLE: &[&str] = &[
    "officials",
    "sources",
    "media",
    "reports",
    "authorities",
    "activists",
    "analysts",
    "police",
    "newspaper",
    "agency",
    "diplomats",
    "residents",
    "data",
    "figures",
    "commander",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "ministry",
    "magazine",
    "statistics",
    "documents",
];

/// A name, in tokens `first..last`.
pub struct Named {
    /// First token.
    pub first: usize,
    /// One past the last.
    pub last: usize,
    /// True where "the" stands before.
    pub the: bool,
}

/// Words with a capital from token `at` on, "the" passed over; after an adjective
/// of a country also the people: "Turkish officials".
pub fn from(tokens: &[Token], at: usize) -> Option<Named> {
    let mut first = at;
    let passed = |t: &Token| {
        matches!(t.word, "the" | "The" | "a" | "an" | "news" | "agency" | "newspaper" | "state" | "broadcaster")
            && t.text == t.word
    };
    while tokens.get(first).is_some_and(passed) {
        first += 1;
    }
    let mut last = first;
    while let Some(token) = tokens.get(last).filter(|_| last < first + LONGEST) {
        let small = last > first
            && matches!(token.text, "of" | "and" | "for" | "the" | "al" | "on" | "de")
            && token.text != "and"
            && tokens.get(last + 1).is_some_and(Token::is_capital);
        let people = last > first && PEOPLE.contains(&token.word);
        if !(token.is_capital() || small || people) || token.bracketed && !tokens[at].bracketed {
            break;
        }
        last += 1;
        if ends(token) || people {
            break;
        }
    }
    let word = tokens.get(first)?.word;
    let named = last > first && word.len() > 1 && !PRONOUNS.contains(&word);
    named.then_some(Named { first, last, the: first > at })
}

/// True for a word after which a name does not go on.
fn ends(token: &Token) -> bool {
    let stop = token.text.ends_with('.')
        && !token.word.contains('.')
        && !(vocabulary::look_up(token.word).is_abbreviation() || token.word.len() == 1);
    stop || token.text.ends_with([',', ';', ':', ')', '”', '"', '?', '!', '’'])
        || token.word.ends_with("’s")
        || token.word.ends_with("'s")
}

const PRONOUNS: &[&str] = &[
    "I", "He", "She", "They", "We", "It", "You", "This", "That", "Who", "Others", "Some", "One", "Many", "Most",
    "Several", "There", "These", "Those", "What", "When", "His", "Her", "Their", "My", "Our", "God", "Great",
];

/// Words with a capital that open a sentence before a name.
const OPENERS: &[&str] = &[
    "The", "In", "As", "On", "But", "And", "When", "While", "At", "After", "Since", "Although", "Then", "So", "If",
    "For", "Here", "Yet", "Namely", "Later", "Today", "Recently",
];

/// Words with a capital up to token `last`.
pub fn to(tokens: &[Token], last: usize) -> Option<Named> {
    let mut first = last;
    while first > 0 && last - first < LONGEST {
        let token = &tokens[first - 1];
        let small = first < last && matches!(token.text, "of" | "for" | "al" | "de");
        let initial = token.text.ends_with('.')
            && (token.word.contains('.') || token.word.len() == 1 || vocabulary::look_up(token.word).is_abbreviation());
        let stop = token.text.ends_with(['.', ';', ':', '?', '!', ',', '”', '"', ')']) && !initial;
        if !(token.is_capital() || small) || stop {
            break;
        }
        first -= 1;
    }
    let mut the = first > 0 && tokens[first - 1].word == "the";
    while first < last && (!tokens[first].is_capital() || OPENERS.contains(&tokens[first].word)) {
        the |= tokens[first].word == "The";
        first += 1;
    }
    (first < last && tokens[first].word.len() > 1 && !PRONOUNS.contains(&tokens[first].word)).then_some(Named {
        first,
        last,
        the,
    })
}
