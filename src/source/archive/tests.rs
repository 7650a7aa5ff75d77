//! Archives made by the libraries that read them, and by hand where these will not.

use std::io::Write;

use zip::write::SimpleFileOptions;

use super::*;

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        // the library will not write `../`
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// What is met, as lines, and the reason of the archive.
fn met(limits: Limits, name: &str, bytes: &[u8]) -> (Vec<String>, Option<String>) {
    let mut out = Vec::new();
    let wanted = |name: &str| if name.ends_with(".png") { Err("no reader for .png".to_owned()) } else { Ok(()) };
    let mut told = |met: Met| {
        out.push(match met.what {
            What::File(bytes) => format!("{}: {}", met.path, String::from_utf8_lossy(&bytes)),
            What::Archive(kind, summary) => format!("{}: {} of {}", met.path, kind.name(), summary.entries),
            What::Skipped(reason) => format!("{} - {reason}", met.path),
            What::Failed(reason) => format!("{} ! {reason}", met.path),
        });
    };
    let summary = walk_within(limits, (kind(name).unwrap(), name), bytes, (&wanted, &mut told));
    (out, summary.reason)
}

fn paths(name: &str, bytes: &[u8]) -> Vec<String> {
    let (out, reason) = met(LIMITS, name, bytes);
    assert_eq!(reason, None);
    out
}

#[test]
fn names_tell_the_kind() {
    let of = |name| kind(name).map(Kind::name);
    assert_eq!(
        (of("a/b.ZIP"), of("b.tar.gz"), of("b.tgz"), of("b.tar.zst")),
        (Some("zip"), Some("tar.gz"), Some("tar.gz"), Some("tar.zst"))
    );
    assert_eq!(
        (of("b.txt.gz"), of("b.docx"), of(".zip"), of("zip"), of("a.mbox")),
        (Some("gzip"), None, None, None, Some("mbox"))
    );
}

#[test]
fn every_kind_is_walked() {
    let files: &[(&str, &[u8])] = &[("a.txt", b"one"), ("in/b.txt", b"two"), ("c.png", b"x")];
    let want = ["a.txt: one", "in/b.txt: two", "c.png - no reader for .png"];
    assert_eq!(paths("x.zip", &zip(files)), want);
    assert_eq!(paths("x.tar", &tar(files)), want);
    assert_eq!(paths("x.tgz", &gz(&tar(files))), want);
    assert_eq!(paths("x.tar.zst", &zst(&tar(files))), want);
    assert_eq!(paths("in/a.txt.gz", &gz(b"one")), ["a.txt: one"]);
    let frames = [zst(b"one"), b"\x50\x2a\x4d\x18\x02\0\0\0xx".to_vec(), zst(b" two")].concat();
    assert_eq!(paths("a.txt.zst", &frames), ["a.txt: one two"]);
}

#[test]
fn archives_lie_in_archives_to_a_depth() {
    let inner = zip(&[("d.zip", &zip(&[("e.txt", b"deep")])), ("c.txt", b"three")]);
    let outer = zip(&[("b.tar.gz", &gz(&tar(&[("in.zip", &inner)]))), ("z.txt", b"last")]);
    let deep = "b.tar.gz!/in.zip!/";
    let want = [
        format!("{deep}d.zip - archives more than 3 deep in one another"),
        format!("{deep}c.txt: three"),
        "b.tar.gz!/in.zip: zip of 2".to_owned(),
        "b.tar.gz: tar.gz of 1".to_owned(),
        "z.txt: last".to_owned(),
    ];
    assert_eq!(paths("a.zip", &outer), want);
}

#[test]
fn names_are_kept_as_they_stand_and_no_two_are_the_same() {
    let bytes = tar(&[("../up.txt", b"1"), ("/etc/x", b"2"), ("a", b"3"), ("a", b"4")]);
    let want = ["../up.txt: 1", "/etc/x: 2", "a: 3", "a (entry 4) - another entry bears its name"];
    assert_eq!(paths("x.tar", &bytes), want);
}

