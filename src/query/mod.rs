//! Queries: user syntax to our own tree (`parse`), tree to the engine (`plan`),
//! engine to hits (`search`).

mod bits;
mod cited;
mod citing;
mod evidence;
mod expand;
mod explain;
mod field;
mod filter;
mod find;
mod get;
mod hits;
mod leaf;
mod lex;
mod order;
pub mod parse;
mod pattern;
mod plan;
mod postings;
mod rank;
mod said;
mod search;
mod spots;
mod stop;
mod table;
mod text;
pub mod tree;
mod words;

pub use filter::glob_fault;
pub use search::Engine;
pub use spots::Spot;

/// Where words are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The text of passages.
    Body,
    /// The notes.
    Notes,
    /// Both.
    #[default]
    All,
}

/// What `+`, `AND` and `NOT` range over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Within {
    /// One passage.
    #[default]
    Passage,
    /// One section.
    Section,
    /// The whole document.
    Document,
}

/// Order of hits. Ties break by path, then position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best first.
    #[default]
    Score,
    /// By path, then place.
    Position,
    /// Newest document first, undated last.
    Date,
}

/// A query and what is wanted of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The query as typed.
    pub query: String,
    /// True where the whole query is one literal phrase.
    pub literal: bool,
    /// Where to look.
    pub scope: Scope,
    /// True to look also into what stands beside the works, such as the
    /// navigation of a web site.
    pub asides: bool,
    /// True to demand all the words.
    pub all: bool,
    /// What `+`, `AND` and `NOT` range over.
    pub within: Within,
    /// Only files whose path matches one of these globs; empty for all.
    pub globs: Vec<String>,
    /// Most hits; 0 for all.
    pub limit: usize,
    /// Hits to pass over first.
    pub offset: usize,
    /// Neighbouring passages wanted on either side.
    pub context: usize,
    /// Order.
    pub sort: Sort,
}

impl Request {
    /// A request with the defaults of the command line.
    pub fn new(query: impl Into<String>) -> Self {
        Request {
            query: query.into(),
            literal: false,
            scope: Scope::All,
            asides: false,
            all: false,
            within: Within::Passage,
            globs: Vec::new(),
            limit: 10,
            offset: 0,
            context: 0,
            sort: Sort::Score,
        }
    }
}

#[cfg(test)]
mod oracle_tests;

#[cfg(test)]
mod search_tests;
