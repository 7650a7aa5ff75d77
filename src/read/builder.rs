//! Builds a document from markup: blocks, markers and notes as they are met.
//!
//! Every reader of a format with markup walks its source once, in order, and
//! says what it meets. White space, invisible characters, sections, notes
//! inside notes, spans and the links from markers to notes are seen to here.

use std::collections::HashMap;

use crate::model::{Block, BlockKind, Document, Layout, Marker, Meta, Note, Page, Part, Place, Status};
use crate::span::{Mapped, Span};

/// A document in the making.
///
/// Offsets are bytes of the source and ascend within one block or note. In a
/// container they are bytes of the decoded parts, one after another, see
/// [`Layout`]: a reader adds the part's start to each offset.
#[derive(Debug, Default)]
pub struct Builder {
    /// What is known about the work.
    pub meta: Meta,
    /// Why the text may not be right throughout, if so.
    pub degraded: Option<String>,
    layout: Layout,
    literal: Vec<Span>,
    blocks: Vec<Block>,
    notes: Vec<Note>,
    markers: Vec<Marker>,
    /// What each marker points to.
    targets: Vec<String>,
    /// Notes by what points to them.
    ids: HashMap<String, Vec<usize>>,
    /// Headings above, outermost first.
    headings: Vec<(u8, String)>,
    /// The main text, and within it the notes and asides that are open.
    open: Vec<Flow>,
    /// Blocks of asides that wait for the end of the block around them.
    waiting: Vec<Waiting>,
    fresh: usize,
}

/// A flow of text: the main text, or a note.
#[derive(Debug, Default)]
struct Flow {
    /// Index of the note; `None` for the main text and asides.
    note: Option<usize>,
    /// True for an aside.
    aside: bool,
    /// True where the first paragraph goes on with the last one of the note.
    goes_on: bool,
    kind: Option<BlockKind>,
    level: u8,
    /// Where the present stretch of the source began.
    since: usize,
    spans: Vec<Span>,
    text: Mapped,
    /// White space that has been met and not yet written.
    blank: Option<Span>,
    /// A marker that stands at the end of the text, its bytes.
    marked: Option<Span>,
    /// What becomes of a word that the end of a line parts here.
    broken: Option<Broken>,
    /// Markers of the block that is open (index into `markers`).
    markers: Vec<usize>,
}

/// The end of a line inside a word, or what may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Broken {
    /// The word goes on.
    Surely,
    /// The word goes on where a hyphen stands before the end of the line and a
    /// small letter after it.
    Perhaps,
}

/// A block of an aside.
#[derive(Debug)]
struct Waiting {
    kind: BlockKind,
    level: u8,
    text: Mapped,
    spans: Vec<Span>,
    markers: Vec<usize>,
}

impl Builder {
    /// A document with nothing in it. `layout` is [`Layout::of`] the bytes
    /// where the source is text, the default where it is a container.
    pub fn new(layout: Layout) -> Self {
        Builder { layout, open: vec![Flow::default()], ..Builder::default() }
    }

    /// A part of a container begins at byte `at`.
    pub fn part(&mut self, name: &str, at: usize) {
        self.layout.parts.push(Part { start: at as u32, name: name.to_owned() });
    }

    /// A page begins at byte `at`: its physical number, the number printed on it.
    pub fn page(&mut self, number: Option<u32>, label: Option<String>, at: usize) {
        self.layout.pages.push(Page { start: at as u32, number, label });
    }

    /// A block begins at byte `at`; one that is open ends there. In a note it
    /// is a paragraph of the note, whatever its kind.
    pub fn block(&mut self, kind: BlockKind, at: usize) {
        self.block_at_level(kind, 0, at);
    }

    /// A heading begins, `level` deep from 1.
    pub fn heading(&mut self, level: u8, at: usize) {
        self.block_at_level(BlockKind::Heading, level.max(1), at);
    }

    fn block_at_level(&mut self, kind: BlockKind, level: u8, at: usize) {
        self.end_block(at);
        let flow = self.flow();
        (flow.kind, flow.level, flow.since) = (Some(kind), level, at);
    }

