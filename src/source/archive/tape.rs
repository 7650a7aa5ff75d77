//! Tar archives, packed or not: entries in a row.

use std::io::Read;

use tar::{Archive, Entry, EntryType};

use super::stream::Bounded;
use super::{Place, Summary, TOO_MUCH, Walk, What};
use crate::source::walk::bytes_as_text;

/// Walks a tar archive. A damaged place ends it: what follows has no known beginning.
pub(super) fn walk(walk: &mut Walk, place: &Place, reader: impl Read) -> Summary {
    let mut archive = Archive::new(Bounded { reader, left: walk.limits.total.saturating_mul(2) });
    let mut summary = Summary::default();
    let stop = |entries, reason| Summary { entries, reason: Some(reason) };
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return stop(0, format!("damaged: {error}")),
    };
    for entry in entries {
        let going = match entry {
            Ok(entry) => one(walk, place, entry, &mut summary),
            Err(error) if error.to_string().contains(TOO_MUCH) => Err(TOO_MUCH.to_owned()),
            Err(error) => Err(format!("damaged: {error}")),
        };
        if let Err(reason) = going {
            return stop(summary.entries, reason);
        }
    }
    if summary.entries == 0 && summary.reason.is_none() {
        summary.reason = Some("no entries".to_owned());
    }
    summary
}

fn one<R: Read>(walk: &mut Walk, place: &Place, entry: Entry<R>, summary: &mut Summary) -> Result<(), String> {
    let name = bytes_as_text(&entry.path_bytes());
    let kind = entry.header().entry_type();
    if matches!(kind, EntryType::Directory | EntryType::XGlobalHeader) {
        return Ok(());
    }
    summary.entries += 1;
    match kind {
        EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
            // no bytes of its own went in that could be counted
            walk.file(place, &name, (u64::MAX, entry))
        }
        EntryType::Symlink => walk.other(place, &name, What::Skipped("symlink".to_owned())),
        EntryType::Link => walk.other(place, &name, What::Skipped("link to another entry".to_owned())),
        _ => walk.other(place, &name, What::Skipped("not a regular file".to_owned())),
    }
}
