//! Matches of patterns and terms in the index: for every entry that holds one,
//! how often.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, TantivyError, Term};

use super::pattern::{Occ, Pattern, Slot};
use super::table::Table;
use crate::error::Result;

/// Slots of more terms than this are read into memory at once.
const MANY: usize = 32;

/// A phrase of more words is looked up by so many of its last ones, and then
/// verified: what stands before a passage in the index holds 30 words, and few
/// of those can be signs that are no words for us.
pub const TAIL: usize = 20;

/// An entry and how often it holds something.
pub type Count = (u32, u32);

/// Entries with any of the terms, ascending, and how often they hold them.
pub fn terms(table: &Table, field: Field, terms: &[String]) -> Result<Vec<Count>> {
    let mut out: Vec<Count> = Vec::new();
    for (reader, base) in table.segments() {
        let inverted = reader.inverted_index(field)?;
        let start = out.len();
        let mut lists = 0;
        for term in terms {
            let term = Term::from_field_text(field, term);
            let postings = inverted.read_postings(&term, IndexRecordOption::WithFreqs).map_err(TantivyError::from)?;
            let Some(mut postings) = postings else { continue };
            lists += 1;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !reader.is_deleted(doc) {
                    out.push((base + doc, postings.term_freq()));
                }
                doc = postings.advance();
            }
        }
        if lists > 1 {
            out[start..].sort_unstable();
            sum_up(&mut out, start);
        }
    }
    Ok(out)
}

/// Entries with any of the terms of a slot, ascending, and how often; of the
/// occurrences those count that end after position `own(entry)`.
pub fn slot(table: &Table, field: Field, slot: &Slot, own: impl Fn(u32) -> u32) -> Result<Vec<Count>> {
    let mut out: Vec<Count> = Vec::new();
    let mut positions = Vec::new();
    for (reader, base) in table.segments() {
        let inverted = reader.inverted_index(field)?;
        let start = out.len();
        let mut lists = 0;
        for (term, length) in slot {
            let term = Term::from_field_text(field, term);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let postings = inverted.read_postings(&term, option).map_err(TantivyError::from)?;
            let Some(mut postings) = postings else { continue };
            lists += 1;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                let count = match own(base + doc) {
                    0 => postings.term_freq(),
                    own => {
                        postings.positions(&mut positions);
                        positions.iter().filter(|&&start| start + length > own).count() as u32
                    }
                };
                if count > 0 && !reader.is_deleted(doc) {
                    out.push((base + doc, count));
                }
                doc = postings.advance();
            }
        }
        if lists > 1 {
            out[start..].sort_unstable();
            sum_up(&mut out, start);
        }
    }
    Ok(out)
}

/// Where a term stands in each of `entries` (ascending).
pub fn positions(table: &Table, field: Field, term: &str, entries: &[u32]) -> Result<Vec<Vec<u32>>> {
    let mut out = vec![Vec::new(); entries.len()];
    let term = Term::from_field_text(field, term);
    for (reader, base) in table.segments() {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let postings = reader.inverted_index(field)?.read_postings(&term, option).map_err(TantivyError::from)?;
        let Some(mut postings) = postings else { continue };
        let first = entries.partition_point(|&entry| entry < base);
        for (at, doc) in entries[first..].iter().map(|entry| entry - base).enumerate() {
            if doc >= reader.max_doc() {
                break;
            }
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == doc {
                postings.positions(&mut out[first + at]);
            }
        }
    }
    Ok(out)
}

/// Makes one of the counts of the same entry, from `start` on.
fn sum_up(counts: &mut Vec<Count>, start: usize) {
    let mut kept = start;
    for at in start..counts.len() {
        let (entry, count) = counts[at];
        if kept > start && counts[kept - 1].0 == entry {
            counts[kept - 1].1 += count;
        } else {
            counts[kept] = (entry, count);
            kept += 1;
        }
    }
    counts.truncate(kept);
}

/// A place where a pattern may stand.
pub struct Candidate {
    /// The entry.
    pub entry: u32,
    /// Matches in the entry's positions; for a long phrase none where only
    /// its last words were found, and it may begin in an earlier passage.
    pub matches: Vec<Occ>,
}

/// Calls `each` with every entry in which the pattern matches, ascending, and
/// with those where a long phrase may begin in an earlier passage.
pub fn matches(
    table: &Table,
    field: Field,
    pattern: &Pattern,
    mut each: impl FnMut(Candidate) -> Result<()>,
) -> Result<()> {
    let tail = (pattern.steps() > TAIL).then(|| pattern.tail(TAIL));
    let requirements = tail.as_ref().unwrap_or(pattern).requirements();
    for (reader, base) in table.segments() {
        let Some(mut scan) = Scan::new(reader, field, pattern, &requirements)? else { continue };
        while let Some(doc) = scan.next() {
            if reader.is_deleted(doc) {
                continue;
            }
            let at = scan.occurrences(doc);
            let matches = pattern.matches(at);
            let maybe = || tail.as_ref().is_some_and(|tail| !tail.matches(at).is_empty());
            if !matches.is_empty() || maybe() {
                each(Candidate { entry: base + doc, matches })?;
            }
        }
    }
    Ok(())
}

