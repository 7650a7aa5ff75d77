//! Opening an index to read it: is it ours, of our version, and what it holds.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, IndexReader, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::schema::{FORMAT_FIELD, FORMAT_VERSION, Fields, FileRecord, SourceRecord, kind};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Passage;

/// The file of the engine in which schema and segments are named.
const META: &str = "meta.json";

/// An index, open for reading: one state of it, that of the first look.
pub struct Index {
    /// Its fields.
    pub fields: Fields,
    engine: tantivy::Index,
    reader: OnceLock<IndexReader>,
}

impl Index {
    /// Opens the index in a folder. Nothing is written.
    ///
    /// Errors: `NoIndex` where there is nothing, `NotAnIndex` where there is
    /// something else, `Version` where its format is another.
    pub fn open(dir: &Path) -> Result<Index> {
        let at = |error: Error| error.at(dir);
        if is_vacant(dir) {
            return Err(at(ErrorKind::NoIndex.into()));
        }
        match format_of(dir) {
            None => return Err(at(ErrorKind::NotAnIndex.into())),
            Some(FORMAT_VERSION) => {}
            Some(found) => return Err(at(ErrorKind::Version { found, wanted: FORMAT_VERSION }.into())),
        }
        let engine = tantivy::Index::open_in_dir(dir).map_err(|error| at(error.into()))?;
        let fields = Fields::new();
        if engine.schema() != fields.schema {
            return Err(at(ErrorKind::NotAnIndex.into()));
        }
        Ok(Self::of(engine, fields))
    }

    /// Wraps an index of the engine that has our schema.
    pub(super) fn of(engine: tantivy::Index, fields: Fields) -> Index {
        Index { fields, engine, reader: OnceLock::new() }
    }

    pub(super) fn engine(&self) -> &tantivy::Index {
        &self.engine
    }

    /// The searcher over the state of the index as it was at the first call.
    pub fn searcher(&self) -> Result<Searcher> {
        if let Some(reader) = self.reader.get() {
            return Ok(reader.searcher());
        }
        let reader = self.engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(self.reader.get_or_init(|| reader).searcher())
    }

    /// The stored record of an entry: a passage, file or source.
    pub fn record<T: DeserializeOwned>(&self, searcher: &Searcher, at: DocAddress) -> Result<T> {
        let entry: TantivyDocument = searcher.doc(at)?;
        let bytes = entry.get_first(self.fields.record).and_then(|value| value.as_bytes());
        let record = postcard::from_bytes(bytes.ok_or(ErrorKind::Damaged)?);
        record.map_err(|_| ErrorKind::Damaged.into())
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

    fn with_term<T: DeserializeOwned>(&self, term: Term) -> Result<Vec<T>> {
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

/// The format version of the index in a folder; `None` where it is none of ours.
fn format_of(dir: &Path) -> Option<u32> {
    let meta = std::fs::read(dir.join(META)).ok()?;
    let meta: Meta = serde_json::from_slice(&meta).ok()?;
    let names = meta.schema.iter().map(|field| field.name.as_str());
    names.filter_map(|name| name.strip_prefix(FORMAT_FIELD)).find_map(|version| version.parse().ok())
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

/// True where the folder holds an index of ours, of any version.
pub fn is_index(dir: &Path) -> bool {
    format_of(dir).is_some()
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
    matches!(&*name, "README.md" | ".managed.json" | ".tantivy-writer.lock" | ".tantivy-meta.lock")
        || name.starts_with(".tmp")
}

/// The first folder `index` that is an index, in `start` or a folder above it.
pub fn find(start: &Path) -> Option<PathBuf> {
    start.ancestors().map(|dir| dir.join("index")).find(|dir| is_index(dir))
}
