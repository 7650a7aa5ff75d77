//! Readers: bytes to [`Document`], one file a format.
//!
//! To add a reader: one file here, one row in [`FORMATS`], one folder of cases
//! under `tests/cases/`. A changed reader gets a higher version, and files that
//! the older one read are read again. A reader for markup walks its source once
//! and tells a [`builder::Builder`] what it meets.

pub mod alto;
pub mod builder;
pub mod decoded;
pub mod docx;
pub mod email;
mod entities;
pub mod epub;
pub mod fields;
mod formula;
pub mod hocr;
pub mod html;
pub mod jats;
pub mod latex;
pub mod lines;
pub mod markdown;
pub mod mediawiki;
pub mod mhtml;
pub mod numerals;
pub mod ocr;
pub mod odt;
mod office;
pub mod org;
pub mod otherxml;
pub mod pdf;
#[cfg(test)]
mod places;
mod raised;
pub mod rfcxml;
pub mod rst;
pub mod rtf;
pub mod tei;
pub mod text;
pub mod webarchive;
pub mod xml;
mod zipped;

use crate::error::Result;
use crate::model::Document;
use crate::source::{archive, detect};

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
    /// Reads a file; markers and notes are left to `link` unless the format's
    /// own markup says them.
    pub read: fn(&[u8]) -> Result<Document>,
    /// The same, with text recognised in pages that are pictures of it; for formats
    /// that have such.
    pub recognise: Option<Recognise>,
}

/// Reads a file and recognises text in pictures.
pub type Recognise = fn(&[u8], &ocr::Ocr) -> Result<Document>;

impl Format {
    /// A format that is told by its extensions alone.
    const fn new(
        name: &'static str,
        version: u32,
        extensions: &'static [&'static str],
        read: fn(&[u8]) -> Result<Document>,
    ) -> Self {
        Format { name, version, extensions, sniff: never, read, recognise: None }
    }

    /// The same, with pages that may be pictures of text.
    const fn recognised(self, recognise: Recognise) -> Self {
        Format { recognise: Some(recognise), ..self }
    }

    /// The same, told by its content too.
    const fn sniffed(self, sniff: fn(&[u8]) -> bool) -> Self {
        Format { sniff, ..self }
    }
}

/// All formats. The first whose content is sure is taken, then the first whose
/// extension it is.
pub static FORMATS: &[Format] = &[
    Format::new("text", 4, &["txt", "text", "asc", "me"], text::read),
    Format::new(
        "markdown",
        3,
        &["md", "markdown", "mkd", "mkdn", "mdown", "mdwn", "mdx", "qmd", "rmd"],
        markdown::read,
    ),
    Format::new("latex", 2, &["tex", "latex", "ltx"], latex::read),
    Format::new("rst", 2, &["rst", "rest"], rst::read),
    // before the formats of markup: a page of a server's may stand before a PDF
    Format::new("pdf", 6, &["pdf"], pdf::read).sniffed(pdf::sniff).recognised(pdf::read_recognised),
    Format::new("hocr", 3, &["hocr"], hocr::read).sniffed(hocr::sniff),
    Format::new("html", 6, &["html", "htm", "xhtml", "shtml"], html::read).sniffed(html::sniff),
    Format::new("docx", 2, &["docx", "docm", "dotx", "dotm"], docx::read).sniffed(docx::sniff),
    Format::new("odt", 3, &["odt", "ott", "odm", "fodt"], odt::read).sniffed(odt::sniff),
    Format::new("jats", 3, &["jats", "nxml"], jats::read).sniffed(jats::sniff),
    Format::new("tei", 3, &["tei"], tei::read).sniffed(tei::sniff),
    Format::new("alto", 3, &["alto"], alto::read).sniffed(alto::sniff),
    Format::new("rfc-xml", 3, &[], rfcxml::read).sniffed(rfcxml::sniff),
    Format::new("xml", 3, &["xml", "docbook", "dbk", "fb2"], otherxml::read).sniffed(otherxml::sniff),
    Format::new("org", 1, &["org"], org::read),
    Format::new("epub", 4, &["epub"], epub::read).sniffed(epub::sniff),
    Format::new("email", 4, &["eml"], email::read),
    Format::new("webarchive", 2, &["webarchive"], webarchive::read).sniffed(webarchive::sniff),
    Format::new("mhtml", 4, &["mhtml", "mht"], mhtml::read).sniffed(mhtml::sniff),
    Format::new("rtf", 4, &["rtf"], rtf::read).sniffed(rtf::is_rtf),
    Format::new("mediawiki", 3, &["mediawiki", "wiki", "mw"], mediawiki::read),
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
    let named = by_name(name);
    // what is an archive by its name may be a document by its inside
    if let Some(sure) = sure(bytes).filter(|_| named.is_ok() || archive::kind(name).is_some()) {
        return Ok(sure);
    }
    let named = named?;
    match detect::signature(bytes) {
        Some(other) if named.name == "text" => Err(no_reader(other)),
        _ => Ok(named),
    }
}

/// The format that the content of a file leaves no doubt of.
pub fn sure(bytes: &[u8]) -> Option<&'static Format> {
    FORMATS.iter().find(|format| (format.sniff)(bytes))
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
