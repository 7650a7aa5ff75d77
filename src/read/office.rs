//! What DOCX and ODT have in common: kinds of paragraphs by the names of
//! styles, tables as rows, raised figures, brackets around calls, and the
//! facts about a work.

pub mod brackets;
pub mod cells;
pub mod facts;
pub mod kinds;
#[cfg(test)]
mod property;
pub mod raised;
