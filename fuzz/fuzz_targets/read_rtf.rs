//! Any bytes, read as RTF, linked and cut into passages: no panic, and every
//! place that is named lies inside the file.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut document) = ibid::read::rtf::read(bytes) else { return };
    ibid::link::link(&mut document);
    for passage in ibid::segment::passages(&document) {
        let spans = passage.places.spans.iter().chain(passage.notes.iter().filter_map(|n| n.body.as_ref()).flat_map(|b| &b.spans));
        for span in spans {
            assert!(span.start <= span.end && span.end <= bytes.len());
        }
    }
});
