//! Running heads, running feet and page numbers at the edges of pages.

use std::collections::HashMap;
use std::ops::Range;

use super::glyph::roman;
use super::label::{Style, label};
use super::lines::Line;

/// Lines at the top and at the bottom of a page that may be furniture.
const DEPTH: usize = 3;

/// Pages on which a line must repeat to be a running head.
const REPEATS: usize = 3;

/// Longest running head, in characters.
const LONGEST: u32 = 100;

/// What stands at the edges of pages.
#[derive(Debug, Default)]
pub struct Running {
    /// For each line, whether it is a running head, foot or page number.
    pub head: Vec<bool>,
    /// For each page its printed number.
    pub labels: Vec<Option<String>>,
}

/// A line at an edge of a page.
struct Edge {
    line: usize,
    page: usize,
    top: bool,
    key: String,
    number: Option<(u32, String)>,
}

/// Finds running heads and page numbers; `pages` is the number of pages.
pub fn running(lines: &[Line], pages: usize) -> Running {
    let mut out = Running { head: vec![false; lines.len()], labels: vec![None; pages] };
    if pages < 2 {
        return out;
    }
    let edges = edges(lines);
    let mut repeats: HashMap<(bool, &str), usize> = HashMap::new();
    for edge in edges.iter().filter(|edge| !edge.key.is_empty()) {
        *repeats.entry((edge.top, &edge.key)).or_default() += 1;
    }
    let shifts = shifts(&edges);
    let counted = |edge: &Edge| edge.number.as_ref().is_some_and(|(n, _)| is_counted(&shifts, edge.page, *n));
    let is_head = |edge: &Edge| {
        let repeated = repeats.get(&(edge.top, edge.key.as_str())).is_some_and(|n| *n >= REPEATS);
        // The first page may bear the title, which later pages repeat.
        let surely = counted(edge) || edge.page > 0 && !may_be_note(&lines[edge.line]);
        if edge.key.is_empty() { counted(edge) } else { repeated && surely }
    };
    for group in edges.chunk_by(|a, b| a.page == b.page && a.top == b.top) {
        for edge in group.iter().take_while(|edge| is_head(edge)) {
            out.head[edge.line] = true;
            if let (true, Some((_, label))) = (counted(edge), &edge.number) {
                out.labels[edge.page].get_or_insert_with(|| label.clone());
            }
        }
    }
    out
}

/// The outermost lines of each page, from the edge inwards.
fn edges(lines: &[Line]) -> Vec<Edge> {
    let mut out = Vec::new();
    let mut start = 0;
    for page in lines.chunk_by(|a, b| a.page == b.page) {
        let range = start..start + page.len();
        start = range.end;
        let depth = DEPTH.min(page.len());
        out.extend((range.start..range.start + depth).filter_map(|line| edge(lines, line, true)));
        out.extend(bottom(&range, depth).filter_map(|line| edge(lines, line, false)));
    }
    out
}

fn bottom(range: &Range<usize>, depth: usize) -> impl Iterator<Item = usize> {
    (range.end - depth..range.end).rev()
}

fn edge(lines: &[Line], line: usize, top: bool) -> Option<Edge> {
    let Line { text, page, width, .. } = lines[line];
    if width > LONGEST {
        return None;
    }
    let number = number(text);
    let key: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let bare = number.as_ref().is_some_and(|(_, label)| key.len() <= 4 && is_bare(text, label));
    Some(Edge { line, page: page as usize, top, key: if bare { String::new() } else { key }, number })
}

/// The number that a line is, begins with or ends with.
fn number(text: &str) -> Option<(u32, String)> {
    let trim = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let words = [text.split_whitespace().next_back(), text.split_whitespace().next()];
    let read = |word: String| {
        let digits = word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
        let value = if digits { word.parse().ok() } else { roman(&word) };
        value.map(|value| (value, word))
    };
    words.into_iter().flatten().map(trim).filter(|word| !word.is_empty()).find_map(read)
}

/// True for `12`, `- 12 -`, `[12]`, `Page 12`, `p. 12`.
fn is_bare(text: &str, label: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let rest = letters.strip_suffix(label).unwrap_or(&letters).to_lowercase();
    matches!(rest.as_str(), "" | "page" | "p" | "pg" | "seite")
}

/// A symbol, bracket or number and text, as a note at the foot begins.
fn may_be_note(line: &Line) -> bool {
    label(line.text).is_some_and(|l| l.style != Style::Bullet) || line.text.starts_with(|c: char| c.is_ascii_digit())
}

/// For each page the differences between printed and physical numbers that
/// its edges allow.
fn shifts(edges: &[Edge]) -> HashMap<usize, Vec<i64>> {
    let mut out: HashMap<usize, Vec<i64>> = HashMap::new();
    for edge in edges {
        if let Some((number, _)) = edge.number {
            out.entry(edge.page).or_default().push(i64::from(number) - edge.page as i64);
        }
    }
    out
}

/// True where a page nearby is numbered as this one would have it.
fn is_counted(shifts: &HashMap<usize, Vec<i64>>, page: usize, number: u32) -> bool {
    let shift = i64::from(number) - page as i64;
    let agrees = |other: usize| shifts.get(&other).is_some_and(|all| all.contains(&shift));
    let near = page.saturating_sub(4)..=page + 4;
    near.filter(|other| *other != page && agrees(*other)).count() >= 1
}

#[cfg(test)]
mod tests {
    use super::super::lines::scan;
    use super::*;

    fn heads(text: &str) -> (Vec<String>, Vec<Option<String>>) {
        let scanned = scan(text);
        let running = running(&scanned.lines, scanned.pages.len());
        let lines = scanned.lines.iter().zip(&running.head).filter(|(_, head)| **head);
        (lines.map(|(line, _)| line.text.to_owned()).collect(), running.labels)
    }

    #[test]
    fn heads_and_numbers_of_a_book() {
        let page = |n: usize, body: &str| format!("CANDIDE\n\n{body}\n\n* Ibid.\n\n      {n}\n\x0c");
        let text: String = ["one goes", "two comes", "three runs", "four sits"]
            .iter()
            .zip(22..)
            .map(|(body, n)| page(n, body))
            .collect();
        let (heads, labels) = heads(&text);
        assert_eq!(heads.len(), 7);
        assert!(!heads.contains(&"* Ibid.".to_owned()));
        assert_eq!(labels, ["22", "23", "24", "25"].map(|l| Some(l.to_owned())));
    }

    #[test]
    fn numbers_beside_heads_and_roman_numbers() {
        let text = "a text\n iv\n\x0cb text\n v\n\x0cc text\n vi\n";
        assert_eq!(heads(text).1, ["iv", "v", "vi"].map(|l| Some(l.to_owned())));
        let text = "2  FISHER v. TEXAS\nSyllabus\na\n\x0cCite as: 570 U. S. (2013)  3\nSyllabus\nb\n\x0c4  FISHER v. \
                    TEXAS\nSyllabus\nc\n\x0cCite as: 570 U. S. (2013)  5\nSyllabus\nd\n\x0c6  FISHER v. \
                    TEXAS\nSyllabus\ne\n\x0cCite as: 570 U. S. (2013)  7\nSyllabus\nf\n";
        let (heads, labels) = heads(text);
        assert_eq!(heads.len(), 11);
        assert_eq!(labels[1].as_deref(), Some("3"));
    }

    #[test]
    fn a_number_that_counts_nothing_is_text() {
        assert_eq!(heads("one\n1914\n\x0ctwo\n7\n\x0cthree\n1866\n").0.len(), 0);
        assert!(heads("one\n12\ntwo\n13\n").0.is_empty());
    }
}
