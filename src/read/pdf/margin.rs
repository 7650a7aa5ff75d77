//! Line numbers in the margin: pleadings, transcripts, bills and proofs print
//! one beside every line (or every fifth).
//!
//! They are no words of the text: a phrase runs over the end of a numbered line
//! as over any other. A column of ascending integers at one x is a margin's where
//! the rows beside it are running text, nearly each row has one, and rows begin in
//! the middle of a sentence; or where many pages have the same column at the same
//! height, from 1. The rows of a table and the entries of a list begin with capitals,
//! have gaps, or run over more rows than they have numbers.

use super::chunk::Chunk;
use super::line::Line;

/// A number in the margin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// What it says.
    pub value: u32,
    /// Left end.
    x: f32,
    /// Right end.
    end: f32,
    /// The height it stands on.
    y: f32,
    /// Its chunk on the page.
    chunk: usize,
}

/// Numbers below each other that count up.
#[derive(Clone, Debug)]
struct Run {
    page: usize,
    numbers: Vec<Number>,
    /// What each is more than the one above.
    step: u32,
}

/// What stands beside the numbers of runs.
#[derive(Clone, Copy, Debug, Default)]
struct Beside {
    numbers: usize,
    /// Rows of text within the height of the runs, on their right.
    rows: usize,
    /// Rows that begin with a letter, and with a small one.
    lettered: usize,
    small: usize,
    /// Rows with a gap as in a table, and rows as long as those of a text.
    gapped: usize,
    long: usize,
}

/// Fewer numbers in a document are none of lines.
const FEWEST: usize = 8;
/// So many on a page, to tell a margin by; less where it is known.
const ON_A_PAGE: usize = 5;
/// Characters of a row of running text: a condensed transcript has some 30.
const LONG: usize = 25;

/// Takes the line numbers out of the chunks of each page.
pub fn take(pages: &mut [Vec<Chunk>]) -> Vec<Vec<Number>> {
    let runs: Vec<Run> = pages.iter().enumerate().flat_map(|(page, chunks)| runs(page, chunks)).collect();
    let mut out: Vec<Vec<Number>> = vec![Vec::new(); pages.len()];
    for run in margins(pages, &runs) {
        out[run.page].extend(&run.numbers);
    }
    for (chunks, numbers) in pages.iter_mut().zip(&out) {
        let mut at = 0;
        chunks.retain(|_| {
            at += 1;
            !numbers.iter().any(|number| number.chunk == at - 1)
        });
    }
    out
}

/// The number that stands beside a line: the nearest in height, of those the
/// nearest on its left. A pleading's numbers need not stand on its lines.
pub fn beside(numbers: &[Number], line: &Line) -> Option<u32> {
    let far = |number: &Number| (number.y - line.y).abs();
    let near = |number: &&Number| far(number) < 0.9 * line.size;
    let sideways = |number: &Number| if number.x <= line.x { line.x - number.x } else { 1000.0 + number.x - line.x };
    let order = |a: &&Number, b: &&Number| {
        let height = |number: &Number| (far(number) / (0.45 * line.size)) as u32;
        height(a).cmp(&height(b)).then(sideways(a).total_cmp(&sideways(b)))
    };
    numbers.iter().filter(near).min_by(order).map(|number| number.value)
}

/// The runs that are line numbers.
fn margins<'r>(pages: &[Vec<Chunk>], runs: &'r [Run]) -> Vec<&'r Run> {
    let telling: Vec<&Run> = runs.iter().filter(|run| run.numbers.len() >= least(run.step)).collect();
    let mut known: Vec<&Run> = Vec::new();
    for run in &telling {
        if known.iter().any(|other| in_column(other, run)) {
            continue;
        }
        let column: Vec<&Run> = telling.iter().copied().filter(|other| in_column(run, other)).collect();
        if is_margin(pages, &column) {
            known.push(run);
        }
    }
    let starts = |run: &Run| run.numbers[0].value <= run.step;
    let goes_on = |run: &Run| {
        let before = runs.iter().filter(|other| other.page < run.page && other.page + 2 > run.page);
        before.flat_map(|other| other.numbers.last()).any(|last| last.value + run.step == run.numbers[0].value)
    };
    let whole = |run: &&Run| run.numbers.len() >= 2 || starts(run) || goes_on(run);
    let of_column = |run: &&Run| known.iter().any(|other| in_column(other, run));
    if known.is_empty() { Vec::new() } else { runs.iter().filter(of_column).filter(whole).collect() }
}

