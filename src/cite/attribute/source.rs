//! What kind of source a name is, by its words alone.

use super::name::{Named, PEOPLE};
use crate::cite::token::Token;

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A newspaper, agency, broadcaster or magazine.
    Press,
    /// An institution, or its people: "Turkish officials".
    Body,
    /// A person with a full name.
    Person,
    /// Anything else.
    Other,
}

/// Names of the press that stand alone, in lower case.
const ALONE: &[&str] = &[
    "reuters",
    "afp",
    "tass",
    "bbc",
    "cnn",
    "npr",
    "pbs",
    "nbc",
    "cbs",
    "abc",
    "msnbc",
    "cnbc",
    "xinhua",
    "interfax",
    "bloomberg",
    "dpa",
    "spiegel",
    "newsweek",
    "jazeera",
    "haaretz",
    "politico",
    "axios",
    "anadolu",
    "upi",
    "kommersant",
    "pravda",
    "izvestia",
    "vedomosti",
    "novosti",
    "unian",
    "ukrinform",
    "sana",
    "efe",
    "ansa",
    "kyodo",
    "pti",
    "irna",
    "wafa",
    "buzzfeed",
    "bellingcat",
    "meduza",
    "cnnturk",
    "sabah",
    "hürriyet",
    "cumhuriyet",
    "figaro",
    "libération",
    "corriere",
    "repubblica",
    "c-span",
    "vox",
    "slate",
    "wired",
    "fox",
    "sputnik",
];

/// Last words of names of the press, in lower case: "Kyiv Post", "Jamestown Weekly".
const LAST: &[&str] = &[
    "times",
    "post",
    "news",
    "journal",
    "tribune",
    "herald",
    "gazette",
    "chronicle",
    "observer",
    "telegraph",
    "mail",
    "express",
    "press",
    "radio",
    "television",
    "tv",
    "magazine",
    "newspaper",
    "daily",
    "weekly",
    "monitor",
    "today",
    "independent",
    "economist",
    "eye",
    "sun",
    "star",
    "mirror",
    "globe",
    "zeitung",
    "24",
    "monde",
    "país",
    "mundo",
    "pais",
    "examiner",
    "courier",
    "presse",
    "allgemeine",
    "affairs",
    "policy",
    "arab",
];

/// Names of the press that stand alone after "the".
const THE: &[&str] = &[
    "times",
    "post",
    "guardian",
    "economist",
    "independent",
    "telegraph",
    "observer",
    "atlantic",
    "intercept",
    "ap",
    "associated",
    "tribune",
    "herald",
    "globe",
    "spectator",
    "hindu",
    "sun",
    "mirror",
];

/// Words of institutions, in lower case.
const BODIES: &[&str] = &[
    "ministry",
    "council",
    "committee",
    "commission",
    "agency",
    "office",
    "institute",
    "institution",
    "foundation",
    "university",
    "center",
    "centre",
    "observatory",
    "organization",
    "organisation",
    "bank",
    "department",
    "bureau",
    "group",
    "watch",
    "international",
    "network",
    "association",
    "society",
    "court",
    "authority",
    "government",
    "administration",
    "secretariat",
    "fund",
    "pentagon",
    "kremlin",
    "nations",
    "union",
    "police",
    "army",
    "academy",
    "service",
    "embassy",
    "league",
    "survey",
    "registry",
];

/// Words before the name of a person, in lower case.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "professor",
    "gen",
    "general",
    "col",
    "colonel",
    "president",
    "judge",
    "lord",
    "sir",
    "senator",
    "minister",
    "king",
    "queen",
];

/// The kind of a name.
pub fn kind(tokens: &[Token], named: &Named) -> Kind {
    let words: Vec<String> = tokens[named.first..named.last].iter().map(|token| bare(token)).collect();
    let Some(last) = words.last() else { return Kind::Other };
    let list = |list: &[&str], word: &str| list.contains(&word);
    let alone = words.iter().any(|word| word.split('-').any(|part| list(ALONE, part)));
    let first = words[0].as_str();
    let known = (first == "le" || first == "die" || first == "al")
        && words.len() == 2
        && list(&["monde", "zeit", "arabiya"], last);
    let titled = list(TITLES, first);
    let press = alone
        || known
        || words.len() > 1 && list(LAST, last)
        || named.the && words.len() == 1 && list(THE, last)
        || words.len() == 2 && first == "associated";
    if press && !titled {
        return Kind::Press;
    }
    let acronym =
        |token: &Token| token.word.len() > 1 && token.word.chars().all(|c| c.is_ascii_uppercase() || c == '.');
    let people = list(PEOPLE, last) && words.len() > 1;
    if people || words.iter().any(|word| list(BODIES, word)) || words.len() == 1 && acronym(&tokens[named.first]) {
        return Kind::Body;
    }
    let capitals = tokens[named.first..named.last].iter().filter(|token| token.is_capital()).count();
    let person = !named.the && !last.is_empty() && capitals > 1 && capitals == words.len() && words.len() < 5;
    if person && !ends_possessive(tokens, named) { Kind::Person } else { Kind::Other }
}

fn ends_possessive(tokens: &[Token], named: &Named) -> bool {
    let word = tokens[named.last - 1].word;
    word.ends_with("’s") || word.ends_with("'s")
}

fn bare(token: &Token) -> String {
    token.word.trim_end_matches("’s").trim_end_matches("'s").to_lowercase()
}
