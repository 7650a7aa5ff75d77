//! Signs that links mark as markers and labels of notes.

use std::ops::Range;

use super::chunk::Cell;
use super::marks;
use super::model::{At, Pages};

/// Signs over which the file draws a link to a line that begins with the same
/// sign, on the page or the next, are taken as raised, both: LaTeX and Typst link
/// markers so. A sign behind a blank is none (`section 12`), nor one in brackets. A
/// rectangle over one figure of a number means the number: some programs draw the
/// link of `88` over its last figure.
pub fn raise(pages: &mut Pages) {
    let mut raise: Vec<(At, Range<usize>)> = Vec::new();
    for (at, page) in pages.pages.iter().enumerate() {
        for link in page.links.iter().filter(|link| link.to.page == at || link.to.page == at + 1) {
            let Some((line, cells)) = page.under(link.from) else { continue };
            let cells = whole_number(&page.lines[line].cells, cells);
            let text: String = page.lines[line].cells[cells.clone()].iter().map(|cell| cell.c).collect();
            let glued = cells.start > 0 && page.lines[line].cells[cells.start - 1].c != ' ';
            if !glued || text.starts_with('[') || marks::label_of(&text).is_none() {
                continue;
            }
            let Some(to) = pages.near(link.to) else { continue };
            let count = text.chars().count();
            let own = &pages.line(to).cells;
            let longer = own.get(count).is_some_and(|cell| cell.c.is_ascii_digit()) && text.ends_with(is_digit);
            if !longer && own.iter().take(count).map(|cell| cell.c).eq(text.chars()) {
                raise.push((At { page: at, line }, cells));
                raise.push((to, 0..count));
            }
        }
    }
    for (at, cells) in raise {
        pages.pages[at.page].lines[at.line].cells[cells].iter_mut().for_each(|cell| cell.raised = true);
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// The cells of a number of which some are given; other cells as they are.
fn whole_number(cells: &[Cell], part: Range<usize>) -> Range<usize> {
    let digit = |at: usize| cells.get(at).is_some_and(|cell| is_digit(cell.c));
    if part.is_empty() || !part.clone().all(digit) {
        return part;
    }
    // a raised figure and a level one beside it are two numbers
    let raised = cells[part.start].raised;
    let kin = |at: usize| digit(at) && cells[at].raised == raised;
    let before = (0..part.start).rev().take_while(|at| kin(*at)).count();
    let after = (part.end..cells.len()).take_while(|at| kin(*at)).count();
    part.start - before..part.end + after
}
