//! What of a hit is shown to people: which parts of its text, which notes.

use crate::model::hit::{Earlier, Hit, HitNote, Match, MatchedIn};
use crate::sentence;
use crate::span::Span;

/// Where the text itself matches.
pub fn body_matches(hit: &Hit) -> impl Iterator<Item = Span> {
    hit.matches.iter().filter(|m| m.scope == MatchedIn::Body).map(|m| Span::new(m.start, m.end))
}

/// True where a match lies in a note.
pub fn is_note_of(found: &Match, note: &HitNote) -> bool {
    found.note.as_ref().is_some_and(|of| of.id == note.id)
}

/// The matches that lie in a note.
pub fn note_matches<'a>(note: &'a HitNote, hit: &'a Hit) -> impl Iterator<Item = &'a Match> {
    hit.matches.iter().filter(|found| is_note_of(found, note))
}

/// True where the note matches.
pub fn is_matched(note: &HitNote, hit: &Hit) -> bool {
    note_matches(note, hit).next().is_some()
}

/// True where the marker stands in a sentence that matches or is shown for a
/// matching note, or in a passage in which the match begins.
pub fn is_near(note: &HitNote, hit: &Hit) -> bool {
    if let Some(passage) = &note.passage {
        let earlier = hit.begins_in.iter().find(|earlier| earlier.id == *passage);
        return earlier.is_some_and(|earlier| {
            let start = first_shown(earlier);
            earlier.calls.iter().any(|call| call.label == note.label && call.at >= start)
        });
    }
    let Some(at) = note.at else { return false };
    if hit.scope == MatchedIn::Note {
        return shown_parts(hit).iter().any(|part| part.contains(at) || part.end == at && at == hit.text.len());
    }
    let home = sentence::around(&hit.text, at);
    body_matches(hit).any(|m| m.overlaps(home))
}

/// Where the first sentence begins of which a part is matched: what is printed of a
/// passage in which a phrase begins.
pub fn first_shown(earlier: &Earlier) -> usize {
    earlier.matches.first().map_or(0, |first| sentence::around(&earlier.text, first.start).start)
}

/// The parts of the text that are printed: all of it, or for a hit in notes
/// alone the sentences that call the matching notes.
pub fn shown_parts(hit: &Hit) -> Vec<Span> {
    let whole = vec![Span::new(after_headings(hit), hit.text.len())];
    if hit.scope != MatchedIn::Note {
        return whole;
    }
    let calls = hit.notes.iter().filter(|note| is_matched(note, hit)).filter_map(|note| note.at);
    let mut parts: Vec<Span> = calls.map(|at| sentence::around(&hit.text, at)).collect();
    parts.sort_unstable();
    parts.dedup();
    let mut joined: Vec<Span> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if last.end >= part.start => last.end = part.end,
            _ => joined.push(part),
        }
    }
    if joined.is_empty() { whole } else { joined }
}

/// Where the text begins behind headings that already stand above it, unless
/// they match or have a note.
fn after_headings(hit: &Hit) -> usize {
    let above = |text: &str| hit.section.iter().chain(&hit.document.title).any(|heading| heading.trim() == text.trim());
    let mut start = 0;
    while let Some((first, _)) = hit.text[start..].split_once("\n\n") {
        let span = Span::new(start, start + first.len());
        let noted = hit.notes.iter().filter_map(|note| note.at).any(|at| start <= at && at <= span.end);
        if !above(first) || noted || body_matches(hit).any(|m| m.overlaps(span)) {
            break;
        }
        start = span.end + 2;
    }
    start
}
