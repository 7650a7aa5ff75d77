//! CSL-JSON files: an array of items, or an object with an array `items` or
//! `references`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use super::{Entry, files, line};
use crate::error::Result;
use crate::ingest::tables::ISSUED;
use crate::model::Meta;
use crate::works::date::{self, Date};
use crate::works::language;

/// Variables that go to a field of metadata as they are.
const FIELDS: &[(&str, &str)] = &[
    ("container", "container-title"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("number", "number"),
    ("pages", "page"),
    ("edition", "edition"),
    ("place", "publisher-place"),
    ("series", "collection-title"),
    ("doi", "DOI"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("url", "URL"),
    ("keywords", "keyword"),
    ("type", "type"),
    ("key", "id"),
];

/// The items of a file whose paths begin at `folder`, and what is no item.
///
/// Errors: the text is no JSON, or has no array of items.
pub fn entries(text: &str, folder: &Path) -> Result<(Vec<Entry>, Vec<String>)> {
    let json: Value = serde_json::from_str(text).map_err(|error| line(error.line(), &error.to_string()))?;
    let within = |json: &Value| json.get("items").or_else(|| json.get("references")).and_then(Value::as_array).cloned();
    let items = match json {
        Value::Array(items) => Some(items),
        json => within(&json),
    };
    let items = items.ok_or_else(|| line(1, "no array of CSL-JSON items"))?;
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    for (i, item) in items.iter().enumerate() {
        match item.as_object() {
            Some(item) => entries.push(entry(item, folder)),
            None => faults.push(format!("item {}: no object", i + 1)),
        }
    }
    Ok((entries, faults))
}

fn entry(item: &Map<String, Value>, folder: &Path) -> Entry {
    let text = |name: &str| item.get(name).and_then(text);
    let mut fields: BTreeMap<String, String> =
        FIELDS.iter().filter_map(|(name, theirs)| Some(((*name).to_owned(), text(theirs)?))).collect();
    let mut corporate = Vec::new();
    let mut people = |name: &str| item.get(name).and_then(|names| people(names, &mut corporate));
    let author = people("author");
    for name in ["editor", "translator"] {
        fields.extend(people(name).map(|names| (name.to_owned(), names)));
    }
    if !corporate.is_empty() {
        fields.insert("corporate".to_owned(), corporate.join("; "));
    }
    fields.extend(text("citation-key").map(|key| ("key".to_owned(), key)));
    fields.extend(item.get("accessed").and_then(date).map(|date| ("accessed".to_owned(), date)));
    let date = item.get("issued").and_then(date);
    if date.is_none() {
        fields.extend(item.get("issued").and_then(words).map(|words| (ISSUED.to_owned(), words)));
    }
    let meta = Meta {
        title: text("title"),
        author,
        publisher: text("publisher"),
        date,
        language: text("language").and_then(|tag| language::code(&tag)),
        fields,
    };
    Entry { meta, files: files(item, folder) }
}

/// The tags that CSL-JSON allows in text.
static TAGS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("</?(?:i|b|sup|sub|sc|span)(?: [^<>]*)?>").ok());

fn text(value: &Value) -> Option<String> {
    let bare = |text: &str| match &*TAGS {
        Some(tags) => tags.replace_all(text, "").into_owned(),
        None => text.to_owned(),
    };
    let text = match value {
        Value::String(text) => bare(text).split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Names as `Family, Given`, joined by `; `. One in one piece is an institution.
fn people(names: &Value, corporate: &mut Vec<String>) -> Option<String> {
    let names: Vec<String> = names.as_array()?.iter().filter_map(|name| person(name, corporate)).collect();
    (!names.is_empty()).then(|| names.join("; "))
}

fn person(name: &Value, corporate: &mut Vec<String>) -> Option<String> {
    let part = |key: &str| name.get(key).and_then(text);
    if let Some(literal) = part("literal") {
        if literal == "others" {
            return Some("et al.".to_owned());
        }
        corporate.push(literal.clone());
        return Some(literal);
    }
    let family = part("family")?;
    let particle = part("non-dropping-particle").or_else(|| part("dropping-particle"));
    let family = particle.map_or(family.clone(), |particle| format!("{particle} {family}"));
    Some([Some(family), part("suffix"), part("given")].into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// What is no date: the two of a span, `1998–1999`, or words.
fn words(value: &Value) -> Option<String> {
    let ends = value.get("date-parts").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if let [from, to] = ends {
        let alone = |end: &Value| date(&serde_json::json!({ "date-parts": [end] }));
        return Some(format!("{}–{}", alone(from)?, alone(to)?));
    }
    ["raw", "literal"].iter().find_map(|key| value.get(*key)).and_then(text)
}

/// The one date of `date-parts`, else `raw` or `literal` where that is a date.
fn date(value: &Value) -> Option<String> {
    let number = |part: &Value| part.as_u64().or_else(|| part.as_str()?.parse().ok());
    let all = value.get("date-parts").and_then(Value::as_array).filter(|all| !all.is_empty());
    if let Some(all) = all {
        let parts = all.iter().all(|end| *end == all[0]).then(|| all[0].as_array())??;
        let mut parts = parts.iter().map_while(number).map(|part| u32::try_from(part).ok());
        let date = Date::of_numbers(parts.next()??, parts.next().flatten(), parts.next().flatten())?;
        return Some(date.to_string());
    }
    let raw = ["raw", "literal"].iter().find_map(|key| value.get(*key)).unwrap_or(value);
    date::iso(raw.as_str()?)
}

/// Files of an item: CSL-JSON has no variable for them, so programs put them
/// into `file`, into `attachments` with a `path`, into a line `file: …` of the
/// note, or into a `file:` address.
fn files(item: &Map<String, Value>, folder: &Path) -> Vec<super::NamedFile> {
    let mut found = Vec::new();
    if let Some(field) = item.get("file").and_then(Value::as_str) {
        found.extend(files::of_field(field, folder));
    }
    let attached = item.get("attachments").and_then(Value::as_array).into_iter().flatten();
    let paths = attached.filter_map(|one| one.get("path").or_else(|| one.get("localPath"))?.as_str());
    let note = item.get("note").and_then(Value::as_str).unwrap_or("");
    let noted = note.lines().filter_map(|line| line.trim().strip_prefix("file:"));
    let address = item.get("URL").and_then(Value::as_str).filter(|url| url.starts_with("file://"));
    found.extend(paths.chain(noted).chain(address).filter_map(|path| files::named(path, folder)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_say_what_entries_say() {
        let text = r#"[{"id":"doe","type":"article-journal","title":"<i>Grain</i> < <span class=\"nocase\">oats</span>","volume":12,"container-title":"J. of Mills",
            "author":[{"family":"Doe","given":"Jane"},{"literal":"WHO"},{"family":"Gogh","non-dropping-particle":"van","given":"V."}],
            "issued":{"date-parts":[["1998",5]]},"note":"read it\nfile: papers/a.pdf","file":"T:b.pdf:PDF"}, 7]"#;
        let (entries, faults) = entries(text, Path::new("/nowhere")).unwrap();
        assert_eq!(faults, ["item 2: no object"]);
        let Entry { meta, files } = &entries[0];
        assert_eq!(meta.title.as_deref(), Some("Grain < oats"));
        assert_eq!(meta.author.as_deref(), Some("Doe, Jane; WHO; van Gogh, V."));
        assert_eq!((meta.date.as_deref(), meta.fields["corporate"].as_str()), (Some("1998-05"), "WHO"));
        assert_eq!((meta.fields["volume"].as_str(), meta.fields["key"].as_str()), ("12", "doe"));
        assert_eq!(files.iter().map(|file| file.parts.join("/")).collect::<Vec<_>>(), ["b.pdf", "papers/a.pdf"]);
    }

    #[test]
    fn spans_and_words_are_no_dates() {
        for (issued, want) in [
            (r#"{"date-parts":[[1998],[1999]]}"#, (None, Some("1998–1999"))),
            (r#"{"date-parts":[[1998],[1998]]}"#, (Some("1998"), None)),
            (r#"{"literal":"c. 1850"}"#, (None, Some("c. 1850"))),
            (r#"{"literal":"March 1999"}"#, (Some("1999-03"), None)),
        ] {
            let text = format!(r#"[{{"id":"x","issued":{issued}}}]"#);
            let meta = entries(&text, Path::new("/")).unwrap().0.remove(0).meta;
            assert_eq!((meta.date.as_deref(), meta.fields.get("issued").map(String::as_str)), want, "{issued}");
        }
    }

    #[test]
    fn what_is_no_library_is_an_error() {
        let message = |text| entries(text, Path::new("/")).unwrap_err().to_string();
        assert!(message("[{").starts_with("line 1: "));
        assert_eq!(message("{\"a\":1}"), "line 1: no array of CSL-JSON items");
        assert_eq!(entries("{\"items\":[]}", Path::new("/")).unwrap().0.len(), 0);
    }
}
