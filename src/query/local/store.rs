//! The local index as a [`Store`].

use std::sync::Arc;

use tantivy::query::Query;
use tantivy::{DocAddress, Term};

use super::gather::Asked;
use super::{Local, address};
use crate::error::Result;
use crate::index::schema::{FileRecord, hash_of_key};
use crate::model::Passage;
use crate::model::unread::Unread;
use crate::query::plan::Plan;
use crate::query::plan::leaf::Place;
use crate::query::request::Within;
use crate::query::store::{Found, Key, Observed, Order, Scored, Statistics, Store, Which};

impl Store for Local<'_> {
    fn prepare(&self, plan: &mut Plan) -> Result<()> {
        self.fill(plan)
    }

    fn unread(&self) -> Option<Unread> {
        self.index.unread()
    }

    fn statistics(&self) -> Result<Statistics> {
        self.numbers()
    }

    fn first(&self, plan: &Plan, which: Which, order: Order, keep: usize) -> Result<Found> {
        let translator = self.translator(plan)?;
        let query = translator.query(which)?;
        let postings = if which == Which::Any { self.postings(plan)? } else { 0 };
        let found = self.gather(&Asked { plan, query, order, keep, postings })?;
        translator.fault.check()?;
        Ok(found)
    }

    fn best_of_files(&self, plan: &Plan, files: &[Arc<str>], keep: usize) -> Result<Vec<Scored>> {
        let translator = self.translator(plan)?;
        let query = translator.query_of_files(files)?;
        let found = self.gather(&Asked { plan, query, order: Order::Score, keep, postings: 0 })?;
        translator.fault.check()?;
        Ok(found.first)
    }

    fn count(&self, plan: &Plan, which: Which) -> Result<u64> {
        // the engine counts what matches, deleted entries apart
        let mut are_all_wanted = true;
        for segment in self.segments.iter() {
            are_all_wanted &= segment.apart()?.is_none_or(|apart| plan.asides && !apart.has_quotes);
        }
        if !are_all_wanted {
            return Ok(self.first(plan, which, Order::Place, 0)?.total);
        }
        let translator = self.translator(plan)?;
        let count = self.count_of(&*translator.query(which)?)?;
        translator.fault.check()?;
        Ok(count)
    }

    fn files(&self, plan: &Plan, which: Which) -> Result<Vec<Arc<str>>> {
        let translator = self.translator(plan)?;
        let files = self.files_with(plan, &*translator.query(which)?)?;
        translator.fault.check()?;
        Ok(files)
    }

    fn spread(&self, plan: &Plan, leaf: usize) -> Result<(u64, u64)> {
        let translator = self.translator(plan)?;
        let count = |of_notes| self.count_of(&*translator.spread(&plan.leaves[leaf], of_notes)?);
        let spread = (count(false)?, count(true)?);
        translator.fault.check()?;
        Ok(spread)
    }

    fn observe(&self, plan: &Plan, keys: &[Key]) -> Result<Vec<Observed>> {
        self.observed(plan, keys)
    }

    fn globs_without_document(&self, globs: &[String]) -> Result<Vec<String>> {
        self.idle_globs(globs)
    }

    fn passage(&self, key: &Key) -> Result<Passage> {
        self.read(address(key))
    }

    fn hash(&self, key: &Key) -> Result<String> {
        let at = address(key);
        Ok(hash_of_key(self.segments.get(at.segment_ord).id(at.doc_id)?))
    }

    fn at(&self, path: &str, seq: u32) -> Result<Option<Key>> {
        let Some(document) = self.document(path)? else { return Ok(None) };
        let mut entries = self.segments.get(document.segment_ord).passages(document.doc_id)?;
        let at = entries.nth(seq as usize).map(|doc| DocAddress::new(document.segment_ord, doc));
        at.map(|at| self.key_in(at, document.doc_id)).transpose()
    }

    fn of_file(&self, path: &str) -> Result<Vec<Key>> {
        let Some(document) = self.document(path)? else { return Ok(Vec::new()) };
        let entries = self.segments.get(document.segment_ord).passages(document.doc_id)?;
        entries.map(|doc| self.key_in(DocAddress::new(document.segment_ord, doc), document.doc_id)).collect()
    }

    fn with_hash(&self, hash: u64) -> Result<Vec<Key>> {
        let term = Term::from_field_u64(self.index.fields.hash, hash);
        let found = self.index.addresses(&self.searcher, term)?;
        let mut keys: Vec<Key> = found.into_iter().map(|at| self.key(at)).collect::<Result<_>>()?;
        keys.sort();
        Ok(keys)
    }

    fn works_of(&self, key: &Key) -> Result<Vec<u64>> {
        let at = address(key);
        self.segments.get(at.segment_ord).works(at.doc_id)
    }

    fn titled(&self, work: u64) -> Result<Vec<Arc<str>>> {
        let mut files = Vec::new();
        self.each_with(&Term::from_field_u64(self.index.fields.title, work), |segment, doc| {
            files.push(segment.name(doc)?);
            Ok(())
        })?;
        files.sort();
        Ok(files)
    }

    fn record(&self, path: &str) -> Result<Option<FileRecord>> {
        self.file_record(path)
    }

    fn records(&self) -> Result<Vec<FileRecord>> {
        self.index.files()
    }
}

impl Local<'_> {
    /// The record of a file.
    pub(super) fn file_record(&self, path: &str) -> Result<Option<FileRecord>> {
        let at = self.first_with(&Term::from_field_text(self.index.fields.ledger, path))?;
        at.map(|at| self.index.record(&self.searcher, at)).transpose()
    }

    fn count_of(&self, query: &dyn Query) -> Result<u64> {
        Ok(query.count(&self.searcher)? as u64)
    }

    /// Postings that a walk over all that holds any of the leaves would read, where
    /// these are words alone; else 0.
    fn postings(&self, plan: &Plan) -> Result<u64> {
        let are_words = plan.counting().all(|leaf| leaf.ready.pattern.is_none());
        if !are_words || plan.within != Within::Passage {
            return Ok(0);
        }
        let mut all = 0;
        for leaf in plan.counting().filter(|leaf| matches!(leaf.ready.place, Place::Text(_))) {
            for stem in &leaf.ready.stems {
                all += self.searcher.doc_freq(&Term::from_field_text(self.index.fields.body_stem, stem))?;
            }
        }
        Ok(all)
    }
}
