//! The folder of an index, as the engine sees it: to read from, or to write to.
//!
//! Who reads takes no lock and writes nothing, so that an index may lie on a medium
//! that cannot be written to, or belong to somebody else. Who writes leaves files with
//! the rights that the user's umask gives: the engine's own way would keep two of them
//! from all others.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

use crate::error::{Error, ErrorKind, Result};

/// The file of the engine in which schema and segments are named.
pub const META: &str = "meta.json";

/// The file of the engine in which it notes what it has written.
const MANAGED: &str = ".managed.json";

/// What the name of a file begins with that is about to replace another.
const TEMPORARY: &str = ".tmp-";

/// The same of any program's, the engine's own included.
pub const LEFT: &str = ".tmp";

/// A folder that is only read.
#[derive(Clone, Debug)]
pub struct ReadFolder(MmapDirectory);

/// A folder that is written to.
#[derive(Clone, Debug)]
pub struct WriteFolder {
    inner: MmapDirectory,
    root: PathBuf,
    /// Where an index of an older format is in the folder: the file in which schema and
    /// segments of the new one are named until it is whole. Nothing is deleted till then.
    next: Option<PathBuf>,
}

impl ReadFolder {
    /// The folder at a path.
    pub fn open(dir: &Path) -> tantivy::Result<ReadFolder> {
        Ok(ReadFolder(MmapDirectory::open(dir)?))
    }
}

impl Directory for ReadFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        // only who deletes needs to know what was written
        if path == Path::new(MANAGED) {
            return Err(OpenReadError::FileDoesNotExist(path.to_owned()));
        }
        self.0.atomic_read(path)
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        // the lock would keep a writer from deleting what is just being opened, which
        // `Index::searcher` sees for itself
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_owned() })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(read_only(), path.to_owned()))
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Err(read_only())
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(callback)
    }
}

/// The error for what is never asked of a folder that is only read.
fn read_only() -> io::Error {
    io::Error::from(io::ErrorKind::ReadOnlyFilesystem)
}

impl WriteFolder {
    /// The folder at a path.
    ///
    /// # Errors
    ///
    /// `NotWritable` where we may not write there.
    pub fn open(dir: &Path) -> Result<WriteFolder> {
        // the file of the lock is the first that is opened to be written
        let lock = dir.join(&INDEX_WRITER_LOCK.filepath);
        let opened = std::fs::OpenOptions::new().append(true).create(true).open(lock);
        opened.map_err(|error| not_writable(error).at(dir))?;
        let inner =
            MmapDirectory::open(dir).map_err(|error| Error::from(tantivy::TantivyError::from(error)).at(dir))?;
        Ok(WriteFolder { inner, root: dir.to_owned(), next: None })
    }

    /// The folder at a path, to build an index in it beside the one of an older format
    /// that is there.
    ///
    /// # Errors
    ///
    /// As for [`WriteFolder::open`].
    pub fn open_beside(dir: &Path) -> Result<WriteFolder> {
        let next = PathBuf::from(format!("{TEMPORARY}{}-next-{META}", std::process::id()));
        // of a process with our number that was killed
        let _ = std::fs::remove_file(dir.join(&next));
        Ok(WriteFolder { next: Some(next), ..Self::open(dir)? })
    }

    /// Takes away what processes left behind that were killed while they replaced a file.
    /// To be called under the lock of the writer.
    pub fn sweep(&self) -> io::Result<()> {
        for entry in std::fs::read_dir(&self.root)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(LEFT) {
                // is in nobody's way: the next writer tries again
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    /// Puts the new index in place of the older one, in one step.
    pub fn publish(&self) -> io::Result<()> {
        if let Some(next) = &self.next {
            std::fs::rename(self.root.join(next), self.root.join(META))?;
            self.inner.sync_directory()?;
        }
        Ok(())
    }

    /// Takes away what a new index was begun with.
    pub fn abandon(&self) {
        if let Some(next) = &self.next {
            // what stays is small, and hinders nobody
            let _ = std::fs::remove_file(self.root.join(next));
        }
    }

    /// The name under which a file lies in the folder.
    fn name<'a>(&'a self, path: &'a Path) -> &'a Path {
        self.next.as_deref().filter(|_| path == Path::new(META)).unwrap_or(path)
    }
}

/// The error for a folder that we may not write to.
pub fn not_writable(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ErrorKind::NotWritable(error).into(),
        _ => error.into(),
    }
}

impl Directory for WriteFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(self.name(path))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(self.name(path))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(self.name(path))
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        if self.next.is_some() {
            // may be the older index's; what is left of it goes once the new one stands
            let error = io::Error::from(io::ErrorKind::ResourceBusy);
            return Err(DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() });
        }
        self.inner.delete(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        replace(&self.root.join(self.name(path)), data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// Replaces a file in one step. The engine would do so by a temporary file that is
/// made for the eyes of its owner alone.
fn replace(path: &Path, data: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!("{TEMPORARY}{}-{name}", std::process::id()));
    // of a process with our number that was killed
    let _ = std::fs::remove_file(&temporary);
    let write = || {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&temporary)?;
        file.write_all(data)?;
        file.sync_data()?;
        std::fs::rename(&temporary, path)
    };
    write().inspect_err(|_| {
        let _ = std::fs::remove_file(&temporary);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let folder = WriteFolder::open(dir.path()).unwrap();
        for data in ["one", "two"] {
            folder.atomic_write(Path::new(META), data.as_bytes()).unwrap();
            assert_eq!(std::fs::read_to_string(dir.path().join(META)).unwrap(), data);
        }
        assert!(folder.atomic_write(Path::new("none/x"), b"").is_err());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2, "the file and the lock");
    }

    #[test]
    fn what_is_built_beside_an_index_is_not_seen_until_it_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(META), "old").unwrap();
        let folder = WriteFolder::open_beside(dir.path()).unwrap();
        let read = || std::fs::read_to_string(dir.path().join(META)).unwrap();
        assert!(!folder.exists(Path::new(META)).unwrap());
        folder.atomic_write(Path::new(META), b"new").unwrap();
        assert_eq!((read().as_str(), folder.atomic_read(Path::new(META)).unwrap()), ("old", b"new".to_vec()));
        assert!(folder.delete(Path::new(META)).is_err());
        folder.publish().unwrap();
        assert_eq!(read(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn files_have_the_rights_of_any_other() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("any"), "").unwrap();
        WriteFolder::open(dir.path()).unwrap().atomic_write(Path::new(META), b"").unwrap();
        let mode = |name| std::fs::metadata(dir.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode(META), mode("any"));
    }
}
