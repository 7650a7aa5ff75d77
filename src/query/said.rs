//! What citing sentences say about a work counts for that work's document.
//!
//! A sentence that cites a work tells what is in it, often in other words than
//! its own. The citations stay with the passage that cites, and are joined to
//! documents of the index here, when a query is ranked: an edit of the citing
//! file changes nothing in the cited one. On a collection with known citation
//! links such sentences raised nDCG@10 from .194 to .434.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::find::Finder;
use super::plan::Plan;
use super::rank::{Scores, idf, saturated};
use crate::cite::same::Mark;
use crate::error::Result;
use crate::index::analyze::{stem, tokens};
use crate::model::{Citation, Passage};
use crate::sentence;

/// Weight of what is said about a work, against what it says itself.
const SAID: f32 = 0.5;
/// Most passages that are read for a query.
const MOST: usize = 64;

/// Files of the index that passages among `candidates` (ascending) cite, each
/// with what the citing sentences add to the score of its passages.
pub fn files(finder: Finder, plan: &Plan, first: &Scores, candidates: &[u32]) -> Result<BTreeMap<usize, f32>> {
    let known = finder.table.works();
    let words = words(plan, finder);
    if known.is_empty() || words.is_empty() {
        return Ok(BTreeMap::new());
    }
    let cites = |entry: &u32| {
        let own = finder.table.file(*entry);
        let cited = |key: u64| known.get(&key).is_some_and(|files| files.iter().any(|&file| file != own));
        finder.table.works_of(*entry).any(cited)
    };
    let mut citing_best: Vec<u32> = candidates.iter().copied().filter(cites).collect();
    citing_best.sort_by(|&a, &b| first.of(b).total_cmp(&first.of(a)).then_with(|| finder.table.by_place(a, b)));
    let mut said: BTreeMap<usize, Vec<BTreeSet<usize>>> = BTreeMap::new();
    for entry in citing_best.into_iter().take(MOST) {
        let passage = finder.passage(entry)?;
        for (cite, sentence) in citing(&passage) {
            let Some(file) = document(finder, known, cite)?.filter(|&file| file != finder.table.file(entry)) else {
                continue;
            };
            let held = held(&words, sentence);
            if !held.is_empty() {
                said.entry(file).or_default().push(held);
            }
        }
    }
    Ok(said.into_iter().map(|(file, sentences)| (file, SAID * score(&words, &sentences))).collect())
}

/// A word of the query: its stems, and how rare it is.
struct Word<'p> {
    stems: &'p [String],
    idf: f32,
}

fn words<'p>(plan: &'p Plan, finder: Finder) -> Vec<Word<'p>> {
    let counts = plan.positive().filter(|sought| !sought.stop && !sought.ready.stems.is_empty());
    let idf = |found: usize| idf(found as f32, finder.table.count);
    counts.map(|sought| Word { stems: &sought.ready.stems, idf: idf(sought.found.len()) }).collect()
}

/// The sentences as one text of ordinary length.
fn score(words: &[Word], sentences: &[BTreeSet<usize>]) -> f32 {
    let times = |word: usize| sentences.iter().filter(|held| held.contains(&word)).count() as f32;
    words.iter().enumerate().map(|(at, word)| word.idf * saturated(times(at), 1.0, 1.0)).sum()
}

/// The words that a sentence holds, by their stems.
fn held(words: &[Word], sentence: &str) -> BTreeSet<usize> {
    let stems: BTreeSet<String> = tokens(sentence, &[]).0.iter().map(|token| stem(&token.term)).collect();
    (0..words.len()).filter(|&at| words[at].stems.iter().any(|stem| stems.contains(stem))).collect()
}

/// The citations of a passage, each with the sentence that it belongs to.
fn citing(passage: &Passage) -> impl Iterator<Item = (&Citation, &str)> {
    let text = passage.places.text();
    let sentence = |at: usize| {
        let span = sentence::around(text, at.min(text.len()));
        &text[span.start..span.end]
    };
    let own = passage.cites.iter().map(move |cite| (cite, sentence(cite.start)));
    let called = passage.notes.iter().filter(|note| !note.elsewhere).filter_map(|note| Some((note, note.at?)));
    let noted = called.flat_map(move |(note, at)| note.cites.iter().map(move |cite| (cite, sentence(at as usize))));
    own.chain(noted)
}

/// The file that a citation can only mean: author, title and date agree, or
/// what is known of them does and no other file has that title.
fn document(finder: Finder, known: &HashMap<u64, Vec<usize>>, cite: &Citation) -> Result<Option<usize>> {
    let work = cite.meant(None);
    let Some(mark) = Mark::new(&work) else { return Ok(None) };
    let key = work.title.as_deref().map(crate::index::schema::work_key);
    let files = key.and_then(|key| known.get(&key)).map_or(&[][..], Vec::as_slice);
    let mut sure = Vec::new();
    for &file in files {
        let record = finder.table.record(finder.index, file)?;
        let relation = record.work().and_then(|work| Mark::new(&work)?.relation(&mark));
        if relation.is_some_and(|(surely, _)| surely || files.len() == 1) {
            sure.push(file);
        }
    }
    Ok(sure.first().copied().filter(|_| sure.len() == 1))
}
