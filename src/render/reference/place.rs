//! Where in its document a hit stands, as one cites it.

use crate::model::hit::{Hit, HitNote, Kind, Locator, Match, MatchedIn};
use crate::render::{line, shown};

/// A place to be cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Page or pages as printed: `12`, `xii–xiii`.
    Page(String),
    /// Line of a text file.
    Line(u32),
    /// In words, where no style has a form for it: `p. 3 of the PDF`, `n. 41`.
    Words(String),
}

impl Place {
    /// The place of a hit: that of its first match, else its own; `wanted` is
    /// the id of a note asked for by name. `None` where nothing is known.
    ///
    /// A page that is printed comes first, since that is what readers of any
    /// copy can find. A page that is only counted is told apart from a printed
    /// one, as page 3 of a PDF may be page 456 of a journal. Then lines, then
    /// the heading of the section.
    pub fn of(hit: &Hit, wanted: Option<&str>) -> Option<Place> {
        let found = note(hit, wanted);
        let page = page(hit, found);
        let Some(note) = found else {
            let line = || line(hit).map(Place::Line);
            let found = if is_one_line(hit) { section(hit).or_else(line) } else { line().or_else(|| section(hit)) };
            return page.or(found);
        };
        let label = format!("n. {}", note.label);
        Some(Place::Words(match page {
            Some(page) => format!("{}, {label}", page.text()),
            // Labels that begin anew in each section do not name a note alone.
            None => match (&note.scope, note.locator.as_ref().and_then(|at| at.lines)) {
                (Some(_), Some((line, _))) => format!("{label} (l. {line})"),
                _ => label,
            },
        }))
    }

    /// The place as text: `p. 12`, `pp. 12–13`, `l. 253`, `n. 41`.
    pub fn text(&self) -> String {
        match self {
            Place::Page(page) if page.contains('–') => format!("pp. {page}"),
            Place::Page(page) => format!("p. {page}"),
            Place::Line(line) => format!("l. {line}"),
            Place::Words(words) => words.clone(),
        }
    }
}

/// The note that the reference is to: the one asked for, an orphan itself, or,
/// where all matches lie in notes, that of the first.
fn note<'a>(hit: &'a Hit, wanted: Option<&str>) -> Option<&'a HitNote> {
    if let Some(note) = wanted.and_then(|id| hit.notes.iter().find(|note| note.id == id)) {
        return Some(note);
    }
    match (hit.kind, hit.scope) {
        (Kind::Note, _) => hit.notes.first(),
        (_, MatchedIn::Note) => hit.notes.iter().find(|note| shown::is_matched(note, hit)),
        _ => None,
    }
}

fn page(hit: &Hit, note: Option<&HitNote>) -> Option<Place> {
    let locator = match note {
        Some(note) => note.locator.as_ref().unwrap_or(&hit.locator),
        None => &hit.locator,
    };
    let own = |m: &&Match| match note {
        Some(note) => m.note.as_ref().is_some_and(|of| of.id == note.id),
        None => m.scope == MatchedIn::Body,
    };
    let first = hit.matches.iter().find(own);
    let printed = first.and_then(|m| m.page_label.clone()).or_else(|| printed(locator));
    let counted = || first.and_then(|m| m.page).map(|page| page.to_string()).or_else(|| counted(locator));
    printed.map(Place::Page).or_else(|| {
        let file = if hit.document.format == "pdf" { "the PDF" } else { "the file" };
        counted().map(|page| Place::Words(format!("{} of {file}", Place::Page(page).text())))
    })
}

fn printed(locator: &Locator) -> Option<String> {
    locator.page_labels.as_ref().map(|(first, last)| range(first, last))
}

fn counted(locator: &Locator) -> Option<String> {
    locator.pages.map(|(first, last)| range(&first.to_string(), &last.to_string()))
}

fn range(first: &str, last: &str) -> String {
    if first == last { first.to_owned() } else { format!("{first}–{last}") }
}

/// True where the lines of the file are no places: markup is often written as
/// one line, after one that declares it. Told by a first or second line that
/// lies thousands of bytes into the file. Counter-example: the long paragraphs
/// of a text that is not wrapped, which begin soon.
fn is_one_line(hit: &Hit) -> bool {
    let early = hit.locator.lines.is_some_and(|(first, _)| first <= 2);
    early && hit.locator.bytes.is_some_and(|bytes| bytes.start > 2000)
}

fn section(hit: &Hit) -> Option<Place> {
    hit.section.last().map(|heading| Place::Words(format!("sec. “{heading}”")))
}
