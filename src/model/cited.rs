//! Who cites whom: what is printed of it, in the shape of the JSON contract.

use serde::{Deserialize, Serialize};

use super::citation::{Attribution, Citation, Kind, Work};
use super::hit::Locator;

/// A place that cites or names what was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Citing {
    /// Always `"citing"`.
    #[serde(rename = "type")]
    pub record: String,
    /// Format version.
    pub v: u32,
    /// Name of the source and path below it.
    pub path: String,
    /// Number of the note in the document; `None` where it stands in the text or
    /// is unknown.
    pub number: Option<u32>,
    /// Where the note stands, else the passage.
    pub locator: Locator,
    /// The sentence that the note is called from, or that cites; `None` where
    /// none is known.
    pub sentence: Option<String>,
    /// The citation, or the naming of a source.
    pub citation: Mention,
    /// What of it is what was asked for.
    pub by: By,
    /// True for a citation in full, false for a short form and for a naming.
    pub direct: bool,
    /// Id of the passage.
    pub id: String,
    /// Id of the note; `None` in the text.
    pub note: Option<String>,
    /// Label of the note.
    pub label: Option<String>,
    /// Title of the document.
    pub title: Option<String>,
    /// Other passages that call the same note.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub also: Vec<AlsoCalled>,
}

/// Another passage that calls a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AlsoCalled {
    /// Id of the passage.
    pub id: String,
    /// The sentence that calls the note.
    pub sentence: Option<String>,
}

/// A citation, or a source named in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Mention {
    /// A citation.
    Citation(Box<Citation>),
    /// A source named without a citation.
    Attribution(Attribution),
}

/// What of a citation was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// An author or editor.
    Author,
    /// The title.
    Title,
    /// The publisher.
    Publisher,
    /// What it stands in: a newspaper, a journal, a site, a book.
    Container,
    /// The document of the index that is cited.
    Document,
    /// Other words of the citation.
    Text,
    /// A source that the text names.
    Named,
}

/// The line that ends a list of places.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CitingSummary {
    /// Always `"summary"`.
    #[serde(rename = "type")]
    pub record: String,
    /// Format version.
    pub v: u32,
    /// What was asked for.
    pub who: String,
    /// Places in all.
    pub total: usize,
    /// Citations in full.
    pub direct: usize,
    /// Short forms.
    pub short: usize,
    /// Namings in the text.
    pub named: usize,
    /// Documents with a citation, in full or short.
    pub citing_documents: usize,
    /// Documents with a naming and without a citation.
    pub naming_documents: usize,
    /// Places printed.
    pub shown: usize,
    /// Globs that were given and that no document of the index fits; left out where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub idle_globs: Vec<String>,
    /// Where there are none, the names cited or named that are nearest to what was asked
    /// for, best first.
    #[serde(default)]
    pub nearest: Vec<String>,
}

/// A work, author or publisher, and how often it is cited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "RankedItem"))]
pub struct Ranked {
    /// `work`, `author` or `publisher`.
    #[serde(rename = "type")]
    pub record: What,
    /// Format version.
    pub v: u32,
    /// Place in the ranking, from 1.
    pub rank: usize,
    /// A name, or the fullest citation of a work.
    pub name: String,
    /// Citations in all.
    pub citations: usize,
    /// Citations in full.
    pub direct: usize,
    /// Short forms.
    pub short: usize,
    /// Documents that cite it.
    pub documents: usize,
    /// Other ways in which it is written.
    pub variants: Vec<String>,
    /// Why these are taken for one: `doi`, `author, title, date` and so on.
    pub evidence: Vec<String>,
    /// The work, where it is one.
    pub work: Option<Work>,
    /// Paths of the documents of the index that are this work.
    pub paths: Vec<String>,
}

/// What is ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "RankedWhat"))]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// A work.
    Work,
    /// An author.
    Author,
    /// A publisher, or a newspaper, journal or site.
    Publisher,
}

/// Who cites whom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Graph {
    /// Documents and works, documents first.
    pub nodes: Vec<Node>,
    /// From a document to what it cites.
    pub edges: Vec<Edge>,
}

/// A document of the index, a cited work, or both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Node {
    /// The document's path; of a work that is in no document `work-N`.
    pub id: String,
    /// Paths of the documents that it is; more than one where the index holds
    /// the work twice.
    pub paths: Vec<String>,
    /// Title, or the citation where none is known.
    pub label: String,
    /// Authors.
    pub author: Vec<String>,
    /// Date.
    pub date: Option<String>,
    /// What it is; `None` for a document that nothing cites.
    pub kind: Option<Kind>,
}

/// A document cites a work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Edge {
    /// Id of the citing document.
    pub source: String,
    /// Id of what it cites.
    pub target: String,
    /// How often, in full and by short forms.
    pub citations: usize,
    /// How often in full.
    pub direct: usize,
}
