//! Running heads and feet, and the page numbers in them.
//!
//! A row at the top or the bottom of a page is furniture where the file says
//! so (marked content), where its words (numbers aside) stand at the same height
//! on several pages, where it holds the page's number in a numbering that most
//! pages share, or where it stands at the height of such rows and apart.

use std::collections::{HashMap, HashSet};

use super::chunk::Chunk;
use super::line::{self, Line};
use super::marks::{self, Mark};
use super::measure::{self as text, Usual};

/// What is known of the furniture of a document.
#[derive(Debug, Default)]
pub struct Furniture {
    /// For each page, the chunks that are furniture (indices), ascending.
    pub chunks: Vec<Vec<usize>>,
    /// For each page, the number printed on it.
    pub labels: Vec<Option<String>>,
}

/// A row at the edge of a page.
struct Row {
    page: usize,
    top: bool,
    /// Place from the edge, from 0.
    place: usize,
    chunks: Vec<usize>,
    text: String,
    y: f32,
    size: f32,
    /// Distance to the next row inwards, against the size of the type; where lines
    /// stand wider than usual, against their distance.
    apart: f32,
    sure: bool,
    /// It begins as a note does.
    note: bool,
    /// It reads as a line of the text: it fills the measure, or begins in the
    /// middle of a sentence.
    running: bool,
}

/// Where a row stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    page: usize,
    top: bool,
    /// From the edge, from 0.
    place: usize,
}

impl Row {
    fn place(&self) -> Place {
        Place { page: self.page, top: self.top, place: self.place }
    }
}

/// Rows looked at from each edge.
const ROWS: usize = 3;

/// Finds the furniture of all pages.
pub fn find(pages: &[Vec<Chunk>]) -> Furniture {
    let usual = text::usual(pages);
    let all = pages.iter().enumerate().zip(&usual);
    let mut rows: Vec<Row> = all.flat_map(|((page, chunks), usual)| edge_rows(page, chunks, usual)).collect();
    repeated(&mut rows, pages.len());
    let offset = numbering(&rows, pages.len());
    let mut out = Furniture { chunks: vec![Vec::new(); pages.len()], labels: vec![None; pages.len()] };
    let number_of = |row: &Row| {
        let short = row.text.chars().count() <= 120;
        let own = |number: &Number| offset == Some(number.value - row.page as i64 - 1);
        if short { numbers(&row.text).into_iter().find(own) } else { None }
    };
    // `2 Changes` at the head of page 2 is a heading: a number beside words is a
    // page's only where other pages have theirs at the same height
    let slot = |row: &Row| (row.top, (row.y / 4.0).round() as i32);
    let mut slots: HashMap<(bool, i32), usize> = HashMap::new();
    let numbered = |row: &&Row| !row.note && number_of(row).is_some();
    rows.iter().filter(numbered).for_each(|row| *slots.entry(slot(row)).or_default() += 1);
    let outside: HashSet<Place> = rows.iter().filter(|row| row.sure).map(Row::place).collect();
    for row in &mut rows {
        let Some(number) = number_of(row) else { continue };
        // a number may stand above a foot that all pages have
        let outmost = (0..row.place).all(|place| outside.contains(&Place { place, ..row.place() }));
        let shared = slots.get(&slot(row)).is_some_and(|count| *count >= if pages.len() <= 5 { 2 } else { 3 });
        if row.sure || outmost && number.alone || row.place == 0 && (row.apart > 1.5 && shared && !row.running) {
            row.sure = true;
            out.labels[row.page].get_or_insert_with(|| number.text.clone());
        }
    }
    beside_sure(&mut rows);
    // what stands further out than furniture is furniture
    for own in rows.chunk_by(|a, b| a.page == b.page) {
        for sure in own.iter().filter(|row| row.sure) {
            let outer = own.iter().filter(|row| row.top == sure.top && row.place <= sure.place);
            let outer = outer.filter(|row| row.sure || !row.running);
            outer.for_each(|row| out.chunks[row.page].extend(&row.chunks));
        }
    }
    for (page, chunks) in pages.iter().enumerate() {
        out.chunks[page].extend((0..chunks.len()).filter(|&at| chunks[at].artifact));
        out.chunks[page].sort_unstable();
        out.chunks[page].dedup();
    }
    roman_labels(&rows, &mut out);
    out
}

/// The first and last rows of a page.
fn edge_rows(page: usize, chunks: &[Chunk], usual: &Usual) -> Vec<Row> {
    let rows = text::rows(chunks);
    let count = rows.len();
    let y = |row: &Vec<usize>| chunks[row[0]].y;
    let mut out = Vec::new();
    for (top, place) in (0..ROWS.min(count)).flat_map(|place| [(true, place), (false, place)]) {
        let at = if top { place } else { count - 1 - place };
        let inner = if top { rows.get(at + 1) } else { at.checked_sub(1).and_then(|at| rows.get(at)) };
        let own: Vec<&Chunk> = rows[at].iter().map(|&i| &chunks[i]).collect();
        let size = own.iter().map(|c| c.size).fold(1.0, f32::max);
        let apart = inner.map_or(9.0, |inner| usual.apart((y(inner) - y(&rows[at])).abs(), size));
        let sure = own.iter().all(|chunk| chunk.artifact);
        let lines = line::lines(own);
        let note = !top && lines.first().is_some_and(|line| is_note(line, chunks));
        let running = lines.len() == 1 && usual.is_running(&lines[0]);
        let text = lines.iter().map(Line::text).collect::<Vec<_>>().join(" ");
        let (chunks, y) = (rows[at].clone(), y(&rows[at]));
        out.push(Row { page, top, place, chunks, text, y, size, apart, sure, note, running });
    }
    out
}

