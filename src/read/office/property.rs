//! Both readers on parts in disorder: no panic, and every place lies inside
//! the text and on the border of a character.

use proptest::prelude::*;

use crate::model::Document;
use crate::read::zipped::tests::zip;
use crate::read::{docx, odt};

/// Pieces of WordprocessingML, in any order.
const DOCX: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>",
    "<w:pPr><w:framePr w:dropCap=\"drop\"/></w:pPr>",
    "<w:pPr><w:rPr><w:del/></w:rPr>",
    "<w:pPr><w:sectPr><w:footnotePr><w:numRestart w:val=\"eachSect\"/></w:footnotePr></w:sectPr></w:pPr>",
    "<w:r>",
    "</w:r>",
    "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>",
    "<w:rPr><w:vanish/></w:rPr>",
    "<w:t>",
    "</w:t>",
    "<w:t>12</w:t>",
    "<w:t> (</w:t>",
    "<w:t>) </w:t>",
    "<w:t>é—word, ﷺ</w:t>",
    "&amp;",
    "&#x2020;",
    "<w:tab/>",
    "<w:footnoteReference w:id=\"1\"/>",
    "<w:footnoteReference w:id=\"2\" w:customMarkFollows=\"1\"/>",
    "<w:endnoteReference w:id=\"1\"/>",
    "<w:footnote w:id=\"1\">",
    "<w:footnoteRef/>",
    "</w:footnote>",
    "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>",
    "<w:tr>",
    "<w:tc>",
    "</w:tc>",
    "</w:tr>",
    "</w:tbl>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<mc:AlternateContent><mc:Choice>",
    "</mc:Choice><mc:Fallback>",
    "</mc:Fallback></mc:AlternateContent>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<w:instrText>TOC</w:instrText>",
    "<w:fldChar w:fldCharType=\"separate\"/>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:del>",
    "</w:del>",
    "<w:sdt><w:sdtPr><w:docPartGallery w:val=\"Table of Contents\"/></w:sdtPr>",
    "</w:sdt>",
    "<w:sym w:font=\"Symbol\" w:char=\"F061\"/>",
    "<m:den>",
    "<w:p",
    "</w:document>",
];

/// Pieces of OpenDocument, in any order.
const ODT: &[&str] = &[
    "<text:p>",
    "<text:p text:style-name=\"Title\">",
    "</text:p>",
    "<text:h text:outline-level=\"2\">",
    "</text:h>",
    "<text:span text:style-name=\"T1\">",
    "</text:span>",
    "word ",
    "é(",
    ")",
    "12",
    "&lt;",
    "<text:s/>",
    "<text:note text:note-class=\"endnote\">",
    "<text:note-citation>1</text:note-citation>",
    "<text:note-citation>",
    "</text:note-citation>",
    "<text:note-body>",
    "</text:note-body>",
    "</text:note>",
    "<draw:text-box>",
    "</draw:text-box>",
    "<table:table><table:table-column/><table:table-column/>",
    "<table:table-row>",
    "<table:table-cell>",
    "</table:table-cell>",
    "</table:table-row>",
    "</table:table>",
    "<text:list>",
    "</text:list>",
    "<text:table-of-content>",
    "</text:table-of-content>",
    "<office:annotation>",
    "</office:annotation>",
    "</office:body>",
    "<text:p",
];

fn pieces(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(of), 0..60).prop_map(|pieces| pieces.concat())
}

/// Every place lies in `0..end`, and within a text its pieces do not go back.
fn is_sound(document: &Document, end: usize) {
    let texts = document.blocks.iter().map(|block| &block.text).chain(document.notes.iter().map(|note| &note.text));
    for text in texts {
        for pair in text.pieces.windows(2) {
            assert!(pair[0].source + pair[0].source_len <= pair[1].source);
        }
        assert!(text.hull().is_none_or(|hull| hull.end <= end));
    }
    let blocks = document.blocks.iter().flat_map(|block| &block.spans);
    let notes = document.notes.iter().flat_map(|note| &note.spans);
    let markers = document.markers.iter().filter_map(|marker| marker.span.as_ref());
    assert!(blocks.chain(notes).chain(markers).all(|span| span.start <= span.end && span.end <= end));
    for marker in &document.markers {
        let (text, at) = match marker.place {
            crate::model::Place::Block { block, at } => (&document.blocks[block].text, at),
            crate::model::Place::Note { note, at } => (&document.notes[note].text, at),
        };
        assert!(text.text.is_char_boundary(at));
    }
}

proptest! {
    #[test]
    fn docx_in_disorder(text in pieces(DOCX), notes in pieces(DOCX)) {
        let text = format!("<w:document><w:body>{text}");
        let notes = format!("<w:footnotes>{notes}");
        let bytes = zip(&[("word/document.xml", &text), ("word/footnotes.xml", &notes)]);
        is_sound(&docx::read(&bytes).unwrap(), text.len() + notes.len());
    }

    #[test]
    fn odt_in_disorder(text in pieces(ODT)) {
        let text = format!("<office:document><office:body>{text}");
        let document = odt::read(text.as_bytes()).unwrap();
        is_sound(&document, text.len());
        let texts = document.blocks.iter().flat_map(|block| &block.text.pieces);
        prop_assert!(texts.flat_map(|p| [p.source, p.source + p.source_len]).all(|at| text.is_char_boundary(at as usize)));
    }

    #[test]
    fn bytes_that_are_no_package(mut bytes in Just(zip(&[("word/document.xml", "<w:document><w:p>x</w:p></w:document>")])),
                                 at in any::<prop::sample::Index>(), with in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let at = at.index(bytes.len());
        bytes[at] = with;
        bytes.truncate(cut.index(bytes.len()) + 1);
        let _ = (docx::sniff(&bytes), odt::sniff(&bytes), docx::read(&bytes), odt::read(&bytes));
    }
}
