//! Markers and the notes they point to.

use serde::{Deserialize, Serialize};

use crate::span::{Mapped, Span};

/// What became of a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Its note is known.
    Resolved,
    /// Its note is not in the file.
    Missing,
    /// More than one note could be meant, or the link is doubtful.
    Ambiguous,
}

/// Where in a document something stands: a byte of clean text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Place {
    /// Byte `at` of the clean text of `blocks[block]`.
    Block {
        /// Index into `Document::blocks`.
        block: usize,
        /// Byte of its clean text, markers cut.
        at: usize,
    },
    /// Byte `at` of the clean text of `notes[note]`: a marker inside a note.
    Note {
        /// Index into `Document::notes`.
        note: usize,
        /// Byte of its clean text, markers cut.
        at: usize,
    },
}

/// The sign in the text that points to a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// The label, without brackets: `1`, `a`, `*`, `††`.
    pub label: String,
    /// Its own bytes in the source, brackets included.
    pub span: Option<Span>,
    /// Where it stood in the text.
    pub place: Place,
    /// What became of it.
    pub status: Status,
    /// Index into `Document::notes` where resolved.
    pub note: Option<usize>,
    /// The note's place in the whole document, from 1; missing ones counted.
    pub number: Option<u32>,
    /// Heading or page in which labels are unique; `None` for the whole document.
    pub scope: Option<String>,
}

/// A footnote or endnote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The label as printed before the note, without brackets.
    pub label: String,
    /// Clean text without the label; paragraphs parted by a blank line.
    pub text: Mapped,
    /// Source bytes, label included; more than one where a note is parted.
    pub spans: Vec<Span>,
    /// Its place in the whole document, from 1; `None` where unknown (an orphan).
    pub number: Option<u32>,
    /// Heading or page in which labels are unique; `None` for the whole document.
    pub scope: Option<String>,
    /// Headings above the place where the note stands.
    pub section: Vec<String>,
}

impl Note {
    /// The hull of the note's source bytes, label included.
    pub fn hull(&self) -> Option<Span> {
        self.spans.iter().copied().reduce(Span::hull)
    }
}
