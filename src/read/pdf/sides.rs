//! What stands on the two sides of a gutter: running text, a table, a list, a remark.
//!
//! Columns of text are told from the columns of a table by three signs: their lines fill
//! them, sentences run over the ends of the lines, and the two sides do not keep step: what
//! begins on one side begins while a sentence of the other runs on.

use super::blocks;
use super::chunk::Chunk;
use super::cover::{Cover, Gutter, NARROWEST, crosses};
use super::line::{self, Line};

/// One side of a gutter.
pub struct Side<'c> {
    /// What stands there.
    pub chunks: Vec<&'c Chunk>,
    /// The same, as lines.
    pub lines: Vec<Line>,
    width: f32,
    /// Most lines fill it and have no gaps.
    full: bool,
}

impl<'c> Side<'c> {
    pub fn new(chunks: Vec<&'c Chunk>) -> Side<'c> {
        let lines = line::lines(chunks.clone());
        let from = lines.iter().map(|line| line.x).fold(f32::MAX, f32::min);
        let to = lines.iter().map(|line| line.end).fold(f32::MIN, f32::max);
        let filled = lines.iter().filter(|l| l.end - l.x > 0.6 * (to - from) && l.gaps == 0).count();
        let width = to - from;
        let full = width > NARROWEST && filled * 2 > lines.len();
        Side { chunks, lines, width, full }
    }

    /// True where sentences run over the ends of its lines: a third of them begin
    /// with a small letter. The cells of a table seldom do.
    fn runs(&self) -> bool {
        let first = |line: &Line| line.cells.iter().map(|cell| cell.c).find(|c| c.is_alphanumeric());
        let small = self.lines.iter().filter(|line| first(line).is_some_and(char::is_lowercase)).count();
        self.full && small * 3 >= self.lines.len()
    }

    /// True where its lines follow close upon each other, as those of a text or table do.
    fn is_close(&self) -> bool {
        let close = |pair: &&[Line]| pair[0].y - pair[1].y < 2.0 * pair[0].size.max(pair[1].size);
        let count = self.lines.windows(2).filter(close).count();
        self.lines.len() >= 5 && count * 10 >= (self.lines.len() - 1) * 6
    }

    /// Where a sentence runs over the end of a line that fills the side.
    pub fn joints(&self) -> Vec<Joint> {
        let mut ends: Vec<f32> = self.lines.iter().map(|line| line.end).collect();
        ends.sort_by(f32::total_cmp);
        // a heading may reach further than the text
        let Some(right) = ends.get((ends.len().saturating_sub(1)) * 9 / 10).copied() else { return Vec::new() };
        let near = |pair: &&[Line]| pair[0].y - pair[1].y < 3.0 * pair[0].size.max(pair[1].size);
        let runs =
            |pair: &&[Line]| pair[0].len() >= SHORTEST && near(pair) && blocks::goes_on(right, &pair[0], &pair[1]);
        let joint = |pair: &[Line]| Joint { above: pair[0].y, below: pair[1].y, size: pair[1].size };
        self.lines.windows(2).filter(runs).map(joint).collect()
    }

    /// True where sentences run over two in five of the ends of its lines.
    pub fn flows(&self) -> bool {
        let joints = self.joints().len();
        joints >= JOINTS && joints * 5 >= self.lines.len().saturating_sub(1) * 2
    }

    /// True where it is wide enough for a column.
    fn is_column(&self) -> bool {
        self.width > NARROWEST
    }

    /// True where it is words, and no column of labels or numbers: those belong to the
    /// lines that they stand beside.
    fn is_words(&self) -> bool {
        let letters = self.chunks.iter().flat_map(|chunk| &chunk.cells).filter(|cell| cell.c.is_alphabetic()).count();
        letters >= 8 && letters >= 4 * self.lines.len()
    }

    /// True where it is two columns of running text itself.
    fn is_columns(&self) -> bool {
        let Some(gutter) =
            Cover::of(&self.chunks).and_then(|cover| cover.middle()).filter(|at| is_text(&self.chunks, *at))
        else {
            return false;
        };
        let (left, right) = sides(&self.chunks, gutter);
        left.runs() && right.runs()
    }
}

/// Characters of a line of text in a narrow column; what is shorter is a word of a form.
const SHORTEST: usize = 15;
/// Sentences that run over the ends of lines before a side is taken to be a text.
const JOINTS: usize = 3;

/// Where a sentence runs over the end of a line: the heights of the two lines.
#[derive(Clone, Copy, Debug)]
pub struct Joint {
    /// Height of the line above.
    pub above: f32,
    /// Height of the line below.
    pub below: f32,
    /// Size of its type.
    pub size: f32,
}

impl Joint {
    /// True where a line at this height begins while the sentence runs on.
    fn holds(&self, y: f32) -> bool {
        (self.below - 0.3 * self.size..self.above - 0.3 * self.size).contains(&y)
    }
}

/// What stands on the left and on the right of a gutter, and does not cross it.
pub fn sides<'c>(chunks: &[&'c Chunk], gutter: Gutter) -> (Side<'c>, Side<'c>) {
    let middle = (gutter.0 + gutter.1) / 2.0;
    let beside = chunks.iter().copied().filter(|chunk| !crosses(chunk, gutter));
    let (left, right) = beside.partition(|chunk| chunk.middle() < middle);
    (Side::new(left), Side::new(right))
}

