//! What given passages hold of a plan, by seeking in the lists of its words.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, TERMINATED, TantivyError, Term};

use super::pattern_query::Occurrences;
use super::segment::{Documents, Numbers, Segment};
use super::translate::Translator;
use super::{Local, address};
use crate::error::Result;
use crate::index::schema::meta_term;
use crate::query::plan::leaf::Place;
use crate::query::plan::{Plan, Sought};
use crate::query::request::Scope;
use crate::query::store::{Held, Key, Observed};

/// Titles with a word up to which these are read rather than the passages' files
/// looked up in the list.
const FEW_TITLES: u64 = 50;

/// Counts what a leaf has in the entries of a segment, asked in ascending order.
struct Counter {
    stems: Vec<SegmentPostings>,
    pattern: Option<Occurrences>,
}

impl Counter {
    /// By stems or by positions, whichever finds more.
    fn times(&mut self, doc: DocId) -> u32 {
        let stems = self.stems.iter_mut().map(|postings| times(postings, doc)).sum();
        self.pattern.as_mut().map_or(0, |pattern| pattern.times(doc)).max(stems)
    }
}

fn is_on(postings: &mut SegmentPostings, doc: DocId) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}

fn times(postings: &mut SegmentPostings, doc: DocId) -> u32 {
    if is_on(postings, doc) { postings.term_freq() } else { 0 }
}

/// The lists of one leaf in a segment.
struct Lists {
    text: Option<Counter>,
    notes: Option<Counter>,
    document: Counter,
    /// The exact form of a bare word, with positions.
    exact: Option<SegmentPostings>,
}

/// What a segment tells of its entries.
struct Look {
    leaves: Vec<Lists>,
    whole: Vec<Occurrences>,
    own: Numbers,
    entries: Documents,
    texts: Option<FieldNormReader>,
    notes: Option<FieldNormReader>,
    documents: Option<FieldNormReader>,
}

impl Local<'_> {
    /// What passages hold of a plan, in their order.
    pub(super) fn observed(&self, plan: &Plan, keys: &[Key]) -> Result<Vec<Observed>> {
        let mut out = vec![Observed::default(); keys.len()];
        let mut order: Vec<(DocAddress, usize)> = keys.iter().map(address).zip(0..).collect();
        order.sort_unstable();
        let translator = self.translator(plan)?;
        for same in order.chunk_by(|a, b| a.0.segment_ord == b.0.segment_ord) {
            let mut look = self.look(&translator, self.segments.get(same[0].0.segment_ord))?;
            for (at, key) in same {
                out[*key] = look.at(at.doc_id);
            }
        }
        translator.fault.check()?;
        self.titles(plan, keys, &mut out)?;
        Ok(out)
    }

    fn look(&self, translator: &Translator, segment: &Segment) -> Result<Look> {
        let fields = &self.index.fields;
        let plan = translator.plan;
        let leaves: Result<Vec<Lists>> = plan.counting().map(|leaf| self.lists(translator, leaf, segment)).collect();
        let mut whole = Vec::new();
        if let Some(leaf) = &plan.whole {
            for of_notes in [false, true] {
                whole.extend(occurrences(translator, leaf, of_notes, segment)?);
            }
        }
        let norms = |field| segment.reader.fieldnorms_readers().get_field(field);
        Ok(Look {
            leaves: leaves?,
            whole,
            own: segment.own()?,
            entries: segment.documents()?,
            texts: norms(fields.body_stem)?,
            notes: norms(fields.note_stem)?,
            documents: norms(fields.document_stem)?,
        })
    }

    fn lists(&self, translator: &Translator, leaf: &Sought, segment: &Segment) -> Result<Lists> {
        let fields = &self.index.fields;
        let counter = |stems: Field, of_notes: bool| -> Result<Counter> {
            Ok(Counter {
                stems: postings(segment, stems, leaf.ready.stems.iter().map(String::as_str))?,
                pattern: occurrences(translator, leaf, of_notes, segment)?,
            })
        };
        let (in_text, in_notes) = match leaf.ready.place {
            Place::Text(Scope::All) => (true, true),
            Place::Text(Scope::Body) => (true, false),
            Place::Text(Scope::Notes) => (false, true),
            _ => (false, false),
        };
        let stems = leaf.ready.stems.iter().map(String::as_str);
        let exact = match &leaf.ready.word {
            Some(word) => {
                let term = Term::from_field_text(fields.body, word);
                let option = IndexRecordOption::WithFreqsAndPositions;
                segment.reader.inverted_index(fields.body)?.read_postings(&term, option).map_err(TantivyError::from)?
            }
            None => None,
        };
        Ok(Lists {
            text: in_text.then(|| counter(fields.body_stem, false)).transpose()?,
            notes: in_notes.then(|| counter(fields.note_stem, true)).transpose()?,
            document: Counter { stems: postings(segment, fields.document_stem, stems)?, pattern: None },
            exact,
        })
    }

    /// Notes which words stand in the titles of the passages' files.
    fn titles(&self, plan: &Plan, keys: &[Key], out: &mut [Observed]) -> Result<()> {
        let mut files: HashMap<&Arc<str>, Option<DocAddress>> = HashMap::new();
        for (at, leaf) in plan.counting().enumerate() {
            let Some(word) = &leaf.ready.word else { continue };
            let term = Term::from_field_text(self.index.fields.meta, &meta_term("title", word));
            let frequency = self.searcher.doc_freq(&term)?;
            if frequency == 0 {
                continue;
            }
            if frequency <= FEW_TITLES {
                let mut titled = HashSet::new();
                self.each_with(&term, |segment, doc| Ok(_ = titled.insert(segment.name(doc)?)))?;
                for (key, observed) in keys.iter().zip(out.iter_mut()) {
                    observed.leaves[at].titled = titled.contains(&key.path);
                }
                continue;
            }
            if files.is_empty() {
                for key in keys {
                    if !files.contains_key(&key.path) {
                        let ledger = Term::from_field_text(self.index.fields.ledger, &key.path);
                        files.insert(&key.path, self.first_with(&ledger)?);
                    }
                }
            }
            let mut asked: Vec<DocAddress> = files.values().copied().flatten().collect();
            asked.sort_unstable();
            let titled = self.with_term(&term, &asked)?;
            for (key, observed) in keys.iter().zip(out.iter_mut()) {
                let file = files.get(&key.path).copied().flatten();
                observed.leaves[at].titled = file.is_some_and(|file| titled.contains(&file));
            }
        }
        Ok(())
    }

    /// Which of the entries (ascending) hold a term.
    fn with_term(&self, term: &Term, entries: &[DocAddress]) -> Result<HashSet<DocAddress>> {
        let mut out = HashSet::new();
        for same in entries.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let segment = self.segments.get(same[0].segment_ord);
            let inverted = segment.reader.inverted_index(term.field())?;
            let postings = inverted.read_postings(term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
            let Some(mut postings) = postings else { continue };
            out.extend(same.iter().filter(|at| is_on(&mut postings, at.doc_id)));
        }
        Ok(out)
    }
}

