//! What must be known before the text is read: which ids are notes, in which
//! order references stand, which citations have punctuation of their own.

use std::collections::{HashMap, HashSet};

use crate::read::xml::order::Order;
use crate::read::xml::stack::Stack;
use crate::read::xml::{Event, Events, Tag};

/// What a first walk through the document finds.
#[derive(Debug, Default)]
pub struct Ids {
    /// References in their order, and labels of notes.
    pub order: Order,
    /// The element that bears an id.
    elements: HashMap<String, String>,
    /// Ids that a cross-reference names.
    called: HashSet<String>,
    /// Citations (their first byte) with text between their elements.
    mixed: HashSet<usize>,
    /// Groups of authors (their first byte) that call notes.
    bylines: HashSet<usize>,
    /// Notes (their first byte) with a label.
    labelled: HashSet<usize>,
    /// True where the title calls notes.
    pub title_calls: bool,
}

/// What is kept of an element: the citation and the group of authors (the first
/// byte of each) that its text belongs to.
#[derive(Clone, Copy, Debug, Default)]
struct Open {
    citation: Option<usize>,
    group: Option<usize>,
}

/// Elements that are notes.
pub const NOTES: &[&str] = &["fn", "ref", "corresp", "note"];

/// Elements that are citations with or without punctuation.
const CITATIONS: &[&str] = &["mixed-citation", "citation", "nlm-citation"];

impl Ids {
    /// Walks through the document.
    pub fn of(text: &str) -> Self {
        let mut ids = Ids::default();
        let mut stack: Stack<'_, Open> = Stack::default();
        let mut note = Label::default();
        for event in Events::new(text, 0) {
            match event {
                Event::Open(tag) if stack.has_room() => {
                    let above = stack.top().copied().unwrap_or_default();
                    ids.open(&tag, &stack);
                    note.open(&tag);
                    let inner = CITATIONS.contains(&tag.name).then_some(tag.span.start);
                    let around = above.citation.filter(|_| matches!(tag.name, "person-group" | "name" | "string-name"));
                    let group = (tag.name == "contrib-group").then_some(tag.span.start).or(above.group);
                    stack.push(tag.name, Open { citation: inner.or(around), group });
                }
                Event::Open(_) => {}
                Event::Close(name, _) => {
                    for _ in 0..stack.ending(name) {
                        stack.pop();
                    }
                    note.close(name, &mut ids);
                }
                Event::Text(text, _) => {
                    let citation = stack.top().and_then(|open| open.citation);
                    if let Some(citation) = citation.filter(|_| !text.trim().is_empty()) {
                        ids.mixed.insert(citation);
                    }
                    note.text(text);
                }
                Event::Entity(text, _) => note.text(&text),
            }
        }
        ids
    }

    fn open(&mut self, tag: &Tag<'_>, stack: &Stack<'_, Open>) {
        if let Some(id) = tag.attribute("id") {
            if tag.name == "ref" {
                self.order.push(&id);
            }
            self.elements.entry(id.into_owned()).or_insert_with(|| tag.name.to_owned());
        }
        if tag.name == "xref"
            && let Some(rid) = tag.attribute("rid")
        {
            self.called.extend(rid.split_whitespace().map(str::to_owned));
            let note =
                matches!(tag.attribute("ref-type").as_deref(), Some("fn" | "corresp" | "author-notes" | "author-note"));
            if note && let Some(group) = stack.top().and_then(|open| open.group) {
                self.bylines.insert(group);
            }
            self.title_calls |= note && stack.inside("article-title", 4) && stack.inside("title-group", 5);
        }
    }

    /// The element that bears an id.
    pub fn element(&self, id: &str) -> Option<&str> {
        self.elements.get(id).map(String::as_str)
    }

    /// True where the note that begins at this byte has a label.
    pub fn has_label(&self, note: usize) -> bool {
        self.labelled.contains(&note)
    }

    /// True where a cross-reference names the id.
    pub fn is_called(&self, id: &str) -> bool {
        self.called.contains(id)
    }

    /// True where the group of authors that begins at this byte calls notes.
    pub fn is_byline(&self, group: usize) -> bool {
        self.bylines.contains(&group)
    }

    /// True where the citation that begins at this byte has punctuation of its
    /// own.
    pub fn is_mixed(&self, citation: usize) -> bool {
        self.mixed.contains(&citation)
    }
}

/// The label of the note that is open.
#[derive(Debug, Default)]
struct Label {
    id: Option<String>,
    at: Option<usize>,
    open: bool,
    text: String,
}

impl Label {
    fn open(&mut self, tag: &Tag<'_>) {
        if NOTES.contains(&tag.name) {
            self.id = tag.attribute("id").map(|id| id.into_owned());
            self.at = Some(tag.span.start);
        }
        self.open |= tag.name == "label" && self.at.is_some();
    }

    fn text(&mut self, text: &str) {
        if self.open {
            self.text.push_str(text);
        }
    }

    fn close(&mut self, name: &str, ids: &mut Ids) {
        if NOTES.contains(&name) {
            (self.id, self.at) = (None, None);
        }
        if name == "label" && self.open {
            self.open = false;
            let label = super::bare_label(&std::mem::take(&mut self.text));
            ids.labelled.extend(self.at.take().filter(|_| !label.is_empty()));
            if let Some(id) = self.id.take() {
                ids.order.labels.entry(id).or_insert(label);
            }
        }
    }
}
