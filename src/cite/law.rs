//! Law reports: `Foo v. Bar, 12 U.S. 345, 347 (1990)`, `[1994] 1 A.C. 180`,
//! `Foo, 12 U.S., at 346`, neutral citations and ECLI.
//!
//! The grammar is that of The Bluebook and OSCOLA; what is a report is told by
//! the table in [`super::reporters`] alone. `111 S.W. 12th St.` is an address,
//! not a page: a page is digits that no letter follows.

mod plain;

use std::collections::HashMap;

use super::anchor::{Anchor, key};
use super::reporters::{self, Sort};
use super::token::{Token, year_in};
use super::{name, pinpoint};
use crate::model::Citation;
use crate::model::citation::{Form, Kind};
use crate::works::fold;
use plain::{ecli, german};

/// Districts of courts of appeal.
const DISTRICTS: &[&str] = &["(1st)", "(2d)", "(2nd)", "(3d)", "(3rd)", "(4th)", "(5th)"];

/// Longest abbreviation, in tokens.
const LONGEST: usize = 8;

/// The report part of a citation.
struct Report {
    sort: Sort,
    volume: Option<String>,
    /// First token of the abbreviation, one past the last.
    name: (usize, usize),
    year: Option<String>,
    page: Option<String>,
    short: bool,
    /// First byte and first token.
    start: (usize, usize),
    /// One past the last token of the page.
    last: usize,
    end: usize,
}

/// Every citation of a law report in the tokens, in order.
pub fn scan(text: &str, tokens: &[Token]) -> Vec<Anchor> {
    let mut out: Vec<Anchor> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let found = dated(tokens, at)
            .or_else(|| report(tokens, at))
            .or_else(|| neutral(tokens, at))
            .or_else(|| german(tokens, at))
            .or_else(|| ecli(tokens, at));
        let Some(found) = found else {
            at += 1;
            continue;
        };
        let floor = out.last().map_or(0, |anchor| anchor.last);
        let anchor = anchor(text, tokens, found, floor);
        at = anchor.last.max(at + 1);
        out.push(anchor);
    }
    out
}

/// Digits at the start of a word, where no letter follows them.
fn number(word: &str) -> Option<&str> {
    let word = word.trim_start_matches(['(', '[', '*', '“', '"']);
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let ok = digits > 0 && digits < 9 && !word[digits..].starts_with(|c: char| c.is_alphanumeric());
    ok.then(|| &word[..digits])
}

/// Digits and nothing after them.
fn volume<'a>(token: &Token<'a>) -> Option<&'a str> {
    let digits = number(token.text)?;
    (token.text.ends_with(digits) && digits.len() <= 4).then_some(digits)
}

fn blank(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ',', ';', ')', ']']);
    !text.is_empty() && text.chars().all(|c| matches!(c, '_' | '-' | '—' | '–'))
}

/// `12 U.S. 345`, `12 U.S., at 345`, `12 U.S. ___`, `2015 WL 12345`.
fn report(tokens: &[Token], at: usize) -> Option<Report> {
    let volume = volume(&tokens[at])?.to_owned();
    let (sort, end) = abbreviation(tokens, at + 1)?;
    if sort == Sort::Dated && volume.len() == 4 {
        return None;
    }
    let after = tokens.get(end)?;
    let short = after.word == "at" && after.text == "at";
    let mut page = if short { end + 1 } else { end };
    if tokens.get(page).is_some_and(|t| t.text == "p." || t.text == "pp.") {
        page += 1;
    }
    page = past_nominative(tokens, page);
    let (pages, end_byte) = page_at(tokens, page)?;
    let start = tokens[at].end() - volume.len();
    Some(Report {
        sort,
        volume: Some(volume),
        name: (at + 1, end),
        year: None,
        page: pages,
        short,
        start: (start, at),
        last: page + 1,
        end: end_byte,
    })
}

