//! Which candidates are headings, how deep they are, and the section of every
//! block.

use std::collections::{HashMap, HashSet};

use super::Facts;
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

/// Numbers must count: from 1, each the next, at least two of a style. A count
/// that begins anew with nothing further out between stands inside the one
/// before, which may go on after it.
fn drop_uncounted(found: &mut [Option<Candidate>]) {
    let mut counts: HashMap<Style, Vec<u32>> = HashMap::new();
    let mut members: HashMap<Style, usize> = HashMap::new();
    let mut bare_before = false;
    for slot in found.iter_mut() {
        let Some(candidate) = slot else { continue };
        let Some(value) = candidate.value.filter(|_| !candidate.style.is_sure()) else {
            if !bare_before || candidate.style == Style::Part {
                counts.values_mut().for_each(|count| count.truncate(1));
                counts.values_mut().for_each(|count| count.iter_mut().for_each(|last| *last |= RESET));
            }
            bare_before = false;
            continue;
        };
        bare_before = candidate.bare;
        let style = candidate.style;
        match nest(counts.entry(style).or_default(), style, value) {
            Some(nest) => {
                candidate.nest = nest;
                *members.entry(style).or_default() += 1;
                counts.retain(|other, _| *other == style || !is_inside(*other, style));
            }
            None => *slot = None,
        }
    }
    for slot in found.iter_mut() {
        let alone = |c: &Candidate| c.style.is_numbered() && c.value.is_some() && members.get(&c.style) < Some(&2);
        if slot.as_ref().is_some_and(|c| alone(c) && !matches!(c.style, Style::Word(_))) {
            *slot = None;
        }
    }
}

/// Set on a count after which a heading further out has come.
const RESET: u32 = 1 << 31;

/// How deep in the counts of its own style a number stands; `None` where it
/// goes on from none of them.
fn nest(counts: &mut Vec<u32>, style: Style, value: u32) -> Option<u8> {
    // `LECTURES XI, XII, AND XIII` is followed by XIV.
    let most = if matches!(style, Style::Word(_)) { 4 } else { 2 };
    let goes_on = |last: &u32| (1..=most).contains(&value.saturating_sub(last & !RESET));
    let first = counts.is_empty() && matches!(style, Style::Word(_) | Style::Number(2..));
    if let Some(at) = counts.iter().rposition(goes_on) {
        counts.truncate(at);
    } else if value == 1 {
        let again = matches!(style, Style::Word(_)) || counts.last().is_none_or(|last| last & RESET != 0 || *last <= 1);
        if again {
            counts.pop();
        }
    } else if !first {
        return None;
    }
    counts.push(value);
    Some((counts.len() - 1).min(9) as u8)
}

