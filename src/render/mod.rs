//! Renderers: results to an `io::Write`. No I/O of their own, no environment;
//! may use `model`, `span` and `error` alone.
//!
//! A format is one file with a function over an answer or a hit. All formats
//! for people go through [`safe`], so that no control character of a document
//! reaches a terminal; JSON escapes instead.

use std::path::{Path, PathBuf};

use crate::model::hit::{Hit, Kind, Locator, Match, MatchedIn};

pub mod brief;
pub mod cited;
pub mod cites;
pub mod csv;
pub mod extract;
pub mod fields;
pub mod graph;
pub mod grep;
pub mod json;
pub mod kwic;
pub mod markdown;
pub mod notes;
pub mod reference;
pub mod runs;
pub mod safe;
pub mod shown;
mod spot;
pub mod summary;
pub mod text;
pub mod trec;
pub mod verify;
pub mod wrap;

#[cfg(test)]
pub(crate) mod sample;

/// Which notes of a hit are printed for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notes {
    /// None.
    Without,
    /// Where there are many, those of the matching sentences.
    #[default]
    Near,
    /// All.
    All,
}

/// How results are to look.
#[derive(Clone, Debug)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// True to mark with ANSI colours.
    pub color: bool,
    /// True to print places as OSC 8 links.
    pub links: bool,
    /// Which notes to print; machine formats only heed `Without`.
    pub notes: Notes,
    /// Fields (`json`) or columns (`csv`) to print; empty for all.
    pub fields: Vec<String>,
    /// The folder that file paths are printed from, where they lie below it.
    pub base: Option<PathBuf>,
}

impl Default for Look {
    fn default() -> Self {
        Look { width: 80, color: false, links: false, notes: Notes::Near, fields: Vec::new(), base: None }
    }
}

impl Look {
    /// The path by which `file` is opened from [`Look::base`].
    pub fn file<'a>(&self, file: &'a str) -> &'a str {
        let below = |base: &PathBuf| Path::new(file).strip_prefix(base).ok().and_then(Path::to_str);
        self.base.as_ref().and_then(below).filter(|path| !path.is_empty()).unwrap_or(file)
    }
}

/// What is said of an orphan note.
const ORPHAN: &str = "nothing in the text points to this note";

/// The line to open a hit at: that of its first match in the text, else that of
/// the marker of the first note that matches, else the first of the passage. Of
/// an orphan note its first match.
fn line(hit: &Hit) -> Option<u32> {
    let in_text = |m: &&Match| m.scope == MatchedIn::Body || hit.kind == Kind::Note;
    let first = hit.matches.iter().find(in_text).and_then(|m| m.line);
    let marker = || hit.notes.iter().filter(|note| shown::is_matched(note, hit)).find_map(|note| note.line);
    first.or_else(marker).or(hit.locator.lines.map(|(first, _)| first))
}

/// How the file of a place has changed since it was indexed, if it has.
fn change(locator: &Locator) -> Option<&'static str> {
    match (locator.gone, locator.stale) {
        (true, _) => Some("the file is gone: moved, renamed or deleted"),
        (false, Some(true)) => Some("the file has changed since it was indexed"),
        (false, _) => None,
    }
}

/// The pages of a place, as one would cite them: printed numbers where they
/// are known, with the physical ones beside them where they differ.
pub fn pages(locator: &Locator) -> Option<String> {
    let physical = locator.pages.map(|(a, b)| range(&a.to_string(), &b.to_string()));
    let printed = locator.page_labels.as_ref().map(|(a, b)| range(a, b));
    if let Some(lines) = by_lines(locator) {
        return Some(lines);
    }
    match (printed, physical) {
        (Some((sign, label)), Some((of_file, number))) if label != number => {
            Some(format!("{sign} {label} ({of_file} {number} of the file)"))
        }
        (Some((sign, number)), _) | (None, Some((sign, number))) => Some(format!("{sign} {number}")),
        (None, None) => None,
    }
}

/// Pages and the lines on them, as lawyers cite what has numbers in the margin:
/// `12:14–20`, `12:27–13:4`.
fn by_lines(locator: &Locator) -> Option<String> {
    let (first, last) = locator.page_lines?;
    let physical = locator.pages.map(|(a, b)| (a.to_string(), b.to_string()));
    let (a, b) = locator.page_labels.clone().or(physical)?;
    Some(match (a == b, first == last) {
        (true, true) => format!("{a}:{first}"),
        (true, false) => format!("{a}:{first}–{last}"),
        (false, _) => format!("{a}:{first}–{b}:{last}"),
    })
}

/// The pages of a place, as one would look them up in the file: physical numbers,
/// with those in print beside them where they differ (`p. 12 (xiv)`).
fn pages_of_file(locator: &Locator) -> Option<String> {
    let physical = locator.pages.map(|(a, b)| range(&a.to_string(), &b.to_string()));
    let printed = locator.page_labels.as_ref().map(|(a, b)| range(a, b));
    if let Some(lines) = by_lines(locator) {
        return Some(lines);
    }
    match (physical, printed) {
        (Some((sign, number)), Some((_, label))) if label != number => Some(format!("{sign} {number} ({label})")),
        (Some((sign, number)), _) | (None, Some((sign, number))) => Some(format!("{sign} {number}")),
        (None, None) => None,
    }
}

fn range(first: &str, last: &str) -> (&'static str, String) {
    if first == last { ("p.", first.to_owned()) } else { ("pp.", format!("{first}–{last}")) }
}
