//! Answers made by hand, for the tests of the renderers.

use std::collections::BTreeMap;

use crate::model::Status;
use crate::model::hit::*;
use crate::model::unread::Unread;
use crate::span::Span;

/// A hit in the text: a match, a resolved, a missing and an ambiguous note.
pub fn body() -> Hit {
    let text = "Namely, the paper reported that Kyiv had sent drones and operators, in the hope of giving Russia \
                “a bloody nose”. The claim was repeated by two officials who would not be named. \
                Others put the number far lower.";
    let at = |word: &str| text.find(word).map_or(0, |at| at + word.len());
    Hit {
        explain: None,
        begins_in: Vec::new(),
        record: "hit".into(),
        v: JSON_VERSION,
        query: None,
        rank: 1,
        score: 9.1,
        id: "sources/idlib.txt#5f3a9c21".into(),
        kind: Kind::Passage,
        scope: MatchedIn::Body,
        absent: vec![],
        document: document(),
        section: vec!["IV. Foreign hands".into(), "B. The drones".into()],
        locator: locator(51234, 253),
        recognised: None,
        text: text.into(),
        matches: vec![matched(text, "bloody nose", 51234, None)],
        notes: vec![
            note("1", Some(at("nose”.")), "David Ignatius, “The war that spread”, The Post, 11 December 2024."),
            HitNote { text: None, locator: None, status: Some(Status::Missing), ..note("2", Some(at("named.")), "") },
            HitNote { text: None, locator: None, status: Some(Status::Ambiguous), ..note("*", Some(at("lower.")), "") },
        ],
        cites: vec![],
        attributions: vec![],
        places: None,
        pull_quotes: vec![],
        copies: vec![],
        before: vec![],
        after: vec![],
    }
}

/// A hit in a note alone, of a passage with several sentences.
pub fn in_note() -> Hit {
    let text = "The first winter was hard. Mr. Halloway kept the ledgers of the mill himself and would show them to no one. \
                By spring the debts were known to all.";
    let at = text.find("no one.").map_or(0, |at| at + 7);
    let body = "Halloway papers, box 4, letter to his sister, in which he calls the mill a millstone.";
    let mut ledger = note("12", Some(at), body);
    ledger.id = "sources/mill.txt#n-77ab01c2".into();
    ledger.line = Some(40);
    let of = MatchNote { id: ledger.id.clone(), label: "12".into(), number: Some(41) };
    let mut other = note("13", Some(text.len()), "See below.");
    other.id = "sources/mill.txt#n-00000001".into();
    Hit {
        rank: 2,
        score: 4.25,
        id: "sources/mill.txt#0a1b2c3d".into(),
        scope: MatchedIn::Note,
        absent: vec!["nose".into()],
        document: DocumentInfo {
            id: "sources/mill.txt".into(),
            path: "sources/mill.txt".into(),
            format: "text".into(),
            ..DocumentInfo::default()
        },
        section: vec![],
        locator: Locator {
            path: "sources/mill.txt".into(),
            file: "/home/a/sources/mill.txt".into(),
            stale: Some(true),
            pages: Some((14, 15)),
            page_labels: Some(("xii".into(), "xiii".into())),
            ..locator(60_000, 40)
        },
        text: text.into(),
        matches: vec![matched(body, "millstone", 60_900, Some(of))],
        notes: vec![ledger, other],
        ..body_like()
    }
}

/// An orphan note, with characters that must not reach a terminal, and wide ones.
pub fn orphan() -> Hit {
    let text = "Evil \u{1b}[31mred\u{1b}[0m and \u{202e}reversed; 東京の図書館で調べた資料による。Cafe\u{301} noir.";
    let mut own = note("7", None, text);
    own.status = None;
    own.number = None;
    let of = MatchNote { id: own.id.clone(), label: "7".into(), number: None };
    Hit {
        rank: 3,
        score: 1.5,
        id: own.id.clone(),
        kind: Kind::Note,
        scope: MatchedIn::Note,
        matches: vec![matched(text, "図書館", 70_000, Some(of))],
        text: text.into(),
        notes: vec![own],
        ..body()
    }
}

