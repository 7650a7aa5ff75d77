//! The facts about a work, from `docProps/core.xml` and `docProps/app.xml`.

use crate::model::Meta;
use crate::read::office::facts;
use crate::read::xml::{Event, Events};

/// Reads both parts. Returns the language that is declared.
pub fn read(core: &str, app: &str, meta: &mut Meta) -> Option<String> {
    let mut language = None;
    let mut authors: Vec<String> = Vec::new();
    each(core, |name, text| match name {
        "title" => meta.title = facts::title(text),
        "creator" => authors.extend(facts::author(text)),
        // the day on which the file was made is no date of the work
        "created" => facts::created(meta, text),
        "issued" | "date" => meta.date = facts::date(text),
        "language" => language = facts::clean(text),
        "subject" | "keywords" | "category" => facts::field(meta, name, text),
        _ => {}
    });
    if !authors.is_empty() {
        meta.author = Some(authors.join("; "));
    }
    each(app, |name, text| {
        if name == "Company" {
            facts::field(meta, "company", text);
        }
    });
    language
}

/// Calls `see` with the name and text of each element that has text alone.
fn each(source: &str, mut see: impl FnMut(&str, &str)) {
    let mut text = String::new();
    for event in Events::new(source, 0) {
        match event {
            Event::Open(_) => text.clear(),
            Event::Text(part, _) => text.push_str(part),
            Event::Entity(part, _) => text.push_str(&part),
            Event::Close(name, _) => {
                see(name, &text);
                text.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read() {
        let core = "<cp:coreProperties><dc:title>Wells &amp; Springs</dc:title><dc:creator>Ann Ode</dc:creator>\
                    <cp:keywords>water</cp:keywords><dcterms:created>2021-03-04T10:00:00Z</dcterms:created>\
                    <dcterms:modified>2022-01-01T10:00:00Z</dcterms:modified><dc:language>de</dc:language>\
                    </cp:coreProperties>";
        let mut meta = Meta::default();
        let language = read(core, "<Properties><Company>Well Trust</Company></Properties>", &mut meta);
        assert_eq!((meta.title.as_deref(), meta.author.as_deref()), (Some("Wells & Springs"), Some("Ann Ode")));
        assert_eq!((meta.date.as_deref(), language.as_deref()), (None, Some("de")));
        assert_eq!(meta.fields["created"], "2021-03-04");
        assert_eq!((meta.fields["keywords"].as_str(), meta.fields["company"].as_str()), ("water", "Well Trust"));
    }
}
