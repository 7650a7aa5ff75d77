//! The files of hits, as they stand on the disk now.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use crate::index::schema::FileRecord;
use crate::model::hit::{Answer, Hit, Locator};
use crate::query::Engine;
use crate::source::archive::INSIDE;

/// Looks at the files behind hits, each once.
#[derive(Default)]
pub struct Files {
    /// By path in the index: whether the file has changed.
    seen: Mutex<HashMap<String, bool>>,
}

impl Files {
    /// Fills in `stale` at every place of every hit, and counts the hits.
    pub fn mark_answer(&self, engine: &Engine<'_>, answer: &mut Answer) {
        answer.hits.iter_mut().for_each(|hit| self.mark(engine, hit));
        answer.summary.stale = answer.hits.iter().filter(|hit| hit.locator.stale == Some(true)).count();
    }

    /// Fills in `stale` at every place of a hit.
    pub fn mark(&self, engine: &Engine<'_>, hit: &mut Hit) {
        let stale = Some(self.is_stale(engine, &hit.locator, &hit.document.fingerprint));
        hit.locator.stale = stale;
        let notes = hit.notes.iter_mut().filter_map(|note| note.locator.as_mut());
        let quotes = hit.pull_quotes.iter_mut().map(|quote| &mut quote.locator);
        let beside = hit.before.iter_mut().chain(&mut hit.after).map(|neighbour| &mut neighbour.locator);
        notes.chain(quotes).chain(beside).for_each(|locator| locator.stale = stale);
    }

    /// Fills in `stale` at a place.
    pub fn mark_place(&self, engine: &Engine<'_>, locator: &mut Locator) {
        let record = engine.file(&locator.path);
        let fingerprint = record.as_ref().map_or("", |record| &record.fingerprint);
        locator.stale = Some(self.is_stale(engine, locator, fingerprint));
    }

    fn is_stale(&self, engine: &Engine<'_>, locator: &Locator, fingerprint: &str) -> bool {
        let lock = || self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stale) = lock().get(&locator.path) {
            return *stale;
        }
        // A record that cannot be had costs no more than a hash of the file.
        let stale = match archive_of(&locator.file, &locator.path) {
            Some((file, path)) => {
                let record = engine.file(path);
                let fingerprint = record.as_ref().map_or("", |record| &record.fingerprint);
                has_changed(Path::new(file), record.as_deref(), fingerprint)
            }
            None => has_changed(Path::new(&locator.file), engine.file(&locator.path).as_deref(), fingerprint),
        };
        lock().insert(locator.path.clone(), stale);
        stale
    }
}

/// The archive in which a file lies, on disk and in the index; `None` for a
/// file of its own.
fn archive_of<'a>(file: &'a str, path: &'a str) -> Option<(&'a str, &'a str)> {
    let at = file.match_indices(INSIDE).map(|(at, _)| at).find(|at| Path::new(&file[..*at]).is_file())?;
    let path = path.strip_suffix(&file[at..])?;
    (!Path::new(file).exists()).then_some((&file[..at], path))
}

/// True where the file is gone or its bytes are others. Where size and time of
/// change are those of the record, its bytes are not read.
fn has_changed(file: &Path, record: Option<&FileRecord>, fingerprint: &str) -> bool {
    let Ok(meta) = std::fs::metadata(file) else { return true };
    if !meta.is_file() {
        return true;
    }
    let since = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = since.and_then(|since| i64::try_from(since.as_nanos()).ok());
    let same = |record: &FileRecord| record.size == meta.len() && modified == Some(record.modified);
    if record.is_some_and(same) {
        return false;
    }
    // Another length is another text, whatever the hash.
    if record.is_some_and(|record| record.size != meta.len()) {
        return true;
    }
    std::fs::read(file).map_or(true, |bytes| blake3::hash(&bytes).to_hex().as_str() != fingerprint)
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
        let bytes = read.entry(file.to_owned()).or_insert_with(|| std::fs::read(file).ok());
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
    fn a_file_is_stale_when_its_bytes_are_others() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.txt");
        assert!(has_changed(&file, None, ""));
        std::fs::write(&file, "text").unwrap();
        let print = blake3::hash(b"text").to_hex().to_string();
        assert!(!has_changed(&file, None, &print));
        assert!(has_changed(&file, None, "00"));
        assert!(has_changed(dir.path(), None, &print));
    }
}
