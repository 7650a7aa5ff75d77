//! A quotation and a stretch of a source, each read once.

use super::literal::{Literal, Source};
use super::marked::{Marked, QuotedWord, marked, sourced};

/// A quotation, read once for all sources.
#[derive(Debug)]
pub struct Quote<'q> {
    /// Its text.
    pub text: &'q str,
    /// Its text as it is looked for word for word; `None` where that has no sense.
    pub literal: Option<Literal<'q>>,
    /// Bytes of the text at which a line-end hyphen was dropped.
    pub joins: Vec<u32>,
    /// Its words.
    pub marked: Marked,
}

/// A stretch of a source, read once.
#[derive(Debug)]
pub struct Stretch<'t> {
    /// The text.
    pub source: Source<'t>,
    /// Its words, with what an editor put in brackets.
    pub words: Vec<QuotedWord>,
}

impl<'q> Quote<'q> {
    /// Reads a quotation; `joins` are bytes at which a line-end hyphen was dropped.
    pub fn new(text: &'q str, joins: &[u32]) -> Self {
        Quote { text, literal: Literal::new(text, joins), joins: joins.to_vec(), marked: marked(text) }
    }
}

impl<'t> Stretch<'t> {
    /// Reads a stretch.
    pub fn new(source: Source<'t>) -> Self {
        Stretch { words: sourced(source.text), source }
    }
}