#[test]
fn links_and_encrypted_entries_are_told() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.add_symlink("l", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    zip.add_directory("d", SimpleFileOptions::default()).unwrap();
    zip.start_file("s.txt", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"words").unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    let flags: Vec<usize> = (0..bytes.len() - 6).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect();
    bytes[flags[2] + 8] |= 1;
    assert_eq!(paths("x.zip", &bytes), ["l - symlink", "s.txt ! encrypted"]);
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    tar.append_link(&mut header, "l", "/etc/passwd").unwrap();
    assert_eq!(paths("x.tar", &tar.into_inner().unwrap()), ["l - symlink"]);
}

#[test]
fn a_damaged_entry_leaves_the_others() {
    let mut bytes = zip(&[("a.txt", &b"words ".repeat(99)), ("b.txt", b"two")]);
    bytes[45] ^= 0x55;
    let (out, reason) = met(LIMITS, "x.zip", &bytes);
    assert!(
        out[0].starts_with("a.txt ! damaged: ") && out[1] == "b.txt: two" && reason.is_none(),
        "{out:?} {reason:?}"
    );
    let whole = tar(&[("a.txt", b"one"), ("b.txt", b"two")]);
    let (out, reason) = met(LIMITS, "x.tar", &whole[..1030]);
    assert_eq!(out[0], "a.txt: one");
    assert!(reason.is_some_and(|reason| reason.starts_with("damaged: ")));
    for (name, bytes) in [("x.zip", &b"PK no"[..]), ("x.tar", b"words"), ("x.mbox", b"words\n")] {
        let (out, reason) = met(LIMITS, name, bytes);
        assert!(out.is_empty() && reason.is_some(), "{name}");
    }
}

#[test]
fn bounds_hold() {
    let zeros = vec![b'0'; 1 << 20];
    let bomb = zip(&[("a.txt", b"first"), ("b.txt", &zeros), ("c.txt", b"last")]);
    let limits = Limits { entry: 1 << 19, ..LIMITS };
    assert_eq!(met(limits, "x.zip", &bomb).0, ["a.txt: first", "b.txt ! too large", "c.txt: last"]);
    let limits = Limits { free: 1 << 16, ..LIMITS };
    assert_eq!(met(limits, "x.zip", &bomb).0, ["a.txt: first", "b.txt ! expands too far", "c.txt: last"]);
    let limits = Limits { total: 1 << 18, ..LIMITS };
    let (out, reason) = met(limits, "x.zip", &bomb);
    assert_eq!((out.len(), reason.as_deref()), (2, Some(TOO_MUCH)));
    let (_, reason) = met(limits, "x.tgz", &gz(&tar(&[("skip.png", &zeros), ("c.txt", b"last")])));
    assert_eq!(reason.as_deref(), Some(TOO_MUCH));
    let limits = Limits { entries: 2, ..LIMITS };
    let (out, reason) = met(limits, "x.tar", &tar(&[("a", b"1"), ("b", b"2"), ("c", b"3")]));
    assert_eq!((out.len(), reason.as_deref()), (2, Some("more than 2 entries")));
}

#[test]
fn a_mailbox_holds_messages() {
    let text = b"From a@b Mon Jan  1 10:00:00 2001\nSubject: x\n\nFrom the start it was so.\n\nFrom now on\n\nFrom c@d Tue\nDate: y\n\nTwo\n";
    let want = ["1.eml: Subject: x\n\nFrom the start it was so.\n\nFrom now on\n\n", "2.eml: Date: y\n\nTwo\n"];
    assert_eq!(paths("x.mbox", text), want);
}

proptest::proptest! {
    #[test]
    fn any_damage_is_survived(at in 0usize..400, to in proptest::prelude::any::<u8>(), cut in 0usize..400) {
        let files: &[(&str, &[u8])] = &[("a.txt", b"one"), ("in/b.txt", b"two")];
        for (name, mut bytes) in [("x.zip", zip(files)), ("x.tar", tar(files)), ("x.tgz", gz(&tar(files))), ("x.tar.zst", zst(&tar(files)))] {
            let at = at % bytes.len();
            bytes[at] = to;
            met(LIMITS, name, &bytes);
            bytes.truncate(bytes.len().saturating_sub(cut));
            met(LIMITS, name, &bytes);
        }
    }
}
