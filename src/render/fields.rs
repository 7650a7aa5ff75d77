//! The fields of a hit as JSON, and those that are wanted of it.
//!
//! A field of an object is named with a point (`document.title`), and so is a field
//! of the objects of a list, of which each gives its own (`notes.label`).

use serde_json::{Map, Value};

/// A field.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub inside: Inside,
}

/// What a field holds.
#[derive(Debug)]
pub enum Inside {
    /// A value, or a list of values.
    Value,
    /// An object, or a list of objects, with these fields.
    Fields(&'static [Field]),
    /// An object with any names.
    Names,
}

const fn value(name: &'static str) -> Field {
    Field { name, inside: Inside::Value }
}

const fn object(name: &'static str, fields: &'static [Field]) -> Field {
    Field { name, inside: Inside::Fields(fields) }
}

/// The fields of a hit that may be named, besides `type`, `v` and `query`, which
/// always stand.
pub static HIT: &[Field] = &[
    value("rank"),
    value("score"),
    object("explain", &[value("what"), value("value")]),
    value("id"),
    value("kind"),
    value("in"),
    value("absent"),
    object("document", DOCUMENT),
    value("section"),
    object("locator", LOCATOR),
    value("recognised"),
    value("text"),
    object("matches", MATCH),
    object("notes", NOTE),
    object("cites", CITATION),
    object("attributions", &[value("raw"), value("source"), value("bytes"), value("start"), value("end")]),
    object("begins_in", EARLIER),
    object("pull_quotes", BESIDE),
    value("copies"),
    object("before", NEIGHBOUR),
    object("after", NEIGHBOUR),
];

static DOCUMENT: &[Field] = &[
    value("id"),
    value("path"),
    value("format"),
    value("title"),
    value("author"),
    value("publisher"),
    value("date"),
    value("language"),
    value("fingerprint"),
    value("first_seen"),
    value("degraded"),
    Field { name: "meta", inside: Inside::Names },
];

static LOCATOR: &[Field] = &[
    value("path"),
    value("file"),
    value("stale"),
    value("gone"),
    value("part"),
    value("bytes"),
    value("spans"),
    value("lines"),
    value("pages"),
    value("page_labels"),
    value("page_lines"),
];

static MATCH: &[Field] = &[
    value("in"),
    value("id"),
    value("label"),
    value("number"),
    value("start"),
    value("end"),
    value("chars"),
    value("text"),
    value("bytes"),
    value("line"),
    value("page"),
    value("page_label"),
    value("page_line"),
];

static NOTE: &[Field] = &[
    value("id"),
    value("label"),
    value("number"),
    value("scope"),
    value("status"),
    value("passage"),
    value("at"),
    value("at_char"),
    value("line"),
    value("text"),
    object("locator", LOCATOR),
    value("recognised"),
    object("cites", CITATION),
    value("also"),
];

static CITATION: &[Field] = &[
    value("raw"),
    value("bytes"),
    value("kind"),
    value("form"),
    value("author"),
    value("title"),
    value("container"),
    value("publisher"),
    value("date"),
    value("volume"),
    value("pages"),
    value("doi"),
    value("url"),
    value("status"),
    object("resolves_to", &[value("number"), value("index"), value("raw")]),
    object("work", WORK),
    value("start"),
    value("end"),
    value("editor"),
    value("place"),
    value("issue"),
    value("edition"),
    value("locator"),
    value("note"),
    value("reporter"),
    value("court"),
    value("isbn"),
    value("arxiv"),
    value("designation"),
];

static WORK: &[Field] = &[
    value("number"),
    value("index"),
    value("raw"),
    value("kind"),
    value("author"),
    value("title"),
    value("container"),
    value("publisher"),
    value("date"),
    value("doi"),
    value("url"),
    value("editor"),
    value("edition"),
    value("volume"),
];

static EARLIER: &[Field] = &[
    value("id"),
    value("text"),
    object("locator", LOCATOR),
    object("matches", MATCH),
    object("calls", &[value("label"), value("at")]),
];

static NEIGHBOUR: &[Field] = &[value("id"), value("text"), object("locator", LOCATOR), object("notes", NOTE)];

static BESIDE: &[Field] = &[value("id"), value("text"), object("locator", LOCATOR)];

/// True where `name` is a field that can be asked for.
pub fn is_field(name: &str) -> bool {
    is_one_of(name, HIT)
}

fn is_one_of(name: &str, fields: &[Field]) -> bool {
    let (outer, inner) = match name.split_once('.') {
        Some((outer, inner)) => (outer, Some(inner)),
        None => (name, None),
    };
    let Some(field) = fields.iter().find(|field| field.name == outer) else { return false };
    match (inner, &field.inside) {
        (None, _) => true,
        (Some(inner), Inside::Fields(fields)) => is_one_of(inner, fields),
        (Some(inner), Inside::Names) => !inner.is_empty(),
        (Some(_), Inside::Value) => false,
    }
}

/// The names of the fields of a hit, without those inside.
pub fn names() -> impl Iterator<Item = &'static str> {
    HIT.iter().map(|field| field.name)
}

