//! Patterns over one word to the words of the index that they mean.

use std::collections::BTreeSet;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, TantivyError, Term};

use crate::error::{ErrorKind, Result};
use crate::index::analyze::frequent::PAIR;
use crate::index::analyze::{ACRONYM, COMPOUND, fold};
use crate::query::plan::pattern::Form;
use crate::query::syntax::tree::Like;
use crate::query::syntax::words;

/// Most words that a pattern is taken for; the first in order of the alphabet.
const MOST: usize = crate::query::plan::MOST_WORDS;

/// Where words are looked up: fields, and what every term there begins with
/// (the name of a metadata field).
pub struct Lexicon<'t> {
    /// The state of the index.
    pub searcher: &'t Searcher,
    /// The fields.
    pub fields: Vec<Field>,
    /// What every term begins with.
    pub prefix: String,
}

impl Lexicon<'_> {
    /// The terms that a pattern means, the first [`MOST`], and how many there are.
    pub fn expand(&self, like: &Like) -> Result<(Vec<Form>, usize)> {
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
        let count = terms.len();
        // the prefix of a metadata field ends with the sign of a compound too
        let compound = |term: &str| term.strip_prefix(&self.prefix)?.rsplit_once(COMPOUND)?.1.parse().ok();
        let form = |term: String| Form { length: compound(&term).unwrap_or(1), term };
        Ok((terms.into_iter().take(MOST).map(form).collect(), count))
    }

    /// Terms of which the word, without the mark of a compound, begins with
    /// `start` and is `wanted`.
    fn scan(&self, start: &str, wanted: impl Fn(&str) -> bool) -> Result<BTreeSet<String>> {
        let from = format!("{}{start}", self.prefix);
        let mut out = BTreeSet::new();
        for reader in self.searcher.segment_readers() {
            for field in &self.fields {
                let inverted = reader.inverted_index(*field)?;
                let range = inverted.terms().range().ge(from.as_bytes());
                let mut stream = range.into_stream().map_err(TantivyError::from)?;
                while stream.advance() {
                    let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                    let Some(word) = term.strip_prefix(&self.prefix).filter(|word| word.starts_with(start)) else {
                        break;
                    };
                    if !word.contains([ACRONYM, PAIR]) && wanted(word.split(COMPOUND).next().unwrap_or(word)) {
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
            for reader in self.searcher.segment_readers() {
                let inverted = reader.inverted_index(*field)?;
                let mut stream = inverted.terms().search(&automaton).into_stream().map_err(TantivyError::from)?;
                while stream.advance() {
                    let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                    let plain =
                        term.strip_prefix(&self.prefix).is_some_and(|word| !word.contains([ACRONYM, COMPOUND, PAIR]));
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
