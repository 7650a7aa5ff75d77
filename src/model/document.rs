//! What a reader makes of a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::citation::Cites;
use super::note::{Marker, Note};
use crate::span::{Mapped, Span};

/// A document as it was read: blocks in reading order; after linking also
/// markers and notes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Document {
    /// Name of the format in the table of readers, which fills it in.
    #[serde(skip)]
    pub format: &'static str,
    /// What is known about the work.
    pub meta: Meta,
    /// Blocks in the order of the source.
    pub blocks: Vec<Block>,
    /// Markers in the order of the source.
    pub markers: Vec<Marker>,
    /// Notes in the order of the source.
    pub notes: Vec<Note>,
    /// What it cites; empty until the stage that finds it.
    #[serde(default)]
    pub cites: Cites,
    /// Lines, pages and parts of the source.
    pub layout: Layout,
    /// True where the format's own markup says which notes there are, so that
    /// none are looked for in the text.
    pub by_markup: bool,
    /// Bytes of code and the like, ascending: text in which no markers and no
    /// notes are looked for, as `x[1]` is no call of a note there.
    pub literal: Vec<Span>,
    /// Why the text may not be right throughout, if so (a guessed encoding).
    pub degraded: Option<String>,
    /// Pages, from 1, that show a picture and have no text.
    pub pictured: Vec<u32>,
    /// The languages in which text was looked for in pictures; `None` where it was not.
    pub recognised_in: Option<String>,
}

impl Document {
    /// True where a source byte stands in code and the like.
    pub fn is_literal(&self, byte: usize) -> bool {
        let before = self.literal.partition_point(|span| span.start <= byte);
        before > 0 && self.literal[before - 1].contains(byte)
    }
}

/// How [`Document::degraded`] says that the encoding was guessed.
pub const GUESSED: &str = "encoding guessed";
/// How it says that a document was read by its shape alone.
pub const UNKNOWN_XML: &str = "unknown kind of XML";

/// True where such a reason tells of text that was lost, and not of a doubt alone.
pub fn is_loss(reason: &str) -> bool {
    !reason.split("; ").all(|reason| reason.starts_with(GUESSED) || reason.starts_with(UNKNOWN_XML))
}

/// What is known about a work. What is not known is `None`, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Title.
    pub title: Option<String>,
    /// Author or authors, as printed.
    pub author: Option<String>,
    /// Publisher or site.
    pub publisher: Option<String>,
    /// Date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Language, ISO 639-1, where it can be told.
    pub language: Option<String>,
    /// Further fields, by name.
    pub fields: BTreeMap<String, String>,
}

/// The kind of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A paragraph of running text.
    Paragraph,
    /// A heading; `Block::level` says how deep.
    Heading,
    /// A quotation set apart, verse included.
    Quotation,
    /// An item of a list.
    ListItem,
    /// A row of a table.
    TableRow,
    /// The legend of a picture or table.
    Caption,
    /// A short block that repeats a nearby sentence.
    PullQuote,
    /// A running head, running foot or page number; never part of a passage.
    RunningHead,
    /// The text of notes; becomes [`Note`]s, never part of a passage.
    NoteBody,
    /// The heading over notes ("Notes"); never part of a passage.
    NoteHeading,
    /// Licence and production text around a work, such as Project Gutenberg's.
    Licence,
    /// Site furniture: navigation, share bars, "follow us".
    Chrome,
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Clean text; after linking without markers.
    pub text: Mapped,
    /// Source bytes, one span for each stretch; more than one where a page
    /// border or note parts a paragraph.
    pub spans: Vec<Span>,
    /// Depth of a heading from 1; 0 for all else.
    pub level: u8,
    /// Headings above, outermost first; for a heading, without itself.
    pub section: Vec<String>,
    /// Blank lines (or more) before the block in the source.
    pub blanks_before: u16,
    /// Columns of white space before the first line, for indented blocks.
    pub indent: u16,
    /// For a pull quote, the block (index into `blocks`) that it repeats.
    pub repeats: Option<usize>,
}

