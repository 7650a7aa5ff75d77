//! Where in its source a quotation stands: place, sentence, notes.

use super::region::{Part, Region};
use crate::error::Result;
use crate::index::schema::FileRecord;
use crate::model::hit::{Hit, HitNote, Locator};
use crate::model::quotation::Quoted;
use crate::query::Engine;
use crate::sentence;
use crate::span::Span;

/// Bytes of a sentence that are shown around a quotation on either side: a text
/// without stops is one endless sentence.
const MOST_AROUND: usize = 600;

/// The place of a span of a region's text, and the notes called in the
/// sentences that it stands in.
///
/// # Errors
/// Failures of the disk.
pub fn place(engine: &Engine<'_>, region: &Region, span: Span) -> Result<Option<(Quoted, Vec<HitNote>)>> {
    let Some((first, _)) = region.touched(span).next() else { return Ok(None) };
    let file = &*engine.record(&region.file)?;
    let around = sentences(region, span);
    let mut notes = Vec::new();
    for (part, inside) in region.touched(around) {
        notes.extend(notes_of(engine, file, part, inside)?);
    }
    let note = first.note.and_then(|note| first.passage.notes.get(note));
    let orphan = first.passage.notes.first().filter(|_| first.passage.is_note);
    let hash = note.map_or(&first.passage.hash, |note| &note.hash);
    let quoted = Quoted {
        path: file.path.clone(),
        id: format!("{}#{hash}", file.path),
        locator: locator(file, region, span),
        text: region.text[around.start..around.end].to_owned(),
        matched: Some(Span::new(span.start - around.start, span.end - around.start)),
        note: note.or(orphan).map(|note| note.label.clone()),
        title: file.meta.title.clone(),
        author: file.meta.author.clone(),
    };
    Ok(Some((quoted, notes)))
}

/// A passage as the nearest to an absent quotation.
///
/// # Errors
/// Failures of the disk.
pub fn nearest(engine: &Engine<'_>, region: &Region, at: &Part) -> Result<Quoted> {
    let file = &*engine.record(&region.file)?;
    Ok(Quoted {
        path: file.path.clone(),
        id: format!("{}#{}", file.path, at.passage.hash),
        locator: locator(file, region, at.span),
        text: at.places().text().to_owned(),
        matched: None,
        note: None,
        title: file.meta.title.clone(),
        author: file.meta.author.clone(),
    })
}

/// The sentences that a span stands in.
fn sentences(region: &Region, span: Span) -> Span {
    let all = sentence::sentences(&region.text);
    let touched = all.into_iter().filter(|s| s.overlaps(span)).reduce(Span::hull).unwrap_or(span);
    let (mut start, mut end) = (touched.start, touched.end);
    if span.start.saturating_sub(start) > MOST_AROUND {
        start = sentence::word_start(&region.text, span.start - MOST_AROUND);
    }
    if end.saturating_sub(span.end) > MOST_AROUND {
        end = sentence::word_end(&region.text, span.end + MOST_AROUND);
    }
    Span::new(start.min(span.start), end.max(span.end))
}

/// Notes of a part: the note that it is, or those called in `inside` or at its end.
fn notes_of(engine: &Engine<'_>, file: &FileRecord, part: &Part, inside: Span) -> Result<Vec<HitNote>> {
    if part.passage.notes.is_empty() {
        return Ok(Vec::new());
    }
    let hits = engine.get(&format!("{}#{}", file.path, part.passage.hash), 0)?;
    let Some(Hit { notes, .. }) = hits.into_iter().next() else { return Ok(Vec::new()) };
    let wanted = |(i, note): &(usize, HitNote)| match part.note {
        Some(own) => *i == own,
        None => note.at.is_some_and(|at| inside.start < at && at <= inside.end) || part.passage.is_note,
    };
    Ok(notes.into_iter().enumerate().filter(wanted).map(|(_, note)| note).collect())
}

fn locator(file: &FileRecord, region: &Region, span: Span) -> Locator {
    let mut out = Locator { path: file.path.clone(), file: file.file.clone(), ..Locator::default() };
    let mut spans: Vec<Span> = Vec::new();
    for (part, inside) in region.touched(span) {
        let places = part.places();
        let last = inside.end.saturating_sub(1).max(inside.start);
        if out.part.is_none() {
            out.part.clone_from(&places.part);
        }
        if let (Some(first), Some(last)) = (places.page(inside.start), places.page(last)) {
            let pages = first.0.zip(last.0);
            out.pages = out.pages.map_or(pages, |all| Some((all.0, pages.map_or(all.1, |pages| pages.1))));
            let labels = first.1.zip(last.1).map(|(a, b)| (a.to_owned(), b.to_owned()));
            out.page_labels = match (out.page_labels.take(), labels) {
                (Some((first, _)), Some((_, last))) => Some((first, last)),
                (known, labels) => known.or(labels),
            };
        }
        if let (Some(first), Some(last)) = (places.page_line(inside.start), places.page_line(last)) {
            out.page_lines = Some((out.page_lines.map_or(first, |lines| lines.0), last));
        }
        if places.in_container() {
            continue;
        }
        if let (Some(first), Some(last)) = (places.line(inside.start), places.line(last)) {
            out.lines = Some((out.lines.map_or(first, |lines| lines.0), last));
        }
        spans.extend(places.mapped.source(inside));
    }
    out.bytes = spans.iter().copied().reduce(Span::hull);
    out.spans = (!spans.is_empty()).then_some(spans);
    out
}
