//! The words of a quotation laid beside those of a source.
//!
//! An alignment of least cost: all of the quotation, any stretch of the source.
//! What the quotation shows is cheap, what it does not show is dear.

use super::marked::{Marked, QuotedWord, Shows};

/// A step of an alignment: indices of words of the quotation and of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The same word.
    Same(usize, usize),
    /// One word for another.
    Other(usize, usize),
    /// A word that is not in the source.
    Put(usize),
    /// A word of the source that is left out.
    Left(usize),
}

/// Cost of a word left out without a sign; of one in the place of another; of
/// one put in. Of readings that cost the same number of words the first is
/// taken: "all farmers" leaves "the" out of "all the farmers", it does not have
/// "all" in its place.
const EDIT: u32 = 1000;
const OTHER: u32 = 1001;
const PUT: u32 = 1002;
/// Cost of each further word left out in a row: "did not" at the end of a clause
/// is that of the source after five words left out, not two others.
const FURTHER: u32 = 200;
/// Cost of a word left out where an ellipsis stands: so that the nearest
/// stretch is taken, and none beyond a thousand words.
const ELLIPSIS: u32 = 1;
/// Cost of a word left out beside a bracket, which stands for it.
const BESIDE: u32 = 150;
/// Cost of a word in brackets, put in or in the place of another.
const BRACKET: u32 = 100;
/// Cells that are filled at once, so that no quotation takes much memory.
const MOST_CELLS: usize = 6_000_000;
/// Words that are aligned at once where a quotation is too long for that, and
/// words of the source that may be left out between two such pieces.
const PIECE: usize = 800;

/// Aligns a quotation with a source. Words of the source before the first step
/// and after the last are not of the quotation.
pub fn align(quote: &Marked, source: &[QuotedWord]) -> Vec<Step> {
    if quote.words.len().saturating_mul(source.len()) <= MOST_CELLS {
        return Table::fill(quote, source, (0, quote.words.len())).steps(0);
    }
    let (mut out, mut from) = (Vec::new(), 0);
    for first in (0..quote.words.len()).step_by(PIECE) {
        let last = (first + PIECE).min(quote.words.len());
        let to = if first == 0 { source.len() } else { (from + 2 * PIECE).min(source.len()) };
        let to = to.min(from + MOST_CELLS / PIECE);
        let table = Table::fill(quote, &source[from..to], (first, last));
        let steps = table.steps(from);
        from = steps.iter().rev().find_map(|step| step.source()).map_or(from, |at| at + 1);
        out.extend(steps);
    }
    out
}

impl Step {
    /// The word of the quotation.
    pub fn quoted(self) -> Option<usize> {
        match self {
            Step::Same(i, _) | Step::Other(i, _) | Step::Put(i) => Some(i),
            Step::Left(_) => None,
        }
    }

    /// The word of the source.
    pub fn source(self) -> Option<usize> {
        match self {
            Step::Same(_, j) | Step::Other(_, j) | Step::Left(j) => Some(j),
            Step::Put(_) => None,
        }
    }
}

/// How a cell was reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    Start,
    Same,
    Other,
    Put,
    Left,
}

/// A cell: its move, and whether the way that leaves its word of the source out
/// left the one before out too.
#[derive(Clone, Copy)]
struct Cell {
    by: Move,
    further: bool,
}

/// Costs of the last row, and how each cell was reached.
struct Table {
    cells: Vec<Cell>,
    last: Vec<u32>,
    width: usize,
    first: usize,
}

impl Table {
    /// Of the words `first..last` of a quotation.
    fn fill(quote: &Marked, source: &[QuotedWord], (first, last): (usize, usize)) -> Table {
        let width = source.len() + 1;
        let mut cells = vec![Cell { by: Move::Start, further: false }; width];
        let mut above = vec![0u32; width];
        let mut row = vec![0u32; width];
        for i in first..last {
            let word = &quote.words[i];
            let put = if word.shows == Shows::Word { BRACKET } else { PUT };
            let (left, further) = left_cost(quote, i, last);
            row[0] = above[0] + put;
            cells.push(Cell { by: Move::Put, further: false });
            // the least cost of a way that ends with a word left out
            let mut leaving = u32::MAX / 2;
            for j in 1..width {
                let goes_on = leaving + further < row[j - 1] + left;
                leaving = if goes_on { leaving + further } else { row[j - 1] + left };
                let (same, cost) = pair_cost(word, &source[j - 1]);
                let mut best = (above[j - 1] + cost, if same { Move::Same } else { Move::Other });
                for other in [(leaving, Move::Left), (above[j] + put, Move::Put)] {
                    best = if other.0 < best.0 { other } else { best };
                }
                row[j] = best.0;
                cells.push(Cell { by: best.1, further: goes_on });
            }
            std::mem::swap(&mut above, &mut row);
        }
        Table { cells, last: above, width, first }
    }

