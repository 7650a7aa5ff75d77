//! Which paragraphs make one passage.
//!
//! A paragraph of 40 words or more stands alone. Short ones are merged: a group
//! of them between long ones is cut where a paragraph's hash is the least
//! within 60 words either way, so that where it is cut depends on near
//! paragraphs alone (content-defined chunking). What is left too short goes
//! with the paragraph after it, or else before it.

use super::{MAX_WORDS, MIN_WORDS, words};
use crate::model::{Block, BlockKind};

/// Words within which the least hash makes a cut.
const WINDOW: usize = 60;

/// A paragraph of a run: its block, the headings and captions it takes along.
struct Unit {
    blocks: Vec<usize>,
    words: usize,
    /// Of its text, where it is short.
    hash: u64,
}

/// Groups the body blocks of a document into passages, each a list of blocks,
/// in document order by first block.
pub fn group(blocks: &[Block]) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    let mut run: Vec<Unit> = Vec::new();
    // headings and captions that wait for the paragraph after them
    let mut waiting: Vec<usize> = Vec::new();
    let mut last: Option<&Block> = None;
    for (at, block) in blocks.iter().enumerate().filter(|(_, b)| b.is_body() && !b.text.is_empty()) {
        if block.kind == BlockKind::PullQuote {
            out.push(vec![at]);
            continue;
        }
        if last.is_some_and(|last| parted(last, block)) {
            flush(&mut run, &mut out);
            let heading = last.is_some_and(|last| last.kind == BlockKind::Heading);
            if !(heading && waiting_words(blocks, &waiting) < MIN_WORDS) {
                close(&mut waiting, &mut out);
            }
        }
        last = Some(block);
        waiting.push(at);
        if !goes_with_next(block) {
            run.push(unit(blocks, std::mem::take(&mut waiting)));
        }
    }
    flush(&mut run, &mut out);
    close(&mut waiting, &mut out);
    out.sort_by_key(|group| group[0]);
    out
}

/// True where no passage may hold both `above` and the text that `below` opens.
fn parted(above: &Block, below: &Block) -> bool {
    let apart = |kind| matches!(kind, BlockKind::Licence | BlockKind::Chrome);
    if apart(above.kind) || apart(below.kind) {
        return above.kind != below.kind;
    }
    below.kind == BlockKind::Heading || (above.kind != BlockKind::Heading && above.section != below.section)
}

/// A short heading or caption goes with what follows.
fn goes_with_next(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading | BlockKind::Caption) && words(&block.text.text) < MIN_WORDS
}

fn waiting_words(blocks: &[Block], waiting: &[usize]) -> usize {
    waiting.iter().map(|&at| words(&blocks[at].text.text)).sum()
}

fn close(waiting: &mut Vec<usize>, out: &mut Vec<Vec<usize>>) {
    if !waiting.is_empty() {
        out.push(std::mem::take(waiting));
    }
}

fn unit(blocks: &[Block], members: Vec<usize>) -> Unit {
    let words = waiting_words(blocks, &members);
    // only short ones are merged, where their hashes say
    let last = members.last().filter(|_| words < MIN_WORDS);
    let hash = last.map_or(0, |&at| fnv(&blocks[at].text.text));
    Unit { blocks: members, words, hash }
}

/// FNV-1a, 64 bits, of the letters and digits: the same on every machine and in
/// every version of Rust, and for a text whose quotes and dashes are others.
fn fnv(text: &str) -> u64 {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3))
}

/// Turns a run of paragraphs of one section into passages.
fn flush(run: &mut Vec<Unit>, out: &mut Vec<Vec<usize>>) {
    let mut groups: Vec<Unit> = Vec::new();
    let mut short: Vec<Unit> = Vec::new();
    for unit in std::mem::take(run) {
        if unit.words < MIN_WORDS {
            short.push(unit);
        } else {
            groups.extend(merge(std::mem::take(&mut short)));
            groups.push(unit);
        }
    }
    groups.extend(merge(short));
    out.extend(settle(groups).into_iter().map(|unit| unit.blocks));
}

