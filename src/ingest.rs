//! Source, read, link, segment, index, with an outcome for each file.
//!
//! A run changes the index once, at its end, and holds its lock from the
//! beginning. The order of files, threads and time have no part in what it
//! leaves, but for the times that it notes.

pub mod changes;
pub mod plan;
pub mod read;
pub mod sources;
pub mod tables;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rayon::prelude::*;

use crate::error::{Error, ErrorKind, Result};
use crate::index::open::{Index, is_index};
use crate::index::schema::{FileRecord, FileStatus, SourceRecord};
use crate::index::write::Writer;
use crate::source::{file, walk};
use plan::{Ledger, Step};
use sources::Target;

/// Name of the threads that read.
pub const THREAD: &str = "ibid-read";

/// What is asked of a run.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Folders and files to add or update; none for all remembered sources.
    pub paths: Vec<PathBuf>,
    /// Name for the source; with no path, the one source to update.
    pub name: Option<String>,
    /// Table of metadata.
    pub meta: Option<PathBuf>,
    /// True to read every file again.
    pub rebuild: bool,
    /// Threads; 0 for one each core.
    pub jobs: usize,
    /// True to change nothing.
    pub dry_run: bool,
}

/// What was done about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Indexed for the first time.
    Added,
    /// Indexed anew.
    Updated,
    /// As it was.
    Unchanged,
    /// As it was, with other metadata.
    Metadata,
    /// Taken out: it is gone from its source.
    Removed,
    /// Not indexed, and not meant to be.
    Skipped,
    /// Not indexed: it could not be read.
    Failed,
}

/// What became of a file in a run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its record, as it is in the ledger now (of a removed file, as it was).
    pub record: FileRecord,
    /// What was done.
    pub action: Action,
}

/// What became of a source in a run.
#[derive(Debug)]
pub struct SourceOutcome {
    /// Its record.
    pub record: SourceRecord,
    /// Why it could not be reached, if so.
    pub unreachable: Option<String>,
    /// Rows of its table that no file answers to.
    pub unknown_rows: Vec<String>,
    /// Why its table could not be read, if so.
    pub table_error: Option<Error>,
}

/// What a run did.
#[derive(Debug, Default)]
pub struct Report {
    /// Every file, by path.
    pub outcomes: Vec<Outcome>,
    /// Every source of the run.
    pub sources: Vec<SourceOutcome>,
    /// Bytes of the files that were read.
    pub bytes_read: u64,
}

/// How far a run is.
#[derive(Clone, Copy, Debug)]
pub enum Progress {
    /// So many files, of so many bytes together, are to be looked into.
    Planned {
        /// Files.
        files: u64,
        /// Bytes.
        bytes: u64,
    },
    /// One more file of so many bytes is done.
    Done {
        /// Files done, this one included.
        files: u64,
        /// Files in all.
        of: u64,
        /// Bytes.
        bytes: u64,
    },
    /// All files are done; the index is being written.
    Committing,
}

/// Is told how far a run is; called from several threads.
pub type Listener<'a> = &'a (dyn Fn(Progress) + Sync);

/// The time of a run.
pub struct Clock {
    /// RFC 3339, UTC, whole seconds.
    pub now: String,
}

impl Clock {
    fn start() -> Clock {
        let now = jiff::Timestamp::now();
        Clock { now: now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string() }
    }

    /// The day, `YYYY-MM-DD`.
    fn day(&self) -> &str {
        self.now.get(..10).unwrap_or("")
    }
}

