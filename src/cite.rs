//! Citations: what the notes cite.

pub mod features;
pub mod marks;
pub mod token;
pub mod vocabulary;
