//! The notes of the pages, and which sign in the text calls which.
//!
//! A page's markers and notes are two sequences with labels; the pairs are the
//! best common subsequence, so that a sign that only looks like a marker (`m²`)
//! loses against the one that stands in the right order. What remains is paired
//! by label alone: a note that was carried over to the next page, a marker that
//! is called twice. Links that the file draws from a marker to a note come first.

use std::collections::HashSet;
use std::ops::Range;

use super::line::Line;
use super::links::Target;
use super::marks::{self, Head, Mark};
use super::model::{At, Pages};
use super::zones::{self, Called, Zone};

/// A note as it is laid out.
#[derive(Clone, Debug)]
pub struct Laid {
    /// Its label.
    pub label: String,
    /// Its lines, on one page or several; the first begins with the label.
    pub lines: Vec<At>,
    /// Cells of the first line up to the note's text.
    pub head: usize,
    /// True where its place alone shows that it is a note.
    sure: bool,
}

impl Laid {
    /// A note with a label, in a list of them.
    pub fn new(head: &Head, lines: Vec<At>) -> Laid {
        Laid { label: head.label.clone(), lines, head: head.cells, sure: true }
    }
}

/// A marker with its note.
#[derive(Clone, Debug)]
pub struct Call {
    /// The sign.
    pub mark: Mark,
    /// Index of the note; `None` where it is missing.
    pub note: Option<usize>,
}

/// Notes and markers of a document.
#[derive(Debug, Default)]
pub struct Notes {
    /// In the order of the pages.
    pub notes: Vec<Laid>,
    /// Markers in the order of the text.
    pub calls: Vec<Call>,
}

/// Finds the notes at the foot of pages and columns, and their markers; puts the
/// endnotes among them, whose lines and markers are theirs. Both are empty where there
/// are no notes.
pub fn find(pages: &Pages, endnotes: Notes) -> Notes {
    let lines: HashSet<At> = endnotes.notes.iter().flat_map(|note| note.lines.iter().copied()).collect();
    let foot = at_foot(pages, &lines);
    merged(foot, endnotes)
}

/// Notes of both kinds in the order of the pages.
fn merged(foot: Notes, endnotes: Notes) -> Notes {
    if endnotes.notes.is_empty() {
        return foot;
    }
    let place = |mark: &Mark| (mark.page, mark.line, mark.from);
    let taken: HashSet<_> = endnotes.calls.iter().map(|call| place(&call.mark)).collect();
    let own = foot.notes.len();
    let mut order: Vec<(usize, Laid)> = foot.notes.into_iter().chain(endnotes.notes).enumerate().collect();
    order.sort_by_key(|(_, note)| note.lines[0]);
    let mut places = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, (before, _))| places[*before] = at);
    let of_foot = foot.calls.into_iter().filter(|call| !taken.contains(&place(&call.mark)));
    let of_list = endnotes.calls.into_iter().map(|call| Call { note: call.note.map(|note| note + own), ..call });
    let calls = of_foot.chain(of_list).map(|call| Call { note: call.note.map(|note| places[note]), ..call });
    let mut calls: Vec<Call> = calls.collect();
    calls.sort_by_key(|call| place(&call.mark));
    Notes { notes: order.into_iter().map(|(_, note)| note).collect(), calls }
}

/// The notes at the foot of pages, `but` these lines.
fn at_foot(pages: &Pages, but: &HashSet<At>) -> Notes {
    let all: Vec<Vec<Mark>> = (0..pages.pages.len()).map(|page| page_marks(pages, page)).collect();
    let called: Called = all.iter().map(|marks| labels(marks)).collect();
    let zones = zones::zones(pages, &called);
    let mut notes = laid(pages, &zones, &called);
    // the last notes of a page may seem to go on with the list
    notes.retain(|note| !but.contains(&note.lines[0]));
    notes.iter_mut().for_each(|note| note.lines.retain(|at| !but.contains(at)));
    let (inside, outside) = parted(all, &notes);
    let mut calls = pair(pages, &notes, &outside);
    calls.extend(inner(pages, &notes, inside, &calls));
    keep_called(&mut notes, &mut calls);
    if notes.is_empty() {
        return Notes::default();
    }
    calls.extend(missing(&outside, &calls, &notes));
    calls.sort_by_key(|call| (call.mark.page, call.mark.line, call.mark.from));
    Notes { notes, calls }
}

