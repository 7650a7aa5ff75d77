//! What requests find, in small indexes.

use super::{Engine, Request, Scope, Sort, Wanted, Within};
use crate::ErrorKind;
use crate::index::open::Index;
use crate::index::schema::{FileRecord, SourceRecord};
use crate::index::write::{Writer, in_memory};
use crate::model::hit::{Kind, MatchedIn};
use crate::model::{Citation, Hit, Passage, PassageNote, Places};
use crate::span::{Mapped, Span};

fn places(text: &str, start: usize, line: u32) -> Places {
    Places {
        mapped: Mapped::identity(text, start),
        spans: vec![Span::new(start, start + text.len())],
        lines: vec![(0, line)],
        last_line: Some(line),
        ..Places::default()
    }
}

/// Passages of a file, a line each, every third byte range 100 apart.
fn passages(texts: &[&str]) -> Vec<Passage> {
    let passage = |(seq, text): (usize, &&str)| Passage {
        hash: format!("{seq:08x}"),
        seq: seq as u32,
        places: places(text, seq * 100, seq as u32 + 1),
        ..Passage::default()
    };
    texts.iter().enumerate().map(passage).collect()
}

fn note(hash: &str, label: &str, text: &str) -> PassageNote {
    let body = Some(places(text, 5000, 50));
    PassageNote { hash: hash.to_owned(), label: label.to_owned(), body, at: Some(3), ..PassageNote::default() }
}

fn file(path: &str, title: &str, date: &str) -> FileRecord {
    let mut file = FileRecord { path: path.to_owned(), file: format!("/abs/{path}"), ..FileRecord::default() };
    file.meta.title = Some(title.to_owned());
    file.meta.date = (!date.is_empty()).then(|| date.to_owned());
    file.meta.language = Some("en".to_owned());
    file.meta.fields.insert("Court".to_owned(), "High".to_owned());
    file
}

/// Two files: a report with notes, sections, a pull quote and an orphan note,
/// and a letter.
fn library() -> Index {
    let mut report = passages(&[
        "The harbour commissioners met on the quay in spring.",
        "They spoke of dredging, and the treaty was signed by the well-known engineer.",
        "The engineer left. Tides and silt remained; dredging went on.",
        "They spoke of dredging",
        "A note that nothing calls, on lighthouses.",
    ]);
    report[0].section = vec!["I. The quay".to_owned()];
    report[1].section = vec!["II. Dredging".to_owned()];
    report[2].section = vec!["II. Dredging".to_owned()];
    report[0].notes = vec![note("n-0000aaaa", "1", "See the minutes of Bunzel, vol. 2.")];
    let title = Some("The Minutes".to_owned());
    report[0].notes[0].cites = vec![Citation { raw: "Bunzel, The Minutes".to_owned(), title, ..Citation::default() }];
    report[0].notes[0].also = vec![2];
    report[2].notes = vec![PassageNote { elsewhere: true, also: vec![0], ..report[0].notes[0].clone() }];
    report[3].repeats = Some(1);
    report[4].is_note = true;
    report[4].hash = "n-0000bbbb".to_owned();
    let letter = passages(&["Dear engineer, the treaty is lost.", "Wellknown men write letters to commissioners."]);
    let files = [
        (file("s/report.txt", "On Dredging", "2020-05-03"), report),
        (file("s/sub/letter.md", "A letter", ""), letter),
    ];
    in_memory(&files).unwrap()
}

fn ask(request: &Request) -> Vec<String> {
    let index = library();
    let answer = Engine::new(&index).unwrap().search(request).unwrap();
    assert_eq!(answer.summary.shown, answer.hits.len());
    answer
        .hits
        .into_iter()
        .map(|hit| hit.id.replace("s/report.txt#0000000", "r").replace("s/sub/letter.md#0000000", "l"))
        .collect()
}

fn ids(query: &str) -> Vec<String> {
    let mut ids = ask(&Request { limit: 0, ..Request::new(query) });
    ids.sort();
    ids
}

