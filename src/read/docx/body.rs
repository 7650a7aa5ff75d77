//! The main text, and the notes: one walk over a part's events.

use super::calls::{Calls, Known, key};
use super::field::Fields;
use super::head::{Head, sign};
use super::lists::Lists;
use super::numbering::Class;
use super::props::{Paragraph, Run, inside};
use super::styles::Styles;
use super::symbol;
use crate::model::BlockKind;
use crate::read::builder::Builder;
use crate::read::formula::{self, Formula};
use crate::read::office::{cells::Cells, kinds::Kind};
use crate::read::raised;
use crate::read::xml::{self, Event, Events, Tag};
use crate::span::Span;

/// A walk over the parts of a document.
pub struct Body<'s> {
    /// The document in the making.
    pub b: Builder,
    /// The calls met.
    pub calls: Calls,
    /// Where the first paragraph stands whose style is that of the title.
    pub title: Option<usize>,
    /// The same of the style of dates.
    pub date: Option<usize>,
    /// True where text stands in a file inside the file.
    pub foreign: bool,
    styles: &'s Styles,
    lists: Lists,
    cells: Cells,
    now: Context,
    /// Around the text box that is open, outermost first.
    outer: Vec<Context>,
    /// Elements open inside one that is passed over.
    skip: usize,
    /// For each choice of alternatives that is open, whether one was taken.
    alternates: Vec<bool>,
    /// For each content control that is open, whether it is a table of contents.
    controls: Vec<bool>,
    contents: usize,
    head: Option<Head>,
}

/// What is open in a flow of text: the main text, a text box.
#[derive(Default)]
struct Context {
    paragraph: Option<Open>,
    run: Run,
    /// True in an element whose characters are text.
    text: bool,
    instruction: bool,
    fields: Fields,
    formula: Formula,
    /// Where the formula began.
    since: usize,
    /// A call whose sign is to come.
    own: Option<Own>,
    /// True where the flow stands aside from a block that is open.
    aside: bool,
}

/// A paragraph that is open.
#[derive(Default)]
struct Open {
    properties: Paragraph,
    /// Properties of runs that its style says.
    run: Run,
    begun: bool,
    /// Its automatic number.
    label: Option<String>,
}

/// A call with a sign that the author chose, before the sign.
struct Own {
    span: Span,
    key: String,
}

