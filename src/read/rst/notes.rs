//! Numbers of footnotes, as docutils gives them.
//!
//! `[#]_` stands for the notes `.. [#]` in their order, `[*]_` for the notes
//! `.. [*]` in theirs, `[#name]_` for the note of that name; `[1]_` and
//! `[CIT2002]_` for what they say. Numbers are given to `.. [#]` and
//! `.. [#name]` alike, in the order of the notes, and leave out those that a
//! reference says in digits.

use std::collections::HashSet;

use crate::model::Document;

/// Labels of notes and markers, in the order in which they are met.
#[derive(Debug, Default)]
pub struct Notes {
    defined: Vec<String>,
    referred: Vec<String>,
    /// How many there were without a name: notes and references, `#` and `*`.
    counts: [[usize; 2]; 2],
}

/// Signs in the order in which docutils takes them.
const SIGNS: [&str; 10] = ["*", "†", "‡", "§", "¶", "#", "♠", "♥", "♦", "♣"];

impl Notes {
    /// A note; returns what points to it.
    pub fn define(&mut self, label: &str) -> String {
        self.defined.push(label.to_owned());
        self.id(label, 0)
    }

    /// A reference; returns what it points to.
    pub fn refer(&mut self, label: &str) -> String {
        self.referred.push(label.to_owned());
        self.id(label, 1)
    }

    fn id(&mut self, label: &str, side: usize) -> String {
        let kind = match label {
            "#" => 0,
            "*" => 1,
            _ => return label.to_lowercase(),
        };
        self.counts[kind][side] += 1;
        format!("{label} {}", self.counts[kind][side])
    }

    /// Gives notes and markers the labels that a reader would see. A reference
    /// without a note keeps its own.
    pub fn label(&self, document: &mut Document) {
        let taken: HashSet<&str> = self.referred.iter().map(String::as_str).collect();
        let mut numbers = (1u32..).map(|number| number.to_string()).filter(|number| !taken.contains(number.as_str()));
        let mut signs = 0;
        for (note, label) in document.notes.iter_mut().zip(&self.defined) {
            note.label = match label.as_str() {
                "*" => {
                    signs += 1;
                    SIGNS[(signs - 1) % SIGNS.len()].repeat((signs - 1) / SIGNS.len() + 1)
                }
                label if label.starts_with('#') => numbers.next().unwrap_or_default(),
                label => label.to_owned(),
            };
        }
        for (marker, label) in document.markers.iter_mut().zip(&self.referred) {
            marker.label = match marker.note.and_then(|note| document.notes.get(note)) {
                Some(note) => note.label.clone(),
                None => label.trim_start_matches('#').to_owned(),
            };
            if marker.label.is_empty() {
                marker.label.clone_from(label);
            }
        }
    }
}
