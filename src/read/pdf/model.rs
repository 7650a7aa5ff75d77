//! A document as it is laid out: pages of lines in reading order.

use super::content::Rule;
use super::line::Line;
use super::links::{Link, Target};
use super::recognise::Seen;

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// Lines of the text and its notes, in reading order.
    pub lines: Vec<Line>,
    /// Left and right edge of each strip (column, or stretch over all columns).
    pub strips: Vec<(f32, f32)>,
    /// Running heads and feet.
    pub furniture: Vec<Line>,
    /// Lines that run in another direction.
    pub turned: Vec<Line>,
    /// Lines of stamps and the like that lie on it.
    pub stamps: Vec<Line>,
    /// Thin lines.
    pub rules: Vec<Rule>,
    /// Links to places in the document.
    pub links: Vec<Link>,
    /// The number printed on it or given to it by the file.
    pub label: Option<String>,
    /// Its words that were recognised in a picture; none on most pages.
    pub recognised: Vec<Seen>,
}

/// All pages, and the size of most of the type.
#[derive(Debug, Default)]
pub struct Pages {
    /// In order.
    pub pages: Vec<Page>,
    /// Size of type of the text, in points.
    pub size: f32,
}

/// A line by its page and its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At {
    /// Page, from 0.
    pub page: usize,
    /// Line of the page, from 0.
    pub line: usize,
}

impl Pages {
    /// The line at a place.
    pub fn line(&self, at: At) -> &Line {
        &self.pages[at.page].lines[at.line]
    }

    /// Left and right edge of the strip that a line stands in.
    pub fn edges(&self, at: At) -> (f32, f32) {
        self.pages[at.page].strips[self.line(at).strip]
    }
}

impl Page {
    /// The line and its cells that stand under a rectangle.
    pub fn under(&self, [x0, y0, x1, y1]: [f32; 4]) -> Option<(usize, std::ops::Range<usize>)> {
        let on = |line: &Line| {
            // a raised sign reaches above its line, and its link may do so alone
            let (low, high) = (line.y, line.y + line.size);
            low.max(y0) < high.min(y1) && line.x < x1 && line.end > x0
        };
        let over = |line: &Line| (line.y + line.size).min(y1) - line.y.max(y0);
        let lines = self.lines.iter().enumerate().filter(|(_, line)| on(line));
        let (at, line) = lines.max_by(|a, b| over(a.1).total_cmp(&over(b.1)))?;
        let inside = |i: &usize| {
            let cell = &line.cells[*i];
            cell.c != ' ' && (x0 - 0.3..x1 + 0.3).contains(&((cell.x + cell.end) / 2.0))
        };
        let first = (0..line.cells.len()).find(inside)?;
        let count = (first..line.cells.len()).take_while(inside).count();
        Some((at, first..first + count))
    }
}

impl Pages {
    /// The line that begins at a place that a link names: links lead to the upper
    /// edge of a line or a little above, on the page's left side or the line's.
    pub fn near(&self, to: Target) -> Option<At> {
        let (page, y) = (self.pages.get(to.page)?, to.y?);
        let far = |line: &Line| {
            let beside = to.x.is_some_and(|x| x > line.end || x < line.x - 200.0);
            (line.y + line.size - y).abs() + if beside { 100.0 } else { 0.0 }
        };
        let lines = page.lines.iter().enumerate().filter(|(_, line)| far(line) < 2.0 * line.size);
        let (line, _) = lines.min_by(|a, b| far(a.1).total_cmp(&far(b.1)))?;
        Some(At { page: to.page, line })
    }
}

/// The size of most of the type, to a tenth of a point; 0 without text.
pub fn usual_size<'l>(lines: impl Iterator<Item = &'l Line>) -> f32 {
    let mut counts = std::collections::BTreeMap::new();
    for line in lines {
        *counts.entry((line.size * 10.0).round() as i32).or_insert(0) += line.len();
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(0.0, |(size, _)| size as f32 / 10.0)
}
