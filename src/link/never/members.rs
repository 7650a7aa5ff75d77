//! Numbers in round brackets that belong to a name: pages of a manual, `printf(3)`,
//! `write(2)`, and members of a type, `coldStart(0)`, `linkDown(2)`.
//!
//! Calls of such a shape, `the weir(1) and the mill(2)`, count up; these stand in any order,
//! count from zero, or are glued to words that no prose has.

use std::collections::HashSet;

use super::super::label::LabelKind;
use super::super::markers::{Attach, Mark};
use super::super::style::Dress;
use super::place::last_word;
use crate::model::Document;

/// Of ten steps from one call to the next, how many count on at least.
const STEPS: usize = 7;
/// Numbers that a step may leave out: a call that was not made out.
const GAP: u32 = 3;
/// Different names of code by which a document shows that it numbers such.
const NAMES: usize = 2;

/// Leaves out numbers in round brackets that are glued to names.
pub fn leave_out(document: &Document, marks: &mut Vec<Mark>) {
    let name = |mark: &Mark| -> &str {
        if is_round(mark) && is_glued(mark) {
            last_word(&document.blocks[mark.block].text.text[..mark.span.start])
        } else {
            ""
        }
    };
    let glued: Vec<&Mark> = marks.iter().filter(|mark| !name(mark).is_empty()).collect();
    if glued.is_empty() {
        return;
    }
    let names: HashSet<&str> = glued.iter().map(|mark| name(mark)).filter(|name| is_of_code(name)).collect();
    let zeroth: HashSet<&str> = document.blocks.iter().flat_map(|block| zeroth(&block.text.text)).collect();
    let ends_small = |name: &&str| name.ends_with(|c: char| c.is_ascii_lowercase());
    let from_zero = zeroth.iter().any(ends_small) || glued.iter().any(|mark| zeroth.contains(name(mark)));
    let round: Vec<&Mark> = marks.iter().filter(|mark| is_round(mark)).collect();
    if from_zero || names.len() >= NAMES || !count_up(&round) {
        let taken: HashSet<(usize, usize)> = glued.iter().map(|mark| mark.place()).collect();
        marks.retain(|mark| !taken.contains(&mark.place()));
    }
}

/// True for a name with a capital inside that no name of a person has: `linkDown`.
fn is_of_code(name: &str) -> bool {
    let lower = name.find(|c: char| c.is_ascii_uppercase()).filter(|at| *at > 0);
    name.starts_with(|c: char| c.is_ascii_lowercase()) && lower.is_some()
}

/// The names that are numbered from zero: `coldStart(0)`, `other(0),`.
fn zeroth(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("(0)").map(|(at, _)| last_word(&text[..at]))
}

fn is_round(mark: &Mark) -> bool {
    mark.style.dress == Dress::Paren && mark.style.kind == LabelKind::Number
}

/// True for a mark that stands right behind a word, with no stop between.
fn is_glued(mark: &Mark) -> bool {
    mark.attach == Attach::After && !mark.by_stop
}

/// True where the numbers behind words count on from the one before them, or from the one
/// before that stands after a stop, or begin anew at one.
fn count_up(round: &[&Mark]) -> bool {
    let (mut steps, mut all) = (0, 0);
    let (mut any, mut by_stop) = (None, None);
    for mark in round {
        let own = mark.label.value;
        let goes_on = |before: Option<u32>| before.is_some_and(|before| own > before && own - before <= GAP);
        if is_glued(mark) && any.is_some() {
            all += 1;
            steps += usize::from(own == 1 || goes_on(any) || goes_on(by_stop));
        }
        any = Some(own);
        by_stop = if is_glued(mark) { by_stop } else { any };
    }
    steps * 10 >= all * STEPS
}

#[cfg(test)]
mod tests {
    use super::super::super::markers;
    use super::*;
    use crate::model::{Block, BlockKind};
    use crate::span::Mapped;

    fn kept(text: &str) -> usize {
        let block = Block::new(BlockKind::Paragraph, Mapped::identity(text, 0));
        let document = Document { blocks: vec![block], ..Document::default() };
        let mut marks = Vec::new();
        markers::scan(0, text, &mut marks);
        leave_out(&document, &mut marks);
        marks.len()
    }

    #[test]
    fn pages_of_a_manual_and_members_are_no_calls() {
        for text in [
            "It calls sluice(3) and weir(2), then sluice(3) again.",
            "Its states are shut(0), open(1) and stuck(2).",
            "An ebbTide(1) or a floodTide(2) is told.",
        ] {
            assert_eq!(kept(text), 0, "{text}");
        }
    }

    #[test]
    fn calls_that_count_up_stay() {
        assert_eq!(kept("The weir(1) and the mill(2) fell. The quay(1) stood; so did the lock(2)."), 4);
        assert_eq!(kept("It fell.(3) It stood.(1)"), 2);
    }
}
