//! `ibid verify`: manuscripts of our own against two sources of our own, in
//! `tests/cases/verify`, and what must hold of any.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::Value;

use crate::harness::{Dir, range};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/verify")
}

/// A folder with the sources indexed.
fn indexed() -> Dir {
    let dir = Dir::new();
    dir.folder("sources", &folder().join("sources"));
    dir.file("sources.csv", std::fs::read(folder().join("sources.csv")).unwrap());
    dir.ibid(&["index", "sources", "--meta", "sources.csv", "--quiet"]).exits(0);
    dir
}

fn verified(dir: &Dir, name: &str, text: &str) -> Vec<Value> {
    dir.file(name, text);
    let ran = dir.ibid(&["verify", "--json", name]);
    assert!(ran.status < 2, "{}", ran.err);
    let mut records = ran.json();
    let summary = records.pop().unwrap();
    assert_eq!(summary["type"], "summary");
    assert_eq!(summary["quotations"], records.len());
    records
}

#[test]
fn every_case_reads_as_its_snapshot() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../cases/verify");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _scope = settings.bind_to_scope();
    let dir = indexed();
    for name in ["grades.md", "marks.txt", "blocks.md"] {
        dir.file(name, std::fs::read(folder().join(name)).unwrap());
        let ran = dir.ibid(&["verify", "--color", "never", name]);
        insta::assert_snapshot!(name, format!("{}{}exit {}\n", ran.out, ran.err, ran.status));
    }
}

#[test]
fn the_bytes_are_the_quotation_and_its_source() {
    let dir = indexed();
    for name in ["grades.md", "marks.txt"] {
        let text = std::fs::read_to_string(folder().join(name)).unwrap();
        for record in verified(&dir, name, &text) {
            let (start, end) = range(&record["bytes"]);
            let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let quoted = record["text"].as_str().unwrap();
            if !quoted.contains("\n\n") {
                assert_eq!(plain(&text[start..end]), plain(quoted));
            }
            let source = &record["source"];
            if source["matched"].is_null() {
                continue;
            }
            let (start, end) = range(&source["matched"]);
            let matched = &source["text"].as_str().unwrap()[start..end];
            let file = dir.bytes(source["path"].as_str().unwrap());
            let (start, end) = range(&source["locator"]["bytes"]);
            let there = String::from_utf8(file[start..end].to_vec()).unwrap();
            let bare = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            assert_eq!(bare(&there), bare(matched), "{record}");
            let id = source["id"].as_str().unwrap();
            dir.ibid(&["get", id]).exits(0);
        }
    }
}

#[test]
fn the_status_tells_whether_all_is_well() {
    let dir = indexed();
    dir.file("bad.txt", "He “kept two ledgers, in the other” of which\n");
    dir.file("good.md", "He “kept two ledgers” of which we know, “the ice held until April”.\n");
    dir.file("none.md", "Nothing is “quoted” here.\n");
    dir.ibid(&["verify", "bad.txt"]).exits(1);
    dir.ibid(&["verify", "good.md"]).exits(0);
    let ran = dir.ibid(&["verify", "--short", "good.md"]).exits(0);
    assert!(ran.err.contains("2 quotations: 2 exact"), "{}", ran.err);
    let ran = dir.ibid(&["verify", "none.md"]).exits(0);
    assert!(ran.out.is_empty() && ran.err.contains("no quotations to check in none.md; 1 of fewer"), "{}", ran.err);
    dir.ibid(&["verify", "gone.md"]).exits(2);
    let ran = Dir::new().file("a.md", "“a b c d”").ibid(&["verify", "a.md"]).exits(2);
    assert!(ran.err.contains("no index here"), "{}", ran.err);
}

#[test]
fn a_manuscript_in_the_index_is_no_source_of_itself() {
    let dir = indexed();
    let text = "We say that “no swan was seen upon the river for the rest of the reign”.\n";
    dir.file("sources/own.txt", text);
    dir.ibid(&["index", "sources", "--quiet"]).exits(0);
    let ran = dir.ibid(&["verify", "--json", "sources/own.txt"]).exits(1);
    assert_eq!(ran.json()[0]["grade"], "absent");
    dir.file("copy.txt", text);
    assert_eq!(dir.ibid(&["verify", "--json", "copy.txt"]).exits(0).json()[0]["grade"], "exact");
}

