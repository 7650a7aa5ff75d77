//! Articles and books in JATS, BITS and the NLM formats before them.
//!
//! References and footnotes are notes, and cross-references to them markers.
//! What stands before the text (journal, authors, dates) is metadata, except
//! the abstract and notes.

mod byline;
mod front;
mod ids;
mod notes;
mod roles;
mod text;
mod walk;

use super::decoded;
use super::xml::{self, Event, Events};
use crate::error::{ErrorKind, Result};
use crate::model::{Document, Layout};

/// Root elements, with those that stand first below them. DocBook has roots
/// of the same names.
const ROOTS: &[&str] =
    &["article", "book", "book-part-wrapper", "book-part", "pmc-articleset", "sub-article", "response"];
const FIRST: &[&str] = &[
    "front",
    "front-stub",
    "processing-meta",
    "book-meta",
    "collection-meta",
    "book-part-meta",
    "book-part",
    "article",
    "body",
    "floats-group",
];

/// True for JATS: by the document type, the root's attributes or its first
/// element.
pub fn sniff(bytes: &[u8]) -> bool {
    let Some(head) = xml::head(bytes) else { return false };
    let mut tags =
        Events::new(&head, 0).filter_map(|event| if let Event::Open(tag) = event { Some(tag) } else { None });
    let Some(root) = tags.next().filter(|root| ROOTS.contains(&root.name)) else { return false };
    if root.attributes().any(|(_, value)| value.contains("docbook")) {
        return false;
    }
    let before = &head[..root.span.start];
    ["JATS", "NLM//DTD", "BITS", "journalpublishing", "archivearticle"].iter().any(|name| before.contains(name))
        || root.attribute("article-type").is_some()
        || root.attribute("book-type").is_some()
        || tags.next().is_some_and(|first| FIRST.contains(&first.name))
}

/// Reads an article or a book.
///
/// # Errors
///
/// `Unreadable` for what is no text or has no element.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let declared = xml::declared_encoding(bytes);
    decoded::read(bytes, declared.as_deref(), |text| {
        let layout = Layout::of(text.as_bytes());
        let mut document = walk::Walk::new(text, layout).run(text);
        if document.blocks.is_empty() && document.notes.is_empty() && !text.contains('<') {
            return Err(ErrorKind::Unreadable("no XML").into());
        }
        document.by_markup = true;
        Ok(document)
    })
}

/// A label without the brackets, full stop and blanks around it.
fn bare_label(label: &str) -> String {
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    label.trim_matches(|c: char| c.is_whitespace() || "[]().:".contains(c)).to_owned()
}
