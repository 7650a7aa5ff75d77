//! Bullets that are stars, and bars that draw: neither opens a note.

use std::collections::HashSet;

use super::super::bodies::Body;
use super::super::label::{Label, LabelKind};
use super::super::markers::Mark;
use super::super::material::Material;
use super::super::style::{Dress, LIKELY, Style};
use crate::model::{BlockKind, Document};

const SIGN: Style = Style { dress: Dress::Bare, kind: LabelKind::Sign };

/// Items that make a list of themselves; two do below a colon. Three notes by
/// the same sign in a row are not met: printers take another sign.
const FEWEST: usize = 3;

/// Lines of a drawing that make it one.
const DRAWN: usize = 2;

/// Leaves out the items of lists by stars, and every bar of a document that
/// draws with bars.
pub fn leave_out(document: &Document, material: &mut Material) {
    let bar = Label::sign("|");
    if material.marks.iter().any(|mark| Some(mark.label) == bar) && draws(document) {
        material.marks.retain(|mark| Some(mark.label) != bar);
        material.bodies.retain(|body| Some(body.label) != bar);
    }
    leave_out_items(document, material);
}

fn leave_out_items(document: &Document, material: &mut Material) {
    let star = Label::sign("*");
    let places: Vec<usize> = material
        .bodies
        .iter()
        .filter(|body| body.style == SIGN && Some(body.label) == star)
        .map(|body| body.block)
        .collect();
    let mut items = HashSet::new();
    let mut first = 0;
    for at in 1..=places.len() {
        if at < places.len() && places[at] <= places[at - 1] + 1 {
            continue;
        }
        let run = &places[first..at];
        let above = run[0].checked_sub(1).map(|above| document.blocks[above].text.text.trim_end());
        let announced = above.is_some_and(|text| text.ends_with(':'));
        if run.len() >= FEWEST || run.len() == FEWEST - 1 && announced {
            items.extend(run.iter().copied());
        }
        first = at;
    }
    if items.is_empty() {
        return;
    }
    let is_star = |body: &Body| body.style == SIGN && Some(body.label) == star;
    let others = material.bodies.iter().filter(|body| is_star(body) && !items.contains(&body.block)).count();
    let calls = material.marks.iter().filter(|mark| Some(mark.label) == star && is_call(document, mark)).count();
    // where stars are bullets, one that stands alone is a bullet as well, unless
    // each of them has its call
    let bullets = calls != others;
    // old books set a star before the verse that a note is about, but no lists
    material.marks.retain(|mark| Some(mark.label) != star || mark.span.start > 0);
    material.bodies.retain(|body| !(is_star(body) && (bullets || items.contains(&body.block))));
}

/// True for a star glued to the end of a word or to its stop.
fn is_call(document: &Document, mark: &Mark) -> bool {
    let text = &document.blocks[mark.block].text.text;
    let before = text[..mark.span.start].chars().next_back();
    let next = text[mark.span.end..].chars().next().unwrap_or(' ');
    let glued = before.is_some_and(|c| c.is_alphabetic() || ".,;:!?)”\"’".contains(c));
    glued && mark.weight >= LIKELY && (next.is_whitespace() || ".,;:!?)”\"’—–".contains(next))
}

/// True where blocks are drawings made of characters: corners, arrows, or
/// rows in which bars stand between nothing but lines.
fn draws(document: &Document) -> bool {
    let drawn = document.blocks.iter().filter(|block| {
        let text = &block.text.text;
        let corner = ["+--", "--+", "|--", "--|", "-->", "<--"].iter().any(|sign| text.contains(sign));
        let row = block.kind == BlockKind::TableRow && text.matches('|').count() >= 2;
        text.contains('|') && (corner || row)
    });
    drawn.take(DRAWN).count() == DRAWN
}
