//! Queries. From the bottom up: `syntax` (what was typed, to our own tree),
//! `plan` (the tree made ready), `store` (the border to where passages are kept),
//! `local` (the index as a store), `rank` (candidates in order), `answer` (hits).
//! A room uses those before it; `request`, `formula` and `paragraph` may be used by all.

mod answer;
mod formula;
mod local;
mod paragraph;
mod plan;
mod rank;
mod request;
mod store;
pub mod syntax;

pub use answer::{Counted, Engine, FilesFound, Spot};
pub use request::{Request, Scope, Sort, Wanted, Within};
pub use syntax::aliases::{Aliases, BadLine};
pub use syntax::glob::glob_fault;
pub use syntax::parse;

#[cfg(test)]
mod oracle_tests;

#[cfg(test)]
mod search_tests;
