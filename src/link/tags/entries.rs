//! Lists of references: entries that begin with a tag in brackets.
//!
//! An entry stands at a line start and is set off: a wide gap or a line end
//! after the tag, or further lines that hang below it. A list is a run of such
//! entries under a heading that says so ("7. References"), or of several that
//! look like works (a year, a title in quotes, an address). So `[FILE]  the
//! file to read` in a manual, `[section]` in a settings file, `[Footnote 1: …]`,
//! `[Illustration]` and `[Enter HAMLET]` make no list.

use std::collections::HashSet;

use super::{LONGEST, Spot, is_marked, is_number, is_tag};
use crate::link::bodies::{Body, line_starts};
use crate::link::can_hold;
use crate::link::label::LabelKind;
use crate::link::style::Dress;
use crate::model::{Block, BlockKind, Document};
use crate::span::Span;

/// What stands like an entry.
#[derive(Clone, Copy, Debug)]
struct Entry {
    spot: Spot,
    /// True where the tag is set off from the text.
    set: bool,
    /// True where the text looks like a work.
    work: bool,
}

/// Blocks between two entries of one list, at most: parts of an entry that a
/// page border cuts off, and headings such as "Informative References".
const BETWEEN: usize = 4;

/// The entries of all lists of a document, in order. `bodies` are the notes
/// that may be there otherwise.
pub fn entries(document: &Document, bodies: &[Body]) -> Vec<Spot> {
    let mut out = Vec::new();
    for mut run in runs(document) {
        let capital = |entry: &Entry| entry.spot.inner.len() == 1 && !is_number(entry.spot.tag(document));
        if run.iter().filter(|entry| capital(entry)).count() * 2 >= run.len() {
            // a capital is a tag among tags; among its like it is the label of a note
            run.retain(|entry| !capital(entry));
        }
        if !run.is_empty() && is_list(document, bodies, &run) {
            out.extend(run.iter().map(|entry| entry.spot));
        }
    }
    out
}

/// Entries that stand together.
fn runs(document: &Document) -> Vec<Vec<Entry>> {
    let mut out: Vec<Vec<Entry>> = Vec::new();
    let mut between = 0;
    for (at, block) in document.blocks.iter().enumerate().filter(|(_, block)| can_hold(block)) {
        let found = in_block(at, block, &document.layout.lines);
        if found.is_empty() {
            let column =
                out.last().and_then(|run| run.last()).map_or(0, |last| document.blocks[last.spot.block].indent);
            // a row of a table may be a running head that was not known as one
            let aside = matches!(block.kind, BlockKind::Heading | BlockKind::TableRow);
            let goes_on = aside || block.indent > column;
            between += if goes_on { 1 } else { BETWEEN };
            continue;
        }
        match out.last_mut() {
            Some(run) if between < BETWEEN => run.extend(found),
            _ => out.push(found),
        }
        between = 0;
    }
    out
}

/// The entries of a block: at its start, and at line starts below that one.
fn in_block(at: usize, block: &Block, lines: &[u32]) -> Vec<Entry> {
    let text = block.text.text.as_str();
    if !text.starts_with('[') || block.kind == BlockKind::Heading {
        return Vec::new();
    }
    let Some(first) = entry(at, block, 0, lines) else { return Vec::new() };
    let own = column(block, 0, lines);
    let starts = line_starts(block, lines).into_iter().filter(|start| text[*start..].starts_with('['));
    let below = starts.filter(|start| column(block, *start, lines) == own);
    let below = below.filter_map(|start| entry(at, block, start, lines)).filter(|below| below.set);
    std::iter::once(first).chain(below).collect()
}

/// The column of a byte of the clean text, from 0.
fn column(block: &Block, at: usize, lines: &[u32]) -> usize {
    let byte = block.text.source_at(at).unwrap_or(0);
    let line = lines.partition_point(|start| *start as usize <= byte);
    byte - line.checked_sub(1).map_or(0, |line| lines[line] as usize)
}

fn entry(at: usize, block: &Block, start: usize, lines: &[u32]) -> Option<Entry> {
    let text = block.text.text.as_str();
    let close = start + text.as_bytes()[start..].iter().take(LONGEST + 2).position(|b| *b == b']')?;
    let rest = &text[close + 1..];
    // no link definition of Markdown, `[tag]: http://…`, and no sentence that goes on
    if !is_tag(&text[start + 1..close]) || !rest.starts_with(' ') {
        return None;
    }
    let words = close + 1 + (rest.len() - rest.trim_start().len());
    let source = |at: usize| block.text.source_at(at).unwrap_or(0);
    let gap = source(words).saturating_sub(source(close) + 1);
    let spot = Spot { block: at, span: Span::new(start, close + 1), inner: Span::new(start + 1, close) };
    let set = gap >= 2 || hangs(block, start, lines);
    Some(Entry { spot, set, work: looks_like_work(&rest[..rest.floor_char_boundary(400)]) })
}

