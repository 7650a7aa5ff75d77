//! Heads of entries and items: `[2]  Brook, S., Gates`.
//!
//! A number in brackets that opens its block and is set off from the words after it
//! numbers them, and calls nothing. Counter-example: `[2] says so`, a sentence.

use super::super::label::LabelKind;
use super::super::markers::Mark;
use super::super::style::Dress;
use crate::model::Document;
use crate::span::Span;

/// Blanks that set a number off.
const SET_OFF: usize = 2;

/// True for a candidate that is the head of an entry.
pub fn is_entry(document: &Document, mark: &Mark) -> bool {
    mark.style.dress == Dress::Bracket
        && mark.style.kind == LabelKind::Number
        && opens_entry(document, mark.block, mark.span)
}

/// True where what stands in brackets opens its block and is set off.
pub fn opens_entry(document: &Document, block: usize, span: Span) -> bool {
    let text = &document.blocks[block].text;
    let rest = &text.text[span.end..];
    let words = span.end + rest.len() - rest.trim_start().len();
    let source = |at: usize| text.source_at(at).unwrap_or(0);
    span.start == 0 && words < text.len() && source(words) >= source(span.end - 1) + 1 + SET_OFF
}
