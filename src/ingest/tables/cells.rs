//! What the cells of a row say.

use super::ISSUED;
use crate::model::Meta;
use crate::works::{date, language};

/// Names of the columns that give a date, the most telling first.
const DATES: [&str; 5] = ["date", "date_published", "publication_date", "published", "year"];

/// Takes the cells of a row, each with the name of its column. Gives what is
/// doubtful about them.
pub fn fill<'a>(meta: &mut Meta, cells: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut doubts = Vec::new();
    let mut dates: Vec<(&str, &str)> = Vec::new();
    for (name, cell) in cells {
        let value = Some(cell.to_owned());
        match name {
            "title" => meta.title = value,
            "author" | "authors" | "author(s)" | "creator" | "creators" => meta.author = value,
            "publisher" => meta.publisher = value,
            "language" | "lang" => match language::code(cell) {
                Some(code) => meta.language = Some(code),
                None => {
                    doubts.push(format!("`{cell}` is no language that is known: kept as a field"));
                    put(meta, name, cell);
                }
            },
            "" | "path" | "file" => {}
            name if DATES.contains(&name) && is_undated(cell) => {}
            name if DATES.contains(&name) => dates.push((name, cell)),
            name => put(meta, name, cell),
        }
    }
    dates.sort_by_key(|(name, _)| DATES.iter().position(|known| known == name));
    doubts.extend(set_date(meta, &dates));
    doubts
}

/// True for what people write where they know no date: `n.d.`, `s. d.`, `o. J.`.
fn is_undated(cell: &str) -> bool {
    let letters: String = cell.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    matches!(letters.as_str(), "" | "nd" | "sd" | "oj" | "nodate" | "undated" | "unknown")
}

fn put(meta: &mut Meta, name: &str, value: &str) {
    meta.fields.insert(name.to_owned(), value.to_owned());
}

/// Takes the date of the most telling column; where that is not a plain date it
/// is kept as it stands, and nobody is told a year in its place. Dates of other
/// columns stay fields.
fn set_date(meta: &mut Meta, dates: &[(&str, &str)]) -> Option<String> {
    let (&(_, first), others) = dates.split_first()?;
    others.iter().for_each(|(name, cell)| put(meta, name, cell));
    meta.date = date::iso(first);
    if meta.date.is_some() {
        meta.fields.remove(ISSUED);
        return None;
    }
    put(meta, ISSUED, first);
    Some(format!(
        "`{first}` is not a plain date (YYYY, YYYY-MM or YYYY-MM-DD): shown as it stands, not searched as a date"
    ))
}