/// `83 U.S. (16 Wall) 130`: the page after the old reporter in brackets.
fn past_nominative(tokens: &[Token], at: usize) -> usize {
    let opens = |t: &Token| t.text.starts_with('(') && number(t.text).is_some() && !t.text.contains(')');
    if !tokens.get(at).is_some_and(opens) {
        return at;
    }
    let close = tokens[at..].iter().take(4).position(|t| t.text.ends_with(')'));
    close.map_or(at, |close| at + close + 1)
}

/// The page at a token (`None` inside for a blank one), and where it ends.
fn page_at(tokens: &[Token], at: usize) -> Option<(Option<String>, usize)> {
    let token = tokens.get(at)?;
    if blank(token.text) {
        return Some((None, token.start + token.text.trim_end_matches(['.', ',', ';', ')', ']']).len()));
    }
    let word = token.text;
    let digits = number(word)?;
    // "56–268" is a page of a loose-leaf report, "20-25" a range.
    let start = token.start + word.find(digits)?;
    let mut end = start + digits.len();
    let rest = &word[end - token.start..];
    let range = rest.trim_start_matches(['-', '–', '—']);
    if range.len() < rest.len()
        && let Some(more) = number(range)
    {
        end += rest.len() - range.len() + more.len();
    } else {
        end += suffix(rest);
    }
    Some((Some(word[start - token.start..end - token.start].to_owned()), end))
}

/// Bytes of the sign after a number that says how a decision is published: `143684-B`,
/// `180123-UB`, `1216(A)`. Counter-example: `12-34`, a range.
fn suffix(rest: &str) -> usize {
    let capitals = |text: &str| text.bytes().take_while(u8::is_ascii_uppercase).count();
    if let Some(letters) = rest.strip_prefix('-') {
        let count = capitals(letters);
        let ends = !letters[count..].starts_with(char::is_alphanumeric);
        return if (1..=2).contains(&count) && ends { count + 1 } else { 0 };
    }
    let bracketed = rest.strip_prefix('(').filter(|rest| capitals(rest) == 1 && rest[1..].starts_with(')'));
    if bracketed.is_some() { 3 } else { 0 }
}

/// The longest abbreviation of the table from token `at` on, and its end.
fn abbreviation(tokens: &[Token], at: usize) -> Option<(Sort, usize)> {
    let mut joined = String::new();
    let mut best = None;
    let mut dots = false;
    for (i, token) in tokens.iter().enumerate().skip(at).take(LONGEST) {
        let text = token.text;
        // "257 (La.App. 4 Cir. 1970)": a page and the court
        if i == at && text.starts_with(['(', '[']) {
            break;
        }
        let series = text.starts_with(|c: char| c.is_ascii_digit()) && i > at && text.contains(['d', 'h', 's']);
        let small = i > at && matches!(token.word, "of" | "and" | "the" | "for" | "ex" | "d");
        let numbered = text.starts_with('(') && text.ends_with([')', ',']) && i > at;
        if !(token.is_capital() || series || small || numbered || text == "&") || text.ends_with(';') {
            break;
        }
        dots |= text.contains('.');
        joined.push_str(&key(text));
        if let Some(sort) = reporters::sort(&joined)
            && (sort != Sort::Dotted || dots)
        {
            let sort = if sort == Sort::Dotted { Sort::Cases } else { sort };
            // "IL App (1st) 143684": the district is no part of the name
            let district = tokens.get(i + 1).is_some_and(|t| DISTRICTS.contains(&t.text));
            best = Some((sort, i + 1 + usize::from(district)));
        }
        if text.ends_with([')', ']', ':']) && !numbered {
            break;
        }
    }
    best
}

