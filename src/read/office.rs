//! What DOCX and ODT have in common: kinds of paragraphs by the names of
//! styles, tables as rows, brackets around calls, numbers as they are printed,
//! what stands beside the work, and the facts about it.

pub mod beside;
pub mod brackets;
pub mod cells;
pub mod facts;
pub mod figures;
pub mod kinds;
#[cfg(test)]
mod property;
