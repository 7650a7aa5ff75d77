//! RFCs and Internet drafts as XML (RFC 2629, 7749 and 7991).
//!
//! References are notes, `xref` to them markers; the text shows their label in
//! brackets, as the printed document does.

mod names;
mod reference;

use super::builder::Builder;
use super::decoded;
use super::xml::plain;
use super::xml::stack::Stack;
use super::xml::{self, Event, Events, Tag};
use crate::error::Result;
use crate::model::{BlockKind, Document, Layout};
use crate::span::Span;

use crate::works::date::Date;
use crate::works::language;
use names::Names;
use reference::Reference;

/// True for an RFC: by the name of the root.
pub fn sniff(bytes: &[u8]) -> bool {
    xml::root(bytes).is_some_and(|root| root == "rfc")
}

/// Reads an RFC.
///
/// # Errors
///
/// `Unreadable` for what is no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let declared = xml::declared_encoding(bytes);
    decoded::read(bytes, declared.as_deref(), |text| {
        let walk = Walk {
            builder: Builder::new(Layout::of(text.as_bytes())),
            names: Names::of(text),
            stack: Stack::default(),
            reference: None,
            title: None,
            authors: Vec::new(),
            worded: None,
        };
        let mut document = walk.run(text);
        document.by_markup = true;
        Ok(document)
    })
}

/// Where the text of an element goes, and what follows at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Text,
    /// As text, a block that ends with the element.
    Block,
    Section,
    /// A cross-reference with its own words.
    Words,
    Front,
    Title,
    Reference,
    Skip,
}

struct Walk<'a> {
    builder: Builder,
    names: Names,
    stack: Stack<'a, (Mode, u8)>,
    reference: Option<Reference>,
    /// The title, while it is open.
    title: Option<String>,
    authors: Vec<String>,
    /// The reference that the words of a link belong to: label, target.
    worded: Option<(String, String)>,
}

impl<'a> Walk<'a> {
    fn run(mut self, text: &'a str) -> Document {
        let mut events = Events::new(text, 0);
        for event in events.by_ref() {
            match event {
                Event::Open(tag) if self.stack.has_room() => {
                    let (mode, depth) = self.stack.top().copied().unwrap_or((Mode::Text, 0));
                    let opened = self.open(&tag, mode, depth);
                    self.stack.push(tag.name, opened);
                }
                Event::Open(_) => {}
                Event::Close(name, span) => {
                    for _ in 0..self.stack.ending(name) {
                        self.close(span);
                    }
                }
                Event::Text(text, at) => self.text(text, at),
                Event::Entity(text, span) => self.entity(&text, span),
            }
        }
        if !self.authors.is_empty() {
            self.builder.meta.author = Some(self.authors.join(", "));
        }
        self.builder.degraded = events.damage();
        self.builder.finish(text.len())
    }

    fn mode(&self) -> Mode {
        self.stack.top().map_or(Mode::Text, |(mode, _)| *mode)
    }

    fn open(&mut self, tag: &Tag<'a>, mode: Mode, depth: u8) -> (Mode, u8) {
        if let Some(reference) = &mut self.reference {
            reference.open(tag);
            return (Mode::Reference, depth);
        }
        let mode = match mode {
            Mode::Skip => Mode::Skip,
            Mode::Front => self.open_front(tag),
            _ => return self.open_text(tag, depth),
        };
        (mode, depth + u8::from(mode == Mode::Section))
    }

    fn open_front(&mut self, tag: &Tag<'a>) -> Mode {
        let attribute = |name| tag.attribute(name).and_then(|value| plain::line(&value));
        let meta = &mut self.builder.meta;
        match tag.name {
            "title" => {
                self.title = Some(String::new());
                return Mode::Title;
            }
            "author" => self.authors.extend(attribute("fullname").or_else(|| attribute("surname"))),
            "date" => {
                let [year, month, day] = ["year", "month", "day"].map(|name| attribute(name).unwrap_or_default());
                meta.date = Date::of_fields(&year, &month, &day).map(|date| date.to_string());
            }
            "seriesInfo" => {
                if let (Some(name), Some(value)) = (attribute("name"), attribute("value")) {
                    meta.fields.entry(name.to_lowercase()).or_insert(value);
                }
            }
            "abstract" | "note" => {
                self.named(tag, 1);
                return Mode::Section;
            }
            _ => {}
        }
        Mode::Front
    }

    /// The heading of a section that bears its title as an attribute.
    fn named(&mut self, tag: &Tag<'a>, depth: u8) {
        self.builder.end_block(tag.span.start);
        if let Some((title, span)) = tag.place("title") {
            self.builder.heading(depth.max(1), span.start);
            self.builder.replaced(&title, span);
            self.builder.end_block(span.end);
        }
    }

