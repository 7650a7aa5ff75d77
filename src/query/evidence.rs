//! Further evidence for the best passages: exact forms, closeness of the words,
//! words of the title.

use super::bits::Bits;
use super::find::Finder;
use super::plan::{Plan, Sought};
use super::postings;
use super::rank::{Scores, idf, saturated};
use super::tree::Leaf;
use crate::error::Result;

/// Passages that are looked at more closely, at least.
pub const LOOKED_AT: usize = 300;
/// Weights, as measured for this project.
const EXACT: f32 = 0.25;
const PAIR: f32 = 0.1;
const NEAR: f32 = 0.05;
const TITLE: f32 = 0.2;
/// Words that a near pair spans at most.
const NEAR_SPAN: u32 = 8;
/// Words between all words of a query that count as close together, for each word.
const CLOSE: u32 = 4;

/// A bare word of the query that counts.
struct Word<'p> {
    sought: &'p Sought,
    typed: &'p str,
    /// For every candidate, where its exact form stands in the own text.
    at: Vec<Vec<u32>>,
}

/// Looks at `candidates` (ascending) more closely; gives their scores.
pub fn scores(finder: Finder, plan: &Plan, first: &Scores, candidates: &[u32]) -> Result<Vec<f32>> {
    let mut out: Vec<f32> = candidates.iter().map(|&entry| first.of(entry)).collect();
    let words = words(finder, plan, candidates)?;
    for word in &words {
        add_exact(finder, word, first, candidates, &mut out)?;
    }
    for pair in words.windows(2) {
        add_pairs(finder, [&pair[0], &pair[1]], first, candidates, &mut out);
    }
    add_titles(finder, &words, candidates, &mut out)?;
    lift_close(plan, &words, candidates, &mut out);
    Ok(out)
}

fn words<'p>(finder: Finder, plan: &'p Plan, candidates: &[u32]) -> Result<Vec<Word<'p>>> {
    let own: Vec<u32> = candidates.iter().map(|&entry| finder.table.own(entry)).collect();
    let mut out = Vec::new();
    for sought in plan.positive().filter(|sought| !sought.stop) {
        let Some(word) = &sought.ready.word else { continue };
        let mut at = postings::positions(finder.table, finder.index.fields.body, word, candidates)?;
        for (positions, &own) in at.iter_mut().zip(&own) {
            positions.retain(|&position| position >= own);
        }
        out.push(Word { sought, typed: word, at });
    }
    Ok(out)
}

fn add_exact(finder: Finder, word: &Word, first: &Scores, candidates: &[u32], out: &mut [f32]) -> Result<()> {
    let term = tantivy::Term::from_field_text(finder.index.fields.body, word.typed);
    let df = finder.table.searcher.doc_freq(&term)?;
    let weight = EXACT * idf(df as f32, first.texts());
    for (i, &entry) in candidates.iter().enumerate() {
        out[i] += weight * times(word.at[i].len(), first, entry);
    }
    Ok(())
}

fn times(count: usize, first: &Scores, entry: u32) -> f32 {
    let (length, mean) = first.length(entry);
    saturated(count as f32, length, mean)
}

/// Adds what two neighbouring words of the query say by standing side by side,
/// or near each other. In how many passages they do is estimated: of all that
/// hold both, the share that it is among the candidates.
fn add_pairs(finder: Finder, pair: [&Word; 2], first: &Scores, candidates: &[u32], out: &mut [f32]) {
    let [a, b] = pair;
    let both = both(finder, a, b) as f32;
    let counts: Vec<[usize; 2]> = (0..candidates.len()).map(|i| pairs(&a.at[i], &b.at[i])).collect();
    let holding = (0..candidates.len()).filter(|&i| !a.at[i].is_empty() && !b.at[i].is_empty()).count().max(1);
    for (kind, weight) in [PAIR, NEAR].into_iter().enumerate() {
        let seen = counts.iter().filter(|count| count[kind] > 0).count();
        let df = (both * seen as f32 / holding as f32).max(1.0);
        let weight = weight * idf(df, first.texts());
        for (i, &entry) in candidates.iter().enumerate() {
            out[i] += weight * times(counts[i][kind], first, entry);
        }
    }
}

/// Number of passages that hold both words, by their stems.
fn both(finder: Finder, a: &Word, b: &Word) -> usize {
    let bits = |word: &Word| {
        let mut bits = Bits::new(finder.table.len());
        word.sought.found.iter().for_each(|found| bits.insert(found.entry as usize));
        bits
    };
    let mut both = bits(a);
    both.and(&bits(b));
    both.count()
}

/// How often `b` follows right on `a`, and how often the two are near.
fn pairs(a: &[u32], b: &[u32]) -> [usize; 2] {
    let follows = a.iter().filter(|&&at| b.binary_search(&(at + 1)).is_ok()).count();
    let near = |at: u32| b.iter().any(|&other| other != at && other.abs_diff(at) < NEAR_SPAN);
    [follows, a.iter().filter(|&&at| near(at)).count()]
}

/// Adds what a document's title says.
fn add_titles(finder: Finder, words: &[Word], candidates: &[u32], out: &mut [f32]) -> Result<()> {
    let files = finder.table.files().count();
    for word in words {
        let titled = finder.files_by_meta("title", &Leaf::Word(word.typed.to_owned()))?;
        let weight = TITLE * idf(titled.count() as f32, files);
        for (score, &entry) in out.iter_mut().zip(candidates) {
            if titled.contains(finder.table.file(entry)) {
                *score += weight;
            }
        }
    }
    Ok(())
}

/// Puts passages with all the words close together before those with some.
fn lift_close(plan: &Plan, words: &[Word], candidates: &[u32], out: &mut [f32]) {
    if words.len() < 2 {
        return;
    }
    let others: Vec<&Sought> = plan.positive().filter(|leaf| !leaf.stop && leaf.ready.word.is_none()).collect();
    let best = out.iter().copied().fold(0.0, f32::max);
    for (i, entry) in candidates.iter().enumerate() {
        let holds = |leaf: &&Sought| leaf.found.binary_search_by_key(entry, |found| found.entry).is_ok();
        if others.iter().all(holds) && close(&words.iter().map(|word| &word.at[i][..]).collect::<Vec<_>>()) {
            out[i] += best;
        }
    }
}

/// True where one of each stand close together.
fn close(at: &[&[u32]]) -> bool {
    let reach = at.len() as u32 * (1 + CLOSE);
    let starts = at.iter().flat_map(|positions| positions.iter().copied());
    starts.into_iter().any(|start| {
        at.iter().all(|positions| {
            let next = positions.partition_point(|&position| position < start);
            positions.get(next).is_some_and(|&position| position < start + reach)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_in_order_and_near() {
        assert_eq!(pairs(&[1, 10, 30], &[2, 8, 50]), [1, 2]);
        assert_eq!(pairs(&[5], &[5]), [0, 0]);
    }

    #[test]
    fn close_wants_one_of_each() {
        assert!(close(&[&[100], &[105], &[99]]));
        assert!(!close(&[&[100], &[150], &[99]]));
        assert!(!close(&[&[100], &[]]));
    }
}
