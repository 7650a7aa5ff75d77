//! A work that a citation names, and whether a document is that work.

use super::shelf::{Shelf, address, main_title, title_words, words};
use crate::cite::same::is_suffix;
use crate::model::Citation;
use crate::model::citation::Kind;

/// A title of fewer words is no work's own unless it is the whole title.
const LONG_TITLE: usize = 3;
/// A whole title of so many words tells a work by itself, where neither author nor
/// year of the document is known: "Mill, On Liberty"; not "Ferry, The Harbour".
const WHOLE_TITLE: usize = 2;

/// A work that is looked for.
pub struct Wanted {
    ids: Vec<String>,
    title: Vec<String>,
    main: Vec<String>,
    container: Vec<String>,
    publisher: Vec<String>,
    /// What the citation calls by a name alone, beside a date: it may be a newspaper.
    name: Vec<String>,
    families: Vec<String>,
    date: Option<String>,
    /// True for what no document of an index is: a letter in an archive, a talk.
    unpublished: bool,
}

/// How sure it is that a document is the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// The title agrees; author and year are not known, or not both the same.
    Title,
    /// More than the title: the author or year too, an address, a long whole title.
    Sure,
}

impl Wanted {
    /// Of a citation; of a short form the work that it stands for.
    pub fn new(cite: &Citation) -> Self {
        let work = cite.work.as_deref();
        let text = |own: &Option<String>, of_work: Option<&Option<String>>| {
            of_work.and_then(Clone::clone).or_else(|| own.clone()).unwrap_or_default()
        };
        let title = text(&cite.title, work.map(|work| &work.title));
        let authors = work.map_or(&cite.author, |work| &work.author);
        let ids = [&cite.doi, &cite.url].into_iter().chain(work.into_iter().flat_map(|w| [&w.doi, &w.url]));
        let date = text(&cite.date, work.map(|work| &work.date));
        let name = match (authors.as_slice(), title.is_empty()) {
            ([], false) => title.as_str(),
            ([name], true) => name.as_str(),
            _ => "",
        };
        Wanted {
            ids: ids.flatten().map(|id| address(id)).collect(),
            main: title_words(main_title(&title)),
            title: title_words(&title),
            container: title_words(&text(&cite.container, work.map(|work| &work.container))),
            publisher: words(&text(&cite.publisher, work.map(|work| &work.publisher))),
            name: title_words(name),
            families: authors.iter().filter_map(|name| family(name)).collect(),
            date: Some(date).filter(|date| !date.is_empty()),
            unpublished: matches!(work.map_or(cite.kind, |work| work.kind), Kind::Archive | Kind::Interview),
        }
    }

    /// Whether a document is the work: by its address; by title, where the author
    /// does not speak against it; by author and year, where there is no title on
    /// one side; by newspaper and day. The container names a document only where
    /// the citation has no title: an article is not its journal.
    pub fn is(&self, shelf: &Shelf) -> Option<Agreement> {
        let authors = self.authors(shelf);
        if self.unpublished {
            return None;
        }
        let is_named = self.is_of_day(shelf) || self.is_author_and_title(shelf);
        if self.ids.iter().any(|id| shelf.ids.contains(id)) || is_named {
            return Some(Agreement::Sure);
        }
        if authors == Some(false) {
            return None;
        }
        let year = self.date.as_deref().map(|date| date.chars().take(4).collect::<String>());
        let same_year = year.as_ref().is_some_and(|year| *year == shelf.year || shelf.name.contains(year));
        let by_container = self.title.is_empty() && self.titled(&self.container, &self.container, shelf);
        if self.titled(&self.title, &self.main, shelf) || by_container {
            let named = authors == Some(true) || self.in_name(shelf);
            let unknown = shelf.author.is_empty() && shelf.year.is_empty() && self.title.len() >= WHOLE_TITLE;
            // a note that is nothing but a title and a page: "Candide, 16"
            let bare = self.families.is_empty() && self.date.is_none() && self.container.is_empty();
            let sure = named || same_year || (unknown || bare) && self.title == shelf.title;
            return Some(if sure { Agreement::Sure } else { Agreement::Title });
        }
        let untitled = self.title.is_empty() || shelf.title.is_empty();
        let by_author = untitled && same_year && (authors == Some(true) || self.in_name(shelf));
        by_author.then_some(Agreement::Sure)
    }

