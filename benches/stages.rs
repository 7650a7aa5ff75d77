//! A benchmark a stage: read, link, segment, index, search.
//!
//! Runs over the folder that `IBID_BENCH` names, or else over the documents of
//! `seeds/`, repeated with varied words to some 4 MB. Throughput counts bytes of
//! the files, for every stage.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run should stop")]

mod corpus;

use corpus::{corpus, total};
use divan::Bencher;
use divan::counter::BytesCount;
use ibid::index::schema::FileRecord;
use ibid::index::write;
use ibid::model::{Document, Passage};
use ibid::query::{Engine, Request};
use ibid::{link, read, segment};

fn main() {
    divan::main();
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
