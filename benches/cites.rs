//! What finding citations costs, beside the stages around it.
//!
//! Runs over the same files as `stages`; throughput counts bytes of the files.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run should stop")]

mod corpus;

use corpus::{corpus, total};
use divan::Bencher;
use divan::counter::BytesCount;
use ibid::index::schema::FileRecord;
use ibid::index::write;
use ibid::model::{Document, Passage};
use ibid::{cite, link, read, segment};

fn main() {
    divan::main();
}

fn linked(files: &[(String, Vec<u8>)]) -> Vec<Document> {
    let mut documents: Vec<Document> = files.iter().filter_map(|(_, bytes)| read::text::read(bytes).ok()).collect();
    documents.iter_mut().for_each(link::link);
    documents
}

fn of_all(documents: &[Document]) -> usize {
    documents.iter().map(|document| cite::of_document(document).text.len()).sum()
}

/// Reading, linking and passages: what citations are measured against.
#[divan::bench(name = "1_without")]
fn without(bencher: Bencher) {
    let files = corpus();
    let run = || linked(&files).iter().map(|document| segment::passages(document).len()).sum::<usize>();
    bencher.counter(BytesCount::new(total(&files))).bench(run);
}

/// Notes, text and sources named.
#[divan::bench(name = "2_cites")]
fn cites(bencher: Bencher) {
    let files = corpus();
    let documents = linked(&files);
    bencher.counter(BytesCount::new(total(&files))).bench(|| of_all(&documents));
}

/// The text alone: the same documents without their notes.
#[divan::bench(name = "3_text")]
fn text(bencher: Bencher) {
    let files = corpus();
    let mut documents = linked(&files);
    documents.iter_mut().for_each(|document| {
        document.notes.clear();
        document.markers.clear();
    });
    bencher.counter(BytesCount::new(total(&files))).bench(|| of_all(&documents));
}

/// Sources named in the text, which are part of the text.
#[divan::bench(name = "4_named")]
fn named(bencher: Bencher) {
    let files = corpus();
    let documents = linked(&files);
    let of = |document: &Document| {
        document.blocks.iter().map(|block| cite::attributions(&block.text.text).len()).sum::<usize>()
    };
    bencher.counter(BytesCount::new(total(&files))).bench(|| documents.iter().map(of).sum::<usize>());
}

/// The index of the same passages, in memory, one thread, with the commit.
#[divan::bench(name = "5_index")]
fn index(bencher: Bencher) {
    let files = corpus();
    let record = |path: &String| FileRecord { path: path.clone(), ..FileRecord::default() };
    let passages: Vec<(FileRecord, Vec<Passage>)> = files
        .iter()
        .zip(linked(&files))
        .map(|((path, _), document)| (record(path), segment::passages(&document)))
        .collect();
    bencher.counter(BytesCount::new(total(&files))).bench(|| write::in_memory(&passages).unwrap());
}
