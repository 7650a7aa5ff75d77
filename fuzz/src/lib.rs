//! What must hold of every document, whatever its bytes.

use std::collections::HashSet;
use std::io::{Cursor, Write};

use ibid::ingest::read::digest_here;
use ibid::read::{FORMATS, Format};
pub use libfuzzer_sys;

/// A target that reads any bytes as a format.
#[macro_export]
macro_rules! reads {
    ($format:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $crate::hold($format, bytes));
    };
}

/// Reads bytes as the format of this name, and asserts what must hold.
pub fn hold(format: &str, bytes: &[u8]) {
    let format = FORMATS.iter().find(|known| known.name == format).expect("a target names a format");
    hold_of(format, bytes);
}

/// The same for a format that is a zip with parts of these names.
pub fn hold_zipped(format: &str, parts: &[(&str, &[u8])]) {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name is new");
        zip.write_all(bytes).expect("memory can be written");
    }
    hold(format, &zip.finish().expect("memory can be written").into_inner());
}

/// From bytes to passages: the same when read again; no two passages with one id, and no
/// note told twice as new; every place lies in the file, on borders of characters where
/// that is text, and in order.
pub fn hold_of(format: &'static Format, bytes: &[u8]) {
    let Ok(digest) = digest_here(format, bytes, None) else { return };
    let again = digest_here(format, bytes, None).expect("what is read once is read again");
    assert_eq!(digest.passages, again.passages);
    let mut ids = HashSet::new();
    let mut notes = HashSet::new();
    for passage in &digest.passages {
        assert!(ids.insert(&passage.hash), "two passages have one id");
        for span in &passage.places.spans {
            assert!(span.start <= span.end);
            assert!(passage.places.in_container() || span.end <= bytes.len());
        }
        for note in passage.notes.iter().filter(|note| !note.elsewhere && !note.hash.is_empty() && note.body.is_some()) {
            assert!(notes.insert(&note.hash), "a note is told as new twice");
        }
    }
}
