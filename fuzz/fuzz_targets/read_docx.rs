//! Any bytes as the main text and notes of a Word document.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (&[u8], &[u8])| {
    ibid_fuzz::hold_zipped("docx", &[("word/document.xml", parts.0), ("word/footnotes.xml", parts.1)]);
});
