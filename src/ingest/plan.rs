//! What is to be done about each file of a source: the folder as it is, against
//! the ledger as it was.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::read::stopped;
use super::sources::Target;
use super::tables;
use super::{Action, Clock};
use crate::index::schema::{FileRecord, FileStatus, SourceRecord};
use crate::read;
use crate::source::walk::{Found, What, text_of};

/// Something to be done.
pub enum Step {
    /// Nothing; the file stays in the ledger as it is.
    Keep(FileRecord, Action),
    /// A new record; the passages stay.
    Record(FileRecord, Action),
    /// A new record and no passages.
    Ledger(FileRecord, Action),
    /// The file is to be looked into.
    Read(Box<Reading>),
    /// It leaves.
    Remove(FileRecord),
}

/// A file that is to be looked into.
pub struct Reading {
    /// Where it is.
    pub path: PathBuf,
    /// Its record, empty but for path, source and times.
    pub base: FileRecord,
    /// What the ledger has.
    pub old: Option<FileRecord>,
    /// False where it need not be read when its bytes are the same.
    pub anew: bool,
}

/// The ledger of one source, by path.
pub type Ledger = BTreeMap<String, FileRecord>;

/// What is to be done about each file of a source that was walked, by path.
pub fn steps(target: &Target, found: Vec<Found>, mut old: Ledger, rebuild: bool, clock: &Clock) -> Vec<Step> {
    let source = &target.record;
    let mut closed = Vec::new();
    let mut steps = Vec::with_capacity(found.len());
    for found in found {
        let path = path_of(source, &found.below);
        let old = old.remove(&path);
        let base = base(source, path, &found.path, old.as_ref(), clock);
        if let What::Failed(_) = &found.what {
            closed.push(if found.below.is_empty() { format!("{}/", source.name) } else { format!("{}/", base.path) });
        }
        steps.push(match found.what {
            What::File(state) => {
                let base = FileRecord { size: state.size, modified: state.modified, ..base };
                file(target, found.path, base, old, rebuild)
            }
            What::Skipped(reason) => ledger(stopped(base, FileStatus::Skipped, reason.to_owned()), old),
            What::Failed(reason) => ledger(stopped(base, FileStatus::Failed, reason), old),
        });
    }
    for (path, record) in old {
        let shut = closed.iter().any(|dir| path.starts_with(dir.as_str()));
        steps.push(if shut { unreachable(record, "its folder cannot be read") } else { Step::Remove(record) });
    }
    steps
}

/// The path under which a file of a source is known.
fn path_of(source: &SourceRecord, below: &str) -> String {
    let own = Path::new(&source.root).file_name().map(text_of).unwrap_or_default();
    match below {
        "" if own == source.name => own,
        "" => format!("{}/{own}", source.name),
        below => format!("{}/{below}", source.name),
    }
}

fn base(source: &SourceRecord, path: String, file: &Path, old: Option<&FileRecord>, clock: &Clock) -> FileRecord {
    FileRecord {
        path,
        file: text_of(file.as_os_str()),
        source: source.name.clone(),
        first_seen: old.map_or_else(|| clock.day().to_owned(), |old| old.first_seen.clone()),
        indexed_at: clock.now.clone(),
        ..FileRecord::default()
    }
}

fn file(target: &Target, path: PathBuf, base: FileRecord, old: Option<FileRecord>, rebuild: bool) -> Step {
    if target.table.as_deref() == Some(path.as_path()) {
        return ledger(stopped(base, FileStatus::Skipped, "metadata table".to_owned()), old);
    }
    let name = path.file_name().map(text_of).unwrap_or_default();
    if let Err(reason) = read::by_name(&name) {
        return ledger(stopped(base, FileStatus::Skipped, reason), old);
    }
    let same_reader = |old: &FileRecord| {
        old.reader == read::version(&old.format) && !old.fingerprint.is_empty() && old.status != FileStatus::Unreachable
    };
    let anew = rebuild || !old.as_ref().is_some_and(same_reader);
    match old {
        Some(old) if !anew && untouched(&old, &base) => refreshed(old, &base, &target.record, false),
        old => Step::Read(Box::new(Reading { path, base, old, anew })),
    }
}

/// True where size and time of change say that a file is as it was.
///
/// A file that was changed so shortly before it was indexed that a later change
/// could bear the same time does not count: its bytes are compared. The clock
/// of a file system ticks every 10 ms or so, or, where times have no fraction,
/// every 2 s.
fn untouched(old: &FileRecord, now: &FileRecord) -> bool {
    let tick = if now.modified % 1_000_000_000 == 0 { 2_000_000_000 } else { 20_000_000 };
    let indexed = old.indexed_at.parse::<jiff::Timestamp>().map_or(0, |at| at.as_nanosecond() as i64);
    now.modified != 0 && (old.size, old.modified) == (now.size, now.modified) && now.modified < indexed - tick
}

/// The step for a file whose bytes are the same: place, times and metadata may
/// still be others. `compared` where the bytes were looked at and not just the times.
pub fn refreshed(old: FileRecord, now: &FileRecord, source: &SourceRecord, compared: bool) -> Step {
    let row = tables::row(source, &now.path).map(|(_, meta)| meta);
    let record = FileRecord {
        file: now.file.clone(),
        modified: now.modified,
        meta: tables::merged(&old.own_meta, row),
        indexed_at: if compared { now.indexed_at.clone() } else { old.indexed_at.clone() },
        ..old.clone()
    };
    let action = match record.status {
        FileStatus::Skipped => Action::Skipped,
        FileStatus::Failed => Action::Failed,
        _ if record.meta != old.meta => Action::Metadata,
        _ => Action::Unchanged,
    };
    if record == old { Step::Keep(old, action) } else { Step::Record(record, action) }
}

/// The step for a file that is known but not indexed.
pub fn ledger(record: FileRecord, old: Option<FileRecord>) -> Step {
    let action = if record.status == FileStatus::Failed { Action::Failed } else { Action::Skipped };
    match old {
        Some(old) if same_entry(&old, &record) => Step::Keep(old, action),
        _ => Step::Ledger(record, action),
    }
}

fn same_entry(a: &FileRecord, b: &FileRecord) -> bool {
    let key = |r: &FileRecord| (r.status, r.reason.clone(), r.file.clone(), r.size, r.modified);
    key(a) == key(b)
}

/// The step for a file that cannot be reached now: what is indexed of it stays.
pub fn unreachable(old: FileRecord, reason: &str) -> Step {
    if matches!(old.status, FileStatus::Skipped | FileStatus::Failed) {
        let action = if old.status == FileStatus::Failed { Action::Failed } else { Action::Skipped };
        return Step::Keep(old, action);
    }
    let record = FileRecord { status: FileStatus::Unreachable, reason: Some(reason.to_owned()), ..old.clone() };
    if record == old { Step::Keep(old, Action::Unchanged) } else { Step::Record(record, Action::Unchanged) }
}