    /// True where the citation is nothing but the name of a newspaper or site and a day,
    /// and the document appeared there on that day. Convention: "The Pilot, 4 December
    /// 2024", of which the first words are read as title, author or container.
    /// Counter-examples: "The Pilot, 2024"; an article whose title is known.
    fn is_of_day(&self, shelf: &Shelf) -> bool {
        let day = |date: &Option<String>| date.as_ref().and_then(|date| date.get(..10).map(str::to_owned));
        let same_day = day(&self.date).is_some_and(|own| day(&shelf.date) == Some(own));
        if !same_day || shelf.publisher.is_empty() {
            return false;
        }
        let paper = title_words(&shelf.publisher.join(" "));
        let is = |name: &[String]| !name.is_empty() && title_words(&name.join(" ")) == paper;
        is(&self.name)
            || self.title.is_empty() && (is(&self.container) || self.container.is_empty() && is(&self.publisher))
    }

    /// True where what was read as one title or container is an author of the document
    /// and then its whole title: "Ada Silt, Harbours (1931)", of which the name was not
    /// told from the title.
    fn is_author_and_title(&self, shelf: &Shelf) -> bool {
        let is = |named: &[String]| {
            let name = named.strip_suffix(shelf.title.as_slice()).unwrap_or(&[]);
            !shelf.title.is_empty() && !name.is_empty() && name.iter().all(|word| shelf.author.contains(word))
        };
        self.families.is_empty() && (is(&self.title) || self.title.is_empty() && is(&self.container))
    }

    /// Whether the authors are the same; `None` where one side knows none.
    fn authors(&self, shelf: &Shelf) -> Option<bool> {
        if self.families.is_empty() || shelf.author.is_empty() {
            return None;
        }
        Some(self.families.iter().any(|family| shelf.author.contains(family)))
    }

    fn in_name(&self, shelf: &Shelf) -> bool {
        !self.families.is_empty() && self.families.iter().all(|family| shelf.name.contains(family))
    }

    /// True where a title is that of a document: the same words; the same before
    /// a subtitle; three words or more that the longer of the two holds in a
    /// row; or, where the document has no title, the name of the file.
    fn titled(&self, title: &[String], main: &[String], shelf: &Shelf) -> bool {
        if title.is_empty() {
            return false;
        }
        let known = |other: &[String]| {
            !other.is_empty() && (other == title || other == main || holds(title, other) || holds(other, title))
        };
        known(&shelf.title)
            || !shelf.main.is_empty() && (shelf.main == title || shelf.main.len() > 1 && shelf.main == main)
            || title.len() > 1 && (holds(&shelf.name, main) || main == shelf.name)
            || self.in_name(shelf) && main.len() > 1 && main.iter().all(|word| shelf.name.contains(word))
    }
}

fn holds(long: &[String], short: &[String]) -> bool {
    short.len() >= LONG_TITLE && long.windows(short.len()).any(|window| window == short)
}

/// The family name: before a comma, else the last word that is neither an initial nor
/// "Jr.".
fn family(name: &str) -> Option<String> {
    let before = name.split(',').next().unwrap_or(name);
    let is_initial = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() <= 1;
    let last = before.split_whitespace().rfind(|word| !is_initial(word) && !is_suffix(word))?;
    words(last).pop()
}

#[cfg(test)]
mod tests {
    use super::super::shelf::Shelf;
    use super::*;
    use crate::cite;

    fn shelf(path: &str, [title, author, date]: [&str; 3]) -> Shelf {
        let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let meta = crate::model::Meta {
            title: known(title),
            author: known(author),
            date: known(date),
            ..crate::model::Meta::default()
        };
        let record = crate::index::schema::FileRecord { path: path.to_owned(), meta, ..Default::default() };
        Shelf::new("0".into(), &record)
    }

    fn is(note: &str, shelf: &Shelf) -> bool {
        let cites = cite::find(note);
        assert_eq!(cites.len(), 1, "{note}: {cites:?}");
        Wanted::new(&cites[0]).is(shelf).is_some()
    }

    #[test]
    fn a_work_is_known_by_its_title() {
        let ledger = shelf("s/a.txt", ["The Harbour Ledger: A Study", "Ada Silt", "1931"]);
        assert!(is("Ada Silt, The Harbour Ledger (Northquay: Pilot Press, 1931), 4.", &ledger));
        assert!(is("A. Silt, Harbour Ledger: A Study (Northquay: Pilot Press, 1931), 4.", &ledger));
        assert!(!is("Bo Ek, The Harbour Ledger (Northquay: Pilot Press, 1931), 4.", &ledger), "another author");
        assert!(!is("Ada Silt, The Harbour Birds (Northquay: Pilot Press, 1931), 4.", &ledger), "another work");
    }

