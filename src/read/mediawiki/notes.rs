//! References and the templates that make notes.

use std::collections::{HashMap, HashSet};

use super::tags::{Tag, attribute};
use super::templates::Arguments;
use super::walk::{End, Reader, Then};
use crate::read::numerals::Style;
use crate::span::Span;

/// How many notes may stand inside one another.
const DEEPEST: usize = 8;

/// The numbers that the page shows, by group.
#[derive(Debug, Default)]
pub(super) struct Labels {
    counts: HashMap<String, u32>,
    known: HashMap<String, String>,
    /// Keys of notes whose text has been met.
    defined: HashSet<String>,
    /// The group of the list that is open.
    pub list: String,
}

impl Labels {
    fn is_defined(&self, group: &str, name: &str) -> bool {
        self.defined.contains(&format!("{group}\0{name}"))
    }

    /// The label of the note with this key: as before, or the next of its group.
    fn of(&mut self, group: &str, key: &str) -> String {
        if let Some(label) = self.known.get(key) {
            return label.clone();
        }
        let count = self.counts.entry(group.to_owned()).or_default();
        *count += 1;
        let label = print(group, *count);
        self.known.insert(key.to_owned(), label.clone());
        label
    }
}

/// A number as a group shows it: `[a]`, `[iv]`, `[note 2]`.
fn print(group: &str, number: u32) -> String {
    match group {
        "" => number.to_string(),
        "lower-alpha" => Style::Letter.print(number),
        "upper-alpha" => Style::UpperLetter.print(number),
        "lower-roman" => Style::Roman.print(number),
        "upper-roman" => Style::UpperRoman.print(number),
        "lower-greek" => {
            let sign = "αβγδεζηθικλμνξοπρστυφχψω".chars().nth(number as usize - 1);
            sign.map_or_else(|| number.to_string(), String::from)
        }
        _ => format!("{group} {number}"),
    }
}

impl<'a> Reader<'a> {
    /// `<ref>`, `<ref name=x />` or `</ref>` at byte `at`.
    pub(super) fn reference(&mut self, tag: &Tag, at: usize) {
        if tag.closing {
            return self.close_reference(tag.end);
        }
        let attributes = &self.src[tag.attributes.0..tag.attributes.1];
        let name = attribute(attributes, "name").map(str::trim).filter(|name| !name.is_empty());
        let group = attribute(attributes, "group").map(str::trim);
        let group = group.map_or_else(|| self.default_group(), str::to_owned);
        let empty = super::pairs::closes(&self.src[tag.end..], "ref");
        if tag.alone || empty {
            let end = if empty {
                self.src[tag.end..].find('>').map_or(tag.end, |length| tag.end + length + 1)
            } else {
                tag.end
            };
            self.advance(end);
            if let Some(name) = name.filter(|_| !self.definitions) {
                self.call(&group, name, Span::new(at, end));
            }
            return;
        }
        if self.notes.len() >= DEEPEST {
            return;
        }
        // `<ref name=x>` for `<ref name=x />`: never closed, and the note is known
        let closed = self.pairs.close(at).is_some();
        if let Some(name) = name.filter(|name| !closed && !self.definitions && self.labels.is_defined(&group, name)) {
            return self.call(&group, name, Span::new(at, tag.end));
        }
        let end = if closed { End::Tag } else { End::Nothing };
        let continues = attribute(attributes, "follow").is_some();
        let called = !self.definitions && !continues;
        self.open(&group, name, called.then(|| Span::new(at, tag.end)), tag.end);
        self.notes.push(end);
    }

    fn default_group(&self) -> String {
        if self.definitions { self.labels.list.clone() } else { String::new() }
    }

    /// A marker of a note that is defined elsewhere.
    fn call(&mut self, group: &str, name: &str, span: Span) {
        let key = format!("{group}\0{name}");
        let label = self.labels.of(group, &key);
        self.begin(span.start);
        self.b.marker(&label, span, &key);
    }

    /// A note begins at byte `at`, called by the bytes `called`, if it is.
    fn open(&mut self, group: &str, name: Option<&str>, called: Option<Span>, at: usize) {
        let key = name.map_or_else(|| self.b.fresh_id(), |name| format!("{group}\0{name}"));
        let label = match called {
            Some(span) => {
                let label = self.labels.of(group, &key);
                self.begin(span.start);
                self.b.marker(&label, span, &key);
                label
            }
            None => self.labels.known.get(&key).cloned().unwrap_or_default(),
        };
        self.b.open_note(&key, &label, at);
        self.labels.defined.insert(key);
    }

