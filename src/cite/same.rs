//! Whether two citations, or a citation and a document, are one work, by what
//! is known of them.
//!
//! Author, title and date must agree as far as they are known. Convention:
//! "Bunzel, C. (2017). Diluting Jihad." and "Cole Bunzel, ‘Diluting jihad: a
//! history’, 2017". Counter-example: "Bunzel, Diluting jihad, 2019" has another
//! date and stays apart, be it a new edition or a slip.

mod person;
mod title;

pub use person::{Fit, Person, is_suffix};
pub use title::Title;

use crate::model::citation::{Kind, Work};
use crate::works::fold::key;

/// What is compared of a work.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Title.
    pub title: Title,
    /// First author or editor.
    pub first: Option<Person>,
    /// Date.
    pub date: Option<String>,
    /// Edition or volume of a book, which tell works of one title apart.
    pub part: Option<String>,
    /// Of what appears in a newspaper or on a site, which one.
    container: Option<String>,
    serial: bool,
}

impl Mark {
    /// Of a work with a title; `None` without.
    pub fn new(work: &Work) -> Option<Mark> {
        let serial = matches!(work.kind, Kind::News | Kind::Web);
        let title = work.title.as_deref()?;
        let book = matches!(work.kind, Kind::Book | Kind::Unknown).then_some(work.volume.as_ref()).flatten();
        Some(Mark {
            // "Donoghue v. Stevenson" has no subtitle
            title: if work.kind == Kind::Case { Title::whole(title) } else { Title::new(title) },
            first: work.author.first().or(work.editor.first()).map(|name| Person::new(name)),
            date: work.date.clone(),
            part: work.edition.as_ref().or(book).map(|part| key(part)),
            container: work.container.as_deref().filter(|_| serial).map(|name| Title::whole(name).whole),
            serial,
        })
    }

    /// How much is known, of author, date and edition: more says better which
    /// work is meant.
    pub fn knows(&self) -> usize {
        let author = self.first.as_ref().map_or(0, |first| 1 + first.known());
        let date = self.date.as_ref().map_or(0, |date| date.len().min(10) / 3);
        author + date + usize::from(self.part.is_some())
    }

    /// Whether this and another are one work, and why: surely (`true`), or only
    /// where nothing else can be meant, as where one says less than the other.
    pub fn relation(&self, other: &Mark) -> Option<(bool, &'static str)> {
        if !self.title.agrees(&other.title)
            || differ(&self.part, &other.part)
            || differ(&self.container, &other.container)
        {
            return None;
        }
        let dated = match (&self.date, &other.date) {
            (Some(a), Some(b)) if same_day(a, b) => true,
            (Some(_), Some(_)) => return None,
            _ => false,
        };
        let alike = self.date == other.date && self.part == other.part;
        let words = self.title.words.min(other.title.words);
        let (sure, why) = match self.first.as_ref().zip(other.first.as_ref()) {
            Some((a, b)) => by_author((a, b), dated, words),
            None => self.without_author(other, dated, words),
        }?;
        Some((sure && alike, why))
    }

    fn without_author(&self, other: &Mark, dated: bool, words: usize) -> Option<(bool, &'static str)> {
        let neither = self.first.is_none() && other.first.is_none();
        match (dated, neither) {
            (true, true) if words >= 3 => Some((self.serial || words >= 5, "title, date")),
            (true, false) if words >= 3 => Some((false, "title, date")),
            (false, _) if words >= 5 => Some((false, "title")),
            _ => None,
        }
    }
}

fn by_author((a, b): (&Person, &Person), dated: bool, words: usize) -> Option<(bool, &'static str)> {
    match (a.fit(b), dated) {
        (Fit::Apart, true) if words >= 3 && a.near(b) > Fit::Apart => Some((false, "title, date, like name")),
        (Fit::Apart, _) => None,
        (fit, true) => Some((fit == Fit::Full, "author, title, date")),
        (_, false) => Some((false, "author, title")),
    }
}

fn differ<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    a.is_some() && b.is_some() && a != b
}

/// True where two dates are the same as far as both are known.
fn same_day(a: &str, b: &str) -> bool {
    let shared = a.len().min(b.len());
    a.as_bytes()[..shared] == b.as_bytes()[..shared]
}
