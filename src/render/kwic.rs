//! A concordance: each match on a line, aligned, with what stands around it.

use std::io::{self, Write};

use super::runs::{Role, Run};
use super::{Look, Notes, line, safe, wrap};
use crate::model::hit::{Answer, Hit, Match};
use crate::span::Span;

/// No more columns than these are given to the place.
const MAX_PLACE: usize = 32;
/// No fewer columns than these are given to the text on either side.
const MIN_SIDE: usize = 15;

/// A line of the concordance.
struct Entry {
    place: String,
    left: String,
    keyword: String,
    right: String,
}

/// Writes a line for each match: place, text before, match, text after. A match
/// in a note has the note's label at its place (`path:12[3]`).
///
/// # Errors
/// Those of the writer.
pub fn answer(answer: &Answer, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let entries: Vec<Entry> = answer.hits.iter().flat_map(|hit| entries(hit, look)).collect();
    let place = entries.iter().map(|e| wrap::width(&e.place)).max().unwrap_or(0).min(MAX_PLACE);
    let keyword = entries.iter().map(|e| wrap::width(&e.keyword)).max().unwrap_or(0);
    let side = (look.width.saturating_sub(place + keyword + 6) / 2).max(MIN_SIDE);
    for entry in &entries {
        let at = Run::new(&wrap::keep_end(&entry.place, place), Role::Place);
        let left = wrap::keep_end(&entry.left, side);
        let found = Run::new(&entry.keyword, Role::Match);
        write!(out, "{}{}  ", at.painted(look.color), pad(&at.text, place))?;
        write!(out, "{}{left}  {}  ", pad(&left, side), found.painted(look.color))?;
        writeln!(out, "{}", wrap::keep_start(&entry.right, side))?;
    }
    Ok(())
}

fn pad(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(wrap::width(text)))
}

fn entries<'a>(hit: &'a Hit, look: &Look) -> impl Iterator<Item = Entry> + use<'a> {
    let notes = look.notes != Notes::Without;
    hit.matches.iter().filter(move |m| notes || m.note.is_none()).map(|found| entry(found, hit))
}

fn entry(found: &Match, hit: &Hit) -> Entry {
    let note = found.note.as_ref().and_then(|n| hit.notes.iter().find(|note| note.id == n.id));
    let text = note.and_then(|note| note.text.as_deref()).unwrap_or(&hit.text);
    let part = |span: Span| safe::line(text.get(span.start..span.end).unwrap_or_default()).trim().to_owned();
    let line = found.line.or(line(hit)).map(|line| format!(":{line}")).unwrap_or_default();
    let label = found.note.as_ref().map(|note| format!("[{}]", note.label)).unwrap_or_default();
    Entry {
        place: safe::line(&format!("{}{line}{label}", hit.locator.path)).into_owned(),
        left: part(Span::new(0, found.start)),
        keyword: safe::line(&found.text).into_owned(),
        right: part(Span::new(found.end, text.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn keywords_are_aligned() {
        let mut out = Vec::new();
        answer(&sample::answer(), &Look { width: 100, ..Look::default() }, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}
