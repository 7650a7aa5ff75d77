//! A run: from sources to steps, from steps to outcomes.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rayon::prelude::*;

use super::plan::{self, Ledger, Step};
use super::report::{Action, Clock, Listener, Outcome, Progress, Report, SourceOutcome};
use super::sources::Target;
use super::{Request, read, tables};
use crate::error::Result;
use crate::index::schema::{FileRecord, FileStatus, SourceRecord};
use crate::index::write::Writer;
use crate::source::{file, walk};

/// A run under way.
pub(super) struct Run<'a> {
    /// Folder of the index, which is no part of any source.
    pub dir: Option<PathBuf>,
    /// What is asked of it.
    pub request: &'a Request,
    /// None in a dry run.
    pub writer: Option<&'a Writer>,
    /// Is told how far it is.
    pub listener: Listener<'a>,
    /// When it began.
    pub clock: Clock,
    /// Files done.
    pub count: Count,
}

/// Files of a run that are to be looked into.
#[derive(Default)]
pub(super) struct Count {
    done: AtomicU64,
    of: AtomicU64,
}

impl Run<'_> {
    /// All sources; true where the index has changed.
    pub fn all(&self, targets: Vec<Target>, ledger: Vec<FileRecord>) -> Result<(Report, bool)> {
        let mut ledgers: BTreeMap<String, Ledger> = BTreeMap::new();
        for record in ledger {
            ledgers.entry(record.source.clone()).or_default().insert(record.path.clone(), record);
        }
        let mut report = Report::default();
        let mut work = Vec::new();
        let mut changed = false;
        for target in targets {
            let place = report.sources.len();
            let mut ledger = Ledger::new();
            if let Some(old) = &target.old {
                ledger = ledgers.remove(&old.name).unwrap_or_default();
                if old.name != target.record.name {
                    // under another name every path is another
                    let gone = std::mem::take(&mut ledger).into_values().map(Step::Remove);
                    work.extend(gone.map(|step| (place, step)));
                    self.writer.map_or(Ok(()), |writer| writer.drop_source(&old.name))?;
                }
            }
            let (outcome, steps) = self.plan(&target, ledger);
            changed |= target.old.as_ref() != Some(&outcome.record);
            work.extend(steps.into_iter().map(|step| (place, step)));
            report.sources.push(SourceOutcome { table_error: target.table_error, ..outcome });
        }
        let done = self.work(work, &report.sources)?;
        changed |= done.iter().any(|done| done.changed);
        report.bytes_read = done.iter().map(|done| done.bytes).sum();
        report.outcomes = done.into_iter().map(|done| done.outcome).collect();
        report.outcomes.sort_by(|a, b| (&a.record.path, a.action).cmp(&(&b.record.path, b.action)));
        if changed {
            self.note_sources(&mut report.sources)?;
        }
        Ok((report, changed))
    }

    /// Walks a source and says what is to be done about its files.
    fn plan(&self, target: &Target, old: Ledger) -> (SourceOutcome, Vec<Step>) {
        let walked = walk::walk(Path::new(&target.record.root), self.dir.as_deref());
        let record = SourceRecord { unreachable: walked.is_err(), ..target.record.clone() };
        let (steps, unreachable) = match walked {
            Ok(found) => (plan::steps(target, found, old, self.request.rebuild, &self.clock), None),
            Err(reason) => (kept(old), Some(reason)),
        };
        let paths = steps.iter().filter_map(Step::path);
        let asked = self.request.meta.is_some() && unreachable.is_none();
        let unknown_rows = if asked { tables::unknown(&record, paths) } else { Vec::new() };
        (SourceOutcome { record, unreachable, unknown_rows, table_error: None }, steps)
    }

    /// Carries the steps out, largest files first so that no thread is left
    /// with a large one at the end.
    fn work(&self, mut work: Vec<(usize, Step)>, sources: &[SourceOutcome]) -> Result<Vec<Done>> {
        work.sort_by_key(|(_, step)| Reverse(step.bytes()));
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
                writer.map_or(Ok(()), |writer| writer.remove(&record.path))?;
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
        let plan::Reading { path, mut base, old, anew } = reading;
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
        let name = path.file_name().map(walk::text_of).unwrap_or_default();
        let mut reading = read::read(&content, &name, base);
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

    /// Notes the sources in the index.
    fn note_sources(&self, sources: &mut [SourceOutcome]) -> Result<()> {
        for source in sources {
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