/// True where the last rows of a page begin as notes do, with words after a
/// label that is raised or that the page calls. Notes of one line are like each
/// other and stand at one height: `27 Art. 260.` is no foot of the page, while
/// `27 The Title` is, for no raised 27 stands in the text.
fn is_note(line: &Line, chunks: &[Chunk]) -> bool {
    let Some(head) = marks::head(line).filter(|head| head.cells < line.cells.len()) else { return false };
    if line.cells[0].raised {
        return true;
    }
    let lines = line::lines(chunks.iter().collect());
    let mut signs = lines.iter().flat_map(|line| marks::scan(0, 0, &line.cells, 0));
    let calls = |mark: &Mark| mark.from > 0 && mark.score > 0.4 && (mark.raised || head.bracket);
    signs.any(|mark| calls(&mark) && mark.label == head.label)
}

/// Rows with the same words, numbers aside, at the same height of three pages
/// (of two, in a document of at most five).
fn repeated(rows: &mut [Row], pages: usize) {
    let need = if pages <= 5 { 2 } else { 3 };
    let key = |row: &Row| {
        let words: String = row.text.chars().map(|c| if c.is_numeric() { '#' } else { c }).collect();
        let mut words = words.replace("##", "#").replace("##", "#").to_lowercase();
        words.retain(|c| c != ' ');
        (row.top, words)
    };
    let mut seen: HashMap<(bool, String), Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.text.chars().any(char::is_alphabetic)) {
        seen.entry(key(row)).or_default().push(at);
    }
    for mut same in seen.into_values() {
        // `27 | The Title` may stand on a page that calls a note 27; other pages do not
        if same.iter().filter(|at| rows[**at].note).count() * 2 >= same.len() {
            same.retain(|at| !rows[*at].note);
        }
        if same.len() < need {
            continue;
        }
        let near = |a: usize, b: usize| (rows[a].y - rows[b].y).abs() < 3.0 && rows[a].page != rows[b].page;
        let close = |a: usize| same.iter().filter(|&&b| near(a, b)).take(need - 1).count() >= need - 1;
        let sure: Vec<usize> = same.iter().copied().take(5000).filter(|&a| close(a)).collect();
        sure.into_iter().for_each(|at| rows[at].sure = true);
    }
}

/// Rows at the height and in the type of three sure ones, and apart from the
/// text: heads that name the chapter. A chapter's first line, at the height of the
/// first lines of all pages, is not apart and no furniture.
fn beside_sure(rows: &mut [Row]) {
    let mut heights: HashMap<(bool, i32), usize> = HashMap::new();
    let slot = |row: &Row, by: i32| (row.top, (row.y / 2.0).round() as i32 + by);
    rows.iter().filter(|row| row.sure).for_each(|row| *heights.entry(slot(row, 0)).or_default() += 1);
    let sizes: Vec<f32> = rows.iter().filter(|row| row.sure).map(|row| row.size).collect();
    let apart =
        |row: &&mut Row| !row.sure && !row.note && !row.running && row.apart > 1.35 && row.text.chars().count() < 120;
    for row in rows.iter_mut().filter(apart) {
        let count: usize = (-1..=1).filter_map(|by| heights.get(&slot(row, by))).sum();
        row.sure = count >= 3 && sizes.iter().any(|size| (size - row.size).abs() < 0.3);
    }
}

/// A number in a row that may be the page's.
struct Number {
    value: i64,
    text: String,
    /// Nothing else stands in the row.
    alone: bool,
}

/// Numbers at either end of a row: `12`, `- 12 -`, `Page 12 of 40`, `12 | Title`.
fn numbers(text: &str) -> Vec<Number> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let number = |word: &&str| {
        let text = bare(word);
        let value = (text.len() <= 4).then(|| text.parse::<i64>().ok()).flatten()?;
        let others = words.iter().filter(|other| bare(other).chars().any(char::is_alphanumeric)).count();
        Some(Number { value, text, alone: others == 1 })
    };
    let ends = words.iter().take(2).chain(words.iter().rev().take(3));
    ends.filter_map(number).collect()
}