/// Brings an index up to date with its sources, or with those asked for. The
/// index is created where its folder is vacant.
///
/// Errors: those of the index (`NotAnIndex`, `Version`, `Busy`), of the request
/// (see [`sources::targets`]), or of writing. A file that cannot be read is no
/// error but an outcome.
pub fn run(dir: &Path, request: &Request, listener: Listener) -> Result<Report> {
    let clock = Clock::start();
    // an index that is there is locked before it is looked at
    let mut writer = if is_index(dir) { open(dir, request)? } else { None };
    let (ledger, remembered) = state(dir)?;
    let targets = sources::targets(request, &remembered)?;
    if writer.is_none() {
        writer = open(dir, request)?;
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(request.jobs).thread_name(|_| THREAD.to_owned()).build();
    let pool = pool.map_err(|error| Error::from(std::io::Error::other(error)))?;
    let count = Count::default();
    let dir = std::fs::canonicalize(dir).ok();
    let run = Run { dir, request, writer: writer.as_ref(), listener, clock, count };
    let (report, changed) = pool.install(|| run.all(targets, ledger))?;
    if let (Some(mut writer), true) = (writer, changed) {
        listener(Progress::Committing);
        writer.commit()?;
        writer.finish()?;
    }
    Ok(report)
}

/// Takes a source and all its files out of an index.
///
/// Errors: those of the index; `Unknown` where no source has the name.
pub fn drop_source(dir: &Path, name: &str, dry_run: bool) -> Result<Report> {
    let mut writer = if is_index(dir) && !dry_run { Some(Writer::open(dir)?) } else { None };
    let index = Index::open(dir)?;
    let source = index.sources()?.into_iter().find(|source| source.name == name);
    let record = source.ok_or_else(|| Error::from(ErrorKind::Unknown(name.to_owned())))?;
    let files = index.files()?.into_iter().filter(|file| file.source == name);
    let outcomes: Vec<Outcome> = files.map(|record| Outcome { record, action: Action::Removed }).collect();
    if let Some(writer) = &mut writer {
        outcomes.iter().for_each(|outcome| writer.remove(&outcome.record.path));
        writer.drop_source(name);
        writer.commit()?;
    }
    let source = SourceOutcome { record, unreachable: None, unknown_rows: Vec::new(), table_error: None };
    Ok(Report { outcomes, sources: vec![source], bytes_read: 0 })
}

fn open(dir: &Path, request: &Request) -> Result<Option<Writer>> {
    let jobs = match request.jobs {
        0 => std::thread::available_parallelism().map_or(1, |n| n.get()),
        jobs => jobs,
    };
    if request.dry_run { Ok(None) } else { Writer::with_threads(dir, jobs).map(Some) }
}

/// The ledger and the sources of an index; nothing where there is none yet.
fn state(dir: &Path) -> Result<(Vec<FileRecord>, Vec<SourceRecord>)> {
    match Index::open(dir) {
        Ok(index) => Ok((index.files()?, index.sources()?)),
        Err(error) if matches!(error.kind(), ErrorKind::NoIndex) => Ok(Default::default()),
        Err(error) => Err(error),
    }
}

struct Run<'a> {
    /// Folder of the index, which is no part of any source.
    dir: Option<PathBuf>,
    request: &'a Request,
    /// None in a dry run.
    writer: Option<&'a Writer>,
    listener: Listener<'a>,
    clock: Clock,
    count: Count,
}

/// Files of a run that are to be looked into.
#[derive(Default)]
struct Count {
    done: AtomicU64,
    of: AtomicU64,
}

