//! The index as a user keeps it: built, killed half way, built again.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::harness::Dir;

fn book(seed: usize, paragraphs: usize) -> String {
    let words = ["river", "council", "treaty", "harvest", "winter", "letter", "bishop", "market"];
    let sentence = |i: usize| {
        let word = |k: usize| words[(seed * 7 + i * 3 + k) % words.len()];
        format!("The {} of the {} was {} in year {} of the {}.", word(0), word(1), word(2), seed * 1000 + i, word(5))
    };
    (0..paragraphs).map(|i| format!("{} {} {}\n\n", sentence(i), sentence(i + 1), sentence(i + 2))).collect()
}

fn status(dir: &Dir) -> serde_json::Value {
    dir.ibid(&["status", "--json"]).exits(0).json().remove(0)
}

#[test]
fn a_kill_leaves_the_last_state_and_the_next_run_repairs() {
    let dir = Dir::new();
    dir.file("docs/first.txt", book(0, 20));
    dir.ibid(&["index", "docs"]).exits(0);
    let before = status(&dir)["passages"].clone();
    for seed in 1..10 {
        dir.file(&format!("docs/{seed}.txt"), book(seed, 400));
    }
    let mut killed = 0;
    for wait in [2, 30, 120] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
            .args(["index", "docs"])
            .current_dir(dir.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            break;
        }
        killed += 1;
        assert_eq!(status(&dir)["passages"], before, "after a kill at {wait} ms");
    }
    assert!(killed > 0, "no run was slow enough to be killed");
    dir.ibid(&["index", "docs"]).exits(0);
    let summary = dir.ibid(&["index", "docs", "--json"]).exits(0).json().pop().unwrap();
    assert_eq!((&summary["unchanged"], &summary["files"]), (&10.into(), &10.into()));
    dir.ibid(&["--index", "fresh", "index", "docs"]).exits(0);
    let fresh = dir.ibid(&["--index", "fresh", "status", "--json"]).exits(0).json().remove(0);
    assert_eq!(status(&dir)["passages"], fresh["passages"]);
    only_live_segments(&dir);
}

/// No file of a segment that the index does not name is left.
pub fn only_live_segments(dir: &Dir) {
    let meta: serde_json::Value = serde_json::from_slice(&dir.bytes("index/meta.json")).unwrap();
    let id = |segment: &serde_json::Value| segment["segment_id"].as_str().unwrap().replace('-', "");
    let live: BTreeSet<String> = meta["segments"].as_array().unwrap().iter().map(id).collect();
    let entries = std::fs::read_dir(dir.path().join("index")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let stray: Vec<String> = names
        .filter(|name| {
            name != "meta.json" && name != "README.md" && (!name.starts_with('.') || name.starts_with(".tmp"))
        })
        .filter(|name| !live.contains(name.split('.').next().unwrap()))
        .collect();
    assert!(stray.is_empty(), "{stray:?}");
}

#[test]
fn a_second_indexer_says_so() {
    let dir = Dir::new();
    dir.file("docs/a.txt", book(0, 3));
    dir.ibid(&["index", "docs"]).exits(0);
    let first = ibid::index::write::Writer::open(&dir.path().join("index")).unwrap();
    let second = dir.ibid(&["index", "docs"]).exits(2);
    assert!(second.err.contains("another `ibid index` is writing"), "{}", second.err);
    dir.ibid(&["search", "treaty"]).exits(0);
    drop(first);
    dir.ibid(&["index", "docs"]).exits(0);
}

#[test]
fn mistakes_are_named_and_nothing_is_made() {
    let dir = Dir::new();
    dir.file("a/docs/x.txt", book(0, 2)).file("b/docs/y.txt", book(1, 2)).file("mine/letter.txt", "mine");
    assert!(dir.ibid(&["index"]).exits(2).err.contains("nothing to index"));
    assert!(dir.ibid(&["index", "nowhere"]).exits(2).err.contains("nowhere"));
    assert!(dir.ibid(&["index", "a/docs", "b/docs"]).exits(2).err.contains("--name"));
    assert!(!dir.path().join("index/meta.json").exists());
    assert!(dir.ibid(&["--index", "mine", "index", "a/docs"]).exits(2).err.contains("not an ibid index"));
    assert!(dir.ibid(&["index", "--drop", "x"]).exits(2).err.contains("no index"));
    dir.ibid(&["index", "a/docs"]).exits(0);
    assert!(dir.ibid(&["index", "--drop", "x"]).exits(2).err.contains("`x`"));
    dir.ibid(&["index", "--drop", "docs"]).exits(0);
    assert_eq!(status(&dir)["files"], 0);
}

#[test]
fn what_could_not_be_read_is_told_and_makes_a_strict_run_fail() {
    let dir = Dir::new();
    dir.file("docs/a.txt", book(0, 2)).file("docs/b.xls", "%PDF").file("docs/c.bin", [0, 1, 2, 255]);
    dir.ibid(&["index", "docs", "--strict"]).exits(0);
    let skipped = dir.ibid(&["status", "--reason", "no reader for .xls"]).exits(0);
    assert_eq!(skipped.out, "docs/b.xls\n");
    assert_eq!(dir.ibid(&["status", "--reason", "skipped", "-0"]).exits(0).out, "docs/b.xls\0docs/c.bin\0");
    std::fs::rename(dir.path().join("docs"), dir.path().join("away")).unwrap();
    let run = dir.ibid(&["index", "--strict"]).exits(3);
    assert!(run.err.contains("cannot be reached"), "{}", run.err);
    assert!(status(&dir)["passages"].as_u64().unwrap() > 0);
}
