//! The candidates of a document: what may call a note, and what may be one.

use super::bodies::Body;
use super::markers::Mark;

/// All candidates of a document, in reading order, with their pages.
#[derive(Default)]
pub struct Material {
    /// Candidate markers.
    pub marks: Vec<Mark>,
    /// Candidate bodies.
    pub bodies: Vec<Body>,
    /// Page of each marker; 0 throughout where there are no pages.
    pub mark_pages: Vec<u32>,
    /// Page of each body.
    pub body_pages: Vec<u32>,
    /// True where the document refers to its sources by a list of references.
    pub listed: bool,
    /// Page of each block; 0 for blocks that are no text, such as running heads.
    pub block_pages: Vec<u32>,
}
