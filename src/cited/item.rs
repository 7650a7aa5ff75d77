//! What is compared: a citation, or a document of the index, as a work.

use super::mention::{Mentioned, Source};
use super::name::Name;
use crate::index::schema::FileRecord;
use crate::model::citation::{CiteStatus, Kind, Work};

/// A citation or a document.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Path of the document that cites, or that it is.
    pub path: String,
    /// True for a document of the index.
    pub is_document: bool,
    /// True for a citation in full.
    pub direct: bool,
    /// The work as it is cited, by a short form the one that it stands for.
    pub work: Work,
    /// First author or editor.
    pub first: Option<Name>,
    /// What names a work by itself: `doi:…`, `isbn:…`, a case by its report.
    pub ids: Vec<String>,
    /// Edition, volume of a book and the like, which tell works of one title apart.
    pub part: Option<String>,
}

impl Item {
    /// A citation that is full, or whose work is known.
    pub fn citation(mentioned: &Mentioned) -> Option<Item> {
        let Source::Cite(cite) = mentioned.source else { return None };
        let path = mentioned.hit.document.path.clone();
        if let Some(work) = &cite.work {
            let work = Work::clone(work);
            let first = work.author.first().map(|name| Name::new(name));
            return Some(Item { path, first, ids: ids(&work), work, ..Item::default() });
        }
        if cite.status != CiteStatus::Full {
            return None;
        }
        let work = Work {
            number: mentioned.note.and_then(|note| note.number),
            index: None,
            raw: cite.raw.clone(),
            kind: cite.kind,
            author: cite.author.clone(),
            title: cite.title.clone(),
            container: cite.container.clone(),
            publisher: cite.publisher.clone(),
            date: cite.date.clone(),
            doi: cite.doi.clone(),
            url: cite.url.clone(),
        };
        let mut ids = ids(&work);
        ids.extend(cite.arxiv.iter().map(|id| format!("arxiv:{}", id.to_lowercase())));
        ids.extend(cite.designation.iter().map(|name| format!("standard:{}", key(name))));
        if let (Kind::Case, Some(volume), Some(reporter), Some(page)) =
            (cite.kind, &cite.volume, &cite.reporter, &cite.pages)
        {
            ids.push(format!("case:{volume} {} {}", key(reporter), key(page)));
        }
        let first = cite.author.first().or(cite.editor.first()).map(|name| Name::new(name));
        let book = matches!(cite.kind, Kind::Book | Kind::Unknown).then_some(&cite.volume).and_then(Option::as_ref);
        let part = cite.edition.as_ref().or(book).map(|part| key(part));
        Some(Item { path, direct: true, first, ids, part, work, ..Item::default() })
    }

    /// A document of the index that says what it is; `None` without a title.
    pub fn document(record: &FileRecord) -> Option<Item> {
        let meta = &record.meta;
        let title = meta.title.clone()?;
        let field =
            |name: &str| meta.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v.clone());
        let author: Vec<String> = meta.author.iter().flat_map(|names| names.split("; ")).map(str::to_owned).collect();
        let work = Work {
            raw: title.clone(),
            author,
            title: Some(title),
            publisher: meta.publisher.clone(),
            date: meta.date.clone(),
            doi: field("doi"),
            url: field("url"),
            ..Work::default()
        };
        let first = work.author.first().map(|name| Name::new(name));
        Some(Item { path: record.path.clone(), is_document: true, first, ids: ids(&work), work, ..Item::default() })
    }

    /// Year of the date.
    pub fn year(&self) -> Option<&str> {
        self.work.date.as_deref().and_then(|date| date.get(..4))
    }
}

/// What names a work by itself: its DOI, an address that leads to more than the
/// front page of a site, its whole citation.
fn ids(work: &Work) -> Vec<String> {
    let mut out = Vec::new();
    out.extend(work.doi.iter().map(|doi| format!("doi:{}", doi.to_lowercase())));
    out.extend(work.url.as_deref().and_then(address).map(|url| format!("url:{url}")));
    let raw = key(&work.raw);
    // "Smith 1990" is no work by itself
    if work.raw.split_whitespace().count() >= 5 && !raw.is_empty() {
        out.push(format!("text:{raw}"));
    }
    out
}

/// An address without what varies: scheme, `www.`, fragment, last slash.
/// Counter-example: `https://www.nytimes.com/` names no work.
fn address(url: &str) -> Option<String> {
    let url = url.trim().to_lowercase();
    let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.split('#').next().unwrap_or(rest).trim_end_matches(['/', '.']);
    let (_, path) = rest.split_once('/')?;
    (path.len() > 8).then(|| rest.to_owned())
}

/// Letters and digits in Latin lower case.
pub fn key(text: &str) -> String {
    super::name::latin(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
