//! Readers: bytes to [`Document`], one file a format.
//!
//! To add a reader: one file here, one row in [`FORMATS`], one folder of cases
//! under `tests/cases/`. A changed reader gets a higher version, and files that
//! the older one read are read again. A reader for markup walks its source once
//! and tells a [`builder::Builder`] what it meets.

pub mod builder;
pub mod decoded;
pub mod latex;
pub mod mediawiki;
pub mod numerals;
pub mod rtf;
pub mod text;

use crate::error::Result;
use crate::model::Document;
use crate::source::detect;

/// A format that can be read.
pub struct Format {
    /// Its name, as in `document.format`.
    pub name: &'static str,
    /// Version of the reader.
    pub version: u32,
    /// File extensions, in lower case. Two formats may share one; the content
    /// then decides.
    pub extensions: &'static [&'static str],
    /// True where the first bytes leave no doubt that a file is of this
    /// format, whatever its name says.
    pub sniff: fn(&[u8]) -> bool,
    /// True where the reader stands on code that a damaged file may send astray:
    /// it is then run in a process of its own.
    pub isolated: bool,
    /// Reads a file; markers and notes are left to `link` unless the format's
    /// own markup says them.
    pub read: fn(&[u8]) -> Result<Document>,
}

/// All formats. The first whose content is sure is taken, then the first whose
/// extension it is.
pub static FORMATS: &[Format] = &[
    Format {
        name: "text",
        version: 1,
        extensions: &["txt", "text", "asc", "me"],
        sniff: never,
        isolated: false,
        read: text::read,
    },
    Format {
        name: "latex",
        version: 1,
        extensions: &["tex", "latex", "ltx"],
        sniff: never,
        isolated: false,
        read: latex::read,
    },
    Format {
        name: "mediawiki",
        version: 1,
        extensions: &["mediawiki", "wiki", "mw"],
        sniff: never,
        isolated: false,
        read: mediawiki::read,
    },
    Format { name: "rtf", version: 1, extensions: &["rtf"], sniff: rtf::is_rtf, isolated: false, read: rtf::read },
];

/// For formats that their content does not give away.
fn never(_: &[u8]) -> bool {
    false
}

/// The format of a name: the first with its extension; plain text where the
/// extension is that of no known kind of file. The error is a reason.
///
/// What the content says comes before it, see [`choose`].
pub fn by_name(name: &str) -> Result<&'static Format, String> {
    let extension = detect::extension(name).unwrap_or_default();
    if let Some(format) = FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str())) {
        return Ok(format);
    }
    let plain = FORMATS.iter().find(|format| format.name == "text");
    plain.filter(|_| !detect::is_other(&extension)).ok_or_else(|| no_reader(&extension))
}

/// The format of a file: what its content leaves no doubt of, else what its
/// name says. The error is a reason.
pub fn choose(name: &str, bytes: &[u8]) -> Result<&'static Format, String> {
    let named = by_name(name)?;
    if let Some(sure) = FORMATS.iter().find(|format| (format.sniff)(bytes)) {
        return Ok(sure);
    }
    match detect::signature(bytes) {
        Some(other) if named.name == "text" => Err(no_reader(other)),
        _ => Ok(named),
    }
}

/// The version of the reader of a format; for a file that no format was found
/// for, a number that changes with every reader.
pub fn version(format: &str) -> u32 {
    let of = FORMATS.iter().find(|other| other.name == format);
    of.map_or_else(|| FORMATS.iter().map(|format| format.version).sum(), |format| format.version)
}

fn no_reader(extension: &str) -> String {
    format!("no reader for .{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_and_then_the_content_tell_the_format() {
        let name = |file| by_name(file).map(|format| format.name);
        assert_eq!(name("a.TXT"), Ok("text"));
        assert_eq!(name("README"), Ok("text"));
        assert_eq!(name("report.final"), Ok("text"));
        assert_eq!(name("a.xls"), Err("no reader for .xls".to_owned()));
        let content = |file, bytes| choose(file, bytes).map(|format| format.name);
        assert_eq!(content("a.txt", b"\x89PNG words"), Err("no reader for .png".to_owned()));
        assert_eq!(content("a.txt", b"words"), Ok("text"));
    }
}
