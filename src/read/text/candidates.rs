//! Which blocks are headings: what a block looks like by itself, less what its
//! neighbours and the rest of the document speak against, and short lines that
//! only their place makes a title.

use std::collections::HashMap;

use super::Facts;
use super::counts::drop_uncounted;
use super::front::dateline;
use super::glyph::{ends_sentence, plain};
use super::heading::{Candidate, Style, bare, candidate, may_be_title};
use super::label::{Style as LabelStyle, label};
use crate::model::{Block, BlockKind};

/// A block at least this long, in bytes, is text and no title.
const TEXT: usize = 80;

/// What looks like a heading in each block, after looking at its neighbours.
pub fn candidates(blocks: &[Block], facts: &[Facts]) -> Vec<Option<Candidate>> {
    let mut found: Vec<Option<Candidate>> = blocks.iter().zip(facts).map(|(b, f)| by_itself(b, f)).collect();
    drop_speakers(blocks, &mut found);
    drop_contents(blocks, &mut found);
    settle_letters(blocks, &mut found);
    drop_notes(blocks, &mut found);
    drop_lists(blocks, facts, &mut found);
    drop_uncounted(&mut found);
    drop_lists(blocks, facts, &mut found);
    drop_interruptions(blocks, &mut found);
    let spaced = blocks.iter().filter(|block| block.blanks_before > 0).count() * 2 > blocks.len();
    let titles: Vec<usize> = (0..blocks.len()).filter(|i| is_title(blocks, facts, &found, *i, spaced)).collect();
    for i in titles {
        found[i] = Some(Candidate { style: Style::Title, value: None, bare: false, nest: 0 });
    }
    found
}

fn by_itself(block: &Block, facts: &Facts) -> Option<Candidate> {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading) {
        return None;
    }
    let found = candidate(&block.text.text, facts.lines);
    let sure = match (facts.atx, facts.underline) {
        (0, None) => return found,
        (0, Some(sign)) => Style::Underlined(if sign == '=' { 1 } else { 2 }),
        (depth, _) => Style::Atx(depth),
    };
    let (value, bare) = found.map_or((None, false), |c| (c.value, c.bare));
    Some(Candidate { style: sure, value, bare, nest: 0 })
}

/// The same words in capitals over and over are a speaker or a refrain.
fn drop_speakers(blocks: &[Block], found: &mut [Option<Candidate>]) {
    let is_caps = |c: &Option<Candidate>| c.as_ref().is_some_and(|c| c.style == Style::Caps);
    let mut count: HashMap<&str, usize> = HashMap::new();
    for (block, _) in blocks.iter().zip(found.iter()).filter(|(_, c)| is_caps(c)) {
        *count.entry(&block.text.text).or_default() += 1;
    }
    for (block, candidate) in blocks.iter().zip(found.iter_mut()).filter(|(_, c)| is_caps(c)) {
        if count[block.text.text.as_str()] >= 4 {
            *candidate = None;
        }
    }
}

/// After "Contents" stand the headings once more, until the first comes again.
fn drop_contents(blocks: &[Block], found: &mut [Option<Candidate>]) {
    let contents = |block: &Block| {
        block.text.len() < 30 && matches!(plain(&block.text.text).as_str(), "contents" | "table of contents")
    };
    let Some(at) = blocks.iter().position(contents).filter(|at| at + 2 < blocks.len()) else { return };
    let first = plain(bare(&blocks[at + 1].text.text));
    let short = |block: &&Block| block.text.len() < 150;
    let end = at + 2 + blocks[at + 2..].iter().take(300).take_while(short).count();
    let again = (at + 2..end).find(|i| plain(bare(&blocks[*i].text.text)) == first);
    let gap = (at + 2..end).find(|i| blocks[*i].blanks_before >= blocks[at + 2].blanks_before.max(1) + 2);
    if let Some(stop) = again.or(gap) {
        found[at + 1..stop].iter_mut().for_each(|candidate| *candidate = None);
    }
}

/// A line like `3. Compare Cicero` among others with labels is a note or an item.
fn drop_notes(blocks: &[Block], found: &mut [Option<Candidate>]) {
    let other = |i: usize, found: &[Option<Candidate>], value: Option<u32>| {
        let this = blocks.get(i).zip(found.get(i));
        let labelled = this.filter(|(_, c)| c.is_none()).and_then(|(b, _)| label(&b.text.text));
        labelled.is_some_and(|l| l.style == LabelStyle::Dot && value.is_some_and(|v| v.abs_diff(l.value) == 1))
    };
    for i in 0..found.len() {
        let Some(Candidate { style: Style::Number(1), value, .. }) = found[i] else { continue };
        if other(i + 1, found, value) || i > 0 && other(i - 1, found, value) {
            found[i] = None;
        }
    }
}

