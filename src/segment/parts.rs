//! Paragraphs too long for one passage, split at sentences.

use super::{BEFORE_WORDS, Draft, MAX_WORDS, Stretch, words};
use crate::model::Block;
use crate::sentence;
use crate::span::Span;

/// A sentence of more words than this is split too, at a blank: no prose has
/// one, but a table or a list without stops may.
const MAX_SENTENCE: usize = 2 * MAX_WORDS;

/// The passages of one group of blocks: one, or where a block is too long
/// several, the headings before it with the first part.
pub fn split(blocks: &[Block], group: &[usize]) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut draft = Draft::default();
    for &block in group {
        let text = &blocks[block].text.text;
        let mut parts = if words(text) > MAX_WORDS { parts(text) } else { vec![Span::new(0, text.len())] };
        let last = parts.pop().unwrap_or_default();
        for part in parts {
            draft.stretches.push(Stretch { block, range: part });
            out.push(std::mem::take(&mut draft));
            draft.before = before(text, part.end);
        }
        if last.start > 0 {
            draft.before = before(text, last.start);
        }
        draft.stretches.push(Stretch { block, range: last });
    }
    out.push(draft);
    // a later block of the group may not follow on a part with a text before
    out
}

/// Cuts a paragraph at sentences into parts of about the same size, none over
/// [`MAX_WORDS`] words unless one sentence is.
fn parts(text: &str) -> Vec<Span> {
    let pieces: Vec<Span> = sentence::sentences(text).into_iter().flat_map(|s| short_enough(text, s)).collect();
    let total: usize = pieces.iter().map(|p| words(&text[p.start..p.end])).sum();
    let target = total.div_ceil(total.div_ceil(MAX_WORDS).max(1));
    let mut parts: Vec<Span> = Vec::new();
    let mut size = 0;
    for piece in pieces {
        let count = words(&text[piece.start..piece.end]);
        match parts.last_mut() {
            Some(part) if size < target && size + count <= MAX_WORDS => {
                part.end = piece.end;
                size += count;
            }
            _ => {
                parts.push(piece);
                size = count;
            }
        }
    }
    parts
}

/// The sentence itself, or pieces of it where it is beyond all measure.
fn short_enough(text: &str, sentence: Span) -> Vec<Span> {
    if words(&text[sentence.start..sentence.end]) <= MAX_SENTENCE {
        return vec![sentence];
    }
    let mut out = Vec::new();
    let (mut start, mut count) = (sentence.start, 0);
    for (at, _) in text[sentence.start..sentence.end].match_indices(' ') {
        count += 1;
        if count == MAX_WORDS {
            out.push(Span::new(start, sentence.start + at));
            (start, count) = (sentence.start + at + 1, 0);
        }
    }
    out.push(Span::new(start, sentence.end));
    out
}

/// The sentences that end before byte `end` of a paragraph: as many of the last
/// as make [`BEFORE_WORDS`] words, or from the start.
fn before(text: &str, end: usize) -> Span {
    let mut start = end;
    for sentence in sentence::sentences(&text[..end]).into_iter().rev() {
        start = sentence.start;
        if words(&text[start..end]) >= BEFORE_WORDS {
            break;
        }
    }
    let tail = text[..end].trim_end().len();
    Span::new(start.min(tail), tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;
    use crate::span::Mapped;

    fn long() -> Block {
        let sentence = "The commissioners met on the quay and spoke of tides, silt and the price of stone. ";
        Block::new(BlockKind::Paragraph, Mapped::identity(sentence.repeat(30).trim_end(), 0))
    }

    #[test]
    fn a_long_paragraph_is_split_at_sentences() {
        let block = long();
        let text = &block.text.text;
        let drafts = split(std::slice::from_ref(&block), &[0]);
        assert_eq!(drafts.len(), 3);
        for draft in &drafts {
            let range = draft.stretches[0].range;
            assert!(
                text[range.start..range.end].starts_with("The") && text[range.start..range.end].ends_with("stone.")
            );
            assert!(words(&text[range.start..range.end]) <= MAX_WORDS);
        }
        let before = drafts[1].before;
        assert_eq!(before.end, drafts[0].stretches[0].range.end);
        assert!(words(&text[before.start..before.end]) >= BEFORE_WORDS);
    }

    #[test]
    fn a_sentence_without_end_is_split_at_blanks() {
        let text = "word ".repeat(1000);
        let block = Block::new(BlockKind::Paragraph, Mapped::identity(text.trim_end(), 0));
        let drafts = split(std::slice::from_ref(&block), &[0]);
        assert_eq!(drafts.len(), 5);
    }
}
