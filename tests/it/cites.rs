//! `ibid cites` on cases of our own, and the ratchet over annotated citations
//! where they are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::{Value, json};

use ibid::model::citation::{CiteStatus, NoteCites};
use ibid::model::{Block, BlockKind, Document};
use ibid::span::Mapped;
use ibid::{cite, link, read};

use crate::harness::Dir;

fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut out: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    out.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    out.sort();
    out
}

#[test]
fn every_case_reads_as_its_snapshot() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../cases/citations");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _scope = settings.bind_to_scope();
    for case in cases("citations") {
        let text = std::fs::read_to_string(&case).unwrap();
        let dir = Dir::new();
        let people = dir.ibid_with(&["cites", "--color", "never", "-"], &text).exits(0).out;
        let mut shown = people;
        for cite in dir.ibid_with(&["cites", "--json", "-"], &text).exits(0).json() {
            let fields = ["kind", "author", "title", "container", "publisher", "date", "volume", "pages", "locator"];
            let said = fields.iter().filter(|field| !cite[**field].is_null() && cite[**field] != json!([]));
            let said: Vec<String> = said.map(|field| format!("{field} {}", cite[*field])).collect();
            shown.push_str(&format!("\n{}: {}", cite["number"], said.join(", ")));
        }
        insta::assert_snapshot!(case.file_stem().unwrap().to_str().unwrap(), shown);
    }
}

#[test]
fn the_bytes_are_the_citation() {
    let text = "é: see J. Doe, ‘A <b>Title</b> of Æ’ (1990) 3 Law 4.\nIbid.\n";
    let dir = Dir::new();
    for cite in dir.ibid_with(&["cites", "--json", "-"], text).exits(0).json() {
        let (start, end) = crate::harness::range(&cite["bytes"]);
        let bare = text[start..end].replace("<b>", "").replace("</b>", "");
        assert_eq!(bare, cite["raw"].as_str().unwrap());
    }
}

#[test]
fn numbers_errors_and_nothing() {
    let dir = Dir::new();
    let found =
        dir.ibid_with(&["cites", "--json", "-"], "{\"number\":8,\"text\":\"J. Doe, Silt (1990) 3.\"}\n").exits(0);
    assert_eq!((&found.json()[0]["number"], &found.json()[0]["line"]), (&json!(8), &json!(1)));
    dir.ibid_with(&["cites", "-"], "It was so, and it is still so.\n").exits(1);
    let bad = dir.ibid_with(&["cites", "-"], "{\"number\":8}\nJ. Doe, Silt (1990) 3.\n").exits(2);
    assert!(bad.err.contains("line 1: no `text` in it") && bad.out.contains("J. Doe, Silt (1990)"), "{}", bad.err);
    assert!(dir.ibid(&["cites", "gone.txt"]).exits(2).err.contains("gone.txt"));
}

#[test]
fn a_document_is_no_list_of_notes() {
    let dir = Dir::new();
    dir.file("a.pdf", include_bytes!("../cases/formats/pdf/report.pdf"));
    let ran = dir.ibid(&["cites", "a.pdf"]).exits(2);
    assert!(ran.err.contains("ibid notes a.pdf"), "{}", ran.err);
}

#[test]
fn notes_of_a_document_carry_their_citations() {
    let dir = Dir::new();
    dir.file("a.txt", "Silt.[1] Again.[2]\n\n[1] J. Doe, ‘On Silt’ (1990) 3 Rivers 4.\n\n[2] Ibid.\n");
    let notes = dir.ibid(&["notes", "--json", "a.txt"]).exits(0).json();
    let cites = &notes[1]["note"]["cites"][0];
    assert_eq!(
        (&cites["form"], &cites["status"], &cites["resolves_to"]["number"]),
        (&json!("ibid"), &json!("resolved"), &json!(1))
    );
    let (start, end) = crate::harness::range(&cites["bytes"]);
    assert_eq!(&dir.bytes("a.txt")[start..end], b"Ibid.");
    dir.ibid(&["index", "."]).exits(0);
    let hits = dir.ibid(&["search", "--json", "silt"]).exits(0).hits();
    assert_eq!(hits[0]["notes"][0]["cites"][0]["container"], "Rivers");
}

/// A document of plain text with what it cites.
fn cited(text: &str) -> Document {
    let mut document = read::text::read(text.as_bytes()).unwrap();
    link::link(&mut document);
    document.cites = cite::of_document(&document);
    document
}