/// `[1994] 1 A.C. 180`, `(1996) 39 N.S.W.L.R. 577`, `[1998] UKHL 13`.
fn dated(tokens: &[Token], at: usize) -> Option<Report> {
    let text = tokens[at].text;
    if !text.starts_with(['(', '[']) {
        return None;
    }
    let square = text.starts_with('[');
    let inner = text.trim_start_matches(['(', '[']).trim_end_matches([')', ']', ',']);
    let year = year_in(inner).filter(|year| year.len() == inner.len())?;
    if !(square || text.starts_with('(')) || !text.ends_with([')', ']']) {
        return None;
    }
    let volume = tokens.get(at + 1).and_then(volume).map(str::to_owned);
    let name = at + 1 + usize::from(volume.is_some());
    let (sort, end) = match abbreviation(tokens, name) {
        Some((sort @ (Sort::Dated | Sort::Cases), end)) => (sort, end),
        _ => (Sort::Dated, court(tokens, name)?),
    };
    let mut page = end;
    while tokens.get(page).is_some_and(|t| matches!(t.text, "at" | "p." | "No." | "no.")) {
        page += 1;
    }
    let (pages, end_byte) = page_at(tokens, page)?;
    let start = tokens[at].start;
    let year = Some(year.to_owned());
    Some(Report {
        sort,
        volume,
        name: (name, end),
        year,
        page: pages,
        short: false,
        start: (start, at),
        last: page + 1,
        end: end_byte,
    })
}

/// A court or report of capitals, with a division: `UKHL`, `EWCA Civ`, `A.S.C.`
fn court(tokens: &[Token], at: usize) -> Option<usize> {
    let first = tokens.get(at)?;
    if !reporters::neutral(&key(first.text), first.text) {
        return None;
    }
    let division = |t: &Token| matches!(t.word, "Civ" | "Crim" | "Admin" | "Ch" | "Fam" | "Pat" | "Comm" | "QB" | "KB");
    let more = tokens.get(at + 1).is_some_and(division);
    Some(at + 1 + usize::from(more))
}

/// `2007-NMCERT-008`, `2017 IL App (4th) 160407`, `T.C. Summary Opinion 2019-233`,
/// `2009 12345 (La.App. 1 Cir. 05/10/10)`.
fn neutral(tokens: &[Token], at: usize) -> Option<Report> {
    let token = &tokens[at];
    let made = |year: &str, name: (usize, usize), page: &str, last: usize, end: usize| Report {
        sort: Sort::Cases,
        volume: Some(year.to_owned()),
        name,
        year: Some(year.to_owned()),
        page: Some(page.to_owned()),
        short: false,
        start: (token.start, at),
        last,
        end,
    };
    let first = token.text.as_bytes()[0];
    if !(first.is_ascii_digit() || first == b'T') {
        return None;
    }
    let parts: Vec<&str> = token.word.split(['-', '–']).take(4).collect();
    if let [year, name, page] = parts[..]
        && year_in(year).is_some_and(|y| y.len() == year.len())
        && (reporters::sort(&key(name)).is_some() || key(name) == "ohio")
        && number(page).is_some()
    {
        return Some(made(year, (at, at), page, at + 1, token.start + token.text.find(token.word)? + token.word.len()));
    }
    let tax = ["T.C.", "TC"].contains(&token.text)
        && tokens.get(at + 1).is_some_and(|t| ["Summary", "Memo.", "Memo", "Summ."].contains(&t.text));
    if tax {
        let page = (at + 2..at + 4)
            .find(|i| tokens.get(*i).is_some_and(|t| t.word.contains('-') && number(t.word).is_some()))?;
        let (year, number) = tokens[page].word.split_once('-')?;
        return Some(made(year, (at, page), number, page + 1, tokens[page].start + tokens[page].word.len()));
    }
    let year = year_in(token.text).filter(|year| year.len() == token.text.len())?;
    let docket = tokens.get(at + 1).filter(|t| t.text.len() >= 3 && t.text.bytes().all(|b| b.is_ascii_digit()))?;
    let paren = tokens.get(at + 2).filter(|t| t.text.starts_with("(La"))?;
    let close = tokens[at + 2..].iter().take(6).position(|t| t.text.contains(')'))? + at + 3;
    let _ = paren;
    Some(made(year, (at + 2, close), docket.text, close, tokens[close - 1].end()))
}