/// Where lines, pages and parts of the source begin.
///
/// A container (`.docx`, `.epub`, `.pdf`) has no bytes that a reader could be
/// sent to. Places in it count bytes of its parts as they were decoded, one
/// after another in reading order: good for order, pages and parts, never shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// First byte of each line; empty where the source is a container.
    pub lines: Vec<u32>,
    /// Pages in order; empty where the source has none.
    pub pages: Vec<Page>,
    /// Parts inside a container, in order; empty where there are none.
    pub parts: Vec<Part>,
    /// Lines of pages that bear numbers in the margin, in order; empty where none do.
    pub page_lines: Vec<PageLine>,
    /// Words that were recognised in pictures, in order; empty where none were.
    pub recognised: Vec<Recognised>,
}

/// A word that was recognised in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognised {
    /// First byte.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How sure the program was, of 100.
    pub confidence: u8,
}

/// A line of a page whose lines are numbered in the margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLine {
    /// First byte.
    pub start: u32,
    /// Its number; `None` for a line without, such as a note's.
    pub number: Option<u32>,
}

/// A part inside a container, such as `word/footnotes.xml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// First byte.
    pub start: u32,
    /// Its name in the container.
    pub name: String,
}

/// A page of the source, or a place where a page number is printed in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// First byte.
    pub start: u32,
    /// Physical page from 1; `None` where only printed numbers are known.
    pub number: Option<u32>,
    /// Number as printed, if known.
    pub label: Option<String>,
}

impl Layout {
    /// The layout of text: lines as bytes say, no pages yet.
    pub fn of(bytes: &[u8]) -> Self {
        let after = |(at, byte): (usize, &u8)| (*byte == b'\n').then_some(at as u32 + 1);
        let mut lines = vec![0];
        lines.extend(bytes.iter().enumerate().filter_map(after));
        Layout { lines, ..Layout::default() }
    }

    /// The line of a byte, from 1; `None` in a container.
    pub fn line(&self, byte: usize) -> Option<u32> {
        let line = self.lines.partition_point(|&start| start as usize <= byte);
        (line > 0).then_some(line as u32)
    }

    /// The lines of a span, inclusive, from 1.
    pub fn lines_of(&self, span: Span) -> Option<(u32, u32)> {
        Some((self.line(span.start)?, self.line(span.end.saturating_sub(1).max(span.start))?))
    }

    /// The page on which a byte stands.
    pub fn page(&self, byte: usize) -> Option<&Page> {
        let at = self.pages.partition_point(|page| page.start as usize <= byte);
        self.pages.get(at.checked_sub(1)?)
    }

    /// The part of a container in which a byte stands.
    pub fn part(&self, byte: usize) -> Option<&str> {
        let at = self.parts.partition_point(|part| part.start as usize <= byte);
        Some(self.parts.get(at.checked_sub(1)?)?.name.as_str())
    }

    /// How sure the words are in the mean, of 100, that stand in `spans` and were
    /// recognised in a picture; `None` where none was.
    pub fn confidence(&self, spans: &[Span]) -> Option<u8> {
        let within = |span: &Span| {
            let from = self.recognised.partition_point(|word| word.end as usize <= span.start);
            let end = span.end;
            self.recognised[from..].iter().take_while(move |word| (word.start as usize) < end)
        };
        mean(spans.iter().flat_map(within).map(|word| word.confidence))
    }

    /// True where the source is no text whose bytes can be named.
    pub fn is_container(&self) -> bool {
        self.lines.is_empty()
    }
}

/// The mean of numbers of 100, rounded; `None` of none.
fn mean(of: impl Iterator<Item = u8>) -> Option<u8> {
    let (sum, count) = of.fold((0u64, 0u64), |(sum, count), one| (sum + u64::from(one), count + 1));
    (count > 0).then(|| ((sum + count / 2) / count) as u8)
}

impl Block {
    /// A block of one stretch, its text as cleaned from `text`'s source bytes.
    pub fn new(kind: BlockKind, text: Mapped) -> Self {
        let spans = text.hull().into_iter().collect();
        Block { kind, text, spans, level: 0, section: Vec::new(), blanks_before: 1, indent: 0, repeats: None }
    }

    /// True where the block is text that passages are made of.
    pub fn is_body(&self) -> bool {
        !matches!(self.kind, BlockKind::RunningHead | BlockKind::NoteBody | BlockKind::NoteHeading)
    }
}
