//! One segment of the index: its columns, and how its entries stand to each other.

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::error::{ErrorKind, Result};

/// The columns of a segment, opened when they are first asked.
#[derive(Default)]
pub struct Columns {
    seq: OnceLock<Column<u64>>,
    rest: OnceLock<Column<u64>>,
    repeats: OnceLock<Column<u64>>,
    id: OnceLock<Column<u64>>,
    works: OnceLock<Column<u64>>,
    name: OnceLock<StrColumn>,
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

impl Segment {
    /// A segment by its reader.
    pub fn new(reader: SegmentReader) -> Segment {
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

    /// For pull quotes, 1 + the place of what they repeat; `None` where there is none.
    pub fn repeats(&self) -> Result<Option<Numbers>> {
        let column = self.column(&self.columns.repeats, "repeats")?;
        Ok((column.max_value() > 0).then_some(Numbers(column)))
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

/// First positions of the passages' own text, of a segment by its reader.
pub fn own(reader: &SegmentReader) -> Result<Numbers> {
    Ok(Numbers(reader.fast_fields().u64("own")?))
}

/// How many entries further the entry of the whole document stands, of a segment
/// by its reader.
pub fn rest(reader: &SegmentReader) -> Result<Numbers> {
    Ok(Numbers(reader.fast_fields().u64("rest")?))
}

/// Ordinals of sections, of a segment by its reader.
pub fn section(reader: &SegmentReader) -> Result<Numbers> {
    Ok(Numbers(reader.fast_fields().u64("section_no")?))
}
