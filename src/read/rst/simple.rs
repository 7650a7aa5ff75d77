//! Tables whose columns are shown by rules of `=` alone.

use super::Walker;
use super::grid::{block, trimmed};
use crate::read::lines::Line;
use crate::span::Span;

/// True for a line such as `=====  ===`: at least two columns.
pub fn is_border(line: &str) -> bool {
    line.contains(' ') && line.bytes().all(|b| b == b'=' || b == b' ')
}

/// Reads the table that begins in a line, up to the rule that a blank line
/// follows. A line with nothing in its first column goes on with the row above.
pub fn read(walker: &mut Walker, at: usize) {
    let columns = columns(walker.words(at));
    let limit = walker.frame().end;
    let mut line = at + 1;
    let mut row: Vec<Vec<Span>> = Vec::new();
    while line < limit {
        let words = walker.words(line);
        let rule = is_border(words) || words.starts_with('=') && words.bytes().all(|b| b == b'=');
        let below = walker.lines.get(line + 1).is_none_or(Line::is_blank) || line + 1 >= limit;
        if rule {
            write(walker, &std::mem::take(&mut row));
            if below {
                line += 1;
                break;
            }
        } else if !words.is_empty() && !words.bytes().all(|b| b == b'-' || b == b' ') {
            let cells = cells(walker, line, walker.lines[at].indent, &columns);
            if cells.first().is_none_or(|first| !first.is_empty()) {
                write(walker, &std::mem::take(&mut row));
            }
            row.push(cells);
        }
        line += 1;
    }
    write(walker, &row);
    walker.go_to(line);
}

/// The columns, in characters, at which the signs of a rule begin.
fn columns(rule: &str) -> Vec<usize> {
    let starts = |at: &usize| rule.as_bytes()[*at] == b'=' && (*at == 0 || rule.as_bytes()[*at - 1] == b' ');
    (0..rule.len()).filter(starts).collect()
}

/// The cells of a line; the last one goes to its end. A word that stands across
/// a border belongs to the cell before.
fn cells(walker: &Walker, line: usize, margin: usize, columns: &[usize]) -> Vec<Span> {
    let Line { text, end, indent } = walker.lines[line];
    let words = &walker.text[text..end];
    let mut borders = Vec::with_capacity(columns.len() + 1);
    for column in columns {
        let column = (margin + column).saturating_sub(indent);
        let byte = words.char_indices().nth(column).map_or(words.len(), |(byte, _)| byte);
        let inside = byte > 0 && byte < words.len() && !words[..byte].ends_with(char::is_whitespace);
        borders.push(if inside { None } else { Some(text + byte) });
    }
    let mut out: Vec<Span> = Vec::new();
    let mut open = text;
    for border in borders.iter().skip(1).chain([&Some(end)]) {
        match border {
            Some(border) => {
                out.push(trimmed(walker.text, open, *border));
                open = *border;
            }
            None => out.push(Span::new(open, open)),
        }
    }
    out
}

/// Writes a row: in one block if it is of one line, else a block a cell.
fn write(walker: &mut Walker, row: &[Vec<Span>]) {
    if let [line] = row {
        return block(walker, line, true);
    }
    for column in 0..row.first().map_or(0, Vec::len) {
        let parts: Vec<Span> = row.iter().filter_map(|line| line.get(column).copied()).collect();
        block(walker, &parts, false);
    }
}
