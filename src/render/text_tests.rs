//! Snapshots of hits as people see them.

use super::super::sample;
use super::*;
use crate::model::hit::Match;

fn rendered(hits: Vec<Hit>, look: &Look) -> String {
    let mut out = Vec::new();
    answer(&Answer { hits, ..sample::answer() }, look, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn plain(hits: Vec<Hit>) -> String {
    rendered(hits, &Look::default())
}

#[test]
fn in_a_pipe() {
    let text = plain(sample::answer().hits);
    assert!(!text.contains('\x1b'));
    insta::assert_snapshot!(text);
}

#[test]
fn on_a_terminal() {
    let look = Look { color: true, links: true, ..Look::default() };
    let mut hits = sample::answer().hits;
    hits[0].locator.file = "/home/a/my söurces/50%.txt".into();
    insta::assert_snapshot!(rendered(hits, &look).replace('\x1b', "␛"));
}

#[test]
fn very_narrow() {
    insta::assert_snapshot!(rendered(sample::answer().hits, &Look { width: 10, ..Look::default() }));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [30, 47, 80, 300] {
        let text = rendered(sample::answer().hits, &Look { width, ..Look::default() });
        // The place and its warning stay on one line, to be copied.
        let lines = text.lines().filter(|line| !line.starts_with("sources/"));
        assert!(lines.clone().all(|line| wrap::width(line) <= width.min(wrap::MAX_WIDTH)), "{width}: {text}");
    }
}

#[test]
fn with_what_stands_around_it() {
    insta::assert_snapshot!(plain(vec![sample::full()]));
}

#[test]
fn many_notes_show_those_of_the_matching_sentence() {
    let mut hit = sample::body();
    let last = hit.text.len();
    for label in ["3", "4", "5"] {
        hit.notes.push(sample::note(label, Some(last), "Another."));
    }
    let text = plain(vec![hit.clone()]);
    assert!(text.contains("[1] David Ignatius") && text.contains("and 5 more notes"), "{text}");
    assert!(!text.contains("Another."), "{text}");
    hit.matches.clear();
    assert!(plain(vec![hit.clone()]).contains("    with 6 notes\n"));
    let all = rendered(vec![hit.clone()], &Look { notes: Notes::All, ..Look::default() });
    assert_eq!(all.matches("Another.").count(), 3);
    let none = rendered(vec![hit], &Look { notes: Notes::Without, ..Look::default() });
    assert!(!none.contains("David") && none.contains("nose”.[1] The"), "{none}");
}

#[test]
fn a_note_called_twice_is_told_once() {
    let mut hit = sample::body();
    let again = HitNote { at: Some(20), ..hit.notes[0].clone() };
    hit.notes.push(again);
    let text = plain(vec![hit]);
    assert_eq!(text.matches("[1] David").count(), 1, "{text}");
}

#[test]
fn other_calls_of_a_note_are_listed() {
    let mut hit = sample::body();
    hit.notes[0].also = vec!["sources/idlib.txt#00000001".into(), "sources/idlib.txt#00000002".into()];
    let text = plain(vec![hit]);
    let want = "\n        also cited in sources/idlib.txt#00000001, sources/idlib.txt#00000002\n";
    assert!(text.contains(want), "{text}");
}

#[test]
fn a_heading_is_told_once() {
    let mut hit = sample::body();
    let heading = hit.section[1].clone();
    let shift = heading.len() + 2;
    hit.text = format!("{heading}\n\n{}", hit.text);
    hit.matches[0].start += shift;
    hit.matches[0].end += shift;
    hit.notes.iter_mut().for_each(|note| note.at = note.at.map(|at| at + shift));
    assert_eq!(plain(vec![hit.clone()]), plain(vec![sample::body()]));
    hit.matches[0] = Match { start: 3, end: 9, ..hit.matches[0].clone() };
    assert_eq!(plain(vec![hit]).matches(&heading).count(), 2, "it matches");
}

#[test]
fn urls_are_encoded() {
    assert_eq!(file_url("/a b/ü;\x1b.txt"), "file:///a%20b/%C3%BC%3B%1B.txt");
    assert_eq!(file_url("/a/b.zip!/c/d..txt"), "file:///a/b.zip%21/c/d..txt");
    assert_eq!(file_url("/a/b.zip!/../../up.txt"), "file:///a/b.zip");
}
