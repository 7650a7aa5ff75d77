//! A benchmark a stage: read, link, segment, index, search.
//!
//! Runs over the folder that `IBID_BENCH` names, or else over the documents of
//! `seeds/`, repeated with varied words to some 4 MB. Throughput counts bytes of
//! the files, for every stage.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run should stop")]

use std::path::{Path, PathBuf};

use divan::Bencher;
use divan::counter::BytesCount;
use ibid::index::schema::FileRecord;
use ibid::index::write;
use ibid::model::{Document, Passage};
use ibid::query::{Engine, Request};
use ibid::{link, read, segment};

/// Bytes that the repeated seeds come to.
const SIZE: usize = 4_000_000;

fn main() {
    divan::main();
}

/// The files: names and bytes.
fn corpus() -> Vec<(String, Vec<u8>)> {
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

fn total(files: &[(String, Vec<u8>)]) -> usize {
    files.iter().map(|(_, bytes)| bytes.len()).sum()
}

fn size(files: &[(String, Vec<u8>)]) -> BytesCount {
    BytesCount::new(total(files))
}

fn documents(files: &[(String, Vec<u8>)]) -> Vec<Document> {
    files.iter().filter_map(|(_, bytes)| read::text::read(bytes).ok()).collect()
}

fn linked(files: &[(String, Vec<u8>)]) -> Vec<Document> {
    let mut documents = documents(files);
    documents.iter_mut().for_each(link::link);
    documents
}

fn passages(files: &[(String, Vec<u8>)]) -> Vec<(FileRecord, Vec<Passage>)> {
    let record = |path: &String| FileRecord { path: path.clone(), ..FileRecord::default() };
    files.iter().zip(linked(files)).map(|((path, _), document)| (record(path), segment::passages(&document))).collect()
}

#[divan::bench(name = "1_read")]
fn read_files(bencher: Bencher) {
    let files = corpus();
    bencher.counter(size(&files)).bench(|| documents(&files));
}

#[divan::bench(name = "2_link")]
fn link_documents(bencher: Bencher) {
    let files = corpus();
    let link = |mut documents: Vec<Document>| {
        documents.iter_mut().for_each(link::link);
        documents
    };
    bencher.counter(size(&files)).with_inputs(|| documents(&files)).bench_values(link);
}

#[divan::bench(name = "3_segment")]
fn segment_documents(bencher: Bencher) {
    let files = corpus();
    let documents = linked(&files);
    bencher.counter(size(&files)).bench(|| documents.iter().map(segment::passages).collect::<Vec<_>>());
}

/// In memory, one thread, with the commit.
#[divan::bench(name = "4_index")]
fn index_passages(bencher: Bencher) {
    let files = corpus();
    let passages = passages(&files);
    bencher.counter(size(&files)).bench(|| write::in_memory(&passages).unwrap());
}

/// Ten queries a round, made of the first three words of passages spread over
/// the corpus; each counts the whole corpus as searched.
#[divan::bench(name = "5_search", args = ["phrase", "words", "all", "word"])]
fn search(bencher: Bencher, kind: &str) {
    let files = corpus();
    let passages = passages(&files);
    let queries = queries(&passages, kind);
    let index = write::in_memory(&passages).unwrap();
    let engine = Engine::new(&index).unwrap();
    let bytes = BytesCount::new(queries.len() * total(&files));
    bencher
        .counter(bytes)
        .bench(|| queries.iter().map(|query| engine.search(query).unwrap().hits.len()).sum::<usize>());
}

fn queries(files: &[(FileRecord, Vec<Passage>)], kind: &str) -> Vec<Request> {
    let all: Vec<&str> = files.iter().flat_map(|(_, passages)| passages.iter().map(|p| p.places.text())).collect();
    let query = |text: &&str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<String> = words.take(3).map(str::to_lowercase).collect();
        Request::new(match kind {
            "phrase" => format!("\"{}\"", words.join(" ")),
            "words" => words.join(" "),
            "all" => format!("+{}", words.join(" +")),
            _ => words.into_iter().next().unwrap_or_default(),
        })
    };
    all.iter().step_by((all.len() / 10).max(1)).take(10).map(query).collect()
}
