//! RTF: tokens and groups with an explicit stack, over the bytes of the file.
//!
//! `token` splits the source, `walk` keeps the groups and emits, `words` says
//! what a control word does, `notes` makes footnotes and endnotes, `tables`
//! reads the tables of fonts and styles and the information on the work,
//! `charset` knows code pages. RTF is text: places are bytes of the file.

mod charset;
mod notes;
#[cfg(test)]
mod property;
mod state;
mod tables;
#[cfg(test)]
mod tests;
mod token;
mod walk;
mod words;

use crate::error::{ErrorKind, Result};
use crate::model::Document;

/// True for the first bytes of an RTF file.
pub fn is_rtf(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{\\rtf")
}

/// Reads an RTF file.
///
/// # Errors
///
/// `Unreadable` where it is none, or of 4 GB or more.
pub fn read(bytes: &[u8]) -> Result<Document> {
    if !is_rtf(bytes) {
        return Err(ErrorKind::Unreadable("no rtf").into());
    }
    if u32::try_from(bytes.len()).is_err() {
        return Err(ErrorKind::Unreadable("larger than 4 GB").into());
    }
    Ok(walk::document(bytes))
}
