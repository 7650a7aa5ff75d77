//! A file: its state, its bytes, its fingerprint.

use std::fs::{File, Metadata, OpenOptions};
use std::io::Read;
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::bounds;
use crate::error::{self, ErrorKind};

/// What the file system says of a file: enough to tell that it was not written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Size in bytes.
    pub size: u64,
    /// Time of last change, nanoseconds since 1970; 0 where unknown. It is the later of
    /// the time that the file bears, which programs set as they like (`cp -p`,
    /// `rsync -t`), and the time that the system notes when anything of it is changed.
    pub modified: i64,
}

impl From<&Metadata> for State {
    fn from(metadata: &Metadata) -> Self {
        let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0);
        State { size: metadata.len(), modified: modified.max(noted(metadata)) }
    }
}

/// When the system last noted a change of anything of a file; 0 where it does not tell.
#[cfg(unix)]
fn noted(metadata: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn noted(_: &Metadata) -> i64 {
    0
}

/// Opens a file to read it. Between the walk and now a link or a pipe may have taken
/// its place: no link is followed, and a pipe that nobody writes to is not waited for.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
}

/// The content of a file.
#[derive(Debug)]
pub struct Content {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its state, the same before and after reading.
    pub state: State,
    /// BLAKE3 of the bytes, hex.
    pub fingerprint: String,
}

/// Reads a file whole. The error is a reason for the ledger: `permission
/// denied`, `vanished`, `too large`, `changed while it was read` and so on.
pub fn read(path: &Path) -> Result<Content, String> {
    // a second look for a file that was just being written
    read_once(path).or_else(|reason| if reason == CHANGED { read_once(path) } else { Err(reason) })
}

const CHANGED: &str = "changed while it was read";
const LARGE: &str = "too large";

/// Reads a file whole that a user gave: a link to one is followed.
///
/// # Errors
///
/// There is none, it may not be read, or is too large, or no file.
pub fn read_given(path: &Path) -> error::Result<Vec<u8>> {
    let path = std::fs::canonicalize(path)?;
    read(&path).map(|content| content.bytes).map_err(|reason| ErrorKind::Refused(reason).into())
}

fn read_once(path: &Path) -> Result<Content, String> {
    let mut file = open(path).map_err(|error| reason(&error))?;
    let metadata = file.metadata().map_err(|error| reason(&error))?;
    if !metadata.is_file() {
        return Err("not a regular file".to_owned());
    }
    let state = State::from(&metadata);
    if state.size > bounds::current().file {
        return Err(LARGE.to_owned());
    }
    let mut bytes = Vec::with_capacity(state.size as usize + 1);
    // one byte more than there should be: a file that grows is seen, and is not read for ever
    let limit = state.size + 1;
    file.by_ref().take(limit).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    let after = file.metadata().map_err(|error| reason(&error))?;
    if bytes.len() as u64 != state.size || State::from(&after) != state {
        return Err(CHANGED.to_owned());
    }
    let fingerprint = fingerprint(&bytes);
    Ok(Content { bytes, state, fingerprint })
}

/// BLAKE3 of bytes, hex.
pub fn fingerprint(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// The reason for the ledger, of an error of the file system: short, the same
/// on every system where that can be had.
pub fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "vanished".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ if is_link(error) => "symlink".to_owned(),
        kind => kind.to_string(),
    }
}

#[cfg(unix)]
fn is_link(error: &std::io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
fn is_link(_: &std::io::Error) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_with_its_state() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, "text").unwrap();
        let content = read(&path).unwrap();
        assert_eq!((content.bytes.as_slice(), content.state.size), (&b"text"[..], 4));
        assert_eq!(content.fingerprint, fingerprint(b"text"));
        assert!(content.state.modified > 0);
    }

    /// Guards against the moment between the walk and the reading.
    #[cfg(unix)]
    #[test]
    fn what_took_the_place_of_a_file_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link, pipe) = (dir.path().join("a"), dir.path().join("link"), dir.path().join("pipe"));
        std::fs::write(&file, "text").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert_eq!(read(&link).unwrap_err(), "symlink");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if made.is_ok_and(|status| status.success()) {
            assert_eq!(read(&pipe).unwrap_err(), "not a regular file");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_change_that_keeps_size_and_time_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, "text").unwrap();
        let before = std::fs::metadata(&path).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(50));
        std::fs::write(&path, "next").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(before.modified().unwrap()).unwrap();
        let after = std::fs::metadata(&path).unwrap();
        assert_eq!(before.modified().unwrap(), after.modified().unwrap());
        assert_ne!(State::from(&before), State::from(&after));
    }

    /// Guards against a mix of two states: a file that is replaced and cut while it is
    /// read is what it was at one moment, or has a reason.
    #[test]
    fn a_file_that_changes_while_it_is_read_is_one_or_the_other() {
        use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
        let dir = tempfile::tempdir().unwrap();
        let (path, next) = (dir.path().join("a"), dir.path().join("next"));
        std::fs::write(&path, "0").unwrap();
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for digit in (b'0'..=b'9').cycle() {
                    std::fs::write(&next, vec![digit; 300_000]).unwrap();
                    std::fs::rename(&next, &path).unwrap();
                    let file = File::options().write(true).open(&path).unwrap();
                    file.set_len(100_000).unwrap();
                    if is_over.load(Relaxed) {
                        return;
                    }
                }
            });
            for _ in 0..300 {
                match read(&path) {
                    Ok(content) => {
                        assert!(content.bytes.iter().all(|byte| *byte == content.bytes[0]), "a mix");
                        assert_eq!(content.bytes.len() as u64, content.state.size);
                    }
                    Err(reason) => assert_eq!(reason, CHANGED),
                }
            }
            is_over.store(true, Relaxed);
        });
    }

    #[test]
    fn what_cannot_be_read_has_a_reason() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(&dir.path().join("none")).unwrap_err(), "vanished");
        assert_eq!(read(dir.path()).unwrap_err(), "not a regular file");
        let large = std::fs::File::create(dir.path().join("large")).unwrap();
        large.set_len(bounds::USUAL.file + 1).unwrap();
        assert_eq!(read(&dir.path().join("large")).unwrap_err(), "too large");
    }
}
