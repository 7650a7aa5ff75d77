//! Interviews and personal communications: `Crisis Group interviews, Turkish
//! officials, Ankara, 2021-2022`, `Interview with J. Doe, Paris, 3 May 1999`,
//! `personal communication, J. Doe, 1998`.
//!
//! Counter-examples: "in a 2015 interview with Al-Jazeera, he denounced" (a
//! sentence), an interview in print (a title in quotation marks).

use super::token::Token;
use super::{date, prose};
use crate::model::Citation;
use crate::model::citation::Kind;

/// The interview in tokens `first..last`, and one past its last token; with
/// `follows` also the second of several, which does not say again what it is.
pub fn read(text: &str, tokens: &[Token], first: usize, last: usize, follows: bool) -> Option<(Citation, usize)> {
    let all = &tokens[first..last];
    if all.iter().any(|t| t.quoted)
        || prose::count(all) > 0
        || !all.iter().any(|t| t.year().is_some())
        || all.len() > 40
    {
        return None;
    }
    let personal = |t: &Token| {
        matches!(
            t.word.to_lowercase().as_str(),
            "personal" | "private" | "written" | "oral" | "mündliche" | "schriftliche"
        )
    };
    let told = |i: usize| {
        personal(&all[i])
            && all.get(i + 1).is_some_and(|t| {
                t.word.starts_with("communication")
                    || t.word == "Mitteilung"
                    || t.word == "correspondence"
                    || t.word == "conversation"
            })
    };
    let word = (0..all.len().min(8)).find_map(|i| if named(&all[i]) { Some(i) } else { told(i).then_some(i + 1) });
    let early = word.is_some_and(|i| all[..i].iter().any(|t| t.year().is_some()));
    if early {
        return None;
    }
    let first_is_capital = all.first().is_some_and(|t| t.is_capital());
    let comma = word.is_some_and(|i| {
        all[i].text.ends_with(',')
            || all.get(i + 1).is_some_and(|t| matches!(t.word, "with" | "by" | "mit" | "avec" | "conducted" | "to"))
    });
    // "…; interview, former engineer, Amman, 2015"
    let first_is_word = word == Some(0);
    if !(word.is_some() && (first_is_capital || first_is_word) && comma
        || follows && word.is_none() && all.iter().any(|t| t.text.ends_with(',')))
    {
        return None;
    }
    let parts = parts(text, all);
    let from = usize::from(word.is_some());
    let year = parts.iter().position(|part| part.year)?;
    let who = parts.get(from..year).unwrap_or(&[]);
    let cite = Citation {
        kind: Kind::Interview,
        title: joined(who),
        publisher: word.and_then(|i| interviewer(text, all, i)),
        place: place(who),
        date: date::read(&all[parts[year].first..]),
        ..Citation::default()
    };
    Some((cite, last))
}

fn named(token: &Token) -> bool {
    let lower = token.word.to_lowercase();
    matches!(lower.as_str(), "interview" | "interviews" | "gespräch" | "entretien" | "email" | "e-mail")
}

/// A part between two commas.
struct Part<'a> {
    text: &'a str,
    first: usize,
    year: bool,
}

fn parts<'a>(text: &'a str, tokens: &[Token]) -> Vec<Part<'a>> {
    let mut out = Vec::new();
    let mut first = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.text.ends_with(',') || at + 1 == tokens.len() {
            let stretch = &text[tokens[first].start..token.end()];
            let year = tokens[first..=at].iter().any(|t| t.year().is_some());
            out.push(Part { text: stretch.trim_end_matches([',', '.', ';', ' ']), first, year });
            first = at + 1;
        }
    }
    out
}

/// The last part before the date, or the only one where it is one word: by
/// convention `interview, Ankara, 2021` names the place. Counter-examples: `by
/// telephone`, `residents`, `Syria analysts`.
fn place(who: &[Part]) -> Option<String> {
    let last = who.last().filter(|part| part.text.starts_with(char::is_uppercase))?;
    let only = who.len() == 1 && last.text.contains(' ');
    (!only).then(|| last.text.to_owned())
}

/// Those spoken to, without the place at the end.
fn joined(who: &[Part]) -> Option<String> {
    let people = if place(who).is_some() || who.len() > 1 { &who[..who.len() - 1] } else { who };
    let names: Vec<&str> = people.iter().map(|part| part.text).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// What stands before "interview": who held it.
fn interviewer(text: &str, tokens: &[Token], at: usize) -> Option<String> {
    let mut last = at;
    while last > 0
        && matches!(
            tokens[last - 1].word,
            "telephone" | "personal" | "Personal" | "phone" | "private" | "written" | "author" | "Author"
        )
    {
        last -= 1;
    }
    (last > 0)
        .then(|| text[tokens[0].start..tokens[last - 1].end()].trim_end_matches(['’', 's', '\'']).to_owned())
        .filter(|name| name.len() > 2)
}
