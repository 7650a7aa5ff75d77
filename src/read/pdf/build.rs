//! Tells the builder what stands on the pages.
//!
//! Places count bytes of the pages' text, put down line by line: of each page
//! first its furniture, then its lines in reading order.

use std::collections::HashMap;

use crate::model::{BlockKind, Document, Layout, PageLine, Recognised};
use crate::read::builder::Builder;
use crate::read::text::hyphen::{Ending, Hyphens};
use crate::read::text::lines::Line as TextLine;
use crate::span::Span;

use super::blocks::{self, Block};
use super::levels;
use super::line::Line;
use super::links::Bookmark;
use super::model::{At, Page, Pages};
use super::notes::{Call, Notes};
use super::recognise::Seen;

/// The pages with their notes, on the way to a document.
struct Writer<'p> {
    pages: &'p Pages,
    notes: &'p Notes,
    hyphens: Hyphens,
    /// First byte of each line of each page.
    starts: Vec<Vec<usize>>,
    /// First byte of each page, and one past the last.
    borders: Vec<usize>,
    calls: HashMap<At, Vec<&'p Call>>,
    /// Numbers in the margin; none where no line of any page has one.
    page_lines: Vec<PageLine>,
    /// Words that were recognised in a picture.
    recognised: Vec<Recognised>,
    builder: Builder,
}

/// The document that the pages make.
pub fn document(pages: &Pages, notes: &Notes, bookmarks: &[Bookmark]) -> Document {
    let body = body(pages, notes);
    let mut found = blocks::blocks(pages, &body);
    let levels = levels::levels(pages, &mut found, bookmarks);
    let mut writer = writer(pages, notes, &body);
    writer.lay_out();
    writer.write(&found, &levels);
    let end = writer.borders.last().copied().unwrap_or(0);
    let page_lines = std::mem::take(&mut writer.page_lines);
    let recognised = std::mem::take(&mut writer.recognised);
    let mut document = writer.builder.finish(end);
    document.layout.page_lines = page_lines;
    document.layout.recognised = recognised;
    document
}

/// Lines that belong to no note, in reading order.
fn body(pages: &Pages, notes: &Notes) -> Vec<At> {
    let of_notes: std::collections::HashSet<At> =
        notes.notes.iter().flat_map(|note| note.lines.iter().copied()).collect();
    let all = pages.pages.iter().enumerate();
    let lines = all.flat_map(|(page, of)| (0..of.lines.len()).map(move |line| At { page, line }));
    lines.filter(|at| !of_notes.contains(at)).collect()
}

fn writer<'p>(pages: &'p Pages, notes: &'p Notes, body: &[At]) -> Writer<'p> {
    let in_order = body.iter().chain(notes.notes.iter().flat_map(|note| &note.lines));
    let texts: Vec<String> = in_order.map(|at| pages.line(*at).text()).collect();
    let line = |text| TextLine { text, at: 0, indent: 0, width: 0, blanks: 0, page: 0 };
    let hyphens = Hyphens::of(&texts.iter().map(|text| line(text.as_str())).collect::<Vec<_>>());
    let mut calls: HashMap<At, Vec<&Call>> = HashMap::new();
    for call in &notes.calls {
        calls.entry(At { page: call.mark.page, line: call.mark.line }).or_default().push(call);
    }
    let builder = Builder::new(Layout::default());
    let (starts, borders, page_lines, recognised) = (Vec::new(), vec![0], Vec::new(), Vec::new());
    Writer { pages, notes, hyphens, starts, borders, calls, page_lines, recognised, builder }
}

