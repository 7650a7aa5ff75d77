//! Digits glued to words beside digits after stops.
//!
//! Where the calls after a stop (`the quay.3`) count up without a gap, a digit
//! glued to a word (`type4 bollard`) between two of them has no place in the
//! series unless it goes on from the one before: it belongs to its word.

use super::super::label::LabelKind;
use super::super::markers::Mark;
use super::super::style::{Dress, LIKELY, Style};
use super::place::last_word;
use crate::model::Document;

const DIGITS: Style = Style { dress: Dress::Bare, kind: LabelKind::Number };

/// Calls after stops that prove the shape.
const FEWEST: usize = 3;

/// Leaves out digits glued to words that stand outside a proven series.
pub fn leave_out(document: &Document, marks: &mut Vec<Mark>) {
    let glued = |mark: &Mark| {
        let text = &document.blocks[mark.block].text.text;
        mark.style == DIGITS && !last_word(&text[..mark.span.start]).is_empty()
    };
    let after_stops = marks.iter().enumerate().filter(|(_, mark)| mark.style == DIGITS && !glued(mark));
    let shape = shape(after_stops);
    // the first call may be one after a word, `defendant Walker1`
    if shape.len() < FEWEST || shape[0].1 > 2 {
        return;
    }
    let steps = shape.windows(2).filter(|pair| counts_on(pair[0].1, pair[1].1)).count();
    if steps + 1 < shape.len() {
        return;
    }
    let stranger = |at: usize, value: u32| {
        let next = shape.partition_point(|(place, _)| *place < at);
        let before = next.checked_sub(1).map_or(0, |before| shape[before].1);
        value != before + 1
    };
    let keep: Vec<bool> =
        marks.iter().enumerate().map(|(at, mark)| !glued(mark) || !stranger(at, mark.label.value)).collect();
    let mut keep = keep.into_iter();
    marks.retain(|_| keep.next().unwrap_or(true));
}

/// The calls after stops, with their labels. What is doubtful by its place, as
/// in `in 1904.3 The`, is one where it goes on from the one before.
fn shape<'a>(after_stops: impl Iterator<Item = (usize, &'a Mark)>) -> Vec<(usize, u32)> {
    let mut out: Vec<(usize, u32)> = Vec::new();
    let mut doubtful = false;
    for (at, mark) in after_stops {
        let (value, before) = (mark.label.value, out.last().map_or(0, |last| last.1));
        let likely = mark.weight >= LIKELY;
        if likely && doubtful && value == before {
            out.pop();
        }
        if likely || value == before + 1 {
            out.push((at, value));
            doubtful = !likely;
        }
    }
    out
}

/// True where one label follows another, or begins anew.
fn counts_on(before: u32, next: u32) -> bool {
    next == before + 1 || next == 1
}
