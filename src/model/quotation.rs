//! Quotations of a manuscript and what became of them, in the shape of the JSON
//! contract (version 1): what `ibid verify` prints.

use serde::{Deserialize, Serialize};

use super::hit::{HitNote, Locator};
use crate::span::Span;

/// A quotation that was looked for in the index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Quotation {
    /// Always `"quotation"`.
    #[serde(rename = "type")]
    pub record: String,
    /// Format version.
    pub v: u32,
    /// Line of the manuscript on which it begins, from 1; `None` in a container.
    pub line: Option<u32>,
    /// The quotation without its quotation marks and note markers; paragraphs
    /// parted by a blank line.
    pub text: String,
    /// How it agrees with its source.
    pub grade: Grade,
    /// Where it stands; for an absent one the nearest passage, if any is near.
    pub source: Option<Quoted>,
    /// Where its words are not those of the source, in order; of an absent one
    /// none.
    pub difference: Vec<Difference>,
    /// The notes of the sentence of the source in which it stands.
    pub notes: Vec<HitNote>,
    /// The works that the manuscript names as its source: those of its note, or
    /// of the citation beside it.
    pub named: Vec<Named>,
    /// Where in the manuscript it stands.
    #[serde(rename = "in")]
    pub place: QuotedIn,
    /// Bytes of the manuscript, without the marks; `None` in a container.
    pub bytes: Option<Span>,
    /// Page of the manuscript, from 1, where it has pages.
    pub page: Option<u32>,
    /// Share of its words that stand in the source, 0 to 1; words in brackets
    /// are not counted. 0 for an absent one.
    pub share: f32,
    /// Of one that the named work has but for some words, another place that has
    /// it as it is quoted.
    pub elsewhere: Option<Quoted>,
    /// Headings of the manuscript above it, outermost first.
    pub section: Vec<String>,
    /// The block of the manuscript in which it stands, from 1: paragraphs,
    /// headings and the like counted as they come; `None` in a note.
    pub paragraph: Option<usize>,
    /// Label of the manuscript's note in which it stands.
    pub label: Option<String>,
}

/// How a quotation agrees with its source, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// The same characters.
    Exact,
    /// The same but for case, the form of quotation marks and dashes, spaces.
    Typographic,
    /// Only changes that it shows by `…`, `...` or `[ ]`.
    Marked,
    /// Words or stops were changed without saying so.
    Altered,
    /// A long part of it stands in the source, the rest does not.
    Partial,
    /// It is in no document.
    Absent,
    /// It is in a document, but not in the one that the manuscript names.
    Misattributed,
}

/// Where in the manuscript a quotation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum QuotedIn {
    /// In the text.
    Body,
    /// In a note.
    Note,
    /// Set apart as a block.
    Block,
}

/// The place of a quotation in its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Quoted {
    /// Name of the source and path below it.
    pub path: String,
    /// Id of the passage, or note, in which it begins.
    pub id: String,
    /// Where the quoted words stand; of an absent quotation the passage.
    pub locator: Locator,
    /// The sentences in which the quoted words stand; of an absent quotation
    /// the passage.
    pub text: String,
    /// The quoted words as the source has them: bytes of `text`. `None` of an
    /// absent quotation.
    pub matched: Option<Span>,
    /// Label of the note, where it stands in a note of the source.
    pub note: Option<String>,
    /// Title of the document.
    pub title: Option<String>,
    /// Author of the document.
    pub author: Option<String>,
}

/// A place where a quotation and its source differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Difference {
    /// What was done.
    pub kind: Change,
    /// The words of the quotation; empty where words were left out.
    pub quoted: String,
    /// The words of the source; empty where words were put in.
    pub source: String,
    /// True where the quotation shows the change, by an ellipsis or brackets.
    pub shown: bool,
    /// Bytes of the quotation's `text`.
    pub at: Span,
    /// True where a *not*, or another word of negation, of the source is left out.
    #[serde(default)]
    pub negation: bool,
}

