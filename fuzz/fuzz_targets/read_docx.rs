//! Any bytes as the main text and notes of a DOCX: no panic, and every place
//! that is named lies inside the parts.

#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (&[u8], &[u8])| {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("word/document.xml", parts.0), ("word/footnotes.xml", parts.1)] {
        let _ = zip.start_file(name, zip::write::SimpleFileOptions::default());
        let _ = zip.write_all(bytes);
    }
    let Ok(zip) = zip.finish() else { return };
    let Ok(mut document) = ibid::read::docx::read(&zip.into_inner()) else { return };
    ibid::link::link(&mut document);
    let _ = ibid::segment::passages(&document);
    for block in &document.blocks {
        assert!(block.spans.iter().all(|span| span.start <= span.end));
    }
});
