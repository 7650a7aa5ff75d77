//! The sequence model: which field each token of a reference belongs to.
//!
//! A linear-chain conditional random field (Lafferty, McCallum and Pereira,
//! 2001), trained by `training/citations.py` and compiled in. Reading is exact
//! (Viterbi), in whole numbers, so that it is the same on every machine.
//!
//! `model.bin`: `CRF1`, the number of labels `n` and of observations `m` (two
//! `u32`), `n * n` weights of one label after another, `m` hashes of
//! observations (`u32`, ascending), `m` counts, then for each observation as
//! many pairs of a label and its weight. Numbers are little-endian, weights
//! `i8` in 1/16 of the unit.

use std::sync::OnceLock;

use super::features::observe;
use super::token::Token;

/// What a token of a reference belongs to; the order is that of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Names of authors.
    Author,
    /// The title.
    Title,
    /// The journal, newspaper or site.
    Journal,
    /// The book that a chapter stands in, proceedings.
    Book,
    /// The publisher.
    Publisher,
    /// The place of publication.
    Place,
    /// The date.
    Date,
    /// Volume and issue.
    Volume,
    /// Pages.
    Pages,
    /// Names of editors.
    Editor,
    /// An address.
    Url,
    /// A DOI.
    Doi,
    /// The number of the reference in its list.
    Number,
    /// "Technical report", "PhD thesis".
    Genre,
    /// The edition.
    Edition,
    /// All else.
    Other,
}

const LABELS: [Label; N] = [
    Label::Author,
    Label::Title,
    Label::Journal,
    Label::Book,
    Label::Publisher,
    Label::Place,
    Label::Date,
    Label::Volume,
    Label::Pages,
    Label::Editor,
    Label::Url,
    Label::Doi,
    Label::Number,
    Label::Genre,
    Label::Edition,
    Label::Other,
];

/// Number of labels.
const N: usize = 16;

/// Longest reference that is read, in tokens; what comes after is `Other`.
const LONGEST: usize = 400;

static BYTES: &[u8] = include_bytes!("model.bin");

struct Model {
    moves: [[i32; N]; N],
    /// A bit for each hash that may be known, by its low bits: most observations
    /// are of no weight, and this says so without a look at the table.
    known: Vec<u64>,
    /// Open addressing: hash of an observation, first weight, count.
    table: Vec<(u32, u32, u8)>,
    weights: Vec<(u8, i8)>,
}

/// The label of every token.
pub fn label(tokens: &[Token]) -> Vec<Label> {
    let read = &tokens[..tokens.len().min(LONGEST)];
    let mut labels = viterbi(model(), read);
    labels.resize(tokens.len(), Label::Other);
    labels
}

static MODEL: OnceLock<Model> = OnceLock::new();

fn model() -> &'static Model {
    MODEL.get_or_init(|| Model::read(BYTES).unwrap_or_else(Model::empty))
}

/// Takes another model in place of the one that is compiled in: for measuring
/// on references that a model was not made of. False where the bytes are no
/// model or a reference was read before.
pub fn replace(bytes: &[u8]) -> bool {
    Model::read(bytes).is_some_and(|model| MODEL.set(model).is_ok())
}

impl Model {
    /// A model that knows nothing.
    fn empty() -> Self {
        Model { moves: [[0; N]; N], known: vec![0; BITS / 64], table: vec![(0, 0, 0)], weights: Vec::new() }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let (n, m) = (number(4)? as usize, number(8)? as usize);
        if bytes.get(..4)? != b"CRF1" || n != N {
            return None;
        }
        let mut moves = [[0; N]; N];
        for (i, byte) in bytes.get(12..12 + N * N)?.iter().enumerate() {
            moves[i / N][i % N] = i32::from(byte.cast_signed());
        }
        let keys = 12 + N * N;
        let counts = bytes.get(keys + 4 * m..keys + 5 * m)?;
        let pairs = bytes.get(keys + 5 * m..)?.chunks_exact(2);
        let weights: Vec<(u8, i8)> = pairs.map(|pair| (pair[0].min(N as u8 - 1), pair[1].cast_signed())).collect();
        let mut table = vec![(0, 0, 0); (m * 2).next_power_of_two()];
        let mut first = 0;
        let mut known = vec![0; BITS / 64];
        for (i, &count) in counts.iter().enumerate() {
            let key = number(keys + 4 * i)?;
            known[bit(key) / 64] |= 1 << (bit(key) % 64);
            let mut slot = key as usize & (table.len() - 1);
            while table[slot].2 > 0 {
                slot = (slot + 1) & (table.len() - 1);
            }
            table[slot] = (key, first, count);
            first += u32::from(count);
        }
        (weights.len() == first as usize).then_some(Model { moves, known, table, weights })
    }

