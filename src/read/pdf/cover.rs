//! How much of a page stands over each place of its width, and where a gutter may be.

use super::chunk::Chunk;

/// A column of text is at least so wide, in points: narrower ones are tables.
pub const NARROWEST: f32 = 70.0;
/// Steps in which a gutter is looked for, in points.
const STEP: f32 = 2.0;

/// Part of the lines that may cross a gutter beside text.
const CROSSED: f32 = 0.2;
/// Gaps that are tried, the widest first.
const TRIED: usize = 6;

/// The place of a gutter, left and right end.
pub type Gutter = (f32, f32);

/// How much of a page's lines stands over each step of its width.
pub struct Cover {
    left: f32,
    steps: Vec<f32>,
    most: f32,
}

impl Cover {
    /// That of the given chunks; `None` where they are too narrow for columns.
    pub fn of(chunks: &[&Chunk]) -> Option<Cover> {
        let left = chunks.iter().map(|c| c.x).fold(f32::MAX, f32::min);
        let right = chunks.iter().map(|c| c.end).fold(f32::MIN, f32::max);
        let width = right - left;
        if !(width > 2.0 * NARROWEST && width < 10_000.0) {
            return None;
        }
        let last = (width / STEP) as usize + 1;
        let mut steps = vec![0.0f32; last + 1];
        for chunk in chunks {
            let at = |x: f32| (((x - left) / STEP).max(0.0) as usize).min(last);
            let (from, to) = (at(chunk.x + STEP), at(chunk.end));
            if from < to {
                steps[from] += chunk.size;
                steps[to] -= chunk.size;
            }
        }
        let mut sum = 0.0;
        for at in &mut steps {
            sum += *at;
            *at = sum;
        }
        let most = steps.iter().copied().fold(0.0, f32::max);
        Some(Cover { left, steps, most })
    }

    fn place(&self, (from, to): (usize, usize)) -> Gutter {
        (self.left + from as f32 * STEP, self.left + to as f32 * STEP)
    }

    /// The steps between two hundredths of the width.
    fn between(&self, from: usize, to: usize) -> (usize, usize) {
        let last = self.steps.len() - 1;
        (last * from / 100, (last * to / 100).max(last * from / 100 + 1))
    }

    /// The widest place in the middle that few lines cross.
    pub fn middle(&self) -> Option<Gutter> {
        let middle = self.between(22, 78);
        let lowest = self.steps[middle.0..middle.1].iter().copied().fold(f32::MAX, f32::min);
        if lowest > 0.5 * self.most {
            return None;
        }
        gaps(&self.steps, middle, lowest + 0.02 * self.most).first().map(|widest| self.place(*widest))
    }

    /// The places that few lines cross, the widest first: beside text may stand a narrow
    /// column, or a table with gaps of its own.
    pub fn places(&self) -> impl Iterator<Item = Gutter> {
        let all = gaps(&self.steps, self.between(8, 92), CROSSED * self.most);
        all.into_iter().take(TRIED).map(|gap| self.place(gap))
    }
}

/// True where a chunk stands over a gutter.
pub fn crosses(chunk: &Chunk, (from, to): Gutter) -> bool {
    let middle = (from + to) / 2.0;
    chunk.x < middle - 0.5 && chunk.end > middle + 0.5
}

/// The places between two steps that no more than so many lines cross, the widest first.
fn gaps(cover: &[f32], (first, last): (usize, usize), crossed: f32) -> Vec<(usize, usize)> {
    let free = |at: usize| cover[at] <= crossed;
    let (mut out, mut at) = (Vec::new(), first);
    while at < last {
        if !free(at) {
            at += 1;
            continue;
        }
        let end = (at..last).find(|i| !free(*i)).unwrap_or(last);
        out.push((at, end));
        at = end;
    }
    // of two that are as wide, the first
    out.sort_by_key(|(from, to)| std::cmp::Reverse(to - from));
    out
}
