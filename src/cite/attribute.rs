//! Sources named in the running text: "the New York Times reported", "told
//! TASS", "according to Reuters".
//!
//! Weaker than citations and kept apart from them. Conventions:
//! - a newspaper, agency or broadcaster beside a word of reporting: `Reuters
//!   reported`, `told TASS`, `as reported by AFP`, `in an interview with Al Jazeera`;
//!   counter-examples: "as reported by me", "told reporters", "the times reported";
//! - `according to` anyone who is named: `according to Turkish officials`;
//!   counter-examples: "according to plan", "according to him";
//! - anyone named who `reported that` or `wrote that`.

use super::kind::is_news;
use super::token::{Token, tokens};
use crate::model::Attribution;

/// Longest name of a source, in tokens.
const LONGEST: usize = 9;

/// The sources named in a text, in order, apart.
pub fn attributions(text: &str) -> Vec<Attribution> {
    let tokens = tokens(text);
    let mut out: Vec<Attribution> = Vec::new();
    let mut free = 0;
    for at in 0..tokens.len() {
        let Some((first, last, source)) = before(&tokens, at).or_else(|| after(&tokens, at)) else { continue };
        if first < free {
            continue;
        }
        free = last;
        let (start, end) = bounds(&tokens, first, last);
        let name = bounds(&tokens, source.0, source.1);
        out.push(Attribution {
            raw: text[start..end].to_owned(),
            source: text[name.0..name.1].to_owned(),
            bytes: None,
            start,
            end,
        });
    }
    out
}

/// Bytes of tokens, without the signs around them.
fn bounds(tokens: &[Token], first: usize, last: usize) -> (usize, usize) {
    let (a, b) = (&tokens[first], &tokens[last - 1]);
    let start = a.start + a.text.find(a.word).unwrap_or(0);
    let mut end = b.start + b.text.find(b.word).unwrap_or(0) + b.word.len();
    let own = b.text[end - b.start..].starts_with('.') && b.word.contains('.');
    end += usize::from(own);
    (start, end)
}

type Found = (usize, usize, (usize, usize));

/// A source after the words at token `at`: "according to", "told", "reported by".
fn after(tokens: &[Token], at: usize) -> Option<Found> {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.word);
    let ends = tokens[at].text.ends_with([',', '.', ';', ':']);
    if ends {
        return None;
    }
    let first = word(at);
    let pair = |second: &[&str]| second.contains(&word(at + 1)) && !tokens[at + 1].text.ends_with([',', '.']);
    let (from, news_only) = match first {
        "according" | "According" if pair(&["to"]) => (at + 2, false),
        "told" | "telling" => (at + 1, true),
        "reported" | "quoted" | "cited" | "published" | "interviewed" if pair(&["by"]) => (at + 2, true),
        "interview" | "interviews" if pair(&["with", "to", "for"]) => (at + 2, true),
        _ => return None,
    };
    let source = name_from(tokens, from)?;
    let text = joined(tokens, source);
    let known = is_news(&text) && text != "UN" || acronym(&text) && first == "told";
    (known || !news_only).then_some((at, source.1, source))
}

/// `TASS`, `AFP`, `ITAR-TASS`.
fn acronym(text: &str) -> bool {
    (3..=10).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_uppercase() || c == '-')
        && !matches!(text, "HTS" | "ISIS" | "NATO")
}

/// A source before a word of reporting at token `at`.
fn before(tokens: &[Token], at: usize) -> Option<Found> {
    const VERBS: &[&str] = &[
        "reported",
        "reports",
        "wrote",
        "writes",
        "quoted",
        "cited",
        "revealed",
        "said",
        "noted",
        "published",
        "claimed",
    ];
    let verb = tokens[at].word;
    if !VERBS.contains(&verb) || at == 0 || tokens.get(at + 1).is_some_and(|t| t.word == "by") {
        return None;
    }
    let mut last = at;
    if matches!(tokens[last - 1].word, "has" | "have" | "had" | "first" | "later" | "also") {
        last -= 1;
    }
    let source = name_to(tokens, last)?;
    let text = joined(tokens, source);
    let that = tokens.get(at + 1).is_some_and(|t| t.word == "that")
        && matches!(verb, "reported" | "reports" | "wrote" | "writes");
    let noun = verb == "reports" && !that && !is_news(&text);
    (!noun && (is_news(&text) || that)).then_some((source.0, at + 1, source))
}

