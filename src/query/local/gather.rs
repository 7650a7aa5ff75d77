//! The first of the entries that match, and how many do.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use tantivy::postings::Postings;
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, TERMINATED, TantivyError, Term};

use super::Local;
use super::segment::{Apart, Aparts, Documents, Segment};
use crate::error::Result;
use crate::query::formula::{DOCUMENT, rounded, saturated};
use crate::query::plan::Plan;
use crate::query::store::{Folded, Found, Order, Scored};

/// Postings of a query's leaves from which on those entries are passed over that
/// cannot be among the best, and the total is counted apart. Below, one walk that
/// scores and counts is cheaper. A round number: the answer is the same either way,
/// and where the one way begins to pay was not measured finely.
const PASS_OVER: u64 = 100_000;

/// Scores that are this much (as a share) below the last of the best may come out
/// equal to it when rounded.
const BLUR: f32 = 2e-6;

/// An entry that may be among the first.
#[derive(Clone, Copy)]
struct Item {
    score: f32,
    /// Its file, in the order of paths of the segment.
    file: u64,
    doc: DocId,
    document: DocId,
}

impl Item {
    /// The order of the first entries in a segment.
    fn before(&self, other: &Item) -> Ordering {
        // the passages of a file stand in the order of the text
        let place = |item: &Item| (item.file, item.doc);
        other.score.total_cmp(&self.score).then_with(|| place(self).cmp(&place(other)))
    }
}

/// The first entries of a segment, as far as they were seen.
struct First<'s> {
    segment: &'s Segment,
    keep: usize,
    items: Vec<Item>,
    /// The score of the last of the first `keep`, once there are so many.
    border: f32,
    /// The document met last, and its file.
    document: Option<(DocId, u64)>,
}

impl<'s> First<'s> {
    fn new(segment: &'s Segment, keep: usize) -> Self {
        First { segment, keep, items: Vec::new(), border: f32::MIN, document: None }
    }

    /// The score below which nothing is among the first.
    fn least(&self) -> f32 {
        if self.border > 0.0 { self.border * (1.0 - BLUR) } else { f32::MIN }
    }

    /// Adds an entry of a document.
    fn add(&mut self, doc: DocId, document: DocId, score: f32) -> Result<()> {
        let score = rounded(score);
        if score < self.border || self.keep == 0 {
            return Ok(());
        }
        let file = match self.document {
            Some((known, file)) if known == document => file,
            _ => self.segment.name_ord(document)?,
        };
        self.document = Some((document, file));
        self.items.push(Item { score, file, doc, document });
        if self.items.len() >= self.keep.saturating_mul(2).max(64) {
            self.cut();
        }
        Ok(())
    }

    fn cut(&mut self) {
        if self.items.len() > self.keep {
            let (_, last, _) = self.items.select_nth_unstable_by(self.keep - 1, Item::before);
            self.border = last.score;
            self.items.truncate(self.keep);
        }
    }
}

/// What is asked of the entries of all segments.
pub(super) struct Asked<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What matches.
    pub query: Box<dyn Query>,
    /// In which order the first are wanted.
    pub order: Order,
    /// How many.
    pub keep: usize,
    /// Postings that a walk over all would read, where the query is any of a few
    /// terms; else 0.
    pub postings: u64,
}

/// A pull quote that matches.
struct Quote {
    doc: DocId,
    document: DocId,
    score: f32,
    /// Entry of the passage that it repeats.
    repeated: DocId,
}

