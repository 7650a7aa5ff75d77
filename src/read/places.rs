//! What must hold of the places in any document, for the tests of readers.

use crate::model::Document;

/// Every place lies inside the text and on borders of characters.
pub fn check(text: &str, document: &Document) {
    let spans = document.blocks.iter().flat_map(|block| &block.spans);
    let notes = document.notes.iter().flat_map(|note| &note.spans);
    let markers = document.markers.iter().filter_map(|marker| marker.span.as_ref());
    for span in spans.chain(notes).chain(markers) {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?} in {text:?}");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} in {text:?}");
    }
    for mapped in document.blocks.iter().map(|b| &b.text).chain(document.notes.iter().map(|n| &n.text)) {
        for piece in &mapped.pieces {
            let (from, to) = (piece.source as usize, (piece.source + piece.source_len) as usize);
            assert!(text.is_char_boundary(from) && text.is_char_boundary(to), "{piece:?} in {text:?}");
        }
    }
}
