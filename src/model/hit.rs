//! Results, in the shape of the JSON contract (version 1).
//!
//! Field order is that of the contract. Byte ranges are half-open; lines and
//! pages are inclusive and count from 1. Fields are added within a version,
//! never renamed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::citation::{Attribution, Citation};
use super::note::Status;
use super::passage::Places;
use super::unread::Unread;
use crate::span::Span;

/// The version of the JSON format.
pub const JSON_VERSION: u32 = 1;

/// A ranked passage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Hit {
    /// Always `"hit"`.
    #[serde(rename = "type")]
    pub record: String,
    /// Format version.
    pub v: u32,
    /// Id of the query, in a batch only; given back as it was (string or number).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub query: Option<serde_json::Value>,
    /// Place in the ranking, from 1, `--offset` counted.
    pub rank: usize,
    /// Score; comparable within one query only.
    pub score: f32,
    /// With `--explain`, the parts that add up to the score.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub explain: Option<Vec<ScorePart>>,
    /// Path and short hash, as `ibid get` takes it.
    pub id: String,
    /// `passage`, or `note` for an orphan note.
    pub kind: Kind,
    /// Where the matches lie.
    #[serde(rename = "in")]
    pub scope: MatchedIn,
    /// Wanted words of the query that the passage lacks, as typed.
    pub absent: Vec<String>,
    /// The document.
    pub document: DocumentInfo,
    /// Headings above, outermost first.
    pub section: Vec<String>,
    /// Where the passage stands.
    pub locator: Locator,
    /// How sure the words are in the mean, from 0 to 1, that optical recognition read in
    /// a picture of the page; left out where the text is the file's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognised: Option<f32>,
    /// The passage without markers.
    pub text: String,
    /// What matched, in text order, the body's before the notes'.
    pub matches: Vec<Match>,
    /// The passage's notes.
    pub notes: Vec<HitNote>,
    /// The works cited in its text, notes apart.
    pub cites: Vec<Citation>,
    /// The sources named in its text.
    pub attributions: Vec<Attribution>,
    /// Text and places of the passage, where they were asked for.
    #[serde(skip)]
    pub places: Option<Box<Places>>,
    /// Where a phrase begins in an earlier passage of the same paragraph: the
    /// passages from there on to this one. Their notes stand among `notes`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub begins_in: Vec<Earlier>,
    /// Pull quotes that repeat this passage and match too.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub pull_quotes: Vec<PullQuote>,
    /// Ids of the copies of this passage that match too and are folded under it:
    /// the same words, in another file or another place of this one.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub copies: Vec<String>,
    /// With `-C`, neighbouring passages before this one.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub before: Vec<Neighbour>,
    /// With `-C`, neighbouring passages after this one.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub after: Vec<Neighbour>,
}

impl Hit {
    /// A hit of which nothing is known.
    pub fn empty() -> Hit {
        Hit {
            record: "hit".to_owned(),
            v: JSON_VERSION,
            query: None,
            rank: 0,
            score: 0.0,
            explain: None,
            id: String::new(),
            kind: Kind::Passage,
            scope: MatchedIn::Body,
            absent: Vec::new(),
            document: DocumentInfo::default(),
            section: Vec::new(),
            locator: Locator::default(),
            recognised: None,
            text: String::new(),
            matches: Vec::new(),
            notes: Vec::new(),
            cites: Vec::new(),
            attributions: Vec::new(),
            places: None,
            begins_in: Vec::new(),
            pull_quotes: Vec::new(),
            copies: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
        }
    }
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ScorePart {
    /// What it is for, in words.
    pub what: String,
    /// How much; all together are the score.
    pub value: f64,
}

/// The kind of a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "HitKind"))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A passage of the text.
    Passage,
    /// A note that no marker leads to.
    Note,
    /// What stands beside the work, such as a site's navigation.
    Aside,
}

/// Where matches lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum MatchedIn {
    /// In the passage's own text.
    Body,
    /// In its notes.
    Note,
    /// In both.
    Both,
}

