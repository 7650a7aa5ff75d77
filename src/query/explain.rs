//! How a query was read and what each part of it finds, for people.

use std::fmt::Write;

use super::leaf::{Place, Ready};
use super::plan::{Plan, Sought};
use super::{Engine, Request, Scope};
use crate::error::Result;

/// Columns that the longest part of a query is given.
const WIDEST: usize = 40;

/// A row of the table: what, where it is found, how it is looked for.
struct Row {
    what: String,
    text: String,
    notes: String,
    how: String,
}

impl Engine<'_> {
    /// How a request is read and what each part of it finds, a line each.
    pub fn explain(&self, request: &Request) -> Result<String> {
        let looked = self.look_up(request)?;
        let mut out = format!("read as: {}\n", looked.read_as());
        let mut rows: Vec<Row> = looked.plan.leaves.iter().map(row).collect();
        rows.extend(looked.plan.filters.iter().map(|(what, files)| Row {
            what: what.clone(),
            text: "-".to_owned(),
            notes: "-".to_owned(),
            how: format!("a filter: {files} of {} files", self.table.files().count()),
        }));
        table(&rows, &mut out);
        let (any, all) = (looked.matched.any.count(), looked.matched.all.count());
        let _ = write!(out, "of {} passages {any} match, {all} with all the words", self.table.count);
        match looked.folded.values().map(Vec::len).sum::<usize>() {
            0 => {}
            1 => out += "; 1 pull quote stands under the passage that it repeats",
            n => _ = write!(out, "; {n} pull quotes stand under the passages that they repeat"),
        }
        out.push('\n');
        Ok(out)
    }
}

fn row(leaf: &Sought) -> Row {
    let found = |times: fn(&super::find::Found) -> u32| leaf.found.iter().filter(|f| times(f) > 0).count().to_string();
    let (text, notes) = (found(|f| f.body), found(|f| f.note));
    let none = || "-".to_owned();
    let (text, notes) = match leaf.ready.place {
        Place::Text(Scope::All) => (text, notes),
        Place::Text(Scope::Body) => (text, none()),
        Place::Text(Scope::Notes) => (none(), notes),
        Place::Section | Place::Meta | Place::Cites => (none(), none()),
    };
    let mut how = manner(&leaf.ready);
    if leaf.ready.place == Place::Section {
        let _ = write!(how, ", in the headings of {}", leaf.found.len());
    } else if leaf.ready.place == Place::Cites {
        let _ = write!(how, ", cited by {}", leaf.found.len());
    } else if !leaf.positive {
        how += ", not wanted";
    }
    if leaf.stop {
        how += "; too common to rank by";
    }
    Row { what: leaf.ready.typed.clone(), text, notes, how }
}

/// In which forms something is looked for.
fn manner(ready: &Ready) -> String {
    let forms = |n: usize| format!("{n} form{}", if n == 1 { "" } else { "s" });
    let patterns = ready.typed.contains(['*', '?', '~', '/']);
    match &ready.pattern {
        None => "in any form".to_owned(),
        Some(pattern) if patterns && pattern.single().is_some() => {
            let cut = if ready.cut { ", the first of more" } else { "" };
            format!("in {}{cut}", forms(pattern.slots.iter().map(Vec::len).sum()))
        }
        Some(_) => "in just this form".to_owned(),
    }
}

fn table(rows: &[Row], out: &mut String) {
    if rows.is_empty() {
        return;
    }
    let width = |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).chars().count()).max().unwrap_or(0);
    let what = width(|row| &row.what).min(WIDEST);
    let (text, notes) = (width(|row| &row.text).max("text".len()), width(|row| &row.notes).max("notes".len()));
    let _ = writeln!(out, "  {:what$}  {:>text$}  {:>notes$}", "", "text", "notes");
    for row in rows {
        let _ = writeln!(out, "  {:what$}  {:>text$}  {:>notes$}  {}", row.what, row.text, row.notes, row.how);
    }
}

impl Plan {
    /// What a reader of the results must know of how the query was taken.
    pub(super) fn remarks(&self) -> impl Iterator<Item = String> {
        let unknown = self.unknown.iter().map(|name| format!("no document has `{name}`"));
        let cut = self.leaves.iter().filter(|leaf| leaf.ready.cut);
        let cut = cut.map(|leaf| format!("`{}`: its first {} words alone", leaf.ready.typed, super::expand::MOST));
        unknown.chain(cut)
    }
}
