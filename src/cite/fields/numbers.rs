//! Volume, issue and pages as they are printed together.

use std::sync::OnceLock;

use regex::Regex;

use super::trim::plain;
use crate::model::Citation;

/// `1997;22:172-176`, `1997 Mar 4; 22(3): 172-6`, `1997, 22:172-6`: year, volume, issue and pages
/// of medical references, whatever the blanks, which the model sees as one word or as several.
/// Counter-example: `1997, 12:30`, a time: after a comma a range is asked for.
pub fn vancouver(text: &str, cite: &mut Citation) {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    const YEAR: &str =
        r"\b(1[5-9]\d\d|20\d\d)[a-z]?(?:\s+[A-Z][a-z]{2,8}\.?(?:[-/][A-Z][a-z]{2,8}\.?)?(?:\s+\d{1,2})?)?";
    const PLACE: &str =
        r"\s*([;,])\s*(\d{1,4})\s*(?:\(\s*([^()]{1,16}?)\s*\))?\s*:\s*([A-Z]?\d{1,7}(?:\s*[-–]\s*[A-Z]?\d{1,7})?)";
    let pattern = PATTERN.get_or_init(|| Regex::new(&format!("{YEAR}{PLACE}")).ok());
    let Some(found) = pattern.as_ref().filter(|_| text.contains(':')).and_then(|pattern| pattern.captures(text)) else {
        return glued(text, cite);
    };
    let part = |at: usize| found.get(at).map(|part| part.as_str().split_whitespace().collect::<String>());
    let pages = part(5).unwrap_or_default();
    if part(2).as_deref() == Some(",") && !pages.contains(['-', '–']) {
        return;
    }
    let year = part(1).filter(|year| cite.date.as_ref().is_none_or(|date| !date.starts_with(year.as_str())));
    cite.date = year.or(cite.date.take());
    (cite.volume, cite.pages) = (part(3), Some(pages));
    cite.issue = part(4).or(cite.issue.take());
}

/// Numbers that stand together without a blank: `95:469-476`, `107 (2011)031102`.
fn glued(text: &str, cite: &mut Citation) {
    let free = cite.pages.as_ref().is_none_or(|pages| pages.contains(':'));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    for word in text.split_whitespace().filter(|_| free) {
        let word = word.trim_end_matches([',', '.', ';', ')']);
        if let Some((before, pages)) = word.split_once(':')
            && let Some((first, last)) = pages.split_once(['-', '–'])
            && digits(before)
            && before.len() <= 4
            && digits(first)
            && digits(last)
        {
            (cite.volume, cite.pages) = (Some(before.to_owned()), Some(pages.to_owned()));
            return;
        }
        if let Some((year, page)) = word.strip_prefix('(').and_then(|word| word.split_once(')'))
            && cite.pages.is_none()
            && digits(year)
            && year.len() == 4
            && digits(page)
        {
            cite.pages = Some(page.to_owned());
            return;
        }
    }
}

/// `Vol. 19, No. 1`, `42(1)`, `13.2`, `127(1):79–183`, `175, no. 1`.
pub fn volume(text: Option<&str>, cite: &mut Citation) {
    let Some(text) = text else { return };
    let (text, pages) = match text.split_once(':') {
        Some((volume, pages)) if pages.trim_start().starts_with(|c: char| c.is_ascii_digit()) => (volume, plain(pages)),
        _ => (text, None),
    };
    let mut issue = false;
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ':' | ';' | '[' | ']')) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() || matches!(c, 'ᵒ' | 'º' | 'ˢ'));
        if matches!(
            bare.to_lowercase().as_str(),
            "no" | "nos" | "nr" | "n" | "issue" | "number" | "heft" | "num" | "part"
        ) {
            issue = true;
            continue;
        }
        let glued = ["no.", "nr.", "n.", "No.", "n°", "№"].iter().find_map(|start| word.strip_prefix(start));
        issue |= glued.is_some();
        let value = glued
            .or_else(|| ["v.", "vol.", "Vol.", "t.", "T."].iter().find_map(|start| word.strip_prefix(start)))
            .unwrap_or(word);
        let value = value.trim_matches(|c: char| !c.is_alphanumeric());
        let number = value.contains(|c: char| c.is_ascii_digit())
            || (!value.is_empty() && value.chars().all(|c| "IVXLCDM".contains(c)));
        if !number {
            continue;
        }
        let slot = if issue || cite.volume.is_some() { &mut cite.issue } else { &mut cite.volume };
        if slot.is_none() {
            *slot = Some(value.to_owned());
        }
        issue = false;
    }
    // A series that counts by numbers alone: the number is the volume.
    if cite.volume.is_none() {
        cite.volume = cite.issue.take();
    }
    if let Some((volume, issue)) = cite.volume.as_deref().and_then(|volume| volume.split_once('.'))
        && cite.issue.is_none()
        && volume.bytes().all(|b| b.is_ascii_digit())
    {
        (cite.volume, cite.issue) = (Some(volume.to_owned()), Some(issue.to_owned()));
    }
    if cite.pages.is_none() {
        cite.pages = pages;
    }
}

/// Pages, and after a comma the place that is meant: `467, 468`.
pub fn pages(text: &str, cite: &mut Citation) {
    let text =
        text.trim_matches(|c: char| matches!(c, ',' | ';' | '.' | ':' | ' ' | '(' | ')' | '[' | ']' | '—' | '–'));
    let lower = text.to_lowercase();
    let skip = ["pp.", "p.", "pages", "page", "pp", "pg.", "s.", "seiten", "at", "p"].iter().find(|word| {
        lower.strip_prefix(**word).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == ' '))
    });
    let text = text.get(skip.map_or(0, |word| word.len())..).unwrap_or(text).trim();
    // "22:172-6", "22(3):172": the volume stands before
    if let Some((before, after)) = text.split_once(':')
        && cite.volume.is_none()
        && before.starts_with(|c: char| c.is_ascii_digit())
        && before.chars().all(|c| c.is_ascii_digit() || "() ".contains(c))
        && after.trim_start().starts_with(|c: char| c.is_ascii_digit())
    {
        return volume(Some(text), cite);
    }
    // "(Arabic)" after a date is no page: pages are digits or small numerals.
    let numeral = |word: &str| {
        !word.is_empty() && word.chars().all(|c| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x' | 'l' | 'c' | 'm'))
    };
    let is_pages = |text: &&str| {
        text.contains(|c: char| c.is_ascii_digit()) || text.split(|c: char| !c.is_alphanumeric()).any(numeral)
    };
    let Some(pages) = Some(text).filter(is_pages) else { return };
    let (first, rest) = match pages.split_once(',') {
        Some((first, rest)) if cite.container.is_some() && !first.contains(['-', '–']) => (first, Some(rest.trim())),
        _ => (pages, None),
    };
    cite.pages = Some(first.to_owned());
    if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
        cite.locator = Some(rest.to_owned());
    }
}
