//! A run: from sources to steps, from steps to outcomes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rayon::prelude::*;

use super::inside::{Archive, LARGE};
use super::library::Library;
use super::library::shelf::{Outside, Shelf};
use super::plan::{self, Around, Ledger, Reading, Step};
use super::report::{Action, Clock, Listener, Outcome, Progress, Report, SourceOutcome, Totals};
use super::sources::Target;
use super::{Request, read, renamed, tables};
use crate::error::Result;
use crate::index::schema::{FileRecord, FileStatus, SourceRecord};
use crate::index::write::Writer;
use crate::read::sure;
use crate::source::{archive, file, walk};

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
            let ledger = match ledgers.get_mut(&record.source) {
                Some(ledger) => ledger,
                None => ledgers.entry(record.source.clone()).or_default(),
            };
            ledger.insert(record.path.clone(), record);
        }
        let mut report = Report::default();
        let mut shelves = Vec::new();
        let mut work = Vec::new();
        let mut changed = false;
        let of = |target: &Target| target.record.name.clone();
        let is_new: BTreeSet<String> = targets.iter().filter(|target| target.old.is_none()).map(of).collect();
        for mut target in targets {
            let place = report.sources.len();
            let (mut ledger, mut gone) = (Ledger::new(), Ledger::new());
            if let Some(old) = &target.old {
                ledger = ledgers.remove(&old.name).unwrap_or_default();
                if old.name != target.record.name {
                    // under another name every path is another
                    gone = std::mem::take(&mut ledger);
                    self.writer.map_or(Ok(()), |writer| writer.drop_source(&old.name))?;
                }
            }
            let (outcome, shelf, mut steps) = self.plan(&mut target, ledger);
            renamed::note(&mut steps, &gone);
            steps.extend(gone.into_values().map(Step::Remove));
            changed |= target.old.as_ref() != Some(&outcome.record);
            work.extend(steps.into_iter().map(|step| (place, step)));
            report.sources.push(SourceOutcome { table_error: target.table_error, ..outcome });
            shelves.push(shelf);
        }
        let done = self.work(work, &report.sources, &shelves)?;
        changed |= done.iter().any(|done| done.changed);
        report.bytes_read = done.iter().map(|done| done.bytes).sum();
        report.outcomes = done.into_iter().map(|done| done.outcome).collect();
        let outcomes = report.outcomes.iter().filter(|outcome| outcome.action != Action::Removed);
        let others = ledgers.values().flat_map(Ledger::values);
        report.index = Totals::of(outcomes.map(|outcome| &outcome.record).chain(others));
        report.outcomes.sort_by(|a, b| (&a.record.path, a.action).cmp(&(&b.record.path, b.action)));
        for source in report.sources.iter_mut().filter(|source| is_new.contains(&source.record.name)) {
            source.looks_like = looks_like(&source.record.name, &report.outcomes, &ledgers);
        }
        for (source, shelf) in report.sources.iter_mut().zip(&shelves) {
            source.answered = shelf.answered();
        }
        if self.request.meta.is_some() {
            note_unknown_rows(&mut report, &shelves);
        }
        if changed {
            self.note_sources(&mut report.sources)?;
        }
        Ok((report, changed))
    }

    /// Walks a source and says what is to be done about its files, and which of
    /// them its libraries know.
    fn plan(&self, target: &mut Target, old: Ledger) -> (SourceOutcome, Shelf, Vec<Step>) {
        let without = walk::Without { folder: self.dir.as_deref(), hidden: target.record.hidden };
        let walked = walk::walk(&walk::path_of(&target.record.root), without);
        let record = SourceRecord { unreachable: walked.is_err(), ..target.record.clone() };
        let bib_faults = target.bib_errors.iter().map(|e| format!("{e}; what it said before stays")).collect();
        let mut outcome = SourceOutcome { record, bib_faults, ..SourceOutcome::default() };
        outcome.bib_faults.append(&mut target.table_faults);
        let found = match walked {
            Ok(found) if is_suddenly_empty(&found, &old, &target.record) => {
                outcome.record.unreachable = true;
                let reason = Some("it is empty".to_owned());
                return (SourceOutcome { unreachable: reason, ..outcome }, Shelf::default(), kept(old));
            }
            Ok(found) => found,
            Err(reason) => {
                return (SourceOutcome { unreachable: Some(reason), ..outcome }, Shelf::default(), kept(old));
            }
        };
        if !self.request.libraries.is_empty() {
            let faults = |library: &Library| {
                let path = library.path.display().to_string();
                library.faults.iter().map(|fault| format!("{path}: {fault}")).collect::<Vec<_>>()
            };
            outcome.bib_faults.extend(target.libraries.iter().flat_map(faults));
        }
        let shelf = plan::shelf(target, &found);
        if !self.request.libraries.is_empty() {
            outcome.bib_faults.extend(shelf.doubts.iter().map(|doubt| format!("library: {doubt}; none is taken")));
        }
        let Request { rebuild, checksum, raised, .. } = *self.request;
        let around = Around { target, shelf: &shelf, rebuild, checksum, raised, clock: &self.clock };
        let steps = plan::steps(around, found, old);
        (outcome, shelf, steps)
    }

    /// Carries the steps out, largest files first so that no thread is left
    /// with a large one at the end.
    fn work(&self, mut work: Vec<(usize, Step)>, sources: &[SourceOutcome], shelves: &[Shelf]) -> Result<Vec<Done>> {
        work.sort_by_key(|(_, step)| Reverse(step.bytes()));
        let files = work.iter().filter(|(_, step)| matches!(step, Step::Read(_))).count() as u64;
        let bytes = work.iter().map(|(_, step)| step.bytes()).sum();
        self.count.of.store(files, Relaxed);
        (self.listener)(Progress::Planned { files, bytes });
        let outside = |source: usize| Outside { source: &sources[source].record, shelf: &shelves[source] };
        let one = |(source, step): (usize, Step)| self.carry_out(step, outside(source));
        let mut done = Vec::with_capacity(work.len());
        let mut rest = Vec::new();
        for (source, step) in work {
            match step {
                // nothing is to be done about most files of most runs: no task for each
                Step::Keep(..) => done.push(self.one(step)?),
                // a large archive is work for all threads, one archive at a time
                step if step.is_large_archive() => done.extend(one((source, step))?),
                step => rest.push((source, step)),
            }
        }
        let rest: Result<Vec<Vec<Done>>> = rest.into_par_iter().with_max_len(1).map(one).collect();
        done.extend(rest?.into_iter().flatten());
        Ok(done)
    }

    /// Does what a step says; for an archive that is a deed for each entry too.
    fn carry_out(&self, step: Step, outside: Outside) -> Result<Vec<Done>> {
        let Step::Read(reading) = step else { return Ok(vec![self.one(step)?]) };
        let bytes = reading.base.size;
        let mut done = self.look_into(*reading, outside)?;
        let files = 1 + self.count.done.fetch_add(1, Relaxed);
        (self.listener)(Progress::Done { files, of: self.count.of.load(Relaxed), bytes });
        done.iter_mut().take(1).for_each(|done| done.bytes = bytes);
        Ok(done)
    }

    /// Does what a step says that needs no reading.
    pub(super) fn one(&self, step: Step) -> Result<Done> {
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
            // is looked into by its caller
            Step::Read(reading) => done(reading.base, Action::Unchanged, false),
        })
    }

    fn look_into(&self, mut reading: Reading, outside: Outside) -> Result<Vec<Done>> {
        let all = |steps: Vec<Step>| steps.into_iter().map(|step| self.one(step)).collect();
        let content = match file::read(&reading.path) {
            Ok(content) => content,
            Err(reason) => return all(unread(reading, &reason)),
        };
        let (old, same) = match reading.old.take() {
            Some(old) if !reading.anew && old.fingerprint == content.fingerprint => (old, true),
            old => (old.unwrap_or_default(), false),
        };
        (reading.base.size, reading.base.modified) = (content.state.size, content.state.modified);
        if same {
            return all(plan::all_refreshed(old, &reading.base, reading.inside, (outside, true)));
        }
        reading.old = (!old.path.is_empty()).then_some(old);
        let name = reading.path.file_name().map(walk::text_of).unwrap_or_default();
        if let Some(kind) = archive::kind(&name).filter(|_| sure(&content.bytes).is_none()) {
            return self.archive(Archive { kind, name: &name, content: &content, outside }, reading);
        }
        let mut done = vec![self.content(&content, (&name, reading.base), (reading.old, reading.anew), outside)?];
        for gone in reading.inside.into_values() {
            done.push(self.one(Step::Remove(gone))?);
        }
        Ok(done)
    }

    /// Reads the content of a file, unless the ledger has it and it need not
    /// be read anew.
    pub(super) fn content(
        &self,
        content: &file::Content,
        (name, mut base): (&str, FileRecord),
        (old, anew): (Option<FileRecord>, bool),
        outside: Outside,
    ) -> Result<Done> {
        (base.size, base.modified) = (content.state.size, content.state.modified);
        let old = match old {
            Some(old) if !anew && old.fingerprint == content.fingerprint => {
                return self.one(plan::refreshed(old, &base, outside, true));
            }
            old => old,
        };
        let mut reading = read::read(content, name, base, outside.source.ocr.as_ref());
        if matches!(reading.record.status, FileStatus::Indexed | FileStatus::Degraded) {
            let before = old.as_ref().map(|old| &old.meta);
            reading.record.meta = outside.meta(&reading.record, before);
        }
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

/// The source of which at least half of the files lie, as it seems, in a new one: the new
/// one has their bytes, and they are not at their own places any more.
fn looks_like(new: &str, outcomes: &[Outcome], others: &BTreeMap<String, Ledger>) -> Option<String> {
    let own = outcomes.iter().map(|outcome| &outcome.record).filter(|record| record.source == new);
    let prints: BTreeSet<&str> =
        own.map(|record| record.fingerprint.as_str()).filter(|print| !print.is_empty()).collect();
    let is_moved =
        |record: &&FileRecord| prints.contains(record.fingerprint.as_str()) && !walk::path_of(&record.file).exists();
    let is_like = |ledger: &Ledger| {
        let known = || ledger.values().filter(|r| !r.fingerprint.is_empty() && !r.path.contains(archive::INSIDE));
        let moved = known().filter(is_moved).count();
        moved > 0 && moved * 2 >= known().count()
    };
    others.iter().find(|(_, ledger)| is_like(ledger)).map(|(name, _)| name.clone())
}

/// Notes the rows of a table that answer to no file, on disk or in an archive.
fn note_unknown_rows(report: &mut Report, shelves: &[Shelf]) {
    let Report { outcomes, sources, .. } = report;
    let reached = sources.iter_mut().zip(shelves).filter(|(source, _)| source.unreachable.is_none());
    for (source, shelf) in reached {
        let own = |o: &&Outcome| o.record.source == source.record.name && o.action != Action::Removed;
        let paths = outcomes.iter().filter(own).map(|outcome| outcome.record.path.as_str());
        source.unknown_rows = tables::unknown(&source.record, &shelf.rows, paths);
        let several = shelf.rows.several.iter();
        let doubts = several.map(|(key, n)| format!("table: `{key}` may be {n} files; none is taken"));
        source.bib_faults.extend(doubts);
    }
}

/// A step that was carried out.
pub(super) struct Done {
    pub outcome: Outcome,
    /// True where the index has changed.
    pub changed: bool,
    /// Bytes read.
    pub bytes: u64,
}

/// True for a folder with no file in it, of which the index holds text: a disk that is not
/// mounted, more likely than a wish to forget all.
fn is_suddenly_empty(found: &[walk::Found], old: &Ledger, source: &SourceRecord) -> bool {
    let is_meant = |found: &walk::Found| match &found.what {
        walk::What::File(_) | walk::What::Failed(_) => true,
        walk::What::Skipped(reason) => *reason == walk::IGNORE_FILE,
    };
    let below = |path: &str| path.get(source.name.len() + 1..).unwrap_or_default().to_owned();
    let had_text = |record: &FileRecord| record.passages > 0 && walk::hidden_part(&below(&record.path)).is_none();
    !found.iter().any(is_meant) && old.values().any(had_text)
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

/// The steps for a file that was met but could not be read. What was indexed of
/// it, and inside it, stays, unless it is gone.
fn unread(reading: Reading, reason: &str) -> Vec<Step> {
    let Reading { base, old, inside, .. } = reading;
    let gone = reason == "vanished";
    let inside = inside.into_values();
    let own = match old {
        Some(old) if old.passages > 0 && !gone => plan::unreachable(old, reason),
        old => plan::ledger(read::stopped(base, FileStatus::Failed, reason.to_owned()), old),
    };
    let within = inside.map(|old| if gone { Step::Remove(old) } else { plan::unreachable(old, reason) });
    std::iter::once(own).chain(within).collect()
}

impl Step {
    /// True for an archive that all threads are to read.
    fn is_large_archive(&self) -> bool {
        let Step::Read(reading) = self else { return false };
        reading.base.size >= LARGE && archive::kind(&reading.base.path).is_some()
    }

    /// Bytes that are to be read.
    fn bytes(&self) -> u64 {
        if let Step::Read(reading) = self { reading.base.size } else { 0 }
    }
}
