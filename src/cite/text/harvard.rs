//! Author and year in running text: `(see Smith 2020: 12; Jones and Brown,
//! 2019)`, `Smith (2020, p. 3)`.
//!
//! A name and a year in brackets may also be a place and a year, a house and a
//! year, a film and its year. It is *sure* to be a citation with what only a
//! citation has: `et al.` or `&`, a letter after the year (`2020a`), a place in
//! the work, several in one bracket, "see" before it; after `Smith (2020)` also
//! a word of argument ("argues"). Counter-examples, not sure: `(Paris 1919)`,
//! `(Penguin, 1990)`, `Hamlet (1603)`; never: `(Spring 2020)`, `(Ek 1821–1880)`.

use crate::cite::author_date::name;
use crate::cite::name::{is_initials, is_signal};
use crate::cite::token::Token;
use crate::cite::{people, pinpoint};
use crate::model::Citation;
use crate::model::citation::Form;
use crate::works::name::is_particle;
use crate::works::place::is_city;

/// Most tokens that the names before a year take up.
const LONGEST: usize = 14;

/// Most words before the names in a bracket: "as is shown at length by".
const LEAD: usize = 12;

/// Words with a capital that stand before years and are no authors.
const NEVER: &[&str] = &[
    "Act",
    "Battle",
    "Bill",
    "Book",
    "Chapter",
    "Christmas",
    "Conference",
    "Congress",
    "Easter",
    "Edition",
    "Figure",
    "Spring",
    "Summer",
    "Autumn",
    "Winter",
    "Law",
    "Olympics",
    "Part",
    "Part I",
    "Section",
    "Session",
    "Sess",
    "Table",
    "Treaty",
    "Vol",
    "Volume",
    "War",
    "Cup",
    "Games",
    "Constitution",
    "Convention",
    "Census",
    "Reg",
    "Cir",
    "Cal",
    "Ct",
    "App",
    "Cong",
    "Stat",
    "Supp",
    "Court",
    "AD",
    "BC",
    "CE",
    "No",
    "Nr",
    "Version",
    "Season",
    "Q1",
    "Q2",
    "Q3",
    "Q4",
    "FY",
];

/// What stands before years more often than authors of that name, besides cities.
const PLACES: &[&str] = &[
    "England",
    "Europe",
    "France",
    "Germany",
    "India",
    "Italy",
    "Russia",
    "Spain",
    "York",
    "USA",
    "UK",
    "Press",
    "Verlag",
    "Penguin",
    "Routledge",
    "Springer",
    "Macmillan",
    "Film",
    "Directed",
];

/// Words of argument after `Smith (2020)`.
const VERBS: &[&str] = &[
    "argue",
    "argues",
    "argued",
    "claims",
    "claimed",
    "concludes",
    "concluded",
    "contends",
    "contended",
    "finds",
    "found",
    "maintains",
    "notes",
    "noted",
    "observes",
    "observed",
    "proposes",
    "proposed",
    "suggests",
    "suggested",
    "writes",
    "demonstrates",
    "demonstrated",
    "reported",
    "hypothesized",
    "estimates",
    "estimated",
];

/// Authors and a year.
#[derive(Clone, Debug)]
pub struct Named {
    /// The citation, without its text and place.
    pub cite: Citation,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// False for what may be a place and a year.
    pub sure: bool,
}

/// The names before a year.
struct Names {
    first: usize,
    year: usize,
    sure: bool,
}

/// The citations in a bracket, its tokens being `first..last`.
pub fn group(text: &str, tokens: &[Token], (first, last): (usize, usize)) -> Vec<Named> {
    let tokens = &tokens[..last];
    let mut out: Vec<Named> = Vec::new();
    let mut at = first;
    while at < last {
        let lead = lead(tokens, at);
        let Some(names) = names(tokens, lead) else {
            // The next part, after a semicolon.
            at = tokens[at..].iter().position(|t| t.text.ends_with(';')).map_or(last, |i| at + i + 1);
            continue;
        };
        let signal = tokens[at..lead].iter().any(is_signal);
        at = years(text, tokens, &Names { sure: names.sure || signal, ..names }, &mut out);
        while tokens.get(at).is_some_and(|t| matches!(t.text, "and" | "und" | "et" | "&" | "y")) {
            at += 1;
        }
    }
    if out.len() > 1 {
        out.iter_mut().for_each(|named| named.sure = true);
    }
    out.retain(|named| named.sure || !is_place(named));
    out
}

fn is_place(named: &Named) -> bool {
    named
        .cite
        .author
        .iter()
        .any(|author| author.split(' ').next_back().is_some_and(|word| PLACES.contains(&word) || is_city(word)))
}

/// One past the words that lead to a name: "see", "as quoted in".
fn lead(tokens: &[Token], at: usize) -> usize {
    let leads = |t: &&Token| {
        let small = t.word.starts_with(char::is_lowercase) && !t.text.ends_with([';', ':']);
        (small || t.word == "e.g") || is_signal(t) && t.is_capital()
    };
    let mut last = at + tokens[at..].iter().take(LEAD).take_while(leads).count();
    while last > at && is_particle(tokens[last - 1].word) {
        last -= 1;
    }
    last
}

/// Names from token `at` up to a year.
fn names(tokens: &[Token], at: usize) -> Option<Names> {
    let (mut people, mut sure) = (0, false);
    for i in at..tokens.len().min(at + LONGEST) {
        let token = &tokens[i];
        if people > 0 && is_year(token) {
            return Some(Names { first: at, year: i, sure });
        }
        if !part(token) || stops(token) {
            return None;
        }
        sure |= token.word == "al"
            || token.text == "&"
            || people > 0 && is_initials(token.text) && tokens[i - 1].text.ends_with(',');
        people += usize::from(name(token));
    }
    None
}