    /// The kind of the block that is open, if one is.
    pub fn kind(&self) -> Option<BlockKind> {
        self.open.last().and_then(|flow| flow.kind)
    }

    /// True where the open block (or, in a note, the open paragraph) has text
    /// or markers already.
    pub fn has_text(&self) -> bool {
        self.open.last().is_some_and(|flow| !flow.text.is_empty() || !flow.markers.is_empty())
    }

    /// Blocks so far, without the one that is open.
    pub fn count(&self) -> usize {
        self.blocks.len()
    }

    /// The text of the open block (or, in a note, of the open paragraph) so far.
    pub fn tail(&self) -> &str {
        self.open.last().map_or("", |flow| if flow.blank.is_some() { "" } else { &flow.text.text })
    }

    /// True inside a note.
    pub fn in_note(&self) -> bool {
        self.open.last().is_some_and(|flow| flow.note.is_some())
    }

    /// The open block ends before byte `at`. One without text is no block.
    pub fn end_block(&mut self, at: usize) {
        let flow = self.flow();
        flow.cut(at);
        let Some(kind) = flow.kind.take() else { return };
        let level = flow.level;
        let (text, spans) = (std::mem::take(&mut flow.text), std::mem::take(&mut flow.spans));
        let (markers, note, aside) = (std::mem::take(&mut flow.markers), flow.note, flow.aside);
        (flow.blank, flow.marked, flow.broken) = (None, None, None);
        match note {
            None if aside => self.waiting.push(Waiting { kind, level, text, spans, markers }),
            None => {
                self.put_block(kind, level, text, spans, &markers);
                self.put_waiting();
            }
            Some(note) => {
                let parted = if std::mem::take(&mut self.flow().goes_on) { " " } else { "\n\n" };
                self.put_paragraph(note, (&text, parted), &spans, &markers);
            }
        }
    }

    /// Puts the blocks of asides; their headings end with them.
    fn put_waiting(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let headings = self.headings.clone();
        for Waiting { kind, level, text, spans, markers } in std::mem::take(&mut self.waiting) {
            self.put_block(kind, level, text, spans, &markers);
        }
        self.headings = headings;
    }

    /// An aside begins at byte `at`: a figure, a running head or the like in the
    /// midst of a block, which waits and goes on after it. The blocks of the
    /// aside come after that block. In a note an aside is text of the note.
    pub fn open_aside(&mut self, at: usize) {
        let flow = self.flow();
        let note = flow.note;
        if note.is_some() {
            return self.end_block(at);
        }
        flow.cut(at);
        self.open.push(Flow { aside: true, since: at, ..Flow::default() });
    }

    /// The aside that is open ends before byte `end`.
    pub fn close_aside(&mut self, end: usize) {
        self.end_block(end);
        if !self.flow().aside {
            return;
        }
        self.open.pop();
        let outer = self.flow();
        outer.since = end;
        if outer.kind.is_none() && !outer.aside {
            self.put_waiting();
        }
    }

    /// A section ends before byte `at`: headings of this level or deeper stand
    /// above nothing that follows.
    pub fn end_section(&mut self, level: u8, at: usize) {
        self.end_block(at);
        if !self.flow().aside {
            self.headings.retain(|(above, _)| *above < level);
        }
    }

    fn put_block(&mut self, kind: BlockKind, level: u8, text: Mapped, spans: Vec<Span>, markers: &[usize]) {
        if text.is_empty() && markers.is_empty() {
            return;
        }
        if kind == BlockKind::Heading {
            self.headings.retain(|(above, _)| *above < level);
        }
        let section = self.section();
        if kind == BlockKind::Heading {
            self.headings.push((level, text.text.clone()));
        }
        self.place(markers, |at| Place::Block { block: usize::MAX, at });
        let block = self.blocks.len();
        for &marker in markers {
            if let Place::Block { block: of, .. } = &mut self.markers[marker].place {
                *of = block;
            }
        }
        self.blocks.push(Block { spans, level, section, ..Block::new(kind, text) });
    }

