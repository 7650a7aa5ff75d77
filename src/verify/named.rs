//! The works that a manuscript names as the source of a quotation, and which
//! documents of the index they are.

use std::collections::HashSet;

use super::find::{Found, Home};
use crate::cite;
use crate::error::Result;
use crate::index::analyze::fold;
use crate::index::schema::FileRecord;
use crate::model::quotation::{Named, QuotedIn};
use crate::model::{BlockKind, Citation, Document, Place};
use crate::query::Engine;
use crate::sentence;
use crate::span::Span;

/// Words that tell nothing at the start of a title.
const ARTICLES: &[&str] = &["the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "il"];
/// A title of fewer words is no work's own unless it is the whole title.
const LONG_TITLE: usize = 3;

/// A document of the index, as far as works are told apart by it.
struct Shelf {
    file: usize,
    title: Vec<String>,
    /// Words of the title before a colon or dash, where there is one.
    main: Vec<String>,
    author: Vec<String>,
    publisher: Vec<String>,
    year: String,
    date: Option<String>,
    /// Words of the file's name.
    name: Vec<String>,
    /// Addresses and DOI, as far as they are known.
    ids: Vec<String>,
}

/// The documents of an index by what they are called.
pub struct Shelves {
    all: Vec<Shelf>,
    /// The manuscript itself, where it is in the index too.
    pub own: Option<usize>,
}

impl Shelves {
    /// Reads the records of all files, but for the one with the absolute path
    /// `except`.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn new(engine: &Engine<'_>, except: Option<&str>) -> Result<Self> {
        let (mut all, mut own) = (Vec::new(), None);
        for file in engine.file_numbers() {
            let record = engine.record(file)?;
            if except == Some(record.file.as_str()) {
                own = Some(file);
            } else if record.passages > 0 {
                all.push(shelf(file, record));
            }
        }
        Ok(Shelves { all, own })
    }

    /// The documents that a citation names; none where it names none, or none
    /// that is here.
    pub fn named(&self, cite: &Citation) -> Vec<usize> {
        let wanted = Wanted::new(cite);
        self.all.iter().filter(|shelf| wanted.is(shelf)).map(|shelf| shelf.file).collect()
    }

    /// True where a text is the title of a document.
    pub fn is_title(&self, text: &str) -> bool {
        let words = title_words(text);
        !words.is_empty() && self.all.iter().any(|shelf| shelf.title == words || shelf.main == words)
    }
}

fn shelf(file: usize, record: &FileRecord) -> Shelf {
    let meta = &record.meta;
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let title = text(&meta.title);
    let stem = record.path.rsplit('/').next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let ids = ["doi", "url", "source", "link"].iter().filter_map(|field| meta.fields.get(*field));
    Shelf {
        file,
        main: title_words(main_title(&title)),
        title: title_words(&title),
        author: words(&text(&meta.author)),
        publisher: words(&text(&meta.publisher)),
        year: text(&meta.date).chars().take(4).collect(),
        date: meta.date.clone(),
        name: words(stem),
        ids: ids.map(|id| address(id)).collect(),
    }
}

/// The title without its subtitle, and without a site's name behind a bar.
fn main_title(title: &str) -> &str {
    let cut = [": ", " | ", " — ", " – ", " - ", ". "].iter().filter_map(|sign| title.find(sign)).min();
    cut.map_or(title, |at| &title[..at])
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
    parts.map(|word| fold(word).replace('\'', "")).filter(|word| !word.is_empty()).collect()
}

fn title_words(text: &str) -> Vec<String> {
    let mut words = words(text);
    if words.len() > 1 && ARTICLES.contains(&words[0].as_str()) {
        words.remove(0);
    }
    words
}

/// An address or DOI without what differs from copy to copy.
fn address(id: &str) -> String {
    let id = id.trim().to_lowercase();
    let id = id.split_once("://").map_or(id.as_str(), |(_, rest)| rest);
    let id = id.strip_prefix("www.").unwrap_or(id);
    let id = id.strip_prefix("doi.org/").or(id.strip_prefix("dx.doi.org/")).unwrap_or(id);
    id.trim_end_matches(['/', '.']).to_owned()
}

/// A work that is looked for.
struct Wanted {
    ids: Vec<String>,
    title: Vec<String>,
    main: Vec<String>,
    container: Vec<String>,
    publisher: Vec<String>,
    families: Vec<String>,
    date: Option<String>,
}

