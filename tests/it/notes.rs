//! `ibid notes` on a case for each convention and each false friend: the
//! texts and what is read in them stand in `tests/cases/notes`.

use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;

use ibid::model::{Document, Place, Status};
use ibid::{link, read};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/notes");
    let mut out: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    out.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    out.sort();
    out
}

#[test]
fn every_case_reads_as_its_snapshot() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../cases/notes");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _scope = settings.bind_to_scope();
    for case in cases() {
        let run = Command::new(env!("CARGO_BIN_EXE_ibid"))
            .args(["notes", "--color", "never"])
            .arg(case.file_name().unwrap())
            .current_dir(case.parent().unwrap())
            .output()
            .unwrap();
        let text = String::from_utf8(run.stdout).unwrap();
        let status = run.status.code().unwrap();
        insta::assert_snapshot!(case.file_stem().unwrap().to_str().unwrap(), format!("{text}exit {status}\n"));
    }
}

fn linked(text: &str) -> Document {
    let mut document = (read::FORMATS[0].read)(text.as_bytes()).unwrap();
    link::link(&mut document);
    document
}

/// Checks what must hold of any linked text.
fn check(text: &str) -> Result<(), TestCaseError> {
    let document = linked(text);
    for marker in &document.markers {
        let span = marker.span.unwrap();
        let own = &text[span.start..span.end];
        let raised =
            |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().zip('0'..='9').find(|(high, _)| *high == c).map_or(c, |(_, low)| low);
        prop_assert!(
            own.chars().map(raised).collect::<String>().contains(&marker.label),
            "{own:?} holds {:?}",
            marker.label
        );
        prop_assert_eq!(marker.note.is_some(), marker.status == Status::Resolved);
        let (of, at) = match marker.place {
            Place::Block { block, at } => (&document.blocks[block].text.text, at),
            Place::Note { note, at } => (&document.notes[note].text.text, at),
        };
        prop_assert!(of.is_char_boundary(at), "{at} in {of:?}");
    }
    Ok(())
}

#[test]
fn markers_of_the_cases_are_where_they_say() {
    for case in cases() {
        check(&std::fs::read_to_string(&case).unwrap()).unwrap();
    }
}

#[test]
fn cutting_leaves_the_other_words_in_place() {
    let text = "Of the commissioners[1] met.[2]Then the [3]others, /4/ too.\n\n[1] One.\n\n[2] Two.\n\n[3] Three.\n";
    let document = linked(text);
    assert_eq!(document.blocks[0].text.text, "Of the commissioners met. Then the others, /4/ too.");
    for (at, c) in document.blocks[0].text.text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
        let byte = document.blocks[0].text.source_at(at).unwrap();
        assert_eq!(text[byte..].chars().next(), Some(c));
    }
}

const FRAGMENTS: &[&str] = &[
    "[1]",
    "[2] ",
    "[Footnote 1: ",
    "]",
    "(1)",
    "1. ",
    "2 ",
    "* ",
    "*",
    "†",
    "‡ ",
    "¹",
    "²",
    "/1/",
    "{3}",
    "word",
    " ",
    "\n",
    "\n\n",
    "\u{c}",
    "a ",
    "b",
    "é.",
    "“",
    "**",
    "[a]",
    "^1",
    "<4>",
    "Notes\n\n",
    "  ",
    "12",
    "|",
    "§",
    "[^1]",
];

proptest! {
    #[test]
    fn any_heap_of_labels_is_survived(picks in prop::collection::vec(0..FRAGMENTS.len(), 0..80)) {
        let text: String = picks.iter().map(|pick| FRAGMENTS[*pick]).collect();
        check(&text)?;
    }
}
