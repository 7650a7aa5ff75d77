//! What the benchmarks run over: the folder that `IBID_BENCH` names, or else the
//! documents of `seeds/`, repeated with varied words to some 4 MB.

use std::path::{Path, PathBuf};

/// Bytes that the repeated seeds come to.
const SIZE: usize = 4_000_000;

/// The files of a benchmark: names and bytes.
pub fn corpus() -> Vec<(String, Vec<u8>)> {
    match std::env::var_os("IBID_BENCH") {
        Some(dir) => files(Path::new(&dir)),
        None => repeated(&files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds"))),
    }
}

fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut paths = Vec::new();
    walk(dir, &mut paths);
    paths.sort();
    let texts = paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    texts.map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect()
}

fn walk(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, out) } else { out.push(path) }
    }
}

/// The files over and over, each time with other words.
fn repeated(files: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let mut size = 0;
    for copy in 0.. {
        for (name, bytes) in files {
            let text = varied(&String::from_utf8_lossy(bytes), copy);
            size += text.len();
            out.push((format!("{copy}/{name}"), text.into_bytes()));
        }
        if size >= SIZE {
            return out;
        }
    }
    out
}

/// The text with one longer word in four turned round, in each copy another one.
fn varied(text: &str, copy: u32) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_ascii_lowercase()) {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_lowercase());
        let hash = word.bytes().fold(copy, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)));
        if word.len() >= 5 && (hash ^ (hash >> 7)) % 4 == 0 {
            out.extend(word.chars().rev());
            out.push_str(&part[word.len()..]);
        } else {
            out.push_str(part);
        }
    }
    out
}

/// Bytes of all files.
pub fn total(files: &[(String, Vec<u8>)]) -> usize {
    files.iter().map(|(_, bytes)| bytes.len()).sum()
}
