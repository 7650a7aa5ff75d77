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
use serde_json::{Map, Value};

use super::config::{BatchQuery, Format};
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
        Ok(bytes) => parse(&bytes, number),
        Err(error) => Err(ErrorRecord::new(number.into(), error.to_string())),
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

/// Reads a line: plain text, or an object. `None` for a blank one.
fn parse(line: &[u8], number: usize) -> Result<Option<BatchQuery>, ErrorRecord> {
    let bad = |message: String| ErrorRecord::new(number.into(), message);
    let text = std::str::from_utf8(line)
        .map_err(|error| ErrorRecord { at: Some(error.valid_up_to()), ..bad("the line is not UTF-8".to_owned()) })?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(None);
    }
    if !text.starts_with('{') {
        let id = number.into();
        return Ok(Some(BatchQuery { id, text: text.to_owned(), literal: false, limit: None }));
    }
    let object: Map<String, Value> = serde_json::from_str(text).map_err(|error| ErrorRecord {
        at: Some(error.column().saturating_sub(1)),
        ..bad("not a JSON object".to_owned())
    })?;
    of_object(object, number).map(Some)
}

/// Keys other than `id`, `query`, `phrase` and `limit` are passed over: query
/// sets carry remarks of their own.
fn of_object(object: Map<String, Value>, number: usize) -> Result<BatchQuery, ErrorRecord> {
    let id = object.get("id").filter(|id| !id.is_null()).cloned().unwrap_or_else(|| number.into());
    let bad = |message: &str| Err(ErrorRecord::new(id.clone(), message.to_owned()));
    let limit = match object.get("limit").map(Value::as_u64) {
        None => None,
        Some(Some(limit)) => usize::try_from(limit).ok(),
        Some(None) => return bad("`limit` is no whole number"),
    };
    let (text, literal) = match (object.get("query"), object.get("phrase")) {
        (Some(Value::String(query)), None) => (query.clone(), false),
        (None, Some(Value::String(phrase))) => (phrase.clone(), true),
        (None, None) => return bad("neither `query` nor `phrase` is given"),
        (Some(_), Some(_)) => return bad("both `query` and `phrase` are given"),
        _ => return bad("the query is no string"),
    };
    Ok(BatchQuery { id, text, literal, limit })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> BatchQuery {
        parse(line.as_bytes(), 7).unwrap().unwrap()
    }

    fn refused(line: &[u8]) -> String {
        let error = parse(line, 7).unwrap_err();
        format!("{} {:?} {}", error.query, error.at, error.message)
    }

    #[test]
    fn plain_text_has_the_number_of_its_line() {
        let want = BatchQuery { id: 7.into(), text: "\"bloody nose\"".into(), literal: false, limit: None };
        assert_eq!(parsed(" \"bloody nose\"\r"), want);
        assert_eq!(parsed("\u{feff}grain").text, "grain");
        assert!(parse(b" \t\r", 7).unwrap().is_none());
    }

    #[test]
    fn ids_come_back_as_they_were_given() {
        assert_eq!(parsed(r#"{"id":"q1","query":"a","limit":5,"note":"x"}"#).limit, Some(5));
        let phrase = parsed(r#"{"id":12,"phrase":"AT&T (UK)"}"#);
        assert_eq!((phrase.id, phrase.text.as_str(), phrase.literal), (12.into(), "AT&T (UK)", true));
        assert_eq!(parsed(r#"{"id":1.50,"query":"a"}"#).id.to_string(), "1.5");
        assert_eq!(parsed(r#"{"id":["a"],"query":"a"}"#).id.to_string(), r#"["a"]"#);
        assert_eq!(parsed(r#"{"query":"a"}"#).id, 7);
    }

    #[test]
    fn what_cannot_be_used_is_told() {
        assert_eq!(refused(b"{\"query\":"), "7 Some(8) not a JSON object");
        assert_eq!(refused(br#"{"id":"x","limit":5}"#), "\"x\" None neither `query` nor `phrase` is given");
        assert_eq!(
            refused(br#"{"id":"x","query":"a","phrase":"b"}"#),
            "\"x\" None both `query` and `phrase` are given"
        );
        assert_eq!(refused(br#"{"query":3}"#), "7 None the query is no string");
        assert_eq!(refused(br#"{"query":"a","limit":-1}"#), "7 None `limit` is no whole number");
        assert_eq!(refused(b"ab\xff"), "7 Some(2) the line is not UTF-8");
    }
}