    fn put_paragraph(&mut self, note: usize, (text, parted): (&Mapped, &str), spans: &[Span], markers: &[usize]) {
        let own = &mut self.notes[note];
        own.spans.extend(spans);
        if text.is_empty() && markers.is_empty() {
            return;
        }
        if let (Some(above), Some(below)) = (own.text.hull(), text.hull()) {
            own.text.push_replaced(parted, Span::new(above.end, below.start.max(above.end)));
        }
        let base = own.text.len();
        own.text.append(text);
        self.place(markers, |at| Place::Note { note, at: base + at });
    }

    /// Gives markers their final place; until then `at` counts in the open block.
    fn place(&mut self, markers: &[usize], place: impl Fn(usize) -> Place) {
        for &marker in markers {
            let (Place::Block { at, .. } | Place::Note { at, .. }) = self.markers[marker].place;
            self.markers[marker].place = place(at);
        }
    }

    /// Headings above, outermost first.
    fn section(&self) -> Vec<String> {
        self.headings.iter().map(|(_, text)| text.clone()).filter(|text| !text.is_empty()).collect()
    }

    /// Text that stands as it is at byte `at` of the source; runs of white
    /// space become one blank, invisible characters go. Begins a paragraph
    /// where no block is open.
    pub fn text(&mut self, text: &str, at: usize) {
        if self.kind().is_none() {
            if text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c)).is_empty() {
                return;
            }
            self.block(BlockKind::Paragraph, at + (text.len() - text.trim_start().len()));
        }
        self.flow().push(text, at);
    }

    /// Text that stands for the bytes `span` of the source, such as an entity.
    pub fn replaced(&mut self, text: &str, span: Span) {
        if self.kind().is_none() && !text.trim().is_empty() {
            self.block(BlockKind::Paragraph, span.start);
        }
        if self.kind().is_some() {
            self.flow().push_replaced(text, span);
        }
    }

    /// A line break or another sign that parts words: white space for `span`.
    pub fn blank(&mut self, span: Span) {
        let flow = self.flow();
        flow.blank = Some(flow.blank.map_or(span, |blank| blank.hull(span)));
    }

    /// The bytes `span` stand inside the open block and are not its own, as the
    /// other cells of a table drawn in text: they are in none of its spans.
    pub fn skip(&mut self, span: Span) {
        let flow = self.flow();
        flow.cut(span.start);
        flow.since = span.end;
    }

    /// The end of a line of the source, in its bytes `span`: a blank; but a
    /// hyphen before it goes where a small letter follows, and a join stays.
    pub fn line_end(&mut self, span: Span) {
        self.blank(span);
        let flow = self.flow();
        flow.broken = flow.broken.or(Some(Broken::Perhaps));
    }

    /// The end of a line inside a word: a hyphen before it goes, and no blank
    /// comes; a join stays.
    pub fn join(&mut self) {
        self.flow().broken = Some(Broken::Surely);
    }

    /// The bytes `span` are code or the like: rules for notes that were typed by
    /// hand leave them alone.
    pub fn literal(&mut self, span: Span) {
        self.literal.push(span);
    }

    /// A marker stands here, with its own bytes, and points to the notes that
    /// bear the id `target`. An empty label becomes that of the note.
    pub fn marker(&mut self, label: &str, span: Span, target: &str) {
        if self.kind().is_none() {
            self.block(BlockKind::Paragraph, span.start);
        }
        let marker = self.markers.len();
        let flow = self.flow();
        flow.marked = Some(flow.marked.map_or(span, |marked| marked.hull(span)));
        flow.markers.push(marker);
        let place = Place::Block { block: usize::MAX, at: flow.text.len() };
        self.targets.push(target.to_owned());
        self.markers.push(Marker {
            label: label.to_owned(),
            span: Some(span),
            place,
            status: Status::Missing,
            note: None,
            number: None,
            scope: None,
        });
    }

    /// As [`Builder::marker`], where the source itself names several notes and
    /// one alone can be meant.
    pub fn ambiguous_marker(&mut self, label: &str, span: Span) {
        self.marker(label, span, "\0");
        if let Some(marker) = self.markers.last_mut() {
            marker.status = Status::Ambiguous;
        }
    }

    /// An id that nothing in the source bears: for a note that stands where it
    /// is called.
    pub fn fresh_id(&mut self) -> String {
        self.fresh += 1;
        format!("\0{}", self.fresh)
    }

    /// A note begins at byte `at`, its label included; text goes into it until
    /// [`Builder::close_note`]. A block that is open waits and goes on after it.
    pub fn open_note(&mut self, id: &str, label: &str, at: usize) {
        self.flow().cut(at);
        let note = self.notes.len();
        let label = label.to_owned();
        let section = self.section();
        let (text, spans) = (Mapped::new(), Vec::new());
        self.notes.push(Note { label, text, spans, number: None, scope: None, section });
        self.ids.entry(id.to_owned()).or_default().push(note);
        let kind = Some(BlockKind::Paragraph);
        self.open.push(Flow { note: Some(note), kind, since: at, ..Flow::default() });
    }

    /// The note with this id, which was closed, goes on at byte `at`, as one that
    /// runs over to the next page does; false where there is none, or more than
    /// one.
    pub fn reopen_note(&mut self, id: &str, at: usize) -> bool {
        let &[note] = self.ids.get(id).map_or(&[][..], Vec::as_slice) else { return false };
        if self.open.iter().any(|flow| flow.note == Some(note)) {
            return false;
        }
        self.flow().cut(at);
        let kind = Some(BlockKind::Paragraph);
        self.open.push(Flow { note: Some(note), kind, since: at, goes_on: true, ..Flow::default() });
        true
    }

    /// The label of the note that is open, where it is learnt only inside.
    pub fn label_note(&mut self, label: &str) {
        if let Some(note) = self.flow().note {
            self.notes[note].label = label.to_owned();
        }
    }

    /// True where the note that is open has a label.
    pub fn has_label(&self) -> bool {
        let note = self.open.last().and_then(|flow| flow.note);
        note.is_some_and(|note| !self.notes[note].label.is_empty())
    }

    /// A further id of the note that is open.
    pub fn alias_note(&mut self, id: &str) {
        if let Some(note) = self.flow().note {
            self.ids.entry(id.to_owned()).or_default().push(note);
        }
    }

    /// The note that is open ends before byte `end`.
    pub fn close_note(&mut self, end: usize) {
        if !self.in_note() {
            return;
        }
        self.end_block(end);
        self.open.pop();
        self.flow().since = end;
    }

    /// The document; `end` is the first byte after the source. Markers get
    /// their notes: where several bear the id and say different things, the
    /// marker is ambiguous.
    pub fn finish(mut self, end: usize) -> Document {
        while self.open.len() > 1 {
            if self.in_note() { self.close_note(end) } else { self.close_aside(end) }
        }
        self.end_block(end);
        self.put_waiting();
        self.resolve();
        self.literal.sort_unstable();
        Document {
            meta: self.meta,
            by_markup: !self.markers.is_empty() || !self.notes.is_empty(),
            blocks: self.blocks,
            markers: self.markers,
            notes: self.notes,
            layout: self.layout,
            literal: self.literal,
            degraded: self.degraded,
            ..Document::default()
        }
    }

    fn resolve(&mut self) {
        // once for each id: a file may call and define one many times
        let text = |note: usize| self.notes[note].text.text.as_str();
        let said = self.ids.iter().filter_map(|(id, notes)| Some((id.as_str(), notes.split_first()?)));
        let alike = |(first, others): (&usize, &[usize])| others.iter().all(|&other| text(other) == text(*first));
        let said: HashMap<&str, (usize, bool)> = said.map(|(id, all)| (id, (*all.0, alike(all)))).collect();
        for (marker, target) in self.markers.iter_mut().zip(&self.targets) {
            let Some(&(first, alike)) = said.get(target.as_str()) else { continue };
            if alike {
                (marker.status, marker.note) = (Status::Resolved, Some(first));
            } else {
                marker.status = Status::Ambiguous;
            }
            if marker.label.is_empty() {
                marker.label.clone_from(&self.notes[first].label);
            }
            if self.notes[first].label.is_empty() {
                self.notes[first].label.clone_from(&marker.label);
            }
        }
    }

    fn flow(&mut self) -> &mut Flow {
        if self.open.is_empty() {
            self.open.push(Flow::default());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }
}

