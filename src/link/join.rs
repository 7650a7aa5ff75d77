//! Joins paragraphs that a page border or a note parts.
//!
//! Only after linking is it known which blocks are notes; with these and the
//! running heads aside, a paragraph that stops in mid-sentence goes on in the
//! next one.

use crate::model::{Block, BlockKind, Document, Place};
use crate::span::{Mapped, Span};

/// Joins parted paragraphs: the first of two keeps its place and takes the
/// text and spans of the second, which goes. Places of markers and the blocks
/// that pull quotes repeat are kept right.
pub fn join(document: &mut Document) {
    let into = parts(document);
    if into.iter().enumerate().all(|(i, to)| i == *to) {
        return;
    }
    let (kept, shift) = merge(std::mem::take(&mut document.blocks), &into);
    document.blocks = kept;
    for marker in &mut document.markers {
        if let Place::Block { block, at } = &mut marker.place {
            *at += shift[*block].at;
            *block = shift[*block].block;
        }
    }
    for block in &mut document.blocks {
        block.repeats = block.repeats.map(|to| shift[to].block);
    }
}

/// Where the text of a block went.
#[derive(Clone, Copy)]
struct Shift {
    /// Index of the block that has it now.
    block: usize,
    /// Bytes of text before it there.
    at: usize,
}

/// For each block the first block of the paragraph that it is a part of.
fn parts(document: &Document) -> Vec<usize> {
    let blocks = &document.blocks;
    let mut into: Vec<usize> = (0..blocks.len()).collect();
    let mut open: Option<usize> = None;
    let mut between = Between::default();
    for (i, block) in blocks.iter().enumerate() {
        match block.kind {
            BlockKind::NoteBody => between.note = true,
            BlockKind::RunningHead => {}
            // the rule above the notes of a page, but not a heading of notes
            BlockKind::NoteHeading if !block.text.text.contains(char::is_alphanumeric) => {}
            BlockKind::Paragraph if block.text.is_empty() => {}
            BlockKind::Paragraph => {
                if let Some(last) = open {
                    between.page = crosses_page(document, &blocks[last], block);
                    if goes_on(&blocks[last], block, between) {
                        into[i] = into[last];
                    }
                }
                open = Some(i);
                between = Between::default();
            }
            // A pull quote or a caption may stand in mid-paragraph; what is
            // more than furniture ends it.
            BlockKind::PullQuote | BlockKind::Caption | BlockKind::Chrome => {}
            _ => open = None,
        }
    }
    into
}

/// What stands between two paragraphs.
#[derive(Clone, Copy, Default)]
struct Between {
    note: bool,
    page: bool,
}

/// True where the second begins on a later page that is marked by a form feed.
fn crosses_page(document: &Document, first: &Block, second: &Block) -> bool {
    let number = |byte: Option<usize>| byte.and_then(|byte| document.layout.page(byte)).and_then(|page| page.number);
    let end = first.spans.last().map(|span| span.end.saturating_sub(1));
    let start = second.spans.first().map(|span| span.start);
    number(end).zip(number(start)).is_some_and(|(a, b)| b > a)
}

/// True where `second` goes on with the sentence that `first` leaves open.
fn goes_on(first: &Block, second: &Block, between: Between) -> bool {
    let (before, after) = (first.text.text.trim_end(), second.text.text.trim_start());
    if !(between.note || between.page) || ends(before) {
        return false;
    }
    let small = after.trim_start_matches(|c: char| "([“‘\"'—–-_*".contains(c)).starts_with(char::is_lowercase);
    // A colon may well end a paragraph, before a quotation; and within a page
    // only small letters show that a note broke in.
    small || between.page && !before.ends_with(':') && second.indent <= first.indent + 1 && !after.starts_with('•')
}

/// True where the text ends as a sentence does.
fn ends(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| "”’\"')]»*_†‡§‖¶".contains(c) || c.is_whitespace());
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

/// Puts the parts together; also says where the text of each block went.
fn merge(blocks: Vec<Block>, into: &[usize]) -> (Vec<Block>, Vec<Shift>) {
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut shift: Vec<Shift> = Vec::with_capacity(blocks.len());
    for (i, block) in blocks.into_iter().enumerate() {
        if into[i] == i {
            shift.push(Shift { block: kept.len(), at: 0 });
            kept.push(block);
        } else {
            let to = shift[into[i]].block;
            let at = append(&mut kept[to], block);
            shift.push(Shift { block: to, at });
        }
    }
    (kept, shift)
}

/// Appends a part; returns the byte at which its text now begins.
fn append(block: &mut Block, part: Block) -> usize {
    let text = &mut block.text;
    let hyphen = text.text.ends_with(['-', '\u{2010}', '\u{ad}']) && !text.text.ends_with("--");
    let between = Span::new(text.hull().map_or(0, |hull| hull.end), part.text.hull().map_or(0, |hull| hull.start));
    if hyphen && part.text.text.starts_with(char::is_lowercase) {
        let without = text.text.len() - text.text.chars().next_back().map_or(0, char::len_utf8);
        *text = text.slice(Span::new(0, without));
        text.push_join();
    } else if !hyphen && !text.is_empty() {
        push_blank(text, between);
    }
    let at = text.len();
    text.append(&part.text);
    block.spans.extend(part.spans);
    at
}

