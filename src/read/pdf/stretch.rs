//! Stretches of a page, from one height to another, that text and something beside it
//! share: a page need not be parted from top to bottom to have two columns for six lines.
//!
//! A stretch is what stands between two lines that cross a place of the width. It is taken
//! where one side is a text whose sentences run on while the other begins its own lines.

use std::collections::BTreeMap;

use super::chunk::Chunk;
use super::content::Rule;
use super::cover::Gutter;
use super::sides::{self, Side};

/// What the two sides of a stretch are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Two columns of text.
    Columns,
    /// A text, and beside it on the right something else.
    TextOnLeft,
    /// The other way round.
    TextOnRight,
}

/// A stretch with two sides, and what stands above and below it.
pub struct Stretch<'c> {
    /// What is read before.
    pub above: Vec<&'c Chunk>,
    /// Left side.
    pub left: Vec<&'c Chunk>,
    /// Right side.
    pub right: Vec<&'c Chunk>,
    /// What is read after.
    pub below: Vec<&'c Chunk>,
    /// What the sides are.
    pub kind: Kind,
}

/// Steps of the width in which a place is looked for, in points.
const STEP: f32 = 3.0;
/// Fewer chunks are no stretch.
const FEWEST: usize = 6;
/// More chunks than a page of text has are not looked through.
const MOST: usize = 3_000;
/// Stretches that are tried, the largest first.
const TRIED: usize = 10;
/// Space over the full width that parts a page, against the usual step of its lines.
const SPACE: f32 = 2.2;

/// The largest stretch of some chunks that has two sides.
pub fn find<'c>(chunks: &[&'c Chunk], rules: &[Rule]) -> Option<Stretch<'c>> {
    if chunks.len() < FEWEST || chunks.len() > MOST {
        return None;
    }
    let mut sorted = chunks.to_vec();
    sorted.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let (run, gutter, kind) = largest(&sorted, runs(&sorted, rules)).into_iter().take(TRIED).find_map(|run| {
        let (gutter, kind) = two_sides(&sorted[run.from..run.to], run.place)?;
        Some((run, gutter, kind))
    })?;
    let middle = (gutter.0 + gutter.1) / 2.0;
    let (left, right) = sorted[run.from..run.to].iter().partition(|chunk| chunk.middle() < middle);
    Some(Stretch { above: sorted[..run.from].to_vec(), left, right, below: sorted[run.to..].to_vec(), kind })
}

/// The runs that have something on both sides, those with the most first.
fn largest(sorted: &[&Chunk], runs: Vec<Run>) -> Vec<Run> {
    let count = |run: &Run| {
        let own = &sorted[run.from..run.to];
        let on_left = own.iter().filter(|chunk| chunk.middle() < run.place).count();
        own.len() * on_left.min(own.len() - on_left).min(8)
    };
    let mut counted: Vec<(usize, Run)> = runs.into_iter().map(|run| (count(&run), run)).collect();
    counted.retain(|(count, _)| *count > 0);
    counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counted.into_iter().map(|(_, run)| run).collect()
}

/// Chunks one after the other, from top to bottom, none of which stands over a place.
#[derive(Clone, Copy, Debug)]
struct Run {
    from: usize,
    to: usize,
    place: f32,
}

/// The runs of a page, over which no thin line stands either, and those of its parts between blank space.
fn runs(sorted: &[&Chunk], rules: &[Rule]) -> Vec<Run> {
    let left = sorted.iter().map(|chunk| chunk.x).fold(f32::MAX, f32::min);
    let right = sorted.iter().map(|chunk| chunk.end).fold(f32::MIN, f32::max);
    if !(right - left > 100.0 && right - left < 10_000.0) {
        return Vec::new();
    }
    let places = ((right - left) / STEP) as usize;
    let mut found: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    let mut keep = |from: usize, to: usize, place: usize| {
        let (from, to) = trim(sorted, from, to);
        if to >= from + FEWEST {
            found.entry((from, to)).or_insert(left + STEP * place as f32);
        }
    };
    let breaks = breaks(sorted);
    // where the run over each place began, and where its last part did
    let mut began = vec![0usize; places + 1];
    let over = |x: f32, end: f32| {
        let from = (((x - left) / STEP).max(0.0).ceil() as usize).min(places);
        from..=(((end - left) / STEP).max(0.0) as usize).min(places)
    };
    let mut stop = |place: usize, at: usize, next: usize| {
        if at >= began[place] + FEWEST {
            keep(began[place], at, place);
            parts(&breaks, began[place], at).for_each(|(a, b)| keep(a, b, place));
        }
        began[place] = next;
    };
    // the rules of a table part its rows: what stands on both sides of a place between two
    // of them are cells
    let mut rules: Vec<&Rule> = rules.iter().collect();
    rules.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rules = rules.into_iter().peekable();
    for (at, chunk) in sorted.iter().enumerate() {
        while let Some(rule) = rules.next_if(|rule| rule.y > chunk.y + 0.5 * chunk.size) {
            over(rule.x, rule.end).for_each(|place| stop(place, at, at));
        }
        over(chunk.x, chunk.end).for_each(|place| stop(place, at, at + 1));
    }
    for (place, from) in began.iter().enumerate().filter(|(place, _)| *place > 0 && *place < places) {
        keep(*from, sorted.len(), place);
        parts(&breaks, *from, sorted.len()).for_each(|(a, b)| keep(a, b, place));
    }
    found.into_iter().map(|((from, to), place)| Run { from, to, place }).collect()
}

