//! The files of hits, as they stand on the disk now.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::index::schema::FileRecord;
use crate::model::hit::{Answer, Hit, Locator};
use crate::query::Engine;
use crate::source::archive::INSIDE;
use crate::source::file::{self, State};
use crate::source::walk::path_of;

/// Looks at the files behind hits, each once.
#[derive(Default)]
pub struct Files {
    /// By path in the index.
    seen: Mutex<HashMap<String, Now>>,
}

/// How a file stands to what the index has of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Now {
    Same,
    Changed,
    Gone,
}

impl Now {
    fn note(self, locator: &mut Locator) {
        locator.stale = Some(self != Now::Same);
        locator.gone = self == Now::Gone;
    }
}

impl Files {
    /// Fills in `stale` and `gone` at every place of every hit, and counts the hits.
    pub fn mark_answer(&self, engine: &Engine<'_>, answer: &mut Answer) {
        answer.hits.iter_mut().for_each(|hit| self.mark(engine, hit));
        answer.summary.stale = answer.hits.iter().filter(|hit| hit.locator.stale == Some(true)).count();
        answer.summary.gone = answer.hits.iter().filter(|hit| hit.locator.gone).count();
    }

    /// Fills in `stale` and `gone` at every place of a hit.
    pub fn mark(&self, engine: &Engine<'_>, hit: &mut Hit) {
        let now = self.now(engine, &hit.locator, &hit.document.fingerprint);
        now.note(&mut hit.locator);
        let notes = hit.notes.iter_mut().filter_map(|note| note.locator.as_mut());
        let quotes = hit.pull_quotes.iter_mut().map(|quote| &mut quote.locator);
        let beside = hit.before.iter_mut().chain(&mut hit.after).map(|neighbour| &mut neighbour.locator);
        notes.chain(quotes).chain(beside).for_each(|locator| now.note(locator));
    }

    /// Fills in `stale` and `gone` at a place.
    pub fn mark_place(&self, engine: &Engine<'_>, locator: &mut Locator) {
        let record = engine.file(&locator.path);
        let fingerprint = record.as_ref().map_or("", |record| &record.fingerprint);
        self.now(engine, locator, fingerprint).note(locator);
    }

    fn now(&self, engine: &Engine<'_>, locator: &Locator, fingerprint: &str) -> Now {
        let lock = || self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(now) = lock().get(&locator.path) {
            return *now;
        }
        // A record that cannot be had costs no more than a hash of the file.
        let now = match archive_of(&locator.file, &locator.path) {
            Some((file, path)) => {
                let record = engine.file(path);
                let fingerprint = record.as_ref().map_or("", |record| &record.fingerprint);
                compared(&path_of(file), record.as_deref(), fingerprint)
            }
            None => compared(&path_of(&locator.file), engine.file(&locator.path).as_deref(), fingerprint),
        };
        lock().insert(locator.path.clone(), now);
        now
    }
}

/// The archive in which a file lies, on disk and in the index; `None` for a
/// file of its own.
fn archive_of<'a>(file: &'a str, path: &'a str) -> Option<(&'a str, &'a str)> {
    let at = file.match_indices(INSIDE).map(|(at, _)| at).find(|at| path_of(&file[..*at]).is_file())?;
    let path = path.strip_suffix(&file[at..])?;
    (!path_of(file).exists()).then_some((&file[..at], path))
}

/// A file beside its record. Where size and time of change are those of the record,
/// its bytes are not read.
fn compared(file: &Path, record: Option<&FileRecord>, fingerprint: &str) -> Now {
    let meta = match std::fs::symlink_metadata(file) {
        Ok(meta) if meta.is_file() => meta,
        // what a link leads to was never indexed
        Ok(meta) if meta.is_symlink() => return Now::Changed,
        // a folder on the way that became a file is as good as gone too
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Now::Changed,
        _ => return Now::Gone,
    };
    let state = State::from(&meta);
    let same = |record: &FileRecord| state == State { size: record.size, modified: record.modified };
    if record.is_some_and(same) {
        return Now::Same;
    }
    // Another length is another text, whatever the hash.
    if record.is_some_and(|record| record.size != meta.len()) {
        return Now::Changed;
    }
    let same = file::read(file).is_ok_and(|content| content.fingerprint == fingerprint);
    if same { Now::Same } else { Now::Changed }
}

/// Columns of places in files, from 1, in bytes; each file is read once.
#[derive(Default)]
pub struct Columns {
    read: Mutex<HashMap<String, Option<Vec<u8>>>>,
}

impl Columns {
    /// The column at which `byte` stands in its line; `None` where the file
    /// cannot be read or is shorter.
    pub fn column(&self, file: &str, byte: usize) -> Option<usize> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = read.entry(file.to_owned()).or_insert_with(|| std::fs::read(path_of(file)).ok());
        let before = bytes.as_ref()?.get(..byte)?;
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        Some(byte - start + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_bytes_from_one() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.txt");
        std::fs::write(&file, "één\nnose").unwrap();
        let columns = Columns::default();
        let file = file.to_str().unwrap();
        let of = |byte| columns.column(file, byte);
        assert_eq!((of(0), of(2), of(6), of(8), of(99)), (Some(1), Some(3), Some(1), Some(3), None));
        assert_eq!(columns.column("no such file", 0), None);
    }

    #[test]
    fn a_file_is_compared_by_its_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.txt");
        assert_eq!(compared(&file, None, ""), Now::Gone);
        std::fs::write(&file, "text").unwrap();
        let print = blake3::hash(b"text").to_hex().to_string();
        assert_eq!(compared(&file, None, &print), Now::Same);
        assert_eq!(compared(&file, None, "00"), Now::Changed);
        assert_eq!(compared(dir.path(), None, &print), Now::Gone);
        assert_eq!(compared(&file.join("b.txt"), None, &print), Now::Gone);
    }
}
