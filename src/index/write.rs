//! Writing: passages, files and sources into an index, one commit a run.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use tantivy::indexer::NoMergePolicy;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{IndexSettings, Term};

use super::build::Builder;
use super::entry::{Entry, section_ordinals};
use super::folder::{WriteFolder, not_writable};
use super::open::{Index, Noted, check, is_vacant};
use super::schema::{Fields, FileRecord, SourceRecord};
use crate::error::{Error, Result};
use crate::model::Passage;
use crate::model::unread::Unread;

/// Memory for the engine's own writing thread, bytes, which has nothing to do:
/// the least it takes.
const MEMORY: usize = 15 << 20;

/// Writes to an index; holds its lock. Nothing is seen by readers, and nothing
/// survives, until [`Writer::commit`].
pub struct Writer {
    fields: Fields,
    engine: tantivy::IndexWriter,
    /// Segments in the making, one for each thread that puts; those not in use.
    builders: Mutex<Vec<Builder>>,
    /// Number of the run: that of no other before it. A deletion reaches the
    /// segments of its own run too, as the engine sees it, and must not.
    run: u64,
    /// The folder, where the index is built beside one of an older format.
    beside: Option<Beside>,
}

/// A folder in which an index is built beside an older one; where it is not published,
/// what it was begun with is taken away.
struct Beside(WriteFolder);

impl Drop for Beside {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

impl Writer {
    /// Opens an index for writing; creates it in a vacant folder.
    ///
    /// Errors: `NotAnIndex` or `Version` where the folder holds something else
    /// (it is not touched), `Busy` where another writer is at work.
    pub fn open(dir: &Path) -> Result<Writer> {
        if !is_vacant(dir) {
            check(dir)?;
            let folder = WriteFolder::open(dir)?;
            let writer = Self::on(Index::of(for_engine(&folder, dir), dir)?).map_err(|error| error.at(dir))?;
            folder.sweep().map_err(|error| Error::from(error).at(dir))?;
            return Ok(writer);
        }
        std::fs::create_dir_all(dir).map_err(|error| not_writable(error).at(dir))?;
        let index = create(WriteFolder::open(dir)?, dir)?;
        Self::on(index).map_err(|error| error.at(dir))
    }

    /// Opens a folder with an index of an older format, to build a new one beside it:
    /// the older one stays as it is until [`Writer::publish`].
    ///
    /// Errors: `NotWritable`; `Busy` where another writer is at work.
    pub fn rebuild(dir: &Path) -> Result<Writer> {
        let beside = Beside(WriteFolder::open_beside(dir)?);
        let writer = create(beside.0.clone(), dir).and_then(Self::on).map_err(|error| error.at(dir))?;
        // nothing is to be under way when the new index takes the place of the older
        writer.engine.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Writer { beside: Some(beside), ..writer })
    }

    /// Makes all that was put durable, and puts it in the place of an older index, in
    /// one step.
    pub fn publish(mut self, dir: &Path, unread: Unread) -> Result<()> {
        self.commit(unread)?;
        if let Some(beside) = &self.beside {
            beside.0.publish()?;
        }
        drop(self);
        // what the older index leaves is swept up; where that fails, the next run does it
        if let Ok(writer) = Self::open(dir) {
            let _ = writer.finish();
        }
        Ok(())
    }

    fn on(index: Index) -> Result<Writer> {
        let engine = index.engine().writer_with_num_threads(1, MEMORY)?;
        // what a run that was killed, or ran out of disk, left behind: nobody
        // else writes while the lock is ours
        engine.garbage_collect_files().wait()?;
        let run = engine.run(Vec::new())?;
        Ok(Writer { fields: index.fields, engine, builders: Mutex::default(), run, beside: None })
    }

    /// Runs `add` on a segment that no other thread is at.
    fn build(&self, add: impl FnOnce(&mut Builder) -> Result<()>) -> Result<()> {
        let idle = self.builders.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut builder = match idle {
            Some(builder) => builder,
            None => Builder::new(self.engine.new_segment(), &self.fields, self.run)?,
        };
        add(&mut builder)?;
        if builder.is_full() {
            return self.finish_segment(builder);
        }
        self.builders.lock().unwrap_or_else(PoisonError::into_inner).push(builder);
        Ok(())
    }

    /// Hands a segment to the engine.
    fn finish_segment(&self, builder: Builder) -> Result<()> {
        if let Some(segment) = builder.finish()? {
            self.engine.add_segment(segment)?;
        }
        Ok(())
    }

    /// Puts a file with its passages in place of what the index holds of it.
    /// May be called from several threads, for different files, and once for a
    /// file between two commits.
    pub fn put(&self, record: &FileRecord, passages: &[Passage]) -> Result<()> {
        let path = record.path.as_str();
        self.remove(path)?;
        let sections = section_ordinals(passages);
        self.build(|builder| {
            for (passage, section) in passages.iter().zip(sections) {
                builder.add(Entry::passage(&self.fields, path, section, passage)?)?;
            }
            if !passages.is_empty() {
                builder.add(Entry::document(&self.fields, path, passages.len()))?;
            }
            builder.add(Entry::file(&self.fields, record)?)
        })
    }

