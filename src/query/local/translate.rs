//! A plan as a query of the engine.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, Query,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::any_of::AnyOf;
use super::pattern_query::{Fault, OfText, PatternQuery};
use super::segment::Segments;
use super::within::{Units, WithinQuery};
use crate::error::Result;
use crate::index::schema::{Fields, kind};
use crate::query::formula::NOTES;
use crate::query::plan::leaf::Place;
use crate::query::plan::pattern::Pattern;
use crate::query::plan::{Plan, Sought, Step};
use crate::query::request::{Scope, Within};
use crate::query::store::{Statistics, Which};

type Queries = Vec<Box<dyn Query>>;

/// Turns plans into queries.
pub struct Translator<'a> {
    /// The state of the index.
    pub searcher: &'a Searcher,
    /// Its segments.
    pub segments: &'a Arc<Segments>,
    /// Its fields.
    pub fields: &'a Fields,
    /// Its numbers.
    pub statistics: Statistics,
    /// The plan.
    pub plan: &'a Plan,
    /// Where failures in a walk go.
    pub fault: Fault,
}

/// Clauses of one boolean query.
#[derive(Default)]
struct Clauses {
    must: Queries,
    should: Queries,
    not: Queries,
    /// True where one of `should` must match.
    some: bool,
}

impl Clauses {
    fn query(self) -> Box<dyn Query> {
        let some = usize::from(self.some);
        let Clauses { must, should, not, .. } = self;
        let occur = |occur: Occur, queries: Queries| queries.into_iter().map(move |query| (occur, query));
        let clauses =
            occur(Occur::Must, must).chain(occur(Occur::Should, should)).chain(occur(Occur::MustNot, not)).collect();
        Box::new(BooleanQuery::with_minimum_required_clauses(clauses, some))
    }
}

