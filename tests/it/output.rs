//! How answers look and what can be done with them: places that are typed back,
//! concordances, lists of files, short records, folded copies.

use serde_json::{Value, json};

use crate::harness::{Dir, Ran};

const DIARY: &str = "\
---
title: A Diary of the Weir
author: Hanna Ost
date: 1911-03-02
---

# The frost

The sluice froze in the night and the miller broke it open with a pole.[^1] Nobody had told him
that the wheel was chained, and so it was the wheel that broke.

The miller mended the wheel himself. He charged the parish for nine days of it.

# The thaw

In April the sluice ran over, and the meadow below was under water until the hay was due.

[^1]: Parish book, leaf 31.
";

const PAGED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>The Weir Papers</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body>
<pb n="xiv"/><div><head>Of the weir</head>
<p>The weir was made of oak that had lain in the river for a hundred years before it was cut to size.</p></div>
<pb n="xv"/><div><head>Of the toll</head>
<p>The toll was paid in eels at first, and later in coin, which the eels were thought to be worth.</p></div>
</body></text></TEI>
"#;

fn weir() -> Dir {
    let dir = Dir::new();
    dir.file("papers/diary.md", DIARY);
    dir.ibid(&["index", "papers"]).exits(0);
    dir
}

/// The ids of the hits.
fn ids(ran: &Ran) -> Vec<String> {
    ran.hits().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_text_names_an_id_that_get_takes() {
    let dir = weir();
    let text = dir.ibid(&["search", "pole"]).exits(0).out;
    let place = text.lines().find(|line| line.starts_with("papers/diary.md:")).unwrap();
    let (_, hash) = place.split_once('#').unwrap();
    let id = ids(&dir.ibid(&["search", "pole", "--json"])).remove(0);
    for reference in [hash.to_owned(), format!("#{hash}"), format!("diary.md#{hash}"), id.clone()] {
        assert_eq!(ids(&dir.ibid(&["get", &reference, "--json"]).exits(0)), [id.as_str()], "{reference}");
    }
}

#[test]
fn lines_pages_and_sections_are_got() {
    let dir = weir();
    let text = |args: &[&str]| -> Vec<String> {
        let ran = dir.ibid(&[&["get", "--json"], args].concat()).exits(0);
        ran.hits().iter().map(|hit| hit["text"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(text(&["papers/diary.md:16"]).len(), 1);
    assert!(text(&["papers/diary.md:9-16"]).len() > 1);
    let section = text(&["papers/diary.md:9", "--section"]).join(" ");
    assert!(section.contains("broke it open") && section.contains("charged the parish") && !section.contains("April"));
    dir.file("papers/weir.xml", PAGED);
    dir.ibid(&["index", "papers"]).exits(0);
    assert!(text(&["weir.xml:p.xv"])[0].contains("paid in eels"));
    assert!(text(&["weir.xml:p.xiv"])[0].contains("made of oak"));
    let missing = dir.ibid(&["get", "weir.xml:p.xx"]).exits(1).err;
    assert!(
        missing.contains("no text on page xx of papers/weir.xml") && missing.contains("p.xiv to p.xv"),
        "{missing}"
    );
}

#[test]
fn a_file_alone_gives_its_sections() {
    let dir = weir();
    let text = dir.ibid(&["get", "papers/diary.md"]).exits(0).out;
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("The frost  papers/diary.md:"), "{text}");
    assert!(lines[0].ends_with("1 note") && lines[1].starts_with("The thaw  papers/diary.md:"), "{text}");
    let sections = dir.ibid(&["get", "./papers/diary.md", "--json"]).exits(0).json();
    assert_eq!(sections[1]["section"], json!(["The thaw"]));
    dir.ibid(&["get", sections[1]["id"].as_str().unwrap()]).exits(0);
}

#[test]
fn several_references_are_answered_in_order() {
    let dir = weir();
    let ran =
        dir.ibid_with(&["get", "--json", "papers/diary.md:16", "-"], "nothing.txt:3\n\npapers/diary.md:9\n").exits(0);
    let told: Vec<(Value, Value)> =
        ran.json().iter().map(|record| (record["type"].clone(), record["query"].clone())).collect();
    let want = [("hit", "papers/diary.md:16"), ("error", "nothing.txt:3"), ("hit", "papers/diary.md:9")];
    assert_eq!(told, want.map(|(kind, query)| (json!(kind), json!(query))));
    let ran = dir.ibid(&["get", "nothing.txt:3", "papers/diary.md:9"]).exits(0);
    assert!(ran.err.contains("nothing.txt:3") && ran.out.contains("broke it open"), "{}{}", ran.err, ran.out);
    dir.ibid(&["get", "nothing.txt:3", "nothing.txt:4"]).exits(1);
    // title and headings once, for what stands under the same ones
    let text = dir.ibid(&["get", "papers/diary.md:9", "--section"]).exits(0).out;
    assert_eq!(text.matches("A Diary of the Weir").count(), 1, "{text}");
}

#[test]
fn where_there_are_no_lines_the_page_is_told() {
    let dir = Dir::new();
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/one-text");
    let pdf = std::fs::read(seeds.join("the-keepers-of-skerra-light.pdf")).unwrap();
    dir.file("papers/keepers.pdf", pdf);
    dir.ibid(&["index", "papers"]).exits(0);
    let search = |format: &str| dir.ibid(&["search", "insurers", "--format", format]).exits(0).out;
    assert!(search("text").contains("papers/keepers.pdf:p2  #"), "{}", search("text"));
    assert!(search("kwic").starts_with("papers/keepers.pdf:p2  "), "{}", search("kwic"));
    assert!(search("grep").starts_with("papers/keepers.pdf:p2:0:"), "{}", search("grep"));
    let page = dir.ibid(&["get", "papers/keepers.pdf:p2"]).exits(0).out;
    assert!(page.contains("the insurers"), "{page}");
    let missing = dir.ibid(&["get", "papers/keepers.pdf:p9"]).exits(1).err;
    assert!(missing.contains("it has pages p1 to p2"), "{missing}");
    let line = dir.ibid(&["get", "papers/keepers.pdf:3"]).exits(1).err;
    assert!(line.contains("the file has pages: papers/keepers.pdf:p1"), "{line}");
}

#[test]
fn a_concordance_is_sorted_and_counted() {
    let dir = weir();
    let lines = |args: &[&str]| -> Vec<String> {
        let ran = dir.ibid(&[&["search", "wheel OR miller", "--format", "kwic"], args].concat()).exits(0);
        ran.out.lines().map(str::to_owned).collect()
    };
    let all = lines(&["--sort", "right", "--limit", "0"]);
    assert_eq!(all.len(), 5, "{all:#?}");
    let follows = |line: &String| {
        let (_, right) = line.rsplit_once("wheel  ").or_else(|| line.rsplit_once("miller  ")).unwrap();
        right.split(' ').next().unwrap().to_owned()
    };
    assert_eq!(all.iter().map(follows).collect::<Vec<_>>(), ["broke", "himself.", "mended", "that", "was"]);
    assert_eq!(lines(&["--sort", "right", "--limit", "2", "--offset", "1"]), all[1..3]);
    let sorted = dir.ibid(&["search", "wheel", "--sort", "left"]).exits(2).err;
    assert!(sorted.contains("--format kwic"), "{sorted}");
    let count =
        |args: &[&str]| dir.ibid(&[&["search", "wheel OR miller", "--count-matches"], args].concat()).exits(0).out;
    assert_eq!(count(&[]), "5\n");
    assert_eq!(count(&["--json"]), "{\"type\":\"match_count\",\"v\":1,\"matches\":5,\"partial\":false}\n");
}

#[test]
fn lists_of_files_are_in_order_and_open_from_here() {
    let dir = Dir::new();
    let letter = |date: &str, text: &str| format!("---\ntitle: A letter\ndate: {date}\n---\n\n{text}\n");
    dir.file("post/a b.md", letter("1890-01-01", "The ferry is late, and the ferry bell rings, ferry after ferry."));
    dir.file("post/c.md", letter("1911-01-01", "Of the many things that one might say of it, the ferry is the least."));
    dir.file("post/d.md", letter("1900-01-01", "The ferry is late."));
    dir.ibid(&["index", "post"]).exits(0);
    let list = |args: &[&str]| dir.ibid(&[&["search", "-l", "ferry"], args].concat()).exits(0).out;
    assert_eq!(list(&[]), "post/a b.md\npost/c.md\npost/d.md\n");
    assert_eq!(list(&["--sort", "date"]), "post/c.md\npost/d.md\npost/a b.md\n");
    assert_eq!(list(&["--sort", "score"]).lines().last(), Some("post/c.md"));
    assert_eq!(list(&["-0"]), "post/a b.md\0post/c.md\0post/d.md\0");
    let record: Value = serde_json::from_str(list(&["--json"]).lines().next().unwrap()).unwrap();
    assert_eq!(record["path"], "post/a b.md");
    assert!(std::path::Path::new(record["file"].as_str().unwrap()).is_file());
    dir.ibid(&["search", "-0", "ferry"]).exits(2);
}

#[test]
fn what_was_cut_short_is_told_with_every_number() {
    let dir = Dir::new();
    let words: String = (0..5200).map(|n| format!("tally{n}x\n\n")).collect();
    dir.file("papers/words.txt", words);
    dir.ibid(&["index", "papers"]).exits(0);
    for flag in ["-c", "-l", "--count-matches"] {
        let ran = dir.ibid(&["search", flag, "/tally[0-9]+x/"]).exits(0);
        assert!(ran.err.contains("means 5200 words; only the first 5000"), "{flag}: {}", ran.err);
    }
    let count = dir.ibid(&["search", "-c", "--json", "/tally[0-9]+x/"]).exits(0);
    assert_eq!(count.json()[0]["partial"], true);
    assert_eq!(dir.ibid(&["search", "-c", "/tally7.x/"]).exits(0).err, "");
}

#[test]
fn queries_of_a_batch_bring_their_own_flags() {
    let dir = weir();
    let batch = r#"{"id":1,"query":"parish","in":"notes"}
{"id":2,"query":"parish","in":"body"}
{"id":3,"query":"parish","format":"csv"}
{"id":4,"query":"wheel","glob":"*.txt"}
"#;
    let ran = dir.ibid_with(&["search", "--batch", "-"], batch).exits(2);
    let hits = ran.hits();
    let found: Vec<(&Value, &Value)> = hits.iter().map(|hit| (&hit["query"], &hit["in"])).collect();
    assert_eq!(found, [(&json!(1), &json!("note")), (&json!(2), &json!("body"))]);
    let error = ran.json().into_iter().find(|record| record["type"] == "error").unwrap();
    assert_eq!(error["message"], "`format` cannot be given for one query; give --format on the command line");
}

#[test]
fn two_runs_print_the_same_bytes() {
    let dir = weir();
    let run = |args: &[&str]| dir.ibid(&[&["search", "sluice", "--json"], args].concat()).exits(0);
    assert_eq!(run(&[]).out, run(&[]).out);
    assert!(run(&[]).json().last().unwrap().get("elapsed_ms").is_none());
    assert!(run(&["--stats"]).json().last().unwrap()["elapsed_ms"].is_f64());
}

#[test]
fn a_short_record_has_what_one_needs_to_quote() {
    let dir = weir();
    let ran = dir.ibid(&["search", "\"broke it open\"", "--format", "brief"]).exits(0);
    let hit = ran.hits().remove(0);
    let keys: Vec<&String> = hit.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["type", "v", "id", "title", "author", "date", "section", "place", "text", "notes"]);
    assert_eq!(hit["text"], "The sluice froze in the night and the miller broke it open with a pole.");
    assert_eq!((&hit["place"], &hit["notes"]), (&json!("line 9"), &json!(["[1] Parish book, leaf 31."])));
    let got = dir.ibid(&["get", hit["id"].as_str().unwrap(), "--format", "brief"]).exits(0).hits().remove(0);
    assert!(got["text"].as_str().unwrap().contains("Nobody had told him"), "{got}");
}

#[test]
fn fields_lie_in_lists_too() {
    let dir = weir();
    let ran = dir.ibid(&["search", "pole", "--json", "--fields", "matches.text,notes.label,document.date"]).exits(0);
    let want =
        r#"{"type":"hit","v":1,"document":{"date":"1911-03-02"},"matches":[{"text":"pole"}],"notes":[{"label":"1"}]}"#;
    assert_eq!(ran.out.lines().next(), Some(want));
    let ran = dir.ibid(&["search", "pole", "--json", "--fields", "notes.lable"]).exits(2);
    assert!(ran.err.contains("there is no field `notes.lable`"), "{}", ran.err);
}

const STORY: &str = "The diver went down at noon with a line round his waist, and came up with the bell of the ship.";

/// Copies of a story: two that differ in looks, one with a note, one with another
/// number in it, one with a negation more, one with another note.
fn copies() -> Dir {
    let dir = Dir::new();
    let story = |from: &str, to: &str| STORY.replace(from, to);
    dir.file("in/a.txt", STORY);
    dir.file("in/b.md", format!("{}\n", story("bell", "*bell*")));
    dir.file("in/c.html", format!("<html><body><p>{}</p></body></html>", story("with a line", "with\n a <b>line</b>")));
    dir.file("in/d.txt", format!("{}[1]\n\n[1] Told by his son.\n", STORY));
    dir.file("in/e.txt", format!("{}[1]\n\n[1] A tale of the harbour.\n", STORY));
    dir.file("in/f.txt", story("at noon", "at 12"));
    dir.file("in/g.txt", story("went down", "never went down"));
    dir.file(
        "in/h.txt",
        "A bell and a diver are on the sign of the inn, and nobody knows why they are there any more.",
    );
    dir.ibid(&["index", "in"]).exits(0);
    dir
}

#[test]
fn copies_are_folded_under_the_best_with_notes() {
    let dir = copies();
    let ran = dir.ibid(&["search", "diver bell", "--json"]).exits(0);
    let of = |end: &str| ran.hits().into_iter().find(|hit| hit["id"].as_str().unwrap().contains(end));
    for hidden in ["a.txt", "b.md", "c.html"] {
        assert!(of(hidden).is_none(), "{hidden}");
    }
    for shown in ["d.txt", "e.txt", "f.txt", "g.txt", "h.txt"] {
        assert!(of(shown).is_some(), "{shown}");
    }
    let mut copies: Vec<String> = Vec::new();
    for shown in ["d.txt", "e.txt"] {
        let hit = of(shown).unwrap();
        copies.extend(hit["copies"].as_array().into_iter().flatten().map(|id| id.as_str().unwrap().to_owned()));
    }
    let mut files: Vec<&str> = copies.iter().map(|id| id.split('#').next().unwrap()).collect();
    files.sort_unstable();
    assert_eq!(files, ["in/a.txt", "in/b.md", "in/c.html"]);
    let summary = ran.json().pop().unwrap();
    let told = ["shown", "folded", "total", "truncated"].map(|key| summary[key].clone());
    assert_eq!(told, [json!(5), json!(3), json!(8), json!(false)]);
    dir.ibid(&["get", &copies[0]]).exits(0);
}

#[test]
fn all_copies_are_there_when_asked_for_and_counted() {
    let dir = copies();
    let shown = |args: &[&str]| dir.ibid(&[&["search", "diver bell"], args].concat()).exits(0);
    assert_eq!(ids(&shown(&["--json", "--all-copies"])).len(), 8);
    assert_eq!(shown(&["-c"]).out, "8\n");
    assert_eq!(shown(&["-l"]).out.lines().count(), 8);
    assert_eq!(shown(&["--format", "trec"]).out.lines().count(), 8);
    assert_eq!(shown(&["--json", "--fields", "id"]).hits().len(), 5);
    assert!(
        shown(&[]).err.contains("5 of 8 passages; 3 copies folded (--all-copies shows them)"),
        "{}",
        shown(&[]).err
    );
    assert!(shown(&[]).out.contains("copies, in in/"), "{}", shown(&[]).out);
}

#[test]
fn pages_go_by_what_is_shown() {
    let dir = copies();
    for query in ["diver bell", "\"the diver\"", "title:x OR diver"] {
        for sort in ["score", "position", "date"] {
            let page = |limit: &str, offset: &str| {
                let args = ["search", query, "--json", "--sort", sort, "--limit", limit, "--offset", offset];
                dir.ibid(&args)
            };
            let all = ids(&page("0", "0"));
            let by_two: Vec<String> = (0..4).flat_map(|n| ids(&page("2", &(2 * n).to_string()))).collect();
            assert_eq!(by_two, all, "{query} by {sort}");
            let last = page("2", &(all.len() - 1).to_string());
            assert_eq!(last.json().pop().unwrap()["truncated"], false);
            let ranks: Vec<Value> = page("2", "1").hits().iter().map(|hit| hit["rank"].clone()).collect();
            assert_eq!(ranks, [json!(2), json!(3)]);
        }
    }
}
