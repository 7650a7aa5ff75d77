//! ALTO: what text recognition found on the pages of a scan.
//!
//! A text block is a block, what stands in the margins above and below is a
//! running head. Notes are not marked up, so those of plain text are looked for.

use super::builder::Builder;
use super::decoded;
use super::xml::stack::Stack;
use super::xml::{self, Event, Events, Tag};
use crate::error::Result;
use crate::model::{BlockKind, Document, Layout, Page, Recognised};
use std::collections::HashMap;

/// True for ALTO: by the name of the root.
pub fn sniff(bytes: &[u8]) -> bool {
    xml::root(bytes).is_some_and(|root| root.eq_ignore_ascii_case("alto"))
}

/// Reads the pages.
///
/// # Errors
///
/// `Unreadable` for what is no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let declared = xml::declared_encoding(bytes);
    decoded::read(bytes, declared.as_deref(), |text| {
        let builder = Builder::new(Layout::of(text.as_bytes()));
        let walk = Walk {
            builder,
            stack: Stack::default(),
            tags: HashMap::new(),
            hyphen: Hyphen::None,
            recognised: Vec::new(),
        };
        let mut document = walk.run(text);
        document.by_markup = false;
        Ok(document)
    })
}

/// A word that the end of a line parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hyphen {
    None,
    /// The hyphen is that of the line.
    Line,
    /// The hyphen is the word's own: `well-known`.
    Word,
}

struct Walk<'a> {
    builder: Builder,
    /// Open elements with the kind of the blocks in them.
    stack: Stack<'a, BlockKind>,
    /// Kinds of blocks by the id of a tag.
    tags: HashMap<String, BlockKind>,
    hyphen: Hyphen,
    recognised: Vec<Recognised>,
}

/// Physical pages count from 1; some programs count from 0, or write 0 for every page
/// of a batch.
fn count_from_one(pages: &mut [Page]) {
    if pages.iter().all(|page| page.number != Some(0)) {
        return;
    }
    let ascends = pages.windows(2).all(|pair| pair[0].number < pair[1].number);
    for (at, page) in (1..).zip(pages.iter_mut()) {
        page.number = page.number.filter(|_| ascends).map_or(Some(at), |number| number.checked_add(1));
    }
}

impl<'a> Walk<'a> {
    fn run(mut self, text: &'a str) -> Document {
        let mut events = Events::new(text, 0);
        for event in events.by_ref() {
            match event {
                Event::Open(tag) if self.stack.has_room() => {
                    let kind = self.stack.top().copied().unwrap_or(BlockKind::Paragraph);
                    let kind = self.open(&tag, kind);
                    self.stack.push(tag.name, kind);
                }
                Event::Close(name, span) => {
                    for _ in 0..self.stack.ending(name) {
                        self.stack.pop();
                    }
                    if name == "TextBlock" {
                        self.builder.end_block(span.start);
                    }
                }
                _ => {}
            }
        }
        self.builder.degraded = events.damage();
        let mut document = self.builder.finish(text.len());
        document.layout.recognised = self.recognised;
        count_from_one(&mut document.layout.pages);
        document
    }

    fn open(&mut self, tag: &Tag<'a>, kind: BlockKind) -> BlockKind {
        match tag.name {
            "LayoutTag" | "StructureTag" | "RoleTag" | "OtherTag" => self.tag(tag),
            "Page" => {
                let number = tag.attribute("PHYSICAL_IMG_NR").and_then(|number| number.trim().parse().ok());
                let label = tag.attribute("PRINTED_IMG_NR").map(|label| label.trim().to_owned());
                self.builder.page(number, label.filter(|label| !label.is_empty()), tag.span.start);
            }
            "TopMargin" | "BottomMargin" | "LeftMargin" | "RightMargin" => return BlockKind::RunningHead,
            "PrintSpace" => return BlockKind::Paragraph,
            "ComposedBlock" => return self.tagged(tag).unwrap_or(kind),
            "TextBlock" => {
                let kind = self.tagged(tag).unwrap_or(kind);
                match kind {
                    BlockKind::Heading => self.builder.heading(1, tag.span.end),
                    kind => self.builder.block(kind, tag.span.end),
                }
                self.hyphen = Hyphen::None;
                return kind;
            }
            "TextLine" if self.hyphen == Hyphen::None => self.builder.line_end(tag.span),
            "SP" => self.builder.blank(tag.span),
            "HYP" if self.hyphen == Hyphen::None => self.hyphen = Hyphen::Line,
            "String" => self.word(tag),
            _ => {}
        }
        kind
    }

