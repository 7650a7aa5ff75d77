//! ODT: text documents of OpenDocument (ISO/IEC 26300), packed or as one flat
//! file of XML.
//!
//! `styles` says what paragraphs are, `body` walks over the text. The file holds
//! the labels of notes as they were last shown; numbers of lists are counted
//! (`lists`). Comments, headers and footers stand after the work, beside it;
//! deleted and hidden text is left out.

mod body;
mod formulas;
mod lists;
mod meta;
mod styles;

use std::collections::HashMap;

use crate::error::{ErrorKind, Result};
use crate::model::{Document, Layout, Place};
use crate::read::builder::Builder;
use crate::read::office::{beside, brackets, facts};
use crate::read::zipped::{self, Archive};
use crate::read::{decoded, xml};

use body::Body;
use styles::Styles;

/// How the type of a text document begins, also of a template or master document.
const TYPE: &[u8] = b"application/vnd.oasis.opendocument.text";

/// Bytes of a flat document among which its type stands.
const HEAD: usize = 16_384;

/// True for a text document.
pub fn sniff(bytes: &[u8]) -> bool {
    // the first entry of the package is its type, not compressed
    let packed =
        bytes.get(30..).is_some_and(|rest| rest.strip_prefix(b"mimetype").is_some_and(|rest| rest.starts_with(TYPE)));
    packed && bytes.starts_with(zipped::SIGNATURE) || is_flat(bytes)
}

fn is_flat(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let likely = head.starts_with(b"<") || head.starts_with(b"\xef\xbb\xbf<");
    likely && head.windows(TYPE.len()).any(|part| part == TYPE) && xml::root(head).as_deref() == Some("document")
}

/// Reads a document.
///
/// # Errors
///
/// `Unreadable` for what is neither a package nor flat XML, for an encrypted or
/// damaged one, or one without text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    if bytes.trim_ascii_start().starts_with(b"<") || bytes.starts_with(b"\xef\xbb\xbf<") {
        let declared = xml::declared_encoding(bytes);
        return decoded::read(bytes, declared.as_deref(), flat);
    }
    packed(&mut zipped::open(bytes)?)
}

fn flat(text: &str) -> Result<Document> {
    if xml::root(text.as_bytes()).as_deref() != Some("document") {
        return Err(ErrorKind::Unreadable("no text document").into());
    }
    let mut styles = Styles::default();
    styles.read(text, true);
    let mut b = Builder::new(Layout::of(text.as_bytes()));
    let language = meta::read(text, &mut b.meta);
    finish(b, &styles, Parts { named: &[("document", text)], formulas: HashMap::new() }, language.as_deref())
}

fn packed(archive: &mut Archive<'_>) -> Result<Document> {
    let manifest = archive.text("META-INF/manifest.xml").ok().flatten().unwrap_or_default();
    if manifest.text.contains("encryption-data") {
        return Err(ErrorKind::Unreadable("encrypted with a password").into());
    }
    let content = archive.text("content.xml")?.filter(|part| !part.text.is_empty());
    let content = content.ok_or(ErrorKind::Unreadable("no document in the package"))?;
    let mut styles = Styles::default();
    let common = archive.text("styles.xml")?.unwrap_or_default().text;
    styles.read(&common, false);
    styles.read(&content.text, true);
    let mut b = Builder::new(Layout::default());
    let language = meta::read(&archive.text("meta.xml")?.unwrap_or_default().text, &mut b.meta);
    b.part("content.xml", 0);
    b.degraded = content.degraded;
    let formulas = formulas::read(archive, &content.text);
    let parts = [("content.xml", content.text.as_str()), ("styles.xml", &common)];
    finish(b, &styles, Parts { named: &parts, formulas }, language.as_deref())
}

/// Parts with their names, and the formulas to which they lead.
struct Parts<'a> {
    named: &'a [(&'a str, &'a str)],
    formulas: HashMap<String, String>,
}

/// Reads the text of the first of `parts`, and what stands beside the work in all of them.
fn finish(b: Builder, styles: &Styles, parts: Parts<'_>, declared: Option<&str>) -> Result<Document> {
    let (name, text) = parts.named[0];
    let mut body = Body::new(b, styles);
    body.formulas = parts.formulas;
    let right = body.read(text);
    if !right {
        body.b.degraded.get_or_insert_with(|| format!("damaged XML in {name}"));
    }
    let work = body.b.count();
    let mut base = 0;
    for (name, text) in parts.named {
        if base > 0 {
            body.b.part(name, base);
        }
        // most files have neither, and need not be looked through again
        if ["<office:annotation", "<style:header", "<style:footer"].iter().any(|tag| text.contains(tag)) {
            body.b.end_section(0, base);
            beside::write(&mut body.b, text, base, &beside::ODT);
        }
        base += text.len();
    }
    let (title, date, footnotes) = (body.title, body.date, body.footnotes);
    let mut document = body.b.finish(base);
    facts::once(&mut document, work);
    brackets::cut(&mut document);
    if styles.by_chapter {
        scopes(&mut document, &footnotes);
    }
    facts::settle_title(&mut document, title);
    facts::settle_date(&mut document, date);
    let declared = declared.or(styles.language.as_deref());
    facts::settle_language(&mut document.meta, &document.blocks, declared);
    Ok(document)
}

/// Footnotes that begin anew with each chapter: their scope is the outermost
/// heading. `footnotes` says of each marker whether it calls one.
fn scopes(document: &mut Document, footnotes: &[bool]) {
    for (marker, _) in document.markers.iter_mut().zip(footnotes).filter(|(_, foot)| **foot) {
        let Place::Block { block, .. } = marker.place else { continue };
        let block = &document.blocks[block];
        let own = (block.level > 0).then_some(&block.text.text);
        marker.scope = block.section.first().or(own).cloned();
        if let Some(note) = marker.note.and_then(|note| document.notes.get_mut(note)) {
            note.scope.clone_from(&marker.scope);
        }
    }
}
