//! Documents straight from files, folders and archives, without an index.

use std::io;
use std::path::Path;

use super::read;
use crate::model::Document;
use crate::read::ocr::Ocr;
use crate::read::{FORMATS, sure};
use crate::source::archive::{self, INSIDE, Met, Summary};
use crate::source::walk::{Found, What, Without, hidden_part};
use crate::source::{detect, file, walk};

/// Is told of each document by the name it is shown under, or why it could not
/// be read.
pub type Told<'a> = &'a mut dyn FnMut(&str, Result<Document, String>) -> io::Result<()>;

/// Reads all that a path stands for, one document after another, in order of
/// the names, with text recognised in pictures as `ocr` says: a file as it is; below a folder, files with the extension of a
/// format that is read, none that are hidden; archives as folders.
///
/// # Errors
///
/// Those of `told`, which ends it. What cannot be read is told.
pub fn documents(path: &Path, ocr: Option<&Ocr>, told: Told) -> io::Result<()> {
    let root = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    match walk::walk(&root, Without::default()) {
        Ok(found) => found.into_iter().try_for_each(|found| one(path, found, ocr, told)),
        Err(reason) => told(&path.to_string_lossy(), Err(reason)),
    }
}

/// Reads what comes by itself, with no file: the format is told by its content.
///
/// # Errors
///
/// Those of `told`. What cannot be read is told.
pub fn given(shown: &str, bytes: &[u8], told: Told) -> io::Result<()> {
    content_of(shown, bytes, None, told)
}

fn one(path: &Path, found: Found, ocr: Option<&Ocr>, told: Told) -> io::Result<()> {
    let named = found.below.is_empty();
    let shown = if named { path.to_path_buf() } else { path.join(&found.below) };
    let shown = shown.to_string_lossy();
    match found.what {
        What::File(_) if named || is_readable(&shown) || archive::kind(&shown).is_some() => {
            match file::read(&found.path) {
                Ok(content) => content_of(&shown, &content.bytes, ocr, told),
                Err(reason) => told(&shown, Err(reason)),
            }
        }
        What::Skipped(reason) if named => told(&shown, Err(reason.to_owned())),
        What::Failed(reason) => told(&shown, Err(reason)),
        What::File(_) | What::Skipped(_) => Ok(()),
    }
}

fn content_of(shown: &str, bytes: &[u8], ocr: Option<&Ocr>, told: Told) -> io::Result<()> {
    match archive::kind(shown).filter(|_| sure(bytes).is_none()) {
        Some(kind) => inside((kind, shown), bytes, ocr, told),
        None => told(shown, read::document_with(shown, bytes, ocr).map_err(|unread| unread.reason)),
    }
}

/// What lies in an archive; files of no format that is read are passed over, as
/// in a folder.
fn inside((kind, shown): (archive::Kind, &str), bytes: &[u8], ocr: Option<&Ocr>, told: Told) -> io::Result<()> {
    let mut result = Ok(());
    let mut met = |Met { path, what }: Met| {
        let shown = format!("{shown}{INSIDE}{path}");
        let unread = match what {
            _ if result.is_err() => return,
            archive::What::File(bytes) => return result = content_of(&shown, &bytes, ocr, told),
            archive::What::Archive(_, Summary { reason, .. }) => reason,
            archive::What::Failed(reason) => Some(reason),
            archive::What::Skipped(_) => None,
        };
        if let Some(reason) = unread {
            result = told(&shown, Err(reason));
        }
    };
    let is_wanted = |name: &str| hidden_part(name).is_none() && (archive::kind(name).is_some() || is_readable(name));
    let wanted = |name: &str| if is_wanted(name) { Ok(()) } else { Err(String::new()) };
    let summary = archive::walk((kind, shown), bytes, &wanted, &mut met);
    result?;
    summary.reason.map_or(Ok(()), |reason| told(shown, Err(reason)))
}

fn is_readable(name: &str) -> bool {
    let extension = detect::extension(name);
    FORMATS.iter().any(|format| extension.as_deref().is_some_and(|e| format.extensions.contains(&e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &Path) -> Vec<(String, Result<usize, String>)> {
        let mut out = Vec::new();
        let mut push = |shown: &str, document: Result<Document, String>| {
            out.push((shown.to_owned(), document.map(|document| document.blocks.len())));
            Ok(())
        };
        documents(path, None, &mut push).unwrap();
        out
    }

    #[test]
    fn a_file_without_a_reader_is_no_plain_text() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.xls");
        std::fs::write(&path, "text[1]").unwrap();
        let shown = path.to_string_lossy().into_owned();
        assert_eq!(told(&path), [(shown, Err("no reader for .xls".to_owned()))]);
    }

    #[test]
    fn archives_are_folders() {
        let dir = tempfile::tempdir().unwrap();
        let mut tar = tar::Builder::new(Vec::new());
        for (name, text) in [("b.txt", "One.\n\nTwo.\n"), ("c.bin", "x"), ("d.zip", "no zip")] {
            let mut header = tar::Header::new_ustar();
            header.set_size(text.len() as u64);
            tar.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        let path = dir.path().join("a.tar");
        std::fs::write(&path, tar.into_inner().unwrap()).unwrap();
        let shown = |inside: &str| format!("{}!/{inside}", path.display());
        let found = told(dir.path());
        assert_eq!(found[0], (shown("b.txt"), Ok(2)));
        assert!(found.len() == 2 && found[1].0 == shown("d.zip") && found[1].1.is_err(), "{found:?}");
    }
}
