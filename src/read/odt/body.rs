//! The text: one walk over its events.

use std::collections::HashMap;

use super::lists::{Counts, OUTLINE};
use super::styles::{Run, Styles};
use crate::model::BlockKind;
use crate::read::builder::Builder;
use crate::read::formula::{self, Formula};
use crate::read::office::{cells::Cells, kinds::Kind};
use crate::read::raised;
use crate::read::xml::{self, Event, Events, Tag};
use crate::span::Span;

/// A walk over a document.
pub struct Body<'s> {
    /// The document in the making.
    pub b: Builder,
    /// Where the first paragraph stands whose style is that of the title.
    pub title: Option<usize>,
    /// The same of the style of dates.
    pub date: Option<usize>,
    /// For each marker whether it calls a footnote.
    pub footnotes: Vec<bool>,
    /// Formulas in parts of their own, by what leads to them.
    pub formulas: HashMap<String, String>,
    /// The formula that is open.
    formula: Formula,
    styles: &'s Styles,
    cells: Cells,
    now: Context,
    /// Around the frame or note that is open, outermost first.
    outer: Vec<Context>,
    /// Elements open inside one that is passed over.
    skip: usize,
    /// True inside the element that holds the text.
    inside: bool,
    /// Notes that are open, outermost first.
    notes: Vec<Call>,
    /// Where the text ends that has been written.
    written: usize,
    /// Where the numbers of lists stand.
    counts: Counts,
}

/// What is open in a flow of text: the main text, a frame, a note.
#[derive(Default)]
struct Context {
    paragraph: Option<Open>,
    runs: Vec<Run>,
    /// Lists that are open: the names of their styles.
    lists: Vec<String>,
    /// True before the first paragraph of an item, and the number that it says itself.
    item: Option<Option<u32>>,
    /// Tables of contents and indexes that are open.
    contents: usize,
    from: From,
}

/// What made a flow.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum From {
    #[default]
    Text,
    /// A frame; true where it stands aside from a block that is open.
    Frame(bool),
    /// A paragraph inside a paragraph, as in a drawn shape.
    Nested(bool),
    Note,
}

struct Open {
    kind: Kind,
    begun: bool,
    /// Its automatic number.
    label: Option<String>,
}

/// A note that is open.
struct Call {
    start: usize,
    /// False for an endnote.
    foot: bool,
    label: String,
    /// True inside the label.
    citing: bool,
    /// The id that leads from the marker to the note; once the marker stands.
    id: Option<String>,
}

impl<'s> Body<'s> {
    /// A walk that writes into `b`.
    pub fn new(b: Builder, styles: &'s Styles) -> Self {
        Body {
            b,
            title: None,
            date: None,
            footnotes: Vec::new(),
            formulas: HashMap::new(),
            formula: Formula::default(),
            styles,
            cells: Cells::default(),
            now: Context::default(),
            outer: Vec::new(),
            skip: 0,
            inside: false,
            notes: Vec::new(),
            written: 0,
            counts: Counts::default(),
        }
    }

    /// Walks over the text; true where the syntax is right.
    pub fn read(&mut self, source: &str) -> bool {
        let mut events = Events::new(source, 0);
        for event in &mut events {
            match event {
                Event::Open(tag) => self.open(&tag),
                Event::Close(name, span) => self.close(name, span),
                Event::Text(text, at) => self.text(text, at),
                Event::Entity(text, span) => self.entity(&text, span),
            }
        }
        let end = source.len();
        while !self.outer.is_empty() {
            self.leave(end);
        }
        self.close_paragraph(end);
        !events.damaged && xml::is_closed(source)
    }

