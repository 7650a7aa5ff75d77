//! The occurrences of one field: taken down in the order of the text, sorted by
//! term at the end.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::Field;

use super::terms::Terms;
use crate::error::{Error, Result};

/// What a field keeps of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// That the entry has the term.
    Entry,
    /// How often.
    Count,
    /// Where.
    Positions,
}

/// The occurrences of terms in a field.
pub struct Postings {
    field: Field,
    keep: Keep,
    /// Numbers of terms, one an occurrence.
    terms: Vec<u32>,
    /// Their positions, where those are kept.
    positions: Vec<u32>,
    /// Entries that have any: number, and where its occurrences end.
    entries: Vec<(u32, u32)>,
}

impl Postings {
    /// No occurrences yet.
    pub fn new(field: Field, keep: Keep) -> Self {
        Postings { field, keep, terms: Vec::new(), positions: Vec::new(), entries: Vec::new() }
    }

    /// Takes down an occurrence in the entry that [`Postings::close`] ends.
    pub fn push(&mut self, term: u32, position: u32) {
        self.terms.push(term);
        if self.keep == Keep::Positions {
            self.positions.push(position);
        }
    }

    /// Ends an entry; gives how many occurrences it has.
    pub fn close(&mut self, entry: u32) -> u32 {
        let start = self.entries.last().map_or(0, |(_, end)| *end);
        let end = self.terms.len() as u32;
        if end > start {
            self.entries.push((entry, end));
        }
        end - start
    }

    /// What is kept.
    pub fn keep(&self) -> Keep {
        self.keep
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        4 * (self.terms.capacity() + self.positions.capacity()) + 8 * self.entries.capacity()
    }

    /// Writes the field; `order` is that of the terms.
    pub fn write(
        self,
        terms: &Terms,
        order: &[u32],
        norms: Option<FieldNormReader>,
        out: &mut InvertedIndexSerializer,
    ) -> Result<()> {
        if self.terms.is_empty() {
            return Ok(());
        }
        let (field, keep, total) = (self.field, self.keep, self.terms.len() as u64);
        let sorted = self.sort(terms.len());
        let mut writer = out.new_field(field, total, norms)?;
        let mut deltas = Vec::new();
        for &term in order {
            let (entries, positions) = sorted.of(term);
            if entries.is_empty() {
                continue;
            }
            let distinct = entries.chunk_by(|a, b| a == b);
            let frequency = if keep == Keep::Entry { 0 } else { distinct.clone().count() as u32 };
            writer.new_term(terms.get(term), frequency, keep != Keep::Entry)?;
            let mut at = 0;
            for same in distinct {
                if keep == Keep::Positions {
                    differences(&positions[at..at + same.len()], &mut deltas);
                }
                writer.write_doc(same[0], same.len() as u32, &deltas);
                at += same.len();
            }
            writer.close_term()?;
        }
        writer.close().map_err(Error::from)
    }

    /// Sorts by term, entries and positions of each staying in order: one pass
    /// to count, one to put in place.
    fn sort(self, terms: usize) -> Sorted {
        let mut starts = vec![0u32; terms + 1];
        self.terms.iter().for_each(|term| starts[*term as usize + 1] += 1);
        for term in 0..terms {
            starts[term + 1] += starts[term];
        }
        let mut next = starts.clone();
        let mut entries = vec![0; self.terms.len()];
        let mut positions = vec![0; self.positions.len()];
        let mut from = 0;
        for (entry, end) in self.entries {
            for at in from..end as usize {
                let place = &mut next[self.terms[at] as usize];
                entries[*place as usize] = entry;
                if let Some(position) = self.positions.get(at) {
                    positions[*place as usize] = *position;
                }
                *place += 1;
            }
            from = end as usize;
        }
        Sorted { starts, entries, positions }
    }
}

/// Occurrences by term.
struct Sorted {
    /// Where those of each term begin, and the end of all.
    starts: Vec<u32>,
    entries: Vec<u32>,
    positions: Vec<u32>,
}

impl Sorted {
    fn of(&self, term: u32) -> (&[u32], &[u32]) {
        let range = self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize;
        (&self.entries[range.clone()], self.positions.get(range).unwrap_or(&[]))
    }
}

fn differences(positions: &[u32], out: &mut Vec<u32>) {
    out.clear();
    let mut last = 0;
    for position in positions {
        out.push(position - last);
        last = *position;
    }
}
