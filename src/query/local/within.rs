//! `AND` and `NOT` over sections or whole documents: which of these hold what is
//! asked, by the columns of the matches alone.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use tantivy::query::{ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::segment::{Documents, Numbers, Segment, Segments};
use crate::query::request::Within;

/// The entries in sections or documents that hold what a tree of queries asks.
/// A document lies in one segment.
pub struct WithinQuery {
    /// The segments.
    pub segments: Arc<Segments>,
    /// Sections or documents.
    pub within: Within,
    /// What they must hold.
    pub root: Units,
    /// The entries of which those in such units are given.
    pub entries: Box<dyn Query>,
}

impl fmt::Debug for WithinQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithinQuery").field("within", &self.within).field("root", &self.root).finish()
    }
}

/// A tree over sets of units.
#[derive(Debug)]
pub enum Units {
    /// Units with an entry that matches.
    Of(Box<dyn Query>),
    /// The others.
    Not(Box<Units>),
    /// Units in all.
    All(Vec<Units>),
    /// Units in any.
    Any(Vec<Units>),
}

impl Clone for Units {
    fn clone(&self) -> Self {
        match self {
            Units::Of(query) => Units::Of(query.box_clone()),
            Units::Not(units) => Units::Not(units.clone()),
            Units::All(units) => Units::All(units.clone()),
            Units::Any(units) => Units::Any(units.clone()),
        }
    }
}

impl Clone for WithinQuery {
    fn clone(&self) -> Self {
        WithinQuery {
            segments: self.segments.clone(),
            within: self.within,
            root: self.root.clone(),
            entries: self.entries.box_clone(),
        }
    }
}

/// [`Units`] with weights in place of queries.
enum Tree {
    Of(Box<dyn Weight>),
    Not(Box<Tree>),
    All(Vec<Tree>),
    Any(Vec<Tree>),
}

impl Units {
    fn tree(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Tree> {
        let all =
            |units: &[Units]| units.iter().map(|units| units.tree(scoring)).collect::<tantivy::Result<Vec<Tree>>>();
        Ok(match self {
            Units::Of(query) => Tree::Of(query.weight(scoring)?),
            Units::Not(units) => Tree::Not(Box::new(units.tree(scoring)?)),
            Units::All(units) => Tree::All(all(units)?),
            Units::Any(units) => Tree::Any(all(units)?),
        })
    }
}

impl Query for WithinQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scoring = match scoring {
            EnableScoring::Enabled { searcher, .. } => EnableScoring::disabled_from_searcher(searcher),
            disabled => disabled,
        };
        let (tree, entries) = (self.root.tree(scoring)?, self.entries.weight(scoring)?);
        Ok(Box::new(WithinWeight { segments: self.segments.clone(), within: self.within, tree, entries }))
    }
}

struct WithinWeight {
    segments: Arc<Segments>,
    within: Within,
    tree: Tree,
    entries: Box<dyn Weight>,
}

/// Units by number: those in the set, or all but these.
struct Set {
    units: HashSet<u64>,
    all_but: bool,
}

/// Entries, ascending.
struct Listed {
    docs: Vec<DocId>,
    at: usize,
}

impl DocSet for Listed {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.at += self.docs.get(self.at..).map_or(0, |rest| rest.partition_point(|&doc| doc < target));
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}

/// Tells the units of entries.
struct Columns<'s> {
    segment: &'s Segment,
    /// Where units are sections.
    section: Option<Numbers>,
}

impl Columns<'_> {
    /// A document is known by its own entry, a section by that and its ordinal.
    fn unit(&self, doc: DocId, documents: &mut Documents) -> u64 {
        let document = u64::from(documents.of(doc)) << 32;
        document | self.section.as_ref().map_or(0, |section| u64::from(section.of(doc)))
    }
}