impl Writer<'_> {
    /// Gives every line its place.
    fn lay_out(&mut self) {
        let mut at = 0;
        let numbered = self.pages.pages.iter().flat_map(|page| &page.lines).any(|line| line.printed.is_some());
        for (number, page) in (1..).zip(&self.pages.pages) {
            self.builder.page(Some(number), page.label.clone(), at);
            at += page
                .furniture
                .iter()
                .chain(&page.turned)
                .chain(&page.stamps)
                .map(|line| self.bytes(line))
                .sum::<usize>();
            let mut starts = Vec::with_capacity(page.lines.len());
            for line in &page.lines {
                starts.push(at);
                if numbered {
                    self.page_lines.push(PageLine { start: at as u32, number: line.printed });
                }
                self.recognised_words(page, line, at);
                at += self.bytes(line);
            }
            self.starts.push(starts);
            // a page without text has a place too
            at += 1;
            self.borders.push(at);
        }
    }

    /// Notes the words of a line, which begins at `at`, that were recognised.
    fn recognised_words(&mut self, page: &Page, line: &Line, at: usize) {
        if page.recognised.is_empty() {
            return;
        }
        let mut byte = at;
        for word in line.cells.chunk_by(|a, b| (a.c == ' ') == (b.c == ' ')) {
            let end = byte + word.iter().map(|cell| self.shown(cell.c, cell.raised).len_utf8()).sum::<usize>();
            let middle = (word[0].x + word[word.len() - 1].end) / 2.0;
            let over = |seen: &&Seen| {
                (seen.y - line.y).abs() < 0.3 * line.size && (seen.x - 0.1..seen.end + 0.1).contains(&middle)
            };
            if let Some(seen) = page.recognised.iter().find(over).filter(|_| word[0].c != ' ') {
                let (start, end) = (byte as u32, end as u32);
                self.recognised.push(Recognised { start, end, confidence: seen.confidence });
            }
            byte = end;
        }
    }

    fn bytes(&self, line: &Line) -> usize {
        line.cells.iter().map(|cell| self.shown(cell.c, cell.raised).len_utf8()).sum::<usize>() + 1
    }

    /// Raised figures that are no markers, as such: `m²`. Where the pages have no
    /// notes at their foot, markers of endnotes are seen by it.
    fn shown(&self, c: char, raised: bool) -> char {
        match c.to_digit(10).filter(|_| raised) {
            Some(digit) => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize],
            None => c,
        }
    }

    fn start(&self, at: At) -> usize {
        self.starts[at.page][at.line]
    }

    fn end(&self, at: At) -> usize {
        self.start(at) + self.bytes(self.pages.line(at)) - 1
    }

    /// Blocks in order; the furniture and notes of a page after the block with
    /// which it ends.
    fn write(&mut self, blocks: &[Block], levels: &[u8]) {
        let mut furnished = 0;
        let mut noted = 0;
        for (block, level) in blocks.iter().zip(levels) {
            let (first, last) = (block.lines[0], block.lines[block.lines.len() - 1]);
            self.furniture(&mut furnished, first.page + 1);
            self.notes_before(&mut noted, first.page);
            if *level > 0 {
                self.builder.heading(*level, self.start(first));
            } else {
                self.builder.block(block.kind, self.start(first));
            }
            self.lines(&block.lines, 0);
            self.builder.end_block(self.end(last));
        }
        self.furniture(&mut furnished, self.pages.pages.len());
        self.notes_before(&mut noted, self.pages.pages.len());
    }

    /// Furniture and turned lines of the pages before `until`.
    fn furniture(&mut self, next: &mut usize, until: usize) {
        for page in *next..until {
            let mut at = self.borders[page];
            let own = &self.pages.pages[page];
            for (i, line) in own.furniture.iter().chain(&own.turned).enumerate() {
                // a short line along the edge is a stamp, a long one a turned table
                let long = i >= own.furniture.len() && (line.len() > 80 || own.turned.len() > 4);
                let kind = if long { BlockKind::TableRow } else { BlockKind::RunningHead };
                self.builder.block(kind, at);
                let text = self.text(line, 0, line.cells.len());
                self.builder.text(&text, at);
                at += self.bytes(line);
                self.builder.end_block(at - 1);
            }
            for line in &own.stamps {
                self.builder.block(BlockKind::Paragraph, at);
                let text = self.text(line, 0, line.cells.len());
                self.builder.text(&text, at);
                at += self.bytes(line);
                self.builder.end_block(at - 1);
            }
        }
        *next = (*next).max(until);
    }

    /// Notes that begin on pages before `page`.
    fn notes_before(&mut self, next: &mut usize, page: usize) {
        let notes = self.notes;
        while let Some(note) = notes.notes.get(*next).filter(|note| note.lines[0].page < page) {
            let (first, last) = (note.lines[0], note.lines[note.lines.len() - 1]);
            self.builder.open_note(&next.to_string(), &note.label, self.start(first));
            self.lines(&note.lines, note.head);
            self.builder.close_note(self.end(last));
            *next += 1;
        }
    }

    /// The lines of a block or note; `from` cells of the first are passed over.
    fn lines(&mut self, lines: &[At], from: usize) {
        let mut from = from;
        for (i, at) in lines.iter().enumerate() {
            let line = self.pages.line(*at);
            let next = lines.get(i + 1).map(|next| (*next, self.pages.line(*next).text()));
            let ending = next.as_ref().map_or(Ending::Blank, |(_, next)| self.hyphens.ending(&line.text(), next));
            let to = line.cells.len() - usize::from(ending == Ending::Join);
            self.line(*at, from, to);
            if let Some((next, _)) = next {
                let end = self.end(*at);
                match ending {
                    Ending::Blank => self.builder.blank(Span::new(end, end + 1)),
                    Ending::Join => self.builder.join(),
                    Ending::Keep => {}
                }
                if next.page != at.page || next.line != at.line + 1 {
                    self.builder.skip(Span::new(end, self.start(next)));
                }
            }
            from = 0;
        }
    }

    fn line(&mut self, at: At, from: usize, to: usize) {
        let line = self.pages.line(at);
        let calls = self.calls.get(&at).cloned().unwrap_or_default();
        let mut cell = from;
        let mut byte = self.start(at) + self.text(line, 0, from).len();
        for call in calls.iter().filter(|call| call.mark.from >= from && call.mark.to <= to) {
            let before = self.text(line, cell, call.mark.from);
            self.builder.text(&before, byte);
            byte += before.len();
            let sign = self.text(line, call.mark.from, call.mark.to).len();
            let target = call.note.map_or_else(|| "missing".to_owned(), |note| note.to_string());
            self.builder.marker(&call.mark.label, Span::new(byte, byte + sign), &target);
            (cell, byte) = (call.mark.to, byte + sign);
        }
        let rest = self.text(line, cell, to.max(cell));
        self.builder.text(&rest, byte);
    }

    fn text(&self, line: &Line, from: usize, to: usize) -> String {
        line.cells[from..to.min(line.cells.len()).max(from)]
            .iter()
            .map(|cell| self.shown(cell.c, cell.raised))
            .collect()
    }
}
