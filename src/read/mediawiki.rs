//! MediaWiki markup: a walk over lines and inline signs with explicit stacks.
//!
//! No templates are expanded. Those that make notes (`notes`), cite works
//! (`cite`) or mark up a phrase (`templates`) are known by name; of others the
//! positional arguments are text. `pairs` finds once which brackets belong
//! together; `lines` and `tables` know what a line begins with; `tags`, `links`
//! what stands in it.

mod cite;
mod header;
mod lines;
mod links;
mod names;
mod notes;
mod pairs;
#[cfg(test)]
mod property;
mod short;
mod tables;
mod tags;
mod templates;
#[cfg(test)]
mod tests;
mod walk;

use super::decoded;
use crate::error::Result;
use crate::model::Document;

/// Reads a page of wikitext. Its categories stand in `meta.fields["categories"]`.
///
/// # Errors
///
/// `Unreadable` where the bytes are no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    decoded::read(bytes, None, |text| Ok(walk::document(text)))
}
