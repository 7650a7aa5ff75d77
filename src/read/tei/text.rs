//! Blocks, text, and the signs between words.

use super::ids::attribute;
use super::roles::Role;
use super::walk::{End, Frame, Mode, Walk};
use crate::model::BlockKind;
use crate::read::raised::{self, Shown};
use crate::read::xml::Tag;
use crate::read::xml::words::is_sign;
use crate::span::Span;

/// What transcribers of old prints set for a hyphen at the end of a line.
const LINE_HYPHEN: char = '\u{2223}';

impl<'a> Walk<'a> {
    /// A block begins, or goes on after its label.
    fn start(&mut self, kind: BlockKind, at: usize) {
        let goes_on = std::mem::take(&mut self.labelled) && self.calls.peek().kind() == Some(kind);
        if goes_on {
            self.calls.builder().blank(Span::new(at, at));
        } else {
            self.calls.builder().block(kind, at);
        }
        self.verse = false;
    }

    /// An element that begins a block or a division.
    pub fn open_block(&mut self, tag: &Tag<'a>, name: &str, (above, frame): (&Frame, &mut Frame)) {
        let at = tag.span.end;
        match frame.role {
            Role::Section | Role::Group => self.section(tag, name, frame),
            Role::Part => {
                self.calls.builder().end_section(1, tag.span.start);
                (frame.depth, frame.kind, frame.end) = (0, BlockKind::Paragraph, End::Block);
            }
            Role::Head => {
                frame.end = End::Block;
                match frame.kind {
                    BlockKind::Caption => self.start(BlockKind::Caption, at),
                    _ => self.calls.builder().heading(frame.depth.max(1), at),
                }
                self.verse = false;
            }
            Role::Paragraph if frame.kind == BlockKind::TableRow => self.parted(tag, frame),
            Role::Paragraph => {
                self.start(frame.kind, at);
                frame.end = End::Block;
            }
            Role::Block(BlockKind::Paragraph) if is_text(above.role) => self.parted(tag, frame),
            Role::Block(kind) => {
                self.start(kind, at);
                (frame.kind, frame.end) = (kind, End::Block);
            }
            Role::Quote => self.quote(at, frame),
            Role::Verse if self.verse => self.parted(tag, frame),
            Role::Verse => {
                self.start(BlockKind::Quotation, at);
                (self.verse, frame.end) = (true, End::Blank);
            }
            Role::Term if above.role == Role::Group => {
                self.start(BlockKind::ListItem, at);
                frame.end = End::GoesOn;
            }
            // the number of a figure, which its head says too
            Role::Term if above.role == Role::Float => frame.mode = Mode::Skip,
            Role::Float | Role::RunningHead => self.aside(tag, frame),
            _ => {}
        }
    }

    /// A division, a list, a group of verses.
    fn section(&mut self, tag: &Tag<'a>, name: &str, frame: &mut Frame) {
        self.calls.builder().end_block(tag.span.start);
        frame.depth = frame.depth.saturating_add(1);
        frame.kind = if name == "table" { BlockKind::Caption } else { BlockKind::Paragraph };
        frame.end = if name == "lg" { End::Verse } else { End::Section };
        (self.verse, self.labelled) = (false, false);
    }

    fn quote(&mut self, at: usize, frame: &mut Frame) {
        frame.was = self.calls.peek().kind();
        if frame.was.is_none() {
            self.start(BlockKind::Quotation, at);
        }
        (frame.kind, frame.end) = (BlockKind::Quotation, End::Quote);
    }

    /// A figure, or a running head; the running head inside a note is no text
    /// of it.
    fn aside(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        if frame.role == Role::RunningHead && self.calls.peek().in_note() {
            return frame.mode = Mode::Skip;
        }
        self.calls.builder().open_aside(tag.span.start);
        frame.end = End::Aside;
        frame.kind = BlockKind::Caption;
        if frame.role == Role::RunningHead {
            frame.kind = BlockKind::RunningHead;
            self.calls.builder().block(frame.kind, tag.span.end);
        }
    }

    /// Part of the block around it, with blanks at either side.
    fn parted(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        self.calls.builder().blank(tag.span);
        frame.end = End::Blank;
    }

    /// What stands between words, or for some.
    pub fn sign(&mut self, tag: &Tag<'a>, name: &str, frame: &mut Frame) {
        match frame.role {
            Role::Break => self.parted(tag, frame),
            Role::Gap => {
                self.calls.builder().replaced("…", tag.span);
                frame.mode = Mode::Skip;
            }
            Role::Glyph => {
                let sign = attribute(tag, "ref").unwrap_or_default();
                if sign.ends_with("EOLhyphen") || sign.ends_with("EOLunhyphen") {
                    self.calls.builder().join();
                    frame.mode = Mode::Skip;
                }
            }
            _ => {
                if frame.role == Role::Page {
                    self.page(tag);
                }
                let goes_on = attribute(tag, "break").is_some_and(|value| value == "no") && name != "line";
                let builder = self.calls.builder();
                if goes_on { builder.join() } else { builder.line_end(tag.span) }
            }
        }
    }

