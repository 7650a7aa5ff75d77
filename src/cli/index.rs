//! `ibid index`: brings the index up to date, or drops a source.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::bail;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::args::IndexArgs;
use super::ledger::{FileLine, by_reason, count, grouped, json_line};
use super::ocr;
use super::open;
use super::report::Hinted;
use crate::error::ErrorKind;
use crate::index::schema::{FileRecord, FileStatus};
use crate::ingest::{self, Action, Move, Outcome, Progress, Report, Request};
use crate::model::hit::JSON_VERSION;
use crate::render::safe;
use crate::source::bounds;

/// Where sources are looked for when none was ever named.
const DEFAULT_SOURCE: &str = "seeds";

/// Faults of libraries that are named; of more only the number is.
const FAULTS: usize = 20;

/// Runs the command. `index` is the folder of the index where one was named.
pub fn run(
    args: &IndexArgs,
    index: Option<&Path>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    args.limits.bounds().into_iter().for_each(bounds::set);
    let dir = open::place(index)?;
    let report = match &args.drop {
        Some(name) => ingest::drop_source(&dir, name, args.dry_run),
        None => update(args, &dir, err)?,
    };
    let report = report.map_err(with_hint)?;
    let summary = Summary::of(&report, args.dry_run, &dir, started.elapsed());
    complain(&report, err)?;
    if args.json {
        for outcome in &report.outcomes {
            json_line(out, &FileLine::new(&outcome.record, Some(outcome.action)))?;
        }
        json_line(out, &summary)?;
    } else if !args.quiet {
        if args.dry_run {
            announce(&report, out)?;
        }
        summary.tell(&report, err)?;
    }
    let unread =
        |outcome: &Outcome| outcome.action == Action::Failed || outcome.record.status == FileStatus::Unreachable;
    let lost = |outcome: &Outcome| outcome.action != Action::Removed && outcome.record.has_lost();
    let unread = report.outcomes.iter().any(|outcome| unread(outcome) || lost(outcome))
        || report.sources.iter().any(|s| s.unreachable.is_some());
    Ok(if args.strict && unread { ExitCode::from(3) } else { ExitCode::SUCCESS })
}

fn update(args: &IndexArgs, dir: &Path, err: &mut dyn Write) -> anyhow::Result<crate::Result<Report>> {
    let request = match request(args, dir)? {
        Ok(request) => request,
        Err(error) => return Ok(Err(error)),
    };
    if ingest::is_older(dir) && !args.quiet {
        let dir = safe::line(&dir.display().to_string()).into_owned();
        writeln!(err, "the index in {dir} was made by an older ibid: it is built again, from all its sources")?;
    }
    let bar = Bar::new(args.quiet);
    quiet_readers();
    let report = ingest::run(dir, &request, &|progress| bar.show(progress));
    bar.clear();
    Ok(report)
}

/// What is asked for; without a path, what is remembered, or the folder `seeds`.
fn request(args: &IndexArgs, dir: &Path) -> anyhow::Result<crate::Result<Request>> {
    let mut paths = args.paths.clone();
    if args.name.is_some() && paths.len() > 1 {
        bail!("`--name` names one source, and {} were given", paths.len());
    }
    if args.name.as_ref().is_some_and(|name| name.is_empty() || name.contains(['/', '\\', '\0'])) {
        bail!("a name may not be empty, nor hold a slash");
    }
    let moved = args.moved.as_deref().and_then(|given| match given {
        [name, path] => Some(Move { name: name.to_string_lossy().into_owned(), path: path.clone() }),
        _ => None,
    });
    if paths.is_empty() && moved.is_none() {
        let remembered = match ingest::remembered(dir) {
            Ok(sources) => sources.len(),
            Err(error) => return Ok(Err(error)),
        };
        if remembered == 0 && Path::new(DEFAULT_SOURCE).is_dir() {
            paths.push(PathBuf::from(DEFAULT_SOURCE));
        } else if remembered == 0 {
            let message = format!("nothing to index: {} has no folders yet", dir.display());
            return Err(Hinted::error(message, "`ibid index DIR` adds a folder of documents"));
        } else if args.meta.is_some() && args.name.is_none() && remembered > 1 {
            let message = format!("`--meta` is for one source, and {remembered} are known");
            return Err(Hinted::error(message, "name it by its path or with `--name`"));
        }
    }
    if args.meta.is_some() && paths.len() > 1 {
        bail!("`--meta` is for one source, and {} were given", paths.len());
    }
    Ok(Ok(Request {
        libraries: args.bib.clone(),
        paths,
        name: args.name.clone(),
        moved,
        meta: args.meta.clone(),
        hidden: match (args.hidden, args.no_hidden) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        },
        ocr: match ocr::wanted(&args.ocr)? {
            Some(ocr) => Some(Some(ocr)),
            None => args.no_ocr.then_some(None),
        },
        rebuild: args.rebuild,
        checksum: args.checksum,
        jobs: args.jobs.unwrap_or(0),
        dry_run: args.dry_run,
        raised: args.limits.bounds().is_some(),
    }))
}