/// A hit in which no field is left out.
pub fn full() -> Hit {
    let beside = |id: &str| Neighbour {
        id: id.into(),
        text: "A passage beside it.".into(),
        locator: locator(1, 1),
        notes: Vec::new(),
    };
    Hit {
        query: Some("q1".into()),
        explain: Some(vec![ScorePart { what: "`nose` in the text, once".into(), value: 9.1 }]),
        begins_in: vec![Earlier {
            id: "earlier".into(),
            text: "It begins here".into(),
            locator: locator(8, 6),
            matches: Vec::new(),
            calls: Vec::new(),
        }],
        pull_quotes: vec![PullQuote { id: "x".into(), text: "a bloody nose".into(), locator: locator(9, 7) }],
        recognised: Some(0.96),
        copies: vec!["elsewhere".into()],
        before: vec![beside("before")],
        after: vec![beside("after")],
        ..body()
    }
}

/// All three kinds of hits.
pub fn answer() -> Answer {
    let summary = Summary {
        record: "summary".into(),
        v: JSON_VERSION,
        query: None,
        read_as: "\"bloody nose\" OR millstone".into(),
        shown: 3,
        folded: 0,
        total: 12,
        total_is: "exact".to_owned(),
        phrase: None,
        also: Vec::new(),
        unknown: Vec::new(),
        total_all_words: 4,
        truncated: true,
        stale: 0,
        gone: 0,
        idle_globs: Vec::new(),
        partial: false,
        ambiguous: 1,
        unread: Some(Unread::default()),
        elapsed_ms: None,
    };
    Answer { hits: vec![body(), in_note(), orphan()], summary }
}

/// A note with its text.
pub fn note(label: &str, at: Option<usize>, text: &str) -> HitNote {
    HitNote {
        id: format!("sources/idlib.txt#n-{label}"),
        label: label.into(),
        number: Some(77),
        scope: Some("B. The drones".into()),
        status: Some(Status::Resolved),
        at,
        passage: None,
        at_char: at,
        line: at.map(|_| 253),
        text: Some(text.into()),
        locator: Some(locator(52_100, 261)),
        recognised: None,
        cites: vec![],
        also: vec![],
    }
}

fn body_like() -> Hit {
    Hit { notes: vec![], ..body() }
}

fn document() -> DocumentInfo {
    DocumentInfo {
        id: "sources/idlib.txt".into(),
        path: "sources/idlib.txt".into(),
        format: "text".into(),
        title: Some("How Ukraine is helping".into()),
        author: Some("Stavroula Pabst".into()),
        publisher: None,
        date: Some("2024-12-11".into()),
        language: Some("en".into()),
        fingerprint: "00ff".into(),
        first_seen: "2026-11-21".into(),
        meta: BTreeMap::from([("shelf".into(), "B 4".into())]),
        degraded: None,
    }
}

fn locator(start: usize, line: u32) -> Locator {
    Locator {
        path: "sources/idlib.txt".into(),
        file: "/home/a/sources/idlib.txt".into(),
        stale: Some(false),
        gone: false,
        part: None,
        bytes: Some(Span::new(start, start + 700)),
        spans: Some(vec![Span::new(start, start + 700)]),
        lines: Some((line, line)),
        pages: None,
        page_labels: None,
        page_lines: None,
    }
}

fn matched(text: &str, word: &str, base: usize, note: Option<MatchNote>) -> Match {
    let start = text.find(word).unwrap_or(0);
    let chars = text[..start].chars().count();
    Match {
        scope: if note.is_some() { MatchedIn::Note } else { MatchedIn::Body },
        note,
        start,
        end: start + word.len(),
        chars: (chars, chars + word.chars().count()),
        text: word.into(),
        bytes: Some(Span::new(base + start, base + start + word.len())),
        line: Some(253),
        page: None,
        page_label: None,
        page_line: None,
    }
}
