//! Metadata of an article or book, from what stands before its text.

use crate::model::Meta;
use crate::read::xml::Tag;
use crate::read::xml::plain;
use crate::works::date::Date;

/// What is being collected.
#[derive(Debug, Default)]
pub struct Front {
    /// Text of the element that is open.
    text: String,
    /// The metadata so far.
    pub meta: Meta,
    given: String,
    surname: String,
    suffix: String,
    authors: Vec<String>,
    /// Year, month, day of the date that is open, and whether it is one of
    /// publication.
    date: [String; 3],
    is_published: bool,
    dates: Vec<String>,
    /// Kind of the contributor, identifier and so on that is open.
    kind: String,
    is_author: bool,
    first_page: String,
    /// True once the metadata of the work itself is complete: what comes later
    /// is that of a part.
    done: bool,
}

/// Elements whose text is a field as it stands: element, field.
const FIELDS: &[(&str, &str)] = &[
    ("journal-title", "journal"),
    ("collection-title", "collection"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("elocation-id", "pages"),
    ("page-range", "pages"),
    ("isbn", "isbn"),
    ("issn", "issn"),
    ("copyright-statement", "copyright"),
    ("license-p", "licence"),
    ("funding-statement", "funding"),
];

/// Elements of which there are several: their texts are joined.
const LISTS: &[(&str, &str)] = &[("kwd", "keywords"), ("subject", "subjects"), ("aff", "affiliations")];

impl Front {
    /// An element of the front matter begins.
    pub fn open(&mut self, tag: &Tag<'_>) {
        let attribute = |name| tag.attribute(name).unwrap_or_default().into_owned();
        match tag.name {
            "contrib" => {
                let kind = attribute("contrib-type");
                self.is_author = matches!(kind.as_str(), "" | "author" | "authors" | "collab");
            }
            "contrib-group" => self.kind.clear(),
            "article-id" | "book-id" => self.kind = attribute("pub-id-type") + &attribute("book-id-type"),
            "pub-date" | "pub-history" => {
                self.date = Default::default();
                let kind = attribute("pub-type") + &attribute("date-type");
                self.is_published =
                    !["correct", "retract", "update", "preprint", "nihms"].iter().any(|no| kind.contains(no));
            }
            _ => {}
        }
        // mixed content keeps the text of what is inside it
        if !INSIDE.contains(&tag.name) {
            self.text.clear();
        } else if tag.name == "break" {
            self.text.push(' ');
        }
    }

    /// Text of the front matter.
    pub fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// An element ends, its parent `above`. Gives the name of a contributor that
    /// is complete.
    pub fn close(&mut self, name: &str, above: &str) -> Option<String> {
        if INSIDE.contains(&name) {
            return None;
        }
        if matches!(name, "article-meta" | "book-meta") {
            self.done = true;
        }
        let text = plain::line(&self.text).unwrap_or_default();
        if matches!(name, "name" | "string-name" | "collab" | "contrib") {
            return self.close_name(name, &text, above);
        }
        match name {
            "surname" => self.surname = text,
            "given-names" => self.given = text,
            "suffix" => self.suffix = text,
            "year" => self.date[0] = text,
            "month" => self.date[1] = text,
            "day" => self.date[2] = text,
            "pub-date" if self.is_published && !self.done => {
                let [year, month, day] = &self.date;
                self.dates.extend(Date::of_fields(year, month, day).map(|date| date.to_string()));
            }
            _ if !text.is_empty() && !self.done => self.close_field(name, text, above),
            _ => {}
        }
        None
    }

    fn close_field(&mut self, name: &str, text: String, above: &str) {
        let fields = &mut self.meta.fields;
        if let Some((_, field)) = FIELDS.iter().find(|(element, _)| *element == name) {
            fields.entry((*field).to_owned()).or_insert(text);
        } else if let Some((_, field)) = LISTS.iter().find(|(element, _)| *element == name) {
            let list = fields.entry((*field).to_owned()).or_default();
            if !list.split("; ").any(|other| other == text) {
                *list = if list.is_empty() { text } else { format!("{list}; {text}") };
            }
        } else {
            self.close_title(name, text, above);
        }
    }

    fn close_title(&mut self, name: &str, text: String, above: &str) {
        let meta = &mut self.meta;
        match name {
            "article-title" | "book-title" => {
                meta.title.get_or_insert(text);
            }
            "subtitle" if matches!(above, "title-group" | "book-title-group") => {
                meta.title = meta.title.take().map(|title| {
                    if title.ends_with([':', '?', '!']) {
                        format!("{title} {text}")
                    } else {
                        format!("{title}: {text}")
                    }
                });
            }
            "publisher-name" => {
                meta.publisher.get_or_insert(text);
            }
            "article-id" | "book-id" if matches!(self.kind.as_str(), "doi" | "pmid" | "pmc" | "pmcid") => {
                meta.fields.entry(self.kind.replace("pmcid", "pmc")).or_insert(text);
            }
            "fpage" => self.first_page = text,
            "lpage" if !self.first_page.is_empty() => {
                let pages = if self.first_page == text { text } else { format!("{}–{text}", self.first_page) };
                meta.fields.insert("pages".to_owned(), pages);
            }
            _ => {}
        }
    }

    /// The end of a name; `contrib` for one that holds its name itself.
    fn close_name(&mut self, name: &str, text: &str, above: &str) -> Option<String> {
        let parts = [&self.given, &self.surname, &self.suffix];
        let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let full = if !parts.is_empty() && name != "collab" {
            parts.join(" ")
        } else if matches!(name, "collab" | "string-name") {
            text.to_owned()
        } else {
            String::new()
        };
        [&mut self.given, &mut self.surname, &mut self.suffix].into_iter().for_each(String::clear);
        self.text.clear();
        if full.is_empty()
            || !matches!(
                above,
                "contrib" | "contrib-group" | "name-alternatives" | "collab-alternatives" | "article-meta"
            )
        {
            return None;
        }
        if self.is_author && !self.done {
            self.authors.push(full.clone());
        }
        Some(full)
    }

    /// The metadata.
    pub fn finish(mut self) -> Meta {
        if !self.authors.is_empty() {
            self.meta.author = Some(self.authors.join(", "));
        }
        let longest = self.dates.iter().map(String::len).max();
        self.meta.date = self.dates.into_iter().filter(|date| Some(date.len()) == longest).min();
        if !self.first_page.is_empty() {
            self.meta.fields.entry("pages".to_owned()).or_insert(self.first_page);
        }
        self.meta
    }
}

/// Elements that are part of the text around them.
const INSIDE: &[&str] = &[
    "italic",
    "bold",
    "sup",
    "sub",
    "sc",
    "break",
    "named-content",
    "styled-content",
    "underline",
    "monospace",
    "roman",
    "sans-serif",
    "ext-link",
    "uri",
    "email",
    "institution",
    "institution-wrap",
    "institution-id",
    "country",
    "addr-line",
    "city",
    "state",
    "postal-code",
    "label",
    "xref",
    "fn",
    "inline-formula",
    "p",
    "copyright-year",
    "copyright-holder",
    "funding-source",
    "award-id",
];