impl Translator<'_> {
    /// The query for some of the passages that match. What it scores is BM25 of
    /// the leaves that count, in texts and in notes.
    pub fn query(&self, which: Which) -> Result<Box<dyn Query>> {
        let clauses = match (which, &self.plan.whole) {
            (Which::Phrase, Some(whole)) => {
                let mut clauses = Clauses { must: vec![any_of(self.leaf(whole)?)], ..Clauses::default() };
                // what stands beside the words holds for the phrase too
                self.demand_filters(&self.plan.root, &mut clauses.must)?;
                clauses
            }
            (Which::Phrase, None) => return Ok(Box::new(EmptyQuery)),
            (which, _) if self.plan.within == Within::Passage => {
                self.clauses(&self.plan.root, which == Which::All || self.plan.all)?
            }
            (which, _) => self.within(which == Which::All || self.plan.all)?,
        };
        Ok(clauses.query())
    }

    /// The same, of the passages of some files alone.
    pub fn query_of_files(&self, files: &[Arc<str>]) -> Result<Box<dyn Query>> {
        let must = vec![self.query(Which::Any)?, self.of_files(files)];
        Ok(Clauses { must, ..Clauses::default() }.query())
    }

    /// The entries that hold a leaf in the texts, or in the notes.
    pub fn spread(&self, leaf: &Sought, of_notes: bool) -> Result<Box<dyn Query>> {
        match &leaf.ready.place {
            Place::Text(_) => Ok(any_of(self.of_text(leaf, of_notes)?)),
            _ if of_notes => Ok(Box::new(EmptyQuery)),
            _ => Ok(any_of(self.leaf(leaf)?)),
        }
    }

    fn df(&self, term: Term) -> Result<u64> {
        Ok(self.searcher.doc_freq(&term)?)
    }

    fn kind(&self, kind: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.fields.kind, kind);
        unscored(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
    }

    /// All passages and orphan notes.
    fn everything(&self) -> Box<dyn Query> {
        any_of(vec![self.kind(kind::PASSAGE), self.kind(kind::NOTE), self.kind(kind::ASIDE)])
    }

    fn of_files(&self, files: &[Arc<str>]) -> Box<dyn Query> {
        let terms = files.iter().map(|path| Term::from_field_text(self.fields.path, path));
        // the entry of the whole document has the path too
        let document = Term::from_field_text(self.fields.kind, kind::DOCUMENT);
        let clauses = vec![
            (Occur::Must, Box::new(TermSetQuery::new(terms)) as Box<dyn Query>),
            (Occur::MustNot, Box::new(TermQuery::new(document, IndexRecordOption::Basic))),
        ];
        unscored(Box::new(BooleanQuery::new(clauses)))
    }

    fn step(&self, step: &Step, all: bool) -> Result<Box<dyn Query>> {
        match step {
            Step::Leaf(leaf) => Ok(any_of(self.leaf(&self.plan.leaves[*leaf])?)),
            step => Ok(self.clauses(step, all)?.query()),
        }
    }

    /// Adds the filters of a query of bare words.
    fn demand_filters(&self, step: &Step, must: &mut Queries) -> Result<()> {
        match step {
            Step::And(steps) => steps.iter().try_for_each(|step| self.demand_filters(step, must)),
            Step::List { must: steps, .. } => steps.iter().try_for_each(|step| self.demand_filters(step, must)),
            step if self.plan.is_filter(step) => {
                must.push(self.step(step, true)?);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn steps(&self, steps: &[Step], all: bool) -> Result<Queries> {
        steps.iter().map(|step| self.step(step, all)).collect()
    }

    /// What any of the steps finds, side by side: an engine's union of terms alone
    /// can pass over what cannot be among the best.
    fn side_by_side<'s>(&self, steps: impl Iterator<Item = &'s Step>, all: bool) -> Result<Queries> {
        let mut out = Vec::new();
        for step in steps {
            match step {
                Step::Leaf(leaf) => out.extend(self.leaf(&self.plan.leaves[*leaf])?),
                step => out.push(self.step(step, all)?),
            }
        }
        Ok(out)
    }

    /// The clauses of a step. `all`: what is only wanted is demanded.
    fn clauses(&self, step: &Step, all: bool) -> Result<Clauses> {
        let mut out = Clauses::default();
        match step {
            Step::Leaf(_) | Step::Or(_) => {
                let steps = if let Step::Or(steps) = step { steps.as_slice() } else { std::slice::from_ref(step) };
                out.should = self.side_by_side(steps.iter(), all)?;
                out.some = true;
            }
            Step::Files(filter) => out.must.push(self.of_files(&self.plan.filters[*filter].files)),
            Step::Not(step) => {
                out.must.push(self.everything());
                out.not.push(self.step(step, all)?);
            }
            Step::And(steps) => out.must = self.steps(steps, all)?,
            Step::List { must, wanted, not } => {
                out.must = self.steps(must, all)?;
                out.not = self.steps(not, all)?;
                match all {
                    true => out.must.extend(self.steps(wanted, all)?),
                    false => {
                        out.should = self.side_by_side(wanted.iter().filter(|step| !self.plan.is_stop(step)), all)?;
                        out.some = !wanted.is_empty() && must.iter().all(|step| self.plan.is_filter(step));
                    }
                }
                if out.must.is_empty() && !out.some {
                    out.must.push(self.everything());
                }
            }
        }
        if out.some && out.should.is_empty() {
            out.must.push(Box::new(EmptyQuery));
            out.some = false;
        }
        Ok(out)
    }

    /// Sections or documents that hold what is asked, and in these the passages
    /// that hold a leaf; all, where none is looked for.
    fn within(&self, all: bool) -> Result<Clauses> {
        let mut holding = Vec::new();
        for leaf in self.plan.counting() {
            holding.extend(self.leaf(leaf)?);
        }
        let entries = if holding.is_empty() { self.everything() } else { any_of(clone(&holding)) };
        let root = self.units(&self.plan.root, all)?;
        let (within, segments) = (self.plan.within, self.segments.clone());
        let within = WithinQuery { segments, within, root, entries };
        Ok(Clauses { must: vec![Box::new(within)], should: holding, ..Clauses::default() })
    }

    fn units(&self, step: &Step, all: bool) -> Result<Units> {
        let each = |steps: &[Step]| steps.iter().map(|step| self.units(step, all)).collect::<Result<Vec<Units>>>();
        Ok(match step {
            Step::Leaf(leaf) => Units::Of(any_of(self.leaf(&self.plan.leaves[*leaf])?)),
            Step::Files(filter) => Units::Of(self.of_files(&self.plan.filters[*filter].files)),
            Step::Not(step) => Units::Not(Box::new(self.units(step, all)?)),
            Step::And(steps) => Units::All(each(steps)?),
            Step::Or(steps) => Units::Any(each(steps)?),
            Step::List { must, wanted, not } => {
                let mut parts = each(must)?;
                let is_only_filtered = must.iter().all(|step| self.plan.is_filter(step));
                if all {
                    parts.extend(each(wanted)?);
                } else if is_only_filtered && !wanted.is_empty() {
                    let counting = wanted.iter().filter(|step| !self.plan.is_stop(step));
                    parts.push(Units::Any(counting.map(|step| self.units(step, all)).collect::<Result<_>>()?));
                }
                parts.extend(each(not)?.into_iter().map(|units| Units::Not(Box::new(units))));
                Units::All(parts)
            }
        })
    }

    /// The queries any of which finds a leaf.
    fn leaf(&self, leaf: &Sought) -> Result<Queries> {
        let found = match &leaf.ready.place {
            Place::Text(scope) => {
                let mut out = Vec::new();
                if *scope != Scope::Notes {
                    out.extend(self.of_text(leaf, false)?);
                }
                if *scope != Scope::Body {
                    let weight = if *scope == Scope::Notes { 1.0 } else { NOTES };
                    let boosted = |query| Box::new(BoostQuery::new(query, weight)) as Box<dyn Query>;
                    out.extend(self.of_text(leaf, true)?.into_iter().map(boosted));
                }
                out
            }
            Place::Section => self.pattern(self.fields.section, &leaf.ready.pattern),
            Place::Cites(_) => self.pattern(self.fields.cites, &leaf.ready.pattern),
            Place::Meta(_) => self.pattern(self.fields.meta, &leaf.ready.pattern),
        };
        match leaf.positive && !leaf.stop {
            true => Ok(found),
            false => Ok(found.into_iter().map(unscored).collect()),
        }
    }

    fn pattern(&self, field: Field, pattern: &Option<Pattern>) -> Queries {
        let query = |pattern: &Pattern| PatternQuery {
            field,
            pattern: Arc::new(pattern.clone()),
            of_text: None,
            record: self.fields.record,
            lengths: None,
            idf: 0.0,
            fault: self.fault.clone(),
        };
        pattern.iter().map(|pattern| Box::new(query(pattern)) as Box<dyn Query>).collect()
    }

    /// A leaf in the texts of passages, or in their notes: by stems, by its pattern
    /// or by both, whichever finds more.
    fn of_text(&self, leaf: &Sought, of_notes: bool) -> Result<Queries> {
        let stem_field = if of_notes { self.fields.note_stem } else { self.fields.body_stem };
        let mut stems: Queries = Vec::new();
        for stem in &leaf.ready.stems {
            let term = Term::from_field_text(stem_field, stem);
            if self.df(term.clone())? > 0 {
                stems.push(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
            }
        }
        let Some(pattern) = &leaf.ready.pattern else { return Ok(stems) };
        let exact: Box<dyn Query> = Box::new(self.text_pattern(pattern, leaf, of_notes));
        if stems.is_empty() {
            return Ok(vec![exact]);
        }
        stems.push(exact);
        Ok(vec![Box::new(DisjunctionMaxQuery::new(stems))])
    }

    /// A pattern in the texts of passages, or in their notes.
    pub fn text_pattern(&self, pattern: &Pattern, leaf: &Sought, of_notes: bool) -> PatternQuery {
        let (fields, numbers) = (self.fields, self.statistics);
        let pattern = Arc::new(pattern.clone());
        let fault = self.fault.clone();
        match of_notes {
            true => PatternQuery {
                field: fields.note,
                pattern,
                of_text: None,
                record: fields.record,
                lengths: Some((fields.note_stem, numbers.mean_notes)),
                idf: leaf.weight.notes,
                fault,
            },
            false => PatternQuery {
                field: fields.body,
                pattern,
                of_text: Some(OfText { segments: self.segments.clone() }),
                record: fields.record,
                lengths: Some((fields.body_stem, numbers.mean_text)),
                idf: leaf.weight.text,
                fault,
            },
        }
    }

    /// The statistics by which the engine scores: words of one leaf count as one.
    pub fn bm25(&self) -> Result<LeafStatistics> {
        let numbers = self.statistics;
        let mut frequencies = HashMap::new();
        for leaf in self.plan.leaves.iter().filter(|leaf| !leaf.ready.stems.is_empty()) {
            for field in [self.fields.body_stem, self.fields.note_stem] {
                let terms: Vec<Term> = leaf.ready.stems.iter().map(|stem| Term::from_field_text(field, stem)).collect();
                let mut all = 0;
                for term in &terms {
                    all += self.df(term.clone())?;
                }
                frequencies.extend(terms.into_iter().map(|term| (term, all.min(numbers.passages))));
            }
        }
        let tokens = |mean: f32| (f64::from(mean) * numbers.passages as f64).round() as u64;
        Ok(LeafStatistics {
            frequencies,
            passages: numbers.passages.max(1),
            notes: self.fields.note_stem,
            tokens_of_texts: tokens(numbers.mean_text),
            tokens_of_notes: tokens(numbers.mean_notes),
        })
    }
}

/// What is any of the queries.
fn any_of(mut queries: Queries) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(AnyOf(queries)),
    }
}

fn clone(queries: &Queries) -> Queries {
    queries.iter().map(|query| query.box_clone()).collect()
}

/// What matches, and adds nothing to the score.
fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Statistics of the leaves of a plan. The engine wants a sum of lengths over all
/// entries and makes a mean of it; ours are means of the texts that are not empty.
pub struct LeafStatistics {
    frequencies: HashMap<Term, u64>,
    passages: u64,
    notes: Field,
    tokens_of_texts: u64,
    tokens_of_notes: u64,
}

impl Bm25StatisticsProvider for LeafStatistics {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Ok(if field == self.notes { self.tokens_of_notes } else { self.tokens_of_texts })
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.passages)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.frequencies.get(term).copied().unwrap_or(0))
    }
}
