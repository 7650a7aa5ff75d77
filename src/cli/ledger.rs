//! Records of the ledger as they are printed, by `index` and `status` alike.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::index::schema::{FileRecord, FileStatus};
use crate::ingest::{Action, inside};
use crate::model::hit::JSON_VERSION;
use crate::render::safe;
use crate::source::archive;

/// A file, as JSON.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FileLine<'a> {
    /// Always `"file"`.
    #[serde(rename = "type")]
    record: &'static str,
    /// Format version.
    v: u32,
    /// Name of the source and path below it.
    path: &'a str,
    /// Absolute path.
    file: &'a str,
    /// Name of the source.
    source: &'a str,
    /// What became of it.
    status: FileStatus,
    /// Why it was not read, or is doubtful.
    reason: Option<&'a str>,
    /// What was done about it, in a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<Action>,
    /// Name of its format.
    format: Option<&'a str>,
    /// Entries of an archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<u32>,
    /// Its size.
    bytes: u64,
    /// Passages.
    passages: u32,
    /// Notes.
    notes: u32,
    /// Markers whose note is not in the file.
    missing: u32,
    /// Notes that nothing points to.
    orphans: u32,
    /// When it was indexed, UTC.
    indexed_at: &'a str,
}

impl<'a> FileLine<'a> {
    /// The line for a record; with what was done about it, in a run.
    pub fn new(record: &'a FileRecord, action: Option<Action>) -> Self {
        FileLine {
            record: "file",
            v: JSON_VERSION,
            path: &record.path,
            file: &record.file,
            source: &record.source,
            status: record.status,
            reason: record.reason.as_deref(),
            action,
            format: (!record.format.is_empty()).then_some(record.format.as_str()),
            entries: entries(record),
            bytes: record.size,
            passages: record.passages,
            notes: record.notes,
            missing: record.missing,
            orphans: record.orphans,
            indexed_at: &record.indexed_at,
        }
    }
}

/// Writes a record as one line of JSON.
pub fn json_line(out: &mut dyn Write, record: &impl Serialize) -> io::Result<()> {
    let json = serde_json::to_string(record)?;
    writeln!(out, "{}", safe::json(&json))
}

/// How many entries an archive has; `None` for a file that is none.
fn entries(record: &FileRecord) -> Option<u32> {
    let is_archive = archive::kind(&record.path).is_some_and(|kind| kind.name() == record.format);
    record.own_meta.fields.get(inside::ENTRIES).filter(|_| is_archive)?.parse().ok()
}

/// The word for a status.
pub fn status_word(status: FileStatus) -> &'static str {
    match status {
        FileStatus::Indexed => "indexed",
        FileStatus::Degraded => "degraded",
        FileStatus::Skipped => "skipped",
        FileStatus::Failed => "failed",
        FileStatus::Unreachable => "unreachable",
    }
}

/// How many files have each reason, most frequent first.
pub fn by_reason<'a>(records: impl Iterator<Item = &'a FileRecord>) -> Vec<(&'a str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for record in records {
        *counts.entry(record.reason.as_deref().unwrap_or("")).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}

/// `1 file`, `2 files`, `1,234 files`.
pub fn count(n: usize, one: &str) -> String {
    format!("{} {one}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A number with commas between thousands.
pub fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_words() {
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(1234567, "file"), "1,234,567 files");
        assert_eq!(grouped(999), "999");
    }

    #[test]
    fn reasons_are_counted_most_frequent_first() {
        let of = |reason: &str| FileRecord { reason: Some(reason.to_owned()), ..FileRecord::default() };
        let records = [of("b"), of("a"), of("b")];
        assert_eq!(by_reason(records.iter()), [("b", 2), ("a", 1)]);
    }
}
