//! `ibid cites`: the citations in a list of notes, without an index.

use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use serde_json::Value;

use super::args::CitesArgs;
use super::search::exit;
use super::term;
use crate::cite;
use crate::model::citation::NoteCites;
use crate::render::{cites, safe};
use crate::span::Span;

/// A note of the input.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    /// Line of the input, from 1.
    line: usize,
    number: u32,
    text: String,
    /// First byte in the input, where the line is the note.
    start: Option<usize>,
}

/// Runs the command: 0 where something was found, 1 where nothing was, 2 where
/// a line could not be read (the others are printed all the same).
///
/// # Errors
/// The file cannot be read or is a document, or stdout not be written.
pub fn run(args: &CitesArgs, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let input = input(&args.file)?;
    if let Some(format) = crate::read::sure(&input) {
        let name = args.file.display();
        anyhow::bail!("{name} is a document ({}), no list of notes: `ibid notes {name}` shows its notes", format.name);
    }
    let input = String::from_utf8_lossy(&input);
    let (mut lines, mut bad) = (Vec::new(), false);
    for line in read(&input) {
        match line {
            Ok(line) => lines.push(line),
            Err(reason) => {
                bad = true;
                writeln!(err, "ibid: {}", safe::line(&reason))?;
            }
        }
    }
    let notes = found(&lines);
    let color = term::stdout(args.color, 80).color;
    for (line, note) in lines.iter().zip(&notes) {
        match args.json {
            true => cites::json(line.line, note, out)?,
            false => cites::text(note, color, out)?,
        }
    }
    let any = notes.iter().any(|note| !note.cites.is_empty());
    Ok(if bad { ExitCode::from(2) } else { exit(any) })
}

/// The bytes of a file, or of standard input where that is asked for by `-`.
fn input(file: &Path) -> anyhow::Result<Vec<u8>> {
    match stdin(file)? {
        Some(bytes) => Ok(bytes),
        None => std::fs::read(file).with_context(|| file.display().to_string()),
    }
}

/// What comes from standard input, where that is asked for by `-`.
///
/// # Errors
/// It cannot be read.
pub fn stdin(file: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    if file != Path::new("-") {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).context("standard input")?;
    Ok(Some(bytes))
}

/// The notes of the input; an error is a line that looks like JSON and is no note.
fn read(input: &str) -> impl Iterator<Item = Result<Line, String>> {
    let mut start = 0;
    let lines = input.split_inclusive('\n').map(move |line| {
        start += line.len();
        (start - line.len(), line.trim_end_matches(['\n', '\r']))
    });
    let lines = lines.enumerate().filter(|(_, (_, text))| !text.trim().is_empty());
    lines.map(|(at, (start, text))| note(at + 1, start, text).map_err(|reason| format!("line {}: {reason}", at + 1)))
}

fn note(line: usize, start: usize, text: &str) -> Result<Line, String> {
    let own = u32::try_from(line).map_err(|_| "too many lines".to_owned())?;
    if !text.trim_start().starts_with('{') {
        return Ok(Line { line, number: own, text: text.to_owned(), start: Some(start) });
    }
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let Some(text) = value["text"].as_str() else { return Err("no `text` in it".to_owned()) };
    let number = match &value["number"] {
        Value::Null => own,
        Value::String(label) => label.trim().parse().map_err(|_| format!("`{label}` is no number of a note"))?,
        value => {
            value.as_u64().and_then(|n| n.try_into().ok()).ok_or_else(|| format!("`{value}` is no number of a note"))?
        }
    };
    Ok(Line { line, number, text: text.to_owned(), start: None })
}

fn found(lines: &[Line]) -> Vec<NoteCites> {
    let of = |line: &Line| {
        let mut cites = cite::find_in_note(&line.text);
        for cite in &mut cites {
            cite.bytes = line.start.map(|start| Span::new(start + cite.start, start + cite.end));
        }
        NoteCites { number: Some(line.number), cites }
    };
    let mut notes: Vec<NoteCites> = lines.iter().map(of).collect();
    cite::resolve(&mut notes);
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_json_lines() {
        let got: Vec<_> =
            read("One.\r\n\n{\"number\":8,\"text\":\"Two.\"}\n{\"number\":\"9\",\"text\":\"\"}\n{oh\n{\"n\":1}")
                .collect();
        assert_eq!(got[0], Ok(Line { line: 1, number: 1, text: "One.".to_owned(), start: Some(0) }));
        assert_eq!(got[1], Ok(Line { line: 3, number: 8, text: "Two.".to_owned(), start: None }));
        assert_eq!(got[2].as_ref().unwrap().number, 9);
        assert!(got[3].as_ref().unwrap_err().starts_with("line 5: "));
        assert_eq!(got[4].as_ref().unwrap_err(), "line 6: no `text` in it");
    }
}
