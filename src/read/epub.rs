//! EPUB: the pages of a book, in the order of its spine, read as one document.
//!
//! The pages are put one after another and go through the engine for HTML
//! together, so that a note in `endnotes.xhtml` is found from the chapter that
//! calls it. Places count bytes of the pages as they were decoded.

mod archive;
mod package;

use super::builder::Builder;
use super::html;
use super::html::site::{File, Role, Site};
use super::html::tree::Tree;
use crate::error::{ErrorKind, Result};
use crate::model::{Document, Layout};
use archive::{Absent, Archive};
use package::{Item, Package};

/// True for an archive that says it is an EPUB.
pub fn sniff(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(128)];
    let has = |bytes: &[u8], words: &[u8]| bytes.windows(words.len()).any(|window| window == words);
    let tail = &bytes[bytes.len().saturating_sub(1 << 18)..];
    bytes.starts_with(b"PK\x03\x04")
        && (has(head, b"mimetypeapplication/epub+zip") || has(tail, b"META-INF/container.xml"))
}

/// Reads a book.
///
/// # Errors
///
/// `Unreadable` for a damaged or encrypted book, or one that is too large.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let mut archive = Archive::open(bytes)?;
    let mut degraded = Vec::new();
    let package = open_package(&mut archive, &mut degraded)?;
    let encrypted = archive.text("META-INF/encryption.xml").map(|xml| package::encrypted(&xml)).unwrap_or_default();
    if package.items.iter().any(|item| encrypted.contains(&item.name)) {
        return Err(ErrorKind::Unreadable("encrypted").into());
    }
    let (text, files) = load(&mut archive, &package.items, &mut degraded)?;
    if files.is_empty() {
        return Err(ErrorKind::Unreadable("no chapters").into());
    }
    let mut document = parse(&text, files, package);
    document.degraded = (!degraded.is_empty()).then(|| degraded.join("; "));
    Ok(document)
}

/// The package that the container names; where there is none, the only one in
/// the archive; where that is lost too, all pages by name.
fn open_package(archive: &mut Archive, degraded: &mut Vec<String>) -> Result<Package> {
    let named = archive.text("META-INF/container.xml").ok().and_then(|xml| package::rootfile(&xml));
    let mut names = archive.names();
    let path = named.or_else(|| names.iter().find(|name| name.ends_with(".opf")).cloned());
    let package = path.and_then(|path| archive.text(&path).ok().map(|xml| package::package(&xml, &path)));
    let mut package = package.unwrap_or_default();
    if package.items.is_empty() {
        names.sort();
        names.retain(|name| [".xhtml", ".html", ".htm"].iter().any(|end| name.to_ascii_lowercase().ends_with(end)));
        if names.is_empty() {
            return Err(ErrorKind::Unreadable("no chapters").into());
        }
        package.items = names.into_iter().map(|name| Item { name, chrome: false }).collect();
        degraded.push("no list of chapters".to_owned());
    }
    Ok(package)
}

/// The pages, one after another, and where each begins.
fn load(archive: &mut Archive, items: &[Item], degraded: &mut Vec<String>) -> Result<(String, Vec<File>)> {
    let (mut text, mut files, mut lost) = (String::new(), Vec::new(), 0);
    for item in items {
        match archive.text(&item.name) {
            Ok(page) => {
                let role = if item.chrome { Role::Chrome } else { Role::Body };
                files.push(File { name: item.name.clone(), start: text.len(), first: 0, role });
                text.push_str(&page);
            }
            Err(Absent::Damaged) => lost += 1,
            Err(Absent::Encrypted) => return Err(ErrorKind::Unreadable("encrypted").into()),
            Err(Absent::TooLarge) => return Err(ErrorKind::Unreadable("larger than 512 MB").into()),
        }
    }
    match lost {
        0 => {}
        1 => degraded.push("1 chapter could not be read".to_owned()),
        lost => degraded.push(format!("{lost} chapters could not be read")),
    }
    Ok((text, files))
}

