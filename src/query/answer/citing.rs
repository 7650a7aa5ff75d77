//! The passages that cite.

use rayon::prelude::*;

use super::hits::Hits;
use super::{BY_PLACE, Engine};
use crate::error::Result;
use crate::index::schema::FileRecord;
use crate::model::Hit;
use crate::query::plan::Plan;
use crate::query::request::Request;
use crate::query::store::Which;
use crate::query::syntax::{parse, words};

impl Engine<'_> {
    /// The passages with a citation or naming that has `words` side by side
    /// under a `name` (see [`crate::index::schema::cited`]), for any of the
    /// pairs; without pairs, all that cite anything. Of these, those that
    /// `request` finds with all its words; all where its query is empty. In the
    /// order of paths and places; a note that two passages call stands with both.
    ///
    /// # Errors
    /// The query cannot be read, or the index.
    pub fn citing(&self, pairs: &[(&str, &str)], request: &Request) -> Result<Vec<Hit>> {
        let wordy: Vec<(&str, &str)> = pairs.iter().copied().filter(|(_, text)| words::has_words(text)).collect();
        if wordy.is_empty() && !pairs.is_empty() {
            return Ok(Vec::new());
        }
        let query = match request.query.trim() {
            "" => None,
            query => Some(parse::parse(query)?),
        };
        let mut plan = Plan::citing(&wordy, query.as_ref(), request);
        self.store.prepare(&mut plan)?;
        let found = self.store.first(&plan, Which::All, BY_PLACE, usize::MAX)?;
        let hits = Hits::new(self);
        found.first.into_par_iter().map(|scored| hits.placed(&scored.key)).collect()
    }

    /// The records of all files, in the order of their paths.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn documents(&self) -> Result<Vec<FileRecord>> {
        self.store.records()
    }
}