impl Run<'_> {
    /// All sources; true where the index has changed.
    fn all(&self, targets: Vec<Target>, ledger: Vec<FileRecord>) -> Result<(Report, bool)> {
        let mut of_source: std::collections::BTreeMap<String, Ledger> = Default::default();
        for record in ledger {
            of_source.entry(record.source.clone()).or_default().insert(record.path.clone(), record);
        }
        let mut report = Report::default();
        let mut work = Vec::new();
        let mut changed = false;
        for target in targets {
            let old_name = target.old.as_ref().map(|old| old.name.clone());
            let mut ledger = old_name.as_ref().and_then(|name| of_source.remove(name)).unwrap_or_default();
            if old_name.as_ref().is_some_and(|name| *name != target.record.name) {
                work.extend(
                    std::mem::take(&mut ledger)
                        .into_values()
                        .map(|record| (report.sources.len(), Step::Remove(record))),
                );
            }
            let (outcome, steps) = self.plan(target, ledger, &mut changed)?;
            work.extend(steps.into_iter().map(|step| (report.sources.len(), step)));
            report.sources.push(outcome);
        }
        let done = self.work(work, &report.sources)?;
        changed |= done.iter().any(|done| done.changed);
        report.bytes_read = done.iter().map(|done| done.bytes).sum();
        report.outcomes = done.into_iter().map(|done| done.outcome).collect();
        report.outcomes.sort_by(|a, b| (&a.record.path, a.action).cmp(&(&b.record.path, b.action)));
        self.note_sources(&mut report.sources, changed)?;
        Ok((report, changed))
    }

    /// Walks a source and says what is to be done about its files.
    fn plan(&self, target: Target, old: Ledger, changed: &mut bool) -> Result<(SourceOutcome, Vec<Step>)> {
        let walked = walk::walk(Path::new(&target.record.root), self.dir.as_deref());
        let mut record = target.record.clone();
        record.unreachable = walked.is_err();
        let (steps, unreachable) = match walked {
            Ok(found) => (plan::steps(&target, found, old, self.request.rebuild, &self.clock), None),
            Err(reason) => (kept(old), Some(reason)),
        };
        if let (Some(old), Some(writer)) = (&target.old, self.writer) {
            if old.name != record.name {
                writer.drop_source(&old.name);
            }
        }
        *changed |= target.old.as_ref() != Some(&record);
        let paths = steps.iter().filter_map(Step::path);
        let asked = self.request.meta.is_some() && unreachable.is_none();
        let unknown_rows = if asked { tables::unknown(&record, paths) } else { Vec::new() };
        Ok((SourceOutcome { record, unreachable, unknown_rows, table_error: target.table_error }, steps))
    }

    /// Carries the steps out, largest files first so that no thread is left
    /// with a large one at the end.
    fn work(&self, mut work: Vec<(usize, Step)>, sources: &[SourceOutcome]) -> Result<Vec<Done>> {
        work.sort_by_key(|(_, step)| std::cmp::Reverse(step.bytes()));
        let files = work.iter().filter(|(_, step)| matches!(step, Step::Read(_))).count() as u64;
        let bytes = work.iter().map(|(_, step)| step.bytes()).sum();
        self.count.of.store(files, Relaxed);
        (self.listener)(Progress::Planned { files, bytes });
        let one = |(source, step): (usize, Step)| self.carry_out(step, &sources[source].record);
        work.into_par_iter().with_max_len(1).map(one).collect()
    }

    fn carry_out(&self, step: Step, source: &SourceRecord) -> Result<Done> {
        let done = |record, action, changed| Done { outcome: Outcome { record, action }, changed, bytes: 0 };
        let writer = self.writer;
        Ok(match step {
            Step::Keep(record, action) => done(record, action, false),
            Step::Record(record, action) => {
                writer.map_or(Ok(()), |writer| writer.put_record(&record))?;
                done(record, action, true)
            }
            Step::Ledger(record, action) => {
                writer.map_or(Ok(()), |writer| writer.put(&record, &[]))?;
                done(record, action, true)
            }
            Step::Remove(record) => {
                if let Some(writer) = writer {
                    writer.remove(&record.path);
                }
                done(record, Action::Removed, true)
            }
            Step::Read(reading) => {
                let bytes = reading.base.size;
                let done = self.look_into(*reading, source)?;
                let files = 1 + self.count.done.fetch_add(1, Relaxed);
                (self.listener)(Progress::Done { files, of: self.count.of.load(Relaxed), bytes });
                Done { bytes, ..done }
            }
        })
    }

    fn look_into(&self, reading: plan::Reading, source: &SourceRecord) -> Result<Done> {
        let plan::Reading { path, format, mut base, old, anew } = reading;
        let content = match file::read(&path) {
            Ok(content) => content,
            Err(reason) => return self.carry_out(unread(base, old, reason), source),
        };
        (base.size, base.modified) = (content.state.size, content.state.modified);
        let old = match old {
            Some(old) if !anew && old.fingerprint == content.fingerprint => {
                return self.carry_out(plan::refreshed(old, &base, source, true), source);
            }
            old => old,
        };
        let mut reading = read::read(&content, format, base);
        let row = tables::row(source, &reading.record.path).map(|(_, meta)| meta);
        reading.record.meta = tables::merged(&reading.record.own_meta, row);
        if let Some(writer) = self.writer {
            writer.put(&reading.record, &reading.passages)?;
        }
        let action = match (reading.record.status, old.map(|old| old.status)) {
            (FileStatus::Failed, _) => Action::Failed,
            (FileStatus::Skipped, _) => Action::Skipped,
            (_, None | Some(FileStatus::Failed | FileStatus::Skipped)) => Action::Added,
            _ => Action::Updated,
        };
        Ok(Done { outcome: Outcome { record: reading.record, action }, changed: true, bytes: 0 })
    }

    /// Notes the sources in the index, where anything has changed.
    fn note_sources(&self, sources: &mut [SourceOutcome], changed: bool) -> Result<()> {
        for source in sources.iter_mut().filter(|_| changed) {
            if source.unreachable.is_none() {
                source.record.indexed_at.clone_from(&self.clock.now);
            }
            if let Some(writer) = self.writer {
                writer.put_source(&source.record)?;
            }
        }
        Ok(())
    }
}

/// A step that was carried out.
struct Done {
    outcome: Outcome,
    changed: bool,
    bytes: u64,
}

/// The steps for a source that cannot be reached: what is indexed of it stays.
/// The ledger itself keeps the state of the files for the day when it is back;
/// that it is away is noted with the source.
fn kept(old: Ledger) -> Vec<Step> {
    let keep = |record: FileRecord| match plan::unreachable(record.clone(), "its source cannot be reached") {
        Step::Record(shown, action) => Step::Keep(shown, action),
        step => step,
    };
    old.into_values().map(keep).collect()
}

/// The step for a file that was met but could not be read. What was indexed of
/// it stays, unless it is gone.
fn unread(base: FileRecord, old: Option<FileRecord>, reason: String) -> Step {
    match old {
        Some(old) if old.passages > 0 && reason != "vanished" => plan::unreachable(old, &reason),
        old => plan::ledger(read::stopped(base, FileStatus::Failed, reason), old),
    }
}

impl Step {
    /// The path of the file, unless it leaves.
    fn path(&self) -> Option<&str> {
        match self {
            Step::Keep(record, _) | Step::Record(record, _) | Step::Ledger(record, _) => Some(&record.path),
            Step::Read(reading) => Some(&reading.base.path),
            Step::Remove(_) => None,
        }
    }

    /// Bytes that are to be read.
    fn bytes(&self) -> u64 {
        if let Step::Read(reading) = self { reading.base.size } else { 0 }
    }
}
