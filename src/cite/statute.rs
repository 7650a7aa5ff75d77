//! Statutes: `42 U.S.C. § 1983`, `Mass. Gen. Laws ch. 1, § 2`, `§ 823 Abs. 1 BGB`,
//! `Family Law Act 1975 (Cth)`.
//!
//! A section sign is always a citation of some law, except where a direction
//! stands beside it ("see § 3 below" is a cross reference). An act is
//! capitalised words up to "Act" and a year; counter-example: "an act of 1975".

use super::anchor::{Anchor, key};
use super::token::Token;
use crate::model::Citation;
use crate::model::citation::Kind;

/// Last words of the name of a code.
const CODES: &[&str] = &[
    "code",
    "stat",
    "stats",
    "statutes",
    "laws",
    "law",
    "ann",
    "usc",
    "usca",
    "cfr",
    "const",
    "comp",
    "reg",
    "regs",
    "rev",
    "act",
    "gl",
    "rs",
    "lpra",
    "constitution",
    "cons",
    "annotated",
    "rules",
    "admin",
];

/// Jurisdictions that stand in brackets after the year of an act.
const JURISDICTIONS: &[&str] = &[
    "vic", "nsw", "tas", "wa", "sa", "qld", "nt", "act", "cth", "cwth", "uk", "nz", "cwlth", "eng", "scot", "ont",
    "bc", "alta", "que", "ni", "eire", "ireland", "us", "can", "imp",
];

/// Every citation of a statute in the tokens, in order.
pub fn scan(text: &str, tokens: &[Token]) -> Vec<Anchor> {
    let mut out: Vec<Anchor> = Vec::new();
    for at in 0..tokens.len() {
        let floor = out.last().map_or(0, |anchor| anchor.last);
        if at < floor {
            continue;
        }
        let word = tokens[at].text.trim_start_matches(['(', '[', '“', '>']);
        if word.starts_with('§') {
            out.extend(section(text, tokens, at, floor));
        } else if matches!(tokens[at].text, "Art." | "Artikel") {
            out.extend(article(text, tokens, at));
        } else if tokens[at].text == "Pub." {
            out.extend(public_law(text, tokens, at));
        } else if tokens[at].year().is_some() {
            out.extend(act(text, tokens, at, floor));
        }
    }
    out
}

/// `Art. 5 Abs. 1 GG`: an article of a German code.
fn article(text: &str, tokens: &[Token], at: usize) -> Option<Anchor> {
    tokens.get(at + 1).filter(|t| t.word.starts_with(|c: char| c.is_ascii_digit()))?;
    let (last, code) = german_code(tokens, numbers(tokens, at + 1));
    let name = tokens.get(last - 1).filter(|_| code)?.word;
    let (start, end) = (tokens[at].start, trimmed_end(text, tokens, last));
    let locator = text[start..tokens[last - 1].start].trim_end().to_owned();
    let title = Some(name.to_owned());
    let cite =
        Citation { kind: Kind::Law, reporter: title.clone(), title, locator: Some(locator), ..Citation::default() };
    Some(Anchor { first: at, last, start, end, part: false, cite })
}

/// `Pub. L. No. 107-56`.
fn public_law(text: &str, tokens: &[Token], at: usize) -> Option<Anchor> {
    let law = tokens.get(at + 1).filter(|t| t.word == "L")?;
    let number = at + 2 + usize::from(law.text.ends_with('.') && tokens.get(at + 2).is_some_and(|t| t.word == "No"));
    let token = tokens
        .get(number)
        .filter(|t| t.word.starts_with(|c: char| c.is_ascii_digit()) && t.word.contains(['-', '–']))?;
    let (start, end) = (tokens[at].start, token.start + token.word.len());
    let cite = Citation { kind: Kind::Law, title: Some(text[start..end].to_owned()), ..Citation::default() };
    Some(Anchor { first: at, last: number + 1, start, end, part: false, cite })
}

