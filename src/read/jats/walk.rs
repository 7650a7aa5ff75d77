//! The walk through a document: what each element tells the builder.

use super::bare_label;
use super::front::Front;
use super::ids::{Ids, NOTES};
use super::roles::{Role, role};
use crate::model::{BlockKind, Document, Layout};
use crate::read::builder::Builder;
use crate::read::xml::calls::{Call, Calls};
use crate::read::xml::cite::{self, Citation};
use crate::read::xml::plain;
use crate::read::xml::stack::Stack;
use crate::read::xml::words::{Words, is_sign};
use crate::read::xml::{Event, Events, Tag};
use crate::span::Span;

/// Where the text of an element goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Into the document.
    Body,
    /// Into the document and the metadata: a title with notes.
    Both,
    /// Into the metadata.
    Front,
    /// Into the label of a note.
    Label,
    /// Into a call of notes.
    Call,
    /// Into the document, but for what TeX needs around a formula.
    Tex,
    /// Nowhere.
    Skip,
}

/// What is to be done at the end of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Nothing,
    Blank,
    Block,
    Byline,
    Section,
    Aside,
    Note,
    Label,
    Call,
    Citation,
    /// What follows goes on with the block that is open.
    GoesOn,
}

/// An element that is open.
#[derive(Clone, Copy, Debug)]
struct Frame {
    mode: Mode,
    end: End,
    /// Kind of the paragraphs in it.
    kind: BlockKind,
    /// Sections around it.
    depth: u8,
    /// Part of a citation, and where that begins.
    part: (&'static str, usize),
    /// First byte of the element.
    at: usize,
    /// True in the front matter of a part of the work.
    stub: bool,
    /// True for alternatives of which one has been read.
    taken: bool,
    /// True for a group of statements about the article, as a group of
    /// footnotes is that says what it contains.
    statements: bool,
}

const OUTERMOST: Frame = Frame {
    mode: Mode::Body,
    end: End::Nothing,
    kind: BlockKind::Paragraph,
    depth: 0,
    part: ("", 0),
    at: 0,
    stub: false,
    taken: false,
    statements: false,
};

/// A walk.
pub struct Walk<'a> {
    calls: Calls<'a>,
    ids: Ids,
    stack: Stack<'a, Frame>,
    front: Front,
    call: Option<Call<'a>>,
    citation: Option<Citation>,
    label: String,
    /// True where the open block holds nothing but a label.
    labelled: bool,
    /// True at the beginning of a note without a label.
    note_begins: bool,
    /// Footnotes numbered by where they stand.
    numbered: usize,
    /// True in a line of authors that calls notes; the end of its last name.
    in_byline: bool,
    name_end: Option<usize>,
    /// True inside the part of a formula in TeX that is read.
    in_tex: bool,
}

impl<'a> Walk<'a> {
    /// A walk through `text`, which is looked through for ids first.
    pub fn new(text: &'a str, layout: Layout) -> Self {
        let mut ids = Ids::of(text);
        let order = std::mem::take(&mut ids.order);
        Walk {
            calls: Calls::new(Builder::new(layout), order),
            ids,
            stack: Stack::default(),
            front: Front::default(),
            call: None,
            citation: None,
            label: String::new(),
            labelled: false,
            note_begins: false,
            numbered: 0,
            in_byline: false,
            name_end: None,
            in_tex: false,
        }
    }

    /// The document.
    pub fn run(mut self, text: &'a str) -> Document {
        let mut events = Events::new(text, 0);
        for event in events.by_ref() {
            match event {
                Event::Open(tag) => self.open(tag),
                Event::Close(name, span) => {
                    for _ in 0..self.stack.ending(name) {
                        self.close(span);
                    }
                }
                Event::Text(text, at) => self.text(text, at),
                Event::Entity(text, span) => self.entity(text, span),
            }
        }
        let end = Span::new(text.len(), text.len());
        while self.stack.depth() > 0 {
            self.close(end);
        }
        let builder = self.calls.builder();
        let language = builder.meta.language.take();
        builder.meta = self.front.finish();
        builder.meta.language = language;
        if events.damaged {
            builder.degraded = Some("damaged XML".to_owned());
        }
        std::mem::take(builder).finish(text.len())
    }

