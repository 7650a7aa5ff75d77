//! Sources named in the running text: "the New York Times reported", "told
//! TASS", "according to Reuters".
//!
//! Weaker than citations and kept apart from them. Which kinds count:
//! - newspapers, agencies, broadcasters and magazines ([`source::is_press`]) beside a
//!   word of reporting: `Reuters reported`, `told TASS`, `speaking to the BBC`, `in
//!   an interview with Al Jazeera`, `Washington Post columnist`;
//! - after `according to` also institutions, officials of a country, and persons
//!   with their full names: `according to Turkish officials`;
//! - anyone named who `wrote that` or `reported that`: a text is meant; and an
//!   institution after `as`: `as the World Bank reported`;
//! - persons who are quoted ([`speaker`]): `”, said Holm`, `Holm told the council`,
//!   `according to Holm`.
//!
//! Those who are merely told do not count ("told the Security Council"), nor does who is
//! not named ("he said", "critics said"). Counter-examples: "as reported by me", "told
//! reporters", "the times reported", "according to plan", "according to Providence".

mod name;
mod source;
mod speaker;

use std::sync::OnceLock;

use name::{Named, from, to};
use regex::Regex;
use source::{Kind, kind};

use super::token::{Token, tokens};
use crate::model::Attribution;

/// Bytes read before and after a word of reporting.
const AROUND: usize = 140;

/// Words of reporting, in literals; what must stand around each is asked later.
const WORDS: &str = "according to |According to |told |telling |speaking to |Speaking to |confirmed |interview|\
                     reported|reports|wrote |writes |quoted |cited |revealed|said|noted |published |claimed |\
                     columnist|correspondent|journalist|says|added|replied|explained|argued|warned|insisted|\
                     declared|stated|remarked|observed|answered|asked|exclaimed|cried|recalled|announced|admitted";

/// The sources named in a text, in order, apart.
pub fn attributions(text: &str) -> Vec<Attribution> {
    static FINDER: OnceLock<Option<Regex>> = OnceLock::new();
    let finder = FINDER.get_or_init(|| Regex::new(WORDS).ok()).as_ref();
    let mut out: Vec<Attribution> = Vec::new();
    for word in finder.into_iter().flat_map(|finder| finder.find_iter(text)) {
        if named_near(text.as_bytes(), (word.start(), word.end())) {
            for found in read(text, word.start()) {
                if found.start >= out.last().map_or(0, |last| last.end) {
                    out.push(found);
                }
            }
        }
    }
    out
}

/// True where a name may stand just before the word at bytes `start..end`, or
/// close behind it: most words of reporting stand by "he" and "she", and are
/// not looked at further.
fn named_near(bytes: &[u8], (start, end): (usize, usize)) -> bool {
    let capital = |word: &[u8]| {
        let word = word.strip_prefix("“".as_bytes()).unwrap_or(word);
        word.len() > 1 && matches!(word[0], b'A'..=b'Z' | 0xC3..=0xDF)
    };
    let before = &bytes[start.saturating_sub(30)..start];
    let mut before = before
        .rsplit(|byte| *byte == b' ')
        .skip(1)
        .skip_while(|word| matches!(*word, b"has" | b"have" | b"had" | b"also" | b"first" | b"later" | b"recently"));
    if start > 0 && bytes[start - 1] == b' ' && before.next().is_some_and(capital) {
        return true;
    }
    let verb = std::str::from_utf8(&bytes[start..end]).unwrap_or_default().trim_end();
    let mut after = bytes[end..(end + 48).min(bytes.len())].split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    match speaker::is_verb(verb) && verb != "told" {
        true => after.next().is_some_and(capital),
        false => after.any(capital),
    }
}

