//! `ibid extract`: what is read, as JSON lines.

use serde_json::Value;

use crate::harness::{Dir, range};

const TEXT: &str = "A Title\n\nCafé by the river,[1] and more.[2]\n\nNotes\n\n[1] So it is.\n\n[3] Never called.\n";

fn of<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["type"] == kind).collect()
}

#[test]
fn blocks_notes_and_links_are_told_with_their_places() {
    let dir = Dir::new();
    dir.file("a.txt", TEXT);
    let lines = dir.ibid(&["extract", "a.txt"]).exits(0).json();
    let document = &lines[0];
    assert_eq!((&document["type"], &document["format"]), (&"document".into(), &"text".into()));
    for (kind, count) in [("block", "blocks"), ("note", "notes"), ("link", "links")] {
        assert_eq!(of(&lines, kind).len() as u64, document[count].as_u64().unwrap(), "{kind}");
    }
    let links = of(&lines, "link");
    let bytes = |record: &Value| {
        let (start, end) = range(&record["bytes"]);
        &TEXT[start..end]
    };
    assert_eq!((bytes(links[0]), bytes(links[1])), ("[1]", "[2]"));
    assert_eq!((&links[0]["status"], &links[1]["status"]), (&"resolved".into(), &"missing".into()));
    let block = &of(&lines, "block")[links[0]["block"].as_u64().unwrap() as usize];
    let (at, at_char) = (links[0]["at"].as_u64().unwrap() as usize, links[0]["at_char"].as_u64().unwrap() as usize);
    let text = block["text"].as_str().unwrap();
    assert_eq!((&text[..at], at_char), ("Café by the river,", at - 1));
    let notes = of(&lines, "note");
    assert_eq!((notes[0]["text"].as_str(), notes[0]["called_by"][0].as_u64()), (Some("So it is."), Some(0)));
    assert_eq!(notes[1]["called_by"].as_array().unwrap().len(), 0);
    assert_eq!(bytes(notes[0]), "[1] So it is.");
}

#[test]
fn the_status_says_whether_all_was_read() {
    let dir = Dir::new();
    dir.file("in/a.txt", TEXT).file("in/b.txt", b"\x7fELF\0\0");
    let ran = dir.ibid(&["extract", "in"]).exits(0);
    assert!(ran.err.contains("no reader for .elf") && ran.err.ends_with("1 file could not be read\n"), "{}", ran.err);
    assert_eq!(of(&ran.json(), "document").len(), 1);
    dir.ibid(&["extract", "--strict", "in"]).exits(3);
    dir.ibid(&["extract", "gone.txt", "in/a.txt"]).exits(2);
}
