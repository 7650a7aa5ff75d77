//! The one error of the library: a kind, and where it happened.

use std::path::{Path, PathBuf};

/// Result of anything in the library that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder could not be read or written.
    #[error("{}", reason(.0))]
    Io(#[source] std::io::Error),
    /// The folder is no index of ours.
    #[error("not an ibid index")]
    NotAnIndex,
    /// There is no index in the folder.
    #[error("no index here")]
    NoIndex,
    /// The index was written in another format.
    #[error("the index was made by {} ibid (its format is {found}, ours {wanted})", if found < wanted { "an older" } else { "a newer" })]
    Version {
        /// Format version found.
        found: u32,
        /// Format version wanted.
        wanted: u32,
    },
    /// The index is not ours to write to.
    #[error("this index cannot be written to: {}", reason(.0))]
    NotWritable(std::io::Error),
    /// An index of an older format that cannot be built again, as something that it holds
    /// is not there now.
    #[error("the index was made by an older ibid and cannot be built again now: {0}")]
    CannotRebuild(String),
    /// Another indexer holds the index.
    #[error("another `ibid index` is writing to this index")]
    Busy,
    /// The search engine failed.
    #[error("{0}")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A query that cannot be read; `at` is a byte of the query.
    #[error("{message}")]
    Query {
        /// What is wrong.
        message: String,
        /// Byte of the query where it is wrong.
        at: usize,
        /// The nearest reading, where there is one.
        nearest: Option<String>,
    },
    /// A file that is not what it says, with the reason.
    #[error("{0}")]
    Unreadable(&'static str),
    /// A file that is not read, with the reason.
    #[error("{0}")]
    Refused(String),
    /// A damaged index that does not tell its sources any more.
    #[error("the index is damaged, and does not tell any more what was indexed")]
    SourcesLost,
    /// Stored data of the index that does not decode.
    #[error("the index is damaged")]
    Damaged,
    /// A name or reference that nothing answers to.
    #[error("no passage, note or document `{0}` in the index")]
    Unknown(String),
    /// Two sources that would bear one name.
    #[error("the name `{name}` is taken by the source {root}")]
    NameTaken {
        /// The name.
        name: String,
        /// Root of the source that has it.
        root: String,
    },
    /// A source that lies in another, or in which another lies.
    #[error("{} the source `{name}` ({root})", if *.within { "lies in" } else { "holds" })]
    Overlap {
        /// True where it is the new source that lies in the other.
        within: bool,
        /// Name of the other.
        name: String,
        /// Root of the other.
        root: String,
    },
    /// A line of a file that cannot be used.
    #[error("line {line}: {message}")]
    Line {
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// What the system says, in our style: lower case, without its number.
fn reason(error: &std::io::Error) -> String {
    if error.kind() == std::io::ErrorKind::NotFound {
        return "no such file or folder".to_owned();
    }
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// An error of the library.
#[derive(Debug)]
pub struct Error {
    kind: Box<ErrorKind>,
    path: Option<PathBuf>,
}

impl Error {
    /// An error without a place.
    pub fn new(kind: ErrorKind) -> Self {
        Error { kind: Box::new(kind), path: None }
    }

    /// The same error, at a path.
    #[must_use]
    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.path = Some(path.as_ref().to_path_buf());
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Where, if at a path.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}: ", path.display())?;
        }
        write!(f, "{}", self.kind)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.kind.source()
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Error::new(kind)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::new(ErrorKind::Io(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_speaks_in_our_style() {
        let full = std::io::Error::from_raw_os_error(28);
        assert_eq!(Error::from(full).at("ix").to_string(), "ix: no space left on device");
        let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
        assert_eq!(Error::from(missing).to_string(), "no such file or folder");
    }
}