/// True where the line after the one of `at` stands further in.
fn hangs(block: &Block, at: usize, lines: &[u32]) -> bool {
    let byte = block.text.source_at(at).unwrap_or(0);
    let next = lines.partition_point(|start| *start as usize <= byte);
    let Some(line) = lines.get(next).map(|line| *line as usize) else { return false };
    let (text, pieces) = (&block.text.text, &block.text.pieces);
    // the first text of the next line: a blank that stands for the line end, or
    // a word where the end was dropped
    let first = pieces.partition_point(|piece| (piece.source + piece.source_len) as usize <= line);
    let Some(piece) = pieces.get(first) else { return false };
    let (from, to) = (piece.source as usize, (piece.source + piece.source_len) as usize);
    let blank = text[piece.clean as usize..(piece.clean + piece.len) as usize].trim().is_empty();
    let begins = if blank { to } else { from.max(line) };
    begins - line > column(block, at, lines)
}

/// True where a text has what the mention of a work has: a year, a title in
/// quotes or an address.
fn looks_like_work(text: &str) -> bool {
    let year = |word: &str| {
        let digits: Vec<u8> = word.bytes().filter(u8::is_ascii_digit).collect();
        digits.len() == 4 && matches!(&digits[..2], b"15" | b"16" | b"17" | b"18" | b"19" | b"20")
    };
    text.contains("http") || text.contains(['"', '“', '«', '„']) || text.split_whitespace().any(year)
}

/// True where a run is a list of references.
fn is_list(document: &Document, bodies: &[Body], run: &[Entry]) -> bool {
    let tags = || run.iter().map(|entry| entry.spot.tag(document));
    let headed = is_headed(document, run[0].spot.block);
    let count = |what: fn(&Entry) -> bool| run.iter().filter(|entry| what(entry)).count();
    let (all, set, works) = (run.len(), count(|entry| entry.set), count(|entry| entry.work));
    let numbers = tags().filter(|tag| is_number(tag)).count();
    let holds = match (headed, all) {
        (true, 1) => set == 1 && works == 1 && numbers == 0,
        (true, _) => set * 2 > all || works * 2 > all,
        (false, 1) => false,
        (false, _) => set == all && works * 2 > all && numbers == 0,
    };
    // numbers are notes as often as not: only a list that says so, alone in its
    // document, makes them tags
    let sole = numbers == 0 || numbers == all && headed && ascend(tags()) && alone(document, run, bodies);
    holds && sole && tags().filter(|tag| is_marked(tag)).count() * 2 > all
}

/// True where numbers ascend and none comes twice.
fn ascend<'a>(tags: impl Iterator<Item = &'a str>) -> bool {
    let values: Vec<u32> = tags.filter_map(|tag| tag.parse().ok()).collect();
    values.windows(2).all(|pair| pair[0] < pair[1])
}

/// True where hardly another block of the document begins as a numbered note in
/// brackets. One or the other does: a page border leaves `[41].` at the head of
/// a page.
fn alone(document: &Document, run: &[Entry], bodies: &[Body]) -> bool {
    let own: HashSet<usize> = run.iter().map(|entry| entry.spot.block).collect();
    let note = |body: &&Body| {
        let numbered = body.style.dress == Dress::Bracket && body.style.kind == LabelKind::Number;
        let text = document.blocks[body.block].text.text[body.head.end..].trim_start();
        numbered && body.head.start == 0 && !own.contains(&body.block) && text.starts_with(char::is_uppercase)
    };
    bodies.iter().filter(note).count() * 8 <= run.len()
}

/// True where a heading above a block, or the short block right above it, says
/// that works are listed.
fn is_headed(document: &Document, block: usize) -> bool {
    let above = document.blocks[..block].iter().rev().find(|block| block.kind != BlockKind::RunningHead);
    let near = above.filter(|block| block.text.len() < 60).map(|block| block.text.text.as_str());
    document.blocks[block].section.iter().map(String::as_str).chain(near).any(names_works)
}

/// Headings over works, in lower case; words may stand before ("Normative References").
const NAMES: &[&str] = &[
    "reference",
    "references",
    "bibliography",
    "works cited",
    "literature",
    "literature cited",
    "sources",
    "citations",
    "further reading",
    "literatur",
    "literaturverzeichnis",
    "quellen",
    "bibliographie",
    "références",
    "bibliografía",
    "referencias",
    "bibliografia",
];

/// True for "References", "8.1. Normative References", "Works cited" and so on.
fn names_works(heading: &str) -> bool {
    let bare = heading.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let named = |name: &str| bare.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with(' '));
    bare.split_whitespace().count() <= 4 && NAMES.iter().any(|name| named(name))
}