    #[test]
    fn a_name_that_was_read_as_part_of_a_title_is_known() {
        let harbours = shelf("s/a.txt", ["Harbours", "Ada Silt", "1931"]);
        let cite = |title: &str| Citation { title: Some(title.to_owned()), ..Citation::default() };
        assert_eq!(Wanted::new(&cite("Ada Silt, Harbours")).is(&harbours), Some(Agreement::Sure));
        assert_eq!(Wanted::new(&cite("Silt, Harbours")).is(&harbours), Some(Agreement::Sure));
        assert_eq!(Wanted::new(&cite("Bo Ek, Harbours")).is(&harbours), None);
    }

    #[test]
    fn a_title_alone_is_not_sure() {
        let cite = |title: &str, container: &str| Citation {
            author: vec!["Ada Silt".to_owned()],
            title: Some(title.to_owned()).filter(|title| !title.is_empty()),
            container: Some(container.to_owned()).filter(|title| !title.is_empty()),
            date: Some("1990".to_owned()),
            ..Citation::default()
        };
        let harbour = shelf("s/a.txt", ["The Harbour", "", ""]);
        assert_eq!(Wanted::new(&cite("Salt Roads", "The Harbour")).is(&harbour), None);
        assert_eq!(Wanted::new(&cite("", "The Harbour")).is(&harbour), Some(Agreement::Title));
        assert_eq!(Wanted::new(&cite("The Harbour", "")).is(&harbour), Some(Agreement::Title));
        let bare = Citation { title: Some("The Harbour".to_owned()), ..Citation::default() };
        assert_eq!(Wanted::new(&bare).is(&harbour), Some(Agreement::Sure));
        let dated = shelf("s/a.txt", ["The Harbour", "", "1990"]);
        assert_eq!(Wanted::new(&cite("The Harbour", "")).is(&dated), Some(Agreement::Sure));
        let archive = Citation { kind: Kind::Archive, ..cite("The Harbour", "") };
        assert_eq!(Wanted::new(&archive).is(&dated), None);
    }

    #[test]
    fn a_newspaper_and_a_day_name_what_appeared_there() {
        let known = |text: &str| Some(text.to_owned());
        let meta = crate::model::Meta {
            title: known("Weir mended"),
            author: known("Ada Silt"),
            publisher: known("The Quay Pilot"),
            date: known("2019-05-02"),
            ..crate::model::Meta::default()
        };
        let record = crate::index::schema::FileRecord { path: "s/a.txt".to_owned(), meta, ..Default::default() };
        let pilot = Shelf::new("0".into(), &record);
        for note in ["The Quay Pilot, 2 May 2019.", "Quay Pilot, 2 May 2019, p. 4.", "Quay Pilot (2 May 2019)."] {
            assert!(is(note, &pilot), "{note}");
        }
        for note in
            ["The Quay Pilot, 3 May 2019.", "The Quay Mail, 2 May 2019.", "“Weir lost”, The Quay Pilot, 2 May 2019."]
        {
            assert!(!is(note, &pilot), "{note}");
        }
    }

    #[test]
    fn a_junior_is_known_by_the_family_name() {
        let road = shelf("s/a.txt", ["The Coast Road", "Marlow Ferry", "1964"]);
        assert!(is("Marlow Ferry Jr., The Coast Road (Northquay: Pilot Press, 1964), 4.", &road));
        let other = shelf("s/a.txt", ["", "Sandy Moor Jr.", "1964"]);
        assert!(!is("Marlow Ferry Jr., The Coast Road (Northquay: Pilot Press, 1964), 4.", &other));
    }

    #[test]
    fn without_metadata_the_name_of_the_file_may_tell() {
        let file = shelf("s/Silt - 1931 - The Harbour Ledger.pdf", ["", "", ""]);
        assert!(is("Ada Silt, The Harbour Ledger (Northquay: Pilot Press, 1931), 4.", &file));
        assert!(!is("Ada Silt, The Harbour Birds (Northquay: Pilot Press, 1932), 4.", &file));
        assert!(!is(
            "Ada Silt, The Harbour Ledger (Northquay: Pilot Press, 1931), 4.",
            &shelf("s/1.txt", ["", "", ""])
        ));
    }
}
