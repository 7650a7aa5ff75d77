//! Readers of formats with markup, on cases: each file of `tests/cases/formats`
//! with what is read in it as a snapshot beside it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use ibid::ingest::read;
use ibid::model::{Document, Place};
use ibid::span::Span;

fn cases() -> Vec<PathBuf> {
    let mut out = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/formats");
    for folder in std::fs::read_dir(root).unwrap() {
        let files = std::fs::read_dir(folder.unwrap().path()).unwrap().map(|entry| entry.unwrap().path());
        out.extend(files.filter(|path| path.extension().is_some_and(|extension| extension != "snap")));
    }
    out.sort();
    out
}

#[test]
fn every_case_reads_as_its_snapshot() {
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(case.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let _scope = settings.bind_to_scope();
        let shown = match read::document(name, &std::fs::read(&case).unwrap()) {
            Ok(document) => show(&document),
            Err(unread) => format!("{:?}: {}\n", unread.status, unread.reason),
        };
        insta::assert_snapshot!(name, shown);
    }
}

/// What is read, for people: blocks with their markers in place, then notes.
fn show(document: &Document) -> String {
    let mut out = String::new();
    let meta = &document.meta;
    let fields = [
        ("title", &meta.title),
        ("author", &meta.author),
        ("publisher", &meta.publisher),
        ("date", &meta.date),
        ("language", &meta.language),
        ("degraded", &document.degraded),
    ];
    for (name, value) in fields {
        value.iter().for_each(|value| writeln!(out, "{name}: {value}").unwrap());
    }
    meta.fields.iter().for_each(|(name, value)| writeln!(out, "meta.{name}: {value}").unwrap());
    for (at, block) in document.blocks.iter().enumerate() {
        let here =
            |place| if let Place::Block { block, at: byte } = place { (block == at).then_some(byte) } else { None };
        let level = if block.level > 0 { format!(" {}", block.level) } else { String::new() };
        let kind = format!("{:?}", block.kind).to_lowercase();
        let place = place(document, block.spans.first());
        writeln!(out, "[{kind}{level}{place}] {}", with_markers(document, &block.text.text, here)).unwrap();
    }
    for (at, note) in document.notes.iter().enumerate() {
        let here = |place| if let Place::Note { note, at: byte } = place { (note == at).then_some(byte) } else { None };
        let number = note.number.map_or("-".to_owned(), |number| number.to_string());
        let place = place(document, note.spans.first());
        writeln!(out, "note {:?} ({number}{place}) {:?}", note.label, with_markers(document, &note.text.text, here))
            .unwrap();
    }
    out
}

/// Line, page and part, where there are such.
fn place(document: &Document, span: Option<&Span>) -> String {
    let Some(span) = span else { return String::new() };
    let layout = &document.layout;
    let mut out = String::new();
    layout.line(span.start).iter().for_each(|line| write!(out, " l{line}").unwrap());
    if let Some(page) = layout.page(span.start) {
        page.number.iter().for_each(|number| write!(out, " p{number}").unwrap());
        page.label.iter().for_each(|label| write!(out, " p.{label}").unwrap());
    }
    layout.part(span.start).iter().for_each(|part| write!(out, " {part}").unwrap());
    out
}

/// A text with its markers where they stood: `{1}`, or `{1 Missing}`.
fn with_markers(document: &Document, text: &str, here: impl Fn(Place) -> Option<usize>) -> String {
    let mut out = text.to_owned();
    for marker in document.markers.iter().rev() {
        let Some(at) = here(marker.place) else { continue };
        let status = if marker.note.is_some() { String::new() } else { format!(" {:?}", marker.status) };
        out.insert_str(at, &format!("{{{}{status}}}", marker.label));
    }
    out
}
