//! Zip containers: opened with limits, so that no archive expands beyond
//! measure, whatever its headers say.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{ErrorKind, Result};
use crate::source::bounds;
use crate::source::decode::{self, Text};

/// Most bytes that the parts read from one archive may expand to, together, where nobody
/// raises the bound ([`bounds`]); the next is in proportion.
const MOST: u64 = 512 << 20;

/// A part that expands to more than this is held against [`RATIO`].
const LARGE: u64 = 64 << 20;

/// Most bytes out for a byte in, for large parts. Office documents of nothing
/// but empty table cells come to about 100; a bomb is at 1000.
const RATIO: u64 = 250;

/// First bytes of a zip archive that is not empty.
pub const SIGNATURE: &[u8] = b"PK\x03\x04";

/// First bytes of the container in which a password-protected document, and
/// every `.doc`, is kept.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

/// An open archive.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Parts by name, see [`folded`]; of two with one name the first.
    names: HashMap<String, usize>,
    /// Bytes that may yet come out.
    left: u64,
}

/// A part, as text.
#[derive(Debug, Default)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Why it may not be right throughout, if so.
    pub degraded: Option<String>,
}

/// Opens an archive.
///
/// # Errors
///
/// `Unreadable` for what is no archive, or a damaged one.
pub fn open(bytes: &[u8]) -> Result<Archive<'_>> {
    if bytes.starts_with(OLE) {
        let protected: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let found = bytes.windows(protected.len()).any(|window| window == protected);
        let reason = if found { "encrypted with a password" } else { "an older binary format" };
        return Err(ErrorKind::Unreadable(reason).into());
    }
    let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ErrorKind::Unreadable("damaged archive"))?;
    let mut names = HashMap::with_capacity(zip.len());
    for at in 0..zip.len() {
        if let Some(Ok(name)) = zip.name_for_index(at) {
            names.entry(folded(&name)).or_insert(at);
        }
    }
    Ok(Archive { zip, names, left: bounds::current().share(MOST) })
}

/// A name as it is compared: in lower case, since office formats do not tell
/// case apart, with `/` between folders and without one before the first.
fn folded(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

impl Archive<'_> {
    /// True where there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(&folded(name))
    }

    /// The bytes of a part, and whether it was read whole; `None` where there
    /// is no such part.
    ///
    /// # Errors
    ///
    /// `Unreadable` for a part that is encrypted or expands beyond measure.
    pub fn bytes(&mut self, name: &str) -> Result<Option<(Vec<u8>, bool)>> {
        let Some(&at) = self.names.get(&folded(name)) else { return Ok(None) };
        let entry = match self.zip.by_index(at) {
            Ok(entry) => entry,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(ErrorKind::Unreadable("encrypted with a password").into());
            }
            Err(_) => return Ok(Some((Vec::new(), false))),
        };
        let limit = self.left.min(entry.compressed_size().saturating_mul(RATIO).max(bounds::current().share(LARGE)));
        let mut out = Vec::with_capacity(entry.size().min(limit).min(LARGE) as usize);
        let whole = entry.take(limit + 1).read_to_end(&mut out).is_ok();
        let len = out.len() as u64;
        if len > limit {
            return Err(ErrorKind::Unreadable("expands beyond measure").into());
        }
        self.left -= len;
        Ok(Some((out, whole)))
    }

    /// A part as text, whatever its encoding; a damaged one as far as it could
    /// be read. `None` where there is no such part.
    ///
    /// # Errors
    ///
    /// As [`Archive::bytes`], and `Unreadable` for what is no text.
    pub fn text(&mut self, name: &str) -> Result<Option<Part>> {
        let Some((bytes, whole)) = self.bytes(name)? else { return Ok(None) };
        let declared = super::xml::declared_encoding(&bytes);
        let broken = || (!whole).then(|| format!("{name} is damaged"));
        if std::str::from_utf8(&bytes).is_ok() && !bytes.contains(&0) {
            let text = String::from_utf8(bytes).unwrap_or_default();
            return Ok(Some(Part { text, degraded: broken() }));
        }
        let decoded = decode::decode_declared(&bytes, declared.as_deref())?;
        let text = match &decoded.text {
            Text::Same(text) => Cow::Borrowed(*text),
            Text::Mapped(mapped) => Cow::Borrowed(mapped.text.as_str()),
        };
        Ok(Some(Part { text: text.into_owned(), degraded: broken().or(decoded.degraded) }))
    }
}

#[cfg(test)]
pub mod tests {
    use std::io::Write;

    use super::*;

    /// An archive of these parts.
    pub fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            out.write_all(text.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn names_are_found_in_any_case_and_with_either_bar() {
        let bytes = zip(&[("Word\\Document.xml", "<a>é</a>")]);
        let mut archive = open(&bytes).unwrap();
        assert!(archive.has("/word/document.xml"));
        assert_eq!(archive.text("word/document.xml").unwrap().unwrap().text, "<a>é</a>");
        assert!(archive.text("word/other.xml").unwrap().is_none());
    }

    #[test]
    fn a_bomb_is_not_read() {
        let bomb = " ".repeat(LARGE as usize + 1);
        let bytes = zip(&[("a", &bomb)]);
        let error = open(&bytes).unwrap().bytes("a").unwrap_err();
        assert_eq!(error.to_string(), "expands beyond measure");
    }

    #[test]
    fn a_damaged_part_is_read_as_far_as_it_goes() {
        let mut bytes = zip(&[("a", &"Some words stand here. ".repeat(20)), ("b", "whole")]);
        let at = bytes.windows(5).position(|w| w == b"whole" || w[..1] == [0x0b]).unwrap_or(60);
        bytes[at.min(70)] ^= 0xff;
        let mut archive = open(&bytes).unwrap();
        let (_, whole) = archive.bytes("a").unwrap().unwrap();
        assert!(!whole);
        assert_eq!(archive.text("b").unwrap().unwrap().degraded, None);
    }

    #[test]
    fn what_is_no_archive_says_why() {
        let reason = |bytes: &[u8]| open(bytes).map(|_| ()).unwrap_err().to_string();
        assert_eq!(reason(b"PK\x03\x04 and then nothing"), "damaged archive");
        assert_eq!(reason(b"\xd0\xcf\x11\xe0 old"), "an older binary format");
        assert_eq!(
            reason(b"\xd0\xcf\x11\xe0E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"),
            "encrypted with a password"
        );
    }
}
