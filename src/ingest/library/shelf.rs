//! Which file of a source has which entry of the libraries.
//!
//! A file has an entry by one of these, the first that gives one:
//!
//! 1. the path that the entry names;
//! 2. a DOI, ISBN or address that the file gives of itself;
//! 3. the title that the file gives of itself.
//!
//! Wherever two entries or two files could be meant, none is.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use unicode_normalization::UnicodeNormalization;

use super::{Entry, Library, parts};
use crate::index::schema::{FileRecord, SourceRecord};
use crate::ingest::tables;
use crate::model::Meta;
use crate::source::walk::path_of;

/// The entries for the files of one source.
#[derive(Debug, Default)]
pub struct Shelf {
    entries: Vec<Entry>,
    by_path: BTreeMap<String, usize>,
    /// `None` for what several entries have.
    by_id: HashMap<String, Option<usize>>,
    by_title: HashMap<String, Option<usize>>,
    /// Which rows of the source's table are for which files.
    pub rows: tables::Keys,
    /// What a user should know: files that could not be told apart.
    pub doubts: Vec<String>,
    /// False where a library could not be read, so that an entry may lack.
    pub complete: bool,
    answered: AtomicUsize,
}

/// What is said of the files of a source from outside: its record with the table,
/// and its shelf.
#[derive(Clone, Copy, Debug)]
pub struct Outside<'a> {
    /// The record.
    pub source: &'a SourceRecord,
    /// The shelf.
    pub shelf: &'a Shelf,
}

impl Outside<'_> {
    /// What is known of a file, of whose record path, format and what it says of
    /// itself count; `before` is what was known so far, if anything.
    pub fn meta(&self, file: &FileRecord, before: Option<&Meta>) -> Meta {
        let own = &file.own_meta;
        let row = tables::row(self.source, &self.shelf.rows, &file.path).map(|(_, meta)| meta);
        let meta = tables::merged(own, row);
        match (self.shelf.entry(&file.path, own), before) {
            (Some((entry, true)), _) if is_inferred(&file.format) => {
                tables::merged(&in_place_of(own, &entry.meta), row)
            }
            (Some((entry, _)), _) => tables::merged(&entry.meta, Some(&meta)),
            (None, Some(before)) if !self.shelf.complete => tables::merged(before, Some(&meta)),
            (None, _) => meta,
        }
    }
}

impl Shelf {
    /// A shelf of these libraries for files, each given by its path in the index
    /// and its absolute path.
    pub fn new(libraries: Vec<Library>, complete: bool, files: &[(String, &Path)]) -> Shelf {
        let mut shelf = Shelf { complete, ..Shelf::default() };
        shelf.entries = libraries.into_iter().flat_map(|library| library.entries).collect();
        if shelf.entries.is_empty() {
            return shelf;
        }
        shelf.put_paths(files);
        for (at, entry) in shelf.entries.iter().enumerate() {
            let same = |other: usize| shelf.entries[other].meta == entry.meta;
            let ids = ids(&entry.meta).into_iter().filter(|id| !id.starts_with("isbn:") || is_whole(&entry.meta));
            ids.for_each(|id| note(&mut shelf.by_id, id, at, same));
            title(&entry.meta).into_iter().for_each(|title| note(&mut shelf.by_title, title, at, same));
        }
        shelf
    }

    /// How many files were given an entry so far.
    pub fn answered(&self) -> usize {
        self.answered.load(Relaxed)
    }

    /// The entry of a file; true with it where it is told by path or by a DOI
    /// and the like, and not by the title alone.
    fn entry(&self, path: &str, own: &Meta) -> Option<(&Entry, bool)> {
        let by_path =
            || self.by_path.get(path).map(|at| &self.entries[*at]).filter(|entry| !other_doi(&entry.meta, own));
        let sure = || by_path().or_else(|| self.by_ids(own)).map(|entry| (entry, true));
        let entry = sure().or_else(|| self.by_title(own).map(|entry| (entry, false)))?;
        self.answered.fetch_add(1, Relaxed);
        Some(entry)
    }

    fn by_ids(&self, own: &Meta) -> Option<&Entry> {
        let found = ids(own).into_iter().find_map(|id| self.by_id.get(&id).copied())??;
        Some(&self.entries[found]).filter(|entry| !other_doi(&entry.meta, own))
    }

    /// By title, where author and year, so far as both are known, are the same.
    /// A title of fewer than four words (`Introduction`, `Annual report`) is not
    /// enough by itself: author or year must be known to be the same.
    fn by_title(&self, own: &Meta) -> Option<&Entry> {
        let title = title(own)?;
        let entry = &self.entries[self.by_title.get(&title).copied()??];
        let agree = [same_author(&entry.meta, own), same_year(&entry.meta, own)];
        let enough = title.split(' ').count() >= 4 || agree.contains(&Some(true));
        (enough && !agree.contains(&Some(false)) && !other_doi(&entry.meta, own)).then_some(entry)
    }

    /// Gives files to entries by path.
    fn put_paths(&mut self, files: &[(String, &Path)]) {
        for (file, mut claims) in self.claims(files) {
            claims.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
            let (best, first) = claims[0];
            let rivals = claims.iter().filter(|(score, _)| *score == best);
            let all_same = rivals.map(|(_, entry)| &self.entries[*entry].meta).all(|m| *m == self.entries[first].meta);
            match all_same {
                true => drop(self.by_path.insert(files[file].0.clone(), first)),
                false => self.doubts.push(format!("`{}` is named by several entries", files[file].0)),
            }
        }
    }