impl Local<'_> {
    /// The first of the entries that match.
    pub(super) fn gather(&self, asked: &Asked) -> Result<Found> {
        let translator = self.translator(asked.plan)?;
        let statistics = translator.bm25()?;
        let scoring = match asked.order {
            Order::Score => EnableScoring::enabled_from_statistics_provider(&statistics, &self.searcher),
            _ => EnableScoring::disabled_from_searcher(&self.searcher),
        };
        let weight = asked.query.weight(scoring)?;
        let mut found = Found::default();
        for (ord, segment) in self.segments.iter().enumerate() {
            self.gather_in(ord as u32, segment, &*weight, asked, &mut found)?;
        }
        found.folded.sort_by(|a, b| a.quote.cmp(&b.quote));
        found.first.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
        if asked.order == Order::Date {
            self.newest_first(&mut found.first)?;
        }
        found.first.truncate(asked.keep);
        Ok(found)
    }

    /// Adds the first of the entries that match in one segment.
    fn gather_in(
        &self,
        ord: u32,
        segment: &Segment,
        weight: &dyn Weight,
        asked: &Asked,
        found: &mut Found,
    ) -> Result<()> {
        let with_scores = asked.order == Order::Score;
        // a date is known of whole files: all passages, until these are in order
        let keep = if asked.order == Order::Date { usize::MAX } else { asked.keep };
        let mut first = First::new(segment, keep);
        let documents = if with_scores { self.documents(asked.plan, segment)? } else { Vec::new() };
        let mut walk = Walk {
            apart: segment.apart()?,
            asides: asked.plan.asides,
            has_deletes: segment.reader.has_deletes(),
            first: &mut first,
            entries: segment.documents()?,
            documents: &documents,
            at: 0,
            total: 0,
            quotes: Vec::new(),
        };
        if with_scores && asked.postings > PASS_OVER && !walk.has_quotes() {
            walk.best(weight)?;
            let unscored = asked.query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
            walk.count(&*unscored)?;
        } else {
            walk.all(weight, with_scores)?;
        }
        let Walk { total, quotes, .. } = walk;
        found.total += total;
        let at = |doc| DocAddress::new(ord, doc);
        for (quote, is_folded) in self.folded(weight, segment, quotes)? {
            if is_folded {
                found.total -= 1;
                let passage = self.key_in(at(quote.repeated), quote.document)?;
                found.folded.push(Folded { passage, quote: self.key_in(at(quote.doc), quote.document)? });
            } else {
                first.add(quote.doc, quote.document, quote.score)?;
            }
        }
        first.cut();
        for item in first.items {
            found.first.push(Scored { key: self.key_in(at(item.doc), item.document)?, score: item.score });
        }
        Ok(())
    }

    /// Which of the pull quotes repeat a passage that matches too. A quote that
    /// repeats a quote stays: something must be shown.
    fn folded(&self, weight: &dyn Weight, segment: &Segment, mut quotes: Vec<Quote>) -> Result<Vec<(Quote, bool)>> {
        let Some(apart) = segment.apart()? else { return Ok(Vec::new()) };
        if quotes.is_empty() {
            return Ok(Vec::new());
        }
        quotes.sort_by_key(|quote| quote.repeated);
        let mut scorer = weight.scorer(&segment.reader, 1.0)?;
        let mut out = Vec::new();
        for quote in quotes {
            let repeated = quote.repeated;
            if scorer.doc() < repeated {
                scorer.seek(repeated);
            }
            let is_folded =
                scorer.doc() == repeated && repeated != quote.doc && !matches!(apart.of(repeated), Apart::Repeats(_));
            out.push((quote, is_folded));
        }
        Ok(out)
    }

    /// Puts passages in the order of their documents' dates, each date's in the
    /// order they come in.
    fn newest_first(&self, first: &mut [Scored]) -> Result<()> {
        let mut dates: HashMap<Arc<str>, Option<String>> = HashMap::new();
        for scored in first.iter() {
            if !dates.contains_key(&scored.key.path) {
                let record = self.file_record(&scored.key.path)?;
                dates.insert(scored.key.path.clone(), record.and_then(|record| record.meta.date));
            }
        }
        // `None` is less than any date, and comes last
        first.sort_by(|a, b| dates.get(&b.key.path).cmp(&dates.get(&a.key.path)));
        Ok(())
    }

    /// Paths of the files with entries that match, ascending.
    pub(super) fn files_with(&self, plan: &Plan, query: &dyn Query) -> Result<Vec<Arc<str>>> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        let mut paths = Vec::new();
        for (ord, segment) in self.segments.iter().enumerate() {
            let mut entries = segment.documents()?;
            let apart = segment.apart()?.filter(|_| !plan.asides);
            let mut scorer = weight.scorer(&segment.reader, 1.0)?;
            while scorer.doc() != TERMINATED {
                let doc = scorer.doc();
                let document = entries.of(doc);
                if segment.is_alive(doc) && apart.as_ref().is_none_or(|apart| apart.of(doc) != Apart::Aside) {
                    paths.push(self.path(DocAddress::new(ord as u32, document))?);
                    // the rest of the document says nothing new
                    scorer.seek(document);
                } else {
                    scorer.advance();
                }
            }
        }
        paths.sort();
        Ok(paths)
    }

    /// What the whole documents of a segment add to the scores of their passages,
    /// by the entries of the documents, ascending.
    fn documents(&self, plan: &Plan, segment: &Segment) -> Result<Vec<Document>> {
        let numbers = self.numbers()?;
        if numbers.documents < 2 {
            return Ok(Vec::new());
        }
        let field = self.index.fields.document_stem;
        let inverted = segment.reader.inverted_index(field)?;
        let norms = segment.reader.fieldnorms_readers().get_field(field)?;
        let mut out: Vec<Document> = Vec::new();
        for leaf in plan.counting() {
            let mut times: Vec<(DocId, u32)> = Vec::new();
            for stem in &leaf.ready.stems {
                let term = Term::from_field_text(field, stem);
                let postings = inverted.read_postings(&term, IndexRecordOption::WithFreqs);
                let Some(mut postings) = postings.map_err(TantivyError::from)? else { continue };
                while postings.doc() != TERMINATED {
                    times.push((postings.doc(), postings.term_freq()));
                    postings.advance();
                }
            }
            times.sort_unstable();
            let scores = times.chunk_by(|a, b| a.0 == b.0).map(|same| {
                let (doc, times) = (same[0].0, same.iter().map(|(_, times)| times).sum());
                let length = norms.as_ref().map_or(0, |norms| norms.fieldnorm(doc));
                let score = DOCUMENT * leaf.weight.document * saturated(times, length, numbers.mean_document);
                Document { doc, score }
            });
            out = added(out, scores);
        }
        Ok(out)
    }
}

