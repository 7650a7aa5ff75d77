//! Where the text has endnotes: a list at its end whose labels count from 1.
//!
//! The rules of plain text link them. They know neither type nor place, and what
//! they must not take for notes is told here: everything that stands outside the
//! list and begins with a number, such as the headings of a paper (`2. Methods`).

use std::collections::{HashMap, HashSet};

use super::marks::{self, Head, Mark};
use super::model::{At, Pages};

/// What is known of the endnotes of a document.
#[derive(Debug)]
pub enum Endnotes {
    /// One list.
    List(List),
    /// Lists that count from 1 again and again, for the rules of plain text to part.
    Several,
    /// No list answers to what the text calls: whatever begins with a number is
    /// something else.
    None,
}

/// A list of notes.
#[derive(Debug, Default)]
pub struct List {
    /// The lines with which its entries begin.
    pub entries: HashSet<At>,
    /// Labels that are none of it.
    pub others: Vec<Other>,
}

/// A label that is none of a note.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Other {
    /// Its line.
    pub at: At,
    /// Its cells.
    pub cells: usize,
}

/// Headings over a list of notes or of works cited, in lower case.
const HEADINGS: [&str; 26] = [
    "notes",
    "endnotes",
    "end notes",
    "footnotes",
    "references",
    "references and notes",
    "notes and references",
    "works cited",
    "bibliography",
    "literature",
    "literature cited",
    "sources",
    "citations",
    "anmerkungen",
    "endnoten",
    "fußnoten",
    "literatur",
    "literaturverzeichnis",
    "quellen",
    "références",
    "notes et références",
    "bibliographie",
    "notas",
    "referencias",
    "note",
    "noten",
];

/// A list of fewer is none.
const FEWEST: usize = 2;

/// A line with a label.
struct Labelled {
    at: At,
    head: Head,
    number: usize,
    /// Distance from the left edge of its strip.
    indent: f32,
}

/// Finds the list of notes: below a heading, the last that has one, else the last
/// that counts from 1.
pub fn find(pages: &Pages, marks: &[Mark]) -> Endnotes {
    let first = |mark: &&Mark| mark.raised && mark.score >= 0.9 && mark.from > 0 && mark.label == "1";
    if marks.iter().filter(first).count() > 1 {
        return Endnotes::Several;
    }
    let labelled = labelled(pages);
    let below = |heading: At| labelled.partition_point(|line| line.at <= heading);
    let headed = headings(pages).into_iter().rev().map(below);
    let ones = (0..labelled.len()).rev().filter(|at| labelled[*at].number == 1);
    let Some(list) = headed.chain(ones).find_map(|from| series(&labelled, from, marks)) else { return Endnotes::None };
    let others = labelled.iter().enumerate().filter(|(i, _)| list.binary_search(i).is_err());
    let others = others.map(|(_, line)| Other { at: line.at, cells: line.head.cells }).collect();
    Endnotes::List(List { entries: list.iter().map(|at| labelled[*at].at).collect(), others })
}

fn labelled(pages: &Pages) -> Vec<Labelled> {
    let mut out = Vec::new();
    for (page, of) in pages.pages.iter().enumerate() {
        for (line, text) in of.lines.iter().enumerate() {
            let Some(head) = marks::head(text) else { continue };
            let Ok(number) = head.label.parse() else { continue };
            out.push(Labelled { at: At { page, line }, head, number, indent: text.x - of.strips[text.strip].0 });
        }
    }
    out
}

/// Lines that are a heading over notes, a number before it aside: `7. References`.
fn headings(pages: &Pages) -> Vec<At> {
    let mut out = Vec::new();
    for (page, of) in pages.pages.iter().enumerate() {
        for (line, text) in of.lines.iter().enumerate().filter(|(_, line)| line.len() <= 30) {
            let text = text.text().to_lowercase();
            let bare = text.trim_matches(|c: char| !c.is_alphabetic());
            if HEADINGS.contains(&bare) {
                out.push(At { page, line });
            }
        }
    }
    out
}

/// The labels from one on that count from 1 without a gap, in one form: the
/// list. It answers to the text where it has most of the labels called there.
fn series(labelled: &[Labelled], from: usize, marks: &[Mark]) -> Option<Vec<usize>> {
    let mut out: Vec<usize> = Vec::new();
    for (i, line) in labelled.iter().enumerate().skip(from) {
        let Some(first) = out.first().map(|first| &labelled[*first]) else {
            if line.number == 1 {
                out.push(i);
            }
            continue;
        };
        let kin = line.head.bracket == first.head.bracket && line.head.strong == first.head.strong;
        // a wider number stands further out where they are flush right
        if kin && line.number == out.len() + 1 && (line.indent - first.indent).abs() < 9.0 {
            out.push(i);
        }
    }
    let mut called: HashMap<usize, usize> = HashMap::new();
    // in brackets a call stands behind a blank, as no raised one does
    let likely = marks.iter().filter(|mark| mark.from > 0 && mark.score > if mark.raised { 0.4 } else { 0.1 });
    let before = likely.filter(|mark| out.first().is_some_and(|first| mark_at(mark) < labelled[*first].at));
    for number in before.filter_map(|mark| mark.label.parse::<usize>().ok()) {
        *called.entry(number).or_default() += 1;
    }
    let known = called.keys().filter(|number| **number <= out.len()).count();
    (out.len() >= FEWEST && known >= 1 && known * 10 >= called.len() * 8).then_some(out)
}

fn mark_at(mark: &Mark) -> At {
    At { page: mark.page, line: mark.line }
}
