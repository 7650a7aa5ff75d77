//! The five real source documents, where they are: what the project is for,
//! on the texts that it is for.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{Dir, range, real_seeds};

/// The real documents, copied and indexed.
fn real() -> Option<Dir> {
    let seeds = real_seeds()?;
    let dir = Dir::new();
    for entry in std::fs::read_dir(seeds).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        dir.file(&format!("sources/{name}"), std::fs::read(path).unwrap());
    }
    dir.ibid(&["index", "sources"]).exits(0);
    Some(dir)
}

const REPORT: &str = "sources/003_be051c00c431d03b.txt";

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn nothing_is_lost_and_nothing_else_is_there() {
    let Some(dir) = real() else { return };
    let status = dir.ibid(&["status", "--json"]).exits(0).json();
    let sources: Vec<&Value> = status.iter().filter(|record| record["type"] == "source").collect();
    assert_eq!(sources.len(), 1, "{status:?}");
    let again = dir.ibid(&["index", "--json"]).exits(0).json();
    let files: BTreeMap<&str, &str> = again
        .iter()
        .filter(|record| record["type"] == "file")
        .map(|record| (record["path"].as_str().unwrap(), record["status"].as_str().unwrap()))
        .collect();
    assert_eq!(files.len(), 5, "{files:?}");
    assert!(files.values().all(|status| *status == "indexed"), "{files:?}");
}

#[test]
fn the_article_is_found_and_said_exactly() {
    let Some(dir) = real() else { return };
    let hits = dir.ibid(&["search", "--json", "\"bloody nose\""]).exits(0).hits();
    assert_eq!(hits.len(), 1);
    let hit = &hits[0];
    // told by its ends and its length: the text is not ours to print
    let title = hit["document"]["title"].as_str().unwrap();
    assert!(title.starts_with("How Ukraine is helping") && title.ends_with("who overthrew Assad"), "{title}");
    assert_eq!(title.len(), 60);
    let bytes = dir.bytes(hit["document"]["path"].as_str().unwrap());
    for found in hit["matches"].as_array().unwrap() {
        let (start, end) = range(&found["bytes"]);
        assert_eq!(&bytes[start..end], b"bloody nose");
        assert_eq!(found["line"], 7);
    }
}

#[test]
fn a_phrase_runs_across_a_marker_and_shows_its_note() {
    let Some(dir) = real() else { return };
    let hits = dir.ibid(&["search", "--json", "\"Islamist rhetoric Gulf-based funders\""]).exits(0).hits();
    assert_eq!(hits.len(), 1);
    let note = &hits[0]["notes"][0];
    assert_eq!((&note["label"], &note["status"]), (&json!("1"), &json!("resolved")));
    assert!(note["text"].as_str().unwrap().starts_with("Jonathan Spyer, “Defying the Dictator"));
    let hits = dir.ibid(&["search", "--json", "\"military prowess Over time\""]).exits(0).hits();
    let missing: Vec<&Value> = hits[0]["notes"].as_array().unwrap().iter().filter(|n| n["label"] == "2").collect();
    assert_eq!((missing.len(), &missing[0]["status"], &missing[0]["text"]), (1, &json!("missing"), &Value::Null));
}

#[test]
fn a_word_in_a_note_leads_to_the_sentence_that_cites_it() {
    let Some(dir) = real() else { return };
    let hits = dir.ibid(&["search", "--json", "Spyer"]).exits(0).hits();
    assert_eq!((hits.len(), &hits[0]["in"]), (1, &json!("note")));
    assert!(hits[0]["text"].as_str().unwrap().contains("susceptible to Islamist rhetoric. Gulf-based"));
    dir.ibid(&["search", "--in", "body", "Spyer"]).exits(1);
    dir.ibid(&["search", "--in", "notes", "Spyer"]).exits(0);
    let shown = dir.ibid(&["search", "Spyer"]).exits(0).out;
    assert!(shown.contains("rhetoric.[1]") && shown.contains("Jonathan Spyer"), "{shown}");
}