    fn open(&mut self, tag: &Tag<'_>) {
        if self.skip > 0 {
            self.skip += 1;
            return;
        }
        if !self.inside {
            self.inside = tag.name == "body" && tag.prefix != "html";
            return;
        }
        if self.formula.is_open() || formula::is_root(tag.prefix, tag.name) {
            // the annotation says the same in the language of a program
            match tag.name {
                "annotation" => self.skip = 1,
                name => self.formula.start(name),
            }
            return;
        }
        match tag.name {
            "object" => self.object(tag),
            "p" | "h" => self.open_paragraph(tag),
            "span" => {
                let run = tag.attribute("style-name").map_or(Run::default(), |name| self.styles.run(&name));
                self.now.runs.push(run.over(self.run()));
            }
            "s" | "tab" | "tab-stop" | "line-break" => self.blank(tag.span),
            "list" | "ordered-list" | "unordered-list" => self.open_list(tag),
            "list-item" => self.now.item = Some(tag.attribute("start-value").and_then(|start| start.parse().ok())),
            "list-header" => self.now.item = None,
            "note" | "footnote" | "endnote" => self.open_note(tag),
            "note-citation" | "footnote-citation" | "endnote-citation" => {
                self.notes.iter_mut().next_back().into_iter().for_each(|call| call.citing = true);
            }
            "note-body" | "footnote-body" | "endnote-body" => self.open_note_body(tag.span.start),
            "text-box" => self.enter(tag.span.start, From::Frame(false)),
            "table" if tag.prefix == "table" => self.cells.table(),
            "table-column" => self.cells.columns(count(tag)),
            "table-row" => self.cells.row(),
            "table-cell" => self.cells.cell(),
            _ if is_index(tag.name) => self.now.contents += 1,
            _ if is_passed_over(tag) => self.skip = 1,
            _ => {}
        }
    }