fn joined(tokens: &[Token], (first, last): (usize, usize)) -> String {
    let words: Vec<&str> = tokens[first..last].iter().map(|t| t.word).collect();
    words.join(" ").trim_end_matches("’s").trim_end_matches("'s").to_owned()
}

/// Capitalised words from token `at` on, "the" passed over; after an adjective
/// of a country also the people: "Turkish officials".
fn name_from(tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    const NEXT: &[&str] = &[
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
        "ministry",
        "magazine",
    ];
    let mut first = at;
    while tokens.get(first).is_some_and(|t| {
        matches!(t.word, "the" | "The" | "a" | "an" | "news" | "agency" | "newspaper" | "state") && t.text == t.word
    }) {
        first += 1;
    }
    let mut last = first;
    while let Some(token) = tokens.get(last).filter(|_| last < first + LONGEST) {
        let small = last > first
            && matches!(token.word, "of" | "and" | "for" | "the" | "al")
            && tokens.get(last + 1).is_some_and(Token::is_capital);
        let people = last > first && NEXT.contains(&token.word);
        if !(token.is_capital() || small || people) || token.bracketed {
            break;
        }
        last += 1;
        if token.text.ends_with([',', ';', ':', ')', '”', '?'])
            || token.text.ends_with('.') && !token.word.contains('.')
        {
            break;
        }
    }
    (last > first && tokens[first].word.len() > 1 && !matches!(tokens[first].word, "I" | "It" | "He"))
        .then_some((first, last))
}

/// Capitalised words up to token `last`.
fn name_to(tokens: &[Token], last: usize) -> Option<(usize, usize)> {
    let mut first = last;
    while first > 0 && last - first < LONGEST {
        let token = &tokens[first - 1];
        let small = first < last && matches!(token.word, "of" | "and" | "for" | "al") && token.text == token.word;
        if !(token.is_capital() || small)
            || token.text.ends_with(['.', ';', ':', '?', '!', ',', '”']) && !(token.word.contains('.'))
        {
            break;
        }
        first -= 1;
    }
    while first < last
        && (!tokens[first].is_capital()
            || matches!(tokens[first].word, "The" | "In" | "As" | "On" | "But" | "And" | "When" | "While"))
    {
        first += 1;
    }
    let pronoun = |t: &Token| {
        matches!(
            t.word,
            "I" | "He" | "She" | "They" | "We" | "It" | "You" | "This" | "That" | "Who" | "Others" | "Some" | "One"
        )
    };
    (first < last && !pronoun(&tokens[first])).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_what_names_none() {
        for (text, want) in [
            ("The New York Times reported on Monday", vec!["New York Times"]),
            ("he told TASS, adding", vec!["TASS"]),
            ("according to Reuters and others", vec!["Reuters"]),
            ("According to Turkish officials, it", vec!["Turkish officials"]),
            ("as reported by me in May", vec![]),
            ("he told reporters that the times reported it", vec![]),
            ("according to plan; according to him", vec![]),
            ("Smith wrote that it rained", vec!["Smith"]),
            ("He reported that it rained", vec![]),
        ] {
            let got: Vec<String> = attributions(text).into_iter().map(|a| a.source).collect();
            assert_eq!(got, want, "{text}");
        }
    }

    #[test]
    fn spans_are_the_words() {
        let text = "“It is so”, he told the Kyiv Post.";
        let got = attributions(text);
        assert_eq!(&text[got[0].start..got[0].end], "told the Kyiv Post");
    }
}