/// A walk over the entries of one segment that hold what a pattern requires.
struct Scan {
    cursors: Vec<Cursor>,
    requirements: Vec<Vec<usize>>,
    at: Vec<Vec<Occ>>,
    next: u32,
    /// For positions on their way.
    buffer: Vec<u32>,
}

impl Scan {
    /// `None` where a required slot has no entry at all.
    fn new(
        reader: &SegmentReader,
        field: Field,
        pattern: &Pattern,
        requirements: &[Vec<usize>],
    ) -> Result<Option<Scan>> {
        let inverted = reader.inverted_index(field)?;
        let cursors: Result<Vec<Cursor>> =
            pattern.slots.iter().map(|slot| Cursor::new(&inverted, field, slot)).collect();
        let cursors = cursors?;
        let mut requirements = requirements.to_vec();
        let cost = |slots: &Vec<usize>| slots.iter().map(|&slot| cursors[slot].cost()).sum::<u64>();
        if requirements.iter().any(|slots| cost(slots) == 0) {
            return Ok(None);
        }
        requirements.sort_by_key(cost);
        requirements.dedup();
        let at = vec![Vec::new(); cursors.len()];
        Ok(Some(Scan { cursors, requirements, at, next: 0, buffer: Vec::new() }))
    }

    /// The next entry that holds all that is required.
    fn next(&mut self) -> Option<u32> {
        let mut doc = self.next;
        'again: loop {
            for slots in &self.requirements {
                let found = slots.iter().map(|&slot| self.cursors[slot].seek(doc)).min().unwrap_or(TERMINATED);
                if found == TERMINATED {
                    return None;
                }
                if found > doc {
                    doc = found;
                    continue 'again;
                }
            }
            self.next = doc + 1;
            return Some(doc);
        }
    }

    /// Where each slot stands in `doc`.
    fn occurrences(&mut self, doc: u32) -> &[Vec<Occ>] {
        for (cursor, out) in self.cursors.iter_mut().zip(&mut self.at) {
            out.clear();
            if cursor.seek(doc) == doc {
                cursor.occurrences(doc, out, &mut self.buffer);
            }
        }
        &self.at
    }
}

/// The entries of one slot, in order.
enum Cursor {
    /// A list for each term, with the positions it takes.
    Few(Vec<(SegmentPostings, u32)>),
    /// All occurrences by entry, and how far they are read.
    Many(Vec<(u32, Occ)>, usize),
}

impl Cursor {
    fn new(inverted: &InvertedIndexReader, field: Field, slot: &Slot) -> Result<Cursor> {
        let mut lists = Vec::new();
        for (term, length) in slot {
            let term = Term::from_field_text(field, term);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let postings = inverted.read_postings(&term, option).map_err(TantivyError::from)?;
            lists.extend(postings.map(|postings| (postings, *length)));
        }
        Ok(if lists.len() > MANY { Cursor::gathered(lists) } else { Cursor::Few(lists) })
    }

    fn gathered(lists: Vec<(SegmentPostings, u32)>) -> Cursor {
        let mut all = Vec::new();
        let mut positions = Vec::new();
        for (mut postings, length) in lists {
            let mut doc = postings.doc();
            while doc != TERMINATED {
                postings.positions(&mut positions);
                all.extend(positions.iter().map(|&start| (doc, Occ { start, end: start + length })));
                doc = postings.advance();
            }
        }
        all.sort_unstable();
        Cursor::Many(all, 0)
    }

    fn cost(&self) -> u64 {
        match self {
            Cursor::Few(lists) => lists.iter().map(|(postings, _)| u64::from(postings.doc_freq())).sum(),
            Cursor::Many(all, _) => all.len() as u64,
        }
    }

    /// The first entry at `target` or after; never goes back.
    fn seek(&mut self, target: u32) -> u32 {
        match self {
            Cursor::Few(lists) => {
                let seek = |(postings, _): &mut (SegmentPostings, u32)| match postings.doc() {
                    doc if doc >= target => doc,
                    _ => postings.seek(target),
                };
                lists.iter_mut().map(seek).min().unwrap_or(TERMINATED)
            }
            Cursor::Many(all, at) => {
                *at += all[*at..].partition_point(|(doc, _)| *doc < target);
                all.get(*at).map_or(TERMINATED, |(doc, _)| *doc)
            }
        }
    }

    /// Adds the occurrences in `doc`, on which the cursor stands, ascending.
    fn occurrences(&mut self, doc: u32, out: &mut Vec<Occ>, positions: &mut Vec<u32>) {
        match self {
            Cursor::Few(lists) => {
                let mut read = 0;
                for (postings, length) in lists.iter_mut().filter(|(postings, _)| postings.doc() == doc) {
                    postings.positions(positions);
                    out.extend(positions.iter().map(|&start| Occ { start, end: start + *length }));
                    read += 1;
                }
                if read > 1 {
                    out.sort_unstable();
                }
            }
            Cursor::Many(all, at) => {
                out.extend(all[*at..].iter().take_while(|(other, _)| *other == doc).map(|(_, occ)| *occ));
            }
        }
    }
}