    fn open_text(&mut self, tag: &Tag<'a>, depth: u8) -> (Mode, u8) {
        let at = tag.span.end;
        let block = |builder: &mut Builder, kind| {
            builder.block(kind, at);
            (Mode::Block, depth)
        };
        match tag.name {
            "rfc" => self.document(tag),
            "front" => return (Mode::Front, depth),
            "section" | "references" => {
                self.named(tag, depth + 1);
                return (Mode::Section, depth.saturating_add(1).min(100));
            }
            "name" | "keyword" if tag.name == "name" => {
                match self.stack.name(0) {
                    "figure" | "table" => self.builder.block(BlockKind::Caption, at),
                    _ => self.builder.heading(depth.max(1), at),
                }
                return (Mode::Block, depth);
            }
            "t" if self.stack.inside("list", 1) || self.stack.inside("li", 1) || self.stack.inside("dd", 1) => {
                return block(&mut self.builder, BlockKind::ListItem);
            }
            "t" if self.stack.inside("td", 1) || self.stack.inside("th", 1) => self.builder.blank(tag.span),
            "t" if self.stack.inside("blockquote", 2) => return block(&mut self.builder, BlockKind::Quotation),
            "t" | "artwork" | "sourcecode" | "preamble" | "postamble" | "aside" => {
                return block(&mut self.builder, BlockKind::Paragraph);
            }
            "li" | "dt" | "dd" => return block(&mut self.builder, BlockKind::ListItem),
            "blockquote" => return block(&mut self.builder, BlockKind::Quotation),
            "tr" => return block(&mut self.builder, BlockKind::TableRow),
            "texttable" => self.builder.end_block(tag.span.start),
            "ttcol" | "c" => return block(&mut self.builder, BlockKind::TableRow),
            "td" | "th" | "br" | "vspace" => self.builder.blank(tag.span),
            "reference" => {
                let anchor = tag.attribute("anchor").unwrap_or_default().into_owned();
                self.builder.end_block(tag.span.start);
                self.builder.open_note(&anchor, &self.names.label(&anchor), tag.span.start);
                self.reference = Some(Reference::default());
                return (Mode::Reference, depth);
            }
            "xref" | "relref" => return (self.link(tag), depth),
            "eref" => self.address(tag),
            "cref" | "iref" | "displayreference" | "link" | "svg" => return (Mode::Skip, depth),
            _ => {}
        }
        (Mode::Text, depth)
    }

    fn document(&mut self, tag: &Tag<'a>) {
        let meta = &mut self.builder.meta;
        meta.language = tag.attribute("lang").and_then(|lang| language::code(&lang)).or(Some("en".to_owned()));
        for (name, field) in [("number", "rfc"), ("docName", "draft"), ("category", "category")] {
            if let Some(value) = tag.attribute(name).filter(|value| !value.is_empty()) {
                meta.fields.insert(field.to_owned(), value.into_owned());
            }
        }
    }

    /// A cross-reference: to a reference, a marker and its label; to a section,
    /// its number.
    fn link(&mut self, tag: &Tag<'a>) -> Mode {
        let Some((target, span)) = tag.place("target") else { return Mode::Text };
        if let Some(section) = self.names.section(&target) {
            if self.names.is_worded(tag.span.start) {
                return Mode::Text;
            }
            self.builder.replaced(&section, span);
            return Mode::Text;
        }
        if self.names.is_elsewhere(&target) {
            return Mode::Text;
        }
        let label = self.names.label(&target);
        if self.names.is_worded(tag.span.start) {
            self.worded = Some((label, target.into_owned()));
            return Mode::Words;
        }
        if let Some((section, place)) = tag.place("section") {
            self.builder.replaced(&format!("Section {section} of "), place);
        }
        self.builder.replaced(&format!("[{label}]"), span);
        self.builder.marker(&label, tag.span, &target);
        Mode::Text
    }

    /// An address, printed in angle brackets.
    fn address(&mut self, tag: &Tag<'a>) {
        if let Some((target, span)) = tag.place("target").filter(|_| !self.names.is_worded(tag.span.start)) {
            self.builder.replaced(&format!("<{target}>"), span);
        }
    }

    fn close(&mut self, span: Span) {
        let Some((name, (mode, depth))) = self.stack.pop() else { return };
        match mode {
            Mode::Block => self.builder.end_block(span.start),
            Mode::Section => self.builder.end_section(depth.max(1), span.start),
            Mode::Title => self.builder.meta.title = self.title.take().and_then(|title| plain::line(&title)),
            Mode::Words => {
                if let Some((label, target)) = self.worded.take() {
                    self.builder.replaced(&format!(" [{label}]"), Span::new(span.start, span.end));
                    self.builder.marker(&label, span, &target);
                }
            }
            Mode::Reference if name == "reference" => {
                let text = self.reference.take().map(Reference::printed).unwrap_or_default();
                self.builder.replaced(&text, span);
                self.builder.close_note(span.end);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &'a str, at: usize) {
        match self.mode() {
            Mode::Skip | Mode::Front => {}
            Mode::Title => self.title.iter_mut().for_each(|title| title.push_str(text)),
            Mode::Reference => self.reference.iter_mut().for_each(|reference| reference.text(text)),
            // what stands for references that are elsewhere
            Mode::Section if self.stack.name(0) == "references" => {}
            _ => self.builder.text(text, at),
        }
    }

    fn entity(&mut self, text: &str, span: Span) {
        match self.mode() {
            Mode::Skip | Mode::Front => {}
            Mode::Title => self.title.iter_mut().for_each(|title| title.push_str(text)),
            Mode::Reference => self.reference.iter_mut().for_each(|reference| reference.text(text)),
            _ => self.builder.replaced(text, span),
        }
    }
}
