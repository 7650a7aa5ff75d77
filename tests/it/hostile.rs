//! Damaged, truncated and hostile files: none brings the program down, each is
//! in the ledger, and the rest of the folder is indexed.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::harness::{Dir, Random};

/// A name and what is in it.
type Bad = (String, Vec<u8>);

/// Longest time for one file. What is promised is 10 s; a debug build on a busy
/// machine gets more, as this test is about files that never end.
const LONGEST: Duration = Duration::from_secs(120);

/// Most memory for one file, kB.
const MOST_MEMORY: u64 = 1 << 20;

fn documents() -> Vec<Bad> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/one-text");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().split_once('.').unwrap().1.to_owned();
    paths.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect()
}

/// Each sample document in five states of damage by flipped bits, and cut in
/// three places.
fn damaged() -> Vec<Bad> {
    let mut random = Random::new(7);
    let mut out = Vec::new();
    for (extension, bytes) in documents() {
        for (nth, flips) in [1, 4, 40, 400, 4000].into_iter().enumerate() {
            let mut bytes = bytes.clone();
            for _ in 0..flips {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
            out.push((format!("flipped-{nth}.{extension}"), bytes));
        }
        for nth in 0..3 {
            let end = random.below(bytes.len());
            out.push((format!("cut-{nth}.{extension}"), bytes[..end].to_vec()));
        }
        let mut spliced = bytes[bytes.len() / 2..].to_vec();
        spliced.extend(&bytes[..bytes.len() / 2]);
        out.push((format!("spliced.{extension}"), spliced));
    }
    out
}

fn zipped(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Entities that double, ten thousand million words in the end.
fn entity_bomb(root: &str) -> Vec<u8> {
    let mut out = "<?xml version=\"1.0\"?>\n<!DOCTYPE x [\n<!ENTITY a0 \"word word word \">\n".to_owned();
    for level in 1..30 {
        out += &format!("<!ENTITY a{level} \"{}\">\n", format!("&a{};", level - 1).repeat(10));
    }
    out += &format!("]>\n<{root}><text><body><p>&a29;</p></body></text></{root}>\n");
    out.into_bytes()
}

/// Things inside things, without end.
fn nested() -> Vec<Bad> {
    let deep = |open: &str, close: &str| {
        let mut out = open.repeat(100_000);
        out += "word";
        out += &close.repeat(100_000);
        out.into_bytes()
    };
    let inside = |head: &str, body: Vec<u8>, tail: &str| [head.as_bytes(), &body, tail.as_bytes()].concat();
    let mut out = vec![
        ("divs.html", deep("<div>", "</div>")),
        ("open.html", deep("<b><p><table><td>", "")),
        ("fonts.html", deep("<font><a href='#x'><p>", "")),
        ("quotes.md", deep("> ", "\n")),
        ("brackets.md", deep("[", "]")),
        ("inline-notes.md", deep("^[", "]")),
        ("stars.md", deep("*a **b ", "")),
        ("lists.md", (0..4_000).flat_map(|depth| format!("{}- a\n", " ".repeat(depth)).into_bytes()).collect()),
        ("footnotes.tex", inside("\\begin{document}", deep("\\footnote{", "}"), "\\end{document}")),
        ("groups.tex", deep("{", "}")),
        ("macro.tex", b"\\newcommand{\\a}[1]{\\a{#1\\a{#1}}}\\begin{document}\\a{word}\\end{document}".to_vec()),
        ("environments.tex", deep("\\begin{quote}", "\\end{quote}")),
        ("groups.rtf", deep("{\\rtf1 ", "}")),
        ("footnotes.rtf", inside("{\\rtf1 ", deep("{\\footnote ", "}"), "}")),
        ("links.mediawiki", deep("[[", "]]")),
        ("templates.mediawiki", deep("{{a|", "}}")),
        ("refs.mediawiki", deep("<ref>", "</ref>")),
        ("tables.mediawiki", deep("{|\n|\n", "\n|}")),
        ("notes.org", deep("[fn::", "]")),
        ("emphasis.org", deep("*/_", "_/*")),
        ("quotes.rst", (0..4_000).flat_map(|depth| format!("{}a\n\n", " ".repeat(depth)).into_bytes()).collect()),
        ("marks.rst", deep("`*|", "|*`")),
        ("notes.xml", inside("<TEI><text><p>", deep("<note>", "</note>"), "</p></text></TEI>")),
        ("sections.xml", inside("<article><body>", deep("<sec><p>", "</p></sec>"), "</body></article>")),
        ("elements.xml", inside("<root>", deep("<a>", "</a>"), "</root>")),
        ("attributes.xml", inside("<TEI ", b"a='b' ".repeat(200_000), "><text/></TEI>")),
        ("brackets.txt", deep("[1]", "")),
        ("labels.txt", (0..60_000).flat_map(|n| format!("[{}] a\n\n", n % 7).into_bytes()).collect()),
    ];
    out.push(("open.hocr", inside("<div class='ocr_page'>", deep("<span class='ocr_line'>", ""), "")));
    out.push(("parts.eml", multipart(400)));
    out.into_iter().map(|(name, bytes)| (format!("nested-{name}"), bytes)).collect()
}

/// A message in a message in a message.
fn multipart(depth: usize) -> Vec<u8> {
    let mut out = "From: a@example.org\nSubject: s\n".to_owned();
    for level in 0..depth {
        out += &format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
    }
    out += "Content-Type: text/plain\n\nword\n";
    out.into_bytes()
}

/// Much that is packed into little.
fn bombs() -> Vec<Bad> {
    let zeros = vec![b' '; 300 << 20];
    let gz = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let bomb = zipped(&[("a.txt", zeros.clone()), ("b.txt", b"A small text beside it.\n".to_vec())]);
    let deep = (0..30).fold(zipped(&[("a.txt", b"word".to_vec())]), |inner, _| zipped(&[("a.zip", inner)]));
    let many: Vec<(String, Vec<u8>)> = (0..3_000).map(|n| (format!("{n}.txt"), b"word\n".to_vec())).collect();
    let many: Vec<(&str, Vec<u8>)> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let doc = b"<w:document><w:body><w:p><w:r><w:t>".to_vec();
    let wide = [doc, zeros.clone()].concat();
    let container = b"<container><rootfiles><rootfile full-path='a.opf'/></rootfiles></container>".to_vec();
    let opf =
        b"<package><manifest><item id='a' href='a.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>";
    let mime = b"application/epub+zip".to_vec();
    vec![
        ("bomb.zip".to_owned(), bomb.clone()),
        ("in-bomb.zip".to_owned(), zipped(&[("bomb.zip", bomb)])),
        ("deep.zip".to_owned(), deep),
        ("many.zip".to_owned(), zipped(&many)),
        ("names.zip".to_owned(), zipped(&[("../../up.txt", b"up".to_vec()), ("/etc/x.txt", b"abs".to_vec())])),
        ("bomb.docx".to_owned(), zipped(&[("[Content_Types].xml", Vec::new()), ("word/document.xml", wide)])),
        ("entities.docx".to_owned(), zipped(&[("word/document.xml", entity_bomb("document"))])),
        ("entities.odt".to_owned(), zipped(&[("content.xml", entity_bomb("document-content"))])),
        (
            "bomb.epub".to_owned(),
            zipped(&[
                ("mimetype", mime),
                ("META-INF/container.xml", container),
                ("a.opf", opf.to_vec()),
                ("a.xhtml", zeros.clone()),
            ]),
        ),
        ("bomb.txt.gz".to_owned(), gz(&zeros)),
        ("bomb.tar.gz".to_owned(), gz(&zeros)),
        ("entities-tei.xml".to_owned(), entity_bomb("TEI")),
        ("entities-jats.xml".to_owned(), entity_bomb("article")),
        ("entities.xml".to_owned(), entity_bomb("root")),
    ]
}

/// A PDF of the given objects.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut out = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (nth, object) in objects.iter().enumerate() {
        places.push(out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", nth + 1);
    }
    let start = out.len();
    out += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|place| out += &format!("{place:010} 00000 n \n"));
    out += &format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}

