//! The fields of the index, and what is stored in them. The only place where
//! field names stand.
//!
//! One index holds six kinds of entry: passages, those beside the work, orphan
//! notes, whole documents, files (the ledger) and sources. The passages of a
//! document stand one after the other in the order of the text, and the entry of
//! the whole document right after the last: from any of them the others are found
//! by counting, without a column that would have to be opened and read. A merge of segments keeps that order, and files come and go whole.
//! Metadata stands once, with the file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};

use crate::cite::{self, same::Title};
use crate::model::Meta;
use crate::model::citation::Work;
use crate::model::document::is_loss;
use crate::read::ocr::Ocr;
use crate::source::walk::{HIDDEN, SAVED};

/// Version of the index format. An index of another version is not touched.
pub const FORMAT_VERSION: u32 = 8;

/// What the name of the field begins with that says whose index this is: the
/// format version follows. It stands in the schema, which exists from the first
/// moment of an index on and is replaced with every commit in one rename.
pub const FORMAT_FIELD: &str = "ibid_format_";

/// Tokenizer names registered by `analyze::register`.
pub const EXACT: &str = "ibid_exact";
/// See [`EXACT`].
pub const STEM: &str = "ibid_stem";

/// Values of the field `kind`.
pub mod kind {
    /// A passage.
    pub const PASSAGE: &str = "p";
    /// An orphan note.
    pub const NOTE: &str = "n";
    /// A passage beside the work.
    pub const ASIDE: &str = "a";
    /// Besides, for a passage that carries the text of a note, and an orphan note.
    pub const WITH_NOTES: &str = "w";
    /// A whole document: the stems of all its passages, to rank by.
    pub const DOCUMENT: &str = "d";
    /// A file of the ledger.
    pub const FILE: &str = "f";
    /// A source.
    pub const SOURCE: &str = "s";
}

/// Values of the field `apart`; what is plain text, or a note, has none.
pub mod apart {
    /// What stands beside the work.
    pub const ASIDE: u64 = 1;
    /// A pull quote that repeats the first passage; so much more, a later one.
    pub const REPEATS_FIRST: u64 = 2;
}

/// Names in the field `cites`.
pub mod cited {
    /// All words of a citation and, where it is a short form, of the work meant.
    pub const ANY: &str = "cites";
    /// Its authors.
    pub const AUTHOR: &str = "cites.author";
    /// Its title.
    pub const TITLE: &str = "cites.title";
    /// Its publisher, and what it stands in: a newspaper, a journal, a site.
    pub const PUBLISHER: &str = "cites.publisher";
    /// A source that the text names without citing it.
    pub const NAMED: &str = "named";
}

/// The fields.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The schema that they belong to.
    pub schema: Schema,
    /// `kind` of the document (raw).
    pub kind: Field,
    /// Passages and documents: path of the file (raw). Indexed.
    pub path: Field,
    /// Files: their path (raw). Indexed.
    pub ledger: Field,
    /// Sources: their name (raw). Indexed.
    pub source: Field,
    /// Documents and files: the path; sources: the name. Fast.
    pub name: Field,
    /// Documents: number of their passages, whose entries stand before. Fast.
    pub passages: Field,
    /// Passages: ordinal of the section in the document, from 0. Fast.
    pub section_no: Field,
    /// Passages: positions taken by the text before (`Passage::before`). Fast.
    pub own: Field,
    /// Passages that stand apart from the text: how, see [`apart`]. Fast.
    pub apart: Field,
    /// Passages: the key ([`hash_key`]) of their own hash. Fast.
    pub id: Field,
    /// Passages: hashes of the passage and of the notes indexed with it, hex
    /// read as a number. Indexed, many.
    pub hash: Field,
    /// Passages: `before` and own text, exact forms with positions.
    pub body: Field,
    /// Passages: own text, stems with frequencies.
    pub body_stem: Field,
    /// Documents: text of all passages, stems with frequencies.
    pub document_stem: Field,
    /// Passages: text of the notes, exact forms with positions.
    pub note: Field,
    /// Passages: text of the notes, stems with frequencies.
    pub note_stem: Field,
    /// Passages: headings above, exact forms with positions.
    pub section: Field,
    /// Passages: words of what they and their notes cite, each as [`meta_term`]
    /// under the names of [`cited`], with positions.
    pub cites: Field,
    /// Passages: keys of the works that they and their notes cite; see
    /// [`work_key`]. Fast, many.
    pub works: Field,
    /// Files: the key of their own title. Indexed.
    pub title: Field,
    /// Files: words of the metadata, each as [`meta_term`], with positions.
    pub meta: Field,
    /// Number of the run that wrote the entry; a run deletes what others wrote.
    pub written: Field,
    /// Stored record: [`crate::model::Passage`], [`FileRecord`] or [`SourceRecord`].
    pub record: Field,
}

