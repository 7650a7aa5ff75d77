//! Hebrew, Arabic and other scripts that run from right to left.
//!
//! A page has its characters where they are seen. One that is mostly in such a script is
//! turned over as in a mirror, so that all that is known of lines, columns, indents and
//! notes holds for it; the words and numbers in it that run the other way are then put
//! right. On other pages it is the words of such scripts that are.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::chunk::Cell;
use super::content::{Drawn, Glyph};
use super::line::Line;
use super::links::Link;

/// True for a letter of a script that runs from right to left.
pub fn is_right_to_left(c: char) -> bool {
    c >= '\u{590}'
        && matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefc | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff)
        && c.is_alphabetic()
}

/// The characters of one code from left to right, the shapes of a letter as the letter;
/// `None` where they are as they are.
pub fn seen(text: &str) -> Option<Vec<char>> {
    (!text.is_ascii() && text.chars().any(is_right_to_left)).then(|| {
        let shape = |c: &char| matches!(u32::from(*c), 0xfb1d..=0xfdff | 0xfe70..=0xfefc);
        let plain = text.chars().flat_map(|c| if shape(&c) { c.to_string().nfkc().collect() } else { vec![c] });
        let mut all: Vec<char> = plain.collect();
        all.reverse();
        all
    })
}

/// Turns a page over that is mostly in such a script.
///
/// Some programs draw a line as it is read, others from left to right: on a page with
/// such words all characters of a line are put in order of their places.
pub fn mirror(drawn: &mut Drawn) {
    if !drawn.glyphs.iter().any(|glyph| is_right_to_left(glyph.c)) {
        return;
    }
    turn_over(drawn);
    let level = |a: &Glyph, b: &Glyph| a.turn == b.turn && (a.y - b.y).abs() < 0.01;
    for line in drawn.glyphs.chunk_by_mut(level) {
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
}

fn turn_over(drawn: &mut Drawn) {
    let letters = || drawn.glyphs.iter().filter(|glyph| glyph.c.is_alphabetic());
    let others = letters().filter(|glyph| is_right_to_left(glyph.c)).count();
    if others == 0 || others * 2 <= letters().count() {
        return;
    }
    let width = drawn.width;
    for glyph in drawn.glyphs.iter_mut().chain(&mut drawn.stamps).filter(|glyph| glyph.turn == 0) {
        (glyph.x, glyph.end) = (width - glyph.end, width - glyph.x);
    }
    for rule in &mut drawn.rules {
        (rule.x, rule.end) = (width - rule.end, width - rule.x);
    }
    drawn.mirrored = Some(width);
}

/// Turns the rectangle of a link over with its page.
pub fn mirror_link(link: &mut Link, width: f32) {
    let [x0, y0, x1, y1] = link.from;
    link.from = [width - x1, y0, width - x0, y1];
}

/// Puts the characters of a line in the order in which they are read.
pub fn settle(line: &mut Line, mirrored: bool) {
    let cells = &mut line.cells;
    if !mirrored && !cells.iter().any(|cell| is_right_to_left(cell.c)) {
        return;
    }
    if mirrored {
        turn_runs(cells, left_to_right_end);
        brackets(cells);
    } else {
        turn_runs(cells, right_to_left_end);
    }
    marks(cells);
}

/// Turns every run around that `end` finds.
fn turn_runs(cells: &mut [Cell], end: fn(&[Cell], usize) -> usize) {
    let mut at = 0;
    while at < cells.len() {
        let to = end(cells, at);
        if to > at {
            let run = &mut cells[at..to];
            run.reverse();
            if run.iter().any(|cell| is_right_to_left(cell.c)) {
                turn_numbers(run);
            }
        }
        at = to.max(at + 1);
    }
}

/// Figures run from left to right in a run of the other direction too.
fn turn_numbers(run: &mut [Cell]) {
    let mut at = 0;
    while at < run.len() {
        let to = number_end(run, at);
        run[at..to].reverse();
        at = to.max(at + 1);
    }
}

/// The end of a run of words from right to left among others.
fn right_to_left_end(cells: &[Cell], from: usize) -> usize {
    if !is_right_to_left(cells[from].c) {
        return from;
    }
    let other = |cell: &Cell| cell.c.is_alphabetic() && !is_right_to_left(cell.c);
    let stop = cells[from..].iter().position(other).map_or(cells.len(), |stop| from + stop);
    let last = cells[from..stop].iter().rposition(|cell| is_right_to_left(cell.c) || is_combining_mark(cell.c));
    last.map_or(from, |last| from + last + 1)
}

/// The end of a run of words or of a number from left to right among others.
fn left_to_right_end(cells: &[Cell], from: usize) -> usize {
    let strong = |c: char| c.is_alphabetic() && !is_right_to_left(c) && !is_combining_mark(c);
    if !strong(cells[from].c) {
        return number_end(cells, from);
    }
    let stop = cells[from..].iter().position(|cell| is_right_to_left(cell.c)).map_or(cells.len(), |stop| from + stop);
    let last = cells[from..stop].iter().rposition(|cell| strong(cell.c) || cell.c.is_numeric());
    last.map_or(from, |last| from + last + 1)
}

/// The end of a number: figures, with one sign at a time between them.
fn number_end(cells: &[Cell], from: usize) -> usize {
    let digit = |at: usize| cells.get(at).is_some_and(|cell| cell.c.is_numeric());
    let mut at = from;
    while digit(at) || at > from && digit(at + 1) && ".,:/-–٫٬".contains(cells[at].c) {
        at += 1;
    }
    at
}

/// Brackets say which way they open as they are seen, or as they are meant: which, is
/// told by what closes before it opens.
fn brackets(cells: &mut [Cell]) {
    let turned = |c: char| match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '«' => '»',
        '»' => '«',
        c => c,
    };
    let unmet = |turn: bool| {
        let (mut open, mut unmet) = (0, 0);
        for cell in cells.iter() {
            match if turn { turned(cell.c) } else { cell.c } {
                '(' | '[' | '«' => open += 1,
                ')' | ']' | '»' if open == 0 => unmet += 1,
                ')' | ']' | '»' => open -= 1,
                _ => {}
            }
        }
        unmet + open
    };
    if unmet(true) < unmet(false) {
        cells.iter_mut().for_each(|cell| cell.c = turned(cell.c));
    }
}