    /// A tag that says what kind of zone it is; names are those of SegmOnto and
    /// of newspaper scans.
    fn tag(&mut self, tag: &Tag<'a>) {
        let label = tag.attribute("LABEL").unwrap_or_default().to_lowercase();
        let named = |names: &[&str]| names.iter().any(|name| label.contains(name));
        let kind = if named(&["running", "header", "footer", "numbering", "page-number", "pagenum", "quiremark"]) {
            BlockKind::RunningHead
        } else if named(&["heading", "headline"]) {
            BlockKind::Heading
        } else if named(&["caption"]) {
            BlockKind::Caption
        } else {
            return;
        };
        if let Some(id) = tag.attribute("ID") {
            self.tags.insert(id.into_owned(), kind);
        }
    }

    fn tagged(&self, tag: &Tag<'a>) -> Option<BlockKind> {
        let tags = tag.attribute("TAGREFS")?;
        tags.split_whitespace().find_map(|tag| self.tags.get(tag).copied())
    }

    /// A word, or the part of one before or after the end of a line.
    fn word(&mut self, tag: &Tag<'a>) {
        let Some((text, span)) = tag.place("CONTENT") else { return };
        match std::mem::replace(&mut self.hyphen, Hyphen::None) {
            Hyphen::None => self.builder.blank(tag.span),
            Hyphen::Line => self.builder.join(),
            Hyphen::Word => {}
        }
        if let Some(sure) = tag.attribute("WC").and_then(|sure| sure.trim().parse::<f32>().ok()) {
            let (start, end) = (span.start as u32, span.end as u32);
            self.recognised.push(Recognised { start, end, confidence: (sure.clamp(0.0, 1.0) * 100.0).round() as u8 });
        }
        if text.len() == span.len() && !text.is_empty() {
            self.builder.text(&text, span.start);
        } else {
            self.builder.replaced(&text, span);
        }
        if tag.has("SUBS_TYPE", "HypPart1") {
            let stem = text.trim_end_matches(['-', '¬', '\u{ad}']);
            let whole = tag.attribute("SUBS_CONTENT").unwrap_or_default();
            let own = whole.strip_prefix(stem).is_some_and(|rest| rest.starts_with('-'));
            self.hyphen = if own { Hyphen::Word } else { Hyphen::Line };
            if own && stem.len() == text.len() {
                self.builder.replaced("-", tag.span);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lines: &str) -> String {
        format!(
            "<alto><Layout><Page PHYSICAL_IMG_NR='7'><PrintSpace><TextBlock>{lines}</TextBlock></PrintSpace></Page></Layout></alto>"
        )
    }

    #[test]
    fn words_lines_and_hyphens() {
        let part = |one: &str, two: &str, whole: &str| {
            format!(
                "<TextLine><String CONTENT='of'/><SP/><String CONTENT='{one}' SUBS_TYPE='HypPart1' SUBS_CONTENT='{whole}'/><HYP CONTENT='-'/></TextLine><TextLine><String CONTENT='{two}' SUBS_TYPE='HypPart2' SUBS_CONTENT='{whole}'/><SP/><String CONTENT='law&amp;'/></TextLine>"
            )
        };
        for (one, two, whole, want, joins) in [
            ("inter", "national", "international", "of international law&", 1),
            ("well", "known", "well-known", "of well-known law&", 0),
            ("inter-", "national", "international", "of international law&", 1),
        ] {
            let source = page(&part(one, two, whole));
            let document = read(source.as_bytes()).unwrap();
            let text = &document.blocks[0].text;
            assert_eq!((text.text.as_str(), text.joins.len()), (want, joins));
            let at = text.source(Span::new(0, 2)).unwrap();
            assert_eq!(&source[at.start..at.end], "of");
            assert_eq!(document.layout.page(at.start).unwrap().number, Some(7));
        }
    }

    #[test]
    fn pages_count_from_one() {
        let pages = |numbers: &[&str]| {
            let page = |number: &&str| {
                format!(
                    "<Page PHYSICAL_IMG_NR='{number}'><PrintSpace><TextBlock><TextLine><String WC='0.875' CONTENT='weir'/></TextLine></TextBlock></PrintSpace></Page>"
                )
            };
            let source = format!("<alto><Layout>{}</Layout></alto>", numbers.iter().map(page).collect::<String>());
            let document = read(source.as_bytes()).unwrap();
            let word = document.blocks[0].text.source(Span::new(0, 4)).unwrap();
            assert_eq!(document.layout.confidence(&[word]), Some(88));
            document.layout.pages.iter().map(|page| page.number.unwrap()).collect::<Vec<u32>>()
        };
        assert_eq!(pages(&["0", "1"]), [1, 2]);
        assert_eq!(pages(&["0", "0"]), [1, 2]);
        assert_eq!(pages(&["7", "8"]), [7, 8]);
    }

    use crate::span::Span;
}