    /// For each file (its place in `files`) the entries that name it, each with
    /// how many parts of the paths agree.
    ///
    /// A file that is where its entry says is that file and no other. Where the
    /// library was made elsewhere it is the one whose path ends like the
    /// entry's, by as many parts as agree, its name at least.
    fn claims(&mut self, files: &[(String, &Path)]) -> BTreeMap<usize, Vec<(usize, usize)>> {
        let exact: HashMap<&Path, usize> = files.iter().enumerate().map(|(at, (_, file))| (*file, at)).collect();
        let mut ends: HashMap<String, (usize, usize)> = HashMap::new();
        for (at, (_, file)) in files.iter().enumerate() {
            for end in path_ends(&parts(&file.to_string_lossy())) {
                ends.entry(end).or_insert((at, 0)).1 += 1;
            }
        }
        let mut claims: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for (entry, file) in self.entries.iter().enumerate().flat_map(|(i, e)| e.files.iter().map(move |f| (i, f))) {
            if let Some(here) = &file.here {
                exact
                    .get(path_of(here).as_path())
                    .into_iter()
                    .for_each(|at| claims.entry(*at).or_default().push((FULL, entry)));
                continue;
            }
            let found = path_ends(&file.parts).enumerate().filter_map(|(i, end)| Some((i + 1, ends.get(&end)?))).last();
            match found {
                None => {}
                Some((score, (at, 1))) => claims.entry(*at).or_default().push((score, entry)),
                Some((_, (_, n))) => self.doubts.push(format!("`{}` may be {n} files", file.parts.join("/"))),
            }
        }
        claims
    }
}

/// True for formats that have no words for title and author, so that what is
/// known of these was read off the first lines, or, in a PDF, was left by a program.
fn is_inferred(format: &str) -> bool {
    matches!(format, "text" | "pdf" | "hocr" | "alto")
}

/// What an entry says of a work, as a whole in place of what was inferred: title
/// and author are never those of two works. An entry without a title does not
/// say enough for that and fills what is not known.
fn in_place_of(own: &Meta, entry: &Meta) -> Meta {
    if entry.title.is_none() {
        return tables::merged(entry, Some(own));
    }
    let mut fields = own.fields.clone();
    fields.remove(tables::ISSUED);
    fields.extend(entry.fields.clone());
    Meta { language: own.language.clone().or_else(|| entry.language.clone()), fields, ..entry.clone() }
}

/// The score of a path that agrees from its root.
const FULL: usize = usize::MAX;

/// The last part of a path, the last two, and so on, at most twelve.
fn path_ends(parts: &[String]) -> impl Iterator<Item = String> {
    (1..=parts.len().min(12)).map(|n| parts[parts.len() - n..].join("/"))
}

/// Notes that an entry has a key; one that an entry of another work has too is
/// nobody's.
fn note(map: &mut HashMap<String, Option<usize>>, key: String, at: usize, same: impl Fn(usize) -> bool) {
    let slot = map.entry(key).or_insert(Some(at));
    if slot.is_some_and(|other| other != at && !same(other)) {
        *slot = None;
    }
}

/// DOI, ISBNs and address in a form in which they can be compared.
fn ids(meta: &Meta) -> Vec<String> {
    let get = |name: &str| meta.fields.get(name).map(String::as_str).unwrap_or("");
    let mut ids = Vec::new();
    ids.extend(doi(get("doi")).map(|doi| format!("doi:{doi}")));
    ids.extend(get("isbn").split([',', ';', ' ']).filter_map(isbn).map(|isbn| format!("isbn:{isbn}")));
    ids.extend(url(get("url")).map(|url| format!("url:{url}")));
    ids
}

fn doi(text: &str) -> Option<String> {
    let doi = text.get(text.find("10.")?..)?.split_whitespace().next()?;
    doi.contains('/').then(|| doi.trim_end_matches(['.', ',', ';']).to_lowercase())
}

/// The nine digits that an ISBN of 10 and one of 13 have in common.
fn isbn(text: &str) -> Option<String> {
    let signs: String =
        text.rsplit(':').next()?.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x')).collect();
    match signs.len() {
        10 => Some(signs[..9].to_owned()),
        13 if signs.starts_with("978") => Some(signs[3..12].to_owned()),
        13 => Some(signs),
        _ => None,
    }
}

/// An address without what does not tell pages apart: scheme, `www.`, a final
/// slash, a fragment. The start page of a site is no work.
fn url(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.split('#').next()?.trim_end_matches('/');
    rest.contains('/').then(|| rest.to_owned())
}

/// False for a part of a book, whose ISBN is the book's.
fn is_whole(meta: &Meta) -> bool {
    let kind = meta.fields.get("type").map(String::as_str).unwrap_or("");
    !kind.starts_with("in") && !matches!(kind, "chapter" | "paper-conference" | "conference" | "suppbook")
}

fn other_doi(a: &Meta, b: &Meta) -> bool {
    let of = |meta: &Meta| meta.fields.get("doi").and_then(|text| doi(text));
    matches!((of(a), of(b)), (Some(a), Some(b)) if a != b)
}

/// Letters and digits alone, folded, words parted by one blank.
fn folded(text: &str) -> String {
    let bare = text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let signs: String = bare.flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    signs.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn title(meta: &Meta) -> Option<String> {
    meta.title.as_deref().map(folded).filter(|title| !title.is_empty())
}

/// True where the names have a word of three letters or more in common.
fn same_author(a: &Meta, b: &Meta) -> Option<bool> {
    let (a, b) = (folded(a.author.as_deref()?), folded(b.author.as_deref()?));
    Some(a.split(' ').filter(|word| word.chars().count() > 2).any(|word| b.split(' ').any(|other| other == word)))
}

fn same_year(a: &Meta, b: &Meta) -> Option<bool> {
    Some(a.date.as_deref()?.get(..4)? == b.date.as_deref()?.get(..4)?)
}

#[cfg(test)]
mod tests;
