//! Brackets of code: `/ledger[1]/leaf[1]`, `w[2] = w[1] + 1`, `cells[1].text`.

use std::collections::HashSet;

use super::super::label::LabelKind;
use super::super::markers::{Attach, Mark};
use super::super::style::Dress;
use super::place::last_word;
use crate::model::Document;

/// Longest name that is code everywhere once it was met as code. Longer ones
/// are words too, and may bear a call elsewhere.
const SHORT: usize = 2;

/// Leaves out numbers in brackets that are indices: by what stands around
/// them, and for short names that are indexed in one place, in every place.
pub fn leave_out(document: &Document, marks: &mut Vec<Mark>) {
    let text = |mark: &Mark| document.blocks[mark.block].text.text.as_str();
    if !marks.iter().any(may_index) {
        return;
    }
    let mut names: HashSet<&str> = marks
        .iter()
        .filter(|mark| is_index(text(mark), mark))
        .map(|mark| name(&text(mark)[..mark.span.start]))
        .filter(|name| name.chars().count() <= SHORT || name.contains('_'))
        .collect();
    names.extend(document.blocks.iter().flat_map(|block| counted_from_zero(&block.text.text)));
    marks.retain(|mark| {
        let own = name(&text(mark)[..mark.span.start]);
        !(is_index(text(mark), mark) || may_index(mark) && names.contains(own))
    });
}

/// True for brackets that could be an index at all.
fn may_index(mark: &Mark) -> bool {
    mark.style.dress == Dress::Bracket && mark.style.kind == LabelKind::Number && mark.attach == Attach::After
}

/// True where what stands around the brackets is code.
fn is_index(text: &str, mark: &Mark) -> bool {
    if !may_index(mark) {
        return false;
    }
    let (before, after) = (&text[..mark.span.start], &text[mark.span.end..]);
    let name = name(before);
    let above = &before[..before.len() - name.len()];
    let starts_path = above.strip_suffix('/').is_some_and(|rest| {
        let last = rest.chars().next_back();
        last.is_none_or(|c| c.is_whitespace() || "]/(“\"'`".contains(c))
    });
    let next = |sign: char| after.strip_prefix(sign).map_or("", |rest| rest);
    let ident = |rest: &str| rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
    // `ledger[1]/leaf[1]`, but `he[1]/she`
    let step = ident(next('/')) > 0 && next('/')[ident(next('/'))..].starts_with('[');
    let field = next('.').starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let assigned = after.starts_with(" = ") || after.starts_with(" := ") || after.starts_with(" + ");
    let operand = above.ends_with("= ") || above.ends_with("+ ");
    !name.is_empty() && (starts_path || step || field || assigned || operand)
}

/// The names that are indexed by 0, which no note has for its number.
fn counted_from_zero(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("[0]").map(|(at, _)| name(&text[..at])).filter(|name| !name.is_empty())
}

/// The name before the brackets.
fn name(before: &str) -> &str {
    let word = last_word(before);
    let with_lines = before[..before.len() - word.len()].trim_end_matches(|c: char| c == '_' || c.is_alphanumeric());
    &before[with_lines.len()..]
}

#[cfg(test)]
mod tests {
    use super::super::super::markers;
    use super::*;
    use crate::model::{Block, BlockKind};
    use crate::span::Mapped;

    fn kept(text: &str) -> usize {
        let block = Block::new(BlockKind::Paragraph, Mapped::identity(text, 0));
        let document = Document { blocks: vec![block], ..Document::default() };
        let mut marks = Vec::new();
        markers::scan(0, text, &mut marks);
        leave_out(&document, &mut marks);
        marks.len()
    }

    #[test]
    fn indices_are_no_calls() {
        for text in ["at /book[1]/page[2] of it", "t[1] = 0 and t[2], says t[1].", "rows[3].name", "x = y[1]"] {
            assert_eq!(kept(text), 0, "{text}");
        }
    }

    #[test]
    fn calls_after_words_stay() {
        for text in ["the book[1] and", "vitamin C[1] is", "and/or[1]", "in it[1]. The", "he[1]/she", "the end[1] - so"]
        {
            assert_eq!(kept(text), 1, "{text}");
        }
    }
}
