//! What is compared: a citation, or a document of the index, as a work.

use super::mention::{Mentioned, Source};
use crate::cite::same::Mark;
use crate::index::schema::FileRecord;
use crate::model::citation::{CiteStatus, Kind, Work};
use crate::works::fold::key;

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
    /// What is compared; `None` without a title.
    pub mark: Option<Mark>,
    /// What names a work by itself: `doi:…`, `isbn:…`, a case by its report.
    pub ids: Vec<String>,
}

impl Item {
    /// A citation that is full, or whose work is known.
    pub fn citation(mentioned: &Mentioned) -> Option<Item> {
        let Source::Cite(cite) = mentioned.source else { return None };
        if cite.work.is_none() && cite.status != CiteStatus::Full {
            return None;
        }
        let work = cite.meant(mentioned.note.and_then(|note| note.number));
        let (mut ids, mark) = (ids(&work), Mark::new(&work));
        if cite.work.is_none() {
            ids.extend(cite.arxiv.iter().map(|id| format!("arxiv:{}", id.to_lowercase())));
            ids.extend(cite.designation.iter().map(|name| format!("standard:{}", key(name))));
            if let (Kind::Case, Some(volume), Some(reporter), Some(page)) =
                (cite.kind, &cite.volume, &cite.reporter, &cite.pages)
            {
                ids.push(format!("case:{volume} {} {}", key(reporter), key(page)));
            }
        }
        let path = mentioned.hit.document.path.clone();
        Some(Item { path, is_document: false, direct: !cite.is_short(), work, mark, ids })
    }

    /// A document of the index that says what it is; `None` without a title.
    pub fn document(record: &FileRecord) -> Option<Item> {
        let work = record.work()?;
        let (mark, mut ids) = (Mark::new(&work), ids(&work));
        ids.extend(standard(&record.path));
        Some(Item { path: record.path.clone(), is_document: true, direct: false, work, mark, ids })
    }
}

/// Series whose files are named after the number in them: `rfc4271.txt`,
/// `bip-0340.mediawiki`.
const SERIES: &[&str] = &["rfc", "bip", "pep", "eip", "bcp", "std"];

/// The id of a standard, by the name of its file.
fn standard(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?.to_lowercase();
    let series = SERIES.iter().find(|series| name.starts_with(**series))?;
    let rest = name[series.len()..].trim_start_matches(['-', '_', ' ']);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let ended = rest[digits.len()..].starts_with('.') || rest.len() == digits.len();
    let number = digits.trim_start_matches('0');
    (ended && !number.is_empty()).then(|| format!("standard:{series}{number}"))
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
