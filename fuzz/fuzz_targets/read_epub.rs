//! Any bytes, read as EPUB, linked and cut into passages: no panic, and every place
//! that is named lies inside the source.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut document) = ibid::read::epub::read(bytes) else { return };
    ibid::link::link(&mut document);
    let lengths = document.blocks.iter().flat_map(|block| &block.spans).chain(document.notes.iter().flat_map(|note| &note.spans));
    for span in lengths {
        assert!(span.start <= span.end);
    }
    let _ = ibid::segment::passages(&document);
});
