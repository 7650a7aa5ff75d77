//! Patterns over one word to the words of the index that they mean.

use std::collections::BTreeSet;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{TantivyError, Term};

use super::pattern::Slot;
use super::table::Table;
use super::tree::Like;
use super::words;
use crate::error::{ErrorKind, Result};
use crate::index::analyze::{COMPOUND, fold};

/// Most words that a pattern is taken for; the first in order of the alphabet.
pub const MOST: usize = 5000;

/// Where words are looked up: fields, and what every term there begins with
/// (the name of a metadata field).
pub struct Lexicon<'t> {
    /// The index.
    pub table: &'t Table,
    /// The fields.
    pub fields: Vec<Field>,
    /// What every term begins with.
    pub prefix: String,
}

impl Lexicon<'_> {
    /// The terms that a pattern means, and whether there were more than [`MOST`].
    pub fn expand(&self, like: &Like) -> Result<(Slot, bool)> {
        let terms = match like {
            Like::Wildcard(pattern) => {
                let regex = words::wildcard(pattern).map_err(bad_pattern)?;
                self.scan(&words::wildcard_prefix(pattern), |word| regex.is_match(word))?
            }
            Like::Regex(pattern) => {
                let regex = words::regex(pattern).map_err(bad_pattern)?;
                self.scan("", |word| regex.is_match(word))?
            }
            Like::Fuzzy(word, distance) => self.fuzzy(&fold(word), *distance)?,
        };
        let cut = terms.len() > MOST;
        let length = |term: &String| term.rsplit_once(COMPOUND).and_then(|(_, n)| n.parse().ok());
        // the prefix of a metadata field ends with the sign of a compound too
        let length = |term: &String| length(&term[self.prefix.len()..].to_owned()).unwrap_or(1);
        Ok((terms.into_iter().take(MOST).map(|term| (term.clone(), length(&term))).collect(), cut))
    }

    /// Terms of which the word, without the mark of a compound, begins with
    /// `start` and is `wanted`.
    fn scan(&self, start: &str, wanted: impl Fn(&str) -> bool) -> Result<BTreeSet<String>> {
        let from = format!("{}{start}", self.prefix);
        let mut out = BTreeSet::new();
        for (reader, _) in self.table.segments() {
            for field in &self.fields {
                let inverted = reader.inverted_index(*field)?;
                let range = inverted.terms().range().ge(from.as_bytes());
                let mut stream = range.into_stream().map_err(TantivyError::from)?;
                let mut found = 0;
                while found <= MOST && stream.advance() {
                    let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                    let Some(word) = term.strip_prefix(&self.prefix).filter(|word| word.starts_with(start)) else {
                        break;
                    };
                    if wanted(word.split(COMPOUND).next().unwrap_or(word)) {
                        found += 1;
                        out.insert(term.to_owned());
                    }
                }
            }
        }
        Ok(out)
    }

    /// Words at most `distance` letters off.
    fn fuzzy(&self, word: &str, distance: u8) -> Result<BTreeSet<String>> {
        let mut out = BTreeSet::new();
        let whole = format!("{}{word}", self.prefix);
        for field in &self.fields {
            let automaton = FuzzyTermQuery::new(Term::from_field_text(*field, &whole), distance, true).automaton()?;
            for (reader, _) in self.table.segments() {
                let inverted = reader.inverted_index(*field)?;
                let mut stream = inverted.terms().search(&automaton).into_stream().map_err(TantivyError::from)?;
                while stream.advance() {
                    let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                    let plain = term.strip_prefix(&self.prefix).is_some_and(|word| !word.contains(COMPOUND));
                    if plain {
                        out.insert(term.to_owned());
                    }
                }
            }
        }
        Ok(out)
    }
}

/// The parser has tried the pattern already; a tree made by hand may hold any.
fn bad_pattern(error: regex::Error) -> crate::Error {
    ErrorKind::Query { message: error.to_string(), at: 0, nearest: None }.into()
}
