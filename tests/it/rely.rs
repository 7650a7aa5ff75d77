//! What people rely on: a run that is killed loses nothing, a damaged index is known and
//! built again, an index that is brought up to date a hundred times holds what the folder
//! holds, and no file stands for another.
//!
//! Each test runs a few rounds. `IBID_ROUNDS=200 cargo test --release --test it rely` runs
//! so many of each.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::harness::{Dir, Random};

/// Rounds of a test, `short` unless more are asked for.
fn rounds(short: usize) -> usize {
    std::env::var("IBID_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(short)
}

/// The files of a folder and the word that each alone holds.
type Model = BTreeMap<String, String>;

fn write(dir: &Dir, path: &str, word: &str) {
    let text = format!("The lamp of {word} was lit by the keeper.[1]\n\n[1] Ann Lee, Lamps (London, 1999), p. 3.\n");
    dir.file(&format!("s/{path}"), text);
}

/// Changes, adds, removes and renames a few files.
fn edit(dir: &Dir, model: &mut Model, random: &mut Random, next: &mut usize) {
    for _ in 0..1 + random.below(6) {
        *next += 1;
        let word = format!("zq{next}x");
        let paths: Vec<String> = model.keys().cloned().collect();
        match (random.below(4), paths.is_empty()) {
            (0, _) | (_, true) => {
                let path = format!("{}/f{next}.txt", random.below(3));
                write(dir, &path, &word);
                model.insert(path, word);
            }
            (kind, false) => {
                let path = paths[random.below(paths.len())].clone();
                let file = dir.path().join("s").join(&path);
                let old = model.remove(&path);
                match kind {
                    1 => std::fs::remove_file(file).unwrap(),
                    2 => {
                        let to = format!("r{next}.txt");
                        std::fs::rename(file, dir.path().join("s").join(&to)).unwrap();
                        model.insert(to, old.unwrap());
                    }
                    _ => {
                        write(dir, &path, &word);
                        model.insert(path, word);
                    }
                }
            }
        }
    }
}

/// What the index holds: the word of each file, by its path.
fn indexed(dir: &Dir) -> Model {
    let ran = dir.ibid(&["search", "--json", "-n", "0", "--all-copies", "keeper"]);
    let word = |text: &str| text.split(' ').nth(3).unwrap_or_default().to_owned();
    let of = |hit: &serde_json::Value| {
        let path = hit["document"]["path"].as_str().unwrap().trim_start_matches("s/").to_owned();
        assert_eq!(hit["notes"].as_array().unwrap().len(), 1, "{hit}");
        (path, word(hit["text"].as_str().unwrap()))
    };
    ran.hits().iter().map(of).collect()
}

fn check(dir: &Dir) {
    let ran = dir.ibid(&["status", "--check"]);
    assert!(ran.status == 0, "{}{}", ran.out, ran.err);
}

/// Files of the index that no commit names would be left behind by a run that was killed.
fn leftovers(dir: &Dir) -> Vec<String> {
    let names = std::fs::read_dir(dir.path().join("index")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".tmp")).collect()
}

