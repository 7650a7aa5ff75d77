//! Persons who are quoted: "“…”, said Holm", "Holm told the council that".

use super::Found;
use super::name::{Named, from, to};
use super::source::{Kind, kind};
use crate::cite::token::Token;
use crate::cite::vocabulary;
use crate::works::name::is_particle;

/// Words of saying that stand behind what is said too: "”, added Holm".
const VERBS: &[&str] = &[
    "said",
    "says",
    "told",
    "added",
    "replied",
    "explained",
    "argued",
    "warned",
    "insisted",
    "declared",
    "stated",
    "remarked",
    "observed",
    "answered",
    "asked",
    "exclaimed",
    "cried",
    "recalled",
    "announced",
    "admitted",
    "noted",
    "claimed",
    "wrote",
    "writes",
];
/// Of these, those that say so by themselves; the others need "that", a colon or a
/// quotation behind them: "Holm added three".
const PLAIN: &[&str] = &["said", "says", "told"];

/// Words with a capital at the beginning of a sentence that name nobody, in lower case.
const NOBODY: &[&str] = &[
    "nobody",
    "everyone",
    "everybody",
    "someone",
    "somebody",
    "anyone",
    "people",
    "critics",
    "officials",
    "witnesses",
    "residents",
    "police",
    "sources",
    "analysts",
    "experts",
    "activists",
    "reports",
    "others",
    "many",
    "some",
    "both",
    "neither",
    "either",
    "all",
    "none",
    "each",
    "few",
    "another",
    "whoever",
    "which",
    "doctors",
    "lawyers",
    "scientists",
    "researchers",
    "authorities",
    "observers",
    "soldiers",
    "prosecutors",
    "lawmakers",
    "economists",
    "historians",
    "scholars",
    "diplomats",
    "reporters",
    "journalists",
    "editors",
    "voters",
    "opponents",
    "supporters",
    "commanders",
    "rebels",
    "investigators",
    "inspectors",
    "managers",
    "workers",
    "teachers",
    "students",
    "parents",
    "women",
    "men",
    "children",
    "friends",
    "neighbours",
    "neighbors",
    "philosophers",
    "theologians",
    "commentators",
    "here",
    "not",
    "now",
    "thus",
    "yes",
    "no",
    "well",
    "oh",
    "indeed",
    "perhaps",
    "never",
    "still",
    "again",
    "once",
    "only",
    "even",
    "such",
    "often",
    "sometimes",
    "truly",
    "verily",
    "therefore",
    "however",
    "nor",
    "or",
    "before",
    "because",
    "though",
    "where",
    "how",
    "why",
    "whether",
    "nothing",
    "something",
    "everything",
    "ever",
    "enough",
];
/// What is named and is no person, in lower case.
const NOTHINGS: &[&str] = &[
    "tradition",
    "history",
    "legend",
    "rumour",
    "rumor",
    "scripture",
    "scriptures",
    "providence",
    "nature",
    "reason",
    "law",
    "custom",
    "fate",
    "heaven",
    "fortune",
    "wisdom",
    "science",
    "religion",
    "philosophy",
    "convention",
    "protocol",
    "schedule",
    "islam",
    "christianity",
    "buddhism",
    "judaism",
    "darwinism",
    "marxism",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "article",
    "section",
    "chapter",
    "part",
    "table",
    "figure",
    "act",
    "rule",
    "rules",
    "title",
    "book",
    "christmas",
    "easter",
];

/// Words after which a name is not who speaks.
const LEADS: &[&str] = &[
    "of", "in", "from", "at", "near", "for", "with", "to", "on", "by", "against", "between", "under", "over", "outside",
];

/// True for a word of saying.
pub fn is_verb(word: &str) -> bool {
    VERBS.contains(&word)
}

/// A person before the word of saying at token `at`: "Holm said that".
pub fn before(tokens: &[Token], at: usize) -> Option<Found> {
    let verb = tokens.get(at).filter(|verb| is_verb(verb.word))?;
    let next = tokens.get(at + 1);
    let passive = next.is_some_and(|t| matches!(t.word, "by" | "to"));
    let quotes = verb.text.ends_with([',', ':']) || next.is_some_and(|t| t.word == "that" || t.quoted);
    if at == 0 || passive || !(quotes || PLAIN.contains(&verb.word)) {
        return None;
    }
    let mut last = at;
    while last > 1 && matches!(tokens[last - 1].word, "has" | "have" | "had" | "also" | "later" | "recently" | "then") {
        last -= 1;
    }
    let source = to(tokens, last).filter(|source| is_one(tokens, source))?;
    // "a resident of Idlib said"
    let led = source.first.checked_sub(1).is_some_and(|at| LEADS.contains(&tokens[at].text));
    (!led).then(|| Found { first: source.first, last: at + 1, source })
}

/// A person behind it, where what is said stands before: "”, said Holm".
pub fn after(tokens: &[Token], at: usize) -> Option<Found> {
    let verb = tokens.get(at).filter(|verb| is_verb(verb.word) && verb.text == verb.word)?;
    let before = tokens.get(at.checked_sub(1)?)?;
    let said = before.closes || before.text.ends_with([',', '”', '"', '’', '?', '!', '»']);
    let direct = tokens.get(at + 1).is_some_and(Token::is_capital);
    if !said || !direct || verb.word == "told" {
        return None;
    }
    let source = from(tokens, at + 1).filter(|source| is_one(tokens, source))?;
    Some(Found { first: at, last: source.last, source })
}

/// True for the name of a person, as far as its words tell: up to four with capitals, none of
/// them a word that names nobody.
pub fn is_one(tokens: &[Token], source: &Named) -> bool {
    let words = &tokens[source.first..source.last];
    let person = matches!(kind(tokens, source), Kind::Person | Kind::Other);
    let capitals = words.iter().all(|t| t.is_capital() || is_particle(t.word));
    let none = |t: &Token| {
        let word = t.word.to_lowercase();
        NOBODY.contains(&word.as_str()) || NOTHINGS.contains(&word.as_str()) || t.class == vocabulary::MONTH
    };
    let owner = words.last().is_some_and(|t| t.word.ends_with("’s") || t.word.ends_with("'s"));
    let letters = words.last().is_some_and(|t| t.word.chars().filter(|c| c.is_alphabetic()).count() > 2);
    // "Holm,—“that" is a word and more
    let whole = |t: &Token| t.word.chars().all(|c| c.is_alphabetic() || "-‐–’'.".contains(c));
    person
        && !source.the
        && words.len() < 5
        && words.iter().all(whole)
        && capitals
        && !owner
        && letters
        && !words.iter().any(none)
}
