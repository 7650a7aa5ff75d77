//! Any bytes under any name, from bytes to passages: no panic, the same passages when
//! read again, ids that no two passages share, no note told twice as new, and every place
//! in a file of text inside the file.

#![no_main]

use std::collections::HashSet;

use ibid::ingest::read::digest_here;
use ibid::read::{FORMATS, choose};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (nth, bytes) = input;
    let format = &FORMATS[usize::from(nth) % FORMATS.len()];
    let name = format!("a.{}", format.extensions.first().unwrap_or(&"xml"));
    let Ok(format) = choose(&name, bytes) else { return };
    let Ok(digest) = digest_here(format, bytes, None) else { return };
    let again = digest_here(format, bytes, None).expect("what is read once is read again");
    assert_eq!(digest.passages, again.passages);
    let mut ids = HashSet::new();
    let mut notes = HashSet::new();
    for passage in &digest.passages {
        assert!(ids.insert(&passage.hash), "two passages have one id");
        if !passage.places.in_container() {
            assert!(passage.places.spans.iter().all(|span| span.start <= span.end && span.end <= bytes.len()));
        }
        for note in passage.notes.iter().filter(|note| !note.elsewhere && !note.hash.is_empty() && note.body.is_some()) {
            assert!(notes.insert(&note.hash), "a note is told as new twice");
        }
    }
});