    fn top(&self) -> Frame {
        self.stack.top().copied().unwrap_or(OUTERMOST)
    }

    fn open(&mut self, tag: Tag<'a>) {
        if !self.stack.has_room() {
            return;
        }
        if self.stack.depth() == 0 {
            let language = tag.attribute("lang").and_then(|lang| plain::language(&lang));
            self.calls.builder().meta.language = language;
        }
        let mut frame = Frame { end: End::Nothing, at: tag.span.start, taken: false, ..self.top() };
        match frame.mode {
            Mode::Front => self.open_front(&tag, &mut frame),
            Mode::Body | Mode::Both if self.is_spare(&tag) => frame.mode = Mode::Skip,
            Mode::Body | Mode::Both => self.open_body(&tag, &mut frame),
            Mode::Label | Mode::Call | Mode::Tex | Mode::Skip => {}
        }
        self.stack.push(tag.name, frame);
    }

    /// True for one of several alternatives where another has been read.
    fn is_spare(&mut self, tag: &Tag<'_>) -> bool {
        let above = self.stack.name(0);
        if role(above) != Role::Alternatives || role(tag.name) == Role::Skip {
            return false;
        }
        self.stack.top_mut().is_some_and(|frame| std::mem::replace(&mut frame.taken, true))
    }

    fn open_front(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        match tag.name {
            "abstract" | "trans-abstract" | "author-notes" | "corresp" | "product" | "notes" | "fn-group" => {
                frame.mode = Mode::Body;
                self.open_body(tag, frame);
            }
            "article-title" | "title" if frame.stub => {
                frame.mode = Mode::Body;
                self.title(tag, frame);
            }
            "article-title" if self.ids.title_calls => {
                frame.mode = Mode::Both;
                self.front.open(tag);
                self.title(tag, frame);
            }
            "xref" => {
                frame.mode = Mode::Skip;
                if self.in_byline {
                    self.call(tag, frame);
                }
            }
            "front-stub" | "book-part-meta" => frame.stub = true,
            "contrib-group" if self.ids.is_byline(tag.span.start) => {
                self.front.open(tag);
                self.calls.builder().block(BlockKind::Paragraph, tag.span.end);
                (self.name_end, self.in_byline) = (None, true);
                frame.end = End::Byline;
            }
            name if role(name) == Role::Skip => frame.mode = Mode::Skip,
            _ => self.front.open(tag),
        }
    }

    fn open_body(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let at = tag.span.end;
        if self.calls.peek().in_note()
            && let Some(id) = tag.attribute("id").filter(|id| self.ids.is_called(id))
        {
            self.calls.builder().alias_note(&id);
        }
        match role(tag.name) {
            Role::Inline => self.inline(tag, frame),
            Role::Skip => frame.mode = Mode::Skip,
            Role::Break => {
                self.calls.builder().blank(tag.span);
                frame.end = if tag.name == "term" { End::GoesOn } else { End::Blank };
            }
            Role::Section => {
                self.calls.builder().end_block(tag.span.start);
                frame.depth = frame.depth.saturating_add(1);
                frame.kind = BlockKind::Paragraph;
                frame.statements = tag.name == "fn-group" && tag.attribute("content-type").is_some();
                frame.end = End::Section;
            }
            Role::Title => self.title(tag, frame),
            Role::Label => self.open_label(tag, frame),
            Role::Paragraph => self.paragraph(tag, frame),
            Role::Block(kind) => self.block(kind, tag, frame),
            Role::Float(kind) => {
                self.calls.builder().open_aside(tag.span.start);
                self.labelled = false;
                frame.kind = kind;
                frame.depth = frame.depth.saturating_add(1);
                frame.end = End::Aside;
            }
            Role::Front => {
                frame.mode = Mode::Front;
                frame.stub = matches!(tag.name, "front-stub" | "book-part-meta") && frame.depth > 0;
                self.calls.builder().end_block(tag.span.start);
            }
            Role::Note => self.note(tag, frame),
            Role::Reference => self.open_note(tag, frame, ""),
            Role::Citation => self.citation(tag, frame),
            Role::Call => self.call(tag, frame),
            Role::Alternatives => {}
            Role::Tex => {
                frame.mode = Mode::Tex;
                self.in_tex = false;
                self.calls.builder().blank(Span::new(at, at));
            }
        }
    }

