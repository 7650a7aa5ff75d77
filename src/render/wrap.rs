//! Wrapping runs to a width of the terminal, in columns (Unicode width).
//!
//! Lines break at blanks, and beside wide (East Asian) characters, but not
//! before closing or after opening punctuation. A word wider than the line
//! stays whole, so that addresses can be copied.

use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Look;
use super::runs::{Role, Run};

/// Signs that may not begin a line.
const NO_START: &str = "、。，．！？：；）」』】〉》〕ー々…’”)]},.;:!?%";
/// Signs that may not end a line.
const NO_END: &str = "（「『【〈《〔“‘([{";

/// A stretch without a break in it.
#[derive(Default)]
struct Piece {
    runs: Vec<Run>,
    width: usize,
    /// The blank before it, if there is one.
    blank: Option<Role>,
    /// Line ends before it: 1 begins a line, 2 a paragraph.
    ends: usize,
}

/// No text is wrapped narrower than this, in columns.
const MIN_WIDTH: usize = 12;
/// Nor wider: longer lines are hard to read.
pub(super) const MAX_WIDTH: usize = 100;

/// The lines of `runs`, each at most `width` columns where words allow it.
/// Paragraphs (`\n\n`) are parted by an empty line.
pub fn wrap(runs: &[Run], width: usize) -> Vec<Vec<Run>> {
    let mut lines: Vec<Vec<Run>> = Vec::new();
    let mut column = 0;
    for piece in pieces(runs) {
        let blank = usize::from(piece.blank.is_some());
        let fits = column + blank + piece.width <= width;
        if lines.is_empty() || piece.ends > 0 || !fits {
            let empty = if lines.is_empty() { 0 } else { piece.ends.min(2).saturating_sub(1) };
            lines.extend(vec![Vec::new(); empty + 1]);
            column = 0;
        }
        let Some(line) = lines.last_mut() else { continue };
        if let (Some(role), true) = (piece.blank, column > 0) {
            push(line, " ", role);
            column += 1;
        }
        piece.runs.iter().for_each(|run| push(line, &run.text, run.role));
        column += piece.width;
    }
    lines
}

/// The width of `text` in columns.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The end of `text` cut to at most `columns`, with `…` where it was cut.
pub fn keep_end(text: &str, columns: usize) -> String {
    let flipped = text.graphemes(true).rev();
    let (kept, cut) = take(flipped, columns);
    let kept: String = kept.into_iter().rev().collect();
    if cut { format!("…{kept}") } else { kept }
}

/// The start of `text` cut to at most `columns`, with `…` where it was cut.
pub fn keep_start(text: &str, columns: usize) -> String {
    let (kept, cut) = take(text.graphemes(true), columns);
    let kept: String = kept.concat();
    if cut { format!("{kept}…") } else { kept }
}

/// The first graphemes that fit, and whether any did not.
fn take<'a>(graphemes: impl Iterator<Item = &'a str>, columns: usize) -> (Vec<&'a str>, bool) {
    let all: Vec<&str> = graphemes.collect();
    if all.iter().map(|g| g.width()).sum::<usize>() <= columns {
        return (all, false);
    }
    let mut left = columns.saturating_sub(1);
    let fits = |g: &&str| {
        let fits = g.width() <= left;
        left = left.saturating_sub(g.width());
        fits
    };
    (all.into_iter().take_while(fits).collect(), true)
}

fn pieces(runs: &[Run]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut next = Piece::default();
    let mut open = false;
    let mut previous = "";
    for run in runs {
        for grapheme in run.text.graphemes(true) {
            if grapheme.chars().all(char::is_whitespace) && !is_glue(grapheme) {
                next.blank = Some(run.role);
                next.ends += grapheme.matches('\n').count();
                open = false;
            } else {
                if !open || breaks(previous, grapheme, run.role) {
                    out.push(std::mem::take(&mut next));
                    open = true;
                }
                if let Some(piece) = out.last_mut() {
                    push(&mut piece.runs, grapheme, run.role);
                    piece.width += grapheme.width();
                }
            }
            previous = grapheme;
        }
    }
    out
}

/// Writes runs as a paragraph, wrapped to the width of the terminal; the first
/// line begins with the first of `indents`, the others with the second.
///
/// # Errors
/// Those of the writer.
pub fn paragraph(runs: &[Run], look: &Look, indents: (&str, &str), out: &mut dyn Write) -> io::Result<()> {
    let width = look.width.min(MAX_WIDTH).saturating_sub(indents.1.len()).max(MIN_WIDTH);
    for (i, line) in wrap(runs, width).iter().enumerate() {
        if !line.is_empty() {
            write!(out, "{}", if i == 0 { indents.0 } else { indents.1 })?;
        }
        for run in line {
            write!(out, "{}", run.painted(look.color))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Blanks at which no line breaks.
fn is_glue(grapheme: &str) -> bool {
    matches!(grapheme, "\u{a0}" | "\u{202f}" | "\u{2007}")
}

/// True where a line may break between two neighbours without a blank.
fn breaks(previous: &str, next: &str, role: Role) -> bool {
    let wide = |g: &str| g.width() > 1;
    (wide(previous) || wide(next)) && role != Role::Label && !NO_START.contains(next) && !NO_END.contains(previous)
}

fn push(line: &mut Vec<Run>, text: &str, role: Role) {
    match line.last_mut() {
        Some(last) if last.role == role => last.text.push_str(text),
        _ => line.push(Run { text: text.to_owned(), role }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        let lines = wrap(&[Run::new(text, Role::Text)], width);
        lines.iter().map(|line| line.iter().map(|run| run.text.as_str()).collect()).collect()
    }

    #[test]
    fn words_fill_the_line_and_no_more() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("  one\ttwo ", 80), ["one two"]);
        assert_eq!(wrapped("https://example.org/long is", 5), ["https://example.org/long", "is"]);
        assert!(wrapped("", 10).is_empty());
    }

    #[test]
    fn paragraphs_are_parted() {
        assert_eq!(wrapped("one\n\ntwo\nthree", 20), ["one", "", "two", "three"]);
    }

    #[test]
    fn width_is_counted_in_columns() {
        assert_eq!(wrapped("日本語のテキスト。終", 8), ["日本語の", "テキス", "ト。終"]);
        assert_eq!(wrapped("e\u{301}te\u{301} vu", 6), ["e\u{301}te\u{301} vu"]);
    }

    #[test]
    fn roles_survive_the_wrap() {
        let runs = [Run::new("a blo", Role::Text), Run::new("ody no", Role::Match), Run::new("se", Role::Text)];
        let lines = wrap(&runs, 8);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0][1], Run::new("ody", Role::Match));
        assert_eq!(lines[1][0], Run::new("no", Role::Match));
    }

    #[test]
    fn cutting_says_so() {
        assert_eq!((keep_end("abcdef", 4), keep_start("abcdef", 4)), ("…def".to_owned(), "abc…".to_owned()));
        assert_eq!(keep_end("日本語", 5), "…本語");
        assert_eq!(keep_start("abc", 3), "abc");
    }
}
