//! Calls of notes: what each is labelled, and which notes nothing calls.

use std::collections::{HashMap, HashSet};

use super::numbering::{Class, Numbering};

/// The calls met so far.
#[derive(Debug, Default)]
pub struct Calls {
    /// How they are numbered.
    pub numbering: Numbering,
    /// The label of the first call of each note, and whether the author chose it.
    labels: HashMap<String, (String, bool)>,
    /// Notes that were called in text which is deleted or hidden.
    gone: HashSet<String>,
    /// For each marker of the document its class and the section in which its
    /// count began.
    pub scopes: Vec<(Class, usize)>,
}

/// What is known of a note before it is read.
pub enum Known {
    /// It is called: its label, and whether the author chose it.
    Called(String, bool),
    /// It is called in deleted or hidden text alone.
    Gone,
    /// Nothing calls it.
    Never,
}

/// The id of a note: a footnote and an endnote may bear the same number.
pub fn key(class: Class, id: &str) -> String {
    let letter = if class == Class::Foot { 'f' } else { 'e' };
    format!("{letter}{}", id.trim())
}

impl Calls {
    /// No calls yet, to be numbered so.
    pub fn new(numbering: Numbering) -> Calls {
        Calls { numbering, ..Calls::default() }
    }

    /// Counts a call at byte `at`; its label, empty where the author chooses it.
    pub fn call(&mut self, class: Class, at: usize, own_sign: bool) -> String {
        let (label, since) = self.numbering.label(class, at, own_sign);
        self.scopes.push((class, since));
        label
    }

    /// The label of a call of the note `key`.
    pub fn labelled(&mut self, key: &str, label: &str, own_sign: bool) {
        self.labels.entry(key.to_owned()).or_insert_with(|| (label.to_owned(), own_sign));
    }

    /// A call in text that is deleted or hidden.
    pub fn gone(&mut self, key: String) {
        self.gone.insert(key);
    }

    /// What is known of a note.
    pub fn known(&self, key: &str) -> Known {
        match self.labels.get(key) {
            Some((label, own)) => Known::Called(label.clone(), *own),
            None if self.gone.contains(key) => Known::Gone,
            None => Known::Never,
        }
    }
}