    /// Part of the text around it; in a citation its part is kept in mind.
    fn inline(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let Some(part) = cite::part(tag) else { return };
        if self.citation.is_some() {
            frame.part = (part, tag.span.start);
        } else if matches!(part, "given-names" | "surname") && self.stack.name(0) == "name" {
            // mixed content, yet often nothing between the two
            self.calls.builder().blank(tag.span);
        }
    }

    /// A block begins, or goes on after its label.
    fn start(&mut self, kind: BlockKind, at: usize) {
        let goes_on = std::mem::take(&mut self.labelled) && self.calls.peek().kind() == Some(kind);
        if goes_on {
            self.calls.builder().blank(Span::new(at, at));
        } else {
            self.calls.builder().block(kind, at);
        }
    }

    fn title(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let at = tag.span.end;
        frame.end = End::Block;
        if frame.kind == BlockKind::Caption {
            self.start(BlockKind::Caption, at);
        } else if std::mem::take(&mut self.labelled) && self.calls.peek().kind() == Some(BlockKind::Heading) {
            self.calls.builder().blank(tag.span);
        } else {
            self.calls.builder().heading(frame.depth.max(1), at);
        }
    }

    fn open_label(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let (above, at) = (self.stack.name(0), tag.span.end);
        let of_note = matches!(role(above), Role::Note | Role::Reference | Role::Citation);
        if of_note && self.calls.peek().in_note() {
            (frame.mode, frame.end) = (Mode::Label, End::Label);
            return self.label.clear();
        }
        match role(above) {
            Role::Section => self.calls.builder().heading(frame.depth.max(1), at),
            Role::Float(kind) if kind == frame.kind && kind == BlockKind::Caption => {
                self.calls.builder().block(BlockKind::Caption, at);
            }
            Role::Float(_) if above == "boxed-text" => self.calls.builder().heading(frame.depth.max(1), at),
            Role::Block(kind) => self.start(kind, at),
            _ => return,
        }
        frame.end = End::GoesOn;
    }

    fn paragraph(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        if frame.kind == BlockKind::TableRow {
            self.calls.builder().blank(tag.span);
            return frame.end = End::Blank;
        }
        if self.stack.name(0) == "table-wrap-foot" && tag.attribute("id").is_some_and(|id| self.ids.is_called(&id)) {
            return self.open_note(tag, frame, "");
        }
        self.start(frame.kind, tag.span.end);
        frame.end = End::Block;
    }

    fn block(&mut self, kind: BlockKind, tag: &Tag<'a>, frame: &mut Frame) {
        frame.kind = kind;
        frame.end = End::Block;
        if matches!(tag.name, "body" | "back" | "floats-group") && frame.depth == 0 {
            return self.calls.builder().end_section(1, tag.span.start);
        }
        self.start(kind, tag.span.end);
        // a caption goes on after the number of its figure
        self.labelled = tag.name == "caption" && self.calls.peek().has_text();
    }

    /// A footnote. One in the midst of a text that no cross-reference names is
    /// called where it stands. A statement that nothing calls (conflicts of
    /// interest, who did what) is a paragraph, and one below a table that has
    /// not even a label is part of its legend: nobody would look for its sign.
    fn note(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let id = tag.attribute("id");
        let called = id.as_deref().is_some_and(|id| self.ids.is_called(id));
        let group = matches!(self.stack.name(0), "fn-group" | "author-notes" | "table-wrap-foot" | "notes" | "back");
        let inline = !group && self.calls.peek().kind().is_some();
        let of_author = tag.name == "corresp" || self.stack.name(0) == "author-notes";
        let statement = frame.statements
            || tag.attribute("fn-type").is_some_and(|kind| STATEMENTS.contains(&&*kind.to_lowercase()));
        if !called && !inline && (of_author || statement) {
            return self.block(BlockKind::Paragraph, tag, frame);
        }
        if !called && self.stack.name(0) == "table-wrap-foot" && !self.ids.has_label(tag.span.start) {
            return self.block(BlockKind::Caption, tag, frame);
        }
        let symbol = tag.attribute("symbol").map(|symbol| bare_label(&symbol)).unwrap_or_default();
        if !called && inline {
            let target = self.calls.builder().fresh_id();
            self.calls.builder().marker(&symbol, tag.span, &target);
            self.open_note(tag, frame, &symbol);
            self.calls.builder().alias_note(&target);
        } else {
            self.open_note(tag, frame, &symbol);
        }
        frame.stub = !called && inline;
        self.note_begins = symbol.is_empty();
    }

