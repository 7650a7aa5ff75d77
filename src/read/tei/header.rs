//! Metadata from the header of a document.

use crate::model::Meta;
use crate::read::xml::plain;
use crate::read::xml::{Tag, stack::Stack};

use super::ids::attribute;
use crate::works::{date, language};

/// What is being collected.
#[derive(Debug, Default)]
pub struct Header {
    text: String,
    /// From the file itself, and from the source that it was made of.
    file: Fields,
    source: Fields,
    name: Vec<String>,
    authors_open: bool,
    /// `when` of the date that is open.
    when: Option<String>,
    /// Kind of the title or number that is open.
    kind: String,
    languages: Vec<String>,
    header_language: Option<String>,
    text_language: Option<String>,
    meta: Meta,
    done: bool,
}

#[derive(Debug, Default)]
struct Fields {
    title: Option<String>,
    authors: Vec<String>,
    publisher: Option<String>,
    date: Option<String>,
}

/// Elements that are part of the text around them.
const INSIDE: &[&str] = &[
    "hi",
    "emph",
    "lb",
    "foreign",
    "ref",
    "g",
    "choice",
    "expan",
    "ex",
    "abbr",
    "corr",
    "orig",
    "orgname",
    "placename",
    "persname",
    "name",
    "rolename",
    "genname",
    "p",
    "title",
];

impl Header {
    /// The language that an element outside the header says: the text's own
    /// comes before that of the whole.
    pub fn language(&mut self, tag: &Tag<'_>) {
        let language = attribute(tag, "lang").and_then(|tag| language::code(&tag));
        if tag.name.eq_ignore_ascii_case("text") || self.text_language.is_none() {
            self.text_language = language.or(self.text_language.take());
        }
    }

    /// An element of the header begins; `name` in lower case.
    pub fn open(&mut self, tag: &Tag<'_>, name: &str) {
        match name {
            "teiheader" => self.header_language = attribute(tag, "lang").and_then(|tag| language::code(&tag)),
            "language" if !self.done => {
                let code = attribute(tag, "ident").or_else(|| attribute(tag, "id"));
                self.languages.extend(code.and_then(|code| language::code(&code)));
            }
            "date" => self.when = attribute(tag, "when").or_else(|| attribute(tag, "value")),
            "author" => (self.authors_open, self.name) = (true, Vec::new()),
            "title" | "idno" => self.kind = attribute(tag, "type").unwrap_or_default().to_lowercase(),
            _ => {}
        }
        if !INSIDE.contains(&name) || name == "title" {
            self.text.clear();
        } else if matches!(name, "lb" | "p") {
            self.text.push(' ');
        }
    }

    /// Text of the header.
    pub fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// An element of the header ends; `above` are those around it.
    pub fn close<T>(&mut self, name: &str, above: &Stack<'_, T>) {
        if name == "teiheader" {
            self.done = true;
        }
        if self.done || INSIDE.contains(&name) && name != "title" {
            return;
        }
        let text = plain::line(&self.text).unwrap_or_default();
        let within = |name: &str| above.inside(name, 12) || above.inside(&name.to_ascii_uppercase(), 12);
        let fields = if within("sourceDesc") { &mut self.source } else { &mut self.file };
        match name {
            "forename" | "surname" | "namelink" | "addname" if self.authors_open => {
                self.name.push(text);
                self.text.clear();
            }
            "author" => {
                self.authors_open = false;
                let full = if self.name.is_empty() { text } else { self.name.join(" ") };
                if !full.is_empty() && !within("profileDesc") && !fields.authors.contains(&full) {
                    fields.authors.push(full);
                }
            }
            "title" if (within("titleStmt") || within("sourceDesc")) && !within("seriesStmt") && !text.is_empty() => {
                let kind = self.kind.as_str();
                match &mut fields.title {
                    Some(title) if kind == "sub" => *title = format!("{title}: {text}"),
                    Some(_) => {}
                    None if kind == "short" => {}
                    title => *title = Some(text),
                }
            }
            "publisher" if !text.is_empty() => {
                fields.publisher.get_or_insert(text);
            }
            "date" if within("publicationStmt") || within("sourceDesc") => {
                let when = self.when.take().and_then(|when| date::iso(&when));
                if let Some(date) = when.or_else(|| date::iso(&text)) {
                    fields.date.get_or_insert(date);
                }
            }
            _ if !text.is_empty() => self.field(name, text, within("profileDesc")),
            _ => {}
        }
    }

    fn field(&mut self, name: &str, text: String, in_profile: bool) {
        let fields = &mut self.meta.fields;
        let field = match name {
            "idno"
                if matches!(
                    self.kind.as_str(),
                    "doi" | "isbn" | "issn" | "arxiv" | "stc" | "estc" | "urn" | "vd17"
                ) =>
            {
                self.kind.clone()
            }
            "pubplace" => "place".to_owned(),
            "editor" => "editor".to_owned(),
            "edition" => "edition".to_owned(),
            "term" if in_profile => {
                let list = fields.entry("keywords".to_owned()).or_default();
                return *list = if list.is_empty() { text } else { format!("{list}; {text}") };
            }
            _ => return,
        };
        fields.entry(field).or_insert(text);
    }

    /// The metadata: title and authors of the file, publisher and date of its
    /// source, where there are such.
    pub fn finish(self) -> Meta {
        let mut meta = self.meta;
        let authors = if self.file.authors.is_empty() { self.source.authors } else { self.file.authors };
        meta.title = self.file.title.or(self.source.title);
        meta.author = (!authors.is_empty()).then(|| authors.join(", "));
        meta.publisher = self.source.publisher.or(self.file.publisher);
        meta.date = self.source.date.or(self.file.date);
        let only = self.languages.first().filter(|first| self.languages.iter().all(|other| other == *first));
        meta.language = self.text_language.or_else(|| only.cloned()).or(self.header_language);
        meta
    }
}
