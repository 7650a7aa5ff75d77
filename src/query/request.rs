//! What is asked: a query and what is wanted of it.

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

/// What is wanted of a hit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// All that is known of it.
    #[default]
    Everything,
    /// Id, rank, score and path alone, which are told without reading it.
    Places,
}

/// A query and what is wanted of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The query as typed.
    pub query: String,
    /// True where the whole query is one literal phrase.
    pub literal: bool,
    /// True where words are found in just the case typed.
    pub cased: bool,
    /// True where names are not searched in other forms.
    pub exact: bool,
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
    /// What is wanted of each hit.
    pub wanted: Wanted,
    /// True where hits are to say what their scores are made of.
    pub explain: bool,
    /// True to list every copy of a passage, none folded under another.
    pub all_copies: bool,
    /// True where the summary is to say how long it took.
    pub stats: bool,
}

impl Request {
    /// A request with the defaults of the command line.
    pub fn new(query: impl Into<String>) -> Self {
        Request {
            query: query.into(),
            literal: false,
            cased: false,
            exact: false,
            scope: Scope::All,
            asides: false,
            all: false,
            within: Within::Passage,
            globs: Vec::new(),
            limit: 10,
            offset: 0,
            context: 0,
            sort: Sort::Score,
            wanted: Wanted::Everything,
            explain: false,
            all_copies: false,
            stats: false,
        }
    }
}
