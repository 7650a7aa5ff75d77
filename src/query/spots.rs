//! Bare places of what a query finds, and the passages around them: for stages
//! that read the text of documents rather than show hits.

use super::Request;
use super::search::Engine;
use crate::error::Result;
use crate::index::schema::FileRecord;
use crate::model::Passage;

/// A passage of the index, for as long as the engine lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    /// The file: good for [`Engine::record`].
    pub file: usize,
    /// Place of the passage in its document, from 0.
    pub seq: u32,
    entry: u32,
}

impl Engine<'_> {
    /// The passages that hold all the words of a request, the first `most` of
    /// them: those of the files `first`, then by path and place.
    ///
    /// # Errors
    /// As for [`Engine::search`].
    pub fn spots(&self, request: &Request, most: usize, first: &[usize]) -> Result<Vec<Spot>> {
        let mut all: Vec<u32> = self.look_up(request)?.matched.all.iter().collect();
        let later = |entry: u32| !first.contains(&self.table.file(entry));
        all.sort_by(|&a, &b| later(a).cmp(&later(b)).then_with(|| self.table.by_place(a, b)));
        Ok(all.into_iter().take(most).map(|entry| self.spot(entry)).collect())
    }

    /// The passages with any of the words of a request, best first;
    /// `request.limit` says how many.
    ///
    /// # Errors
    /// As for [`Engine::search`].
    pub fn best_spots(&self, request: &Request) -> Result<Vec<Spot>> {
        let looked = self.look_up(request)?;
        let page = super::order::page(self.finder(), &looked.plan, &looked.matched, request)?;
        Ok(page.into_iter().map(|(entry, _)| self.spot(entry)).collect())
    }

    fn spot(&self, entry: u32) -> Spot {
        Spot { file: self.table.file(entry), seq: self.table.seq(entry), entry }
    }

    /// The passage of the same file at place `seq`; `None` where there is none.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn passage_beside(&self, spot: Spot, seq: u32) -> Result<Option<Passage>> {
        let entry = self.table.at_seq(&self.index.fields, spot.entry, seq)?;
        entry.map(|entry| self.finder().passage(entry)).transpose()
    }

    /// The record of a file.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn record(&self, file: usize) -> Result<&FileRecord> {
        self.table.record(self.index, file)
    }

    /// The files of the index, read or not.
    pub fn file_numbers(&self) -> impl Iterator<Item = usize> + '_ {
        self.table.files()
    }
}