fn postings<'t>(segment: &Segment, field: Field, terms: impl Iterator<Item = &'t str>) -> Result<Vec<SegmentPostings>> {
    let inverted = segment.reader.inverted_index(field)?;
    let mut out = Vec::new();
    for term in terms {
        let term = Term::from_field_text(field, term);
        let postings = inverted.read_postings(&term, IndexRecordOption::WithFreqs).map_err(TantivyError::from)?;
        out.extend(postings.filter(|postings| postings.doc() != TERMINATED));
    }
    Ok(out)
}

fn occurrences(
    translator: &Translator,
    leaf: &Sought,
    of_notes: bool,
    segment: &Segment,
) -> Result<Option<Occurrences>> {
    let looked_at = match leaf.ready.place {
        Place::Text(Scope::All) => true,
        Place::Text(Scope::Notes) => of_notes,
        Place::Text(Scope::Body) => !of_notes,
        _ => false,
    };
    match leaf.ready.pattern.as_ref().filter(|_| looked_at) {
        Some(pattern) => translator.text_pattern(pattern, leaf, of_notes).occurrences(&segment.reader, 1.0),
        None => Ok(None),
    }
}

impl Look {
    fn at(&mut self, doc: DocId) -> Observed {
        let document = self.entries.of(doc);
        let length = |norms: &Option<FieldNormReader>, doc| norms.as_ref().map_or(0, |norms| norms.fieldnorm(doc));
        let own = self.own.of(doc);
        let held = |lists: &mut Lists| {
            let mut at = Vec::new();
            if let Some(exact) = lists.exact.as_mut().filter(|_| lists.text.is_some())
                && is_on(exact, doc)
            {
                exact.positions(&mut at);
                at.retain(|&position| position >= own);
            }
            Held {
                text: lists.text.as_mut().map_or(0, |counter| counter.times(doc)),
                notes: lists.notes.as_mut().map_or(0, |counter| counter.times(doc)),
                document: lists.document.times(document),
                at,
                titled: false,
            }
        };
        Observed {
            text_length: length(&self.texts, doc),
            notes_length: length(&self.notes, doc),
            document_length: length(&self.documents, document),
            leaves: self.leaves.iter_mut().map(held).collect(),
            phrases: self.whole.iter_mut().map(|whole| whole.times(doc)).sum(),
        }
    }
}
