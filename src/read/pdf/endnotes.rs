//! Endnotes: a list at the end whose labels count from 1, and what calls it.
//!
//! The list is looked for first: its last entries may stand in small type on the
//! page after a marker, and are no foot of that page. It answers to the text where
//! raised figures count through it in order, or numbers in brackets name its entries.
//! Where no list does, nothing is linked: the numbered headings of a paper
//! (`2. Methods`) look much like one.

use std::collections::HashSet;

use super::chunk::Cell;
use super::marks::{self, Head, Mark};
use super::model::{At, Pages};
use super::notes::{Call, Laid, Notes};

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

/// A list of fewer is none; without a heading it must have one more.
const FEWEST: usize = 2;
/// More signs than this are not weighed against each other.
const MOST: usize = 3000;

/// A line with a label.
struct Labelled {
    at: At,
    head: Head,
    number: usize,
    /// Distance from the left edge of its strip.
    indent: f32,
}

/// Finds the list: below a heading, the last that has one, else the last that counts
/// from 1, where the pages have no notes at their foot before it: those of a page
/// may count from 1 too. `foot` is what stands at the foot of pages, as it seems: in
/// small type, the end of a list looks like the foot of its page.
pub fn find(pages: &Pages, marks: &[Mark], foot: &Notes) -> Endnotes {
    let labelled = labelled(pages);
    let first = |mark: &&Mark| mark.raised && mark.score >= 0.9 && mark.from > 0 && mark.label == "1";
    if marks.iter().filter(first).count() > 1 {
        return chapters(pages, marks, &labelled, foot).map_or(Endnotes::Several, Endnotes::List);
    }
    let first_foot = numbered(foot).next();
    let called = marks.iter().filter(|mark| mark.raised && mark.score >= 0.9 && mark.from > 0);
    let last_call = called.map(|mark| At { page: mark.page, line: mark.line }).max();
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
        (!calls.is_empty()).then(|| Notes { notes: laid(pages, &list), calls })
    });
    linked.map_or(Endnotes::None, Endnotes::List)
}

/// A list for each chapter, where the calls count from 1 again and again: behind the
/// text that calls it, all of them at the end or each at the end of its chapter. Every
/// count must have its list, or nothing is linked. What stands at the foot of pages may
/// count from 1 too: a list is one of a chapter where it begins on a page behind its
/// first call, and no numbered note stands outside of the lists.
fn chapters(pages: &Pages, marks: &[Mark], labelled: &[Labelled], foot: &Notes) -> Option<Notes> {
    let number = |mark: &Mark| mark.label.parse::<usize>().ok();
    let place = |mark: &Mark| At { page: mark.page, line: mark.line };
    let raised = marks.iter().filter(|mark| mark.raised && mark.score > 0.4 && mark.from > 0);
    let mut counts: Vec<Vec<&Mark>> = Vec::new();
    for mark in raised {
        match (number(mark), counts.last_mut()) {
            (Some(1), _) if mark.score >= 0.9 => counts.push(vec![mark]),
            (Some(next), Some(count)) if count.last().and_then(|last| number(last)) == Some(next - 1) => {
                count.push(mark)
            }
            _ => {}
        }
    }
    let mut out = Notes::default();
    let (mut from, mut behind) = (0, false);
    for (at, count) in counts.iter().enumerate() {
        let last = place(count.last()?);
        from = from.max(labelled.partition_point(|line| line.at <= last));
        let ones = (from..labelled.len()).filter(|at| labelled[*at].number == 1);
        let list = ones.map(|one| (one, series_of_one(labelled, one))).find(|(_, list)| {
            // a call or two may look like no call; a list has no entry that is not called
            list.len() >= FEWEST && count.len() * 10 >= list.len() * 8 && list.len() >= count.len()
        });
        // a power looks like a count of one
        let (one, list) = match list {
            Some(found) => found,
            None if count.len() == 1 => continue,
            None => return None,
        };
        from = one + 1;
        behind |= list[0].at.page > count[0].page;
        // where the next chapter begins before the list, all lists stand at the end
        let next = counts.get(at + 1).map(|count| place(count[0]));
        let at_end = counts.last().and_then(|count| count.last()).is_some_and(|last| list[0].at > place(last));
        if !at_end && next.is_some_and(|next| list[list.len() - 1].at >= next) {
            return None;
        }
        let own = out.notes.len();
        out.notes.extend(laid(pages, &list));
        let call = |mark: &&Mark| Some(Call { note: Some(own + number(mark)? - 1), mark: (*mark).clone() });
        out.calls.extend(count.iter().filter_map(call));
    }
    let linked = foot.calls.iter().filter(|call| call.note.is_some()).count();
    let lines: HashSet<At> = out.notes.iter().flat_map(|note| note.lines.iter().copied()).collect();
    (behind && out.calls.len() > linked && numbered(foot).all(|at| lines.contains(&at))).then_some(out)
}

