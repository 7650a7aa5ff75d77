//! Where a pattern stands in one segment: from lists of postings to entries and
//! the number of matches in each.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError, Term};

use crate::error::Result;
use crate::index::analyze::frequent;
use crate::query::plan::pattern::{Form, Occ, Pattern, Shape, Slot};

/// Slots of more terms than this are read into memory at once.
const MANY: usize = 32;

/// A phrase of more words is looked up by so many of its last ones, and then
/// verified: what stands before a passage in the index holds 30 words, and few
/// of those can be signs that are no words for us.
pub const TAIL: usize = 20;

/// Words of a phrase whose entries are intersected before positions are read. The
/// others are mostly frequent, and are asked only where these stand as they should:
/// "the old man" reads `the` in a seventh of the entries that hold all three.
const FIRST: usize = 2;

/// The matches of a pattern in a segment.
pub enum Matcher {
    /// One word, of few forms.
    Word(Vec<List>),
    /// One word of many forms: for every entry, how often; read at once.
    Counted(Vec<u32>),
    /// Words in order, of one form each.
    Phrase(Aligned),
    /// Words in order, some of which have rarer forms besides: hyphenated ones.
    Mixed(Box<Mixed>),
    /// Any other pattern.
    Pattern(Box<Scan>),
}

/// The postings of a term, and the positions that it takes.
pub struct List {
    postings: SegmentPostings,
    length: u32,
}

/// What a pattern has in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matches {
    /// So many that end in the entry's own text.
    Own(u32),
    /// None, but the last words of a long phrase: it may begin in an earlier passage.
    Tail,
}

impl Matcher {
    /// The matcher of a pattern in a field; `None` where there is no entry.
    /// `has_pairs` says that pairs of frequent words are terms there, and `own` gives
    /// the first position of an entry's own text.
    pub fn new(
        reader: &SegmentReader,
        field: Field,
        pattern: &Pattern,
        has_pairs: bool,
        own: impl Fn(DocId) -> u32,
    ) -> Result<Option<Matcher>> {
        let inverted = reader.inverted_index(field)?;
        let lists = |slot: &Slot| lists(&inverted, field, &slot.forms);
        if let Some(slot) = pattern.single() {
            let lists = lists(slot)?;
            return Ok(match lists.len() {
                0 => None,
                1..=MANY => Some(Matcher::Word(lists)),
                _ => Some(Matcher::Counted(counted(lists, reader.max_doc(), own))),
            });
        }
        let every = || pattern.slots.iter().map(lists).collect::<Result<Vec<Vec<List>>>>();
        let slots = every()?;
        if !is_of_words(pattern, &slots) {
            return Ok(Scan::new(pattern, slots).map(|scan| Matcher::Pattern(Box::new(scan))));
        }
        let (plain, rare): (Vec<Vec<List>>, Vec<Vec<List>>) =
            slots.into_iter().map(|lists| lists.into_iter().partition::<Vec<List>, _>(|list| list.length == 1)).unzip();
        let words = in_order(pattern, plain);
        let words = if has_pairs { paired(&inverted, field, words)? } else { words };
        let rare: Vec<List> = rare.into_iter().flatten().collect();
        let plain = Aligned::new(words);
        if rare.is_empty() {
            return Ok(plain.map(Matcher::Phrase));
        }
        let scan = Scan::new(pattern, every()?);
        Ok(scan.map(|scan| Matcher::Mixed(Box::new(Mixed { plain, rare, scan }))))
    }

    /// Entries that it may match, about.
    pub fn cost(&self) -> u32 {
        match self {
            Matcher::Word(lists) => lists.iter().map(|list| list.postings.doc_freq()).sum(),
            Matcher::Counted(times) => times.len() as u32,
            Matcher::Phrase(aligned) => aligned.cost(),
            Matcher::Mixed(mixed) => mixed.cost(),
            Matcher::Pattern(scan) => scan.cost(),
        }
    }

    /// The first entry at `target` or after that may match; never goes back.
    pub fn next(&mut self, target: DocId) -> DocId {
        match self {
            Matcher::Word(lists) => seek_any(lists, target),
            Matcher::Counted(times) => {
                let rest = times.get(target as usize..).unwrap_or(&[]);
                rest.iter().position(|&times| times > 0).map_or(TERMINATED, |at| target + at as u32)
            }
            Matcher::Phrase(aligned) => aligned.next(target),
            Matcher::Mixed(mixed) => mixed.next(target),
            Matcher::Pattern(scan) => scan.next(target),
        }
    }

