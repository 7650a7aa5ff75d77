//! The engine: a request to an answer.

use std::collections::BTreeSet;
use std::time::Instant;

use super::find::Finder;
use super::hits::Hits;
use super::order::{Folded, fold, page};
use super::plan::{Matched, Plan};
use super::table::Table;
use super::tree::Query;
use super::{Request, parse};
use crate::error::Result;
use crate::index::open::Index;
use crate::index::schema::{FileRecord, file_key};
use crate::model::Hit;
use crate::model::hit::{Answer, JSON_VERSION, Summary};

/// Answers queries over one state of an index. May be shared between threads.
pub struct Engine<'i> {
    pub(super) index: &'i Index,
    pub(super) table: Table,
}

/// A request, looked up.
pub(super) struct Looked {
    query: Query,
    /// The query made ready, and what it finds.
    pub(super) plan: Plan,
    /// The passages that match, pull quotes folded.
    pub(super) matched: Matched,
    /// The pull quotes.
    pub(super) folded: Folded,
}

impl<'i> Engine<'i> {
    /// An engine over the index as it is now.
    pub fn new(index: &'i Index) -> Result<Self> {
        Ok(Engine { index, table: Table::new(index)? })
    }

    pub(super) fn finder(&self) -> Finder<'_> {
        Finder { index: self.index, table: &self.table }
    }

    /// The answer to a request: hits and summary. Whether files have changed
    /// since is left to who may touch the disk.
    ///
    /// Fails with [`crate::ErrorKind::Query`] where the query cannot be read.
    pub fn search(&self, request: &Request) -> Result<Answer> {
        let start = Instant::now();
        let looked = self.look_up(request)?;
        let page = page(self.finder(), &looked.plan, &looked.matched, request)?;
        let hits = Hits::new(self.finder()).page(&looked.plan, &page, &looked.folded, request)?;
        let total = looked.matched.any.count();
        let summary = Summary {
            record: "summary".to_owned(),
            v: JSON_VERSION,
            query: None,
            read_as: looked.read_as(),
            shown: hits.len(),
            total,
            total_all_words: looked.matched.all.count(),
            truncated: request.offset.saturating_add(hits.len()) < total,
            stale: 0,
            partial: looked.plan.leaves.iter().any(|leaf| leaf.ready.cut),
            elapsed_ms: start.elapsed().as_secs_f64() * 1000.0,
        };
        Ok(Answer { hits, summary })
    }

    /// How many passages hold all the words.
    pub fn count(&self, request: &Request) -> Result<usize> {
        Ok(self.look_up(request)?.matched.all.count())
    }

    /// Paths of the files with passages that hold all the words, sorted.
    pub fn files(&self, request: &Request) -> Result<Vec<String>> {
        let all = self.look_up(request)?.matched.all;
        let files: BTreeSet<usize> = all.iter().map(|entry| self.table.file(entry)).collect();
        let paths: BTreeSet<String> = files.into_iter().map(|file| self.table.path(file).to_owned()).collect();
        Ok(paths.into_iter().collect())
    }

    /// What `reference` names, with so many passages on either side.
    pub fn get(&self, reference: &str, context: usize) -> Result<Vec<Hit>> {
        let hits = Hits::new(self.finder());
        let entries = self.refer(reference)?;
        let hit = |(i, entry): (usize, u32)| -> Result<Hit> {
            let mut hit = hits.hit(entry, None, context)?;
            hit.rank = i + 1;
            Ok(hit)
        };
        entries.into_iter().enumerate().map(hit).collect()
    }

    /// The record of a file by its path in the index.
    pub fn file(&self, path: &str) -> Option<&FileRecord> {
        // one that cannot be read is as good as none
        self.table.record(self.index, self.table.file_by_key(file_key(path))?).ok()
    }

    /// True where there is no text to search.
    pub fn is_empty(&self) -> bool {
        self.table.count == 0
    }

    pub(super) fn look_up(&self, request: &Request) -> Result<Looked> {
        let query = match request.literal {
            true => Query::literal(&request.query)?,
            false => parse::parse(&request.query)?,
        };
        let finder = self.finder();
        let plan = Plan::new(finder, &query, request)?;
        let mut matched = plan.matched(finder, request);
        if !request.globs.is_empty() {
            let files = finder.files_by_globs(&request.globs)?;
            for set in [&mut matched.any, &mut matched.all] {
                let out: Vec<u32> = set.iter().filter(|&entry| !files.contains(self.table.file(entry))).collect();
                out.into_iter().for_each(|entry| set.remove(entry as usize));
            }
        }
        if !request.asides {
            for set in [&mut matched.any, &mut matched.all] {
                self.table.asides.iter().for_each(|&entry| set.remove(entry as usize));
            }
        }
        let folded = fold(finder, &mut matched.any)?;
        fold(finder, &mut matched.all)?;
        Ok(Looked { query, plan, matched, folded })
    }
}

impl Looked {
    /// How the query was read, and what that leaves out.
    pub(super) fn read_as(&self) -> String {
        let mut out = self.query.to_string();
        self.plan.remarks().for_each(|remark| out += &format!(" ({remark})"));
        out
    }
}
