//! A pattern as a query of the engine: its own phrase query knows neither
//! compounds nor the text before a passage.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, Value};
use tantivy::store::StoreReader;
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyDocument};

use super::occurrences::{Matcher, Matches, TAIL};
use super::segment::{Numbers, Segments};
use crate::error::{Error, ErrorKind, Result};
use crate::index::record;
use crate::model::Passage;
use crate::query::formula::saturated;
use crate::query::paragraph;
use crate::query::plan::pattern::Pattern;
use crate::query::plan::text::Words;
use crate::span::Mapped;

/// A failure in the middle of a walk, which the engine's walks cannot return: to
/// be asked for after it.
#[derive(Clone, Default)]
pub struct Fault(Arc<Mutex<Option<Error>>>);

impl Fault {
    fn set(&self, error: Error) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    /// The failure, if there was one.
    pub fn check(&self) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
    }
}

/// A pattern in a field. Where case or sentences count it must stand in the text or
/// the notes of passages, which are read to tell.
#[derive(Clone)]
pub struct PatternQuery {
    /// The field.
    pub field: Field,
    /// What is looked for.
    pub pattern: Arc<Pattern>,
    /// For the text of passages, where matches in what stands before do not count.
    pub of_text: Option<OfText>,
    /// The field of the stored passages.
    pub record: Field,
    /// The field whose lengths are those of the texts, and their mean.
    pub lengths: Option<(Field, f32)>,
    /// How much it says that a text holds it.
    pub idf: f32,
    /// Where a failure goes.
    pub fault: Fault,
}

/// What is needed to tell the text of passages from what stands before.
#[derive(Clone)]
pub struct OfText {
    /// The segments.
    pub segments: Arc<Segments>,
}

impl fmt::Debug for PatternQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PatternQuery").field("field", &self.field).field("pattern", &self.pattern).finish()
    }
}

impl Query for PatternQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for PatternQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.occurrences(reader, boost).map_err(engine_error)? {
            Some(mut scorer) => {
                scorer.seek(0);
                Box::new(scorer)
            }
            None => Box::new(EmptyScorer),
        })
    }

    fn scorer_danger(
        &self,
        reader: &SegmentReader,
        target: DocId,
        boost: Score,
    ) -> tantivy::Result<(SeekDangerResult, Box<dyn Scorer>)> {
        Ok(match self.occurrences(reader, boost).map_err(engine_error)? {
            Some(mut scorer) => (scorer.seek_danger(target), Box::new(scorer)),
            None => (SeekDangerResult::SeekLowerBound(TERMINATED), Box::new(EmptyScorer)),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("pattern", self.idf))
    }
}

impl PatternQuery {
    /// Its occurrences in a segment, on no entry yet; `None` where there are none.
    pub fn occurrences(&self, reader: &SegmentReader, boost: Score) -> Result<Option<Occurrences>> {
        let own = self.of_text.as_ref().map(|text| text.segments.of(reader)?.own()).transpose()?;
        let first = |doc| own.as_ref().map_or(0, |own| own.of(doc));
        let Some(matcher) = Matcher::new(reader, self.field, &self.pattern, self.lengths.is_some(), first)? else {
            return Ok(None);
        };
        let (norms, mean) = match self.lengths {
            Some((field, mean)) => (reader.fieldnorms_readers().get_field(field)?, mean),
            None => (None, 1.0),
        };
        let is_long = self.of_text.is_some() && self.pattern.steps() > TAIL;
        let texts = match is_long || self.pattern.needs_text() {
            true => Some(Texts { record: self.record, store: reader.get_store_reader(8)? }),
            false => None,
        };
        let (query, idf) = (self.clone(), self.idf * boost);
        Ok(Some(Occurrences { query, matcher, own, norms, mean, idf, texts, doc: 0, times: 0 }))
    }
}

fn engine_error(error: Error) -> tantivy::TantivyError {
    tantivy::TantivyError::InternalError(error.to_string())
}

/// The entries of a segment in which a pattern matches.
pub struct Occurrences {
    query: PatternQuery,
    matcher: Matcher,
    own: Option<Numbers>,
    norms: Option<FieldNormReader>,
    mean: f32,
    idf: f32,
    texts: Option<Texts>,
    doc: DocId,
    times: u32,
}

/// What is needed to verify a match by the text: of a phrase that is longer than what
/// an entry holds of the text before it, and where case or sentences count.
struct Texts {
    record: Field,
    store: StoreReader,
}

impl Occurrences {
    /// How often the entry holds it; entries must be asked in ascending order.
    pub fn times(&mut self, doc: DocId) -> u32 {
        if self.matcher.next(doc) == doc { self.verify(doc) } else { 0 }
    }

    fn verify(&mut self, doc: DocId) -> u32 {
        let own = self.own.as_ref().map_or(0, |own| own.of(doc));
        let is_known = !self.query.pattern.needs_text();
        let texts = match (self.matcher.matches(doc, own), &self.texts) {
            (Matches::Own(times), None) => return times,
            (Matches::Own(times), Some(_)) if times == 0 || is_known => return times,
            (Matches::Tail, None) => return 0,
            (_, Some(texts)) => texts,
        };
        texts.times(&self.query, doc).unwrap_or_else(|error| {
            self.query.fault.set(error);
            0
        })
    }
}

impl Texts {
    fn passage(&self, doc: DocId) -> Result<Passage> {
        let entry: TantivyDocument = self.store.get(doc)?;
        let bytes = entry.get_first(self.record).and_then(|value| value.as_bytes());
        record::decode(bytes.ok_or(ErrorKind::Damaged)?)
    }

    fn times(&self, query: &PatternQuery, doc: DocId) -> Result<u32> {
        let passage = self.passage(doc)?;
        let pattern = &query.pattern;
        if query.of_text.is_none() {
            let texts = passage.note_texts().map(|text| Words::new(&Mapped::new(), text));
            return Ok(texts.map(|words| words.matches(pattern).len() as u32).sum());
        }
        // the passages of a file stand one after the other
        let earlier = |seq: u32| (doc + seq).checked_sub(passage.seq).map(|at| self.passage(at)).transpose();
        Ok(paragraph::words_with_all_before(&passage, earlier)?.matches(pattern).len() as u32)
    }
}

impl DocSet for Occurrences {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.seek(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let mut doc = target;
        loop {
            doc = self.matcher.next(doc);
            if doc == TERMINATED {
                break;
            }
            self.times = self.verify(doc);
            if self.times > 0 {
                break;
            }
            doc += 1;
        }
        self.doc = doc;
        doc
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(target);
        }
        let next = self.matcher.next(target);
        if next > target {
            return SeekDangerResult::SeekLowerBound(next);
        }
        self.times = self.verify(target);
        if self.times == 0 {
            return SeekDangerResult::SeekLowerBound(target + 1);
        }
        self.doc = target;
        SeekDangerResult::Found
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.matcher.cost()
    }

    fn cost(&self) -> u64 {
        // positions are read besides
        4 * u64::from(self.matcher.cost())
    }
}

impl Scorer for Occurrences {
    fn score(&mut self) -> Score {
        let length = self.norms.as_ref().map_or(0, |norms| norms.fieldnorm(self.doc));
        self.idf * saturated(self.times, length, self.mean)
    }
}
