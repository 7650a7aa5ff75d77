//! Hostile files: the program survives its readers, and says why a file is not read.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::{Compress, Compression, FlushCompress};

use crate::harness::Dir;

/// A PDF of the given objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        writeln!(out, "{number} 0 obj").unwrap();
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    places.iter().for_each(|place| writeln!(out, "{place:010} 00000 n ").unwrap());
    write!(out, "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF", objects.len() + 1).unwrap();
    out
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dict}/Length {}>>stream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

fn with_page(contents: Vec<u8>, more: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>".to_vec(),
        contents,
    ];
    objects.extend(more);
    pdf(&objects)
}

/// Forms that each show the next fifty times.
fn laughs() -> Vec<u8> {
    let many = b"/F Do ".repeat(50);
    let form = |next: usize| {
        stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {next} 0 R>>>>"), &many)
    };
    with_page(stream("", &many), (6..20).map(form).collect())
}

/// Twice deflated nothing: a few kilobytes that become four gigabytes.
fn bomb() -> Vec<u8> {
    let deflated = |data: &[u8], flush| {
        let mut out = Vec::with_capacity(data.len() / 100 + 4096);
        let mut compress = Compress::new(Compression::best(), false);
        compress.compress_vec(data, &mut out, flush).unwrap();
        out
    };
    let megabyte = deflated(&vec![b' '; 1 << 20], FlushCompress::Full);
    let mut inner = vec![0x78, 0x9c];
    (0..4096).for_each(|_| inner.extend(&megabyte));
    let mut outer = vec![0x78, 0x9c];
    outer.extend(deflated(&inner, FlushCompress::Finish));
    with_page(stream("/Filter[/FlateDecode/FlateDecode]", &outer), vec![])
}

/// A tree of pages that contains itself, and arrays in arrays.
fn circle() -> Vec<u8> {
    let deep = [b"[".repeat(200_000), b"]".repeat(200_000)].concat();
    pdf(&[
        b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3>>".to_vec(),
        [b"<</Type/Page/Annots ".to_vec(), deep, b"/Parent 2 0 R>>".to_vec()].concat(),
        b"<</First 4 0 R/Next 4 0 R/Title(x)>>".to_vec(),
    ])
}

#[test]
fn hostile_files_fail_alone() {
    let dir = Dir::new();
    dir.file("s/good.txt", "The eels were paid in the spring of every year.\n");
    for (name, bytes) in [("laughs.pdf", laughs()), ("bomb.pdf", bomb()), ("circle.pdf", circle())] {
        dir.file(&format!("s/{name}"), bytes);
    }
    let began = Instant::now();
    let ran = dir.ibid(&["index", "s", "--json"]).exits(0);
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    let of = |name: &str| ran.json().into_iter().find(|r| r.to_string().contains(name)).unwrap().to_string();
    assert!(of("good.txt").contains("indexed"), "{}", of("good.txt"));
    assert!(
        of("bomb.pdf").contains("failed") && of("bomb.pdf").contains("needs too much memory"),
        "{}",
        of("bomb.pdf")
    );
    let _ = (of("laughs.pdf"), of("circle.pdf"));
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
}

#[test]
fn a_reading_is_the_same_in_a_process_of_its_own() {
    let dir = Dir::new();
    let case = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/formats/pdf/report.pdf");
    let here = ibid::ingest::read::document("report.pdf", &std::fs::read(case).unwrap()).unwrap();
    let ran = dir.ibid(&["notes", "--json", case]).exits(0);
    assert_eq!(ran.json().iter().filter(|row| row["type"] == "marker").count(), here.markers.len());
}

