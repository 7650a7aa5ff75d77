//! Endnotes: a list at the end whose labels count from 1, and what calls it.
//!
//! The list is looked for first: its last entries may stand in small type on the
//! page after a marker, and are no foot of that page. It answers to the text where
//! raised figures count through it in order, or numbers in brackets name its entries.
//! Where no list does, nothing is linked: the numbered headings of a paper
//! (`2. Methods`) look much like one.

use std::collections::HashSet;

use super::chapters;
use super::chunk::Cell;
use super::labelled::{FEWEST, LIKELY, Labelled, ascending, laid, numbered, place, series, with_wrapped};
use super::marks::{self, Mark};
use super::model::{At, Pages};
use super::notes::{Call, Notes};

/// What is known of the endnotes of a document.
#[derive(Debug)]
pub enum Endnotes {
    /// One list, with its calls.
    List(Notes),
    /// Lists that count from 1 again and again, for the rules of plain text to part.
    Several,
    /// No list answers to what the text calls.
    None,
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

/// Finds the list: below a heading, the last that has one, else the last that counts
/// from 1, where the pages have no notes at their foot before it: those of a page
/// may count from 1 too. `foot` is what stands at the foot of pages, as it seems: in
/// small type, the end of a list looks like the foot of its page.
pub fn find(pages: &Pages, marks: &[Mark], foot: &Notes) -> Endnotes {
    let labelled = labelled(pages);
    let first = |mark: &&Mark| mark.raised && mark.score >= 0.9 && mark.from > 0 && mark.label == "1";
    let several = marks.iter().filter(first).count() > 1;
    if several || headed_lists(pages, &labelled) > 1 {
        let chapters = chapters::find(pages, marks, &labelled, foot);
        let works = references(pages, marks, &labelled, foot);
        let more = works.filter(|works| chapters.as_ref().is_none_or(|found| works.calls.len() > found.calls.len()));
        if let Some(list) = more.or(chapters) {
            return Endnotes::List(list);
        }
    }
    if several {
        return Endnotes::Several;
    }
    let first_foot = numbered(foot).next();
    let called = marks.iter().filter(|mark| mark.raised && mark.score >= 0.9 && mark.from > 0);
    let last_call = called.map(place).max();
    // the notes of a first page are followed by the text, and calls, of the next
    let no_foot = |list: At| match first_foot {
        Some(foot) => foot >= list && last_call.is_some_and(|call| call < list),
        None => true,
    };
    let below = |heading: At| labelled.partition_point(|line| line.at <= heading);
    let headed = headings(pages).into_iter().rev().map(below);
    let ones = (0..labelled.len()).rev().filter(|at| labelled[*at].number == 1 && no_foot(labelled[*at].at));
    let places = headed.map(|from| (from, true)).chain(ones.map(|from| (from, false)));
    let linked = places.into_iter().find_map(|(from, headed)| {
        let list = series(&labelled, from);
        let enough = list.len() >= if headed { FEWEST } else { FEWEST + 1 };
        let calls = if enough { calls(pages, marks, &list, headed) } else { Vec::new() };
        let notes = Notes { notes: laid(pages, &list), calls };
        (!notes.calls.is_empty() && !is_answered_elsewhere(&notes, marks, foot)).then_some(notes)
    });
    linked.map_or(Endnotes::None, Endnotes::List)
}

/// Works cited that raised figures name again and again, as medical journals do: they are
/// numbered in the order in which the text first names them.
fn references(pages: &Pages, marks: &[Mark], labelled: &[Labelled], foot: &Notes) -> Option<Notes> {
    let heading = headings(pages).into_iter().next_back()?;
    let list = series(labelled, labelled.partition_point(|line| line.at <= heading));
    let kin = |line: &&Labelled| {
        line.number == 1 && line.head.bracket == list[0].head.bracket && line.head.strong == list[0].head.strong
    };
    if list.len() < MANY || labelled.iter().filter(kin).count() > 1 {
        return None;
    }
    // what the names of authors call stands before a line of the same page
    let lines = labelled.iter().filter(|line| line.head.strong && line.at < list[0].at);
    let answered: HashSet<(usize, &str)> = lines.map(|line| (line.at.page, line.head.label.as_str())).collect();
    let before = |mark: &&Mark| {
        let likely = mark.raised && mark.score >= 0.7 && mark.from > 0;
        likely && place(mark) < list[0].at && !answered.contains(&(mark.page, mark.label.as_str()))
    };
    let (mut known, mut skipped, mut outside) = (0usize, 0usize, 0usize);
    let mut calls = Vec::new();
    for mark in marks.iter().filter(before) {
        let Some(own) = mark.label.parse::<usize>().ok().filter(|own| (1..=known + 3).contains(own)) else {
            outside += usize::from(mark.label.starts_with(is_digit));
            continue;
        };
        skipped += own.saturating_sub(known + 1);
        known = own.max(known);
        calls.push(Call { note: Some(own - 1), mark: mark.clone() });
    }
    let in_order = skipped * 5 <= known && known <= list.len() && known * 10 >= list.len() * 7;
    let at_foot = numbered(foot).filter(|at| *at < list[0].at).count();
    let found = in_order && outside * 10 <= calls.len() && at_foot * 4 <= calls.len();
    found.then(|| Notes { notes: laid(pages, &list), calls })
}

/// Works that raised figures name, at least.
const MANY: usize = 5;

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// True where raised figures have their notes elsewhere: at the foot of pages, or in a
/// list that was not found, as the count goes on behind the end of this one. The numbered
/// headings of a chapter count from 1 too, and their chapter calls its notes 1 to 5.
fn is_answered_elsewhere(list: &Notes, marks: &[Mark], foot: &Notes) -> bool {
    let Some(last) = list.calls.iter().filter(|call| call.mark.raised).map(|call| place(&call.mark)).max() else {
        return false;
    };
    let lines: HashSet<At> = list.notes.iter().flat_map(|note| note.lines.iter().copied()).collect();
    let begins = list.notes.iter().map(|note| note.lines[0]).min();
    let at_foot = numbered(foot).filter(|at| !lines.contains(at) && Some(*at) < begins).count();
    let mut next = list.notes.len() + 1;
    let behind = marks.iter().filter(|mark| mark.raised && mark.score >= LIKELY && mark.from > 0 && place(mark) > last);
    behind.for_each(|mark| next += usize::from(mark.label.parse() == Ok(next)));
    at_foot * 4 > list.calls.len() || next - list.notes.len() > list.calls.len()
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
            if HEADINGS.contains(&text.trim_matches(|c: char| !c.is_alphabetic())) {
                out.push(At { page, line });
            }
        }
    }
    out
}

