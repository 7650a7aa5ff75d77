//! References as styles print them, by the processor and the styles of
//! `hayagriva`.

use std::io::{self, Write};
use std::sync::LazyLock;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{IndependentStyle, Locale, Style};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest, ElemChildren,
    LocatorPayload, SpecificLocator,
};
use serde_json::Value;

use super::place::Place;
use super::work::Work;
use super::{Form, csl};
use crate::model::hit::{DocumentInfo, Hit};
use crate::render::safe;

/// Terms of English, which all four styles are written in. The archive can
/// only be read whole, which takes some milliseconds.
static ENGLISH: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    let mut all = locales();
    all.retain(|locale| locale.lang.as_ref().is_some_and(|lang| lang.0 == "en-US"));
    all
});

/// Writes a line for each hit.
pub fn write(hits: &[Hit], form: Form, note: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let archived = match form {
        Form::Apa => ArchivedStyle::AmericanPsychologicalAssociation,
        Form::Mla => ArchivedStyle::ModernLanguageAssociation,
        Form::Chicago => ArchivedStyle::ChicagoAuthorDate,
        _ => ArchivedStyle::ChicagoNotes,
    };
    let Style::Independent(style) = archived.get() else {
        return Err(io::Error::other("the style refers to another"));
    };
    for hit in hits {
        let place = Place::of(hit, note);
        let line = match form {
            Form::Footnote => footnote(&hit.document, place.as_ref(), &style)?,
            _ => entry(&hit.document, place.as_ref(), &style)?,
        };
        writeln!(out, "{}", safe::line(&line))?;
    }
    Ok(())
}

/// A footnote that names the place: `…, 12.`
fn footnote(document: &DocumentInfo, place: Option<&Place>, style: &IndependentStyle) -> io::Result<String> {
    let item = item(document)?;
    let text = place.map(|place| match place {
        Place::Page(page) => (Locator::Page, page.clone()),
        // The label of a line is the style's own, and differs; this is plain.
        other => (Locator::Custom, other.text()),
    });
    let locator = text.as_ref().map(|(label, text)| SpecificLocator(*label, LocatorPayload::Str(text)));
    let mut driver = BibliographyDriver::new();
    let items = vec![CitationItem::with_locator(&item, locator)];
    driver.citation(CitationRequest::from_items(items, style, &ENGLISH));
    let rendered = driver.finish(BibliographyRequest::new(style, None, &ENGLISH));
    rendered.citations.first().map_or(Ok(String::new()), |cited| plain(&cited.citation))
}

/// An entry of a reference list. No style names a place there, so it follows
/// in brackets.
fn entry(document: &DocumentInfo, place: Option<&Place>, style: &IndependentStyle) -> io::Result<String> {
    let item = item(document)?;
    let mut driver = BibliographyDriver::new();
    driver.citation(CitationRequest::from_items(vec![CitationItem::with_entry(&item)], style, &ENGLISH));
    let rendered = driver.finish(BibliographyRequest::new(style, None, &ENGLISH));
    let first = rendered.bibliography.and_then(|all| all.items.into_iter().next());
    let text = first.map_or(Ok(String::new()), |entry| plain(&entry.content))?;
    Ok(place.map_or(text.clone(), |place| format!("{text} [{}]", place.text())))
}

/// The item of a document for the processor. Styles of English write titles
/// with capitals unless the language is another, so one that is not known is
/// said to be none (`und`).
fn item(document: &DocumentInfo) -> io::Result<Item> {
    let work = Work::of(document);
    let mut item = csl::item("work", &work);
    if work.language.is_none() || !work.titled {
        item.insert("language".to_owned(), "und".into());
    }
    Ok(serde_json::from_value(Value::Object(item))?)
}

fn plain(text: &ElemChildren) -> io::Result<String> {
    let mut out = String::new();
    text.write_buf(&mut out, BufWriteFormat::Plain).map_err(io::Error::other)?;
    Ok(out.split_whitespace().collect::<Vec<_>>().join(" "))
}
