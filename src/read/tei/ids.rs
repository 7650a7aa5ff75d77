//! What must be known before the text is read: which ids are notes, what calls
//! them, and which of several readings there are.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::read::xml::order::Order;
use crate::read::xml::stack::Stack;
use crate::read::xml::{Event, Events, Tag};

/// What a first walk through the document finds.
#[derive(Debug, Default)]
pub struct Ids {
    /// Entries of the bibliography in their order.
    pub order: Order,
    /// The element (its name in lower case, its first byte) that bears an id.
    elements: HashMap<String, (String, usize)>,
    /// Ids that a reference names, and those among them that one names which
    /// says that it calls a note.
    called: HashSet<String>,
    notes: HashSet<String>,
    /// Notes that point to the id of the place they are for;
    /// then the same by the first byte of the place.
    anchors: HashMap<String, Vec<Pointer>>,
    places: HashMap<usize, Vec<Pointer>>,
    /// The readings of a `choice` or `app` (its first byte): the best.
    readings: HashMap<usize, &'static str>,
    /// True where entries of a bibliography are referred to.
    pub cites: bool,
    /// True where there is a `text` (and not only a `sourceDoc`).
    pub has_text: bool,
}

/// A note that points to a place: its first byte, its id.
pub type Pointer = (usize, Option<String>);

/// Readings, the best first.
const READINGS: &[&str] = &["lem", "corr", "expan", "orig", "sic", "abbr", "unclear", "seg", "reg", "rdg", "rdggrp"];

/// Kinds of references that call notes.
const CALLS: &[&str] = &[
    "foot",
    "note",
    "notes",
    "noteanchor",
    "noteref",
    "footnote",
    "endnote",
    "fn",
    "bibr",
    "footnote-ref",
    "anmerkung",
];

/// Elements that are notes where a reference points to them.
const NOTES: &[&str] = &["note", "bibl", "biblstruct", "biblfull"];

/// The value of an attribute: names are in lower case, or all in upper case.
pub fn attribute(tag: &Tag<'_>, name: &str) -> Option<String> {
    let upper = tag.name.starts_with(|c: char| c.is_ascii_uppercase());
    let other = || upper.then(|| tag.attribute(&name.to_ascii_uppercase())).flatten();
    let value = tag.attribute(name).or_else(other);
    value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// A name in lower case.
pub fn lower(name: &str) -> Cow<'_, str> {
    let upper = name.bytes().any(|byte| byte.is_ascii_uppercase());
    if upper { name.to_ascii_lowercase().into() } else { name.into() }
}

/// The label that a note or an entry bears.
pub fn label(tag: &Tag<'_>) -> Option<String> {
    attribute(tag, "n").or_else(|| attribute(tag, "label")).map(|label| super::text::bare_label(&label))
}

/// The ids of this document that an attribute names: `#n1`, or `n1` as of old.
/// An address elsewhere is none.
pub fn targets(tag: &Tag<'_>, name: &str) -> Vec<String> {
    let value = attribute(tag, name).unwrap_or_default();
    let id = |word: &str| {
        let id = word.strip_prefix('#').unwrap_or(word);
        (!id.is_empty() && !id.contains(['/', '#', ':'])).then(|| id.to_owned())
    };
    value.split_whitespace().filter_map(id).collect()
}

impl Ids {
    /// Walks through the document.
    pub fn of(text: &str) -> Self {
        let mut ids = Ids::default();
        let mut stack: Stack<'_, usize> = Stack::default();
        for event in Events::new(text, 0) {
            match event {
                Event::Open(tag) if stack.has_room() => {
                    ids.open(&tag, &stack);
                    stack.push(tag.name, tag.span.start);
                }
                Event::Close(name, _) => {
                    for _ in 0..stack.ending(name) {
                        stack.pop();
                    }
                }
                _ => {}
            }
        }
        ids.cites = ids.called.iter().any(|id| ids.element(id).is_some_and(|element| element.starts_with("bibl")));
        for (id, notes) in std::mem::take(&mut ids.anchors) {
            if let Some((_, at)) = ids.elements.get(&id) {
                ids.places.entry(*at).or_default().extend(notes);
            }
        }
        for notes in ids.places.values_mut() {
            notes.sort();
            notes.dedup();
        }
        ids
    }

    fn open(&mut self, tag: &Tag<'_>, stack: &Stack<'_, usize>) {
        let name = lower(tag.name);
        if let Some(id) = attribute(tag, "id") {
            if let Some(label) = label(tag).filter(|_| NOTES.contains(&&*name)) {
                self.order.labels.insert(id.clone(), label);
            }
            if name.starts_with("bibl") {
                self.order.push(&id);
            }
            self.elements.entry(id).or_insert_with(|| (name.to_string(), tag.span.start));
        }
        match &*name {
            "ref" | "ptr" => self.reference(tag),
            "note" => {
                for target in targets(tag, "target").into_iter().chain(targets(tag, "corresp")) {
                    self.anchors.entry(target).or_default().push((tag.span.start, attribute(tag, "id")));
                }
            }
            "text" => self.has_text = true,
            _ => self.reading(&name, stack),
        }
    }

    fn reference(&mut self, tag: &Tag<'_>) {
        let targets = targets(tag, "target");
        if is_call(tag) {
            self.notes.extend(targets.iter().cloned());
        }
        self.called.extend(targets);
    }

    fn reading(&mut self, name: &str, stack: &Stack<'_, usize>) {
        let rank = |name: &str| READINGS.iter().position(|reading| *reading == name);
        let (Some(found), Some(&above)) = (rank(name), stack.top()) else { return };
        if matches!(stack.name(0), "choice" | "app" | "CHOICE" | "APP") {
            let best = self.readings.entry(above).or_insert(READINGS[found]);
            if Some(found) < rank(best) {
                *best = READINGS[found];
            }
        }
    }

    /// The element that bears an id, in lower case.
    pub fn element(&self, id: &str) -> Option<&str> {
        self.elements.get(id).map(|(name, _)| name.as_str())
    }

    /// True where a reference points to the id.
    pub fn is_called(&self, id: &str) -> bool {
        self.called.contains(id)
    }

    /// True where a reference that calls a note points to the id.
    pub fn is_note(&self, id: &str) -> bool {
        self.notes.contains(id)
    }

    /// Notes that say they are for the element that begins at this byte.
    pub fn notes_for(&self, element: usize) -> &[Pointer] {
        self.places.get(&element).map_or(&[], Vec::as_slice)
    }

    /// True where an element is the reading of the `choice` or `app` that begins
    /// at this byte.
    pub fn is_best(&self, choice: usize, name: &str) -> bool {
        self.readings.get(&choice).is_none_or(|best| best.eq_ignore_ascii_case(name))
    }

    /// Those of `targets` that are notes, of a reference.
    pub fn notes_of(&self, tag: &Tag<'_>, targets: Vec<String>) -> Vec<String> {
        let certain = is_call(tag);
        let is_note = |id: &String| match self.element(id) {
            Some(element) => NOTES.contains(&element) || certain && MAY_BE_NOTES.contains(&element),
            None => certain,
        };
        targets.into_iter().filter(is_note).collect()
    }
}

/// Elements that are notes where a reference says that it calls a note.
pub const MAY_BE_NOTES: &[&str] = &["p", "ab", "item", "div", "seg"];

/// True for a reference that says it calls a note.
fn is_call(tag: &Tag<'_>) -> bool {
    let kind = attribute(tag, "type").or_else(|| attribute(tag, "rend")).unwrap_or_default().to_lowercase();
    CALLS.contains(&kind.as_str())
}
