//! Numbers of notes that the format's own markup gives.

use std::collections::HashMap;

use crate::model::{Document, Place, Status};

/// What is counted once: a note, or a missing one by scope and label.
#[derive(PartialEq, Eq, Hash)]
enum Counted {
    Note(usize),
    Missing(Option<String>, String),
}

/// Numbers markers and their notes from 1, in the order in which the main text
/// calls them; then what only notes call. A note called twice counts once, a
/// missing one too.
pub fn number(document: &mut Document) {
    let mut numbers: HashMap<Counted, u32> = HashMap::new();
    let in_text = |at: &usize| matches!(document.markers[*at].place, Place::Block { .. });
    let (main, inner): (Vec<usize>, Vec<usize>) = (0..document.markers.len()).partition(in_text);
    for at in main.into_iter().chain(inner) {
        let marker = &mut document.markers[at];
        let counted = match (marker.note, marker.status) {
            (Some(note), _) => Counted::Note(note),
            (None, Status::Ambiguous) => continue,
            (None, _) => Counted::Missing(marker.scope.clone(), marker.label.clone()),
        };
        let next = numbers.len() as u32 + 1;
        let number = *numbers.entry(counted).or_insert(next);
        marker.number = Some(number);
        if let Some(note) = marker.note.and_then(|note| document.notes.get_mut(note)) {
            note.number = Some(number);
        }
    }
}