#[test]
fn queries_find_what_they_say() {
    let cases: [(&str, &[&str]); 32] = [
        ("harbor harbour", &["r0"]),
        ("engineers", &["l0", "r1", "r2"]),
        ("\"engineers\"", &[]),
        ("\"commissioners met on the quay\"", &["r0"]),
        ("wellknown", &["l1", "r1"]),
        ("well-known", &["l1", "r1"]),
        ("\"well known engineer\"", &["r1"]),
        ("+engineer treaty", &["l0", "r1", "r2"]),
        ("engineer -treaty", &["r2"]),
        ("engineer AND treaty", &["l0", "r1"]),
        ("engineer AND NOT treaty", &["r2"]),
        ("(quay OR silt) AND the", &["r0", "r2"]),
        ("dredg*", &["r1", "r2"]),
        ("trea?y", &["l0", "r1"]),
        ("\"the tr*y was\"", &["r1"]),
        ("harbuor~", &["r0"]),
        ("/ti.es/", &["r2"]),
        ("treaty w/3 signed", &["r1"]),
        ("\"engineer treaty\"~6", &["l0", "r1"]),
        ("title:dredging engineer", &["r1", "r2"]),
        ("date:2020 engineer", &["r1", "r2"]),
        ("date:2021.. engineer", &[]),
        ("meta.court:high path:sub engineer", &["l0"]),
        ("path:*.md treaty", &["l0"]),
        ("lang:en silt", &["r2"]),
        ("lang:de silt", &[]),
        ("section:dredging the engineer", &["r1", "r2"]),
        ("note:minutes", &["r0"]),
        ("cites:Bunzel", &["r0"]),
        ("cites.author:Bunzel treaty", &[]),
        ("cites.title:\"the minutes\" quay", &["r0"]),
        ("lighthouses", &["s/report.txt#n-0000bbbb"]),
    ];
    for (query, want) in cases {
        assert_eq!(ids(query), want, "{query}");
    }
}

#[test]
fn the_scope_is_kept() {
    let scoped = |query: &str, scope| ask(&Request { scope, ..Request::new(query) });
    assert_eq!(scoped("minutes", Scope::All), ["r0"]);
    assert_eq!(scoped("minutes", Scope::Notes), ["r0"]);
    assert!(scoped("minutes", Scope::Body).is_empty());
    assert!(scoped("harbour", Scope::Notes).is_empty());
}

#[test]
fn units_range_as_told() {
    let within = |query: &str, within| {
        let mut ids = ask(&Request { within, ..Request::new(query) });
        ids.sort();
        ids
    };
    assert!(within("signed AND silt", Within::Passage).is_empty());
    assert_eq!(within("signed AND silt", Within::Section), ["r1", "r2"]);
    assert!(within("quay AND silt", Within::Section).is_empty());
    assert_eq!(within("quay AND silt", Within::Document), ["r0", "r2"]);
    assert_eq!(within("engineer NOT quay", Within::Document), ["l0"]);
}

#[test]
fn a_hit_says_what_matched_where() {
    let index = library();
    let engine = Engine::new(&index).unwrap();
    let answer = engine.search(&Request::new("dredging bunzel submarine")).unwrap();
    let hit = answer.hits.iter().find(|hit| hit.id.ends_with("00000001")).unwrap();
    assert_eq!((hit.scope, hit.absent.clone()), (MatchedIn::Body, vec!["bunzel".to_owned(), "submarine".to_owned()]));
    let found = &hit.matches[0];
    assert_eq!((found.start, found.end, found.text.as_str(), found.line), (14, 22, "dredging", Some(2)));
    assert_eq!(found.bytes, Some(Span::new(114, 122)));
    assert_eq!(hit.pull_quotes.len(), 1, "the quote is folded under what it repeats");
    let noted = answer.hits.iter().find(|hit| hit.scope == MatchedIn::Note).unwrap();
    assert_eq!(noted.matches[0].note.as_ref().unwrap().id, "s/report.txt#n-0000aaaa");
    assert_eq!(noted.notes[0].also, ["s/report.txt#00000002"]);
    assert_eq!(answer.summary.total, 3);
    assert_eq!(answer.summary.total_all_words, 0);
}

#[test]
fn a_phrase_from_the_passage_before_is_clipped() {
    let mut two = passages(&["One sentence ends here.", "Another begins, and ends."]);
    two[1].before = Mapped::identity("One sentence ends here.", 0);
    let index = in_memory(&[(file("s/a", "", ""), two)]).unwrap();
    let answer = Engine::new(&index).unwrap().search(&Request::new("\"ends here another begins\"")).unwrap();
    assert_eq!(answer.hits.len(), 1);
    let found = &answer.hits[0].matches[0];
    assert_eq!((found.start, found.text.as_str(), found.bytes), (0, "Another begins", Some(Span::new(100, 114))));
    let words = Engine::new(&index).unwrap().search(&Request::new("sentence")).unwrap();
    assert_eq!(words.summary.total, 1, "words before are not the passage's");
}

