//! Properties that hold for any text.

use proptest::prelude::*;

use super::parse;
use crate::model::Document;

/// Every place lies inside the text and on borders of characters.
fn check(text: &str, document: &Document) {
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

const PARTS: [&str; 46] = [
    "word",
    "é",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n\n\n",
    "\r\n",
    "\t",
    "[fn:1]",
    "[fn:a]",
    "[fn::",
    "[fn:b:",
    "]",
    "[",
    "[1]",
    "[[",
    "][",
    "]]",
    "* ",
    "** TODO ",
    "*",
    "/",
    "_",
    "=",
    "~",
    "+",
    "- ",
    "1. ",
    "| a | b |\n",
    "|--+--|\n",
    ":PROPERTIES:\n",
    ":END:\n",
    ": ",
    "#+begin_quote\n",
    "#+end_quote\n",
    "#+begin_src x\n",
    "#+end_src\n",
    "#+title: ",
    "#+caption: ",
    "# ",
    "<<",
    ">>",
    "@@a:",
    "\\\\",
    "[ ] ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_reads(parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 0..40)) {
        let text = parts.concat();
        check(&text, &parse(&text));
    }

    #[test]
    fn any_characters_read(text in "\\PC{0,60}") {
        check(&text, &parse(&text));
    }
}