/// Without the chunks that stand level with the lines that bound a run: those lines take
/// what stands beside them along.
fn trim(sorted: &[&Chunk], mut from: usize, mut to: usize) -> (usize, usize) {
    let level = |a: &Chunk, b: &Chunk| (a.y - b.y).abs() < 0.3 * a.size.min(b.size);
    if let Some(above) = from.checked_sub(1) {
        from += sorted[from..to].iter().take_while(|chunk| level(chunk, sorted[above])).count();
    }
    if let Some(below) = sorted.get(to) {
        to -= sorted[from..to].iter().rev().take_while(|chunk| level(chunk, below)).count();
    }
    (from, to)
}

/// The chunks that begin below blank space over the full width.
fn breaks(sorted: &[&Chunk]) -> Vec<usize> {
    let steps: Vec<f32> = sorted.windows(2).map(|pair| pair[0].y - pair[1].y).collect();
    let mut down: Vec<f32> = steps.iter().copied().filter(|step| *step > 2.0).collect();
    down.sort_by(f32::total_cmp);
    let Some(usual) = down.get(down.len() / 2) else { return Vec::new() };
    (1..sorted.len()).filter(|at| steps[at - 1] > SPACE * usual.max(sorted[*at].size)).collect()
}

/// The parts of a run between blank space; none where it has none.
fn parts(breaks: &[usize], from: usize, to: usize) -> impl Iterator<Item = (usize, usize)> {
    let inner = &breaks[breaks.partition_point(|at| *at <= from)..breaks.partition_point(|at| *at < to)];
    let starts = (!inner.is_empty()).then_some(from).into_iter().chain(inner.iter().copied());
    starts.zip(inner.iter().copied().chain(std::iter::once(to)))
}

/// The gutter at a place of a stretch and what its sides are, if it parts them.
fn two_sides(chunks: &[&Chunk], place: f32) -> Option<(Gutter, Kind)> {
    let (on_left, on_right): (Vec<&Chunk>, Vec<&Chunk>) = chunks.iter().partition(|chunk| chunk.middle() < place);
    let from = on_left.iter().map(|chunk| chunk.end).fold(f32::MIN, f32::max);
    let to = on_right.iter().map(|chunk| chunk.x).fold(f32::MAX, f32::min);
    let size = chunks.iter().map(|chunk| chunk.size).fold(0.0, f32::max).min(12.0);
    if on_left.is_empty() || on_right.is_empty() || to - from < 0.8 * size {
        return None;
    }
    let gutter = (from, to);
    let (left, right) = sides::sides(chunks, gutter);
    if sides::both_run(&left, &right) {
        return Some((gutter, Kind::Columns));
    }
    let beside = |text: &Side, other: &Side| sides::is_out_of_step(text, other) || sides::is_remark(text, other);
    if beside(&left, &right) {
        Some((gutter, Kind::TextOnLeft))
    } else if beside(&right, &left) {
        Some((gutter, Kind::TextOnRight))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::chunk::plain_chunk as chunk;
    use super::*;

    /// Eight lines of text, and beside each the beginning of something else, a little higher.
    fn page() -> Vec<Chunk> {
        let text = [
            "the miller says that he was never",
            "paid for the flour and that bakers",
            "who had it of him were not asked",
            "for any money by the lord of that",
            "town which was the custom in them",
            "days as all the witnesses who are",
            "still alive have told us since in",
            "letters that lie before the court",
        ];
        let row = |(at, text): (usize, &&str)| {
            let y = 700.0 - 13.0 * at as f32;
            [chunk(text, 50.0, y), chunk("Flour, a sack", 300.0, y + 4.0)]
        };
        text.iter().enumerate().flat_map(row).collect()
    }

    #[test]
    fn a_text_beside_a_list() {
        let page = page();
        let found = find(&page.iter().collect::<Vec<_>>(), &[]).map(|found| (found.kind, found.left.len()));
        assert_eq!(found, Some((Kind::TextOnLeft, 8)));
    }

    #[test]
    fn rules_make_it_a_table() {
        let page = page();
        let rule = |row| Rule { x: 40.0, end: 400.0, y: 696.0 - 26.0 * row as f32 };
        let rules: Vec<Rule> = (0..4).map(rule).collect();
        assert!(find(&page.iter().collect::<Vec<_>>(), &rules).is_none());
    }

    #[test]
    fn numbers_belong_to_their_lines() {
        let mut page = page();
        for (at, chunk) in page.iter_mut().enumerate().filter(|(_, chunk)| chunk.x > 200.0) {
            let number = super::super::chunk::plain_chunk(&(at + 100).to_string(), chunk.x, chunk.y);
            *chunk = number;
        }
        assert!(find(&page.iter().collect::<Vec<_>>(), &[]).is_none());
    }

    #[test]
    fn blank_space_parts_a_run() {
        let sorted: Vec<Chunk> = [0.0, 12.0, 24.0, 80.0, 92.0].map(|down| chunk("text", 50.0, 700.0 - down)).into();
        let at = breaks(&sorted.iter().collect::<Vec<_>>());
        assert_eq!(at, [3]);
        assert_eq!(parts(&at, 1, 5).collect::<Vec<_>>(), [(1, 3), (3, 5)]);
        assert_eq!(parts(&at, 3, 5).count(), 0);
    }
}
