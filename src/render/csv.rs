//! CSV: a header row, then one row a hit, each on one line.

use std::io::{self, Write};

use super::{Look, Notes, line, pages, runs, safe};
use crate::model::Status;
use crate::model::hit::{Answer, Hit, HitNote};

/// A column: its name, and what stands in it.
type Column = (&'static str, fn(&Hit) -> String);

/// The columns, in the order in which they stand.
static COLUMNS: &[Column] = &[
    ("query", |hit| hit.query.as_ref().map(query_text).unwrap_or_default()),
    ("rank", |hit| hit.rank.to_string()),
    ("score", |hit| hit.score.to_string()),
    ("id", |hit| hit.id.clone()),
    ("kind", |hit| word(&hit.kind)),
    ("in", |hit| word(&hit.scope)),
    ("path", |hit| hit.locator.path.clone()),
    ("file", |hit| hit.locator.file.clone()),
    ("line", |hit| line(hit).map(|line| line.to_string()).unwrap_or_default()),
    ("lines", |hit| hit.locator.lines.map(|(a, b)| format!("{a}-{b}")).unwrap_or_default()),
    ("pages", |hit| pages(&hit.locator).unwrap_or_default()),
    ("stale", |hit| hit.locator.stale.map(|stale| stale.to_string()).unwrap_or_default()),
    ("title", |hit| hit.document.title.clone().unwrap_or_default()),
    ("author", |hit| hit.document.author.clone().unwrap_or_default()),
    ("publisher", |hit| hit.document.publisher.clone().unwrap_or_default()),
    ("date", |hit| hit.document.date.clone().unwrap_or_default()),
    ("section", |hit| hit.section.join(" › ")),
    ("text", |hit| hit.text.clone()),
    ("matches", |hit| hit.matches.iter().map(|m| m.text.as_str()).collect::<Vec<_>>().join(" | ")),
    ("notes", |hit| hit.notes.iter().map(note).collect::<Vec<_>>().join(" | ")),
    ("absent", |hit| hit.absent.join(" ")),
    ("copies", |hit| hit.copies.join(" | ")),
];

/// The names of all columns.
pub fn columns() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|(name, _)| *name)
}

/// Writes the header row. `query` is a column in a batch only.
///
/// # Errors
/// Those of the writer.
pub fn header(batch: bool, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    row(wanted(batch, look).iter().map(|(name, _)| (*name).to_owned()), out)
}

/// Writes a row for each hit.
///
/// # Errors
/// Those of the writer.
pub fn answer(answer: &Answer, batch: bool, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let columns = wanted(batch, look);
    for hit in &answer.hits {
        row(columns.iter().map(|(_, cell)| cell(hit)), out)?;
    }
    Ok(())
}

fn wanted(batch: bool, look: &Look) -> Vec<&'static Column> {
    if !look.fields.is_empty() {
        let named = |field: &String| COLUMNS.iter().find(|(name, _)| name == field);
        return look.fields.iter().filter_map(named).collect();
    }
    let drop = |name: &str| name == "query" && !batch || name == "notes" && look.notes == Notes::Without;
    COLUMNS.iter().filter(|(name, _)| !drop(name)).collect()
}

/// A row is one line: line ends in a cell become blanks.
fn row(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(cells.map(|cell| safe::cell(&cell).into_owned()))?;
    writer.flush()
}

/// A note as printed: its label in brackets, and its text or what became of it.
pub(super) fn note(note: &HitNote) -> String {
    let label = runs::label(note);
    match (&note.text, note.status) {
        (Some(text), _) => format!("{label} {text}"),
        (None, Some(Status::Ambiguous)) => format!("{label} (ambiguous)"),
        (None, _) => format!("{label} (missing)"),
    }
}

/// The id of a query as text.
pub fn query_text(id: &serde_json::Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// The name by which the contract calls a value.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn rendered(batch: bool, look: &Look) -> String {
        let mut out = Vec::new();
        header(batch, look, &mut out).unwrap();
        answer(&sample::answer(), batch, look, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn hits_are_rows() {
        insta::assert_snapshot!(rendered(false, &Look::default()));
    }

    #[test]
    fn columns_stand_as_they_were_asked_for() {
        let fields = ["line", "path"].map(str::to_owned).to_vec();
        let csv = rendered(true, &Look { fields, ..Look::default() });
        assert!(csv.starts_with("line,path\n253,sources/idlib.txt\n"), "{csv}");
    }

    #[test]
    fn it_reads_back() {
        let csv = rendered(true, &Look::default());
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header = reader.headers().unwrap().clone();
        let text = header.iter().position(|name| name == "text").unwrap();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), sample::answer().hits.len());
        assert_eq!(header.len(), columns().count());
        assert_eq!(&rows[0][text], sample::answer().hits[0].text);
    }
}