/// Page trees that no reader should follow.
fn page_trees() -> Vec<Bad> {
    let catalog = "<</Type/Catalog/Pages 2 0 R>>";
    let loops = pdf(&[catalog, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"]);
    let circle = pdf(&[catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"]);
    let count = pdf(&[catalog, "<</Type/Pages/Kids[]/Count 2000000000>>"]);
    let itself = pdf(&["<</Type/Catalog/Pages 1 0 R>>"]);
    let kids = format!("<</Type/Pages/Kids[{}]/Count 9>>", "3 0 R ".repeat(200_000));
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 1e30]/Contents 4 0 R>>";
    let stream = "<</Length 5 0 R>>\nstream\nBT (word) Tj ET\nendstream";
    let many = pdf(&[catalog, &kids, page, stream, "4 0 R"]);
    let form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length 16>>\nstream\n/F Do /F Do /F Do\nendstream";
    let one = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
    let drawn = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Contents 4 0 R>>";
    let forms = pdf(&[catalog, one, drawn, form]);
    let arrays = pdf(&[catalog, &format!("<</Kids {}>>", "[".repeat(100_000))]);
    let prev =
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n";
    let all = [
        ("loop", loops),
        ("circle", circle),
        ("count", count),
        ("itself", itself),
        ("many", many),
        ("forms", forms),
        ("arrays", arrays),
        ("prev", prev.to_vec()),
        ("head", b"%PDF-1.7\n".to_vec()),
        ("noise", b"%PDF-1.7\n1 0 obj <</Length 99999999999>> stream\n\xff\x00\xff".to_vec()),
    ];
    all.into_iter().map(|(name, bytes)| (format!("pages-{name}.pdf"), bytes)).collect()
}

/// Runs `ibid extract` on a file; gives its time and the most memory it had, in
/// kB, where the system tells.
fn extract(file: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .arg("extract")
        .arg(file)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    let code = loop {
        most = most.max(peak(&status));
        if let Some(code) = child.try_wait().unwrap() {
            break code;
        }
        assert!(start.elapsed() < LONGEST, "{} never ends", file.display());
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(code.code().is_some_and(|code| code <= 2), "{}: {code}", file.display());
    let mut err = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut err).unwrap();
    assert!(!err.contains("panicked"), "{}: {err}", file.display());
    (start.elapsed(), most)
}

/// `VmHWM` of a process, kB; 0 where there is no such file.
fn peak(status: &str) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

#[test]
fn no_file_brings_the_program_down() {
    let mut all = damaged();
    all.extend(nested());
    all.extend(bombs());
    all.extend(page_trees());
    assert!(all.len() >= 200, "{}", all.len());
    let dir = Dir::new();
    for (name, bytes) in &all {
        dir.file(&format!("s/{name}"), bytes);
    }
    dir.file("s/sound.txt", "A sound text stands among the others, and is found.\n");
    let mut slowest = (Duration::ZERO, String::new());
    for (name, _) in &all {
        let (time, memory) = extract(&dir.path().join("s").join(name));
        assert!(memory < MOST_MEMORY, "{name}: {memory} kB");
        slowest = slowest.max((time, name.clone()));
    }
    eprintln!("slowest: {slowest:?}");
    let records = dir.ibid(&["index", "--json", "s"]).exits(0).json();
    let named = |name: &str| {
        let path = format!("s/{name}");
        records
            .iter()
            .find(|record| record["path"] == path.as_str())
            .unwrap_or_else(|| panic!("{name} is not in the ledger"))
    };
    for (name, _) in &all {
        let record = named(name);
        let unread = ["failed", "skipped", "degraded"].iter().any(|status| record["status"] == *status);
        assert!(!unread || record["reason"].is_string(), "{record}");
    }
    assert_eq!(
        dir.ibid(&["search", "--json", "\"found\" sound text"]).exits(0).hits()[0]["document"]["path"],
        "s/sound.txt"
    );
}
