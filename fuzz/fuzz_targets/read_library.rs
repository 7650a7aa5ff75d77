//! Any bytes as a library of references (BibTeX, CSL-JSON): read to its end, and the same
//! again.

#![no_main]

use std::path::Path;

use ibid::ingest::library::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let read = || parse(bytes, Path::new("/library")).ok().map(|parsed| format!("{parsed:?}"));
    assert_eq!(read(), read());
});
