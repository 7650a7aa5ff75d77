//! Archives as a user has them: searched like folders.

use std::io::Write;

use crate::harness::{Dir, range};

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

const TEXT: &[u8] = b"First line.\n\nThe heron stood in the reeds.[1]\n\n[1] Seen at noon.\n";

#[test]
fn a_hit_says_where_it_stands_inside() {
    let dir = Dir::new();
    let inner = gz(TEXT);
    dir.file("docs/a.zip", zip(&[("b.txt", TEXT), ("in/c.txt.gz", &inner), ("d.png", b"x")]));
    dir.ibid(&["index", "docs"]).exits(0);
    let ran = dir.ibid(&["search", "--json", "--all-copies", "\"the heron stood\""]).exits(0);
    let hits = ran.hits();
    let path = |hit: &serde_json::Value| hit["locator"]["path"].as_str().unwrap().to_owned();
    assert_eq!(hits.iter().map(path).collect::<Vec<_>>(), ["docs/a.zip!/b.txt", "docs/a.zip!/in/c.txt.gz!/c.txt"]);
    let locator = &hits[1]["locator"];
    let (start, end) = range(&locator["bytes"]);
    assert!(TEXT[start..end].starts_with(b"First line."));
    assert_eq!((locator["stale"].as_bool(), locator["lines"][1].as_u64()), (Some(false), Some(3)));
    assert!(locator["file"].as_str().unwrap().ends_with("docs/a.zip!/in/c.txt.gz!/c.txt"));
    assert_eq!(hits[1]["notes"][0]["status"], "resolved");
    dir.file("docs/a.zip", zip(&[("b.txt", b"Other words, and more of them than there were.")]));
    let ran = dir.ibid(&["search", "--json", "\"the heron stood\""]).exits(0);
    assert!(ran.hits().iter().all(|hit| hit["locator"]["stale"] == true));
    dir.ibid(&["index"]).exits(0);
    dir.ibid(&["search", "\"the heron stood\""]).exits(1);
}

#[test]
fn the_ledger_tells_what_was_not_read() {
    let dir = Dir::new();
    let mut bytes = zip(&[("b.txt", TEXT), ("d.png", b"x")]);
    let at = bytes.windows(5).position(|five| five == b"b.txt").unwrap();
    bytes[at + 20] ^= 0x55;
    dir.file("docs/a.zip", bytes).file("docs/broken.zip", "words");
    let ran = dir.ibid(&["index", "docs", "--json", "--strict"]).exits(3);
    let told: Vec<(String, String)> = ran
        .json()
        .iter()
        .filter(|record| record["type"] == "file")
        .map(|file| (file["path"].as_str().unwrap().to_owned(), file["status"].as_str().unwrap().to_owned()))
        .collect();
    let want = [
        ("docs/a.zip", "indexed"),
        ("docs/a.zip!/b.txt", "failed"),
        ("docs/a.zip!/d.png", "skipped"),
        ("docs/broken.zip", "failed"),
    ];
    assert_eq!(told, want.map(|(path, status)| (path.to_owned(), status.to_owned())));
    assert_eq!(ran.json()[0]["entries"], 2);
    dir.ibid(&["index", "--drop", "docs"]).exits(0);
    assert_eq!(dir.ibid(&["status", "--json"]).exits(0).json()[0]["files"], 0);
}

#[test]
fn threads_have_no_part_in_what_is_read() {
    let dir = Dir::new();
    let texts: Vec<(String, String)> = (0..400)
        .map(|i| (format!("{i}.txt"), format!("Letter {i} of the heron.\n\nIt was sent on day {}.\n", i % 31)))
        .collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let filler = [("z.png", vec![b'x'; 9 << 20])];
    let mut all = files.clone();
    all.extend(filler.iter().map(|(name, bytes)| (*name, bytes.as_slice())));
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in &all {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, name, *bytes).unwrap();
    }
    dir.file("docs/large.tar", tar.into_inner().unwrap()).file("docs/small.zip", zip(&files));
    let answer = |jobs: &str, index: &str| {
        dir.ibid(&["--index", index, "index", "docs", "--jobs", jobs]).exits(0);
        let ran = dir.ibid(&["--index", index, "search", "--json", "--all-copies", "--limit", "0", "heron"]).exits(0);
        ran.hits().iter().map(|hit| format!("{} {}", hit["id"], hit["score"])).collect::<Vec<_>>()
    };
    let one = answer("1", "one");
    assert_eq!(one.len(), 800);
    assert!(one == answer("4", "four"));
}

#[test]
fn notes_are_read_inside() {
    let dir = Dir::new();
    dir.file("a.zip", zip(&[("b.txt", TEXT), ("c.xls", b"x")]));
    let ran = dir.ibid(&["notes", "a.zip"]).exits(0);
    assert_eq!(ran.out, "a.zip!/b.txt:3: [1] note 1 -> line 5: Seen at noon.\n");
}
