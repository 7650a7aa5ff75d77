//! Phrases and nearness over positions of words, apart from where the
//! positions come from: postings of the index, or the words of a stored text.
//!
//! A phrase is a chain of steps, one a word as typed. What a step may be is a
//! slot: a set of terms, each with the positions that it takes, as a hyphenated
//! word of the text takes several and may be one in the query, or the other way
//! round; so an edge of the chain can span several steps.

use crate::query::syntax::tree::Like;

/// A stretch of positions, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occ {
    /// First position.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A term, and the positions that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The term of the index.
    pub term: String,
    /// 1, or for a compound the number of its parts.
    pub length: u32,
}

/// What a word may be: terms any of which will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// The terms.
    pub forms: Vec<Form>,
    /// The pattern whose terms they are, for the store to look up.
    pub like: Option<Like>,
    /// Where case counts, how the word must be written.
    pub written: Option<Written>,
}

/// How a word must be written, diacritics and signs inside it apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// In just these letters.
    As(String),
    /// As a pattern says.
    Like(Like),
}

/// What an edge leads over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// A word: index into `Pattern::slots`.
    Slot(usize),
    /// Any words, so many at least and at most.
    Any(u32, u32),
}

/// A way from one border between words to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Border that it leaves; 0 before the first word.
    pub from: usize,
    /// Border that it reaches.
    pub to: usize,
    /// What stands between.
    pub over: Over,
}

impl Edge {
    fn slot(&self) -> Option<usize> {
        match self.over {
            Over::Slot(slot) => Some(slot),
            Over::Any(..) => None,
        }
    }
}

/// Words in order: every way from border 0 to border `steps`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// Number of words as typed.
    pub steps: usize,
    /// Edges, ascending in `to`.
    pub edges: Vec<Edge>,
}

/// How the slots stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One after the other.
    Chain(Chain),
    /// All, in any order, with at most so many other words between.
    Window(Vec<Chain>, u32),
    /// Two things near each other.
    Apart(Box<Apart>),
}

/// Two things near each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Any of these ...
    pub left: Vec<Chain>,
    /// ... and any of these ...
    pub right: Vec<Chain>,
    /// ... at most so many words apart (neighbours are 1 apart) ...
    pub distance: u32,
    /// ... in this order ...
    pub in_order: bool,
    /// ... in one sentence, which only the text can tell.
    pub in_sentence: bool,
}

/// Something to be found by positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What words may be.
    pub slots: Vec<Slot>,
    /// How they stand.
    pub shape: Shape,
}

/// Steps of a search for the best window, at most: only words repeated many
/// times in the query come near.
const BUDGET: usize = 20_000;

impl Pattern {
    /// All matches in a text in which slot `i` stands at `at[i]` (ascending),
    /// ascending by end for a chain, else by start, and then the least windows only.
    pub fn matches(&self, at: &[Vec<Occ>]) -> Vec<Occ> {
        match &self.shape {
            Shape::Chain(chain) => chain.matches(at),
            Shape::Window(chains, between) => {
                let items: Vec<Vec<Occ>> = chains.iter().map(|chain| sorted(chain.matches(at))).collect();
                windows(&items, *between)
            }
            Shape::Apart(near) => {
                let all = |chains: &[Chain]| sorted(chains.iter().flat_map(|chain| chain.matches(at)).collect());
                apart(&all(&near.left), &all(&near.right), near.distance, near.in_order)
            }
        }
    }

    /// Sets of slots of each of which a matching text holds one at least.
    pub fn requirements(&self) -> Vec<Vec<usize>> {
        match &self.shape {
            Shape::Chain(chain) => chain.requirements(),
            Shape::Window(chains, _) => chains.iter().flat_map(Chain::requirements).collect(),
            Shape::Apart(near) => {
                let any = |chains: &[Chain]| chains.iter().flat_map(|chain| chain.covering(0)).collect();
                vec![any(&near.left), any(&near.right)]
            }
        }
    }

    /// The slot, where the pattern is no more than one word.
    pub fn single(&self) -> Option<&Slot> {
        match &self.shape {
            Shape::Chain(chain) if chain.steps == 1 && chain.edges.len() == 1 => {
                chain.edges[0].slot().and_then(|slot| self.slots.get(slot))
            }
            _ => None,
        }
    }