/// How many headings stand right over a list that counts from 1.
fn headed_lists(pages: &Pages, labelled: &[Labelled]) -> usize {
    let first = |heading: &At| {
        let below = labelled.get(labelled.partition_point(|line| line.at <= *heading));
        below.is_some_and(|line| line.number == 1 && line.at.page == heading.page && line.at.line <= heading.line + 2)
    };
    headings(pages).iter().filter(|heading| first(heading)).count()
}

/// What calls the entries of a list; nothing where the list does not answer to the
/// text. Whatever calls it stands before it.
fn calls(pages: &Pages, marks: &[Mark], list: &[&Labelled], headed: bool) -> Vec<Call> {
    let Some(first) = list.first() else { return Vec::new() };
    let number = |mark: &Mark| mark.label.parse::<usize>().ok().filter(|number| (1..=list.len()).contains(number));
    let before = |mark: &&Mark| place(mark) < first.at && mark.from > 0;
    let raised: Vec<&Mark> = marks.iter().filter(before).filter(|mark| mark.raised && mark.score > 0.4).collect();
    let raised = with_wrapped(pages, ascending(&raised, &number), marks);
    let call = |mark: Mark| Some(Call { note: Some(number(&mark)? - 1), mark });
    if raised.len() >= FEWEST && raised.len() * 10 >= list.len() * 8 {
        return raised.into_iter().cloned().filter_map(call).collect();
    }
    let all = bracketed(pages, first.at);
    let known: HashSet<usize> = all.iter().filter_map(number).collect();
    let right = all.iter().filter(|mark| number(mark).is_some()).count();
    let answers = known.len() >= FEWEST && right * 10 >= all.len() * 9 && known.len() * 3 >= list.len();
    // `[2]` names the entry `2.` of a list of works, never a heading `2. Methods`
    if answers && (first.head.bracket || headed && !first.head.strong) {
        all.into_iter().filter_map(call).collect()
    } else {
        Vec::new()
    }
}

/// Numbers in brackets before a line: `[3]`, `[3, 5]`, `[3–5]`. What is glued to a
/// letter or two is code (`a[1]`).
fn bracketed(pages: &Pages, until: At) -> Vec<Mark> {
    let mut out = Vec::new();
    for (page, of) in pages.pages.iter().enumerate().take(until.page + 1) {
        for (line, text) in of.lines.iter().enumerate().filter(|(line, _)| At { page, line: *line } < until) {
            let cells = &text.cells;
            for open in (1..cells.len()).filter(|at| cells[*at].c == '[') {
                let letters = cells[..open].iter().rev().take_while(|cell| cell.c.is_alphanumeric()).count();
                if letters == 0 || letters > 2 {
                    out.extend(group(cells, open).into_iter().map(|mark| Mark { page, line, ..mark }));
                }
            }
        }
    }
    out
}

/// The numbers of one pair of brackets; none where anything else stands in it. Each
/// takes the signs before it along, and the last the bracket.
fn group(cells: &[Cell], open: usize) -> Vec<Mark> {
    let mut out: Vec<Mark> = Vec::new();
    let (mut from, mut label) = (open, String::new());
    for (at, cell) in cells.iter().enumerate().skip(open + 1).take(40) {
        if cell.c.is_ascii_digit() {
            label.push(cell.c);
            continue;
        }
        if !matches!(cell.c, ']' | ',' | ';' | '-' | '–' | ' ') {
            return Vec::new();
        }
        if !label.is_empty() && label.len() <= 4 {
            let label = std::mem::take(&mut label);
            out.push(Mark { page: 0, line: 0, from, to: at, label, score: 0.5, raised: false });
            from = at;
        }
        if cell.c == ']' {
            out.last_mut().into_iter().for_each(|last| last.to = at + 1);
            return out;
        }
    }
    Vec::new()
}
