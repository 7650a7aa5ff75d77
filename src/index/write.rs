//! Writing: passages, files and sources into an index, one commit a run.

use std::path::Path;
use std::sync::Arc;

use tantivy::Term;
use tantivy::indexer::UserOperation;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::analyze;
use super::entry::{Entry, section_ordinals};
use super::gate::Gate;
use super::open::{Index, is_vacant};
use super::schema::{Fields, FileRecord, SourceRecord, file_key, kind, source_key};
use crate::error::{Error, Result};
use crate::model::Passage;

/// Entries handed to the engine at once: they stand together in the index.
const BATCH: usize = 64;

/// Memory for a writing thread, bytes. A segment is written when it is full.
const MEMORY: usize = 192 << 20;

/// Memory for entries between the readers and the writing threads, bytes: the
/// engine's own queue is bounded by their number alone.
const ON_THE_WAY: usize = 64 << 20;

/// Writes to an index; holds its lock. Nothing is seen by readers, and nothing
/// survives, until [`Writer::commit`].
pub struct Writer {
    fields: Fields,
    engine: tantivy::IndexWriter<Entry>,
    gate: Arc<Gate>,
}

impl Writer {
    /// Opens an index for writing; creates it in a vacant folder.
    ///
    /// Errors: `NotAnIndex` or `Version` where the folder holds something else
    /// (it is not touched), `Busy` where another writer is at work.
    pub fn open(dir: &Path) -> Result<Writer> {
        Self::with_threads(dir, 1)
    }

    /// As [`Writer::open`], with a number of writing threads (at least 1, at most 8).
    pub fn with_threads(dir: &Path, threads: usize) -> Result<Writer> {
        let index = if is_vacant(dir) {
            std::fs::create_dir_all(dir).map_err(|error| Error::from(error).at(dir))?;
            create(dir)?
        } else {
            Index::open(dir)?
        };
        Self::on(index, threads, MEMORY).map_err(|error| error.at(dir))
    }

    fn on(index: Index, threads: usize, memory: usize) -> Result<Writer> {
        let threads = threads.clamp(1, 8);
        let engine = index.engine().writer_with_num_threads(threads, memory * threads)?;
        Ok(Writer { fields: index.fields, engine, gate: Gate::new(ON_THE_WAY) })
    }

    /// Puts a file with its passages in place of what the index holds of it.
    /// May be called from several threads, for different files.
    pub fn put(&self, record: &FileRecord, passages: &[Passage]) -> Result<()> {
        let key = file_key(&record.path);
        self.delete(key);
        let sections = section_ordinals(passages);
        for (passages, sections) in passages.chunks(BATCH).zip(sections.chunks(BATCH)) {
            let mut batch = Vec::with_capacity(passages.len());
            for (passage, section) in passages.iter().zip(sections) {
                batch.push(Entry::passage(&self.fields, key, *section, passage)?);
            }
            Entry::admit(&mut batch, &self.gate);
            self.engine.run(batch.into_iter().map(UserOperation::Add).collect::<Vec<_>>())?;
        }
        self.engine.add_document(Entry::file(&self.fields, record)?)?;
        Ok(())
    }

    /// Puts the record of a file in place of the older one; its passages stay.
    pub fn put_record(&self, record: &FileRecord) -> Result<()> {
        let is = |term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>;
        let key = Term::from_field_u64(self.fields.file, file_key(&record.path));
        let file = Term::from_field_text(self.fields.kind, kind::FILE);
        self.engine.delete_query(Box::new(BooleanQuery::intersection(vec![is(key), is(file)])))?;
        self.engine.add_document(Entry::file(&self.fields, record)?)?;
        Ok(())
    }

    /// Takes a file and its passages out.
    pub fn remove(&self, path: &str) {
        self.delete(file_key(path));
    }

    /// Puts the record of a source in place of the older one.
    pub fn put_source(&self, record: &SourceRecord) -> Result<()> {
        self.delete(source_key(&record.name));
        self.engine.add_document(Entry::source(&self.fields, record)?)?;
        Ok(())
    }

    /// Takes the record of a source out; its files are to be removed one by one.
    pub fn drop_source(&self, name: &str) {
        self.delete(source_key(name));
    }

    fn delete(&self, key: u64) {
        self.engine.delete_term(Term::from_field_u64(self.fields.file, key));
    }

    /// Makes everything since the last commit durable and visible at once.
    pub fn commit(&mut self) -> Result<()> {
        self.engine.commit()?;
        Ok(())
    }

    /// Waits for segments that are being merged, then lets go of the index.
    pub fn finish(self) -> Result<()> {
        self.engine.wait_merging_threads()?;
        Ok(())
    }
}

