//! `ibid search`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use super::args::SearchArgs;
use super::config::{Config, Format, Output, form};
use super::files::{Columns, Files};
use super::open;
use super::report::BadQuery;
use super::{aliases, batch};
use crate::error::{ErrorKind, Result};
use crate::model::hit::Answer;
use crate::query::{Counted, Engine, FilesFound, Request, Wanted};
use crate::render::csv::query_text;
use crate::render::json::{CountRecord, FileRecord, MatchCountRecord};
use crate::render::{brief, csv, grep, json, kwic, markdown, reference, safe, summary, text, trec};

/// Runs the command.
///
/// # Errors
/// Flags or queries that cannot be read, no index, failures of the disk.
pub fn run(
    args: &SearchArgs,
    index: Option<&Path>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let config = Config::new(args)?;
    let index = open::or_build(index, err)?;
    let dir = index.dir().map(Path::to_path_buf);
    let known = dir.as_deref().map(|dir| aliases::load(dir, err)).transpose()?;
    let engine = Engine::new(&index)?.with_aliases(known.unwrap_or_default());
    let searcher = Searcher { engine, dir, config, files: Files::default(), columns: Columns::default() };
    idle_globs(&searcher.engine, &searcher.config.request.globs, err)?;
    if let Some(file) = &searcher.config.batch {
        return batch::run(&searcher, file, out, err);
    }
    searcher.header(out)?;
    let request = &searcher.config.request;
    let found = searcher.one(request, None, out, err);
    found.map(exit).map_err(|error| match error.kind() {
        ErrorKind::Query { .. } => BadQuery { query: request.query.clone(), error }.into(),
        _ => error.into(),
    })
}

/// Tells of globs that no document fits: what is found, or not, says nothing of the words then.
///
/// # Errors
/// Failures of the disk, and of the writer.
pub fn idle_globs(engine: &Engine<'_>, globs: &[String], err: &mut dyn Write) -> Result<()> {
    for glob in engine.idle_globs(globs)? {
        writeln!(err, "warning: `{}` matches no document in the index", safe::line(&glob))?;
    }
    Ok(())
}

/// Says which index was searched in vain: it may be another than one thinks.
///
/// # Errors
/// Those of the writer.
pub fn searched(dir: Option<&Path>, err: &mut dyn Write) -> io::Result<()> {
    dir.map_or(Ok(()), |dir| writeln!(err, "searched: {}", safe::line(&dir.display().to_string())))
}

/// Writes a number, after the id of its query in a batch.
fn write_number(number: usize, id: Option<Value>, out: &mut dyn Write) -> io::Result<()> {
    match id {
        Some(id) => writeln!(out, "{}\t{number}", safe::line(&query_text(&id))),
        None => writeln!(out, "{number}"),
    }
}

/// Says on stderr what keeps a number or a list from being whole.
fn remark(remarks: &[String], err: &mut dyn Write) -> io::Result<()> {
    remarks.iter().try_for_each(|remark| writeln!(err, "note: {}", safe::line(remark)))
}

