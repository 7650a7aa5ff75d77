//! Opening an index to read it: is it ours, of our version, and what it holds.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tantivy::collector::DocSetCollector;
use tantivy::directory::Directory;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, IndexReader, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::folder::{LEFT, META, ReadFolder};
use super::record::{self, Keep};
use super::schema::{FORMAT_FIELD, FORMAT_VERSION, Fields, FileRecord, SourceRecord, kind};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Passage;
use crate::model::unread::Unread;

/// How often an index is looked at again that changes while it is being opened, and how
/// long one waits in between.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// An index, open for reading: one state of it, that of the first look.
pub struct Index {
    /// Its fields.
    pub fields: Fields,
    engine: tantivy::Index,
    reader: OnceLock<IndexReader>,
    /// The file that names its segments; none for one in memory.
    meta: Option<PathBuf>,
}

impl Index {
    /// Opens the index in a folder. Nothing is written.
    ///
    /// Errors: `NoIndex` where there is nothing, `NotAnIndex` where there is
    /// something else, `Version` where its format is another.
    pub fn open(dir: &Path) -> Result<Index> {
        check(dir)?;
        let folder = ReadFolder::open(dir).map_err(|error| Error::from(error).at(dir))?;
        Self::of(folder, dir)
    }

    /// The index in a folder that is open already.
    pub(super) fn of(folder: impl Into<Box<dyn Directory>>, dir: &Path) -> Result<Index> {
        let engine = tantivy::Index::open(folder).map_err(|error| Error::from(error).at(dir))?;
        let fields = Fields::new();
        if engine.schema() != fields.schema {
            return Err(Error::new(ErrorKind::NotAnIndex).at(dir));
        }
        Ok(Index { meta: Some(dir.join(META)), ..Self::new(engine, fields) })
    }

    /// Wraps an index of the engine that has our schema.
    pub(super) fn new(engine: tantivy::Index, fields: Fields) -> Index {
        Index { fields, engine, reader: OnceLock::new(), meta: None }
    }

    /// Files of the sources whose text is not in the index, or not whole, as of its last
    /// commit; `None` for an index of before that was noted.
    pub fn unread(&self) -> Option<Unread> {
        let payload = self.engine.load_metas().ok()?.payload?;
        serde_json::from_str::<Noted>(&payload).ok().map(|noted| noted.unread)
    }

    /// The folder that it lies in; none for one in memory.
    pub fn dir(&self) -> Option<&Path> {
        self.meta.as_deref().and_then(Path::parent)
    }

    pub(super) fn engine(&self) -> &tantivy::Index {
        &self.engine
    }

    /// The searcher over the state of the index as it was at the first call.
    pub fn searcher(&self) -> Result<Searcher> {
        if let Some(reader) = self.reader.get() {
            return Ok(reader.searcher());
        }
        let reader = self.open_reader()?;
        Ok(self.reader.get_or_init(|| reader).searcher())
    }

    /// Opens the segments. No lock is taken, so that a writer may delete some of them
    /// meanwhile, and of some files the engine does not see that they are gone. It does so
    /// only after it has named others: where the names are the same before and after, all
    /// was there.
    fn open_reader(&self) -> Result<IndexReader> {
        let names = || self.meta.as_deref().map(std::fs::read).transpose().map_err(Error::from);
        let mut before = names()?;
        for _ in 0..LOOKS {
            let opened = self.engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
            let after = names()?;
            if before == after {
                return opened.map_err(Error::from);
            }
            before = after;
            std::thread::sleep(BETWEEN_LOOKS);
        }
        Err(ErrorKind::Busy.into())
    }

    /// The stored record of an entry: a passage, file or source.
    pub fn record<T: Keep>(&self, searcher: &Searcher, at: DocAddress) -> Result<T> {
        let entry: TantivyDocument = searcher.doc(at)?;
        let bytes = entry.get_first(self.fields.record).and_then(|value| value.as_bytes());
        record::decode(bytes.ok_or(ErrorKind::Damaged)?)
    }

    /// The ledger: all files, by path.
    pub fn files(&self) -> Result<Vec<FileRecord>> {
        // in boxes, as records are large and sorting moves each many times
        let mut files: Vec<Box<FileRecord>> = self.with_term(Term::from_field_text(self.fields.kind, kind::FILE))?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files.into_iter().map(|file| *file).collect())
    }

    /// The record of a file by its path (source name and path below it).
    pub fn file(&self, path: &str) -> Result<Option<FileRecord>> {
        let searcher = self.searcher()?;
        let at = self.addresses(&searcher, Term::from_field_text(self.fields.ledger, path))?;
        at.first().map(|&at| self.record(&searcher, at)).transpose()
    }

    /// The passages of a file, in order; none for a file that is not indexed.
    pub fn passages(&self, path: &str) -> Result<Vec<Passage>> {
        let searcher = self.searcher()?;
        let entries = self.addresses(&searcher, Term::from_field_text(self.fields.path, path))?;
        // the last is that of the whole document
        let passages = entries.len().saturating_sub(1);
        entries.iter().take(passages).map(|&at| self.record(&searcher, at)).collect()
    }

    /// The remembered sources, by name.
    pub fn sources(&self) -> Result<Vec<SourceRecord>> {
        let mut sources: Vec<SourceRecord> = self.with_term(Term::from_field_text(self.fields.kind, kind::SOURCE))?;
        sources.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(sources)
    }

    fn with_term<T: Keep>(&self, term: Term) -> Result<Vec<T>> {
        let searcher = self.searcher()?;
        let addresses = self.addresses(&searcher, term)?;
        addresses.into_iter().map(|at| self.record(&searcher, at)).collect()
    }

    /// Where the entries with a term stand, in order of the index.
    pub fn addresses(&self, searcher: &Searcher, term: Term) -> Result<Vec<DocAddress>> {
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let mut all: Vec<DocAddress> = searcher.search(&query, &DocSetCollector)?.into_iter().collect();
        all.sort_unstable();
        Ok(all)
    }
}

