//! Readers: bytes to [`Document`], one file a format.
//!
//! To add a reader: one file here, one row in [`FORMATS`], one folder of cases
//! under `tests/cases/`. A changed reader gets a higher version, and files that
//! the older one read are read again.

pub mod text;

use crate::error::Result;
use crate::model::Document;

/// A format that can be read.
pub struct Format {
    /// Its name, as in `document.format`.
    pub name: &'static str,
    /// Version of the reader.
    pub version: u32,
    /// File extensions, in lower case.
    pub extensions: &'static [&'static str],
    /// Reads a file; markers and notes are left to `link` unless the format's
    /// own markup says them.
    pub read: fn(&[u8]) -> Result<Document>,
}

/// All formats.
pub static FORMATS: &[Format] =
    &[Format { name: "text", version: 1, extensions: &["txt", "text", "asc", "me"], read: text::read }];
