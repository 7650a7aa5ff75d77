//! What people rely on: a damaged index is known and built again, no file stands for
//! another, and a change that hides is seen.
//!
//! Each test runs a few rounds. `IBID_ROUNDS=200 cargo test --release --test it rely` runs
//! so many of each.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::harness::Dir;
use crate::model::{World, check, indexed, rounds, write};

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
    let mut world = World::new(5, 10);
    let World { dir, model, random, .. } = &mut world;
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
        match dir.ibid(&["status", "--check"]).status {
            // a small letter of an id that became a capital one names the same segment
            0 if name == "meta.json" => assert_eq!(indexed(dir), *model, "{name}"),
            status => assert_eq!(status, 2, "{name}"),
        }
        dir.ibid(&["index", "--rebuild", "s"]).exits(0);
        check(dir);
        assert_eq!(indexed(dir), *model, "{name}");
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

/// The summary of an answer in JSON.
fn summary(dir: &Dir, query: &str) -> serde_json::Value {
    let rows = dir.ibid(&["search", "--json", query]).json();
    rows.into_iter().find(|row| row["type"] == "summary").unwrap()
}

#[test]
fn what_a_search_may_miss_is_said() {
    let dir = Dir::new();
    write(&dir, "a.txt", "quay");
    dir.ibid(&["index", "s"]).exits(0);
    assert!(summary(&dir, "lamp").get("unread").is_none(), "all is read");
    // a file that cannot be read, and one whose encoding is a guess
    dir.file("s/bad.pdf", "%PDF-1.4\nno pdf at all\n");
    dir.file("s/odd.txt", b"The lamp of the caf\xe9 was lit by na\xefve keepers, and d\xe9j\xe0 put out.\n");
    dir.ibid(&["index", "s"]).exits(0);
    assert_eq!(summary(&dir, "lamp")["unread"], serde_json::json!({ "failed": 1, "lost": 0, "unreachable": 0 }));
    let ran = dir.ibid(&["search", "lamp"]).exits(0);
    assert!(ran.err.contains("not searched, or not whole"), "{}", ran.err);
    for hit in dir.ibid(&["search", "--json", "lamp"]).exits(0).hits() {
        let is_sound = hit["document"]["path"] == "s/a.txt";
        assert_eq!(hit["document"].get("degraded").is_none(), is_sound, "{hit}");
    }
    for name in ["bad.pdf", "odd.txt"] {
        std::fs::remove_file(dir.path().join("s").join(name)).unwrap();
    }
    dir.ibid(&["index", "s"]).exits(0);
    assert!(summary(&dir, "lamp").get("unread").is_none(), "all is read again");
    // a source that is away: what was read of it is searched, and that is said
    std::fs::rename(dir.path().join("s"), dir.path().join("away")).unwrap();
    dir.ibid(&["index"]).exits(0);
    assert_eq!(summary(&dir, "lamp")["unread"]["unreachable"], 1);
}
