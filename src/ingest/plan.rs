//! What is to be done about each file of a source: the folder as it is, against
//! the ledger as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::library::shelf::{Outside, Shelf};
use super::read::{stopped, version};
use super::sources::Target;
use super::tables;
use super::{Action, Clock, inside, renamed};
use crate::index::schema::{FileRecord, FileStatus, SourceRecord};
use crate::read;
use crate::source::archive::{self, INSIDE};
use crate::source::walk::{self, Found, What, text_of};

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
    /// What the ledger has inside it, where it is an archive.
    pub inside: Ledger,
    /// False where it need not be read when its bytes are the same.
    pub anew: bool,
}

/// The ledger of one source, by path.
pub type Ledger = BTreeMap<String, FileRecord>;

/// What steps are made with beside the files themselves.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The source.
    pub target: &'a Target,
    /// The entries of its libraries.
    pub shelf: &'a Shelf,
    /// True to read every file again.
    pub rebuild: bool,
    /// True to compare the bytes of every file.
    pub checksum: bool,
    /// True to read again what was not read, or not whole.
    pub raised: bool,
    /// The time.
    pub clock: &'a Clock,
}

impl<'a> Around<'a> {
    fn outside(&self) -> Outside<'a> {
        Outside { source: &self.target.record, shelf: self.shelf }
    }
}

/// What is to be done about each file of a source that was walked, by path.
pub fn steps(around: Around, found: Vec<Found>, mut old: Ledger) -> Vec<Step> {
    let Around { target, rebuild, clock, .. } = around;
    let source = &target.record;
    let mut closed = Vec::new();
    let mut steps = Vec::with_capacity(found.len());
    // names that could shadow what lies in an archive, which are rare
    let names = found.iter().map(|found| &found.below).filter(|below| below.contains(INSIDE));
    let names: BTreeSet<String> = names.cloned().collect();
    for found in found {
        let path = path_of(source, &found.below);
        let own = old.remove(&path);
        let base = base(source, path, &found.path, own.as_ref(), clock);
        if let What::Failed(_) = &found.what {
            closed.push(if found.below.is_empty() { format!("{}/", source.name) } else { format!("{}/", base.path) });
            closed.push(format!("{}{INSIDE}", base.path));
        }
        match found.what {
            What::File(_) if is_shadowed(&names, &found.below) => {
                let reason = "a folder bears the name of what lies in it".to_owned();
                steps.push(ledger(stopped(base, FileStatus::Skipped, reason), own));
            }
            What::File(state) => {
                let base = FileRecord { size: state.size, modified: state.modified, ..base };
                let inside = inside::taken(&mut old, &base.path);
                let reading = Reading { path: found.path, base, old: own, inside, anew: rebuild };
                steps.extend(file(around, reading));
            }
            What::Skipped(reason) => steps.push(ledger(stopped(base, FileStatus::Skipped, reason.to_owned()), own)),
            What::Failed(reason) => steps.push(ledger(stopped(base, FileStatus::Failed, reason), own)),
        }
    }
    let is_shut = |path: &String| closed.iter().any(|dir| path.starts_with(dir.as_str()));
    let (shut, gone): (Ledger, Ledger) = old.into_iter().partition(|(path, _)| is_shut(path));
    renamed::note(&mut steps, &gone);
    steps.extend(shut.into_values().map(|record| unreachable(record, "its folder cannot be read")));
    steps.extend(gone.into_values().map(Step::Remove));
    steps
}

/// The shelf of a source, with its libraries and the rows of its table, for the files that were found.
pub fn shelf(target: &mut Target, found: &[Found]) -> Shelf {
    let asked = !target.record.meta.is_empty() || !target.libraries.is_empty();
    let is_file = |found: &&Found| matches!(found.what, What::File(_)) && metadata(target, &found.path).is_none();
    let files = found.iter().filter(|_| asked).filter(is_file);
    let files: Vec<(String, &Path)> =
        files.map(|found| (path_of(&target.record, &found.below), found.path.as_path())).collect();
    let rows = tables::keys(&target.record, files.iter().map(|(path, _)| path.as_str()));
    let mut shelf = Shelf::new(std::mem::take(&mut target.libraries), target.bib_errors.is_empty(), &files);
    shelf.rows = rows;
    shelf
}

/// The path under which a file of a source is known.
fn path_of(source: &SourceRecord, below: &str) -> String {
    let own = walk::path_of(&source.root).file_name().map(text_of).unwrap_or_default();
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
        formerly: old.map(|old| old.formerly.clone()).unwrap_or_default(),
        ..FileRecord::default()
    }
}

/// True for an archive `a.zip` beside a folder `a.zip!`: paths inside the two
/// could not be told apart.
fn is_shadowed(names: &BTreeSet<String>, below: &str) -> bool {
    let inside = format!("{below}{INSIDE}");
    archive::kind(below).is_some() && names.range(inside.clone()..).next().is_some_and(|name| name.starts_with(&inside))
}