/// True where `inner` begins anew under each heading of style `outer`.
fn is_inside(inner: Style, outer: Style) -> bool {
    match (inner, outer) {
        (Style::Word(inner), Style::Word(outer)) => inner > outer,
        (Style::Number(inner), Style::Number(outer)) => inner > outer,
        (_, Style::Word(_)) => true,
        (Style::Letter | Style::Number(_), Style::Roman) => true,
        _ => false,
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
    for i in 1..blocks.len() {
        let caps = found[i].as_ref().is_some_and(|c| c.style == Style::Caps);
        let before = (0..i).rev().find(|j| blocks[*j].kind != BlockKind::RunningHead);
        let open =
            |j: usize| found[j].is_none() && blocks[j].text.len() >= TEXT && !ends_sentence(&blocks[j].text.text);
        if caps && before.is_some_and(open) {
            found[i] = None;
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

/// Marks the headings, sets levels, and gives every block its section. `title`
/// is the block with the work's title, which is no section.
pub fn mark(blocks: &mut [Block], found: &[Option<Candidate>], title: Option<usize>) {
    let ranks = Ranks::of(found);
    let name = title.map(|i| plain(bare(&blocks[i].text.text)));
    let notes = blocks.iter().filter(|b| is_notes(b)).count();
    let mut stack: Vec<(u8, String)> = Vec::new();
    let mut number_before = false;
    let mut counted = false;
    for i in 0..blocks.len() {
        let Some(candidate) = found[i].as_ref().filter(|_| title != Some(i)) else {
            let heading = title == Some(i);
            place(&mut blocks[i], &stack, if heading { 1 } else { 0 });
            number_before &= blocks[i].kind == BlockKind::RunningHead;
            continue;
        };
        let text = bare(&blocks[i].text.text).replace(['_', '*'], "");
        let unnumbered = candidate.value.is_none();
        if unnumbered && name.as_deref() == Some(plain(&text).as_str()) {
            place(&mut blocks[i], &[], 1);
            continue;
        }
        if unnumbered
            && number_before
            && let Some((rank, number)) = stack.pop()
        {
            place(&mut blocks[i], &stack, stack.len() + 1);
            stack.push((rank, format!("{}: {text}", number.trim_end_matches('.'))));
            number_before = false;
            continue;
        }
        counted |= !unnumbered;
        let rank = if notes > 1 && is_notes(&blocks[i]) {
            u8::MAX
        } else {
            ranks.rank(candidate.style, counted) + candidate.nest
        };
        while stack.last().is_some_and(|(above, _)| *above >= rank) {
            stack.pop();
        }
        place(&mut blocks[i], &stack, stack.len() + 1);
        stack.push((rank, text));
        number_before = candidate.bare;
    }
}

/// The heading over notes.
fn is_notes(block: &Block) -> bool {
    block.text.len() < 30 && matches!(plain(&block.text.text).as_str(), "notes" | "footnotes" | "endnotes")
}

/// Sets section and, for a heading, kind and level.
fn place(block: &mut Block, stack: &[(u8, String)], level: usize) {
    block.section = stack.iter().map(|(_, text)| text.clone()).collect();
    if level > 0 {
        block.kind = BlockKind::Heading;
        block.level = level.min(u8::MAX as usize) as u8;
    }
}

/// How far out each style stands; lower is further out.
struct Ranks {
    /// Styles that count, in the order in which they first appear.
    order: Vec<Style>,
    /// The outermost rank of a style that counts.
    outermost: Option<u8>,
    /// True where numbers begin anew under each heading in capitals.
    caps_above: bool,
}

impl Ranks {
    fn of(found: &[Option<Candidate>]) -> Self {
        let mut ranks = Ranks { order: Vec::new(), outermost: None, caps_above: caps_above(found) };
        let mut seen = HashSet::new();
        for candidate in found.iter().flatten() {
            if candidate.style.is_numbered() && seen.insert(candidate.style) {
                ranks.order.push(candidate.style);
            }
        }
        ranks.outermost = ranks.order.iter().map(|style| ranks.of_numbered(*style)).min();
        if found.iter().flatten().any(|c| matches!(c.style, Style::Atx(_))) {
            ranks.outermost = Some(7);
        }
        ranks
    }

    /// Words are ordered by what they mean, other numbers by first appearance,
    /// a decimal number under its parent.
    fn of_numbered(&self, style: Style) -> u8 {
        let place = |style: Style| self.order.iter().position(|s| *s == style).unwrap_or(0).min(8) as u8;
        match style {
            Style::Word(depth) => 20 + depth,
            Style::Number(depth) if depth > 1 => 40 + 10 * place(Style::Number(1)) + depth,
            other => 40 + 10 * place(other),
        }
    }

    fn rank(&self, style: Style, counted: bool) -> u8 {
        match style {
            Style::Atx(depth) => depth,
            Style::Underlined(depth) => 8 + depth,
            Style::Caps if self.caps_above => 30,
            Style::Part => self.outermost.unwrap_or(140),
            // Before the first number, a plain heading stands beside what
            // is numbered, not above it.
            Style::Caps | Style::Title if !counted => self.outermost.unwrap_or(self.plain(style)),
            Style::Caps | Style::Title => self.plain(style),
            numbered => self.of_numbered(numbered),
        }
    }

    fn plain(&self, style: Style) -> u8 {
        if style == Style::Caps { 140 } else { 150 }
    }
}

/// True where the count of a style begins anew, and each time after a heading
/// in capitals.
fn caps_above(found: &[Option<Candidate>]) -> bool {
    let (mut anew, mut after_caps, mut caps) = (0, 0, false);
    for candidate in found.iter().flatten() {
        match candidate.style {
            Style::Caps => caps = true,
            Style::Word(_) => return false,
            style if style.is_numbered() => {
                if candidate.value == Some(1) && matches!(style, Style::Roman | Style::Number(1)) {
                    anew += 1;
                    after_caps += usize::from(caps);
                }
                caps = false;
            }
            _ => {}
        }
    }
    anew >= 2 && after_caps == anew
}
