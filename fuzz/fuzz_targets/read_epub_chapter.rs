//! Any bytes as the two chapters of a book.

#![no_main]

use libfuzzer_sys::fuzz_target;

const CONTAINER: &[u8] = b"<container><rootfiles><rootfile full-path='a.opf'/></rootfiles></container>";
const PACKAGE: &[u8] = b"<package><manifest><item id='a' href='a.xhtml'/><item id='b' href='b.xhtml'/></manifest>\
    <spine><itemref idref='a'/><itemref idref='b'/></spine></package>";

fuzz_target!(|chapters: (&[u8], &[u8])| {
    let own = [("a.xhtml", chapters.0), ("b.xhtml", chapters.1)];
    let parts = [("mimetype", &b"application/epub+zip"[..]), ("META-INF/container.xml", CONTAINER), ("a.opf", PACKAGE)];
    ibid_fuzz::hold_zipped("epub", &[&parts[..], &own].concat());
});
