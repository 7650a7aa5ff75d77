//! hOCR: what a program for optical character recognition read, as HTML.
//!
//! Pages, paragraphs and lines are put together as plain text, each line on a
//! line of its own, and read as such: running heads, page numbers, hyphens at
//! line ends and notes are told there. Then every place is led back.

use super::decoded;
use super::html;
use super::html::label::raised_digit;
use super::html::site::{File, Role, Site};
use super::html::tag::Tag;
use super::html::token::Attr;
use super::html::tree::{Id, Tree};
use super::text;
use crate::error::Result;
use crate::model::{BlockKind, Document, Layout, Page, Recognised};
use crate::span::{Mapped, Span};

/// Bytes in which a file says that it is hOCR.
const HEAD: usize = 8192;

/// True for a page of HTML that says it is hOCR.
pub fn sniff(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let has = |words: &[u8]| head.windows(words.len()).any(|window| window == words);
    (html::sniff(bytes) || has(b"<html") || has(b"<body")) && (has(b"ocr-system") || has(b"ocr_page"))
}

/// Reads recognised text.
///
/// # Errors
///
/// `Unreadable` where the bytes are no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let charset = html::charset(bytes);
    decoded::read(bytes, charset.as_deref(), |text| Ok(parse(text)))
}

fn parse(source: &str) -> Document {
    let tree = Tree::of(source, false);
    let mut lines =
        Lines { tree: &tree, text: Mapped::new(), pages: Vec::new(), heads: Vec::new(), at: 0, recognised: Vec::new() };
    lines.run();
    let Lines { text: under, pages, heads, recognised, .. } = lines;
    let mut document = text::parse(&under.text);
    mark_heads(&mut document, &heads);
    let labels: Vec<Option<String>> = document.layout.pages.iter().map(|page| page.label.clone()).collect();
    decoded::lead_back(&mut document, &under);
    document.layout = Layout { pages: numbered(pages, labels), recognised, ..Layout::of(source.as_bytes()) };
    let site = Site::new(tree, vec![File { name: String::new(), start: 0, first: 0, role: Role::Body }]);
    describe(&site, &mut document);
    document
}

/// What the file says of the work, before what its text looks like. The
/// `<title>` of such a file is that of a picture or a program.
fn describe(site: &Site, document: &mut Document) {
    let told = html::meta::meta(site);
    let title = site
        .tree
        .first(Tag::Title)
        .map(|id| site.tree.children(id).map(|child| site.tree.raw(child)).collect::<String>());
    let meta = &mut document.meta;
    meta.title = told.title.filter(|told| title.as_deref().map(str::trim) != Some(told)).or(meta.title.take());
    meta.author = told.author.or(meta.author.take());
    meta.publisher = told.publisher.or(meta.publisher.take());
    meta.date = told.date.or(meta.date.take());
    meta.fields.extend(told.fields);
}

/// The pages with their physical numbers: as the file counts them from 0, where
/// these ascend, else in order. `labels` are the numbers printed on them.
fn numbered(pages: Vec<Found>, labels: Vec<Option<String>>) -> Vec<Page> {
    let told =
        pages.windows(2).all(|pair| pair[0].number < pair[1].number) && pages.iter().all(|page| page.number.is_some());
    let labels = labels.into_iter().chain(std::iter::repeat(None));
    let page = |(at, (page, label)): (usize, (Found, Option<String>))| {
        let number = page.number.filter(|_| told).map_or(at as u32 + 1, |number| number.saturating_add(1));
        Page { start: page.start as u32, number: Some(number), label: page.label.or(label) }
    };
    pages.into_iter().zip(labels).enumerate().map(page).collect()
}

/// Makes running heads of the blocks that lie in lines which are such.
fn mark_heads(document: &mut Document, heads: &[Span]) {
    for block in &mut document.blocks {
        let Some(hull) = block.text.hull() else { continue };
        let next = heads.partition_point(|head| head.end < hull.end);
        if heads.get(next).is_some_and(|head| head.start <= hull.start) {
            block.kind = BlockKind::RunningHead;
        }
    }
}

/// A page as it was met.
#[derive(Clone, Debug)]
struct Found {
    start: usize,
    /// As the file counts, from 0.
    number: Option<u32>,
    label: Option<String>,
}