impl<'s> Body<'s> {
    /// A walk that writes into `b`.
    pub fn new(b: Builder, (styles, lists): (&'s Styles, Lists), calls: Calls) -> Self {
        Body {
            b,
            calls,
            title: None,
            date: None,
            foreign: false,
            styles,
            lists,
            cells: Cells::default(),
            now: Context::default(),
            outer: Vec::new(),
            skip: 0,
            alternates: Vec::new(),
            controls: Vec::new(),
            contents: 0,
            head: None,
        }
    }

    /// Walks over a part that begins at byte `base`; true where its syntax is right.
    pub fn part(&mut self, source: &str, base: usize) -> bool {
        let mut events = Events::new(source, base);
        while let Some(event) = events.next() {
            match event {
                Event::Open(tag) => self.open(&tag, &mut events, (source, base)),
                Event::Close(name, span) => self.close(name, span),
                Event::Text(text, at) => self.text(text, at),
                Event::Entity(text, span) => self.entity(&text, span),
            }
        }
        self.end_part(base + source.len());
        !events.damaged && xml::is_closed(source)
    }

    fn end_part(&mut self, end: usize) {
        while !self.outer.is_empty() {
            self.close_box(end);
        }
        self.close_paragraph(end);
        self.b.end_block(end);
        if self.b.in_note() {
            self.b.close_note(end);
        }
        (self.cells, self.now, self.head) = (Cells::default(), Context::default(), None);
        (self.skip, self.contents) = (0, 0);
        self.alternates.clear();
        self.controls.clear();
    }

    fn open<'a>(&mut self, tag: &Tag<'a>, events: &mut Events<'a>, part: (&'a str, usize)) {
        if self.skip > 0 {
            self.skip += 1;
            return self.pass_over(tag);
        }
        match tag.name {
            "p" => self.open_paragraph(tag.span.start),
            "pPr" => self.paragraph_properties(events),
            "r" => self.now.run = self.now.paragraph.as_ref().map_or(Run::default(), |open| open.run),
            "rPr" => self.run_properties(events),
            "t" => self.now.text = true,
            "instrText" => self.now.instruction = true,
            "tab" | "ptab" | "br" | "cr" => self.blank(tag.span),
            "noBreakHyphen" => self.write("-", tag.span),
            "sym" => self.symbol(tag),
            "fldChar" => self.now.fields.mark(&tag.attribute("fldCharType").unwrap_or_default()),
            "footnoteReference" | "endnoteReference" => self.call(tag),
            "footnoteRef" | "endnoteRef" => self.head.iter_mut().for_each(Head::number),
            "footnote" | "endnote" => self.open_note(tag, part),
            "del" | "moveFrom" | "rt" | "delText" | "sectPr" | "tblGridChange" => self.skip = 1,
            "altChunk" | "subDoc" => self.foreign = true,
            _ => self.open_frame(tag, events),
        }
        // properties have been read to their end
        if self.skip == 0 && !matches!(tag.name, "pPr" | "rPr" | "sdtPr") {
            self.open_formula(tag);
        }
    }

    /// An element of a formula, or one that begins one.
    fn open_formula(&mut self, tag: &Tag<'_>) {
        let begins = !self.now.formula.is_open() && tag.prefix == "m" && formula::is_root(tag.prefix, tag.name);
        if begins {
            self.now.since = tag.span.start;
        }
        if begins || self.now.formula.is_open() {
            self.now.formula.start(tag.name);
        }
    }

    /// What text stands in: tables, boxes, alternatives, content controls.
    fn open_frame<'a>(&mut self, tag: &Tag<'a>, events: &mut Events<'a>) {
        match tag.name {
            "tbl" => self.cells.table(),
            "gridCol" => self.cells.columns(1),
            "tr" => self.cells.row(),
            "tc" => self.cells.cell(),
            "txbxContent" | "txBody" => self.open_box(tag.span.start),
            "AlternateContent" => self.alternates.push(false),
            "Choice" | "Fallback" => {
                if let Some(taken) = self.alternates.last_mut() {
                    self.skip = usize::from(*taken);
                    *taken = true;
                }
            }
            "sdt" => self.controls.push(false),
            "sdtPr" => self.control(events),
            _ => {}
        }
    }

    /// A start tag inside an element that is passed over.
    fn pass_over(&mut self, tag: &Tag<'_>) {
        if let Some(key) = called(tag) {
            self.calls.gone(key);
        }
    }

    fn close(&mut self, name: &str, span: Span) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        if self.now.formula.is_open() {
            self.now.formula.end();
            // what is raised there calls no note
            if !self.now.formula.is_open() {
                self.b.literal(Span::new(self.now.since, span.end));
            }
        }
        match name {
            "p" => self.close_paragraph(span.start),
            "r" => self.now.run = Run::default(),
            "t" => self.now.text = false,
            "instrText" => self.now.instruction = false,
            "tr" if self.cells.in_row() => self.b.end_block(span.start),
            "tbl" => {
                self.b.end_block(span.start);
                self.cells.end_table();
            }
            "txbxContent" | "txBody" => self.close_box(span.end),
            "AlternateContent" => {
                self.alternates.pop();
            }
            "sdt" => self.contents -= usize::from(self.controls.pop() == Some(true)),
            "footnote" | "endnote" if self.b.in_note() => {
                self.close_paragraph(span.start);
                self.b.close_note(span.end);
                self.head = None;
            }
            _ => {}
        }
    }

    fn open_paragraph(&mut self, at: usize) {
        if self.now.paragraph.is_some() {
            self.close_paragraph(at);
        }
        self.now.paragraph = Some(Open::default());
    }

    fn paragraph_properties(&mut self, events: &mut Events<'_>) {
        let mut properties = Paragraph::default();
        inside(events, |tag| properties.see(tag));
        if let Some(open) = &mut self.now.paragraph {
            open.run = properties.style.as_deref().map_or(Run::default(), |id| self.styles.run(id));
            // a paragraph whose end was deleted goes on in the next, which has the number
            let list = self.styles.list(&properties, &self.lists).filter(|_| !properties.goes_on);
            open.label = list.and_then(|(number, level)| self.lists.label(&number, level));
            open.properties = properties;
        }
    }

    fn run_properties(&mut self, events: &mut Events<'_>) {
        let (mut run, mut style) = (Run::default(), None);
        inside(events, |tag| match tag.name {
            "rStyle" => style = tag.attribute("val"),
            _ => run.see(tag),
        });
        let style = style.map_or(Run::default(), |id| self.styles.run(&id));
        self.now.run = run.over(style).over(self.now.run);
    }

    fn control(&mut self, events: &mut Events<'_>) {
        let mut contents = false;
        inside(events, |tag| {
            contents |=
                tag.name == "docPartGallery" && tag.attribute("val").is_some_and(|name| name == "Table of Contents");
        });
        if let Some(control) = self.controls.last_mut().filter(|control| contents && !**control) {
            *control = true;
            self.contents += 1;
        }
    }

    fn close_paragraph(&mut self, at: usize) {
        if let Some(own) = self.now.own.take() {
            self.mark(&own, "");
        }
        self.now.fields.end_paragraph();
        self.now.formula = Formula::default();
        (self.now.text, self.now.instruction, self.now.run) = (false, false, Run::default());
        let Some(open) = self.now.paragraph.take() else { return };
        let stays = self.cells.in_row() || open.properties.goes_on;
        if open.begun && !stays {
            self.b.end_block(at);
        }
    }

    /// A text box begins. In a note its paragraphs are the note's.
    fn open_box(&mut self, at: usize) {
        let aside = !self.b.in_note() && self.b.kind().is_some();
        if aside {
            self.b.open_aside(at);
        }
        self.cells.apart();
        self.outer.push(std::mem::take(&mut self.now));
        self.now.aside = aside;
    }

    fn close_box(&mut self, end: usize) {
        let Some(outer) = self.outer.pop() else { return };
        self.close_paragraph(end);
        if self.now.aside {
            self.b.close_aside(end);
        } else if !self.b.in_note() {
            self.b.end_block(end);
        }
        self.cells.end();
        self.now = outer;
    }

    /// The paragraph has text or a marker at byte `at`: its block begins.
    fn begin(&mut self, at: usize) {
        let Some(open) = self.now.paragraph.as_mut().filter(|open| !open.begun) else { return };
        open.begun = true;
        let label = open.label.take();
        self.begin_block(at);
        if let Some(label) = label {
            self.b.replaced(&format!("{label} "), Span::new(at, at));
            // no marker; but the entries of a bibliography are numbered so
            if !label.starts_with('[') {
                self.b.literal(Span::new(at, at + 1));
            }
        }
    }

    /// The block of the paragraph begins.
    fn begin_block(&mut self, at: usize) {
        let Some(open) = self.now.paragraph.as_ref() else { return };
        if self.cells.in_row() {
            return self.cells.begin(&mut self.b, at);
        }
        // the first of a note, or the rest of one whose end was deleted
        if self.b.kind().is_some() {
            return;
        }
        let in_list = self.contents > 0 || self.now.fields.in_list();
        match self.styles.kind(&open.properties) {
            Kind::Heading(level) if self.contents == 0 => {
                // a list of contents that is never closed ends here
                self.now.fields = Fields::default();
                self.b.heading(level, at);
            }
            _ if in_list => self.b.block(BlockKind::Chrome, at),
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
        self.now.run.hidden != Some(true) && !self.now.fields.in_instruction()
    }

    fn text(&mut self, text: &str, at: usize) {
        if self.skip > 0 {
            return;
        }
        if self.now.instruction {
            self.now.fields.instruction(text);
        }
        if !self.now.text || !self.shows() {
            return;
        }
        let (text, at) = self.after_sign(text, at);
        let Some(head) = &mut self.head else { return self.plain(text, at) };
        for (at, text) in head.text(text, at).into_iter().flatten() {
            self.plain(text, at);
        }
    }

    /// Takes the sign of a call from the start of a text; what is left.
    fn after_sign<'a>(&mut self, text: &'a str, at: usize) -> (&'a str, usize) {
        let Some(own) = self.now.own.take() else { return (text, at) };
        let start = text.len() - text.trim_start().len();
        let len = sign(&text[start..]);
        if len == 0 {
            self.now.own = Some(own);
            return ("", at);
        }
        let label = text[start..start + len].trim_matches(['(', ')', '[', ']']);
        let span = own.span.hull(Span::new(at, at + start + len));
        self.mark(&Own { span, key: own.key }, label);
        (&text[start + len..], at + start + len)
    }

    /// Writes text that is neither label nor sign.
    fn plain(&mut self, text: &str, at: usize) {
        if self.now.paragraph.as_ref().is_some_and(|open| !open.begun) && text.trim().is_empty() {
            return;
        }
        self.begin(at);
        if self.now.formula.is_open() {
            self.now.formula.text(&mut self.b, text, at);
        } else if self.now.run.raised == Some(true) {
            raised::write(&mut self.b, text, at)
        } else {
            self.b.text(text, at)
        }
        self.cells.wrote(text.len());
    }

    fn entity(&mut self, text: &str, span: Span) {
        if self.skip == 0 && self.now.text {
            self.write(text, span);
        }
    }

    /// Writes text that stands for the bytes `span`.
    fn write(&mut self, text: &str, span: Span) {
        if !self.shows() {
            return;
        }
        let (text, _) = self.after_sign(text, span.start);
        let [held, text] = match &mut self.head {
            Some(head) => head.text(text, span.start),
            None => [None, Some((span.start, text))],
        };
        if let Some((at, held)) = held {
            self.plain(held, at);
        }
        if let Some((_, text)) = text {
            self.replaced(text, span);
        }
    }

    fn replaced(&mut self, text: &str, span: Span) {
        if text.trim().is_empty() && self.now.paragraph.as_ref().is_none_or(|open| !open.begun) {
            return;
        }
        self.begin(span.start);
        self.b.replaced(text, span);
        self.cells.wrote(text.len());
    }

    fn blank(&mut self, span: Span) {
        if self.shows() && self.now.paragraph.as_ref().is_some_and(|open| open.begun) {
            self.b.blank(span);
        }
    }

    fn symbol(&mut self, tag: &Tag<'_>) {
        let place = tag.attribute("char").and_then(|place| u32::from_str_radix(&place, 16).ok());
        let font = tag.attribute("font").unwrap_or_default();
        if let Some(c) = place.and_then(|place| symbol::character(&font, place)) {
            self.write(c.encode_utf8(&mut [0; 4]), tag.span);
        }
    }

    /// A call of a note.
    fn call(&mut self, tag: &Tag<'_>) {
        let (Some(key), Some(class)) = (called(tag), class(tag.name)) else { return };
        if !self.shows() {
            return self.calls.gone(key);
        }
        if let Some(own) = self.now.own.take() {
            self.mark(&own, "");
        }
        self.begin(tag.span.start);
        let own = tag.attribute("customMarkFollows").is_some_and(|on| !matches!(&*on, "0" | "false" | "off"));
        let label = self.calls.call(class, tag.span.start, own);
        let call = Own { span: tag.span, key };
        if own {
            self.now.own = Some(call);
        } else {
            self.calls.labelled(&call.key, &label, false);
            self.b.marker(&label, call.span, &call.key);
        }
    }

    /// The marker of a call with a sign of its own.
    fn mark(&mut self, own: &Own, label: &str) {
        self.calls.labelled(&own.key, label, true);
        self.b.marker(label, own.span, &own.key);
    }

    /// A note begins; the lines that part notes from text are kept as notes
    /// too, and are none.
    fn open_note(&mut self, tag: &Tag<'_>, (source, base): (&str, usize)) {
        let (Some(class), Some(id)) = (class(tag.name), tag.attribute("id")) else { return };
        if tag.attribute("type").is_some_and(|kind| kind != "normal") {
            self.skip = 1;
            return;
        }
        let key = key(class, &id);
        let (label, own) = match self.calls.known(&key) {
            Known::Called(label, own) => (label, own),
            Known::Never if has_text(&source[(tag.span.end - base).min(source.len())..]) => (String::new(), false),
            _ => {
                self.skip = 1;
                return;
            }
        };
        self.b.open_note(&key, &label, tag.span.start);
        self.head = Some(Head::new(&label, own));
    }
}

/// The class of a note or call, by the name of its element.
fn class(name: &str) -> Option<Class> {
    match name {
        "footnote" | "footnoteReference" => Some(Class::Foot),
        "endnote" | "endnoteReference" => Some(Class::End),
        _ => None,
    }
}

/// What a start tag calls, if it is a call.
fn called(tag: &Tag<'_>) -> Option<String> {
    let class = class(tag.name).filter(|_| tag.name.ends_with("Reference"))?;
    Some(key(class, &tag.attribute("id")?))
}

/// Events looked at to tell whether a note that nothing calls has text.
const FIRST: usize = 400;

/// True where text stands before the end of the note that is open.
fn has_text(source: &str) -> bool {
    let mut text = false;
    for event in Events::new(source, 0).take(FIRST) {
        match event {
            Event::Open(tag) => text = tag.name == "t",
            Event::Close("footnote" | "endnote", _) => return false,
            Event::Close(..) => text = false,
            Event::Text(words, _) if text && !words.trim().is_empty() => return true,
            _ => {}
        }
    }
    false
}
