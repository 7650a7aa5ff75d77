//! The citations and attributions of each passage's own text.

use super::Draft;
use crate::model::{Document, Passage};
use crate::span::Span;

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
            for cite in within(&cites.text, stretch.block, range, |cite| cite.start) {
                let mut cite = cite.clone();
                (cite.start, cite.end) = moved(cite.start, cite.end);
                passage.cites.push(cite);
            }
            for named in within(&cites.attributions, stretch.block, range, |named| named.start) {
                let mut named = named.clone();
                (named.start, named.end) = moved(named.start, named.end);
                passage.attributions.push(named);
            }
            base += range.len() + 2;
        }
    }
}

/// What begins in a stretch of a block, of a list in the order of the text.
fn within<T>(all: &[(usize, T)], block: usize, range: Span, start: impl Fn(&T) -> usize) -> impl Iterator<Item = &T> {
    let from = all.partition_point(|(other, item)| (*other, start(item)) < (block, range.start));
    all[from..].iter().take_while(move |(other, item)| *other == block && start(item) < range.end).map(|(_, item)| item)
}