/// The whole citation around a report: the name before, pinpoint, court and
/// year after.
fn anchor(text: &str, tokens: &[Token], found: Report, floor: usize) -> Anchor {
    let reporter = text[tokens[found.name.0].start..tokens[found.name.1.max(found.name.0 + 1) - 1].end()]
        .trim_matches([',', ' ', '(', ')']);
    let mut cite = Citation {
        kind: match found.sort {
            Sort::Journal => Kind::Article,
            Sort::Laws => Kind::Law,
            _ => Kind::Case,
        },
        form: if found.short { Form::Short } else { Form::Full },
        volume: found.volume,
        date: found.year,
        reporter: Some(reporter.to_owned()).filter(|_| found.sort != Sort::Journal),
        container: (found.sort == Sort::Journal).then(|| reporter.to_owned()),
        ..Citation::default()
    };
    if found.short {
        cite.locator = found.page;
    } else {
        cite.pages = found.page;
    }
    let mut at = Anchor {
        first: found.start.1,
        last: found.last,
        start: found.start.0,
        end: found.end,
        part: found.sort == Sort::Journal,
        cite,
    };
    after(text, tokens, &mut at);
    if at.cite.kind != Kind::Law && (at.cite.kind != Kind::Article || at.cite.form == Form::Short) {
        before(text, tokens, &mut at, floor);
    }
    at
}

/// Pinpoint, court and year after a report.
fn after(text: &str, tokens: &[Token], at: &mut Anchor) {
    let last = &tokens[at.last - 1];
    let next = pinpoint::pages(tokens, at.last, last.text.ends_with(','), |i| report(tokens, i).is_some());
    if next > at.last {
        if at.cite.locator.is_none() {
            let pin = &text[tokens[at.last].start..tokens[next - 1].end()];
            at.cite.locator = Some(pinpoint::clean(pin));
        }
        at.last = next;
        at.end = tokens[next - 1].start + tokens[next - 1].text.trim_end_matches([',', ';', '.', ')', ']']).len();
    }
    let Some(open) = tokens.get(at.last).filter(|t| t.text.starts_with(['(', '['])) else { return };
    if tokens[at.last - 1].text.ends_with([';', ')', ']']) {
        return;
    }
    let Some(close) = tokens[at.last..].iter().take(8).position(|t| t.text.contains([')', ']'])).map(|i| at.last + i)
    else {
        return;
    };
    let to = tokens[close].start + tokens[close].text.find([')', ']']).unwrap_or(0);
    let inner = text[open.start + 1..to.max(open.start + 1)].trim();
    let year = inner.split_whitespace().rev().find_map(year_in);
    let judge = ["dissenting", "concurring", "overruling", "quoting", "citing"].iter().any(|word| inner.contains(word));
    if judge || report(tokens, at.last).is_some() || (year.is_none() && inner.len() > 20) {
        return;
    }
    if at.cite.date.is_none() {
        at.cite.date = year.map(str::to_owned);
    }
    let court = inner.trim_end_matches(|c: char| c.is_ascii_digit()).trim().trim_end_matches(',');
    at.cite.court = Some(court.to_owned()).filter(|court| !court.is_empty() && court.len() < 60);
    at.last = close + 1;
    at.end = to + 1;
}

/// The name of the case before a report.
fn before(text: &str, tokens: &[Token], at: &mut Anchor, floor: usize) {
    let from = name::case(tokens, at.first, floor, at.cite.form == Form::Short);
    if from == at.first {
        return;
    }
    let (start, title) = name::case_title(text, tokens, from, at.first, at.start);
    if title.is_empty() {
        return;
    }
    at.first = from;
    at.start = start;
    if at.cite.date.is_none() {
        at.cite.date = year_before(text, start, at);
    }
    at.cite.title = Some(title);
}

/// California puts the year between name and report: `In re K.F. (2009) 1 U.S. 1`.
fn year_before(text: &str, start: usize, at: &Anchor) -> Option<String> {
    let stretch = &text[start..at.end];
    let inner = &stretch[stretch.find('(')? + 1..];
    let year = year_in(inner.split(')').next()?)?;
    (inner.starts_with(year) && inner[4..].starts_with(')')).then(|| year.to_owned())
}

