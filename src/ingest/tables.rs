//! Tables of metadata (`--meta`): a CSV file with a row for each file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::isolate;
use crate::error::{Error, ErrorKind, Result};
use crate::index::schema::SourceRecord;
use crate::model::Meta;
use crate::source::archive::INSIDE;
use crate::source::decode::decode;
use crate::source::file;

mod cells;
#[cfg(test)]
mod tests;

/// The table that serves a source in whose folder it lies, where no other was given.
pub const OWN_TABLE: &str = "SOURCES.csv";

/// The field for a date that is none: `c. 1850`, `1998/1999`, `forthcoming`.
pub const ISSUED: &str = "issued";

/// Rows of metadata by the path that each names.
pub type Table = BTreeMap<String, Meta>;

/// A table that was read.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// Its rows.
    pub rows: Table,
    /// What is amiss with it: `line 3: …`.
    pub faults: Vec<String>,
}

/// Reads a table. The first row names the columns: `path` (or `file`), then
/// any of `title`, `author`, `publisher`, `date`, `language`, also under the
/// names that `cells` knows; every other column becomes a field of its name,
/// in lower case, blanks as `_`. Cells are parted by commas, or by semicolons
/// or tabs where the first row has those. The encoding is told as that of texts
/// is, since spreadsheets write Windows-1252 and UTF-16 too.
///
/// Errors: the file cannot be read or is no text; a row that is no CSV; no
/// column `path`.
pub fn read(path: &Path) -> Result<Sheet> {
    let bytes = file::read_given(path).map_err(|error| error.at(path))?;
    isolate::table(&bytes).map_err(|error| error.at(path))
}

/// The same, of the bytes of a table, in this process.
///
/// # Errors
///
/// As for [`read`].
pub fn parse(bytes: &[u8]) -> Result<Sheet> {
    let decoded = decode(bytes)?;
    let text = decoded.text.as_str().trim_start_matches('\u{feff}').as_bytes();
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).delimiter(delimiter(text)).from_reader(text);
    let names: Vec<String> = reader.headers().map_err(unusable)?.iter().map(column_name).collect();
    let key = names.iter().position(|name| name == "path").or_else(|| names.iter().position(|name| name == "file"));
    let Some(key) = key else {
        return Err(ErrorKind::Line { line: 1, message: "no column `path` or `file`".to_owned() }.into());
    };
    let mut sheet = Sheet { faults: decoded.degraded.into_iter().collect(), ..Sheet::default() };
    for row in reader.records() {
        let row = row.map_err(unusable)?;
        let path = row.get(key).unwrap_or("").replace('\\', "/");
        let path = path.trim_start_matches("./");
        if path.is_empty() {
            continue;
        }
        let meta = sheet.rows.entry(path.to_owned()).or_default();
        let filled = names.iter().zip(row.iter()).enumerate().filter(|(i, (_, cell))| *i != key && !cell.is_empty());
        let doubts = cells::fill(meta, filled.map(|(_, (name, cell))| (name.as_str(), cell)));
        let line = row.position().map_or(1, |position| position.line());
        sheet.faults.extend(doubts.into_iter().map(|doubt| format!("line {line}: {doubt}")));
    }
    Ok(sheet)
}

fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or(&[]);
    let has = |sign: u8| first.contains(&sign);
    match (has(b','), has(b';'), has(b'\t')) {
        (false, true, _) => b';',
        (false, false, true) => b'\t',
        _ => b',',
    }
}

fn column_name(name: &str) -> String {
    name.trim().to_lowercase().split_whitespace().collect::<Vec<_>>().join("_")
}

fn unusable(error: csv::Error) -> Error {
    let line = error.position().map_or(1, |position| position.line() as usize);
    ErrorKind::Line { line, message: error.to_string() }.into()
}

/// The rows of a table that name files otherwise than by their path below the
/// source: the key of each such row, by the path of its file.
#[derive(Debug, Default)]
pub struct Keys {
    by_path: BTreeMap<String, String>,
    /// Bare names that several files bear, so that none has the row: `a.txt`, 2.
    pub several: Vec<(String, usize)>,
}

/// Which row is meant for which of the files of a source, given by their paths
/// in the index. A row names a file by its path below the source; else by its
/// whole path; else by its bare name, where one file alone bears that.
///
/// Counter-example: `a.txt` beside `sub/a.txt` is `a.txt`, and no row for the
/// other. What lies in an archive is named by its path alone.
pub fn keys<'a>(source: &SourceRecord, paths: impl Iterator<Item = &'a str>) -> Keys {
    if source.meta.is_empty() {
        return Keys::default();
    }
    let mut below: BTreeSet<&str> = BTreeSet::new();
    let mut whole: BTreeSet<&str> = BTreeSet::new();
    let mut named: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        below.insert(path_below(source, path));
        whole.insert(path);
        named.entry(path.rsplit('/').next().unwrap_or(path)).or_default().push(path);
    }
    let mut keys = Keys::default();
    for key in source.meta.keys().filter(|key| !below.contains(key.as_str())) {
        match named.get(key.as_str()).map(Vec::as_slice) {
            _ if whole.contains(key.as_str()) => drop(keys.by_path.insert(key.clone(), key.clone())),
            Some([path]) => drop(keys.by_path.entry((*path).to_owned()).or_insert_with(|| key.clone())),
            Some(paths) => keys.several.push((key.clone(), paths.len())),
            None => {}
        }
    }
    keys
}

fn path_below<'p>(source: &SourceRecord, path: &'p str) -> &'p str {
    path.strip_prefix(&source.name).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path)
}

/// The row for a file, and its key.
pub fn row<'t>(source: &'t SourceRecord, keys: &Keys, path: &str) -> Option<(&'t str, &'t Meta)> {
    let whole = || source.meta.get_key_value(path).filter(|_| path.contains(INSIDE));
    let other = || keys.by_path.get(path).and_then(|key| source.meta.get_key_value(key));
    let found = source.meta.get_key_value(path_below(source, path)).or_else(other).or_else(whole);
    found.map(|(key, meta)| (key.as_str(), meta))
}

/// Keys of the table that no file of the source answers to.
pub fn unknown<'a>(source: &SourceRecord, keys: &Keys, paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut known: BTreeSet<&str> = paths.filter_map(|path| row(source, keys, path)).map(|(key, _)| key).collect();
    known.extend(keys.several.iter().map(|(key, _)| key.as_str()));
    source.meta.keys().filter(|key| !known.contains(key.as_str())).cloned().collect()
}

/// What a file says of itself, and over it what the table says. Of a date and
/// `issued`, which holds what is no plain date, a work has one: the table's.
pub fn merged(own: &Meta, row: Option<&Meta>) -> Meta {
    let Some(row) = row else { return own.clone() };
    let or = |over: &Option<String>, under: &Option<String>| over.clone().or_else(|| under.clone());
    let mut fields = own.fields.clone();
    if row.date.is_some() {
        fields.remove(ISSUED);
    }
    fields.extend(row.fields.clone());
    Meta {
        title: or(&row.title, &own.title),
        author: or(&row.author, &own.author),
        publisher: or(&row.publisher, &own.publisher),
        date: if row.date.is_none() && row.fields.contains_key(ISSUED) { None } else { or(&row.date, &own.date) },
        language: or(&row.language, &own.language),
        fields,
    }
}