fn least(step: u32) -> usize {
    if step == 1 { ON_A_PAGE } else { 3 }
}

/// True where two runs stand at one place from the left, on whatever pages.
fn in_column(a: &Run, b: &Run) -> bool {
    a.numbers.iter().any(|of_a| b.numbers.first().is_some_and(|of_b| aligned(of_a, of_b)))
}

/// Numbers of one column stand flush left, flush right or centred.
fn aligned(a: &Number, b: &Number) -> bool {
    let close = |gap: f32| gap.abs() < 1.5;
    close(a.x - b.x) || close(a.end - b.end) || close((a.x + a.end - b.x - b.end) / 2.0)
}

fn is_margin(pages: &[Vec<Chunk>], column: &[&Run]) -> bool {
    // a column of years ends a text on its left too: the right margin has nothing behind it
    let on_right = column.iter().all(|run| look(&pages[run.page], run, false).rows == 0);
    let of_notes = column.iter().filter(|run| is_of_notes(&pages[run.page], run)).count();
    is_beside_text(pages, column, on_right) && of_notes * 2 <= column.len() || same_on_pages(column)
}

/// True where the numbers are the labels of notes at the foot of the page: the text above
/// the first has none and is in larger type than what stands beside them.
fn is_of_notes(chunks: &[Chunk], run: &Run) -> bool {
    let (Some(first), Some(last)) = (run.numbers.first(), run.numbers.last()) else { return false };
    let own = chunks.iter().filter(|chunk| chunk.x > first.end);
    let (above, below): (Vec<&Chunk>, Vec<&Chunk>) = own.partition(|chunk| chunk.y > first.y + 0.8 * chunk.size);
    let beside = below.into_iter().filter(|chunk| chunk.y > last.y - 0.6 * chunk.size);
    let (above, beside) = (usual_size(above.into_iter()), usual_size(beside));
    above.zip(beside).is_some_and(|(above, beside)| beside < 0.94 * above)
}

