//! One file: from its bytes to a record of the ledger and its passages.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{ErrorKind, Result};
use crate::index::schema::{FileRecord, FileStatus};
use crate::link;
use crate::model::{Document, Passage, Status};
use crate::read::{FORMATS, Format};
use crate::segment;
use crate::source::detect;
use crate::source::file::Content;

/// The reader for a file name: that of its extension, else, where the extension
/// is that of no other known format, that for plain text. The error is a reason.
pub fn format_of(name: &str) -> Result<&'static Format, String> {
    let extension = detect::extension(name).unwrap_or_default();
    if let Some(format) = FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str())) {
        return Ok(format);
    }
    let plain = FORMATS.iter().find(|format| format.name == "text");
    plain.filter(|_| !detect::is_other(&extension)).ok_or_else(|| no_reader(&extension))
}

fn no_reader(extension: &str) -> String {
    format!("no reader for .{extension}")
}

/// What a reading left: the record is filled in but for times and table.
pub struct Reading {
    /// The record.
    pub record: FileRecord,
    /// The passages; none unless the file was read.
    pub passages: Vec<Passage>,
}

/// Reads, links and segments the content of a file. Whatever goes wrong stands
/// in the record; a reader that panics fails its file alone.
pub fn read(content: &Content, format: &Format, mut record: FileRecord) -> Reading {
    let none = |record| Reading { record, passages: Vec::new() };
    record.size = content.state.size;
    record.modified = content.state.modified;
    record.fingerprint.clone_from(&content.fingerprint);
    record.reader = format.version;
    if let Some(other) = detect::signature(&content.bytes) {
        return none(stopped(record, FileStatus::Skipped, no_reader(other)));
    }
    match catch_unwind(AssertUnwindSafe(|| document(format, &content.bytes))) {
        Ok(Ok((document, passages))) => filled(record, document, passages),
        Ok(Err(error)) => {
            let status = match error.kind() {
                ErrorKind::Unreadable("binary") => FileStatus::Skipped,
                _ => FileStatus::Failed,
            };
            none(stopped(record, status, error.kind().to_string()))
        }
        Err(_) => none(stopped(record, FileStatus::Failed, "the reader broke down".to_owned())),
    }
}

/// The same record, of a file that is not indexed.
pub fn stopped(mut record: FileRecord, status: FileStatus, reason: String) -> FileRecord {
    record.status = status;
    record.reason = Some(reason);
    record
}

fn document(format: &Format, bytes: &[u8]) -> Result<(Document, Vec<Passage>)> {
    let mut document = (format.read)(bytes)?;
    link::link(&mut document);
    let passages = segment::passages(&document);
    Ok((document, passages))
}

fn filled(mut record: FileRecord, document: Document, passages: Vec<Passage>) -> Reading {
    let mut called = vec![false; document.notes.len()];
    for note in document.markers.iter().filter_map(|marker| marker.note) {
        if let Some(called) = called.get_mut(note) {
            *called = true;
        }
    }
    record.format = document.format.to_owned();
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

    fn broken(_: &[u8]) -> Result<Document> {
        panic!("a reader that breaks down")
    }

    #[test]
    fn the_name_and_then_the_content_tell_the_format() {
        let name = |file| format_of(file).map(|format| format.name);
        assert_eq!(name("a.TXT"), Ok("text"));
        assert_eq!(name("README"), Ok("text"));
        assert_eq!(name("report.final"), Ok("text"));
        assert_eq!(name("a.pdf"), Err("no reader for .pdf".to_owned()));
        assert_eq!(name("a.md"), Err("no reader for .md".to_owned()));
    }

    fn content(text: &str) -> Content {
        let state = State { size: text.len() as u64, modified: 1 };
        Content { bytes: text.into(), state, fingerprint: "f".to_owned() }
    }

    #[test]
    fn a_reader_that_breaks_down_fails_its_file_alone() {
        let format = Format { name: "text", version: 3, extensions: &[], read: broken };
        let reading = read(&content("Some words."), &format, FileRecord::default());
        assert_eq!(reading.record.status, FileStatus::Failed);
        assert_eq!((reading.record.reader, reading.record.size), (3, 11));
    }

    #[test]
    fn a_pdf_by_another_name_is_not_read_as_text() {
        let reading = read(&content("%PDF-1.4 words"), format_of("a.txt").unwrap(), FileRecord::default());
        assert_eq!(reading.record.reason.as_deref(), Some("no reader for .pdf"));
        assert!(reading.passages.is_empty());
    }
}
