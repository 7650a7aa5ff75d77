//! References as styles print them, by the processor of `hayagriva` and the
//! styles of `data/styles/`.

use std::io::{self, Write};

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{IndependentStyle, Locale, Style};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest, ElemChildren,
    LocatorPayload, Rendered, SpecificLocator,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::names::Name;
use super::place::Place;
use super::work::Work;
use super::{Form, csl};
use crate::model::hit::{DocumentInfo, Hit};
use crate::render::safe;

/// Terms of English, which all four styles are written in.
const ENGLISH: &[u8] = include_bytes!("../../../data/styles/en-US.cbor");

/// Writes a line for each hit.
pub fn write(hits: &[Hit], form: Form, note: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let printer = Printer { style: style(form)?, terms: vec![decode(ENGLISH)?] };
    for hit in hits {
        let place = Place::of(hit, note);
        let line = match form {
            Form::Footnote => printer.footnote(&hit.document, place.as_ref())?,
            _ => printer.entry(&hit.document, place.as_ref())?,
        };
        writeln!(out, "{}", safe::line(&line))?;
    }
    Ok(())
}

/// A style of `data/styles/`.
fn style(form: Form) -> io::Result<IndependentStyle> {
    let encoded: &[u8] = match form {
        Form::Apa => include_bytes!("../../../data/styles/apa.cbor"),
        Form::Mla => include_bytes!("../../../data/styles/modern-language-association.cbor"),
        Form::Chicago => include_bytes!("../../../data/styles/chicago-author-date.cbor"),
        _ => include_bytes!("../../../data/styles/chicago-notes-bibliography.cbor"),
    };
    match decode(encoded)? {
        Style::Independent(style) => Ok(style),
        Style::Dependent(_) => Err(io::Error::other("the style refers to another")),
    }
}

fn decode<T: DeserializeOwned>(encoded: &[u8]) -> io::Result<T> {
    ciborium::from_reader(encoded).map_err(io::Error::other)
}

/// A style and the terms of its language.
struct Printer {
    style: IndependentStyle,
    terms: Vec<Locale>,
}

impl Printer {
    /// A footnote that names the place: `…, 12.`
    fn footnote(&self, document: &DocumentInfo, place: Option<&Place>) -> io::Result<String> {
        let stood = Stood::of(document, place);
        let item = stood.item()?;
        let text = place.map(|place| match place {
            Place::Page(page) => (Locator::Page, page.clone()),
            // The label of a line is the style's own, and differs; this is plain.
            other => (Locator::Custom, other.text()),
        });
        let locator = text.as_ref().map(|(label, text)| SpecificLocator(*label, LocatorPayload::Str(text)));
        let rendered = self.render(CitationItem::with_locator(&item, locator));
        let text = rendered.citations.first().map_or(Ok(String::new()), |cited| plain(&cited.citation))?;
        Ok(stood.put_back(&text))
    }

    /// An entry of a reference list. No style names a place there, so it follows
    /// in brackets.
    fn entry(&self, document: &DocumentInfo, place: Option<&Place>) -> io::Result<String> {
        let stood = Stood::of(document, place);
        let item = stood.item()?;
        let rendered = self.render(CitationItem::with_entry(&item));
        let first = rendered.bibliography.and_then(|all| all.items.into_iter().next());
        let text = stood.put_back(&first.map_or(Ok(String::new()), |entry| plain(&entry.content))?);
        Ok(place.map_or(text.clone(), |place| format!("{text} [{}]", place.text())))
    }

    fn render(&self, item: CitationItem<'_, Item>) -> Rendered {
        let mut driver = BibliographyDriver::new();
        driver.citation(CitationRequest::from_items(vec![item], &self.style, &self.terms));
        driver.finish(BibliographyRequest::new(&self.style, None, &self.terms))
    }
}

/// A work in which signs stand for what styles would garble: titles, whose
/// capitals are their own (`PLoS ONE`, `How the USA left`), also where a style
/// would put other ones; dates in words; persons who are not named.
///
/// The processor can leave a title's capitals alone only by its language, and
/// then leaves out the capitals of its own terms too (`(eds.)` for `(Eds.)` in
/// APA); dates in words it drops.
struct Stood {
    item: Map<String, Value>,
    kept: Vec<(String, String)>,
}

/// The titles of an item and the signs for them, which stand for nothing in
/// Unicode.
const TITLES: [(&str, char); 3] =
    [("title", '\u{10fff0}'), ("container-title", '\u{10fff1}'), ("collection-title", '\u{10fff2}')];

/// The sign for [`Name::Others`].
const OTHERS: &str = "\u{10fff3}";

impl Stood {
    fn of(document: &DocumentInfo, place: Option<&Place>) -> Stood {
        let mut work = Work::of(document);
        for people in [&mut work.authors, &mut work.editors, &mut work.translators] {
            let others = people.iter_mut().filter(|name| **name == Name::Others);
            others.for_each(|name| *name = Name::Literal(OTHERS.to_owned()));
        }
        let mut item = csl::item("work", &work);
        item.remove("language");
        let mut kept = Vec::new();
        for (name, sign) in TITLES {
            let Some(Value::String(title)) = item.get_mut(name) else { continue };
            // styles look at the sign at a title's end
            let end = title.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            let last = title.split_off(end);
            let sign = sign.to_string();
            let whole = std::mem::replace(title, format!("{sign}{last}"));
            kept.push((sign, whole));
        }
        if let Some(issued) = work.issued {
            let year = unused_year(&format!("{item:?} {place:?}"));
            item.insert("issued".to_owned(), json!({ "date-parts": [[year]] }));
            kept.insert(0, (year.to_string(), issued));
        }
        Stood { item, kept }
    }

    fn item(&self) -> io::Result<Item> {
        Ok(serde_json::from_value(Value::Object(self.item.clone()))?)
    }

    /// The line as it is to be, signs of punctuation that stand doubled for what
    /// is not known put right.
    fn put_back(&self, text: &str) -> String {
        let fixed = TIDY.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
        self.kept.iter().fold(fixed, |text, (sign, value)| text.replace(sign, value))
    }
}

/// A year that occurs nowhere in a text.
fn unused_year(text: &str) -> u16 {
    (9100..=9900).rev().find(|year| !text.contains(&year.to_string())).unwrap_or(9901)
}

/// What styles print, and what is meant.
const TIDY: [(&str, &str); 12] = [
    (", and \u{10fff3}", ", et al."),
    (" and \u{10fff3}", " et al."),
    (", & \u{10fff3}", ", et al."),
    (" & \u{10fff3}", " et al."),
    ("\u{10fff3}", "et al."),
    ("et al..", "et al."),
    ("?. ", "? "),
    ("!. ", "! "),
    (",)", ")"),
    (",.", "."),
    (".”.", ".”"),
    ("( ", "("),
];

fn plain(text: &ElemChildren) -> io::Result<String> {
    let mut out = String::new();
    text.write_buf(&mut out, BufWriteFormat::Plain).map_err(io::Error::other)?;
    Ok(out.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_can_be_read() -> io::Result<()> {
        for form in [Form::Footnote, Form::Chicago, Form::Apa, Form::Mla] {
            assert!(style(form)?.bibliography.is_some());
        }
        let terms: Locale = decode(ENGLISH)?;
        assert_eq!(terms.lang.map(|lang| lang.0), Some("en-US".to_owned()));
        Ok(())
    }
}