    /// Puts the record of a file in place of the older one; its passages stay.
    pub fn put_record(&self, record: &FileRecord) -> Result<()> {
        self.delete(Term::from_field_text(self.fields.ledger, &record.path))?;
        self.build(|builder| builder.add(Entry::file(&self.fields, record)?))
    }

    /// Takes a file and its passages out.
    pub fn remove(&self, path: &str) -> Result<()> {
        self.delete(Term::from_field_text(self.fields.path, path))?;
        self.delete(Term::from_field_text(self.fields.ledger, path))
    }

    /// Puts the record of a source in place of the older one.
    pub fn put_source(&self, record: &SourceRecord) -> Result<()> {
        self.drop_source(&record.name)?;
        self.build(|builder| builder.add(Entry::source(&self.fields, record)?))
    }

    /// Takes the record of a source out; its files are to be removed one by one.
    pub fn drop_source(&self, name: &str) -> Result<()> {
        self.delete(Term::from_field_text(self.fields.source, name))
    }

    /// Deletes what earlier runs wrote with a term.
    fn delete(&self, term: Term) -> Result<()> {
        let has = |term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>;
        let ours = Term::from_field_u64(self.fields.written, self.run);
        let clauses = vec![(Occur::Must, has(term)), (Occur::MustNot, has(ours))];
        self.engine.delete_query(Box::new(BooleanQuery::new(clauses)))?;
        Ok(())
    }

    /// Makes everything since the last commit durable and visible at once; with it goes
    /// what is not read of the sources.
    pub fn commit(&mut self, unread: Unread) -> Result<()> {
        let builders = std::mem::take(&mut *self.builders.lock().unwrap_or_else(PoisonError::into_inner));
        builders.into_par_iter().try_for_each(|builder| self.finish_segment(builder))?;
        let noted = serde_json::to_string(&Noted { unread }).map_err(std::io::Error::from)?;
        let mut commit = self.engine.prepare_commit()?;
        commit.set_payload(&noted);
        commit.commit()?;
        self.run = self.engine.run(Vec::new())?;
        Ok(())
    }

    /// Waits for segments that are being merged, then lets go of the index.
    pub fn finish(self) -> Result<()> {
        let index = self.engine.index().clone();
        self.engine.wait_merging_threads()?;
        // the engine does not wait until what was merged is deleted: it would stay on the
        // disk until the next run. Where somebody else writes by now, that one does it.
        if let Ok(writer) = index.writer_with_num_threads::<tantivy::TantivyDocument>(1, MEMORY) {
            let _ = writer.garbage_collect_files().wait();
        }
        Ok(())
    }
}

/// How records are stored: by zstd, level 1, 32 KiB at a time. Of 66 MB of books
/// that takes 35 MB (64 KiB at a time 34), the engine's lz4 and 16 KiB 53. Level 3
/// takes 2 MB less, and a tenth more time for the whole of indexing. Larger blocks are
/// smaller still, but every hit has a block to itself, and the whole of it is read.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(1) }),
        docstore_blocksize: 32 << 10,
        ..IndexSettings::default()
    }
}

/// The folder as the engine is given it.
#[cfg(not(test))]
fn for_engine(folder: &WriteFolder, _: &Path) -> Box<dyn tantivy::Directory> {
    Box::new(folder.clone())
}

/// The same: in tests the folder may be planned to fail.
#[cfg(test)]
fn for_engine(folder: &WriteFolder, dir: &Path) -> Box<dyn tantivy::Directory> {
    super::faulty::planned(folder.clone(), dir)
}

/// Creates an index in a folder.
fn create(folder: WriteFolder, dir: &Path) -> Result<Index> {
    let fields = Fields::new();
    let builder = tantivy::Index::builder().schema(fields.schema.clone()).settings(settings());
    let engine = builder.open_or_create(for_engine(&folder, dir)).map_err(|error| Error::from(error).at(dir))?;
    Ok(Index::new(engine, fields))
}

/// An index in memory, for tests.
pub fn in_memory(files: &[(FileRecord, Vec<Passage>)]) -> Result<Index> {
    let fields = Fields::new();
    let engine = tantivy::Index::builder().schema(fields.schema.clone()).settings(settings()).create_in_ram()?;
    let mut writer = Writer::on(Index::new(engine.clone(), fields.clone()))?;
    for (record, passages) in files {
        writer.put(record, passages)?;
    }
    writer.commit(Unread::default())?;
    writer.finish()?;
    Ok(Index::new(engine, fields))
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
        writer.commit(Unread::default()).unwrap();
        assert_eq!(count(&Index::open(dir.path()).unwrap()), 8, "passages, documents, files and the source");
        writer.put(&file("s/a"), &[passage(0, "new")]).unwrap();
        writer.remove("s/b").unwrap();
        assert_eq!(count(&Index::open(dir.path()).unwrap()), 8, "nothing is seen before the commit");
        writer.commit(Unread::default()).unwrap();
        let index = Index::open(dir.path()).unwrap();
        assert_eq!(count(&index), 4);
        assert_eq!(index.sources().unwrap().len(), 1);
        let record = FileRecord { size: 7, ..file("s/a") };
        writer.put_record(&record).unwrap();
        writer.commit(Unread::default()).unwrap();
        let index = Index::open(dir.path()).unwrap();
        assert_eq!(count(&index), 4, "the passage stays");
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
