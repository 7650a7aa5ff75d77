//! The unit that is indexed and returned.

pub mod packed;

use serde::{Deserialize, Serialize};

use super::citation::{Attribution, Citation};
use super::note::Status;
use crate::span::{Mapped, Span};

/// Clean text of a passage or note with all that is needed to say where any
/// byte of it stands. Stored in the index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "packed::Stored")]
pub struct Places {
    /// The text; paragraphs parted by a blank line (`\n\n`).
    pub mapped: Mapped,
    /// Source bytes of the whole (markers inside, a note's label too).
    pub spans: Vec<Span>,
    /// `(clean byte, line)` wherever a new line begins, the first included;
    /// empty in a container.
    pub lines: Vec<(u32, u32)>,
    /// Line of the last byte of the whole.
    pub last_line: Option<u32>,
    /// `(clean byte, physical page, printed label)` wherever a new page begins,
    /// the first included; empty where there are no pages.
    pub pages: Vec<(u32, Option<u32>, Option<String>)>,
    /// The part inside a container.
    pub part: Option<String>,
    /// `(clean byte, number in the margin)` wherever a new line begins; empty where
    /// the lines bear none.
    pub page_lines: Vec<(u32, u32)>,
    /// How sure its words are in the mean, of 100, that were recognised in a picture;
    /// `None` where all of it is text of the file.
    pub recognised: Option<u8>,
}

/// A passage: whole sentences of one section, about 40 to 200 words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Short hash of the passage's own text, 8 hex digits; told apart by its
    /// neighbours where the same text stands twice.
    #[serde(with = "packed::hash")]
    pub hash: String,
    /// Place among the passages of its document, from 0.
    pub seq: u32,
    /// True for an orphan note, which is returned by itself.
    pub is_note: bool,
    /// True for what stands beside the work, such as a site's navigation: found
    /// only where it is asked for.
    pub aside: bool,
    /// Its text and place.
    pub places: Places,
    /// Sentences of the same paragraph that stand before (30 words or more,
    /// fewer only at the paragraph's start): matched by phrases that run
    /// into the passage, never returned.
    pub before: Mapped,
    /// Headings above, outermost first.
    pub section: Vec<String>,
    /// Its notes, in the order of their markers.
    pub notes: Vec<PassageNote>,
    /// The works cited in its own text; `start` and `end` count in that text.
    pub cites: Vec<Citation>,
    /// The sources named in its own text, in the same way.
    pub attributions: Vec<Attribution>,
    /// For a pull quote, `seq` of the passage that it repeats.
    pub repeats: Option<u32>,
}

impl Passage {
    /// The texts of its notes as they are searched, each note once in a document; of an
    /// orphan note its own.
    pub fn note_texts(&self) -> impl Iterator<Item = &Mapped> {
        let own = self.is_note.then_some(&self.places.mapped);
        let carried = self.notes.iter().filter(|note| !self.is_note && !note.elsewhere);
        own.into_iter().chain(carried.filter_map(|note| note.body.as_ref()).map(|body| &body.mapped))
    }
}

/// A marker in a passage, with its note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageNote {
    /// Short hash, `n-` and 8 hex digits.
    #[serde(with = "packed::hash")]
    pub hash: String,
    /// Label as printed.
    pub label: String,
    /// Place in the whole document from 1, if known.
    pub number: Option<u32>,
    /// Heading or page in which labels are unique.
    pub scope: Option<String>,
    /// What became of the marker; `None` for an orphan note's own entry.
    pub status: Option<Status>,
    /// Byte of the passage's text at which the marker stood.
    pub at: Option<u32>,
    /// Text and place of the note; `None` where it is missing or ambiguous.
    pub body: Option<Places>,
    /// True where an earlier passage carries the same note: the note is
    /// indexed with that one.
    pub elsewhere: bool,
    /// `seq` of other passages that call the same note: the first 64.
    pub also: Vec<u32>,
    /// The works that the note cites.
    pub cites: Vec<Citation>,
}

impl Places {
    /// The text.
    pub fn text(&self) -> &str {
        &self.mapped.text
    }

    /// True where the source is no text whose bytes can be named.
    pub fn in_container(&self) -> bool {
        self.last_line.is_none()
    }

    /// The hull of the spans.
    pub fn hull(&self) -> Option<Span> {
        self.spans.iter().copied().reduce(Span::hull)
    }

    /// First and last line, inclusive.
    pub fn line_range(&self) -> Option<(u32, u32)> {
        let first = self.lines.first()?.1;
        Some((first, self.last_line.unwrap_or(first)))
    }

    /// Line on which the clean byte `at` stands.
    pub fn line(&self, at: usize) -> Option<u32> {
        let i = self.lines.partition_point(|(clean, _)| *clean as usize <= at);
        self.lines.get(i.saturating_sub(1)).map(|(_, line)| *line)
    }

    /// Number in the margin beside the line on which the clean byte `at` stands.
    pub fn page_line(&self, at: usize) -> Option<u32> {
        let i = self.page_lines.partition_point(|(clean, _)| *clean as usize <= at);
        self.page_lines.get(i.checked_sub(1)?).map(|(_, number)| *number)
    }

    /// Page on which the clean byte `at` stands: physical number, printed label.
    pub fn page(&self, at: usize) -> Option<(Option<u32>, Option<&str>)> {
        let i = self.pages.partition_point(|(clean, ..)| *clean as usize <= at);
        self.pages.get(i.saturating_sub(1)).map(|(_, number, label)| (*number, label.as_deref()))
    }
}
