//! `ibid notes`: the markers and notes of a document, for people or as JSON lines.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::{json, safe};
use crate::model::{Citation, Document, Marker, Note, Status, hit::JSON_VERSION};
use crate::span::Span;

/// What is printed of a document, and how.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Only markers of this status; with `orphans` only the orphans.
    pub status: Option<Status>,
    /// Only the orphans.
    pub orphans: bool,
    /// JSON lines.
    pub json: bool,
    /// ANSI colours in the form for people.
    pub color: bool,
}

/// A marker, in the shape of the JSON contract.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct MarkerRecord<'a> {
    /// Always `"marker"`.
    r#type: &'static str,
    /// Format version.
    v: u32,
    /// The file as it was named.
    path: &'a str,
    /// Label as printed, without brackets.
    label: &'a str,
    /// Place of its note in the whole document, from 1, missing ones counted; `null`
    /// where it is not known.
    number: Option<u32>,
    /// Heading or page in which labels are unique; `null` for the whole document.
    scope: Option<&'a str>,
    /// Line of the marker, from 1; `null` in a container.
    line: Option<u32>,
    /// Bytes of the marker; `null` in a container.
    bytes: Option<Span>,
    /// What became of it.
    status: Status,
    /// The note it points to; `null` unless it is resolved.
    note: Option<NoteRecord<'a>>,
}

/// An orphan note, in the shape of the JSON contract.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct OrphanRecord<'a> {
    /// Always `"orphan"`.
    r#type: &'static str,
    /// Format version.
    v: u32,
    /// The file as it was named.
    path: &'a str,
    /// Label as printed, without brackets.
    label: &'a str,
    /// The note.
    note: NoteRecord<'a>,
}

/// The note that a marker points to, or an orphan.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "NoteOfMarker"))]
pub(crate) struct NoteRecord<'a> {
    /// Its text, without the label.
    text: &'a str,
    /// Bytes of label and text; `null` in a container.
    bytes: Option<Span>,
    /// First and last line; `null` in a container.
    lines: Option<(u32, u32)>,
    /// Page of the file, from 1, where it has pages.
    page: Option<u32>,
    /// The works it cites.
    cites: &'a [Citation],
}

/// Prints the markers of a document, then its orphans, each in document order;
/// `path` is what the document is called. Gives the number printed.
pub fn write(path: &str, document: &Document, options: Options, out: &mut dyn Write) -> io::Result<usize> {
    let mut count = 0;
    let wanted = |marker: &&Marker| !options.orphans && options.status.is_none_or(|status| marker.status == status);
    for marker in document.markers.iter().filter(wanted) {
        match options.json {
            true => marker_json(path, document, marker, out)?,
            false => marker_text(path, document, marker, options.color, out)?,
        }
        count += 1;
    }
    if options.status.is_some() {
        return Ok(count);
    }
    for note in orphans(document) {
        match options.json {
            true => orphan_json(path, document, note, out)?,
            false => orphan_text(path, document, &document.notes[note], options.color, out)?,
        }
        count += 1;
    }
    Ok(count)
}

/// Notes that no marker points to.
fn orphans(document: &Document) -> impl Iterator<Item = usize> {
    let mut called = vec![false; document.notes.len()];
    for note in document.markers.iter().filter_map(|marker| marker.note) {
        called[note] = true;
    }
    called.into_iter().enumerate().filter(|(_, called)| !called).map(|(note, _)| note)
}

fn note_record(document: &Document, at: usize) -> Option<NoteRecord<'_>> {
    let note = document.notes.get(at)?;
    let page = note.hull().and_then(|hull| document.layout.page(hull.start)).and_then(|page| page.number);
    let hull = note.hull().filter(|_| !document.layout.is_container());
    Some(NoteRecord {
        text: &note.text.text,
        bytes: hull,
        lines: hull.and_then(|hull| document.layout.lines_of(hull)),
        page,
        cites: document.cites.of_note(at),
    })
}

fn marker_json(path: &str, document: &Document, marker: &Marker, out: &mut dyn Write) -> io::Result<()> {
    let bytes = marker.span.filter(|_| !document.layout.is_container());
    let record = MarkerRecord {
        r#type: "marker",
        v: JSON_VERSION,
        path,
        label: &marker.label,
        number: marker.number,
        scope: marker.scope.as_deref(),
        line: bytes.and_then(|span| document.layout.line(span.start)),
        bytes,
        status: marker.status,
        note: marker.note.and_then(|note| note_record(document, note)),
    };
    json::record(&record, out)
}

fn orphan_json(path: &str, document: &Document, at: usize, out: &mut dyn Write) -> io::Result<()> {
    let Some(note) = note_record(document, at) else { return Ok(()) };
    let label = &document.notes[at].label;
    json::record(&OrphanRecord { r#type: "orphan", v: JSON_VERSION, path, label, note }, out)
}

const LABEL: Style = AnsiColor::Cyan.on_default().bold();
const TROUBLE: Style = AnsiColor::Yellow.on_default();
const FAINT: Style = Style::new().dimmed();

fn marker_text(path: &str, document: &Document, marker: &Marker, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let line = marker.span.and_then(|span| document.layout.line(span.start));
    head(path, line, &marker.label, color, out)?;
    if let Some(number) = marker.number {
        write!(out, " {}", paint(&format!("note {number}"), FAINT, color))?;
    }
    match (marker.status, marker.note.and_then(|note| document.notes.get(note))) {
        (Status::Resolved, Some(note)) => note_text(document, note, color, out),
        (Status::Ambiguous, _) => {
            writeln!(out, " {}", paint("ambiguous: more than one note could be meant", TROUBLE, color))
        }
        _ => writeln!(out, " {}", paint(&missing(&marker.label), TROUBLE, color)),
    }
}

fn missing(label: &str) -> String {
    format!("missing: no note {} in this file", visible(label))
}

fn orphan_text(path: &str, document: &Document, note: &Note, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let line = note.hull().and_then(|hull| document.layout.line(hull.start));
    head(path, line, &note.label, color, out)?;
    write!(out, " {}", paint("orphan: nothing points to it", TROUBLE, color))?;
    note_text(document, note, color, out)
}

fn head(path: &str, line: Option<u32>, label: &str, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    write!(out, "{}{line}: {}", visible(path), paint(&format!("[{}]", visible(label)), LABEL, color))
}

fn note_text(document: &Document, note: &Note, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let line = note.hull().and_then(|hull| document.layout.line(hull.start));
    let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    writeln!(out, " {} {}{}", paint("->", FAINT, color), paint(&line, FAINT, color), visible(&note.text.text))
}

fn paint(text: &str, style: Style, color: bool) -> String {
    if color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// The text on one line, with what could steer a terminal made visible.
fn visible(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    safe::line(&words).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_comes_through() {
        assert_eq!(visible("a\u{1b}[31m b\n\nc\u{7}"), "a␛[31m b c␇");
    }
}