impl Fields {
    /// Builds the schema. Lengths (field norms) are kept of the fields that are
    /// ranked by and of no other: a byte an entry each.
    pub fn new() -> Self {
        let mut builder = Schema::builder();
        let text = |tokenizer: &str, option, ranked| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option);
            TextOptions::default().set_indexing_options(indexing.set_fieldnorms(ranked))
        };
        let positions = text(EXACT, IndexRecordOption::WithFreqsAndPositions, false);
        let freqs = text(STEM, IndexRecordOption::WithFreqs, true);
        let raw = text("raw", IndexRecordOption::Basic, false);
        let indexed = NumericOptions::default().set_indexed();
        let kind = builder.add_text_field("kind", raw.clone());
        let path = builder.add_text_field("path", raw.clone());
        let ledger = builder.add_text_field("ledger", raw.clone());
        let source = builder.add_text_field("source", raw);
        let name = builder.add_text_field("name", FAST);
        let passages = builder.add_u64_field("passages", FAST);
        let section_no = builder.add_u64_field("section_no", FAST);
        let own = builder.add_u64_field("own", FAST);
        let apart = builder.add_u64_field("apart", FAST);
        let id = builder.add_u64_field("id", FAST);
        let hash = builder.add_u64_field("hash", indexed.clone());
        let body = builder.add_text_field("body", positions.clone());
        let body_stem = builder.add_text_field("body_stem", freqs.clone());
        let document_stem = builder.add_text_field("document_stem", freqs.clone());
        let note = builder.add_text_field("note", positions.clone());
        let note_stem = builder.add_text_field("note_stem", freqs);
        let section = builder.add_text_field("section", positions.clone());
        let meta = builder.add_text_field("meta", positions.clone());
        let works = builder.add_u64_field("works", FAST);
        let title = builder.add_u64_field("title", indexed.clone());
        let cites = builder.add_text_field("cites", positions);
        let record = builder.add_bytes_field("record", BytesOptions::from(STORED));
        let written = builder.add_u64_field("written", indexed);
        builder.add_u64_field(&format!("{FORMAT_FIELD}{FORMAT_VERSION}"), STORED);
        let schema = builder.build();
        Fields {
            schema,
            kind,
            path,
            ledger,
            source,
            name,
            passages,
            section_no,
            own,
            apart,
            id,
            hash,
            body,
            body_stem,
            document_stem,
            note,
            note_stem,
            section,
            cites,
            works,
            title,
            meta,
            written,
            record,
        }
    }
}

impl Default for Fields {
    fn default() -> Self {
        Self::new()
    }
}

/// The key of a work by its title: what agrees in title before a subtitle has
/// the same. The first 8 bytes of a BLAKE3 hash.
pub fn work_key(title: &str) -> u64 {
    let hash = blake3::hash(Title::new(title).main.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_be_bytes(first)
}

/// The number under which a hash of [`crate::model::Passage`] or a note
/// (`n-` and hex) is indexed; notes have bit 32 set.
pub fn hash_key(hash: &str) -> Option<u64> {
    match hash.strip_prefix("n-") {
        Some(hex) => u64::from_str_radix(hex, 16).ok().map(|n| n | 1 << 32),
        None => u64::from_str_radix(hash, 16).ok(),
    }
}

/// The hash that a key of [`hash_key`] stands for.
pub fn hash_of_key(key: u64) -> String {
    match key >> 32 {
        0 => format!("{key:08x}"),
        _ => format!("n-{:08x}", key as u32),
    }
}

/// The term of the field `meta` for a folded `word` of the metadata field
/// `name` (`title`, `author`, `publisher`, `date`, `lang`, `path`, `meta.NAME`
/// with `NAME` in lower case). A word is what `analyze::tokens` makes of the
/// value, compounds included.
pub fn meta_term(name: &str, word: &str) -> String {
    format!("{name}\u{1f}{word}")
}

/// The term of the field `cites` that every passage has that cites anything.
pub fn citing_term() -> String {
    meta_term("citing", "")
}

/// The term of the field `meta` for a whole date (`2023`, `2023-03`,
/// `2023-03-07`). All dates stand side by side in the term dictionary, in order
/// of time, from `date_term("")` on.
pub fn date_term(date: &str) -> String {
    meta_term("date=", date)
}

/// What became of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum FileStatus {
    /// Read and indexed.
    #[default]
    Indexed,
    /// Read and indexed, not all of it or not surely right.
    Degraded,
    /// Not read, and not meant to be.
    Skipped,
    /// Could not be read.
    Failed,
    /// Indexed before and still searched, but not to be reached now.
    Unreachable,
}

