//! The feet of pages: which candidates of a page are its notes, where a list or numbered
//! paragraphs of the text have the same labels.
//!
//! ```text
//!    The board asked for:2
//!    1. A wall.
//!    2. A road.
//!    No vote was taken.3
//!
//!    2. Minutes.
//!    3. Second box.
//! ```
//!
//! Notes are the last thing on their page and count up. What stands above them is text, also
//! where it is numbered.

use std::collections::HashSet;

use super::label::Label;
use super::material::Material;

/// The candidates among `bodies` that stand at the foot of their page, where each label that
/// one of `marks` calls on that page, or on the one before without note, has its note there;
/// else `bodies`.
pub fn at_feet(material: &Material, marks: &[usize], bodies: &[usize]) -> Vec<usize> {
    if material.block_pages.is_empty() {
        return bodies.to_vec();
    }
    let called: HashSet<(Label, u32)> =
        marks.iter().map(|mark| (material.marks[*mark].label, material.mark_pages[*mark])).collect();
    let noted: HashSet<(Label, u32)> =
        bodies.iter().map(|body| (material.bodies[*body].label, material.body_pages[*body])).collect();
    let mut out = Vec::with_capacity(bodies.len());
    for page in bodies.chunk_by(|a, b| material.body_pages[*a] == material.body_pages[*b]) {
        let foot = foot(material, page);
        let own = |of: &[usize]| -> HashSet<(Label, u32)> {
            let key = |body: &usize| (material.bodies[*body].label, material.body_pages[*body]);
            let is_called = |(label, page): &(Label, u32)| {
                let before = (*label, page.saturating_sub(1));
                called.contains(&(*label, *page)) || called.contains(&before) && !noted.contains(&before)
            };
            of.iter().map(key).filter(is_called).collect()
        };
        let whole = own(&foot).len() == own(page).len() && !own(&foot).is_empty();
        out.extend(if whole { &foot } else { page });
    }
    out
}

/// The last candidates of a page that count up, with nothing below them and no text between.
/// What does not count along is passed over: a line of a note that begins with a number.
fn foot(material: &Material, page: &[usize]) -> Vec<usize> {
    let (block, value) = (|at: usize| material.bodies[at].block, |at: usize| material.bodies[at].label.value);
    let Some((last, above)) = page.split_last() else { return Vec::new() };
    let number = material.body_pages[*last];
    let is_text = |block: usize| material.block_pages.get(block) == Some(&number);
    let rest = material.block_pages.iter().skip(block(*last) + 1);
    if rest.take_while(|of| **of == number || **of == 0).any(|of| *of == number) {
        return page.to_vec();
    }
    let (mut out, mut below) = (vec![*last], *last);
    for at in above.iter().rev() {
        if (block(*at) + 1..block(below)).any(is_text) {
            break;
        }
        if out.last().is_some_and(|next| value(*at) < value(*next)) {
            out.push(*at);
        }
        below = *at;
    }
    out.reverse();
    out
}
