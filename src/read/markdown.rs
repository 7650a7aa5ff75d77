//! Markdown: CommonMark with tables, footnotes and definition lists as GitHub,
//! pandoc and MultiMarkdown have them.
//!
//! `pulldown-cmark` finds blocks and inline markup with their bytes. On top of
//! it stand front matter (`front`, `yaml`, `toml`), pandoc's inline notes
//! (`inline`), footnote marks without a definition (`label`) and blocks of HTML
//! (`html`). `leaf` writes the text of one block.

mod clipped;
mod dialect;
mod front;
mod html;
mod inline;
mod label;
mod leaf;
#[cfg(test)]
mod property;
mod shortcut;
mod toml;
mod yaml;

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::builder::Builder;
use super::{decoded, fields};
use crate::error::Result;
use crate::model::{BlockKind, Document, Layout};
use clipped::Clips;
use html::Html;
use leaf::Leaf;

/// Reads Markdown.
///
/// # Errors
///
/// `Unreadable` where the bytes are no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    decoded::read(bytes, None, |text| Ok(parse(text)))
}

/// What is on while a file is read.
struct Walker<'a> {
    text: &'a str,
    builder: Builder,
    /// What holds the present block, outermost first: the kind of its paragraphs.
    holders: Vec<BlockKind>,
    leaf: Option<Leaf<'a>>,
    html: Html,
    in_code: bool,
    /// Labels of footnotes that are defined somewhere, as keys.
    defined: HashSet<String>,
    /// Notes that have been called: what an inline note counts from.
    called: HashSet<String>,
    /// Calls and notes that are links and items of lists.
    clips: Clips,
    /// A note that a block began, and whether its text stands in the next one.
    note: Option<bool>,
    /// Of the items that are open, which are notes.
    items: Vec<bool>,
}

/// Reads decoded text; places are bytes of it.
fn parse(text: &str) -> Document {
    let mut builder = Builder::new(Layout::of(text.as_bytes()));
    let front = front::read(text, &mut builder.meta);
    if let Some(summary) = front.summary {
        builder.block(BlockKind::Paragraph, summary.start);
        builder.text(&text[summary.start..summary.end], summary.start);
        builder.end_block(summary.end);
    }
    let body = dialect::without_fences(&text[front.body..]);
    let body = body.as_ref();
    let mut walker = Walker::new(text, builder);
    walker.defined = label::defined(body);
    let events = Parser::new_ext(body, options(body)).into_offset_iter();
    let numbered = if walker.defined.is_empty() { shortcut::numbered(&events, front.body) } else { Vec::new() };
    walker.defined.extend(numbered.iter().map(|note| note.key.clone()));
    if body.contains("](") || body.contains("<a ") || body.contains('↩') {
        // parsed twice rather than kept: events take some 150 bytes for each of a table's
        walker.clips = clipped::clips(body, front.body, Parser::new_ext(body, options(body)).into_offset_iter());
    }
    for (event, range) in events {
        walker.event(event, front.body + range.start..front.body + range.end);
    }
    walker.end_leaf();
    if walker.note.take().is_some() {
        walker.builder.close_note(text.len());
    }
    shortcut::write(&numbered, text, &mut walker);
    let mut document = walker.builder.finish(text.len());
    fields::sole_title(&document.blocks, &mut document.meta);
    document
}

/// What is beyond CommonMark. The colons that fence a block of pandoc would be
/// taken for definitions.
fn options(text: &str) -> Options {
    let definitions = if text.contains("\n:::") { Options::empty() } else { Options::ENABLE_DEFINITION_LIST };
    definitions
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | if has_wiki_links(text) { Options::ENABLE_WIKILINKS } else { Options::empty() }
}

/// True for a text in which `[[The Mill]]` or `[[The Mill|a mill]]` is a link. Not where
/// numbers or the words of other links stand so: `[[2]](#note-2)`.
fn has_wiki_links(text: &str) -> bool {
    let mut all = text.match_indices("[[").map(|(at, _)| &text[at + 2..]);
    let named = |rest: &str| rest.starts_with(char::is_alphabetic);
    all.clone().any(named) && all.all(named) && !text.contains("]](")
}

