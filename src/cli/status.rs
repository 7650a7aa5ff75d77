//! `ibid status`: sources, what is indexed and when, the ledger, what has
//! changed since.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use super::ledger::{FileLine, count, grouped, json_line, status_word};
use super::term::Color;
use crate::error::ErrorKind;
use crate::index::check;
use crate::index::open::Index;
use crate::index::schema::{FORMAT_VERSION, FileRecord, FileStatus, SourceRecord};
use crate::ingest::changes::{Change, changes};
use crate::ingest::compare::{self, Compared};
use crate::model::hit::JSON_VERSION;
use crate::render::safe;
use crate::source::walk::path_of;

/// `ibid status`.
#[derive(Debug, clap::Args)]
pub struct StatusArgs {
    /// Verify the index: every byte, every record, and that its passages stand in their files
    /// as it says; takes as long as indexing
    #[arg(long, conflicts_with_all = ["reason", "null"])]
    pub check: bool,
    /// List the files with a reason
    #[arg(long, value_name = "R")]
    pub reason: Option<String>,
    /// End each path with a NUL byte (with --reason)
    #[arg(short = '0', long)]
    pub null: bool,
    /// JSON lines
    #[arg(long)]
    pub json: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub color: Color,
}

/// Runs the command on the index in `dir`.
pub fn run(args: &StatusArgs, dir: &Path, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    if args.check {
        return check(args, dir, out);
    }
    let index = Index::open(dir)?;
    let files = index.files()?;
    if let Some(reason) = &args.reason {
        list(args, reason, &files, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let sources = index.sources()?;
    let sources: Vec<Source> = sources.into_iter().map(|record| Source::of(record, &files)).collect();
    let groups = groups(&files);
    let remembered: Vec<SourceRecord> = sources.iter().map(|source| source.record.clone()).collect();
    let changes = changes(dir, files, &remembered)?;
    if args.json {
        as_json(dir, &sources, &groups, &changes, out)?;
    } else {
        as_text(dir, &sources, &groups, &changes, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What `--check` found.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct CheckLine {
    /// Always `"check"`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Format version.
    v: u32,
    /// Folder of the index.
    index: String,
    /// What is wrong with it; nothing where it is whole.
    faults: Vec<String>,
    /// Files that were read again, and whose passages were compared with those stored.
    compared: usize,
    /// Files with text that were not: their bytes are others than those indexed or are not
    /// to be had, an earlier version read them, or their text was recognised in pictures.
    not_compared: usize,
}

/// Verifies the index; the status is 2 where it is damaged.
fn check(args: &StatusArgs, dir: &Path, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let mut faults = check::faults(dir)?;
    let mut compared = Compared::default();
    // a damaged index is not to be compared with anything
    if faults.is_empty() {
        compared = compare::with_sources(dir)?;
        faults.append(&mut compared.faults);
    }
    let is_whole = faults.is_empty();
    let index = dir.display().to_string();
    if args.json {
        let Compared { files: compared, others: not_compared, .. } = compared;
        json_line(out, &CheckLine { kind: "check", v: JSON_VERSION, index, faults, compared, not_compared })?;
    } else if is_whole {
        writeln!(out, "{} is whole", safe::line(&index))?;
        writeln!(out, "{}", agreement(&compared))?;
    } else {
        faults.iter().try_for_each(|fault| writeln!(out, "{}", safe::line(fault)))?;
    }
    if is_whole { Ok(ExitCode::SUCCESS) } else { Err(crate::Error::from(ErrorKind::Damaged).at(dir).into()) }
}

/// What was compared, in a line.
fn agreement(compared: &Compared) -> String {
    let files = count(compared.files, "file");
    let agree = if compared.files == 1 { "agrees" } else { "agree" };
    match compared.others {
        0 => format!("{files} {agree} with it"),
        others => format!(
            "{files} {agree} with it; {} not compared: changed or away, read by an earlier version, or pictures of text",
            count(others, "file")
        ),
    }
}

/// The files with a reason or status.
fn list(args: &StatusArgs, reason: &str, files: &[FileRecord], out: &mut dyn Write) -> std::io::Result<()> {
    let has = |file: &&FileRecord| file.reason.as_deref() == Some(reason) || status_word(file.status) == reason;
    for file in files.iter().filter(has) {
        if args.json {
            json_line(out, &FileLine::new(file, None))?;
        } else if args.null {
            write!(out, "{}\0", file.path)?;
        } else {
            writeln!(out, "{}", safe::line(&file.path))?;
        }
    }
    Ok(())
}

/// A source with its sums.
struct Source {
    record: SourceRecord,
    files: usize,
    passages: usize,
    notes: usize,
    /// True where its folder is not there now.
    unreachable: bool,
}

impl Source {
    fn of(record: SourceRecord, files: &[FileRecord]) -> Source {
        let own = || files.iter().filter(|file| file.source == record.name);
        let (passages, notes) = own().fold((0, 0), |(p, n), f| (p + f.passages as usize, n + f.notes as usize));
        let unreachable = std::fs::symlink_metadata(path_of(&record.root)).is_err();
        let files = own().filter(|file| !file.is_passed_over()).count();
        Source { files, passages, notes, unreachable, record }
    }
}

/// Files of one status, format and reason.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "LedgerGroup"))]
pub(crate) struct Group {
    /// Always `"ledger"`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Format version.
    v: u32,
    /// What became of the files.
    status: FileStatus,
    /// Their format.
    format: Option<String>,
    /// Why they were not read, or are doubtful.
    reason: Option<String>,
    /// How many.
    files: usize,
    /// Their size together.
    bytes: u64,
}

fn groups(files: &[FileRecord]) -> Vec<Group> {
    let mut sums: BTreeMap<(FileStatus, &str, &str), (usize, u64)> = BTreeMap::new();
    for file in files {
        let key = (file.status, file.format.as_str(), file.reason.as_deref().unwrap_or(""));
        let sum = sums.entry(key).or_default();
        *sum = (sum.0 + 1, sum.1 + file.size);
    }
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let group = |((status, format, reason), (files, bytes)): ((FileStatus, &str, &str), _)| Group {
        kind: "ledger",
        v: JSON_VERSION,
        status,
        format: known(format),
        reason: known(reason),
        files,
        bytes,
    };
    sums.into_iter().map(group).collect()
}

/// The index as a whole.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct IndexLine<'a> {
    /// Always `"index"`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Format version.
    v: u32,
    /// Folder of the index.
    index: String,
    /// Version of the format of the index.
    format_version: u32,
    /// How many sources.
    sources: usize,
    /// How many files in the ledger.
    files: usize,
    /// How many passages.
    passages: usize,
    /// How many notes.
    notes: usize,
    /// When a source was last indexed, UTC.
    indexed_at: Option<&'a str>,
}

/// A source.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SourceLine<'a> {
    /// Always `"source"`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Format version.
    v: u32,
    /// Its name.
    name: &'a str,
    /// The folder or file.
    root: &'a str,
    /// How many files in the ledger.
    files: usize,
    /// How many passages.
    passages: usize,
    /// How many notes.
    notes: usize,
    /// When it was last indexed, UTC.
    indexed_at: &'a str,
    /// True where it could not be reached.
    unreachable: bool,
    /// The table of metadata.
    meta_file: Option<&'a str>,
    /// Libraries of references.
    libraries: &'a [String],
}

/// A file that has changed since it was indexed.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct ChangeLine<'a> {
    /// Always `"change"`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Format version.
    v: u32,
    /// Name of the source and path below it.
    path: &'a str,
    /// What has changed since it was indexed.
    change: Change,
}

fn as_json(
    dir: &Path,
    sources: &[Source],
    groups: &[Group],
    changes: &[(String, Change)],
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let index = IndexLine {
        kind: "index",
        v: JSON_VERSION,
        index: dir.display().to_string(),
        format_version: FORMAT_VERSION,
        sources: sources.len(),
        files: sources.iter().map(|source| source.files).sum(),
        passages: sources.iter().map(|source| source.passages).sum(),
        notes: sources.iter().map(|source| source.notes).sum(),
        indexed_at: last(sources),
    };
    json_line(out, &index)?;
    for source in sources {
        let Source { record, files, passages, notes, unreachable } = source;
        let line = SourceLine {
            kind: "source",
            v: JSON_VERSION,
            name: &record.name,
            root: &record.root,
            files: *files,
            passages: *passages,
            notes: *notes,
            indexed_at: &record.indexed_at,
            unreachable: *unreachable,
            meta_file: record.meta_file.as_deref(),
            libraries: &record.libraries,
        };
        json_line(out, &line)?;
    }
    groups.iter().try_for_each(|group| json_line(out, group))?;
    changes.iter().try_for_each(|(path, change)| {
        json_line(out, &ChangeLine { kind: "change", v: JSON_VERSION, path, change: *change })
    })
}

/// When the index was last changed.
fn last(sources: &[Source]) -> Option<&str> {
    sources.iter().map(|source| source.record.indexed_at.as_str()).filter(|at| !at.is_empty()).max()
}

fn as_text(
    dir: &Path,
    sources: &[Source],
    groups: &[Group],
    changes: &[(String, Change)],
    out: &mut dyn Write,
) -> std::io::Result<()> {
    writeln!(out, "index  {}", safe::line(&dir.display().to_string()))?;
    writeln!(out, "\nsources")?;
    let head = ["name", "files", "passages", "notes", "indexed", "folder"].map(str::to_owned);
    let row = |source: &Source| {
        let away = if source.unreachable { " (cannot be reached)" } else { "" };
        let root = format!("{}{away}", safe::line(&source.record.root));
        let numbers = [source.files, source.passages, source.notes].map(grouped);
        let [files, passages, notes] = numbers;
        [safe::line(&source.record.name).into_owned(), files, passages, notes, when(&source.record.indexed_at), root]
    };
    table(std::iter::once(head).chain(sources.iter().map(row)).collect(), 1..4, out)?;
    writeln!(out, "\nledger")?;
    let row = |group: &Group| {
        let format = group.format.clone().unwrap_or_else(|| "-".to_owned());
        let reason = safe::line(group.reason.as_deref().unwrap_or("")).into_owned();
        [status_word(group.status).to_owned(), grouped(group.files), format, reason]
    };
    let head = ["status", "files", "format", "reason"].map(str::to_owned);
    table(std::iter::once(head).chain(groups.iter().map(row)).collect(), 1..2, out)?;
    tell_changes(changes, out)
}

/// `2026-11-21 23:40` of a time as it is stored.
fn when(at: &str) -> String {
    at.get(..16).map(|at| at.replace('T', " ")).unwrap_or_default()
}

/// Columns of even width; those in `right` are numbers.
fn table<const N: usize>(
    rows: Vec<[String; N]>,
    right: std::ops::Range<usize>,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    use unicode_width::UnicodeWidthStr;
    let widths: Vec<usize> =
        (0..N).map(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0)).collect();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let blanks = " ".repeat(widths[column] - cell.width());
            let cell = if right.contains(&column) { blanks + cell } else { cell.clone() + &blanks };
            line.push_str("  ");
            line.push_str(&cell);
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Most changes named one by one; the rest are counted.
const NAMED: usize = 20;

fn tell_changes(changes: &[(String, Change)], out: &mut dyn Write) -> std::io::Result<()> {
    if changes.is_empty() {
        return writeln!(out, "\nno file has changed since");
    }
    writeln!(out, "\nchanged since ({}; `ibid index` takes them up)", count(changes.len(), "file"))?;
    for (path, change) in changes.iter().take(NAMED) {
        let word = match change {
            Change::Changed => "changed",
            Change::New => "new",
            Change::Gone => "gone",
            Change::Unreadable => "unreadable",
        };
        writeln!(out, "  {word:<7}  {}", safe::line(path))?;
    }
    if changes.len() > NAMED {
        writeln!(out, "  and {} more", grouped(changes.len() - NAMED))?;
    }
    Ok(())
}