impl Flow {
    /// The present stretch of the source ends before byte `at`.
    fn cut(&mut self, at: usize) {
        if self.kind.is_some() && self.since < at {
            self.spans.push(Span::new(self.since, at));
        }
        self.since = at;
    }

    /// Appends text as it stands at byte `at`.
    fn push(&mut self, text: &str, at: usize) {
        let bytes = text.as_bytes();
        let (mut run, mut i) = (0, 0);
        while i < bytes.len() {
            let byte = bytes[i];
            if !SUSPECT[usize::from(byte)] {
                i += 1;
                continue;
            }
            let c = text[i..].chars().next().unwrap_or(' ');
            let end = i + c.len_utf8();
            let white = c.is_whitespace();
            let single = c == ' ' && i > run && bytes.get(end).is_some_and(|next| !SUSPECT[usize::from(*next)]);
            if single || !white && !is_invisible(c) {
                i = end;
                continue;
            }
            self.write(&text[run..i], Span::new(at + run, at + i));
            if white {
                let span = Span::new(at + i, at + end);
                self.blank = Some(self.blank.map_or(span, |blank| blank.hull(span)));
            }
            (run, i) = (end, end);
        }
        self.write(&text[run..], Span::new(at + run, at + bytes.len()));
    }

    /// Appends text that stands for `span`.
    fn push_replaced(&mut self, text: &str, span: Span) {
        let visible = |c: &char| !is_invisible(*c);
        let words: String = text.chars().filter(visible).collect();
        if words.starts_with(char::is_whitespace) || words.is_empty() && !text.is_empty() && text.trim().is_empty() {
            self.blank = Some(self.blank.map_or(span, |blank| blank.hull(span)));
        }
        let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.write(&joined, span);
        if !joined.is_empty() && words.ends_with(char::is_whitespace) {
            self.blank = Some(Span::new(span.end, span.end));
        }
    }

