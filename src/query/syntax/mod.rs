//! What was typed, to our own tree. Knows nothing of an index.

pub mod aliases;
pub mod field;
pub mod glob;
pub mod lex;
mod like;
mod limits;
mod marker;
pub mod parse;
mod phrase;
mod quotes;
mod small;
pub mod stop;
pub mod tree;
pub mod words;
