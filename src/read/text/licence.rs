//! Licence and production text around a work: Project Gutenberg's header and
//! footer, of all vintages.

use super::glyph::plain;
use crate::model::{Block, BlockKind, Meta};

/// Blocks at the start within which a header says whose it is.
const FRONT: usize = 30;

/// Blocks after the start mark that may name the producers.
const PRODUCERS: usize = 6;

/// Marks licence blocks and reads the header's fields.
pub fn mark(blocks: &mut [Block], meta: &mut Meta) {
    if !blocks.iter().take(FRONT).any(|block| block.text.text.contains("Project Gutenberg")) {
        return;
    }
    let start = blocks.iter().position(|block| begins_work(&block.text.text));
    if let Some(start) = start {
        fields(&blocks[..=start], meta);
        set(&mut blocks[..=start]);
        for block in blocks[start + 1..].iter_mut().take(PRODUCERS).filter(|block| is_production(&block.text.text)) {
            set(std::slice::from_mut(block));
        }
    }
    let from = start.map_or(0, |start| start + 1);
    if let Some(end) = blocks[from..].iter().position(|block| ends_work(&block.text.text)) {
        set(&mut blocks[from + end..]);
    }
}

fn set(blocks: &mut [Block]) {
    blocks.iter_mut().filter(|b| b.kind != BlockKind::RunningHead).for_each(|b| b.kind = BlockKind::Licence);
}

fn begins_work(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("***") else { return text.starts_with("*END*THE SMALL PRINT") };
    let rest = rest.trim_start();
    rest.starts_with("START OF TH") && rest.contains("GUTENBERG") || rest.starts_with("END THE SMALL PRINT")
}

fn ends_work(text: &str) -> bool {
    let stars = text.strip_prefix("***").map(str::trim_start);
    if stars.is_some_and(|rest| rest.starts_with("END OF TH") && rest.contains("GUTENBERG")) {
        return true;
    }
    text.len() < 200
        && (text.starts_with("End of the Project Gutenberg") || text.starts_with("End of Project Gutenberg"))
}

/// `Produced by …`, `E-text prepared by …`
fn is_production(text: &str) -> bool {
    let plain = plain(text.get(..80).unwrap_or(text));
    let begins =
        ["produced by", "e text prepared by", "etext prepared by", "this etext was", "this ebook was", "transcribed"];
    begins.iter().any(|b| plain.starts_with(b)) || text.contains("Distributed Proofread") && text.len() < 400
}

/// `Title: …` and `Author: …`, continued on the lines that follow in their block.
fn fields(blocks: &[Block], meta: &mut Meta) {
    for block in blocks {
        let value = |name: &str| block.text.text.strip_prefix(name).map(str::trim).filter(|v| !v.is_empty());
        if let Some(title) = value("Title:") {
            meta.title.get_or_insert_with(|| title.to_owned());
        } else if let Some(author) = value("Author:") {
            meta.author.get_or_insert_with(|| author.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Mapped;
    use BlockKind::{Licence, Paragraph};

    fn read(texts: &[&str]) -> (Vec<BlockKind>, Meta) {
        let block = |text: &&str| Block::new(Paragraph, Mapped::identity(text, 0));
        let mut blocks: Vec<Block> = texts.iter().map(block).collect();
        let mut meta = Meta::default();
        mark(&mut blocks, &mut meta);
        (blocks.into_iter().map(|b| b.kind).collect(), meta)
    }

    #[test]
    fn header_and_footer_are_licence() {
        let (kinds, meta) = read(&[
            "The Project Gutenberg EBook of X",
            "Title: The Works of X",
            "Author: A. Writer",
            "***START OF THE PROJECT GUTENBERG EBOOK X***",
            "E-text prepared by Rick Niles",
            "Text.",
            "End of the Project Gutenberg EBook of X",
            "More",
        ]);
        assert_eq!(kinds, [Licence, Licence, Licence, Licence, Licence, Paragraph, Licence, Licence]);
        assert_eq!((meta.title.as_deref(), meta.author.as_deref()), (Some("The Works of X"), Some("A. Writer")));
    }

    #[test]
    fn a_text_about_gutenberg_is_text() {
        let (kinds, meta) = read(&["Title: A Talk", "He founded Project Gutenberg in 1971.", "End of the day."]);
        assert_eq!(kinds, [Paragraph; 3]);
        assert_eq!(meta.title, None);
    }
}