/// True where the text seems to have endnotes, for the rules of plain text to
/// find: raised figures 1 and 2 and lines that begin so, or a list whose entries
/// begin with `[1]`, `[2]`, `[3]`. Else nothing in a PDF is taken for a note: its
/// exponents, lists and numbered headings look too much like them.
pub fn has_endnotes(pages: &Pages) -> bool {
    let (mut raised, mut lines, mut bracket) = ([false; 2], [false; 2], [false; 3]);
    let number = |label: &str| label.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    for page in 0..pages.pages.len() {
        for mark in page_marks(pages, page).iter().filter(|mark| mark.raised && mark.score >= 0.9 && mark.from > 0) {
            number(&mark.label).and_then(|n| raised.get_mut(n)).into_iter().for_each(|seen| *seen = true);
        }
        for head in pages.pages[page].lines.iter().filter_map(marks::head) {
            let seen = if head.bracket { bracket.as_mut_slice() } else { lines.as_mut_slice() };
            number(&head.label).and_then(|n| seen.get_mut(n)).into_iter().for_each(|seen| *seen = true);
        }
    }
    raised == [true; 2] && lines == [true; 2] || bracket == [true; 3]
}

/// The signs of all pages that may be markers.
pub fn all_marks(pages: &Pages) -> Vec<Mark> {
    (0..pages.pages.len()).flat_map(|page| scan(pages, page)).collect()
}

fn scan(pages: &Pages, page: usize) -> Vec<Mark> {
    let lines = pages.pages[page].lines.iter().enumerate();
    lines.flat_map(|(at, line)| marks::scan(page, at, &line.cells, 0)).collect()
}

/// The signs of a page, as the notes at its foot answer to them.
fn page_marks(pages: &Pages, page: usize) -> Vec<Mark> {
    let heads = pages.pages[page].lines.iter().filter_map(marks::head).filter(|head| head.strong);
    split(scan(pages, page), &heads.map(|head| head.label).collect())
}

/// Two notes called at one word are printed as one run of raised figures, `12`. It is
/// taken apart where the page has notes with these labels, raised as well, and none with the run's, and
/// calls them nowhere else.
fn split(found: Vec<Mark>, heads: &HashSet<String>) -> Vec<Mark> {
    let called: HashSet<String> = labels(&found).into_iter().collect();
    let parts = |mark: &Mark| {
        let is_run = mark.raised && mark.from > 0 && mark.to - mark.from == mark.label.len();
        let ranges = marks::consecutive(&mark.label).filter(|_| is_run && !heads.contains(&mark.label))?;
        let free = |range: &Range<usize>| {
            let label = &mark.label[range.clone()];
            heads.contains(label) && !called.contains(label)
        };
        ranges.iter().all(free).then_some(ranges)
    };
    let mut out = Vec::with_capacity(found.len());
    for mark in found {
        match parts(&mark) {
            Some(ranges) => out.extend(ranges.into_iter().map(|range| {
                let (from, to) = (mark.from + range.start, mark.from + range.end);
                Mark { from, to, label: mark.label[range].to_owned(), ..mark.clone() }
            })),
            None => out.push(mark),
        }
    }
    out
}

/// Labels that are called: a sign at the beginning of a line is a note's.
fn labels(marks: &[Mark]) -> Vec<String> {
    marks.iter().filter(|mark| mark.from > 0 && mark.score > 0.0).map(|mark| mark.label.clone()).collect()
}

/// Parts the zones into notes. A line without label goes on with the note before
/// it, on the page or column before if need be.
fn laid(pages: &Pages, zones: &[Vec<Zone>], called: &Called) -> Vec<Laid> {
    let mut out: Vec<Laid> = Vec::new();
    for (page, zones) in zones.iter().enumerate() {
        let before = page.checked_sub(1).map(|before| called[before].as_slice()).unwrap_or_default();
        let here = |label: &String| called[page].contains(label) || before.contains(label);
        for zone in zones {
            let mut first: Option<First> = None;
            for line in zone.from..zone.to {
                let at = At { page, line };
                let text = pages.line(at);
                let head = marks::head(text).filter(|head| is_in_series(&out, &head.label)).filter(|head| {
                    let aligned = first
                        .as_ref()
                        .is_none_or(|first| first.is_aligned(text, head) && follows(&first.last, &head.label));
                    let open = called[page].contains(&head.label) || !laid_on(&out, page, &head.label);
                    let next = first.as_ref().is_some_and(|first| is_next(&first.last, &head.label));
                    head.strong && (zone.ruled || next || here(&head.label)) || aligned && open && here(&head.label)
                });
                if let Some(head) = head {
                    let next = First { last: head.label.clone(), ..First::new(text, &head) };
                    first = Some(first.map_or(next, |first| First { last: head.label.clone(), ..first }));
                    out.push(Laid { label: head.label, lines: vec![at], head: head.cells, sure: zone.ruled });
                } else if let Some(last) = out.last_mut().filter(|last| goes_on(last, at, first.is_some())) {
                    last.lines.push(at);
                }
            }
        }
    }
    out
}