/// The size of type of the middle one of some chunks by size; `None` of few.
fn usual_size<'c>(chunks: impl Iterator<Item = &'c Chunk>) -> Option<f32> {
    let mut sizes: Vec<f32> = chunks.filter(|chunk| chunk.cells.len() > 2).map(|chunk| chunk.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().filter(|_| sizes.len() >= 3)
}

/// True where running text stands on the right of the numbers, or on their left.
fn is_beside_text(pages: &[Vec<Chunk>], column: &[&Run], on_right: bool) -> bool {
    let mut sum = Beside::default();
    for run in column {
        sum.add(&look(&pages[run.page], run, on_right));
    }
    let step = column.first().map_or(1, |run| run.step as usize);
    if sum.numbers * step < FEWEST {
        return false;
    }
    // rows that are set closer (a quotation, a note) have fewer numbers than lines
    let covered = sum.rows > 0 && sum.numbers * step * 10 >= sum.rows * 6;
    let running = sum.small * 5 >= sum.lettered && sum.small >= 3 && sum.gapped * 10 <= sum.rows * 3;
    covered && running && sum.long * 2 >= sum.rows
}

/// True where three pages have the same numbers from 1 at the same heights, as
/// the paper of courts has.
fn same_on_pages(column: &[&Run]) -> bool {
    let full = |run: &&&Run| run.numbers.len() >= 15 && run.numbers[0].value == 1 && run.step == 1;
    let mut pages: Vec<&Run> = column.iter().filter(full).copied().collect();
    pages.dedup_by_key(|run| run.page);
    let Some(first) = pages.first() else { return false };
    let (top, end) = (first.numbers[0].y, first.numbers[14].y);
    let same = |run: &&&Run| (run.numbers[0].y - top).abs() < 2.0 && (run.numbers[14].y - end).abs() < 2.0;
    pages.iter().filter(same).count() >= 3
}

impl Beside {
    fn add(&mut self, other: &Beside) {
        self.numbers += other.numbers;
        self.rows += other.rows;
        self.lettered += other.lettered;
        self.small += other.small;
        self.gapped += other.gapped;
        self.long += other.long;
    }
}

/// The rows beside a run.
fn look(chunks: &[Chunk], run: &Run, on_right: bool) -> Beside {
    let mut out = Beside { numbers: run.numbers.len(), ..Beside::default() };
    let (Some(first), Some(last)) = (run.numbers.first(), run.numbers.last()) else { return out };
    let within = |chunk: &&Chunk| {
        let height = chunk.y < first.y + 0.6 * chunk.size && chunk.y > last.y - 0.6 * chunk.size;
        height && if on_right { chunk.end < first.x } else { chunk.x > first.end }
    };
    let mut all: Vec<&Chunk> = chunks.iter().filter(within).collect();
    all.sort_by(|a, b| b.y.total_cmp(&a.y));
    let rows = all.chunk_by(|a, b| (a.y - b.y).abs() < 0.35 * a.size).map(|row| {
        let mut row = row.to_vec();
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        row
    });
    for row in of_own_column(rows.collect(), on_right) {
        let count: usize = row.iter().map(|chunk| chunk.cells.len()).sum();
        let letter = row[0].cells.iter().map(|cell| cell.c).find(|c| c.is_alphanumeric());
        out.rows += 1;
        out.lettered += usize::from(letter.is_some_and(char::is_alphabetic));
        out.small += usize::from(letter.is_some_and(char::is_lowercase));
        out.gapped += usize::from(row.windows(2).any(|pair| pair[1].x - pair[0].end > 3.0 * pair[0].size));
        out.long += usize::from(count >= LONG);
    }
    out
}

/// The rows of the column that numbers stand beside, on its right or left. Of two columns
/// with lines on heights of their own the other has rows that no number belongs to.
fn of_own_column(rows: Vec<Vec<&Chunk>>, on_right: bool) -> Vec<Vec<&Chunk>> {
    let chunks = || rows.iter().flatten();
    let left = chunks().map(|chunk| chunk.x).fold(f32::MAX, f32::min);
    let right = chunks().map(|chunk| chunk.end).fold(f32::MIN, f32::max);
    // the right column begins a little before the middle where numbers stand behind it
    let middle = left + 0.42 * (right - left);
    let begins_right = |row: &Vec<&Chunk>| row[0].x > middle;
    if !on_right {
        return rows.into_iter().filter(|row| !begins_right(row)).collect();
    }
    if rows.iter().filter(|row| begins_right(row)).count() < ON_A_PAGE {
        return rows;
    }
    rows.into_iter().filter(|row| row.iter().any(|chunk| chunk.x > middle)).collect()
}

/// The runs of a page.
fn runs(page: usize, chunks: &[Chunk]) -> Vec<Run> {
    let mut open: Vec<Number> = chunks.iter().enumerate().filter_map(|(at, chunk)| number(at, chunk)).collect();
    open.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let mut out = Vec::new();
    while let Some(first) = open.first().copied() {
        let (column, rest): (Vec<Number>, Vec<Number>) = open.iter().partition(|other| aligned(&first, other));
        open = rest;
        let mut column = column.into_iter().peekable();
        while let Some(first) = column.next() {
            let mut run = Run { page, numbers: vec![first], step: 0 };
            while let Some(next) = column.next_if(|next| run.takes(next)) {
                run.step = if run.step == 0 { next.value - run.numbers[0].value } else { run.step };
                run.numbers.push(next);
            }
            run.step = run.step.max(1);
            out.push(run);
        }
    }
    out
}

impl Run {
    /// True for the next number. One in a row may be missing, or be drawn together
    /// with its line.
    fn takes(&self, next: &Number) -> bool {
        let Some(last) = self.numbers.last().filter(|last| next.value > last.value && next.y < last.y - 2.0) else {
            return false;
        };
        let more = next.value - last.value;
        match self.step {
            0 => matches!(more, 1 | 5),
            step => more.is_multiple_of(step) && more <= 3 * step,
        }
    }
}

/// A chunk that is a number and nothing else.
fn number(at: usize, chunk: &Chunk) -> Option<Number> {
    if chunk.cells.len() > 4 || !chunk.cells.iter().all(|cell| cell.c.is_ascii_digit()) {
        return None;
    }
    let value = chunk.cells.iter().fold(0, |sum, cell| sum * 10 + cell.c.to_digit(10).unwrap_or(0));
    (value > 0).then_some(Number { value, x: chunk.x, end: chunk.end, y: chunk.y, chunk: at })
}

#[cfg(test)]
mod tests {
    use super::super::chunk::plain_chunk as chunk;
    use super::*;

    /// A page of rows with numbers before them.
    fn page(first: usize, rows: &[&str]) -> Vec<Chunk> {
        let row = |(i, text): (usize, &&str)| {
            let y = 700.0 - 24.0 * i as f32;
            [chunk(&(first + i).to_string(), 50.0, y), chunk(text, 90.0, y)]
        };
        rows.iter().enumerate().flat_map(row).collect()
    }

    const TEXT: [&str; 9] = [
        "The miller says that he was never paid for",
        "the flour, and that the baker, who had it of",
        "him in the week before the fair, had sold the",
        "whole of it by noon. The baker says that the",
        "flour was wet. Nobody else was asked, and the",
        "court will not ask them now, since all that",
        "they know was printed in the paper, which is",
        "kept here with the file. So the miller has it",
        "in writing that his flour was wet, and may go.",
    ];

    fn taken(pages: &mut [Vec<Chunk>]) -> usize {
        take(pages).iter().map(Vec::len).sum()
    }

    #[test]
    fn numbers_beside_running_text_are_taken_out() {
        let mut pages = [page(1, &TEXT), page(1, &TEXT[..3])];
        assert_eq!(taken(&mut pages), 12);
        assert_eq!((pages[0].len(), pages[1].len()), (9, 3));
        // as they are where they run through all pages
        assert_eq!(taken(&mut [page(1, &TEXT), page(10, &TEXT[..1])]), 10);
    }

    #[test]
    fn lists_and_tables_keep_their_numbers() {
        let list = TEXT.map(|text| format!("A{text}"));
        assert_eq!(taken(&mut [page(1, &list.each_ref().map(String::as_str))]), 0);
        let words = ["salt", "eels", "bells", "mills", "rope", "lamps", "tar", "oars", "nets"];
        assert_eq!(taken(&mut [page(1, &words)]), 0);
        // an entry of a list runs over several rows
        let mut wrapped = page(1, &TEXT);
        for (text, row) in TEXT.iter().zip(0..) {
            let y = 700.0 - 24.0 * row as f32;
            wrapped.extend([chunk(text, 90.0, y - 8.0), chunk(text, 90.0, y - 16.0)]);
        }
        assert_eq!(taken(&mut [wrapped]), 0);
    }

    #[test]
    fn labels_of_notes_are_no_lines_numbers() {
        let notes = || {
            let mut page = page(1, &TEXT);
            page.iter_mut().for_each(|chunk| chunk.size = 8.0);
            page
        };
        assert_eq!(taken(&mut [notes()]), 9);
        let mut below = notes();
        below.extend(TEXT.iter().zip(0..).map(|(text, row)| chunk(text, 90.0, 960.0 - 24.0 * row as f32)));
        assert_eq!(taken(&mut [below]), 0);
    }

    #[test]
    fn columns_with_lines_on_heights_of_their_own() {
        // the right column stands half a line lower, its numbers beside it
        let right = |(i, text): (usize, &&str)| {
            let y = 688.0 - 24.0 * i as f32;
            [chunk(text, 340.0, y), chunk(&(10 + i).to_string(), 600.0, y)]
        };
        let mut both = page(1, &TEXT);
        both.extend(TEXT.iter().enumerate().flat_map(right));
        assert_eq!(taken(&mut [both]), 18);
    }

    #[test]
    fn a_line_knows_its_number() {
        let mut pages = [page(11, &TEXT)];
        let numbers = take(&mut pages);
        let line = Line { x: 90.0, y: 652.0 - 2.0, size: 10.0, ..Line::default() };
        assert_eq!(beside(&numbers[0], &line), Some(13));
    }
}
