//! The place inside a work: "pp. 12–14", "at 23", "¶ 34", "S. 66 ff.".

use super::token::Token;
use crate::model::Citation;
use crate::model::citation::Kind;

/// Words that announce a place inside a work.
pub fn announces(text: &str) -> bool {
    matches!(
        text.trim_start_matches(['(', '[']),
        "p." | "pp."
            | "p"
            | "pp"
            | "at"
            | "S."
            | "s."
            | "ss."
            | "page"
            | "pages"
            | "para"
            | "para."
            | "paras"
            | "paras."
            | "¶"
            | "¶¶"
            | "§"
            | "§§"
            | "Rn."
            | "Rz."
            | "Rdnr."
            | "ch."
            | "chap."
            | "chapter"
            | "ch"
            | "fol."
            | "f."
            | "esp."
            | "especially"
            | "insb."
            | "insbesondere"
            | "col."
            | "l."
            | "ll."
            | "No."
            | "art."
            | "Art."
            | "vol."
            | "n."
            | "fn."
            | "Fn."
            | "Sp."
            | "Tz."
            | "lit."
    )
}

/// True for a token that is a place: digits, a range, a roman number, `*10`.
pub fn is_place(token: &Token) -> bool {
    let text = token.text.trim_start_matches(['*', '(', '[', '§', '¶']);
    let word = text.trim_end_matches([',', '.', ';', ')', ']', ':', '”']);
    if word.is_empty() || word.len() > 14 {
        return false;
    }
    let digits =
        word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().filter(|c| c.is_alphabetic()).count() <= 2;
    let roman = word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c' | '-' | '–'));
    digits || roman
}

/// One past the pinpoint that begins at token `at`, `at` where there is none.
/// `comma` says that a comma stands before; `stop` refuses a token at which
/// something else begins.
pub fn pages(tokens: &[Token], at: usize, comma: bool, stop: impl Fn(usize) -> bool) -> usize {
    let mut next = at;
    let mut may_be_bare = comma;
    loop {
        let mut i = next;
        while i < tokens.len() && announces(tokens[i].text) && i < next + 2 {
            i += 1;
        }
        let announced = i > next;
        let Some(token) = tokens.get(i) else { return next };
        if !(announced || may_be_bare) || !is_place(token) || (!announced && (token.year().is_some() || stop(i))) {
            return next;
        }
        next = i + 1;
        while tokens.get(next).is_some_and(|t| matches!(t.word, "ff" | "f" | "et" | "seq")) && !ends(&tokens[next - 1])
        {
            next += 1;
        }
        let last = &tokens[next - 1];
        if last.text.ends_with(',') || last.text.ends_with('&') {
            may_be_bare = true;
        } else if tokens.get(next).is_some_and(|t| matches!(t.text, "and" | "und" | "&"))
            && tokens.get(next + 1).is_some_and(is_place)
        {
            next += 1;
            may_be_bare = true;
        } else if ends(last) {
            return next;
        } else {
            may_be_bare = false;
        }
    }
}

fn ends(token: &Token) -> bool {
    token.text.ends_with([';', ')', ']']) || (token.text.ends_with('.') && !matches!(token.word, "ff" | "f"))
}

/// A pinpoint without the signs around it.
pub fn clean(text: &str) -> String {
    text.trim_matches(|c: char| matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | ' ') || c == '.').to_owned()
}

/// Longest decision of a court, in pages: no pinpoint lies farther from its first
/// page (eyecite takes the same bound).
const LONGEST_OPINION: u32 = 150;

/// False where a pinpoint cannot lie in a work: before the first page of a case
/// or article, after the last, in a case whose page is not known. One page after an article is a
/// place that was cited, not where it begins: `29 (2001): 576`, later `Ibid., 574`; beside a
/// pinpoint (`57 Modern Law Rev. 467, 468`) it is the first.
pub fn fits(pinpoint: Option<&str>, work: &Citation) -> bool {
    // A chapter or figure is no page.
    let part = |pin: &str| {
        ["ch", "fig", "tab", "sec", "para", "art", "vol"].iter().any(|word| pin.to_lowercase().starts_with(word))
    };
    let page = pinpoint.filter(|pin| !pin.contains(['¶', '§', '*']) && !part(pin));
    let Some(pin) = page.and_then(first_number) else { return true };
    let Some(pages) = &work.pages else { return work.kind != Kind::Case || work.volume.is_none() };
    if !matches!(work.kind, Kind::Case | Kind::Article)
        || work.reporter.as_deref().is_some_and(|r| r.contains("WL") || r.contains("LEXIS"))
    {
        return true;
    }
    let Some(first) = first_number(pages) else { return true };
    let range = pages.contains(['-', '–', '—']);
    if work.kind == Kind::Article && !range && work.locator.is_none() {
        return true;
    }
    let last = match pages.split_once(['-', '–', '—']) {
        Some((_, last)) => first_number(last).map(|last| whole(first, last)),
        None => (work.kind == Kind::Case).then_some(first + LONGEST_OPINION),
    };
    pin >= first && last.is_none_or(|last| pin <= last)
}

/// `159–82` ends on 182.
fn whole(first: u32, last: u32) -> u32 {
    let mut unit = 1;
    while unit <= last {
        unit *= 10;
    }
    if last < first { first / unit * unit + last } else { last }
}

fn first_number(text: &str) -> Option<u32> {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}