/// What is wanted of a hit, in the order in which it stands there.
pub fn select(all: Map<String, Value>, wanted: &[String]) -> Map<String, Value> {
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let mut out = Map::new();
    for (name, value) in all {
        if matches!(name.as_str(), "type" | "v" | "query") {
            out.insert(name, value);
        } else if let Some(value) = part(&name, value, &wanted) {
            out.insert(name, value);
        }
    }
    out
}

/// A field, as far as it is wanted.
fn part(name: &str, value: Value, wanted: &[&str]) -> Option<Value> {
    if wanted.contains(&name) {
        return Some(value);
    }
    let below = |field: &&str| field.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')).is_some();
    let inner: Vec<&str> = wanted.iter().filter(|field| below(field)).map(|field| &field[name.len() + 1..]).collect();
    (!inner.is_empty()).then(|| inside(value, &inner))
}

fn inside(value: Value, wanted: &[&str]) -> Value {
    match value {
        Value::Array(all) => Value::Array(all.into_iter().map(|one| inside(one, wanted)).collect()),
        Value::Object(all) => {
            let parts = all.into_iter().filter_map(|(name, value)| Some((name.clone(), part(&name, value, wanted)?)));
            Value::Object(parts.collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn selected(wanted: &[&str]) -> String {
        let Value::Object(hit) = serde_json::to_value(sample::body()).unwrap() else { panic!("a hit is an object") };
        let wanted: Vec<String> = wanted.iter().map(|&name| name.to_owned()).collect();
        serde_json::to_string(&select(hit, &wanted)).unwrap()
    }

    #[test]
    fn lists_give_the_field_of_each() {
        let want = r#"{"type":"hit","v":1,"matches":[{"text":"bloody nose"}],"notes":[{"label":"1"},{"label":"2"},{"label":"*"}]}"#;
        assert_eq!(selected(&["notes.label", "matches.text"]), want);
    }

    #[test]
    fn a_field_may_lie_deep() {
        let notes = selected(&["notes.locator.lines"]);
        assert!(notes.ends_with(r#""notes":[{"locator":{"lines":[261,261]}},{"locator":null},{"locator":null}]}"#));
        let meta = selected(&["document.meta.shelf", "document.date"]);
        assert!(meta.ends_with(r#""document":{"date":"2024-12-11","meta":{"shelf":"B 4"}}}"#), "{meta}");
    }

    #[test]
    fn what_is_a_field() {
        for name in ["in", "locator.lines", "notes.cites.work.title", "document.meta.anything", "matches.label"] {
            assert!(is_field(name), "{name}");
        }
        for name in ["path", "document.x", "text.x", "notes.", "document.meta.", "type"] {
            assert!(!is_field(name), "{name}");
        }
    }
}
