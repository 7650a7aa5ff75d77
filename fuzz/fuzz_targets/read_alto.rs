//! Any bytes, read as the format, linked and cut into passages: no panic, and
//! every place that is named lies inside the file.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut document) = ibid::read::alto::read(bytes) else { return };
    ibid::link::link(&mut document);
    for passage in ibid::segment::passages(&document) {
        for span in &passage.places.spans {
            assert!(span.start <= span.end && span.end <= bytes.len());
        }
    }
});