impl Wanted {
    /// Of a citation; of a short form the work that it stands for.
    fn new(cite: &Citation) -> Self {
        let work = cite.work.as_deref();
        let text = |own: &Option<String>, of_work: Option<&Option<String>>| {
            of_work.and_then(Clone::clone).or_else(|| own.clone()).unwrap_or_default()
        };
        let title = text(&cite.title, work.map(|work| &work.title));
        let authors = work.map_or(&cite.author, |work| &work.author);
        let ids = [&cite.doi, &cite.url].into_iter().chain(work.into_iter().flat_map(|w| [&w.doi, &w.url]));
        let date = text(&cite.date, work.map(|work| &work.date));
        Wanted {
            ids: ids.flatten().map(|id| address(id)).collect(),
            main: title_words(main_title(&title)),
            title: title_words(&title),
            container: title_words(&text(&cite.container, work.map(|work| &work.container))),
            publisher: words(&text(&cite.publisher, work.map(|work| &work.publisher))),
            families: authors.iter().filter_map(|name| family(name)).collect(),
            date: Some(date).filter(|date| !date.is_empty()),
        }
    }

    /// True where a document is the work: by its address; by title, where the
    /// author does not speak against it; by author and year, where there is no
    /// title on one side; by newspaper and day.
    fn is(&self, shelf: &Shelf) -> bool {
        if self.ids.iter().any(|id| shelf.ids.contains(id)) {
            return true;
        }
        let authors = self.authors(shelf);
        if authors == Some(false) {
            return false;
        }
        if self.titled(&self.title, &self.main, shelf) || self.titled(&self.container, &self.container, shelf) {
            return true;
        }
        let year = self.date.as_deref().map(|date| date.chars().take(4).collect::<String>());
        let same_year = year.as_ref().is_some_and(|year| *year == shelf.year || shelf.name.contains(year));
        let untitled = self.title.is_empty() || shelf.title.is_empty();
        if untitled && same_year && (authors == Some(true) || self.in_name(shelf)) {
            return true;
        }
        let paper = if self.container.is_empty() { &self.publisher } else { &self.container };
        let same_paper = !paper.is_empty() && title_words(&shelf.publisher.join(" ")) == title_words(&paper.join(" "));
        self.title.is_empty() && same_paper && self.date.as_ref().is_some_and(|d| d.len() == 10 && shelf.date.as_ref() == Some(d))
    }

    /// Whether the authors are the same; `None` where one side knows none.
    fn authors(&self, shelf: &Shelf) -> Option<bool> {
        if self.families.is_empty() || shelf.author.is_empty() {
            return None;
        }
        Some(self.families.iter().any(|family| shelf.author.contains(family)))
    }

    fn in_name(&self, shelf: &Shelf) -> bool {
        !self.families.is_empty() && self.families.iter().all(|family| shelf.name.contains(family))
    }

    /// True where a title is that of a document: the same words; the same before
    /// a subtitle; three words or more that the longer of the two holds in a
    /// row; or, where the document has no title, the name of the file.
    fn titled(&self, title: &[String], main: &[String], shelf: &Shelf) -> bool {
        if title.is_empty() {
            return false;
        }
        let known = |other: &[String]| {
            !other.is_empty() && (other == title || other == main || holds(title, other) || holds(other, title))
        };
        known(&shelf.title)
            || !shelf.main.is_empty() && (shelf.main == title || shelf.main.len() > 1 && shelf.main == main)
            || title.len() > 1 && (holds(&shelf.name, main) || main == shelf.name)
            || self.in_name(shelf) && main.len() > 1 && main.iter().all(|word| shelf.name.contains(word))
    }
}

fn holds(long: &[String], short: &[String]) -> bool {
    short.len() >= LONG_TITLE && long.windows(short.len()).any(|window| window == short)
}

/// The family name: before a comma, else the last word that is no initial.
fn family(name: &str) -> Option<String> {
    let before = name.split(',').next().unwrap_or(name);
    let is_initial = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() <= 1;
    let last = before.split_whitespace().rfind(|word| !is_initial(word))?;
    words(last).pop()
}

