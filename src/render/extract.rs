//! `ibid extract`: a document as it was read, as JSON lines.
//!
//! First the document, then blocks and notes as they stand in the source, each
//! with the links that stand in it right below.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::model::hit::JSON_VERSION;
use crate::model::{Block, BlockKind, Document, Layout, Marker, Note, Place, Status};
use crate::render::safe;
use crate::span::{Mapped, Span};

/// The document, in the shape of the JSON contract.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct DocumentRecord<'a> {
    /// Always `"document"`.
    r#type: &'static str,
    /// Format version.
    v: u32,
    /// The file as it was named.
    path: &'a str,
    /// Name of its format.
    format: &'a str,
    /// Title.
    title: Option<&'a str>,
    /// Author or authors, as printed.
    author: Option<&'a str>,
    /// Publisher or site.
    publisher: Option<&'a str>,
    /// Date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    date: Option<&'a str>,
    /// Language (ISO 639-1), where it can be told.
    language: Option<&'a str>,
    /// Further fields, by name.
    meta: &'a BTreeMap<String, String>,
    /// Why the text may not be right throughout; `null` where nothing is known against it.
    degraded: Option<&'a str>,
    /// True where the markup says which notes there are.
    by_markup: bool,
    /// How many blocks follow.
    blocks: usize,
    /// How many notes.
    notes: usize,
    /// How many links, that is, markers.
    links: usize,
}

/// A block of the text.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct BlockRecord<'a> {
    /// Always `"block"`.
    r#type: &'static str,
    /// Format version.
    v: u32,
    /// The file as it was named.
    path: &'a str,
    /// Its place among the blocks of the document, from 0.
    index: usize,
    /// What it is.
    kind: BlockKind,
    /// Depth of a heading from 1; 0 for all else.
    level: u8,
    /// Headings above, outermost first.
    section: &'a [String],
    /// Its text, without markers.
    text: &'a str,
    #[serde(flatten)]
    stands: Stands<'a>,
    /// Indices of the links in it.
    links: &'a [usize],
    /// The block that a pull quote repeats; else `null`.
    repeats: Option<usize>,
}

/// A note.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "ExtractedNote"))]
pub(crate) struct NoteRecord<'a> {
    /// Always `"note"`.
    r#type: &'static str,
    /// Format version.
    v: u32,
    /// The file as it was named.
    path: &'a str,
    /// Its place among the notes of the document, from 0.
    index: usize,
    /// Label as printed, without brackets.
    label: &'a str,
    /// Place in the whole document, from 1; `null` where it is not known.
    number: Option<u32>,
    /// Heading or page in which labels are unique; `null` for the whole document.
    scope: Option<&'a str>,
    /// Headings above, outermost first.
    section: &'a [String],
    /// Its text, without the label.
    text: &'a str,
    #[serde(flatten)]
    stands: Stands<'a>,
    /// Indices of the links in it.
    links: &'a [usize],
    /// Indices of the links that point to it; none for an orphan.
    called_by: &'a [usize],
}

/// A marker in the text, and the note it points to.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct LinkRecord<'a> {
    /// Always `"link"`.
    r#type: &'static str,
    /// Format version.
    v: u32,
    /// The file as it was named.
    path: &'a str,
    /// Its place among the links of the document, from 0.
    index: usize,
    /// Label as printed, without brackets.
    label: &'a str,
    /// What became of it.
    status: Status,
    /// Place of its note in the whole document, from 1; `null` where it is not known.
    number: Option<u32>,
    /// Heading or page in which labels are unique; `null` for the whole document.
    scope: Option<&'a str>,
    /// The block in whose text it stands; `null` in a note.
    block: Option<usize>,
    /// The note in whose text it stands; `null` in a block.
    in_note: Option<usize>,
    /// Byte of that text at which it stood.
    at: usize,
    /// The same in code points.
    at_char: usize,
    /// Bytes of the marker; `null` in a container.
    bytes: Option<Span>,
    /// Line of the marker, from 1; `null` in a container.
    line: Option<u32>,
    /// The note it points to; `null` unless it is resolved.
    note: Option<usize>,
}

/// Where something stands; bytes and lines are null in containers.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Stands<'a> {
    /// Hull of `spans`; `null` in a container.
    bytes: Option<Span>,
    /// The source bytes; `null` in a container.
    spans: Option<&'a [Span]>,
    /// First and last line; `null` in a container.
    lines: Option<(u32, u32)>,
    /// Page of the file, from 1, where it has pages.
    page: Option<u32>,
    /// Page as printed, where it is known.
    page_label: Option<&'a str>,
    /// The part inside a container.
    part: Option<&'a str>,
    /// How sure the words are in the mean, from 0 to 1, that optical recognition read;
    /// left out where the text is the file's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    recognised: Option<f32>,
}

/// Links by where they stand and by what they point to.
struct Links {
    in_block: Vec<Vec<usize>>,
    in_note: Vec<Vec<usize>>,
    to: Vec<Vec<usize>>,
}