/// Merges short paragraphs that stand together.
fn merge(short: Vec<Unit>) -> Vec<Unit> {
    let cuts: Vec<bool> = (0..short.len()).map(|at| is_cut(&short, at)).collect();
    let mut merged: Vec<Unit> = Vec::new();
    for (unit, cut) in short.into_iter().zip(cuts) {
        match merged.last_mut() {
            // the bound keeps a passage in size where hashes happen to make no cut
            Some(last) if !cut && last.words + unit.words <= MAX_WORDS => last.absorb(unit),
            _ => merged.push(unit),
        }
    }
    merged
}

/// True where the hash of `short[at]` is the least within [`WINDOW`] words.
fn is_cut(short: &[Unit], at: usize) -> bool {
    let near = |units: &mut dyn Iterator<Item = &Unit>, least: &dyn Fn(u64) -> bool| {
        let mut words = 0;
        units
            .take_while(|unit| {
                words += unit.words;
                words < WINDOW
            })
            .all(|unit| least(unit.hash))
    };
    let hash = short[at].hash;
    near(&mut short[..at].iter().rev(), &|other| hash < other)
        && near(&mut short[at + 1..].iter(), &|other| hash <= other)
}

/// Lets what is still too short go with the group after it, or before it.
fn settle(groups: Vec<Unit>) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    let mut groups = groups.into_iter().peekable();
    while let Some(mut group) = groups.next() {
        let fits = |other: &Unit, words: usize| other.words + words <= MAX_WORDS;
        if group.words < MIN_WORDS {
            if let Some(next) = groups.next_if(|next| fits(next, group.words)) {
                group.absorb(next);
            } else if let Some(last) = out.last_mut().filter(|last| fits(last, group.words)) {
                last.absorb(group);
                continue;
            }
        }
        out.push(group);
    }
    out
}

impl Unit {
    fn absorb(&mut self, next: Unit) {
        self.blocks.extend(next.blocks);
        self.words += next.words;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Mapped;

    fn block(kind: BlockKind, words: usize, seed: usize) -> Block {
        let text: Vec<String> = (0..words).map(|i| format!("w{}", seed * 1000 + i)).collect();
        Block::new(kind, Mapped::identity(&text.join(" "), seed * 10_000))
    }

    #[test]
    fn a_heading_goes_with_its_paragraph_and_parts_others() {
        let blocks = [
            block(BlockKind::Paragraph, 50, 0),
            block(BlockKind::Heading, 3, 1),
            block(BlockKind::Paragraph, 50, 2),
            block(BlockKind::Paragraph, 60, 3),
        ];
        assert_eq!(group(&blocks), [vec![0], vec![1, 2], vec![3]]);
    }

    #[test]
    fn a_short_paragraph_goes_with_the_next_that_has_room() {
        let blocks = [
            block(BlockKind::Paragraph, 100, 0),
            block(BlockKind::Paragraph, 10, 1),
            block(BlockKind::Paragraph, 195, 2),
            block(BlockKind::Paragraph, 10, 3),
            block(BlockKind::Paragraph, 100, 4),
        ];
        assert_eq!(group(&blocks), [vec![0, 1], vec![2], vec![3, 4]]);
    }

    #[test]
    fn an_edit_does_not_ripple() {
        let mut blocks: Vec<Block> = (0..400).map(|i| block(BlockKind::Paragraph, 5 + i * 7 % 20, i)).collect();
        let before = group(&blocks);
        assert!(before.len() > 40, "{}", before.len());
        blocks[3] = block(BlockKind::Paragraph, 12, 9_999);
        let after = group(&blocks);
        let kept = before.iter().filter(|g| after.contains(g)).count();
        assert!(kept + 4 >= before.len(), "{kept} of {} kept", before.len());
    }
}
