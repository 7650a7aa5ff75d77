//! Lines to chunks: which lines make one block.

use std::ops::Range;

use super::furniture::is_furniture;
use super::glyph::{ends_sentence, last_sign};
use super::label::{Label, Style, label};
use super::lines::Line;
use super::shape::{Shape, follows, is_full};
use super::table;
use crate::model::BlockKind;
use crate::read::fields::{header, is_field_of_works};

/// Lines that make one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Indices of the lines.
    pub lines: Range<usize>,
    /// What the shape alone says; most are `Paragraph` at first.
    pub kind: BlockKind,
    /// `=` or `-` where the last line is the rule under a heading.
    pub underline: Option<char>,
}

impl Chunk {
    /// A chunk of the given kind.
    pub fn new(lines: Range<usize>, kind: BlockKind) -> Self {
        Chunk { lines, kind, underline: None }
    }
}

/// Lines at the start among which fields may stand.
const FRONT: usize = 30;

/// Lines of at most this width may be verse where other lines are paragraphs.
const VERSE: u32 = 70;

/// Makes chunks; lines for which `head` is true are running heads and stand
/// each alone, and so do those for which `label` is, the labels of notes below.
pub fn chunks(lines: &[Line], head: &[bool], label: &[bool], shape: Shape) -> Vec<Chunk> {
    let mut out = Vec::with_capacity(lines.len() / 4);
    let mut at = 0;
    while at < lines.len() {
        if head[at] {
            out.push(Chunk::new(at..at + 1, BlockKind::RunningHead));
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < lines.len() && !head[end] && !label[end] && follows(&lines[end - 1], &lines[end]) {
            end += 1;
        }
        split(lines, at..end, shape, &mut out);
        at = end;
    }
    out
}

/// Splits a run of lines without blank lines between into chunks.
fn split(lines: &[Line], range: Range<usize>, shape: Shape, out: &mut Vec<Chunk>) {
    let run = &lines[range.clone()];
    let table = table::rows(run);
    let apart = each_line_apart(run, shape);
    let fields = range.start < FRONT && are_fields(run);
    let mut start = 0;
    let mut kind = None;
    for i in 0..run.len() {
        let alone = if is_rule(run[i].text) {
            Some(BlockKind::Chrome)
        } else if table[i] {
            Some(BlockKind::TableRow)
        } else if is_atx(run[i].text) {
            Some(BlockKind::Heading)
        } else {
            None
        };
        if i > start
            && !underlines(&run[i - 1..=i])
            && (alone.is_some()
                || kind.is_some()
                || apart
                || fields && run[i].indent <= run[0].indent
                || i >= start + 2 && underlines(&run[i - 2..i])
                || begins(run, start, i, shape))
        {
            push(lines, range.start + start..range.start + i, kind, out);
            start = i;
            kind = None;
        }
        if i == start {
            kind = alone;
        }
    }
    push(lines, range.start + start..range.end, kind, out);
}

fn push(lines: &[Line], range: Range<usize>, kind: Option<BlockKind>, out: &mut Vec<Chunk>) {
    if range.len() >= 2 && underlines(&lines[range.end - 2..range.end]) {
        if range.len() > 2 {
            out.push(Chunk::new(range.start..range.end - 2, kind.unwrap_or(BlockKind::Paragraph)));
        }
        let mut chunk = Chunk::new(range.end - 2..range.end, BlockKind::Heading);
        chunk.underline = lines[range.end - 1].text.chars().next();
        out.push(chunk);
        return;
    }
    out.push(Chunk::new(range, kind.unwrap_or(BlockKind::Paragraph)));
}

/// A line of signs without a word: `* * *`, `-----`.
pub fn is_rule(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| is_rule_sign(c) || c.is_whitespace())
        && text.chars().filter(|c| !c.is_whitespace()).count() >= 3
}

fn is_rule_sign(c: char) -> bool {
    matches!(c, '*' | '-' | '_' | '=' | '~' | '#' | '+' | '•' | '·' | '—' | '–' | '―' | '─' | '.' | '/' | '|')
}

