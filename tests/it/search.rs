//! `ibid search` and `ibid get` as users and scripts meet them: flags, forms of
//! output, batches, exit statuses.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::harness::{Dir, range};

const REPORT: &str = "\
A Report to the Board

I. The Commission

The commissioners[1] had never met before the winter, and it was the harbour master who kept
the books. Nobody asked him for the ledger until the wreck of the Petrel made it a matter of
public interest, when the town wanted to know who had paid the diver.[2]

[1] Appointed by the Board in 1871; see the Minute Book, where the salaries are hidden.
";

const LETTER: &str = "\
A Letter from the Quay

My dear sister, the harbour is frozen and the boats lie still. I went down to the quay with
\x1b[31mMr. Arden\x1b[0m and we counted eleven of them under the snow, all of them empty, all of
them ours, and there is no telling when the ice will let them go again this year.
";

/// Two documents, indexed.
fn harbour() -> Dir {
    let dir = Dir::new();
    dir.file("papers/report.txt", REPORT).file("papers/letter.txt", LETTER);
    dir.ibid(&["index", "papers"]).exits(0);
    dir
}

#[test]
fn the_exit_status_tells() {
    let dir = harbour();
    dir.ibid(&["search", "harbour"]).exits(0);
    dir.ibid(&["search", "zeppelin"]).exits(1);
    dir.ibid(&["search", "\"harbour"]).exits(2);
    dir.ibid(&["search", "harbour", "--format", "xml"]).exits(2);
    dir.ibid(&["search"]).exits(2);
    dir.ibid(&["search", " "]).exits(2);
    dir.ibid(&["search", "--batch", "no such file"]).exits(2);
    assert_eq!(dir.ibid(&["search", "harbour", "-c"]).exits(0).out, "2\n");
    assert_eq!(dir.ibid(&["search", "-c", "zeppelin"]).exits(1).out, "0\n");
    assert_eq!(dir.ibid(&["search", "-q", "harbour"]).exits(0).out, "");
    assert_eq!(dir.ibid(&["search", "-q", "zeppelin"]).exits(1).err, "");
    assert_eq!(dir.ibid(&["search", "-l", "diver"]).exits(0).out, "papers/report.txt\n");
}

#[test]
fn a_bad_query_is_shown_with_its_place() {
    let ran = harbour().ibid(&["search", "harbour AND met", "OR"]).exits(2);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert!(lines[0].starts_with("error: "), "{}", ran.err);
    assert_eq!(lines[1], "  harbour AND met OR");
    assert_eq!(lines[2], "                  ^", "{}", ran.err);
    assert!(lines[3].starts_with("hint: did you mean `"), "{}", ran.err);
}

#[test]
fn without_an_index_there_is_a_hint() {
    let dir = Dir::new();
    for args in [&["search", "x"] as &[&str], &["get", "x:1"], &["search", "x", "--index", "none"]] {
        let ran = dir.ibid(args).exits(2);
        assert!(ran.err.contains("hint: `ibid index DIR`"), "{}", ran.err);
    }
}

#[test]
fn an_empty_index_is_told() {
    let dir = Dir::new();
    dir.file("papers/.keep", "");
    dir.ibid(&["index", "papers"]).exits(0);
    let ran = dir.ibid(&["search", "harbour"]).exits(1);
    assert!(ran.err.starts_with("nothing found\nhint: no text is indexed"), "{}", ran.err);
    assert!(!harbour().ibid(&["search", "zeppelin"]).exits(1).err.contains("hint"));
}

#[test]
fn seeds_are_indexed_first() {
    let dir = Dir::new();
    dir.file("seeds/report.txt", REPORT);
    let ran = dir.ibid(&["search", "\"commissioners had never met\""]).exits(0);
    assert!(ran.out.contains("commissioners[1] had never met"), "{}", ran.out);
    assert!(ran.err.contains("indexing `seeds`"), "{}", ran.err);
    let again = dir.ibid(&["search", "diver"]).exits(0);
    assert!(!again.err.contains("indexing"), "{}", again.err);
}

#[test]
fn flags_may_follow_the_query() {
    let dir = harbour();
    assert_eq!(dir.ibid(&["search", "harbour", "--limit", "1", "--json"]).exits(0).hits().len(), 1);
    assert_eq!(dir.ibid(&["search", "harbour", "-diver", "--json"]).exits(0).hits().len(), 1);
    dir.ibid(&["search", "harbour", "--jsno"]).exits(2);
    assert_eq!(dir.ibid(&["search", "-F", "--json", "--", "--harbour", "-c"]).exits(1).hits().len(), 0);
}

#[test]
fn people_see_the_notes() {
    let dir = harbour();
    let text = dir.ibid(&["search", "\"paid the diver\""]).exits(0).out;
    assert!(text.contains("\n    [1] Appointed by the Board in 1871"), "{text}");
    assert!(text.contains("[2] called here; no note 2 in this file"), "{text}");
    let text = dir.ibid(&["search", "\"salaries are hidden\""]).exits(0).out;
    assert!(text.contains("commissioners[1] had never met") && text.contains("salaries are hidden"), "{text}");
    assert!(!text.contains("Nobody asked him"), "{text}");
    assert!(!text.contains('\x1b'), "{text}");
}

#[test]
fn control_characters_are_sent_by_no_format() {
    let dir = harbour();
    for format in ["text", "md", "csv", "grep", "kwic", "json", "trec"] {
        let ran = dir.ibid(&["search", "Arden", "--format", format]).exits(0);
        assert!(!ran.out.contains('\x1b'), "{format}: {}", ran.out);
    }
    let ran = dir.ibid(&["search", "Arden", "--color", "always"]).exits(0);
    assert!(ran.out.contains("␛[31mMr. ") && ran.out.contains("\x1b[1m"), "{}", ran.out);
}

#[test]
fn grep_lines_name_the_byte() {
    let dir = harbour();
    let ran = dir.ibid(&["search", "--format", "grep", "\"harbour master\" OR diver OR salaries"]).exits(0);
    for line in ran.out.lines() {
        let parts: Vec<&str> = line.splitn(4, ':').collect();
        let text = String::from_utf8(dir.bytes(parts[0])).unwrap();
        let (line, column): (usize, usize) = (parts[1].parse().unwrap(), parts[2].parse().unwrap());
        let here = &text.lines().nth(line - 1).unwrap()[column - 1..];
        let words = ["harbour master", "diver", "salaries"];
        assert!(words.iter().any(|word| here.starts_with(word)), "{parts:?}: {here}");
    }
    assert_eq!(ran.out.lines().count(), 3, "{}", ran.out);
}

#[test]
fn tables_and_runs() {
    let dir = harbour();
    let csv = dir.ibid(&["search", "harbour", "--format", "csv", "--fields", "rank,path,line"]).exits(0).out;
    assert_eq!(csv.lines().next(), Some("rank,path,line"));
    assert_eq!(csv.lines().count(), 3);
    let run = dir.ibid(&["search", "harbour", "--format", "trec"]).exits(0).out;
    assert!(run.lines().all(|line| line.starts_with("1 Q0 papers/") && line.ends_with(" ibid")), "{run}");
    let hit = &dir.ibid(&["search", "diver", "--json", "--fields", "id,locator.lines"]).exits(0).json()[0];
    let keys: Vec<&String> = hit.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["type", "v", "id", "locator"]);
}

#[test]
fn a_changed_file_is_told() {
    let dir = harbour();
    let stale = || {
        let ran = dir.ibid(&["search", "diver", "--json"]).exits(0);
        let records = ran.json();
        (records[0]["locator"]["stale"].clone(), records.last().unwrap()["stale"].clone())
    };
    assert_eq!(stale(), (json!(false), json!(0)));
    dir.file("papers/report.txt", REPORT);
    assert_eq!(stale(), (json!(false), json!(0)), "the same bytes, written again");
    dir.file("papers/report.txt", REPORT.replace("never", "often"));
    assert_eq!(stale(), (json!(true), json!(1)), "as long as before, other bytes");
    std::fs::remove_file(dir.path().join("papers/report.txt")).unwrap();
    assert_eq!(stale(), (json!(true), json!(1)));
    let text = dir.ibid(&["search", "diver"]).exits(0);
    assert!(text.out.contains("the file is gone") && text.err.contains("1 from files that are gone"), "{}", text.out);
    assert!(!text.out.contains("changed") && !text.err.contains("changed"), "{}{}", text.out, text.err);
    assert_eq!(dir.ibid(&["search", "diver", "--json"]).json()[0]["locator"]["gone"], json!(true));
    dir.file("papers/report.txt", REPORT.replace("never", "often"));
    let text = dir.ibid(&["search", "diver"]).exits(0);
    assert!(text.out.contains("has changed since") && text.err.contains("changed since"), "{}", text.out);
}

#[test]
fn a_batch_is_answered_in_order() {
    let dir = harbour();
    let queries = "harbour\n\n{\"id\":\"q1\",\"query\":\"diver\",\"limit\":1,\"note\":\"mine\"}\n\
                   \"unclosed\n{\"id\":7,\"phrase\":\"the quay (with\"}\n{\"id\":\n{\"id\":[1],\"query\":\"zeppelin\"}\n";
    let ran = dir.ibid_with(&["search", "--batch", "-"], queries).exits(2);
    let ends: Vec<(String, Value)> = ran
        .json()
        .into_iter()
        .filter(|record| record["type"] != "hit")
        .map(|record| (record["type"].as_str().unwrap().to_owned(), record["query"].clone()))
        .collect();
    let end = |what: &str, id: Value| (what.to_owned(), id);
    let want = [
        end("summary", json!(1)),
        end("summary", json!("q1")),
        end("error", json!(4)),
        end("summary", json!(7)),
        end("error", json!(6)),
        end("summary", json!([1])),
    ];
    assert_eq!(ends, want);
    let hits = ran.hits();
    assert!(hits.iter().any(|hit| hit["query"] == 7), "{}", ran.out);
    assert_eq!(hits.iter().filter(|hit| hit["query"] == 1).count(), 2);
    let error = &ran.json()[ran.out.lines().position(|line| line.contains("\"error\"")).unwrap()];
    assert_eq!(error["at"], 0, "{error}");
}

#[test]
fn a_batch_answers_as_it_is_asked() {
    let dir = harbour();
    let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args(["search", "--batch", "-"])
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ask = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for query in ["diver", "quay"] {
        writeln!(ask, "{query}").unwrap();
        // The pipe is still open: a batch that waited for its end would hang here.
        while !answers.next().unwrap().unwrap().contains("\"summary\"") {}
    }
    drop(ask);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_batch_as_run_and_for_people() {
    let dir = harbour();
    let queries = "{\"id\":\"a b\",\"query\":\"harbour\"}\n\"bad\n";
    let run = dir.ibid_with(&["search", "--batch", "-", "--format", "trec"], queries).exits(2);
    assert!(run.out.lines().all(|line| line.starts_with("a%20b Q0 ")), "{}", run.out);
    assert!(run.err.starts_with("error: query 2: "), "{}", run.err);
    let counts = dir.ibid_with(&["search", "--batch", "-", "--format", "text", "-c"], "harbour\ndiver\n").exits(0);
    assert_eq!(counts.out, "1\t2\n2\t1\n");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let dir = harbour();
    // More than any buffer holds, so that writing fails in the midst of it.
    let long: String = (0..400).map(|i| format!("The harbour of {i} and its boats. ").repeat(12) + "\n\n").collect();
    dir.file("papers/long.txt", long).ibid(&["index", "papers"]).exits(0);
    let all: &[&str] = &["search", "harbour", "--limit", "0"];
    for args in [all, &["search", "harbour", "--json"], &["completions", "bash"], &["man"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
            .args(args)
            .current_dir(dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{args:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("error"), "{args:?}");
    }
}

#[test]
fn get_finds_by_id_and_by_line() {
    let dir = harbour();
    let hit = dir.ibid(&["search", "diver", "--json"]).exits(0).hits().remove(0);
    let id = hit["id"].as_str().unwrap();
    let got = dir.ibid(&["get", id, "--json"]).exits(0).hits().remove(0);
    assert_eq!((&got["text"], &got["locator"]), (&hit["text"], &hit["locator"]));
    let note = hit["notes"][0]["id"].as_str().unwrap();
    assert!(dir.ibid(&["get", note]).exits(0).out.contains("[1] Appointed"));
    let line = range(&hit["locator"]["lines"]).1;
    let absolute = dir.path().join("papers/report.txt");
    for path in ["papers/report.txt", "report.txt", "./papers/report.txt", absolute.to_str().unwrap()] {
        let got = dir.ibid(&["get", &format!("{path}:{line}"), "--json"]).exits(0).hits().remove(0);
        assert_eq!(got["id"], hit["id"], "{path}");
    }
    let ran = dir.ibid(&["get", "papers/report.txt#00000000"]).exits(1);
    assert!(ran.err.contains("no passage, note or document `papers/report.txt#00000000`"), "{}", ran.err);
}

const ORPHANED: &str = "\
On Ledgers

The harbour master kept his ledger for forty years in a hand so small that nobody could read it,
and when he died it was thrown into the harbour by his brother, who could not read at all.[1]
Nothing of it was ever found, though it was looked for in every week of the winter.

Notes

[1] The brother said so himself to the Board.
[7] This note belonged to a passage on pilots that was taken out.
";

#[test]
fn an_orphan_note_is_a_hit_of_its_own() {
    let dir = Dir::new();
    dir.file("papers/ledgers.txt", ORPHANED);
    dir.ibid(&["index", "papers"]).exits(0);
    let hit = &dir.ibid(&["search", "--json", "pilots"]).exits(0).hits()[0];
    assert_eq!((&hit["kind"], &hit["in"]), (&json!("note"), &json!("note")));
    let (found, note) = (&hit["matches"][0], &hit["notes"][0]);
    assert_eq!((&found["in"], &found["label"], &found["number"]), (&json!("note"), &json!("7"), &Value::Null));
    assert_eq!((&found["id"], &note["id"]), (&hit["id"], &hit["id"]));
    assert_eq!((&note["label"], &note["status"], &note["at"]), (&json!("7"), &Value::Null, &Value::Null));
    assert_eq!((&note["text"], &note["locator"]["lines"]), (&hit["text"], &json!([10, 10])));
    let (start, end) = range(&json!([found["start"], found["end"]]));
    assert_eq!(&note["text"].as_str().unwrap()[start..end], "pilots");
    let text = dir.ibid(&["search", "pilots"]).exits(0).out;
    assert!(text.contains("papers/ledgers.txt:10  #n-") && text.contains("\n\n  [7] This note belonged"), "{text}");
    assert!(text.contains("nothing in the text points to this note"), "{text}");
    let markdown = dir.ibid(&["search", "pilots", "--format", "md"]).exits(0).out;
    assert!(markdown.contains("nothing in the text points to this note"), "{markdown}");
    dir.ibid(&["search", "pilots", "--in", "body"]).exits(1);
    dir.ibid(&["get", hit["id"].as_str().unwrap()]).exits(0);
}

#[test]
fn a_hit_in_a_note_stands_at_its_marker() {
    let dir = harbour();
    let hit = &dir.ibid(&["search", "--json", "salaries"]).exits(0).hits()[0];
    assert_eq!(hit["notes"][0]["line"], 5);
    let keys: Vec<&String> = hit["notes"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys[6..8], ["at_char", "line"]);
    let text = dir.ibid(&["search", "salaries"]).exits(0).out;
    assert!(text.contains("papers/report.txt:5  #"), "{text}");
}

#[test]
fn what_is_no_field_or_glob_is_told() {
    let dir = harbour();
    let ran = dir.ibid(&["search", "--json", "meta.shelf:B", "harbour"]).exits(1);
    assert_eq!(ran.json()[0]["read_as"], "meta.shelf:B harbour (no document has `meta.shelf`)");
    let ran = dir.ibid(&["search", "harbour", "-g", "[a"]).exits(2);
    assert!(ran.err.starts_with("error: `[a` is no glob: ") && !ran.err.contains('^'), "{}", ran.err);
    let ran = dir.ibid(&["search", "harbour path:\"[a\""]).exits(2);
    assert!(ran.err.contains("\n               ^"), "{}", ran.err);
}

#[test]
fn a_line_without_text_names_the_nearest() {
    let dir = harbour();
    let err = |reference: &str| dir.ibid(&["get", reference]).exits(1).err;
    assert_eq!(err("papers/report.txt:99"), "no text on line 99 of papers/report.txt; the nearest is on line 9\n");
    let ran = err("papers/report.txt:8");
    assert_eq!(ran, "no text on line 8 of papers/report.txt; the nearest is on lines 7 and 9\n");
    let style = dir.ibid(&["get", "papers/report.txt", "--format", "apa"]).exits(1).err;
    assert!(style.contains("add a line: `papers/report.txt:1`"), "{style}");
    assert!(err("papers/none.txt:1").contains("no passage, note or document `papers/none.txt:1`"));
}

#[test]
fn explained_so_that_a_person_can_read_it() {
    let dir = harbour();
    let ran = dir.ibid(&["search", "--explain", "-q", "the harb* \"paid the diver\" lang:en -zeppelin"]);
    insta::assert_snapshot!(ran.err);
}