    /// Notes end before byte `end`, down to one that `what` ends.
    pub(super) fn close_notes(&mut self, what: End, end: usize) {
        while let Some(top) = self.notes.pop() {
            self.b.close_note(end);
            if top == what {
                return;
            }
        }
    }

    /// `<references>`: what stands in it defines notes.
    pub(super) fn references(&mut self, tag: &Tag) {
        let attributes = &self.src[tag.attributes.0..tag.attributes.1];
        self.b.end_block(tag.end);
        self.definitions = !tag.closing && !tag.alone;
        self.labels.list = attribute(attributes, "group").unwrap_or_default().to_owned();
    }

    /// A template whose argument is a note: `{{efn|name=x|text}}`.
    pub(super) fn note_template(&mut self, arguments: &Arguments<'a>, group: &str, (at, end): (usize, usize)) {
        let group = arguments.named(self.src, &["group"]).unwrap_or(group).to_owned();
        let name = arguments.named(self.src, &["name"]).filter(|name| !name.is_empty());
        let text = arguments.range(&["text", "content", "reason"]).or_else(|| arguments.positional(0));
        let text = text.filter(|(from, to)| !self.src[*from..*to].trim().is_empty());
        let called = !self.definitions;
        match (text, name) {
            (Some((from, to)), _) if self.notes.len() < DEEPEST => {
                let name_end = arguments.name_end;
                self.open(&group, name, called.then(|| Span::new(at, name_end)), name_end);
                self.notes.push(End::Frame);
                self.push(from, to, Then::Note(end));
            }
            (Some((from, to)), _) => self.push(from, to, Then::Blank),
            (None, Some(name)) if called => self.call(&group, name, Span::new(at, end)),
            _ => {}
        }
    }

    /// `{{r|name|name}}`.
    pub(super) fn calls(&mut self, arguments: &Arguments<'a>) {
        let group = arguments.named(self.src, &["group", "g"]).unwrap_or_default().to_owned();
        for (from, to) in arguments.all_positional() {
            let name = self.src[from..to].trim();
            if !name.is_empty() {
                self.call(&group, name, Span::new(from, to));
            }
        }
    }

    /// `{{reflist|refs=…}}`.
    pub(super) fn list(&mut self, arguments: &Arguments<'a>, group: &str, at: usize) {
        self.b.end_block(at);
        let group = arguments.named(self.src, &["group"]).unwrap_or(group);
        self.labels.list = group.to_owned();
        let own = arguments.range(&["refs", "notes", "références"]);
        let ranges: Vec<_> = own.into_iter().chain(arguments.all_positional()).collect();
        let before = std::mem::replace(&mut self.definitions, true);
        if ranges.is_empty() {
            self.definitions = before;
        }
        for (i, (from, to)) in ranges.into_iter().rev().enumerate() {
            // what is no reference in it (the number of columns) is no text
            let from = self.src[from..to].find(['<', '{']).map_or(to, |sign| from + sign);
            self.push(from, to, if i == 0 { Then::Definitions(before) } else { Then::Nothing });
        }
    }

    /// `{{sfn|Smith|2020|p=3}}`: the same arguments are the same note.
    pub(super) fn short_note(&mut self, arguments: &Arguments<'a>, (at, end): (usize, usize)) {
        let text = self.short(arguments);
        let key = format!("sfn\0{text}");
        if self.definitions || text.is_empty() || !self.notes.is_empty() {
            return self.put(&text, at, end);
        }
        let new = !self.labels.known.contains_key(&key);
        let label = self.labels.of("", &key);
        self.begin(at);
        let name_end = if new { arguments.name_end } else { end };
        self.b.marker(&label, Span::new(at, name_end), &key);
        if new {
            self.b.open_note(&key, &label, name_end);
            self.put(&text, name_end, end);
            self.b.close_note(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn labels_as_groups_show_them() {
        let shown: Vec<String> =
            [("", 12), ("lower-alpha", 3), ("lower-alpha", 28), ("lower-roman", 9), ("lower-greek", 2), ("note", 4)]
                .iter()
                .map(|(group, number)| print(group, *number))
                .collect();
        assert_eq!(shown, ["12", "c", "bb", "ix", "β", "note 4"]);
    }
}