/// `C.` and `D.` are letters after `B.`, and Roman figures after `IV.`.
fn settle_letters(blocks: &[Block], found: &mut [Option<Candidate>]) {
    let mut last = 0;
    for (block, candidate) in blocks.iter().zip(found.iter_mut()) {
        let Some(candidate) = candidate else { continue };
        let text = bare(&block.text.text);
        let single = text.as_bytes().get(1).is_none_or(|b| !b.is_ascii_alphanumeric());
        let letter = text.bytes().next().map_or(0, |first| u32::from(first.wrapping_sub(b'A')) + 1);
        if candidate.style == Style::Roman && single && last > 0 && letter == last + 1 {
            *candidate = Candidate { style: Style::Letter, value: Some(letter), ..candidate.clone() };
        }
        match candidate.style {
            Style::Letter => last = candidate.value.unwrap_or(0),
            Style::Roman => last = 0,
            _ => {}
        }
    }
}

/// Numbered lines that follow each other without text between are a list or a
/// table of contents.
fn drop_lists(blocks: &[Block], facts: &[Facts], found: &mut [Option<Candidate>]) {
    let mut i = 0;
    while i < found.len() {
        let Some(style) = found[i].as_ref().filter(|c| c.style.is_numbered()).map(|c| c.style) else {
            i += 1;
            continue;
        };
        let same = |c: &Option<Candidate>| c.as_ref().is_some_and(|c| c.style == style);
        let run = found[i..].iter().take_while(|c| same(c)).count();
        let fewest = if matches!(style, Style::Number(_) | Style::Letter) { 2 } else { 3 };
        if run >= fewest {
            // The last of them may be a heading after all, if text follows it
            // and it begins the count anew.
            let value = |c: &Option<Candidate>| c.as_ref().and_then(|c| c.value).unwrap_or(0);
            let anew = value(&found[i + run - 1]) <= value(&found[i + run - 2]);
            let text = blocks.get(i + run).zip(facts.get(i + run)).is_some_and(|(b, f)| is_text(b, f));
            let keep = usize::from(anew && text);
            found[i..i + run - keep].iter_mut().for_each(|c| *c = None);
        }
        i += run;
    }
}

/// A line in capitals after an open sentence is a quotation, not a heading.
fn drop_interruptions(blocks: &[Block], found: &mut [Option<Candidate>]) {
    // the last block above that is no running head
    let mut before = None;
    for i in 0..blocks.len() {
        let caps = found[i].as_ref().is_some_and(|c| c.style == Style::Caps);
        let open =
            |j: usize| found[j].is_none() && blocks[j].text.len() >= TEXT && !ends_sentence(&blocks[j].text.text);
        if caps && before.is_some_and(open) {
            found[i] = None;
        }
        if blocks[i].kind != BlockKind::RunningHead {
            before = Some(i);
        }
    }
}

/// True for a block that is clearly running text.
fn is_text(block: &Block, facts: &Facts) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Quotation)
        && (block.text.len() >= TEXT || facts.lines >= 2 || ends_sentence(&block.text.text) && block.text.len() >= 40)
}

/// True for a short line set apart above a text.
fn is_title(blocks: &[Block], facts: &[Facts], found: &[Option<Candidate>], i: usize, spaced: bool) -> bool {
    let (block, fact) = (&blocks[i], &facts[i]);
    let placed = fact.indent == 0 || fact.indent >= 8;
    if block.kind != BlockKind::Paragraph
        || found[i].is_some()
        || !placed
        || label(&block.text.text).is_some()
        || dateline(&block.text.text).is_some()
        || spaced && block.blanks_before == 0
        || !may_be_title(&block.text.text, fact.lines)
    {
        return false;
    }
    let furniture =
        |j: &usize| matches!(blocks[*j].kind, BlockKind::Chrome | BlockKind::Caption | BlockKind::RunningHead);
    let before = (0..i).rev().find(|j| !furniture(j));
    let after = (i + 1..blocks.len()).find(|j| !furniture(j));
    let follows = after.is_some_and(|j| {
        let numbered = found[j].as_ref().is_some_and(|c| c.style.is_numbered() || c.style == Style::Part);
        facts[j].page == fact.page && (found[j].is_none() && is_text(&blocks[j], &facts[j]) || numbered)
    });
    let ended = before.is_none_or(|j| {
        let text = &blocks[j].text.text;
        found[j].is_some() || blocks[j].kind != BlockKind::Paragraph || ends_sentence(text) && !text.ends_with(':')
    });
    follows && ended && i > 0
}