/// The document a hit stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DocumentInfo {
    /// The path, which is the document's id.
    pub id: String,
    /// Name of the source and path below it.
    pub path: String,
    /// Name of the format of the file.
    pub format: String,
    /// Its title, where it is known.
    pub title: Option<String>,
    /// Author or authors, as printed.
    pub author: Option<String>,
    /// Publisher, newspaper or site.
    pub publisher: Option<String>,
    /// Date, ISO 8601, as exact as it is known.
    pub date: Option<String>,
    /// Language, ISO 639-1.
    pub language: Option<String>,
    /// Hash of the file's bytes.
    pub fingerprint: String,
    /// Day on which the file was first indexed.
    pub first_seen: String,
    /// Further fields of its metadata, by name.
    pub meta: BTreeMap<String, String>,
    /// Why its text may not be right throughout, or is as it was before its file was out of
    /// reach; left out where nothing is known against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degraded: Option<String>,
}

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Locator {
    /// Name of the source and path below it.
    pub path: String,
    /// Absolute path.
    pub file: String,
    /// True where the file has changed since it was indexed; `null` in a record
    /// for which that was not looked up.
    pub stale: Option<bool>,
    /// True where the file is not there any more, which is `stale` too; left out else.
    #[serde(default, skip_serializing_if = "is_false")]
    pub gone: bool,
    /// The part inside a container (`.docx`, `.epub`); else `null`.
    pub part: Option<String>,
    /// Hull of `spans`; `null` in a container.
    pub bytes: Option<Span>,
    /// The bytes of the file that are the text; what stands between them is not
    /// part of it. `null` in a container.
    pub spans: Option<Vec<Span>>,
    /// First and last line, from 1; `null` in a container.
    pub lines: Option<(u32, u32)>,
    /// First and last page of the file, from 1; `null` where it has no pages.
    pub pages: Option<(u32, u32)>,
    /// First and last page as numbered in print, where that is known.
    pub page_labels: Option<(String, String)>,
    /// Numbers in the margin beside the first line (on the first page) and the last
    /// (on the last), as pleadings and transcripts have them; left out else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_lines: Option<(u32, u32)>,
}

/// A match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Match {
    /// `body` or `note`.
    #[serde(rename = "in")]
    pub scope: MatchedIn,
    /// The note matched in, for a match in a note.
    #[serde(flatten, skip_serializing_if = "Option::is_none", default)]
    pub note: Option<MatchNote>,
    /// First byte in `text` (of the passage, or of the note).
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The same in code points.
    pub chars: (usize, usize),
    /// The matched text.
    pub text: String,
    /// Bytes of the file; `null` in a container.
    pub bytes: Option<Span>,
    /// Line, from 1.
    pub line: Option<u32>,
    /// Page of the file, from 1.
    pub page: Option<u32>,
    /// Page as printed.
    pub page_label: Option<String>,
    /// Number in the margin beside the line; left out where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_line: Option<u32>,
}

/// The note that a match lies in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatchNote {
    /// Id of the note.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Its number in the document.
    pub number: Option<u32>,
}

/// A note of a hit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HitNote {
    /// Path and short hash.
    pub id: String,
    /// Label as printed.
    pub label: String,
    /// Place in the whole document from 1.
    pub number: Option<u32>,
    /// Heading or page in which labels are unique.
    pub scope: Option<String>,
    /// What became of the marker; `orphan` notes have `null`.
    pub status: Option<Status>,
    /// Id of the passage that calls it, where that is not the hit but a passage in
    /// which its phrase begins; `at` is `null` then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub passage: Option<String>,
    /// Byte of the passage's `text` at which the marker stood.
    pub at: Option<usize>,
    /// The same in code points.
    pub at_char: Option<usize>,
    /// Line of the marker, from 1; `null` for a marker inside a note.
    pub line: Option<u32>,
    /// The note's text; `null` where the marker is missing its note or ambiguous.
    pub text: Option<String>,
    /// Where the note stands; `null` where `text` is.
    pub locator: Option<Locator>,
    /// How sure its words are, as of a hit; left out where the text is the file's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognised: Option<f32>,
    /// The works it cites.
    pub cites: Vec<Citation>,
    /// Ids of other passages that call the same note, the first 64.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub also: Vec<String>,
}

