//! What can be no note, by what stands around it: text right behind a label,
//! enumerations within a sentence, years, numbered headings.

use std::collections::HashSet;

use super::super::bodies::Body;
use super::super::label::LabelKind;
use super::super::material::Material;
use super::super::style::{Dress, Style};
use crate::model::{BlockKind, Document};

/// From here on a number is rather a year or a sum than a label, unless its
/// neighbours count along.
const HIGH: u32 = 1000;

/// Leaves out the candidates that can be no notes.
pub fn leave_out(document: &Document, material: &mut Material) {
    let bodies = &material.bodies;
    let mut out: HashSet<usize> = HashSet::new();
    out.extend((1..bodies.len()).filter(|at| is_text_of_label(document, bodies, *at)));
    out.extend((0..bodies.len()).filter(|at| is_lone_high_number(bodies, *at)));
    out.extend(enumerations(document, bodies));
    let paged = document.layout.pages.iter().any(|page| page.number.is_some());
    out.extend((0..bodies.len()).filter(|at| !paged && is_heading(document, bodies, *at)));
    let mut at = 0..;
    material.bodies.retain(|_| at.next().is_some_and(|at| !out.contains(&at)));
}

/// True where a number stands right behind a label that is alone on its line:
///
/// ```text
/// 5
/// 1884 was the year of the fire.
/// ```
///
/// It is the first word of note 5. Counter-example: the number of a page, then
/// note `12` among notes `11` and `13`.
fn is_text_of_label(document: &Document, bodies: &[Body], at: usize) -> bool {
    let (label, own) = (&bodies[at - 1], &bodies[at]);
    let bare = |body: &Body| body.style == Style { dress: Dress::Bare, kind: LabelKind::Number };
    if !(bare(label) && bare(own) && label.block == own.block && label.head.end <= own.head.start) {
        return false;
    }
    let between = &document.blocks[own.block].text.text[label.head.end..own.head.start];
    between.trim().is_empty() && !counts_along(bodies, at)
}

/// True for a number of four digits beside which no other counts along. In brackets at
/// the start of a block it may name an entry of a list, `[2026] Brook, S.`
fn is_lone_high_number(bodies: &[Body], at: usize) -> bool {
    let own = &bodies[at];
    let entry = own.style.dress == Dress::Bracket && own.head.start == 0;
    let proven = own.style.dress == Dress::Returned;
    own.style.kind == LabelKind::Number && own.label.value >= HIGH && !entry && !proven && !counts_along(bodies, at)
}

/// Candidates of the same style, on both sides, among which a neighbour is looked for.
const BESIDE: usize = 3;

/// True where a candidate of the same style near by has the number before or after.
fn counts_along(bodies: &[Body], at: usize) -> bool {
    let own = &bodies[at];
    let alike = |other: &&Body| other.style == own.style;
    let counts = |other: &Body| other.label.value.abs_diff(own.label.value) == 1;
    let before = bodies[..at].iter().rev().filter(alike).take(BESIDE);
    before.chain(bodies[at + 1..].iter().filter(alike).take(BESIDE)).any(counts)
}

/// True for the heading of a numbered part, `2. Validity`, with text before the next
/// one. Notes in a row may look so to the reader; these have neighbours. So may a short
/// note at the foot of a page: where there are pages, nothing is said.
fn is_heading(document: &Document, bodies: &[Body], at: usize) -> bool {
    let own = &bodies[at];
    let loose = matches!(own.style.dress, Dress::Dot | Dress::Bare | Dress::Close);
    let heading = |block: usize| document.blocks.get(block).is_some_and(|block| block.kind == BlockKind::Heading);
    let beside = |other: &Body| other.style == own.style && other.block.abs_diff(own.block) <= 1;
    let in_row = at > 0 && beside(&bodies[at - 1]) || bodies.get(at + 1).is_some_and(beside);
    loose && own.head.start == 0 && own.style.kind != LabelKind::Sign && heading(own.block) && !in_row
}

