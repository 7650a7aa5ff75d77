//! What has changed on disk since the index was written: a look, no reading of
//! files but of those whose times have changed.

use std::collections::HashSet;
use std::path::Path;

use rayon::prelude::*;

use super::library::shelf::Shelf;
use super::plan::{self, Around, Ledger, Step};
use super::{Clock, Request, sources};
use crate::error::Result;
use crate::index::schema::{FileRecord, FileStatus, SourceRecord};
use crate::source::walk::Without;
use crate::source::{file, walk};

/// How a file differs from the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "FileChange"))]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Its bytes are others.
    Changed,
    /// The index does not know it.
    New,
    /// It is not there.
    Gone,
    /// It is there and cannot be read, or is no file any more; what the index holds of it
    /// is not to be seen on disk.
    Unreadable,
}

/// Differences between the sources and the index, by path; a source that
/// cannot be reached has none.
pub fn changes(dir: &Path, files: Vec<FileRecord>, remembered: &[SourceRecord]) -> Result<Vec<(String, Change)>> {
    let exclude = std::fs::canonicalize(dir).ok();
    let clock = Clock::start();
    let mut steps = Vec::new();
    // libraries say nothing of what has changed on disk
    let bare = remembered.iter().cloned().map(|source| SourceRecord { libraries: Vec::new(), ..source });
    let bare: Vec<SourceRecord> = bare.collect();
    for target in sources::targets(&Request::default(), &bare, &[])? {
        let name = &target.record.name;
        let of_source = files.iter().filter(|file| file.source == *name);
        let ledger: Ledger = of_source.map(|file| (file.path.clone(), file.clone())).collect();
        let without = Without { folder: exclude.as_deref(), hidden: target.record.hidden };
        if let Ok(found) = walk::walk(&walk::path_of(&target.record.root), without) {
            let around = Around {
                target: &target,
                shelf: &Shelf::default(),
                rebuild: false,
                checksum: false,
                raised: false,
                clock: &clock,
            };
            steps.extend(plan::steps(around, found, ledger));
        }
    }
    let with_text = files.iter().filter(|file| file.passages > 0).map(|file| file.path.as_str());
    let with_text: HashSet<&str> = with_text.collect();
    let mut changes: Vec<(String, Change)> =
        steps.into_par_iter().filter_map(|step| change(step, &with_text)).collect();
    changes.sort();
    Ok(changes)
}

/// What a step says of a file; `with_text` are the paths of which the index has text.
fn change(step: Step, with_text: &HashSet<&str>) -> Option<(String, Change)> {
    match step {
        Step::Ledger(record, _) | Step::Record(record @ FileRecord { status: FileStatus::Unreachable, .. }, _) => {
            with_text.contains(record.path.as_str()).then_some((record.path, Change::Unreadable))
        }
        Step::Remove(record) => Some((record.path, Change::Gone)),
        Step::Read(reading) => {
            let Some(old) = reading.old else { return Some((reading.base.path, Change::New)) };
            match file::read(&reading.path) {
                Ok(content) => (content.fingerprint != old.fingerprint).then_some((old.path, Change::Changed)),
                Err(reason) if reason == "vanished" => Some((old.path, Change::Gone)),
                Err(_) => Some((old.path, Change::Unreadable)),
            }
        }
        Step::Keep(..) | Step::Record(..) => None,
    }
}
