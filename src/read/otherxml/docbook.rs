//! DocBook: its footnotes stand where they are called.

use crate::model::{BlockKind, Document, Layout};
use crate::read::builder::Builder;
use crate::read::formula::{self, Formula};
use crate::read::office::facts;
use crate::read::raised;
use crate::read::xml::plain;
use crate::read::xml::stack::Stack;
use crate::read::xml::{Event, Events, Tag};
use crate::span::Span;
use crate::works::{date, language};

/// True for DocBook: by its name space, or its document type.
pub fn is_docbook(text: &str) -> bool {
    let root = Events::new(text, 0).find_map(|event| if let Event::Open(tag) = event { Some(tag) } else { None });
    root.is_some_and(|root| {
        text[..root.span.end].contains("docbook.org") || text[..root.span.start].contains("DTD DocBook")
    })
}

/// What follows at the end of an element, and where its text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Text,
    Block,
    Section,
    Aside,
    Note,
    Info,
    Skip,
}

struct Walk<'a> {
    builder: Builder,
    stack: Stack<'a, (Mode, u8, BlockKind)>,
    /// Text of the metadata that is open, and the name of a person.
    info: String,
    name: Vec<String>,
    authors: Vec<String>,
    notes: usize,
    /// Where the title of the whole work stands, if it is no part of the metadata.
    title: Option<usize>,
    formula: Formula,
}

/// Reads DocBook.
pub fn read(text: &str) -> Document {
    let builder = Builder::new(Layout::of(text.as_bytes()));
    let stack = Stack::default();
    let mut walk = Walk {
        builder,
        stack,
        info: String::new(),
        name: Vec::new(),
        authors: Vec::new(),
        notes: 0,
        title: None,
        formula: Formula::default(),
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
            Event::Text(text, at) => match walk.mode() {
                Mode::Skip => {}
                Mode::Info => walk.info.push_str(text),
                _ if walk.formula.is_open() => walk.formula.text(&mut walk.builder, text, at),
                _ if walk.stack.name(0) == "superscript" => raised::write(&mut walk.builder, text, at),
                _ => walk.builder.text(text, at),
            },
            Event::Entity(text, span) => match walk.mode() {
                Mode::Skip => {}
                Mode::Info => walk.info.push_str(&text),
                _ if walk.formula.is_open() => walk.formula.replaced(&mut walk.builder, &text, span),
                _ => walk.builder.replaced(&text, span),
            },
        }
    }
    walk.builder.degraded = events.damage();
    if !walk.authors.is_empty() {
        walk.builder.meta.author = Some(walk.authors.join(", "));
    }
    let title = walk.title;
    let mut document = walk.builder.finish(text.len());
    facts::settle_title(&mut document, title);
    document.by_markup = true;
    document
}

impl<'a> Walk<'a> {
    fn mode(&self) -> Mode {
        self.stack.top().map_or(Mode::Text, |(mode, ..)| *mode)
    }

    fn open(&mut self, tag: &Tag<'a>) {
        let (above, depth, kind) = self.stack.top().copied().unwrap_or((Mode::Text, 0, BlockKind::Paragraph));
        if depth == 0 && self.stack.depth() == 0 {
            self.builder.meta.language = tag.attribute("lang").and_then(|lang| language::code(&lang));
        }
        let open = match above {
            Mode::Skip => (Mode::Skip, depth, kind),
            Mode::Info => {
                self.info.clear();
                let skip = matches!(tag.name, "legalnotice" | "revhistory" | "bibliosource");
                (if skip { Mode::Skip } else { Mode::Info }, depth, kind)
            }
            _ => self.open_text(tag, depth, kind),
        };
        if self.formula.is_open() || formula::is_root(tag.prefix, tag.name) {
            self.formula.start(tag.name);
        }
        self.stack.push(tag.name, open);
    }

