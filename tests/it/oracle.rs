//! Phrase truth against brute force, through the whole program.
//!
//! Documents are made from lists of words that are known beforehand; what is
//! written to disk has markers, line wraps, line-end hyphens and notes in them.
//! The truth is the lists: no code of the program has a part in it.

use std::collections::BTreeSet;

use serde_json::json;

use crate::harness::{Dir, Random, range};

const WORDS: &[&str] = &[
    "harbour",
    "commission",
    "silt",
    "tide",
    "the",
    "of",
    "never",
    "reported",
    "engineer",
    "granite",
    "a",
    "and",
    "dredger",
    "estimate",
    "letter",
];

/// A paragraph or a note as a reader reads it.
struct Unit {
    words: Vec<String>,
    /// Bytes of the file, markers and label included.
    start: usize,
    end: usize,
}

struct Made {
    text: String,
    units: Vec<Unit>,
}

/// How a document is set.
struct Layout {
    wrap: Option<usize>,
    hyphens: bool,
    markers: usize,
}

fn sentence_words(random: &mut Random, count: usize) -> Vec<String> {
    let mut words = Vec::new();
    while words.len() < count {
        let length = 4 + random.below(18);
        let mut sentence: Vec<String> = (0..length).map(|_| random.pick(WORDS).to_string()).collect();
        let first = &mut sentence[0];
        *first = first[..1].to_uppercase() + &first[1..];
        sentence[length - 1].push('.');
        words.extend(sentence);
    }
    words
}

/// Sets words as text; every so often a marker follows a word.
fn set(random: &mut Random, words: &[String], layout: &Layout, label: &mut Option<&mut usize>, text: &mut String) {
    let mut column = 0;
    for (i, word) in words.iter().enumerate() {
        let mut token = word.clone();
        if let Some(label) = label
            && random.chance(layout.markers)
        {
            **label += 1;
            token.push_str(&format!("[{label}]"));
        }
        if i > 0 {
            let full = layout.wrap.is_some_and(|width| column + 1 + token.len() > width);
            let (head, tail) = token.split_at(token.len().min(4));
            if full && layout.hyphens && word.len() > 7 && i % 2 == 0 {
                text.push(' ');
                text.push_str(head);
                text.push_str("-\n");
                token = tail.to_owned();
                column = 0;
            } else if full {
                text.push('\n');
                column = 0;
            } else {
                text.push(' ');
                column += 1;
            }
        }
        text.push_str(&token);
        column += token.len();
    }
}

fn make(seed: u64) -> Made {
    let mut random = Random::new(seed);
    let layout = Layout {
        wrap: random.chance(60).then(|| 50 + random.below(30)),
        hyphens: random.chance(50),
        markers: random.below(4),
    };
    let mut made = Made { text: format!("The Harbour Papers, Volume {seed}\n\n\n"), units: Vec::new() };
    let mut calls = 0;
    for _ in 0..3 + random.below(6) {
        let long = random.chance(25);
        let count = if long { 250 + random.below(400) } else { 6 + random.below(120) };
        let words = sentence_words(&mut random, count);
        put(&mut made, &mut random, &layout, words, "", Some(&mut calls));
    }
    if calls > 0 {
        made.text.push_str("\nNotes\n\n");
    }
    for label in 1..=calls {
        let count = 4 + random.below(30);
        let words = sentence_words(&mut random, count);
        put(&mut made, &mut random, &layout, words, &format!("[{label}] "), None);
    }
    made
}

fn put(
    made: &mut Made,
    random: &mut Random,
    layout: &Layout,
    words: Vec<String>,
    head: &str,
    mut calls: Option<&mut usize>,
) {
    let start = made.text.len();
    made.text.push_str(head);
    set(random, &words, layout, &mut calls, &mut made.text);
    let end = made.text.len();
    made.text.push_str("\n\n");
    let plain = |word: &String| word.trim_end_matches('.').to_lowercase();
    made.units.push(Unit { words: words.iter().map(plain).collect(), start, end });
}

fn holds(unit: &Unit, phrase: &[String]) -> bool {
    unit.words.windows(phrase.len()).any(|window| window == phrase)
}

/// Phrases that are there (of one word to 60, across sentences), and some that
/// are made up and mostly are not.
fn phrases(random: &mut Random, documents: &[Made]) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for round in 0..120 {
        let unit = random.pick(&random_units(documents)[..]).to_vec();
        let length = [1, 2, 2, 3, 4, 5, 8, 13, 33, 60][round % 10].min(unit.len());
        let start = random.below(unit.len() - length + 1);
        out.push(unit[start..start + length].to_vec());
        out.push((0..2 + random.below(3)).map(|_| random.pick(WORDS).to_string()).collect());
    }
    out
}

fn random_units(documents: &[Made]) -> Vec<&[String]> {
    documents.iter().flat_map(|d| &d.units).map(|u| u.words.as_slice()).collect()
}

#[test]
fn every_phrase_is_found_where_it_stands_and_nowhere_else() {
    let dir = Dir::new();
    let documents: Vec<Made> = (0..24).map(make).collect();
    for (i, made) in documents.iter().enumerate() {
        dir.file(&format!("papers/{i:02}.txt"), &made.text);
    }
    dir.ibid(&["--index", "ix", "index", "papers"]).exits(0);
    let mut random = Random::new(99);
    let phrases = phrases(&mut random, &documents);
    let batch: String = (0..)
        .zip(&phrases)
        .map(|(id, phrase)| json!({"id": id, "phrase": phrase.join(" "), "limit": 0}).to_string() + "\n")
        .collect();
    let ran = dir.ibid_with(&["--index", "ix", "search", "--batch", "-", "--json"], &batch).exits(0);
    let mut found: Vec<BTreeSet<(usize, usize)>> = vec![BTreeSet::new(); phrases.len()];
    for hit in ran.hits() {
        let query = hit["query"].as_u64().unwrap() as usize;
        let path = hit["document"]["path"].as_str().unwrap();
        let document: usize = path.trim_start_matches("papers/").trim_end_matches(".txt").parse().unwrap();
        let matches = hit["matches"].as_array().unwrap();
        assert!(!matches.is_empty(), "a hit without a match: {hit}");
        for matched in matches {
            let (start, end) = range(&matched["bytes"]);
            let units = &documents[document].units;
            let unit = units.iter().position(|u| u.start <= start && end <= u.end + 1);
            let unit = unit.unwrap_or_else(|| panic!("a match outside all text: {matched}"));
            found[query].insert((document, unit));
        }
    }
    for (phrase, found) in phrases.iter().zip(&found) {
        let mut want = BTreeSet::new();
        for (d, document) in documents.iter().enumerate() {
            want.extend(document.units.iter().enumerate().filter(|(_, u)| holds(u, phrase)).map(|(u, _)| (d, u)));
        }
        assert_eq!(&want, found, "phrase `{}` (left: truth, right: found)", phrase.join(" "));
    }
}
