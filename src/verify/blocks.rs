//! Block quotations next to each other: the paragraphs of one, or several. They
//! are one where they stand one after another in one source, and are cited once.

use super::find::Found;
use super::search::Outcome;
use crate::error::Result;

/// Passages that may lie between two paragraphs that follow each other: pull
/// quotes, notes.
const MOST_BETWEEN: u32 = 8;

/// A quotation, and what became of it.
pub type Graded = (Found, Outcome);

/// Joins the paragraphs of one block quotation; `cited` says whether a paragraph
/// has a citation of its own that its follower has not, `check` grades again.
/// What is worse together than apart stays apart.
///
/// # Errors
/// Those of `check`.
pub fn joined(
    all: Vec<Graded>,
    cited: impl Fn(&Found, &Found) -> bool,
    check: impl Fn(&Found) -> Result<Outcome>,
) -> Result<Vec<Graded>> {
    let mut out: Vec<Graded> = Vec::new();
    let mut run: Vec<Graded> = Vec::new();
    for next in all {
        let goes_on = run.last().is_some_and(|last| follows(last, &next) && !cited(&last.0, &next.0));
        if !goes_on {
            out.extend(one(std::mem::take(&mut run), &check)?);
        }
        run.push(next);
    }
    out.extend(one(run, &check)?);
    Ok(out)
}

/// True where a paragraph goes on where another ends, in the manuscript and in the source.
fn follows((last, of_last): &Graded, (next, of_next): &Graded) -> bool {
    let beside = last.nth.zip(next.nth).is_some_and(|(last, next)| next == last + 1);
    let there = of_last.stands.as_ref().zip(of_next.stands.as_ref());
    beside && there.is_some_and(|(a, b)| a.0 == b.0 && a.2 <= b.1 && b.1 - a.2 <= MOST_BETWEEN)
}

fn one(run: Vec<Graded>, check: impl Fn(&Found) -> Result<Outcome>) -> Result<Vec<Graded>> {
    let (Some(first), Some(worst)) = (run.first(), run.iter().map(|(_, outcome)| outcome.grade).max()) else {
        return Ok(run);
    };
    if run.len() == 1 {
        return Ok(run);
    }
    let whole = run[1..].iter().fold(first.0.clone(), |whole, (next, _)| whole.joined(next));
    let outcome = check(&whole)?;
    Ok(if outcome.grade <= worst { vec![(whole, outcome)] } else { run })
}
