//! `ibid_status`.

use std::collections::BTreeMap;
use std::path::Path;

use super::budget::Budget;
use crate::error::Result as Read;
use crate::index::open::Index;
use crate::index::schema::{FileRecord, SourceRecord};
use crate::ingest::changes::changes;
use crate::render::safe;

/// Tokens of the result.
const TOKENS: usize = 500;
/// Files that are named of those that have changed.
const CHANGED: usize = 5;

/// Runs the tool.
///
/// # Errors
/// Failures of the disk.
pub fn run(index: &Index, dir: &Path) -> Result<String, String> {
    let told = |error: crate::Error| error.to_string();
    let (files, sources) = (index.files().map_err(told)?, index.sources().map_err(told)?);
    let mut budget = Budget::new(TOKENS);
    for source in &sources {
        budget.add(&source_line(source, &files));
    }
    for (reason, count) in not_read(&files) {
        budget.add(&format!("not read: {count} files: {}\n", safe::line(reason)));
    }
    let changed = changes(dir, files, &sources).map_err(told)?;
    let named: Vec<&str> = changed.iter().take(CHANGED).map(|(path, _)| path.as_str()).collect();
    let end = match changed.len() {
        0 => "no file has changed since\n".to_owned(),
        count => {
            format!("{count} files changed since: {}; `ibid index` reads them anew\n", safe::line(&named.join(", ")))
        }
    };
    Ok(budget.finish(&end))
}

/// What is indexed, in a sentence.
///
/// # Errors
/// Failures of the disk.
pub fn in_a_sentence(index: &Index) -> Read<String> {
    let (files, sources) = (index.files()?, index.sources()?);
    let documents = files.iter().filter(|file| file.passages > 0).count();
    let names: Vec<&str> = sources.iter().take(5).map(|source| source.name.as_str()).collect();
    let years = || files.iter().filter_map(|file| file.meta.date.as_deref()?.get(..4));
    let dates = match (years().min(), years().max()) {
        (Some(first), Some(last)) if first != last => format!(", dated {first} to {last}"),
        (Some(year), _) => format!(", dated {year}"),
        _ => String::new(),
    };
    Ok(format!("Indexed: {documents} documents in {}{dates}.", safe::line(&names.join(", "))))
}

fn source_line(source: &SourceRecord, files: &[FileRecord]) -> String {
    let own = || files.iter().filter(|file| file.source == source.name && file.passages > 0);
    let notes: u64 = own().map(|file| u64::from(file.notes)).sum();
    let (name, root) = (safe::line(&source.name), safe::line(&source.root));
    let gone = if Path::new(&source.root).exists() { "" } else { " (not there now)" };
    format!("{name} ({root}){gone}: {} documents, {notes} notes, indexed {}\n", own().count(), source.indexed_at)
}

/// The reasons for which files were not read, with how many files.
fn not_read(files: &[FileRecord]) -> BTreeMap<&str, usize> {
    let mut reasons = BTreeMap::new();
    for file in files.iter().filter(|file| file.passages == 0 && !file.is_passed_over()) {
        *reasons.entry(file.reason.as_deref().unwrap_or("no text")).or_insert(0) += 1;
    }
    reasons
}
