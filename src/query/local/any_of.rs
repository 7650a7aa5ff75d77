//! Any of a few queries, for use beside others that must match too. The engine's
//! union reads ahead in windows of thousands of entries, which is right for a
//! walk over all and wrong where a rarer query leads.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

/// Any of its queries.
#[derive(Debug)]
pub struct AnyOf(pub Vec<Box<dyn Query>>);

impl Clone for AnyOf {
    fn clone(&self) -> Self {
        AnyOf(self.0.iter().map(|query| query.box_clone()).collect())
    }
}

impl Query for AnyOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights: tantivy::Result<Vec<_>> = self.0.iter().map(|query| query.weight(scoring)).collect();
        Ok(Box::new(AnyOfWeight(weights?)))
    }
}

struct AnyOfWeight(Vec<Box<dyn Weight>>);

impl Weight for AnyOfWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scorers: tantivy::Result<Vec<_>> = self.0.iter().map(|weight| weight.scorer(reader, boost)).collect();
        let mut scorers = scorers?;
        scorers.retain(|scorer| scorer.doc() != TERMINATED);
        Ok(match scorers.len() {
            0 => Box::new(EmptyScorer),
            1 => scorers.remove(0),
            _ => Box::new(AnyOfScorer::new(scorers)),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("any of", 0.0))
    }
}

struct AnyOfScorer {
    scorers: Vec<Box<dyn Scorer>>,
    doc: DocId,
}

impl AnyOfScorer {
    fn new(scorers: Vec<Box<dyn Scorer>>) -> Self {
        let mut all = AnyOfScorer { scorers, doc: 0 };
        all.settle();
        all
    }

    fn settle(&mut self) -> DocId {
        self.doc = self.scorers.iter().map(|scorer| scorer.doc()).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for AnyOfScorer {
    fn advance(&mut self) -> DocId {
        let doc = self.doc;
        self.scorers.iter_mut().filter(|scorer| scorer.doc() == doc && doc != TERMINATED).for_each(|scorer| {
            scorer.advance();
        });
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.scorers.iter_mut().filter(|scorer| scorer.doc() < target).for_each(|scorer| {
            scorer.seek(target);
        });
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.scorers.iter().map(|scorer| scorer.size_hint()).sum()
    }
}

impl Scorer for AnyOfScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        self.scorers.iter_mut().filter(|scorer| scorer.doc() == doc).map(|scorer| scorer.score()).sum()
    }
}
