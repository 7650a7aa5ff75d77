//! Libraries of references (`--bib`): BibTeX and CSL-JSON files, as programs
//! that manage references write them. Their entries name the files they are about.
//!
//! [`read()`] makes entries of a file; [`shelf`] says which file of a source has
//! which entry.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::isolate;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Meta;
use crate::source::decode::decode;
use crate::source::file;

mod bibtex;
mod crossref;
mod csl;
mod fields;
mod files;
mod people;
pub mod shelf;

/// The most bytes of a library; larger ones are not read.
const MOST: u64 = 256 << 20;

/// A library that was read.
#[derive(Debug, Default)]
pub struct Library {
    /// The file, absolute.
    pub path: PathBuf,
    /// Its entries, in its order.
    pub entries: Vec<Entry>,
    /// What could not be read of it: `line 12: …`, `item 3: …`.
    pub faults: Vec<String>,
}

/// An entry: a work, and the files that it says are of this work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What it says of the work; `fields` hold its `key` and `type` too.
    pub meta: Meta,
    /// The files that it names.
    pub files: Vec<NamedFile>,
}

/// A file that an entry names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFile {
    /// Parts of its path, last one last, as they are compared: see [`parts`].
    pub parts: Vec<String>,
    /// Absolute path, where there is such a file here, as a text (see [`crate::source::walk::text_of`]).
    pub here: Option<String>,
}

/// Reads a library: CSL-JSON where the file is JSON, else BibTeX. Paths in it
/// are looked for from its folder.
///
/// Errors: the file cannot be read, is no text, no JSON where it begins as such,
/// or has more than 256 MiB. An entry that cannot be read is a
/// fault of the library, and no error.
pub fn read(path: &Path) -> Result<Library> {
    let at = |error: Error| error.at(path);
    let absolute = std::path::absolute(path).map_err(|error| at(error.into()))?;
    let size = std::fs::metadata(path).map_err(|error| at(error.into()))?.len();
    if size > MOST {
        return Err(at(line(1, "larger than 256 MiB")));
    }
    let bytes = file::read_given(path).map_err(at)?;
    let folder = absolute.parent().unwrap_or(Path::new("/")).to_path_buf();
    let Parsed { entries, faults } = isolate::library(&bytes, &folder).map_err(at)?;
    Ok(Library { path: absolute, entries, faults })
}

/// What the bytes of a library say.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Parsed {
    /// Its entries, in its order.
    pub entries: Vec<Entry>,
    /// What could not be read of it.
    pub faults: Vec<String>,
}

/// Reads the bytes of a library that lies in a folder, in this process.
///
/// # Errors
///
/// As for [`read()`].
pub fn parse(bytes: &[u8], folder: &Path) -> Result<Parsed> {
    let decoded = decode(bytes)?;
    let text = decoded.text.as_str().trim_start_matches('\u{feff}');
    let (entries, faults) = match text.trim_start().starts_with(['[', '{']) {
        true => csl::entries(text, folder)?,
        false => bibtex::entries(text, folder),
    };
    Ok(Parsed { entries, faults })
}

fn line(line: usize, message: &str) -> Error {
    ErrorKind::Line { line, message: message.to_owned() }.into()
}

/// The parts of a path as they are compared: either slash parts them, case does
/// not count (libraries come from Windows and macOS too), nor does the way in
/// which letters with accents are put together.
pub fn parts(path: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization;
    let mut parts: Vec<String> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part.nfc().flat_map(char::to_lowercase).collect()),
        }
    }
    parts
}