/// A file of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Name of the source and path below it, `/` between.
    pub path: String,
    /// Absolute path.
    pub file: String,
    /// Name of the source.
    pub source: String,
    /// Format, from the table of readers; empty where it was not read.
    pub format: String,
    /// Version of the reader that read it.
    pub reader: u32,
    /// What became of it.
    pub status: FileStatus,
    /// Why, where it is not simply indexed.
    pub reason: Option<String>,
    /// BLAKE3 of the bytes, hex; empty where they were not read.
    pub fingerprint: String,
    /// Size in bytes.
    pub size: u64,
    /// Time of last change, nanoseconds since 1970; 0 where unknown.
    pub modified: i64,
    /// Day of first indexing, `YYYY-MM-DD`.
    pub first_seen: String,
    /// Time at which its bytes were last read and indexed, or found to be the
    /// same: RFC 3339, UTC, whole seconds.
    pub indexed_at: String,
    /// What is known about the work: what the file says, over it what the table
    /// of the source says, and where both are silent what a library says.
    pub meta: Meta,
    /// What the file itself says, kept for the day when the table changes.
    pub own_meta: Meta,
    /// Passages indexed.
    pub passages: u32,
    /// Notes indexed.
    pub notes: u32,
    /// Markers without a note.
    pub missing: u32,
    /// Notes without a marker.
    pub orphans: u32,
    /// Paths under which it was known before it was renamed, oldest first.
    pub formerly: Vec<String>,
    /// The languages by which pictures of text in it were recognised, empty where they
    /// were not; `None` where it has no such pictures.
    pub recognition: Option<String>,
}

impl FileRecord {
    /// True for what is not looked at and takes no part in counts of files.
    pub fn is_passed_over(&self) -> bool {
        let reason = self.reason.as_deref();
        self.status == FileStatus::Skipped && (reason == Some(HIDDEN) || reason == Some(SAVED))
    }

    /// True where text of the file was lost, as far as is known.
    pub fn has_lost(&self) -> bool {
        self.status == FileStatus::Degraded && self.reason.as_deref().is_some_and(is_loss)
    }

    /// The work that the file is, where its title is known.
    pub fn work(&self) -> Option<Work> {
        let meta = &self.meta;
        let title = meta.title.clone()?;
        let named = |name: &str| meta.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        let field = |name: &str| named(name).map(|(_, value)| value.clone());
        Some(Work {
            raw: title.clone(),
            author: meta.author.iter().flat_map(|names| names.split("; ")).flat_map(cite::persons).collect(),
            title: Some(title),
            publisher: meta.publisher.clone(),
            date: meta.date.clone(),
            doi: field("doi"),
            url: field("url"),
            ..Work::default()
        })
    }
}

/// A remembered source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Its name, unique in the index.
    pub name: String,
    /// Absolute path of the folder or file.
    pub root: String,
    /// Absolute path of its `--meta` file, if any.
    pub meta_file: Option<String>,
    /// Metadata by path below the source, as read from `--meta`.
    pub meta: BTreeMap<String, Meta>,
    /// Absolute paths of its libraries of references (`--bib`).
    pub libraries: Vec<String>,
    /// Time of last indexing, RFC 3339, UTC.
    pub indexed_at: String,
    /// True where the last run could not reach it.
    pub unreachable: bool,
    /// True where its hidden files are read too.
    pub hidden: bool,
    /// How pictures of text are recognised, where they are.
    pub ocr: Option<Ocr>,
}
