//! Tables of metadata (`--meta`): a CSV file with a row for each file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::index::schema::SourceRecord;
use crate::model::Meta;

/// The table that serves a source in whose folder it lies, where no other was given.
pub const OWN_TABLE: &str = "SOURCES.csv";

/// Rows of metadata by the path that each names.
pub type Table = BTreeMap<String, Meta>;

/// Reads a table. The first row names the columns: `path` (or `file`), then
/// any of `title`, `author`, `publisher`, `date`, `language`; every other
/// column becomes a field of its name, in lower case, blanks as `_`. Cells are
/// parted by commas, or by semicolons or tabs where the first row has those.
///
/// Errors: the file cannot be read; a row that is no CSV; no column `path`.
pub fn read(path: &Path) -> Result<Table> {
    let bytes = std::fs::read(path).map_err(|error| Error::from(error).at(path))?;
    parse(&bytes).map_err(|error| error.at(path))
}

fn parse(bytes: &[u8]) -> Result<Table> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter(bytes))
        .from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let names: Vec<String> = reader.headers().map_err(unusable)?.iter().map(column_name).collect();
    let key = names.iter().position(|name| name == "path").or_else(|| names.iter().position(|name| name == "file"));
    let Some(key) = key else {
        return Err(ErrorKind::Line { line: 1, message: "no column `path` or `file`".to_owned() }.into());
    };
    let mut table = Table::new();
    for row in reader.records() {
        let row = row.map_err(unusable)?;
        let path = row.get(key).unwrap_or("").replace('\\', "/");
        let path = path.trim_start_matches("./");
        if path.is_empty() {
            continue;
        }
        let meta = table.entry(path.to_owned()).or_default();
        let cells = names.iter().zip(row.iter()).enumerate().filter(|(i, (_, cell))| *i != key && !cell.is_empty());
        cells.for_each(|(_, (name, cell))| set(meta, name, cell));
    }
    Ok(table)
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

fn set(meta: &mut Meta, name: &str, value: &str) {
    let value = value.to_owned();
    match name {
        "title" => meta.title = Some(value),
        "author" => meta.author = Some(value),
        "publisher" => meta.publisher = Some(value),
        "date" => meta.date = Some(value),
        "language" | "lang" => meta.language = Some(value),
        "" | "path" | "file" => {}
        name => {
            meta.fields.insert(name.to_owned(), value);
        }
    }
}

/// The row for a file: by its path below the source, by its whole path, or by
/// its bare name where the row gives nothing else. Gives the row's key too.
pub fn row<'t>(source: &'t SourceRecord, path: &str) -> Option<(&'t str, &'t Meta)> {
    let prefix = format!("{}/", source.name);
    let below = path.strip_prefix(&prefix).unwrap_or(path);
    let name = below.rsplit('/').next().unwrap_or(below);
    let found = [below, path, name].into_iter().find_map(|key| source.meta.get_key_value(key));
    found.map(|(key, meta)| (key.as_str(), meta))
}

/// Keys of the table that no file of the source answers to.
pub fn unknown<'a>(source: &SourceRecord, paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let known: BTreeSet<&str> = paths.filter_map(|path| row(source, path)).map(|(key, _)| key).collect();
    source.meta.keys().filter(|key| !known.contains(key.as_str())).cloned().collect()
}

/// What a file says of itself, and over it what the table says.
pub fn merged(own: &Meta, row: Option<&Meta>) -> Meta {
    let Some(row) = row else { return own.clone() };
    let or = |over: &Option<String>, under: &Option<String>| over.clone().or_else(|| under.clone());
    let mut fields = own.fields.clone();
    fields.extend(row.fields.clone());
    Meta {
        title: or(&row.title, &own.title),
        author: or(&row.author, &own.author),
        publisher: or(&row.publisher, &own.publisher),
        date: or(&row.date, &own.date),
        language: or(&row.language, &own.language),
        fields,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(table: &str) -> SourceRecord {
        let meta = parse(table.as_bytes()).unwrap();
        SourceRecord { name: "s".to_owned(), meta, ..SourceRecord::default() }
    }

    #[test]
    fn rows_are_found_by_path_or_name() {
        let source =
            source("\u{feff}Path,Title, Archive Box \n./a/x.txt,\"One, two\",7\ny.txt,Two,\ns/z.txt,,1\ngone.txt,,\n");
        let title = |path| row(&source, path).and_then(|(_, meta)| meta.title.clone());
        assert_eq!(title("s/a/x.txt").as_deref(), Some("One, two"));
        assert_eq!(title("s/deep/y.txt").as_deref(), Some("Two"));
        assert_eq!(row(&source, "s/z.txt").unwrap().1.fields["archive_box"], "1");
        assert_eq!(title("s/x.txt"), None);
        let paths = ["s/a/x.txt", "s/y.txt", "s/z.txt"];
        assert_eq!(unknown(&source, paths.into_iter()), ["gone.txt"]);
    }

    #[test]
    fn other_column_names_and_signs() {
        let source = source("file;date;sha256\na.txt;2023;ff\n");
        let meta = row(&source, "s/a.txt").unwrap().1;
        assert_eq!((meta.date.as_deref(), meta.fields["sha256"].as_str()), (Some("2023"), "ff"));
    }

    #[test]
    fn a_table_without_paths_is_an_error() {
        assert_eq!(parse(b"title\nx\n").unwrap_err().to_string(), "line 1: no column `path` or `file`");
        assert!(parse(b"path,title\na,\xff\n").unwrap_err().to_string().starts_with("line 2:"));
    }

    #[test]
    fn the_table_goes_over_what_the_file_says() {
        let own = Meta { title: Some("t".into()), date: Some("1".into()), ..Meta::default() };
        let row = Meta { date: Some("2".into()), ..Meta::default() };
        let both = merged(&own, Some(&row));
        assert_eq!((both.title.as_deref(), both.date.as_deref()), (Some("t"), Some("2")));
    }
}
