//! Any bytes as a table of metadata: read to its end, and the same again.

#![no_main]

use ibid::ingest::tables::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(sheet) = parse(bytes) {
        assert_eq!(Some(format!("{sheet:?}")), parse(bytes).ok().map(|again| format!("{again:?}")));
    }
});
