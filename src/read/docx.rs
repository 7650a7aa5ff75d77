//! DOCX: the main text, footnotes and endnotes of a WordprocessingML package
//! (ECMA-376), in its transitional and its strict form.
//!
//! `package` finds the parts, `styles` and `numbering` say what paragraphs are
//! and how notes are numbered, `body` walks over the text. Elements are told by
//! their names without prefix: the two forms differ in their namespaces alone.
//! `lists` computes automatic numbers. Comments, headers, footers and the words of diagrams
//! stand after the work, beside it; deleted and hidden text is left out.

mod body;
mod calls;
mod field;
mod head;
mod lists;
mod meta;
mod numbering;
mod package;
mod props;
mod styles;
mod symbol;

use std::collections::HashSet;

use crate::error::{ErrorKind, Result};
use crate::model::{Document, Layout, Place};
use crate::read::builder::Builder;
use crate::read::office::{beside, brackets, facts};
use crate::read::xml;
use crate::read::zipped::{self, Archive, Part};

use body::Body;
use calls::Calls;
use lists::Lists;
use numbering::{Class, Numbering, Rules};
use package::Relations;
use styles::Styles;

/// True for a package with a main text in the usual place.
pub fn sniff(bytes: &[u8]) -> bool {
    bytes.starts_with(zipped::SIGNATURE) && zipped::open(bytes).is_ok_and(|archive| archive.has("word/document.xml"))
}

/// The parts of a package that are read.
struct Package {
    /// Main text first, then notes: name, text.
    texts: Vec<(String, Part)>,
    /// Comments, heads and feet of pages, diagrams.
    beside: Vec<(String, Part)>,
    numbering: String,
    styles: String,
    settings: String,
    core: String,
    app: String,
}

/// Reads a document.
///
/// # Errors
///
/// `Unreadable` for what is no package, an encrypted or damaged one, or one
/// without a main text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let package = open(&mut zipped::open(bytes)?)?;
    let main = &package.texts[0].1.text;
    if xml::root(main.as_bytes()).is_none() {
        return Err(ErrorKind::Unreadable("damaged document").into());
    }
    let styles = Styles::read(&package.styles);
    let numbering = Numbering::new(Rules::of_settings(&package.settings), main);
    let styled = (&styles, Lists::read(&package.numbering));
    let mut body = Body::new(Builder::new(Layout::default()), styled, Calls::new(numbering));
    let declared = meta::read(&package.core, &package.app, &mut body.b.meta);
    let mut base = 0;
    for (name, part) in &package.texts {
        body.b.part(name, base);
        let right = body.part(&part.text, base);
        let damaged = || (!right).then(|| format!("damaged XML in {name}"));
        body.b.degraded = body.b.degraded.take().or_else(|| part.degraded.clone()).or_else(damaged);
        base += part.text.len();
    }
    let work = body.b.count();
    for (name, part) in &package.beside {
        body.b.part(name, base);
        body.b.end_section(0, base);
        beside::write(&mut body.b, &part.text, base, &beside::DOCX);
        base += part.text.len();
    }
    if body.foreign {
        body.b.degraded.get_or_insert_with(|| "holds another document that is not read".to_owned());
    }
    let (title, date, calls) = (body.title, body.date, body.calls);
    let mut document = body.b.finish(base);
    facts::once(&mut document, work);
    brackets::cut(&mut document);
    places_of_notes(&mut document);
    scopes(&mut document, &calls);
    facts::settle_title(&mut document, title);
    facts::settle_date(&mut document, date);
    let declared = declared.or_else(|| styles.language.clone());
    facts::settle_language(&mut document.meta, &document.blocks, declared.as_deref());
    Ok(document)
}

fn open(archive: &mut Archive<'_>) -> Result<Package> {
    let package = Relations::of(archive, "")?;
    let main = package::main_part(archive, &package)?;
    let relations = Relations::of(archive, &main)?;
    let text = archive.text(&main)?.filter(|part| !part.text.is_empty());
    let text = text.ok_or(ErrorKind::Unreadable("damaged document"))?;
    let mut texts = vec![(main.clone(), text)];
    for kind in ["footnotes", "endnotes"] {
        let name = package::beside(archive, &main, relations.get(kind), kind);
        let lost = |_| Some(Part { degraded: Some(format!("{name} cannot be read")), ..Part::default() });
        let part = archive.text(&name).unwrap_or_else(lost);
        texts.extend(part.map(|part| (name, part)));
    }
    let mut beside = Vec::new();
    let kinds = ["comments", "header", "footer", "diagramData", "chart"];
    let related = kinds.iter().flat_map(|kind| relations.all(kind)).map(str::to_owned);
    let mut named: Vec<String> = related.collect();
    named.extend(["comments", "header1", "footer1"].map(|name| package::beside(archive, &main, None, name)));
    let mut seen = HashSet::new();
    for name in named.into_iter().filter(|name| seen.insert(name.clone())) {
        beside.extend(archive.text(&name).ok().flatten().map(|part| (name, part)));
    }
    // what only says how things look may be missing
    let [styles, settings, numbering] =
        ["styles", "settings", "numbering"].map(|kind| package::beside(archive, &main, relations.get(kind), kind));
    let mut text = |name: &str| archive.text(name).ok().flatten().unwrap_or_default().text;
    Ok(Package {
        texts,
        beside,
        numbering: text(&numbering),
        styles: text(&styles),
        settings: text(&settings),
        core: text(package.get("core-properties").unwrap_or("docProps/core.xml")),
        app: text(package.get("extended-properties").unwrap_or("docProps/app.xml")),
    })
}

/// A note stands where it is first called: under the headings of its call.
fn places_of_notes(document: &mut Document) {
    document.notes.iter_mut().for_each(|note| note.section.clear());
    for marker in document.markers.iter().rev() {
        if let (Place::Block { block, .. }, Some(note)) = (marker.place, marker.note) {
            document.notes[note].section.clone_from(&document.blocks[block].section);
        }
    }
}

/// Names the scopes where numbers begin anew with each section: by the first
/// heading in the section, else by its number.
fn scopes(document: &mut Document, calls: &Calls) {
    for class in [Class::Foot, Class::End] {
        if !calls.numbering.restarts(class) {
            continue;
        }
        let mut last: Option<(usize, String)> = None;
        let mut known: HashSet<String> = HashSet::new();
        for at in 0..document.markers.len().min(calls.scopes.len()) {
            let (of, section) = calls.scopes[at];
            if of != class {
                continue;
            }
            if last.as_ref().is_none_or(|(other, _)| *other != section) {
                let name = scope(document, calls, section);
                let name = if known.contains(&name) { format!("{name} (section {})", section + 1) } else { name };
                known.insert(name.clone());
                last = Some((section, name));
            }
            let name = last.as_ref().map(|(_, name)| name.clone());
            if let Some(note) = document.markers[at].note.and_then(|note| document.notes.get_mut(note)) {
                note.scope.get_or_insert_with(|| name.clone().unwrap_or_default());
            }
            document.markers[at].scope = name;
        }
    }
}

/// The name of a section.
fn scope(document: &Document, calls: &Calls, section: usize) -> String {
    let (from, to) = calls.numbering.span(section);
    let inside = |at: usize| from <= at && at < to;
    let start = document.blocks.partition_point(|block| block.spans.first().is_some_and(|span| span.start < from));
    let heading = document.blocks[start..]
        .iter()
        .take_while(|block| block.spans.first().is_some_and(|span| inside(span.start)))
        .find(|block| block.level > 0 && !block.text.is_empty());
    heading.map_or(format!("section {}", section + 1), |block| block.text.text.clone())
}
