//! The passages that cite.

use rayon::prelude::*;
use tantivy::Term;

use super::bits::Bits;
use super::hits::Hits;
use super::leaf::{Maker, Place};
use super::search::Engine;
use super::tree::{Leaf, Part, Phrase};
use super::{Request, words};
use crate::error::Result;
use crate::index::schema::{FileRecord, citing_term};
use crate::model::Hit;

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
        let found = if pairs.is_empty() { self.all_citing()? } else { self.citing_words(pairs)? };
        let among = self.among(request)?;
        let mut entries: Vec<u32> =
            found.iter().filter(|&entry| among.as_ref().is_none_or(|set| set.contains(entry as usize))).collect();
        entries.sort_by(|&a, &b| self.table.by_place(a, b));
        let hits = Hits::new(self.finder());
        entries.into_par_iter().map(|entry| hits.placed(entry)).collect()
    }

    /// The records of all files, in the order of their paths.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn documents(&self) -> Result<Vec<&FileRecord>> {
        let records: Result<Vec<&FileRecord>> =
            self.table.files().map(|file| self.table.record(self.index, file)).collect();
        let mut records = records?;
        records.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(records)
    }

    fn all_citing(&self) -> Result<Bits> {
        let mut out = Bits::new(self.table.len());
        let term = Term::from_field_text(self.index.fields.cites, &citing_term());
        self.table.entries(term, |entry| out.insert(entry as usize))?;
        Ok(out)
    }

    fn citing_words(&self, pairs: &[(&str, &str)]) -> Result<Bits> {
        let mut out = Bits::new(self.table.len());
        for (name, text) in pairs.iter().filter(|(_, text)| words::has_words(text)) {
            let maker = Maker::new(&self.table, &self.index.fields, Place::Cites, name);
            let phrase = Phrase { parts: vec![Part::Text((*text).to_owned())], slop: None };
            let found = self.finder().find(&maker.ready(&Leaf::Phrase(phrase))?)?;
            found.iter().for_each(|found| out.insert(found.entry as usize));
        }
        Ok(out)
    }

    /// What a request finds with all its words; `None` for everything.
    fn among(&self, request: &Request) -> Result<Option<Bits>> {
        if !request.query.trim().is_empty() {
            return Ok(Some(self.look_up(request)?.matched.all));
        }
        if request.globs.is_empty() {
            return Ok(None);
        }
        let files = self.finder().files_by_globs(&request.globs)?;
        let mut out = Bits::new(self.table.len());
        let within = |entry: &u32| files.contains(self.table.file(*entry));
        self.table.passages.iter().filter(within).for_each(|entry| out.insert(entry as usize));
        Ok(Some(out))
    }
}
