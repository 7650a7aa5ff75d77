//! A document as a work: by title, author, date, address and the name of the file.

use std::sync::Arc;

use crate::cite::same::is_suffix;
use crate::index::analyze::fold;
use crate::index::schema::FileRecord;

/// Words that tell nothing at the start of a title.
pub const ARTICLES: &[&str] = &["the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "il"];

/// A document of the index, as far as works are told apart by it.
pub struct Shelf {
    /// The file: good for [`Engine::record`].
    pub file: Arc<str>,
    /// Words of the title.
    pub title: Vec<String>,
    /// Words of the title before a colon or dash, where there is one.
    pub main: Vec<String>,
    /// Words of the authors' names.
    pub author: Vec<String>,
    /// Words of the publisher.
    pub publisher: Vec<String>,
    /// Year of the date; empty where unknown.
    pub year: String,
    /// The date.
    pub date: Option<String>,
    /// Words of the file's name.
    pub name: Vec<String>,
    /// Addresses and DOI, as far as they are known.
    pub ids: Vec<String>,
}

impl Shelf {
    /// Of a file's record.
    pub fn new(file: Arc<str>, record: &FileRecord) -> Shelf {
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
            author: words(&text(&meta.author)).into_iter().filter(|word| !is_suffix(word)).collect(),
            publisher: words(&text(&meta.publisher)),
            year: text(&meta.date).chars().take(4).collect(),
            date: meta.date.clone(),
            name: words(stem),
            ids: ids.map(|id| address(id)).collect(),
        }
    }
}

/// The title without its subtitle, and without a site's name behind a bar.
pub fn main_title(title: &str) -> &str {
    let cut = [": ", " | ", " — ", " – ", " - ", ". "].iter().filter_map(|sign| title.find(sign)).min();
    cut.map_or(title, |at| &title[..at])
}

/// The folded words of a name or title.
pub fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
    parts.map(|word| fold(word).replace('\'', "")).filter(|word| !word.is_empty()).collect()
}

/// The folded words of a title, without an article before them.
pub fn title_words(text: &str) -> Vec<String> {
    let mut words = words(text);
    if words.len() > 1 && ARTICLES.contains(&words[0].as_str()) {
        words.remove(0);
    }
    words
}

/// An address or DOI without what differs from copy to copy.
pub fn address(id: &str) -> String {
    let id = id.trim().to_lowercase();
    let id = id.split_once("://").map_or(id.as_str(), |(_, rest)| rest);
    let id = id.strip_prefix("www.").unwrap_or(id);
    let id = id.strip_prefix("doi.org/").or(id.strip_prefix("dx.doi.org/")).unwrap_or(id);
    id.trim_end_matches(['/', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_bare() {
        for id in ["https://doi.org/10.1/A", "http://dx.doi.org/10.1/a", "10.1/a"] {
            assert_eq!(address(id), "10.1/a");
        }
        assert_eq!(address("https://www.example.org/x/"), "example.org/x");
    }
}
