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
use serde_json::{Map, Value};

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
    let titles = Titles::of(document);
    let item = titles.item()?;
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
    let text = rendered.citations.first().map_or(Ok(String::new()), |cited| plain(&cited.citation))?;
    Ok(titles.put_back(text))
}

/// An entry of a reference list. No style names a place there, so it follows
/// in brackets.
fn entry(document: &DocumentInfo, place: Option<&Place>, style: &IndependentStyle) -> io::Result<String> {
    let titles = Titles::of(document);
    let item = titles.item()?;
    let mut driver = BibliographyDriver::new();
    driver.citation(CitationRequest::from_items(vec![CitationItem::with_entry(&item)], style, &ENGLISH));
    let rendered = driver.finish(BibliographyRequest::new(style, None, &ENGLISH));
    let first = rendered.bibliography.and_then(|all| all.items.into_iter().next());
    let text = titles.put_back(first.map_or(Ok(String::new()), |entry| plain(&entry.content))?);
    Ok(place.map_or(text.clone(), |place| format!("{text} [{}]", place.text())))
}

/// A work whose titles keep the capitals that they have, where its language is
/// not known to be English: `Über Brücken`, not `Über Brücken Und Wasser`.
///
/// The processor heeds the language of an item, but then leaves out the
/// capitals of its own terms too (`(eds.)` for `(Eds.)` in APA). So it is given a
/// sign for each title, and the titles are put in afterwards.
struct Titles {
    item: Map<String, Value>,
    kept: Vec<(char, String)>,
}

/// The titles of an item and the signs for them, which stand for nothing in
/// Unicode. A title's last character stays with the sign, since styles look at it.
const TITLES: [(&str, char); 3] =
    [("title", '\u{10fff0}'), ("container-title", '\u{10fff1}'), ("collection-title", '\u{10fff2}')];

impl Titles {
    fn of(document: &DocumentInfo) -> Titles {
        let work = Work::of(document);
        let mut item = csl::item("work", &work);
        let english = work.language.as_deref() == Some("en") && work.titled;
        item.remove("language");
        let mut kept = Vec::new();
        for (name, sign) in TITLES.into_iter().filter(|_| !english) {
            let Some(Value::String(title)) = item.get_mut(name) else { continue };
            let end = title.char_indices().next_back().map_or(0, |(at, _)| at);
            let last = title.split_off(end);
            kept.push((sign, std::mem::replace(title, format!("{sign}{last}"))));
        }
        Titles { item, kept }
    }

    fn item(&self) -> io::Result<Item> {
        Ok(serde_json::from_value(Value::Object(self.item.clone()))?)
    }

    fn put_back(&self, text: String) -> String {
        self.kept.iter().fold(text, |text, (sign, title)| text.replace(*sign, title))
    }
}

fn plain(text: &ElemChildren) -> io::Result<String> {
    let mut out = String::new();
    text.write_buf(&mut out, BufWriteFormat::Plain).map_err(io::Error::other)?;
    Ok(out.split_whitespace().collect::<Vec<_>>().join(" "))
}