    fn close(&mut self, name: &str, span: Span) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        if self.formula.is_open() {
            return self.formula.end();
        }
        match name {
            "p" | "h" => {
                self.close_paragraph(span.start);
                if matches!(self.now.from, From::Nested(_)) {
                    self.leave(span.end);
                }
            }
            "span" => {
                self.now.runs.pop();
            }
            "list" | "ordered-list" | "unordered-list" => drop(self.now.lists.pop()),
            "note-citation" | "footnote-citation" | "endnote-citation" => self.mark(span.end),
            "note-body" | "footnote-body" | "endnote-body" => self.leave_to(|from| from == From::Note, span.end),
            "note" | "footnote" | "endnote" => {
                self.mark(span.end);
                self.notes.pop();
            }
            "text-box" => self.leave_to(|from| matches!(from, From::Frame(_)), span.end),
            "table-row" if self.cells.in_row() => self.b.end_block(span.start),
            "table" => {
                if self.now.paragraph.is_none() {
                    self.b.end_block(span.start);
                }
                self.cells.end_table();
            }
            _ if is_index(name) => self.now.contents = self.now.contents.saturating_sub(1),
            _ => {}
        }
    }

    /// A formula in a part of its own.
    fn object(&mut self, tag: &Tag<'_>) {
        let found = tag.attribute("href").and_then(|folder| self.formulas.get(folder.as_ref()).cloned());
        if let Some(formula) = found.filter(|_| self.shows()) {
            self.begin(tag.span.start);
            self.b.replaced(&formula, tag.span);
            self.b.literal(tag.span);
            self.cells.wrote(formula.len());
            self.written = tag.span.end;
        }
    }

    fn open_paragraph(&mut self, tag: &Tag<'_>) {
        if self.now.paragraph.is_some() {
            self.enter(tag.span.start, From::Nested(false));
        }
        let style = tag.attribute("style-name").unwrap_or_default();
        let said = self.styles.kind(&style);
        let level = || {
            let level = tag.attribute("outline-level").or_else(|| tag.attribute("level"))?;
            level.parse::<u8>().ok().filter(|level| *level > 0)
        };
        let kind = match said {
            Some(Kind::Title) => Kind::Title,
            _ if tag.name == "h" => Kind::Heading(level().unwrap_or(1)),
            Some(kind) => kind,
            None if !self.now.lists.is_empty() => Kind::Block(BlockKind::ListItem),
            None => Kind::Block(BlockKind::Paragraph),
        };
        self.now.runs = vec![self.styles.paragraph_run(&style)];
        let label = self.label(tag, kind);
        self.now.paragraph = Some(Open { kind, begun: false, label });
    }

    /// A list begins; an inner one has the style of that around it, where it says none.
    fn open_list(&mut self, tag: &Tag<'_>) {
        let said = tag.attribute("style-name").map(|name| name.into_owned());
        let style = said.or_else(|| self.now.lists.last().cloned()).unwrap_or_default();
        let goes_on = tag.has("continue-numbering", "true") || tag.attribute("continue-list").is_some();
        if self.now.lists.is_empty() && !goes_on {
            self.counts.anew(&style);
        }
        self.now.lists.push(style);
    }

    /// The automatic number of a paragraph that begins: of the first of an item, of a heading.
    fn label(&mut self, tag: &Tag<'_>, kind: Kind) -> Option<String> {
        let lists = &self.styles.lists;
        if let Some(style) = self.now.lists.last() {
            let start = self.now.item.take()?;
            return self.counts.label(lists, style, (self.now.lists.len(), start));
        }
        match kind {
            Kind::Heading(level) if tag.name == "h" && !tag.has("is-list-header", "true") => {
                self.counts.label(lists, OUTLINE, (usize::from(level), None))
            }
            _ => None,
        }
    }

    fn close_paragraph(&mut self, at: usize) {
        let Some(open) = self.now.paragraph.take() else { return };
        self.now.runs.clear();
        if open.begun && !self.cells.in_row() {
            self.b.end_block(at);
        }
    }

    /// A flow begins at byte `at`; what is open waits.
    fn enter(&mut self, at: usize, from: From) {
        let aside = from != From::Note && !self.b.in_note() && self.b.kind().is_some();
        if aside {
            self.b.open_aside(at);
        }
        self.cells.apart();
        let contents = self.now.contents;
        self.outer.push(std::mem::take(&mut self.now));
        self.now.contents = contents;
        self.now.from = match from {
            From::Frame(_) => From::Frame(aside),
            From::Nested(_) => From::Nested(aside),
            other => other,
        };
    }

    /// The innermost flow ends before byte `end`.
    fn leave(&mut self, end: usize) {
        let Some(outer) = self.outer.pop() else { return };
        self.close_paragraph(end);
        match self.now.from {
            From::Note => self.b.close_note(end),
            From::Frame(true) | From::Nested(true) => self.b.close_aside(end),
            _ if !self.b.in_note() => self.b.end_block(end),
            _ => {}
        }
        self.cells.end();
        self.now = outer;
    }

    /// The innermost flow of a kind ends, and those that were left open in it.
    fn leave_to(&mut self, kind: impl Fn(From) -> bool, end: usize) {
        while matches!(self.now.from, From::Nested(_)) && !kind(self.now.from) {
            self.leave(end);
        }
        if kind(self.now.from) {
            self.leave(end);
        }
    }

    fn open_note(&mut self, tag: &Tag<'_>) {
        if self.run().hidden == Some(true) {
            self.skip = 1;
            return;
        }
        self.begin(tag.span.start);
        let foot = tag.name != "endnote" && !tag.has("note-class", "endnote");
        self.notes.push(Call { start: tag.span.start, foot, label: String::new(), citing: false, id: None });
    }

    /// The marker of the open note stands before byte `end`.
    fn mark(&mut self, end: usize) {
        let Some(call) = self.notes.last_mut() else { return };
        call.citing = false;
        if call.id.is_some() {
            return;
        }
        let label = call.label.trim().trim_matches(['(', ')', '[', ']']).to_owned();
        let id = self.b.fresh_id();
        self.footnotes.push(call.foot);
        // between note and label stands no text, but in a damaged file
        self.b.marker(&label, Span::new(call.start.max(self.written).min(end), end), &id);
        (call.label, call.id) = (label, Some(id));
    }

    fn open_note_body(&mut self, at: usize) {
        self.mark(at);
        let Some(call) = self.notes.last() else { return };
        let (id, label) = (call.id.clone().unwrap_or_default(), call.label.clone());
        self.enter(at, From::Note);
        self.b.open_note(&id, &label, at);
    }

    /// Properties of the text here.
    fn run(&self) -> Run {
        self.now.runs.last().copied().unwrap_or_default()
    }

    /// The paragraph has text or a marker at byte `at`: its block begins.
    fn begin(&mut self, at: usize) {
        let Some(open) = self.now.paragraph.as_mut().filter(|open| !open.begun) else { return };
        open.begun = true;
        let (kind, label) = (open.kind, open.label.take());
        self.begin_block(kind, at);
        if let Some(label) = label {
            self.b.replaced(&format!("{label} "), Span::new(at, at));
            // no marker; but the entries of a bibliography are numbered so
            if !label.starts_with('[') {
                self.b.literal(Span::new(at, at + 1));
            }
        }
    }

    /// The block of a paragraph begins.
    fn begin_block(&mut self, kind: Kind, at: usize) {
        if self.cells.in_row() {
            return self.cells.begin(&mut self.b, at);
        }
        // the first paragraph of a note
        if self.b.kind().is_some() {
            return;
        }
        match kind {
            _ if self.now.contents > 0 => self.b.block(BlockKind::Chrome, at),
            Kind::Heading(level) => self.b.heading(level, at),
            Kind::Title => {
                self.title.get_or_insert(at);
                self.b.heading(1, at);
            }
            Kind::Date => {
                self.date.get_or_insert(at);
                self.b.block(BlockKind::Paragraph, at);
            }
            Kind::Block(kind) => self.b.block(kind, at),
        }
    }

    /// True where text is shown here.
    fn shows(&self) -> bool {
        self.skip == 0 && self.now.paragraph.is_some() && self.run().hidden != Some(true)
    }

    fn cite(&mut self, text: &str) -> bool {
        let citing = self.notes.last_mut().filter(|call| call.citing && self.skip == 0);
        citing.map(|call| call.label.push_str(text)).is_some()
    }

    fn text(&mut self, text: &str, at: usize) {
        if self.cite(text) || !self.shows() || self.is_margin(text) {
            return;
        }
        self.begin(at);
        if self.formula.is_open() {
            self.formula.text(&mut self.b, text, at);
            self.b.literal(Span::new(at, at + text.len()));
        } else if self.run().raised == Some(true) {
            raised::write(&mut self.b, text, at)
        } else {
            self.b.text(text, at)
        }
        self.cells.wrote(text.len());
        self.written = at + text.len();
    }

    fn entity(&mut self, text: &str, span: Span) {
        if self.cite(text) || !self.shows() || self.is_margin(text) {
            return;
        }
        self.begin(span.start);
        self.b.replaced(text, span);
        self.cells.wrote(text.len());
        self.written = span.end;
    }

    /// True for white space before the first word of a paragraph.
    fn is_margin(&self, text: &str) -> bool {
        self.now.paragraph.as_ref().is_some_and(|open| !open.begun) && text.trim().is_empty()
    }

    fn blank(&mut self, span: Span) {
        if self.shows() && self.now.paragraph.as_ref().is_some_and(|open| open.begun) {
            self.b.blank(span);
        }
    }
}

/// Columns that one element stands for.
fn count(tag: &Tag<'_>) -> usize {
    tag.attribute("number-columns-repeated").and_then(|count| count.parse().ok()).unwrap_or(1)
}

/// Tables of contents and the like, which repeat what stands elsewhere. A
/// bibliography is text.
fn is_index(name: &str) -> bool {
    matches!(
        name,
        "table-of-content"
            | "alphabetical-index"
            | "illustration-index"
            | "table-index"
            | "object-index"
            | "user-index"
    )
}

/// What holds characters that are no text of the document.
fn is_passed_over(tag: &Tag<'_>) -> bool {
    match tag.name {
        "annotation" | "tracked-changes" | "ruby-text" | "binary-data" | "forms" | "script" | "event-listeners" => true,
        "title" | "desc" => tag.prefix == "svg",
        "section" | "hidden-text" | "hidden-paragraph" => tag.has("display", "none") || tag.has("is-hidden", "true"),
        name => name.ends_with("-source"),
    }
}
