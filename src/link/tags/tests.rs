//! Tags and their list, on texts as a reader leaves them.

use crate::model::{Document, Status};

/// What each marker of a text points to: label, and the first word of its note.
fn links(text: &str) -> Vec<(String, String)> {
    let mut document = read(text);
    crate::link::link(&mut document);
    let show = |status: Status| format!("{status:?}").to_lowercase();
    let note = |note: usize| document.notes[note].text.text.split_whitespace().next().unwrap_or("").to_owned();
    let markers = document.markers.iter();
    markers.map(|m| (m.label.clone(), m.note.map_or_else(|| show(m.status), note))).collect()
}

/// A block for each paragraph of a text, its lines joined.
fn read(text: &str) -> Document {
    use crate::model::{Block, BlockKind, Layout};
    use crate::span::{Mapped, Span};
    let mut document = Document { layout: Layout::of(text.as_bytes()), ..Document::default() };
    let (mut open, mut at) = (None::<(Mapped, u16)>, 0);
    for line in text.split_inclusive('\n').chain(["\n"]) {
        let (words, indent) = (line.trim(), line.len() - line.trim_start().len());
        if words.is_empty() {
            if let Some((clean, indent)) = open.take() {
                let heading = clean.text.len() < 20 && indent == 0;
                let kind = if heading { BlockKind::Heading } else { BlockKind::Paragraph };
                document.blocks.push(Block { indent, ..Block::new(kind, clean) });
            }
        } else {
            let (clean, _) = open.get_or_insert((Mapped::new(), indent as u16));
            if let Some(end) = clean.hull() {
                clean.push_replaced(" ", Span::new(end.end, at + indent));
            }
            let mut from = at + indent;
            for word in words.split_inclusive(' ') {
                if word != " " {
                    clean.push(word, from);
                }
                from += word.len();
            }
        }
        at += line.len();
    }
    document
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

const LIST: &str = "References\n\n   [ABC12]  Adams, B., \"Chalk\", 2012.\n\n   [ABC14]  Brown, C.,\n            \"Flint\", 2014.\n\n   [slate]  Clay, D., \"Slate\", 2015.\n\n   [ABC15]\n            Dell, E., 2015.\n";

#[test]
fn a_tag_calls_its_entry_from_anywhere() {
    let text = format!("As [ABC14] says, and [slate, ABC12] too, the [sic] hill of [ABC14] is [ABC 15].\n\n{LIST}");
    let want = [("ABC14", "Brown,"), ("slate", "Clay,"), ("ABC12", "Adams,"), ("ABC14", "Brown,"), ("ABC 15", "Dell,")];
    assert_eq!(links(&text), pairs(&want));
}

#[test]
fn a_sibling_without_entry_is_missing_and_a_tag_of_two_entries_ambiguous() {
    let text =
        format!("As [ABC99] says, in [XYZ1] and [ABC12].\n\n{LIST}\n   [ABC12]  Adams, B., \"Chalk again\", 2013.\n");
    assert_eq!(links(&text), [], "no call is sure");
    let text = text.replace("XYZ1", "ABC14");
    assert_eq!(links(&text), pairs(&[("ABC99", "missing"), ("ABC14", "Brown,"), ("ABC12", "ambiguous")]));
}

#[test]
fn numbers_are_tags_under_such_a_heading_in_any_order() {
    let list = "References\n\n   [1]  Adams, B., \"Chalk\".\n   [2]  Brown, C.,\n        \"Flint\".\n   [3]  Clay, D., \"Slate\".\n";
    let text = format!("Chalk is soft [3], flint is not [1].\nSo [3] says; item list[2] is [7-9] or [2,1].\n\n{list}");
    let want = [("3", "Clay,"), ("1", "Adams,"), ("3", "Clay,"), ("2", "Brown,"), ("1", "Adams,")];
    assert_eq!(links(&text), pairs(&want));
}

#[test]
fn no_list_no_tags() {
    for text in [
        "prog [FILE] [OUT]\n\n  [FILE]  the file to read\n\n  [OUT]   where it goes\n",
        "See [Moss99] and [the group] there.\n",
        "[general]\nname = x\n\nin [general] and [Other2]\n\n[Other2]\nname = y\n",
        "See [Home1] here, [Home2] there.\n\n[Home1]: http://a.example\n\n[Home2]: http://b.example\n",
        "[Enter HAMLET]\n\nTo be.\n\n[Exit HAMLET]\n\n[CHAPTER II]\n",
    ] {
        assert_eq!(links(text), [], "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn any_heap_of_tags_is_survived(
        lines in proptest::collection::vec("( {0,3}\\[(AB1|AB-1|é2|3|x y|,;|)[\\],;]{0,2} {0,2}|\"w\" 1999 |References|\n){0,8}", 0..20)
    ) {
        let text = lines.join("\n");
        let mut document = read(&text);
        crate::link::link(&mut document);
        for marker in &document.markers {
            proptest::prop_assert!(marker.span.is_some_and(|span| text.get(span.start..span.end).is_some()));
        }
    }
}
