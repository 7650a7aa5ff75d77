//! Source, read, link, segment, index, with an outcome for each file.
//!
//! A run changes the index once, at its end, and holds its lock from the
//! beginning. The order of files, threads and time have no part in what it
//! leaves, but for the times that it notes.

pub mod changes;
pub mod compare;
pub mod documents;
#[cfg(test)]
mod faults;
pub mod inside;
pub mod isolate;
pub mod library;
pub mod plan;
pub mod read;
mod renamed;
pub mod report;
mod run;
pub mod sources;
pub mod tables;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::index::check;
use crate::index::older::{self, Older};
use crate::index::open::{Index, is_index, looks_like_index};
use crate::index::schema::{FileRecord, FileStatus, SourceRecord};
use crate::index::write::Writer;
use crate::read::ocr::Ocr;
use crate::source::walk;
pub use report::{Action, Clock, Listener, Outcome, Progress, Report, SourceOutcome, Totals};
use run::{Count, Run};

/// Name of the threads that read.
pub const THREAD: &str = "ibid-read";

/// A source that lies elsewhere now.
#[derive(Clone, Debug)]
pub struct Move {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// What is asked of a run.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Folders and files to add or update; none for all remembered sources.
    pub paths: Vec<PathBuf>,
    /// Name for the source; with no path, the one source to update.
    pub name: Option<String>,
    /// A source whose folder was moved; then there are no paths.
    pub moved: Option<Move>,
    /// Table of metadata.
    pub meta: Option<PathBuf>,
    /// Libraries of references; none for those that are remembered.
    pub libraries: Vec<PathBuf>,
    /// Whether hidden files are read too; none for what the source is remembered with.
    pub hidden: Option<bool>,
    /// How pictures of text are recognised, or that they are not; none for what the
    /// source is remembered with.
    pub ocr: Option<Option<Ocr>>,
    /// True to read every file again.
    pub rebuild: bool,
    /// True to compare the bytes of every file, whatever its size and time say.
    pub checksum: bool,
    /// Threads; 0 for one each core.
    pub jobs: usize,
    /// True to change nothing.
    pub dry_run: bool,
    /// True where a bound was raised ([`crate::source::bounds`]): what went past one before
    /// is read again.
    pub raised: bool,
}

/// Brings an index up to date with its sources, or with those asked for. The
/// index is created where its folder is vacant, and built again where its format
/// is older.
///
/// Errors: those of the index (`NotAnIndex`, `Version`, `Busy`, `NotWritable`,
/// `CannotRebuild`), of the request (see [`sources::targets`]), or of writing. A file
/// that cannot be read is no error but an outcome.
pub fn run(dir: &Path, request: &Request, listener: Listener) -> Result<Report> {
    if let Some(older) = older::read(dir)? {
        return rebuild(dir, older, request, listener);
    }
    if request.rebuild && !request.dry_run && is_damaged(dir) {
        let older = older::of_damaged(dir);
        if older.sources.is_empty() && request.paths.is_empty() {
            return Err(Error::new(ErrorKind::SourcesLost).at(dir));
        }
        return rebuild(dir, older, request, listener);
    }
    let clock = Clock::start();
    // an index that is there is locked before it is looked at
    let mut writer = if is_index(dir) { open(dir, request)? } else { None };
    let (ledger, remembered) = state(dir)?;
    let targets = sources::targets(request, &remembered, &ledger)?;
    if writer.is_none() {
        writer = open(dir, request)?;
    }
    let (report, changed) = carry_out(dir, request, (writer.as_ref(), listener, clock), targets, ledger)?;
    if let (Some(mut writer), true) = (writer, changed) {
        listener(Progress::Committing);
        writer.commit(report.index.unread())?;
        writer.finish()?;
    }
    Ok(report)
}

/// True for an index of ours that is not as it was written, so that nothing in it is to
/// be trusted.
fn is_damaged(dir: &Path) -> bool {
    match check::faults(dir) {
        Ok(faults) => !faults.is_empty(),
        Err(error) => match error.kind() {
            ErrorKind::Engine(_) | ErrorKind::Damaged => true,
            ErrorKind::NotAnIndex => looks_like_index(dir),
            _ => false,
        },
    }
}

