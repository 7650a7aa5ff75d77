//! Documents of the Text Encoding Initiative: TEI P5 and P4, the upper-case XML
//! of the Text Creation Partnership, and what GROBID makes of articles.
//!
//! Notes are notes, entries of a bibliography that the text refers to are too.
//! The header is metadata. Of several readings one is read: corrected, expanded,
//! in the spelling of the source (`corr`, `expan`, `orig`); what is deleted is
//! not. Variants of a critical apparatus stand in a block of their own after the
//! paragraph.

mod header;
mod ids;
mod notes;
mod roles;
mod text;
mod walk;

use super::decoded;
use super::xml;
use crate::error::Result;
use crate::model::{Document, Layout};

/// Root elements.
const ROOTS: &[&str] = &["TEI", "TEI.2", "teiCorpus", "teiCorpus.2", "ETS", "EEBO", "tei", "TEI2"];

/// True for TEI: by the name of the root.
pub fn sniff(bytes: &[u8]) -> bool {
    xml::root(bytes).is_some_and(|root| ROOTS.contains(&root.as_str()))
}

/// Reads a document.
///
/// # Errors
///
/// `Unreadable` for what is no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let declared = xml::declared_encoding(bytes);
    decoded::read(bytes, declared.as_deref(), |text| {
        let mut document = walk::Walk::new(text, Layout::of(text.as_bytes())).run(text);
        document.by_markup = true;
        Ok(document)
    })
}
