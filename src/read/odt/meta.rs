//! The facts about a work, from `meta.xml` or the head of a flat document.

use crate::model::Meta;
use crate::read::office::facts;
use crate::read::xml::{Event, Events};

/// Reads the metadata. Returns the language that is declared.
pub fn read(source: &str, meta: &mut Meta) -> Option<String> {
    let (mut language, mut last) = (None, None);
    let mut text = String::new();
    for event in Events::new(source, 0) {
        match event {
            Event::Open(tag) if matches!(tag.name, "body" | "styles" | "automatic-styles") => break,
            Event::Open(_) => text.clear(),
            Event::Text(part, _) => text.push_str(part),
            Event::Entity(part, _) => text.push_str(&part),
            Event::Close("meta", _) => break,
            Event::Close(name, _) => {
                match name {
                    "title" => meta.title = facts::title(&text),
                    "initial-creator" => meta.author = facts::author(&text),
                    // who changed it last
                    "creator" => last = facts::author(&text),
                    // the day on which the file was made is no date of the work
                    "creation-date" => facts::created(meta, &text),
                    "language" => language = facts::clean(&text),
                    "publisher" => meta.publisher = facts::clean(&text),
                    "subject" => facts::field(meta, name, &text),
                    "keyword" => facts::field(meta, "keywords", &text),
                    _ => {}
                }
                text.clear();
            }
        }
    }
    meta.author = meta.author.take().or(last);
    language
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_author_is_who_began() {
        let source = "<office:meta><dc:title>Wells</dc:title><meta:initial-creator>Ann Ode</meta:initial-creator>\
                      <dc:creator>An Editor</dc:creator><meta:creation-date>2021-03-04T10:00:00</meta:creation-date>\
                      <dc:date>2022-01-01</dc:date><meta:keyword>water</meta:keyword><meta:keyword>stone</meta:keyword>\
                      <dc:language>de-AT</dc:language></office:meta><office:body><dc:title>x</dc:title></office:body>";
        let mut meta = Meta::default();
        let language = read(source, &mut meta);
        assert_eq!((meta.title.as_deref(), meta.author.as_deref()), (Some("Wells"), Some("Ann Ode")));
        assert_eq!((meta.date.as_deref(), language.as_deref()), (None, Some("de-AT")));
        assert_eq!(meta.fields["created"], "2021-03-04");
        assert_eq!(meta.fields["keywords"], "water, stone");
    }
}
