//! Keys of documents: those of the user's library, else made of author, year
//! and title.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::names::Name;
use super::work::Work;
use crate::model::hit::DocumentInfo;

/// Keys of the documents of one answer.
///
/// A key depends on its document alone, so that the next search gives the same.
/// Where two documents of an answer would have one key, both get a hash of their
/// paths with it.
pub struct Keys {
    paths: BTreeMap<String, Vec<String>>,
}

/// Words that say nothing at the head of a title.
const EMPTY: &[&str] = &[
    "a", "an", "the", "and", "at", "by", "for", "from", "in", "of", "on", "to", "with", "how", "what", "why", "s",
    "der", "die", "das", "ein", "eine", "und", "le", "la", "les", "un", "une", "el", "los", "il",
];

impl Keys {
    /// Keys for these documents; one may come several times.
    pub fn new<'a>(documents: impl Iterator<Item = &'a DocumentInfo>) -> Keys {
        let mut paths: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for document in documents {
            let all = paths.entry(key(document).to_lowercase()).or_default();
            if !all.contains(&document.path) {
                all.push(document.path.clone());
            }
        }
        Keys { paths }
    }

    /// The key of one of the documents.
    pub fn of(&self, document: &DocumentInfo) -> String {
        let key = key(document);
        let alone = self.paths.get(&key.to_lowercase()).is_none_or(|all| all.len() < 2);
        if alone { key } else { format!("{key}-{}", &blake3::hash(document.path.as_bytes()).to_hex()[..6]) }
    }
}

/// `pabst2024ukraine`: family name of the first author, year, first word of the
/// title that says something; without an author the first two such words and the
/// year, `containingjihadists2023`. A key of the library stands as it is.
fn key(document: &DocumentInfo) -> String {
    let given = document.meta.get("key").map(|key| key.trim()).filter(|key| is_usable(key));
    if let Some(key) = given {
        return key.to_owned();
    }
    let work = Work::of(document);
    let author = match work.authors.first() {
        Some(Name::Person { family, .. }) => plain(family),
        Some(Name::Literal(name)) => words(name, 1),
        Some(Name::Others) | None => String::new(),
    };
    let year = work.date.map(|date| date.year.to_string()).unwrap_or_default();
    let title = document.title.as_deref().map(|title| words(title, if author.is_empty() { 2 } else { 1 }));
    let title = title.unwrap_or_default();
    let key = if author.is_empty() { format!("{title}{year}") } else { format!("{author}{year}{title}") };
    match key.is_empty() {
        true => format!("doc-{}", &blake3::hash(document.path.as_bytes()).to_hex()[..6]),
        false => key,
    }
}

/// Key signs that BibTeX and its kin all take.
fn is_usable(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_:.+/".contains(c))
}

/// The first `n` words that say something, run together; else the first word.
fn words(text: &str, n: usize) -> String {
    let all = || text.split(|c: char| !c.is_alphanumeric()).map(plain).filter(|word| !word.is_empty());
    let said: String = all().filter(|word| !EMPTY.contains(&word.as_str())).take(n).collect();
    if said.is_empty() { all().next().unwrap_or_default() } else { said }
}

/// Letters and digits of ASCII, in lower case: `Müller` is `muller`.
fn plain(text: &str) -> String {
    text.nfd().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(path: &str, author: &str, title: &str) -> DocumentInfo {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        DocumentInfo {
            path: path.to_owned(),
            author: said(author),
            title: said(title),
            date: Some("2024-12-11".to_owned()),
            ..DocumentInfo::default()
        }
    }

    #[test]
    fn keys_are_short_plain_and_of_the_document_alone() {
        let keys = Keys::new(std::iter::empty());
        assert_eq!(keys.of(&document("a", "Stavroula Pabst", "How the war spread")), "pabst2024war");
        assert_eq!(keys.of(&document("a", "Jörg van Müller", "Über")), "muller2024uber");
        assert_eq!(keys.of(&document("a", "", "The")), "the2024");
        assert_eq!(keys.of(&document("a", "", "From the Book of the Mill")), "bookmill2024");
        let mut own = document("a", "Jane Doe", "X");
        own.meta.insert("key".to_owned(), "doe:2024".to_owned());
        assert_eq!(keys.of(&own), "doe:2024");
        own.meta.insert("key".to_owned(), "no, key}".to_owned());
        assert_eq!(keys.of(&own), "doe2024x");
    }

    #[test]
    fn equal_keys_are_told_apart_whatever_their_order() {
        let (a, b) = (document("a", "Ann Lee", "Bees"), document("b", "Ann Lee", "Bees and wasps"));
        let (one, two) = (Keys::new([&a, &b, &a].into_iter()), Keys::new([&b, &a].into_iter()));
        assert_ne!(one.of(&a), one.of(&b));
        assert_eq!((one.of(&a), one.of(&b)), (two.of(&a), two.of(&b)));
        assert!(one.of(&a).starts_with("lee2024bees-"));
    }
}