#[test]
fn footnote_41_above_lands() {
    let Some(dir) = real() else { return };
    let path = dir.path().join(REPORT);
    let markers = dir.ibid(&["notes", "--json", path.to_str().unwrap()]).exits(0).json();
    let markers: Vec<&Value> = markers.iter().filter(|m| m["type"] == "marker").collect();
    let status = |status: &str| markers.iter().filter(|m| m["status"] == status).count();
    assert_eq!((markers.len(), status("resolved"), status("missing")), (112, 99, 13));
    let note = markers.iter().find(|m| m["number"] == 41).unwrap();
    assert!(note["note"]["text"].as_str().unwrap().contains("Ghulu: The Poisoned Dagger"), "{note}");
}

#[test]
fn the_text_of_every_passage_is_at_its_bytes() {
    let Some(dir) = real() else { return };
    let hits = dir.ibid(&["search", "--json", "--limit", "0", "the OR a OR of OR in OR syria"]).exits(0).hits();
    assert!(hits.len() > 100);
    for hit in &hits {
        let bytes = dir.bytes(hit["document"]["path"].as_str().unwrap());
        let spans = hit["locator"]["spans"].as_array().unwrap().iter().map(range);
        let source: String = spans.map(|(start, end)| String::from_utf8(bytes[start..end].to_vec()).unwrap()).collect();
        let mut source = source;
        for label in hit["notes"].as_array().unwrap().iter().map(|n| n["label"].as_str().unwrap()) {
            source = source.replacen(&format!("[{label}]"), "", 1);
        }
        assert_eq!(letters(&source), letters(hit["text"].as_str().unwrap()), "{}", hit["id"]);
    }
}

#[test]
fn ranges_counts_files_and_places() {
    let Some(dir) = real() else { return };
    // no passage has both, the document has
    dir.ibid(&["search", "-c", "+Breadcrumb +Homs"]).exits(1);
    assert_ne!(dir.ibid(&["search", "-c", "--within", "document", "+Breadcrumb +Homs"]).exits(0).out, "0\n");
    // the report spells it otherwise, but for two of its notes
    let files = |scope: &str| dir.ibid(&["search", "-l", "--in", scope, "Hayat Tahrir"]).exits(0).out.lines().count();
    assert_eq!([files("all"), files("body"), files("notes")], [5, 4, 1]);
    dir.ibid(&["search", "-F", "(HTS)"]).exits(0);
    let got = dir.ibid(&["get", "--json", &format!("{REPORT}:43")]).exits(0).hits();
    assert!(got[0]["text"].as_str().unwrap().contains("Islamist rhetoric"), "a line in a note leads to its passage");
    let batch =
        "bloody nose\n{\"id\":\"x\",\"query\":\"Spyer\",\"limit\":1}\n{\"id\":7,\"phrase\":\"HTS’s rule in Idlib\"}\n";
    let ran = dir.ibid_with(&["search", "--batch", "-", "--json"], batch).exits(0);
    let summaries: Vec<Value> = ran.json().into_iter().filter(|r| r["type"] == "summary").collect();
    let ids: Vec<&Value> = summaries.iter().map(|s| &s["query"]).collect();
    assert_eq!(ids, [&json!(1), &json!("x"), &json!(7)]);
}

#[test]
fn pull_quotes_are_folded_under_what_they_repeat() {
    let Some(dir) = real() else { return };
    let hits =
        dir.ibid(&["search", "--json", "\"banned the establishment of new military formations\""]).exits(0).hits();
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0]["pull_quotes"].as_array().unwrap().len(), 1);
    assert!(hits[0]["text"].as_str().unwrap().starts_with("HTS then banned"));
}

#[test]
fn threads_and_order_do_not_change_an_answer() {
    let Some(dir) = real() else { return };
    let answer = |index: &str, jobs: &str| {
        dir.ibid(&["--index", index, "index", "--jobs", jobs, "sources"]).exits(0);
        let ran =
            dir.ibid(&["--index", index, "search", "--json", "--limit", "0", "Turkish ceasefire fighters"]).exits(0);
        ran.hits().iter().map(|hit| (hit["id"].to_string(), hit["score"].to_string())).collect::<Vec<_>>()
    };
    assert_eq!(answer("one", "1"), answer("two", "2"));
}