#[test]
fn a_killed_run_loses_nothing() {
    let dir = Dir::new();
    let mut random = Random::new(11);
    let (mut model, mut next) = (Model::new(), 0);
    (0..30).for_each(|_| edit(&dir, &mut model, &mut random, &mut next));
    let mut before = Model::new();
    for round in 0..rounds(8) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
            .args(["--index", "index", "index", "s"])
            .current_dir(dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(random.below(400) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let has_index = dir.path().join("index/meta.json").exists();
        if has_index {
            check(&dir);
            let now = indexed(&dir);
            assert!(now == before || now == model, "round {round}: neither as before nor as after");
        }
        dir.ibid(&["index", "s"]).exits(0);
        assert_eq!(indexed(&dir), model, "round {round}");
        assert_eq!(leftovers(&dir), Vec::<String>::new());
        before = model.clone();
        edit(&dir, &mut model, &mut random, &mut next);
    }
}

#[test]
fn an_index_brought_up_to_date_does_not_drift() {
    let dir = Dir::new();
    let mut random = Random::new(3);
    let (mut model, mut next) = (Model::new(), 0);
    for round in 0..rounds(6) {
        edit(&dir, &mut model, &mut random, &mut next);
        if model.is_empty() {
            continue;
        }
        dir.ibid(&["index", "s"]).exits(0);
        assert_eq!(indexed(&dir), model, "round {round}");
    }
    check(&dir);
}

/// Copies the files of a folder.
fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn a_damaged_index_is_known_and_built_again() {
    let dir = Dir::new();
    let mut random = Random::new(5);
    let (mut model, mut next) = (Model::new(), 0);
    (0..10).for_each(|_| edit(&dir, &mut model, &mut random, &mut next));
    dir.ibid(&["index", "s"]).exits(0);
    let whole = dir.path().join("whole");
    copy(&dir.path().join("index"), &whole);
    let names = std::fs::read_dir(&whole).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.') && name != "README.md").collect();
    names.sort();
    for round in 0..rounds(names.len()) {
        copy(&whole, &dir.path().join("index"));
        let name = &names[round % names.len()];
        let path = dir.path().join("index").join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        let at = random.below(bytes.len());
        match random.below(3) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << random.below(8),
            _ => bytes[at..].iter_mut().take(64).for_each(|byte| *byte ^= 0x5a),
        }
        std::fs::write(&path, &bytes).unwrap();
        for args in [&["search", "--json", "lamp keeper"][..], &["status"], &["get", "s/0"], &["cited-by", "Lee"]] {
            let ran = dir.ibid(args);
            assert!((0..=2).contains(&ran.status) && !ran.err.contains("panicked"), "{name}: {}", ran.err);
            assert!(ran.status != 2 || ran.err.contains("hint: "), "{name}: {}", ran.err);
        }
        assert_eq!(dir.ibid(&["status", "--check"]).status, 2, "{name}");
        dir.ibid(&["index", "--rebuild", "s"]).exits(0);
        check(&dir);
        assert_eq!(indexed(&dir), model, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn no_file_stands_for_another_whatever_its_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let dir = Dir::new();
    for (name, word) in [(&b"inv\xff.txt"[..], "one"), (b"inv\\xFF.txt", "two"), (b"caf\xe9.txt", "three")] {
        write(&dir, "new.txt", word);
        let from = dir.path().join("s/new.txt");
        std::fs::rename(from, dir.path().join("s").join(OsStr::from_bytes(name))).unwrap();
    }
    for _ in 0..3 {
        dir.ibid(&["index", "s"]).exits(0);
        assert_eq!(indexed(&dir).len(), 3);
    }
    let hits = dir.ibid(&["search", "--json", "--all-copies", "keeper"]).exits(0).hits();
    assert!(hits.iter().all(|hit| hit["locator"]["stale"] == false), "{hits:?}");
    let odd = dir.path().join(OsStr::from_bytes(b"f\xffr"));
    std::fs::rename(dir.path().join("s"), &odd).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args([OsStr::new("--index"), OsStr::new("other"), OsStr::new("index"), odd.as_os_str()])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&ran.stderr).contains("3 added"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_change_that_hides_is_seen() {
    let dir = Dir::new();
    for name in ["a.txt", "b.txt", "c.txt"] {
        write(&dir, name, "quay");
    }
    dir.ibid(&["index", "s"]).exits(0);
    // older than the index by more than a tick of the clock
    std::thread::sleep(Duration::from_millis(2500));
    dir.ibid(&["index", "s"]).exits(0);
    let file = dir.path().join("s/a.txt");
    let time = std::fs::metadata(&file).unwrap().modified().unwrap();
    write(&dir, "a.txt", "pier");
    std::fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
    std::fs::remove_file(dir.path().join("s/b.txt")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", dir.path().join("s/b.txt")).unwrap();
    let status = dir.ibid(&["status"]).exits(0).out;
    assert!(status.contains("changed     s/a.txt") || status.contains("s/a.txt"), "{status}");
    assert!(status.contains("unreadable") && status.contains("s/b.txt"), "{status}");
    dir.ibid(&["index", "s", "--checksum"]).exits(0);
    assert_eq!(dir.ibid(&["search", "--json", "pier"]).exits(0).hits().len(), 1);
}
