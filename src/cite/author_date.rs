//! Author and year: `Smith 2020: 12`, `Feest/Blankenburg, 1972, S. 66`, `(Smith 2020)`.
//!
//! Counter-examples: `January 1990`, `Freiburg 1978` after a comma, `Windows 2000`,
//! `in Baden-Württemberg 1978 in`: a name is asked for where a name may stand,
//! and after the year a place in the work, a sign or an end.

use super::name::{is_initials, is_name};
use super::pinpoint;
use super::token::Token;
use super::{people, vocabulary};
use crate::model::Citation;
use crate::model::citation::Form;
use crate::works::name::is_particle;

/// An author and year.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// First token.
    pub first: usize,
    /// The token of the year.
    pub year: usize,
    /// One past the last, the pinpoint included.
    pub last: usize,
    /// True where a pinpoint follows.
    pub pinpoint: bool,
}

/// Words after which an author and year may stand inside a sentence.
const BEFORE: &[&str] = &[
    "see",
    "by",
    "in",
    "of",
    "and",
    "from",
    "cf",
    "also",
    "following",
    "after",
    "with",
    "to",
    "von",
    "bei",
    "vgl",
    "siehe",
    "auch",
    "ebenso",
    "sowie",
    "nach",
    "zeigt",
    "und",
    "voir",
    "chez",
    "e.g",
];

/// An author and year at token `at`, at the beginning of a stretch.
pub fn at(tokens: &[Token], at: usize, end: usize) -> Option<Found> {
    let year = names(tokens, at, end)?;
    let token = &tokens[year];
    let bare = token.text.trim_end_matches([',', '.', ';', ':', ')']).trim_start_matches('(');
    let ok = bare.len() <= 7 && bare.starts_with(|c: char| c.is_ascii_digit()) && !titled(tokens, at, year);
    ok.then(|| whole(tokens, at, year, end))
}

/// True for `Life and Journals, Boston, 1806`: a title, a place and a year. Names
/// in a row end in "and" (`Sand, Vang and Ek, 1991`) or have initials; and they are of one form:
/// `Jane Austen, Pride and Prejudice, London 1813` is a name and a title.
fn titled(tokens: &[Token], at: usize, year: usize) -> bool {
    let comma = (at..year.saturating_sub(1)).find(|i| tokens[*i].text.ends_with(','));
    let Some(comma) = comma.filter(|_| !tokens[at].bracketed) else { return false };
    let rest = &tokens[comma + 1..year];
    if comma > at && rest.len() > 1 && !tokens[at..=comma].iter().any(|t| is_initials(t.text)) && is_mixed(rest) {
        return true;
    }
    !rest.iter().any(|t| matches!(t.text, "and" | "und" | "et" | "&" | "al." | "al.,") || is_initials(t.text))
}

/// True where names of one word stand after one in full, or an article that begins a title.
fn is_mixed(rest: &[Token]) -> bool {
    let joint = |t: &Token| matches!(t.word, "and" | "und" | "et" | "al") || t.text == "&";
    let article =
        |t: &Token| matches!(t.word, "The" | "A" | "An" | "Der" | "Die" | "Das" | "Le" | "La" | "Les" | "Il" | "Lo");
    let mut lengths = vec![0];
    for token in rest {
        if joint(token) && lengths.last() != Some(&0) {
            lengths.push(0);
            continue;
        }
        if let Some(last) = lengths.last_mut() {
            *last += 1;
        }
        if token.text.ends_with(',') {
            lengths.push(0);
        }
    }
    rest.iter().any(article) || lengths.contains(&1) && !rest.iter().any(|t| t.word == "al")
}

/// An author and year at token `at`, inside a sentence or in brackets.
pub fn within(tokens: &[Token], at: usize, end: usize) -> Option<Found> {
    let opened = tokens[at].text.starts_with(['(', '[']) && !tokens[at].quoted;
    let before = at.checked_sub(1).map(|i| &tokens[i]);
    let led = before.is_some_and(|t| {
        BEFORE.iter().any(|word| t.word.eq_ignore_ascii_case(word)) && !t.text.ends_with(',')
            || t.text.ends_with(';') && t.year().is_some()
    });
    let inside = tokens[at].bracketed && before.is_some_and(|t| t.bracketed && t.text.ends_with([';', ',']));
    if !(opened || led || inside) {
        return None;
    }
    let found = self::at(tokens, at, end)?;
    let token = &tokens[found.year];
    let narrative = token.text.starts_with('(') && token.text.contains(')');
    let closed = token.text.ends_with([',', '.', ':', ';', ')']) || found.pinpoint || found.year + 1 == end;
    (narrative || closed).then_some(found)
}

