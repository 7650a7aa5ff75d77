//! BibTeX, as BibTeX and BibLaTeX both read it.

use std::io::{self, Write};

use super::names::Name;
use super::work::Work;
use super::{Cited, places};
use crate::render::safe;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Writes an entry for each document.
pub fn write(all: &[Cited], out: &mut dyn Write) -> io::Result<()> {
    for (i, cited) in all.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        writeln!(out, "@{}{{{},", cited.work.kind.bibtex, cited.key)?;
        for (name, value) in fields(&cited.work) {
            writeln!(out, "  {name} = {value},")?;
        }
        if let Some(places) = places(&cited.places) {
            writeln!(out, "  note = {{{}}},", escaped(&places))?;
        }
        writeln!(out, "}}")?;
    }
    Ok(())
}

/// The fields that are known, with their values as they are written.
fn fields(work: &Work) -> Vec<(&'static str, String)> {
    let mut fields: Vec<(&'static str, String)> = Vec::new();
    let text = |value: &Option<String>| value.as_deref().map(|text| format!("{{{}}}", escaped(text)));
    let address = |value: &Option<String>| value.as_deref().map(|text| format!("{{{}}}", verbatim(text)));
    let mut put = |name, value: Option<String>| fields.extend(value.map(|value| (name, value)));
    put("author", people(&work.authors));
    put("editor", people(&work.editors));
    put("translator", people(&work.translators));
    // A second pair of braces keeps the capitals as they are.
    put("title", Some(format!("{{{{{}}}}}", escaped(&work.title))));
    let container = if work.kind.bibtex == "article" { "journal" } else { "booktitle" };
    put(container, text(&work.container));
    put(publisher_field(work), text(&work.publisher));
    put("address", text(&work.place));
    date(work, &mut put);
    put("volume", text(&work.volume));
    put("number", text(&work.issue.clone().or_else(|| work.number.clone())));
    put("pages", work.pages.as_deref().map(|pages| format!("{{{}}}", escaped(pages).replace('–', "--"))));
    put("edition", text(&work.edition));
    put("series", text(&work.series));
    put("doi", address(&work.doi));
    put("isbn", text(&work.isbn));
    put("issn", text(&work.issn));
    put("url", address(&work.url));
    put("urldate", work.accessed.as_ref().map(|date| format!("{{{}}}", date)));
    put("language", text(&work.language));
    fields
}

/// What BibTeX calls the publisher of a type.
fn publisher_field(work: &Work) -> &'static str {
    match work.kind.bibtex {
        "phdthesis" | "mastersthesis" => "school",
        "techreport" | "thesis" => "institution",
        _ => "publisher",
    }
}

/// The year and month as BibTeX knows them, and the whole date for BibLaTeX
/// where there is a day; what is no date as it stands.
fn date(work: &Work, put: &mut impl FnMut(&'static str, Option<String>)) {
    let Some(date) = work.date.as_ref() else {
        return put("year", work.issued.as_deref().map(|text| format!("{{{}}}", escaped(text))));
    };
    put("date", date.day.map(|_| format!("{{{}}}", date)));
    put("year", Some(format!("{{{:04}}}", date.year)));
    put("month", date.month.and_then(|month| MONTHS.get(usize::from(month) - 1)).map(|name| (*name).to_owned()));
}

fn people(names: &[Name]) -> Option<String> {
    let one = |name: &Name| match name {
        Name::Literal(name) => format!("{{{}}}", escaped(name)),
        Name::Others => "others".to_owned(),
        Name::Person { family, particle, given, suffix } => {
            let family = [particle, family].into_iter().filter(|part| !part.is_empty()).map(|part| escaped(part));
            let family = family.collect::<Vec<_>>().join(" ");
            let rest = [suffix, given].into_iter().filter(|part| !part.is_empty()).map(|part| escaped(part));
            std::iter::once(family).chain(rest).collect::<Vec<_>>().join(", ")
        }
    };
    (!names.is_empty()).then(|| format!("{{{}}}", names.iter().map(one).collect::<Vec<_>>().join(" and ")))
}

/// Text in which no character is a command. Braces are written by name, since
/// BibTeX counts them even after a backslash.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in safe::line(text).chars() {
        match c {
            '&' | '%' | '#' | '_' | '$' => out.extend(['\\', c]),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            c => out.push(c),
        }
    }
    out
}

/// An address or identifier, which is taken as it stands; what would end the
/// field is percent-encoded.
fn verbatim(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in safe::line(text).chars() {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            ' ' => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}
