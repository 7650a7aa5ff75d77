//! The bytes of every stored type, with every field filled: they change with the format
//! version, and never without.

use std::collections::BTreeMap;

use super::{Keep, decode, encode};
use crate::index::schema::{FORMAT_VERSION, Fields, FileRecord, FileStatus, SourceRecord};
use crate::model::citation::{Attribution, CiteStatus, Form, Kind, Target, Work};
use crate::model::{Citation, Meta, Passage, PassageNote, Places, Status};
use crate::read::ocr::Ocr;
use crate::span::{Mapped, Span};

/// The bytes of the format in force.
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/index/record/golden.txt");

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn mapped() -> Mapped {
    let mut mapped = Mapped::identity("The lamp", 100);
    mapped.push_replaced(" ", Span::new(108, 110));
    mapped.push("was lit", 110);
    mapped.push_replaced("é", Span::new(117, 125));
    mapped.joins = vec![3, 9];
    mapped
}

fn places() -> Places {
    Places {
        mapped: mapped(),
        spans: vec![Span::new(100, 112), Span::new(113, 125)],
        lines: vec![(0, 7), (9, 9), (11, 10)],
        last_line: Some(12),
        pages: vec![(0, Some(3), some("iii")), (9, None, None)],
        part: some("word/document.xml"),
        page_lines: vec![(0, 1), (9, 2)],
        recognised: Some(91),
    }
}

fn work() -> Work {
    Work {
        number: Some(4),
        index: Some(1),
        raw: "Ann Lee, Lamps".to_owned(),
        kind: Kind::Book,
        author: vec!["Ann Lee".to_owned()],
        title: some("Lamps"),
        container: some("Lights"),
        publisher: some("Pilot Press"),
        date: some("1999-03"),
        doi: some("10.1000/1"),
        url: some("https://example.org/"),
        editor: vec!["Jan Moss".to_owned()],
        edition: some("2nd edn"),
        volume: some("II"),
    }
}

fn citation() -> Citation {
    Citation {
        raw: "Lee, op. cit., p. 3".to_owned(),
        bytes: Some(Span::new(5, 25)),
        kind: Kind::Dataset,
        form: Form::OpCit,
        author: vec!["Lee".to_owned()],
        title: some("Lamps"),
        container: some("Lights"),
        publisher: some("Pilot Press"),
        date: some("1999"),
        volume: some("2"),
        pages: some("1-9"),
        doi: some("10.1000/1"),
        url: some("https://example.org/"),
        status: CiteStatus::Resolved,
        resolves_to: Some(Target { number: Some(4), index: Some(1), raw: some("Ann Lee, Lamps") }),
        work: Some(Box::new(work())),
        start: 2,
        end: 22,
        editor: vec!["Jan Moss".to_owned()],
        place: some("London"),
        issue: some("7"),
        edition: some("3rd"),
        locator: some("p. 3"),
        note: Some(4),
        reporter: some("U.S."),
        court: some("High Court"),
        isbn: some("9780000000002"),
        arxiv: some("2101.00001"),
        designation: some("RFC 2119"),
    }
}

fn note() -> PassageNote {
    PassageNote {
        hash: "n-0012abcd".to_owned(),
        label: "1".to_owned(),
        number: Some(77),
        scope: some("B. The quay"),
        status: Some(Status::Ambiguous),
        at: Some(8),
        body: Some(places()),
        elsewhere: true,
        also: vec![5, 6],
        cites: vec![citation()],
    }
}

fn passage() -> Passage {
    let (bytes, source) = (Some(Span::new(1, 9)), "TASS".to_owned());
    Passage {
        hash: "0012abcd".to_owned(),
        seq: 300,
        is_note: true,
        aside: true,
        places: places(),
        before: mapped(),
        section: vec!["I. The quay".to_owned(), "B".to_owned()],
        notes: vec![note()],
        cites: vec![citation()],
        attributions: vec![Attribution { raw: "told TASS".to_owned(), source, bytes, start: 1, end: 9 }],
        repeats: Some(4),
    }
}

fn meta() -> Meta {
    Meta {
        title: some("Lamps"),
        author: some("Ann Lee"),
        publisher: some("Pilot Press"),
        date: some("1999-03-07"),
        language: some("en"),
        fields: BTreeMap::from([("court".to_owned(), "High".to_owned())]),
    }
}

fn file() -> FileRecord {
    FileRecord {
        path: "s/a.txt".to_owned(),
        file: "/home/s/a.txt".to_owned(),
        source: "s".to_owned(),
        format: "text".to_owned(),
        reader: 3002,
        status: FileStatus::Unreachable,
        reason: some("its folder cannot be read"),
        fingerprint: "ab".repeat(32),
        size: 70_000,
        modified: -1_700_000_000_000_000_000,
        first_seen: "2026-11-21".to_owned(),
        indexed_at: "2026-11-21T23:40:00Z".to_owned(),
        meta: meta(),
        own_meta: meta(),
        passages: 9,
        notes: 8,
        missing: 7,
        orphans: 6,
        formerly: vec!["s/b.txt".to_owned()],
        recognition: some("eng+deu"),
    }
}