    fn open_note(&mut self, tag: &Tag<'a>, frame: &mut Frame, label: &str) {
        let id = tag.attribute("id").map(|id| id.into_owned());
        let builder = self.calls.builder();
        let id = id.unwrap_or_else(|| builder.fresh_id());
        builder.open_note(&id, label, tag.span.start);
        frame.kind = BlockKind::Paragraph;
        frame.end = End::Note;
        frame.stub = false;
        self.labelled = false;
        self.note_begins = tag.name != "ref";
    }

    /// The words of a reference; the second in one entry is a paragraph of its
    /// own.
    fn citation(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let builder = self.calls.builder();
        if builder.in_note() && builder.has_text() {
            builder.block(BlockKind::Paragraph, tag.span.end);
        }
        let bare = tag.name == "element-citation" || !self.ids.is_mixed(tag.span.start);
        self.citation = bare.then(Citation::default);
        frame.end = End::Citation;
    }

    /// A cross-reference: a call where it names notes, else text.
    fn call(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let kind = tag.attribute("ref-type").unwrap_or_default();
        let certain =
            matches!(&*kind, "bibr" | "fn" | "table-fn" | "corresp" | "author-notes" | "author-note" | "note");
        let is_note = |id: &&str| match self.ids.element(id) {
            Some(element) => NOTES.contains(&element) || element.ends_with("citation") || element == "p" && certain,
            None => certain,
        };
        let ids = tag.attribute("rid").unwrap_or_default();
        let targets: Vec<String> = ids.split_whitespace().filter(is_note).map(str::to_owned).collect();
        if !targets.is_empty() {
            self.call = Some(Call { targets, words: Words::default(), span: tag.span });
            (frame.mode, frame.end) = (Mode::Call, End::Call);
        }
    }

    fn close(&mut self, span: Span) {
        let Some((name, frame)) = self.stack.pop() else { return };
        match frame.end {
            End::Nothing => {}
            End::Blank => self.calls.builder().blank(span),
            End::Block => {
                self.calls.builder().end_block(span.start);
                self.labelled = false;
            }
            End::Byline => {
                self.calls.builder().end_block(span.start);
                self.in_byline = false;
            }
            End::Section => self.calls.builder().end_section(frame.depth.max(1), span.start),
            End::Aside => self.calls.builder().close_aside(span.end),
            End::Note => self.close_note(&frame, span),
            End::Label => {
                let label = bare_label(&std::mem::take(&mut self.label));
                self.calls.builder().label_note(&label);
                self.note_begins = false;
            }
            End::Call => {
                if let Some(mut call) = self.call.take() {
                    call.span.end = span.end;
                    self.calls.call(call);
                }
            }
            End::Citation => self.citation = None,
            End::GoesOn => {
                self.calls.builder().blank(span);
                self.labelled = true;
            }
        }
        if matches!(frame.mode, Mode::Front | Mode::Both) {
            self.close_front(name, &frame, span);
        }
    }

    /// A name of the front matter also stands in the line of authors, where
    /// that calls notes.
    fn close_front(&mut self, name: &str, frame: &Frame, span: Span) {
        let Some(full) = self.front.close(name, self.stack.name(0)) else { return };
        if !self.in_byline {
            return;
        }
        let builder = self.calls.builder();
        if let Some(end) = self.name_end {
            builder.replaced(", ", Span::new(end, frame.at.max(end)));
        }
        builder.replaced(&full, Span::new(frame.at, span.end));
        self.name_end = Some(span.end);
    }

    /// A note without a label that is called where it stands is numbered.
    fn close_note(&mut self, frame: &Frame, span: Span) {
        let builder = self.calls.builder();
        if frame.stub && !builder.has_label() {
            self.numbered += 1;
            builder.label_note(&self.numbered.to_string());
        }
        builder.close_note(span.end);
        self.note_begins = false;
    }

