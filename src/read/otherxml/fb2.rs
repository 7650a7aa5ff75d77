//! FictionBook: a body of text, and a body of notes whose sections bear the ids that the
//! calls name.

use crate::model::{BlockKind, Document, Layout};
use crate::read::builder::Builder;
use crate::read::html::label;
use crate::read::xml::plain;
use crate::read::xml::stack::Stack;
use crate::read::xml::{Event, Events, Tag};
use crate::span::Span;
use crate::works::{date, language};

/// True for a root that is FictionBook's.
pub fn is_root(root: &str) -> bool {
    root == "FictionBook"
}

/// Where the text of an element goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// It is text.
    Text,
    /// It is a block.
    Block,
    /// It is one note.
    Note,
    /// Its words are a field of the metadata, or the label of a call or of a note.
    Field,
    /// It is about the file, not about the work.
    Skip,
}

/// What holds inside an element.
#[derive(Clone, Copy, Debug)]
struct State {
    mode: Mode,
    /// Depth of the section.
    depth: u8,
    kind: BlockKind,
    /// Inside a body of notes.
    notes: bool,
    /// Inside a title, whose paragraphs are lines of one heading.
    title: bool,
    /// First byte of the start tag.
    start: usize,
}

struct Walk<'a> {
    builder: Builder,
    stack: Stack<'a, State>,
    /// The words of the field that is open.
    field: String,
    /// The note that the open call names.
    target: String,
    name: Vec<String>,
    authors: Vec<String>,
}

/// Reads FictionBook.
pub fn read(text: &str) -> Document {
    let mut walk = Walk {
        builder: Builder::new(Layout::of(text.as_bytes())),
        stack: Stack::default(),
        field: String::new(),
        target: String::new(),
        name: Vec::new(),
        authors: Vec::new(),
    };
    let mut events = Events::new(text, 0);
    for event in events.by_ref() {
        match event {
            Event::Open(tag) if walk.stack.has_room() => walk.open(&tag),
            Event::Open(_) => {}
            Event::Close(name, span) => {
                for _ in 0..walk.stack.ending(name) {
                    walk.close(span);
                }
            }
            Event::Text(text, at) => match walk.state().mode {
                Mode::Skip => {}
                Mode::Field => walk.field.push_str(text),
                _ => walk.builder.text(text, at),
            },
            Event::Entity(text, span) => match walk.state().mode {
                Mode::Skip => {}
                Mode::Field => walk.field.push_str(&text),
                _ => walk.builder.replaced(&text, span),
            },
        }
    }
    walk.builder.degraded = events.damage();
    if !walk.authors.is_empty() {
        walk.builder.meta.author = Some(walk.authors.join(", "));
    }
    let mut document = walk.builder.finish(text.len());
    document.by_markup = true;
    document
}

impl<'a> Walk<'a> {
    fn state(&self) -> State {
        let text =
            State { mode: Mode::Text, depth: 0, kind: BlockKind::Paragraph, notes: false, title: false, start: 0 };
        self.stack.top().copied().unwrap_or(text)
    }

    fn open(&mut self, tag: &Tag<'a>) {
        let mut state = State { start: tag.span.start, ..self.state() };
        if matches!(state.mode, Mode::Block | Mode::Note) {
            state.mode = Mode::Text;
        }
        if state.mode == Mode::Skip {
            // of what the file says of itself, only what the title page has
            let of_title = self.stack.inside("title-info", 3);
            let field = ["book-title", "first-name", "middle-name", "last-name", "lang", "date"].contains(&tag.name);
            if of_title && field {
                self.field.clear();
                state.mode = Mode::Field;
            }
        } else if state.mode == Mode::Text {
            self.open_text(tag, &mut state);
        }
        self.stack.push(tag.name, state);
    }

    fn open_text(&mut self, tag: &Tag<'a>, state: &mut State) {
        let at = tag.span.end;
        match tag.name {
            "description" | "binary" | "stylesheet" => state.mode = Mode::Skip,
            "body" => state.notes = tag.attribute("name").is_some_and(|name| name == "notes" || name == "footnotes"),
            "section" => {
                self.builder.end_block(tag.span.start);
                state.depth = state.depth.saturating_add(1);
                if let Some(id) = tag.attribute("id").filter(|_| state.notes) {
                    self.builder.open_note(&id, "", tag.span.start);
                    state.mode = Mode::Note;
                }
            }
            // the title of a note is its label, which the call has too
            "title" if state.notes && state.depth > 0 => state.mode = Mode::Skip,
            "title" => {
                self.builder.heading(state.depth.max(1), at);
                (state.mode, state.title) = (Mode::Block, true);
            }
            "p" | "subtitle" | "empty-line" if state.title => self.builder.blank(tag.span),
            "cite" | "epigraph" | "poem" => state.kind = BlockKind::Quotation,
            "p" | "v" | "subtitle" | "text-author" => {
                self.builder.block(state.kind, at);
                state.mode = Mode::Block;
            }
            "tr" => {
                self.builder.block(BlockKind::TableRow, at);
                state.mode = Mode::Block;
            }
            "td" | "th" => self.builder.blank(tag.span),
            "a" if tag.attribute("type").is_some_and(|kind| kind == "note") => {
                self.target = tag.attribute("href").unwrap_or_default().trim_start_matches('#').to_owned();
                self.field.clear();
                state.mode = Mode::Field;
            }
            _ => {}
        }
    }

    fn close(&mut self, span: Span) {
        let Some((name, state)) = self.stack.pop() else { return };
        match state.mode {
            Mode::Block => self.builder.end_block(span.start),
            Mode::Note => self.builder.close_note(span.end),
            Mode::Field => self.close_field(name, Span::new(state.start, span.end)),
            Mode::Text => {}
            Mode::Skip if name == "author" => {
                if !self.name.is_empty() {
                    self.authors.push(std::mem::take(&mut self.name).join(" "));
                }
            }
            Mode::Skip => {}
        }
    }

    fn close_field(&mut self, name: &str, span: Span) {
        if name == "a" {
            let printed = label::without_brackets(&self.field);
            let target = std::mem::take(&mut self.target);
            return self.builder.marker(&printed, span, &target);
        }
        let Some(text) = plain::line(&self.field) else { return };
        let meta = &mut self.builder.meta;
        match name {
            "book-title" => {
                meta.title.get_or_insert(text);
            }
            "lang" => meta.language = meta.language.take().or_else(|| language::code(&text)),
            "date" => meta.date = meta.date.take().or_else(|| date::iso(&text)),
            _ => self.name.push(text),
        }
    }
}