fn source() -> SourceRecord {
    SourceRecord {
        name: "s".to_owned(),
        root: "/home/s".to_owned(),
        meta_file: some("/home/s/SOURCES.csv"),
        meta: BTreeMap::from([("a.txt".to_owned(), meta())]),
        libraries: vec!["/home/s/a.bib".to_owned()],
        indexed_at: "2026-11-21T23:40:00Z".to_owned(),
        unreachable: true,
        hidden: true,
        ocr: Some(Ocr { languages: "eng".to_owned() }),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn stored<T: Keep>(name: &str, value: &T) -> String {
    format!("{name} {}\n", hex(&encode(value, 64).unwrap()))
}

/// Variants take their place for a number.
fn variants() -> String {
    let of = |name: &str, bytes: Vec<u8>| format!("{name} {}\n", hex(&bytes));
    let number = |kind: Kind| postcard::to_stdvec(&kind.keep()).unwrap();
    let kinds = [Kind::Book, Kind::Chapter, Kind::Article, Kind::News, Kind::Report, Kind::Web, Kind::Interview];
    let more = [Kind::Case, Kind::Law, Kind::Archive, Kind::Standard, Kind::Dataset, Kind::Unknown];
    let kinds = of("kinds", kinds.into_iter().chain(more).flat_map(number).collect());
    let forms = [Form::Full, Form::Short, Form::Ibid, Form::Idem, Form::OpCit, Form::LocCit, Form::Supra, Form::Infra];
    let forms = forms.into_iter().chain([Form::NoteRef]);
    let forms = of("forms", forms.flat_map(|form| postcard::to_stdvec(&form.keep()).unwrap()).collect());
    let cites = [CiteStatus::Full, CiteStatus::Resolved, CiteStatus::Ambiguous, CiteStatus::Missing];
    let cites = of("cited", cites.iter().flat_map(|status| postcard::to_stdvec(&status.keep()).unwrap()).collect());
    let markers = [Status::Resolved, Status::Missing, Status::Ambiguous];
    let markers = of("markers", markers.iter().flat_map(|s| postcard::to_stdvec(&s.keep()).unwrap()).collect());
    use FileStatus::{Degraded, Failed, Indexed, Skipped, Unreachable};
    let files = [Indexed, Degraded, Skipped, Failed, Unreachable];
    let files = of("files", files.iter().flat_map(|s| postcard::to_stdvec(&s.keep()).unwrap()).collect());
    kinds + &forms + &cites + &markers + &files
}

/// All that an index of the format in force is made of.
fn now() -> String {
    let schema = serde_json::to_string(&Fields::new().schema).unwrap();
    format!("format {FORMAT_VERSION}\n")
        + &stored("passage", &passage())
        + &stored("empty-passage", &Passage::default())
        + &stored("file", &file())
        + &stored("source", &source())
        + &variants()
        + &format!("schema {schema}\n")
}

/// Where this fails and the change is wanted, raise `FORMAT_VERSION`, keep an index of it
/// (`tests/fixtures/README.md`), and write the new bytes with `IBID_GOLDEN=write`.
#[test]
fn bytes_do_not_change_without_the_format_version() {
    if std::env::var("IBID_GOLDEN").is_ok_and(|wish| wish == "write") {
        std::fs::write(GOLDEN, now()).unwrap();
    }
    let golden = std::fs::read_to_string(GOLDEN).unwrap();
    for (was, is) in golden.lines().zip(now().lines()) {
        assert_eq!(was, is, "stored bytes have changed: is FORMAT_VERSION to be raised?");
    }
    assert_eq!(golden, now());
}

#[test]
fn every_field_comes_back() {
    fn again<T: Keep>(value: &T) -> T {
        decode(&encode(value, 64).unwrap()).unwrap()
    }
    assert_eq!(again(&passage()), passage());
    assert_eq!(again(&Passage::default()), Passage::default());
    assert_eq!(again(&file()), file());
    assert_eq!(again(&source()), source());
}

/// What the golden bytes are of is what a process hands to its parent too; the two may
/// part, and need not.
#[test]
fn what_was_stored_before_is_what_is_stored_now() {
    let plain = |bytes: Vec<u8>| hex(&bytes);
    assert_eq!(plain(postcard::to_stdvec(&passage()).unwrap()), plain(postcard::to_stdvec(&passage().keep()).unwrap()));
    assert_eq!(plain(postcard::to_stdvec(&file()).unwrap()), plain(postcard::to_stdvec(&file().keep()).unwrap()));
    assert_eq!(plain(postcard::to_stdvec(&source()).unwrap()), plain(postcard::to_stdvec(&source().keep()).unwrap()));
}
