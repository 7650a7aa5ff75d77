//! Paragraphs that labels begin, and the calls that may be theirs.

use super::marks::{Head, Mark};
use super::model::{At, Pages};
use super::notes::{Laid, Notes};

/// More signs than this are not weighed against each other.
const MOST: usize = 3000;

/// A list of fewer is none; without a heading it must have one more.
pub const FEWEST: usize = 2;

/// A raised sign with so much is likely a call, behind a word or a blank.
pub const LIKELY: f32 = 0.65;

/// A line with a label.
pub struct Labelled {
    /// Where it stands.
    pub at: At,
    /// The label.
    pub head: Head,
    /// Its number.
    pub number: usize,
    /// Distance from the left edge of its strip.
    pub indent: f32,
}

/// Where a sign stands.
pub fn place(mark: &Mark) -> At {
    At { page: mark.page, line: mark.line }
}

/// Where the notes begin that have a number.
pub fn numbered(notes: &Notes) -> impl Iterator<Item = At> + '_ {
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    notes.notes.iter().filter(move |note| is_number(&note.label)).map(|note| note.lines[0])
}

/// The labels from one on that count from 1 without a gap, in one form and place.
pub fn series(labelled: &[Labelled], from: usize) -> Vec<&Labelled> {
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
pub fn laid(pages: &Pages, list: &[&Labelled]) -> Vec<Laid> {
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

/// The calls with those among them that stand at the beginning of a line, where the end of
/// a line parted them from their word: they fill a gap of the count, in type of the text.
pub fn with_wrapped<'m>(pages: &Pages, calls: Vec<&'m Mark>, marks: &'m [Mark]) -> Vec<&'m Mark> {
    let number = |mark: &Mark| mark.label.parse::<usize>().unwrap_or(0);
    let of_text = |mark: &&Mark| {
        let line = &pages.pages[mark.page].lines[mark.line];
        mark.from == 0 && mark.raised && line.size > 0.94 * pages.size
    };
    let wrapped: Vec<&Mark> = marks.iter().filter(of_text).collect();
    let mut out: Vec<&Mark> = Vec::with_capacity(calls.len());
    for call in calls {
        while let Some(last) = out.last().copied().filter(|last| number(last) + 1 < number(call)) {
            let fills = |mark: &&&Mark| {
                number(mark) == number(last) + 1 && place(mark) > place(last) && place(mark) < place(call)
            };
            let Some(mark) = wrapped.iter().find(fills) else { break };
            out.push(mark);
        }
        out.push(call);
    }
    out
}

/// The signs that count up through the text, as good ones as may be: a power that
/// stands among them is out of order, or looks less like a call.
pub fn ascending<'m>(marks: &[&'m Mark], number: &dyn Fn(&Mark) -> Option<usize>) -> Vec<&'m Mark> {
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

/// The lines after one, in reading order.
fn after(pages: &Pages, from: At) -> impl Iterator<Item = At> {
    let all = pages.pages.iter().enumerate().skip(from.page);
    let lines = all.flat_map(|(page, of)| (0..of.lines.len()).map(move |line| At { page, line }));
    lines.filter(move |at| *at > from)
}