fn parse(text: &str, mut files: Vec<File>, package: Package) -> Document {
    let mut builder = Builder::new(Layout::default());
    let mut tree = Tree::new(text);
    for at in 0..files.len() {
        let end = files.get(at + 1).map_or(text.len(), |next| next.start);
        let file = &mut files[at];
        builder.part(&file.name, file.start);
        file.first = tree.nodes.len() as u32;
        tree.read(file.start, end, true);
    }
    builder.meta = package.meta;
    html::document(&Site::new(tree, files), builder, text.len())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::model::Status;
    use crate::read::html::property::{check, markup};

    fn book(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    const CONTAINER: &str = "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>";
    const OPF: &str = "<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>\
        <item id='n' href='n.xhtml' media-type='application/xhtml+xml'/></manifest>\
        <spine><itemref idref='a'/><itemref idref='n'/></spine></package>";
    const CHAPTER: &str =
        "<html><body><p>It is so.<a epub:type='noteref' href='n.xhtml#x'>1</a> And <a id='x'/>so.</p></body></html>";
    const NOTES: &str = "<html><body><aside epub:type='endnote' id='x'><p>1. There.</p></aside></body></html>";

    #[test]
    fn notes_are_found_in_another_file() {
        let bytes =
            book(&[("META-INF/container.xml", CONTAINER), ("b.opf", OPF), ("a.xhtml", CHAPTER), ("n.xhtml", NOTES)]);
        assert!(sniff(&bytes));
        let document = read(&bytes).unwrap();
        assert_eq!(document.markers.len(), 1);
        assert_eq!((document.markers[0].status, document.notes[0].text.text.as_str()), (Status::Resolved, "There."));
        assert_eq!(document.layout.part(document.notes[0].spans[0].start), Some("n.xhtml"));
        assert_eq!((document.blocks.len(), document.degraded), (1, None));
    }

    #[test]
    fn a_lost_chapter_and_a_lost_package() {
        let bytes = book(&[("META-INF/container.xml", CONTAINER), ("b.opf", OPF), ("a.xhtml", CHAPTER)]);
        let document = read(&bytes).unwrap();
        assert_eq!(document.degraded.as_deref(), Some("1 chapter could not be read"));
        assert_eq!(document.markers[0].status, Status::Missing);
        let document = read(&book(&[("x/b.html", "<p>Two."), ("x/a.html", "<p>One.")])).unwrap();
        assert_eq!(document.blocks[0].text.text, "One.");
        assert_eq!(document.degraded.as_deref(), Some("no list of chapters"));
    }

    proptest::proptest! {
        #[test]
        fn any_chapters_are_read(one in markup(), two in markup()) {
            let text = one.clone() + &two;
            let file = |name: &str, start| File { name: name.to_owned(), start, first: 0, role: Role::Body };
            let files = vec![file("a.xhtml", 0), file("b.xhtml", one.len())];
            check(&parse(&text, files, Package::default()), &text);
        }

        #[test]
        fn a_damaged_archive_does_no_harm(at in 0usize..400, byte: u8) {
            let mut bytes = book(&[("META-INF/container.xml", CONTAINER), ("b.opf", OPF), ("a.xhtml", CHAPTER)]);
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = read(&bytes);
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let why = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert!(why(b"PK\x03\x04 rubbish").contains("damaged archive"));
        assert!(why(&book(&[("a.txt", "x")])).contains("no chapters"));
        let lock = "<encryption><EncryptedData><EncryptionMethod Algorithm='aes'/><CipherReference URI='a.xhtml'/></EncryptedData>";
        let locked = book(&[
            ("META-INF/container.xml", CONTAINER),
            ("b.opf", OPF),
            ("a.xhtml", "?"),
            ("META-INF/encryption.xml", lock),
        ]);
        assert!(why(&locked).contains("encrypted"));
    }
}