/// A reader that breaks down is caught and noted in the ledger; the report that
/// its thread would print says nothing more to a user.
fn quiet_readers() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(ingest::THREAD) {
            usual(panic);
        }
    }));
}

fn with_hint(error: crate::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::NameTaken { name, root } => {
            let hint = match Path::new(root).exists() {
                true => "choose another with `--name NAME`".to_owned(),
                false => format!(
                    "choose another with `--name NAME`; if `{name}` is what was moved here, `ibid index --move {name} PATH`"
                ),
            };
            Hinted::error(error.to_string(), hint)
        }
        ErrorKind::Overlap { within, name, .. } => {
            let hint = match within {
                true => format!("its files are indexed with `{name}`; `ibid index` brings them up to date"),
                false => format!("its files would be there twice; `ibid index --drop {name}` first"),
            };
            Hinted::error(error.to_string(), hint)
        }
        ErrorKind::Unknown(name) => {
            Hinted::error(format!("no source is named `{name}`"), "`ibid status` lists the sources")
        }
        // an error without a path comes from writing the index
        ErrorKind::Io(_) | ErrorKind::Engine(_) if error.path().is_none() => Hinted::error(
            format!("cannot write the index: {error}"),
            "nothing of this run is kept: the index is as it was",
        ),
        _ => error.into(),
    }
}

/// Says what could not be read, a line each.
fn complain(report: &Report, err: &mut dyn Write) -> std::io::Result<()> {
    for source in &report.sources {
        if let Some(reason) = &source.unreachable {
            let (name, root) = (safe::line(&source.record.name), safe::line(&source.record.root));
            writeln!(err, "warning: source `{name}` cannot be reached ({root}: {reason}); its passages are kept")?;
        }
        if let Some(other) = &source.looks_like {
            let (name, other) = (safe::line(&source.record.name), safe::line(other));
            writeln!(
                err,
                "warning: `{name}` holds the files of the source `{other}`, which is not at its place any more: \
                 if it was moved, `ibid index --drop {name}`, then `ibid index --move {other} PATH`"
            )?;
        }
        if let Some(error) = &source.table_error {
            writeln!(err, "warning: {}; the table was not used", safe::line(&error.to_string()))?;
        }
        for fault in source.bib_faults.iter().take(FAULTS) {
            writeln!(err, "warning: {}", safe::line(fault))?;
        }
        if let Some(more @ 1..) = source.bib_faults.len().checked_sub(FAULTS) {
            writeln!(err, "warning: and {more} more of this kind")?;
        }
        for row in &source.unknown_rows {
            writeln!(
                err,
                "warning: `{}` in the table matches no file of source `{}`",
                safe::line(row),
                safe::line(&source.record.name)
            )?;
        }
    }
    let unreached: Vec<&str> =
        report.sources.iter().filter(|s| s.unreachable.is_some()).map(|s| s.record.name.as_str()).collect();
    let bad = |outcome: &&Outcome| {
        let status = outcome.record.status;
        outcome.action == Action::Failed
            || status == FileStatus::Unreachable && !unreached.contains(&outcome.record.source.as_str())
    };
    for Outcome { record, .. } in report.outcomes.iter().filter(bad) {
        writeln!(err, "warning: {}: {}", safe::line(&record.path), safe::line(record.reason.as_deref().unwrap_or("")))?;
    }
    Ok(())
}

/// In a dry run, what would be done.
fn announce(report: &Report, out: &mut dyn Write) -> std::io::Result<()> {
    for Outcome { record, action } in &report.outcomes {
        let word = match action {
            Action::Added => "add",
            Action::Updated => "update",
            Action::Removed => "remove",
            Action::Metadata => "metadata",
            Action::Unchanged | Action::Skipped | Action::Failed => continue,
        };
        writeln!(out, "{word:<9} {}", safe::line(&record.path))?;
    }
    Ok(())
}

/// What ends a run: what was done in it, and what the whole index holds after it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "IndexSummary"))]
pub(crate) struct Summary {
    /// Always `"summary"`.
    #[serde(rename = "type")]
    record: &'static str,
    /// Format version.
    v: u32,
    /// Folder of the index.
    index: String,
    /// True where nothing was done.
    dry_run: bool,
    /// Files of the ledger that this run looked at, removed ones not counted.
    files: usize,
    /// New files.
    added: usize,
    /// Files read again.
    updated: usize,
    /// Files passed over because they have not changed.
    unchanged: usize,
    /// Files of which only the metadata changed.
    metadata: usize,
    /// Files that are gone.
    removed: usize,
    /// Files that are not meant to be read.
    skipped: usize,
    /// Hidden files and folders, and what browsers save beside a page.
    passed_over: usize,
    /// Files that could not be read.
    failed: usize,
    /// Files read, but not all of them or not surely right.
    degraded: usize,
    /// Files that could not be reached and keep their passages.
    unreachable: usize,
    /// Passages of these files.
    passages: usize,
    /// Notes.
    notes: usize,
    /// Markers whose note is not in the file.
    missing: usize,
    /// Notes that nothing points to.
    orphans: usize,
    /// Bytes read.
    bytes_read: u64,
    /// Time in milliseconds.
    elapsed_ms: f64,
}