#[test]
fn texts_cite_what_their_snapshots_say() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../cases/cited-text");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _scope = settings.bind_to_scope();
    for case in cases("cited-text") {
        let document = cited(&std::fs::read_to_string(&case).unwrap());
        let mut shown = String::new();
        for (_, cite) in &document.cites.text {
            let work = cite.work.as_ref().map_or(String::new(), |work| format!(" -> {}", work.raw));
            shown.push_str(&format!("{:?} {:?} {:?}: {}{work}\n", cite.kind, cite.form, cite.status, cite.raw));
        }
        for (_, named) in &document.cites.attributions {
            shown.push_str(&format!("named {}: {}\n", named.source, named.raw));
        }
        insta::assert_snapshot!(case.file_stem().unwrap().to_str().unwrap(), shown);
    }
}

#[test]
fn a_list_of_works_and_the_notes_explain_each_other() {
    let text = "It silts (Ek 1990).[1] It does (Moss 2001).\n\n[1] Ek 1990, p. 3.\n\nReferences\n\n\
                Ek, B. (1990). The young delta. Journal of Rivers, 12, 1-20.\n";
    let cites = cited(text).cites;
    let note = &cites.notes[0][0];
    let works: Vec<_> = cites.text.iter().map(|(_, cite)| (cite.raw.as_str(), cite.status)).collect();
    assert_eq!(note.status, CiteStatus::Resolved, "{note:?}");
    let target = note.resolves_to.as_ref().unwrap();
    assert_eq!((target.number, target.index), (None, None));
    assert!(target.raw.as_ref().unwrap().starts_with("Ek, B. (1990)"));
    // Moss is in no list: a place and a year would look the same.
    assert_eq!(works.len(), 2, "{works:?}");
    assert_eq!(works[0], ("Ek 1990", CiteStatus::Resolved));
}

/// Citations annotated by others, where they are: never in the project.
fn annotated() -> Option<PathBuf> {
    let given = std::env::var_os("IBID_CITATIONS").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/notes-dev/citations");
    let folder = given.unwrap_or_else(beside);
    if folder.join("eyecite-find.jsonl").exists() {
        return Some(folder);
    }
    eprintln!("skipped: no annotated citations; set IBID_CITATIONS");
    None
}

fn rows(path: &Path) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// True where the citations of a case, and nothing else, are found in it.
fn passes(row: &Value) -> bool {
    let text = row["text"].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut left: Vec<String> = cite::find(&text).iter().map(|cite| squash(&cite.raw)).collect();
    for wanted in row["expected"].as_array().unwrap() {
        let of = |field: &str| wanted["groups"][field].as_str().unwrap_or("");
        let parts = if of("volume").is_empty() || of("page").is_empty() {
            vec![squash(wanted["text"].as_str().unwrap_or(""))]
        } else {
            vec![squash(&format!("{}{}", of("volume"), of("reporter"))), squash(of("page"))]
        };
        let Some(at) = left.iter().position(|raw| parts.iter().all(|part| raw.contains(part))) else { return false };
        left.remove(at);
    }
    left.is_empty()
}

/// `tests/cites-pass.txt` names the cases that pass: one that no longer does
/// fails here, and so does one that newly does and is not entered.
#[test]
fn cases_that_passed_pass() {
    let Some(folder) = annotated() else { return };
    let rows = rows(&folder.join("eyecite-find.jsonl"));
    let now: BTreeSet<String> =
        (1..).zip(&rows).filter(|(_, row)| passes(row)).map(|(n, _)| format!("find {n}")).collect();
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cites-pass.txt");
    let before: BTreeSet<String> = std::fs::read_to_string(list).unwrap().lines().map(str::to_owned).collect();
    let changed: Vec<&String> = before.symmetric_difference(&now).collect();
    assert!(changed.is_empty(), "changed: {changed:?}");
}

#[test]
fn no_short_form_is_led_wrong() {
    let Some(folder) = annotated() else { return };
    for row in rows(&folder.join("eyecite-resolve.jsonl")) {
        let cites = row["citations"].as_array().unwrap();
        let note =
            |(n, cite): (u32, &Value)| NoteCites { number: Some(n), cites: cite::find(cite["text"].as_str().unwrap()) };
        let mut notes: Vec<NoteCites> = (1..).zip(cites).map(note).collect();
        cite::resolve(&mut notes);
        for (note, wanted) in notes.iter().zip(cites) {
            for cite in note.cites.iter().filter(|cite| cite.is_short()) {
                let number = cite.resolves_to.as_ref().and_then(|to| to.number);
                let got = number.map(|number| cites[number as usize - 1]["expected_resource"].clone());
                assert_eq!(got.unwrap_or(Value::Null), wanted["expected_resource"], "{row}");
            }
        }
    }
}

