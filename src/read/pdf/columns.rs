//! Columns: which chunks are read before which others.
//!
//! A page is a sequence of strips: text over the full width, and columns, each
//! read to its end before the next. A gutter is a gap from top to bottom of the
//! lines on both sides of it. What crosses it (a title, an abstract, a wide
//! table) parts the columns above from those below.

use super::blocks;
use super::chunk::Chunk;
use super::content::Rule;
use super::cover::{Cover, Gutter, crosses};
use super::line::{self, Line};
use super::sides::{is_apart, is_text};
use super::stretch::{self, Kind, Stretch};

/// A column of a page, or a stretch over all columns.
#[derive(Debug, Default)]
pub struct Strip {
    /// Left edge, in points.
    pub x: f32,
    /// Right edge.
    pub end: f32,
    /// Lines from top to bottom.
    pub lines: Vec<Line>,
}

/// Columns in columns, so deep.
const DEPTH: usize = 3;

/// The strips of a page in reading order. `usual` is where the document's
/// pages have a gutter: it is taken on less evidence. `rules` are the page's thin lines.
pub fn strips(chunks: &[&Chunk], usual: Option<Gutter>, rules: &[Rule]) -> Vec<Strip> {
    let mut out = Vec::new();
    part(chunks.to_vec(), usual, Level { depth: DEPTH, rules }, &mut out);
    out
}

/// Where a part of a page stands in it.
#[derive(Clone, Copy)]
struct Level<'r> {
    /// How much deeper columns are looked for.
    depth: usize,
    /// The page's thin lines.
    rules: &'r [Rule],
}

impl Level<'_> {
    fn deeper(self) -> Self {
        Level { depth: self.depth - 1, ..self }
    }
}

fn part(chunks: Vec<&Chunk>, usual: Option<Gutter>, level: Level, out: &mut Vec<Strip>) {
    if chunks.is_empty() {
        return;
    }
    let found =
        if level.depth == 0 { None } else { gutter(&chunks).or_else(|| usual.filter(|at| splits(&chunks, *at))) };
    let Some(gutter) = found else {
        return beside(chunks, level, out);
    };
    for (wide, band) in bands(chunks, |chunk| crosses(chunk, gutter)) {
        if wide {
            out.push(strip(band));
        } else {
            columns(band, gutter, level, out);
        }
    }
}

/// The columns on both sides of a gutter.
fn columns(chunks: Vec<&Chunk>, gutter: Gutter, level: Level, out: &mut Vec<Strip>) {
    let (left, right): (Vec<&Chunk>, Vec<&Chunk>) =
        chunks.into_iter().partition(|chunk| chunk.middle() < (gutter.0 + gutter.1) / 2.0);
    part(left, None, level.deeper(), out);
    part(right, None, level.deeper(), out);
}

/// A line that takes so much of the width leaves no room for text beside it.
const WIDE: f32 = 0.8;

/// A page without a gutter from top to bottom may have one between lines of full width:
/// text that runs beside a table.
fn beside(chunks: Vec<&Chunk>, level: Level, out: &mut Vec<Strip>) {
    let left = chunks.iter().map(|chunk| chunk.x).fold(f32::MAX, f32::min);
    let right = chunks.iter().map(|chunk| chunk.end).fold(f32::MIN, f32::max);
    let is_wide = |chunk: &Chunk| chunk.end - chunk.x > WIDE * (right - left);
    let (all, mut open) = (chunks.clone(), Vec::new());
    let mut found = false;
    let mut own = Vec::new();
    for (wide, band) in bands(chunks, is_wide) {
        // what is all of the page was looked at before
        let tried = wide || level.depth == 0 || band.len() == all.len() || band.len() < 10;
        match if tried { None } else { gutter(&band) } {
            Some(gutter) => {
                found = true;
                own.extend((!open.is_empty()).then(|| strip(std::mem::take(&mut open))));
                columns(band, gutter, level, &mut own);
            }
            None => open.extend(band),
        }
    }
    if !found {
        return leaf(all, level, out);
    }
    own.extend((!open.is_empty()).then(|| strip(open)));
    out.append(&mut own);
}