/// A folder with one source of its own, "The Audit" by Mara Quill, 2019.
fn with_source(text: &str) -> Dir {
    let dir = Dir::new();
    dir.file("sources/audit.md", format!("---\ntitle: The Audit\nauthor: Mara Quill\ndate: 2019\n---\n\n{text}\n"));
    dir
}

/// The grades of the quotations of a manuscript.
fn grades(dir: &Dir, text: &str) -> Vec<String> {
    dir.ibid(&["index", "sources", "--quiet"]).exits(0);
    verified(dir, "m.md", text).iter().map(|record| record["grade"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_ellipsis_may_stand_for_many_pages() {
    let between = "The clerks wrote this down and then wrote down something else of no importance. ".repeat(110);
    let text = format!(
        "My first word to this house is patience. {between}\n\n{between}\n\nMy last word is that it never shall be."
    );
    let quoted = "“My first word to this house is patience. … My last word is that it never shall be.”";
    assert_eq!(grades(&with_source(&text), quoted), ["marked"]);
    let other_way = "“My last word is that it never shall be. … My first word to this house is patience.”";
    assert_ne!(grades(&with_source(&text), other_way), ["marked"]);
}

#[test]
fn figures_signs_and_cut_words_are_alterations() {
    let source = "The clerks said that they can't close the books of the year. Sales rose by 2.5 percent in the south \
        and the port paid £7 million to the widows. The guards fired on non-swimmers in the bay, and 10–12 boats were \
        lost. The therapist was nowhere to be seen. At dawn it was −4 degrees on the quay. The rate was 6% at first. \
        He would re-sign the lease of the mill.";
    let dir = with_source(source);
    let altered = [
        "Sales rose by 25 percent in the south",
        "the port paid $7 million to the widows",
        "$7 million to the widows",
        "7 million to the widows",
        "in the bay, and 1012 boats were lost",
        "in the bay, and 10 12 boats were lost",
        "it was 4 degrees on the quay",
        "4 degrees on the quay",
        "clerks said that they can",
        "Sales rose by 2",
        "swimmers in the bay, and",
        "The rate was 6",
        "The rapist was nowhere to be seen",
        "The therapist was now here to be seen",
        "He would resign the lease of the mill",
    ];
    let text: String = altered.iter().map(|quote| format!("He wrote: “{quote}”\n\n")).collect();
    for (quote, grade) in altered.iter().zip(grades(&dir, &text)) {
        assert_eq!(grade, "altered", "{quote}");
    }
    for record in verified(&dir, "m.md", &text) {
        assert_ne!(record["difference"].as_array().unwrap().len(), 0, "{record}");
    }
    let good = "“the port paid £7 million” and “and 10-12 boats were lost” and “it was -4 degrees on the quay” and \
        “The rate was 6%” and “Sales rose by 2.5 percent”";
    assert_eq!(grades(&dir, good), ["exact", "typographic", "typographic", "exact", "exact"]);
}

#[test]
fn block_quotations_next_to_each_other_are_told_apart() {
    let dir = with_source(
        "The tide tables were printed in blue and sold for a penny. The guards slept.\n\nNobody bought them in the \
         second year of the war.",
    );
    dir.file("sources/quay.txt", "The fishermen of the quay chose their own foreman every spring.\n");
    let two = "He has it thus:\n\n> The tide tables were printed in blue and sold for a penny.\n\n\
        > The fishermen of the quay chose their own foreman every spring.\n";
    assert_eq!(grades(&dir, two), ["exact", "exact"]);
    let html = two.replace("> ", "<blockquote><p>").replace(".\n", ".</p></blockquote>\n");
    dir.file("m.html", format!("<p>{html}"));
    let ran = dir.ibid(&["verify", "--json", "m.html"]).exits(0);
    assert_eq!(ran.json().len(), 3, "{}", ran.out);
    let one = "He has it thus:\n\n> The guards slept.\n>\n> Nobody bought them in the second year of the war.\n";
    assert_eq!(grades(&dir, one), ["exact"]);
    let noted = "So:\n\n> The tide tables were printed in blue and sold for a penny.[^1]\n\n\
        > The fishermen of the quay chose their own foreman every spring.[^2]\n\n\
        [^1]: Mara Quill, *The Audit* (Northquay: Pilot Press, 2019), 3.\n\
        [^2]: Bo Ek, *Weather* (Northquay: Pilot Press, 1952), 3.\n";
    assert_eq!(grades(&dir, noted), ["exact", "exact"]);
    let named: Vec<Value> = verified(&dir, "m.md", noted).iter().map(|record| record["named"].clone()).collect();
    assert!(named.iter().all(|works| works.as_array().unwrap().len() == 1), "{named:?}");
}

#[test]
fn no_one_is_accused_without_need() {
    let dir = indexed();
    let ledger = "Ada Silt, *The Harbour Ledger* (Northquay: Pilot Press, 1931), 4.";
    let quote = "“Prices follow the weather, but they follow it late.”";
    for (sentence, note, want) in [
        ("One writes that", ledger.to_owned(), "misattributed"),
        ("One writes that", format!("But see {ledger}"), "exact"),
        ("One writes that", format!("Cf. {ledger}"), "exact"),
        ("Ek writes that", ledger.to_owned(), "exact"),
        ("In *Grain and Weather* we read that", ledger.to_owned(), "exact"),
    ] {
        let text = format!("{sentence} {quote}[^1]\n\n[^1]: {note}\n");
        assert_eq!(verified(&dir, "m.md", &text)[0]["grade"], want, "{text}");
    }
}

#[test]
fn a_work_is_named_before_the_quotation_or_under_it() {
    let dir = indexed();
    let quote = "Prices follow the weather, but they follow it late.";
    for text in [
        format!("Silt (1931: 4) writes: “{quote}”\n"),
        format!("So it is:\n\n> {quote}\n> -- Ada Silt, The Harbour Ledger (1931)\n"),
    ] {
        let record = verified(&dir, "m.md", &text).remove(0);
        assert_eq!(record["text"], quote, "{text}");
        assert_eq!(record["named"][0]["indexed"], true, "{text}: {record}");
    }
}

#[test]
fn what_the_named_work_nearly_has_is_altered_there() {
    let dir = indexed();
    dir.file("sources/late.txt", "Prices follow the weather, but they follow it soon enough for all of us.\n");
    dir.ibid(&["index", "sources", "--meta", "sources.csv", "--quiet"]).exits(0);
    let text = "He says: “Prices follow the weather, but they follow it soon.”[^1]\n\n\
        [^1]: Bo Ek, *Grain and Weather* (Northquay: Pilot Press, 1952), 3.\n";
    let record = verified(&dir, "m.md", text).remove(0);
    assert_eq!(record["grade"], "altered", "{record}");
    assert_eq!(record["source"]["path"], "sources/weather.txt");
    assert_eq!(record["elsewhere"]["path"], "sources/late.txt");
}

/// Words of the source as they stand, marks aside.
const SOURCE: &str = "In the winter of that year the ice held until April, and no grain came in. The \
    commissioners who had promised bread to the lower town met on eleven evenings, and on each of them agreed to \
    meet again.\n\nThe bakers did not wait. They sent a boat along the coast, under a borrowed flag, and bought rye \
    at a price that the ledgers do not tell.\n\nWhen the ice broke, the ledgers were taken to the capital; only the \
    second one arrived.";

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn what_is_quoted_word_for_word_is_exact(stretches in prop::collection::vec((0usize..60, 4usize..40), 6)) {
        let dir = indexed();
        let words: Vec<&str> = SOURCE.split(' ').collect();
        let mut text = String::new();
        for (from, len) in stretches {
            let to = (from + len).min(words.len());
            let quoted = words[from.min(to - 4)..to].join(" ").replace("\n\n", " ");
            text.push_str(&format!("She says: “{quoted}” and more.\n\n"));
        }
        for record in verified(&dir, "m.txt", &text) {
            prop_assert_eq!(&record["grade"], "exact", "{}", record);
        }
    }

    #[test]
    fn no_heap_of_marks_breaks_it(text in "([“”\"'‘’«»„\\[\\]…. \n]|the ice held|until April|bread){0,60}") {
        let dir = indexed();
        verified(&dir, "m.txt", &text);
    }
}

/// Sources of which an editor has put words in brackets, and what may be quoted of them.
fn edited() -> Dir {
    let dir = Dir::new();
    let log = "The keeper wrote that the boat had [never] come in before the storm, and that [the elder] pilot \
        was asleep. [T]he others of the crew were not on deck when it struck the pier, as he saw.\n";
    dir.file("s/log.txt", log);
    dir.ibid(&["index", "s", "--quiet"]).exits(0);
    dir
}

#[test]
fn what_an_editor_put_in_brackets_is_not_the_authors() {
    let dir = edited();
    for (quoted, grade, source) in [
        ("the boat had never come in before the storm", "altered", Some("[never]")),
        ("and that the elder pilot was asleep", "altered", Some("[the elder]")),
        ("and that elder pilot was asleep", "altered", None),
        ("the boat had come in before the storm", "altered", Some("[never]")),
        ("the boat had [never] come in before the storm", "exact", None),
        ("the others of the crew were not on deck", "typographic", None),
        ("The others of the crew were not on deck", "typographic", None),
    ] {
        let records = verified(&dir, "m.md", &format!("He says “{quoted}” there.\n"));
        assert_eq!(records[0]["grade"], grade, "{quoted}: {}", records[0]);
        if let Some(source) = source {
            assert!(records[0]["difference"][0]["source"].as_str().unwrap().contains(source.trim_matches(['[', ']'])));
        }
        let good = matches!(grade, "exact" | "typographic");
        assert_eq!(dir.ibid(&["verify", "m.md"]).status, i32::from(!good), "{quoted}");
    }
}

#[test]
fn what_stands_for_other_words_is_shown_with_them() {
    let dir = edited();
    let shown = |quoted: &str| {
        dir.file("m.md", format!("He says “{quoted}” there.\n"));
        let ran = dir.ibid(&["verify", "--color", "never", "m.md"]);
        format!("{}{}", ran.out, ran.err)
    };
    let replaced = shown("[nobody] of the crew were not on deck when it struck");
    assert!(
        replaced.contains("[-T]he others-] [nobody]") || replaced.contains("[-[T]he others-] [nobody]"),
        "{replaced}"
    );
    let beginning = shown("[the younger] pilot was asleep");
    assert!(beginning.contains("[-elder-] younger]"), "{beginning}");
    let dropped = shown("The others of the crew were … on deck when it struck");
    assert!(dropped.contains("[-not-] …"), "{dropped}");
    assert!(dropped.contains("a negation is left out: “not”"), "{dropped}");
    assert!(dropped.contains("1 marked; 1 leaves a negation out"), "{dropped}");
    let kept = shown("The others … were not on deck when it struck");
    assert!(!kept.contains("negation") && kept.contains("[-of the crew-]"), "{kept}");
}

#[test]
fn a_manuscript_comes_from_a_pipe() {
    let dir = edited();
    let text = "He says “were not on deck when it struck the pier”.[^1]\n\n[^1]: The log.\n";
    let ran = dir.ibid_with(&["verify", "--json", "-"], text).exits(0);
    let records = ran.json();
    assert_eq!((&records[0]["grade"], &records[1]["path"]), (&"exact".into(), &"-".into()));
}

#[test]
fn verse_in_a_sentence_is_as_it_is_in_lines() {
    let dir = Dir::new();
    dir.file(
        "s/song.txt",
        "The Weir\n\nThe water comes by night and day\nAnd carries half the hill away,\nBut never asks the miller.\n",
    );
    dir.ibid(&["index", "s", "--quiet"]).exits(0);
    for (quoted, grade) in [
        ("comes by night and day / And carries half the hill away", "typographic"),
        ("half the hill away, / But never asks", "typographic"),
        ("comes by night / and day And carries half the hill", "altered"),
        ("comes by night and day / And carried half the hill away", "altered"),
    ] {
        let records = verified(&dir, "m.md", &format!("The song has “{quoted}” in it.\n"));
        assert_eq!(records[0]["grade"], grade, "{quoted}");
    }
}

#[test]
fn what_is_shown_of_a_source_is_whole_words() {
    let dir = Dir::new();
    let long = |word: &str| (0..60).map(|n| format!("{word}{n:03}")).collect::<Vec<_>>().join(" ");
    let text =
        format!("Before it {} the bell was rung at noon by nobody {} after.\n", long("harbourmaster"), long("quay"));
    dir.file("s/a.txt", text);
    dir.ibid(&["index", "s", "--quiet"]).exits(0);
    dir.file("m.md", "He says “the bell was rung at noon by somebody” there.\n");
    let out = dir.ibid(&["verify", "--color", "never", "m.md"]).out;
    let (start, end) = (out.find("… ").unwrap(), out.rfind(" …").unwrap());
    assert!(out[start..].starts_with("… harbourmaster"), "{out}");
    assert!(out[..end].ends_with(|c: char| c.is_ascii_digit()) && out[end - 8..end].contains("quay"), "{out}");
}
