//! A file: its state, its bytes, its fingerprint.

use std::fs::Metadata;
use std::io::Read;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Largest file that is read, bytes: spans count in 32 bits, and a text of this
/// size is no document.
pub const LARGEST: u64 = 1 << 30;

/// What the file system says of a file: enough to tell that it was not written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Size in bytes.
    pub size: u64,
    /// Time of last change, nanoseconds since 1970; 0 where unknown.
    pub modified: i64,
}

impl From<&Metadata> for State {
    fn from(metadata: &Metadata) -> Self {
        let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0);
        State { size: metadata.len(), modified }
    }
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

fn read_once(path: &Path) -> Result<Content, String> {
    let mut file = std::fs::File::open(path).map_err(|error| reason(&error))?;
    let metadata = file.metadata().map_err(|error| reason(&error))?;
    if !metadata.is_file() {
        return Err("not a regular file".to_owned());
    }
    let state = State::from(&metadata);
    if state.size > LARGEST {
        return Err("too large".to_owned());
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
        kind => kind.to_string(),
    }
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

    #[test]
    fn what_cannot_be_read_has_a_reason() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(&dir.path().join("none")).unwrap_err(), "vanished");
        assert_eq!(read(dir.path()).unwrap_err(), "not a regular file");
        let large = std::fs::File::create(dir.path().join("large")).unwrap();
        large.set_len(LARGEST + 1).unwrap();
        assert_eq!(read(&dir.path().join("large")).unwrap_err(), "too large");
    }
}