/// True for a word of a list of names.
fn part(token: &Token) -> bool {
    let joins = matches!(
        token.text.trim_start_matches(['(', '[']),
        "and"
            | "und"
            | "&"
            | "et"
            | "y"
            | "al."
            | "al"
            | "al.,"
            | "van"
            | "von"
            | "de"
            | "der"
            | "den"
            | "du"
            | "di"
            | "la"
            | "le"
            | "others"
            | "colleagues"
    );
    !token.quoted && !NEVER.contains(&token.word) && (joins || name(token) || is_initials(token.text))
}

/// True where a list of names cannot go on.
fn stops(token: &Token) -> bool {
    let dot = token.text.ends_with('.') && token.word != "al" && !is_initials(token.text);
    dot || token.text.ends_with([':', ';', ')', ']', '?', '!'])
}

/// A year, with a letter or a place glued to it, but no span of years.
fn is_year(token: &Token) -> bool {
    let Some(year) = token.year() else { return false };
    let digits = token.text.trim_start_matches(['(', '[']).starts_with(year);
    let rest = &token.word[4..];
    let span = rest.starts_with(['-', '–', '/']);
    digits && !span && year >= "1500"
}

/// The citations of one list of names, one a year; one past what was read.
fn years(text: &str, tokens: &[Token], names: &Names, out: &mut Vec<Named>) -> usize {
    let mut at = names.year;
    let mut first = names.first;
    let who = text[tokens[first].start..tokens[at].start].trim_matches([' ', '(', ',', '[']);
    let author = people::list(who.trim_end_matches("’s").trim_end_matches("'s"));
    if author.is_empty() {
        return at + 1;
    }
    loop {
        let (year, last) = (&tokens[at], place(tokens, at));
        let (glued, letter) = tail(year);
        let locator = if last > at + 1 {
            Some(pinpoint::clean(&text[tokens[at + 1].start..tokens[last - 1].end()]))
        } else {
            glued.map(str::to_owned)
        };
        let sure = names.sure || letter || locator.is_some();
        let date = year.year().map(str::to_owned);
        let cite = Citation { form: Form::Short, author: author.clone(), date, locator, ..Citation::default() };
        let (start, end) = bounds(text, (&tokens[first], &tokens[last - 1]));
        out.push(Named { cite, start, end, sure });
        let more = tokens[last - 1].text.ends_with(',') && tokens.get(last).is_some_and(is_year);
        if !more {
            return last;
        }
        (at, first) = (last, last);
    }
}

/// What is glued to a year: a place (`2020:12`), and whether a letter is.
fn tail<'a>(year: &Token<'a>) -> (Option<&'a str>, bool) {
    let rest = &year.word[4..];
    let letter = rest.starts_with(|c: char| c.is_ascii_lowercase());
    let rest = &rest[usize::from(letter)..];
    (rest.strip_prefix(':').filter(|place| place.starts_with(|c: char| c.is_ascii_digit())), letter)
}

/// One past the place in the work that follows a year.
fn place(tokens: &[Token], year: usize) -> usize {
    let text = tokens[year].text;
    if text.ends_with([';', ')', ']', '.']) {
        return year + 1;
    }
    pinpoint::pages(tokens, year + 1, text.ends_with([',', ':']), |_| false)
}

fn bounds(text: &str, (first, last): (&Token, &Token)) -> (usize, usize) {
    let start = first.start + first.text.find(char::is_alphanumeric).unwrap_or(0);
    let trimmed = text[start..last.end()].trim_end_matches(|c: char| !c.is_alphanumeric());
    (start, start + trimmed.len())
}

/// `Smith (2020)`: the year in brackets at token `at`, the names before it.
pub fn narrative(text: &str, tokens: &[Token], (at, last): (usize, usize)) -> Option<Vec<Named>> {
    if !is_year(&tokens[at]) || tokens[at].quoted {
        return None;
    }
    let (first, sure) = names_before(tokens, at)?;
    let verb = tokens.get(last).is_some_and(|t| VERBS.contains(&t.word)) && tokens[last - 1].text.ends_with([')', ']']);
    let mut out = Vec::new();
    let names = Names { first, year: at, sure: sure || verb };
    let read = years(text, &tokens[..last], &names, &mut out);
    // Nothing else may stand in the bracket.
    if read < last {
        return None;
    }
    for named in &mut out {
        named.end += text[named.end..].find([')', ']']).filter(|i| *i == 0).map_or(0, |_| 1);
        named.end = if text[named.start..named.end].contains(['(', '[']) {
            named.end
        } else {
            named.end.min(tokens[last - 1].end())
        };
    }
    out.retain(|named| named.sure || !is_place(named));
    (!out.is_empty()).then_some(out)
}

/// The first token of the names that end before token `at`, and whether they are
/// those of a citation.
fn names_before(tokens: &[Token], at: usize) -> Option<(usize, bool)> {
    let (mut first, mut joined) = (at, false);
    while first > 0 && at - first < LONGEST {
        let token = &tokens[first - 1];
        let comma = token.text.ends_with(',');
        if !part(token) || token.bracketed || stops(token) || comma && !joined || is_signal(token) && token.is_capital()
        {
            break;
        }
        joined |= matches!(token.text, "and" | "&" | "und" | "et");
        first -= 1;
    }
    while first < at && !name(&tokens[first]) {
        first += 1;
    }
    let names = &tokens[first..at];
    let last = names.last()?;
    let sure =
        names.iter().any(|t| t.word == "al" || t.text == "&") || last.text.ends_with("’s") || last.text.ends_with("'s");
    (names.iter().any(name) && !last.text.ends_with(',')).then_some((first, sure))
}
