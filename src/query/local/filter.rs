//! What is asked of documents, to the files that have it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tantivy::{TantivyError, Term};

use super::Local;
use crate::error::{ErrorKind, Result};
use crate::index::schema::{SourceRecord, date_term, meta_term};
use crate::query::plan::leaf::{Place, Ready};
use crate::query::plan::{Condition, Filter};
use crate::query::syntax::glob::{Glob, is_glob, let_through};
use crate::query::syntax::tree::Field;

type Paths = BTreeSet<Arc<str>>;

impl Local<'_> {
    /// Fills in the files that a filter lets through.
    pub(super) fn fill_filter(&self, filter: &mut Filter) -> Result<()> {
        if let Condition::Field(_, Some(ready)) = &mut filter.asked {
            self.fill_patterns(ready)?;
        }
        let files = match &filter.asked {
            Condition::Globs(globs) => self.files_by_globs(globs)?,
            Condition::Field(Field::Lang(tag), _) => self.files_by_language(tag)?,
            Condition::Field(Field::Path(part), _) => self.files_by_path(part)?,
            Condition::Field(Field::Date(from, to), _) => self.files_by_date(from.as_deref(), to.as_deref())?,
            Condition::Field(_, Some(ready)) => self.files_by_meta(ready)?,
            Condition::Field(_, None) => Paths::new(),
        };
        filter.files = files.into_iter().collect();
        Ok(())
    }

    /// Files whose metadata hold a leaf.
    fn files_by_meta(&self, ready: &Ready) -> Result<Paths> {
        let mut files = Paths::new();
        for segment in self.segments.iter() {
            let Some(pattern) = &ready.pattern else { continue };
            let matcher =
                super::occurrences::Matcher::new(&segment.reader, self.index.fields.meta, pattern, false, |_| 0)?;
            let Some(mut matcher) = matcher else { continue };
            let mut doc = matcher.next(0);
            while doc != tantivy::TERMINATED {
                let holds = super::occurrences::Matches::Own(0) != matcher.matches(doc, 0);
                if holds && segment.is_alive(doc) {
                    files.insert(segment.name(doc)?);
                }
                doc = matcher.next(doc + 1);
            }
        }
        Ok(files)
    }

    /// True where a document has the metadata field `name`.
    pub(super) fn knows_field(&self, name: &str) -> Result<bool> {
        let start = meta_term(name, "");
        for segment in self.segments.iter() {
            let inverted = segment.reader.inverted_index(self.index.fields.meta)?;
            let mut stream = inverted.terms().range().ge(start.as_bytes()).into_stream().map_err(TantivyError::from)?;
            while stream.advance() && stream.key().starts_with(start.as_bytes()) {
                // the term may be of files that are gone
                let term = String::from_utf8_lossy(stream.key()).into_owned();
                if self.first_with(&Term::from_field_text(self.index.fields.meta, &term))?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Adds the files with a term of the metadata.
    fn add_files(&self, term: &str, files: &mut Paths) -> Result<()> {
        let term = Term::from_field_text(self.index.fields.meta, term);
        self.each_with(&term, |segment, doc| {
            files.insert(segment.name(doc)?);
            Ok(())
        })
    }

    /// Files in a language; `en` takes `en-GB` in.
    fn files_by_language(&self, tag: &str) -> Result<Paths> {
        let mut files: Option<Paths> = None;
        for part in tag.split('-') {
            let mut with_part = Paths::new();
            self.add_files(&meta_term("lang", part), &mut with_part)?;
            files = Some(match files {
                Some(files) => files.intersection(&with_part).cloned().collect(),
                None => with_part,
            });
        }
        Ok(files.unwrap_or_default())
    }

    /// Files of a time, first and last day included; a file of which only the
    /// year is known is in where its year overlaps.
    fn files_by_date(&self, from: Option<&str>, to: Option<&str>) -> Result<Paths> {
        let mut terms = BTreeSet::new();
        let start = date_term("");
        for segment in self.segments.iter() {
            let inverted = segment.reader.inverted_index(self.index.fields.meta)?;
            let mut stream = inverted.terms().range().ge(start.as_bytes()).into_stream().map_err(TantivyError::from)?;
            while stream.advance() {
                let term = String::from_utf8_lossy(stream.key()).into_owned();
                let Some(date) = term.strip_prefix(&start) else { break };
                if overlaps(date, from, to) {
                    terms.insert(term);
                }
            }
        }
        let mut files = Paths::new();
        terms.iter().try_for_each(|term| self.add_files(term, &mut files))?;
        Ok(files)
    }

    /// Files whose path has `part` in it (case apart), or fits it as a glob.
    fn files_by_path(&self, part: &str) -> Result<Paths> {
        if is_glob(part) {
            return self.files_by_globs(&[part.to_owned()]);
        }
        let part = part.to_lowercase();
        let fits = |path: &Arc<str>| path.to_lowercase().contains(&part);
        Ok(self.paths()?.into_iter().filter(fits).collect())
    }

    /// Files that globs let through, the last that fits deciding.
    fn files_by_globs(&self, globs: &[String]) -> Result<Paths> {
        let globs = read(globs)?;
        let known_as = self.known_as(&globs)?;
        Ok(self.paths()?.into_iter().filter(|path| known_as.pass(&globs, path)).collect())
    }

    /// Those of the globs that no document fits.
    pub(super) fn idle_globs(&self, globs: &[String]) -> Result<Vec<String>> {
        if globs.is_empty() {
            return Ok(Vec::new());
        }
        let globs = read(globs)?;
        let known_as = self.known_as(&globs)?;
        let paths = self.paths()?;
        let mut idle = Vec::new();
        'globs: for glob in globs {
            let alone = std::slice::from_ref(&glob);
            for path in paths.iter().filter(|path| known_as.fit(alone, path)) {
                // a path of the ledger may be of a file that is gone, or has no text
                if self.first_with(&Term::from_field_text(self.index.fields.path, path))?.is_some() {
                    continue 'globs;
                }
            }
            idle.push(glob.typed);
        }
        Ok(idle)
    }

    /// Where the sources lie, for globs that are read from the root of the disk.
    fn known_as(&self, globs: &[Glob]) -> Result<KnownAs> {
        let from_root = |glob: &Glob| glob.typed.trim_start_matches('!').starts_with('/');
        let sources = if globs.iter().any(from_root) { self.index.sources()? } else { Vec::new() };
        let root = |source: SourceRecord| (source.name, source.root.trim_matches('/').to_owned());
        Ok(KnownAs { roots: sources.into_iter().map(root).collect() })
    }

    /// The paths of the ledger; those of files that were deleted may be among them.
    fn paths(&self) -> Result<Paths> {
        let mut paths = Paths::new();
        for segment in self.segments.iter() {
            let inverted = segment.reader.inverted_index(self.index.fields.ledger)?;
            let mut stream = inverted.terms().stream().map_err(TantivyError::from)?;
            while stream.advance() {
                paths.insert(String::from_utf8_lossy(stream.key()).into());
            }
        }
        Ok(paths)
    }
}

/// Reads globs.
fn read(globs: &[String]) -> Result<Vec<Glob>> {
    let fault = |message| ErrorKind::Query { message, at: 0, nearest: None };
    globs.iter().map(|glob| Glob::new(glob).map_err(|message| fault(message).into())).collect()
}

/// The paths under which a file may be meant.
struct KnownAs {
    /// Name of each source to its root, without the slash at the beginning.
    roots: BTreeMap<String, String>,
}

impl KnownAs {
    /// True where globs let a file through that the index knows as `path`.
    fn pass(&self, globs: &[Glob], path: &str) -> bool {
        self.with_paths(path, |paths| let_through(globs, paths))
    }

    /// True where one of the globs fits it, be it to take it out.
    fn fit(&self, globs: &[Glob], path: &str) -> bool {
        self.with_paths(path, |paths| globs.iter().any(|glob| glob.fits(paths)))
    }

    /// With the source's name, below the source, on the disk.
    fn with_paths(&self, path: &str, ask: impl Fn(&[&str]) -> bool) -> bool {
        let (source, below) = path.split_once('/').unwrap_or((path, path));
        match self.roots.get(source) {
            Some(root) if source == path => ask(&[path, root]),
            Some(root) => ask(&[path, below, &format!("{root}/{below}")]),
            None => ask(&[path, below]),
        }
    }
}

/// The metadata field that a filter asks for.
pub(super) fn meta_name(filter: &Filter) -> Option<&str> {
    match &filter.asked {
        Condition::Field(_, Some(ready)) => match &ready.place {
            Place::Meta(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// True where a date, known to the year, month or day, may lie in a range.
fn overlaps(date: &str, from: Option<&str>, to: Option<&str>) -> bool {
    let shared = |bound: &str| bound.len().min(date.len());
    let cut = |text: &str, len: usize| text.get(..len).unwrap_or(text).to_owned();
    let after = from.is_none_or(|from| cut(date, shared(from)) >= cut(from, shared(from)));
    let before = to.is_none_or(|to| cut(date, shared(to)) <= cut(to, shared(to)));
    after && before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_overlap_as_far_as_known() {
        assert!(overlaps("2020-05-03", Some("2020"), Some("2020")));
        assert!(overlaps("2020", Some("2020-05"), Some("2023")));
        assert!(!overlaps("2019-12-31", Some("2020"), None));
        assert!(overlaps("1999", None, Some("2020")));
        assert!(!overlaps("2023-06", None, Some("2023-05")));
    }
}