    /// True where it must stand in one sentence.
    pub fn is_in_sentence(&self) -> bool {
        matches!(&self.shape, Shape::Apart(near) if near.in_sentence)
    }

    /// True where the positions of words do not tell whether it matches: case or
    /// sentences count.
    pub fn needs_text(&self) -> bool {
        self.is_in_sentence() || self.slots.iter().any(|slot| slot.written.is_some())
    }

    /// Number of words of a phrase; 0 for nearness, which never needs more text
    /// than stands in one passage and before it.
    pub fn steps(&self) -> usize {
        match &self.shape {
            Shape::Chain(chain) => chain.steps,
            _ => 0,
        }
    }

    /// The phrase of the last `steps` words of this one.
    pub fn tail(&self, steps: usize) -> Pattern {
        let Shape::Chain(chain) = &self.shape else { return self.clone() };
        let mut cut = chain.steps.saturating_sub(steps);
        while chain.edges.iter().any(|edge| edge.from < cut && cut < edge.to) {
            cut += 1;
        }
        let later = |edge: &Edge| Edge { from: edge.from - cut, to: edge.to - cut, over: edge.over };
        let edges = chain.edges.iter().filter(|edge| edge.from >= cut).map(later).collect();
        Pattern { slots: self.slots.clone(), shape: Shape::Chain(Chain { steps: chain.steps - cut, edges }) }
    }
}

impl Chain {
    fn matches(&self, at: &[Vec<Occ>]) -> Vec<Occ> {
        if self.is_single_way() {
            return self.single_way(at);
        }
        // for each border, the stretches that reach it, by end
        let mut reached: Vec<Vec<Occ>> = vec![Vec::new(); self.steps + 1];
        for border in 1..=self.steps {
            let mut here = Vec::new();
            for edge in self.edges.iter().filter(|edge| edge.to == border) {
                match (edge.over, edge.from) {
                    (Over::Slot(slot), 0) => here.extend_from_slice(&at[slot]),
                    (Over::Slot(slot), from) => join(&reached[from], &at[slot], &mut here),
                    (Over::Any(least, most), from) => here.extend(
                        reached[from].iter().flat_map(|occ| (least..=most).map(|n| Occ { end: occ.end + n, ..*occ })),
                    ),
                }
            }
            by_end(&mut here);
            reached[border] = here;
        }
        reached.pop().unwrap_or_default()
    }

    /// True where there is but one way from border to border, over words alone.
    pub fn is_single_way(&self) -> bool {
        self.edges.len() == self.steps && self.edges.iter().all(|edge| edge.slot().is_some())
    }

    /// The same for such a chain: common words make it worth while.
    fn single_way(&self, at: &[Vec<Occ>]) -> Vec<Occ> {
        let mut slots = self.edges.iter().filter_map(Edge::slot);
        let Some(first) = slots.next() else { return Vec::new() };
        let mut reached = at[first].clone();
        by_end(&mut reached);
        for slot in slots {
            let mut here = Vec::new();
            join(&reached, &at[slot], &mut here);
            by_end(&mut here);
            reached = here;
        }
        reached
    }

    /// Slots of the edges over step `step`; none, where any word may stand there.
    fn covering(&self, step: usize) -> Vec<usize> {
        self.edges.iter().filter(|edge| edge.from <= step && step < edge.to).filter_map(Edge::slot).collect()
    }

    fn requirements(&self) -> Vec<Vec<usize>> {
        (0..self.steps).map(|step| self.covering(step)).filter(|slots| !slots.is_empty()).collect()
    }
}

fn by_end(occs: &mut Vec<Occ>) {
    if !occs.is_sorted_by(|a, b| (a.end, a.start) < (b.end, b.start)) {
        occs.sort_unstable_by_key(|occ| (occ.end, occ.start));
        occs.dedup();
    }
}

/// Lengthens the stretches of `before` (by end) by those of `next` (by start)
/// that begin where they end.
fn join(before: &[Occ], next: &[Occ], out: &mut Vec<Occ>) {
    let mut from = 0;
    for occ in next {
        while from < before.len() && before[from].end < occ.start {
            from += 1;
        }
        let touching = before[from..].iter().take_while(|b| b.end == occ.start);
        out.extend(touching.map(|b| Occ { start: b.start, end: occ.end }));
    }
}

