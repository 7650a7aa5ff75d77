//! Pull quotes: a short block that repeats a sentence of a block nearby, as it
//! is, or with words in brackets put in and words left out.

use super::Facts;
use super::glyph::ends_sentence;
use super::label::label;
use crate::model::{Block, BlockKind};

/// Blocks either way among which the original is looked for.
const NEAR: usize = 6;

/// Longest pull quote, in words.
const LONGEST: usize = 75;

/// Fewest words that must be repeated.
const FEWEST: usize = 6;

/// Fewest words where the block repeats the whole of another.
const FEWEST_WHOLE: usize = 9;

/// Most words that an ellipsis or a bracket may stand for.
const GAP: usize = 60;

/// Hashes of the words of all blocks, in one list.
struct Words {
    hashes: Vec<u32>,
    /// Where each block begins in `hashes`; one more for the end.
    starts: Vec<usize>,
}

impl Words {
    fn of(blocks: &[Block]) -> Self {
        let mut words = Words { hashes: Vec::new(), starts: vec![0] };
        for block in blocks {
            if matches!(block.kind, BlockKind::Paragraph | BlockKind::Quotation) {
                hash_words(&block.text.text, &mut words.hashes);
            }
            words.starts.push(words.hashes.len());
        }
        words
    }

    fn block(&self, i: usize) -> &[u32] {
        &self.hashes[self.starts[i]..self.starts[i + 1]]
    }
}

/// Marks pull quotes, and says which block each repeats.
pub fn mark(blocks: &mut [Block], facts: &[Facts]) {
    let words = Words::of(blocks);
    for i in 0..blocks.len() {
        let count = words.block(i).len();
        let short = (3..=LONGEST).contains(&count) && may_be(&blocks[i], &facts[i]);
        if short && let Some(original) = original(blocks, &words, i) {
            blocks[i].kind = BlockKind::PullQuote;
            blocks[i].repeats = Some(original);
        }
    }
}

/// Prose that ends as a sentence does: no verse, and no note (notes repeat each
/// other).
fn may_be(block: &Block, facts: &Facts) -> bool {
    block.kind == BlockKind::Paragraph
        && !facts.verse
        && label(&block.text.text).is_none()
        && ends_sentence(&block.text.text)
}

/// The nearest block that `i` repeats.
fn original(blocks: &[Block], words: &Words, i: usize) -> Option<usize> {
    let text = &blocks[i].text.text;
    let altered = text.contains('[') || text.contains('…') || text.contains("...") || text.contains(". . .");
    let own = words.block(i);
    let segments = if altered { segments(text) } else { vec![own.to_vec()] };
    let longest = segments.iter().max_by_key(|s| s.len()).filter(|s| s.len() >= 3)?;
    let total: usize = segments.iter().map(Vec::len).sum();
    let spoken = text.starts_with(['“', '"', '‘', '\'']);
    let near = (1..=NEAR).flat_map(|d| [i.checked_add(d), i.checked_sub(d)]).flatten().filter(|j| *j < blocks.len());
    for j in near.filter(|j| blocks[*j].kind == BlockKind::Paragraph && label(&blocks[*j].text.text).is_none()) {
        let other = words.block(j);
        let whole = other.len() <= own.len();
        let enough = if whole { total >= FEWEST_WHOLE && !spoken && j > i } else { total >= FEWEST };
        if enough && total <= other.len() && find(other, longest, 0).is_some() && in_order(other, &segments) {
            return Some(j);
        }
    }
    None
}

/// True where all segments stand in order, with no more than [`GAP`] words
/// between.
fn in_order(other: &[u32], segments: &[Vec<u32>]) -> bool {
    let mut from = 0;
    while let Some(start) = find(other, &segments[0], from) {
        let mut at = start + segments[0].len();
        let rest = segments[1..].iter().all(|segment| match find(other, segment, at) {
            Some(found) if found - at <= GAP => {
                at = found + segment.len();
                true
            }
            _ => false,
        });
        if rest {
            return true;
        }
        from = start + 1;
    }
    false
}