    /// Appends text without white space at its ends; first the blank that waits.
    fn write(&mut self, text: &str, span: Span) {
        let Some(first) = text.chars().next() else { return };
        let last = self.text.text.chars().next_back();
        if self.broken.take().is_some_and(|broken| self.mend(broken, first)) {
            return self.text.push_replaced(text, span);
        }
        match (self.blank.take(), self.marked.take()) {
            // a marker with a blank before it leaves none before a full stop
            (Some(_), Some(_)) if ".,;:!?)]}»”’…".contains(first) => {}
            (Some(blank), _) if last.is_some() => self.text.push_replaced(" ", blank),
            // a marker never fuses two words
            (None, Some(marked)) if last.is_some_and(|c| !OPENS.contains(c)) && first.is_alphanumeric() => {
                self.text.push_replaced(" ", marked);
            }
            _ => {}
        }
        self.text.push_replaced(text, span);
    }
}

impl Flow {
    /// Puts together a word that the end of a line parted; false where it is
    /// none. `first` is what follows.
    fn mend(&mut self, broken: Broken, first: char) -> bool {
        let mut before = self.text.text.chars().rev();
        let last = before.next();
        let hyphen = last.filter(|c| HYPHENS.contains(*c));
        let word = if hyphen.is_some() { before.next() } else { last };
        let inside = word.is_some_and(char::is_alphabetic);
        let goes_on = match broken {
            Broken::Surely => inside && first.is_alphanumeric(),
            Broken::Perhaps => inside && hyphen.is_some() && first.is_lowercase(),
        };
        if !goes_on {
            // nothing to mend, yet the source says that no blank stands here
            self.blank = self.blank.filter(|_| broken == Broken::Perhaps);
            return false;
        }
        if hyphen.is_some() {
            self.text.pop();
        }
        self.text.push_join();
        (self.blank, self.marked) = (None, None);
        true
    }
}

/// Hyphens at the end of a line, the double oblique one of old print among them.
const HYPHENS: &str = "-‐¬⸗";