/// True where the tokens are the head of an entry of a bibliography: names with
/// initials or given names, then the date: `Doe, J., & Roe, P. (2009, May).`
pub fn is_head(tokens: &[Token]) -> bool {
    let Some(year) = tokens.iter().position(|t| t.year().is_some()) else { return false };
    let small = |t: &Token| {
        matches!(
            t.word,
            "and" | "und" | "et" | "al" | "van" | "de" | "von" | "der" | "den" | "du" | "di" | "la" | "le" | "y" | ""
        ) || t.word.starts_with("al-")
    };
    let names = tokens[..year].iter().all(|t| !t.quoted && (small(t) || t.is_capital() && !t.text.ends_with(':')));
    let given = tokens[..year].iter().any(|t| {
        is_initials(t.text) || t.text.len() <= 4 && t.word.len() <= 3 && t.word.bytes().all(|b| b.is_ascii_uppercase())
    }) || year >= 2 && tokens[..year].windows(2).any(|pair| name(&pair[0]) && name(&pair[1]));
    let date = tokens[year..].iter().all(|t| t.year().is_some() || t.bracketed || t.class == vocabulary::MONTH);
    year > 0 && year < 90 && names && given && date && tokens.len() - year <= 5
}

/// The token of the year after one to four names.
fn names(tokens: &[Token], at: usize, end: usize) -> Option<usize> {
    let mut i = at;
    let mut names = 0;
    while i < end && i < at + 9 {
        let token = &tokens[i];
        if names > 0 && token.year().is_some() {
            let apart = i == at
                || !tokens[i - 1].text.ends_with(['.', ';', ':', ')'])
                || tokens[i - 1].text == "al."
                || is_initials(tokens[i - 1].text);
            return apart.then_some(i);
        }
        // "Pride and Prejudice (London, 1813)": a bracket that opens parts what stands before it
        if i > at && token.text.starts_with('(') {
            return None;
        }
        let joined = matches!(token.text, "and" | "und" | "&" | "et" | "al." | "al" | "al.,");
        let particle = is_particle(token.word);
        let cut = token.text.ends_with([':', ';'])
            || token.text.ends_with('.')
                && !joined
                && !is_initials(token.text)
                && tokens.get(i + 1).is_none_or(|t| t.year().is_none());
        if token.quoted || cut || !(name(token) || joined || particle || names > 0 && is_initials(token.text)) {
            return None;
        }
        names += usize::from(!joined && !particle);
        i += 1;
    }
    None
}

/// True for a word that may be the name of an author before a year.
pub(super) fn name(token: &Token) -> bool {
    let other = matches!(token.class, 1 | 2 | 3 | 8 | 9 | 10 | 11 | 13);
    !other
        && is_name(token)
        && !matches!(
            token.word,
            "In" | "The" | "Since" | "Before" | "By" | "Act" | "Reprint" | "Version" | "Windows" | "Congress"
        )
}

fn whole(tokens: &[Token], first: usize, year: usize, end: usize) -> Found {
    let mut last = year + 1;
    let text = tokens[year].text;
    if !text.ends_with(['.', ';', ')']) || text.ends_with(':') {
        last = pinpoint::pages(&tokens[..end], last, text.ends_with([',', ':']), |_| false);
        // "1979, S. 64 ff.", "1964, insbesondere S. 65"
        if last == year + 1
            && tokens
                .get(last)
                .is_some_and(|t| matches!(t.word, "insbesondere" | "especially" | "esp" | "insb" | "hier"))
        {
            let after = pinpoint::pages(&tokens[..end], last + 1, true, |_| false);
            last = if after > last + 1 { after } else { last };
        }
    }
    Found { first, year, last, pinpoint: last > year + 1 }
}

/// The citation, with its first byte and one past the last.
pub fn cite(text: &str, tokens: &[Token], found: Found) -> (Citation, usize, usize) {
    let first = &tokens[found.first];
    let start = first.start + first.text.find(char::is_alphanumeric).unwrap_or(0);
    let names = text[start..tokens[found.year].start].trim_end_matches([' ', '(', ',', '[']);
    let locator = (found.last > found.year + 1)
        .then(|| pinpoint::clean(&text[tokens[found.year + 1].start..tokens[found.last - 1].end()]));
    let stretch = &text[start..tokens[found.last - 1].end()];
    let mut end = start + stretch.trim_end_matches([',', ';', '.', ':', ']']).len();
    if text[start..end].ends_with(')') && !text[start..end].contains('(') {
        end = start + text[start..end].trim_end_matches(')').len();
    }
    let cite = Citation {
        form: Form::Short,
        author: people::list(names),
        date: tokens[found.year].year().map(str::to_owned),
        locator,
        ..Citation::default()
    };
    (cite, start, end)
}