    /// The steps of the cheapest way, which ends at the first word of the source
    /// where that is the case; `base` is added to the words of the source.
    fn steps(&self, base: usize) -> Vec<Step> {
        let cheapest = self.last.iter().enumerate().min_by_key(|(j, cost)| (**cost, *j));
        let mut j = cheapest.map_or(0, |(j, _)| j);
        let mut i = self.cells.len() / self.width - 1;
        let mut out = Vec::new();
        let mut leaving = false;
        while i > 0 {
            let (quoted, source) = (self.first + i - 1, base + j.saturating_sub(1));
            let cell = self.cells[i * self.width + j];
            let by = if leaving { Move::Left } else { cell.by };
            leaving = by == Move::Left && cell.further;
            match by {
                Move::Same => out.push(Step::Same(quoted, source)),
                Move::Other => out.push(Step::Other(quoted, source)),
                Move::Left => out.push(Step::Left(source)),
                Move::Put | Move::Start => out.push(Step::Put(quoted)),
            }
            match by {
                Move::Same | Move::Other => (i, j) = (i - 1, j - 1),
                Move::Left => j -= 1,
                Move::Put | Move::Start => i -= 1,
            }
        }
        out.reverse();
        let end = out.iter().rposition(|step| !matches!(step, Step::Left(_))).map_or(0, |at| at + 1);
        out.truncate(end);
        out
    }
}

/// Cost of leaving a word of the source out after word `i` of the quotation, and
/// of each further one.
fn left_cost(quote: &Marked, i: usize, last: usize) -> (u32, u32) {
    let bracket = |i: usize| quote.words.get(i).is_some_and(|word| word.shows == Shows::Word);
    match () {
        () if quote.ellipsis[i + 1] && i + 1 < last => (ELLIPSIS, ELLIPSIS),
        () if bracket(i) || bracket(i + 1) => (BESIDE, BESIDE),
        () => (EDIT, FURTHER),
    }
}

fn pair_cost(word: &QuotedWord, source: &QuotedWord) -> (bool, u32) {
    match &word.shows {
        Shows::Nothing if word.key == source.key => (true, 0),
        Shows::Nothing => (false, OTHER),
        _ if word.key == source.key => (true, 0),
        Shows::Part(..) if word.can_be(&source.key) => (true, BRACKET),
        Shows::Part(..) => (false, OTHER),
        Shows::Word => (false, BRACKET),
    }
}

#[cfg(test)]
mod tests {
    use super::super::marked::{marked, sourced};
    use super::*;

    /// `=` the same, `~` another, `+` put in, `-` left out.
    fn shown(quote: &str, source: &str) -> String {
        let steps = align(&marked(quote), &sourced(source));
        let sign = |step: &Step| match step {
            Step::Same(..) => '=',
            Step::Other(..) => '~',
            Step::Put(_) => '+',
            Step::Left(_) => '-',
        };
        steps.iter().map(sign).collect()
    }

    const SOURCE: &str = "In the spring all the farmers of the valley sold their grain to the miller at a loss";

    #[test]
    fn words_are_laid_side_by_side() {
        for (quote, want) in [
            ("all the farmers of the valley", "======"),
            ("most the farmers of the valley", "~====="),
            ("all the poor farmers of the valley", "==+===="),
            ("all farmers of the valley", "=-===="),
            ("all the farmers … sold their grain", "===---==="),
            ("[they] sold their grain to [him] at a loss", "~====~-==="),
            ("the farm[er] of the valley", "====="),
            ("all the farmers of the valley to the miller", "======---==="),
        ] {
            let got = shown(quote, SOURCE);
            assert!(got.len() == want.len(), "{quote}: {got}");
            assert_eq!(got.matches('=').count(), want.matches('=').count(), "{quote}: {got}");
        }
    }

    #[test]
    fn a_long_quotation_goes_in_pieces() {
        let source: Vec<String> = (0..4000).map(|n| format!("w{n}")).collect();
        let mut quote = source[100..3900].to_vec();
        quote[2000] = "other".to_owned();
        let steps = align(&marked(&quote.join(" ")), &sourced(&source.join(" ")));
        let other: Vec<&Step> = steps.iter().filter(|step| !matches!(step, Step::Same(..))).collect();
        assert_eq!(other, [&Step::Other(2000, 2100)]);
    }
}
