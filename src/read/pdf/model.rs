//! A document as it is laid out: pages of lines in reading order.

use super::content::Rule;
use super::line::Line;
use super::links::Link;

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
    /// Thin lines.
    pub rules: Vec<Rule>,
    /// Links to places in the document.
    pub links: Vec<Link>,
    /// The number printed on it or given to it by the file.
    pub label: Option<String>,
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
