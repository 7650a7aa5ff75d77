//! Brackets of code: `/ledger[1]/leaf[1]`, `w[2] = w[1] + 1`, `cells[1].text`, and what
//! stands in listings.

use std::collections::HashSet;

use super::super::label::LabelKind;
use super::super::material::Material;
use super::super::style::Dress;
use super::listing::Listings;
use super::place::last_word;
use crate::model::Document;
use crate::span::Span;

/// Longest name that is code everywhere once it was met as code. Longer ones
/// are words too, and may bear a call elsewhere.
const SHORT: usize = 2;

/// What of a document is code, for numbers in brackets.
pub struct Code<'d> {
    document: &'d Document,
    listings: Listings,
    /// Names that are indexed in one place, and so in every place.
    names: HashSet<&'d str>,
}

impl<'d> Code<'d> {
    /// Looks for the code of a document.
    pub fn of(document: &'d Document) -> Self {
        let mut names = HashSet::new();
        for text in document.blocks.iter().map(|block| block.text.text.as_str()).filter(|text| text.contains('[')) {
            let indices = numbers(text).filter(|span| is_index(text, *span)).map(|span| name(&text[..span.start]));
            names.extend(indices.filter(|name| name.chars().count() <= SHORT || name.contains('_')));
            names.extend(counted_otherwise(text));
        }
        Code { document, listings: Listings::of(document), names }
    }

    /// True for a number in brackets that is an index or the tag of a member.
    pub fn holds(&self, block: usize, span: Span) -> bool {
        let text = self.document.blocks[block].text.text.as_str();
        let own = name(&text[..span.start]);
        is_index(text, span) || self.names.contains(own) || self.listings.hold(block, span)
    }

    /// Leaves out the candidates that stand in code.
    pub fn leave_out(&self, material: &mut Material) {
        material.marks.retain(|mark| match (mark.style.dress, mark.style.kind) {
            (Dress::Bracket, LabelKind::Number) => !self.holds(mark.block, mark.span),
            (Dress::Super | Dress::Footnote, _) => true,
            _ => !self.listings.hold(mark.block, mark.span),
        });
        material
            .bodies
            .retain(|body| body.style.dress == Dress::Footnote || !self.listings.hold(body.block, body.head));
    }
}

/// The numbers in brackets in a text.
fn numbers(text: &str) -> impl Iterator<Item = Span> {
    text.match_indices('[').filter_map(|(at, _)| {
        let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let end = at + 1 + digits;
        (digits > 0 && text[end..].starts_with(']')).then(|| Span::new(at, end + 1))
    })
}

/// True where what stands around the brackets is code.
fn is_index(text: &str, span: Span) -> bool {
    let (before, after) = (&text[..span.start], &text[span.end..]);
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
    let assigned = [" = ", " := ", " + ", " << ", " == ", " != "].iter().any(|sign| after.starts_with(sign));
    let operand = ["= ", "+ ", "= &", "= *"].iter().any(|sign| above.ends_with(sign));
    // `ebb_tide[2]`, but `_Of Tides_[2]` and `_Tide_[2]` in italics
    let joined = name.trim_matches('_').contains('_') && !name.starts_with('_');
    !name.is_empty() && (starts_path || step || field || assigned || operand || joined)
}

/// The names that are indexed by 0, which no note has for its number, or by a variable.
/// Counter-example: `alumn[i]`, an editor's letter, stands once and bears no number.
fn counted_otherwise(text: &str) -> impl Iterator<Item = &str> {
    const INDICES: [&str; 10] = ["[0]", "[i]", "[i+", "[i-", "[i ", "[j]", "[k]", "[n]", "[n-", "[n+"];
    let found = text.match_indices('[').filter(|(at, _)| INDICES.iter().any(|index| text[*at..].starts_with(index)));
    found.map(|(at, _)| name(&text[..at])).filter(|name| !name.is_empty())
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
        let mut material = Material::default();
        markers::scan(0, text, &mut material.marks);
        Code::of(&document).leave_out(&mut material);
        material.marks.len()
    }

    #[test]
    fn indices_are_no_calls() {
        for text in [
            "at /book[1]/page[2] of it",
            "t[1] = 0 and t[2], says t[1].",
            "rows[3].name",
            "x = y[1]",
            "of ebb_tide[2] it",
            "tide[n-1] and tide[1]",
        ] {
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
