//! ODT: text documents of OpenDocument.
use crate::error::Result;
use crate::model::Document;

/// True for a text document.
pub fn sniff(_: &[u8]) -> bool {
    false
}

/// Reads.
///
/// # Errors
///
/// None.
pub fn read(bytes: &[u8]) -> Result<Document> {
    crate::read::docx::read(bytes)
}
