//! A reference to a work inside a note or the text.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// A citation, in the shape of the JSON contract: field order is that of the
/// contract, added fields come last. What is not known is `None`, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Citation {
    /// The citation as it stands in the text, without tags.
    pub raw: String,
    /// Bytes of the file; `None` in a container, and where the text is no file's.
    pub bytes: Option<Span>,
    /// What is cited.
    pub kind: Kind,
    /// In full, or by which short form.
    pub form: Form,
    /// Authors, as printed, one a name.
    pub author: Vec<String>,
    /// Title, without quotation marks; of a case its name.
    pub title: Option<String>,
    /// Journal, newspaper, site, or the book that a chapter stands in.
    pub container: Option<String>,
    /// Publisher, or the institution that stands for one.
    pub publisher: Option<String>,
    /// Date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Volume, as printed.
    pub volume: Option<String>,
    /// Pages of the work in its container, as printed.
    pub pages: Option<String>,
    /// DOI, without a resolver before it.
    pub doi: Option<String>,
    /// Address on the web.
    pub url: Option<String>,
    /// Whether the work that is meant is known.
    pub status: CiteStatus,
    /// The citation that a short form points to.
    pub resolves_to: Option<Target>,
    /// The work that a short form stands for: the full citation at the end of the
    /// chain that `resolves_to` begins.
    pub work: Option<Box<Work>>,
    /// First byte in the text of the note.
    pub start: usize,
    /// One past the last byte in the text of the note.
    pub end: usize,
    /// Editors, as printed.
    pub editor: Vec<String>,
    /// Place of publication, of an interview, or of an archive.
    pub place: Option<String>,
    /// Issue of a journal.
    pub issue: Option<String>,
    /// Edition, as printed.
    pub edition: Option<String>,
    /// The place in the work that is meant ("p. 34"), as printed.
    pub locator: Option<String>,
    /// The note that a short form names ("n. 7").
    pub note: Option<u32>,
    /// Reporter of a case, or the code of a statute, as printed.
    pub reporter: Option<String>,
    /// Court, as printed.
    pub court: Option<String>,
    /// ISBN, digits alone.
    pub isbn: Option<String>,
    /// arXiv id.
    pub arxiv: Option<String>,
    /// What a standard or RFC is called: `RFC 2119`.
    pub designation: Option<String>,
}

/// What is cited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "WorkKind"))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A book.
    Book,
    /// A part of a book.
    Chapter,
    /// An article in a journal.
    Article,
    /// A piece in a newspaper, an agency or a broadcast.
    News,
    /// A report, working paper or thesis.
    Report,
    /// A page on the web, a blog, a message on a social network.
    Web,
    /// An interview or another personal communication.
    Interview,
    /// A decision of a court.
    Case,
    /// A statute, code, treaty or regulation.
    Law,
    /// An item in an archive or a manuscript.
    Archive,
    /// A standard, an RFC.
    Standard,
    /// A data set or software.
    Dataset,
    /// None of these, or not told.
    #[default]
    Unknown,
}

/// How a work is cited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// In full.
    #[default]
    Full,
    /// By author, short title, author and year, or a case's short form.
    Short,
    /// "ibid.", "id.", "ebd.": the work cited just before.
    Ibid,
    /// "idem": the author just named.
    Idem,
    /// "op. cit.", "a.a.O.".
    OpCit,
    /// "loc. cit.": the same place in the work.
    LocCit,
    /// "supra".
    Supra,
    /// "infra".
    Infra,
    /// "n. 7 above", "footnote 41", without one of the words above.
    NoteRef,
}

/// Whether the work that a citation means is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum CiteStatus {
    /// The citation itself is full.
    #[default]
    Full,
    /// A short form whose work is known.
    Resolved,
    /// More than one work could be meant.
    Ambiguous,
    /// What it points to is not there.
    Missing,
}

/// The citation that a short form points to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Target {
    /// Number of the note it stands in; `None` where it stands in the text.
    pub number: Option<u32>,
    /// Its place among that note's citations, from 1; `None` where a whole note
    /// with several works, or none, is meant.
    pub index: Option<u32>,
    /// The citation as it stands there; `None` where `index` is.
    pub raw: Option<String>,
}

/// The work that a short form stands for, as it is cited in full.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Work {
    /// Number of the note it is cited in; `None` where it stands in the text.
    pub number: Option<u32>,
    /// Its place among that note's citations, from 1; `None` in the text.
    pub index: Option<u32>,
    /// The citation as it stands there.
    pub raw: String,
    /// What is cited.
    pub kind: Kind,
    /// Authors, as printed, one a name.
    pub author: Vec<String>,
    /// Title.
    pub title: Option<String>,
    /// Journal, newspaper, site or book that it stands in.
    pub container: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Date.
    pub date: Option<String>,
    /// DOI.
    pub doi: Option<String>,
    /// Address on the web.
    pub url: Option<String>,
    /// Editors, as printed.
    pub editor: Vec<String>,
    /// Edition, as printed.
    pub edition: Option<String>,
    /// Volume, as printed.
    pub volume: Option<String>,
}

/// A source named in the running text: "the New York Times reported". Weaker
/// than a citation and kept apart from them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Attribution {
    /// The words that name the source and say so: "told TASS".
    pub raw: String,
    /// The source, as printed.
    pub source: String,
    /// Bytes of the file; `None` in a container, and where the text is no file's.
    pub bytes: Option<Span>,
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// What a document cites.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cites {
    /// The citations in each note, in the order of the document's notes.
    pub notes: Vec<Vec<Citation>>,
    /// The citations in the text: the block, and the citation, whose `start` and
    /// `end` count in that block's text; in the order of the text.
    pub text: Vec<(usize, Citation)>,
    /// Sources named in the text, in the same way.
    pub attributions: Vec<(usize, Attribution)>,
    /// True where there are more citations than are looked for in a document.
    pub is_cut: bool,
}

/// The citations of one note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteCites {
    /// Number of the note in the document, from 1, missing ones counted; `None`
    /// where unknown.
    pub number: Option<u32>,
    /// Its citations, in order.
    pub cites: Vec<Citation>,
}

impl Citation {
    /// The work that it cites: that which a short form stands for, else what it
    /// says itself. `number` is that of the note that it stands in.
    pub fn meant(&self, number: Option<u32>) -> Work {
        if let Some(work) = &self.work {
            return Work::clone(work);
        }
        let cite = self.clone();
        let Citation { raw, kind, author, title, container, publisher, date, doi, url, .. } = cite;
        let Citation { editor, edition, volume, .. } = cite;
        let index = None;
        Work { number, index, raw, kind, author, title, container, publisher, date, doi, url, editor, edition, volume }
    }

    /// True for a citation that leads to another.
    pub fn is_short(&self) -> bool {
        self.form != Form::Full
    }
}

impl Cites {
    /// The citations of a note.
    pub fn of_note(&self, note: usize) -> &[Citation] {
        self.notes.get(note).map_or(&[], Vec::as_slice)
    }
}