    /// What an entry that [`Matcher::next`] gave has of it; the entry's own text
    /// begins at position `own`.
    pub fn matches(&mut self, doc: DocId, own: u32) -> Matches {
        match self {
            Matcher::Word(lists) => Matches::Own(times_of_word(lists, doc, own)),
            Matcher::Counted(times) => Matches::Own(times.get(doc as usize).copied().unwrap_or(0)),
            Matcher::Phrase(aligned) => Matches::Own(aligned.times(doc, own)),
            Matcher::Mixed(mixed) => mixed.matches(doc, own),
            Matcher::Pattern(scan) => scan.matches(doc, own),
        }
    }
}

/// The lists of the forms that the segment has.
fn lists(inverted: &InvertedIndexReader, field: Field, forms: &[Form]) -> Result<Vec<List>> {
    let mut out = Vec::new();
    for form in forms {
        let term = Term::from_field_text(field, &form.term);
        let option = IndexRecordOption::WithFreqsAndPositions;
        let postings = inverted.read_postings(&term, option).map_err(TantivyError::from)?;
        out.extend(postings.map(|postings| List { postings, length: form.length }));
    }
    Ok(out)
}

fn seek(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}

fn seek_any(lists: &mut [List], target: DocId) -> DocId {
    lists.iter_mut().map(|list| seek(&mut list.postings, target)).min().unwrap_or(TERMINATED)
}

fn times_of_word(lists: &mut [List], doc: DocId, own: u32) -> u32 {
    let mut positions = Vec::new();
    let here = lists.iter_mut().filter(|list| list.postings.doc() == doc);
    here.map(|list| own_times(&mut list.postings, list.length, own, &mut positions)).sum()
}

/// How often the entry on which `postings` stand has a term in its own text.
fn own_times(postings: &mut SegmentPostings, length: u32, own: u32, positions: &mut Vec<u32>) -> u32 {
    if own == 0 {
        return postings.term_freq();
    }
    postings.positions(positions);
    positions.iter().filter(|&&start| start + length > own).count() as u32
}

/// For every entry, how often it holds any of many terms.
fn counted(lists: Vec<List>, entries: u32, own: impl Fn(DocId) -> u32) -> Vec<u32> {
    let mut out = vec![0; entries as usize];
    let mut positions = Vec::new();
    for List { mut postings, length } in lists {
        let mut doc = postings.doc();
        while doc != TERMINATED {
            out[doc as usize] += own_times(&mut postings, length, own(doc), &mut positions);
            doc = postings.advance();
        }
    }
    out
}

/// True for words in order each of which has one form of one position; it may have
/// others that take several.
fn is_of_words(pattern: &Pattern, slots: &[Vec<List>]) -> bool {
    let Shape::Chain(chain) = &pattern.shape else { return false };
    let is_word = |lists: &Vec<List>| lists.iter().filter(|list| list.length == 1).count() == 1;
    chain.is_single_way() && chain.steps <= TAIL && slots.iter().all(is_word)
}

/// The words of a plain pattern, each with its term and the number of words from it
/// to the end.
fn in_order(pattern: &Pattern, slots: Vec<Vec<List>>) -> Vec<Word> {
    let steps = slots.len() as u32;
    // which of a pattern's words the segment has is not told
    let term = |slot: &Slot| slot.forms.first().filter(|_| slot.like.is_none()).map(|form| form.term.clone());
    let terms = pattern.slots.iter().map(|slot| term(slot).unwrap_or_default());
    let words = slots.into_iter().flatten().zip(terms).zip((1..=steps).rev());
    words.map(|((list, term), offset)| Word { postings: list.postings, term, offset }).collect()
}

