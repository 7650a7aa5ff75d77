//! Tables drawn with `+`, `-` and `|`.

use super::Walker;
use crate::model::BlockKind;
use crate::span::Span;

/// True for a line such as `+-----+=====+`.
pub fn is_border(line: &str) -> bool {
    line.len() > 2 && line.starts_with("+") && line.ends_with('+') && line.bytes().all(|b| b"+-=".contains(&b))
}

/// Reads the table that begins in a line: a row for each line or stretch of
/// lines between two borders. A row of one line is one block; in a taller one
/// each cell is a block, so that its text is whole.
pub fn read(walker: &mut Walker, at: usize) {
    let words = |line: usize| walker.words(line);
    let limit = walker.frame().end;
    let is_row = |line: &usize| words(*line).starts_with(['+', '|']);
    let end = (at..limit).find(|line| !is_row(line)).unwrap_or(limit);
    let mut row: Vec<usize> = Vec::new();
    for line in at..end {
        if is_border(walker.words(line)) {
            write(walker, &std::mem::take(&mut row));
        } else {
            row.push(line);
        }
    }
    write(walker, &row);
    walker.go_to(end);
}

/// Writes the row of some lines.
fn write(walker: &mut Walker, row: &[usize]) {
    let cells: Vec<Vec<Span>> = row.iter().map(|line| cells(walker, *line)).collect();
    let columns = cells.first().map_or(0, Vec::len);
    if cells.len() > 1 && cells.iter().all(|line| line.len() == columns) {
        for column in 0..columns {
            let parts: Vec<Span> = cells.iter().map(|line| line[column]).filter(|span| !span.is_empty()).collect();
            block(walker, &parts, false);
        }
    } else {
        cells.iter().for_each(|line| block(walker, line, true));
    }
}

/// A block of some stretches of the source, with bars between them or not.
pub fn block(walker: &mut Walker, parts: &[Span], bars: bool) {
    let parts: Vec<Span> = parts.iter().copied().filter(|span| !span.is_empty()).collect();
    let Some((first, last)) = parts.first().zip(parts.last()) else { return };
    walker.open_block(BlockKind::TableRow, first.start);
    for (at, part) in parts.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).map(|before| parts[before].end) {
            if bars {
                walker.builder.replaced(" | ", Span::new(before, part.start));
            } else {
                walker.builder.skip(Span::new(before, part.start));
                walker.builder.blank(Span::new(before, part.start));
            }
        }
        walker.inline(part.start, part.end);
    }
    walker.builder.end_block(last.end);
}

/// The cells of a line `| a | b |`, without white space around them. A bar
/// stands between blanks: `|name|` is none.
fn cells(walker: &Walker, line: usize) -> Vec<Span> {
    let (start, end) = (walker.content(line).0, walker.lines[line].end);
    let bytes = walker.text.as_bytes();
    let blank = |at: usize| at < start || at >= end || bytes[at].is_ascii_whitespace() || bytes[at] == b'|';
    let rule = |from: usize, to: usize| from >= start && to <= end && bytes[from..to].iter().all(|b| b"-=".contains(b));
    let is_bar = |at: &usize| match bytes[*at] {
        b'|' => *at == start || *at + 1 == end || blank(*at - 1) && blank(*at + 1),
        // the corner of a rule that not all columns have
        b'+' => *at == start || rule(at.saturating_sub(2), *at) || rule(*at + 1, *at + 3),
        _ => false,
    };
    let bars: Vec<usize> = (start..end).filter(is_bar).collect();
    let cell = |pair: &[usize]| trimmed(walker.text, pair[0] + 1, pair[1]);
    bars.windows(2).map(cell).collect()
}

/// The bytes `from..to` without white space and rules at their ends.
pub fn trimmed(text: &str, from: usize, to: usize) -> Span {
    let words = &text[from..to];
    if words.trim().bytes().all(|b| b"+-=".contains(&b)) && words.contains("--") {
        return Span::new(from, from);
    }
    let start = from + words.len() - words.trim_start().len();
    Span::new(start, start.max(from + words.trim_end().len()))
}
