//! One file: from its bytes to a record of the ledger and its passages.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use crate::cite;
use crate::error::{ErrorKind, Result};
use crate::index::schema::{FileRecord, FileStatus};
use crate::link;
use crate::model::{Document, Meta, Passage, Status};
use crate::read::{self, Format};
use crate::segment;
use crate::source::file::Content;

use super::isolate;

/// What a reading left: the record is filled in but for times and table.
pub struct Reading {
    /// The record.
    pub record: FileRecord,
    /// The passages; none unless the file was read.
    pub passages: Vec<Passage>,
}

/// Why a file was not read.
#[derive(Debug, PartialEq, Eq)]
pub struct Unread {
    /// `Skipped` or `Failed`.
    pub status: FileStatus,
    /// The reason, for the ledger.
    pub reason: String,
}

/// What the index takes of a document.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Digest {
    /// What is known of the work.
    pub meta: Meta,
    /// Why its text may not be right throughout, if so.
    pub degraded: Option<String>,
    /// Notes.
    pub notes: u32,
    /// Markers whose note is not there.
    pub missing: u32,
    /// Notes that no marker points to.
    pub orphans: u32,
    /// Its passages.
    pub passages: Vec<Passage>,
}

/// Reads and links a document; `name` is the file's name. A file that breaks its
/// reader, takes too long or needs too much memory fails alone.
///
/// # Errors
///
/// The reason why it is not read.
pub fn document(name: &str, bytes: &[u8]) -> Result<Document, Unread> {
    isolate::document(format(name, bytes)?, bytes)
}

/// The format of a file, or why it has none.
fn format(name: &str, bytes: &[u8]) -> Result<&'static Format, Unread> {
    let skipped = |reason| Unread { status: FileStatus::Skipped, reason };
    guarded(|| Ok(read::choose(name, bytes)))?.map_err(skipped)
}

/// Reads and links a document in this process.
///
/// # Errors
///
/// The reason why it is not read.
pub fn document_here(format: &'static Format, bytes: &[u8]) -> Result<Document, Unread> {
    guarded(|| {
        let mut document = (format.read)(bytes)?;
        document.format = format.name;
        link::link(&mut document);
        document.cites = cite::of_document(&document);
        Ok(document)
    })
}

/// Reads, links and cuts a document in this process.
///
/// # Errors
///
/// The reason why it is not read.
pub fn digest_here(format: &'static Format, bytes: &[u8]) -> Result<Digest, Unread> {
    let document = document_here(format, bytes)?;
    guarded(|| Ok(digest(document)))
}

fn digest(document: Document) -> Digest {
    let mut called = vec![false; document.notes.len()];
    for note in document.markers.iter().filter_map(|marker| marker.note) {
        if let Some(called) = called.get_mut(note) {
            *called = true;
        }
    }
    Digest {
        passages: segment::passages(&document),
        notes: document.notes.len() as u32,
        missing: document.markers.iter().filter(|marker| marker.status == Status::Missing).count() as u32,
        orphans: called.iter().filter(|called| !**called).count() as u32,
        meta: document.meta,
        degraded: document.degraded,
    }
}

/// Does what may break down, and gives the reason where it does.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T, Unread> {
    let failed = |reason| Unread { status: FileStatus::Failed, reason };
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(made)) => Ok(made),
        Ok(Err(error)) => Err(match error.kind() {
            ErrorKind::Unreadable("binary") => Unread { status: FileStatus::Skipped, reason: "binary".to_owned() },
            kind => failed(kind.to_string()),
        }),
        Err(_) => Err(failed("the reader broke down".to_owned())),
    }
}

/// Reads, links and segments the content of a file. Whatever goes wrong stands
/// in the record.
pub fn read(content: &Content, name: &str, mut record: FileRecord) -> Reading {
    record.size = content.state.size;
    record.modified = content.state.modified;
    record.fingerprint.clone_from(&content.fingerprint);
    let digested = format(name, &content.bytes)
        .and_then(|format| isolate::digest(format, &content.bytes).map(|digest| (format, digest)));
    match digested {
        Ok((format, digest)) => filled(record, format, digest),
        Err(Unread { status, reason }) => {
            record.reader = read::version("");
            Reading { record: stopped(record, status, reason), passages: Vec::new() }
        }
    }
}

/// The same record, of a file that is not indexed.
pub fn stopped(mut record: FileRecord, status: FileStatus, reason: String) -> FileRecord {
    record.status = status;
    record.reason = Some(reason);
    record
}

fn filled(mut record: FileRecord, format: &Format, digest: Digest) -> Reading {
    record.format = format.name.to_owned();
    record.reader = read::version(format.name);
    record.status = if digest.degraded.is_some() { FileStatus::Degraded } else { FileStatus::Indexed };
    record.passages = digest.passages.len() as u32;
    record.notes = digest.notes;
    record.missing = digest.missing;
    record.orphans = digest.orphans;
    record.reason = digest.degraded;
    record.own_meta = digest.meta;
    Reading { record, passages: digest.passages }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::file::State;

    fn content(text: &str) -> Content {
        let state = State { size: text.len() as u64, modified: 1 };
        Content { bytes: text.into(), state, fingerprint: "f".to_owned() }
    }

    #[test]
    fn a_picture_by_another_name_is_not_read_as_text() {
        let reading = read(&content("GIF89a words"), "a.txt", FileRecord::default());
        assert_eq!(reading.record.reason.as_deref(), Some("no reader for .gif"));
        assert_eq!(reading.record.status, FileStatus::Skipped);
        assert!(reading.passages.is_empty());
    }

    #[test]
    fn what_is_read_is_in_the_record() {
        let reading = read(&content("It is so.[1]\n\n[1] There.\n"), "a.txt", FileRecord::default());
        assert_eq!((reading.record.format.as_str(), reading.record.notes), ("text", 1));
        assert_eq!((reading.record.reader, reading.record.size), (read::version("text"), 25));
    }
}
