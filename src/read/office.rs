//! What DOCX and ODT have in common: tables as rows, raised figures, brackets
//! around calls, and the facts about a work.

pub mod brackets;
pub mod cells;
pub mod facts;
pub mod raised;
