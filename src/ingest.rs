//! Source, read, link, segment, index, with an outcome for each file.
//!
//! A run changes the index once, at its end, and holds its lock from the
//! beginning. The order of files, threads and time have no part in what it
//! leaves, but for the times that it notes.

pub mod changes;
pub mod documents;
pub mod inside;
pub mod isolate;
pub mod library;
pub mod plan;
pub mod read;
pub mod report;
mod run;
pub mod sources;
pub mod tables;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::index::open::{Index, is_index};
use crate::index::schema::{FileRecord, SourceRecord};
use crate::index::write::Writer;
pub use report::{Action, Clock, Listener, Outcome, Progress, Report, SourceOutcome};
use run::{Count, Run};

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
    /// Libraries of references; none for those that are remembered.
    pub libraries: Vec<PathBuf>,
    /// True to read every file again.
    pub rebuild: bool,
    /// Threads; 0 for one each core.
    pub jobs: usize,
    /// True to change nothing.
    pub dry_run: bool,
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
        outcomes.iter().try_for_each(|outcome| writer.remove(&outcome.record.path))?;
        writer.drop_source(name)?;
        writer.commit()?;
    }
    let source = SourceOutcome { record, ..SourceOutcome::default() };
    Ok(Report { outcomes, sources: vec![source], bytes_read: 0 })
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
