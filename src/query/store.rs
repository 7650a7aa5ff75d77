//! The border to where passages are kept: what a query needs of a store. The
//! local index is one; nothing here names an engine.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::plan::Plan;
use crate::error::Result;
use crate::index::schema::FileRecord;
use crate::model::Passage;
use crate::model::unread::Unread;

/// A passage, named by its file and its place there; in order of these two.
#[derive(Clone, Debug)]
pub struct Key {
    /// Path of the file, with the source's name.
    pub path: Arc<str>,
    /// Place among the passages of the file, from 0.
    pub seq: u32,
    /// Where the store that gave the key keeps it: a short cut for that store.
    pub handle: u64,
}

impl Key {
    fn place(&self) -> (&str, u32) {
        (&self.path, self.seq)
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.place().hash(state);
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place().cmp(&other.place())
    }
}

/// Numbers and mean lengths (in words) of all that is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Passages and orphan notes.
    pub passages: u64,
    /// Whole documents with a passage.
    pub documents: u64,
    /// Files of the ledger.
    pub files: u64,
    /// Mean length of a passage's own text.
    pub mean_text: f32,
    /// Mean length of the notes of a passage that has some.
    pub mean_notes: f32,
    /// Mean length of a document.
    pub mean_document: f32,
}

/// Which of the passages that match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that match in any way.
    Any,
    /// Those with all the words.
    All,
    /// Those with the words of a bare query side by side, in the order typed.
    Phrase,
}

/// In which order the first are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Best first at first sight, ties by path and place.
    Score,
    /// By path and place.
    Place,
    /// Newest document first, undated last; ties by path and place.
    Date,
}

/// A passage and its score at first sight.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The passage.
    pub key: Key,
    /// BM25 of text, notes and document, to six digits.
    pub score: f32,
}

/// The first passages of those that match.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How many match, pull quotes under what they repeat not counted.
    pub total: u64,
    /// The first, in order.
    pub first: Vec<Scored>,
    /// Pull quotes that match, each with the passage that it repeats, which
    /// matches too; in the order of the quotes.
    pub folded: Vec<Folded>,
}

/// A pull quote under what it repeats.
#[derive(Clone, Debug)]
pub struct Folded {
    /// The passage.
    pub passage: Key,
    /// The quote.
    pub quote: Key,
}

/// What a passage holds of a query, as numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Length of its own text in words, as far as lengths are kept.
    pub text_length: u32,
    /// Length of its notes.
    pub notes_length: u32,
    /// Length of its document.
    pub document_length: u32,
    /// What it holds of each leaf that counts, in order of the plan.
    pub leaves: Vec<Held>,
    /// How often it holds the bare words as one phrase.
    pub phrases: u32,
}

/// What a passage holds of a leaf.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Times in its own text.
    pub text: u32,
    /// Times in its notes.
    pub notes: u32,
    /// Times in its whole document.
    pub document: u32,
    /// Positions of the exact form of a bare word in its own text, ascending.
    pub at: Vec<u32>,
    /// True where the title of the file has the bare word.
    pub titled: bool,
}

/// What a query needs of where passages are kept. All answers are of one state.
///
/// Every method fails where the store cannot be read.
pub trait Store: Sync {
    /// Fills in what only the store can tell of a plan: the words of patterns,
    /// the files of filters, the weights of leaves.
    fn prepare(&self, plan: &mut Plan) -> Result<()>;
    /// Files of the sources whose text is not searched, or not whole; `None` where that is
    /// not known.
    fn unread(&self) -> Option<Unread>;
    /// Numbers and mean lengths.
    fn statistics(&self) -> Result<Statistics>;
    /// The first `keep` passages of those that match.
    fn first(&self, plan: &Plan, which: Which, order: Order, keep: usize) -> Result<Found>;
    /// Of the passages that match in any way, the best of the given files.
    fn best_of_files(&self, plan: &Plan, files: &[Arc<str>], keep: usize) -> Result<Vec<Scored>>;
    /// The number of passages that match, pull quotes folded.
    fn count(&self, plan: &Plan, which: Which) -> Result<u64>;
    /// The files with passages that match, ascending.
    fn files(&self, plan: &Plan, which: Which) -> Result<Vec<Arc<str>>>;
    /// In how many passages a leaf of the plan stands: in their texts, in their notes.
    fn spread(&self, plan: &Plan, leaf: usize) -> Result<(u64, u64)>;
    /// What passages hold of a plan, in their order.
    fn observe(&self, plan: &Plan, keys: &[Key]) -> Result<Vec<Observed>>;
    /// Those of the globs that no document fits.
    fn globs_without_document(&self, globs: &[String]) -> Result<Vec<String>>;
    /// A passage.
    fn passage(&self, key: &Key) -> Result<Passage>;
    /// The hash of a passage, as it stands in its id.
    fn hash(&self, key: &Key) -> Result<String>;
    /// The passage of a file at a place, if there is one.
    fn at(&self, path: &str, seq: u32) -> Result<Option<Key>>;
    /// All passages of a file, in order.
    fn of_file(&self, path: &str) -> Result<Vec<Key>>;
    /// Passages with a hash, or that carry the note with it (see
    /// [`crate::index::schema::hash_key`]).
    fn with_hash(&self, hash: u64) -> Result<Vec<Key>>;
    /// Keys of the works that a passage cites (see [`crate::index::schema::work_key`]).
    fn works_of(&self, key: &Key) -> Result<Vec<u64>>;
    /// Paths of the files whose title has a key.
    fn titled(&self, work: u64) -> Result<Vec<Arc<str>>>;
    /// The record of a file.
    fn record(&self, path: &str) -> Result<Option<FileRecord>>;
    /// The records of all files, by path.
    fn records(&self) -> Result<Vec<FileRecord>>;
}
