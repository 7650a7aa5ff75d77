//! For tests: a folder whose n-th deed fails, as on a full or a broken disk.
//!
//! A test plans a failure for the folder of an index; whatever is written there by the
//! engine goes through [`Faulty`] until the plan is dropped.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

use super::folder::WriteFolder;

/// The plans in force, by folder.
static PLANS: Mutex<BTreeMap<PathBuf, Arc<Deeds>>> = Mutex::new(BTreeMap::new());

/// How long what fails goes on to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// One deed fails, the next does not.
    Once,
    /// All fail from then on, as on a full disk.
    FromThenOn,
}

/// Deeds done in a folder, and which of them is to fail.
#[derive(Debug)]
struct Deeds {
    done: AtomicUsize,
    nth: usize,
    how: How,
}

/// A plan in force until it is dropped.
pub struct Plan {
    dir: PathBuf,
    deeds: Arc<Deeds>,
}

impl Plan {
    /// The `nth` deed in the folder fails, counted from 1; none for 0.
    pub fn new(dir: &Path, nth: usize, how: How) -> Plan {
        let deeds = Arc::new(Deeds { done: AtomicUsize::new(0), nth, how });
        PLANS.lock().unwrap_or_else(PoisonError::into_inner).insert(dir.to_owned(), deeds.clone());
        Plan { dir: dir.to_owned(), deeds }
    }

    /// Deeds so far.
    pub fn deeds(&self) -> usize {
        self.deeds.done.load(SeqCst)
    }
}

impl Drop for Plan {
    fn drop(&mut self) {
        PLANS.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.dir);
    }
}

impl Deeds {
    fn next(&self) -> io::Result<()> {
        let now = 1 + self.done.fetch_add(1, SeqCst);
        let fails = self.nth > 0 && if self.how == How::Once { now == self.nth } else { now >= self.nth };
        if fails { Err(io::Error::from(io::ErrorKind::StorageFull)) } else { Ok(()) }
    }
}

/// The folder as the engine is to see it: faulty where a plan says so.
pub fn planned(folder: WriteFolder, dir: &Path) -> Box<dyn Directory> {
    match PLANS.lock().unwrap_or_else(PoisonError::into_inner).get(dir) {
        Some(deeds) => Box::new(Faulty { inner: folder, deeds: deeds.clone() }),
        None => Box::new(folder),
    }
}

/// A folder that fails as planned.
#[derive(Clone, Debug)]
struct Faulty {
    inner: WriteFolder,
    deeds: Arc<Deeds>,
}

/// A file of it. Of what cannot be written half is, as happens.
struct FaultyFile {
    inner: WritePtr,
    deeds: Arc<Deeds>,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.deeds.next() {
            let _ = self.inner.write_all(&bytes[..bytes.len() / 2]).and_then(|()| self.inner.flush());
            return Err(error);
        }
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.deeds.next()?;
        self.inner.flush()
    }
}

impl TerminatingWrite for FaultyFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.deeds.next()?;
        self.inner.terminate_ref(token)
    }
}

impl Directory for Faulty {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let failed = |error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() };
        self.deeds.next().map_err(failed)?;
        self.inner.delete(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.deeds.next().map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        let inner = self.inner.open_write(path)?;
        let file = FaultyFile { inner, deeds: self.deeds.clone() };
        // small, so that a file is written in several deeds
        Ok(BufWriter::with_capacity(512, Box::new(file)))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.deeds.next()?;
        self.inner.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.deeds.next()?;
        self.inner.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}