/// What was done to the words of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Other words stand for them.
    Replaced,
    /// Words were put in.
    Inserted,
    /// Words were left out.
    Omitted,
}

/// A work that the manuscript names as the source of a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Named {
    /// The citation as it stands in the manuscript.
    pub raw: String,
    /// Label of the note it stands in; `None` for one in the text.
    pub note: Option<String>,
    /// Authors.
    pub author: Vec<String>,
    /// Title.
    pub title: Option<String>,
    /// True where it is a document of the index.
    pub indexed: bool,
    /// Paths of the documents that are this work, as their metadata and names say.
    pub paths: Vec<String>,
}

/// The line that ends the records of a manuscript.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuotationSummary {
    /// Always `"summary"`.
    #[serde(rename = "type")]
    pub record: String,
    /// Format version.
    pub v: u32,
    /// The manuscript as it was named.
    pub path: String,
    /// Quotations checked.
    pub quotations: usize,
    /// Quotations passed over for having too few words.
    pub passed_over: usize,
    /// Titles of works between quotation marks, passed over too.
    pub titles: usize,
    /// Those of grade `exact`.
    pub exact: usize,
    /// Those of grade `typographic`.
    pub typographic: usize,
    /// Those of grade `marked`.
    pub marked: usize,
    /// Those of grade `altered`.
    pub altered: usize,
    /// Those of grade `partial`.
    pub partial: usize,
    /// Those of grade `absent`.
    pub absent: usize,
    /// Those of grade `misattributed`.
    pub misattributed: usize,
    /// Quotation marks that are never closed: what they open was not checked.
    pub unclosed: usize,
    /// Quotations that leave a *not*, or another word of negation, of the source out,
    /// whether they show that or not.
    pub negations: usize,
}

impl Grade {
    /// All grades, best first.
    pub const ALL: [Grade; 7] = [
        Grade::Exact,
        Grade::Typographic,
        Grade::Marked,
        Grade::Altered,
        Grade::Partial,
        Grade::Absent,
        Grade::Misattributed,
    ];

    /// Its name, as in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Grade::Exact => "exact",
            Grade::Typographic => "typographic",
            Grade::Marked => "marked",
            Grade::Altered => "altered",
            Grade::Partial => "partial",
            Grade::Absent => "absent",
            Grade::Misattributed => "misattributed",
        }
    }

    /// True for a quotation that can stand as it is.
    pub fn is_good(self) -> bool {
        self <= Grade::Marked
    }
}

impl Quotation {
    /// True where it leaves a *not*, or another word of negation, of the source out.
    pub fn drops_negation(&self) -> bool {
        self.difference.iter().any(|difference| difference.negation)
    }
}

impl QuotationSummary {
    /// Counts quotations by their grades; what was passed over is given, `unclosed`
    /// left at 0.
    pub fn of(path: &str, checked: &[Quotation], (passed_over, titles): (usize, usize)) -> Self {
        let count = |grade| checked.iter().filter(|quotation| quotation.grade == grade).count();
        QuotationSummary {
            record: "summary".to_owned(),
            v: super::hit::JSON_VERSION,
            path: path.to_owned(),
            quotations: checked.len(),
            passed_over,
            titles,
            exact: count(Grade::Exact),
            typographic: count(Grade::Typographic),
            marked: count(Grade::Marked),
            altered: count(Grade::Altered),
            partial: count(Grade::Partial),
            absent: count(Grade::Absent),
            misattributed: count(Grade::Misattributed),
            unclosed: 0,
            negations: checked.iter().filter(|quotation| quotation.drops_negation()).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_called_what_the_contract_says() {
        for grade in Grade::ALL {
            assert_eq!(serde_json::to_value(grade).unwrap(), grade.name());
        }
        assert!(Grade::ALL.is_sorted());
        assert!(Grade::Marked.is_good() && !Grade::Altered.is_good());
    }
}
