//! `ibid notes`: every marker of a file and what it points to, without an index.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use super::args::{NoteStatus, NotesArgs};
use super::term::Color;
use crate::ingest::documents::documents;
use crate::model::Status;
use crate::render::notes::{Options, write};
use crate::render::safe;

/// Runs the command: 0 where something was found, 1 where nothing was, 2 where
/// a path could not be read (the others are printed all the same).
///
/// # Errors
///
/// Fails where `out` or `err` cannot be written.
pub fn run(args: &NotesArgs, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let options = options(args);
    let (mut printed, mut failed) = (0, false);
    for path in &args.paths {
        documents(path, None, &mut |shown, document| match document {
            Ok(document) => {
                printed += write(shown, &document, options, out)?;
                Ok(())
            }
            Err(reason) => {
                failed = true;
                writeln!(err, "ibid: {}: {}", safe::line(shown), safe::line(&reason))
            }
        })?;
    }
    Ok(match (failed, printed) {
        (true, _) => ExitCode::from(2),
        (false, 0) => ExitCode::from(1),
        (false, _) => ExitCode::SUCCESS,
    })
}

fn options(args: &NotesArgs) -> Options {
    let status = match args.status {
        Some(NoteStatus::Resolved) => Some(Status::Resolved),
        Some(NoteStatus::Missing) => Some(Status::Missing),
        Some(NoteStatus::Ambiguous) => Some(Status::Ambiguous),
        Some(NoteStatus::Orphan) | None => None,
    };
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
    };
    Options { status, orphans: args.status == Some(NoteStatus::Orphan), json: args.json, color }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_told_and_the_others_go_on() {
        let dir = tempfile::tempdir().unwrap();
        let text = "It is so.[1]\n\n[1] See there.\n";
        for (name, bytes) in [("a.txt", &b"\x7fELF\x00\x00"[..]), ("b.txt", text.as_bytes()), ("c.bin", b"\x00")] {
            std::fs::write(dir.path().join(name), bytes).unwrap();
        }
        let paths = vec![dir.path().join("gone.txt"), dir.path().to_path_buf()];
        let args = NotesArgs { paths, status: None, json: true, color: Color::Never };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = run(&args, &mut out, &mut err).unwrap();
        let (out, err) = (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap());
        assert_eq!(code, ExitCode::from(2));
        assert!(out.lines().count() == 1 && out.contains("b.txt"), "{out}");
        let lines: Vec<&str> = err.lines().collect();
        assert!(lines.len() == 2 && lines[0].ends_with("gone.txt: not there"), "{err}");
        assert!(lines[1].ends_with("a.txt: no reader for .elf"), "{err}");
    }
}