/// What the manuscript names as the source of a quotation, with the citations:
/// those of the notes called in its sentence after it; else those in brackets
/// after it; for a quotation in a note those of the note.
pub fn named(document: &Document, found: &Found, next: Option<&Found>) -> Vec<(Option<String>, Citation)> {
    match found.home {
        Home::Note(note) => {
            let label = Some(document.notes[note].label.clone());
            let cites = document.cites.of_note(note);
            // the last one named before the quotation, else the first after it
            let before = cites.iter().rev().find(|cite| cite.end <= found.inner.start);
            let cite = before.or_else(|| cites.iter().find(|cite| cite.start >= found.inner.end));
            cite.or(cites.first()).map(|cite| (label, cite.clone())).into_iter().collect()
        }
        Home::Block(block) => {
            let end = limit(document, found, block, next);
            let beside = Span::new(found.inner.end, end);
            let notes = of_notes(document, block, beside);
            if !notes.is_empty() {
                return notes;
            }
            let in_text = document.cites.text.iter().filter(|(at, cite)| *at == block && beside.contains(cite.start));
            let mut cites: Vec<Citation> = in_text.map(|(_, cite)| cite.clone()).collect();
            if cites.is_empty() {
                cites = in_brackets(&document.blocks[block].text.text[found.inner.end..end]);
            }
            match cites.is_empty() {
                true => of_introduction(document, found, block),
                false => cites.into_iter().map(|cite| (None, cite)).collect(),
            }
        }
    }
}

/// The notes called before a quotation: in its own sentence ("As Doe¹ has it,
/// “…”"), for a block the last sentence of the paragraph before, where that
/// introduces it with a colon.
fn of_introduction(document: &Document, found: &Found, block: usize) -> Vec<(Option<String>, Citation)> {
    if found.place != QuotedIn::Block {
        let text = &document.blocks[block].text.text;
        let start = sentence::around(text, found.inner.start).start;
        return of_notes(document, block, Span::new(start, found.inner.start));
    }
    let blocks = &document.blocks[..block];
    let Some(before) = blocks.iter().rposition(|b| b.is_body() && b.kind != BlockKind::Quotation) else {
        return Vec::new();
    };
    let text = blocks[before].text.text.trim_end();
    if !text.ends_with(':') {
        return Vec::new();
    }
    of_notes(document, before, Span::new(sentence::around(text, text.len()).start, text.len()))
}

/// How far from its end what is said of a quotation reaches: to the end of its
/// sentence, and not into the next quotation.
fn limit(document: &Document, found: &Found, block: usize, next: Option<&Found>) -> usize {
    let text = &document.blocks[block].text.text;
    let end = sentence::sentences(text).into_iter().map(|s| s.end).find(|end| *end > found.inner.end);
    let mut end = end.unwrap_or(text.len());
    // a stop inside the marks ends a sentence of the quotation, and mostly ours
    let after = text[found.inner.end..].trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '[');
    if text[..found.inner.end].ends_with(['.', '?', '!']) && after.starts_with(char::is_uppercase) {
        end = end.min(text.len() - after.len());
    }
    match next.filter(|next| next.home == found.home && next.inner.start > found.inner.end) {
        Some(next) => end.min(next.inner.start),
        None => end,
    }
}

/// Citations of the notes whose markers stand in `span` of a block, its end included.
fn of_notes(document: &Document, block: usize, span: Span) -> Vec<(Option<String>, Citation)> {
    let mut out = Vec::new();
    let mut seen = HashSet::new();
    for marker in &document.markers {
        let Place::Block { block: home, at } = marker.place else { continue };
        let Some(note) = marker.note.filter(|_| home == block && span.start <= at && at <= span.end) else { continue };
        if seen.insert(note) {
            out.extend(document.cites.of_note(note).iter().map(|cite| (Some(marker.label.clone()), cite.clone())));
        }
    }
    out
}

/// The citations in round brackets right after a quotation: `” (Doe 1990: 12)`.
fn in_brackets(after: &str) -> Vec<Citation> {
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || "”\"’'»«“.,".contains(c));
    let Some(inside) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) else { return Vec::new() };
    cite::find(inside.0)
}

/// What is told of a named work.
pub fn told(engine: &Engine<'_>, shelves: &Shelves, (note, cite): &(Option<String>, Citation)) -> Result<(Named, Vec<usize>)> {
    let files = shelves.named(cite);
    let mut paths = Vec::new();
    for &file in &files {
        paths.push(engine.record(file)?.path.clone());
    }
    paths.sort();
    let work = cite.work.as_deref();
    let named = Named {
        raw: cite.raw.clone(),
        note: note.clone(),
        author: work.map_or(&cite.author, |work| &work.author).clone(),
        title: work.and_then(|work| work.title.clone()).or_else(|| cite.title.clone()),
        indexed: !files.is_empty(),
        paths,
    };
    Ok((named, files))
}