/// Plain text in the making.
struct Lines<'t, 'a> {
    tree: &'t Tree<'a>,
    text: Mapped,
    pages: Vec<Found>,
    /// Running heads, bytes of the plain text.
    heads: Vec<Span>,
    /// The source byte up to which has been read.
    at: usize,
    recognised: Vec<Recognised>,
}

/// What an element is, by its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Page,
    Paragraph,
    Line,
    Word,
    Head,
}

impl Lines<'_, '_> {
    fn run(&mut self) {
        let tesseract = self.tree.text[..self.tree.text.floor_char_boundary(HEAD)].contains("tesseract");
        let end = self.tree.nodes.len() as Id;
        let mut open: Vec<(Id, Part, usize)> = Vec::new();
        let mut at = 1;
        while at < end {
            while let Some((_, part, from)) = open.pop_if(|(end, _, _)| *end <= at) {
                self.leave(part, from);
            }
            let node = *self.tree.node(at);
            self.at = self.at.max(node.start as usize);
            if node.tag == Tag::Text {
                self.words(at);
            } else if self.tree.is_mute(at) && node.tag != Tag::Head {
                at = node.end;
                continue;
            } else if let Some(part) = self.part(at, tesseract) {
                self.enter(part, at);
                open.push((node.end, part, self.text.len()));
            }
            at += 1;
        }
        while let Some((_, part, from)) = open.pop() {
            self.leave(part, from);
        }
    }

    /// What an element is. Tesseract calls the lines of a heading `ocr_header`.
    fn part(&self, id: Id, tesseract: bool) -> Option<Part> {
        let classes = self.tree.attr(id, Attr::Class).unwrap_or_default();
        let by_class = classes.split_ascii_whitespace().find_map(|class| match class {
            "ocr_page" => Some(Part::Page),
            "ocr_par" | "ocr_carea" | "ocr_column" | "ocrx_block" => Some(Part::Paragraph),
            "ocr_footer" | "ocr_pageno" => Some(Part::Head),
            "ocr_header" if !tesseract => Some(Part::Head),
            "ocr_line" | "ocrx_line" | "ocr_header" | "ocr_caption" | "ocr_textfloat" => Some(Part::Line),
            "ocrx_word" | "ocr_word" => Some(Part::Word),
            _ => None,
        });
        let tag = self.tree.node(id).tag;
        by_class.or_else(|| if tag == Tag::Br { Some(Part::Line) } else { tag.is_block().then_some(Part::Paragraph) })
    }

    fn enter(&mut self, part: Part, id: Id) {
        match part {
            Part::Page => self.page(id),
            Part::Paragraph | Part::Head => self.end_line(2),
            Part::Line => self.end_line(1),
            Part::Word => {
                self.blank();
                self.sure(id);
            }
        }
    }

    /// Notes how sure the program was of a word.
    fn sure(&mut self, id: Id) {
        let sure = self.property(id, "x_wconf ").and_then(|sure| sure.parse::<f32>().ok());
        let node = self.tree.node(id);
        let word =
            |sure: f32| Recognised { start: node.start, end: node.close, confidence: sure.clamp(0.0, 100.0) as u8 };
        self.recognised.extend(sure.map(word));
    }

    /// What an element says of itself under a name that a blank ends.
    fn property(&self, id: Id, name: &str) -> Option<&str> {
        let title = self.tree.attr(id, Attr::Title).unwrap_or_default();
        title.split(';').find_map(|part| part.trim().strip_prefix(name)).map(str::trim)
    }

    fn leave(&mut self, part: Part, from: usize) {
        if part == Part::Head && from < self.text.len() {
            self.heads.push(Span::new(from, self.text.len()));
        }
        match part {
            Part::Page => {}
            Part::Paragraph | Part::Head => self.end_line(2),
            Part::Line => self.end_line(1),
            Part::Word => self.blank(),
        }
    }

    fn sign(&mut self, text: &str) {
        self.text.push_replaced(text, Span::new(self.at, self.at));
    }

    fn page(&mut self, id: Id) {
        let number = self.property(id, "ppageno ").and_then(|number| number.parse().ok());
        let label = self.property(id, "lpageno ").map(|label| label.trim_matches(['"', '\'']).to_owned());
        if !self.pages.is_empty() {
            self.end_line(1);
            self.sign("\u{c}");
        }
        self.pages.push(Found { start: self.tree.node(id).start as usize, number, label });
    }

