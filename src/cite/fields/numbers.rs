//! Volume, issue and pages as they are printed together.

use super::plain;
use crate::model::Citation;

/// `Vol. 19, No. 1`, `42(1)`, `13.2`, `127(1):79–183`, `175, no. 1`.
pub fn volume(text: Option<&str>, cite: &mut Citation) {
    let Some(text) = text else { return };
    let (text, pages) = match text.split_once(':') {
        Some((volume, pages)) if pages.trim_start().starts_with(|c: char| c.is_ascii_digit()) => (volume, plain(pages)),
        _ => (text, None),
    };
    let mut issue = false;
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ':' | ';' | '[' | ']')) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
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
    let text = text.trim_matches(|c: char| matches!(c, ',' | ';' | '.' | ':' | ' ' | '(' | ')' | '[' | ']'));
    let lower = text.to_lowercase();
    let skip = ["pp.", "p.", "pages", "page", "pp", "pg.", "s.", "seiten", "at", "p"].iter().find(|word| {
        lower.strip_prefix(**word).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == ' '))
    });
    let text = text.get(skip.map_or(0, |word| word.len())..).unwrap_or(text).trim();
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
