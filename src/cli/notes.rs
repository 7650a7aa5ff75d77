//! `ibid notes`: every marker of a file and what it points to, without an index.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{Color, NoteStatus, NotesArgs};
use crate::ingest::read;
use crate::model::{Document, Status};
use crate::read::FORMATS;
use crate::render::notes::{Options, write};
use crate::source::walk::{Found, What};
use crate::source::{detect, file, walk};

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
        for file in files(path) {
            match file.and_then(|file| Ok((document(&file)?, file.0))) {
                Ok((document, shown)) => printed += write(&shown, &document, options, out)?,
                Err(error) => {
                    failed = true;
                    writeln!(err, "ibid: {error}")?;
                }
            }
        }
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

/// A file to read: its name as shown, and where it is.
type Listed = (String, PathBuf);

/// The files that a path stands for, in order of their names: a file as it is;
/// below a folder, files with the extension of a format that is read. What
/// cannot be looked at is an error, in its place.
fn files(path: &Path) -> Vec<Result<Listed, String>> {
    let root = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    match walk::walk(&root, None) {
        Ok(found) => found.into_iter().filter_map(|found| listed(path, found)).collect(),
        Err(reason) => vec![Err(format!("{}: {reason}", path.display()))],
    }
}

fn listed(path: &Path, found: Found) -> Option<Result<Listed, String>> {
    let named = found.below.is_empty();
    let shown = if named { path.to_path_buf() } else { path.join(&found.below) }.to_string_lossy().into_owned();
    match found.what {
        What::File(_) if named || readable(&found.below) => Some(Ok((shown, found.path))),
        What::Skipped(reason) if named => Some(Err(format!("{shown}: {reason}"))),
        What::Failed(reason) => Some(Err(format!("{shown}: {reason}"))),
        What::File(_) | What::Skipped(_) => None,
    }
}

fn readable(name: &str) -> bool {
    let extension = detect::extension(name);
    FORMATS.iter().any(|format| extension.as_deref().is_some_and(|e| format.extensions.contains(&e)))
}

/// Reads and links one file.
fn document((shown, path): &Listed) -> Result<Document, String> {
    let at = |reason: String| format!("{shown}: {reason}");
    let content = file::read(path).map_err(at)?;
    read::document(shown, &content.bytes).map_err(|unread| at(unread.reason))
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

    #[test]
    fn a_file_without_a_reader_is_no_plain_text() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.xls");
        std::fs::write(&path, "text[1]").unwrap();
        let listed = files(&path).remove(0).unwrap();
        assert!(document(&listed).unwrap_err().ends_with("no reader for .xls"));
    }
}