/// Where the notes begin that have a number.
fn numbered(notes: &Notes) -> impl Iterator<Item = At> + '_ {
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    notes.notes.iter().filter(move |note| is_number(&note.label)).map(|note| note.lines[0])
}

/// The labels from one on that count from 1, until 1 comes again in their form.
fn series_of_one(labelled: &[Labelled], from: usize) -> Vec<&Labelled> {
    let first = &labelled[from];
    let again = |line: &Labelled| {
        line.number == 1 && line.head.strong == first.head.strong && line.head.bracket == first.head.bracket
    };
    let until = labelled[from + 1..].iter().position(again).map_or(labelled.len(), |until| from + 1 + until);
    series(&labelled[..until], from)
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

/// The labels from one on that count from 1 without a gap, in one form and place.
fn series(labelled: &[Labelled], from: usize) -> Vec<&Labelled> {
    let mut out: Vec<&Labelled> = Vec::new();
    for line in &labelled[from..] {
        let kin = out.first().is_none_or(|first| {
            // a wider number stands further out where they are flush right
            line.head.bracket == first.head.bracket
                && line.head.strong == first.head.strong
                && (line.indent - first.indent).abs() < 9.0
        });
        if kin && line.number == out.len() + 1 {
            out.push(line);
        }
    }
    out
}

/// The entries with their lines. The last ends where the type or the distance of
/// lines changes, or the page ends.
fn laid(pages: &Pages, list: &[&Labelled]) -> Vec<Laid> {
    let mut out = Vec::new();
    for (i, entry) in list.iter().enumerate() {
        let mut lines = vec![entry.at];
        for at in after(pages, entry.at) {
            let (above, below) = (pages.line(lines[lines.len() - 1]), pages.line(at));
            // a raised label may stand alone, its text behind a tab
            let label = lines.len() == 1 && above.cells.len() <= entry.head.cells;
            let kin = (label || (above.size - below.size).abs() < 0.08 * above.size) && above.strip == below.strip;
            let near = at.page == entry.at.page && above.y - below.y < 1.7 * above.size;
            match list.get(i + 1) {
                Some(next) if at >= next.at => break,
                None if !(kin && near) => break,
                _ => lines.push(at),
            }
        }
        out.push(Laid::new(&entry.head, lines));
    }
    out
}

/// The lines after one, in reading order.
fn after(pages: &Pages, from: At) -> impl Iterator<Item = At> {
    let all = pages.pages.iter().enumerate().skip(from.page);
    let lines = all.flat_map(|(page, of)| (0..of.lines.len()).map(move |line| At { page, line }));
    lines.filter(move |at| *at > from)
}

/// What calls the entries of a list; nothing where the list does not answer to the
/// text. Whatever calls it stands before it.
fn calls(pages: &Pages, marks: &[Mark], list: &[&Labelled], headed: bool) -> Vec<Call> {
    let Some(first) = list.first() else { return Vec::new() };
    let number = |mark: &Mark| mark.label.parse::<usize>().ok().filter(|number| (1..=list.len()).contains(number));
    let before = |mark: &&Mark| At { page: mark.page, line: mark.line } < first.at && mark.from > 0;
    let raised: Vec<&Mark> = marks.iter().filter(before).filter(|mark| mark.raised && mark.score > 0.4).collect();
    let raised = ascending(&raised, &number);
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

/// The signs that count up through the text, as good ones as may be: a power that
/// stands among them is out of order, or looks less like a call.
fn ascending<'m>(marks: &[&'m Mark], number: &dyn Fn(&Mark) -> Option<usize>) -> Vec<&'m Mark> {
    let known: Vec<(usize, &Mark)> = marks.iter().filter_map(|mark| Some((number(mark)?, *mark))).collect();
    if known.len() > MOST {
        return Vec::new();
    }
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(known.len());
    for (at, (own, mark)) in known.iter().enumerate() {
        let before = (0..at).filter(|before| known[*before].0 < *own);
        let before = before.max_by(|a, b| best[*a].0.total_cmp(&best[*b].0));
        best.push((mark.score + before.map_or(0.0, |before| best[before].0), before));
    }
    let mut at = (0..best.len()).max_by(|a, b| best[*a].0.total_cmp(&best[*b].0));
    let mut out = Vec::new();
    while let Some(own) = at {
        out.push(known[own].1);
        at = best[own].1;
    }
    out.reverse();
    out
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
