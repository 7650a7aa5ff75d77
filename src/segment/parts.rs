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
        for (nth, part) in parts(&blocks[block].text.text).into_iter().enumerate() {
            if nth > 0 {
                out.push(std::mem::take(&mut draft));
                draft.before = part.before;
            }
            draft.stretches.push(Stretch { block, range: part.range });
        }
    }
    out.push(draft);
    out
}

/// A part of a paragraph, and the sentences that it takes along.
struct Part {
    range: Span,
    before: Span,
}

/// A sentence and its words.
struct Sentence {
    range: Span,
    words: usize,
}

/// Cuts a paragraph at sentences into parts of about the same size, none over
/// [`MAX_WORDS`] words unless one sentence is.
fn parts(text: &str) -> Vec<Part> {
    let total = words(text);
    if total <= MAX_WORDS {
        return vec![Part { range: Span::new(0, text.len()), before: Span::default() }];
    }
    let target = total.div_ceil(total.div_ceil(MAX_WORDS));
    let sentences: Vec<Sentence> = sentence::sentences(text).into_iter().flat_map(|s| short_enough(text, s)).collect();
    let mut parts: Vec<Part> = Vec::new();
    let mut size = 0;
    for (at, sentence) in sentences.iter().enumerate() {
        match parts.last_mut() {
            Some(part) if size < target && size + sentence.words <= MAX_WORDS => {
                part.range.end = sentence.range.end;
                size += sentence.words;
            }
            _ => {
                parts.push(Part { range: sentence.range, before: before(&sentences[..at]) });
                size = sentence.words;
            }
        }
    }
    parts
}

/// The sentence itself, or pieces of it where it is beyond all measure.
fn short_enough(text: &str, sentence: Span) -> Vec<Sentence> {
    let all = words(&text[sentence.start..sentence.end]);
    if all <= MAX_SENTENCE {
        return vec![Sentence { range: sentence, words: all }];
    }
    let mut out = Vec::new();
    let (mut start, mut count) = (sentence.start, 0);
    for (at, _) in text[sentence.start..sentence.end].match_indices(' ') {
        count += 1;
        if count == MAX_WORDS {
            out.push(Sentence { range: Span::new(start, sentence.start + at), words: count });
            (start, count) = (sentence.start + at + 1, 0);
        }
    }
    out.push(Sentence { range: Span::new(start, sentence.end), words: count + 1 });
    out
}

/// The last of the sentences `above`: as many as make [`BEFORE_WORDS`] words, or all.
fn before(above: &[Sentence]) -> Span {
    let Some(last) = above.last() else { return Span::default() };
    let mut taken = 0;
    let mut start = last.range.start;
    for sentence in above.iter().rev() {
        start = sentence.range.start;
        taken += sentence.words;
        if taken >= BEFORE_WORDS {
            break;
        }
    }
    Span::new(start, last.range.end)
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
    fn a_blank_before_the_first_sentence_makes_no_part() {
        let text = format!("  {}", long().text.text);
        let block = Block::new(BlockKind::Paragraph, Mapped::identity(&text, 0));
        assert!(split(std::slice::from_ref(&block), &[0]).iter().all(|draft| draft.stretches.len() == 1));
    }

    #[test]
    fn a_sentence_without_end_is_split_at_blanks() {
        let text = "word ".repeat(1000);
        let block = Block::new(BlockKind::Paragraph, Mapped::identity(text.trim_end(), 0));
        let drafts = split(std::slice::from_ref(&block), &[0]);
        assert_eq!(drafts.len(), 5);
    }
}
