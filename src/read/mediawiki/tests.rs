//! Small pages and what is read in them.

use super::read;
use crate::model::{BlockKind, Document, Status};

fn document(source: &str) -> Document {
    read(source.as_bytes()).unwrap()
}

fn text(source: &str) -> String {
    let document = document(source);
    let blocks: Vec<&str> = document.blocks.iter().map(|block| block.text.text.as_str()).collect();
    blocks.join("|")
}

fn notes(source: &str) -> Vec<(String, String)> {
    let of = |note: &crate::model::Note| (note.label.clone(), note.text.text.clone());
    document(source).notes.iter().map(of).collect()
}

#[test]
fn signs_within_a_line() {
    assert_eq!(text("'''Bold''' ''and'' '''''both''''' it's"), "Bold and both it's");
    assert_eq!(text("[[a|b]]s [[c]] [[:d]] [http://x.org e] &amp; &lt;"), "bs c d e & <");
    assert_eq!(text("one<br />two <nowiki>''x''</nowiki> <!-- no -->end"), "one two ''x'' end");
    assert_eq!(text("x < y, a [sic] {brace} {{nbsp}}so __NOTOC__"), "x < y, a [sic] {brace} so");
}

#[test]
fn a_reference_may_be_defined_after_its_first_use() {
    let page = document("A<ref name=\"x\"/> b<ref name = 'x'>The note.</ref>");
    assert!(page.markers.iter().all(|marker| marker.status == Status::Resolved && marker.label == "1"));
    assert_eq!(page.notes[0].text.text, "The note.");
}

#[test]
fn the_bytes_of_marker_and_note() {
    let source = "A<ref name=x>See ''B''.</ref>, c{{efn|D.}} e.";
    let page = document(source);
    let bytes = |span: crate::span::Span| &source[span.start..span.end];
    assert_eq!(bytes(page.markers[0].span.unwrap()), "<ref name=x>");
    assert_eq!(bytes(page.notes[0].hull().unwrap()), "See ''B''.</ref>");
    assert_eq!(bytes(page.markers[1].span.unwrap()), "{{efn");
    assert_eq!(bytes(page.notes[1].hull().unwrap()), "|D.}}");
    assert_eq!(page.blocks[0].text.text, "A, c e.");
}

#[test]
fn groups_have_labels_of_their_own() {
    let source = "A<ref>1</ref><ref group=n>2</ref>{{efn|3}}<ref>4</ref>{{refn|group=n|5}}{{#tag:ref|6|group=n}}";
    let labels: Vec<String> = notes(source).into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels, ["1", "n 1", "a", "2", "n 2", "n 3"]);
}

#[test]
fn notes_that_are_defined_in_a_list() {
    let page =
        document("A<ref name=x/>{{r|y}}.\n<references>\n<ref name=x>X.</ref>\n<ref name=y>Y.</ref>\n</references>");
    let found: Vec<&str> =
        page.markers.iter().map(|marker| page.notes[marker.note.unwrap()].text.text.as_str()).collect();
    assert_eq!(found, ["X.", "Y."]);
    assert_eq!(text("A.\n{{reflist|2|refs=<ref name=x>X.</ref>}}\nB."), "A.|B.");
}

#[test]
fn a_work_is_shown_as_the_page_does() {
    let source = "<ref>{{Cite journal |title=On [[river|Rivers]] |first=Ann |last=Bee |journal=''Water'' |volume=3 |issue=2 |page=7 |date=May 2001 |doi=10.1/x }}</ref>";
    assert_eq!(notes(source)[0].1, "Bee, Ann (May 2001). “On Rivers”. Water. 3 (2). p. 7. doi:10.1/x.");
    assert_eq!(text("{{harvnb|Bee|Dee|2001|loc=note 3}}"), "Bee & Dee 2001, note 3");
}

#[test]
fn boxes_are_no_text_of_the_work_but_their_references_are_called() {
    let page = document("{{Infobox x\n| a = B<ref name=s>S.</ref>\n}}\nText<ref name=s />.");
    assert_eq!(page.blocks[0].kind, BlockKind::Chrome);
    assert!(page.markers.iter().all(|marker| marker.note == Some(0)));
}

#[test]
fn tables_by_rows() {
    let source = "{| class=x\n! A !! B\n|-\n| 1 || style=\"y\" | 2\n|-\n| a\n| b\n|}\nAfter.";
    assert_eq!(text(source), "A B|1 2|a b|After.");
}
