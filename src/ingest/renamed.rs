//! Files that were renamed, or moved within their source: known again by their bytes.
//! They keep the day on which they were first seen, and what they were called, so that
//! what was cited by their old path is still found.

use std::collections::BTreeMap;

use super::inside;
use super::plan::{Ledger, Reading, Step};
use crate::index::schema::FileRecord;
use crate::source::archive::INSIDE;
use crate::source::file;

/// Looks for files that are about to be removed, `gone`, among those that are new. Only
/// new files of a size that one of them had are read.
pub fn note(steps: &mut [Step], gone: &Ledger) {
    let mut by_size: BTreeMap<u64, Vec<&FileRecord>> = BTreeMap::new();
    let is_known = |record: &&FileRecord| !record.fingerprint.is_empty() && !record.path.contains(INSIDE);
    for record in gone.values().filter(is_known) {
        by_size.entry(record.size).or_default().push(record);
    }
    if by_size.is_empty() {
        return;
    }
    for step in steps {
        let Step::Read(reading) = step else { continue };
        if reading.old.is_some() {
            continue;
        }
        let Some(same_size) = by_size.get_mut(&reading.base.size) else { continue };
        let Ok(content) = file::read(&reading.path) else { continue };
        if let Some(at) = same_size.iter().position(|record| record.fingerprint == content.fingerprint) {
            let old = same_size.remove(at);
            carry(old, &mut reading.base);
            reading.inside = inside_of(reading, old, gone);
        }
    }
}

/// Takes over what a file keeps when it is renamed.
fn carry(old: &FileRecord, new: &mut FileRecord) {
    new.first_seen.clone_from(&old.first_seen);
    new.formerly = old.formerly.iter().chain([&old.path]).filter(|path| **path != new.path).cloned().collect();
}

/// For an archive, what lies in it, each under its new path: nothing is known of it but
/// what it keeps, so that it is read.
fn inside_of(reading: &Reading, old: &FileRecord, gone: &Ledger) -> Ledger {
    let within = inside::range(gone, &old.path).map(|(_, record)| record);
    let renamed = within.map(|record| {
        let below = record.path.get(old.path.len() + INSIDE.len()..).unwrap_or_default();
        let mut new = inside::base(&reading.base, below);
        carry(record, &mut new);
        (new.path.clone(), new)
    });
    renamed.collect()
}
