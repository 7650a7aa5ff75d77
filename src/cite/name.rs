//! Names: how the author of a work and the parties of a case are written.

use super::token::{Token, year_in};
use super::vocabulary;
use crate::works::name::is_particle;

/// Small words inside names of parties.
const PARTY: &[&str] =
    &["of", "the", "and", "de", "la", "for", "ex", "rel", "et", "al", "in", "on", "von", "van", "a", "to", "d/b/a"];

/// True for a word that stands before a citation and is none of it ("See").
pub fn is_signal(token: &Token) -> bool {
    token.is(vocabulary::SIGNAL)
}

/// True for initials: `A.`, `M.J.`, `J.-P.`, `W.`.
pub fn is_initials(text: &str) -> bool {
    let text = text.trim_end_matches([',', ';', ':', ')']);
    if !text.ends_with('.') || text.len() > 14 {
        return false;
    }
    text.split(['.', '-', '‐', '–']).filter(|part| !part.is_empty()).all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.next().is_none_or(|c| c.is_lowercase() && chars.next().is_none() && part.len() < 3)
    })
}

/// True for bare initials after a surname: `AB`, `J`, `JM`.
fn is_bare_initials(text: &str) -> bool {
    let text = text.trim_end_matches([',', ';', '.', ':']);
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// True for a word that may be a surname or given name.
pub fn is_name(token: &Token) -> bool {
    let word = token.word;
    let mut chars = word.chars();
    let first = chars.next();
    let capital = first.is_some_and(char::is_uppercase)
        || ["d’", "d'", "l’", "al-", "el-", "’t", "'t", "de-", "ash-"].iter().any(|p| word.starts_with(p));
    capital
        && word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\'' | '.' | '‐' | '/' | '–' | '\u{ad}' | '‘'))
        && word.len() > 1
}

/// True for a letter that begins no word with a capital and yet a name (`’t Hooft`).
pub fn is_small_name(c: char) -> bool {
    matches!(c, '’' | '—' | '–' | '_')
}

/// How a stretch of tokens begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Start {
    /// As a sentence would.
    None,
    /// With names, or what may be such.
    Weak,
    /// With the name of an author as references write it.
    Strong,
}

/// Whether the tokens from `at` on begin with the names of authors.
pub fn start(tokens: &[Token], at: usize) -> Start {
    let Some(token) = tokens.get(at) else { return Start::None };
    let ends = |t: &Token| t.text.ends_with([',', '.', ':', ';', ')']);
    // "M.J. Mossman", "A. de Roever"
    if is_initials(token.text) && !token.text.ends_with([',', ':']) {
        let mut i = at + 1;
        while tokens.get(i).is_some_and(|t| is_initials(t.text) && !t.text.ends_with([',', ':'])) {
            i += 1;
        }
        while tokens.get(i).is_some_and(|t| is_particle(t.word)) {
            i += 1;
        }
        return if tokens.get(i).is_some_and(is_name) { Start::Strong } else { Start::None };
    }
    if !is_name(token)
        || token.class == vocabulary::MONTH
        || matches!(token.word, "In" | "Im" | "Dans" | "The" | "in" | "dans")
    {
        return Start::None;
    }
    let Some(next) = tokens.get(at + 1) else { return Start::Weak };
    let comma = token.text.ends_with(',');
    // "Cole, A./Dell, B."
    let given = next.text.split('/').next().unwrap_or(next.text);
    let year = tokens.get(at + 2).is_some_and(|t| t.text.starts_with('(') && t.year().is_some());
    let numeral = next.word.len() > 1 && next.word.bytes().all(|b| b"IVX".contains(&b));
    // "Cole, A. B.", "Cole AB,", "Cole AB (2005)"; "Henry VI (2005)" is none
    if (comma && is_initials(given))
        || (!ends(token) && is_bare_initials(next.text) && (ends(next) || year && !numeral))
        || (comma && is_bare_initials(next.text) && !next.text.ends_with(':'))
    {
        return Start::Strong;
    }
    if comma {
        return if surname_first(tokens, at + 1) { Start::Strong } else { Start::Weak };
    }
    given_first(tokens, at)
}