/// True for "supra," just before a short form of a case.
pub fn takes(supra: &Anchor, case: &Anchor) -> bool {
    supra.cite.form == Form::Supra
        && supra.cite.note.is_none()
        && supra.last == case.first
        && case.cite.kind == Kind::Case
}

/// Joins "Foo, supra," to the report that follows it.
pub fn join(text: &str, tokens: &[Token], supra: &Anchor, case: &mut Anchor) {
    case.first = supra.first;
    case.start = supra.start;
    let from = name::case(tokens, supra.first, 0, true);
    if from < supra.first {
        let (start, title) = name::case_title(text, tokens, from, supra.first, supra.start);
        (case.first, case.start, case.cite.title) = (from, start, Some(title));
    }
}

/// Later references by name alone: after `Foo v. Bar, 1 U.S. 12`, `Foo at 62`.
pub fn names(text: &str, tokens: &[Token], anchors: &mut Vec<Anchor>) {
    let mut known: HashMap<String, usize> = HashMap::new();
    for anchor in anchors.iter() {
        for party in anchor.cite.title.as_deref().and_then(parties).into_iter().flatten() {
            known.entry(party).or_insert(anchor.last);
        }
    }
    if known.is_empty() {
        return;
    }
    let mut found = Vec::new();
    for at in 1..tokens.len().saturating_sub(1) {
        let next = &tokens[at + 1];
        let digits = next.word.starts_with(|c: char| c.is_ascii_digit());
        if tokens[at].text != "at" || !digits || !pinpoint::is_place(next) {
            continue;
        }
        let named = known.get(&fold::key(tokens[at - 1].word)).is_some_and(|last| *last < at);
        let i = anchors.partition_point(|a| a.last < at);
        if named && anchors.get(i).is_none_or(|a| a.first > at + 1) {
            found.push(by_name(text, tokens, at));
        }
    }
    if !found.is_empty() {
        anchors.append(&mut found);
        anchors.sort_by_key(|a| a.first);
    }
}

/// `Foo at 62`, "at" being token `at`.
fn by_name(text: &str, tokens: &[Token], at: usize) -> Anchor {
    let name = &tokens[at - 1];
    let start = name.start + name.text.find(name.word).unwrap_or(0);
    let end = tokens[at + 1].start + tokens[at + 1].text.trim_end_matches([',', '.', ';', ')']).len();
    let cite = Citation {
        kind: Kind::Case,
        form: Form::Short,
        title: Some(name.word.to_owned()),
        locator: Some(text[tokens[at].start..end].to_owned()),
        ..Citation::default()
    };
    Anchor { first: at - 1, last: at + 2, start, end, part: false, cite }
}

/// Words by which a case may be called: of each party the first and last, but
/// for governments, which are party to many.
pub fn parties(title: &str) -> Option<Vec<String>> {
    const MANY: &[&str] = &[
        "state",
        "states",
        "united",
        "people",
        "commonwealth",
        "us",
        "usa",
        "inc",
        "co",
        "corp",
        "ltd",
        "the",
        "city",
        "county",
        "board",
        "r",
        "regina",
        "in",
        "re",
        "commissioner",
    ];
    let mut out = Vec::new();
    for side in title.split(" v. ").flat_map(|side| side.split(" v ")) {
        let words: Vec<&str> = side.split_whitespace().collect();
        out.extend(words.first().map(|word| fold::key(word)));
        out.extend(words.last().map(|word| fold::key(word)));
        // "J. A. Croson Co." is Croson.
        let initials = words.iter().take_while(|word| name::is_initials(word)).count();
        out.extend(words.get(initials).filter(|_| initials > 0).map(|word| fold::key(word)));
    }
    out.retain(|word| word.len() > 1 && !MANY.contains(&word.as_str()));
    (!out.is_empty()).then_some(out)
}
