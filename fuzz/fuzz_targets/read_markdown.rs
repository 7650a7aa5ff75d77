//! Any bytes, read as Markdown, linked and cut into passages: no panic, and
//! every place that is named lies inside the file.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut document) = ibid::read::markdown::read(bytes) else { return };
    ibid::link::link(&mut document);
    for passage in ibid::segment::passages(&document) {
        let notes = passage.notes.iter().filter_map(|note| note.body.as_ref());
        for span in passage.places.spans.iter().chain(notes.flat_map(|body| &body.spans)) {
            assert!(span.start <= span.end && span.end <= bytes.len());
        }
    }
});