    /// A page begins. Of several editions whose pages are told, those of the
    /// first count.
    fn page(&mut self, tag: &Tag<'a>) {
        let edition = attribute(tag, "ed");
        if *self.edition.get_or_insert_with(|| edition.clone()) == edition {
            self.calls.builder().page(None, attribute(tag, "n"), tag.span.start);
        }
    }

    /// Text as it stands at byte `at`.
    pub fn text(&mut self, text: &'a str, at: usize) {
        let frame = self.top();
        match frame.mode {
            Mode::Skip => {}
            Mode::Header => self.header.text(text),
            Mode::Call => self.call.iter_mut().for_each(|call| call.words.push(text, at)),
            Mode::Body => {
                if self.note_begins.is_some() && self.is_label(text, &frame) {
                    return;
                }
                if !self.punctuate(&frame, (text, at)) || self.ended.is_some() && text.trim().is_empty() {
                    return;
                }
                self.settle(at);
                if self.formula.is_open() {
                    return self.formula.text(self.calls.builder(), text, at);
                }
                let before = std::mem::replace(&mut self.last, text);
                match frame.raised && !self.calls.waits() {
                    true => self.raised(text, at, before),
                    false => self.lines(text, at),
                }
                self.citation.iter_mut().for_each(|citation| citation.until(at + text.len()));
            }
        }
    }

    /// Text that stands for some bytes.
    pub fn entity(&mut self, text: String, span: Span) {
        let frame = self.top();
        match frame.mode {
            Mode::Skip => {}
            Mode::Header => self.header.text(&text),
            Mode::Call => self.call.iter_mut().for_each(|call| call.words.replaced(text.clone(), span)),
            Mode::Body => {
                self.note_begins = None;
                self.settle(span.start);
                if self.formula.is_open() {
                    return self.formula.replaced(self.calls.builder(), &text, span);
                }
                self.last = "";
                if text.starts_with(LINE_HYPHEN) {
                    return self.calls.builder().join();
                }
                if self.punctuate(&frame, (&text, span.start)) {
                    self.calls.replaced(text, span);
                    self.citation.iter_mut().for_each(|citation| citation.until(span.end));
                }
            }
        }
    }

    /// Raised text after `before`.
    fn raised(&mut self, text: &'a str, at: usize, before: &str) {
        let kind = self.calls.peek().kind();
        match raised::shown(text, before, matches!(kind, Some(BlockKind::TableRow | BlockKind::Caption))) {
            Shown::Plain => self.lines(text, at),
            Shown::Figures => {
                raised::pieces(text, at).for_each(|(piece, span)| self.calls.replaced(piece.to_owned(), span));
            }
            Shown::Apart => raised::write(self.calls.builder(), text, at),
        }
    }

    /// Text in which the sign for a hyphen at the end of a line may stand.
    fn lines(&mut self, text: &'a str, at: usize) {
        let mut from = 0;
        for (here, _) in text.match_indices(LINE_HYPHEN) {
            let after = here + LINE_HYPHEN.len_utf8();
            let letter = |c: Option<char>| c.is_none_or(char::is_alphabetic);
            if letter(text[..here].chars().next_back()) && letter(text[after..].trim_start().chars().next()) {
                self.calls.text(&text[from..here], at + from);
                self.calls.builder().join();
                from = after;
            }
        }
        if from < text.len() {
            self.calls.text(&text[from..], at + from);
        }
    }

    /// True for the first text of a note where it repeats the label (`1`, `1)`):
    /// in an element of its own, as `<hi rend="sup">1</hi>` or the way back.
    fn is_label(&mut self, text: &str, frame: &Frame) -> bool {
        if text.trim().is_empty() {
            return false;
        }
        let label = self.note_begins.take().unwrap_or_default();
        let bare = bare_label(text);
        let alone = matches!(frame.role, Role::Inline | Role::Reference | Role::Term);
        if !alone || !is_sign(&bare) || bare.is_empty() {
            return false;
        }
        let back = frame.role == Role::Reference && label.is_empty();
        if back {
            self.calls.builder().label_note(&bare);
        }
        back || bare == label
    }
}

/// True for what holds running text.
fn is_text(role: Role) -> bool {
    matches!(role, Role::Paragraph | Role::Verse | Role::Head | Role::Block(_) | Role::Term | Role::Quote)
}

/// A label without the brackets, full stop and blanks around it.
pub fn bare_label(label: &str) -> String {
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    label.trim_matches(|c: char| c.is_whitespace() || "[]().:".contains(c)).to_owned()
}
