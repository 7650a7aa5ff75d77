//! Bare places of what a query finds, and the passages around them: for stages
//! that read the text of documents rather than show hits.

use std::sync::Arc;

use super::{BY_PLACE, Engine};
use crate::error::{ErrorKind, Result};
use crate::index::schema::FileRecord;
use crate::model::Passage;
use crate::query::rank::order::page;
use crate::query::request::Request;
use crate::query::store::{Key, Which};

/// A passage of the index.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    /// Path of the file: good for [`Engine::record`].
    pub file: Arc<str>,
    /// Place of the passage in its document, from 0.
    pub seq: u32,
}

impl Spot {
    fn new(key: Key) -> Spot {
        Spot { file: key.path, seq: key.seq }
    }
}

impl Engine<'_> {
    /// The passages that hold all the words of a request, the first `most` of
    /// them: those of the files `first`, then by path and place.
    ///
    /// # Errors
    /// As for [`Engine::search`].
    pub fn spots(&self, request: &Request, most: usize, first: &[Arc<str>]) -> Result<Vec<Spot>> {
        let plan = self.ask(request)?.plan;
        let found = self.store.first(&plan, Which::All, BY_PLACE, usize::MAX)?.first;
        let (mut spots, others): (Vec<Spot>, Vec<Spot>) =
            found.into_iter().map(|scored| Spot::new(scored.key)).partition(|spot| first.contains(&spot.file));
        spots.extend(others);
        spots.truncate(most);
        Ok(spots)
    }

    /// The passages with any of the words of a request, best first;
    /// `request.limit` says how many.
    ///
    /// # Errors
    /// As for [`Engine::search`].
    pub fn best_spots(&self, request: &Request) -> Result<Vec<Spot>> {
        // a copy is a place of its own: the one that is looked for may be any of them
        let request = &Request { all_copies: true, ..request.clone() };
        let page = page(&*self.store, &self.ask(request)?.plan, request)?;
        Ok(page.ranked.into_iter().map(|ranked| Spot::new(ranked.key)).collect())
    }

    /// The passage of the same file at place `seq`; `None` where there is none.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn passage_beside(&self, spot: &Spot, seq: u32) -> Result<Option<Passage>> {
        let key = self.store.at(&spot.file, seq)?;
        key.map(|key| self.store.passage(&key)).transpose()
    }

    /// Calls `each` with the path of a document and a text of it: those of all passages
    /// and their notes, in order.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn each_text(&self, each: &mut dyn FnMut(&str, &str)) -> Result<()> {
        for record in self.store.records()? {
            for key in self.store.of_file(&record.path)? {
                let passage = self.store.passage(&key)?;
                if !passage.is_note {
                    each(&record.path, passage.places.text());
                }
                passage.note_texts().for_each(|text| each(&record.path, &text.text));
            }
        }
        Ok(())
    }

    /// The record of a file of the index.
    ///
    /// # Errors
    /// Failures of the disk; `Unknown` where there is no such file.
    pub fn record(&self, path: &str) -> Result<Arc<FileRecord>> {
        self.known(path)?.ok_or_else(|| ErrorKind::Unknown(path.to_owned()).into())
    }
}