/// A whole document and its part of the score of a passage.
#[derive(Clone, Copy)]
struct Document {
    doc: DocId,
    score: f32,
}

/// Two lists of documents as one, scores added.
fn added(scores: Vec<Document>, more: impl Iterator<Item = Document>) -> Vec<Document> {
    let mut out: Vec<Document> = Vec::with_capacity(scores.len());
    let mut scores = scores.into_iter().peekable();
    for next in more {
        while let Some(document) = scores.next_if(|document| document.doc < next.doc) {
            out.push(document);
        }
        let known = scores.next_if(|document| document.doc == next.doc).map_or(0.0, |document| document.score);
        out.push(Document { score: known + next.score, ..next });
    }
    out.extend(scores);
    out
}

/// A walk over the entries of a segment.
struct Walk<'f, 's> {
    /// Tells what stands apart from the text, where anything does.
    apart: Option<Aparts>,
    /// True where what stands beside the works is wanted.
    asides: bool,
    has_deletes: bool,
    first: &'f mut First<'s>,
    documents: &'f [Document],
    /// Tells the documents of entries.
    entries: Documents,
    /// The document that the last entry was looked for at.
    at: usize,
    total: u64,
    quotes: Vec<Quote>,
}

impl Walk<'_, '_> {
    /// What a document adds to the scores of its passages.
    fn adds(&mut self, document: DocId) -> f32 {
        self.at += self.documents[self.at..].iter().take_while(|known| known.doc < document).count();
        self.documents.get(self.at).filter(|known| known.doc == document).map_or(0.0, |known| known.score)
    }

    /// The most that a document adds.
    fn most(&self) -> f32 {
        self.documents.iter().map(|document| document.score).fold(0.0, f32::max)
    }

    fn has_quotes(&self) -> bool {
        self.apart.as_ref().is_some_and(|apart| apart.has_quotes)
    }

    /// How an entry stands apart; `None` for one that was deleted, or stands beside
    /// the works where that is not wanted.
    fn wanted(&self, doc: DocId) -> Option<Apart> {
        if self.has_deletes && !self.first.segment.is_alive(doc) {
            return None;
        }
        let apart = self.apart.as_ref().map_or(Apart::No, |apart| apart.of(doc));
        (apart != Apart::Aside || self.asides).then_some(apart)
    }

    /// Goes through all entries that match.
    fn all(&mut self, weight: &dyn Weight, with_scores: bool) -> Result<()> {
        let segment = self.first.segment;
        let most = self.most();
        let mut failed = Ok(());
        let mut each = |doc: DocId, score: f32| {
            let Some(apart) = self.wanted(doc).filter(|_| failed.is_ok()) else { return };
            self.total += 1;
            let is_quote = matches!(apart, Apart::Repeats(_));
            if !is_quote && score + most < self.first.least() {
                return;
            }
            let document = self.entries.of(doc);
            let score = if with_scores { score + self.adds(document) } else { 0.0 };
            match apart {
                Apart::Repeats(seq) => match segment.passages(document) {
                    Ok(passages) => {
                        self.quotes.push(Quote { doc, document, score, repeated: passages.start + seq });
                    }
                    Err(error) => failed = Err(error),
                },
                _ if score < self.first.least() => {}
                _ => failed = self.first.add(doc, document, score),
            }
        };
        match with_scores {
            true => weight.for_each(&segment.reader, &mut each)?,
            false => {
                weight.for_each_no_score(&segment.reader, &mut |docs| docs.iter().for_each(|&doc| each(doc, 0.0)))?
            }
        }
        failed
    }

    /// Counts the entries that match.
    fn count(&mut self, weight: &dyn Weight) -> Result<()> {
        let reader = &self.first.segment.reader;
        if self.apart.is_none() || self.asides {
            self.total = u64::from(weight.count(reader)?);
            return Ok(());
        }
        let mut total = 0;
        weight.for_each_no_score(reader, &mut |docs| {
            total += docs.iter().filter(|&&doc| self.wanted(doc).is_some()).count() as u64;
        })?;
        self.total = total;
        Ok(())
    }

    /// Goes through those entries that may be among the best.
    fn best(&mut self, weight: &dyn Weight) -> Result<()> {
        let segment = self.first.segment;
        let most = self.most();
        let mut failed = Ok(());
        let mut each = |doc: DocId, score: f32| {
            if failed.is_ok() && self.wanted(doc).is_some() {
                let document = self.entries.of(doc);
                let score = score + self.adds(document);
                failed = self.first.add(doc, document, score);
            }
            (self.first.least() - most).max(f32::MIN)
        };
        weight.for_each_pruning(f32::MIN, &segment.reader, &mut each)?;
        failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_added_up() {
        let document = |doc, score| Document { doc, score };
        let sum = added(vec![document(2, 1.0), document(7, 2.0)], [document(1, 0.5), document(7, 0.5)].into_iter());
        let sum: Vec<(DocId, f32)> = sum.into_iter().map(|document| (document.doc, document.score)).collect();
        assert_eq!(sum, [(1, 0.5), (2, 1.0), (7, 2.5)]);
    }
}
