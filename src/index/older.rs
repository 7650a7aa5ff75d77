//! What can be told of an index of an older format: its sources, and which files it had
//! from when. Enough to build it again.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{ReloadPolicy, TantivyDocument, Term};

use super::folder::ReadFolder;
use super::open::{Index, format_of};
use super::schema::{FORMAT_VERSION, FileRecord, SourceRecord, kind};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Meta;

/// What an index of an older format knew.
#[derive(Debug, Default)]
pub struct Older {
    /// Its sources.
    pub sources: Vec<SourceRecord>,
    /// Its files: path, place, fingerprint and the day of first indexing. No reader of
    /// today is named in them, so that each is read again.
    pub files: Vec<FileRecord>,
}

/// A reader that no file was read by.
const NO_READER: u32 = u32::MAX;

/// What a source record began with in every format.
#[derive(Deserialize)]
struct Source {
    name: String,
    root: String,
    meta_file: Option<String>,
}

/// What it began with since libraries are known.
#[derive(Deserialize)]
struct SourceWithLibraries {
    name: String,
    root: String,
    meta_file: Option<String>,
    meta: BTreeMap<String, Known>,
    libraries: Vec<String>,
}

/// What was known of a work, in every format since rows of a table are kept.
#[derive(Deserialize)]
struct Known {
    title: Option<String>,
    author: Option<String>,
    publisher: Option<String>,
    date: Option<String>,
    language: Option<String>,
    fields: BTreeMap<String, String>,
}

impl From<Known> for Meta {
    fn from(Known { title, author, publisher, date, language, fields }: Known) -> Meta {
        Meta { title, author, publisher, date, language, fields }
    }
}

/// The first format with libraries.
const WITH_LIBRARIES: u32 = 4;

/// What a file record began with in every format.
#[derive(Deserialize)]
struct File {
    path: String,
    file: String,
    source: String,
    _format: String,
    _reader: u32,
    /// The variant of the status.
    _status: u32,
    _reason: Option<String>,
    fingerprint: String,
    size: u64,
    modified: i64,
    first_seen: String,
}

/// The index in a folder, where its format is older than ours; `None` where it is not.
///
/// # Errors
///
/// It cannot be read.
pub fn read(dir: &Path) -> Result<Option<Older>> {
    let Some(format) = format_of(dir)?.filter(|format| *format < FORMAT_VERSION) else { return Ok(None) };
    read_format(dir, format).map(Some).map_err(|error| error.at(dir))
}

/// What can still be told of a damaged index of our format: as much of its sources and
/// its ledger as can be read.
pub fn of_damaged(dir: &Path) -> Older {
    let all = catch_unwind(AssertUnwindSafe(|| read_format(dir, FORMAT_VERSION)));
    if let Ok(Ok(all)) = all {
        return all;
    }
    let sources = catch_unwind(AssertUnwindSafe(|| Index::open(dir)?.sources())).ok().and_then(Result::ok);
    Older { sources: sources.unwrap_or_default(), files: Vec::new() }
}

fn read_format(dir: &Path, format: u32) -> Result<Older> {
    let index = tantivy::Index::open(ReadFolder::open(dir)?)?;
    let source = |bytes: &[u8]| match decoded::<SourceWithLibraries>(bytes).ok().filter(|_| format >= WITH_LIBRARIES) {
        Some(SourceWithLibraries { name, root, meta_file, meta, libraries }) => {
            let meta = meta.into_iter().map(|(path, known)| (path, known.into())).collect();
            Ok(SourceRecord { name, root, meta_file, meta, libraries, ..SourceRecord::default() })
        }
        None => {
            let Source { name, root, meta_file } = decoded(bytes)?;
            Ok(SourceRecord { name, root, meta_file, ..SourceRecord::default() })
        }
    };
    let file = |bytes: &[u8]| {
        let File { path, file, source, fingerprint, size, modified, first_seen, .. } = decoded(bytes)?;
        let known = FileRecord { path, file, source, fingerprint, size, modified, first_seen, ..FileRecord::default() };
        Ok(FileRecord { reader: NO_READER, ..known })
    };
    Ok(Older { sources: records(&index, kind::SOURCE, source)?, files: records(&index, kind::FILE, file)? })
}

/// What a record begins with.
fn decoded<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    postcard::take_from_bytes(bytes).map(|(record, _)| record).map_err(|_| ErrorKind::Damaged.into())
}

/// The records of all entries of a kind.
fn records<T>(index: &tantivy::Index, kind: &str, decode: impl Fn(&[u8]) -> Result<T>) -> Result<Vec<T>> {
    let field = |name| index.schema().get_field(name).map_err(Error::from);
    let (kinds, record) = (field("kind")?, field("record")?);
    let reader: tantivy::IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let searcher = reader.searcher();
    let query = TermQuery::new(Term::from_field_text(kinds, kind), IndexRecordOption::Basic);
    let mut found: Vec<_> = searcher.search(&query, &DocSetCollector)?.into_iter().collect();
    found.sort_unstable();
    let mut records = Vec::with_capacity(found.len());
    for at in found {
        let entry: TantivyDocument = searcher.doc(at)?;
        let bytes = entry.get_first(record).and_then(|value| value.as_bytes());
        records.push(decode(bytes.ok_or(ErrorKind::Damaged)?)?);
    }
    Ok(records)
}
