//! One file: from its bytes to a record of the ledger and its passages.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use crate::cite;
use crate::error::{ErrorKind, Result};
use crate::index::schema::{FileRecord, FileStatus};
use crate::link;
use crate::model::{Document, Meta, Passage, Status};
use crate::read::ocr::Ocr;
use crate::read::{self, Format};
use crate::segment;
use crate::source::file::Content;

use super::isolate::{self, Recognition};

/// What a reading left: the record is filled in but for times and table.
pub struct Reading {
    /// The record.
    pub record: FileRecord,
    /// The passages; none unless the file was read.
    pub passages: Vec<Passage>,
}

/// Room for the versions of a reader below the version of linking.
const READERS: u32 = 1000;

/// What a file of a format is read by: its reader and the linking of its notes.
/// A file that another pair has read is read again.
pub fn version(format: &str) -> u32 {
    link::VERSION * READERS + read::version(format)
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
    /// Pages that are pictures of text.
    pub pictured: u32,
    /// Of a document that has such pages, the languages in which they were recognised:
    /// none of them, where it is empty.
    pub recognition: Option<String>,
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
    document_with(name, bytes, None)
}

/// The same; with `ocr`, pages that are pictures of text are recognised.
///
/// # Errors
///
/// The reason why it is not read.
pub fn document_with(name: &str, bytes: &[u8], ocr: Option<&Ocr>) -> Result<Document, Unread> {
    let format = format(name, bytes)?;
    let mut document = isolate::document(format, bytes, None)?;
    if let Some(recognition) = recognition(format, document.pictured.len(), ocr) {
        match isolate::document(format, bytes, Some(&recognition)) {
            Ok(recognised) => document = recognised,
            Err(unread) => document.degraded = Some(unrecognised(document.degraded.as_deref(), &unread)),
        }
    }
    Ok(document)
}

fn digest_with(format: &'static Format, bytes: &[u8], ocr: Option<&Ocr>) -> Result<Digest, Unread> {
    let mut digest = isolate::digest(format, bytes, None)?;
    if let Some(recognition) = recognition(format, digest.pictured as usize, ocr) {
        match isolate::digest(format, bytes, Some(&recognition)) {
            Ok(recognised) => digest = recognised,
            Err(unread) => digest.degraded = Some(unrecognised(digest.degraded.as_deref(), &unread)),
        }
    }
    Ok(digest)
}

/// What is to be recognised of a file, if anything.
fn recognition(format: &Format, pictured: usize, ocr: Option<&Ocr>) -> Option<Recognition> {
    let ocr = ocr.filter(|_| format.recognise.is_some() && pictured > 0)?;
    Some(Recognition { ocr: ocr.clone(), pages: pictured as u64 })
}

/// Why a document may not be right whose pages could not be recognised: what was read
/// of it before stays.
fn unrecognised(before: Option<&str>, unread: &Unread) -> String {
    also(before, &format!("text could not be recognised: {}", unread.reason))
}

/// A further reason why a document may not be right.
fn also(before: Option<&str>, reason: &str) -> String {
    before.map_or_else(|| reason.to_owned(), |before| format!("{before}; {reason}"))
}

/// The format of a file, or why it has none.
fn format(name: &str, bytes: &[u8]) -> Result<&'static Format, Unread> {
    let skipped = |reason| Unread { status: FileStatus::Skipped, reason };
    guarded(|| Ok(read::choose(name, bytes)))?.map_err(skipped)
}

/// Reads and links a document in this process; with `ocr`, pages that are pictures of
/// text are recognised.
///
/// # Errors
///
/// The reason why it is not read.
pub fn document_here(format: &'static Format, bytes: &[u8], ocr: Option<&Ocr>) -> Result<Document, Unread> {
    guarded(|| {
        let mut document = match (format.recognise, ocr) {
            (Some(recognise), Some(ocr)) => recognise(bytes, ocr)?,
            _ => (format.read)(bytes)?,
        };
        document.format = format.name;
        link::link(&mut document);
        document.cites = cite::of_document(&document);
        if document.cites.is_cut {
            document.degraded = Some(also(document.degraded.as_deref(), "more citations than are read of a document"));
        }
        Ok(document)
    })
}

/// Reads, links and cuts a document in this process.
///
/// # Errors
///
/// The reason why it is not read.
pub fn digest_here(format: &'static Format, bytes: &[u8], ocr: Option<&Ocr>) -> Result<Digest, Unread> {
    let document = document_here(format, bytes, ocr)?;
    guarded(|| Ok(digest(document)))
}

fn digest(document: Document) -> Digest {
    let mut called = vec![false; document.notes.len()];
    for note in document.markers.iter().filter_map(|marker| marker.note) {
        if let Some(called) = called.get_mut(note) {
            *called = true;
        }
    }
    let has_pictures = !document.pictured.is_empty() || !document.layout.recognised.is_empty();
    Digest {
        pictured: document.pictured.len() as u32,
        recognition: has_pictures.then(|| document.recognised_in.clone().unwrap_or_default()),
        passages: segment::passages(&document),
        notes: document.notes.len() as u32,
        missing: document.markers.iter().filter(|marker| marker.status == Status::Missing).count() as u32,
        orphans: called.iter().filter(|called| !**called).count() as u32,
        meta: document.meta,
        degraded: document.degraded,
    }
}

/// Does what may break down.
///
/// # Errors
///
/// The reason, where it does.
pub fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T, Unread> {
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
pub fn read(content: &Content, name: &str, mut record: FileRecord, ocr: Option<&Ocr>) -> Reading {
    record.size = content.state.size;
    record.modified = content.state.modified;
    record.fingerprint.clone_from(&content.fingerprint);
    let digested = format(name, &content.bytes)
        .and_then(|format| digest_with(format, &content.bytes, ocr).map(|digest| (format, digest)));
    match digested {
        Ok((format, digest)) => filled(record, format, digest),
        Err(Unread { status, reason }) => {
            record.reader = version("");
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
    record.reader = version(format.name);
    record.status = if digest.degraded.is_some() { FileStatus::Degraded } else { FileStatus::Indexed };
    record.passages = digest.passages.len() as u32;
    record.notes = digest.notes;
    record.missing = digest.missing;
    record.orphans = digest.orphans;
    record.recognition = digest.recognition;
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
        let reading = read(&content("GIF89a words"), "a.txt", FileRecord::default(), None);
        assert_eq!(reading.record.reason.as_deref(), Some("no reader for .gif"));
        assert_eq!(reading.record.status, FileStatus::Skipped);
        assert!(reading.passages.is_empty());
    }

    #[test]
    fn what_is_read_is_in_the_record() {
        let reading = read(&content("It is so.[1]\n\n[1] There.\n"), "a.txt", FileRecord::default(), None);
        assert_eq!((reading.record.format.as_str(), reading.record.notes), ("text", 1));
        assert_eq!((reading.record.reader, reading.record.size), (version("text"), 25));
    }

    #[test]
    fn a_change_of_the_reader_or_of_linking_is_another_version() {
        assert!((1..READERS).contains(&read::version("text")));
        assert_ne!(version("text"), read::version("text"));
    }
}