#[test]
fn a_phrase_over_a_border_shows_both_halves_with_their_notes() {
    let mut two = passages(&["Before it. One sentence ends here.", "Another begins, and ends."]);
    two[0].notes = vec![note("n-0000cccc", "7", "A note of the first half.")];
    two[1].before = Mapped::identity("One sentence ends here.", 0);
    let index = in_memory(&[(file("s/a", "", ""), two)]).unwrap();
    let engine = Engine::new(&index).unwrap();
    for query in ["\"ends here another begins\"", "ends here another begins"] {
        let answer = engine.search(&Request::new(query)).unwrap();
        let hit = answer.hits.iter().find(|hit| hit.id.ends_with('1')).unwrap();
        let [earlier] = &hit.begins_in[..] else { panic!("{query}: {:?}", hit.begins_in) };
        assert_eq!((earlier.id.as_str(), earlier.matches[0].text.as_str()), ("s/a#00000000", "ends here."));
        assert_eq!(earlier.matches[0].bytes, Some(Span::new(24, 34)));
        let noted = &hit.notes[0];
        assert_eq!((noted.label.as_str(), noted.at, noted.passage.as_deref()), ("7", None, Some("s/a#00000000")));
        assert_eq!(earlier.calls[0].label, "7");
    }
    let inside = engine.search(&Request::new("\"another begins\"")).unwrap();
    assert!(inside.hits[0].begins_in.is_empty() && inside.hits[0].notes.is_empty());
}

#[test]
fn bare_words_side_by_side_come_first_and_say_so() {
    let texts = [
        "the heart, the heart, and all hearts of my own heart",
        "a long story of many words and other things: she came with all my heart and a little more of them",
        "with my heart, all of it",
    ];
    let index = in_memory(&[(file("s/a", "", ""), passages(&texts)), (file("s/b", "", ""), passages(&texts[..1]))]);
    let index = index.unwrap();
    let engine = Engine::new(&index).unwrap();
    let answer = engine.search(&Request::new("with all my heart")).unwrap();
    assert_eq!(answer.hits[0].id, "s/a#00000001");
    let phrase = answer.summary.phrase.unwrap();
    assert_eq!((phrase.total, phrase.query.as_str()), (1, "\"with all my heart\""));
    assert_eq!(engine.search(&Request::new(phrase.query)).unwrap().hits[0].id, "s/a#00000001");
    assert_eq!(engine.search(&Request::new("my heart with all")).unwrap().summary.phrase, None);
    let elsewhere = Request { globs: vec!["b".to_owned()], ..Request::new("with all my heart") };
    let answer = engine.search(&elsewhere).unwrap();
    assert_eq!((answer.hits.len(), answer.summary.phrase), (1, None), "a glob holds for the phrase too");
}

#[test]
fn the_parts_of_a_score_add_up_to_the_last_digit() {
    let index = library();
    let engine = Engine::new(&index).unwrap();
    for query in ["the engineer treaty", "dredging silt bunzel", "\"well known\" engineer", "engineer w/9 treaty"] {
        let request = Request { explain: true, ..Request::new(query) };
        for hit in engine.search(&request).unwrap().hits {
            let parts: Vec<String> = hit.explain.unwrap().iter().map(|part| part.value.to_string()).collect();
            assert_eq!(sum(&parts), hit.score.to_string(), "{query}: {parts:?}");
        }
    }
}