/// Creates an index in a folder.
fn create(dir: &Path) -> Result<Index> {
    let fields = Fields::new();
    let engine =
        tantivy::Index::create_in_dir(dir, fields.schema.clone()).map_err(|error| Error::from(error).at(dir))?;
    Ok(Index::of(engine, fields))
}

/// An index in memory, for tests.
pub fn in_memory(files: &[(FileRecord, Vec<Passage>)]) -> Result<Index> {
    let fields = Fields::new();
    let engine = tantivy::Index::create_in_ram(fields.schema.clone());
    analyze::register(&engine);
    let mut writer = Writer::on(Index::of(engine.clone(), fields.clone()), 1, 15 << 20)?;
    for (record, passages) in files {
        writer.put(record, passages)?;
    }
    writer.commit()?;
    writer.finish()?;
    Ok(Index::of(engine, fields))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::model::Places;
    use crate::span::Mapped;

    fn file(path: &str) -> FileRecord {
        FileRecord { path: path.to_owned(), source: "s".to_owned(), ..FileRecord::default() }
    }

    fn passage(seq: u32, text: &str) -> Passage {
        let places = Places { mapped: Mapped::identity(text, 0), ..Places::default() };
        Passage { hash: format!("{seq:08x}"), seq, places, ..Passage::default() }
    }

    fn count(index: &Index) -> u64 {
        index.searcher().unwrap().num_docs()
    }

    #[test]
    fn what_is_put_is_found_again() {
        let index = in_memory(&[(file("s/b"), vec![passage(0, "Two words")]), (file("s/a"), vec![])]).unwrap();
        let paths: Vec<String> = index.files().unwrap().into_iter().map(|f| f.path).collect();
        assert_eq!(paths, ["s/a", "s/b"]);
        assert_eq!(index.file("s/b").unwrap().unwrap().path, "s/b");
        assert!(index.file("s").unwrap().is_none());
        let term = Term::from_field_u64(index.fields.hash, 0);
        let searcher = index.searcher().unwrap();
        let at = index.addresses(&searcher, term).unwrap()[0];
        assert_eq!(index.record::<Passage>(&searcher, at).unwrap().places.text(), "Two words");
    }

    #[test]
    fn a_file_is_replaced_and_removed_whole() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path()).unwrap();
        writer.put(&file("s/a"), &[passage(0, "one"), passage(1, "two")]).unwrap();
        writer.put(&file("s/b"), &[passage(0, "three")]).unwrap();
        writer.put_source(&SourceRecord { name: "s/a".to_owned(), ..SourceRecord::default() }).unwrap();
        writer.commit().unwrap();
        assert_eq!(count(&Index::open(dir.path()).unwrap()), 6);
        writer.put(&file("s/a"), &[passage(0, "new")]).unwrap();
        writer.remove("s/b");
        assert_eq!(count(&Index::open(dir.path()).unwrap()), 6, "nothing is seen before the commit");
        writer.commit().unwrap();
        let index = Index::open(dir.path()).unwrap();
        assert_eq!(count(&index), 3);
        assert_eq!(index.sources().unwrap().len(), 1);
        let record = FileRecord { size: 7, ..file("s/a") };
        writer.put_record(&record).unwrap();
        writer.commit().unwrap();
        let index = Index::open(dir.path()).unwrap();
        assert_eq!(count(&index), 3, "the passage stays");
        assert_eq!(index.file("s/a").unwrap(), Some(record));
    }

    #[test]
    fn one_writer_at_a_time_and_an_abandoned_run_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let first = Writer::open(dir.path()).unwrap();
        first.put(&file("s/a"), &[passage(0, "one")]).unwrap();
        let second = Writer::open(dir.path()).err().unwrap();
        assert!(matches!(second.kind(), ErrorKind::Busy), "{second}");
        drop(first);
        assert_eq!(count(&Index::open(dir.path()).unwrap()), 0);
        Writer::open(dir.path()).unwrap();
    }

    #[test]
    fn what_is_not_ours_is_not_touched() {
        let dir = tempfile::tempdir().unwrap();
        let missing = dir.path().join("none");
        assert!(matches!(Index::open(&missing).err().unwrap().kind(), ErrorKind::NoIndex));
        assert!(!missing.exists());
        std::fs::write(dir.path().join("letter.txt"), "mine").unwrap();
        assert!(matches!(Writer::open(dir.path()).err().unwrap().kind(), ErrorKind::NotAnIndex));
        let newer = r#"{"schema":[{"name":"ibid_format_99","type":"u64"}]}"#;
        std::fs::write(dir.path().join("meta.json"), newer).unwrap();
        let error = Writer::open(dir.path()).err().unwrap();
        assert!(matches!(error.kind(), ErrorKind::Version { found: 99, .. }), "{error}");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