/// Takes frequent words that stand side by side as pairs, whose lists are shorter: of
/// a run of them the first two, the next two and so on, and the last two where one is
/// left over. No words, where the segment lacks a pair.
fn paired(inverted: &InvertedIndexReader, field: Field, words: Vec<Word>) -> Result<Vec<Word>> {
    let terms: Vec<String> = words.iter().map(|word| word.term.clone()).collect();
    let is_frequent = |at: usize| terms.get(at).is_some_and(|term| frequent::is_frequent(term));
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    for (at, word) in words.into_iter().enumerate() {
        let run_before = (0..at).rev().take_while(|&before| is_frequent(before)).count();
        let is_second_of_pair = run_before % 2 == 1;
        let first = match (is_frequent(at), is_frequent(at + 1)) {
            (true, _) if is_second_of_pair => continue,
            (true, true) => at,
            (true, false) if run_before > 0 => at - 1,
            _ => {
                out.push(word);
                continue;
            }
        };
        let term = Term::from_field_text(field, &frequent::pair(&terms[first], &terms[first + 1]));
        let option = IndexRecordOption::WithFreqsAndPositions;
        let Some(postings) = inverted.read_postings(&term, option).map_err(TantivyError::from)? else {
            return Ok(Vec::new());
        };
        let offset = word.offset + (at - first) as u32;
        out.push(Word { postings, offset, ..word });
    }
    Ok(out)
}

/// Words in order, some of which have rarer forms besides. An entry that has one of
/// these is looked at in full; the others as if there were none. A single `o-r` in a
/// library would else slow every phrase with "or".
pub struct Mixed {
    /// The words in their one form; `None` where these never stand together.
    plain: Option<Aligned>,
    /// The other forms of all words.
    rare: Vec<List>,
    scan: Scan,
}

impl Mixed {
    fn cost(&self) -> u32 {
        let rare: u32 = self.rare.iter().map(|list| list.postings.doc_freq()).sum();
        self.plain.as_ref().map_or(0, Aligned::cost) + rare
    }

    fn next(&mut self, target: DocId) -> DocId {
        let plain = self.plain.as_mut().map_or(TERMINATED, |plain| plain.next(target));
        plain.min(self.next_rare(target))
    }

    /// The first entry with a rare form that has all else that is required.
    fn next_rare(&mut self, mut target: DocId) -> DocId {
        loop {
            let rare = seek_any(&mut self.rare, target);
            if rare == TERMINATED {
                return TERMINATED;
            }
            target = self.scan.next(rare);
            if target == rare || target == TERMINATED {
                return target;
            }
        }
    }

    fn matches(&mut self, doc: DocId, own: u32) -> Matches {
        if seek_any(&mut self.rare, doc) == doc {
            return self.scan.matches(doc, own);
        }
        Matches::Own(self.plain.as_mut().map_or(0, |plain| plain.times(doc, own)))
    }
}

/// Words in order: their positions are moved so that all words of a match have
/// the same, that after its last word.
pub struct Aligned {
    /// Rarest first.
    lists: Vec<Word>,
    ends: Vec<u32>,
    positions: Vec<u32>,
}

/// A word of a phrase.
struct Word {
    postings: SegmentPostings,
    term: String,
    /// What its positions are moved by.
    offset: u32,
}

impl Aligned {
    fn new(mut lists: Vec<Word>) -> Option<Aligned> {
        lists.sort_by_key(|word| word.postings.doc_freq());
        (!lists.is_empty()).then(|| Aligned { lists, ends: Vec::new(), positions: Vec::new() })
    }

    fn cost(&self) -> u32 {
        self.lists.first().map_or(0, |list| list.postings.doc_freq())
    }

    fn next(&mut self, mut target: DocId) -> DocId {
        let first = FIRST.min(self.lists.len());
        'again: loop {
            for word in &mut self.lists[..first] {
                let found = seek(&mut word.postings, target);
                if found > target {
                    target = found;
                    if found == TERMINATED {
                        return TERMINATED;
                    }
                    continue 'again;
                }
            }
            return target;
        }
    }

    fn times(&mut self, doc: DocId, own: u32) -> u32 {
        for (at, word) in self.lists.iter_mut().enumerate() {
            if seek(&mut word.postings, doc) != doc {
                return 0;
            }
            if at == 0 {
                word.postings.positions_with_offset(word.offset, &mut self.ends);
                continue;
            }
            word.postings.positions_with_offset(word.offset, &mut self.positions);
            intersect(&mut self.ends, &self.positions);
            if self.ends.is_empty() {
                return 0;
            }
        }
        self.ends.iter().filter(|&&end| end > own).count() as u32
    }
}

/// Keeps what is in both; both ascend.
fn intersect(kept: &mut Vec<u32>, with: &[u32]) {
    let mut others = with.iter().copied().peekable();
    kept.retain(|&at| {
        while others.next_if(|&other| other < at).is_some() {}
        others.peek() == Some(&at)
    });
}

