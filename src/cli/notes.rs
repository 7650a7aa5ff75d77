//! `ibid notes`: every marker of a file and what it points to, without an index.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{Color, NoteStatus, NotesArgs};
use crate::model::{Document, Status};
use crate::read::FORMATS;
use crate::render::notes::{Options, write};
use crate::{Error, ErrorKind, link};

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
        let (files, errors) = files(path);
        for error in errors {
            failed = true;
            writeln!(err, "ibid: {error}")?;
        }
        for file in files {
            match document(&file) {
                Ok(document) => printed += write(&file.to_string_lossy(), &document, options, out)?,
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

/// The files that a path stands for, in order of their names: a file as it is,
/// whatever its extension; below a folder, files of a format that is read.
fn files(path: &Path) -> (Vec<PathBuf>, Vec<Error>) {
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    if path.is_dir() {
        below(path, &mut found, &mut errors);
    } else {
        found.push(path.to_path_buf());
    }
    (found, errors)
}

fn below(folder: &Path, found: &mut Vec<PathBuf>, errors: &mut Vec<Error>) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return errors.push(Error::from(error).at(folder)),
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_symlink() {
            continue;
        } else if path.is_dir() {
            below(&path, found, errors);
        } else if path.is_file() && readable(&path) {
            found.push(path);
        }
    }
}

fn readable(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    FORMATS.iter().any(|format| extension.as_deref().is_some_and(|e| format.extensions.contains(&e)))
}

/// Reads and links one file.
fn document(path: &Path) -> Result<Document, Error> {
    let bytes = std::fs::read(path).map_err(|error| Error::from(error).at(path))?;
    let format = FORMATS.first().ok_or_else(|| Error::new(ErrorKind::Unreadable("no format is known")).at(path))?;
    let mut document = (format.read)(&bytes).map_err(|error| error.at(path))?;
    link::link(&mut document);
    Ok(document)
}
