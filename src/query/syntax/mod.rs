//! What was typed, to our own tree. Knows nothing of an index.

pub mod field;
pub mod glob;
mod lex;
mod marker;
pub mod parse;
mod small;
pub mod stop;
pub mod tree;
pub mod words;