/// A walk over the entries that hold what a pattern requires.
pub struct Scan {
    pattern: Pattern,
    tail: Option<Pattern>,
    slots: Vec<Cursor>,
    /// Sets of slots, of each of which one must stand there; rarest first.
    requirements: Vec<Vec<usize>>,
    at: Vec<Vec<Occ>>,
    positions: Vec<u32>,
}

impl Scan {
    fn new(pattern: &Pattern, slots: Vec<Vec<List>>) -> Option<Scan> {
        let slots: Vec<Cursor> = slots.into_iter().map(Cursor::new).collect();
        let tail = (pattern.steps() > TAIL).then(|| pattern.tail(TAIL));
        let mut requirements = tail.as_ref().unwrap_or(pattern).requirements();
        let cost = |set: &Vec<usize>| set.iter().map(|&slot| u64::from(slots[slot].cost())).sum::<u64>();
        if requirements.iter().any(|set| cost(set) == 0) {
            return None;
        }
        requirements.sort_by_key(cost);
        requirements.dedup();
        let at = vec![Vec::new(); slots.len()];
        Some(Scan { pattern: pattern.clone(), tail, slots, requirements, at, positions: Vec::new() })
    }

    fn cost(&self) -> u32 {
        let rarest = self.requirements.first().map_or(&[][..], Vec::as_slice);
        rarest.iter().map(|&slot| self.slots[slot].cost()).sum()
    }

    fn next(&mut self, mut doc: DocId) -> DocId {
        'again: loop {
            for set in &self.requirements {
                let found = set.iter().map(|&slot| self.slots[slot].seek(doc)).min().unwrap_or(TERMINATED);
                if found == TERMINATED {
                    return TERMINATED;
                }
                if found > doc {
                    doc = found;
                    continue 'again;
                }
            }
            return doc;
        }
    }

    fn matches(&mut self, doc: DocId, own: u32) -> Matches {
        for (cursor, out) in self.slots.iter_mut().zip(&mut self.at) {
            out.clear();
            if cursor.seek(doc) == doc {
                cursor.occurrences(doc, out, &mut self.positions);
            }
        }
        let matches = self.pattern.matches(&self.at);
        let times = matches.iter().filter(|occ| occ.end > own).count() as u32;
        let is_tail = |tail: &Pattern| own > 0 && !tail.matches(&self.at).is_empty();
        match times == 0 && self.tail.as_ref().is_some_and(is_tail) {
            true => Matches::Tail,
            false => Matches::Own(times),
        }
    }
}

/// The entries of one slot, in order.
enum Cursor {
    /// A list for each term.
    Few(Vec<List>),
    /// All occurrences by entry, and how far they are read.
    Many(Vec<(DocId, Occ)>, usize),
}

impl Cursor {
    fn new(lists: Vec<List>) -> Cursor {
        if lists.len() <= MANY {
            return Cursor::Few(lists);
        }
        let mut all = Vec::new();
        let mut positions = Vec::new();
        for List { mut postings, length } in lists {
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

    fn cost(&self) -> u32 {
        match self {
            Cursor::Few(lists) => lists.iter().map(|list| list.postings.doc_freq()).sum(),
            Cursor::Many(all, _) => all.len() as u32,
        }
    }

    /// The first entry at `target` or after; never goes back.
    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Cursor::Few(lists) => seek_any(lists, target),
            Cursor::Many(all, at) => {
                *at += all[*at..].partition_point(|(doc, _)| *doc < target);
                all.get(*at).map_or(TERMINATED, |(doc, _)| *doc)
            }
        }
    }

    /// Adds the occurrences in `doc`, on which the cursor stands, ascending.
    fn occurrences(&mut self, doc: DocId, out: &mut Vec<Occ>, positions: &mut Vec<u32>) {
        match self {
            Cursor::Few(lists) => {
                for List { postings, length } in lists.iter_mut().filter(|list| list.postings.doc() == doc) {
                    postings.positions(positions);
                    out.extend(positions.iter().map(|&start| Occ { start, end: start + *length }));
                }
                if lists.len() > 1 {
                    out.sort_unstable();
                }
            }
            Cursor::Many(all, at) => {
                out.extend(all[*at..].iter().take_while(|(other, _)| *other == doc).map(|(_, occ)| *occ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_both_is_kept() {
        let mut kept = vec![1, 4, 6, 9];
        intersect(&mut kept, &[0, 4, 5, 9, 12]);
        assert_eq!(kept, [4, 9]);
        intersect(&mut kept, &[]);
        assert!(kept.is_empty());
    }
}