/// Where `needle` stands in `words` from `from` on.
fn find(words: &[u32], needle: &[u32], from: usize) -> Option<usize> {
    let last = words.len().checked_sub(needle.len())?;
    let first = *needle.first()?;
    let mut at = from;
    while at <= last {
        at += words[at..=last].iter().position(|word| *word == first)?;
        if words[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The words between brackets that were put in and ellipses.
fn segments(text: &str) -> Vec<Vec<u32>> {
    let mut out = Vec::new();
    let mut push = |part: &str| {
        let mut words = Vec::new();
        hash_words(part, &mut words);
        if !words.is_empty() {
            out.push(words);
        }
    };
    let text = text.replace(". . .", "…").replace("...", "…");
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['[', '…']) {
        push(&rest[..at]);
        let after = &rest[at..];
        let skip = match after.strip_prefix('[') {
            Some(inner) => inner.find(']').map_or(1, |close| close + 2),
            None => '…'.len_utf8(),
        };
        rest = &after[skip..];
    }
    push(rest);
    out
}

/// Appends a hash for every word; case, apostrophes and note markers (figures
/// in brackets, or glued to a word) do not count.
fn hash_words(text: &str, out: &mut Vec<u32>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'['
            && let Some(close) = marker(&bytes[at..])
        {
            at += close;
            continue;
        }
        let (hash, end) = hash_word(bytes, at);
        if end > at && !is_glued_marker(bytes, at, end) {
            out.push(hash);
        }
        at = if end > at { end } else { at + sign_len(bytes[at]) };
    }
}

/// Figures right after a stop or comma that ends a word: `town,2`.
fn is_glued_marker(bytes: &[u8], at: usize, end: usize) -> bool {
    at >= 2
        && bytes[at..end].iter().all(u8::is_ascii_digit)
        && matches!(bytes[at - 1], b',' | b'.' | b';' | b':' | b'!' | b'?' | 0x9d)
        && !bytes[at - 2].is_ascii_digit()
}

/// Bytes of a sign that is no part of a word.
fn sign_len(first: u8) -> usize {
    match first {
        0xe2 => 3,
        0xc2 => 2,
        _ => 1,
    }
}

/// The length of `[12]` or `[a]` at the start.
fn marker(bytes: &[u8]) -> Option<usize> {
    let inner = bytes[1..].iter().take(4).take_while(|b| b.is_ascii_alphanumeric()).count();
    let short = inner == 1 || inner > 0 && bytes[1..=inner].iter().all(u8::is_ascii_digit);
    (short && bytes.get(inner + 1) == Some(&b']')).then_some(inner + 2)
}

/// For each byte the letter that it counts as; 0 for what parts words, 1 for
/// what must be looked at (figures, apostrophes, first bytes of signs).
const LETTER: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let this = byte as u8;
        table[byte] = match this {
            b'a'..=b'z' | b'A'..=b'Z' => this.to_ascii_lowercase(),
            b'0'..=b'9' | b'\'' | 0xe2 | 0xc2 => 1,
            0x80.. => this,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// The hash and the end of the word at `at`; the end is `at` where no word
/// begins. Letters are shifted in, and mixed once at the end.
fn hash_word(bytes: &[u8], at: usize) -> (u32, usize) {
    let (mut hash, mut end, mut letters) = (0_u64, at, false);
    while let Some(&byte) = bytes.get(end) {
        let letter = match LETTER[usize::from(byte)] {
            0 => break,
            1 if byte.is_ascii_digit() && !letters => byte,
            // A marker glued to the word; an apostrophe inside it.
            1 if letters && (byte.is_ascii_digit() || byte == b'\'') => {
                end += 1;
                continue;
            }
            1 if letters && bytes[end..].starts_with("’".as_bytes()) => {
                end += 3;
                continue;
            }
            // Other quotes, dashes, ellipses, superscripts, signs.
            1 => break,
            letter => {
                letters = true;
                letter
            }
        };
        hash = hash.rotate_left(7) ^ u64::from(letter);
        end += 1;
    }
    ((hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Mapped;

    fn read(texts: &[&str]) -> Vec<Option<usize>> {
        let block = |text: &&str| Block::new(BlockKind::Paragraph, Mapped::identity(text, 0));
        let mut blocks: Vec<Block> = texts.iter().map(block).collect();
        let facts: Vec<Facts> = blocks.iter().map(|_| Facts { lines: 1, ..Facts::default() }).collect();
        mark(&mut blocks, &facts);
        blocks.into_iter().map(|b| b.repeats).collect()
    }

    const LONG: &str = "For now, Orme seems to have bought most salt pans in Sennet that refused to pay for its \
                        keepers and walls.[3] Likewise, its treasury is full and well guarded.";

    #[test]
    fn repeated_sentences_are_pull_quotes() {
        let exact = "Likewise, its treasury is full and well guarded.";
        let bracket = "Orme [the old house] seems to have bought most salt pans in Sennet.";
        let dots = "For now, Orme ... bought most salt pans.";
        for quote in [exact, bracket, dots] {
            assert_eq!(read(&["Another.", quote, LONG]), [None, Some(2), None], "{quote}");
            assert_eq!(read(&[LONG, "Another.", quote]), [None, None, Some(0)], "{quote}");
        }
    }

    #[test]
    fn glued_and_bracketed_markers_do_not_hide_it() {
        let marked = "He met the commissioners[1] in the old hall of the town,2 and then he left. It was late.";
        let quote = "He met the commissioners in the old hall of the town, and then he left.";
        assert_eq!(read(&[quote, marked]), [Some(1), None]);
    }

    #[test]
    fn dialogue_headings_and_changed_words_are_not() {
        assert_eq!(read(&["“No,” he said.", "“No,” he said. And then he went, as he had said he would."]), [None; 2]);
        let heading = "Orme seems to have bought most salt pans";
        assert_eq!(read(&[heading, LONG]), [None; 2]);
        let changed = "Orme seems to have bought all salt pans in Sennet that refused to pay.";
        assert_eq!(read(&[changed, LONG]), [None; 2]);
        let twice = "“I will not go there, and you cannot make me go there again.”";
        assert_eq!(read(&[twice, twice]), [None; 2]);
    }
}
