//! Any bytes, read as a saved page, linked and cut into passages: no panic, and every
//! place that is named lies inside the decoded parts.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut document) = ibid::read::mhtml::read(bytes) else { return };
    ibid::link::link(&mut document);
    for passage in ibid::segment::passages(&document) {
        assert!(passage.places.spans.iter().all(|span| span.start <= span.end));
    }
});
