//! The notes of each passage, in the order of their markers.

use std::collections::{HashMap, HashSet};

use super::{Context, Draft, note_entry, places};
use crate::model::{Document, Marker, Passage, PassageNote, Place};

/// The most other passages that are named as calling a note too. An honest note has one or
/// two; of a row of calls each would name all the others.
const MOST_ALSO: usize = 64;

/// Gives every passage the notes that its markers call, and the notes that
/// those notes call. `hash` is left as the note's index, for `ids` to replace.
pub fn attach(context: &Context, drafts: &[Draft], passages: &mut [Passage]) {
    let document = context.document;
    let inner = inner_markers(document);
    let mut callers: HashMap<usize, Vec<u32>> = HashMap::new();
    for (draft, passage) in drafts.iter().zip(passages.iter_mut()) {
        let mut known = HashSet::new();
        for (marker, at) in context.markers(draft) {
            add(document, &inner, (marker, at as u32), &mut known, passage);
        }
        for note in passage.notes.iter().filter_map(index) {
            let seqs = callers.entry(note).or_default();
            if seqs.last() != Some(&passage.seq) {
                seqs.push(passage.seq);
            }
        }
    }
    for passage in passages.iter_mut() {
        let seq = passage.seq;
        let mut seen = HashSet::new();
        for note in &mut passage.notes {
            let Some((index, seqs)) = index(note).and_then(|note| Some((note, callers.get(&note)?))) else { continue };
            note.elsewhere = !seen.insert(index) || seqs.first() != Some(&seq);
            note.also = seqs.iter().copied().filter(|other| *other != seq).take(MOST_ALSO).collect();
        }
    }
}

fn index(note: &PassageNote) -> Option<usize> {
    note.hash.parse().ok()
}

/// The markers that stand in each note.
pub fn inner_markers(document: &Document) -> HashMap<usize, Vec<usize>> {
    let mut inner: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, marker) in document.markers.iter().enumerate() {
        if let Place::Note { note, .. } = marker.place {
            inner.entry(note).or_default().push(at);
        }
    }
    inner
}

/// Adds a marker's note and, after it, the notes called in that note, and so on:
/// each after the note that calls it. `known` are the notes that the passage has.
/// Notes may be nested in notes without end, so there is no call for each.
fn add(
    document: &Document,
    inner: &HashMap<usize, Vec<usize>>,
    (marker, at): (usize, u32),
    known: &mut HashSet<usize>,
    passage: &mut Passage,
) {
    let mut open = vec![(marker, Some(at))];
    while let Some((marker, at)) = open.pop() {
        let marker = &document.markers[marker];
        passage.notes.push(entry(document, marker, at));
        let new = marker.note.filter(|note| known.insert(*note));
        let called = new.and_then(|note| inner.get(&note)).into_iter().flatten();
        open.extend(called.rev().map(|&called| (called, None)));
    }
}

fn entry(document: &Document, marker: &Marker, at: Option<u32>) -> PassageNote {
    let body = marker.note.map(|note| places::of_note(document, &document.notes[note]));
    PassageNote {
        label: marker.label.clone(),
        number: marker.number,
        scope: marker.scope.clone(),
        status: Some(marker.status),
        at,
        body,
        cites: marker.note.map(|note| document.cites.of_note(note).to_vec()).unwrap_or_default(),
        ..note_entry(marker.note.map_or(String::new(), |note| note.to_string()))
    }
}