/// The sources that the word at byte `at` names, in order: "Holm told TASS" has two.
fn read(text: &str, at: usize) -> Vec<Attribution> {
    let from = text.floor_char_boundary(at.saturating_sub(AROUND));
    let from = if from == 0 { 0 } else { from + text[from..at].find(' ').map_or(at - from, |blank| blank + 1) };
    let to = text.floor_char_boundary(at + AROUND);
    let part = &text[from..to];
    let tokens = tokens(part);
    let word = tokens.partition_point(|token| token.end() <= at - from);
    let mut found: Vec<Found> = match before(&tokens, word) {
        Some(found) => vec![found],
        None => speaker::before(&tokens, word).into_iter().collect(),
    };
    if found.is_empty() || tokens.get(word).is_some_and(|token| token.word == "told") {
        let after = after(&tokens, word);
        // "told" goes with whom was told
        if let (Some(_), Some(first)) = (&after, found.first_mut()) {
            first.last = first.source.last;
        }
        found.extend(after);
    }
    if found.is_empty() {
        found.extend(speaker::after(&tokens, word));
    }
    let attribution = |found: Found| {
        let (start, end) = bounds(&tokens, (found.first, found.last));
        let name = bounds(&tokens, (found.source.first, found.source.last));
        let source = part[name.0..name.1].trim_end_matches("’s").trim_end_matches("'s").to_owned();
        let cut = to < text.len() && end == part.len();
        let raw = part[start..end].to_owned();
        (!cut).then(|| Attribution { raw, source, bytes: None, start: from + start, end: from + end })
    };
    found.into_iter().filter_map(attribution).collect()
}

/// Bytes of tokens, without the signs around them.
fn bounds(tokens: &[Token], (first, last): (usize, usize)) -> (usize, usize) {
    let (a, b) = (&tokens[first], &tokens[last - 1]);
    let start = a.start + a.text.find(a.word).unwrap_or(0);
    let mut end = b.start + b.text.find(b.word).unwrap_or(0) + b.word.len();
    let own = b.text[end - b.start..].starts_with('.') && b.word.contains('.');
    end += usize::from(own);
    (start, end)
}

/// A source with the words that say so, in tokens.
struct Found {
    first: usize,
    last: usize,
    source: Named,
}

/// A source after the words at token `at`: "according to", "told", "reported by".
fn after(tokens: &[Token], at: usize) -> Option<Found> {
    let token = tokens.get(at)?;
    let follows = |words: &[&str]| tokens.get(at + 1).is_some_and(|t| t.text == t.word && words.contains(&t.word));
    if token.text.ends_with([',', '.', ';', ':']) {
        return None;
    }
    let first = match token.word {
        "according" | "According" if follows(&["to"]) => at + 2,
        "told" | "telling" => at + 1,
        "speaking" | "Speaking" | "confirmed" if follows(&["to", "with"]) => at + 2,
        "reported" | "quoted" | "cited" | "published" | "interviewed" if follows(&["by", "in"]) => at + 2,
        "interview" | "interviews" if follows(&["with", "to", "for"]) => at + 2,
        // "recently confirmed cooperation to Middle East Eye"
        "confirmed" | "revealed" => at + 1 + tokens[at + 1..].iter().take(5).position(|t| t.text == "to")? + 1,
        _ => return None,
    };
    let source = from(tokens, first)?;
    let kind = kind(tokens, &source);
    let taken = match token.word {
        "according" | "According" => {
            (kind != Kind::Other || speaker::is_one(tokens, &source)) && !of_law(tokens, &source)
        }
        "confirmed" | "revealed" | "speaking" | "Speaking" => kind == Kind::Press,
        _ => kind == Kind::Press,
    };
    taken.then_some(Found { first: at, last: source.last, source })
}

/// True where a name only says whose law or lore it is: "European Union law".
fn of_law(tokens: &[Token], source: &Named) -> bool {
    const LORE: &[&str] = &[
        "law",
        "laws",
        "rules",
        "principles",
        "standards",
        "custom",
        "tradition",
        "mythology",
        "legend",
        "theory",
        "doctrine",
        "calendar",
        "regulations",
        "policy",
        "values",
        "style",
    ];
    let goes_on = !tokens[source.last - 1].text.ends_with([',', '.', ';', ':']);
    goes_on && tokens.get(source.last).is_some_and(|token| LORE.contains(&token.word))
}

