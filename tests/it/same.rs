//! One text in every format: the same passages, the same notes, and a phrase
//! across a note found in each.

use std::path::{Path, PathBuf};

use ibid::ingest::read;
use ibid::model::{Document, Status};
use ibid::segment;

use crate::harness::{Dir, real_seeds};

/// A document as far as it should not depend on the format.
#[derive(Debug)]
struct Told {
    name: String,
    /// Letters and digits of each passage's text, and of its section's last heading.
    passages: Vec<(String, String)>,
    /// Letters and digits of the notes, in the order of their numbers.
    notes: Vec<String>,
}

/// Reads a file; what it prints of `front` (title, author, date) is left out,
/// as formats that have metadata do not print it.
fn told(path: &Path, front: &[String]) -> Told {
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    let Ok(document) = read::document(&name, &std::fs::read(path).unwrap()) else {
        return Told { name, passages: Vec::new(), notes: Vec::new() };
    };
    let passages = segment::passages(&document).into_iter().filter(|passage| !passage.is_note && !passage.aside);
    let passage = |passage: ibid::model::Passage| {
        let paragraphs: Vec<String> = passage.places.text().split("\n\n").map(plain).collect();
        let is_front = |paragraph: &String| front.contains(paragraph) || front.concat() == *paragraph;
        let own: String = paragraphs.into_iter().filter(|paragraph| !is_front(paragraph)).collect();
        (plain(passage.section.last().map_or("", String::as_str)), own)
    };
    let mut passages: Vec<(String, String)> = passages.map(passage).filter(|(_, text)| !text.is_empty()).collect();
    if [".txt", ".eml"].iter().any(|plain| name.ends_with(plain)) {
        // no markup says what is a heading: the words alone are the same
        passages = vec![(String::new(), passages.into_iter().map(|(_, text)| text).collect())];
    }
    Told { passages, notes: notes(&document), name }
}

/// Title, author and date of a file, letters and digits alone.
fn front(path: &Path) -> Vec<String> {
    let name = path.file_name().unwrap().to_str().unwrap();
    let meta = read::document(name, &std::fs::read(path).unwrap()).unwrap().meta;
    [meta.title, meta.author, meta.date].into_iter().flatten().map(|field| plain(&field)).collect()
}

/// The first, as the other can be compared with it.
fn beside(first: &Told, other: &Told) -> Vec<(String, String)> {
    match other.passages.as_slice() {
        [(section, _)] if section.is_empty() => {
            vec![(String::new(), first.passages.iter().map(|(_, text)| text.as_str()).collect())]
        }
        _ => first.passages.clone(),
    }
}

fn notes(document: &Document) -> Vec<String> {
    let mut resolved: Vec<(u32, usize)> = document
        .markers
        .iter()
        .filter(|marker| marker.status == Status::Resolved)
        .filter_map(|marker| Some((marker.number?, marker.note?)))
        .collect();
    resolved.sort_unstable();
    resolved.dedup();
    resolved.into_iter().map(|(_, note)| plain(&document.notes[note].text.text)).collect()
}

/// Letters and digits alone.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Files of a folder, by name, that hold the text `stem`.
fn files(folder: &Path, stem: &str) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    out.retain(|path| path.file_name().unwrap().to_str().unwrap().starts_with(&format!("{stem}.")));
    out.retain(|path| path.extension().is_some_and(|extension| extension != "jsonl"));
    out.sort();
    out
}

/// The first difference between two readings, if any.
fn difference(first: &Told, other: &Told) -> Option<String> {
    let notes = first.notes.iter().zip(&other.notes).enumerate().find(|(_, (a, b))| a != b);
    let own = beside(first, other);
    let passages = own.iter().zip(&other.passages).enumerate().find(|(_, (a, b))| a != b);
    let (of, others) = ((first.notes.len(), own.len()), (other.notes.len(), other.passages.len()));
    let found = notes.map(|(nth, (a, b))| format!("note {}:\n  {a}\n  {b}", nth + 1));
    let found = found.or_else(|| passages.map(|(nth, (a, b))| format!("passage {}:\n  {a:?}\n  {b:?}", nth + 1)));
    let found = found.or_else(|| (of != others).then(|| "one has more".to_owned()))?;
    let name = &other.name;
    Some(format!("{name} (notes and passages {others:?}, should be {of:?}): {found}\n"))
}

const STEM: &str = "the-keepers-of-skerra-light";

#[test]
fn one_text_is_the_same_in_every_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/one-text");
    let path = folder.join(format!("{STEM}.md"));
    let front = front(&path);
    let first = told(&path, &front);
    assert_eq!((first.notes.len(), first.passages.len()), (10, 7));
    // what was read from a picture has the picture's mistakes
    let ocr = |path: &PathBuf| ["hocr", "alto"].iter().any(|ocr| path.to_str().unwrap().contains(ocr));
    let others = files(&folder, STEM).into_iter().filter(|path| !ocr(path));
    let differences: String = others.filter_map(|path| difference(&first, &told(&path, &front))).collect();
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn a_phrase_across_a_note_is_found_in_every_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/one-text");
    let dir = Dir::new();
    for path in files(&folder, STEM) {
        dir.file(&format!("s/{}", path.file_name().unwrap().to_str().unwrap()), std::fs::read(&path).unwrap());
    }
    dir.ibid(&["index", "--strict", "s"]).exits(0);
    for phrase in [
        "The commissioners had ordered a lens",
        "rather than at the sea. Ships kept away",
        "The act that did so was passed",
    ] {
        let found = dir.ibid(&["search", "-F", "-l", phrase]).exits(0).out;
        let names = files(&folder, STEM).into_iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned());
        let without: Vec<String> = names.filter(|name| !found.contains(name.as_str())).collect();
        assert!(without.is_empty(), "{phrase:?} is not found in {without:?}");
    }
    let hits = dir.ibid(&["search", "--limit", "0", "--json", "-F", "The commissioners had ordered a lens"]).hits();
    for hit in hits.iter().filter(|hit| !["hocr", "alto"].contains(&hit["document"]["format"].as_str().unwrap())) {
        let note = hit["notes"][0]["text"].as_str().unwrap_or_default();
        assert!(note.starts_with("The Commissioners of Northern Lights"), "{hit}");
    }
}

/// A book of the notes corpus in all its formats.
fn corpus(stem: &str) {
    let Some(folder) = real_seeds().map(|seeds| seeds.join("../notes-dev/formats")).filter(|folder| folder.is_dir())
    else {
        eprintln!("skipped: the corpus of notes is not here");
        return;
    };
    let path = folder.join(format!("{stem}.md"));
    let front = front(&path);
    let first = told(&path, &front);
    // pandoc splits or loses notes of several paragraphs when it writes Org
    let others = files(&folder, stem).into_iter().filter(|path| path.extension().is_some_and(|e| e != "org"));
    let differences: String = others.filter_map(|path| difference(&first, &told(&path, &front))).collect();
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn the_meditations_are_the_same_in_every_format() {
    corpus("meditations");
}

#[test]
fn the_prince_is_the_same_in_every_format() {
    corpus("the-prince");
}
