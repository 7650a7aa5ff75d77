//! A passage with its notes as lines of text.

use std::fmt::Write;

use crate::model::citation::Citation;
use crate::model::hit::{DocumentInfo, Hit, HitNote, Locator};
use crate::render::{pages, safe};
use crate::sentence;

/// Words of a note that are shown.
const NOTE_WORDS: usize = 60;

/// A passage: its id and place, the work and headings above it, its text on lines
/// that begin with `|`, its notes. `number` is its number in the list.
pub fn passage(hit: &Hit, number: usize) -> String {
    let mut out = format!("[{number}] {}  {}", safe::line(&hit.id), place(&hit.locator));
    if hit.locator.stale == Some(true) {
        out.push_str("  (the file has changed since it was indexed)");
    }
    out.push('\n');
    let above = [work(&hit.document), hit.section.join(" > ")];
    let above: Vec<&str> = above.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if !above.is_empty() {
        out.push_str(&format!("    {}\n", safe::line(&above.join(" | "))));
    }
    for earlier in &hit.begins_in {
        quotable(&earlier.text, "", &mut out);
    }
    quotable(&hit.text, "", &mut out);
    for note in &hit.notes {
        self::note(note, &hit.text, &mut out);
    }
    out
}

/// The text, each of its lines after a `|`: whole, so that what is copied of it is
/// in the document word for word.
pub fn quotable(text: &str, indent: &str, out: &mut String) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        out.push_str(&format!("{indent}| {}\n", safe::line(line)));
    }
}

/// A note by its label, after which word it is called, what it says, and what its
/// short forms stand for.
fn note(note: &HitNote, body: &str, out: &mut String) {
    let label = safe::line(&note.label).into_owned();
    let after = note.at.and_then(|at| body.get(..at)).and_then(|before| before.split_whitespace().next_back());
    let after = after.map(|word| format!(" (called after “{}”)", safe::line(word))).unwrap_or_default();
    let Some(text) = &note.text else {
        let what = match note.status {
            Some(status) => format!("{status:?}").to_lowercase(),
            None => "not known".to_owned(),
        };
        out.push_str(&format!("  n{label}{after}: its note is {what}\n"));
        return;
    };
    let shown = shortened(text);
    out.push_str(&format!("  n{label}{after}\n"));
    quotable(shown, "  ", out);
    if shown.len() < text.len() {
        out.push_str(&format!("     goes on: {}\n", safe::line(&note.id)));
    }
    for cite in note.cites.iter().filter(|cite| cite.is_short()) {
        out.push_str(&format!("     {}\n", short_form(cite)));
    }
}

/// What a short form stands for, or that it is not known.
pub fn short_form(cite: &Citation) -> String {
    let raw = safe::line(&cite.raw).into_owned();
    match &cite.work {
        Some(work) => format!("“{raw}” = {}", safe::line(&work.raw)),
        None => format!("“{raw}” = not known"),
    }
}

/// The beginning of a note: whole sentences where some fit, else whole words.
fn shortened(text: &str) -> &str {
    let length: usize = text.split_inclusive(char::is_whitespace).take(NOTE_WORDS).map(str::len).sum();
    if length == text.len() {
        return text;
    }
    let ends = sentence::sentences(text).into_iter().map(|span| span.end);
    let end = ends.take_while(|end| *end <= length).last().unwrap_or(length);
    text[..end].trim_end()
}

/// Printed page and page of the file, or the line.
pub fn place(locator: &Locator) -> String {
    let mut out = String::new();
    if let Some(pages) = pages(locator) {
        out.push_str(&safe::line(&pages));
    } else if let Some((first, last)) = locator.lines {
        // A failed write to a text cannot be.
        let _ = if first == last { write!(out, "line {first}") } else { write!(out, "lines {first}-{last}") };
    }
    out
}

/// Title, author and date of a document, as far as they are known.
pub fn work(document: &DocumentInfo) -> String {
    let parts = [&document.title, &document.author, &document.date];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}