/// Where the first label of a zone stands, and the last label so far.
struct First {
    x: f32,
    /// Where the text begins behind it.
    text: f32,
    last: String,
}

impl First {
    fn new(line: &Line, head: &Head) -> First {
        First { x: line.x, text: behind(line, head), last: head.label.clone() }
    }

    /// Labels stand flush left, or flush right: ` 9.` above `10.`.
    fn is_aligned(&self, line: &Line, head: &Head) -> bool {
        (line.x - self.x).abs() < 4.0 || (behind(line, head) - self.text).abs() < 1.0
    }
}

/// Where the text begins behind a label.
fn behind(line: &Line, head: &Head) -> f32 {
    line.cells.get(head.cells).map_or(line.end, |cell| cell.x)
}

/// True for figures and signs, and for letters that begin a series or follow upon a
/// label: an index of a formula at the beginning of a line (`t`, `n`) does neither.
fn is_in_series(notes: &[Laid], label: &str) -> bool {
    let before = marks::before(label);
    before.is_empty() || notes.iter().rev().any(|note| before.contains(&note.label))
}

/// True where the page before has the note with this label: a line of the next
/// page that begins with the same number goes on with a sentence.
fn laid_on(notes: &[Laid], page: usize, label: &str) -> bool {
    let near = notes.iter().rev().take_while(|note| note.lines[0].page + 1 >= page);
    near.filter(|note| note.lines[0].page + 1 == page).any(|note| note.label == label)
}

/// True for the number after another.
fn is_next(last: &str, label: &str) -> bool {
    matches!((last.parse::<u32>(), label.parse::<u32>()), (Ok(last), Ok(label)) if label == last + 1)
}

/// True where a label may come after another: numbers ascend.
fn follows(last: &str, label: &str) -> bool {
    match (last.parse::<u32>(), label.parse::<u32>()) {
        (Ok(last), Ok(label)) => label > last && label <= last + 5,
        _ => true,
    }
}

/// True where a line may go on with a note: below it, or at the head of the
/// notes of the same page or the next.
fn goes_on(note: &Laid, at: At, begun: bool) -> bool {
    begun || note.lines.last().is_some_and(|last| at.page - last.page <= 1)
}

/// Marks inside notes, with the note, and marks of the text; the labels of notes
/// are neither.
fn parted(all: Vec<Vec<Mark>>, notes: &[Laid]) -> (Vec<(usize, Mark)>, Vec<Vec<Mark>>) {
    let mut of = std::collections::HashMap::new();
    for (at, note) in notes.iter().enumerate() {
        for (i, line) in note.lines.iter().enumerate() {
            of.insert(*line, (at, if i == 0 { note.head } else { 0 }));
        }
    }
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for marks in all {
        let mut own = Vec::new();
        for mark in marks {
            match of.get(&At { page: mark.page, line: mark.line }) {
                Some((note, head)) if mark.from >= *head => inside.push((*note, mark)),
                Some(_) => {}
                None => own.push(mark),
            }
        }
        outside.push(own);
    }
    (inside, outside)
}

/// A sign with less is not taken for a marker, whatever note there is.
const LEAST: f32 = 0.15;

