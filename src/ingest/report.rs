//! What a run tells: on its way, and at its end.

use crate::error::Error;
use crate::index::schema::{FileRecord, FileStatus, SourceRecord};
use crate::model::unread::Unread;

/// What was done about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Indexed for the first time.
    Added,
    /// Indexed anew.
    Updated,
    /// As it was.
    Unchanged,
    /// As it was, with other metadata.
    Metadata,
    /// Taken out: it is gone from its source.
    Removed,
    /// Not indexed, and not meant to be.
    Skipped,
    /// Not indexed: it could not be read.
    Failed,
}

/// What became of a file in a run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its record, as it is in the ledger now (of a removed file, as it was).
    pub record: FileRecord,
    /// What was done.
    pub action: Action,
}

/// What became of a source in a run.
#[derive(Debug, Default)]
pub struct SourceOutcome {
    /// Its record.
    pub record: SourceRecord,
    /// Why it could not be reached, if so.
    pub unreachable: Option<String>,
    /// For a new source: the one whose files it holds, where that is not at its place any
    /// more. It may have been moved and given another name.
    pub looks_like: Option<String>,
    /// Rows of its table that no file answers to.
    pub unknown_rows: Vec<String>,
    /// Why its table could not be read, if so.
    pub table_error: Option<Error>,
    /// What is amiss with the table and the libraries, a line each: cells of the
    /// table that say less than they seem to; a library that is remembered and
    /// could not be read; of those given to this run also entries that could
    /// not, and files that could not be told apart.
    pub bib_faults: Vec<String>,
    /// Files of it that have an entry in a library.
    pub answered: usize,
}

/// What an index holds, all its sources together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files that were looked at.
    pub files: usize,
    /// Passages.
    pub passages: usize,
    /// Notes.
    pub notes: usize,
    /// Markers without a note.
    pub missing: usize,
    /// Notes without a marker.
    pub orphans: usize,
    /// Files of which not all was read, or not surely right.
    pub degraded: usize,
    /// Files that cannot be reached.
    pub unreachable: usize,
    /// Files that could not be read.
    pub failed: usize,
    /// Files of whose text a part was lost.
    pub lost: usize,
}

impl Totals {
    /// Counts a file.
    pub fn add(&mut self, file: &FileRecord) {
        self.files += usize::from(!file.is_passed_over());
        self.passages += file.passages as usize;
        self.notes += file.notes as usize;
        self.missing += file.missing as usize;
        self.orphans += file.orphans as usize;
        self.degraded += usize::from(file.status == FileStatus::Degraded);
        self.unreachable += usize::from(file.status == FileStatus::Unreachable);
        self.failed += usize::from(file.status == FileStatus::Failed);
        self.lost += usize::from(file.has_lost());
    }

    /// What of the sources a search may miss.
    pub fn unread(&self) -> Unread {
        Unread { failed: self.failed, lost: self.lost, unreachable: self.unreachable }
    }

    /// The totals of files.
    pub fn of<'a>(files: impl IntoIterator<Item = &'a FileRecord>) -> Totals {
        let mut totals = Totals::default();
        files.into_iter().for_each(|file| totals.add(file));
        totals
    }
}

/// What a run did.
#[derive(Debug, Default)]
pub struct Report {
    /// Every file, by path.
    pub outcomes: Vec<Outcome>,
    /// Every source of the run.
    pub sources: Vec<SourceOutcome>,
    /// Bytes of the files that were read.
    pub bytes_read: u64,
    /// What the index holds after the run, of other sources too.
    pub index: Totals,
}

/// How far a run is.
#[derive(Clone, Copy, Debug)]
pub enum Progress {
    /// So many files, of so many bytes together, are to be looked into.
    Planned {
        /// Files.
        files: u64,
        /// Bytes.
        bytes: u64,
    },
    /// One more file of so many bytes is done.
    Done {
        /// Files done, this one included.
        files: u64,
        /// Files in all.
        of: u64,
        /// Bytes.
        bytes: u64,
    },
    /// All files are done; the index is being written.
    Committing,
}

/// Is told how far a run is; called from several threads.
pub type Listener<'a> = &'a (dyn Fn(Progress) + Sync);

/// The time of a run.
pub struct Clock {
    /// RFC 3339, UTC, whole seconds.
    pub now: String,
}

impl Clock {
    pub(super) fn start() -> Clock {
        let now = jiff::Timestamp::now();
        Clock { now: now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string() }
    }

    /// The day, `YYYY-MM-DD`.
    pub(super) fn day(&self) -> &str {
        self.now.get(..10).unwrap_or("")
    }
}
