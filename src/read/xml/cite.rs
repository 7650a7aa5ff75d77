//! Punctuation for references that have none: `element-citation` and
//! `biblStruct` hold names, year, title and pages as bare data, and a reader expects "Liu X, Pei X. 2013.
//! Title. Journal 8: 5–9".

use crate::read::builder::Builder;
use crate::read::xml::Tag;
use crate::span::Span;

/// A citation that is open.
#[derive(Debug, Default)]
pub struct Citation {
    /// The last element that had text, and its first byte.
    last: (&'static str, usize),
    /// Where its text ended.
    end: usize,
    /// What was written between surname and given names.
    full_names: bool,
    /// What the text before ends with.
    ends: Option<char>,
}

/// Elements that parts are told by; any other is `""`.
const PARTS: &[&str] = &[
    "surname",
    "given-names",
    "suffix",
    "prefix",
    "collab",
    "string-name",
    "etal",
    "year",
    "month",
    "day",
    "article-title",
    "chapter-title",
    "source",
    "volume",
    "issue",
    "fpage",
    "lpage",
    "page-range",
    "elocation-id",
    "publisher-name",
    "publisher-loc",
    "edition",
    "series",
    "pub-id",
    "ext-link",
    "uri",
    "comment",
    "conf-name",
    "person-group",
    "title",
    "trans-title",
];

/// The part that an element of JATS is; their names are those of parts.
pub fn part(tag: &Tag<'_>) -> Option<&'static str> {
    if tag.name == "pub-id" && tag.has("pub-id-type", "pmid") {
        return Some("pmid");
    }
    PARTS.iter().find(|part| **part == tag.name).copied()
}

impl Citation {
    /// First byte of the element that had text last.
    pub fn element(&self) -> usize {
        self.last.1
    }

    /// Text of an element (its part, its first byte) comes at byte `at`: first
    /// the punctuation between it and the element before.
    pub fn text(&mut self, builder: &mut Builder, part: (&'static str, usize), (text, at): (&str, usize)) {
        if self.ends.is_some() && self.last.1 != part.1 {
            let between = self.between(part.0, text.trim_start());
            let dotted = between == ". " && self.ends.is_some_and(|c| ".?!:".contains(c));
            builder.replaced(if dotted { " " } else { between }, Span::new(self.end.min(at), at));
        }
        self.last = part;
        self.ends = text.trim_end().chars().next_back().or(self.ends);
    }

    /// The text of an element ended at this byte.
    pub fn until(&mut self, end: usize) {
        self.end = end;
    }

    fn between(&mut self, part: &str, text: &str) -> &'static str {
        match (self.last.0, part) {
            ("surname", "forename") => ", ",
            ("surname", "given-names") => {
                self.full_names = !is_initials(text);
                if self.full_names { ", " } else { " " }
            }
            ("forename", "surname" | "forename" | "suffix") | ("prefix", _) | ("given-names" | "surname", "suffix") => {
                " "
            }
            (last, part) if is_name(last) && is_name(part) => {
                if self.full_names {
                    "; "
                } else {
                    ", "
                }
            }
            ("year", "month") | ("month", "day") | ("source", "volume") => " ",
            ("volume" | "source", "issue")
            | ("publisher-name", "publisher-loc")
            | ("publisher-loc", "publisher-name") => ", ",
            ("volume" | "issue" | "elocation-id", "fpage" | "page-range" | "elocation-id") => ": ",
            ("fpage", "lpage") => "–",
            ("publisher-loc" | "publisher-name", "year") => ", ",
            (_, "pmid") => ". PMID ",
            _ => ". ",
        }
    }
}

/// True for the parts of a name, and what stands in the place of one.
fn is_name(part: &str) -> bool {
    matches!(part, "surname" | "given-names" | "forename" | "collab" | "string-name" | "suffix" | "prefix" | "etal")
}

/// `AS`, `J.-P.`, `R. A.`: initials need no comma before them.
fn is_initials(given: &str) -> bool {
    let letters = given.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() <= 4 && letters.clone().all(char::is_uppercase)
        || given.split([' ', '-', '.']).all(|part| part.chars().count() <= 1)
}
