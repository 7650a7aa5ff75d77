//! What anchors are called in print: references by their label, sections by
//! their number.

use std::collections::{HashMap, HashSet};

use crate::read::xml::stack::Stack;
use crate::read::xml::{Event, Events, Tag};

/// Names of anchors.
#[derive(Debug, Default)]
pub struct Names {
    labels: HashMap<String, String>,
    sections: HashMap<String, String>,
    /// Anchors of figures, tables and items.
    others: HashSet<String>,
    /// Links (their first byte) that have words of their own.
    worded: HashSet<usize>,
}

impl Names {
    /// Walks through the document.
    pub fn of(text: &str) -> Self {
        let mut names = Names::default();
        let mut stack: Stack<'_, usize> = Stack::default();
        // numbers of the sections that are open
        let mut count: Vec<u32> = vec![0];
        let mut back = false;
        for event in Events::new(text, 0) {
            match event {
                Event::Open(tag) if stack.has_room() => {
                    stack.push(tag.name, tag.span.start);
                    if tag.name == "back" {
                        (count, back) = (vec![0], true);
                    }
                    names.open(&tag, (&mut count, back));
                }
                Event::Close(name, _) => {
                    for _ in 0..stack.ending(name) {
                        if let Some(("section", _)) = stack.pop() {
                            count.truncate((count.len() - 1).max(1));
                        }
                    }
                }
                Event::Text(text, _) if !text.trim().is_empty() => {
                    if let Some(at) = stack.top().filter(|_| matches!(stack.name(0), "xref" | "relref" | "eref")) {
                        names.worded.insert(*at);
                    }
                }
                _ => {}
            }
        }
        names
    }

    fn open(&mut self, tag: &Tag<'_>, (count, back): (&mut Vec<u32>, bool)) {
        let anchor = tag.attribute("anchor").filter(|anchor| !anchor.is_empty());
        match tag.name {
            "section" => {
                if let Some(last) = count.last_mut() {
                    *last += 1;
                }
                if let Some(anchor) = anchor {
                    self.sections.insert(anchor.into_owned(), number(count, back));
                }
                count.push(0);
            }
            "displayreference" => {
                if let (Some(target), Some(to)) = (tag.attribute("target"), tag.attribute("to")) {
                    self.labels.insert(target.into_owned(), to.into_owned());
                }
            }
            "reference" | "referencegroup" => {}
            _ => self.others.extend(anchor.map(|anchor| anchor.into_owned())),
        }
    }

    /// What a reference is called.
    pub fn label(&self, anchor: &str) -> String {
        self.labels.get(anchor).cloned().unwrap_or_else(|| anchor.to_owned())
    }

    /// What a section is called, `Section 2.1`; `None` for what is none.
    pub fn section(&self, anchor: &str) -> Option<String> {
        self.sections.get(anchor).cloned()
    }

    /// True for a figure, a table and the like.
    pub fn is_elsewhere(&self, anchor: &str) -> bool {
        self.others.contains(anchor)
    }

    /// True where the link that begins at this byte has words of its own.
    pub fn is_worded(&self, link: usize) -> bool {
        self.worded.contains(&link)
    }
}

/// `Section 2.1`, `Appendix A.1`.
fn number(count: &[u32], back: bool) -> String {
    let mut parts: Vec<String> = count.iter().map(u32::to_string).collect();
    if !back {
        return format!("Section {}", parts.join("."));
    }
    if let Some(letter) = count.first().and_then(|first| char::from_u32('A' as u32 + (first.max(&1) - 1).min(25))) {
        parts[0] = letter.to_string();
    }
    format!("Appendix {}", parts.join("."))
}