/// A document of one paragraph, in the format of word processors.
fn docx(text: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    write!(zip, "<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>").unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_needs_too_much_memory_fails_alone_whatever_its_format() {
    let dir = Dir::new();
    dir.file("s/rows.md", format!("a|b\n-|-\n{}", "a|b\n".repeat(3_500_000)));
    // 24 MB of short citations from 36 kB
    dir.file("s/many.docx", docx(&"Ibid. ".repeat(4_000_000)));
    dir.file("s/deep.org", format!("It is so{}\n", "[fn::a".repeat(20_000)));
    for n in 0..4 {
        dir.file(&format!("s/{n}.txt"), "The eels were paid in the spring of every year.[1]\n\n[1] Pay book, p. 3.\n");
    }
    let ran = dir.ibid(&["index", "s", "--json", "--jobs", "1"]).exits(0);
    let of = |name: &str| ran.json().into_iter().find(|r| r["path"] == format!("s/{name}")).unwrap();
    let told = |name: &str| (of(name)["status"].clone(), of(name)["reason"].clone());
    assert_eq!(told("rows.md"), ("failed".into(), "needs too much memory".into()));
    assert_eq!(told("many.docx"), ("degraded".into(), "more citations than are read of a document".into()));
    (0..4).for_each(|n| assert_eq!(of(&format!("{n}.txt"))["notes"], 1));
    assert!(of("deep.org")["status"].is_string());
    assert_eq!(dir.ibid(&["search", "--json", "eels"]).exits(0).hits().len(), 1, "copies are folded");
    // nor do the commands that read files directly break down
    let ran = dir.ibid(&["extract", "s/rows.md", "s/0.txt"]).exits(0);
    assert!(ran.out.contains("eels") && ran.err.contains("needs too much memory"), "{}", ran.err);
}

/// Tables and libraries are read as documents are: what breaks their reader is told, and
/// the documents are indexed.
#[test]
fn a_hostile_table_or_library_hinders_no_document() {
    let dir = Dir::new();
    dir.file("s/good.txt", "The eels were paid in the spring of every year.\n");
    let deep = format!("@book{{a, title = {}x{}}}\n", "{".repeat(300_000), "}".repeat(300_000));
    dir.file("deep.bib", deep);
    dir.file("deep.json", format!("[{}", "{\"a\":[".repeat(300_000)));
    dir.file("table.csv", format!("path,title\ngood.txt,\"{}\n", "a,\"b".repeat(300_000)));
    for args in [&["--bib", "deep.bib"], &["--bib", "deep.json"], &["--meta", "table.csv"]] {
        let args: Vec<&str> = ["index", "s"].iter().chain(args).copied().collect();
        let ran = dir.ibid(&args);
        assert!([0, 2].contains(&ran.status), "{}: {}", ran.status, ran.err);
    }
    dir.ibid(&["index", "s"]).exits(0);
    assert_eq!(dir.ibid(&["search", "--json", "eels"]).exits(0).hits().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_table_that_is_a_link_or_a_pipe_is_not_read() {
    let dir = Dir::new();
    dir.file("s/good.txt", "The eels were paid in the spring of every year.\n");
    dir.file("secret.csv", "path,title\ngood.txt,Secret\n");
    let table = dir.path().join("s/SOURCES.csv");
    std::os::unix::fs::symlink(dir.path().join("secret.csv"), &table).unwrap();
    let ran = dir.ibid(&["index", "s"]).exits(0);
    assert!(ran.err.contains("SOURCES.csv") && ran.err.contains("symlink"), "{}", ran.err);
    let hits = dir.ibid(&["search", "--json", "eels"]).exits(0).hits();
    assert_ne!(hits[0]["document"]["title"], "Secret");
    std::fs::remove_file(&table).unwrap();
    if std::process::Command::new("mkfifo").arg(&table).status().is_ok_and(|status| status.success()) {
        dir.ibid(&["index", "s"]).exits(0);
        let ran = dir.ibid(&["index", "s", "--meta", "s/SOURCES.csv"]).exits(2);
        assert!(ran.err.contains("not a regular file"), "{}", ran.err);
    }
}

/// A zip of so many texts.
fn zip_of(names: &[&str]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in names {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writeln!(zip, "The eels of {name} were paid in the spring of every year.").unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Bounds go down here so that small files meet them, and up again.
#[test]
fn bounds_are_raised_by_flags_and_what_met_one_is_read_then() {
    let dir = Dir::new();
    dir.file("s/long.txt", "The eels were paid in the spring of every year.\n\n".repeat(50));
    dir.file("s/a.zip", zip_of(&["one.txt", "two.txt", "three.txt"]));
    let records = |args: &[&str]| {
        let args: Vec<&str> = ["index", "s", "--json"].iter().chain(args).copied().collect();
        dir.ibid(&args).exits(0).json()
    };
    let of = |records: &[serde_json::Value], path: &str| {
        let found = records.iter().find(|record| record["path"] == path);
        found.map_or((String::new(), String::new()), |record| {
            let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
            (text("status"), text("reason"))
        })
    };
    let low = records(&["--max-file-size", "1K", "--max-expanded", "80"]);
    assert_eq!(of(&low, "s/long.txt"), ("failed".to_owned(), "too large".to_owned()));
    assert_eq!(of(&low, "s/a.zip"), ("degraded".to_owned(), "the archive expands too far".to_owned()));
    let raised = records(&["--max-file-size", "1M", "--max-expanded", "1M"]);
    assert_eq!(of(&raised, "s/long.txt").0, "indexed");
    assert_eq!(of(&raised, "s/a.zip").0, "indexed");
    assert_eq!(of(&raised, "s/a.zip!/three.txt").0, "indexed");
    for wrong in [&["--max-time", "0"][..], &["--max-expanded", "x"], &["--max-file-size", "1X"]] {
        let args: Vec<&str> = ["index", "s"].iter().chain(wrong).copied().collect();
        dir.ibid(&args).exits(2);
    }
}
