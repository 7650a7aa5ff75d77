//! Documents of the Text Encoding Initiative: TEI P5 and P4, the upper-case XML
//! of the Text Creation Partnership, and what GROBID makes of articles.
//!
//! Notes are notes, entries of a bibliography that the text refers to are too.
//! The header is metadata. Of several readings one is read: corrected, expanded,
//! in the spelling of the source (`corr`, `expan`, `orig`); what is deleted is
//! not. Variants of a critical apparatus stand in a block of their own after the
//! paragraph.

mod header;
mod ids;
mod notes;
mod roles;
mod text;
mod walk;

use super::decoded;
use super::xml;
use crate::error::Result;
use crate::model::{Document, Layout};

/// Root elements.
const ROOTS: &[&str] = &["TEI", "TEI.2", "teiCorpus", "teiCorpus.2", "ETS", "EEBO", "tei", "TEI2"];

/// True for TEI: by the name of the root.
pub fn sniff(bytes: &[u8]) -> bool {
    xml::root(bytes).is_some_and(|root| ROOTS.contains(&root.as_str()))
}

/// Reads a document.
///
/// # Errors
///
/// `Unreadable` for what is no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let declared = xml::declared_encoding(bytes);
    decoded::read(bytes, declared.as_deref(), |text| {
        let mut document = walk::Walk::new(text, Layout::of(text.as_bytes())).run(text);
        document.by_markup = true;
        Ok(document)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    fn of(body: &str) -> Document {
        read(format!("<TEI><text><body>{body}</body></text></TEI>").as_bytes()).unwrap()
    }

    fn shown(body: &str) -> Vec<String> {
        let document = of(body);
        document.blocks.into_iter().map(|block| block.text.text).collect()
    }

    #[test]
    fn the_root_tells() {
        assert!(sniff(b"<?xml version='1.0'?><tei:TEI xmlns:tei='http://www.tei-c.org/ns/1.0'>"));
        assert!(sniff(b"<TEI.2>") && !sniff(b"<text>"));
    }

    #[test]
    fn of_several_readings_one_is_read() {
        let cases = [
            ("<choice><sic>teh</sic><corr>the</corr></choice>", "the"),
            ("<choice><orig>ſo</orig><reg>so</reg></choice>", "ſo"),
            ("<choice><abbr>wch</abbr><expan>which</expan></choice>", "which"),
            ("<choice><sic>teh</sic></choice>", "teh"),
            ("<choice><unclear>a</unclear><unclear>b</unclear></choice>", "a"),
            ("<subst><del>old</del><add>new</add></subst>", "new"),
        ];
        for (reading, want) in cases {
            assert_eq!(shown(&format!("<p>{reading}</p>")), [want]);
        }
        assert_eq!(shown("<p>The <app><rdg>a</rdg><lem>b</lem><rdg>c</rdg></app> d</p>"), ["The b d", "a", "c"]);
    }

    #[test]
    fn a_note_is_called_where_it_points_to() {
        let document = of("<p>A <anchor xml:id='a'/>word.</p><p>Z</p><note target='#a' n='1'>Note.</note>");
        let marker = &document.markers[0];
        assert_eq!((marker.status, marker.label.as_str(), marker.note), (Status::Resolved, "1", Some(0)));
        // both ways is one call
        let both = of("<p>A<ref target='#n' xml:id='a'>1</ref>.</p><note target='#a' xml:id='n'>Note.</note>");
        assert_eq!(both.markers.len(), 1);
    }

    #[test]
    fn a_label_said_twice_is_cut() {
        for note in ["<hi rend='sup'>1</hi> Note.", "<ref target='#back'>1</ref> Note.", "Note."] {
            let document = of(&format!("<p>A<note n='1'>{note}</note></p>"));
            assert_eq!(document.notes[0].text.text, "Note.");
        }
        let kept = of("<p>A<note n='2'><hi>1</hi> Kings.</note></p>");
        assert_eq!(kept.notes[0].text.text, "1 Kings.");
    }

    #[test]
    fn notes_in_the_margin_have_no_number() {
        let document = of("<p>A<note place='margin'>x</note> b<note>y</note> c<note place='foot'>z</note></p>");
        let labels: Vec<&str> = document.notes.iter().map(|note| note.label.as_str()).collect();
        assert_eq!(labels, ["", "1", "2"]);
    }
}
