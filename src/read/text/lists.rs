//! Quotations set apart, and items of lists.

use super::Facts;
use super::label::{Label, Style, label};
use crate::model::{Block, BlockKind};

/// Columns by which a quotation is set in, at least.
const SET_IN: u16 = 2;

/// Marks indented blocks and verse as quotations.
pub fn mark_quotations(blocks: &mut [Block], facts: &[Facts]) {
    let Some(margin) = margin(blocks, facts) else { return };
    for i in 0..blocks.len() {
        let fact = facts[i];
        if blocks[i].kind != BlockKind::Paragraph || label(&blocks[i].text.text).is_some() {
            continue;
        }
        let set_in = fact.indent >= margin + SET_IN && fact.indent < 24;
        let after = i > 0 && blocks[i - 1].kind == BlockKind::Quotation && facts[i - 1].indent <= fact.indent;
        if set_in && (fact.lines >= 2 || after) || fact.verse && fact.lines >= 3 {
            blocks[i].kind = BlockKind::Quotation;
        }
    }
}

/// The indent of most text; `None` where there is no such.
fn margin(blocks: &[Block], facts: &[Facts]) -> Option<u16> {
    let mut lines = [0usize; 32];
    for (block, fact) in blocks.iter().zip(facts).filter(|(b, _)| b.kind == BlockKind::Paragraph) {
        if let Some(slot) = lines.get_mut(usize::from(fact.indent)) {
            *slot += block.text.len();
        }
    }
    let most = lines.iter().copied().max().filter(|most| *most > 0)?;
    lines.iter().position(|n| *n == most).map(|at| at as u16)
}

/// Marks bulleted blocks, and runs of numbered ones, as items. What may be
/// notes as well (`[1] …`, `1 …`) stays a paragraph.
pub fn mark_items(blocks: &mut [Block]) {
    let labels: Vec<Option<Label>> =
        blocks.iter().map(|b| if b.kind == BlockKind::Paragraph { label(&b.text.text) } else { None }).collect();
    let goes_on = |a: Option<Label>, b: Option<Label>| {
        a.zip(b).is_some_and(|(a, b)| a.style == b.style && a.value + 1 == b.value && a.value > 0)
    };
    for i in 0..blocks.len() {
        let Some(this) = labels[i] else { continue };
        let before = i.checked_sub(1).and_then(|j| labels[j]);
        let after = labels.get(i + 1).copied().flatten();
        let item = match this.style {
            Style::Bullet => true,
            Style::Dot | Style::Paren | Style::Round => goes_on(before, labels[i]) || goes_on(labels[i], after),
            _ => false,
        };
        if item {
            blocks[i].kind = BlockKind::ListItem;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Mapped;
    use BlockKind::{ListItem, Paragraph, Quotation};

    fn blocks(texts: &[&str]) -> Vec<Block> {
        texts.iter().map(|text| Block::new(Paragraph, Mapped::identity(text, 0))).collect()
    }

    #[test]
    fn runs_of_numbers_and_bullets_are_items() {
        let mut list = blocks(&["1. Coal.", "2. Iron.", "Text.", "• Peat", "7. Alone.", "[1] Note.", "[2] Note."]);
        mark_items(&mut list);
        let kinds: Vec<_> = list.iter().map(|b| b.kind).collect();
        assert_eq!(kinds, [ListItem, ListItem, Paragraph, ListItem, Paragraph, Paragraph, Paragraph]);
    }

    #[test]
    fn what_is_set_in_is_a_quotation() {
        let mut list = blocks(&["A long paragraph of text at the margin.", "He wrote this.", "* Note", "One line."]);
        let facts = [(0, 4), (4, 3), (4, 2), (4, 1)].map(|(indent, lines)| Facts { indent, lines, ..Facts::default() });
        mark_quotations(&mut list, &facts);
        let kinds: Vec<_> = list.iter().map(|b| b.kind).collect();
        assert_eq!(kinds, [Paragraph, Quotation, Paragraph, Paragraph]);
    }
}
