//! Any bytes as the text of an OpenDocument file.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    ibid_fuzz::hold_zipped("odt", &[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", bytes)]);
});
