//! References: an id, a hash alone, or a file and line.

use std::sync::Arc;

use super::Engine;
use crate::error::{ErrorKind, Result};
use crate::index::schema::{FileRecord, hash_key};
use crate::model::{Passage, Places};
use crate::query::store::Key;

impl Engine<'_> {
    /// The passages that a reference names:
    ///
    /// - `path#hash` the passage, `path#n-hash` the passages that carry the note;
    /// - `#hash` the same, where one file alone has it;
    /// - `PATH:LINE` the passages on a line, or those that call a note that
    ///   stands there; the path as indexed, an end of it that only one file
    ///   has, or the file's absolute path.
    ///
    /// Fails with [`ErrorKind::Unknown`] where it names nothing, or too much.
    pub(super) fn refer(&self, reference: &str) -> Result<Vec<Key>> {
        let unknown = || ErrorKind::Unknown(reference.to_owned());
        let keys = match (reference.rsplit_once('#'), reference.rsplit_once(':')) {
            (Some((path, hash)), _) if is_hash(hash) => self.by_hash(path, hash)?,
            (_, Some((path, line))) => match line.parse() {
                Ok(line) => self.by_line(path, line)?,
                Err(_) => Vec::new(),
            },
            _ => Vec::new(),
        };
        if keys.is_empty() { Err(unknown().into()) } else { Ok(keys) }
    }

    fn by_hash(&self, path: &str, hash: &str) -> Result<Vec<Key>> {
        let Some(key) = hash_key(hash) else { return Ok(Vec::new()) };
        let mut keys = self.store.with_hash(key)?;
        if !path.is_empty() {
            if keys.iter().any(|key| &*key.path == path) {
                keys.retain(|key| &*key.path == path);
                return Ok(keys);
            }
            // a file that was renamed answers to the ids it had
            let mut renamed = Vec::new();
            for key in keys {
                let record = self.known(&key.path)?;
                if record.is_some_and(|record| record.formerly.iter().any(|former| former == path)) {
                    renamed.push(key);
                }
            }
            return Ok(renamed);
        }
        let in_one_file = keys.iter().all(|key| Some(&key.path) == keys.first().map(|first| &first.path));
        Ok(if in_one_file { keys } else { Vec::new() })
    }

    fn by_line(&self, path: &str, line: u32) -> Result<Vec<Key>> {
        let Some(path) = self.file_called(path)? else { return Ok(Vec::new()) };
        let (mut own, mut notes) = (Vec::new(), Vec::new());
        for key in self.store.of_file(&path)? {
            let passage = self.store.passage(&key)?;
            if on_line(&passage.places, line) {
                own.push(key.clone());
            }
            if calls_note_on(&passage, line) {
                notes.push(key);
            }
        }
        Ok(if own.is_empty() { notes } else { own })
    }

    /// For a reference that names nothing because no text stands on the line:
    /// the file's path, and the nearest lines with text before and after.
    pub fn near(&self, reference: &str) -> Result<Option<(String, [Option<u32>; 2])>> {
        let Some((path, line)) = reference.rsplit_once(':') else { return Ok(None) };
        let (Ok(line), Some(path)) = (line.parse::<u32>(), self.file_called(path)?) else { return Ok(None) };
        let mut lines = std::collections::BTreeSet::new();
        for key in self.store.of_file(&path)? {
            let passage = self.store.passage(&key)?;
            let bodies = passage.notes.iter().filter_map(|note| note.body.as_ref());
            for places in std::iter::once(&passage.places).chain(bodies) {
                lines.extend(places.lines.iter().map(|(_, line)| *line).chain(places.last_line));
            }
        }
        let (before, after) = (lines.range(..line).next_back().copied(), lines.range(line..).next().copied());
        Ok(Some((path.to_string(), [before, after])))
    }

    /// The record of the file that a path means: as indexed, the end of one only,
    /// or absolute.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn document_called(&self, path: &str) -> Result<Option<Arc<FileRecord>>> {
        match self.file_called(path)? {
            Some(path) => self.known(&path),
            None => Ok(None),
        }
    }

    /// True where a reference is the path of a file, without a line.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn is_file(&self, reference: &str) -> Result<bool> {
        Ok(self.file_called(reference)?.is_some())
    }

    /// The file that a path means: as indexed, or absolute, or the end of one only.
    fn file_called(&self, path: &str) -> Result<Option<Arc<str>>> {
        if let Some(record) = self.known(path)? {
            return Ok(Some(record.path.as_str().into()));
        }
        let records = self.store.records()?;
        let is_absolute = path.starts_with('/') || path.contains(":\\");
        if let Some(record) = records.iter().find(|record| is_absolute && record.file == path) {
            return Ok(Some(record.path.as_str().into()));
        }
        let mut renamed = records.iter().filter(|record| record.formerly.iter().any(|former| former == path));
        if let Some(one) = renamed.next().filter(|_| renamed.next().is_none()) {
            return Ok(Some(one.path.as_str().into()));
        }
        let end = format!("/{}", path.trim_start_matches("./").trim_start_matches('/'));
        let mut ending = records.iter().filter(|record| record.path.ends_with(&end));
        let one = ending.next().filter(|_| ending.next().is_none());
        Ok(one.map(|record| record.path.as_str().into()))
    }
}

fn is_hash(hash: &str) -> bool {
    let hex = hash.strip_prefix("n-").unwrap_or(hash);
    hex.len() == 8 && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

/// True where a line of the file holds some of the text: the lines between the
/// first and the last may be those of a note or running head.
fn on_line(places: &Places, line: u32) -> bool {
    let Some((first, last)) = places.line_range() else { return false };
    let starts = places.lines.iter().any(|(_, start)| *start == line);
    // a line without a start of its own lies within a line-wrapped stretch only
    // where no text is known to begin on a later one
    first <= line && line <= last && (starts || line == last)
}

fn calls_note_on(passage: &Passage, line: u32) -> bool {
    passage
        .notes
        .iter()
        .filter_map(|note| note.body.as_ref())
        .any(|body| body.line_range().is_some_and(|(first, last)| first <= line && line <= last))
}
