//! One segment of the index: its columns, and how its entries stand to each other.

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::error::{ErrorKind, Result};
use crate::index::schema::apart;

/// The columns of a segment, opened when they are first asked.
#[derive(Default)]
pub struct Columns {
    seq: OnceLock<Column<u64>>,
    rest: OnceLock<Column<u64>>,
    section: OnceLock<Column<u64>>,
    own: OnceLock<Column<u64>>,
    apart: OnceLock<Column<u64>>,
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
    column: Numbers,
    /// True where there are pull quotes.
    pub has_quotes: bool,
}

impl Aparts {
    /// How an entry stands apart.
    pub fn of(&self, doc: DocId) -> Apart {
        match u64::from(self.column.of(doc)) {
            apart::TEXT => Apart::No,
            apart::ASIDE => Apart::Aside,
            value => Apart::Repeats((value - apart::REPEATS_FIRST) as u32),
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

    /// Places of passages in their documents.
    pub fn seq(&self) -> Result<Numbers> {
        self.column(&self.columns.seq, "seq").map(Numbers)
    }

    /// How many entries further the entry of the whole document stands.
    pub fn rest(&self) -> Result<Numbers> {
        self.column(&self.columns.rest, "rest").map(Numbers)
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
        let column = self.column(&self.columns.apart, "apart")?;
        let has_quotes = column.max_value() >= apart::REPEATS_FIRST;
        Ok((column.max_value() > apart::TEXT).then_some(Aparts { column: Numbers(column), has_quotes }))
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
