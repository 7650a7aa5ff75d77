//! What is stored, field by field, apart from the types that the rest works with: these
//! and what is printed of them may change, and no byte of an index does.
//!
//! The order of fields and variants is that of the bytes. One more, one less or another
//! order is another format ([`crate::index::schema::FORMAT_VERSION`]); `golden.rs` fails
//! where the bytes change and the number does not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::keep::{Keep, Senseless, kept, stored, stored_variants};
use crate::index::schema::{FileRecord, FileStatus, SourceRecord};
use crate::model::citation::{Attribution, Citation, CiteStatus, Form, Kind, Target, Work};
use crate::model::passage::packed;
use crate::model::{Meta, Passage, PassageNote, Places, Status};
use crate::read::ocr::Ocr;
use crate::span::packed::Packed;
use crate::span::{self, Mapped};

/// Clean text with the way back to the source, packed.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredMapped {
    text: String,
    pieces: Packed,
    joins: Vec<u32>,
}

impl From<&Mapped> for StoredMapped {
    fn from(Mapped { text, pieces, joins }: &Mapped) -> StoredMapped {
        StoredMapped { text: text.clone(), pieces: span::packed::pack(pieces), joins: joins.clone() }
    }
}

impl TryFrom<StoredMapped> for Mapped {
    type Error = Senseless;

    fn try_from(StoredMapped { text, pieces, joins }: StoredMapped) -> Result<Mapped, Senseless> {
        Ok(Mapped { text, pieces: span::packed::unpack(&pieces).ok_or(Senseless)?, joins })
    }
}

kept!(StoredMapped of Mapped);

/// Where a new page begins.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredPage {
    clean: u32,
    number: Option<u32>,
    label: Option<String>,
}

/// Text and where it stands: spans and lines follow nearly always from the pieces, and
/// only how they differ is stored.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredPlaces {
    mapped: StoredMapped,
    /// Spans, lines, the last line, numbers in the margin.
    stands: Packed,
    pages: Vec<StoredPage>,
    part: Option<String>,
    recognised: Option<u8>,
}

impl From<&Places> for StoredPlaces {
    fn from(places: &Places) -> StoredPlaces {
        let page = |(clean, number, label): &(u32, Option<u32>, Option<String>)| StoredPage {
            clean: *clean,
            number: *number,
            label: label.clone(),
        };
        StoredPlaces {
            mapped: places.mapped.keep(),
            stands: packed::pack(places),
            pages: places.pages.iter().map(page).collect(),
            part: places.part.clone(),
            recognised: places.recognised,
        }
    }
}

impl TryFrom<StoredPlaces> for Places {
    type Error = Senseless;

    fn try_from(stored: StoredPlaces) -> Result<Places, Senseless> {
        let StoredPlaces { mapped, stands, pages, part, recognised } = stored;
        let mapped = Mapped::back(mapped)?;
        let stands = packed::unpack(&mapped, &stands).ok_or(Senseless)?;
        let packed::Stands { spans, lines, last_line, page_lines } = stands;
        let pages = pages.into_iter().map(|page| (page.clean, page.number, page.label)).collect();
        Ok(Places { mapped, spans, lines, last_line, pages, part, page_lines, recognised })
    }
}

kept!(StoredPlaces of Places);

/// A passage.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredPassage {
    hash: Packed,
    seq: u32,
    is_note: bool,
    aside: bool,
    places: StoredPlaces,
    before: StoredMapped,
    section: Vec<String>,
    notes: Vec<StoredNote>,
    cites: Vec<StoredCitation>,
    attributions: Vec<StoredAttribution>,
    repeats: Option<u32>,
}

impl From<&Passage> for StoredPassage {
    fn from(of: &Passage) -> StoredPassage {
        let Passage { hash, seq, is_note, aside, places, before, section, notes, cites, attributions, repeats } = of;
        StoredPassage {
            hash: packed::hash::pack(hash),
            seq: *seq,
            is_note: *is_note,
            aside: *aside,
            places: places.keep(),
            before: before.keep(),
            section: section.keep(),
            notes: notes.keep(),
            cites: cites.keep(),
            attributions: attributions.keep(),
            repeats: *repeats,
        }
    }
}

impl TryFrom<StoredPassage> for Passage {
    type Error = Senseless;

    fn try_from(stored: StoredPassage) -> Result<Passage, Senseless> {
        Ok(Passage {
            hash: packed::hash::unpack(&stored.hash).ok_or(Senseless)?,
            seq: stored.seq,
            is_note: stored.is_note,
            aside: stored.aside,
            places: Keep::back(stored.places)?,
            before: Keep::back(stored.before)?,
            section: stored.section,
            notes: Keep::back(stored.notes)?,
            cites: Keep::back(stored.cites)?,
            attributions: Keep::back(stored.attributions)?,
            repeats: stored.repeats,
        })
    }
}

kept!(StoredPassage of Passage);

/// A marker in a passage, with its note.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredNote {
    hash: Packed,
    label: String,
    number: Option<u32>,
    scope: Option<String>,
    status: Option<StoredStatus>,
    at: Option<u32>,
    body: Option<StoredPlaces>,
    elsewhere: bool,
    also: Vec<u32>,
    cites: Vec<StoredCitation>,
}

