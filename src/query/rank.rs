//! Scores: BM25 over stems, then further evidence for the best.
//!
//! The parts and their weights are those measured for this project (see
//! `benches/README.md`). All statistics are counted over living passages, and
//! sums run in the order of the query, so that a score depends on neither
//! segments nor deleted text.

use super::Scope;
use super::find::{Finder, Found};
use super::order::Scored;
use super::plan::{Plan, Sought};
use super::table::{Lengths, Table};
use crate::error::Result;

/// BM25's saturation and length parameters, as tantivy and Lucene have them.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// Weight of what a passage's notes say against its own text.
const NOTES: f32 = 0.4;
/// Weight of the whole document's score.
const DOCUMENT: f32 = 0.3;

/// BM25's inverse document frequency for `df` of `count` texts.
pub fn idf(df: f32, count: usize) -> f32 {
    (1.0 + (count as f32 - df + 0.5).max(0.0) / (df + 0.5)).ln()
}

/// BM25's part of `times` occurrences in a text of a length.
pub fn saturated(times: f32, length: f32, mean: f32) -> f32 {
    times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length / mean))
}

/// First scores of the passages that match.
pub struct Scores<'t> {
    table: &'t Table,
    /// The passages, ascending.
    entries: Vec<u32>,
    of: Vec<f32>,
    /// Lengths of the passages' own texts.
    lengths: &'t Lengths,
}

impl<'t> Scores<'t> {
    /// Scores `entries` (ascending) by the leaves that count.
    pub fn new(finder: Finder<'t>, plan: &Plan, entries: Vec<u32>) -> Result<Self> {
        let (table, fields) = (finder.table, &finder.index.fields);
        let lengths = table.text_lengths(fields)?;
        let of = vec![0.0; entries.len()];
        let mut scores = Scores { table, entries, of, lengths };
        let counting: Vec<&Sought> = plan.positive().filter(|leaf| !leaf.stop).collect();
        for leaf in &counting {
            scores.add(&leaf.found, |found| found.body, lengths, 1.0);
            if leaf.found.iter().any(|found| found.note > 0) {
                let only_notes = leaf.ready.place == super::leaf::Place::Text(Scope::Notes);
                let weight = if only_notes { 1.0 } else { NOTES };
                scores.add(&leaf.found, |found| found.note, table.note_lengths(fields)?, weight);
            }
        }
        scores.add_documents(&counting);
        Ok(scores)
    }

    /// The score of one of the passages.
    pub fn of(&self, entry: u32) -> f32 {
        self.entries.binary_search(&entry).map_or(0.0, |at| self.of[at])
    }

    /// All passages with their scores.
    pub fn all(&self) -> impl Iterator<Item = Scored> {
        self.entries.iter().copied().zip(self.of.iter().copied())
    }

    /// Length and mean length of a passage's own text.
    pub fn length(&self, entry: u32) -> (f32, f32) {
        (self.lengths.of(self.table.address(entry)) as f32, self.lengths.mean)
    }

    /// Number of passages with a text of their own.
    pub fn texts(&self) -> usize {
        self.lengths.count
    }

    fn add(&mut self, found: &[Found], times: impl Fn(&Found) -> u32, lengths: &Lengths, weight: f32) {
        let df = found.iter().filter(|found| times(found) > 0).count();
        let idf = weight * idf(df as f32, lengths.count);
        let table = self.table;
        self.each(found, |found, score| {
            if times(found) > 0 {
                let length = lengths.of(table.address(found.entry)) as f32;
                *score += idf * saturated(times(found) as f32, length, lengths.mean);
            }
        });
    }

    /// Calls `each` for what was found in one of the passages, with its score.
    fn each(&mut self, found: &[Found], mut each: impl FnMut(&Found, &mut f32)) {
        let mut at = 0;
        for found in found {
            while self.entries.get(at).is_some_and(|&entry| entry < found.entry) {
                at += 1;
            }
            if self.entries.get(at) == Some(&found.entry) {
                each(found, &mut self.of[at]);
            }
        }
    }

    /// Adds to every passage that holds a leaf a part of the score that its
    /// document has as a whole.
    fn add_documents(&mut self, leaves: &[&Sought]) {
        let lengths = &self.lengths.of_files;
        let count = lengths.iter().filter(|&&length| length > 0).count();
        if count < 2 {
            return;
        }
        let mean = (lengths.iter().map(|&n| u64::from(n)).sum::<u64>() as f32 / count as f32).max(1.0);
        let mut scores = vec![0.0; lengths.len()];
        let mut times = vec![0u32; lengths.len()];
        for leaf in leaves {
            times.fill(0);
            let mut files = self.table.cursor();
            leaf.found.iter().for_each(|found| times[files.file(found.entry)] += found.body);
            let df = times.iter().filter(|&&times| times > 0).count();
            let idf = DOCUMENT * idf(df as f32, count);
            for (file, &times) in times.iter().enumerate().filter(|(_, times)| **times > 0) {
                scores[file] += idf * saturated(times as f32, lengths[file] as f32, mean);
            }
        }
        let mut touched = vec![false; self.entries.len()];
        for leaf in leaves {
            let mut at = 0;
            for found in &leaf.found {
                at += self.entries[at..].iter().take_while(|&&entry| entry < found.entry).count();
                if self.entries.get(at) == Some(&found.entry) {
                    touched[at] = true;
                }
            }
        }
        let mut files = self.table.cursor();
        for ((&entry, score), _) in self.entries.iter().zip(&mut self.of).zip(touched).filter(|(_, touched)| *touched) {
            *score += scores[files.file(entry)];
        }
    }
}
