//! What the fields of a BibTeX entry say of its work.

use std::collections::BTreeMap;
use std::path::Path;

use super::bibtex::Raw;
use super::people::people;
use super::{Entry, files};
use crate::ingest::tables::ISSUED;
use crate::model::Meta;
use crate::read::latex::plain::plain;
use crate::works::date::{self, Date};
use crate::works::language;

/// Fields of BibTeX and BibLaTeX that go to a field of metadata as they are:
/// its name, and theirs, the first that is there.
const FIELDS: &[(&str, &[&str])] = &[
    ("container", &["journaltitle", "journal", "booktitle", "maintitle"]),
    ("volume", &["volume"]),
    ("issue", &["issue"]),
    ("pages", &["pages"]),
    ("edition", &["edition"]),
    ("place", &["location", "address"]),
    ("series", &["series"]),
    ("doi", &["doi"]),
    ("isbn", &["isbn"]),
    ("issn", &["issn"]),
    ("url", &["url"]),
    ("accessed", &["urldate"]),
    ("keywords", &["keywords"]),
];

const PUBLISHER: &[&str] = &["publisher", "institution", "school", "organization"];
const LANGUAGE: &[&str] = &["langid", "language"];
const FILES: &[&str] = &["file", "pdf", "localfile", "local-url"];

/// An entry of what stands in a file whose paths begin at `folder`.
pub fn entry(raw: Raw, folder: &Path) -> Entry {
    let get = |names: &[&str]| names.iter().find_map(|name| raw.fields.get(*name));
    let text = |names: &[&str]| get(names).map(|value| plain(value)).filter(|text| !text.is_empty());
    let mut fields = BTreeMap::new();
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            fields.insert(name.to_owned(), value);
        }
    };
    FIELDS.iter().for_each(|(name, theirs)| put(name, text(theirs)));
    // The number of an article is that of the issue, of a report its own.
    let of_issue = matches!(raw.kind.as_str(), "article" | "periodical" | "suppperiodical");
    put(if of_issue { "issue" } else { "number" }, text(&["number"]));
    // an address or a DOI is verbatim: its tilde is a tilde
    for name in ["url", "doi"] {
        put(name, raw.fields.get(name).map(|value| verbatim(value)));
    }
    let mut corporate = Vec::new();
    let author = get(&["author"]).and_then(|value| people(value, &mut corporate));
    put("editor", get(&["editor"]).and_then(|value| people(value, &mut corporate)));
    put("translator", get(&["translator"]).and_then(|value| people(value, &mut corporate)));
    put("corporate", Some(corporate.join("; ")));
    put("type", Some(raw.kind.clone()));
    put("key", Some(raw.key.clone()));
    let date = date(&raw);
    if date.is_none() {
        // what is no date stays as text: `1998/1999`, `forthcoming`
        put(ISSUED, text(&["date", "year"]));
    }
    let meta = Meta {
        title: title(text(&["title"]), text(&["subtitle"])),
        author,
        publisher: text(PUBLISHER),
        date,
        language: text(LANGUAGE).and_then(|name| language::code(&name)),
        fields,
    };
    let files = FILES.iter().filter_map(|name| raw.fields.get(*name));
    Entry { meta, files: files.flat_map(|field| files::of_field(field, folder)).collect() }
}

fn title(title: Option<String>, subtitle: Option<String>) -> Option<String> {
    match (title, subtitle) {
        (Some(title), Some(sub)) if title.ends_with([':', '?', '!']) => Some(format!("{title} {sub}")),
        (Some(title), Some(sub)) => Some(format!("{title}: {sub}")),
        (title, _) => title,
    }
}

fn verbatim(value: &str) -> String {
    let value = value.trim().trim_start_matches('{').trim_end_matches('}');
    ["\\_", "\\%", "\\&", "\\#"].iter().fold(value.to_owned(), |text, sign| text.replace(sign, &sign[1..]))
}

/// `YYYY-MM-DD` as far as it is known, of `date`, else of `year`, `month` and
/// `day`. A span of years is no date.
fn date(raw: &Raw) -> Option<String> {
    let get = |name: &str| raw.fields.get(name).map(|value| plain(value));
    if let Some(whole) = get("date") {
        return date::iso(&whole).filter(|_| !whole.contains('/'));
    }
    let year = get("year")?;
    let (month, day) = (get("month").unwrap_or_default(), get("day").unwrap_or_default());
    let parts = Date::of_fields(&year, month.trim_end_matches('.'), &day);
    parts.or_else(|| date::read(&year)).map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: &str, fields: &[(&str, &str)]) -> Meta {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        entry(Raw { kind: kind.to_owned(), key: "k".to_owned(), fields }, Path::new("/")).meta
    }

    #[test]
    fn dates() {
        let date = |fields: &[(&str, &str)]| read("book", fields).date;
        assert_eq!(date(&[("date", "2024-12-11")]).as_deref(), Some("2024-12-11"));
        assert_eq!(date(&[("year", "1998"), ("month", "5")]).as_deref(), Some("1998-05"));
        assert_eq!(date(&[("year", "{1998}"), ("month", "May"), ("day", "7")]).as_deref(), Some("1998-05-07"));
        assert_eq!(date(&[("date", "1998/1999")]), None);
        assert_eq!(read("book", &[("year", "forthcoming")]).fields["issued"], "forthcoming");
    }

    #[test]
    fn fields_have_one_name_each() {
        let meta = read(
            "article",
            &[("journal", "J. of Mills"), ("number", "3"), ("langid", "ngerman"), ("url", "http://x/a\\_~b")],
        );
        assert_eq!((meta.fields["container"].as_str(), meta.fields["issue"].as_str()), ("J. of Mills", "3"));
        assert_eq!((meta.language.as_deref(), meta.fields["url"].as_str()), (Some("de"), "http://x/a_~b"));
        let meta = read(
            "techreport",
            &[("number", "7"), ("institution", "WHO"), ("title", "Water"), ("subtitle", "A report")],
        );
        assert_eq!((meta.fields["number"].as_str(), meta.publisher.as_deref()), ("7", Some("WHO")));
        assert_eq!(meta.title.as_deref(), Some("Water: A report"));
    }
}
