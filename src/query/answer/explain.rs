//! How a query was read and what each part of it finds, for people.

use std::fmt::Write;

use super::Engine;
use crate::error::Result;
use crate::query::plan::leaf::{Place, Ready};
use crate::query::plan::{Condition, Filter, Sought};
use crate::query::rank::order::page;
use crate::query::request::{Request, Scope};
use crate::query::store::{Order, Which};

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
    /// How a request is read, what each part of it finds, a line each, and what
    /// the scores of its hits are made of.
    ///
    /// # Errors
    /// As for [`Engine::search`].
    pub fn explain(&self, request: &Request) -> Result<String> {
        let asked = self.ask(request)?;
        let plan = &asked.plan;
        let mut out = format!("read as: {}\n", asked.read_as());
        let mut rows = Vec::new();
        for (at, leaf) in plan.leaves.iter().enumerate() {
            rows.push(row(leaf, self.store.spread(plan, at)?));
        }
        let numbers = self.store.statistics()?;
        let fields = plan.filters.iter().filter_map(|filter| Some((name(filter)?, filter.files.len())));
        rows.extend(fields.map(|(what, files)| Row {
            what,
            text: "-".to_owned(),
            notes: "-".to_owned(),
            how: format!("a filter: {files} of {} files", numbers.files),
        }));
        table(&rows, &mut out);
        let found = self.store.first(plan, Which::Any, Order::Place, 0)?;
        let all = self.store.count(plan, Which::All)?;
        let _ = write!(out, "of {} passages {} match, {all} with all the words", numbers.passages, found.total);
        match found.folded.len() {
            0 => {}
            1 => out += "; 1 pull quote stands under the passage that it repeats",
            n => _ = write!(out, "; {n} pull quotes stand under the passages that they repeat"),
        }
        out.push('\n');
        self.scores(&asked, request, &mut out)?;
        Ok(out)
    }

    /// What the scores of the hits are made of: parts that add up to them.
    fn scores(&self, asked: &super::Prepared, request: &Request, out: &mut String) -> Result<()> {
        let page = page(&*self.store, &asked.plan, request)?;
        for (i, ranked) in page.ranked.iter().enumerate() {
            let rank = request.offset + i + 1;
            let _ = writeln!(out, "{rank}. {}: {}", ranked.key.path, ranked.score);
            for part in ranked.parts.iter() {
                let _ = writeln!(out, "  {:>9}  {}", part.value, part.what.tell(&asked.plan));
            }
            if ranked.parts.iter().next().is_none() {
                let _ = writeln!(out, "  past the candidates: at first sight, and no better than the last of these");
            }
        }
        Ok(())
    }
}

/// How a field of documents reads; a glob is no part of the query.
fn name(filter: &Filter) -> Option<String> {
    match &filter.asked {
        Condition::Field(field, _) => Some(field.to_string()),
        Condition::Globs(_) => None,
    }
}

fn row(leaf: &Sought, (text, notes): (u64, u64)) -> Row {
    let none = || "-".to_owned();
    let (in_text, in_notes) = match leaf.ready.place {
        Place::Text(Scope::All) => (text.to_string(), notes.to_string()),
        Place::Text(Scope::Body) => (text.to_string(), none()),
        Place::Text(Scope::Notes) => (none(), notes.to_string()),
        Place::Section | Place::Meta(_) | Place::Cites(_) => (none(), none()),
    };
    let mut how = manner(&leaf.ready);
    match &leaf.ready.place {
        Place::Section => _ = write!(how, ", in the headings of {text}"),
        Place::Cites(_) => _ = write!(how, ", cited by {text}"),
        _ if !leaf.positive => how += ", not wanted",
        _ => {}
    }
    if leaf.stop {
        how += "; too common to rank by";
    }
    Row { what: leaf.ready.typed.clone(), text: in_text, notes: in_notes, how }
}

/// In which forms something is looked for.
fn manner(ready: &Ready) -> String {
    let forms = |n: usize| format!("{n} form{}", if n == 1 { "" } else { "s" });
    let patterns = ready.typed.contains(['*', '?', '~', '/']);
    match &ready.pattern {
        None => "in any form".to_owned(),
        Some(pattern) if patterns && pattern.single().is_some() => {
            let cut = if ready.cut { ", the first of more" } else { "" };
            format!("in {}{cut}", forms(pattern.slots.iter().map(|slot| slot.forms.len()).sum()))
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
