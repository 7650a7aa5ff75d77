//! Scores: BM25 over stems, then further evidence for the best.
//!
//! The parts and their weights are those measured for this project (see
//! `benches/README.md`). All statistics are counted over living passages, and
//! sums run in the order of the query, so that a score depends on neither
//! segments nor deleted text.

use super::Scope;
use super::bits::Bits;
use super::find::{Finder, Found};
use super::plan::{Plan, Sought};
use crate::error::Result;

/// BM25's saturation and length parameters, as tantivy and Lucene have them.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// Weight of what a passage's notes say against its own text.
const NOTES: f32 = 0.4;
/// Weight of the whole document's score.
const DOCUMENT: f32 = 0.3;

/// Lengths of texts in words, and their mean.
pub struct Lengths {
    of: Vec<u32>,
    mean: f32,
    /// Number of texts that are not empty.
    count: usize,
}

impl Lengths {
    fn new(of: Vec<u32>) -> Self {
        let count = of.iter().filter(|&&length| length > 0).count();
        let total: u64 = of.iter().map(|&length| u64::from(length)).sum();
        Lengths { of, mean: (total as f32 / count.max(1) as f32).max(1.0), count }
    }
}

/// BM25's inverse document frequency for `df` of `count` texts.
pub fn idf(df: f32, count: usize) -> f32 {
    (1.0 + (count as f32 - df + 0.5).max(0.0) / (df + 0.5)).ln()
}

/// BM25's part of `times` occurrences in a text of a length.
pub fn saturated(times: f32, length: f32, mean: f32) -> f32 {
    times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length / mean))
}

/// First scores.
pub struct Scores {
    /// For every entry.
    pub of: Vec<f32>,
    /// Lengths of the passages' own texts.
    pub lengths: Lengths,
}

impl Scores {
    /// Scores all entries that hold a leaf that counts.
    pub fn new(finder: Finder, plan: &Plan) -> Result<Scores> {
        let fields = &finder.index.fields;
        let lengths = lengths_of(finder, fields.body_stem)?;
        let notes = lengths_of(finder, fields.note_stem)?;
        let mut of = vec![0.0; finder.table.len()];
        let counting: Vec<&Sought> = plan.positive().filter(|leaf| !leaf.stop).collect();
        for leaf in &counting {
            let only_notes = leaf.ready.place == super::leaf::Place::Text(Scope::Notes);
            add(&mut of, &leaf.found, |found| found.body, &lengths, 1.0);
            add(&mut of, &leaf.found, |found| found.note, &notes, if only_notes { 1.0 } else { NOTES });
        }
        add_documents(finder, &counting, &lengths, &mut of);
        Ok(Scores { of, lengths })
    }

    /// Length and mean length of a passage's own text.
    pub fn length(&self, entry: u32) -> (f32, f32) {
        (self.lengths.of[entry as usize] as f32, self.lengths.mean)
    }

    /// Number of passages with a text of their own.
    pub fn texts(&self) -> usize {
        self.lengths.count
    }
}

fn add(of: &mut [f32], found: &[Found], times: impl Fn(&Found) -> u32, lengths: &Lengths, weight: f32) {
    let df = found.iter().filter(|found| times(found) > 0).count();
    let idf = weight * idf(df as f32, lengths.count);
    for found in found {
        let (times, entry) = (times(found), found.entry as usize);
        if times > 0 {
            of[entry] += idf * saturated(times as f32, lengths.of[entry] as f32, lengths.mean);
        }
    }
}

/// Adds to every passage a part of the score that its document has as a whole.
fn add_documents(finder: Finder, leaves: &[&Sought], passages: &Lengths, of: &mut [f32]) {
    let table = finder.table;
    let mut lengths = vec![0; table.keys.len()];
    table.passages.iter().for_each(|entry| lengths[table.file(entry)] += passages.of[entry as usize]);
    let lengths = Lengths::new(lengths);
    if lengths.count < 2 {
        return;
    }
    let mut scores = vec![0.0; table.keys.len()];
    let mut times = vec![0u32; table.keys.len()];
    for leaf in leaves {
        times.fill(0);
        leaf.found.iter().for_each(|found| times[table.file(found.entry)] += found.body);
        let df = times.iter().filter(|&&times| times > 0).count();
        let idf = DOCUMENT * idf(df as f32, lengths.count);
        for (file, &times) in times.iter().enumerate().filter(|(_, times)| **times > 0) {
            scores[file] += idf * saturated(times as f32, lengths.of[file] as f32, lengths.mean);
        }
    }
    let mut touched = Bits::new(of.len());
    leaves.iter().flat_map(|leaf| &leaf.found).for_each(|found| touched.insert(found.entry as usize));
    touched.iter().for_each(|entry| of[entry as usize] += scores[table.file(entry)]);
}

/// Lengths of a field of all living passages.
fn lengths_of(finder: Finder, field: tantivy::schema::Field) -> Result<Lengths> {
    let mut of = vec![0; finder.table.len()];
    for (reader, base) in finder.table.segments() {
        // a segment without any text of the field has no lengths for it
        let Some(norms) = reader.fieldnorms_readers().get_field(field)? else { continue };
        for doc in 0..reader.max_doc() {
            let entry = (base + doc) as usize;
            if finder.table.passages.contains(entry) {
                of[entry] = norms.fieldnorm(doc);
            }
        }
    }
    Ok(Lengths::new(of))
}
