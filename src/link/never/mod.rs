//! What can never be a call, whatever else a document holds.
//!
//! Decided here, once, for every reader and before candidates count for or
//! against a convention: what is taken out stays in its word, is not reported
//! and ends no scope. The rules look at a candidate's own neighbours (`place`),
//! at what can be no note (`notes`), at code (`code`, `listing`), at heads of entries
//! (`heads`), at the other words of the document (`names`, `members`), at lists by
//! stars (`lists`), and at the series that calls of another shape make
//! (`series`). References by number ask for code and heads too, see `tags`. Each was met in texts that nobody made for a test: tables of
//! contents, specifications, reports with units, drawings made of characters.

mod code;
mod heads;
mod listing;
mod lists;
mod members;
mod names;
mod notes;
mod place;
mod series;

use super::markers::Mark;
use super::material::Material;
use crate::model::Document;

pub use code::Code;
pub use heads::opens_entry;

/// Leaves out the candidates that can be no calls, and what can be no notes.
pub fn sort_out(document: &Document, code: &Code, material: &mut Material) {
    let text = |mark: &Mark| document.blocks[mark.block].text.text.as_str();
    if !document.literal.is_empty() {
        without_literal(document, material);
    }
    material.marks.retain(|mark| !place::speaks_against(text(mark), mark));
    material.bodies.retain(|body| !place::is_no_note(&document.blocks[body.block].text.text, body));
    notes::leave_out(document, material);
    code.leave_out(material);
    material.marks.retain(|mark| !heads::is_entry(document, mark));
    lists::leave_out(document, material);
    names::leave_out(document, material);
    members::leave_out(document, &mut material.marks);
    series::leave_out(document, &mut material.marks);
}

/// Leaves out what stands in code, as the reader says.
fn without_literal(document: &Document, material: &mut Material) {
    let source = |block: usize, at: usize| document.blocks[block].text.source_at(at);
    let outside = |block: usize, at: usize| source(block, at).is_none_or(|byte| !document.is_literal(byte));
    material.marks.retain(|mark| outside(mark.block, mark.span.start));
    material.bodies.retain(|body| outside(body.block, body.head.start));
}