    fn text(&mut self, text: &'a str, at: usize) {
        let frame = self.top();
        match frame.mode {
            Mode::Skip => {}
            Mode::Front => self.front.text(text),
            Mode::Label => self.label.push_str(text),
            Mode::Call => self.call.iter_mut().for_each(|call| call.words.push(text, at)),
            Mode::Tex => self.tex(text, at),
            Mode::Both => {
                self.front.text(text);
                self.calls.text(text, at);
            }
            Mode::Body if self.note_begins => self.first_text(text, at),
            Mode::Body => {
                if self.punctuate(&frame, (text, at)) {
                    self.calls.text(text, at);
                    self.citation.iter_mut().for_each(|citation| citation.until(at + text.len()));
                }
            }
        }
    }

    fn entity(&mut self, text: String, span: Span) {
        let frame = self.top();
        match frame.mode {
            Mode::Skip => {}
            Mode::Front => self.front.text(&text),
            Mode::Label => self.label.push_str(&text),
            Mode::Call => self.call.iter_mut().for_each(|call| call.words.replaced(text.clone(), span)),
            Mode::Tex => {
                if self.in_tex {
                    self.calls.replaced(text, span);
                }
            }
            Mode::Both | Mode::Body => {
                if frame.mode == Mode::Both {
                    self.front.text(&text);
                }
                if std::mem::take(&mut self.note_begins) && text.chars().all(is_symbol) {
                    return self.calls.builder().label_note(&text);
                }
                if self.punctuate(&frame, (&text, span.start)) {
                    self.calls.replaced(text, span);
                    self.citation.iter_mut().for_each(|citation| citation.until(span.end));
                }
            }
        }
    }

    /// Punctuation before the part of a citation that has none; false where
    /// there is nothing to write.
    fn punctuate(&mut self, frame: &Frame, (text, at): (&str, usize)) -> bool {
        let Some(citation) = &mut self.citation else { return true };
        if text.trim().is_empty() && citation.element() != frame.part.1 {
            return false;
        }
        citation.text(self.calls.builder(), frame.part, (text, at));
        true
    }

    /// The first text of a note without a label: signs at its beginning are the
    /// label, as in `* Corresponding author`, and so is a raised letter.
    fn first_text(&mut self, text: &'a str, at: usize) {
        let bare = text.trim_start();
        if bare.is_empty() {
            return;
        }
        self.note_begins = false;
        if self.stack.name(0) == "sup" && is_sign(bare.trim_end()) && bare.len() <= 3 {
            return self.calls.builder().label_note(bare.trim_end());
        }
        let rest = bare.trim_start_matches(is_symbol);
        if rest.len() < bare.len() {
            self.calls.builder().label_note(&bare[..bare.len() - rest.len()]);
        }
        self.calls.text(rest, at + text.len() - rest.len());
    }

    /// A formula in TeX: of a whole document only what stands in it.
    fn tex(&mut self, text: &'a str, at: usize) {
        const BEGIN: &str = "\\begin{document}";
        let mut from = 0;
        if !self.in_tex {
            match text.find(BEGIN) {
                Some(begin) => from = begin + BEGIN.len(),
                None if text.contains("\\documentclass") => return,
                None => {}
            }
            self.in_tex = true;
        }
        let to = text[from..].find("\\end{document}").map_or(text.len(), |end| from + end);
        let inner = text[from..to].trim_matches(|c: char| c == '$' || c.is_whitespace());
        let from = from + text[from..to].find(inner).unwrap_or(0);
        self.calls.text(&text[from..from + inner.len()], at + from);
    }
}

/// True for the signs by which authors call notes.
fn is_symbol(c: char) -> bool {
    "*†‡§¶‖#".contains(c)
}

/// Kinds of footnotes that are statements about the article.
const STATEMENTS: &[&str] = &[
    "con",
    "conflict",
    "coi-statement",
    "financial-disclosure",
    "supported-by",
    "participating-researchers",
    "equal",
    "present-address",
    "current-aff",
    "previously-at",
    "deceased",
    "on-leave",
    "presented-at",
    "presented-by",
    "study-group-members",
    "edited-by",
    "ethics-statement",
    "data-availability",
];
