//! What is looked up of every entry of the index: which entries are passages,
//! whose file they are, where they stand. Entries are numbered through all
//! segments; nothing that is shown depends on these numbers.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::OnceLock;

use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::bits::Bits;
use crate::error::{ErrorKind, Result};
use crate::index::open::Index;
use crate::index::schema::{Fields, file_key, kind};

/// The columns of one segment.
struct Columns {
    seq: Column<u64>,
    section_no: Column<u64>,
    own: Column<u64>,
    repeats: Column<u64>,
    path: Option<StrColumn>,
}

/// The table.
pub struct Table {
    /// The state of the index that it describes.
    pub searcher: Searcher,
    /// Living passages and orphan notes.
    pub passages: Bits,
    /// Number of them.
    pub count: usize,
    /// Keys of the files with an entry.
    pub keys: Vec<u64>,
    /// First entry of each segment, and the number of all entries last.
    bases: Vec<u32>,
    columns: Vec<Columns>,
    /// For every entry, its file: an index into `keys`.
    file_of: Vec<u32>,
    /// For every file, its own entry; `u32::MAX` for a source.
    entry_of: Vec<u32>,
    paths: Vec<OnceLock<String>>,
}

impl Table {
    /// Reads the columns that every query needs.
    pub fn new(index: &Index) -> Result<Table> {
        let searcher = index.searcher()?;
        let mut bases = vec![0];
        let mut columns = Vec::new();
        let (mut files, mut file_of) = (Files::default(), Vec::new());
        for reader in searcher.segment_readers() {
            let fast = reader.fast_fields();
            let file = fast.u64("file")?;
            file_of.extend((0..reader.max_doc()).map(|doc| files.number(file.first(doc).unwrap_or(0))));
            bases.push(file_of.len() as u32);
            columns.push(Columns {
                seq: fast.u64("seq")?,
                section_no: fast.u64("section_no")?,
                own: fast.u64("own")?,
                repeats: fast.u64("repeats")?,
                path: fast.str("path")?,
            });
        }
        let keys = files.keys;
        let mut table = Table {
            passages: Bits::new(file_of.len()),
            count: 0,
            bases,
            columns,
            file_of,
            entry_of: vec![u32::MAX; keys.len()],
            paths: keys.iter().map(|_| OnceLock::new()).collect(),
            keys,
            searcher,
        };
        table.read_kinds(&index.fields)?;
        Ok(table)
    }

    fn read_kinds(&mut self, fields: &Fields) -> Result<()> {
        for of in [kind::PASSAGE, kind::NOTE, kind::FILE] {
            let mut entries = Vec::new();
            self.entries(Term::from_field_text(fields.kind, of), |entry| entries.push(entry))?;
            for entry in entries {
                if of == kind::FILE {
                    self.entry_of[self.file_of[entry as usize] as usize] = entry;
                } else {
                    self.passages.insert(entry as usize);
                    self.count += 1;
                }
            }
        }
        Ok(())
    }

