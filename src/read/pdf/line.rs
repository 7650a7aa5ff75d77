//! Chunks to lines.

use super::chunk::{Cell, Chunk, WORD_GAP};

/// A line of text.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its characters, with blanks between words.
    pub cells: Vec<Cell>,
    /// Left end.
    pub x: f32,
    /// Right end.
    pub end: f32,
    /// The height it stands on.
    pub y: f32,
    /// Size of most of its type.
    pub size: f32,
    /// True where all of it is bold.
    pub bold: bool,
    /// The strip of the page that it stands in, by its place in reading order.
    pub strip: usize,
    /// Gaps as wide as between the columns of a table.
    pub gaps: u16,
    /// The line's number as printed in the margin.
    pub printed: Option<u32>,
}

impl Line {
    /// The text.
    pub fn text(&self) -> String {
        self.cells.iter().map(|cell| cell.c).collect()
    }

    /// Characters that are no blanks.
    pub fn len(&self) -> usize {
        self.cells.iter().filter(|cell| cell.c != ' ').count()
    }
}

/// A gap of a table, against the size of the type: wider than a blank that is
/// stretched to fill a line.
pub const TABLE_GAP: f32 = 1.8;

/// Lines from top to bottom; chunks on about the same height make one.
pub fn lines(mut chunks: Vec<&Chunk>) -> Vec<Line> {
    chunks.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let mut out = Vec::new();
    let mut row: Vec<&Chunk> = Vec::new();
    for chunk in chunks {
        let same = |first: &&Chunk| (first.y - chunk.y).abs() < 0.3 * first.size.min(chunk.size).max(1.0);
        if !row.first().is_some_and(same) {
            out.extend(line(std::mem::take(&mut row)));
        }
        row.push(chunk);
    }
    out.extend(line(row));
    out
}

fn line(mut row: Vec<&Chunk>) -> Option<Line> {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let (first, biggest) = (row.first()?, main_size(&row));
    let mut line = Line { x: first.x, y: first.y, size: biggest, bold: true, ..Line::default() };
    let mut blank = false;
    for chunk in row {
        if let Some(at) = room(&line, chunk) {
            line.cells.splice(at..at, chunk.cells.iter().map(plain_digit));
            continue;
        }
        let gap = chunk.x - line.end;
        if !line.cells.is_empty()
            && (blank || gap > WORD_GAP * biggest)
            && line.cells.last().is_some_and(|c| c.c != ' ')
        {
            line.cells.push(Cell { c: ' ', x: line.end, end: chunk.x, raised: false });
            line.gaps += u16::from(gap > TABLE_GAP * biggest);
        }
        let raised = chunk.cells.iter().all(|cell| cell.raised);
        if !raised {
            line.bold &= chunk.bold;
            line.y = if (chunk.size - biggest).abs() < 0.5 { chunk.y } else { line.y };
        }
        line.cells.extend(chunk.cells.iter().map(plain_digit));
        line.end = line.end.max(chunk.end);
        blank = chunk.blank_after;
    }
    Some(line)
}

/// The blank of a line in which a chunk stands, if it stands in one: the sign of a list is
/// sometimes drawn twice, as itself and as a letter in the gap behind it.
fn room(line: &Line, chunk: &Chunk) -> Option<usize> {
    let at = line.cells.partition_point(|cell| cell.x <= chunk.x).checked_sub(1)?;
    let blank = line.cells.get(at).filter(|cell| cell.c == ' ')?;
    (chunk.end < blank.end).then_some(at + 1)
}

/// `²` as a raised 2: some fonts have their own raised figures, or the file says
/// so of figures that are.
fn plain_digit(cell: &Cell) -> Cell {
    let place = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|c| c == cell.c);
    match place.and_then(|digit| char::from_digit(digit as u32, 10)) {
        Some(c) => Cell { c, raised: true, ..*cell },
        None => *cell,
    }
}

/// The size of type of most characters.
fn main_size(row: &[&Chunk]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for chunk in row {
        let count = chunk.cells.len();
        match sizes.iter_mut().find(|(size, _)| (size - chunk.size).abs() < 0.2) {
            Some((_, sum)) => *sum += count,
            None => sizes.push((chunk.size, count)),
        }
    }
    // a raised sign alone before a short note does not make the line small
    let most = sizes.iter().max_by(|a, b| a.1.cmp(&b.1).then(a.0.total_cmp(&b.0)));
    most.map_or(0.0, |(size, _)| *size)
}
