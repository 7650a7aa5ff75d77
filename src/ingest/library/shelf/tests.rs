//! Entries and the files they are for, by hand.

use std::path::PathBuf;

use super::super::files::of_field;
use super::*;

/// An entry `title | author | date | file`, then fields `name=value`.
fn entry(line: &str, fields: &[(&str, &str)]) -> Entry {
    let said: Vec<Option<String>> =
        line.split('|').map(|part| Some(part.trim().to_owned()).filter(|part| !part.is_empty())).collect();
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let meta =
        Meta { title: said[0].clone(), author: said[1].clone(), date: said[2].clone(), fields, ..Meta::default() };
    let files = said[3].as_deref().map(|field| of_field(field, Path::new("/nowhere"))).unwrap_or_default();
    Entry { meta, files }
}

fn shelf(entries: Vec<Entry>, files: &[&str]) -> Shelf {
    let paths: Vec<PathBuf> = files.iter().map(|file| Path::new("/home/a").join(file)).collect();
    let files: Vec<(String, &Path)> =
        files.iter().zip(&paths).map(|(file, path)| ((*file).to_owned(), path.as_path())).collect();
    Shelf::new(vec![Library { entries, ..Library::default() }], true, &files)
}

fn found(shelf: &Shelf, path: &str, own: &Entry) -> Option<String> {
    shelf.entry(path, &own.meta).and_then(|(entry, _)| entry.meta.title.clone())
}

fn bare() -> Entry {
    entry("|||", &[])
}

#[test]
fn a_path_that_ends_alike_is_enough_where_one_file_has_it() {
    let entries = vec![
        entry("One | | | T:C\\:\\\\lib\\\\x\\\\one.pdf:PDF", &[]),
        entry("Two | | | files/12/paper.pdf", &[]),
        entry("Three | | | files/13/paper.pdf", &[]),
        entry("Four | | | other/text.pdf", &[]),
    ];
    let files = ["s/ONE.pdf", "s/12/paper.pdf", "s/13/paper.pdf", "s/a/text.pdf", "s/b/text.pdf", "s/two.pdf"];
    let shelf = shelf(entries, &files);
    let got: Vec<Option<String>> = files.iter().map(|path| found(&shelf, path, &bare())).collect();
    let want = [Some("One"), Some("Two"), Some("Three"), None, None, None];
    assert_eq!(got, want.map(|title| title.map(str::to_owned)));
    assert_eq!(shelf.doubts, ["`other/text.pdf` may be 2 files"]);
    assert_eq!(shelf.answered(), 3);
}

#[test]
fn two_entries_for_one_file_are_none() {
    let twice = |b: &str| shelf(vec![entry("A | | | x.pdf", &[]), entry(b, &[])], &["s/x.pdf"]);
    assert_eq!(found(&twice("B | | | x.pdf"), "s/x.pdf", &bare()), None);
    assert_eq!(twice("B | | | x.pdf").doubts, ["`s/x.pdf` is named by several entries"]);
    assert_eq!(found(&twice("A | | | x.pdf"), "s/x.pdf", &bare()).as_deref(), Some("A"), "a duplicate is no rival");
    assert_eq!(found(&twice("B | | | s/x.pdf"), "s/x.pdf", &bare()).as_deref(), Some("B"), "the longer path wins");
}

#[test]
fn a_file_that_is_there_is_that_file_alone() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    std::fs::write(root.join("index.html"), "").unwrap();
    let mut own = entry("Mine | | |", &[]);
    own.files = of_field("index.html", &root);
    let shelf = shelf(vec![own], &["s/index.html"]);
    assert_eq!(found(&shelf, "s/index.html", &bare()), None);
}

#[test]
fn identifiers_of_the_file_itself() {
    let shelf = shelf(
        vec![
            entry("Article | | |", &[("doi", "https://doi.org/10.1/ABC")]),
            entry("Book | | |", &[("isbn", "978-3-16-148410-0"), ("type", "book")]),
            entry("Chapter | | |", &[("isbn", "0-306-40615-2"), ("type", "incollection")]),
            entry("Page | | |", &[("url", "http://www.example.org/a/")]),
            entry("Twice | | |", &[("doi", "10.2/x")]),
            entry("Two | | |", &[("doi", "10.2/x")]),
        ],
        &[],
    );
    let by = |name: &str, value: &str| found(&shelf, "s/x", &entry("|||", &[(name, value)]));
    assert_eq!(by("doi", "10.1/abc").as_deref(), Some("Article"));
    assert_eq!(by("isbn", "316148410X").as_deref(), Some("Book"));
    assert_eq!(by("isbn", "0306406152"), None, "the file is the book, the entry its chapter");
    assert_eq!(by("url", "https://example.org/a#top").as_deref(), Some("Page"));
    assert_eq!(by("doi", "10.2/x"), None);
}

#[test]
fn a_title_counts_where_nothing_speaks_against_it() {
    let shelf = shelf(
        vec![entry("The Mill on the Water | Doe, Jane | 1998 |", &[]), entry("Report | Roe, R. | 2001 |", &[])],
        &[],
    );
    let by = |line: &str| found(&shelf, "s/x", &entry(line, &[])).is_some();
    assert!(by("The mill on the water | | |") && by("The Mill, on the Water | Jane Doe | 1998-03 |"));
    assert!(!by("The mill on the water | Ann Lee | |") && !by("The mill on the water | | 1999 |"));
    assert!(!by("Report | | |") && by("Report | | 2001 |") && !by("The mill | | 1998 |"));
}

#[test]
fn another_doi_speaks_against_a_path() {
    let shelf = shelf(vec![entry("A | | | x.pdf", &[("doi", "10.1/a")])], &["s/x.pdf"]);
    assert_eq!(found(&shelf, "s/x.pdf", &entry("|||", &[("doi", "10.1/b")])), None);
    assert!(found(&shelf, "s/x.pdf", &entry("|||", &[("doi", "10.1/A")])).is_some());
}

#[test]
fn an_entry_takes_the_place_of_what_was_inferred_as_a_whole() {
    let source = SourceRecord { name: "s".into(), ..SourceRecord::default() };
    let all = vec![entry("The mill | Doe, Jane | | x.txt", &[("issued", "c. 1850")])];
    let shelf = shelf(all, &["s/x.txt", "s/y.txt"]);
    let own = entry("Chapter I | A Printer | 1999 |", &[("shelf", "7")]).meta;
    let outside = Outside { source: &source, shelf: &shelf };
    let file = |path: &str, format: &str, own_meta: &Meta| FileRecord {
        path: path.into(),
        format: format.into(),
        own_meta: own_meta.clone(),
        ..FileRecord::default()
    };
    let meta = outside.meta(&file("s/x.txt", "text", &own), None);
    assert_eq!((meta.title.as_deref(), meta.author.as_deref()), (Some("The mill"), Some("Doe, Jane")));
    assert_eq!((meta.date, meta.fields["issued"].as_str(), meta.fields["shelf"].as_str()), (None, "c. 1850", "7"));
    let said = outside.meta(&file("s/x.txt", "html", &own), None);
    assert_eq!((said.title.as_deref(), said.author.as_deref()), (Some("Chapter I"), Some("A Printer")));
    let by_title = entry("The Mill | Jane Doe | 1999 |", &[]).meta;
    let meta = outside.meta(&file("s/y.txt", "text", &by_title), None);
    assert_eq!((meta.title.as_deref(), meta.date.as_deref()), (Some("The Mill"), Some("1999")));
}
