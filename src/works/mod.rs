//! What is known of works wherever they are named: dates, languages, names,
//! numerals, places.
//!
//! Every reader, table, library and citation asks here, so that the same words
//! have the same meaning in each.

pub mod abbreviation;
pub mod date;
pub mod fold;
pub mod language;
pub mod name;
pub mod numeral;
pub mod place;
pub mod words;