/// A passage in which a phrase begins that ends in the hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Earlier {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub locator: Locator,
    /// The part of the phrase that it holds.
    pub matches: Vec<Match>,
    /// Where its text calls notes.
    pub calls: Vec<Call>,
}

/// A place at which a note is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Call {
    /// Label as printed.
    pub label: String,
    /// Byte of the text at which the marker stood.
    pub at: usize,
}

/// A pull quote folded under the passage that it repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PullQuote {
    /// Id of the pull quote.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub locator: Locator,
}

/// A passage beside a hit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Neighbour {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub locator: Locator,
    /// The notes that it calls, and markers without one; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub notes: Vec<HitNote>,
}

/// A section of a document, as `ibid get PATH` lists them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OutlineSection {
    /// Always `"section"`.
    #[serde(rename = "type")]
    pub record: String,
    /// Format version.
    pub v: u32,
    /// Name of the source and path below it.
    pub path: String,
    /// Its headings, outermost first; none for what stands before the first.
    pub section: Vec<String>,
    /// Id of its first passage.
    pub id: String,
    /// Where its first passage stands.
    pub locator: Locator,
    /// Passages, those of sections below it not counted.
    pub passages: usize,
    /// Notes called in them; one that is called twice counts twice.
    pub notes: usize,
}

/// The line that ends the answer to a query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Summary {
    /// Always `"summary"`.
    #[serde(rename = "type")]
    pub record: String,
    /// Format version.
    pub v: u32,
    /// Id of the query, in a batch only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub query: Option<serde_json::Value>,
    /// How the query was read.
    pub read_as: String,
    /// Hits printed.
    pub shown: usize,
    /// Copies folded under the hits printed.
    pub folded: usize,
    /// Passages that match in any way, folded copies counted.
    pub total: usize,
    /// What `total` is: `exact`, or `at_least` where it was not counted to the end.
    pub total_is: String,
    /// Passages that hold all the words.
    pub total_all_words: usize,
    /// Where bare words stand somewhere as a phrase: how often, and how to ask.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phrase: Option<PhraseHint>,
    /// Names that were searched in other forms too, as `aliases.txt` has them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub also: Vec<AlsoSearched>,
    /// Words of the query that are in no document, each with the nearest that are.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unknown: Vec<UnknownWord>,
    /// True where there are more hits than were printed.
    pub truncated: bool,
    /// Hits printed whose file has changed since, or is gone.
    pub stale: usize,
    /// Of these, those whose file is gone; left out where there is none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub gone: usize,
    /// Globs that were given and that no document of the index fits; left out where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub idle_globs: Vec<String>,
    /// True where the search was cut short and hits may lack.
    pub partial: bool,
    /// Markers in the hits printed whose note is not known for sure, so that its text was
    /// not searched with them; left out where there is none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub ambiguous: usize,
    /// Files of the sources whose text, or a part of it, is not searched; left out where
    /// there is none, `null` where the index does not tell, as it was made by an earlier
    /// version.
    #[serde(default = "Unread::none", skip_serializing_if = "Unread::is_none")]
    pub unread: Option<Unread>,
    /// With `--stats`, time in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub elapsed_ms: Option<f64>,
}

/// A name of a query, and the other forms in which it was searched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AlsoSearched {
    /// The name as typed.
    pub typed: String,
    /// The other forms.
    pub forms: Vec<String>,
}

/// A word of a query that is in no document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnknownWord {
    /// The word, folded.
    pub word: String,
    /// The words nearest to it, at most two letters off, the nearest first.
    pub nearest: Vec<String>,
}

/// That the bare words of a query stand somewhere side by side, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PhraseHint {
    /// Passages that hold the phrase.
    pub total: usize,
    /// The query that finds these alone.
    pub query: String,
}

/// The answer to one query.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Hits, best first.
    pub hits: Vec<Hit>,
    /// What ends the answer.
    pub summary: Summary,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_false(value: &bool) -> bool {
    !value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_zero(value: &usize) -> bool {
    *value == 0
}
