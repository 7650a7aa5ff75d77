//! The occurrences of one field: taken down in the order of the text, sorted by
//! term at the end.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field;

use super::terms::Terms;
use crate::error::{Error, Result};

/// A length as the engine keeps it, in one byte.
fn kept(length: u32) -> u32 {
    FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(length))
}

/// What a field keeps of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// That the entry has the term.
    Entry,
    /// How often.
    Count,
    /// How often, told with the entry by [`Postings::push_times`].
    Times,
    /// Where.
    Positions,
}

/// Set in an item of `Postings::terms` that is no term: the rest is how far the
/// next position is moved, 31 bits that wrap.
const JUMP: u32 = 1 << 31;

/// The occurrences of terms in a field.
pub struct Postings {
    field: Field,
    keep: Keep,
    /// Numbers of terms, one an occurrence. Where positions are kept each stands
    /// at the one after the last, unless a [`JUMP`] between the two says otherwise:
    /// half the memory of a position each.
    terms: Vec<u32>,
    /// For [`Keep::Times`] how often.
    times: Vec<u32>,
    /// The position after the last, in the entry under way.
    next: u32,
    /// Jumps in `terms`.
    jumps: usize,
    /// Occurrences in the entry under way that `terms` does not show one by one.
    more: u32,
    /// Sum of the lengths of all entries, each as it is kept (see [`kept`]).
    length: u64,
    /// Entries that have any: number, and where its occurrences end.
    entries: Vec<(u32, u32)>,
}

impl Postings {
    /// No occurrences yet.
    pub fn new(field: Field, keep: Keep) -> Self {
        Postings {
            field,
            keep,
            terms: Vec::new(),
            times: Vec::new(),
            next: 0,
            jumps: 0,
            more: 0,
            length: 0,
            entries: Vec::new(),
        }
    }

    /// Takes down an occurrence in the entry that [`Postings::close`] ends.
    pub fn push(&mut self, term: u32, position: u32) {
        if self.keep == Keep::Positions {
            if position != self.next {
                self.terms.push(JUMP | position.wrapping_sub(self.next));
                self.jumps += 1;
            }
            self.next = position.wrapping_add(1);
        }
        self.terms.push(term);
    }

    /// Takes down that the entry under way holds a term so often; once a term.
    pub fn push_times(&mut self, term: u32, times: u32) {
        self.terms.push(term);
        self.times.push(times);
        self.more += times - 1;
    }

    /// Ends an entry; gives how many occurrences it has, where no positions are kept.
    pub fn close(&mut self, entry: u32) -> u32 {
        let start = self.entries.last().map_or(0, |(_, end)| *end);
        let end = self.terms.len() as u32;
        if end > start {
            self.entries.push((entry, end));
        }
        self.next = 0;
        let count = end - start + std::mem::take(&mut self.more);
        self.length += u64::from(kept(count));
        count
    }

    /// What is kept.
    pub fn keep(&self) -> Keep {
        self.keep
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        4 * (self.terms.capacity() + self.times.capacity()) + 8 * self.entries.capacity()
    }

    /// Writes the field; `order` is that of the terms.
    pub fn write(
        self,
        terms: &Terms,
        order: &[u32],
        norms: Option<FieldNormReader>,
        out: &mut InvertedIndexSerializer,
    ) -> Result<()> {
        // a field without terms is written too: where it lacks in a segment, the
        // engine builds an empty dictionary at each opening, which costs more than
        // many a query
        let occurrences = match self.keep {
            Keep::Times => self.times.iter().map(|&times| u64::from(times)).sum(),
            _ => (self.terms.len() - self.jumps) as u64,
        };
        // where segments with deletions merge, the engine counts anew by the lengths
        // that are kept: the sum must be of these, or means change with each merge
        let total = if norms.is_some() { self.length } else { occurrences };
        let writer = out.new_field(self.field, total, norms)?;
        match self.keep {
            Keep::Positions | Keep::Times => self.write_sorted::<(u32, u32)>(terms, order, writer),
            Keep::Count | Keep::Entry => self.write_sorted::<u32>(terms, order, writer),
        }
    }

    fn write_sorted<P: Place>(self, terms: &Terms, order: &[u32], mut writer: FieldSerializer) -> Result<()> {
        let keep = self.keep;
        let (starts, places) = self.sort::<P>(terms.len());
        let mut deltas = Vec::new();
        for &term in order {
            let places = &places[starts[term as usize] as usize..starts[term as usize + 1] as usize];
            if places.is_empty() {
                continue;
            }
            let distinct = places.chunk_by(|a, b| a.entry() == b.entry());
            let frequency = if keep == Keep::Entry { 0 } else { distinct.clone().count() as u32 };
            writer.new_term(terms.get(term), frequency, keep != Keep::Entry)?;
            for same in distinct {
                if keep == Keep::Positions {
                    differences(same, &mut deltas);
                }
                let times = if keep == Keep::Times { same[0].position() } else { same.len() as u32 };
                writer.write_doc(same[0].entry(), times, &deltas);
            }
            writer.close_term()?;
        }
        writer.close().map_err(Error::from)
    }

    /// Sorts by term, entries and positions of each staying in order: one pass
    /// to count, one to put in place. Gives where the places of each term
    /// begin, the end of all, and the places.
    fn sort<P: Place>(self, terms: usize) -> (Vec<u32>, Vec<P>) {
        let mut starts = vec![0u32; terms + 1];
        let is_term = |item: &&u32| **item & JUMP == 0;
        self.terms.iter().filter(is_term).for_each(|term| starts[*term as usize + 1] += 1);
        for term in 0..terms {
            starts[term + 1] += starts[term];
        }
        let mut next = starts.clone();
        let mut places = vec![P::default(); self.terms.len() - self.jumps];
        let mut from = 0;
        for (entry, end) in self.entries {
            let mut position = 0u32;
            for at in from..end as usize {
                let item = self.terms[at];
                if item & JUMP != 0 {
                    // one bit to the left and back: the sign comes down
                    position = position.wrapping_add(((item << 1) as i32 >> 1) as u32);
                    continue;
                }
                let next = &mut next[item as usize];
                places[*next as usize] = P::new(entry, self.times.get(at).copied().unwrap_or(position));
                *next += 1;
                position = position.wrapping_add(1);
            }
            from = end as usize;
        }
        (starts, places)
    }
}

/// An occurrence of a term. Entry and position lie side by side where both are
/// kept, as they are put in place at random: one miss of the cache, not two.
trait Place: Copy + Default {
    fn new(entry: u32, position: u32) -> Self;
    fn entry(self) -> u32;
    fn position(self) -> u32;
}

impl Place for (u32, u32) {
    fn new(entry: u32, position: u32) -> Self {
        (entry, position)
    }

    fn entry(self) -> u32 {
        self.0
    }

    fn position(self) -> u32 {
        self.1
    }
}

/// Without a position.
impl Place for u32 {
    fn new(entry: u32, _: u32) -> Self {
        entry
    }

    fn entry(self) -> u32 {
        self
    }

    fn position(self) -> u32 {
        0
    }
}

fn differences<P: Place>(places: &[P], out: &mut Vec<u32>) {
    out.clear();
    let mut last = 0;
    for place in places {
        out.push(place.position() - last);
        last = place.position();
    }
}
