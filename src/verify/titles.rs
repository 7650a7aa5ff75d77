//! Titles of works, which stand between quotation marks too.

use std::collections::HashSet;

use super::find::{Found, Home};
use super::words::words;
use crate::model::{Citation, Document};

/// The titles of the works that a manuscript cites.
pub struct Titles {
    all: HashSet<String>,
}

/// Collects them, from notes and text.
pub fn of(document: &Document) -> Titles {
    let cites = document.cites.notes.iter().flatten().chain(document.cites.text.iter().map(|(_, cite)| cite));
    let titles = cites.flat_map(|cite| [&cite.title, &cite.container]).flatten();
    Titles { all: titles.map(|title| plain(title)).filter(|title| !title.is_empty()).collect() }
}

impl Titles {
    /// True where a quotation is the title of a work: one that is cited anywhere
    /// in the manuscript, or, in a note, that of the citation in which it stands.
    /// Counter-example: words quoted in a note behind a citation.
    pub fn is_one(&self, document: &Document, found: &Found) -> bool {
        let text = plain(&found.text);
        if self.all.contains(&text) {
            return true;
        }
        let Home::Note(note) = found.home else { return false };
        let inside = |cite: &&Citation| cite.start <= found.inner.start && found.inner.end <= cite.end;
        let titled = |cite: &Citation| {
            let titles = [&cite.title, &cite.container];
            titles
                .into_iter()
                .flatten()
                .map(|title| plain(title))
                .any(|title| !title.is_empty() && (title.starts_with(&text) || text.starts_with(&title)))
        };
        document.cites.of_note(note).iter().filter(inside).any(titled)
    }
}

fn plain(title: &str) -> String {
    words(title).into_iter().map(|word| word.key).collect::<Vec<_>>().join(" ")
}
