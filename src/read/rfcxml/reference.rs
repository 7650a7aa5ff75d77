//! An entry of the list of references, as it is printed: authors, title in
//! quotation marks, series, date, address.

use crate::read::xml::Tag;
use crate::read::xml::plain;

/// An entry that is open.
#[derive(Debug, Default)]
pub struct Reference {
    authors: Vec<String>,
    title: String,
    series: Vec<String>,
    date: String,
    address: String,
    notes: Vec<String>,
    inside: Inside,
}

/// The element whose text comes.
#[derive(Debug, Default, PartialEq, Eq)]
enum Inside {
    Title,
    Organization,
    Note,
    #[default]
    Other,
}

impl Reference {
    /// An element of the entry begins.
    pub fn open(&mut self, tag: &Tag<'_>) {
        let attribute = |name| tag.attribute(name).and_then(|value| plain::line(&value));
        self.inside = Inside::Other;
        match tag.name {
            "title" => self.inside = Inside::Title,
            "organization" => self.inside = Inside::Organization,
            "annotation" | "refcontent" => {
                self.inside = Inside::Note;
                self.notes.push(String::new());
            }
            "author" => {
                let name = match (attribute("surname"), attribute("initials")) {
                    (Some(surname), Some(initials)) => Some(format!("{surname}, {initials}")),
                    (surname, _) => surname.or_else(|| attribute("fullname")),
                };
                self.authors.push(name.unwrap_or_default());
            }
            "seriesInfo" => {
                let parts = [attribute("name"), attribute("value")];
                self.series.push(parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
            }
            "date" => {
                let parts = [attribute("day"), attribute("month"), attribute("year")];
                self.date = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            }
            "reference" | "format" | "eref" if self.address.is_empty() => {
                self.address = attribute("target").unwrap_or_default();
            }
            _ => {}
        }
    }

    /// Text of the entry.
    pub fn text(&mut self, text: &str) {
        match self.inside {
            Inside::Title => self.title.push_str(text),
            Inside::Note => self.notes.iter_mut().last().into_iter().for_each(|note| note.push_str(text)),
            // an organisation is an author where no person is
            Inside::Organization => {
                if let (Some(last), Some(name)) =
                    (self.authors.last_mut().filter(|last| last.is_empty()), plain::line(text))
                {
                    *last = name;
                }
            }
            Inside::Other => {}
        }
    }

    /// The entry as it is printed.
    pub fn printed(self) -> String {
        let title = plain::line(&self.title).map(|title| format!("“{title}”"));
        let notes = self.notes.iter().filter_map(|note| plain::line(note));
        let parts = self.authors.into_iter().chain(title).chain(notes).chain(self.series);
        let parts = parts.chain([self.date, self.address]).filter(|part| !part.is_empty());
        let text = parts.collect::<Vec<_>>().join(", ");
        if text.is_empty() { text } else { format!("{text}.") }
    }
}
