//! Zip archives: entries by their directory.

use std::io::Cursor;

use zip::ZipArchive;
use zip::read::ZipFile;

use super::{Place, Summary, Walk, What};

/// Walks a zip archive.
pub(super) fn walk(walk: &mut Walk, place: &Place, bytes: &[u8]) -> Summary {
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => return Summary { entries: 0, reason: Some(format!("damaged: {error}")) },
    };
    let mut summary = Summary::default();
    for at in 0..archive.len() {
        summary.entries += 1;
        if let Err(reason) = entry(walk, place, &mut archive, at) {
            summary.reason = Some(reason);
            return summary;
        }
    }
    // the directory is read into a map: entries of one name are one there
    let hidden = declared(bytes).saturating_sub(archive.len());
    if hidden > 0 {
        summary.reason = Some(format!("{hidden} entries bear the name of another"));
    }
    summary
}

fn entry(walk: &mut Walk, place: &Place, archive: &mut ZipArchive<Cursor<&[u8]>>, at: usize) -> Result<(), String> {
    let (name, passed) = match archive.by_index_raw(at) {
        Ok(file) => (name(&file), passed(&file)),
        Err(error) => (format!("entry {at}"), Some(What::Failed(format!("damaged: {error}")))),
    };
    match passed {
        Some(What::Skipped(reason)) if reason.is_empty() => Ok(()),
        Some(what) => walk.other(place, &name, what),
        None => match archive.by_index(at) {
            Ok(file) => walk.file(place, &name, (file.compressed_size(), file)),
            Err(error) => walk.other(place, &name, What::Failed(format!("damaged: {error}"))),
        },
    }
}

/// The name as it stands; bytes that are no UTF-8 by the code page of DOS.
fn name(file: &ZipFile<Cursor<&[u8]>>) -> String {
    file.name().map_or_else(|_| String::from_utf8_lossy(file.name_raw()).into_owned(), |name| name.into_owned())
}

/// Why an entry is not read, if so; an empty reason for a folder, which is no
/// entry of its own.
fn passed(file: &ZipFile<Cursor<&[u8]>>) -> Option<What> {
    if file.is_dir() {
        Some(What::Skipped(String::new()))
    } else if file.is_symlink() {
        Some(What::Skipped("symlink".to_owned()))
    } else if file.encrypted() {
        Some(What::Failed("encrypted".to_owned()))
    } else {
        None
    }
}

/// Entries that the end of the archive says there are; 0 where it does not.
fn declared(bytes: &[u8]) -> usize {
    let tail = &bytes[bytes.len().saturating_sub((1 << 16) + 22)..];
    let end = tail.windows(4).rposition(|four| four == b"PK\x05\x06");
    let count = end.and_then(|at| tail.get(at + 10..at + 12)).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]));
    // 65,535 says that the count stands elsewhere
    if count == u16::MAX { 0 } else { usize::from(count) }
}