/// The items of enumerations that are parts of one sentence: `exports were:`
/// `(1) iron,` `(2) coal, and` `(3) wool.`
fn enumerations(document: &Document, bodies: &[Body]) -> Vec<usize> {
    let mut out = Vec::new();
    let mut first = 0;
    for at in 1..=bodies.len() {
        let goes_on = bodies.get(at).is_some_and(|next| {
            let last = &bodies[at - 1];
            next.style == last.style && next.label.value == last.label.value + 1 && next.block <= last.block + 2
        });
        if goes_on {
            continue;
        }
        let run = first..at;
        first = at;
        if run.len() >= 2 && bodies[run.start].label.value == 1 && is_sentence(document, &bodies[run.clone()]) {
            out.extend(run);
        }
    }
    out
}

/// True where the text above announces the items and all but the last end in the
/// middle of a sentence.
fn is_sentence(document: &Document, items: &[Body]) -> bool {
    let Some(first) = items.first().filter(|first| first.style.dress != Dress::Footnote && !first.titled) else {
        return false;
    };
    let open = |text: &str| {
        let text = text.trim_end();
        text.ends_with([',', ';']) || text.ends_with(" and") || text.ends_with(" or")
    };
    let text = |body: &Body| document.blocks[body.block].text.text.as_str();
    let above = match first.head.start {
        0 => first.block.checked_sub(1).map_or("", |above| document.blocks[above].text.text.as_str()),
        start => &text(first)[..start],
    };
    let announced = above.trim_end().ends_with([':', '—', ',', ';']);
    let ends = items.windows(2).filter(|pair| match pair[0].block == pair[1].block {
        true => open(&text(&pair[0])[pair[0].head.end..pair[1].head.start]),
        false => open(&document.blocks[pair[1].block - 1].text.text),
    });
    announced && ends.count() + 1 == items.len()
}

#[cfg(test)]
mod tests {
    use super::super::super::bodies;
    use super::*;
    use crate::model::{Block, Layout};
    use crate::span::Mapped;

    /// The labels of the candidates that stay, of blocks parted by empty lines.
    fn kept(text: &str) -> Vec<u32> {
        let mut document = Document { layout: Layout::of(text.as_bytes()), ..Document::default() };
        let mut at = 0;
        for part in text.split("\n\n") {
            let heading = part.starts_with('#');
            let kind = if heading { BlockKind::Heading } else { BlockKind::Paragraph };
            let own = &part[usize::from(heading)..];
            document
                .blocks
                .push(Block::new(kind, Mapped::identity(&own.replace('\n', " "), at + usize::from(heading))));
            at += part.len() + 2;
        }
        let mut material = Material::default();
        for (at, block) in document.blocks.iter().enumerate() {
            bodies::scan(at, block, &document.layout.lines, &mut material.bodies);
        }
        leave_out(&document, &mut material);
        material.bodies.iter().map(|body| body.label.value).collect()
    }

    #[test]
    fn a_number_behind_a_label_is_its_text() {
        assert_eq!(kept("5\n1884 was the year of the flood.\n6\n40 men signed it."), [5, 6]);
        // a page, then a note among others
        assert_eq!(kept("11 The mill.\n3\n12 The weir.\n13 The quay."), [11, 3, 12, 13]);
    }

    #[test]
    fn years_are_no_labels_unless_they_count_along() {
        assert_eq!(kept("4 See the map.\n\n1731 was a dry year.\n\n5 The clerk."), [4, 5]);
        assert_eq!(kept("1000 See the map.\n\n1001 The clerk."), [1000, 1001]);
        assert_eq!(kept("[2026] Brook, S., Gates."), [2026]);
    }

    #[test]
    fn items_of_a_sentence_are_no_notes() {
        assert!(kept("The exports were:\n\n(1) iron,\n\n(2) coal, and\n\n(3) wool.").is_empty());
        assert_eq!(kept("The exports fell.\n\n(1) See the list.\n\n(2) Ibid."), [1, 2]);
    }

    #[test]
    fn headings_with_text_between_are_no_notes() {
        assert!(kept("#1. The Weir\n\nIt was built.\n\n#2. The Mill\n\nIt fell.").is_empty());
        assert_eq!(kept("#1. The Weir, p. 4\n\n#2. The Mill, p. 9"), [1, 2]);
    }
}