/// `## Heading`
fn is_atx(text: &str) -> bool {
    let rest = text.trim_start_matches('#');
    (1..=6).contains(&(text.len() - rest.len())) && rest.starts_with([' ', '\t']) && rest.len() < 200
}

/// True where the second line is a rule that underlines the first.
fn underlines(pair: &[Line]) -> bool {
    let [title, rule] = pair else { return false };
    let sign = rule.text.as_bytes()[0];
    matches!(sign, b'=' | b'-' | b'~')
        && rule.text.bytes().all(|b| b == sign)
        && rule.width >= 3
        && rule.indent.abs_diff(title.indent) <= 2
        && (rule.width * 2 >= title.width && rule.width <= title.width + 4)
        && !is_rule(title.text)
        && title.width <= 100
        && (sign == b'=' || !title.text.contains(" | "))
}

/// True for `Title: …`, `Author: …`, `Date: …`, a line each, as collections and
/// memoranda begin; a longer value goes on indented.
/// Counter-example: verse or a dialogue, whose names are not those of fields.
fn are_fields(run: &[Line]) -> bool {
    let mut names = Vec::new();
    for line in run.iter().filter(|line| line.indent <= run[0].indent) {
        match header(line.text) {
            Some((name, _)) => names.push(name),
            None => return false,
        }
    }
    names.len() >= 2 && names.into_iter().any(is_field_of_works)
}

/// True where every line of the run is a block of its own.
fn each_line_apart(run: &[Line], shape: Shape) -> bool {
    match shape {
        Shape::Lines => !is_verse(run),
        Shape::Wrapped(width) => run.iter().any(|line| line.right() > 2 * width.max(60)),
    }
}

/// Short lines that mostly don't end as sentences do.
pub fn is_verse(run: &[Line]) -> bool {
    run.len() >= 2
        && run.iter().all(|line| line.width <= VERSE)
        && run.iter().filter(|line| !ends_sentence(line.text)).count() * 2 >= run.len()
        && label(run[0].text).is_none()
        && !run.iter().any(|line| is_furniture(line.text))
}

/// True where a block's lines are verse: in wrapped text, most of them end
/// long before the width.
pub fn stands_as_verse(run: &[Line], shape: Shape) -> bool {
    let Shape::Wrapped(width) = shape else { return is_verse(run) };
    let full = run.windows(2).filter(|pair| is_full(&pair[0], &pair[1], width)).count();
    is_verse(run) && width >= 50 && full * 4 < run.len()
}

/// True where line `i` of a run begins a block; the present one began at `start`.
fn begins(run: &[Line], start: usize, i: usize, shape: Shape) -> bool {
    let Shape::Wrapped(width) = shape else { return is_bullet(label(run[i].text)) };
    if let Some(label) = label(run[i].text)
        && begins_with_label(run, start, i, label, width)
    {
        return true;
    }
    let (here, before) = (centred(&run[i], width), centred(&run[i - 1], width));
    let numeral = run[i].width <= 4 || run[i - 1].width <= 4;
    here != before || here && numeral || begins_by_indent(run, start, i)
}

/// A short line in the middle of the column, set apart by a deep indent.
fn centred(line: &Line, width: u32) -> bool {
    let left = u32::from(line.indent);
    left >= 10 && line.width * 2 <= width && (left + line.right()).abs_diff(width) <= 8
}

fn is_bullet(label: Option<Label>) -> bool {
    label.is_some_and(|l| l.style == Style::Bullet)
}