    fn open_text(&mut self, tag: &Tag<'a>, depth: u8, kind: BlockKind) -> (Mode, u8, BlockKind) {
        use BlockKind::{Caption, ListItem, Quotation, TableRow};
        let (start, at) = (tag.span.start, tag.span.end);
        let within = |mode, kind| (mode, depth, kind);
        match tag.name {
            "info" | "articleinfo" | "bookinfo" | "chapterinfo" | "sectioninfo" | "prefaceinfo" if depth <= 1 => {
                self.builder.end_block(start);
                within(Mode::Info, kind)
            }
            "info" | "indexterm" | "imageobject" | "textobject" | "toc" | "remark" | "alt" => within(Mode::Skip, kind),
            "footnote" => {
                self.note(tag);
                within(Mode::Note, BlockKind::Paragraph)
            }
            "footnoteref" => {
                let target = tag.attribute("linkend").unwrap_or_default();
                self.builder.marker("", tag.span, &target);
                within(Mode::Text, kind)
            }
            "title" | "subtitle" | "refname" => {
                match kind {
                    Caption => self.builder.block(Caption, at),
                    _ => self.builder.heading(depth.max(1), at),
                }
                if tag.name == "title" && self.stack.depth() == 1 {
                    self.title.get_or_insert(at);
                }
                within(Mode::Block, kind)
            }
            "figure" | "informalfigure" | "table" | "informaltable" | "mediaobject" | "example" | "equation" => {
                self.builder.open_aside(start);
                within(Mode::Aside, if tag.name == "example" { kind } else { Caption })
            }
            "sidebar" | "note" | "tip" | "warning" | "caution" | "important" => {
                self.builder.open_aside(start);
                (Mode::Aside, depth.saturating_add(1), BlockKind::Paragraph)
            }
            "row" | "tr" => self.block((TableRow, at), within),
            "entry" | "td" | "th" | "line" | "attribution" => {
                self.builder.blank(tag.span);
                within(Mode::Text, kind)
            }
            "para" | "simpara" if kind == TableRow => {
                self.builder.blank(tag.span);
                within(Mode::Text, kind)
            }
            "blockquote" | "epigraph" => within(Mode::Text, Quotation),
            "listitem" | "callout" | "step" | "answer" | "question" => within(Mode::Text, ListItem),
            "term" | "member" | "bibliomixed" | "biblioentry" | "glossterm" => self.block((ListItem, at), within),
            "para" | "simpara" | "programlisting" | "screen" | "literallayout" | "synopsis" | "caption" => {
                self.block((kind, at), within)
            }
            name if is_section(name) => {
                self.builder.end_block(start);
                (Mode::Section, depth.saturating_add(1), BlockKind::Paragraph)
            }
            _ => within(Mode::Text, kind),
        }
    }

    fn block<T>(&mut self, (kind, at): (BlockKind, usize), within: impl Fn(Mode, BlockKind) -> T) -> T {
        self.builder.block(kind, at);
        within(Mode::Block, kind)
    }

    /// A footnote; numbered, unless it says its label.
    fn note(&mut self, tag: &Tag<'a>) {
        let label = tag.attribute("label").map(|label| label.into_owned()).unwrap_or_else(|| {
            self.notes += 1;
            self.notes.to_string()
        });
        let id = tag.attribute("id").map(|id| id.into_owned()).unwrap_or_else(|| self.builder.fresh_id());
        self.builder.marker(&label, tag.span, &id);
        self.builder.open_note(&id, &label, tag.span.start);
    }

    fn close(&mut self, span: Span) {
        let Some((name, (mode, depth, _))) = self.stack.pop() else { return };
        self.formula.end();
        match mode {
            Mode::Block => self.builder.end_block(span.start),
            Mode::Section => self.builder.end_section(depth.max(1), span.start),
            Mode::Aside => self.builder.close_aside(span.end),
            Mode::Note => self.builder.close_note(span.end),
            Mode::Info => self.close_info(name),
            Mode::Text | Mode::Skip => {}
        }
    }

    fn close_info(&mut self, name: &str) {
        let Some(text) = plain::line(&self.info) else {
            return self.close_author(name);
        };
        let above = self.stack.name(0);
        let meta = &mut self.builder.meta;
        match name {
            "title" if above.ends_with("info") => {
                meta.title.get_or_insert(text);
            }
            "firstname" | "surname" | "othername" | "personname" | "givenname" => self.name.push(text),
            "corpauthor" | "collabname" => self.authors.push(text),
            "author" if self.name.is_empty() => self.authors.push(text),
            "orgname" if above == "author" => self.authors.push(text),
            "publishername" => {
                meta.publisher.get_or_insert(text);
            }
            "pubdate" | "date" => meta.date = meta.date.take().or_else(|| date::iso(&text)),
            _ => self.close_author(name),
        }
        self.info.clear();
    }

    fn close_author(&mut self, name: &str) {
        match name {
            "author" if !self.name.is_empty() => self.authors.push(std::mem::take(&mut self.name).join(" ")),
            "editor" | "othercredit" | "translator" => self.name.clear(),
            _ => {}
        }
    }
}

/// Parts of a document with a title of their own.
fn is_section(name: &str) -> bool {
    matches!(
        name,
        "book"
            | "article"
            | "part"
            | "chapter"
            | "appendix"
            | "preface"
            | "section"
            | "simplesect"
            | "sect1"
            | "sect2"
            | "sect3"
            | "sect4"
            | "sect5"
            | "bibliography"
            | "glossary"
            | "abstract"
            | "colophon"
            | "refentry"
            | "refsection"
            | "refsect1"
            | "refsect2"
            | "acknowledgements"
            | "dedication"
    )
}