/// A blank for the page border; it maps to the byte after the first part, as
/// what stands between is not the paragraph's.
fn push_blank(text: &mut Mapped, between: Span) {
    let end = if between.start < between.end { between.start + 1 } else { between.start };
    text.push_replaced(" ", Span::new(between.start, end));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Layout, Marker, Page, Status};

    /// A document of the given blocks, one after another with a byte between;
    /// a form feed begins a page.
    fn document(blocks: &[(BlockKind, &str)]) -> Document {
        let mut document = Document::default();
        let (mut at, mut pages) = (0, vec![0]);
        for (kind, text) in blocks {
            if let Some(feed) = text.strip_prefix('\x0c') {
                pages.push(at);
                document.blocks.push(Block::new(*kind, Mapped::identity(feed, at)));
            } else {
                document.blocks.push(Block::new(*kind, Mapped::identity(text, at)));
            }
            at += text.len() + 1;
        }
        let page = |(start, number): (&usize, u32)| Page { start: *start as u32, number: Some(number), label: None };
        document.layout =
            Layout { lines: vec![0], pages: pages.iter().zip(1..).map(page).collect(), ..Layout::default() };
        document
    }

    fn texts(document: &Document) -> Vec<&str> {
        document.blocks.iter().map(|b| b.text.text.as_str()).collect()
    }

    use BlockKind::{Heading, NoteBody, Paragraph, PullQuote, RunningHead};

    #[test]
    fn a_page_border_is_bridged_and_places_are_kept() {
        let mut d = document(&[
            (Paragraph, "He would just keep them"),
            (NoteBody, "* Ibid."),
            (RunningHead, "1"),
            (RunningHead, "\x0cCANDIDE"),
            (Paragraph, "in the misery they were born to."),
            (Paragraph, "Next."),
        ]);
        let marker = |block, at| Marker {
            label: "*".to_owned(),
            span: None,
            place: Place::Block { block, at },
            status: Status::Missing,
            note: None,
            number: None,
            scope: None,
        };
        d.markers = vec![marker(0, 2), marker(4, 6), marker(5, 1)];
        join(&mut d);
        assert_eq!(
            texts(&d),
            ["He would just keep them in the misery they were born to.", "* Ibid.", "1", "CANDIDE", "Next."]
        );
        assert_eq!(d.blocks[0].spans.len(), 2);
        let places: Vec<Place> = d.markers.iter().map(|m| m.place).collect();
        let want = [(0, 2), (0, 30), (4, 1)].map(|(block, at)| Place::Block { block, at });
        assert_eq!(places, want);
        let at = d.blocks[0].text.text.find("misery").unwrap();
        let bytes = d.blocks[0].text.source(Span::new(at, at + 6)).unwrap();
        assert_eq!(bytes.len(), 6);
    }

    #[test]
    fn a_hyphen_at_the_page_end_is_joined() {
        let mut d = document(&[(Paragraph, "of the inter-"), (Paragraph, "\x0cnational law.")]);
        join(&mut d);
        assert_eq!(texts(&d), ["of the international law."]);
        assert_eq!(d.blocks[0].text.joins, [12]);
    }

    #[test]
    fn a_note_in_mid_paragraph_is_bridged() {
        let mut d = document(&[(Paragraph, "It was"), (NoteBody, "[Footnote 1: x]"), (Paragraph, "so and so.")]);
        join(&mut d);
        assert_eq!(texts(&d), ["It was so and so.", "[Footnote 1: x]"]);
    }

    #[test]
    fn what_has_ended_or_is_parted_by_more_is_not_joined() {
        let cases: [&[(BlockKind, &str)]; 5] = [
            &[(Paragraph, "It ended.”"), (Paragraph, "\x0cnext.")],
            &[(Paragraph, "It was"), (Paragraph, "so and so.")],
            &[(Paragraph, "It was"), (Heading, "\x0cII"), (Paragraph, "so and so.")],
            &[(Paragraph, "It was"), (NoteBody, "1. x"), (Paragraph, "So and so.")],
            &[(Paragraph, "As he says:"), (Paragraph, "\x0cThe law.")],
        ];
        for case in cases {
            let mut d = document(case);
            join(&mut d);
            assert_eq!(d.blocks.len(), case.len(), "{case:?}");
        }
    }

    #[test]
    fn pull_quotes_still_point_to_their_block() {
        let mut d = document(&[
            (Paragraph, "It was"),
            (NoteBody, "[Footnote 1: x]"),
            (Paragraph, "so and so."),
            (Paragraph, "A sentence that is repeated."),
            (PullQuote, "A sentence that is repeated."),
        ]);
        d.blocks[4].repeats = Some(3);
        join(&mut d);
        assert_eq!(d.blocks[3].repeats, Some(2));
    }
}
