//! One file: from its bytes to a record of the ledger and its passages.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::cite;
use crate::error::{ErrorKind, Result};
use crate::index::schema::{FileRecord, FileStatus};
use crate::link;
use crate::model::{Document, Passage, Status};
use crate::read::ocr::Ocr;
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

/// Reads and links a document; `name` is the file's name. A reader that breaks
/// down fails its file alone.
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
    let skipped = |reason| Unread { status: FileStatus::Skipped, reason };
    let format = read::choose(name, bytes).map_err(skipped)?;
    let mut document = if format.isolated { isolate::read(format, bytes) } else { plain(format, bytes) }?;
    if let Some(ocr) = ocr {
        recognise(format, bytes, &mut document, ocr);
    }
    guarded(|| {
        link::link(&mut document);
        document.cites = cite::of_document(&document);
        Ok(document)
    })
}

/// Reads a document again where pages of it can be recognised. Where that fails, what
/// was read stays, and why is said.
fn recognise(format: &'static Format, bytes: &[u8], document: &mut Document, ocr: &Ocr) {
    let pages = document.pictured.len();
    if format.recognise.is_none() || pages == 0 {
        return;
    }
    match isolate::read_recognised(format, bytes, (pages, ocr)) {
        Ok(read) => *document = read,
        Err(Unread { reason, .. }) => {
            let before = document.degraded.take().map(|before| format!("{before}; ")).unwrap_or_default();
            document.degraded = Some(format!("{before}text could not be recognised: {reason}"));
        }
    }
}

/// Reads a document here and recognises its pages that are pictures of text.
///
/// # Errors
///
/// The reason why it is not read.
pub fn recognised(format: &'static Format, bytes: &[u8], ocr: &Ocr) -> Result<Document, Unread> {
    let Some(recognise) = format.recognise else { return plain(format, bytes) };
    guarded(|| recognise(bytes, ocr).map(|document| Document { format: format.name, ..document }))
}

/// Reads a document here, without linking it.
///
/// # Errors
///
/// The reason why it is not read.
pub fn plain(format: &'static Format, bytes: &[u8]) -> Result<Document, Unread> {
    guarded(|| {
        let mut document = (format.read)(bytes)?;
        document.format = format.name;
        Ok(document)
    })
}

/// Does what may break down, and gives the reason where it does.
fn guarded(work: impl FnOnce() -> Result<Document>) -> Result<Document, Unread> {
    let failed = |reason| Unread { status: FileStatus::Failed, reason };
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(document)) => Ok(document),
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
    let segmented = |document: Document| {
        let cut = catch_unwind(AssertUnwindSafe(|| segment::passages(&document)));
        let broken = |_| Unread { status: FileStatus::Failed, reason: "the reader broke down".to_owned() };
        cut.map_err(broken).map(|passages| (document, passages))
    };
    match document_with(name, &content.bytes, ocr).and_then(segmented) {
        Ok((document, passages)) => filled(record, document, passages),
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

fn filled(mut record: FileRecord, document: Document, passages: Vec<Passage>) -> Reading {
    let has_pictures = !document.pictured.is_empty() || !document.layout.recognised.is_empty();
    record.recognition = has_pictures.then(|| document.recognised_in.clone().unwrap_or_default());
    let mut called = vec![false; document.notes.len()];
    for note in document.markers.iter().filter_map(|marker| marker.note) {
        if let Some(called) = called.get_mut(note) {
            *called = true;
        }
    }
    record.format = document.format.to_owned();
    record.reader = version(document.format);
    record.status = if document.degraded.is_some() { FileStatus::Degraded } else { FileStatus::Indexed };
    record.passages = passages.len() as u32;
    record.notes = document.notes.len() as u32;
    record.missing = document.markers.iter().filter(|marker| marker.status == Status::Missing).count() as u32;
    record.orphans = called.iter().filter(|called| !**called).count() as u32;
    record.reason = document.degraded;
    record.own_meta = document.meta;
    Reading { record, passages }
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