/// The sum of decimal numbers as it is done by hand.
fn sum(numbers: &[String]) -> String {
    const PLACES: usize = 12;
    let whole = |number: &String| {
        let (before, after) = number.split_once('.').unwrap_or((number, ""));
        format!("{before}{after:0<PLACES$}").parse::<i64>().unwrap()
    };
    let sum = numbers.iter().map(whole).sum::<i64>();
    let text = format!("{sum:0>width$}", width = PLACES + 1);
    let (before, after) = text.split_at(text.len() - PLACES);
    format!("{before}.{after}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[test]
fn what_is_not_asked_for_is_not_read() {
    let index = library();
    let engine = Engine::new(&index).unwrap();
    let all = engine.search(&Request::new("engineer treaty")).unwrap().hits;
    let bare = Request { wanted: Wanted::Places, ..Request::new("engineer treaty") };
    let bare = engine.search(&bare).unwrap().hits;
    let told = |hits: &[Hit]| -> Vec<(String, f32, String)> {
        hits.iter().map(|hit| (hit.id.clone(), hit.score, hit.locator.path.clone())).collect()
    };
    assert_eq!(told(&all), told(&bare));
    assert!(bare.iter().all(|hit| hit.text.is_empty()));
}

#[test]
fn counts_files_and_pages() {
    let index = library();
    let engine = Engine::new(&index).unwrap();
    assert_eq!(engine.count(&Request::new("engineer treaty")).unwrap().count, 2);
    assert_eq!(engine.count(&Request::new("dredging")).unwrap().count, 2, "pull quotes do not count twice");
    let by_path = |query: &str| Request { sort: Sort::Position, ..Request::new(query) };
    assert_eq!(engine.files(&by_path("engineer treaty")).unwrap().paths, ["s/report.txt", "s/sub/letter.md"]);
    let glob = Request { globs: vec!["*.md".to_owned()], ..Request::new("engineer") };
    assert_eq!(engine.files(&glob).unwrap().paths, ["s/sub/letter.md"]);
    let paged = Request { limit: 1, offset: 1, sort: Sort::Position, context: 1, ..Request::new("engineer") };
    let answer = engine.search(&paged).unwrap();
    let hit = &answer.hits[0];
    assert_eq!((hit.rank, hit.id.as_str()), (2, "s/report.txt#00000002"));
    assert_eq!((hit.before.len(), hit.after.len(), answer.summary.truncated), (1, 1, true));
    let dated = Request { sort: Sort::Date, ..Request::new("treaty") };
    assert_eq!(ask(&dated), ["r1", "l0"]);
    assert!(ask(&Request { all: true, ..Request::new("engineer submarine") }).is_empty());
}

#[test]
fn all_the_words_close_together_come_first() {
    let texts = [
        "salt salt salt salt tax tax",
        "the tax on salt",
        "salt of the earth and many other things besides, then a tax",
    ];
    let index = in_memory(&[(file("s/a", "", ""), passages(&texts))]).unwrap();
    let answer = Engine::new(&index).unwrap().search(&Request::new("salt march tax")).unwrap();
    assert_eq!(answer.hits.len(), 3);
    let answer = Engine::new(&index).unwrap().search(&Request::new("earth salt")).unwrap();
    assert!(answer.hits[0].id.ends_with('2'));
}

#[test]
fn references_lead_home() {
    let index = library();
    let engine = Engine::new(&index).unwrap();
    let get = |reference: &str| -> Vec<String> {
        engine.get(reference, 0).map_or_else(|_| Vec::new(), |hits| hits.into_iter().map(|hit| hit.id).collect())
    };
    assert_eq!(get("s/report.txt#00000001"), ["s/report.txt#00000001"]);
    assert_eq!(get("s/report.txt#n-0000aaaa"), ["s/report.txt#00000000"]);
    assert_eq!(get("#n-0000bbbb"), ["s/report.txt#n-0000bbbb"]);
    assert!(get("#00000001").is_empty(), "two files have it");
    assert_eq!(get("report.txt:2"), ["s/report.txt#00000001"]);
    assert_eq!(get("/abs/s/sub/letter.md:1"), ["s/sub/letter.md#00000000"]);
    assert_eq!(get("s/report.txt:50"), ["s/report.txt#00000000", "s/report.txt#00000002"]);
    let error = engine.get("nothing.txt:1", 0).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unknown(_)));
    assert_eq!(engine.get("#n-0000bbbb", 0).unwrap()[0].kind, Kind::Note);
}

#[test]
fn the_answer_says_how_the_query_was_read() {
    let index = library();
    let engine = Engine::new(&index).unwrap();
    let answer = engine.search(&Request::new("(engineer  cites:Bunzel)")).unwrap();
    assert_eq!(answer.summary.read_as, "engineer cites:Bunzel");
    let literal = Request { literal: true, ..Request::new("engineer, AND (the treaty)") };
    assert_eq!(engine.search(&literal).unwrap().summary.read_as, "\"engineer, AND (the treaty)\"");
    let explained = engine.explain(&Request::new("the engineer dredg*")).unwrap();
    assert!(explained.contains("in any form; too common to rank by"), "{explained}");
    let error = engine.search(&Request { literal: true, ..Request::new("...") }).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Query { .. }));
}