/// Pairs the markers of each page with its notes.
fn pair(pages: &Pages, notes: &[Laid], marks: &[Vec<Mark>]) -> Vec<Call> {
    let mut out = Vec::new();
    let mut taken = vec![false; notes.len()];
    let mut waiting: Vec<Mark> = Vec::new();
    for (page, own) in marks.iter().enumerate() {
        let first = notes.partition_point(|note| note.lines[0].page < page);
        let last = notes.partition_point(|note| note.lines[0].page <= page);
        let mut open: Vec<Mark> = Vec::new();
        for mark in own {
            match linked(pages, notes, mark) {
                Some(note) => {
                    taken[note] = true;
                    out.push(Call { mark: mark.clone(), note: Some(note) });
                }
                None => open.push(mark.clone()),
            }
        }
        let free: Vec<usize> = (first..last).filter(|note| !taken[*note]).collect();
        for (mark, note) in aligned(&open, &free, notes) {
            taken[note] = true;
            out.push(Call { mark: open[mark].clone(), note: Some(note) });
        }
        open.retain(|mark| !out.iter().rev().take(own.len() + 8).any(|call| call.mark == *mark));
        // notes that are out of order, or were carried over to this page
        for note in (first..last).filter(|note| !taken[*note]).collect::<Vec<_>>() {
            let fits = |mark: &Mark| mark.label == notes[note].label && mark.score > LEAST;
            let from = waiting.iter().position(|mark| fits(mark) && mark.raised).map(|at| waiting.remove(at));
            let from = from.or_else(|| open.iter().position(fits).map(|at| open.remove(at)));
            if let Some(mark) = from {
                taken[note] = true;
                out.push(Call { mark, note: Some(note) });
            }
        }
        out.extend(again(&mut open, notes, (first, last)));
        waiting = open;
    }
    out
}

/// Markers that call a note of the page once more.
fn again(open: &mut Vec<Mark>, notes: &[Laid], (first, last): (usize, usize)) -> Vec<Call> {
    let mut out = Vec::new();
    open.retain(|mark| {
        let mut same = (first..last).filter(|note| notes[*note].label == mark.label);
        let only = same.next().filter(|_| same.next().is_none());
        let taken = only.filter(|_| mark.raised && mark.score >= 1.0);
        out.extend(taken.map(|note| Call { mark: mark.clone(), note: Some(note) }));
        taken.is_none()
    });
    out
}

/// The note to which a link leads that is drawn over the marker, if it bears the
/// marker's label.
fn linked(pages: &Pages, notes: &[Laid], mark: &Mark) -> Option<usize> {
    let page = &pages.pages[mark.page];
    let line = &page.lines[mark.line];
    let (first, last) = (line.cells.get(mark.from)?, line.cells.get(mark.to.checked_sub(1)?)?);
    let x = (first.x + last.end) / 2.0;
    let over =
        |[x0, y0, x1, y1]: [f32; 4]| x0 - 1.0 < x && x < x1 + 1.0 && y0 - 2.0 < line.y + line.size && line.y < y1;
    let to = page.links.iter().filter(|link| over(link.from)).map(|link| link.to);
    to.filter_map(|to| at_target(pages, notes, to, &mark.label)).next()
}

/// The note with a label that begins at a place.
fn at_target(pages: &Pages, notes: &[Laid], to: Target, label: &str) -> Option<usize> {
    let first = notes.partition_point(|note| note.lines[0].page < to.page);
    let last = notes.partition_point(|note| note.lines[0].page <= to.page);
    let same: Vec<usize> = (first..last).filter(|note| notes[*note].label == label).collect();
    let far = |note: usize| {
        let line = pages.line(notes[note].lines[0]);
        to.y.map_or(0.0, |y| (line.y + line.size - y).abs())
    };
    let near = |note: &usize| far(*note) < 2.5 * pages.line(notes[*note].lines[0]).size;
    same.into_iter().filter(near).min_by(|a, b| far(*a).total_cmp(&far(*b)))
}

/// More signs or notes than this on one page are paired in order of place alone.
const MOST: usize = 600;