fn sorted(mut occs: Vec<Occ>) -> Vec<Occ> {
    occs.sort_unstable();
    occs.dedup();
    occs
}

/// Stretches that hold no other, ascending.
fn least(mut occs: Vec<Occ>) -> Vec<Occ> {
    occs.sort_unstable_by_key(|occ| (occ.start, std::cmp::Reverse(occ.end)));
    let mut out: Vec<Occ> = Vec::new();
    for occ in occs.into_iter().rev() {
        if out.last().is_none_or(|last| occ.end < last.end) {
            out.push(occ);
        }
    }
    out.reverse();
    out
}

/// Stretches with one of `left` and one of `right`, neighbours being 1 apart.
fn apart(left: &[Occ], right: &[Occ], distance: u32, in_order: bool) -> Vec<Occ> {
    let mut out = Vec::new();
    for a in left {
        for b in right {
            if in_order && b.start < a.start {
                continue;
            }
            let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
            if first.end <= second.start && second.start + 1 - first.end <= distance {
                out.push(Occ { start: first.start, end: second.end });
            }
        }
    }
    least(out)
}

/// The least stretches that hold one of each of `items`, none on another, with
/// at most `between` other words.
fn windows(items: &[Vec<Occ>], between: u32) -> Vec<Occ> {
    let longest = |item: &Vec<Occ>| item.iter().map(|occ| occ.end - occ.start).max().unwrap_or(0);
    let reach = items.iter().map(longest).sum::<u32>() + between;
    let mut out = Vec::new();
    for (first, item) in items.iter().enumerate() {
        for occ in item {
            let rest = (0..items.len()).filter(|&i| i != first);
            let inside = rest.map(|i| within(&items[i], occ.end, occ.start + reach, i)).collect();
            let mut search = Search { inside, between, start: occ.start, best: None, budget: BUDGET };
            search.inside.sort_by_key(|(i, occs)| (occs.len(), *i));
            search.run(items, &mut vec![(first, *occ)]);
            out.extend(search.best.map(|end| Occ { start: occ.start, end }));
        }
    }
    least(out)
}

/// The stretches of item `i` in `from..to`, by end.
fn within(item: &[Occ], from: u32, to: u32, i: usize) -> (usize, Vec<Occ>) {
    let first = item.partition_point(|occ| occ.start < from);
    let inside = item[first..].iter().take_while(|occ| occ.start < to).filter(|occ| occ.end <= to);
    let mut inside: Vec<Occ> = inside.copied().collect();
    inside.sort_unstable_by_key(|occ| occ.end);
    (i, inside)
}

/// A search for the least end of a window that begins with a certain word.
struct Search {
    /// Items still to place, each with the stretches that may be it.
    inside: Vec<(usize, Vec<Occ>)>,
    between: u32,
    start: u32,
    best: Option<u32>,
    budget: usize,
}

impl Search {
    fn run(&mut self, items: &[Vec<Occ>], placed: &mut Vec<(usize, Occ)>) {
        let Some((item, occs)) = self.inside.get(placed.len() - 1).cloned() else {
            return self.settle(placed);
        };
        for occ in occs {
            let Some(left) = self.budget.checked_sub(1) else { return };
            self.budget = left;
            if self.best.is_some_and(|best| occ.end >= best || self.is_least(best)) {
                return;
            }
            let free = placed.iter().all(|(other, p)| {
                let apart = p.end <= occ.start || occ.end <= p.start;
                // the same word twice: one order is enough
                apart
                    && (items[*other] != items[item]
                        || (*other < item) == (p.start < occ.start)
                        || *other == placed[0].0)
            });
            if free {
                placed.push((item, occ));
                self.run(items, placed);
                placed.pop();
            }
        }
    }

    /// Takes note of a window.
    fn settle(&mut self, placed: &[(usize, Occ)]) {
        let end = placed.iter().map(|(_, occ)| occ.end).max().unwrap_or(self.start);
        let words: u32 = placed.iter().map(|(_, occ)| occ.end - occ.start).sum();
        if end - self.start <= words + self.between && self.best.is_none_or(|best| end < best) {
            self.best = Some(end);
        }
    }

