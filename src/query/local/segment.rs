//! One segment of the index: its columns, and how its entries stand to each other.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError, Term};

use crate::error::{ErrorKind, Result};
use crate::index::schema::{apart, kind};

/// The columns of a segment, opened when they are first asked.
#[derive(Default)]
pub struct Columns {
    passages: OnceLock<Column<u64>>,
    section: OnceLock<Column<u64>>,
    own: OnceLock<Column<u64>>,
    apart: OnceLock<Option<Column<u64>>>,
    id: OnceLock<Column<u64>>,
    works: OnceLock<Column<u64>>,
    name: OnceLock<StrColumn>,
}

/// The segments of one state of the index. The engine hands its own readers to
/// queries; by these they find the columns that are open already.
pub struct Segments(Vec<Segment>);

impl Segments {
    /// Of the engine's readers.
    pub fn new(readers: &[SegmentReader]) -> Segments {
        Segments(readers.iter().cloned().map(Segment::new).collect())
    }

    /// All, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Segment> {
        self.0.iter()
    }

    /// A segment by its number.
    pub fn get(&self, ord: u32) -> &Segment {
        &self.0[ord as usize]
    }

    /// The segment of a reader.
    ///
    /// # Errors
    /// It is none of these.
    pub fn of(&self, reader: &SegmentReader) -> Result<&Segment> {
        let same = |segment: &&Segment| segment.reader.segment_id() == reader.segment_id();
        self.0.iter().find(same).ok_or_else(|| ErrorKind::Damaged.into())
    }
}

/// A segment.
pub struct Segment {
    /// The engine's reader of it.
    pub reader: SegmentReader,
    columns: Columns,
}

/// A column of numbers that has one for every entry.
#[derive(Clone)]
pub struct Numbers(Column<u64>);

impl Numbers {
    /// The number of an entry.
    pub fn of(&self, doc: DocId) -> u32 {
        self.0.values.get_val(doc) as u32
    }
}

/// How an entry stands apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// It does not.
    No,
    /// Beside the work.
    Aside,
    /// A pull quote of the passage at this place of the document.
    Repeats(u32),
}

/// A column that tells how entries stand apart.
pub struct Aparts {
    column: Column<u64>,
    /// True where there are pull quotes.
    pub has_quotes: bool,
}

impl Aparts {
    /// How an entry stands apart.
    pub fn of(&self, doc: DocId) -> Apart {
        match self.column.first(doc) {
            None => Apart::No,
            Some(apart::ASIDE) => Apart::Aside,
            Some(value) => Apart::Repeats(value.saturating_sub(apart::REPEATS_FIRST) as u32),
        }
    }
}

/// Finds the entries of whole documents for those of their passages, which must be
/// asked in ascending order.
pub struct Documents(Option<SegmentPostings>);

impl Documents {
    /// The entry of the document to which a passage belongs: the next of its kind.
    pub fn of(&mut self, doc: DocId) -> DocId {
        match &mut self.0 {
            Some(postings) if postings.doc() < doc => postings.seek(doc),
            Some(postings) => postings.doc(),
            None => TERMINATED,
        }
    }
}

impl Segment {
    fn new(reader: SegmentReader) -> Segment {
        Segment { reader, columns: Columns::default() }
    }

    fn column(&self, cell: &OnceLock<Column<u64>>, name: &str) -> Result<Column<u64>> {
        if let Some(column) = cell.get() {
            return Ok(column.clone());
        }
        let column = self.reader.fast_fields().u64(name)?;
        Ok(cell.get_or_init(|| column).clone())
    }

    /// Tells the documents of passages.
    pub fn documents(&self) -> Result<Documents> {
        let field = self.reader.schema().get_field("kind")?;
        let term = Term::from_field_text(field, kind::DOCUMENT);
        let inverted = self.reader.inverted_index(field)?;
        let postings = inverted.read_postings(&term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
        Ok(Documents(postings))
    }

    /// The entries of the passages of a document, by its own.
    pub fn passages(&self, document: DocId) -> Result<Range<DocId>> {
        let count = self.column(&self.columns.passages, "passages")?.first(document).ok_or(ErrorKind::Damaged)?;
        Ok(document.saturating_sub(count as u32)..document)
    }

    /// Ordinals of sections.
    pub fn section(&self) -> Result<Numbers> {
        self.column(&self.columns.section, "section_no").map(Numbers)
    }

    /// First positions of the passages' own text.
    pub fn own(&self) -> Result<Numbers> {
        self.column(&self.columns.own, "own").map(Numbers)
    }

    /// How entries stand apart from the text; `None` where none does.
    pub fn apart(&self) -> Result<Option<Aparts>> {
        let column = match self.columns.apart.get() {
            Some(column) => column.clone(),
            None => {
                let column = self.reader.fast_fields().column_opt::<u64>("apart")?;
                self.columns.apart.get_or_init(|| column).clone()
            }
        };
        let aparts = |column: Column<u64>| Aparts { has_quotes: column.max_value() >= apart::REPEATS_FIRST, column };
        Ok(column.filter(|column| column.values.num_vals() > 0).map(aparts))
    }

    /// The key of a passage's hash.
    pub fn id(&self, doc: DocId) -> Result<u64> {
        Ok(self.column(&self.columns.id, "id")?.values.get_val(doc))
    }

    /// Keys of the works that a passage cites.
    pub fn works(&self, doc: DocId) -> Result<Vec<u64>> {
        Ok(self.column(&self.columns.works, "works")?.values_for_doc(doc).collect())
    }

    fn names(&self) -> Result<&StrColumn> {
        if let Some(column) = self.columns.name.get() {
            return Ok(column);
        }
        let column = self.reader.fast_fields().str("name")?.ok_or(ErrorKind::Damaged)?;
        Ok(self.columns.name.get_or_init(|| column))
    }

    /// The place of a document's or file's path among those of the segment, in
    /// the order of paths.
    pub fn name_ord(&self, doc: DocId) -> Result<u64> {
        self.names()?.ords().first(doc).ok_or_else(|| ErrorKind::Damaged.into())
    }

    /// The path of a document or file by its own entry.
    pub fn name(&self, doc: DocId) -> Result<Arc<str>> {
        let mut name = String::new();
        let ord = self.name_ord(doc)?;
        self.names()?.ord_to_str(ord, &mut name).map_err(tantivy::TantivyError::from)?;
        Ok(name.into())
    }

    /// True for an entry that was not deleted.
    pub fn is_alive(&self, doc: DocId) -> bool {
        !self.reader.is_deleted(doc)
    }
}
