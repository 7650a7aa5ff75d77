//! Items of the Citation Style Language, as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::names::Name;
use super::work::Work;
use super::{Cited, places};
use crate::render::safe;
use crate::works::date::Date;

/// Writes an array of items, one a document; its places stand in `note`.
pub fn write(all: &[Cited], out: &mut dyn Write) -> io::Result<()> {
    let items = all.iter().map(|cited| {
        let mut item = item(&cited.key, &cited.work);
        if let Some(places) = places(&cited.places) {
            item.insert("note".to_owned(), places.into());
        }
        Value::Object(item)
    });
    let json = serde_json::to_string_pretty(&items.collect::<Vec<_>>())?;
    writeln!(out, "{}", safe::json(&json))
}

/// A work as an item.
pub fn item(key: &str, work: &Work) -> Map<String, Value> {
    let mut item = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    let text = |value: &Option<String>| value.clone().map(Value::from);
    put("id", Some(key.into()));
    put("type", Some(work.kind.csl.into()));
    put("genre", genre(work));
    put("author", people(&work.authors));
    put("editor", people(&work.editors));
    put("translator", people(&work.translators));
    put("title", Some(work.title.clone().into()));
    put("container-title", text(&work.container));
    put("publisher", text(&work.publisher));
    put("publisher-place", text(&work.place));
    let issued = || work.issued.as_ref().map(|text| json!({ "literal": text }));
    put("issued", work.date.as_ref().map(date).or_else(issued));
    put("accessed", work.accessed.as_ref().map(date));
    put("volume", text(&work.volume));
    put("issue", text(&work.issue));
    put("number", text(&work.number));
    put("page", text(&work.pages));
    put("edition", text(&work.edition));
    put("collection-title", text(&work.series));
    put("DOI", text(&work.doi));
    put("ISBN", text(&work.isbn));
    put("ISSN", text(&work.issn));
    put("URL", text(&work.url));
    put("language", text(&work.language));
    item
}

fn genre(work: &Work) -> Option<Value> {
    match work.kind.bibtex {
        "phdthesis" => Some("PhD diss.".into()),
        "mastersthesis" => Some("Master’s thesis".into()),
        _ => None,
    }
}

fn people(names: &[Name]) -> Option<Value> {
    let one = |name: &Name| match name {
        Name::Literal(name) => json!({ "literal": name }),
        // as Pandoc writes and reads it; the format has no sign of its own
        Name::Others => json!({ "literal": "others" }),
        Name::Person { family, particle, given, suffix } => {
            let parts = [("family", family), ("non-dropping-particle", particle), ("given", given), ("suffix", suffix)];
            let parts = parts.into_iter().filter(|(_, part)| !part.is_empty());
            parts.map(|(name, part)| (name.to_owned(), part.clone().into())).collect::<Map<_, _>>().into()
        }
    };
    (!names.is_empty()).then(|| names.iter().map(one).collect())
}

fn date(date: &Date) -> Value {
    let mut parts = vec![Value::from(date.year)];
    parts.extend(date.month.map(Value::from));
    parts.extend(date.month.and(date.day).map(Value::from));
    json!({ "date-parts": [parts] })
}
