//! Archives in a run: each entry is a file of its own in the ledger, told apart
//! by its bytes; the archive has a record too.

use std::collections::BTreeSet;
use std::ops::Bound;

use rayon::prelude::*;

use super::library::shelf::Outside;
use super::plan::{self, Ledger, Reading};
use super::report::{Action, Outcome};
use super::run::{Done, Run};
use super::{isolate, read};
use crate::error;
use crate::index::schema::{FileRecord, FileStatus};
use crate::read::by_name;
use crate::source::archive::{INSIDE, Kind, Met, Summary, What, kind};
use crate::source::file::{Content, State, fingerprint};
use crate::source::walk::{HIDDEN, hidden_part};

/// An archive of this many bytes is read by all threads; smaller ones each by one.
pub const LARGE: u64 = 8 << 20;

/// Entries, and their bytes, that are held at a time.
const BATCH: (usize, usize) = (256, 16 << 20);

/// Field of the metadata of an archive: its entries.
pub const ENTRIES: &str = "entries";

/// The ledger of what lies inside the archive at `path`, taken out of that of
/// its source.
pub fn taken(ledger: &mut Ledger, path: &str) -> Ledger {
    let inside: Vec<String> = range(ledger, path).map(|(path, _)| path.clone()).collect();
    inside.into_iter().filter_map(|path| ledger.remove_entry(&path)).collect()
}

/// The part of a ledger that lies inside the archive at `path`.
pub fn range<'a>(ledger: &'a Ledger, path: &str) -> impl Iterator<Item = (&'a String, &'a FileRecord)> + use<'a> {
    let first = format!("{path}{INSIDE}");
    let from = ledger.range::<str, _>((Bound::Included(first.as_str()), Bound::Unbounded));
    from.take_while(move |(path, _)| path.starts_with(&first))
}

/// The record of an entry, empty but for path, source and times; `inside` is
/// its path in the archive.
pub fn base(archive: &FileRecord, inside: &str) -> FileRecord {
    let below = |path: &str| format!("{path}{INSIDE}{inside}");
    FileRecord { path: below(&archive.path), file: below(&archive.file), ..plan::times(archive) }
}

/// What is known of an entry, as its archive stands now: for a record that stays.
pub fn base_of(archive: &FileRecord, entry: &FileRecord) -> FileRecord {
    base(archive, entry.path.get(archive.path.len() + INSIDE.len()..).unwrap_or_default())
}

/// Why an entry of an archive need not be unpacked, by its name, if so.
///
/// # Errors
///
/// The reason.
pub fn wanted(name: &str, hidden: bool) -> Result<(), String> {
    match hidden_part(name) {
        Some(_) if !hidden => Err(HIDDEN.to_owned()),
        _ if kind(name).is_some() => Ok(()),
        _ => by_name(name).map(drop),
    }
}

/// An archive whose content is at hand.
pub(super) struct Archive<'a> {
    pub kind: Kind,
    pub name: &'a str,
    pub content: &'a Content,
    pub outside: Outside<'a>,
}

