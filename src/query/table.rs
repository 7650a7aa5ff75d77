//! What is looked up of every entry of the index: which entries are passages,
//! whose file they are, where they stand. Entries are numbered through all
//! segments; nothing that is shown depends on these numbers.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::OnceLock;

use tantivy::columnar::{Column, StrColumn};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::bits::Bits;
use crate::error::{ErrorKind, Result};
use crate::index::open::Index;
use crate::index::schema::{Fields, FileRecord, file_key, kind};

/// The columns of one segment.
struct Columns {
    seq: Column<u64>,
    section_no: Column<u64>,
    own: Column<u64>,
    repeats: Column<u64>,
    works: Column<u64>,
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
    /// Entries that stand beside the works.
    pub asides: Vec<u32>,
    /// Keys of the files with an entry.
    pub keys: Vec<u64>,
    /// First entry of each segment, and the number of all entries last.
    bases: Vec<u32>,
    columns: Vec<Columns>,
    /// Runs of entries of one file: the first entry, and the file as an index
    /// into `keys`. The entries of a file mostly stand together.
    runs: Vec<(u32, u32)>,
    /// Number of entries.
    len: usize,
    /// For every file, its own entry; `u32::MAX` for a source.
    entry_of: Vec<u32>,
    paths: Vec<OnceLock<String>>,
    /// Records of the files, as far as they were wanted.
    records: Vec<OnceLock<FileRecord>>,
    /// Files by the key of their title.
    works: OnceLock<HashMap<u64, Vec<usize>>>,
    /// Lengths of the passages' own texts, and of their notes.
    lengths: [OnceLock<Lengths>; 2],
}

impl Table {
    /// Reads the columns that every query needs.
    pub fn new(index: &Index) -> Result<Table> {
        let searcher = index.searcher()?;
        let mut bases = vec![0];
        let mut columns = Vec::new();
        let (mut files, mut len) = (Files::default(), 0);
        for reader in searcher.segment_readers() {
            let fast = reader.fast_fields();
            files.read(&fast.u64("file")?, len, reader.max_doc());
            len += reader.max_doc();
            bases.push(len);
            columns.push(Columns {
                seq: fast.u64("seq")?,
                section_no: fast.u64("section_no")?,
                own: fast.u64("own")?,
                repeats: fast.u64("repeats")?,
                works: fast.u64("works")?,
                path: fast.str("path")?,
            });
        }
        let Files { keys, runs, .. } = files;
        let mut table = Table {
            passages: Bits::all(len as usize),
            count: 0,
            asides: Vec::new(),
            bases,
            columns,
            runs,
            len: len as usize,
            works: OnceLock::new(),
            lengths: [OnceLock::new(), OnceLock::new()],
            records: keys.iter().map(|_| OnceLock::new()).collect(),
            entry_of: vec![u32::MAX; keys.len()],
            paths: keys.iter().map(|_| OnceLock::new()).collect(),
            keys,
            searcher,
        };
        table.read_kinds(&index.fields)?;
        Ok(table)
    }

    /// Living entries are passages or orphan notes, but for files and sources.
    fn read_kinds(&mut self, fields: &Fields) -> Result<()> {
        for of in [kind::FILE, kind::SOURCE] {
            let mut entries = Vec::new();
            self.entries(Term::from_field_text(fields.kind, of), |entry| entries.push(entry))?;
            for entry in entries {
                self.passages.remove(entry as usize);
                if of == kind::FILE {
                    let file = self.file(entry);
                    self.entry_of[file] = entry;
                }
            }
        }
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate().filter(|(_, r)| r.has_deletes()) {
            let base = self.bases[segment];
            let gone = (0..reader.max_doc()).filter(|&doc| reader.is_deleted(doc));
            gone.for_each(|doc| self.passages.remove((base + doc) as usize));
        }
        self.count = self.passages.count();
        let mut asides = Vec::new();
        self.entries(Term::from_field_text(fields.kind, kind::ASIDE), |entry| asides.push(entry))?;
        self.asides = asides;
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
        self.len
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

    /// Keys of the works that a passage cites.
    pub fn works_of(&self, entry: u32) -> impl Iterator<Item = u64> {
        let at = self.address(entry);
        self.columns[at.segment_ord as usize].works.values_for_doc(at.doc_id)
    }

    /// Files by the key of their title.
    pub fn works(&self) -> &HashMap<u64, Vec<usize>> {
        self.works.get_or_init(|| {
            let mut works: HashMap<u64, Vec<usize>> = HashMap::new();
            for file in self.files() {
                for key in self.works_of(self.entry_of[file]) {
                    works.entry(key).or_default().push(file);
                }
            }
            works
        })
    }

    /// The file of an entry: an index into `keys`.
    pub fn file(&self, entry: u32) -> usize {
        let run = self.runs.partition_point(|&(first, _)| first <= entry);
        self.runs[run - 1].1 as usize
    }

    /// Looks up the files of entries that come in ascending order.
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor { runs: &self.runs }
    }

    /// The runs of entries of one file that lie in `from..to`, cut to it.
    fn runs_within(&self, from: u32, to: u32) -> impl Iterator<Item = (std::ops::Range<u32>, usize)> {
        let first = self.runs.partition_point(|&(first, _)| first <= from).saturating_sub(1);
        let end = move |next: Option<&(u32, u32)>| next.map_or(to, |&(start, _)| start.min(to));
        let runs = self.runs[first..].iter().enumerate().take_while(move |(_, (start, _))| *start < to);
        runs.map(move |(i, &(start, file))| (start.max(from)..end(self.runs.get(first + i + 1)), file as usize))
    }

