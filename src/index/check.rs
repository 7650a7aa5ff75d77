//! Is an index as it was written: every byte of its files, every record, and what
//! records say of one another.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::folder::META;
use super::open::Index;
use super::schema::FileRecord;
use crate::error::Result;

/// How often an index is looked at again that changes meanwhile.
const LOOKS: usize = 20;

/// Most faults of one kind that are named.
const NAMED: usize = 20;

/// What is wrong with the index in a folder, a line each; nothing where it is whole.
/// Nothing is written. All files of the index are read.
///
/// # Errors
///
/// There is no index in the folder, or one of another format.
pub fn faults(dir: &Path) -> Result<Vec<String>> {
    let meta = || std::fs::read(dir.join(META)).ok();
    let mut before = meta();
    let mut found = faults_of(&Index::open(dir)?, dir);
    for _ in 0..LOOKS {
        let after = meta();
        // a run beside this one has committed meanwhile, and deletes what it replaced
        if found.is_empty() || before == after {
            break;
        }
        before = after;
        found = faults_of(&Index::open(dir)?, dir);
    }
    Ok(found)
}

/// What is wrong with one state of the index.
fn faults_of(index: &Index, dir: &Path) -> Vec<String> {
    let mut faults = match guarded(|| files(index, dir)) {
        Ok(faults) => faults,
        Err(fault) => vec![fault],
    };
    match guarded(|| records(index)) {
        Ok(found) => faults.extend(found),
        Err(fault) => faults.push(fault),
    }
    faults
}

/// Does what may break down on a damaged index; the error is what is wrong.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("what is stored cannot be read".to_owned()),
    }
}

/// Files that are not as they were written.
fn files(index: &Index, dir: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let folder = index.engine().directory();
    // others are of no commit: a merge under way, or what a broken run left, which may
    // well be half written
    let own = index.engine().load_metas()?.list_segment_files();
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        names.push(PathBuf::from(entry?.file_name()));
    }
    names.sort();
    for file in names.iter().filter(|name| own.contains(*name)) {
        let is_whole = guarded(|| Ok(folder.validate_checksum(file).is_ok_and(|is_whole| is_whole)));
        if is_whole != Ok(true) {
            faults.push(format!("the file {} is damaged", file.display()));
        }
    }
    Ok(faults)
}

/// Records that cannot be read, and files whose passages are not those that the ledger
/// counts.
fn records(index: &Index) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let files = index.files()?;
    let sources: HashSet<String> = index.sources()?.into_iter().map(|source| source.name).collect();
    for file in &files {
        if let Some(fault) = guarded(|| passages(index, file)).unwrap_or_else(Some) {
            faults.push(format!("{}: {fault}", file.path));
        } else if !sources.contains(&file.source) {
            faults.push(format!("{}: its source `{}` is not known", file.path, file.source));
        }
        if faults.len() > NAMED {
            faults.push("and perhaps more".to_owned());
            break;
        }
    }
    Ok(faults)
}

fn passages(index: &Index, file: &FileRecord) -> Result<Option<String>> {
    let passages = index.passages(&file.path)?;
    if passages.len() != file.passages as usize {
        return Ok(Some(format!("it has {} passages, and its record counts {}", passages.len(), file.passages)));
    }
    let is_in_order = passages.iter().zip(0..).all(|(passage, seq)| passage.seq == seq);
    Ok((!is_in_order).then(|| "its passages are out of order".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::schema::SourceRecord;
    use super::super::write::Writer;
    use super::*;
    use crate::model::{Passage, Places};
    use crate::span::Mapped;

    fn built() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path()).unwrap();
        let record = |path: &str, passages| FileRecord {
            path: path.to_owned(),
            source: "s".to_owned(),
            passages,
            ..FileRecord::default()
        };
        let passage = |seq: u32| {
            let text = format!("The lamp of the tower {seq} was lit by the keeper in the evening");
            let places = Places { mapped: Mapped::identity(&text, 0), ..Places::default() };
            Passage { hash: format!("{seq:08x}"), seq, places, ..Passage::default() }
        };
        let passages: Vec<Passage> = (0..40).map(passage).collect();
        writer.put(&record("s/a", 40), &passages).unwrap();
        writer.put(&record("s/b", 0), &[]).unwrap();
        writer.put_source(&SourceRecord { name: "s".to_owned(), ..SourceRecord::default() }).unwrap();
        writer.commit(crate::model::unread::Unread::default()).unwrap();
        writer.finish().unwrap();
        dir
    }

    #[test]
    fn a_whole_index_has_no_faults() {
        assert_eq!(faults(built().path()).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn every_damaged_file_is_found() {
        let whole = built();
        let names: Vec<_> = std::fs::read_dir(whole.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        let parts = names.iter().filter(|name| {
            let name = name.to_string_lossy();
            !name.starts_with('.') && !name.ends_with(".json")
        });
        let mut count = 0;
        for name in parts {
            for (at, cut) in [(1, false), (3, false), (2, true)] {
                let dir = built_as(&whole);
                let path = dir.path().join(name);
                let mut bytes = std::fs::read(&path).unwrap();
                let place = bytes.len() * at / 4;
                if cut {
                    bytes.truncate(place)
                } else {
                    bytes[place] ^= 0x10
                }
                std::fs::write(&path, bytes).unwrap();
                assert!(faults(dir.path()).map_or(true, |faults| !faults.is_empty()), "{name:?} {at} {cut}");
                count += 1;
            }
        }
        assert!(count >= 12, "{count}");
    }

    fn built_as(whole: &tempfile::TempDir) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for entry in std::fs::read_dir(whole.path()).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
        }
        dir
    }
}
