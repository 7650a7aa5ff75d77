//! The files inside an EPUB, within limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{ErrorKind, Result};
use crate::read::html;
use crate::source::decode;

/// Bytes that all files read may have together.
const LIMIT: usize = 512 << 20;
/// Files that an archive may hold.
const ENTRIES: usize = 50_000;

/// An opened archive.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: usize,
}

/// Why a file inside was not read.
#[derive(Debug, PartialEq, Eq)]
pub enum Absent {
    /// It is not there, or damaged, or no text.
    Damaged,
    /// It is encrypted.
    Encrypted,
    /// The files are larger than is allowed.
    TooLarge,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    ///
    /// `Unreadable` where it is damaged or holds too many files.
    pub fn open(bytes: &'a [u8]) -> Result<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ErrorKind::Unreadable("damaged archive"))?;
        if zip.len() > ENTRIES {
            return Err(ErrorKind::Unreadable("archive holds too many files").into());
        }
        Ok(Archive { zip, left: LIMIT })
    }

    /// The names of all files.
    pub fn names(&self) -> Vec<String> {
        self.zip.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect()
    }

    /// The text of a file. Its name is found in another case too, as on the
    /// systems on which such books are made.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub fn text(&mut self, name: &str) -> Result<String, Absent> {
        let bytes = self.bytes(name)?;
        let declared = html::charset(&bytes);
        let decoded = decode::decode_declared(&bytes, declared.as_deref()).map_err(|_| Absent::Damaged)?;
        Ok(decoded.text.as_str().trim_start_matches('\u{feff}').to_owned())
    }

    fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Absent> {
        let index = self.zip.index_for_name(name).or_else(|| self.in_any_case(name)).ok_or(Absent::Damaged)?;
        let file = self.zip.by_index(index).map_err(|error| match error {
            ZipError::InvalidPassword | ZipError::UnsupportedArchive(_) => Absent::Encrypted,
            _ => Absent::Damaged,
        })?;
        let mut bytes = Vec::new();
        let read = file.take(self.left as u64 + 1).read_to_end(&mut bytes);
        if bytes.len() > self.left {
            return Err(Absent::TooLarge);
        }
        self.left -= bytes.len();
        read.map(|_| bytes).map_err(|_| Absent::Damaged)
    }

    fn in_any_case(&self, name: &str) -> Option<usize> {
        self.zip.file_names().position(|other| other.is_ok_and(|other| other.eq_ignore_ascii_case(name)))
    }
}