fn section(text: &str, tokens: &[Token], at: usize, floor: usize) -> Option<Anchor> {
    let sign = &tokens[at];
    let own = sign.text.trim_start_matches(['(', '[', '“', '>']);
    let glued = own.trim_start_matches('§').starts_with(|c: char| c.is_ascii_digit());
    let first_number = at + usize::from(!glued);
    let number = tokens.get(first_number)?;
    if !number.word.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase())
        || !number.text.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let last = and_following(tokens, numbers(tokens, first_number));
    if tokens.get(last).is_some_and(|t| matches!(t.word, "above" | "below" | "infra" | "supra" | "oben" | "unten")) {
        return None;
    }
    let (last, german) = german_code(tokens, last);
    let first = if german { at } else { code(tokens, at, floor) };
    let last = year(tokens, last);
    let start = tokens[first].start + tokens[first].text.find(|c: char| c.is_alphanumeric() || c == '§').unwrap_or(0);
    let title = text.get(start..tokens[at].start).unwrap_or("").trim_end_matches([' ', ',', '(']).to_owned();
    let end = trimmed_end(text, tokens, last);
    let locator = text[sign.start + sign.text.find('§').unwrap_or(0)..end].to_owned();
    let date = tokens[first_number + 1..last].iter().find_map(|t| t.year()).map(str::to_owned);
    let cite = Citation {
        kind: Kind::Law,
        title: Some(title.clone()).filter(|t| !t.is_empty()),
        reporter: Some(title).filter(|t| !t.is_empty()),
        locator: Some(locator),
        date,
        ..Citation::default()
    };
    Some(Anchor { first, last, start, end, part: false, cite })
}

/// One past "et seq." after the numbers that end at `at`.
fn and_following(tokens: &[Token], at: usize) -> usize {
    let follows = tokens.get(at).is_some_and(|t| t.text == "et") && tokens.get(at + 1).is_some_and(|t| t.word == "seq");
    at + if follows { 2 } else { 0 }
}

/// One past the last number, with its subsections: `23-3-119(a)(2) and (d)`, `2-3`, `1, 4 and 5`.
fn numbers(tokens: &[Token], at: usize) -> usize {
    let mut last = at + 1;
    loop {
        let before = &tokens[last - 1];
        if before.text.ends_with(['.', ';']) || tokens.get(last).is_none() {
            return last;
        }
        let sub = |t: &Token| {
            t.text.starts_with('(')
                && t.text.trim_end_matches(['.', ',', ';']).ends_with(')')
                && t.word.len() <= 4
                && t.year().is_none()
        };
        let more =
            |t: &Token| t.year().is_none() && t.word.starts_with(|c: char| c.is_ascii_digit()) && t.word.len() < 12;
        let next = &tokens[last];
        let joined = matches!(next.text, "and" | "to" | "&" | "–" | "or");
        if sub(next)
            || (before.text.ends_with(',') && more(next) && tokens.get(last + 1).is_none_or(|t| !t.is_capital()))
        {
            last += 1;
        } else if joined
            && tokens
                .get(last + 1)
                .is_some_and(|t| sub(t) || (more(t) && tokens.get(last + 2).is_none_or(|t| !t.is_capital())))
        {
            last += 2;
        } else {
            return last;
        }
    }
}

/// `§ 823 Abs. 1 Satz 2 BGB`: one past the code, and whether there is one.
fn german_code(tokens: &[Token], at: usize) -> (usize, bool) {
    let mut i = at;
    while tokens.get(i).is_some_and(|t| {
        matches!(t.word, "Abs" | "Satz" | "Nr" | "S" | "Var" | "Alt" | "lit" | "ff" | "f" | "Ziff")
            || (i > at && t.word.len() <= 3 && t.word.bytes().all(|b| b.is_ascii_digit()))
    }) {
        i += 1;
    }
    let code = tokens.get(i).is_some_and(|t| {
        t.word.chars().filter(|c| c.is_uppercase()).count() >= 2
            && t.word.len() <= 8
            && t.word.chars().all(char::is_alphabetic)
    });
    let follows = i > at || !tokens[i - 1].text.ends_with(['.', ';', ',']);
    if code && follows { (i + 1, true) } else { (at, false) }
}

/// The first token of the name of a code before the section sign at `at`.
fn code(tokens: &[Token], at: usize, floor: usize) -> usize {
    let mut first = at;
    while first >= floor + 2
        && matches!(tokens[first - 2].word, "ch" | "tit" | "art" | "pt" | "chap" | "title" | "c")
        && tokens[first - 1].word.len() < 8
    {
        first -= 2;
    }
    let named = first > floor
        && CODES.contains(&key(tokens[first - 1].text).as_str())
        && !tokens[first - 1].text.ends_with(';');
    let letters = if named { 1 } else { letters(tokens, first, floor) };
    if letters == 0 {
        return at;
    }
    let mut run = first - letters;
    while run > floor && first - run < 8 {
        let token = &tokens[run - 1];
        let part = token.is_capital() || token.text == "&" || token.word == "of" || token.word == "and";
        if !part
            || token.text.ends_with([',', ';', ':'])
            || super::name::is_signal(token) && token.word != "and"
            || token.text.starts_with(['“', '”'])
        {
            break;
        }
        run -= 1;
        if token.text.starts_with('(') {
            break;
        }
    }
    while run < first && !tokens[run].is_capital() {
        run += 1;
    }
    // "42 U.S.C."
    let volume =
        run > floor && tokens[run - 1].text.len() <= 3 && tokens[run - 1].text.bytes().all(|b| b.is_ascii_digit());
    run - usize::from(volume)
}

