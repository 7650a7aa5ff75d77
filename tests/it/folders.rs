//! Folders as they are: with what tools leave in them, moved, shared, made by an older
//! program.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::Dir;

const PILOT: &str = "The pilot came aboard at the second buoy and asked for the log.\n";
const COOPER: &str = "The cooper mended eleven casks before the pilot came aboard.\n";

/// The first line of `ibid status`, which counts.
fn status(dir: &Dir) -> Value {
    dir.ibid(&["status", "--json"]).exits(0).json().remove(0)
}

/// The paths of what is found.
fn paths(dir: &Dir, args: &[&str]) -> Vec<String> {
    let ran = dir.ibid(&[&["search", "--json", "--all-copies", "--sort", "position"], args].concat());
    ran.hits().iter().map(|hit| hit["locator"]["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_tools_keep_beside_documents_is_one_line_of_the_ledger() {
    let dir = Dir::new();
    dir.file("vault/a.md", PILOT)
        .file("vault/.obsidian/app.json", "{}")
        .file("vault/.trash/old.md", PILOT)
        .file("vault/.DS_Store", [0, 1])
        .file("vault/Casks.html", format!("<p>{COOPER}</p>"))
        .file("vault/Casks_files/frame.html", format!("<p>{COOPER}</p>"));
    let ran = dir.ibid(&["index", "vault"]).exits(0);
    assert!(ran.err.contains("passed over: hidden (3;") && !ran.err.contains("skipped"), "{}", ran.err);
    assert!(ran.err.contains("passed over: saved with a web page (1;"), "{}", ran.err);
    assert_eq!((&status(&dir)["files"], &status(&dir)["passages"]), (&json!(2), &json!(2)));
    let hidden = dir.ibid(&["status", "--reason", "hidden"]).exits(0).out;
    assert_eq!(hidden, "vault/.DS_Store\nvault/.obsidian\nvault/.trash\n");
    dir.ibid(&["index", "--hidden"]).exits(0);
    assert_eq!(paths(&dir, &["pilot"]).len(), 4);
    dir.ibid(&["index"]).exits(0);
    assert_eq!(paths(&dir, &["pilot"]).len(), 4, "remembered");
    dir.ibid(&["index", "--no-hidden"]).exits(0);
    assert_eq!(paths(&dir, &["pilot"]), ["vault/Casks.html", "vault/a.md"]);
}

#[test]
fn globs_are_read_from_the_folder_and_say_when_they_match_nothing() {
    let dir = Dir::new();
    dir.file("docs/log/a.txt", PILOT).file("docs/shop/b.txt", COOPER).file("docs/c.xls", "x");
    dir.ibid(&["index", "docs"]).exits(0);
    let absolute = dir.path().canonicalize().unwrap().join("docs/log/*");
    for glob in ["log/*", "docs/log/*", "./log/", "log", "!shop", "!shop/*", absolute.to_str().unwrap()] {
        assert_eq!(paths(&dir, &["-g", glob, "pilot"]), ["docs/log/a.txt"], "{glob}");
    }
    assert_eq!(paths(&dir, &["path:shop/*", "pilot"]), ["docs/shop/b.txt"]);
    for idle in ["lgo/*", "!shpo", "*.xls"] {
        let ran = dir.ibid(&["search", "-g", idle, "--json", "pilot"]);
        assert!(ran.err.contains(&format!("`{idle}` matches no document")), "{idle}: {}", ran.err);
        assert_eq!(ran.json().pop().unwrap()["idle_globs"], json!([idle]));
        let ran = dir.ibid(&["cited-by", "-g", idle, "Nobody"]).exits(1);
        assert!(ran.err.contains(idle), "{}", ran.err);
    }
    let ran = dir.ibid(&["search", "-g", "log/*", "--json", "pilot"]).exits(0);
    assert!(ran.err.is_empty() && ran.json().pop().unwrap().get("idle_globs").is_none(), "{}", ran.err);
    std::fs::remove_dir_all(dir.path().join("docs/log")).unwrap();
    dir.ibid(&["index"]).exits(0);
    assert!(dir.ibid(&["search", "-g", "log/*", "pilot"]).exits(1).err.contains("`log/*`"), "no more");
}

#[test]
fn a_moved_folder_keeps_ids_and_says_gone_until_it_is_found() {
    let dir = Dir::new();
    dir.file("docs/a.txt", PILOT).file("docs/b.txt", COOPER);
    dir.ibid(&["index", "docs"]).exits(0);
    let id = |ran: Vec<Value>| ran[0]["id"].as_str().unwrap().to_owned();
    let before = id(dir.ibid(&["search", "--json", "buoy"]).exits(0).hits());
    std::fs::create_dir(dir.path().join("shelf")).unwrap();
    std::fs::rename(dir.path().join("docs"), dir.path().join("shelf/docs")).unwrap();
    assert!(dir.ibid(&["search", "buoy"]).exits(0).out.contains("gone"));
    dir.ibid(&["index", "shelf/docs"]).exits(0);
    let hits = dir.ibid(&["search", "--json", "buoy"]).exits(0).hits();
    assert_eq!((hits.len(), &hits[0]["locator"]["stale"]), (1, &json!(false)));
    assert_eq!(id(hits), before);
    // another name: only by a word
    std::fs::rename(dir.path().join("shelf/docs"), dir.path().join("shelf/papers")).unwrap();
    dir.ibid(&["index", "--move", "docs", "shelf/papers"]).exits(0);
    assert_eq!(id(dir.ibid(&["search", "--json", "buoy"]).exits(0).hits()), before);
    assert!(dir.ibid(&["index", "--move", "none", "shelf"]).exits(2).err.contains("`none`"));
    assert!(dir.ibid(&["index", "--move", "docs", "nowhere"]).exits(2).err.contains("nowhere"));
    // a file by another name, in a folder of its own
    std::fs::create_dir(dir.path().join("shelf/papers/in")).unwrap();
    std::fs::rename(dir.path().join("shelf/papers/a.txt"), dir.path().join("shelf/papers/in/pilot.txt")).unwrap();
    dir.ibid(&["index"]).exits(0);
    let got = dir.ibid(&["get", "--json", &before]).exits(0).hits();
    assert_eq!(got[0]["locator"]["path"], "docs/in/pilot.txt");
    assert_eq!(dir.ibid(&["get", "--json", "docs/a.txt:1"]).exits(0).hits().len(), 1);
}

#[test]
fn another_folder_of_the_same_name_is_not_taken_for_it() {
    let dir = Dir::new();
    dir.file("docs/a.txt", PILOT).file("docs/b.txt", COOPER).file("docs/c.txt", "A third.\n");
    dir.ibid(&["index", "docs"]).exits(0);
    dir.file("else/docs/a.txt", PILOT).file("else/docs/z.txt", "Another.\n");
    assert!(dir.ibid(&["index", "else/docs"]).exits(2).err.contains("--name"), "the first is still there");
    std::fs::rename(dir.path().join("docs"), dir.path().join("away")).unwrap();
    let ran = dir.ibid(&["index", "else/docs"]).exits(2);
    assert!(ran.err.contains("--move docs"), "one file of three: {}", ran.err);
    assert_eq!(status(&dir)["passages"], 3);
    // what comes under another name is another source, but one is told
    let ran = dir.ibid(&["index", "away"]).exits(0);
    assert!(ran.err.contains("`away` holds the files of the source `docs`"), "{}", ran.err);
    let ran = dir.ibid(&["index", "else", "--name", "new"]).exits(0);
    assert!(!ran.err.contains("holds the files"), "{}", ran.err);
}

#[test]
fn no_file_is_indexed_under_two_sources() {
    let dir = Dir::new();
    dir.file("docs/log/a.txt", PILOT).file("docs/b.txt", COOPER);
    dir.ibid(&["index", "docs/log"]).exits(0);
    let ran = dir.ibid(&["index", "docs"]).exits(2);
    assert!(ran.err.contains("holds the source `log`") && ran.err.contains("--drop log"), "{}", ran.err);
    dir.ibid(&["index", "--drop", "log"]).exits(0);
    dir.ibid(&["index", "docs"]).exits(0);
    for inner in ["docs/log", "docs/b.txt"] {
        let ran = dir.ibid(&["index", inner]).exits(2);
        assert!(ran.err.contains("lies in the source `docs`"), "{}", ran.err);
    }
    assert_eq!(status(&dir)["files"], 2);
}

#[test]
fn what_is_said_of_the_index_is_true_of_all_of_it() {
    let dir = Dir::new();
    dir.file("docs/a.txt", PILOT).file("more/b.txt", COOPER);
    dir.ibid(&["index", "docs"]).exits(0);
    let ran = dir.ibid(&["index", "more"]).exits(0);
    assert!(ran.err.contains("1 added") && ran.err.contains("2 passages, 0 notes in "), "{}", ran.err);
    let summary = dir.ibid(&["index", "more", "--json"]).exits(0).json().pop().unwrap();
    assert_eq!((&summary["files"], &summary["passages"], &summary["unchanged"]), (&json!(2), &json!(2), &json!(1)));
    let ran = dir.ibid(&["index", "--drop", "docs"]).exits(0);
    assert!(ran.err.contains("1 removed") && ran.err.contains("1 passage, 0 notes in "), "{}", ran.err);
}

/// Runs the program in a folder that has no index of its own.
fn elsewhere(dir: &Dir, args: &[&str]) -> (i32, String) {
    let here = dir.path().join("desk");
    std::fs::create_dir_all(&here).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args(args)
        .current_dir(here)
        .env_remove("IBID_INDEX")
        .env("HOME", dir.path().join("home"))
        .env("XDG_DATA_HOME", dir.path().join("home/data"))
        .output()
        .unwrap();
    (ran.status.code().unwrap(), String::from_utf8(ran.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn a_user_has_one_index_and_is_told_which() {
    let dir = Dir::new();
    dir.file("docs/a.txt", PILOT);
    std::fs::remove_dir_all(dir.path().join("index")).unwrap();
    let of_user = dir.path().join("home/data/ibid/index");
    let named = |said: &str| said.contains(of_user.to_str().unwrap());
    let (code, said) = elsewhere(&dir, &["search", "buoy"]);
    assert!(code == 2 && named(&said), "{said}");
    let (code, said) = elsewhere(&dir, &["index", "../docs"]);
    assert!(code == 0 && named(&said), "{said}");
    assert!(!dir.path().join("desk/index").exists());
    assert_eq!(elsewhere(&dir, &["search", "buoy"]).0, 0);
    let (code, said) = elsewhere(&dir, &["search", "windlass"]);
    assert!(code == 1 && named(&said), "{said}");
    // a folder that waits for an index comes first
    dir.file("index/README.md", "");
    let (code, said) = elsewhere(&dir, &["search", "buoy"]);
    assert!(code == 2 && !named(&said) && said.contains("index"), "{said}");
}

/// The files of a folder, each with its bytes.
fn contents(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn searching_leaves_no_trace_in_the_index() {
    let dir = Dir::new();
    dir.file("docs/a.txt", PILOT);
    dir.ibid(&["index", "docs"]).exits(0);
    let index = dir.path().join("index");
    for lock in [".tantivy-meta.lock", ".tantivy-writer.lock", ".managed.json"] {
        std::fs::remove_file(index.join(lock)).unwrap();
    }
    let before = contents(&index);
    for args in [&["search", "buoy"][..], &["get", "docs/a.txt:1"], &["status"], &["search", "-c", "buoy"]] {
        dir.ibid(args).exits(0);
    }
    assert!(contents(&index) == before, "{:?}", contents(&index).keys());
}

#[cfg(unix)]
#[test]
fn an_index_has_the_rights_of_any_other_file() {
    use std::os::unix::fs::PermissionsExt;
    let dir = Dir::new();
    dir.file("docs/a.txt", PILOT);
    dir.ibid(&["index", "docs"]).exits(0);
    dir.file("docs/b.txt", COOPER);
    dir.ibid(&["index", "docs"]).exits(0);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode();
    let usual = mode(&dir.path().join("docs/a.txt"));
    for entry in std::fs::read_dir(dir.path().join("index")).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), usual, "{}", path.display());
    }
}

#[test]
fn an_index_is_read_while_it_is_written() {
    use ibid::index::open::Index;
    use ibid::query::{Engine, Request};
    let dir = Dir::new();
    dir.file("docs/a.txt", PILOT);
    dir.ibid(&["index", "docs"]).exits(0);
    let at = dir.path().join("index");
    std::thread::scope(|scope| {
        // each run deletes what the one before wrote
        let writing = scope.spawn(|| (0..25).for_each(|_| drop(dir.ibid(&["index", "--rebuild"]).exits(0))));
        let mut looks = 0;
        while !writing.is_finished() || looks == 0 {
            let index = Index::open(&at).unwrap();
            let answer = Engine::new(&index).unwrap().search(&Request::new("\"second buoy\"")).unwrap();
            assert_eq!(answer.hits.len(), 1, "look {looks}");
            looks += 1;
        }
    });
}

/// Makes the index look as if an older program had made it.
fn make_older(dir: &Dir) {
    use ibid::index::schema::{FORMAT_FIELD, FORMAT_VERSION};
    let meta = String::from_utf8(dir.bytes("index/meta.json")).unwrap();
    let older =
        meta.replace(&format!("{FORMAT_FIELD}{FORMAT_VERSION}"), &format!("{FORMAT_FIELD}{}", FORMAT_VERSION - 1));
    assert_ne!(older, meta);
    dir.file("index/meta.json", older);
}

#[test]
fn an_index_of_an_older_program_is_built_again() {
    let dir = Dir::new();
    dir.file("docs/a.txt", PILOT).file("docs/.b.txt", COOPER).file("more/c.txt", COOPER);
    dir.ibid(&["index", "docs"]).exits(0);
    dir.ibid(&["index", "more", "--name", "shop"]).exits(0);
    make_older(&dir);
    for args in [&["search", "buoy"][..], &["status"], &["get", "docs/a.txt:1"], &["cited-by", "X"]] {
        let ran = dir.ibid(args).exits(2);
        assert!(ran.err.contains("an older ibid") && ran.err.contains("`ibid index` builds it again"), "{}", ran.err);
    }
    let old = dir.bytes("index/meta.json");
    assert!(dir.ibid(&["index", "--dry-run"]).exits(0).out.contains("update    shop/c.txt"));
    std::fs::rename(dir.path().join("more"), dir.path().join("away")).unwrap();
    let ran = dir.ibid(&["index", "docs"]).exits(2);
    assert!(ran.err.contains("`shop`") && ran.err.contains("--drop"), "{}", ran.err);
    assert_eq!(dir.bytes("index/meta.json"), old, "what cannot be rebuilt is left alone");
    std::fs::rename(dir.path().join("away"), dir.path().join("more")).unwrap();
    dir.file("third/d.txt", PILOT);
    let ran = dir.ibid(&["index", "third"]).exits(0);
    assert!(ran.err.contains("built again"), "{}", ran.err);
    assert_eq!(paths(&dir, &["pilot"]), ["docs/a.txt", "shop/c.txt", "third/d.txt"]);
    crate::index::only_live_segments(&dir);
    // a source that is not there any more can be left out
    make_older(&dir);
    std::fs::remove_dir_all(dir.path().join("more")).unwrap();
    assert!(dir.ibid(&["index", "--drop", "none"]).exits(2).err.contains("`none`"));
    dir.ibid(&["index", "--drop", "shop"]).exits(0);
    assert_eq!(paths(&dir, &["pilot"]), ["docs/a.txt", "third/d.txt"]);
}

#[test]
fn an_index_of_a_newer_program_is_not_touched() {
    let dir = Dir::new();
    dir.file("docs/a.txt", PILOT).file("index/meta.json", r#"{"schema":[{"name":"ibid_format_99","type":"u64"}]}"#);
    let ran = dir.ibid(&["index", "docs"]).exits(2);
    assert!(ran.err.contains("a newer ibid") && ran.err.contains("update ibid"), "{}", ran.err);
}

#[test]
fn a_rebuild_that_is_killed_leaves_the_older_index() {
    let dir = Dir::new();
    for i in 0..60 {
        dir.file(&format!("docs/{i}.txt"), format!("{PILOT}\n").repeat(150 + i));
    }
    dir.ibid(&["index", "docs"]).exits(0);
    let want = status(&dir)["passages"].clone();
    make_older(&dir);
    let before = contents(&dir.path().join("index"));
    let mut killed = 0;
    for wait in [5, 60, 150] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
            .arg("index")
            .current_dir(dir.path())
            .env_remove("IBID_INDEX")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            break;
        }
        killed += 1;
        let now = contents(&dir.path().join("index"));
        let is_there = |(name, bytes): (&String, &Vec<u8>)| name.starts_with('.') || now.get(name) == Some(bytes);
        assert!(before.iter().all(is_there), "after {wait} ms");
    }
    assert!(killed > 0, "no run was slow enough to be killed");
    dir.ibid(&["index"]).exits(0);
    assert_eq!(status(&dir)["passages"], want);
    crate::index::only_live_segments(&dir);
}

#[test]
fn a_stray_zero_byte_is_damage() {
    let dir = Dir::new();
    dir.file("docs/a.txt", format!("{}The bell\0 rang. {PILOT}", "A line of some length.\n".repeat(40)));
    dir.ibid(&["index", "docs"]).exits(0);
    assert_eq!(paths(&dir, &["\"bell rang\""]), ["docs/a.txt"]);
    assert_eq!(dir.ibid(&["status", "--reason", "degraded"]).exits(0).out, "docs/a.txt\n");
}