/// A source before a word of reporting at token `at`.
fn before(tokens: &[Token], at: usize) -> Option<Found> {
    let verb = tokens.get(at)?;
    let follows = |word: &str| tokens.get(at + 1).is_some_and(|t| t.word == word);
    let writes = matches!(verb.word, "reported" | "reports" | "wrote" | "writes");
    let other = matches!(
        verb.word,
        "quoted"
            | "cited"
            | "revealed"
            | "said"
            | "noted"
            | "published"
            | "claimed"
            | "columnist"
            | "correspondent"
            | "journalist"
    );
    if !(writes || other) || at == 0 || follows("by") || follows("to") {
        return None;
    }
    let mut last = at;
    while last > 1 && matches!(tokens[last - 1].word, "has" | "have" | "had" | "first" | "later" | "also" | "recently")
    {
        last -= 1;
    }
    let source = to(tokens, last)?;
    let mut lead = tokens[..source.first].iter().rev().skip_while(|token| token.word == "the").map(|token| token.word);
    let as_said = matches!(lead.next(), Some("as" | "As")) && source.last - source.first > 1;
    let taken = match kind(tokens, &source) {
        Kind::Press => true,
        Kind::Body => writes && verb.word != "reports" && (follows("that") || as_said),
        Kind::Person | Kind::Other => writes && verb.word != "reports" && follows("that"),
    };
    taken.then_some(Found { first: source.first, last: at + 1, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_what_names_none() {
        for (text, want) in [
            ("The New York Times reported on Monday", vec!["New York Times"]),
            ("he told TASS, adding", vec!["TASS"]),
            ("told Russian News Agency TASS in May", vec!["Russian News Agency TASS"]),
            ("Speaking to The New York Times, he", vec!["New York Times"]),
            ("an official confirmed the deal to Middle East Eye, but", vec!["Middle East Eye"]),
            ("as Middle East Eye also reported, it", vec!["Middle East Eye"]),
            ("Washington Post columnist Jo Doe", vec!["Washington Post"]),
            ("according to Reuters and others", vec!["Reuters"]),
            ("According to Turkish officials, it", vec!["Turkish officials"]),
            ("according to the Ministry of Silt.", vec!["Ministry of Silt"]),
            ("According to Mr. Doe, it", vec!["Mr. Doe"]),
            ("as reported by me in May", vec![]),
            ("he told reporters that the times reported it", vec![]),
            ("according to plan; according to him", vec![]),
            ("according to Providence; according to the Greatest Happiness Principle", vec![]),
            ("Smith wrote that it rained", vec!["Smith"]),
            ("as the World Bank reported, it", vec!["World Bank"]),
            ("told Mr. Post; according to European Union law; as President Doe reported", vec![]),
            ("Smith said that it rained; he told the Security Council", vec!["Smith"]),
            ("“It is so”, said Nilsen, the envoy.", vec!["Nilsen"]),
            ("“It is so,” added Mr. Olaf Nilsen. He left.", vec!["Mr. Olaf Nilsen"]),
            ("Nilsen told the Security Council that it rained", vec!["Nilsen"]),
            ("Nilsen told TASS that it rained", vec!["Nilsen", "TASS"]),
            ("Then Ada Nilsen argued that it rained", vec!["Ada Nilsen"]),
            ("according to Nilsen, it rained", vec!["Nilsen"]),
            ("a resident of Bergen said; the keeper at Quay told us", vec![]),
            ("It is, says Dr. Holm,—“that it rains", vec![]),
            ("Nobody said so; critics said that; Critics argued that", vec![]),
            ("Smith added three; he is said to be there; said the keeper", vec![]),
            ("In May said nothing; a law that said Harbours must close", vec![]),
            ("He reported that it rained; the UN reports were read", vec![]),
        ] {
            let got: Vec<String> = attributions(text).into_iter().map(|a| a.source).collect();
            assert_eq!(got, want, "{text}");
        }
    }

    #[test]
    fn the_words_are_a_pattern() {
        assert!(Regex::new(WORDS).is_ok_and(|words| words.is_match("told ")));
    }

    #[test]
    fn spans_are_the_words() {
        let text = "“It is so”, he told the Kyiv Post.";
        let got = attributions(text);
        assert_eq!(&text[got[0].start..got[0].end], "told the Kyiv Post");
    }
}