/// How many tokens before `first` are the letters of a code one by one: `U. S. C.`, `C. F. R.`;
/// 0 where they are none.
fn letters(tokens: &[Token], first: usize, floor: usize) -> usize {
    let single = |t: &Token| t.text.len() == 2 && t.text.ends_with('.') && t.is_capital();
    let count = tokens[floor..first].iter().rev().take(5).take_while(|t| single(t)).count();
    let spelled = |n: &usize| {
        let name: String = tokens[first - n..first].iter().map(|t| key(t.text)).collect();
        CODES.contains(&name.as_str())
    };
    (3..=count).rev().find(spelled).unwrap_or(0)
}

/// One past a year in brackets after the sections.
fn year(tokens: &[Token], at: usize) -> usize {
    let before = &tokens[at - 1];
    let ended = before.text.ends_with(['.', ';']) && before.word != "seq";
    if ended || !tokens.get(at).is_some_and(|t| t.text.starts_with('(')) {
        return at;
    }
    let close = tokens[at..].iter().take(5).position(|t| t.text.contains(')')).map(|i| at + i);
    close.filter(|close| tokens[at..=*close].iter().any(|t| t.year().is_some())).map_or(at, |close| close + 1)
}

fn trimmed_end(text: &str, tokens: &[Token], last: usize) -> usize {
    let end = tokens[last - 1].end();
    let stretch = &text[..end];
    let trimmed = stretch.trim_end_matches([',', ';', '.', '”', '"', ']']);
    let balanced = trimmed.ends_with(')')
        && tokens[last - 1].text.matches(')').count() > tokens[last - 1].text.matches('(').count();
    let opened = balanced
        && !tokens[last.saturating_sub(5)..last - 1].iter().any(|t| t.text.starts_with('(') && !t.text.contains(')'));
    trimmed.len() - usize::from(opened)
}

/// `Crimes (Sexual Assault) Amendment Act 1981 (N.S.W.)`, the year at token `at`.
fn act(text: &str, tokens: &[Token], at: usize, floor: usize) -> Option<Anchor> {
    let year = tokens[at].year()?;
    if at == floor || !tokens[at].text.starts_with(|c: char| c.is_ascii_digit()) || tokens[at].word.len() != 4 {
        return None;
    }
    let before = &tokens[at - 1];
    let jurisdiction = tokens.get(at + 1).filter(|t| {
        !tokens[at].text.ends_with([',', ';', '.', ')'])
            && t.text.starts_with('(')
            && t.text.contains(')')
            && JURISDICTIONS.contains(&key(t.text).as_str())
    });
    let named = matches!(
        before.text,
        "Act" | "Ordinance" | "Regulations" | "Convention" | "Decree" | "Rules" | "Order" | "Constitution"
    );
    if !named && jurisdiction.is_none() || before.quoted {
        return None;
    }
    let mut first = at;
    while first > floor && at - first < 16 {
        let token = &tokens[first - 1];
        let small = matches!(token.word, "of" | "and" | "the" | "for" | "to" | "in" | "on")
            && first < at
            && !token.text.ends_with(',');
        let inside = token.bracketed;
        if !(token.is_capital() || small || inside) || token.text.ends_with([';', ':', '.', '”']) || token.quoted {
            break;
        }
        first -= 1;
    }
    while first < at && (!tokens[first].is_capital() || super::name::is_signal(&tokens[first])) {
        first += 1;
    }
    if at - first < 2 {
        return None;
    }
    let last = at + 1 + usize::from(jurisdiction.is_some());
    let start = tokens[first].start + tokens[first].text.find(char::is_alphanumeric).unwrap_or(0);
    let end = if jurisdiction.is_some() {
        tokens[last - 1].start + tokens[last - 1].text.find(')').map_or(0, |i| i + 1)
    } else {
        tokens[at].start + 4
    };
    let title = text[start..before.end()].to_owned();
    let cite = Citation { kind: Kind::Law, title: Some(title), date: Some(year.to_owned()), ..Citation::default() };
    Some(Anchor { first, last, start, end, part: false, cite })
}
