//! The documents of an index as works: by title, author, date, address and the
//! name of the file, so that a citation can be led to the document it names.

use std::sync::Arc;

use crate::error::Result;
use crate::index::analyze::fold;
use crate::model::Citation;
use crate::query::Engine;
use crate::span::Span;

use super::shelf::{ARTICLES, Shelf, title_words, words};
use super::wanted::{Agreement, Wanted};

/// The documents of an index by what they are called.
pub struct Shelves {
    all: Vec<Shelf>,
    /// The manuscript itself, where it is in the index too.
    pub own: Option<Arc<str>>,
}

impl Shelves {
    /// Reads the records of all files, but for the one with the absolute path
    /// `except`.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn new(engine: &Engine<'_>, except: Option<&str>) -> Result<Self> {
        let (mut all, mut own) = (Vec::new(), None);
        for record in engine.documents()? {
            let file = Arc::from(record.path.as_str());
            if except == Some(record.file.as_str()) {
                own = Some(file);
            } else if record.passages > 0 {
                all.push(Shelf::new(file, &record));
            }
        }
        Ok(Shelves { all, own })
    }

    /// The documents that a citation names, and how sure that is; none where it
    /// names none, or none that is here.
    pub fn named(&self, cite: &Citation) -> Vec<(Arc<str>, Agreement)> {
        let wanted = Wanted::new(cite);
        self.all.iter().filter_map(|shelf| Some((shelf.file.clone(), wanted.is(shelf)?))).collect()
    }

    /// True where a text speaks of a document: names one of its authors, or its
    /// title. Convention: "As Silt has it", "the Ledger of 1931"; counter-example:
    /// "the silt", a common word.
    pub fn is_spoken_of(&self, file: &str, text: &str) -> bool {
        let Some(shelf) = self.all.iter().find(|shelf| &*shelf.file == file) else { return false };
        let there = spanned(text);
        let capital = |span: Span| text[span.start..].starts_with(char::is_uppercase);
        let author = |word: &str| word.chars().count() > 1 && shelf.author.iter().any(|name| name == word);
        let titled = |title: &Vec<String>| {
            let mut windows = there.windows(title.len().max(1));
            !title.is_empty()
                && windows.any(|window| capital(window[0].1) && window.iter().map(|(word, _)| word).eq(title))
        };
        there.iter().any(|(word, span)| capital(*span) && author(word.strip_suffix('s').unwrap_or(word)))
            || there.iter().any(|(word, span)| capital(*span) && author(word))
            || titled(&shelf.title)
            || titled(&shelf.main)
    }

    /// The works named in a note in which no citation was found: titles of
    /// documents between stops. Convention: "The Prince, p. 71"; of one word only
    /// with a page or year behind it ("Doe, Candide, 16"). Counter-example: "Candide
    /// says otherwise", which names a person.
    pub fn in_note(&self, text: &str) -> Vec<Citation> {
        let there = spanned(text);
        let mut out: Vec<Citation> = Vec::new();
        for shelf in self.all.iter().filter(|shelf| !shelf.title.is_empty()) {
            let long = shelf.title.len() > 3;
            let at = |title: &[String]| {
                let mut windows = there.windows(title.len().max(1));
                let at = windows.position(|window| window.iter().map(|(word, _)| word).eq(title))?;
                let span = Span::new(there[at].1.start, there[at + title.len() - 1].1.end);
                let free = long || is_apart(text, span, title.len() == 1);
                let before = words(&text[..span.start]);
                let ours =
                    before.len() < 2 || shelf.author.is_empty() || before.iter().any(|w| shelf.author.contains(w));
                (free && ours).then_some(span)
            };
            if let Some(span) = at(&shelf.title).or_else(|| at(&shelf.main).filter(|_| shelf.main.len() > 1)) {
                let raw = text[span.start..span.end].to_owned();
                let cite =
                    Citation { title: Some(raw.clone()), raw, start: span.start, end: span.end, ..Citation::default() };
                if !out.contains(&cite) {
                    out.push(cite);
                }
            }
        }
        out.sort_by_key(|cite| cite.start);
        out
    }

    /// True where a text is the title of a document.
    pub fn is_title(&self, text: &str) -> bool {
        let words = title_words(text);
        !words.is_empty() && self.all.iter().any(|shelf| shelf.title == words || shelf.main == words)
    }
}

/// Folded words, each with its bytes.
fn spanned(text: &str) -> Vec<(String, Span)> {
    let found = super::words::words(text).into_iter();
    found.map(|word| (fold(&text[word.span.start..word.span.end]).replace('\'', ""), word.span)).collect()
}

/// True where a title stands by itself: between stops or marks, an article
/// before it; of a single word, with a figure soon behind it.
fn is_apart(text: &str, span: Span, single: bool) -> bool {
    let before = text[..span.start].trim_end();
    let article = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let before =
        if ARTICLES.contains(&fold(article).as_str()) { &before[..before.len() - article.len()] } else { before };
    let before = before.trim_end();
    let stop = |c: char| c.is_ascii_punctuation() || "“”‘’«»—–".contains(c);
    let after = &text[span.end..];
    let begins = before.is_empty() || before.ends_with(stop);
    let ends = after.is_empty() || after.starts_with(stop) || after.starts_with(" (");
    let upper = text[span.start..].starts_with(char::is_uppercase);
    let figure = after.chars().take(12).any(|c| c.is_ascii_digit());
    begins && ends && upper && (!single || figure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::schema::FileRecord;

    fn shelves(all: &[(&str, &str)]) -> Shelves {
        let shelf = |(i, (title, author)): (usize, &(&str, &str))| {
            let author = (!author.is_empty()).then(|| (*author).to_owned());
            let meta = crate::model::Meta { title: Some((*title).to_owned()), author, ..Default::default() };
            Shelf::new(i.to_string().into(), &FileRecord { path: format!("s/{i}.txt"), meta, ..FileRecord::default() })
        };
        Shelves { all: all.iter().enumerate().map(shelf).collect(), own: None }
    }

    #[test]
    fn bare_titles_are_found_in_notes() {
        let shelves =
            shelves(&[("The Ledger", ""), ("Grain and Weather", "Bo Ek"), ("A Long Tale of Rivers and Silt", "")]);
        let raw = |note: &str| shelves.in_note(note).into_iter().map(|cite| cite.raw).collect::<Vec<_>>();
        assert_eq!(raw("The Ledger, p. 71."), ["Ledger"]);
        assert_eq!(raw("Ek, Grain and Weather, 3; The Ledger (1931)."), ["Grain and Weather", "Ledger"]);
        assert_eq!(raw("See a long tale of rivers and silt there."), ["long tale of rivers and silt"]);
        assert_eq!(raw("The Ledger says otherwise."), [""; 0], "a sentence");
        assert_eq!(raw("The ledger, 3."), [""; 0], "a common word");
        assert_eq!(raw("Cy Moor, Grain and Weather, 3."), [""; 0], "another author");
        assert!(shelves.is_title("Grain and weather") && !shelves.is_title("Grain"));
    }
}