impl Run<'_> {
    /// Reads all that lies in an archive; what is not there any more leaves.
    pub(super) fn archive(&self, archive: Archive, reading: Reading) -> error::Result<Vec<Done>> {
        let Reading { mut base, old, mut inside, .. } = reading;
        (base.size, base.modified) = (archive.content.state.size, archive.content.state.modified);
        let (mut done, mut batch, mut held) = (Vec::new(), Vec::new(), 0);
        let mut failure = None;
        let all = archive.content.bytes.len() as u64 >= LARGE;
        let mut flush = |batch: &mut Vec<(Met, Option<FileRecord>)>, failure: &mut Option<error::Error>| {
            let one = |(met, old)| self.entry(met, old, &base, archive.outside);
            let batch = std::mem::take(batch);
            let found: error::Result<Vec<Done>> =
                if all { batch.into_par_iter().map(one).collect() } else { batch.into_iter().map(one).collect() };
            match found {
                Ok(found) => done.extend(found),
                Err(error) => *failure = failure.take().or(Some(error)),
            }
        };
        let mut hidden = BTreeSet::new();
        let mut met = |mut met: Met| {
            if failure.is_some() {
                return;
            }
            if let (What::Skipped(reason), Some(part)) = (&met.what, hidden_part(&met.path))
                && reason == HIDDEN
            {
                // a hidden folder is one entry, as outside of archives
                if !hidden.insert(part.to_owned()) {
                    return;
                }
                met.path = part.to_owned();
            }
            held += if let What::File(bytes) = &met.what { bytes.len() } else { 0 };
            let old = inside.remove(&format!("{}{INSIDE}{}", base.path, met.path));
            batch.push((met, old));
            if batch.len() >= BATCH.0 || held >= BATCH.1 {
                flush(&mut batch, &mut failure);
                held = 0;
            }
        };
        let reads_hidden = archive.outside.source.hidden;
        let summary = isolate::archive((archive.kind, archive.name), &archive.content.bytes, reads_hidden, &mut met);
        flush(&mut batch, &mut failure);
        if let Some(error) = failure {
            return Err(error);
        }
        for gone in inside.into_values() {
            done.push(self.one(plan::Step::Remove(gone))?);
        }
        let print = archive.content.fingerprint.clone();
        done.push(self.archive_record(base, (archive.kind, summary, print), old)?);
        Ok(done)
    }

    fn entry(&self, met: Met, old: Option<FileRecord>, archive: &FileRecord, outside: Outside) -> error::Result<Done> {
        let mut base = base(archive, &met.path);
        base.first_seen = old.as_ref().map_or(self.clock.day(), |old| &old.first_seen).to_owned();
        base.formerly = old.as_ref().map(|old| old.formerly.clone()).unwrap_or_default();
        let step = match met.what {
            What::File(bytes) => {
                let state = State { size: bytes.len() as u64, modified: base.modified };
                let content = Content { fingerprint: fingerprint(&bytes), bytes, state };
                let is_as_read = |old: &FileRecord| {
                    plan::same_reader(old, outside.source) && !(self.request.raised && plan::may_be_past_a_bound(old))
                };
                let anew = self.request.rebuild || !old.as_ref().is_some_and(is_as_read);
                return self.content(&content, (&met.path, base), (old, anew), outside);
            }
            What::Archive(kind, summary) => {
                return self.archive_record(base, (kind, summary, String::new()), old);
            }
            What::Skipped(reason) => plan::ledger(read::stopped(base, FileStatus::Skipped, reason), old),
            What::Failed(reason) => plan::ledger(read::stopped(base, FileStatus::Failed, reason), old),
        };
        self.one(step)
    }

    /// Puts the record of an archive that was walked.
    fn archive_record(
        &self,
        base: FileRecord,
        (kind, summary, fingerprint): (Kind, Summary, String),
        old: Option<FileRecord>,
    ) -> error::Result<Done> {
        let Summary { entries, reason } = summary;
        let (status, action) = match (&reason, entries, &old) {
            (Some(_), 0, _) => (FileStatus::Failed, Action::Failed),
            (_, _, Some(old)) if matches!(old.status, FileStatus::Failed | FileStatus::Skipped) => {
                (status(&reason), Action::Added)
            }
            (_, _, Some(_)) => (status(&reason), Action::Updated),
            (_, _, None) => (status(&reason), Action::Added),
        };
        let mut record = FileRecord { status, reason, fingerprint, format: kind.name().to_owned(), ..base };
        record.reader = read::version(&record.format);
        record.own_meta.fields.insert(ENTRIES.to_owned(), entries.to_string());
        record.meta = record.own_meta.clone();
        if let Some(writer) = self.writer {
            writer.put(&record, &[])?;
        }
        Ok(Done { outcome: Outcome { record, action }, changed: true, bytes: 0 })
    }
}

fn status(reason: &Option<String>) -> FileStatus {
    if reason.is_some() { FileStatus::Degraded } else { FileStatus::Indexed }
}