impl Weight for WithinWeight {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let columns = self.columns(reader).map_err(engine_error)?;
        let set = units(&self.tree, &columns)?;
        let mut docs = Vec::new();
        each(&*self.entries, &columns, |doc, unit| {
            if set.units.contains(&unit) != set.all_but {
                docs.push(doc);
            }
        })?;
        Ok(match docs.is_empty() {
            true => Box::new(EmptyScorer),
            false => Box::new(ConstScorer::new(Listed { docs, at: 0 }, 0.0)),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("within", 0.0))
    }
}

impl WithinWeight {
    fn columns(&self, reader: &SegmentReader) -> crate::error::Result<Columns<'_>> {
        let segment = self.segments.of(reader)?;
        let section = (self.within == Within::Section).then(|| segment.section()).transpose()?;
        Ok(Columns { segment, section })
    }
}

/// Calls `each` with all living entries that match, each with its unit.
fn each(weight: &dyn Weight, columns: &Columns, mut each: impl FnMut(DocId, u64)) -> tantivy::Result<()> {
    let segment = columns.segment;
    let mut documents = segment.documents().map_err(engine_error)?;
    let mut scorer = weight.scorer(&segment.reader, 1.0)?;
    while scorer.doc() != TERMINATED {
        let doc = scorer.doc();
        if segment.is_alive(doc) {
            each(doc, columns.unit(doc, &mut documents));
        }
        scorer.advance();
    }
    Ok(())
}

fn engine_error(error: crate::Error) -> tantivy::TantivyError {
    tantivy::TantivyError::InternalError(error.to_string())
}

fn units(tree: &Tree, columns: &Columns) -> tantivy::Result<Set> {
    let sets = |trees: &[Tree]| trees.iter().map(|tree| units(tree, columns)).collect::<tantivy::Result<Vec<Set>>>();
    Ok(match tree {
        Tree::Of(weight) => {
            let mut found = HashSet::new();
            each(&**weight, columns, |_, unit| _ = found.insert(unit))?;
            Set { units: found, all_but: false }
        }
        Tree::Not(tree) => units(tree, columns)?.not(),
        Tree::All(trees) => Set::all(sets(trees)?),
        // any of them: not in none of them
        Tree::Any(trees) => {
            let none = sets(trees)?.into_iter().map(Set::not).collect();
            Set::all(none).not()
        }
    })
}

impl Set {
    fn not(self) -> Set {
        Set { all_but: !self.all_but, ..self }
    }

    /// What is in all of the sets.
    fn all(sets: Vec<Set>) -> Set {
        let everything = Set { units: HashSet::new(), all_but: true };
        sets.into_iter().fold(everything, |kept, set| match (kept.all_but, set.all_but) {
            (true, true) => Set { units: kept.units.into_iter().chain(set.units).collect(), all_but: true },
            (true, false) => set.without(&kept.units),
            (false, true) => kept.without(&set.units),
            (false, false) => {
                let units = kept.units.into_iter().filter(|unit| set.units.contains(unit)).collect();
                Set { units, all_but: false }
            }
        })
    }

    fn without(mut self, others: &HashSet<u64>) -> Set {
        self.units.retain(|unit| !others.contains(unit));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(units: &[u64], all_but: bool) -> Set {
        Set { units: units.iter().copied().collect(), all_but }
    }

    fn held(set: &Set) -> Vec<u64> {
        (0..6).filter(|unit| set.units.contains(unit) != set.all_but).collect()
    }

    #[test]
    fn sets_meet_with_and_without_not() {
        assert_eq!(held(&Set::all(vec![set(&[1, 2, 3], false), set(&[2, 3, 4], false)])), [2, 3]);
        assert_eq!(held(&Set::all(vec![set(&[1, 2, 3], false), set(&[2], true)])), [1, 3]);
        assert_eq!(held(&Set::all(vec![set(&[1], true), set(&[2], true)])), [0, 3, 4, 5]);
        assert!(held(&Set::all(Vec::new()).not()).is_empty());
    }
}
