//! Small files and what is read in them.

use super::read;
use crate::model::{BlockKind, Document};

fn document(inner: &str) -> Document {
    read(format!("{{\\rtf1\\ansi {inner}}}").as_bytes()).unwrap()
}

fn text(inner: &str) -> String {
    let document = document(inner);
    let blocks: Vec<&str> = document.blocks.iter().map(|block| block.text.text.as_str()).collect();
    blocks.join("|")
}

fn notes(inner: &str) -> Vec<(String, String)> {
    let of = |note: &crate::model::Note| (note.label.clone(), note.text.text.clone());
    document(inner).notes.iter().map(of).collect()
}

#[test]
fn characters_of_every_kind() {
    assert_eq!(text(r"na\'efve \u233?t\u233 ?\~x \{y\} a\-b\emdash c"), "naïve été x {y} ab—c");
    assert_eq!(text(r"{\uc0\u233}{\uc3\u233 abc}\u55357?\u56832?"), "éé😀");
    assert_eq!(text("one\ntwo\\\nthree\\par four"), "onetwo|three|four");
    assert_eq!(text(r"{\fonttbl{\f1\fcharset238 X;}}\'b9{\f1\'b9}\'b9"), "¹ą¹");
}

#[test]
fn notes_of_deleted_text_are_deleted_with_their_numbers() {
    let note = |text: &str| format!(r"{{\super\chftn}}{{\footnote\chftn  {text}}}");
    let (one, two, three) = (note("one"), note("two"), note("three"));
    let found = notes(&format!(r"a{one} {{\deleted b{two}}} c{three}"));
    assert_eq!(found, [("1".into(), "one".into()), ("2".into(), "three".into())]);
    for gone in [r"\deleted\chftn  two", r"\pard\plain {\deleted\chftn}{\deleted  two}"] {
        let found = notes(&format!(r"a{one} b{{\super\chftn}}{{\footnote{gone}}} c{three}"));
        assert_eq!(found, [("1".into(), "one".into()), ("2".into(), "three".into())], "{gone}");
    }
    // words of a note may be deleted, and it stays
    let found = notes(r"a\chftn{\footnote\chftn  one{\deleted  two}}");
    assert_eq!(found, [("1".into(), "one".into())]);
}

#[test]
fn comments_on_notes_stand_beside_the_work() {
    let comment = r"{\*\atnauthor Ann}\chatn{\*\annotation Check 10{\super 3}.}";
    let of = document(&format!(r"a\chftn{{\footnote\chftn  b{comment} c}} d\par e"));
    assert_eq!(of.notes[0].text.text, "b c");
    let beside = of.blocks.iter().find(|block| block.kind == BlockKind::Chrome);
    assert!(beside.is_some_and(|block| block.text.text.starts_with("Ann: Check")));
    assert_eq!(of.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).count(), 2);
}

#[test]
fn labels_of_notes() {
    let note = r"a\chftn{\footnote\chftn  b}";
    assert_eq!(notes(&note.repeat(2)), [("1".into(), "b".into()), ("2".into(), "b".into())]);
    assert_eq!(notes(&format!(r"\ftnnrlc\ftnstart3 {note}"))[0].0, "iii");
    let restart = format!(r"\ftnrestart {note}\sect {note}");
    assert_eq!(notes(&restart)[1].0, "1");
    assert_eq!(notes(r"a{\super\'86}{\footnote {\super\'86} b}"), [("†".into(), "b".into())]);
    assert_eq!(notes(r"a{\footnote b}"), [("".into(), "b".into())]);
}

#[test]
fn the_bytes_of_marker_and_note() {
    let source = r"{\rtf1 Word{\super\chftn}{\footnote\chftn  Note.} on.}";
    let document = read(source.as_bytes()).unwrap();
    let bytes = |span: crate::span::Span| &source[span.start..span.end];
    assert_eq!(bytes(document.markers[0].span.unwrap()), r"\chftn}{\footnote");
    assert_eq!(bytes(document.notes[0].text.hull().unwrap()), "Note.");
    assert_eq!(bytes(document.notes[0].hull().unwrap()), r"\chftn  Note.}");
    assert_eq!(document.blocks[0].text.text, "Word on.");
}

#[test]
fn raised_text_that_calls_nothing_stays() {
    assert_eq!(text(r"10{\super th} of x{\super 2}\par y{\super 3}"), "10th of x²|y³");
}

#[test]
fn what_is_no_text() {
    assert_eq!(text(r"a{\*\what b}{\pict 00ff}{\v c}{\deleted d}{\field{\*\fldinst E}{\fldrslt f}}\bin2 }}g"), "afg");
    let head = document(r"{\header Head\par}Text");
    assert_eq!(head.blocks[0].kind, BlockKind::Chrome);
    assert_eq!(head.blocks[1].kind, BlockKind::Paragraph);
}

#[test]
fn comments_and_automatic_numbers() {
    let comment = r"The lamp{\*\atnid Q}{\*\atnauthor Ada Quill}{\*\annotation{\*\atndate 1073741824}Which?} burned.";
    let document = document(comment);
    let blocks: Vec<&str> = document.blocks.iter().map(|block| block.text.text.as_str()).collect();
    assert_eq!(blocks[0], "The lamp burned.");
    assert!(blocks[1].starts_with("Ada Quill") && blocks[1].ends_with(": Which?"), "{blocks:?}");
    assert_eq!(document.blocks[1].kind, BlockKind::Chrome);
    assert_eq!(
        text(r"{\listtext\pard Article 1.\tab}\pard The quay.\par{\listtext\f3 o\tab}\pard A boat."),
        "Article 1. The quay.|A boat."
    );
}

#[test]
fn damage_is_said() {
    for (source, damaged) in [(r"a{\b b}", false), (r"a{\b b", true), (r"a} and the rest of it", true)] {
        let document = document(source);
        assert_eq!(document.degraded.is_some(), damaged, "{source}: {:?}", document.degraded);
    }
}

#[test]
fn another_file_is_not_read() {
    assert!(read(b"plain text").is_err());
}

#[test]
fn headings_by_their_styles() {
    let styles = r"{\fonttbl{\f2 X;}}{\stylesheet{\ql Normal;}{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}{\s4 Titre 3;}{\s5 Title;}}";
    let document = document(&format!(r"{styles}\s5 T\par\pard\s1 A\par\pard\s2 B\par\pard\s4 C\par\pard D"));
    let levels: Vec<u8> = document.blocks.iter().map(|block| block.level).collect();
    assert_eq!(levels, [1, 1, 2, 3, 0]);
    assert_eq!(document.blocks[4].section, ["A", "B", "C"]);
}
