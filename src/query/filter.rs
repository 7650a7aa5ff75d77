//! Fields of documents to sets of files.

use ignore::overrides::{Override, OverrideBuilder};
use tantivy::{TantivyError, Term};

use super::bits::Bits;
use super::find::Finder;
use super::leaf::{Maker, Place};
use super::tree::Leaf;
use crate::error::{ErrorKind, Result};
use crate::index::schema::{date_term, meta_term};

impl Finder<'_> {
    /// Files whose metadata field `name` holds a leaf.
    pub fn files_by_meta(&self, name: &str, leaf: &Leaf) -> Result<Bits> {
        let maker = Maker::new(self.table, &self.index.fields, Place::Meta, name);
        let found = self.find(&maker.ready(leaf)?)?;
        Ok(self.files_of(found.into_iter().map(|found| found.entry)))
    }

    /// True where a document has the metadata field `name`.
    pub fn knows_field(&self, name: &str) -> Result<bool> {
        let start = meta_term(name, "");
        for (reader, _) in self.table.segments() {
            let inverted = reader.inverted_index(self.index.fields.meta)?;
            let mut stream = inverted.terms().range().ge(start.as_bytes()).into_stream().map_err(TantivyError::from)?;
            if stream.advance() && stream.key().starts_with(start.as_bytes()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn files_of(&self, entries: impl Iterator<Item = u32>) -> Bits {
        let mut files = Bits::new(self.table.keys.len());
        entries.for_each(|entry| files.insert(self.table.file(entry)));
        files
    }

    /// Files in a language; `en` takes `en-GB` in.
    pub fn files_by_language(&self, tag: &str) -> Result<Bits> {
        let parts = tag.split('-').map(|part| part.to_owned());
        let mut files = Bits::all(self.table.keys.len());
        for part in parts {
            let mut entries = Vec::new();
            let term = Term::from_field_text(self.index.fields.meta, &meta_term("lang", &part));
            self.table.entries(term, |entry| entries.push(entry))?;
            files.and(&self.files_of(entries.into_iter()));
        }
        Ok(files)
    }

    /// Files of a time, first and last day included; a file of which only the
    /// year is known is in where its year overlaps.
    pub fn files_by_date(&self, from: Option<&str>, to: Option<&str>) -> Result<Bits> {
        let mut dates = std::collections::BTreeSet::new();
        let start = date_term("");
        for (reader, _) in self.table.segments() {
            let inverted = reader.inverted_index(self.index.fields.meta)?;
            let mut stream = inverted.terms().range().ge(start.as_bytes()).into_stream().map_err(TantivyError::from)?;
            while stream.advance() {
                let term = String::from_utf8_lossy(stream.key()).into_owned();
                let Some(date) = term.strip_prefix(&start) else { break };
                if overlaps(date, from, to) {
                    dates.insert(term);
                }
            }
        }
        let mut entries = Vec::new();
        for term in dates {
            let term = Term::from_field_text(self.index.fields.meta, &term);
            self.table.entries(term, |entry| entries.push(entry))?;
        }
        Ok(self.files_of(entries.into_iter()))
    }

    /// Files whose path has `part` in it (case apart), or fits it as a glob.
    pub fn files_by_path(&self, part: &str) -> Result<Bits> {
        if is_glob(part) {
            return self.files_by_globs(&[part.to_owned()]);
        }
        let part = part.to_lowercase();
        let mut files = Bits::new(self.table.keys.len());
        let fits = |file: &usize| self.table.path(*file).to_lowercase().contains(&part);
        self.table.files().filter(fits).for_each(|file| files.insert(file));
        Ok(files)
    }

    /// Files whose path fits one of the globs; a glob without `/` is for the
    /// name alone, one that begins with `!` takes out.
    pub fn files_by_globs(&self, globs: &[String]) -> Result<Bits> {
        let fault = |message| ErrorKind::Query { message, at: 0, nearest: None };
        let built = matcher(globs).map_err(fault)?;
        let mut files = Bits::new(self.table.keys.len());
        let only_out = globs.iter().all(|glob| glob.starts_with('!'));
        for file in self.table.files() {
            let matched = built.matched(self.table.path(file), false);
            if matched.is_whitelist() || only_out && !matched.is_ignore() {
                files.insert(file);
            }
        }
        Ok(files)
    }
}

/// True where a path is to be read as a glob.
pub fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

/// What is wrong with a glob, if anything.
pub fn glob_fault(glob: &str) -> Option<String> {
    matcher(&[glob.to_owned()]).err()
}

fn matcher(globs: &[String]) -> Result<Override, String> {
    let mut builder = OverrideBuilder::new("");
    let fault = |glob: &str, error: ignore::Error| {
        let text = error.to_string();
        let reason = text.rsplit_once("': ").map_or(text.as_str(), |(_, reason)| reason);
        format!("`{glob}` is no glob: {reason}")
    };
    for glob in globs {
        builder.add(glob).map_err(|error| fault(glob, error))?;
    }
    builder.build().map_err(|error| fault(&globs.join(" "), error))
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