/// A label may be chance in wrapped text: it counts where the line before has
/// ended, or where it goes on from the label before it.
fn begins_with_label(run: &[Line], start: usize, i: usize, this: Label, width: u32) -> bool {
    let before = &run[i - 1];
    let ended = ends_sentence(before.text) || !is_full(before, &run[i], width) || before.text.ends_with([':', ']']);
    let first = label(run[start].text);
    let goes_on = |a: Label, b: Label| a.style == b.style && b.value == a.value + 1;
    match this.style {
        Style::Footnote => true,
        Style::Bullet => ended || is_bullet(first) && run[start].indent == run[i].indent,
        Style::Symbol => ended || first.is_some_and(|f| f.style == Style::Symbol) && run[i].text.len() > 3,
        Style::Square | Style::Superscript if ended => true,
        _ if first.is_some_and(|f| goes_on(f, this)) => true,
        _ => {
            let later = run[i + 1..].iter().filter_map(|line| label(line.text)).any(|l| goes_on(this, l));
            ended && (later || this.value == 1)
        }
    }
}

/// A first-line indent, or the end of a hanging one, after a line that ends a
/// sentence.
fn begins_by_indent(run: &[Line], start: usize, i: usize) -> bool {
    let (before, line) = (&run[i - 1], &run[i]);
    if before.indent == line.indent || !matches!(last_sign(before.text), Some('.' | '!' | '?' | ':' | '…')) {
        return false;
    }
    let next = run.get(i + 1).map(|next| next.indent);
    let deeper = line.indent >= before.indent + 2 && next.is_none_or(|next| next < line.indent);
    let hangs = i > start + 1 && run[start + 1].indent > run[start].indent && line.indent == run[start].indent;
    deeper || hangs && before.indent > line.indent
}

#[cfg(test)]
mod tests {
    use super::super::lines::scan;
    use super::super::shape::shape;
    use super::*;

    fn blocks(text: &str) -> Vec<Vec<String>> {
        let scanned = scan(text);
        let head = vec![false; scanned.lines.len()];
        let chunks = chunks(&scanned.lines, &head, &head, shape(&scanned.lines));
        chunks.iter().map(|c| scanned.lines[c.lines.clone()].iter().map(|l| l.text.to_owned()).collect()).collect()
    }

    const FULL: &str = "The writer of this book was temporarily attached to the British\n\
                        Treasury during the war and was their official representative at\n";

    #[test]
    fn a_first_line_indent_begins_a_paragraph() {
        let text = format!(
            "{FULL}the Peace Conference.\n   He resigned from these positions when it became evident that\nhope could no longer be had.\n"
        );
        assert_eq!(blocks(&text).len(), 2);
        let verse = "The old man sat\n  beside the sea\nand told the tale\n  of you and me\n";
        assert_eq!(blocks(verse).len(), 1);
    }

    #[test]
    fn ascending_labels_begin_blocks_and_chance_ones_do_not() {
        let text = format!("{FULL}the Peace.\n1. First note that is here.\n2. Second note.\n3. Third.\n");
        assert_eq!(blocks(&text).len(), 4);
        let chance = format!(
            "{FULL}the Peace Conference which opened its sessions in the cold of the\n12. Dragoons hall, and went on until the summer came to its end and\nall went home.\n"
        );
        assert_eq!(blocks(&chance).len(), 1);
    }

    #[test]
    fn symbols_after_a_sentence_begin_blocks() {
        let text = format!("{FULL}the end.\n* Ver. 85.\n† Past. ii. 45.\n");
        assert_eq!(blocks(&text).len(), 3);
    }

    #[test]
    fn a_centred_line_stands_alone() {
        let text = format!("{FULL}and so.\n                              II\n{FULL}and so.\n");
        assert_eq!(blocks(&text).iter().map(Vec::len).collect::<Vec<_>>(), [3, 1, 3]);
    }

    #[test]
    fn an_underlined_title_stands_alone() {
        let text = format!("{FULL}\nA Title\n=======\n{FULL}");
        assert_eq!(blocks(&text)[1], ["A Title", "======="]);
        assert_eq!(blocks(&text).len(), 3);
    }

    #[test]
    fn where_a_line_is_a_paragraph_verse_stays_whole() {
        let long = "A long paragraph on one line. ".repeat(12);
        let text = format!("{long}\n{long}\n\nShall I compare thee\nto a summer's day,\nthou art\n\n{long}\n{long}\n");
        assert_eq!(blocks(&text).len(), 5);
    }
}
