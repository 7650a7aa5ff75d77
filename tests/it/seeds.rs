//! The sample documents against the truth about their notes, which was written
//! down with them and owes nothing to the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::{Dir, range, real_seeds};

/// Byte of the marker (`None` for an orphan), byte of the note (`None` where
/// it is missing), label, status.
type Row = (Option<usize>, Option<usize>, String, String);

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

fn truth() -> BTreeMap<String, Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seeds-truth.jsonl");
    let mut out: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        out.entry(row["path"].as_str().unwrap().to_owned()).or_default().push(row);
    }
    out
}

/// The rows of `seeds/SOURCES.csv`: path, title, publisher, date, bytes, hash.
fn sources() -> Vec<csv::StringRecord> {
    let table = csv::Reader::from_path(seeds().join("SOURCES.csv")).unwrap().into_records();
    table.map(|row| row.unwrap()).collect()
}

fn byte(value: &Value) -> Option<usize> {
    value.as_u64().map(|byte| byte as usize)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn wanted(rows: &[Value]) -> BTreeSet<Row> {
    let row = |row: &Value| (byte(&row["byte"]), byte(&row["note_byte"]), text(&row["label"]), text(&row["status"]));
    rows.iter().map(row).collect()
}

/// What `ibid notes --json` says of a sample document, in the truth's terms.
fn found(name: &str) -> BTreeSet<Row> {
    let path = seeds().join(name);
    let ran = Dir::new().ibid(&["notes", "--json", path.to_str().unwrap()]);
    let start = |value: &Value| value.get("bytes").map(|bytes| range(bytes).0);
    let row = |record: Value| match record["type"].as_str() {
        Some("marker") => {
            Some((start(&record), start(&record["note"]), text(&record["label"]), text(&record["status"])))
        }
        Some("orphan") => Some((None, start(&record["note"]), text(&record["label"]), "orphan".to_owned())),
        _ => None,
    };
    ran.json().into_iter().filter_map(row).collect()
}

/// Guards the files themselves: an editor or a checkout that changes line ends
/// or encodings moves every byte.
#[test]
fn the_truth_names_the_bytes_of_markers_and_notes() {
    for (name, rows) in truth() {
        let bytes = std::fs::read(seeds().join(&name)).unwrap();
        let stands = |at: usize, what: &str| {
            let latin: Option<Vec<u8>> = what.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
            bytes[at..].starts_with(what.as_bytes()) || latin.is_some_and(|latin| bytes[at..].starts_with(&latin))
        };
        for row in rows {
            if let Some(at) = byte(&row["byte"]) {
                assert!(stands(at, row["marker"].as_str().unwrap()), "{row}");
            }
            if let Some(at) = byte(&row["note_byte"]) {
                let opening: String = row["note"].as_str().unwrap().chars().take(12).collect();
                assert!(stands(at, opening.trim_end()), "{row}");
            }
        }
    }
}

#[test]
fn every_sample_document_has_its_truth() {
    let real: BTreeSet<String> = sources().into_iter().map(|source| source[0].to_owned()).collect();
    let texts: BTreeSet<String> = std::fs::read_dir(seeds())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".txt") && !real.contains(name))
        .collect();
    let in_truth: BTreeSet<String> = truth().into_keys().chain(["the-last-tram.txt".to_owned()]).collect();
    assert_eq!(texts, in_truth);
}

#[test]
fn the_table_of_real_documents_says_what_they_are() {
    let Some(dir) = real_seeds() else { return };
    for source in sources() {
        let bytes = std::fs::read(dir.join(&source[0])).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains(&source[1]) && text.contains(&source[2]), "{source:?}");
        assert_eq!(bytes.len().to_string(), &source[4], "{source:?}");
    }
}

#[test]
fn the_notes_of_the_sample_documents_are_linked_as_written() {
    let mut wrong = Vec::new();
    for (name, rows) in truth() {
        let (wanted, found) = (wanted(&rows), found(&name));
        wrong.extend(wanted.difference(&found).map(|row| format!("{name}: not found {row:?}")));
        wrong.extend(found.difference(&wanted).map(|row| format!("{name}: not so    {row:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_column_without_notes_has_none() {
    assert_eq!(found("the-last-tram.txt"), BTreeSet::new());
}