/// A mark over or under a letter stands behind it.
fn marks(cells: &mut [Cell]) {
    for at in 1..cells.len() {
        let (mark, letter) = (cells[at - 1], cells[at]);
        let middle = (mark.x + mark.end) / 2.0;
        let over = |cell: &Cell| cell.c != ' ' && (cell.x - 0.1..=cell.end + 0.1).contains(&middle);
        let own = at >= 2 && over(&cells[at - 2]) && !is_combining_mark(cells[at - 2].c);
        if is_combining_mark(mark.c) && !is_combining_mark(letter.c) && over(&letter) && !own {
            cells.swap(at - 1, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, mirrored: bool) -> String {
        let cell = |(i, c): (usize, char)| Cell { c, x: i as f32, end: i as f32 + 1.0, raised: false };
        let mut line = Line { cells: text.chars().enumerate().map(cell).collect(), ..Line::default() };
        settle(&mut line, mirrored);
        line.text()
    }

    #[test]
    fn a_page_from_right_to_left() {
        // as a mirror shows it: what runs from left to right is turned over
        assert_eq!(read("שלום 8491 עולם", true), "שלום 1948 עולם");
        assert_eq!(read("ראה dlrow olleh כאן", true), "ראה hello world כאן");
        assert_eq!(read("בשנת 5.21 )סוף( 4 3", true), "בשנת 12.5 (סוף) 4 3");
        assert_eq!(read("(סוף)", true), "(סוף)");
    }

    #[test]
    fn words_from_right_to_left_on_other_pages() {
        assert_eq!(read("the word םולש is", false), "the word שלום is");
        assert_eq!(read("so הז 12 ןכ says", false), "so כן 12 זה says");
        assert_eq!(read("no such word", false), "no such word");
    }

    #[test]
    fn shapes_of_letters() {
        assert_eq!(seen("\u{fefb}"), Some(vec!['ا', 'ل']));
        assert_eq!(seen("fi"), None);
    }
}
