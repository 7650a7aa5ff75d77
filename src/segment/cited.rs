//! The citations and attributions of each passage's own text.

use super::Draft;
use crate::model::{Document, Passage};

/// Gives every passage what its text cites and names; `start` and `end` are
/// moved from the text of the block to that of the passage.
pub fn place(document: &Document, drafts: &[Draft], passages: &mut [Passage]) {
    let cites = &document.cites;
    for (draft, passage) in drafts.iter().zip(passages.iter_mut()) {
        let mut base = 0;
        for stretch in &draft.stretches {
            let range = stretch.range;
            let moved =
                |start: usize, end: usize| (base + start - range.start, base + end.min(range.end) - range.start);
            for cite in here(&cites.text, stretch.block).filter(|cite| range.contains(cite.start)) {
                let mut cite = cite.clone();
                (cite.start, cite.end) = moved(cite.start, cite.end);
                passage.cites.push(cite);
            }
            for named in here(&cites.attributions, stretch.block).filter(|named| range.contains(named.start)) {
                let mut named = named.clone();
                (named.start, named.end) = moved(named.start, named.end);
                passage.attributions.push(named);
            }
            base += range.len() + 2;
        }
    }
}

/// What stands in a block, of a list in the order of blocks.
fn here<T>(all: &[(usize, T)], block: usize) -> impl Iterator<Item = &T> {
    let from = all.partition_point(|(other, _)| *other < block);
    all[from..].iter().take_while(move |(other, _)| *other == block).map(|(_, item)| item)
}
