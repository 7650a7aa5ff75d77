//! References: an id, a hash alone, or a file and the lines or pages of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Engine;
use crate::error::{ErrorKind, Result};
use crate::index::schema::{FileRecord, hash_key};
use crate::model::{Passage, Places};
use crate::query::store::Key;

/// A reference, taken apart.
#[derive(Debug, PartialEq, Eq)]
enum Reference<'r> {
    /// A passage or note by its hash; the path may be empty.
    Hash { path: &'r str, hash: &'r str },
    /// A part of a file.
    Part { path: &'r str, part: Part<'r> },
}

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'r> {
    /// Lines from one to another: `12`, `12-15`.
    Lines(Range),
    /// Pages of the file: `p12`, `p12-14`.
    Pages(Range),
    /// The page that bears a number in print: `p.xiv`.
    Printed(&'r str),
}

/// Numbers from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    first: u32,
    last: u32,
}

/// Passages of a file that stand on a part of it.
#[derive(Default)]
struct Standing {
    /// Those whose own text does.
    own: Vec<Key>,
    /// Those that call a note which does.
    by_note: Vec<Key>,
}

impl Range {
    /// `12`, `12-15`, `12–15`.
    fn parse(text: &str) -> Option<Range> {
        let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
        let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        (first <= last).then_some(Range { first, last })
    }

    fn holds(self, number: u32) -> bool {
        self.first <= number && number <= self.last
    }
}

impl<'r> Reference<'r> {
    fn parse(text: &'r str) -> Option<Reference<'r>> {
        if is_hash(text) {
            // a shell takes what begins with `#` for a remark
            return Some(Reference::Hash { path: "", hash: text });
        }
        if let Some((path, hash)) = text.rsplit_once('#').filter(|(_, hash)| is_hash(hash)) {
            return Some(Reference::Hash { path, hash });
        }
        let (path, part) = text.rsplit_once(':')?;
        Some(Reference::Part { path, part: Part::parse(part.trim())? })
    }
}

/// The part of a file that a reference names.
pub(super) fn part_of(reference: &str) -> Option<Part<'_>> {
    match Reference::parse(reference)? {
        Reference::Part { part, .. } => Some(part),
        Reference::Hash { .. } => None,
    }
}

impl<'r> Part<'r> {
    fn parse(text: &'r str) -> Option<Part<'r>> {
        if let Some(lines) = Range::parse(text) {
            return Some(Part::Lines(lines));
        }
        let page = text.strip_prefix("pp").or_else(|| text.strip_prefix('p'))?;
        match page.strip_prefix('.') {
            Some(label) => Some(Part::Printed(label.trim())).filter(|_| !label.trim().is_empty()),
            None => Range::parse(page).map(Part::Pages),
        }
    }

    /// True where some of the text stands on the part. Between the first line and
    /// the last may be those of a note or running head.
    fn holds(self, places: &Places) -> bool {
        match self {
            Part::Lines(lines) => {
                let Some((first, last)) = places.line_range() else { return false };
                let starts = places.lines.iter().any(|(_, start)| lines.holds(*start));
                // a line without a start of its own lies within a line-wrapped stretch
                // only where no text is known to begin on a later one
                first <= lines.last && lines.first <= last && (starts || lines.holds(last))
            }
            Part::Pages(_) | Part::Printed(_) => {
                places.pages.iter().any(|(_, page, label)| self.is_page(*page, label.as_deref()))
            }
        }
    }

    /// True for a page of the part.
    pub(super) fn is_page(self, page: Option<u32>, label: Option<&str>) -> bool {
        match self {
            Part::Lines(_) => false,
            Part::Pages(pages) => page.is_some_and(|page| pages.holds(page)),
            Part::Printed(printed) => label == Some(printed),
        }
    }

    /// The same for the text of a note, which runs on from line to line.
    fn holds_note(self, body: &Places) -> bool {
        match self {
            Part::Lines(lines) => {
                body.line_range().is_some_and(|(first, last)| first <= lines.last && lines.first <= last)
            }
            Part::Pages(_) | Part::Printed(_) => self.holds(body),
        }
    }
}

impl Engine<'_> {
    /// The passages that a reference names:
    ///
    /// - `path#hash` the passage, `path#n-hash` the passages that carry the note;
    /// - `#hash`, or the hash alone, the same, where one file alone has it;
    /// - `PATH:LINE`, `PATH:LINE-LINE` the passages on these lines, or those that
    ///   call a note that stands there;
    /// - `PATH:pN`, `PATH:pN-N` the same by pages of the file, `PATH:p.N` by the
    ///   number that a page bears in print.
    ///
    /// A path is that of the index, an end of it that only one file has, or the
    /// file's absolute path. Fails with [`ErrorKind::Unknown`] where the reference
    /// names nothing, or too much.
    pub(super) fn refer(&self, reference: &str) -> Result<Vec<Key>> {
        let keys = match Reference::parse(reference) {
            Some(Reference::Hash { path, hash }) => self.by_hash(path, hash)?,
            Some(Reference::Part { path, part }) => self.on_part(path, part)?,
            None => Vec::new(),
        };
        if keys.is_empty() { Err(ErrorKind::Unknown(reference.to_owned()).into()) } else { Ok(keys) }
    }