    /// Lengths of the passages' own texts.
    pub fn text_lengths(&self, fields: &Fields) -> Result<&Lengths> {
        self.lengths(0, fields.body_stem)
    }

    /// Lengths of the passages' notes.
    pub fn note_lengths(&self, fields: &Fields) -> Result<&Lengths> {
        self.lengths(1, fields.note_stem)
    }

    fn lengths(&self, which: usize, field: Field) -> Result<&Lengths> {
        let cell = &self.lengths[which];
        match cell.get() {
            Some(lengths) => Ok(lengths),
            None => Lengths::new(self, field).map(|lengths| cell.get_or_init(|| lengths)),
        }
    }

    /// The record of a file.
    pub fn record(&self, index: &Index, file: usize) -> Result<&FileRecord> {
        let cell = &self.records[file];
        match cell.get() {
            Some(record) => Ok(record),
            None => index.record(&self.searcher, self.file_entry(file)?).map(|record| cell.get_or_init(|| record)),
        }
    }

    /// True where there are pull quotes that repeat a passage.
    pub fn has_repeats(&self) -> bool {
        self.columns.iter().any(|columns| columns.repeats.max_value() > 0)
    }

    /// The living passage of a file at place `seq`, looked for near `entry` of
    /// the same file.
    pub fn at_seq(&self, fields: &Fields, entry: u32, seq: u32) -> Result<Option<u32>> {
        let file = self.file(entry);
        let is_it = |&at: &u32| {
            (at as usize) < self.len
                && self.passages.contains(at as usize)
                && self.file(at) == file
                && self.seq(at) == seq
        };
        // the passages of a file are mostly written one after the other
        let near = (entry + seq).checked_sub(self.seq(entry)).filter(is_it);
        match near {
            Some(at) => Ok(Some(at)),
            None => Ok(self.of_file(fields, self.path(file))?.into_iter().find(is_it)),
        }
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

/// Tells the files of entries in ascending order.
pub struct Cursor<'t> {
    /// The run of the last entry, and all after it.
    runs: &'t [(u32, u32)],
}

impl Cursor<'_> {
    /// The file of an entry, which is none before the last.
    pub fn file(&mut self, entry: u32) -> usize {
        while let [_, rest @ ..] = self.runs
            && rest.first().is_some_and(|&(first, _)| first <= entry)
        {
            self.runs = rest;
        }
        self.runs[0].1 as usize
    }
}

/// Entries read from a column at once.
const AT_ONCE: usize = 256;

/// Numbers for the keys of files, and the runs of their entries.
#[derive(Default)]
struct Files {
    keys: Vec<u64>,
    numbers: HashMap<u64, u32>,
    runs: Vec<(u32, u32)>,
    last: Option<u64>,
}

impl Files {
    /// Reads the files of the entries of a segment, the first of which is `base`.
    fn read(&mut self, column: &Column<u64>, base: u32, count: u32) {
        let mut keys = [None; AT_ONCE];
        let mut docs = [0; AT_ONCE];
        for start in (0..count).step_by(AT_ONCE) {
            let here = AT_ONCE.min((count - start) as usize);
            docs.iter_mut().zip(start..).for_each(|(doc, at)| *doc = at);
            keys[..here].fill(None);
            column.first_vals(&docs[..here], &mut keys[..here]);
            for (entry, key) in (base + start..).zip(&keys[..here]) {
                let key = key.unwrap_or(0);
                if self.last != Some(key) {
                    self.last = Some(key);
                    let file = self.number(key);
                    self.runs.push((entry, file));
                }
            }
        }
    }

    fn number(&mut self, key: u64) -> u32 {
        let next = self.keys.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.keys.push(key);
        }
        number
    }
}

/// Lengths of the texts of one field in words, of all living passages.
pub struct Lengths {
    readers: Vec<Option<FieldNormReader>>,
    /// Mean of those that are not empty.
    pub mean: f32,
    /// Number of texts that are not empty.
    pub count: usize,
    /// For every file, the sum.
    pub of_files: Vec<u32>,
}

impl Lengths {
    fn new(table: &Table, field: Field) -> Result<Lengths> {
        let mut readers = Vec::new();
        let (mut count, mut total, mut of_files) = (0, 0u64, vec![0u32; table.keys.len()]);
        for (reader, base) in table.segments() {
            // a segment without any text of the field has no lengths for it
            let norms = reader.fieldnorms_readers().get_field(field)?;
            if let Some(norms) = &norms {
                for (run, file) in table.runs_within(base, base + reader.max_doc()) {
                    let living = run.filter(|&entry| table.passages.contains(entry as usize));
                    for length in living.map(|entry| norms.fieldnorm(entry - base)).filter(|&length| length > 0) {
                        count += 1;
                        total += u64::from(length);
                        of_files[file] += length;
                    }
                }
            }
            readers.push(norms);
        }
        Ok(Lengths { readers, mean: (total as f32 / count.max(1) as f32).max(1.0), count, of_files })
    }

    /// The length of an entry's text.
    pub fn of(&self, at: DocAddress) -> u32 {
        self.readers[at.segment_ord as usize].as_ref().map_or(0, |norms| norms.fieldnorm(at.doc_id))
    }
}
