//! Titles of works, which stand between quotation marks too.

use std::collections::HashSet;

use super::find::{Found, Home};
use super::signs::is_quote;
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
        let home = &found.home.text(document).text;
        let (before, after) = (&home[..found.inner.start], &home[found.inner.end..]);
        if is_entitled(before) {
            return true;
        }
        let Home::Note(note) = found.home else { return false };
        if stands_as_one(before, after) {
            return true;
        }
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

/// Quotation marks at the end of a text, and blanks.
fn unmarked(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_whitespace() || is_quote(c))
}

/// True before a title: "a video entitled “…”". Counter-example: "called", which
/// names and quotes alike.
fn is_entitled(before: &str) -> bool {
    let word = unmarked(before).rsplit(char::is_whitespace).next().unwrap_or_default();
    matches!(word.to_lowercase().as_str(), "entitled" | "titled" | "subtitled" | "headed" | "headlined" | "title")
}

/// True in a note for what stands where a title does: an author's name and a
/// comma before it, a comma and soon a year behind it: "Ada M. Silt, “On Ice and
/// its Keepers”, Pilot (blog), 3 March 1931". Counter-example: "Interview, “it was
/// not so”, Northquay, 1931", as one word alone is no name.
fn stands_as_one(before: &str, after: &str) -> bool {
    let Some(before) = unmarked(before).strip_suffix(',') else { return false };
    let mut words = before.rsplit(char::is_whitespace);
    let is_name = |word: Option<&str>| {
        let word = word.unwrap_or_default();
        let word = word.strip_prefix("al-").unwrap_or(word);
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "-.’'".contains(c))
    };
    let named = is_name(words.next()) && is_name(words.next());
    let inside = after.trim_start_matches(is_quote);
    let stretch: String = inside.chars().take(100).take_while(|c| *c != ';').collect();
    let years = stretch.split(|c: char| !c.is_ascii_digit());
    let year = years.into_iter().any(|n| n.len() == 4 && (n.starts_with('1') || n.starts_with("20")));
    named && year && inside.starts_with(',')
}

fn plain(title: &str) -> String {
    words(title).into_iter().map(|word| word.key).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_where_titles_do() {
        assert!(is_entitled("In a video entitled “") && !is_entitled("she called it “"));
        assert!(stands_as_one("See Ada M. Silt, “", "”, Pilot (blog), 3 March 1931."));
        assert!(!stands_as_one("See Ada M. Silt, “", "”, and so on."));
        assert!(!stands_as_one("He said: “", "”, Pilot (blog), 3 March 1931."));
        assert!(!stands_as_one("Interview, “", "”, Northquay, 1931."));
    }
}