impl<'a> Walker<'a> {
    fn new(text: &'a str, builder: Builder) -> Self {
        Walker {
            text,
            builder,
            holders: Vec::new(),
            leaf: None,
            html: Html::default(),
            in_code: false,
            defined: HashSet::new(),
            called: HashSet::new(),
            clips: Clips::default(),
            note: None,
            items: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) if is_inline(&tag) => self.inline(Event::Start(tag), range),
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if self.in_code => leaf::write(self.text, &mut self.builder, &text, range),
            Event::Html(text) => html::feed(self, &text, range.start),
            Event::Rule => self.end_leaf(),
            Event::TaskListMarker(_) => {}
            inline => self.inline(inline, range),
        }
    }

    fn start(&mut self, tag: &Tag<'a>, range: Range<usize>) {
        self.end_leaf();
        let at = range.start;
        match tag {
            Tag::Paragraph => {
                self.open_clipped(at);
                self.leaf = Some(Leaf::new(self.holder(), 0));
            }
            Tag::Heading { level, .. } => self.leaf = Some(Leaf::new(BlockKind::Heading, depth(*level))),
            // an alert is the author's own
            Tag::BlockQuote(alert) if alert.is_some() => self.holders.push(BlockKind::Paragraph),
            Tag::BlockQuote(_) => self.holders.push(BlockKind::Quotation),
            Tag::Item => {
                let body = self.clips.body(at).is_some();
                if let Some(note) = self.clips.body(at) {
                    self.builder.end_block(at);
                    self.builder.open_note(&note.id, &note.label, at);
                }
                self.items.push(body);
                self.holders.push(if body { BlockKind::Paragraph } else { BlockKind::ListItem });
            }
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.open_clipped(at);
                self.holders.push(BlockKind::ListItem);
            }
            Tag::FootnoteDefinition(label) => {
                self.builder.end_block(at);
                self.builder.open_note(&label::key(label), label, at);
                self.holders.push(BlockKind::Paragraph);
            }
            Tag::CodeBlock(_) => {
                self.open_block(BlockKind::Paragraph, at);
                self.in_code = true;
            }
            Tag::HtmlBlock => html::begin(self),
            Tag::TableHead | Tag::TableRow => self.open_block(BlockKind::TableRow, at),
            Tag::TableCell => self.leaf = Some(Leaf::cell(at)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                return self.inline(Event::End(tag), range);
            }
            _ => self.end_leaf(),
        }
        let end = range.start + self.text[range.clone()].trim_end().len();
        if matches!(tag, TagEnd::Paragraph | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition) {
            self.close_clipped(end);
        }
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {
                self.holders.pop();
                if matches!(tag, TagEnd::Item) && self.items.pop() == Some(true) {
                    self.builder.close_note(end);
                }
            }
            TagEnd::FootnoteDefinition => {
                self.holders.pop();
                self.builder.close_note(end);
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.builder.literal(range.into());
                self.builder.end_block(end);
            }
            TagEnd::HtmlBlock => html::end(self, end),
            TagEnd::TableHead | TagEnd::TableRow => self.builder.end_block(end),
            _ => {}
        }
    }

    /// A note begins whose label stands at the beginning of this block.
    fn open_clipped(&mut self, at: usize) {
        let Some(note) = self.clips.body(at).filter(|_| !self.builder.in_note()) else { return };
        self.builder.end_block(at);
        self.builder.open_note(&note.id, &note.label, at);
        self.note = Some(note.alone);
    }

    /// A block ends: with it the note, or with the next where it was the label alone.
    fn close_clipped(&mut self, end: usize) {
        self.note = match self.note.take() {
            Some(true) => Some(false),
            Some(false) => {
                self.builder.close_note(end);
                None
            }
            None => None,
        };
    }

    /// Keeps an inline event until its block is whole. Items of a list may have
    /// text with no paragraph around it.
    fn inline(&mut self, event: Event<'a>, range: Range<usize>) {
        let kind = self.holder();
        self.leaf.get_or_insert_with(|| Leaf::new(kind, 0)).events.push((event, range));
    }

    fn end_leaf(&mut self) {
        if let Some(leaf) = self.leaf.take() {
            leaf.write(self);
        }
    }

    /// The kind of a paragraph here.
    fn holder(&self) -> BlockKind {
        self.holders.last().copied().unwrap_or(BlockKind::Paragraph)
    }

    /// Begins a block; the first one of a note goes on from the label.
    fn open_block(&mut self, kind: BlockKind, at: usize) {
        let fresh = self.builder.in_note() && self.builder.kind().is_some() && !self.builder.has_text();
        if !fresh {
            self.builder.block(kind, at);
        }
    }
}

/// True for markup within a block.
fn is_inline(tag: &Tag) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}