impl Summary {
    fn of(report: &Report, dry_run: bool, dir: &Path, elapsed: Duration) -> Summary {
        let outcomes = &report.outcomes;
        let done = |action| outcomes.iter().filter(|outcome| outcome.action == action).count();
        let passed_over = outcomes.iter().filter(|o| o.action == Action::Skipped && o.record.is_passed_over()).count();
        let index = report.index;
        Summary {
            record: "summary",
            v: JSON_VERSION,
            index: dir.display().to_string(),
            dry_run,
            files: index.files,
            added: done(Action::Added),
            updated: done(Action::Updated),
            unchanged: done(Action::Unchanged),
            metadata: done(Action::Metadata),
            removed: done(Action::Removed),
            skipped: done(Action::Skipped) - passed_over,
            passed_over,
            failed: done(Action::Failed),
            degraded: index.degraded,
            unreachable: index.unreachable,
            passages: index.passages,
            notes: index.notes,
            missing: index.missing,
            orphans: index.orphans,
            bytes_read: report.bytes_read,
            elapsed_ms: (elapsed.as_secs_f64() * 1e6).round() / 1e3,
        }
    }

    /// For people: what was done, what was left aside, and the sum of it.
    fn tell(&self, report: &Report, err: &mut dyn Write) -> std::io::Result<()> {
        let done = [
            (self.added, "added"),
            (self.updated, "updated"),
            (self.metadata, "with new metadata"),
            (self.removed, "removed"),
            (self.unchanged, "unchanged"),
            (self.skipped, "skipped"),
            (self.failed, "failed"),
        ];
        let done: Vec<String> =
            done.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{} {word}", grouped(*n))).collect();
        let done = if done.is_empty() { "no files".to_owned() } else { done.join(", ") };
        let would = if self.dry_run { "would be: " } else { "" };
        writeln!(err, "{would}{done} ({:.1} s)", self.elapsed_ms / 1e3)?;
        let skipped = report.outcomes.iter().filter(|outcome| outcome.action == Action::Skipped);
        let (passed_over, skipped): (Vec<&FileRecord>, Vec<&FileRecord>) =
            skipped.map(|outcome| &outcome.record).partition(|record| record.is_passed_over());
        for (reason, n) in by_reason(skipped.into_iter()) {
            writeln!(err, "  skipped: {} ({})", safe::line(reason), count(n, "file"))?;
        }
        for (reason, n) in by_reason(passed_over.into_iter()) {
            writeln!(err, "  passed over: {} ({}; `--hidden` reads them)", safe::line(reason), grouped(n))?;
        }
        let read = report.outcomes.iter().filter(|outcome| matches!(outcome.action, Action::Added | Action::Updated));
        let doubtful = read.filter(|outcome| outcome.record.status == FileStatus::Degraded).count();
        if doubtful > 0 {
            writeln!(err, "  read with reservations: {} (`ibid status --reason degraded`)", count(doubtful, "file"))?;
        }
        let scans = report.outcomes.iter().filter(|outcome| outcome.record.recognition.as_deref() == Some("")).count();
        if scans > 0 {
            writeln!(err, "  with pages that are pictures of text: {}; {}", count(scans, "file"), ocr::advice())?;
        }
        let known: usize = report.sources.iter().map(|source| source.answered).sum();
        if report.sources.iter().any(|source| !source.record.libraries.is_empty()) {
            writeln!(err, "  with an entry in a library: {}", count(known, "file"))?;
        }
        let (passages, notes) = (count(self.passages, "passage"), count(self.notes, "note"));
        let doubts = [(self.missing, "missing"), (self.orphans, "without a marker")];
        let doubts: Vec<String> =
            doubts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", grouped(*n))).collect();
        let doubts = if doubts.is_empty() { String::new() } else { format!(" ({})", doubts.join(", ")) };
        writeln!(err, "{passages}, {notes}{doubts} in {}", safe::line(&self.index))
    }
}

/// The progress bar, on a terminal only.
struct Bar(ProgressBar);

impl Bar {
    fn new(quiet: bool) -> Bar {
        let hidden = quiet || !std::io::stderr().is_terminal();
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        let template = "{bar:24} {msg} files  {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Bar(bar)
    }

    fn show(&self, progress: Progress) {
        match progress {
            Progress::Planned { bytes, .. } => self.0.set_length(bytes),
            Progress::Done { files, of, bytes } => {
                self.0.set_message(format!("{files}/{of}"));
                self.0.inc(bytes);
            }
            Progress::Committing => self.0.set_message("writing the index;"),
        }
    }

    fn clear(&self) {
        self.0.finish_and_clear();
    }
}