    /// Ends a line, and with `count` 2 the paragraph.
    fn end_line(&mut self, count: usize) {
        let text = &self.text.text;
        let ended = text.len() - text.trim_end_matches('\n').len();
        if text.is_empty() || text.ends_with('\u{c}') {
            return;
        }
        for _ in ended..count {
            self.sign("\n");
        }
    }

    fn blank(&mut self) {
        if !self.text.text.is_empty() && !self.text.text.ends_with(char::is_whitespace) {
            self.sign(" ");
        }
    }

    /// The words of a text node; its own line ends are no ends of lines.
    fn words(&mut self, id: Id) {
        let raised = self.tree.node(self.tree.node(id).parent).tag == Tag::Sup;
        let start = self.tree.node(id).start as usize;
        for (at, len, piece) in html::pieces(self.tree.raw(id)) {
            let span = Span::new(start + at, start + at + len);
            match piece {
                html::Piece::Plain(text) => self.plain(text, span.start, raised),
                html::Piece::Named(text) => self.text.push_replaced(text, span),
                html::Piece::Char(c) => self.text.push_replaced(c.encode_utf8(&mut [0; 4]), span),
            }
            self.at = span.end;
        }
    }

    fn plain(&mut self, text: &str, at: usize, raised: bool) {
        if raised && text.bytes().all(|b| b.is_ascii_digit()) {
            for (i, c) in text.char_indices() {
                let c = raised_digit(c).unwrap_or(c);
                self.text.push_replaced(c.encode_utf8(&mut [0; 4]), Span::new(at + i, at + i + 1));
            }
            return;
        }
        let mut from = 0;
        for (i, gap) in text.match_indices(|c: char| c.is_ascii_whitespace()) {
            self.text.push(&text[from..i], at + from);
            self.at = at + i;
            self.blank();
            from = i + gap.len();
        }
        self.text.push(&text[from..], at + from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::html::property::{check, markup};

    const PAGE: &str =
        "<div class='ocr_page' title='image \"a.tif\"; bbox 0 0 9 9; ppageno PP'><p class='ocr_par'>LINES</p></div>";

    fn file(pages: &[(&str, &[&str])]) -> String {
        let line = |line: &&str| {
            let words: Vec<String> =
                line.split(' ').map(|word| format!("<span class='ocrx_word'>{word}</span>")).collect();
            format!("<span class='ocr_line'>{}</span>\n", words.join(" "))
        };
        let page = |(number, lines): &(&str, &[&str])| {
            let lines: String = lines.iter().map(line).collect();
            PAGE.replace("PP", number).replace("LINES", &lines)
        };
        let pages: String = pages.iter().map(page).collect();
        format!(
            "<html><head><meta name='ocr-system' content='x'/><title>a.tif</title></head><body>{pages}</body></html>"
        )
    }

    #[test]
    fn lines_are_joined_and_places_are_of_the_source() {
        let source = file(&[
            ("4", &["The commis-", "sioners met in the long hall of the", "house and spoke at length of the"]),
            ("5", &["harvest, which was late that year."]),
        ]);
        assert!(sniff(source.as_bytes()));
        let format = crate::read::choose("a.html", source.as_bytes()).unwrap();
        let document = (format.read)(source.as_bytes()).unwrap();
        let block = &document.blocks[0];
        assert!(block.text.text.starts_with("The commissioners met in the long hall"), "{}", block.text.text);
        let block = document.blocks.last().unwrap();
        let at = block.text.text.find("harvest").unwrap();
        let place = block.text.source(Span::new(at, at + 7)).unwrap();
        assert_eq!(&source[place.start..place.end], "harvest");
        assert_eq!(document.layout.page(place.start).unwrap().number, Some(6));
        assert_eq!((format.name, document.meta.title), ("hocr", None));
    }

    proptest::proptest! {
        #[test]
        fn any_markup_is_read(text in markup()) {
            let text = text.replace("class=footnotes", "class=ocr_page title='ppageno 3'").replace("<sup>", "<span class=ocr_line>");
            check(&parse(&text), &text);
        }
    }

    #[test]
    fn classes_of_running_feet() {
        let source = "<html><body><div class=ocr_page><span class=ocr_pageno>- 12 -</span><p class=ocr_par>\
                      <span class=ocr_line>A text.</span></p></div></body></html>";
        let document = parse(source);
        assert_eq!(document.blocks[0].kind, BlockKind::RunningHead);
        assert_eq!(document.blocks[1].text.text, "A text.");
    }
}