#[test]
fn answers_do_not_depend_on_the_order_of_files() {
    let texts = |n: usize| passages(&["salt tax", "salt", ["tax", "salt tax duty"][n % 2]]);
    let mut files: Vec<(FileRecord, Vec<Passage>)> =
        (0..9).map(|n| (file(&format!("s/{n}"), "Salt", ""), texts(n))).collect();
    let answer = |files: &[(FileRecord, Vec<Passage>)]| {
        let index = in_memory(files).unwrap();
        Engine::new(&index).unwrap().search(&Request { limit: 5, ..Request::new("salt duty") }).unwrap().hits
    };
    let one = answer(&files);
    files.reverse();
    files.swap(1, 5);
    assert_eq!(one, answer(&files));
}

#[test]
fn pages_go_on_where_the_last_one_ends() {
    let texts: Vec<String> =
        (0..150).map(|n| format!("salt {} tax {}", "and ".repeat(n % 13), "x ".repeat(n % 7))).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let index = in_memory(&[(file("s/a", "Salt", ""), passages(&texts))]).unwrap();
    let engine = Engine::new(&index).unwrap();
    for query in ["salt", "+salt +tax", "salt tax", "\"salt\"", "sal*"] {
        let page = |offset, limit| {
            let request = Request { offset, limit, ..Request::new(query) };
            let hits = engine.search(&request).unwrap().hits;
            hits.into_iter().map(|hit| (hit.id, hit.score)).collect::<Vec<_>>()
        };
        let pages: Vec<(String, f32)> = (0..15).flat_map(|n| page(n * 10, 10)).collect();
        assert_eq!(pages, page(0, 0), "{query}");
        assert!(pages.is_sorted_by(|a, b| a.1 >= b.1), "{query}");
    }
}

#[test]
fn answers_do_not_depend_on_merges() {
    let texts: Vec<String> = (0..60).map(|n| format!("salt {} tax", "and so on ".repeat(n))).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let file = |n: usize| (file(&format!("s/{n}"), "Salt", ""), passages(&texts[n..n + 9]));
    let dir = tempfile::tempdir().unwrap();
    for n in 0..40 {
        let mut writer = Writer::open(dir.path()).unwrap();
        let (record, passages) = file(n);
        writer.put(&record, &passages).unwrap();
        // replaced in every run, as the program does
        writer.put_source(&SourceRecord { name: "s".to_owned(), ..SourceRecord::default() }).unwrap();
        writer.commit(crate::model::unread::Unread::default()).unwrap();
        writer.finish().unwrap();
    }
    let scores = |index: &Index| {
        let hits = Engine::new(index).unwrap().search(&Request::new("salt so")).unwrap().hits;
        hits.into_iter().map(|hit| (hit.id, hit.score)).collect::<Vec<_>>()
    };
    let merged = Index::open(dir.path()).unwrap();
    assert!(merged.searcher().unwrap().segment_readers().len() < 40, "some have merged");
    assert_eq!(scores(&merged), scores(&in_memory(&(0..40).map(file).collect::<Vec<_>>()).unwrap()));
}

#[test]
fn answers_do_not_depend_on_segments() {
    let texts = ["salt tax, salt", "the tax on salt and a salt duty", "duty free", "a saltmine", "duties on salt"];
    let files: Vec<(FileRecord, Vec<Passage>)> =
        (0..7).map(|n| (file(&format!("s/{n}"), "Salt", ""), passages(&texts[n % 3..]))).collect();
    let answer = |index: &Index| {
        let engine = Engine::new(index).unwrap();
        let hits = |query: &str| engine.search(&Request { limit: 0, ..Request::new(query) }).unwrap().hits;
        ["salt duty", "\"salt tax\" mine", "salt* -free"].map(hits)
    };
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    for (record, passages) in &files {
        writer.put(record, passages).unwrap();
        writer.commit(crate::model::unread::Unread::default()).unwrap();
    }
    drop(writer);
    let parted = Index::open(dir.path()).unwrap();
    assert!(parted.searcher().unwrap().segment_readers().len() > 1);
    assert_eq!(answer(&parted), answer(&in_memory(&files).unwrap()));
}
