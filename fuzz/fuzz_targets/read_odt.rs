//! Any bytes as a flat text document of OpenDocument: no panic, and every
//! place that is named lies inside the file.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut whole = b"<office:document><office:body>".to_vec();
    whole.extend_from_slice(bytes);
    let Ok(mut document) = ibid::read::odt::read(&whole) else { return };
    ibid::link::link(&mut document);
    for passage in ibid::segment::passages(&document) {
        assert!(passage.places.spans.iter().all(|span| span.start <= span.end && span.end <= whole.len()));
    }
});