/// What the printed number is more than the page's place, where at least two
/// pages and two in five say the same; of a single page, where a number stands alone.
fn numbering(rows: &[Row], pages: usize) -> Option<i64> {
    let mut votes: HashMap<i64, Vec<usize>> = HashMap::new();
    for row in rows.iter().filter(|row| row.text.chars().count() <= 120) {
        for number in numbers(&row.text) {
            let pages = votes.entry(number.value - row.page as i64 - 1).or_default();
            if pages.last() != Some(&row.page) {
                pages.push(row.page);
            }
        }
    }
    let (offset, voters) = votes.into_iter().max_by_key(|(offset, pages)| (pages.len(), -offset.abs()))?;
    let alone = || rows.iter().any(|row| row.place == 0 && !row.top && numbers(&row.text).iter().any(|n| n.alone));
    let enough = if pages == 1 { alone() } else { voters.len() >= 2 && voters.len() * 5 >= pages * 2 };
    enough.then_some(offset)
}

/// Roman numbers alone in a row, in the order of pages: front matter.
fn roman_labels(rows: &[Row], out: &mut Furniture) {
    let value = |text: &str| {
        let text = text.trim_matches(|c: char| !c.is_alphabetic());
        let lower = text.to_lowercase();
        (!text.is_empty() && text.len() < 8).then(|| roman(&lower)).flatten().map(|n| (n, text.to_owned()))
    };
    let found: Vec<(&Row, (i64, String))> =
        rows.iter().filter(|row| row.place == 0).filter_map(|row| Some((row, value(&row.text)?))).collect();
    for (row, (n, text)) in &found {
        let kin = found.iter().any(|(other, (m, _))| {
            other.page != row.page && m - n == other.page as i64 - row.page as i64 && (other.y - row.y).abs() < 3.0
        });
        if kin && out.labels[row.page].is_none() {
            out.labels[row.page] = Some(text.clone());
            out.chunks[row.page].extend(&row.chunks);
            out.chunks[row.page].sort_unstable();
            out.chunks[row.page].dedup();
        }
    }
}

/// The value of a roman number in lower case.
fn roman(text: &str) -> Option<i64> {
    let value = |c| {
        Some(match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            _ => return None,
        })
    };
    let values: Vec<i64> = text.chars().map(value).collect::<Option<_>>()?;
    let signed = |(i, v): (usize, &i64)| if values.get(i + 1).is_some_and(|next| next > v) { -v } else { *v };
    Some(values.iter().enumerate().map(signed).sum())
}

#[cfg(test)]
mod tests {
    use super::super::chunk::Cell;
    use super::*;

    fn chunk(text: &str, y: f32) -> Chunk {
        let cell = |(i, c)| Cell { c, x: 50.0 + 5.0 * i as f32, end: 55.0 + 5.0 * i as f32, raised: false };
        let cells: Vec<Cell> = text.chars().enumerate().map(cell).collect();
        let end = 50.0 + 5.0 * cells.len() as f32;
        Chunk { cells, x: 50.0, end, y, size: 10.0, bold: false, blank_after: false, artifact: false }
    }

    fn page(rows: &[(&str, f32)]) -> Vec<Chunk> {
        rows.iter().map(|(text, y)| chunk(text, *y)).collect()
    }

    #[test]
    fn heads_that_are_repeated_and_numbers_that_run() {
        let page = |n: u32| {
            let word = ["salt", "eels", "bells", "mills"][n as usize % 4];
            let (number, second, last) = (n.to_string(), format!("{word} and more"), format!("no {word}"));
            page(&[("THE BOOK", 800.0), (word, 770.0), (&second, 757.0), (&last, 744.0), (&number, 40.0)])
        };
        let found = find(&[page(7), page(8), page(9)]);
        assert_eq!(found.chunks, [[0, 4], [0, 4], [0, 4]]);
        assert_eq!(found.labels, [Some("7".to_owned()), Some("8".to_owned()), Some("9".to_owned())]);
    }

    #[test]
    fn text_that_begins_at_the_same_height_is_no_head() {
        let page = |a: &str, b: &str| page(&[(a, 800.0), (b, 787.0)]);
        let found = find(&[page("It was", "so"), page("They came", "home"), page("Nobody", "knew")]);
        assert!(found.chunks.iter().all(Vec::is_empty));
    }

    #[test]
    fn notes_that_are_alike_are_no_feet() {
        let with = |word: &str, label: char| {
            let words = ["It", "Nobody", "Then"].map(|end| format!("{word} {end}"));
            let mut rows: Vec<(&str, f32)> = words.iter().map(String::as_str).zip([800.0, 787.0, 774.0]).collect();
            rows.extend([("7 Art. 9.", 60.0), ("The Book", 40.0)]);
            let mut page = page(&rows);
            let (mut sign, x) = (chunk(&label.to_string(), 787.0), page[1].end);
            (sign.x, sign.end) = (x, x + 3.0);
            sign.cells[0] = Cell { raised: true, x, end: x + 3.0, ..sign.cells[0] };
            page.push(sign);
            page
        };
        let pages = |label| ["so", "and", "how"].map(|word| with(word, label));
        assert_eq!(find(&pages('7')).chunks, [[4], [4], [4]]);
        // a number that the text does not call
        assert_eq!(find(&pages('6')).chunks, [[3, 4], [3, 4], [3, 4]]);
    }

    #[test]
    fn romans() {
        assert_eq!((roman("xiv"), roman("ix"), roman("abc")), (Some(14), Some(9), None));
    }
}
