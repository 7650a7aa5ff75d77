//! The local index as a store. With `index`, the only place that names tantivy.

mod any_of;
mod expand;
mod filter;
mod gather;
mod observe;
mod occurrences;
mod pattern_query;
mod prepare;
mod segment;
mod store;
mod translate;
mod within;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Searcher, TERMINATED, TantivyError, Term};

use super::plan::Plan;
use super::store::{Key, Statistics};
use crate::error::Result;
use crate::index::open::Index;
use crate::index::schema::kind;
use crate::model::Passage;
use pattern_query::Fault;
use segment::{Segment, Segments};
use translate::Translator;

/// One state of the local index.
pub struct Local<'i> {
    index: &'i Index,
    searcher: Searcher,
    segments: Arc<Segments>,
    statistics: OnceLock<Statistics>,
    /// Paths by the place of the entry of the document, as far as they were asked.
    paths: Mutex<HashMap<DocAddress, Arc<str>>>,
}

impl<'i> Local<'i> {
    /// The index as it is now.
    ///
    /// # Errors
    /// The index cannot be opened.
    pub fn new(index: &'i Index) -> Result<Self> {
        let searcher = index.searcher()?;
        let segments = Arc::new(Segments::new(searcher.segment_readers()));
        Ok(Local { index, searcher, segments, statistics: OnceLock::new(), paths: Mutex::default() })
    }

    fn translator<'a>(&'a self, plan: &'a Plan) -> Result<Translator<'a>> {
        let statistics = self.numbers()?;
        let fields = &self.index.fields;
        Ok(Translator {
            searcher: &self.searcher,
            segments: &self.segments,
            fields,
            statistics,
            plan,
            fault: Fault::default(),
        })
    }

    /// Counts over all entries, the deleted too: they weigh until segments merge.
    fn numbers(&self) -> Result<Statistics> {
        if let Some(numbers) = self.statistics.get() {
            return Ok(*numbers);
        }
        let fields = &self.index.fields;
        let count = |kind: &str| self.searcher.doc_freq(&Term::from_field_text(fields.kind, kind));
        let texts = count(kind::PASSAGE)? + count(kind::ASIDE)?;
        let (noted, documents) = (count(kind::WITH_NOTES)?, count(kind::DOCUMENT)?);
        let mean = |field, count: u64| -> Result<f32> {
            let mut tokens = 0;
            for segment in self.segments.iter() {
                tokens += segment.reader.inverted_index(field)?.total_num_tokens();
            }
            Ok((tokens as f32 / count.max(1) as f32).max(1.0))
        };
        let numbers = Statistics {
            passages: texts + count(kind::NOTE)?,
            documents,
            files: count(kind::FILE)?,
            mean_text: mean(fields.body_stem, texts)?,
            mean_notes: mean(fields.note_stem, noted)?,
            mean_document: mean(fields.document_stem, documents)?,
        };
        Ok(*self.statistics.get_or_init(|| numbers))
    }

    /// Calls `each` with all living entries that hold a term.
    fn each_with(&self, term: &Term, mut each: impl FnMut(&Segment, DocId) -> Result<()>) -> Result<()> {
        for segment in self.segments.iter() {
            let inverted = segment.reader.inverted_index(term.field())?;
            let postings = inverted.read_postings(term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                if segment.is_alive(postings.doc()) {
                    each(segment, postings.doc())?;
                }
                postings.advance();
            }
        }
        Ok(())
    }

    /// The first living entry with a term.
    fn first_with(&self, term: &Term) -> Result<Option<DocAddress>> {
        for (ord, segment) in self.segments.iter().enumerate() {
            let inverted = segment.reader.inverted_index(term.field())?;
            let postings = inverted.read_postings(term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                if segment.is_alive(postings.doc()) {
                    return Ok(Some(DocAddress::new(ord as u32, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// The path of the document whose own entry stands at a place.
    fn path(&self, document: DocAddress) -> Result<Arc<str>> {
        let known = |paths: &HashMap<DocAddress, Arc<str>>| paths.get(&document).cloned();
        if let Some(path) = known(&self.paths.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(path);
        }
        let path = self.segments.get(document.segment_ord).name(document.doc_id)?;
        self.paths.lock().unwrap_or_else(PoisonError::into_inner).insert(document, path.clone());
        Ok(path)
    }

    /// The passage at a place.
    fn key(&self, at: DocAddress) -> Result<Key> {
        let segment = self.segments.get(at.segment_ord);
        self.key_in(at, segment.documents()?.of(at.doc_id))
    }

    /// The passage at a place, of a document whose own entry is known.
    fn key_in(&self, at: DocAddress, document: DocId) -> Result<Key> {
        let seq = at.doc_id - self.segments.get(at.segment_ord).passages(document)?.start;
        Ok(Key { path: self.path(DocAddress::new(at.segment_ord, document))?, seq, handle: handle(at) })
    }

    /// The entry of a document as a whole.
    fn document(&self, path: &str) -> Result<Option<DocAddress>> {
        let Some(first) = self.first_with(&Term::from_field_text(self.index.fields.path, path))? else {
            return Ok(None);
        };
        let document = self.segments.get(first.segment_ord).documents()?.of(first.doc_id);
        Ok(Some(DocAddress::new(first.segment_ord, document)))
    }

    fn read(&self, at: DocAddress) -> Result<Passage> {
        self.index.record(&self.searcher, at)
    }
}

/// The handle of an entry.
fn handle(at: DocAddress) -> u64 {
    u64::from(at.segment_ord) << 32 | u64::from(at.doc_id)
}

/// The entry that a handle of ours stands for.
fn address(key: &Key) -> DocAddress {
    DocAddress::new((key.handle >> 32) as u32, key.handle as u32)
}
