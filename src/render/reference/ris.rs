//! RIS: records of lines `TY  - BOOK`, ended by CR LF as the format demands.

use std::io::{self, Write};

use super::names::Name;
use super::work::Work;
use super::{Cited, places};
use crate::render::safe;
use crate::works::date::Date;

/// Writes a record for each document.
pub fn write(all: &[Cited], out: &mut dyn Write) -> io::Result<()> {
    for cited in all {
        tag(out, "TY", cited.work.kind.ris)?;
        tag(out, "ID", &cited.key)?;
        for (name, value) in lines(&cited.work) {
            tag(out, name, &value)?;
        }
        if let Some(places) = places(&cited.places) {
            tag(out, "N1", &places)?;
        }
        write!(out, "ER  - \r\n\r\n")?;
    }
    Ok(())
}

fn tag(out: &mut dyn Write, name: &str, value: &str) -> io::Result<()> {
    write!(out, "{name}  - {}\r\n", safe::line(value))
}

fn lines(work: &Work) -> Vec<(&'static str, String)> {
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    for (tag, names) in [("AU", &work.authors), ("ED", &work.editors), ("A4", &work.translators)] {
        lines.extend(names.iter().map(|name| (tag, person(name))));
    }
    lines.push(("TI", work.title.clone()));
    let mut put = |tag, value: &Option<String>| lines.extend(value.clone().map(|value| (tag, value)));
    put("T2", &work.container);
    put("T3", &work.series);
    put("PB", &work.publisher);
    put("CY", &work.place);
    put("PY", &work.date.as_ref().map(|date| format!("{:04}", date.year)));
    put("DA", &work.date.as_ref().map(date));
    // year, month and day are empty before other information
    put("PY", &work.issued.as_ref().map(|text| format!("///{text}")));
    put("VL", &work.volume);
    put("IS", &work.issue.clone().or_else(|| work.number.clone()));
    let (first, last) = pages(work.pages.as_deref());
    put("SP", &first);
    put("EP", &last);
    put("ET", &work.edition);
    put("DO", &work.doi);
    put("SN", &work.isbn.clone().or_else(|| work.issn.clone()));
    put("UR", &work.url);
    put("Y2", &work.accessed.as_ref().map(date));
    put("LA", &work.language);
    lines
}

/// `2024/12/11/`; parts that are not known are empty.
fn date(date: &Date) -> String {
    let part = |part: Option<u8>| part.map(|n| format!("{n:02}")).unwrap_or_default();
    format!("{:04}/{}/{}/", date.year, part(date.month), part(date.day))
}

/// First and last page of `454–477`; a page alone, or what is no range, is the first.
fn pages(pages: Option<&str>) -> (Option<String>, Option<String>) {
    let Some(pages) = pages else { return (None, None) };
    match pages.split_once(['–', '-']) {
        Some((first, last)) if !pages.contains(',') => {
            let last = last.trim_start_matches('-').trim();
            (Some(first.trim().to_owned()), Some(last.to_owned()).filter(|last| !last.is_empty()))
        }
        _ => (Some(pages.to_owned()), None),
    }
}

/// `Family, Given, Suffix`.
fn person(name: &Name) -> String {
    match name {
        Name::Literal(name) => name.clone(),
        Name::Others => "et al.".to_owned(),
        Name::Person { family, particle, given, suffix } => {
            let family = if particle.is_empty() { family.clone() } else { format!("{particle} {family}") };
            let parts = [&family, given, suffix];
            parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
        }
    }
}