/// True where there are at least six lines of text on both sides, more than
/// cross, and most of them fill their side: the columns of a table do not. One of
/// the sides may be two columns, where all three are running text.
pub fn is_text(chunks: &[&Chunk], gutter: Gutter) -> bool {
    let crossing = chunks.iter().filter(|chunk| crosses(chunk, gutter)).count();
    let (left, right) = sides(chunks, gutter);
    let (of_left, of_right) = (left.lines.len(), right.lines.len());
    if of_left.min(of_right) < 6 || crossing >= of_left.max(of_right) {
        return false;
    }
    left.full && right.full || left.runs() && right.is_columns() || right.runs() && left.is_columns()
}

/// True where running text stands beside something else, each with its lines on heights
/// of their own: the rows of a table share theirs.
pub fn is_apart(chunks: &[&Chunk], gutter: Gutter) -> bool {
    let middle = (gutter.0 + gutter.1) / 2.0;
    let on_right = chunks.iter().filter(|chunk| chunk.x > middle).count();
    let on_left = chunks.iter().filter(|chunk| chunk.end < middle).count();
    let crossing = chunks.iter().filter(|chunk| crosses(chunk, gutter)).count();
    if on_left.min(on_right) < 5 || crossing >= on_left.max(on_right) || !are_own_heights(chunks, middle) {
        return false;
    }
    let (left, right) = sides(chunks, gutter);
    let is_running = |side: &Side| side.runs() || side.is_columns();
    left.is_close() && right.is_close() && (is_running(&left) || is_running(&right))
}

/// True where most of what stands on the side that has less stands on heights of its own.
fn are_own_heights(chunks: &[&Chunk], middle: f32) -> bool {
    let heights = |side: &dyn Fn(&Chunk) -> bool| {
        let mut all: Vec<f32> = chunks.iter().filter(|chunk| side(chunk)).map(|chunk| chunk.y).collect();
        all.sort_by(f32::total_cmp);
        all.dedup_by(|a, b| (*a - *b).abs() < 1.0);
        all
    };
    let (left, right) = (heights(&|chunk| chunk.end < middle), heights(&|chunk| chunk.x > middle));
    let (less, more) = if left.len() < right.len() { (left, right) } else { (right, left) };
    let level = |y: &&f32| {
        let next = more.partition_point(|other| other < *y);
        more[next.saturating_sub(1)..(next + 1).min(more.len())].iter().any(|other| (other - *y).abs() < 1.2)
    };
    less.iter().filter(level).count() * 10 <= less.len() * 4
}

/// True where both sides are running text, if only for a few lines.
pub fn both_run(left: &Side, right: &Side) -> bool {
    let few = left.is_column() && right.is_column() && left.flows() && right.flows();
    let many = left.lines.len().min(right.lines.len()) >= 6 && left.runs() && right.runs();
    left.is_words() && right.is_words() && (few || many)
}

/// True where the second side begins lines of its own while sentences of the first, a text,
/// run on: the rows of a table begin together.
pub fn is_out_of_step(text: &Side, other: &Side) -> bool {
    if !(text.flows() && other.is_words()) {
        return false;
    }
    let (joints, own) = (text.joints(), other.joints());
    let Some((first, last)) = joints.first().zip(joints.last()) else { return false };
    let within = |line: &&Line| (last.below - 0.3 * last.size..first.above + first.size).contains(&line.y);
    let begins = |line: &&Line| within(line) && !own.iter().any(|joint| joint.below == line.y);
    let starts: Vec<&Line> = other.lines.iter().filter(begins).collect();
    let inside = starts.iter().filter(|line| joints.iter().any(|joint| joint.holds(line.y))).count();
    inside >= JOINTS && inside * 2 >= starts.len()
}

/// True where the second side is a remark beside the text of the first: in other type, or
/// on heights of its own.
pub fn is_remark(text: &Side, other: &Side) -> bool {
    if !(text.flows() && other.is_words()) {
        return false;
    }
    let joints = text.joints();
    let own = |line: &Line| {
        let level = text.lines.iter().find(|of_text| (of_text.y - line.y).abs() < 0.15 * of_text.size);
        level.is_none_or(|of_text| (of_text.size - line.size).abs() > 0.12 * of_text.size)
    };
    let beside =
        |line: &&Line| joints.iter().any(|joint| joint.holds(line.y) || joint.holds(line.y - 0.3 * joint.size));
    let count = other.lines.len();
    other.lines.iter().all(own) && other.lines.iter().filter(beside).count() * 2 >= count
}
