//! What kind of block an element makes.

use super::furniture;
use super::label;
use super::site::Site;
use super::tag::Tag;
use super::token::Attr;
use super::tree::Id;
use crate::model::BlockKind;

/// What an element makes of the text in it.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The kind of its blocks.
    pub kind: BlockKind,
    /// Depth of the heading that it is; 0 for all else.
    pub level: u8,
    /// True for an element that leaves the kind of the one around it.
    pub keeps: bool,
    /// True where the blocks in it are parts of one block.
    pub joins: bool,
    /// True for verse.
    pub is_verse: bool,
    /// True for a line of verse.
    pub is_line: bool,
}

/// What element `id` makes of the text in it.
pub fn of(site: &Site, id: Id) -> Shape {
    let tag = site.tree.node(id).tag;
    let mut out =
        Shape { kind: BlockKind::Paragraph, level: 0, keeps: false, joins: false, is_verse: false, is_line: false };
    match tag {
        Tag::Li | Tag::Dd | Tag::Dt => out.kind = BlockKind::ListItem,
        Tag::Figcaption | Tag::Caption => out.kind = BlockKind::Caption,
        Tag::P | Tag::Div | Tag::Section | Tag::Center => out.keeps = true,
        Tag::Tr if is_row(site, id) => (out.kind, out.joins) = (BlockKind::TableRow, true),
        Tag::Td | Tag::Th => out.keeps = true,
        Tag::Span => out.is_line = true,
        _ => {}
    }
    if let Some(level) = level(site, id) {
        (out.level, out.kind, out.keeps) = (level, BlockKind::Heading, false);
    }
    if let Some(class) = site.tree.attr(id, Attr::Class) {
        let class = class.to_ascii_lowercase();
        let has = |words: &[&str]| class.split_ascii_whitespace().any(|word| words.contains(&word));
        let is_block = matches!(tag, Tag::P | Tag::Div) && out.kind == BlockKind::Paragraph && out.level == 0;
        if is_block
            && site.weight_of(id) < CAPTION
            && class.split_ascii_whitespace().any(|name| furniture::meaning(name).caption)
        {
            (out.kind, out.keeps) = (BlockKind::Caption, false);
        }
        out.joins |= has(&["stanza", "linegroup", "line-group", "lg", "strophe", "verse-group"]);
        out.is_verse = out.joins && tag != Tag::Tr || has(&["poem", "poetry", "verse", "poetry-container"]);
        out.is_line |= tag != Tag::Span && has(&["line", "verse", "l", "v"]);
    }
    out
}

/// Most text of what a class calls the caption of a picture.
const CAPTION: u32 = 600;

/// The depth of the heading that an element is.
fn level(site: &Site, id: Id) -> Option<u8> {
    let tree = &site.tree;
    if let Some(level) = tree.node(id).tag.heading() {
        return Some(level);
    }
    let heading = tree.node(id).tag.is_block() && tree.attr(id, Attr::Role) == Some("heading");
    heading.then(|| tree.attr(id, Attr::AriaLevel).and_then(|level| level.trim().parse().ok()).unwrap_or(2))
}

/// Longest row of a table, in bytes; what is longer is laid out as one.
const ROW: u32 = 2000;

/// True for a row of a table of figures or words, not of one that lays out a
/// page: more than one cell, short, and no blocks in the cells but one each.
fn is_row(site: &Site, row: Id) -> bool {
    let tree = &site.tree;
    if site.weight_of(row) > ROW {
        return false;
    }
    let cells = tree.children(row).filter(|cell| matches!(tree.node(*cell).tag, Tag::Td | Tag::Th));
    let mut count = 0;
    for cell in cells {
        count += 1;
        let mut blocks = 0;
        for at in tree.inside(cell) {
            let tag = tree.node(at).tag;
            if tag.heading().is_some() || matches!(tag, Tag::Table | Tag::Ul | Tag::Ol | Tag::Pre | Tag::Blockquote) {
                return false;
            }
            blocks += u32::from(tag.is_block() && tag != Tag::Hr);
        }
        if blocks > 2 {
            return false;
        }
    }
    count > 1
}

/// The number that a text says of a page: `12`, `[12]`, `Page xii`, `{12}`, `[Pg 12]`.
pub fn page_number(text: &str) -> Option<String> {
    let text = text
        .trim()
        .trim_matches(|c: char| matches!(c, '[' | ']' | '{' | '}' | '(' | ')' | '|' | '-' | '—' | '.' | ':' | '*'));
    let text = text.trim();
    let number = text.rsplit(|c: char| c.is_whitespace() || c == '.').next()?;
    let words =
        text[..text.len() - number.len()].trim_end_matches(|c: char| c.is_whitespace() || c == '.').to_lowercase();
    let known = matches!(words.as_str(), "" | "page" | "pg" | "p" | "pp" | "seite" | "s" | "pagina" | "página");
    (known && is_page(number)).then(|| number.to_owned())
}

/// The number in the id of a page: `Page_12`, `page-xii`, `pg12`.
pub fn page_of_id(id: &str) -> Option<String> {
    let lower = id.to_ascii_lowercase();
    let rest = lower.strip_prefix("page").or_else(|| lower.strip_prefix("pg"))?;
    let number = rest.trim_start_matches(['_', '-', '.']);
    is_page(number).then(|| number.to_owned())
}

fn is_page(number: &str) -> bool {
    let digits = !number.is_empty() && number.len() <= 5 && number.bytes().all(|b| b.is_ascii_digit());
    let roman =
        !number.is_empty() && number.len() <= 9 && number.to_ascii_lowercase().chars().all(|c| "ivxlcdm".contains(c));
    digits || roman
}

/// True for raised text that is digits and what parts them.
pub fn is_raised(text: &str) -> bool {
    text.trim().chars().all(|c| label::raised_digit(c).is_some() || ",–- ".contains(c))
        && text.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages() {
        for (text, want) in
            [("[12]", "12"), ("Page xii", "xii"), ("[Pg 3]", "3"), ("p. 7", "7"), ("{v}", "v"), ("*413", "413")]
        {
            assert_eq!(page_number(text).as_deref(), Some(want), "{text}");
        }
        assert_eq!((page_number("Chapter 3"), page_number("")), (None, None));
        assert_eq!((page_of_id("Page_12").as_deref(), page_of_id("pageant")), (Some("12"), None));
    }
}