/// What has no gutter may have one for some lines: beside a picture, a box, a remark.
fn leaf(chunks: Vec<&Chunk>, level: Level, out: &mut Vec<Strip>) {
    if chunks.is_empty() {
        return;
    }
    let found = if level.depth == 0 { None } else { stretch::find(&chunks, level.rules) };
    let Some(Stretch { above, left, right, below, kind }) = found else { return out.push(strip(chunks)) };
    leaf(above, level, out);
    let text_first = kind == Kind::TextOnRight && goes_on_from(out.last(), &right);
    let (first, second) = if text_first { (right, left) } else { (left, right) };
    part(first, None, level.deeper(), out);
    // where the text goes on below, what stands beside it comes after it
    let text_last = kind == Kind::TextOnRight && !text_first;
    let begins = line::lines(below.clone()).into_iter().next();
    let goes_on = |lines: &[Line]| lines.last().zip(begins.as_ref()).is_some_and(|(a, b)| blocks::continues(a, b));
    let of_text = out.last().filter(|_| kind != Kind::Columns && !text_last);
    if of_text.is_some_and(|strip| goes_on(&strip.lines)) {
        leaf(below, level, out);
        return part(second, None, level.deeper(), out);
    }
    part(second, None, level.deeper(), out);
    leaf(below, level, out);
}

/// True where the text goes on with the last sentence of a strip.
fn goes_on_from(before: Option<&Strip>, text: &[&Chunk]) -> bool {
    let first = line::lines(text.to_vec()).into_iter().next();
    before
        .and_then(|strip| strip.lines.last())
        .zip(first)
        .is_some_and(|(above, below)| blocks::continues(above, &below))
}

fn strip(chunks: Vec<&Chunk>) -> Strip {
    let lines = line::lines(chunks);
    let x = lines.iter().map(|line| line.x).fold(f32::MAX, f32::min);
    let end = lines.iter().map(|line| line.end).fold(f32::MIN, f32::max);
    Strip { x, end, lines }
}

/// Stretches from top to bottom: over the full width, or of columns. A line
/// that crosses takes what stands beside it along.
fn bands(mut chunks: Vec<&Chunk>, crosses: impl Fn(&Chunk) -> bool) -> Vec<(bool, Vec<&Chunk>)> {
    chunks.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let heights: Vec<(f32, f32)> = chunks.iter().filter(|c| crosses(c)).map(|c| (c.y, c.size)).collect();
    let mut out: Vec<(bool, Vec<&Chunk>)> = Vec::new();
    let mut next = 0;
    for chunk in chunks {
        let near = |&(y, size): &(f32, f32)| (y - chunk.y).abs() < 0.3 * size.min(chunk.size);
        while heights.get(next).is_some_and(|at| at.0 > chunk.y && !near(at)) {
            next += 1;
        }
        let around = next.saturating_sub(1)..(next + 2).min(heights.len());
        let wide = crosses(chunk) || heights[around].iter().any(near);
        match out.last_mut() {
            Some((kind, band)) if *kind == wide => band.push(chunk),
            _ => out.push((wide, vec![chunk])),
        }
    }
    out
}

/// The gutter of a page or column, if it has one: of columns of text, else of text that
/// stands beside something else.
pub fn gutter(chunks: &[&Chunk]) -> Option<Gutter> {
    let cover = Cover::of(chunks)?;
    let of_text = cover.middle().filter(|gutter| is_text(chunks, *gutter));
    of_text.or_else(|| cover.places().find(|gutter| is_apart(chunks, *gutter)))
}

/// True where the document's usual gutter parts the page too: what stands on
/// the right begins at it, and little crosses.
fn splits(chunks: &[&Chunk], gutter: Gutter) -> bool {
    let crossing = chunks.iter().filter(|chunk| crosses(chunk, gutter)).count();
    let middle = (gutter.0 + gutter.1) / 2.0;
    let left = chunks.iter().filter(|c| !crosses(c, gutter) && c.middle() < middle && c.end > gutter.0 - 40.0).count();
    let right = chunks.iter().filter(|c| !crosses(c, gutter) && c.x > middle && c.x < gutter.1 + 8.0).count();
    left >= 3 && crossing <= left && (right >= 1 || left >= 6)
}