    fn by_hash(&self, path: &str, hash: &str) -> Result<Vec<Key>> {
        let mut keys = self.with_hash(hash)?;
        if !path.is_empty() {
            // a file that was renamed answers to the ids it had
            let mut renamed = Vec::new();
            for key in &keys {
                let record = self.known(&key.path)?;
                if record.is_some_and(|record| record.formerly.iter().any(|former| former == path)) {
                    renamed.push(key.clone());
                }
            }
            if !renamed.is_empty() && keys.iter().all(|key| &*key.path != path) {
                return Ok(renamed);
            }
            let Some(path) = self.file_called(path)? else { return Ok(Vec::new()) };
            keys.retain(|key| key.path == path);
            return Ok(keys);
        }
        let in_one_file = keys.iter().all(|key| Some(&key.path) == keys.first().map(|first| &first.path));
        Ok(if in_one_file { keys } else { Vec::new() })
    }

    fn with_hash(&self, hash: &str) -> Result<Vec<Key>> {
        hash_key(hash).map_or_else(|| Ok(Vec::new()), |key| self.store.with_hash(key))
    }

    /// For a hash alone that more than one file has: the paths of these files.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn files_with_hash(&self, reference: &str) -> Result<Vec<String>> {
        match Reference::parse(reference) {
            Some(Reference::Hash { path: "", hash }) => {
                let paths: BTreeSet<Arc<str>> = self.with_hash(hash)?.into_iter().map(|key| key.path).collect();
                Ok(paths.into_iter().map(|path| path.to_string()).collect())
            }
            _ => Ok(Vec::new()),
        }
    }

    fn on_part(&self, path: &str, part: Part<'_>) -> Result<Vec<Key>> {
        let Some(path) = self.file_called(path)? else { return Ok(Vec::new()) };
        let mut read = Vec::new();
        for key in self.store.of_file(&path)? {
            read.push((self.store.passage(&key)?, key));
        }
        let Standing { own, by_note } = standing(&read, known_as(part, &read));
        Ok(if own.is_empty() { by_note } else { own })
    }

    /// The passages of the section that each of some passages stands in, in order;
    /// what stands below its headings is part of it. Of a file without headings,
    /// all of it.
    pub(super) fn sections(&self, keys: &[Key]) -> Result<Vec<Key>> {
        let mut all: Vec<Key> = Vec::new();
        for key in keys {
            if all.contains(key) {
                continue;
            }
            let section = self.store.passage(key)?.section;
            let of_file = self.store.of_file(&key.path)?;
            let at = of_file.iter().position(|other| other == key).unwrap_or_default();
            let is_inside = |other: &Key| -> Result<bool> {
                let other = self.store.passage(other)?;
                let below =
                    if section.is_empty() { other.section.is_empty() } else { other.section.starts_with(&section) };
                Ok(below && !other.is_note)
            };
            let (mut first, mut end) = (at, (at + 1).min(of_file.len()));
            while first > 0 && is_inside(&of_file[first - 1])? {
                first -= 1;
            }
            while end < of_file.len() && is_inside(&of_file[end])? {
                end += 1;
            }
            let new: Vec<Key> = of_file[first..end].iter().filter(|other| !all.contains(other)).cloned().collect();
            all.extend(new);
        }
        Ok(all)
    }

    /// Why a reference to a part of a file names nothing: what of the file is the
    /// nearest. `None` where no such file is known.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn near(&self, reference: &str) -> Result<Option<String>> {
        let Some(Reference::Part { path, part }) = Reference::parse(reference) else { return Ok(None) };
        let Some(path) = self.file_called(path)? else { return Ok(None) };
        let (mut lines, mut pages, mut labels) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for key in self.store.of_file(&path)? {
            let passage = self.store.passage(&key)?;
            let bodies = passage.notes.iter().filter_map(|note| note.body.as_ref());
            for places in std::iter::once(&passage.places).chain(bodies) {
                lines.extend(places.lines.iter().map(|(_, line)| *line).chain(places.last_line));
                pages.extend(places.pages.iter().filter_map(|(_, page, _)| *page));
                labels.extend(places.pages.iter().filter_map(|(_, _, label)| label.clone()));
            }
        }
        Ok(Some(match part {
            Part::Lines(wanted) => {
                let near = [lines.range(..wanted.first).next_back(), lines.range(wanted.first..).next()];
                let near: Vec<String> = near.into_iter().flatten().map(u32::to_string).collect();
                let nearest = match &near[..] {
                    [] if pages.is_empty() => "the file has none".to_owned(),
                    [] => format!("the file has pages: {path}:p{}", pages.first().copied().unwrap_or(1)),
                    [one] => format!("the nearest is on line {one}"),
                    all => format!("the nearest is on lines {}", all.join(" and ")),
                };
                let line = match wanted.first == wanted.last {
                    true => format!("line {}", wanted.first),
                    false => format!("lines {} to {}", wanted.first, wanted.last),
                };
                format!("no text on {line} of {path}; {nearest}")
            }
            Part::Pages(_) | Part::Printed(_) => {
                let page = match part {
                    Part::Printed(label) => format!("page {label}"),
                    Part::Pages(Range { first, last }) if first != last => format!("pages {first} to {last}"),
                    Part::Pages(Range { first, .. }) | Part::Lines(Range { first, .. }) => format!("page {first}"),
                };
                let mut known = Vec::new();
                if let (Some(first), Some(last)) = (pages.first(), pages.last()) {
                    known.push(format!("pages p{first} to p{last}"));
                }
                if let (Some(first), Some(last)) = (labels.first(), labels.last()) {
                    known.push(format!("printed numbers p.{first} to p.{last}"));
                }
                let known = if known.is_empty() { "no pages".to_owned() } else { known.join(", ") };
                format!("no text on {page} of {path}; it has {known}")
            }
        }))
    }

    /// The record of the file that a path means: as indexed, the end of one only,
    /// or absolute.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn document_called(&self, path: &str) -> Result<Option<Arc<FileRecord>>> {
        match self.file_called(path)? {
            Some(path) => self.known(&path),
            None => Ok(None),
        }
    }

    /// True where a reference is the path of a file, without a line.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn is_file(&self, reference: &str) -> Result<bool> {
        Ok(self.file_called(reference)?.is_some())
    }

    /// The file that a path means: as indexed, or absolute, or the end of one only.
    pub(super) fn file_called(&self, path: &str) -> Result<Option<Arc<str>>> {
        if let Some(record) = self.known(path)? {
            return Ok(Some(record.path.as_str().into()));
        }
        let records = self.store.records()?;
        let is_absolute = path.starts_with('/') || path.contains(":\\");
        if let Some(record) = records.iter().find(|record| is_absolute && record.file == path) {
            return Ok(Some(record.path.as_str().into()));
        }
        let mut renamed = records.iter().filter(|record| record.formerly.iter().any(|former| former == path));
        if let Some(one) = renamed.next().filter(|_| renamed.next().is_none()) {
            return Ok(Some(one.path.as_str().into()));
        }
        let end = format!("/{}", path.trim_start_matches("./").trim_start_matches('/'));
        let mut ending = records.iter().filter(|record| record.path.ends_with(&end));
        let one = ending.next().filter(|_| ending.next().is_none());
        Ok(one.map(|record| record.path.as_str().into()))
    }
}