/// Prints a document; `path` is what it is called.
///
/// # Errors
///
/// Those of `out`.
pub fn write(path: &str, document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let links = links(document);
    line(&document_record(path, document), out)?;
    let start = |span: Option<&Span>| span.map_or(0, |span| span.start);
    let mut notes = document.notes.iter().enumerate().peekable();
    for (at, block) in document.blocks.iter().enumerate() {
        let here = start(block.spans.first());
        while let Some((at, note)) = notes.next_if(|(_, note)| start(note.spans.first()) < here) {
            write_note(path, document, (at, note), &links, out)?;
        }
        write_block(path, document, (at, block), &links, out)?;
    }
    notes.try_for_each(|note| write_note(path, document, note, &links, out))
}

fn links(document: &Document) -> Links {
    let empty = |count: usize| vec![Vec::new(); count];
    let (blocks, notes) = (document.blocks.len(), document.notes.len());
    let mut links = Links { in_block: empty(blocks), in_note: empty(notes), to: empty(notes) };
    for (at, marker) in document.markers.iter().enumerate() {
        let own = match marker.place {
            Place::Block { block, .. } => links.in_block.get_mut(block),
            Place::Note { note, .. } => links.in_note.get_mut(note),
        };
        own.into_iter().for_each(|own| own.push(at));
        marker.note.and_then(|note| links.to.get_mut(note)).into_iter().for_each(|to| to.push(at));
    }
    links
}

fn document_record<'a>(path: &'a str, document: &'a Document) -> DocumentRecord<'a> {
    let meta = &document.meta;
    DocumentRecord {
        r#type: "document",
        v: JSON_VERSION,
        path,
        format: document.format,
        title: meta.title.as_deref(),
        author: meta.author.as_deref(),
        publisher: meta.publisher.as_deref(),
        date: meta.date.as_deref(),
        language: meta.language.as_deref(),
        meta: &meta.fields,
        degraded: document.degraded.as_deref(),
        by_markup: document.by_markup,
        blocks: document.blocks.len(),
        notes: document.notes.len(),
        links: document.markers.len(),
    }
}

fn write_block(
    path: &str,
    document: &Document,
    (index, block): (usize, &Block),
    links: &Links,
    out: &mut dyn Write,
) -> io::Result<()> {
    let own = &links.in_block[index];
    let record = BlockRecord {
        r#type: "block",
        v: JSON_VERSION,
        path,
        index,
        kind: block.kind,
        level: block.level,
        section: &block.section,
        text: &block.text.text,
        stands: stands(&document.layout, &block.spans),
        links: own,
        repeats: block.repeats,
    };
    line(&record, out)?;
    write_links(path, document, own, &block.text, out)
}

fn write_note(
    path: &str,
    document: &Document,
    (index, note): (usize, &Note),
    links: &Links,
    out: &mut dyn Write,
) -> io::Result<()> {
    let own = &links.in_note[index];
    let record = NoteRecord {
        r#type: "note",
        v: JSON_VERSION,
        path,
        index,
        label: &note.label,
        number: note.number,
        scope: note.scope.as_deref(),
        section: &note.section,
        text: &note.text.text,
        stands: stands(&document.layout, &note.spans),
        links: own,
        called_by: &links.to[index],
    };
    line(&record, out)?;
    write_links(path, document, own, &note.text, out)
}

/// The links that stand in a text.
fn write_links(path: &str, document: &Document, own: &[usize], text: &Mapped, out: &mut dyn Write) -> io::Result<()> {
    // ascending places are counted on from one another
    let (mut byte, mut chars) = (0, 0);
    for &index in own {
        let marker = &document.markers[index];
        let (Place::Block { at, .. } | Place::Note { at, .. }) = marker.place;
        if at < byte {
            (byte, chars) = (0, 0);
        }
        chars += text.text.get(byte..at).map_or(0, |between| between.chars().count());
        byte = at;
        line(&link_record(path, document, (index, marker), chars), out)?;
    }
    Ok(())
}

fn link_record<'a>(
    path: &'a str,
    document: &Document,
    (index, marker): (usize, &'a Marker),
    at_char: usize,
) -> LinkRecord<'a> {
    let bytes = marker.span.filter(|_| !document.layout.is_container());
    let (block, in_note, at) = match marker.place {
        Place::Block { block, at } => (Some(block), None, at),
        Place::Note { note, at } => (None, Some(note), at),
    };
    LinkRecord {
        r#type: "link",
        v: JSON_VERSION,
        path,
        index,
        label: &marker.label,
        status: marker.status,
        number: marker.number,
        scope: marker.scope.as_deref(),
        block,
        in_note,
        at,
        at_char,
        bytes,
        line: bytes.and_then(|span| document.layout.line(span.start)),
        note: marker.note,
    }
}

fn stands<'a>(layout: &'a Layout, spans: &'a [Span]) -> Stands<'a> {
    let hull = spans.iter().copied().reduce(Span::hull);
    let bytes = hull.filter(|_| !layout.is_container());
    let page = hull.and_then(|hull| layout.page(hull.start));
    Stands {
        bytes,
        spans: bytes.map(|_| spans),
        lines: bytes.and_then(|bytes| layout.lines_of(bytes)),
        page: page.and_then(|page| page.number),
        page_label: page.and_then(|page| page.label.as_deref()),
        part: hull.and_then(|hull| layout.part(hull.start)),
        recognised: layout.confidence(spans).map(|sure| f32::from(sure) / 100.0),
    }
}

fn line(record: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string(record).map_err(io::Error::other)?;
    writeln!(out, "{}", safe::json(&json))
}
