//! `ibid search --batch`: many queries, run in parallel, answered in order.
//!
//! Answers stream: what has been read so far is answered before more is waited
//! for, so that a program can ask and listen in turn over a pair of pipes.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, sync_channel};

use anyhow::Context;
use rayon::prelude::*;
use serde_json::Value;

use super::batch_line;
use super::config::Format;
use super::search::{Searcher, exit};
use crate::error::{Error, ErrorKind};
use crate::render::csv::query_text;
use crate::render::json::{self, ErrorRecord};
use crate::render::safe;

/// Lines read ahead, and at most answered together.
const AHEAD: usize = 256;

/// A line with its number, from 1.
type Line = (usize, io::Result<Vec<u8>>);

/// What became of a query.
#[derive(Default)]
struct Outcome {
    out: Vec<u8>,
    err: Vec<u8>,
    found: bool,
    bad: bool,
}

/// Runs the queries of a file. The exit status is 2 where one was bad.
///
/// # Errors
/// The file cannot be read, or stdout not be written.
pub fn run(searcher: &Searcher<'_>, file: &Path, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let lines = read_lines(file)?;
    let (mut found, mut bad) = (false, false);
    searcher.header(out)?;
    while let Ok(first) = lines.recv() {
        let chunk: Vec<Line> = std::iter::once(first).chain(lines.try_iter().take(AHEAD - 1)).collect();
        let outcomes: Vec<Outcome> = match chunk.len() {
            // Not worth waking the other threads for.
            1 => chunk.into_iter().map(|line| answer(searcher, line)).collect(),
            _ => chunk.into_par_iter().map(|line| answer(searcher, line)).collect(),
        };
        for outcome in outcomes {
            out.write_all(&outcome.out)?;
            err.write_all(&outcome.err)?;
            found |= outcome.found;
            bad |= outcome.bad;
        }
        out.flush()?;
    }
    Ok(if bad { ExitCode::from(2) } else { exit(found) })
}

/// Reads on a thread of its own, so that what is there can be told from what
/// is still to come.
fn read_lines(file: &Path) -> anyhow::Result<Receiver<Line>> {
    let input: Box<dyn BufRead + Send> = match file.to_str() {
        Some("-") => Box::new(BufReader::new(io::stdin())),
        _ => {
            let open = std::fs::File::open(file).with_context(|| file.display().to_string())?;
            Box::new(BufReader::new(open))
        }
    };
    let (send, receive) = sync_channel(AHEAD);
    std::thread::spawn(move || {
        let numbered = (1..).zip(input.split(b'\n'));
        for line in numbered {
            let failed = line.1.is_err();
            // Nobody listens any more: the answers had nowhere to go.
            if send.send(line).is_err() || failed {
                break;
            }
        }
    });
    Ok(receive)
}

fn answer(searcher: &Searcher<'_>, (number, line): Line) -> Outcome {
    let mut outcome = Outcome::default();
    let parsed = match line {
        Ok(bytes) => batch_line::parse(&bytes, number),
        Err(error) => Err(Box::new(ErrorRecord::new(number.into(), error.to_string()))),
    };
    let query = match parsed {
        Ok(Some(query)) => query,
        Ok(None) => return outcome,
        Err(record) => return failed(searcher, &record),
    };
    let request = searcher.config.request_for(&query);
    let id = query.id.clone();
    match searcher.one(&request, Some(id), &mut outcome.out, &mut outcome.err) {
        Ok(found) => outcome.found = found,
        Err(error) => return failed(searcher, &record(query.id, &error)),
    }
    outcome
}

/// The record of an error, on stdout as JSON, else on stderr.
fn failed(searcher: &Searcher<'_>, record: &ErrorRecord) -> Outcome {
    let mut outcome = Outcome { bad: true, ..Outcome::default() };
    // Writing to a vector does not fail.
    let _ = if searcher.config.format == Format::Json {
        json::record(record, &mut outcome.out)
    } else {
        let line = format!("query {}: {}", query_text(&record.query), record.message);
        writeln!(outcome.err, "error: {}", safe::line(&line))
    };
    outcome
}

fn record(id: Value, error: &Error) -> ErrorRecord {
    let mut record = ErrorRecord::new(id, error.to_string());
    if let ErrorKind::Query { at, nearest, .. } = error.kind() {
        record.at = Some(*at);
        record.nearest = nearest.clone();
    }
    record
}