/// Signs after which a marker parts no words.
const OPENS: &str = "([{“‘«„-–—/'’";

/// Characters that have no width and are no text: soft hyphens among them.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\0')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || c.is_control() && !c.is_whitespace()
}

/// Bytes at which white space or an invisible character may begin.
const SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte, 0..=0x20 | 0x7f | 0xc2 | 0xe1 | 0xe2 | 0xe3 | 0xef);
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &Document) -> Vec<&str> {
        document.blocks.iter().map(|block| block.text.text.as_str()).collect()
    }

    #[test]
    fn white_space_and_invisible_characters() {
        let source = "  One\u{a0} two\n\tthr\u{ad}ee  ";
        let mut b = Builder::new(Layout::of(source.as_bytes()));
        b.text(source, 0);
        let document = b.finish(source.len());
        assert_eq!(texts(&document), ["One two three"]);
        let text = &document.blocks[0].text;
        assert_eq!(text.source(Span::new(4, 7)), Some(Span::new(8, 11)));
        assert_eq!(document.blocks[0].spans, [Span::new(2, source.len())]);
    }

    #[test]
    fn a_note_inside_a_paragraph_is_cut_from_it() {
        // "It is so\note{See \note{x}there.} now."
        let source = r"It is so\note{See \note{x}there.} now.";
        let mut b = Builder::new(Layout::of(source.as_bytes()));
        b.text("It is so", 0);
        let (outer, inner) = (b.fresh_id(), b.fresh_id());
        b.marker("1", Span::new(8, 13), &outer);
        b.open_note(&outer, "1", 13);
        b.text("See ", 14);
        b.marker("2", Span::new(18, 23), &inner);
        b.open_note(&inner, "2", 23);
        b.text("x", 24);
        b.close_note(26);
        b.text("there.", 26);
        b.close_note(33);
        b.text(" now.", 33);
        let document = b.finish(source.len());
        assert_eq!(texts(&document), ["It is so now."]);
        let notes: Vec<&str> = document.notes.iter().map(|note| note.text.text.as_str()).collect();
        assert_eq!(notes, ["See there.", "x"]);
        assert_eq!(document.blocks[0].spans, [Span::new(0, 13), Span::new(33, 38)]);
        assert_eq!(document.notes[0].spans, [Span::new(13, 23), Span::new(26, 33)]);
        assert_eq!(document.markers[0].place, Place::Block { block: 0, at: 8 });
        assert_eq!(document.markers[1].place, Place::Note { note: 0, at: 3 });
        assert!(document.markers.iter().all(|marker| marker.status == Status::Resolved));
    }

    #[test]
    fn skipped_bytes_are_in_no_span() {
        let mut b = Builder::new(Layout::default());
        b.text("one ", 0);
        b.skip(Span::new(4, 10));
        b.text("two", 10);
        let document = b.finish(20);
        assert_eq!(texts(&document), ["one two"]);
        assert_eq!(document.blocks[0].spans, [Span::new(0, 4), Span::new(10, 20)]);
    }

    #[test]
    fn a_marker_leaves_neither_a_fused_word_nor_a_blank_too_many() {
        let cases = [("a word", " ."), ("a word", ", so"), ("a word ", "next"), ("a word", "next"), ("l’", "homme")];
        let want = ["a word.", "a word, so", "a word next", "a word next", "l’homme"];
        for ((before, after), want) in cases.into_iter().zip(want) {
            let mut b = Builder::new(Layout::default());
            b.text(before, 0);
            b.marker("1", Span::new(20, 23), "none");
            b.text(after, 23);
            let document = b.finish(40);
            assert_eq!(texts(&document), [want]);
            assert_eq!(document.markers[0].status, Status::Missing);
        }
    }

    #[test]
    fn a_note_goes_on_after_the_page() {
        let mut b = Builder::new(Layout::default());
        for (again, text, at) in [(false, "See the", 0), (true, "book.", 20)] {
            let opened = again && b.reopen_note("x", at);
            if !opened {
                b.open_note("x", "1", at);
            }
            b.text(text, at);
            b.close_note(at + 9);
        }
        assert!(!b.reopen_note("y", 30));
        let document = b.finish(40);
        assert_eq!(document.notes[0].text.text, "See the book.");
        assert_eq!(document.notes[0].spans, [Span::new(0, 9), Span::new(20, 29)]);
    }

    #[test]
    fn two_notes_of_one_id_are_ambiguous_unless_they_say_the_same() {
        for (second, status) in [("See A.", Status::Resolved), ("See B.", Status::Ambiguous)] {
            let mut b = Builder::new(Layout::default());
            b.marker("1", Span::new(0, 3), "x");
            for (text, at) in [("See A.", 10), (second, 20)] {
                b.open_note("x", "1", at);
                b.text(text, at);
                b.close_note(at + 6);
            }
            assert_eq!(b.finish(30).markers[0].status, status);
        }
    }

    #[test]
    fn an_aside_comes_after_the_block_that_it_stands_in() {
        let source = "The court [head] held.";
        let mut b = Builder::new(Layout::of(source.as_bytes()));
        b.heading(1, 0);
        b.text("A", 0);
        b.block(BlockKind::Paragraph, 0);
        b.text("The court ", 0);
        b.open_aside(10);
        b.heading(2, 10);
        b.text("head", 11);
        b.close_aside(16);
        b.text(" held.", 16);
        b.block(BlockKind::Paragraph, 22);
        b.text("x", 22);
        let document = b.finish(22);
        assert_eq!(texts(&document), ["A", "The court held.", "head", "x"]);
        assert_eq!(document.blocks[1].spans, [Span::new(0, 10), Span::new(16, 22)]);
        assert_eq!(document.blocks[3].section, ["A"]);
    }

    #[test]
    fn line_ends_inside_words() {
        let cases = [("inter-", "national", true), ("inter", "national", true), ("1914-", "18", true)];
        let loose = [("inter-", "national", false), ("Anglo-", "Saxon", false), ("of", "law", false)];
        let want = ["international", "international", "1914-18", "international", "Anglo- Saxon", "of law"];
        for ((before, after, sure), want) in cases.into_iter().chain(loose).zip(want) {
            let mut b = Builder::new(Layout::default());
            b.text(before, 0);
            if sure {
                b.join()
            } else {
                b.line_end(Span::new(10, 15))
            }
            b.text(after, 15);
            let document = b.finish(40);
            assert_eq!(texts(&document), [want]);
            let text = &document.blocks[0].text;
            assert_eq!(text.joins.len(), usize::from(want == "international"), "{want}");
            assert_eq!(text.source(Span::new(text.len() - 1, text.len())).unwrap().end, 15 + after.len());
        }
    }

    #[test]
    fn a_section_ends() {
        let mut b = Builder::new(Layout::default());
        b.heading(1, 0);
        b.text("A", 0);
        b.heading(2, 1);
        b.text("B", 1);
        b.end_section(2, 2);
        b.text("Text.", 2);
        assert_eq!(b.finish(9).blocks[2].section, ["A"]);
    }

    #[test]
    fn many_notes_of_one_id_are_compared_once() {
        let (mut b, many) = (Builder::new(Layout::default()), 30_000);
        for at in (0..many).map(|i| i * 10) {
            b.marker("1", Span::new(at, at + 3), "x");
            b.open_note("x", "1", at + 3);
            b.text("See A.", at + 3);
            b.close_note(at + 9);
        }
        let document = b.finish(many * 10);
        assert!(document.markers.iter().all(|marker| marker.note == Some(0)));
    }

    #[test]
    fn sections_follow_the_levels_of_headings() {
        let mut b = Builder::new(Layout::default());
        for (level, text) in [(1, "A"), (2, "B"), (3, "C"), (2, "D")] {
            b.heading(level, 0);
            b.text(text, 0);
        }
        b.block(BlockKind::Paragraph, 5);
        b.text("Text.", 5);
        let document = b.finish(10);
        assert_eq!(document.blocks[3].section, ["A"]);
        assert_eq!(document.blocks[4].section, ["A", "D"]);
    }
}
