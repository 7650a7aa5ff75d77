//! Any bytes, read as a PDF: no panic.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = ibid::read::pdf::read(bytes);
});
