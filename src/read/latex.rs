//! LaTeX: a scanner of tokens and groups with an explicit stack.
//!
//! No TeX runs. `walk` goes through the source once; `table` says what each
//! command it knows means, `act` does it, `groups` and `environments` keep what
//! is open, `notes` and `counters` give notes their labels, `macros` expands
//! what the file itself defines. What is not known keeps its text: the
//! arguments of an unknown command are read as text.

mod accents;
mod act;
mod braces;
mod cite;
mod counters;
mod environments;
mod groups;
mod lists;
mod macros;
mod marks;
mod math;
mod meta;
mod notes;
pub mod plain;
mod preamble;
#[cfg(test)]
pub(super) mod property;
mod scan;
mod symbols;
mod table;
#[cfg(test)]
mod tests;
mod verbatim;
mod walk;

use super::decoded;
use crate::error::Result;
use crate::model::Document;

/// Reads a LaTeX file: a whole document, or a part of one without preamble.
/// Files that it includes are named in `meta.fields["includes"]`, not followed.
///
/// # Errors
///
/// `Unreadable` where the bytes are no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    decoded::read(bytes, preamble::encoding(bytes), |text| Ok(walk::document(text)))
}