/// After `Cole,`: a given name with its end: `Anne,`, `Anne.`, `Anne B.`, `Anne:`, `Anne and`.
fn surname_first(tokens: &[Token], at: usize) -> bool {
    let Some(given) = tokens.get(at).filter(|t| is_name(t) && !t.quoted) else { return false };
    if given.class != 0 || given.word.len() > 14 {
        return false;
    }
    let after = tokens.get(at + 1);
    given.text.ends_with([',', '.', ':'])
        || given.text.contains('/')
        || after.is_some_and(|t| {
            is_initials(t.text) || matches!(t.word, "and" | "und" | "et") || t.text == "&" || t.text.starts_with('(')
        })
}

/// `Cole Bunzel, “…`, `Anne de Vries and Bo Ek, …`: names up to a comma.
fn given_first(tokens: &[Token], at: usize) -> Start {
    let mut names = 1;
    for i in at + 1..(at + 9).min(tokens.len()) {
        let token = &tokens[i];
        if token.quoted {
            // "M. Neave ‘Three Approaches" without the comma
            return if names >= 2 { Start::Strong } else { Start::Weak };
        }
        let joined = matches!(token.word, "and" | "und" | "et") || token.text == "&" || is_particle(token.word);
        if !(is_name(token) || joined || is_initials(token.text)) {
            return if token.text.starts_with('(') && names >= 1 { Start::Weak } else { Start::None };
        }
        names += usize::from(!joined);
        if token.text.ends_with([',', ':']) {
            let quote = tokens.get(i + 1).is_some_and(|t| t.quoted || t.text.starts_with(['“', '«']));
            return if quote && names <= 6 { Start::Strong } else { Start::Weak };
        }
        if token.text.ends_with('.') && !is_initials(token.text) {
            return Start::Weak;
        }
    }
    Start::Weak
}

/// The first token of the name of a case that ends before token `at` and does
/// not begin before `floor`; `at` where there is none. `Foo v. Bar`, `In re Foo`;
/// for a short form or without `v.` the capitalised words just before.
pub fn case(tokens: &[Token], at: usize, floor: usize, short: bool) -> usize {
    let mut i = at;
    while i > floor && at - i < 26 {
        let token = &tokens[i - 1];
        if token.text.ends_with(';')
            || (i < at && token.text.ends_with(['”', '"']) && !token.text.starts_with(['“', '"']))
        {
            break;
        }
        if matches!(token.text, "v." | "v" | "vs." | "vs" | "c.") && i - 1 > floor {
            return party(tokens, i - 1, floor);
        }
        if matches!(token.text, "v." | "v") {
            return i - 1;
        }
        let re = matches!(token.text, "re" | "parte") && i >= 2 && matches!(tokens[i - 2].word, "In" | "Ex" | "in");
        let matter = token.text == "of" && i >= 2 && matches!(tokens[i - 2].word, "Matter" | "Estate" | "Marriage");
        if (re || matter) && i - 2 >= floor {
            return i - 2;
        }
        if sentence_end(token) && i < at {
            break;
        }
        i -= 1;
    }
    let plain = run_before(tokens, at, floor);
    if short || plain == at || tokens[at - 1].text.ends_with(',') { plain } else { at }
}

fn sentence_end(token: &Token) -> bool {
    token.text.ends_with('.')
        && (token.word.chars().count() > 5 || token.word.chars().all(char::is_lowercase))
        && !token.word.contains('.')
}

/// The first token of the party before `v.` at token `v`.
fn party(tokens: &[Token], v: usize, floor: usize) -> usize {
    let mut first = v;
    while first > floor && v - first < 14 {
        let token = &tokens[first - 1];
        let capital = token.word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || token.text == "&";
        let small = PARTY.contains(&token.word) && first < v;
        // "the Court in Foo v. Bar", "… 1 U.S. 1. Cf. Foo v. Bar"
        let court = token.text == "in" && first >= 2 && tokens[first - 2].word == "Court";
        let signal = matches!(token.word, "See" | "Cf" | "Compare" | "Accord" | "Contra") && first < v;
        if !(capital || small) || token.text.ends_with([';', ':', '”', '?']) || (sentence_end(token) && first < v) {
            break;
        }
        if court || signal {
            break;
        }
        first -= 1;
        if token.text.starts_with(['(', '“', '[']) {
            break;
        }
    }
    // The number of a note: "107/1 Vincent v. Stinehour".
    let number = first < v && tokens[first].word.contains('/') && !tokens[first].is_capital();
    trimmed(tokens, first + usize::from(number), v)
}

