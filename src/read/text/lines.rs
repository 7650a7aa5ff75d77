//! Lines and pages: the first cut of a text.

use crate::model::{Layout, Page};

/// A line that is not blank, without the blanks at its ends.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The text.
    pub text: &'a str,
    /// Byte of the document at which it begins.
    pub at: usize,
    /// Columns of white space before it.
    pub indent: u16,
    /// Characters, without the indent.
    pub width: u32,
    /// Blank lines before it, a form feed not counted.
    pub blanks: u16,
    /// Page, from 0.
    pub page: u32,
}

impl Line<'_> {
    /// One past the last byte.
    pub fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// Column one past the last character.
    pub fn right(&self) -> u32 {
        self.width + u32::from(self.indent)
    }
}

/// The lines of a document.
#[derive(Debug, Default)]
pub struct Lines<'a> {
    /// Lines that are not blank.
    pub lines: Vec<Line<'a>>,
    /// First byte of each page; empty where there are no form feeds.
    pub pages: Vec<usize>,
}

/// White space, and characters that take no room and mean nothing.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Characters without width that are dropped from clean text. Joiners that
/// shape Persian, Indic scripts and emoji stay.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\0')
}

/// The character that ends lines: a line feed, or where a text has none, the
/// carriage return of old Macintosh files.
fn line_end(text: &str) -> char {
    if !text.contains('\n') && text.contains('\r') { '\r' } else { '\n' }
}

/// Cuts a text into lines and pages.
pub fn scan(text: &str) -> Lines<'_> {
    let mut out = Lines { lines: Vec::with_capacity(text.len() / 64), pages: Vec::new() };
    let mut at = 0;
    let mut blanks = 0u16;
    for whole in text.split_inclusive(line_end(text)) {
        let mut from = 0;
        while let Some(feed) = whole[from..].find('\x0c') {
            push(&mut out, &whole[from..from + feed], at + from, &mut blanks);
            from += feed + 1;
            new_page(&mut out, at + from);
        }
        if !push(&mut out, &whole[from..], at + from, &mut blanks) && from == 0 {
            blanks = blanks.saturating_add(1);
        }
        at += whole.len();
    }
    while out.pages.len() > 1 && out.lines.last().is_none_or(|line| line.page as usize + 1 < out.pages.len()) {
        out.pages.pop();
    }
    out
}

/// Opens a page; blanks before the first form feed are no page.
fn new_page(out: &mut Lines, start: usize) {
    if out.pages.is_empty() {
        out.pages.push(0);
        if out.lines.is_empty() {
            return;
        }
    }
    out.pages.push(start);
}

fn push<'a>(out: &mut Lines<'a>, raw: &'a str, at: usize, blanks: &mut u16) -> bool {
    let tail = raw.trim_start_matches(is_blank);
    let text = tail.trim_end_matches(is_blank);
    if text.is_empty() {
        return false;
    }
    let lead = &raw[..raw.len() - tail.len()];
    let line = Line {
        text,
        at: at + lead.len(),
        indent: columns(lead),
        width: text.chars().count() as u32,
        blanks: std::mem::take(blanks),
        page: out.pages.len().saturating_sub(1) as u32,
    };
    out.lines.push(line);
    true
}

/// Columns that white space takes, tabs to the next multiple of 8.
fn columns(lead: &str) -> u16 {
    lead.chars().filter(|c| !is_invisible(*c)).fold(0u16, |column, c| match c {
        '\t' => (column / 8 + 1).saturating_mul(8),
        _ => column.saturating_add(1),
    })
}

/// Lines and pages as they are counted for the reader: form feeds end no line.
pub fn layout(text: &str, pages: &[usize]) -> Layout {
    let end = line_end(text);
    let starts = text.match_indices(end).map(|(at, _)| at as u32 + 1);
    let page = |(start, number): (&usize, u32)| Page { start: *start as u32, number: Some(number), label: None };
    Layout {
        lines: std::iter::once(0).chain(starts).collect(),
        pages: pages.iter().zip(1..).map(page).collect(),
        ..Layout::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(String, u16, u32)> {
        scan(text).lines.iter().map(|l| (l.text.to_owned(), l.blanks, l.page)).collect()
    }

    #[test]
    fn lines_end_in_any_of_three_ways() {
        let want = vec![("a".to_owned(), 0, 0), ("b".to_owned(), 1, 0)];
        for text in ["a\n\nb", "a\r\n \r\nb\r\n", "a\r\rb\r", "\u{feff}a\n\nb"] {
            assert_eq!(texts(text), want, "{text:?}");
        }
    }

    #[test]
    fn form_feeds_begin_pages() {
        let lines = scan("\x0cone\n\x0ctwo\nmore\x0c\x0cfour\n\x0c");
        assert_eq!(lines.lines.iter().map(|l| l.page).collect::<Vec<_>>(), [0, 1, 1, 3]);
        assert_eq!(lines.pages, [0, 6, 15, 16]);
        assert!(scan("one\ntwo").pages.is_empty());
    }

    #[test]
    fn indents_count_columns() {
        let lines = scan("\t x\n   y");
        assert_eq!(lines.lines.iter().map(|l| l.indent).collect::<Vec<_>>(), [9, 3]);
    }

    #[test]
    fn layout_counts_lines_as_an_editor_does() {
        assert_eq!(layout("a\r\nb\n\x0cc", &[]).lines, [0, 3, 5]);
        assert_eq!(layout("a\rb", &[]).lines, [0, 2]);
    }
}