/// 0 where something was found, else 1.
pub fn exit(found: bool) -> ExitCode {
    if found { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// Runs queries and prints what they give.
pub struct Searcher<'i> {
    engine: Engine<'i>,
    /// Where the index is.
    dir: Option<PathBuf>,
    /// What is wanted.
    pub config: Config,
    files: Files,
    columns: Columns,
}

impl Searcher<'_> {
    /// Writes what stands before all answers.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn header(&self, out: &mut dyn Write) -> io::Result<()> {
        let rows = self.config.format == Format::Csv && self.config.output == Output::Hits;
        if rows { csv::header(self.config.batch.is_some(), &self.config.look, out) } else { Ok(()) }
    }

    /// Runs a query and prints its answer; `id` is that of a query in a batch.
    /// True where something was found.
    ///
    /// # Errors
    /// The query cannot be read or run, or the answer not be written.
    pub fn one(&self, request: &Request, id: Option<Value>, out: &mut dyn Write, err: &mut dyn Write) -> Result<bool> {
        if self.config.explain {
            writeln!(err, "{}", safe::block(self.engine.explain(request)?.trim_end()))?;
        }
        match self.config.output {
            Output::Count | Output::Matches => self.count(request, id, out, err),
            Output::Files => self.list_files(request, id, out, err),
            Output::Nothing => Ok(!self.engine.search(request)?.hits.is_empty()),
            Output::Hits => self.hits(request, id, out, err),
        }
    }

    /// Writes how many passages, or how many matches, there are.
    fn count(&self, request: &Request, id: Option<Value>, out: &mut dyn Write, err: &mut dyn Write) -> Result<bool> {
        let of_matches = self.config.output == Output::Matches;
        let counted = if of_matches { self.engine.count_matches(request) } else { self.engine.count(request) };
        let Counted { count, remarks, partial } = counted?;
        match (self.config.format, of_matches) {
            (Format::Json, true) => json::record(&MatchCountRecord::new(id, count, partial), out)?,
            (Format::Json, false) => json::record(&CountRecord::new(id, count, partial), out)?,
            _ => write_number(count, id, out)?,
        }
        remark(&remarks, err)?;
        Ok(count > 0)
    }

    fn list_files(
        &self,
        request: &Request,
        id: Option<Value>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<bool> {
        let FilesFound { paths, remarks, .. } = self.engine.files(request)?;
        let found = !paths.is_empty();
        for path in paths {
            let record = self.engine.file(&path);
            let file = record.as_ref().map_or(path.as_str(), |record| &record.file);
            if self.config.format == Format::Json {
                json::record(&FileRecord::new(id.clone(), path.clone(), file.to_owned()), out)?;
                continue;
            }
            if let Some(id) = &id {
                write!(out, "{}\t", safe::line(&query_text(id)))?;
            }
            let openable = self.config.look.file(file);
            match self.config.null {
                // for a program: the path as it is
                true => write!(out, "{openable}\0")?,
                false => writeln!(out, "{}", safe::line(openable))?,
            }
        }
        remark(&remarks, err)?;
        Ok(found)
    }

    fn hits(&self, request: &Request, id: Option<Value>, out: &mut dyn Write, err: &mut dyn Write) -> Result<bool> {
        let mut answer = self.engine.search(request)?;
        if request.wanted == Wanted::Everything {
            self.files.mark_answer(&self.engine, &mut answer);
        }
        answer.hits.iter_mut().for_each(|hit| hit.query.clone_from(&id));
        answer.summary.query = id;
        self.print(&answer, out)?;
        let for_people =
            [Format::Text, Format::Md, Format::Kwic, Format::Footnote, Format::Chicago, Format::Apa, Format::Mla];
        if for_people.contains(&self.config.format) {
            // So that on a terminal the summary ends the answer.
            out.flush()?;
            self.summary(&answer, request, err)?;
        }
        Ok(!answer.hits.is_empty())
    }

    fn print(&self, answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
        let Config { look, format, batch, .. } = &self.config;
        match format {
            Format::Text => {
                self.title(answer, out)?;
                text::answer(answer, look, out)
            }
            Format::Json => json::answer(answer, look, out),
            Format::Brief => brief::answer(answer, look, out),
            Format::Csv => csv::answer(answer, batch.is_some(), look, out),
            Format::Md => markdown::answer(answer, look, out),
            Format::Trec => trec::answer(answer, out),
            Format::Grep => grep::answer(answer, look, &|file, byte| self.columns.column(file, byte), out),
            Format::Kwic => kwic::answer(answer, look, self.config.sorted.as_ref(), out),
            Format::Bibtex | Format::CslJson | Format::Ris => self.references(answer, out),
            Format::Footnote | Format::Chicago | Format::Apa | Format::Mla => self.references(answer, out),
        }
    }

    fn references(&self, answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
        match form(self.config.format) {
            Some(form) => reference::hits(&answer.hits, form, None, out),
            None => Ok(()),
        }
    }

    /// In a batch for people: which query the hits below answer.
    fn title(&self, answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
        match &answer.summary.query {
            Some(id) => writeln!(out, "== {}: {}\n", safe::line(&query_text(id)), safe::line(&answer.summary.read_as)),
            None => Ok(()),
        }
    }

    fn summary(&self, answer: &Answer, request: &Request, err: &mut dyn Write) -> Result<()> {
        let blank = if answer.hits.is_empty() || self.config.format == Format::Kwic { "" } else { "\n" };
        let line = summary::line(&answer.summary, &request.query);
        writeln!(err, "{blank}{line}")?;
        if answer.summary.total == 0 && answer.summary.query.is_none() {
            if self.engine.is_empty()? {
                let hint = "no text is indexed; `ibid index DIR` adds a folder, `ibid status` tells what is there";
                writeln!(err, "hint: {hint}")?;
            }
            searched(self.dir.as_deref(), err)?;
        }
        Ok(())
    }
}
