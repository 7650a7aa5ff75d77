//! The index: schema, analysis of words, writing, opening, ledger.
//!
//! With `query`, the only place that names tantivy.

pub mod analyze;
mod entry;
pub mod open;
pub mod schema;
pub mod write;