/// What is noted with each commit.
#[derive(Serialize, Deserialize)]
pub(super) struct Noted {
    pub unread: Unread,
}

/// Fails where the folder holds no index of our version.
pub(super) fn check(dir: &Path) -> Result<()> {
    let at = |kind: ErrorKind| Err(Error::new(kind).at(dir));
    if is_vacant(dir) {
        return at(ErrorKind::NoIndex);
    }
    match format_of(dir)? {
        None => at(ErrorKind::NotAnIndex),
        Some(FORMAT_VERSION) => Ok(()),
        Some(found) => at(ErrorKind::Version { found, wanted: FORMAT_VERSION }),
    }
}

/// The format version of the index in a folder; `None` where it is none of ours.
pub(super) fn format_of(dir: &Path) -> Result<Option<u32>> {
    let path = dir.join(META);
    let meta = match std::fs::read(&path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            return Err(Error::from(error).at(path));
        }
        Err(_) => return Ok(None),
    };
    let Ok(meta) = serde_json::from_slice::<Meta>(&meta) else { return Ok(None) };
    let names = meta.schema.iter().map(|field| field.name.as_str());
    Ok(names.filter_map(|name| name.strip_prefix(FORMAT_FIELD)).find_map(|version| version.parse().ok()))
}

/// Of the engine's own record of an index, what tells whose it is.
#[derive(Deserialize)]
struct Meta {
    schema: Vec<NamedField>,
}

#[derive(Deserialize)]
struct NamedField {
    name: String,
}

/// True where the folder holds an index of ours, of any version, or one that we may
/// not read.
pub fn is_index(dir: &Path) -> bool {
    !matches!(format_of(dir), Ok(None))
}

/// True where a folder holds nothing but what an index is made of, though its own record
/// does not say so any more.
pub fn looks_like_index(dir: &Path) -> bool {
    let is_part = |name: &OsStr| {
        let name = name.to_string_lossy();
        let (stem, end) = name.split_once('.').unwrap_or((&name, ""));
        let is_segment = stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit()) && !end.is_empty();
        is_segment || name == META || name == ALIASES || is_leftover(OsStr::new(&*name))
    };
    let Ok(entries) = std::fs::read_dir(dir) else { return false };
    let names: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.iter().any(|name| name == OsStr::new(".managed.json")) && names.iter().all(|name| is_part(name))
}

/// True where an index may be created: the folder is not there, or holds
/// nothing but a `README.md` or what an indexer that was killed at its very
/// beginning left.
pub fn is_vacant(dir: &Path) -> bool {
    match std::fs::read_dir(dir) {
        Ok(entries) => entries.into_iter().all(|entry| entry.is_ok_and(|entry| is_leftover(&entry.file_name()))),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

/// Files that say nothing: ours to overwrite.
fn is_leftover(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    matches!(&*name, README | ".managed.json" | ".tantivy-writer.lock" | ".tantivy-meta.lock") || name.starts_with(LEFT)
}

/// The first folder `index`, in `start` or a folder above it, that is an index or waits
/// for one: vacant, with a `README.md` that says so.
pub fn find(start: &Path) -> Option<PathBuf> {
    let waits = |dir: &Path| dir.join(README).is_file() && is_vacant(dir);
    start.ancestors().map(|dir| dir.join("index")).find(|dir| is_index(dir) || waits(dir))
}

/// The names that are searched together.
const ALIASES: &str = "aliases.txt";

/// What a folder may hold that is kept for an index.
const README: &str = "README.md";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_index_or_the_nearest_that_waits_for_one() {
        let dir = tempfile::tempdir().unwrap();
        let below = dir.path().join("a/b");
        std::fs::create_dir_all(below.join("index")).unwrap();
        assert_eq!(find(&below).filter(|found| found.starts_with(dir.path())), None, "an empty folder may be anyone's");
        std::fs::create_dir(dir.path().join("index")).unwrap();
        std::fs::write(dir.path().join("index/README.md"), "").unwrap();
        assert_eq!(find(&below), Some(dir.path().join("index")));
        std::fs::create_dir(dir.path().join("a/index")).unwrap();
        std::fs::write(dir.path().join("a/index/README.md"), "").unwrap();
        std::fs::write(dir.path().join("a/index/more.txt"), "").unwrap();
        assert_eq!(find(&below), Some(dir.path().join("index")), "other files: somebody else's");
    }
}
