//! Indexes of every format version since they are kept: ours opens them, or says clearly
//! that it does not, and leaves them as they are. See `tests/fixtures/README.md`.

use std::path::{Path, PathBuf};

use crate::harness::Dir;

/// The indexes with their format versions.
fn kept() -> Vec<(u64, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut kept: Vec<(u64, PathBuf)> = paths
        .filter_map(|path| {
            let number = path.file_name()?.to_str()?.strip_prefix("index-")?.parse().ok()?;
            Some((number, path))
        })
        .collect();
    kept.sort();
    kept
}

/// The format version of this program.
fn ours() -> u64 {
    let dir = Dir::new();
    dir.file("s/a.txt", "It is so.\n");
    dir.ibid(&["index", "s"]).exits(0);
    let rows = dir.ibid(&["status", "--json"]).exits(0).json();
    rows.iter().find(|row| row["type"] == "index").unwrap()["format_version"].as_u64().unwrap()
}

fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn an_index_of_every_format_is_opened_or_clearly_refused() {
    let ours = ours();
    let kept = kept();
    assert!(kept.iter().any(|(format, _)| *format == ours), "no index of format {ours} is kept");
    for (format, from) in kept {
        let dir = Dir::new();
        dir.folder("kept", &from);
        let ask = |args: &[&str]| dir.ibid(&[&["--index", "kept"], args].concat());
        let before = files(&dir.path().join("kept"));
        let ran = ask(&["search", "--json", "\"the lamp was lit\""]);
        if format == ours {
            let hits = ran.exits(0).hits();
            assert_eq!(hits.len(), 1);
            let hit = &hits[0];
            assert_eq!(hit["document"]["path"], "shelf/lamps.txt");
            assert_eq!(hit["locator"]["lines"], serde_json::json!([1, 4]));
            assert_eq!(hit["notes"][0]["text"], "Ann Lee, Lamps (London: Pilot Press, 1999), p. 3.");
            assert_eq!(hit["notes"][0]["cites"][0]["title"], "Lamps");
            assert_eq!(hit["notes"][1]["cites"][0]["work"]["title"], "Lamps");
            assert_eq!(ask(&["search", "-c", "keeper"]).exits(0).out.trim(), "3");
            ask(&["status", "--check"]).exits(0);
        } else {
            let err = ran.exits(2).err;
            assert!(err.contains("older ibid") && err.contains("hint: "), "format {format}: {err}");
        }
        assert_eq!(files(&dir.path().join("kept")), before, "searching changes nothing");
    }
}
