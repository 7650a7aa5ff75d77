//! What is known about a document, parted into the fields of a reference.

use std::collections::BTreeMap;

use super::kind::{self, Kind};
use super::names::{Name, names};
use crate::model::hit::DocumentInfo;
use crate::works::date::Date;

/// A work to be cited. What is not known is `None`.
#[derive(Clone, Debug)]
pub struct Work {
    /// What it is.
    pub kind: &'static Kind,
    /// Authors in order.
    pub authors: Vec<Name>,
    /// Editors in order.
    pub editors: Vec<Name>,
    /// Translators in order.
    pub translators: Vec<Name>,
    /// Title; of a document without one its path in brackets, as librarians
    /// mark what they supply.
    pub title: String,
    /// Journal, newspaper or book that it stands in.
    pub container: Option<String>,
    /// Publisher, institution or site.
    pub publisher: Option<String>,
    /// Place of publication.
    pub place: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// What metadata say in place of a date that can be read: `c. 1850`,
    /// `1998/1999`, `forthcoming`.
    pub issued: Option<String>,
    /// When it was read on the web, as metadata say.
    pub accessed: Option<Date>,
    /// Volume.
    pub volume: Option<String>,
    /// Issue of a journal.
    pub issue: Option<String>,
    /// Number of a report.
    pub number: Option<String>,
    /// Pages of the whole work in its container.
    pub pages: Option<String>,
    /// Edition.
    pub edition: Option<String>,
    /// Series.
    pub series: Option<String>,
    /// DOI, bare.
    pub doi: Option<String>,
    /// ISBN.
    pub isbn: Option<String>,
    /// ISSN.
    pub issn: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Language, ISO 639-1.
    pub language: Option<String>,
}

impl Work {
    /// The work that a document is.
    pub fn of(document: &DocumentInfo) -> Work {
        let known = |names: &[&str]| first(&document.meta, names);
        let corporate = known(&["corporate"]);
        let people = |text: &Option<String>| names(text.as_deref(), corporate.as_deref(), document.language.as_deref());
        let said_type = known(&["type"]);
        let mut work = Work {
            kind: &kind::OTHER,
            authors: people(&document.author),
            editors: people(&known(&["editor", "editors"])),
            translators: people(&known(&["translator", "translators"])),
            title: said(document.title.as_deref()).unwrap_or_else(|| format!("[{}]", document.path)),
            container: known(&["container", "journal", "newspaper"]),
            publisher: said(document.publisher.as_deref()),
            place: known(&["place"]),
            date: document.date.as_deref().and_then(Date::of_iso),
            issued: None,
            accessed: known(&["accessed", "urldate"]).as_deref().and_then(Date::of_iso),
            volume: known(&["volume"]),
            issue: known(&["issue"]),
            number: known(&["number"]),
            pages: known(&["pages"]).or_else(|| page_range(&document.meta)),
            edition: known(&["edition"]),
            series: known(&["series", "collection"]),
            doi: known(&["doi"]).as_deref().and_then(doi),
            isbn: known(&["isbn"]).as_deref().and_then(isbn),
            issn: known(&["issn"]),
            url: known(&["url"]).filter(|url| url.starts_with("http://") || url.starts_with("https://")),
            language: said(document.language.as_deref()),
        };
        if work.date.is_none() {
            work.issued = said(document.date.as_deref()).or_else(|| known(&["issued"]));
        }
        work.kind = said_type.as_deref().and_then(kind::named).unwrap_or_else(|| inferred(&work));
        work
    }
}

/// The first field of these names that says something.
fn first(meta: &BTreeMap<String, String>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| said(meta.get(*name).map(String::as_str)))
}

fn said(text: Option<&str>) -> Option<String> {
    let text = text?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn page_range(meta: &BTreeMap<String, String>) -> Option<String> {
    match (first(meta, &["first_page"]), first(meta, &["last_page"])) {
        (Some(a), Some(b)) if a != b => Some(format!("{a}–{b}")),
        (a, _) => a,
    }
}

/// The DOI in `10.1/x`, `doi:10.1/x` or `https://doi.org/10.1/x`.
fn doi(text: &str) -> Option<String> {
    let at = text.find("10.")?;
    let doi = text[at..].split_whitespace().next()?;
    doi.contains('/').then(|| doi.to_owned())
}

/// The ISBN in `urn:isbn:978-0-…`; hyphens as they are.
fn isbn(text: &str) -> Option<String> {
    let wanted = |c: char| c.is_ascii_digit() || matches!(c, '-' | 'X' | 'x' | ' ');
    let text = text.rsplit(':').next()?.trim();
    let digits = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x')).count();
    (matches!(digits, 10 | 13) && text.chars().all(wanted)).then(|| text.to_owned())
}

/// The type of a work of which nobody says it, by the fields that are known.
///
/// What stands in a container is an article. An ISBN makes a book, an address
/// a page of the web. A publisher makes a book where the date is a bare year or
/// unknown: `Leeds: North Press, 1998`. With a day or month, as in `The Courier,
/// 11 December 2024`, it may be anything that is issued by the day.
fn inferred(work: &Work) -> &'static Kind {
    let bare_year = work.date.as_ref().is_none_or(|date| date.month.is_none());
    match () {
        () if work.container.is_some() => &kind::ARTICLE,
        () if work.isbn.is_some() => &kind::BOOK,
        () if work.url.is_some() => &kind::WEB,
        () if work.publisher.is_some() && bare_year => &kind::BOOK,
        () => &kind::OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_bare() {
        assert_eq!(doi("https://doi.org/10.1000/x.y").as_deref(), Some("10.1000/x.y"));
        assert_eq!(doi("none"), None);
        assert_eq!(isbn("urn:isbn:978-3-16-148410-0").as_deref(), Some("978-3-16-148410-0"));
        assert_eq!(isbn("urn:isbn:123"), None);
    }
}