/// The best pairs of marks and notes in the order of both.
fn aligned(marks: &[Mark], free: &[usize], notes: &[Laid]) -> Vec<(usize, usize)> {
    let (rows, columns) = (marks.len().min(MOST), free.len().min(MOST));
    let mut best = vec![vec![0.0f32; columns + 1]; rows + 1];
    let worth = |i: usize, j: usize| {
        let (mark, note) = (&marks[i], &notes[free[j]]);
        (mark.label == note.label && mark.score > LEAST).then_some(1.0 + mark.score)
    };
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            let both = worth(i, j).map_or(0.0, |worth| worth + best[i + 1][j + 1]);
            best[i][j] = both.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < rows && j < columns {
        if worth(i, j).is_some_and(|worth| best[i][j] <= worth + best[i + 1][j + 1]) {
            out.push((i, free[j]));
            (i, j) = (i + 1, j + 1);
        } else if best[i][j] <= best[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// Marks inside notes that call a note which the text does not call.
fn inner(pages: &Pages, notes: &[Laid], inside: Vec<(usize, Mark)>, calls: &[Call]) -> Vec<Call> {
    let mut taken = vec![false; notes.len()];
    calls.iter().filter_map(|call| call.note).for_each(|note| taken[note] = true);
    let mut out = Vec::new();
    let editions = repeated(pages, &inside);
    let likely = |(_, mark): &(usize, Mark)| mark.raised && mark.score > 0.5 && !editions.contains(&named(pages, mark));
    for (own, mark) in inside.into_iter().filter(likely) {
        let page = mark.page;
        let fits = |at: &usize| {
            let note = &notes[*at];
            !taken[*at] && *at != own && note.lines[0].page == page && note.label == mark.label
        };
        let from = notes.partition_point(|note| note.lines[0].page < page);
        if let Some(note) = (from..notes.len()).take_while(|at| notes[*at].lines[0].page == page).find(fits) {
            taken[note] = true;
            out.push(Call { mark, note: Some(note) });
        }
    }
    out
}

/// A word with the raised sign behind it.
fn named(pages: &Pages, mark: &Mark) -> String {
    let cells = &pages.pages[mark.page].lines[mark.line].cells;
    let word = cells[..mark.from].iter().rev().take_while(|cell| cell.c.is_alphanumeric()).count();
    cells[mark.from - word..mark.to].iter().map(|cell| cell.c).collect()
}

/// Words that notes have with the same raised sign more than once: editions of a book
/// that is cited (`BGB¹⁵`), and units.
fn repeated(pages: &Pages, inside: &[(usize, Mark)]) -> HashSet<String> {
    let mut seen = HashSet::new();
    let names = inside.iter().filter(|(_, mark)| mark.raised && mark.from > 0).map(|(_, mark)| named(pages, mark));
    names.filter(|name| name.starts_with(char::is_alphabetic) && !seen.insert(name.clone())).collect()
}

/// Leaves out what was taken for a note and is not called, unless a separator
/// stands above and a note before or after it on the page is called.
fn keep_called(notes: &mut Vec<Laid>, calls: &mut [Call]) {
    let mut called = vec![false; notes.len()];
    calls.iter().filter_map(|call| call.note).for_each(|note| called[note] = true);
    let page = |at: usize| notes[at].lines[0].page;
    let beside = |at: usize, other: usize| called.get(other) == Some(&true) && page(other) == page(at);
    let kept = |at: usize| {
        let near = at.checked_sub(1).is_some_and(|before| beside(at, before)) || beside(at, at + 1);
        called[at] || notes[at].sure && near
    };
    let keep: Vec<bool> = (0..notes.len()).map(kept).collect();
    let mut place = 0;
    let places: Vec<usize> = keep
        .iter()
        .map(|keep| {
            place += usize::from(*keep);
            place.saturating_sub(1)
        })
        .collect();
    let mut at = 0;
    notes.retain(|_| {
        at += 1;
        keep[at - 1]
    });
    calls.iter_mut().for_each(|call| call.note = call.note.map(|note| places[note]));
}

/// Markers whose note is not there: raised numbers that stand where the count
/// of the markers around them has a gap. `m²` fits no gap.
fn missing(marks: &[Vec<Mark>], calls: &[Call], notes: &[Laid]) -> Vec<Call> {
    let key = |mark: &Mark| (mark.page, mark.line, mark.from);
    let number = |mark: &Mark| mark.label.parse::<u32>().ok();
    let mut known: Vec<((usize, usize, usize), u32)> = calls
        .iter()
        .filter(|call| call.note.is_some_and(|note| notes[note].label == call.mark.label))
        .filter_map(|call| Some((key(&call.mark), number(&call.mark)?)))
        .collect();
    known.sort_unstable();
    let used: std::collections::HashSet<_> = calls.iter().map(|call| key(&call.mark)).collect();
    let mut out = Vec::new();
    for mark in marks.iter().flatten().filter(|mark| mark.raised && mark.score >= 0.9 && !used.contains(&key(mark))) {
        let Some(own) = number(mark) else { continue };
        let after = known.partition_point(|(at, _)| *at < key(mark));
        let before = after.checked_sub(1).map(|at| known[at].1);
        let next = known.get(after).map(|(_, number)| *number);
        let begins = own == 1 && before.is_none();
        let fits = (before == Some(own.wrapping_sub(1)) || begins)
            && next.is_none_or(|next| next == own + 1 || next == 1 && !begins);
        if fits {
            out.push(Call { mark: mark.clone(), note: None });
            known.insert(after, (key(mark), own));
        }
    }
    out
}
