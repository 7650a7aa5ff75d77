//! From the bytes of a text file to a document, whatever its encoding.

use crate::error::Result;
use crate::model::Document;
use crate::source::decode::{self, Text};
use crate::span::{Mapped, Span};

/// Decodes `bytes`, has the text read, and leads every place in the document
/// from the decoded text back to the bytes of the file. `declared` is the
/// encoding that the file names.
///
/// # Errors
///
/// `Unreadable` where the bytes are no text; those of `parse`.
pub fn read(bytes: &[u8], declared: Option<&str>, parse: impl FnOnce(&str) -> Result<Document>) -> Result<Document> {
    let decoded = decode::decode_declared(bytes, declared)?;
    let mut document = parse(decoded.text.as_str())?;
    document.degraded = document.degraded.or(decoded.degraded);
    if let Text::Mapped(under) = &decoded.text {
        lead_back(&mut document, under);
    }
    Ok(document)
}

/// Leads every place in a document from the text `under` maps back to what that
/// was made from.
pub fn lead_back(document: &mut Document, under: &Mapped) {
    let byte = |at: usize| under.source_at(at).unwrap_or(0);
    let span = |span: &mut Span| *span = under.source(*span).unwrap_or(*span);
    for block in &mut document.blocks {
        block.text = block.text.through(under);
        block.spans.iter_mut().for_each(span);
    }
    for note in &mut document.notes {
        note.text = note.text.through(under);
        note.spans.iter_mut().for_each(span);
    }
    document.markers.iter_mut().filter_map(|marker| marker.span.as_mut()).for_each(span);
    document.literal.iter_mut().for_each(span);
    document.layout.lines.iter_mut().skip(1).for_each(|line| *line = byte(*line as usize) as u32);
    document.layout.pages.iter_mut().skip(1).for_each(|page| page.start = byte(page.start as usize) as u32);
}
