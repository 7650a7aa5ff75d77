//! Where on a page its notes stand: from a line of a strip down to its end.
//!
//! Two signs part notes from the text above them. A separator: a thin line at
//! the left edge of the column, as LaTeX, Word, LibreOffice and Typst draw it
//! (`\footnoterule` is .4 of the column, Word's two inches, Typst's 30 per cent).
//! Or smaller type, as LaTeX sets (8 in 10 point) and LibreOffice does not. The
//! first line must begin with a label, unless a note of the page or column
//! before goes on there. A table's last line, an underlined word and a caption
//! in small type are followed by no label that is called on the page.

use std::collections::HashMap;

use super::content::Rule;
use super::line::Line;
use super::marks::{self, Head};
use super::model::{Page, Pages};

/// Lines of a page that hold notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// First line.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// True where a separator stands above it that is like that of other pages.
    pub ruled: bool,
}

/// The look of a separator: its length and its distance from the column's edge.
type Look = (i32, i32);

/// The labels that are called on each page.
pub type Called = Vec<Vec<String>>;

/// The zones of every page, in reading order.
pub fn zones(pages: &Pages, called: &Called) -> Vec<Vec<Zone>> {
    let usual = usual_looks(pages, called);
    let find = |(at, page): (usize, &Page)| {
        let mut labels = called[at].clone();
        labels.extend(at.checked_sub(1).map(|before| called[before].clone()).unwrap_or_default());
        let mut out = Vec::new();
        for (strip, _) in page.strips.iter().enumerate() {
            let of = |line: &Line| line.strip == strip;
            let Some(first) = page.lines.iter().position(of) else { continue };
            let last = page.lines.iter().rposition(of).map_or(first, |last| last + 1);
            let ruled = by_rule(page, strip, (first, last), (&usual, &labels));
            out.extend(ruled.or_else(|| by_size(pages, page, (first, last), &labels)));
        }
        out
    };
    pages.pages.iter().enumerate().map(find).collect()
}

/// Looks of separators that stand above labels which the page calls, by how often.
fn usual_looks(pages: &Pages, called: &Called) -> HashMap<Look, usize> {
    let mut out = HashMap::new();
    for (page, labels) in pages.pages.iter().zip(called) {
        for (strip, edges) in page.strips.iter().enumerate() {
            for rule in page.rules.iter().filter(|rule| separates(rule, *edges)) {
                let below = below(page, strip, rule);
                if below
                    .and_then(|line| marks::head(&page.lines[line]))
                    .is_some_and(|head| labels.contains(&head.label))
                {
                    *out.entry(look(rule, *edges)).or_default() += 1;
                }
            }
        }
    }
    out
}

fn look(rule: &Rule, edges: (f32, f32)) -> Look {
    ((rule.end - rule.x).round() as i32, ((rule.x - edges.0) / 4.0).round() as i32)
}

/// True for a thin line that begins at the column's left edge and ends in it.
fn separates(rule: &Rule, (x, end): (f32, f32)) -> bool {
    (rule.x - x).abs() < 12.0 && rule.end < end + 8.0 && rule.end - rule.x < 1.02 * (end - x).max(150.0)
}

/// The first line of a strip below a thin line; `None` where the line strikes
/// or underlines text, or nothing follows.
fn below(page: &Page, strip: usize, rule: &Rule) -> Option<usize> {
    let own = || page.lines.iter().enumerate().filter(|(_, line)| line.strip == strip);
    let touches = |line: &Line| {
        let over = line.x < rule.end && line.end > rule.x;
        over && line.y - rule.y < 0.22 * line.size && rule.y - line.y < 0.6 * line.size
    };
    let (at, _) = own().find(|(_, line)| line.y < rule.y - 0.3 * line.size)?;
    (!own().any(|(_, line)| touches(line))).then_some(at)
}

fn by_rule(
    page: &Page,
    strip: usize,
    (first, last): (usize, usize),
    (usual, labels): (&HashMap<Look, usize>, &[String]),
) -> Option<Zone> {
    let edges = page.strips[strip];
    let mut rules: Vec<&Rule> = page.rules.iter().filter(|rule| separates(rule, edges)).collect();
    rules.sort_by(|a, b| a.y.total_cmp(&b.y));
    let most = usual.values().copied().max().unwrap_or(0);
    rules.into_iter().find_map(|rule| {
        let from = below(page, strip, rule).filter(|from| (first..last).contains(from))?;
        let count = usual.get(&look(rule, edges)).copied().unwrap_or(0);
        let ruled = count >= 1 && count * 4 >= most;
        let head = marks::head(&page.lines[from]);
        let called = head.is_some_and(|head: Head| head.strong && ruled || labels.contains(&head.label));
        (called || ruled).then_some(Zone { from, to: last, ruled })
    })
}

/// Small type at the end of a strip, from the first label in it that is called.
fn by_size(pages: &Pages, page: &Page, (first, last): (usize, usize), labels: &[String]) -> Option<Zone> {
    let small = |line: &Line| line.size < 0.94 * pages.size;
    // a list of works cited in small type is no note
    let called = |line: &Line| marks::head(line).is_some_and(|head| !head.bracket && labels.contains(&head.label));
    let raised = |line: &Line| marks::head(line).is_some_and(|head| head.strong && labels.contains(&head.label));
    let (mut from, mut large, mut head) = (last, 0, None);
    // verse or a formula in a note may be larger: a few lines of it are passed
    // over where a raised label stands above them
    while from > first && large <= LARGER {
        from -= 1;
        let line = &page.lines[from];
        large = if small(line) { large } else { large + 1 };
        if small(line) && if large == 0 { called(line) } else { raised(line) } {
            (head, large) = (Some(from), 0);
        }
    }
    head.map(|from| Zone { from, to: last, ruled: false })
}

/// Lines in larger type within a note.
const LARGER: usize = 4;