impl From<&PassageNote> for StoredNote {
    fn from(of: &PassageNote) -> StoredNote {
        let PassageNote { hash, label, number, scope, status, at, body, elsewhere, also, cites } = of;
        StoredNote {
            hash: packed::hash::pack(hash),
            label: label.clone(),
            number: *number,
            scope: scope.clone(),
            status: status.keep(),
            at: *at,
            body: body.keep(),
            elsewhere: *elsewhere,
            also: also.clone(),
            cites: cites.keep(),
        }
    }
}

impl TryFrom<StoredNote> for PassageNote {
    type Error = Senseless;

    fn try_from(stored: StoredNote) -> Result<PassageNote, Senseless> {
        Ok(PassageNote {
            hash: packed::hash::unpack(&stored.hash).ok_or(Senseless)?,
            label: stored.label,
            number: stored.number,
            scope: stored.scope,
            status: Keep::back(stored.status)?,
            at: stored.at,
            body: Keep::back(stored.body)?,
            elsewhere: stored.elsewhere,
            also: stored.also,
            cites: Keep::back(stored.cites)?,
        })
    }
}

kept!(StoredNote of PassageNote);

stored_variants! {
    /// What became of a marker.
    StoredStatus of Status { Resolved, Missing, Ambiguous }
}

stored! {
    /// A citation.
    StoredCitation of Citation {
        raw: String,
        bytes: Option<(usize, usize)>,
        kind: StoredKind,
        form: StoredForm,
        author: Vec<String>,
        title: Option<String>,
        container: Option<String>,
        publisher: Option<String>,
        date: Option<String>,
        volume: Option<String>,
        pages: Option<String>,
        doi: Option<String>,
        url: Option<String>,
        status: StoredCiteStatus,
        resolves_to: Option<StoredTarget>,
        work: Option<StoredWork>,
        start: usize,
        end: usize,
        editor: Vec<String>,
        place: Option<String>,
        issue: Option<String>,
        edition: Option<String>,
        locator: Option<String>,
        note: Option<u32>,
        reporter: Option<String>,
        court: Option<String>,
        isbn: Option<String>,
        arxiv: Option<String>,
        designation: Option<String>,
    }
}

stored_variants! {
    /// What is cited.
    StoredKind of Kind { Book, Chapter, Article, News, Report, Web, Interview, Case, Law, Archive, Standard, Dataset, Unknown }
}

stored_variants! {
    /// How a work is cited.
    StoredForm of Form { Full, Short, Ibid, Idem, OpCit, LocCit, Supra, Infra, NoteRef }
}

stored_variants! {
    /// Whether the work that a citation means is known.
    StoredCiteStatus of CiteStatus { Full, Resolved, Ambiguous, Missing }
}

stored! {
    /// The citation that a short form points to.
    StoredTarget of Target {
        number: Option<u32>,
        index: Option<u32>,
        raw: Option<String>,
    }
}

stored! {
    /// The work that a short form stands for.
    StoredWork of Work {
        number: Option<u32>,
        index: Option<u32>,
        raw: String,
        kind: StoredKind,
        author: Vec<String>,
        title: Option<String>,
        container: Option<String>,
        publisher: Option<String>,
        date: Option<String>,
        doi: Option<String>,
        url: Option<String>,
        editor: Vec<String>,
        edition: Option<String>,
        volume: Option<String>,
    }
}

stored! {
    /// A source named in the running text.
    StoredAttribution of Attribution {
        raw: String,
        source: String,
        bytes: Option<(usize, usize)>,
        start: usize,
        end: usize,
    }
}

stored! {
    /// A file of the ledger.
    StoredFile of FileRecord {
        path: String,
        file: String,
        source: String,
        format: String,
        reader: u32,
        status: StoredFileStatus,
        reason: Option<String>,
        fingerprint: String,
        size: u64,
        modified: i64,
        first_seen: String,
        indexed_at: String,
        meta: StoredMeta,
        own_meta: StoredMeta,
        passages: u32,
        notes: u32,
        missing: u32,
        orphans: u32,
        formerly: Vec<String>,
        recognition: Option<String>,
    }
}

stored_variants! {
    /// What became of a file.
    StoredFileStatus of FileStatus { Indexed, Degraded, Skipped, Failed, Unreachable }
}

stored! {
    /// A source.
    StoredSource of SourceRecord {
        name: String,
        root: String,
        meta_file: Option<String>,
        meta: BTreeMap<String, StoredMeta>,
        libraries: Vec<String>,
        indexed_at: String,
        unreachable: bool,
        hidden: bool,
        ocr: Option<StoredOcr>,
    }
}

stored! {
    /// What is known of a work.
    StoredMeta of Meta {
        title: Option<String>,
        author: Option<String>,
        publisher: Option<String>,
        date: Option<String>,
        language: Option<String>,
        fields: BTreeMap<String, String>,
    }
}

stored! {
    /// How pictures of text are recognised.
    StoredOcr of Ocr {
        languages: String,
    }
}

impl Keep for BTreeMap<String, Meta> {
    type Stored = BTreeMap<String, StoredMeta>;

    fn keep(&self) -> Self::Stored {
        self.iter().map(|(path, meta)| (path.clone(), meta.keep())).collect()
    }

    fn back(stored: Self::Stored) -> Result<Self, Senseless> {
        stored.into_iter().map(|(path, meta)| Ok((path, Meta::back(meta)?))).collect()
    }
}
