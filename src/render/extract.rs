//! `ibid extract`: a document as it was read, as JSON lines.
//!
//! First the document, then blocks and notes as they stand in the source, each
//! with the links that stand in it right below.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::model::hit::{JSON_VERSION, escape_line_ends};
use crate::model::{Block, BlockKind, Document, Layout, Marker, Note, Place, Status};
use crate::span::{Mapped, Span};

/// The document, in the shape of the JSON contract.
#[derive(Serialize)]
struct DocumentRecord<'a> {
    r#type: &'static str,
    v: u32,
    path: &'a str,
    format: &'a str,
    title: Option<&'a str>,
    author: Option<&'a str>,
    publisher: Option<&'a str>,
    date: Option<&'a str>,
    language: Option<&'a str>,
    meta: &'a BTreeMap<String, String>,
    /// Why the text may not be right throughout.
    degraded: Option<&'a str>,
    /// True where the markup says which notes there are.
    by_markup: bool,
    blocks: usize,
    notes: usize,
    links: usize,
}

#[derive(Serialize)]
struct BlockRecord<'a> {
    r#type: &'static str,
    v: u32,
    path: &'a str,
    index: usize,
    kind: BlockKind,
    /// Depth of a heading from 1; 0 for all else.
    level: u8,
    section: &'a [String],
    text: &'a str,
    #[serde(flatten)]
    stands: Stands<'a>,
    /// Indices of the links in it.
    links: &'a [usize],
    /// The block that a pull quote repeats.
    repeats: Option<usize>,
}

#[derive(Serialize)]
struct NoteRecord<'a> {
    r#type: &'static str,
    v: u32,
    path: &'a str,
    index: usize,
    label: &'a str,
    number: Option<u32>,
    scope: Option<&'a str>,
    section: &'a [String],
    text: &'a str,
    #[serde(flatten)]
    stands: Stands<'a>,
    /// Indices of the links in it.
    links: &'a [usize],
    /// Indices of the links that point to it; none for an orphan.
    called_by: &'a [usize],
}

#[derive(Serialize)]
struct LinkRecord<'a> {
    r#type: &'static str,
    v: u32,
    path: &'a str,
    index: usize,
    label: &'a str,
    status: Status,
    number: Option<u32>,
    scope: Option<&'a str>,
    /// The block in whose text it stands, or null.
    block: Option<usize>,
    /// The note in whose text it stands, or null.
    in_note: Option<usize>,
    /// Where in that text: bytes, and code points.
    at: usize,
    at_char: usize,
    /// Its own bytes.
    bytes: Option<Span>,
    line: Option<u32>,
    /// The note it points to.
    note: Option<usize>,
}

/// Where something stands; bytes and lines are null in containers.
#[derive(Serialize)]
struct Stands<'a> {
    /// Hull of the spans.
    bytes: Option<Span>,
    spans: Option<&'a [Span]>,
    lines: Option<(u32, u32)>,
    page: Option<u32>,
    page_label: Option<&'a str>,
    part: Option<&'a str>,
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
    }
}

fn line(record: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string(record).map_err(io::Error::other)?;
    writeln!(out, "{}", escape_line_ends(&json))
}
