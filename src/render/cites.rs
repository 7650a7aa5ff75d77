//! `ibid cites`: the citations of a list of notes, for people or as JSON lines.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::safe;
use crate::model::Citation;
use crate::model::citation::{CiteStatus, NoteCites, Target, Work};
use crate::model::hit::JSON_VERSION;

/// A citation, in the shape of the JSON contract.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "CitationRecord"))]
pub(crate) struct Record<'a> {
    /// Always `"citation"`.
    r#type: &'static str,
    /// Format version.
    v: u32,
    /// Line of the input, from 1.
    line: usize,
    /// Number of the note: the one given with it, else that of the line.
    number: Option<u32>,
    #[serde(flatten)]
    cite: &'a Citation,
}

/// Prints the citations of the note on a line of the input as JSON lines.
///
/// # Errors
/// `out` cannot be written.
pub fn json(line: usize, note: &NoteCites, out: &mut dyn Write) -> io::Result<()> {
    for cite in &note.cites {
        let record = Record { r#type: "citation", v: JSON_VERSION, line, number: note.number, cite };
        let json = serde_json::to_string(&record).map_err(io::Error::other)?;
        writeln!(out, "{}", safe::json(&json))?;
    }
    Ok(())
}

const NUMBER: Style = AnsiColor::Cyan.on_default().bold();
const TROUBLE: Style = AnsiColor::Yellow.on_default();
const FAINT: Style = Style::new().dimmed();

/// Prints the citations of a note for people: a line each, what a short form
/// stands for on a line below.
///
/// # Errors
/// `out` cannot be written.
pub fn text(note: &NoteCites, color: bool, out: &mut dyn Write) -> io::Result<()> {
    for cite in &note.cites {
        let number = note.number.map(|number| number.to_string()).unwrap_or_default();
        let what = if cite.is_short() { word(&cite.form) } else { word(&cite.kind) };
        let (number, what) = (paint(&number, NUMBER, color), paint(&what, FAINT, color));
        writeln!(out, "{number}: {what}  {}", safe::line(&cite.raw))?;
        match (&cite.resolves_to, cite.status) {
            (Some(target), _) => {
                writeln!(out, "    -> {}", stands_for(target))?;
                let same = |work: &&Work| work.number == target.number && work.index == target.index;
                if let Some(work) = cite.work.as_deref().filter(|work| !same(work)) {
                    writeln!(out, "    -> {}", place(work.number, &work.raw))?;
                }
            }
            (None, CiteStatus::Ambiguous) => {
                writeln!(out, "    -> {}", paint("ambiguous: which work is meant is in doubt", TROUBLE, color))?
            }
            (None, CiteStatus::Missing) => {
                writeln!(out, "    -> {}", paint("missing: nothing before it is meant", TROUBLE, color))?
            }
            (None, _) => {}
        }
    }
    Ok(())
}

fn stands_for(target: &Target) -> String {
    place(target.number, target.raw.as_deref().unwrap_or("the note as a whole"))
}

/// A note's number and what stands there.
fn place(number: Option<u32>, raw: &str) -> String {
    let number = number.map_or_else(|| "in the text".to_owned(), |number| number.to_string());
    format!("{number}: {}", safe::line(raw))
}

/// A value as the JSON contract writes it.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn paint(text: &str, style: Style, color: bool) -> String {
    if color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::citation::Form;

    #[test]
    fn a_short_form_shows_what_it_stands_for() {
        let raw = "Ek\u{1b}, Silt".to_owned();
        let work = Work { number: Some(3), index: Some(1), raw: raw.clone(), ..Work::default() };
        let target = Target { number: Some(3), index: Some(1), raw: Some(raw) };
        let short = Citation {
            raw: "Ibid.".to_owned(),
            form: Form::Ibid,
            status: CiteStatus::Resolved,
            resolves_to: Some(target),
            work: Some(Box::new(work)),
            ..Citation::default()
        };
        let mut out = Vec::new();
        text(&NoteCites { number: Some(4), cites: vec![short] }, false, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "4: ibid  Ibid.\n    -> 3: Ek␛, Silt\n");
    }

    #[test]
    fn fields_of_the_contract_are_there() {
        let note = NoteCites { number: Some(4), cites: vec![Citation { raw: "x".to_owned(), ..Citation::default() }] };
        let mut out = Vec::new();
        json(7, &note, &mut out).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!((&value["type"], &value["line"], &value["number"]), (&"citation".into(), &7.into(), &4.into()));
        assert_eq!(
            (&value["kind"], &value["form"], &value["status"]),
            (&"unknown".into(), &"full".into(), &"full".into())
        );
        assert!(value["title"].is_null() && value["author"].as_array().unwrap().is_empty());
    }
}