/// The times and the source of a record.
pub fn times(of: &FileRecord) -> FileRecord {
    FileRecord {
        source: of.source.clone(),
        modified: of.modified,
        indexed_at: of.indexed_at.clone(),
        ..FileRecord::default()
    }
}

/// True where the reader of a file, and the linking after it, are those that read it, and
/// pictures of text are recognised as they were.
pub fn same_reader(old: &FileRecord, source: &SourceRecord) -> bool {
    same_recognition(old, source)
        && old.reader == version(&old.format)
        && !old.fingerprint.is_empty()
        && old.status != FileStatus::Unreachable
}

/// True for a file without pictures of text, and for one in which they were recognised as
/// the source wants it.
fn same_recognition(old: &FileRecord, source: &SourceRecord) -> bool {
    let languages = source.ocr.as_ref().map_or("", |ocr| &ocr.languages);
    old.recognition.as_deref().is_none_or(|before| before == languages)
}

fn file(around: Around, mut reading: Reading) -> Vec<Step> {
    let name = reading.path.file_name().map(text_of).unwrap_or_default();
    let no_reader = || read::by_name(&name).err().filter(|_| archive::kind(&name).is_none());
    if let Some(reason) = metadata(around.target, &reading.path).map(str::to_owned).or_else(no_reader) {
        let gone = reading.inside.into_values().map(Step::Remove);
        let own = ledger(stopped(reading.base, FileStatus::Skipped, reason), reading.old);
        return std::iter::once(own).chain(gone).collect();
    }
    reading.anew |= !reading.old.as_ref().is_some_and(|old| same_reader(old, &around.target.record));
    reading.anew |= around.raised
        && std::iter::once(&reading.old).flatten().chain(reading.inside.values()).any(may_be_past_a_bound);
    // of an archive other entries may be wanted than before
    let before = around.target.old.as_ref().is_some_and(|old| old.hidden);
    let is_archive = archive::kind(&name).is_some();
    reading.anew |= before != around.target.record.hidden && is_archive;
    // what lies in an archive may have pages that are to be recognised now
    reading.anew |=
        is_archive && reading.inside.values().any(|inside| !same_recognition(inside, &around.target.record));
    match reading.old {
        Some(old) if !reading.anew && !around.checksum && untouched(&old, &reading.base) => {
            all_refreshed(old, &reading.base, reading.inside, (around.outside(), false))
        }
        old => vec![Step::Read(Box::new(Reading { old, ..reading }))],
    }
}

/// True for what was not read, or not all of it.
pub fn may_be_past_a_bound(old: &FileRecord) -> bool {
    matches!(old.status, FileStatus::Failed | FileStatus::Degraded)
}

/// What a file is to its source that is not read as a document.
fn metadata(target: &Target, file: &Path) -> Option<&'static str> {
    let is_library = || target.record.libraries.iter().any(|library| walk::path_of(library) == file);
    match target.table.as_deref() {
        Some(table) if table == file => Some("metadata table"),
        _ => is_library().then_some("library of references"),
    }
}

/// The steps for a file whose bytes are the same, and for what lies in it.
pub fn all_refreshed(
    old: FileRecord,
    base: &FileRecord,
    inside: Ledger,
    (outside, compared): (Outside, bool),
) -> Vec<Step> {
    let within = inside.into_values().map(|entry| {
        let base = inside::base_of(base, &entry);
        refreshed(entry, &base, outside, compared)
    });
    let within: Vec<Step> = within.collect();
    std::iter::once(refreshed(old, base, outside, compared)).chain(within).collect()
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
pub fn refreshed(old: FileRecord, now: &FileRecord, outside: Outside, compared: bool) -> Step {
    let is_document = matches!(old.status, FileStatus::Indexed | FileStatus::Degraded | FileStatus::Unreachable);
    let meta = is_document.then(|| outside.meta(&old, Some(&old.meta))).filter(|meta| *meta != old.meta);
    let action = match old.status {
        FileStatus::Skipped => Action::Skipped,
        FileStatus::Failed => Action::Failed,
        _ if meta.is_some() => Action::Metadata,
        _ => Action::Unchanged,
    };
    let indexed_at = if compared { &now.indexed_at } else { &old.indexed_at };
    let same = (&old.file, old.modified, &old.indexed_at) == (&now.file, now.modified, indexed_at);
    // nearly every file of nearly every run: its record is not copied
    if meta.is_none() && same {
        return Step::Keep(old, action);
    }
    let (file, indexed_at) = (now.file.clone(), indexed_at.clone());
    let meta = meta.unwrap_or_else(|| old.meta.clone());
    Step::Record(FileRecord { file, modified: now.modified, meta, indexed_at, ..old }, action)
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