/// Checks what must hold of any text.
fn check(text: &str) -> Result<(), TestCaseError> {
    let mut notes = vec![
        NoteCites { number: Some(1), cites: cite::find(text) },
        NoteCites { number: Some(2), cites: cite::find(text) },
    ];
    cite::resolve(&mut notes);
    for cite in notes.iter().flat_map(|note| &note.cites) {
        prop_assert!(
            cite.start < cite.end && text.is_char_boundary(cite.start) && text.is_char_boundary(cite.end),
            "{cite:?}"
        );
        prop_assert!(text.contains('<') || text[cite.start..cite.end] == cite.raw);
        prop_assert_eq!(
            cite.resolves_to.is_some(),
            cite.status == CiteStatus::Resolved || cite.status == CiteStatus::Full && cite.resolves_to.is_some()
        );
    }
    for pair in notes[0].cites.windows(2) {
        prop_assert!(pair[0].end <= pair[1].start, "{pair:?}");
    }
    for found in cite::attributions(text) {
        prop_assert_eq!(&text[found.start..found.end], &found.raw);
    }
    in_text(text)
}

/// Checks the citations of a document with this text: each stands where it says,
/// apart from the others, and no target has the number of a note that is none.
fn in_text(text: &str) -> Result<(), TestCaseError> {
    let mut document = Document { blocks: vec![block(text), block(text)], ..Document::default() };
    document.blocks[1].section = vec!["References".to_owned()];
    document.layout.lines = vec![0];
    let cites = cite::of_document(&document);
    let (mut place, mut listed) = ((0, 0), 0);
    for (block, cite) in &cites.text {
        prop_assert!((*block, cite.start) >= place && cite.start < cite.end, "{cite:?}");
        place = (*block, cite.end);
        listed += block;
        prop_assert!(text.contains('<') || text[cite.start..cite.end] == cite.raw, "{cite:?}");
        prop_assert!(cite.bytes.is_some_and(|bytes| (bytes.start, bytes.end) == (cite.start, cite.end)));
        prop_assert!(cite.resolves_to.as_ref().is_none_or(|to| to.number.is_none() && to.index.is_none()));
    }
    prop_assert!(listed <= cite::find(text).len().max(1));
    Ok(())
}

fn block(text: &str) -> Block {
    Block::new(BlockKind::Paragraph, Mapped::identity(text, 0))
}

#[test]
fn hostile_texts_take_no_more_than_their_length() {
    for piece in [
        "(Ek 1990; ",
        "[1990] ",
        "1 U.S. 1 ",
        "Id. ",
        "§ 1 ",
        "told A ",
        "(1990) ",
        "See A. B. ",
        "Ek (1990) ",
        "((",
        "http://a.b ",
        "according to Mr. ",
    ] {
        let text = piece.repeat(300_000 / piece.len());
        let start = std::time::Instant::now();
        cited(&text);
        assert!(start.elapsed().as_secs() < 20, "{piece:?}: {:?}", start.elapsed());
    }
}

#[test]
fn nothing_is_lost_of_the_checks() -> Result<(), TestCaseError> {
    check("It silts (Ek 1990: 3; Moss et al. 2001), see Roe v. Pell, 40 U.S. 12 (1841). Id. at 13.")
}

/// Pieces that citations are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Ek, B.",
        "Moss",
        "‘On Silt’",
        "“",
        "”",
        "(1994)",
        "57",
        "U.S.",
        "Modern Law Rev.",
        "467",
        "ibid.",
        "op. cit.",
        "n. 7",
        "§",
        "v.",
        "Id.",
        "at 2",
        ";",
        ".",
        ",",
        "see",
        "In",
        "(",
        ")",
        "[",
        "]",
        "doi:10.1/x",
        "http://a.b/c",
        "pp. 3–4",
        "interview,",
        "2001",
        "éß",
        "<i>",
        "</i>",
        "Act",
        "supra",
        "above",
        "note 5",
        "told",
        "Reuters",
        "according to",
        "ECLI:EU:C:2014:317",
        "\u{2028}",
        "王",
        "-",
        "—",
        "10.",
        "'",
    ]);
    prop::collection::vec((piece, prop::bool::ANY), 0..40).prop_map(|all| {
        all.into_iter().map(|(piece, blank)| if blank { format!("{piece} ") } else { piece.to_owned() }).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_read_without_fault(text in "\\PC{0,120}") {
        check(&text)?;
    }

    #[test]
    fn any_order_of_pieces_is_read_without_fault(text in pieces()) {
        check(&text)?;
    }
}

#[test]
fn hostile_notes_take_no_more_than_their_length() {
    for piece in [
        "(",
        "“",
        "‘",
        "Ibid. ",
        "1 U.S. 1, ",
        "A. B., ",
        "see ",
        "§ 1, ",
        "Ek 1990; ",
        "<i",
        "Smith v. ",
        "n. 7 ",
        "\"a ",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let start = std::time::Instant::now();
        let mut notes = vec![NoteCites { number: Some(1), cites: cite::find(&text) }];
        cite::resolve(&mut notes);
        assert!(start.elapsed().as_secs() < 20, "{piece:?}: {:?}", start.elapsed());
    }
}