    /// Adds the weights of an observation.
    fn add(&self, observed: u32, scores: &mut [i32; N]) {
        if self.known[bit(observed) / 64] >> (bit(observed) % 64) & 1 == 0 {
            return;
        }
        let mut slot = observed as usize & (self.table.len() - 1);
        loop {
            let (key, first, count) = self.table[slot];
            if count == 0 {
                return;
            }
            if key == observed {
                for (label, weight) in &self.weights[first as usize..first as usize + count as usize] {
                    scores[*label as usize] += i32::from(*weight);
                }
                return;
            }
            slot = (slot + 1) & (self.table.len() - 1);
        }
    }
}

/// Bits of [`Model::known`].
const BITS: usize = 1 << 18;

fn bit(hash: u32) -> usize {
    (hash ^ (hash >> 15)) as usize & (BITS - 1)
}

/// For each label the best score of a way there, and the label it comes from.
/// The inner loop is over the label that is gone to, which the compiler turns
/// into vectors.
fn step(model: &Model, before: &[i32; N]) -> ([i32; N], [u8; N]) {
    let mut best = [i32::MIN; N];
    let mut back = [0_i32; N];
    for (label, moves) in model.moves.iter().enumerate() {
        for to in 0..N {
            let score = before[label] + moves[to];
            back[to] = if score > best[to] { label as i32 } else { back[to] };
            best[to] = best[to].max(score);
        }
    }
    (best, back.map(|label| label as u8))
}

/// The best sequence of labels.
fn viterbi(model: &Model, tokens: &[Token]) -> Vec<Label> {
    let mut best = [0_i32; N];
    let mut from: Vec<[u8; N]> = Vec::with_capacity(tokens.len());
    observe(tokens, |observed| {
        let mut scores = [0; N];
        observed.iter().for_each(|hash| model.add(*hash, &mut scores));
        let mut back = [0; N];
        if !from.is_empty() {
            (best, back) = step(model, &best);
        }
        for (best, score) in best.iter_mut().zip(scores) {
            *best += score;
        }
        from.push(back);
    });
    let mut label = (1..N).fold(0, |last, label| if best[label] > best[last] { label } else { last });
    let mut out = vec![Label::Other; tokens.len()];
    for at in (0..tokens.len()).rev() {
        out[at] = LABELS[label];
        label = from[at][label] as usize;
    }
    out
}

/// A stretch of tokens with one label.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// What it is.
    pub label: Label,
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
}

/// The stretches of equal labels, in order.
pub fn runs(labels: &[Label]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        match out.last_mut() {
            Some(run) if run.label == *label => run.last = at + 1,
            _ => out.push(Run { label: *label, first: at, last: at + 1 }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::token::tokens;

    #[test]
    fn the_model_that_is_compiled_in_can_be_read() {
        assert!(Model::read(BYTES).is_some());
        assert!(Model::read(&BYTES[..BYTES.len() - 2]).is_none());
    }

    #[test]
    fn a_plain_reference_is_read() {
        let text = "Cole, A. B. (1990). The silting of rivers. Journal of Hydrology, 12, 3-9.";
        let labels = label(&tokens(text));
        let want = [Label::Author; 3].into_iter().chain([Label::Date]).chain([Label::Title; 4]);
        let want: Vec<Label> = want.chain([Label::Journal; 3]).chain([Label::Volume, Label::Pages]).collect();
        assert_eq!(labels, want);
    }
}