    /// True where no window can be shorter: some item has nothing nearer.
    fn is_least(&self, best: u32) -> bool {
        self.inside.iter().any(|(_, occs)| occs.first().is_some_and(|occ| occ.end >= best))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(positions: &[u32]) -> Vec<Occ> {
        positions.iter().map(|&start| Occ { start, end: start + 1 }).collect()
    }

    fn spans(occs: Vec<Occ>) -> Vec<(u32, u32)> {
        occs.into_iter().map(|occ| (occ.start, occ.end)).collect()
    }

    #[test]
    fn a_chain_takes_every_way() {
        // border 0 -a-> 1 -b-> 2, and 0 -ab-> 2 in one or two positions
        let edges = vec![
            Edge { from: 0, to: 1, over: Over::Slot(0) },
            Edge { from: 1, to: 2, over: Over::Slot(1) },
            Edge { from: 0, to: 2, over: Over::Slot(2) },
            Edge { from: 2, to: 3, over: Over::Slot(3) },
        ];
        let pattern = Pattern { slots: vec![Slot::default(); 4], shape: Shape::Chain(Chain { steps: 3, edges }) };
        let compound = vec![Occ { start: 10, end: 12 }, Occ { start: 20, end: 21 }];
        let found = pattern.matches(&[at(&[0, 5]), at(&[1, 7]), compound, at(&[2, 6, 12, 21])]);
        assert_eq!(spans(found), [(0, 3), (10, 13), (20, 22)]);
        assert_eq!(pattern.requirements(), [vec![0, 2], vec![1, 2], vec![3]]);
    }

    #[test]
    fn a_window_counts_the_words_between() {
        let items = [at(&[3, 40]), at(&[0, 5]), at(&[7])];
        assert_eq!(spans(windows(&items, 2)), [(3, 8)]);
        assert_eq!(spans(windows(&items, 1)), []);
    }

    #[test]
    fn a_word_wanted_twice_must_stand_twice() {
        let item = at(&[4]);
        assert_eq!(spans(windows(&[item.clone(), item], 5)), []);
        let item = at(&[4, 6, 7]);
        assert_eq!(spans(windows(&[item.clone(), item.clone(), item.clone()], 1)), [(4, 8)]);
        assert_eq!(spans(windows(&[item.clone(), item], 1)), [(4, 7), (6, 8)]);
    }

    #[test]
    fn apart_is_either_order() {
        assert_eq!(spans(apart(&at(&[5]), &at(&[1, 3, 10]), 5, false)), [(3, 6), (5, 11)]);
        assert_eq!(spans(apart(&at(&[5]), &at(&[5]), 5, false)), []);
        assert_eq!(spans(apart(&at(&[5]), &at(&[6]), 1, false)), [(5, 7)]);
        assert_eq!(spans(apart(&at(&[5]), &at(&[1, 3, 10]), 5, true)), [(5, 11)]);
    }

    #[test]
    fn any_words_may_stand_between() {
        let chain = |over| {
            let edges = vec![
                Edge { from: 0, to: 1, over: Over::Slot(0) },
                Edge { from: 1, to: 2, over },
                Edge { from: 2, to: 3, over: Over::Slot(1) },
            ];
            Pattern { slots: vec![Slot::default(); 2], shape: Shape::Chain(Chain { steps: 3, edges }) }
        };
        let places = [at(&[0, 10, 20]), at(&[1, 12, 23])];
        assert_eq!(spans(chain(Over::Any(1, 1)).matches(&places)), [(10, 13)]);
        assert_eq!(spans(chain(Over::Any(0, 5)).matches(&places)), [(0, 2), (10, 13), (20, 24)]);
        assert_eq!(chain(Over::Any(0, 5)).requirements(), [vec![0], vec![1]]);
    }

    #[test]
    fn a_tail_is_cut_where_no_word_is() {
        let edges = vec![
            Edge { from: 0, to: 1, over: Over::Slot(0) },
            Edge { from: 1, to: 2, over: Over::Slot(1) },
            Edge { from: 0, to: 2, over: Over::Slot(2) },
            Edge { from: 2, to: 3, over: Over::Slot(3) },
        ];
        let pattern = Pattern { slots: vec![Slot::default(); 4], shape: Shape::Chain(Chain { steps: 3, edges }) };
        assert_eq!(pattern.tail(2).steps(), 1);
    }
}
