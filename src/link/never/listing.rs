//! Listings of code in texts without markup: grammars, declarations, programs.
//!
//! ```text
//! GeneralName ::= CHOICE {
//!      otherName     [0]  OtherName,
//!      rfc822Name    [1]  IA5String,
//! ```
//!
//! What is numbered in these is a member of the code. In a comment a call is one.

use std::collections::HashMap;

use crate::link::bodies::line_offsets;
use crate::model::{Block, BlockKind, Document};
use crate::span::Span;

/// Blocks of a listing after the last one that left a brace open, at most: a page border
/// and its running heads stand between.
const PARTS: usize = 6;

/// Which blocks are listings of code.
#[derive(Debug, Default)]
pub struct Listings {
    /// The lines of each block that is one.
    lines: HashMap<usize, Vec<Line>>,
}

/// A line of a listing.
#[derive(Debug)]
struct Line {
    /// Its first byte in the clean text.
    start: usize,
    /// Where a comment opens in it.
    comment: Option<usize>,
}

impl Listings {
    /// Finds the listings; none where a reader has said what is code.
    pub fn of(document: &Document) -> Self {
        let blocks = &document.blocks;
        if !document.literal.is_empty() || !blocks.iter().any(|block| block.text.text.contains(['{', ';'])) {
            return Listings::default();
        }
        let mut found = HashMap::new();
        let mut open: Option<Open> = None;
        for (at, block) in blocks.iter().enumerate().filter(|(_, block)| block.kind != BlockKind::RunningHead) {
            let before = open.take().filter(|open| at - open.last <= PARTS);
            let lines = lines(block, &document.layout.lines);
            let hard = lines.iter().filter(|line| is_hard(line)).count();
            let soft = lines.iter().filter(|line| is_hard(line) || is_soft(line)).count();
            let row = block.kind == BlockKind::TableRow && before.is_some();
            let is_listing = row || soft * 2 >= lines.len() && (hard > 0 || before.is_some() && soft > 0);
            open = if is_listing { Open::after(before, block, at) } else { before };
            if is_listing {
                found.insert(at, comments(block, &document.layout.lines));
            }
        }
        Listings { lines: found }
    }

    /// True where a place stands in a listing and in no comment of it.
    pub fn hold(&self, block: usize, span: Span) -> bool {
        let Some(lines) = self.lines.get(&block) else { return false };
        let line = &lines[lines.partition_point(|line| line.start <= span.start).saturating_sub(1)..];
        line.first().is_none_or(|line| line.comment.is_none_or(|comment| comment >= span.start))
    }
}

/// What opens a comment.
const COMMENTS: [&str; 6] = ["--", "//", "/*", "* ", "; ", "# "];

/// A listing whose braces are not all closed.
#[derive(Clone, Copy)]
struct Open {
    /// Braces that are open.
    depth: usize,
    /// Its last block so far.
    last: usize,
}

impl Open {
    fn after(before: Option<Open>, block: &Block, at: usize) -> Option<Open> {
        let count = |sign: char| block.text.text.matches(sign).count();
        let depth = (before.map_or(0, |open| open.depth) + count('{')).saturating_sub(count('}'));
        (depth > 0).then_some(Open { depth, last: at })
    }
}

/// The lines of a block, as its clean text has them.
fn lines<'b>(block: &'b Block, starts: &[u32]) -> Vec<&'b str> {
    let text = block.text.text.as_str();
    let mut at = 0;
    let mut out = Vec::new();
    for next in line_offsets(block, starts).into_iter().chain([text.len()]) {
        out.push(text[at..next].trim());
        at = next;
    }
    out
}

/// The lines of a listing, with their comments.
fn comments(block: &Block, starts: &[u32]) -> Vec<Line> {
    let text = block.text.text.as_str();
    let starts: Vec<usize> = [0].into_iter().chain(line_offsets(block, starts)).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let opens = |line: &str| COMMENTS.iter().filter_map(|sign| line.find(sign)).min();
    let line = |(start, end): (usize, usize)| Line { start, comment: opens(&text[start..end]).map(|at| start + at) };
    starts.iter().copied().zip(ends).map(line).collect()
}

/// True for a line that has what only code has.
fn is_hard(line: &str) -> bool {
    let opens = line.ends_with('{') && line.len() > 1;
    line.contains("::=") || opens || matches!(line, "}" | "};" | "},") || is_call(line)
}

/// `shut(gate[1], 2);`, but not `in Crown v. Orrin (1866);`.
fn is_call(line: &str) -> bool {
    let names =
        line.match_indices('(').filter(|(at, _)| line[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    line.ends_with(");") && names.count() > 0
}

/// True for a line that ends as lines of code do, or that is a comment.
fn is_soft(line: &str) -> bool {
    let signs = ["--", "/*", "//"];
    let code = signs.iter().filter_map(|sign| line.find(sign)).min().map_or(line, |at| line[..at].trim_end());
    code.is_empty() || code.ends_with([';', ',', '{', '}']) || line.ends_with("*/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layout;
    use crate::span::Mapped;

    /// What of the numbers in brackets is held to be code.
    fn held(text: &str) -> Vec<&str> {
        let mut document = Document { layout: Layout::of(text.as_bytes()), ..Document::default() };
        let mut at = 0;
        for part in text.split("\n\n") {
            let clean = Mapped::identity(&part.replace('\n', " "), at);
            document.blocks.push(Block::new(BlockKind::Paragraph, clean));
            at += part.len() + 2;
        }
        let listings = Listings::of(&document);
        let mut out = Vec::new();
        for (at, block) in document.blocks.iter().enumerate() {
            let found = block.text.text.match_indices('[').map(|(start, _)| Span::new(start, start + 3));
            let found = found.filter(|span| listings.hold(at, *span));
            out.extend(found.filter_map(|span| {
                let source = block.text.source_at(span.start)?;
                text.get(source..source + 3)
            }));
        }
        out
    }

    #[test]
    fn grammars_and_their_parts_are_listings() {
        let text = "The tide is typed so [9].\n\nTide ::= CHOICE {\n  ebb  [1] Height,\n  flood  [2] Height,\n\n\
                    \x20 slack  [3] INTEGER DEFAULT 0,\n  spring  [4] Height }\n\nIt is told in [5], so.\n";
        assert_eq!(held(text), ["[1]", "[2]", "[3]", "[4]"]);
    }

    #[test]
    fn a_call_in_a_comment_stays() {
        let text = "struct tide {\n  int ebb[2];\n  -- as in [3]\n  int flood[4];  /* see [5] */\n};\n";
        assert_eq!(held(text), ["[2]", "[4]"]);
    }

    #[test]
    fn prose_with_the_same_signs_is_none() {
        for text in [
            "The weir [1];\nthe mill [2],\nthe quay [3];\n",
            "The courts had it so in Crown v. Orrin [1] (1866);\nbut the fee was paid [2].\n",
            "A set {of tides} is kept [1], and\nthe keeper has it [2];\nso it is.\n",
        ] {
            assert!(held(text).is_empty(), "{text}");
        }
    }
}