/// The gutter that at least a third of the pages that have text share.
pub fn usual(gutters: &[Option<Gutter>]) -> Option<Gutter> {
    let middle = |(from, to): Gutter| (from + to) / 2.0;
    let mut found: Vec<Gutter> = gutters.iter().flatten().copied().collect();
    found.sort_by(|a, b| middle(*a).total_cmp(&middle(*b)));
    let median = *found.get(found.len() / 2)?;
    let kin: Vec<&Gutter> = found.iter().filter(|at| (middle(**at) - middle(median)).abs() < 8.0).collect();
    (kin.len() * 3 >= gutters.len()).then_some(median)
}

#[cfg(test)]
mod tests {
    use super::super::chunk::Cell;
    use super::*;

    fn chunk(text: &str, x: f32, end: f32, y: f32) -> Chunk {
        let wide = (end - x) / text.len() as f32;
        let cell = |(i, c)| Cell { c, x: x + wide * i as f32, end: x + wide * (i + 1) as f32, raised: false };
        let cells = text.chars().enumerate().map(cell).collect();
        Chunk { cells, x, end, y, size: 10.0, bold: false, blank_after: false, artifact: false }
    }

    fn read(chunks: &[Chunk]) -> String {
        let chunks: Vec<&Chunk> = chunks.iter().collect();
        let strips = strips(&chunks, None, &[]);
        strips.iter().flat_map(|strip| &strip.lines).map(|line| line.text()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_column_at_a_time_below_a_title() {
        let mut chunks = vec![chunk("title", 150.0, 350.0, 700.0)];
        for line in 0..8 {
            let y = 680.0 - 12.0 * line as f32;
            chunks.push(chunk(&format!("l{line}"), 50.0, 245.0, y));
            chunks.push(chunk(&format!("r{line}"), 255.0, 450.0, y - 1.0));
        }
        assert_eq!(read(&chunks), "title l0 l1 l2 l3 l4 l5 l6 l7 r0 r1 r2 r3 r4 r5 r6 r7");
    }

    #[test]
    fn three_columns_of_running_text() {
        let mut chunks = Vec::new();
        for line in 0..9 {
            let y = 680.0 - 12.0 * line as f32;
            for (column, word) in ["left", "mid", "right"].iter().enumerate() {
                let x = 50.0 + 150.0 * column as f32;
                chunks.push(chunk(&format!("{word}{line}"), x, x + 130.0, y));
            }
        }
        assert!(read(&chunks).starts_with("left0 left1"), "{}", read(&chunks));
        assert!(read(&chunks).ends_with("right7 right8"));
        // the cells of a table begin with capitals or figures
        for chunk in &mut chunks {
            chunk.cells[0].c = 'T';
        }
        assert!(read(&chunks).starts_with("Teft0 Tid0 Tight0"));
    }

    #[test]
    fn running_text_beside_a_table() {
        let mut chunks = Vec::new();
        for line in 0..30 {
            let y = 700.0 - 12.0 * line as f32;
            if !(10..20).contains(&line) {
                chunks.push(chunk(&format!("wide{line}"), 50.0, 450.0, y));
                continue;
            }
            chunks.push(chunk(&format!("left{line}"), 50.0, 200.0, y));
            chunks.push(chunk(&format!("T{line}"), 230.0, 280.0, y - 5.0));
            chunks.push(chunk(&format!("{line}"), 400.0, 420.0, y - 5.0));
        }
        assert!(read(&chunks).contains("wide9 left10 left11"), "{}", read(&chunks));
        assert!(read(&chunks).contains("left19 T10 10 T11 11"), "{}", read(&chunks));
        assert!(read(&chunks).contains("T19 19 wide20"), "{}", read(&chunks));
        // on one height they are rows
        for chunk in chunks.iter_mut().filter(|chunk| chunk.x > 60.0) {
            chunk.y += 5.0;
        }
        assert!(read(&chunks).contains("left10 T10 10 left11"), "{}", read(&chunks));
    }

    #[test]
    fn a_table_is_read_row_by_row() {
        let mut chunks = Vec::new();
        for line in 0..8 {
            let y = 680.0 - 12.0 * line as f32;
            chunks.push(chunk(&format!("a{line}"), 50.0, 50.0 + 20.0 * line as f32, y));
            chunks.push(chunk(&format!("b{line}"), 255.0, 280.0, y));
        }
        assert!(read(&chunks).starts_with("a0 b0 a1 b1"));
    }
}
