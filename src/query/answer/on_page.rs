//! A passage as far as it stands on a page: whole sentences.
//!
//! A passage of a file with short pages runs over several, and who asks for one of
//! them does not want the others. Files with lines are shown by whole passages, whose
//! bytes a reader can go to.

use super::get::Part;
use crate::model::{Hit, Places};
use crate::sentence;
use crate::span::Span;

/// Leaves of a hit the sentences that stand on the pages asked for. A hit that is
/// there for a note on the page, and stands elsewhere itself, stays whole.
pub(super) fn cut(hit: &mut Hit, places: &Places, part: Part<'_>) {
    if !places.in_container() || hit.text != places.text() {
        return;
    }
    let Some(span) = on_pages(places, part) else { return };
    let touched = sentence::sentences(&hit.text).into_iter().filter(|sentence| sentence.overlaps(span));
    let Some(kept) = touched.reduce(Span::hull).filter(|kept| kept.len() < hit.text.trim_end().len()) else { return };
    keep(hit, places, kept);
}

/// The stretch of the text that stands on the pages asked for.
fn on_pages(places: &Places, part: Part<'_>) -> Option<Span> {
    let wanted: Vec<bool> = places.pages.iter().map(|(_, page, label)| part.is_page(*page, label.as_deref())).collect();
    let first = wanted.iter().position(|wanted| *wanted)?;
    let last = wanted.iter().rposition(|wanted| *wanted)?;
    let end = places.pages.get(last + 1).map_or(places.text().len(), |(at, ..)| *at as usize);
    Some(Span::new(places.pages[first].0 as usize, end))
}

fn keep(hit: &mut Hit, places: &Places, kept: Span) {
    let Some(text) = hit.text.get(kept.start..kept.end).map(str::to_owned) else { return };
    let before = hit.text[..kept.start].chars().count();
    hit.notes.retain(|note| note.at.is_none_or(|at| kept.start < at && at <= kept.end));
    for note in &mut hit.notes {
        note.at = note.at.map(|at| at - kept.start);
        note.at_char = note.at_char.map(|at| at.saturating_sub(before));
    }
    let inside = |start: usize, end: usize| kept.start <= start && end <= kept.end;
    hit.cites.retain(|cite| inside(cite.start, cite.end));
    for cite in &mut hit.cites {
        (cite.start, cite.end) = (cite.start - kept.start, cite.end - kept.start);
    }
    hit.attributions.retain(|named| inside(named.start, named.end));
    for named in &mut hit.attributions {
        (named.start, named.end) = (named.start - kept.start, named.end - kept.start);
    }
    let last = kept.end.saturating_sub(1).max(kept.start);
    let (first, end) = (places.page(kept.start), places.page(last));
    hit.locator.pages = first.and_then(|page| page.0).zip(end.and_then(|page| page.0));
    let label = |page: Option<(Option<u32>, Option<&str>)>| page.and_then(|page| page.1).map(str::to_owned);
    hit.locator.page_labels = label(first).zip(label(end));
    hit.locator.page_lines = places.page_line(kept.start).zip(places.page_line(last));
    hit.text = text;
}
