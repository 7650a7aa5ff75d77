//! Alignment of two ordered sequences of labels.
//!
//! Markers in reading order, bodies in reading order: a reading of the
//! document is a set of pairs that goes forward in both (note 5 stands after
//! note 4 if marker 5 stands after marker 4). Of all readings the heaviest is
//! taken. The search is sparse: only pairs of equal labels are looked at, so the
//! cost is `p log m` for `p` pairs and `m` markers.

use std::collections::HashMap;

/// A marker and a body of the same label, and what speaks for the pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Index of the marker.
    pub mark: usize,
    /// Index of the body.
    pub body: usize,
    /// Weight; a pair of no weight is not worth listing.
    pub weight: f32,
}

/// Added to a pair whose body follows, in its run of notes, the body of the
/// pair before: notes 4 and 5 side by side say more than 4 and 5 apart.
const SUCCESSION: f32 = 0.5;

/// The heaviest reading: `(indices into pairs, weight)`, in order.
///
/// `pairs` must be sorted by body; `before` gives marker and body of the pair
/// that would go before one in a run, among `marks` markers. Of readings that weigh the same, the one
/// with the later markers is taken, which stand nearer to their notes.
pub fn heaviest(pairs: &[Pair], marks: usize, before: impl Fn(&Pair) -> Option<(usize, usize)>) -> (Vec<usize>, f32) {
    let mut ends = Ends::new(marks);
    let mut scores: Vec<(f32, Option<usize>)> = Vec::with_capacity(pairs.len());
    let mut place: HashMap<(usize, usize), usize> = HashMap::new();
    let mut start = 0;
    while start < pairs.len() {
        let body = pairs[start].body;
        let end = start + pairs[start..].iter().take_while(|pair| pair.body == body).count();
        for pair in &pairs[start..end] {
            let mut best = ends.best_before(pair.mark);
            let follows = before(pair).and_then(|key| place.get(&key));
            if let Some(&previous) = follows {
                let chained = scores[previous].0 + SUCCESSION;
                if best.is_none_or(|(score, _)| chained >= score) {
                    best = Some((chained, previous));
                }
            }
            let (score, from) = best.map_or((0.0, None), |(score, from)| (score, Some(from)));
            scores.push((score + pair.weight, from));
        }
        for at in start..end {
            place.insert((pairs[at].mark, body), at);
            ends.offer(pairs[at].mark, scores[at].0, at);
        }
        start = end;
    }
    trace(&scores, ends.best_before(marks))
}

fn trace(scores: &[(f32, Option<usize>)], last: Option<(f32, usize)>) -> (Vec<usize>, f32) {
    let Some((score, at)) = last else { return (Vec::new(), 0.0) };
    let mut path: Vec<usize> = std::iter::successors(Some(at), |at| scores[*at].1).collect();
    path.reverse();
    (path, score)
}

/// The best reading that ends before a marker (a Fenwick tree of maxima).
struct Ends {
    tree: Vec<Option<(f32, usize)>>,
}

impl Ends {
    fn new(marks: usize) -> Self {
        Ends { tree: vec![None; marks + 1] }
    }

    /// The best reading whose last marker stands before `mark`.
    fn best_before(&self, mark: usize) -> Option<(f32, usize)> {
        let mut at = mark;
        let mut best: Option<(f32, usize)> = None;
        while at > 0 {
            if let Some(other) = self.tree[at]
                && best.is_none_or(|b| better(other, b))
            {
                best = Some(other);
            }
            at &= at - 1;
        }
        best
    }

    fn offer(&mut self, mark: usize, score: f32, pair: usize) {
        let mut at = mark + 1;
        while at < self.tree.len() {
            if self.tree[at].is_none_or(|old| better((score, pair), old)) {
                self.tree[at] = Some((score, pair));
            }
            at += at & at.wrapping_neg();
        }
    }
}

fn better(new: (f32, usize), old: (f32, usize)) -> bool {
    new.0 > old.0 || new.0 == old.0 && new.1 > old.1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All pairs of equal labels, a body standing after its marker.
    fn read(marks: &[u32], bodies: &[u32]) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for (body, label) in bodies.iter().enumerate() {
            for (mark, other) in marks.iter().enumerate() {
                if label == other {
                    pairs.push(Pair { mark, body, weight: 1.0 });
                }
            }
        }
        let before = |pair: &Pair| {
            let body = pair.body.checked_sub(1).filter(|body| bodies[*body] < bodies[pair.body])?;
            Some((marks[..pair.mark].iter().rposition(|label| *label == bodies[body])?, body))
        };
        let (path, _) = heaviest(&pairs, marks.len(), before);
        path.into_iter().map(|at| (pairs[at].mark, pairs[at].body)).collect()
    }

    #[test]
    fn equal_sequences_pair_one_to_one() {
        assert_eq!(read(&[1, 2, 3], &[1, 2, 3]), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(read(&[1, 2, 1, 2, 3], &[1, 2, 1, 2, 3]), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]);
    }

    #[test]
    fn a_missing_body_leaves_its_marker_alone() {
        assert_eq!(read(&[1, 2, 3, 1, 2], &[1, 3, 1, 2]), [(0, 0), (2, 1), (3, 2), (4, 3)]);
        assert_eq!(read(&[1, 2, 3, 4], &[2, 4]), [(1, 0), (3, 1)]);
    }

    #[test]
    fn a_body_without_marker_is_passed_over() {
        assert_eq!(read(&[1, 3], &[1, 2, 3]), [(0, 0), (1, 2)]);
    }

    #[test]
    fn of_equal_readings_the_later_marker_is_taken() {
        assert_eq!(read(&[1, 1], &[1]), [(1, 0)]);
    }

    #[test]
    fn succession_decides_between_scopes() {
        // the single 1 between belongs to a scope whose notes are gone
        assert_eq!(read(&[1, 1, 2, 3], &[1, 2, 3]), [(1, 0), (2, 1), (3, 2)]);
        assert_eq!(read(&[1, 2, 3, 1], &[1, 2, 3]), [(0, 0), (1, 1), (2, 2)]);
    }

    #[test]
    fn nothing_to_pair() {
        assert_eq!(read(&[1, 2], &[3]), []);
        assert_eq!(read(&[], &[]), []);
    }
}