    /// Calls `each` with all living entries that hold a term, ascending.
    pub fn entries(&self, term: Term, mut each: impl FnMut(u32)) -> Result<()> {
        for (reader, base) in self.segments() {
            let inverted = reader.inverted_index(term.field())?;
            let postings =
                inverted.read_postings(&term, IndexRecordOption::Basic).map_err(tantivy::TantivyError::from)?;
            let Some(mut postings) = postings else { continue };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !reader.is_deleted(doc) {
                    each(base + doc);
                }
                doc = postings.advance();
            }
        }
        Ok(())
    }

    /// The segments, each with its first entry.
    pub fn segments(&self) -> impl Iterator<Item = (&SegmentReader, u32)> {
        self.searcher.segment_readers().iter().zip(self.bases.iter().copied())
    }

    /// Number of entries, of all kinds, the deleted too.
    pub fn len(&self) -> usize {
        self.file_of.len()
    }

    /// The segment of an entry, and its number there.
    pub fn address(&self, entry: u32) -> DocAddress {
        let segment = self.bases.partition_point(|&base| base <= entry) - 1;
        DocAddress::new(segment as u32, entry - self.bases[segment])
    }

    fn column(&self, entry: u32, of: impl Fn(&Columns) -> &Column<u64>) -> u64 {
        let at = self.address(entry);
        of(&self.columns[at.segment_ord as usize]).first(at.doc_id).unwrap_or(0)
    }

    /// Place of a passage in its document.
    pub fn seq(&self, entry: u32) -> u32 {
        self.column(entry, |c| &c.seq) as u32
    }

    /// Ordinal of a passage's section.
    pub fn section(&self, entry: u32) -> u64 {
        self.column(entry, |c| &c.section_no)
    }

    /// First position of a passage's own text.
    pub fn own(&self, entry: u32) -> u32 {
        self.column(entry, |c| &c.own) as u32
    }

    /// For a pull quote, `seq` of the passage that it repeats.
    pub fn repeats(&self, entry: u32) -> Option<u32> {
        self.column(entry, |c| &c.repeats).checked_sub(1).map(|seq| seq as u32)
    }

    /// The file of an entry: an index into `keys`.
    pub fn file(&self, entry: u32) -> usize {
        self.file_of[entry as usize] as usize
    }

    /// Number of a file by its key.
    pub fn file_by_key(&self, key: u64) -> Option<usize> {
        self.keys.iter().position(|&k| k == key)
    }

    /// The file's own entry in the index.
    pub fn file_entry(&self, file: usize) -> Result<DocAddress> {
        match self.entry_of[file] {
            u32::MAX => Err(ErrorKind::Damaged.into()),
            entry => Ok(self.address(entry)),
        }
    }

    /// Files that have an entry of their own.
    pub fn files(&self) -> impl Iterator<Item = usize> {
        (0..self.keys.len()).filter(|&file| self.entry_of[file] != u32::MAX)
    }

    /// Path of a file; empty where the index is damaged.
    pub fn path(&self, file: usize) -> &str {
        self.paths[file].get_or_init(|| {
            let mut path = String::new();
            if let Ok(at) = self.file_entry(file)
                && let Some(column) = &self.columns[at.segment_ord as usize].path
                && let Some(ord) = column.ords().first(at.doc_id)
            {
                // an error leaves the path empty, and the record's is shown anyway
                let _ = column.ord_to_str(ord, &mut path);
            }
            path
        })
    }

    /// Order by path, then place.
    pub fn by_place(&self, a: u32, b: u32) -> Ordering {
        let (file_a, file_b) = (self.file(a), self.file(b));
        let paths = if file_a == file_b { Ordering::Equal } else { self.path(file_a).cmp(self.path(file_b)) };
        paths.then_with(|| self.seq(a).cmp(&self.seq(b)))
    }

    /// All living passages of a file, ascending in place.
    pub fn of_file(&self, fields: &Fields, path: &str) -> Result<Vec<u32>> {
        let mut entries = Vec::new();
        let term = Term::from_field_u64(fields.file, file_key(path));
        self.entries(term, |entry| entries.push(entry))?;
        entries.retain(|&entry| self.passages.contains(entry as usize));
        entries.sort_by_key(|&entry| self.seq(entry));
        Ok(entries)
    }
}

/// Numbers for the keys of files.
#[derive(Default)]
struct Files {
    keys: Vec<u64>,
    numbers: HashMap<u64, u32>,
    /// The entries of a file mostly stand together.
    last: Option<(u64, u32)>,
}

impl Files {
    fn number(&mut self, key: u64) -> u32 {
        if let Some((last, number)) = self.last
            && last == key
        {
            return number;
        }
        let next = self.keys.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.keys.push(key);
        }
        self.last = Some((key, number));
        number
    }
}