/// Builds an index of an older format again from its sources, and those asked for. The
/// older one stays as it is until the new one is whole.
fn rebuild(dir: &Path, older: Older, request: &Request, listener: Listener) -> Result<Report> {
    let clock = Clock::start();
    let writer = if request.dry_run { None } else { Some(Writer::rebuild(dir)?) };
    let Older { sources, files } = older;
    let mut targets = sources::targets(request, &sources, &files)?;
    let is_asked_for = |source: &SourceRecord| {
        targets.iter().any(|target| target.old.as_ref().is_some_and(|old| old.name == source.name))
    };
    let others: Vec<SourceRecord> = sources.into_iter().filter(|source| !is_asked_for(source)).collect();
    targets.extend(sources::targets(&Request::default(), &others, &files)?);
    // what is away would be lost
    let cannot = |what: String| Err(Error::new(ErrorKind::CannotRebuild(what)).at(dir));
    let is_away = |target: &&sources::Target| std::fs::symlink_metadata(walk::path_of(&target.record.root)).is_err();
    if let Some(away) = targets.iter().find(is_away) {
        return cannot(format!("the source `{}` ({}) is not there", away.record.name, away.record.root));
    }
    let (report, _) = carry_out(dir, request, (writer.as_ref(), listener, clock), targets, files)?;
    if let Some(away) = report.sources.iter().find(|source| source.unreachable.is_some()) {
        return cannot(format!("the source `{}` cannot be read", away.record.name));
    }
    if let Some(away) = report.outcomes.iter().find(|outcome| outcome.record.status == FileStatus::Unreachable) {
        return cannot(format!("`{}` cannot be read", away.record.path));
    }
    if let Some(writer) = writer {
        listener(Progress::Committing);
        writer.publish(dir, report.index.unread())?;
    }
    Ok(report)
}

/// Reads what targets hold and puts it, without a commit; true where the index has changed.
fn carry_out(
    dir: &Path,
    request: &Request,
    (writer, listener, clock): (Option<&Writer>, Listener, Clock),
    targets: Vec<sources::Target>,
    ledger: Vec<FileRecord>,
) -> Result<(Report, bool)> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(request.jobs).thread_name(|_| THREAD.to_owned()).build();
    let pool = pool.map_err(|error| Error::from(std::io::Error::other(error)))?;
    let run = Run { dir: std::fs::canonicalize(dir).ok(), request, writer, listener, clock, count: Count::default() };
    pool.install(|| run.all(targets, ledger))
}

/// Takes a source and all its files out of an index; one of an older format is built
/// again without it.
///
/// Errors: those of the index; `Unknown` where no source has the name.
pub fn drop_source(dir: &Path, name: &str, dry_run: bool) -> Result<Report> {
    let removed = |record| Outcome { record, action: Action::Removed };
    let unknown = || Error::from(ErrorKind::Unknown(name.to_owned()));
    if let Some(Older { sources, files }) = older::read(dir)? {
        if !sources.iter().any(|source| source.name == name) {
            return Err(unknown());
        }
        let sources = sources.into_iter().filter(|source| source.name != name).collect();
        let (dropped, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.source == name);
        let request = Request { dry_run, ..Request::default() };
        let mut report = rebuild(dir, Older { sources, files }, &request, &|_| {})?;
        report.outcomes.extend(dropped.into_iter().map(removed));
        return Ok(report);
    }
    let writer = if is_index(dir) && !dry_run { Some(Writer::open(dir)?) } else { None };
    let index = Index::open(dir)?;
    let source = index.sources()?.into_iter().find(|source| source.name == name);
    let record = source.ok_or_else(unknown)?;
    let (dropped, kept): (Vec<_>, Vec<_>) = index.files()?.into_iter().partition(|file| file.source == name);
    let outcomes: Vec<Outcome> = dropped.into_iter().map(removed).collect();
    if let Some(mut writer) = writer {
        outcomes.iter().try_for_each(|outcome| writer.remove(&outcome.record.path))?;
        writer.drop_source(name)?;
        writer.commit(Totals::of(&kept).unread())?;
        writer.finish()?;
    }
    let source = SourceOutcome { record, ..SourceOutcome::default() };
    Ok(Report { outcomes, sources: vec![source], bytes_read: 0, index: Totals::of(&kept) })
}

/// The sources that an index knows, one of an older format too; none where there is no
/// index yet.
///
/// Errors: those of the index.
pub fn remembered(dir: &Path) -> Result<Vec<SourceRecord>> {
    match older::read(dir)? {
        Some(older) => Ok(older.sources),
        None => state(dir).map(|(_, sources)| sources),
    }
}

/// True where a run would build the index again, as its format is older.
pub fn is_older(dir: &Path) -> bool {
    let is_older = |error: &Error| matches!(error.kind(), ErrorKind::Version { found, wanted } if found < wanted);
    Index::open(dir).err().as_ref().is_some_and(is_older)
}

fn open(dir: &Path, request: &Request) -> Result<Option<Writer>> {
    if request.dry_run { Ok(None) } else { Writer::open(dir).map(Some) }
}

/// The ledger and the sources of an index; nothing where there is none yet.
fn state(dir: &Path) -> Result<(Vec<FileRecord>, Vec<SourceRecord>)> {
    match Index::open(dir) {
        Ok(index) => Ok((index.files()?, index.sources()?)),
        Err(error) if matches!(error.kind(), ErrorKind::NoIndex) => Ok(Default::default()),
        Err(error) => Err(error),
    }
}
