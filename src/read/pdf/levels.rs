//! How deep headings are: as the bookmarks say, else by their type.

use std::collections::{BTreeMap, HashMap};

use crate::model::BlockKind;

use super::blocks::Block;
use super::links::Bookmark;
use super::model::Pages;

/// Type by which headings are told apart: size in half points, bold.
type Type = (i32, bool);

/// The level of each block, 0 for what is no heading. A short paragraph that
/// stands in the bookmarks with the same words on the same page becomes a heading.
pub fn levels(pages: &Pages, blocks: &mut [Block], bookmarks: &[Bookmark]) -> Vec<u8> {
    let mut marked: HashMap<String, Vec<(&Bookmark, Option<usize>)>> = HashMap::new();
    for bookmark in bookmarks {
        let key = plain(&bookmark.title);
        if !key.is_empty() {
            marked.entry(key).or_default().push((bookmark, bookmark.to.map(|to| to.page)));
        }
    }
    let of_bookmarks: Vec<Option<u8>> = blocks.iter_mut().map(|block| bookmark(pages, block, &marked)).collect();
    let kind = |block: &Block| ((block.size * 2.0).round() as i32, block.bold);
    let mut types: BTreeMap<Type, Vec<u8>> = BTreeMap::new();
    for (block, level) in blocks.iter().zip(&of_bookmarks).filter(|(block, _)| block.kind == BlockKind::Heading) {
        types.entry(kind(block)).or_default().extend(level);
    }
    let mut by_type: HashMap<Type, u8> = HashMap::new();
    let mut above = 0u8;
    for (kind, mut known) in types.into_iter().rev() {
        known.sort_unstable();
        let level = known.get(known.len() / 2).copied().unwrap_or(above.saturating_add(1)).min(9);
        by_type.insert(kind, level);
        above = level;
    }
    let level = |(block, bookmark): (&Block, &Option<u8>)| match block.kind {
        BlockKind::Heading => bookmark.or_else(|| by_type.get(&kind(block)).copied()).unwrap_or(1),
        _ => 0,
    };
    blocks.iter().zip(&of_bookmarks).map(level).collect()
}

fn bookmark(pages: &Pages, block: &mut Block, marked: &HashMap<String, Vec<(&Bookmark, Option<usize>)>>) -> Option<u8> {
    if block.lines.len() > 4 || !matches!(block.kind, BlockKind::Heading | BlockKind::Paragraph) {
        return None;
    }
    let text: String = block.lines.iter().map(|at| pages.line(*at).text()).collect::<Vec<_>>().join(" ");
    let key = plain(&text);
    let page = block.lines[0].page;
    let found = marked.get(&key).or_else(|| marked.get(key.trim_start_matches(|c: char| c.is_numeric())))?;
    let (bookmark, _) = found.iter().find(|(_, to)| to.is_none_or(|to| to == page))?;
    block.kind = BlockKind::Heading;
    Some(bookmark.level)
}

/// Letters and figures alone, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
