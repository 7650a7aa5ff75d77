//! Works cited by name, title and place alone, without imprint or date.
//!
//! Convention: the short form of the humanities (`Dell, Lives of the Weavers,
//! 55–60`), of which the resolving pass says what it means, and works of which
//! every edition has the same parts (`Plato, Republic, 514a–520a`, `Tacitus,
//! Annals, 1.2`, `Berger: Psychologie des foules, p. 136`). The stretch must be that and
//! nothing else. Counter-examples: "Leeds, Town Hall, 12 May" (a day), "Dell,
//! then aged 20".

use super::name::{self, is_initials, is_name};
use super::pinpoint;
use super::token::Token;
use super::vocabulary;
use crate::model::Citation;
use crate::model::citation::Kind;

/// Longest name and longest title, in tokens.
const NAME: usize = 4;
const TITLE: usize = 12;
/// Small words inside a title.
pub(super) const SMALL: &[&str] = &[
    "of", "the", "and", "in", "on", "a", "an", "to", "for", "de", "des", "du", "la", "le", "les", "der", "die", "das",
    "und", "von", "zur", "del", "et", "ad", "contra", "pro", "sur", "with", "from",
];

/// The work that tokens `first..last` are, each of its parts.
pub fn read(text: &str, tokens: &[Token], first: usize, last: usize) -> Option<Citation> {
    let all = &tokens[first..last];
    if all.iter().any(|t| t.quoted || t.bracketed || t.year().is_some()) {
        return None;
    }
    let named = 1 + all.iter().take(NAME).position(|t| t.text.ends_with([',', ':']))?;
    let name = &all[..named];
    let is_person = |t: &Token| (is_name(t) || is_initials(t.text)) && t.class != vocabulary::MONTH;
    if !name.iter().all(is_person) || !name.iter().any(is_name) || name::is_signal(&name[0]) {
        return None;
    }
    let titled = named + 1 + all[named..].iter().take(TITLE).position(|t| t.text.ends_with(','))?;
    let title = &all[named..titled];
    let in_title = |t: &Token| t.word.chars().all(|c| c.is_alphabetic() || "-’'".contains(c)) && !t.word.is_empty();
    let french = title.len() > 1 && name.last().is_some_and(|t| t.text.ends_with(':'));
    let capitals = title.iter().filter(|t| t.is_capital()).count();
    let small = title.iter().filter(|t| !t.is_capital() && !SMALL.contains(&t.word)).count();
    if !title.iter().all(in_title) || !title[0].is_capital() || capitals == 0 || small > usize::from(french) * 4 {
        return None;
    }
    let place = &all[titled..];
    if !is_locator(place) {
        return None;
    }
    let cut = |tokens: &[Token]| {
        let (first, last) = (tokens.first()?, tokens.last()?);
        Some(text[first.start..last.end()].trim_end_matches([',', ':', ';', '.']).to_owned())
    };
    Some(Citation {
        kind: Kind::Unknown,
        author: vec![cut(name)?],
        title: cut(title),
        locator: cut(place),
        ..Citation::default()
    })
}

/// `55–60`, `p. 136`, `1.2`, `iv. 1172`, `514a–520a`, `bk. 3, ch. 2`.
fn is_locator(tokens: &[Token]) -> bool {
    let announced = |t: &Token| pinpoint::announces(t.text) || matches!(t.text, "bk." | "book" | "Bk." | "lib.");
    let digits = tokens.iter().any(|t| t.word.contains(|c: char| c.is_ascii_digit()) && pinpoint::is_place(t));
    let day = tokens.iter().any(|t| t.class == vocabulary::MONTH);
    (1..=6).contains(&tokens.len()) && digits && !day && tokens.iter().all(|t| pinpoint::is_place(t) || announced(t))
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn found(text: &str) -> Option<String> {
        let tokens = tokens(text);
        let cite = read(text, &tokens, 0, tokens.len())?;
        Some(format!("{} | {} | {}", cite.author[0], cite.title.unwrap(), cite.locator.unwrap()))
    }

    #[test]
    fn name_title_and_place() {
        for (text, want) in [
            ("Dell, Lives of the Weavers, 55–60;", "Dell | Lives of the Weavers | 55–60"),
            ("Plato, Republic, 514a–520a.", "Plato | Republic | 514a–520a"),
            ("Lucretius, De Rerum Natura, iv. 1172.", "Lucretius | De Rerum Natura | iv. 1172"),
            ("Berger: Psychologie des foules, p. 136.", "Berger | Psychologie des foules | p. 136"),
        ] {
            assert_eq!(found(text).as_deref(), Some(want));
        }
        for text in [
            "Leeds, Town Hall, 12 May.",
            "Dell, then aged, 20.",
            "See, Lives, 5.",
            "Dell, Lives of the Weavers.",
            "In all, Weavers, 20",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