fn is_hash(hash: &str) -> bool {
    let hex = hash.strip_prefix("n-").unwrap_or(hash);
    hex.len() == 8 && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

/// How a page is looked for in a file: by the number that it has in the file, or by
/// that in print; where the file has none of the one kind, by the other.
fn known_as<'r>(part: Part<'r>, passages: &[(Passage, Key)]) -> Part<'r> {
    let pages = || passages.iter().flat_map(|(passage, _)| &passage.places.pages);
    match part {
        Part::Printed(label) if pages().all(|(_, _, printed)| printed.is_none()) => {
            Range::parse(label).map_or(part, Part::Pages)
        }
        _ => part,
    }
}

fn standing(passages: &[(Passage, Key)], part: Part<'_>) -> Standing {
    let mut out = Standing::default();
    for (passage, key) in passages {
        if part.holds(&passage.places) {
            out.own.push(key.clone());
        }
        if passage.notes.iter().filter_map(|note| note.body.as_ref()).any(|body| part.holds_note(body)) {
            out.by_note.push(key.clone());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_taken_apart() {
        let part = |path, part| Some(Reference::Part { path, part });
        let range = |first, last| Range { first, last };
        assert_eq!(Reference::parse("a.txt:12"), part("a.txt", Part::Lines(range(12, 12))));
        assert_eq!(Reference::parse("a.txt:12-15"), part("a.txt", Part::Lines(range(12, 15))));
        assert_eq!(Reference::parse("a.pdf:p3"), part("a.pdf", Part::Pages(range(3, 3))));
        assert_eq!(Reference::parse("a.pdf:pp3–4"), part("a.pdf", Part::Pages(range(3, 4))));
        assert_eq!(Reference::parse("a.pdf:p.xiv"), part("a.pdf", Part::Printed("xiv")));
        assert_eq!(Reference::parse("a.pdf:p. 12"), part("a.pdf", Part::Printed("12")));
        assert_eq!(Reference::parse("x/a.txt#0a1b2c3d"), Some(Reference::Hash { path: "x/a.txt", hash: "0a1b2c3d" }));
        assert_eq!(Reference::parse("n-0a1b2c3d"), Some(Reference::Hash { path: "", hash: "n-0a1b2c3d" }));
        for nothing in ["a.txt", "a.txt:", "a.txt:15-12", "a.pdf:p", "a.pdf:p.", "a.pdf:pxiv"] {
            assert_eq!(Reference::parse(nothing), None, "{nothing}");
        }
    }
}