/// Capitalised words just before token `at`.
fn run_before(tokens: &[Token], at: usize, floor: usize) -> usize {
    let mut first = at;
    while first > floor && at - first < 6 {
        let token = &tokens[first - 1];
        let capital = token.is_capital() && token.word.len() > 1;
        let small = first < at && matches!(token.word, "of" | "and" | "&" | "the");
        if !(capital || small)
            || token.text.ends_with([';', ':', ')', '.'])
                && !(first < at && token.word.len() < 5 && token.text.ends_with('.'))
        {
            break;
        }
        if first < at
            && token.text.ends_with(',')
            && !matches!(tokens[first].word, "Inc" | "Ltd" | "Co" | "Corp" | "LLC")
        {
            break;
        }
        first -= 1;
    }
    trimmed(tokens, first, at)
}

/// Drops signals and small words at the start.
fn trimmed(tokens: &[Token], mut first: usize, end: usize) -> usize {
    while first < end
        && (is_signal(&tokens[first]) || PARTY.contains(&tokens[first].word))
        && tokens[first].word != "In"
    {
        first += 1;
    }
    if first + 1 < end && tokens[first].word == "In" && tokens[first + 1].word != "re" {
        return trimmed(tokens, first + 1, end);
    }
    if first < end && tokens[first].word == "In" && tokens.get(first + 1).is_none_or(|t| t.word != "re") {
        end
    } else {
        first
    }
}

/// The first byte and the name of the case in tokens `from..to`, which the
/// report at byte `end` follows.
pub fn case_title(text: &str, tokens: &[Token], from: usize, to: usize, end: usize) -> (usize, String) {
    let token = &tokens[from];
    let start = token.start + token.text.find(|c: char| c.is_alphanumeric()).unwrap_or(0);
    let mut title = text[start..end.max(start)].trim_end();
    // "In re K.F. (2009)", "Foo v. Bar, No. 99 Civ. 9404,"
    if let Some(cut) = title.find(", No. ") {
        title = &title[..cut];
    }
    if let Some(open) = title.rfind('(')
        && (year_in(&title[open + 1..]).is_some() || title.ends_with('('))
    {
        title = title[..open].trim_end();
    }
    let title = title.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
    let _ = to;
    (start, title.trim_end_matches(" supra").trim_end_matches(',').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::token::tokens;

    #[test]
    fn names_of_authors() {
        for (text, want) in [
            ("M.J. Mossman, ‘Law’", Start::Strong),
            ("A. de Roever and B. Ek.", Start::Strong),
            ("Cole, A. B. (1990)", Start::Strong),
            ("Suntola T, Antson J.", Start::Strong),
            ("Baumann, Gottfried, 1976: Recht", Start::Strong),
            ("Cole Bunzel, “Diluting”", Start::Strong),
            ("Harvard University Press, 1990", Start::Weak),
            ("The river was silted", Start::None),
            ("January 1990", Start::None),
        ] {
            assert_eq!(start(&tokens(text), 0), want, "{text}");
        }
    }

    #[test]
    fn names_of_cases() {
        for (text, want) in [
            ("See Foo & Sons v. Bar, 1 U.S. 1", "Foo"),
            ("as held in In re Gault, 1 U.S. 1", "In"),
            ("blah. United States v. Hodgson, 1 U.S. 1", "United"),
            ("before Foo, 1 U.S., at 2", "Foo"),
        ] {
            let tokens = tokens(text);
            let at = tokens.iter().position(|t| t.text == "1").unwrap();
            assert_eq!(tokens[case(&tokens, at, 0, true)].word, want, "{text}");
        }
    }
}
