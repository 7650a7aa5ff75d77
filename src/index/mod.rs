//! The index: schema, analysis of words, writing, opening, ledger.
//!
//! With `query`, the only place that names tantivy.

pub mod analyze;
pub mod schema;
