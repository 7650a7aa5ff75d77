//! Blocks and text.

use super::notes::is_symbol;
use super::roles::Role;
use super::walk::{End, Frame, Mode, Walk};
use crate::model::BlockKind;
use crate::read::raised::{self, Shown};
use crate::read::xml::{Tag, cite};
use crate::span::Span;

impl<'a> Walk<'a> {
    pub fn start(&mut self, kind: BlockKind, at: usize) {
        let goes_on = std::mem::take(&mut self.labelled) && self.calls.peek().kind() == Some(kind);
        if goes_on {
            self.calls.builder().blank(Span::new(at, at));
        } else {
            self.calls.builder().block(kind, at);
        }
    }

    pub fn title(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let at = tag.span.end;
        frame.end = End::Block;
        if frame.kind == BlockKind::Caption {
            self.start(BlockKind::Caption, at);
        } else if std::mem::take(&mut self.labelled) && self.calls.peek().kind() == Some(BlockKind::Heading) {
            self.calls.builder().blank(tag.span);
        } else {
            self.calls.builder().heading(frame.depth.max(1), at);
        }
    }

    pub fn open_label(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let (above, name, at) = (self.top().role, self.stack.name(0), tag.span.end);
        let of_note = matches!(above, Role::Note | Role::Reference | Role::Citation);
        if of_note && self.calls.peek().in_note() {
            (frame.mode, frame.end) = (Mode::Label, End::Label);
            return self.label.clear();
        }
        match above {
            Role::Section => self.calls.builder().heading(frame.depth.max(1), at),
            Role::Float(kind) if kind == frame.kind && kind == BlockKind::Caption => {
                self.calls.builder().block(BlockKind::Caption, at);
            }
            Role::Float(_) if name == "boxed-text" => self.calls.builder().heading(frame.depth.max(1), at),
            Role::Block(kind) => self.start(kind, at),
            _ => return,
        }
        frame.end = End::GoesOn;
    }

    pub fn paragraph(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        if frame.kind == BlockKind::TableRow {
            self.calls.builder().blank(tag.span);
            return frame.end = End::Blank;
        }
        if self.stack.name(0) == "table-wrap-foot" && tag.attribute("id").is_some_and(|id| self.ids.is_called(&id)) {
            return self.open_note(tag, frame, "");
        }
        self.start(frame.kind, tag.span.end);
        frame.end = End::Block;
    }

    pub fn block(&mut self, kind: BlockKind, tag: &Tag<'a>, frame: &mut Frame) {
        frame.kind = kind;
        frame.end = End::Block;
        if matches!(tag.name, "body" | "back" | "floats-group") && frame.depth == 0 {
            return self.calls.builder().end_section(1, tag.span.start);
        }
        self.start(kind, tag.span.end);
        // a caption goes on after the number of its figure
        self.labelled = tag.name == "caption" && self.calls.peek().has_text();
    }

    pub fn inline(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let Some(part) = cite::part(tag) else { return };
        if self.citation.is_some() {
            // what stands in a title or a remark is part of it
            if !matches!(frame.part.0, "" | "person-group" | "string-name" | "collab") {
                return;
            }
            frame.part = (part, tag.span.start);
        } else if matches!(part, "given-names" | "surname") && self.stack.name(0) == "name" {
            // mixed content, yet often nothing between the two
            self.calls.builder().blank(tag.span);
        }
    }

    pub fn text(&mut self, text: &'a str, at: usize) {
        let frame = self.top();
        match frame.mode {
            Mode::Skip => {}
            Mode::Front => self.front.text(text),
            Mode::Label => self.label.push_str(text),
            Mode::Call => self.call.iter_mut().for_each(|call| call.words.push(text, at)),
            Mode::Tex => self.tex(text, at),
            Mode::Both => {
                self.front.text(text);
                self.calls.text(text, at);
            }
            Mode::Body if self.note_begins => self.first_text(text, at),
            Mode::Body => {
                if self.formula.is_open() {
                    return self.formula.text(self.calls.builder(), text, at);
                }
                if self.punctuate(&frame, (text, at)) {
                    self.put(text, at, &frame);
                    self.citation.iter_mut().for_each(|citation| citation.until(at + text.len()));
                }
            }
        }
    }

    pub fn entity(&mut self, text: String, span: Span) {
        let frame = self.top();
        match frame.mode {
            Mode::Skip => {}
            Mode::Front => self.front.text(&text),
            Mode::Label => self.label.push_str(&text),
            Mode::Call => self.call.iter_mut().for_each(|call| call.words.replaced(text.clone(), span)),
            Mode::Tex => {
                if self.in_tex {
                    self.calls.replaced(text, span);
                }
            }
            Mode::Both | Mode::Body => {
                if frame.mode == Mode::Both {
                    self.front.text(&text);
                }
                if self.formula.is_open() {
                    return self.formula.replaced(self.calls.builder(), &text, span);
                }
                self.last = "";
                if std::mem::take(&mut self.note_begins) && text.chars().all(is_symbol) {
                    return self.calls.builder().label_note(&text);
                }
                if self.punctuate(&frame, (&text, span.start)) {
                    self.calls.replaced(text, span);
                    self.citation.iter_mut().for_each(|citation| citation.until(span.end));
                }
            }
        }
    }

    /// Writes text, raised where it is.
    fn put(&mut self, text: &'a str, at: usize, frame: &Frame) {
        let before = std::mem::replace(&mut self.last, text);
        // what stands between calls says which they are
        if !frame.raised || self.calls.waits() {
            return self.calls.text(text, at);
        }
        match raised::shown(text, before, matches!(frame.kind, BlockKind::TableRow | BlockKind::Caption)) {
            Shown::Plain => self.calls.text(text, at),
            Shown::Figures => {
                raised::pieces(text, at).for_each(|(piece, span)| self.calls.replaced(piece.to_owned(), span));
            }
            Shown::Apart => raised::write(self.calls.builder(), text, at),
        }
    }

    pub fn tex(&mut self, text: &'a str, at: usize) {
        const BEGIN: &str = "\\begin{document}";
        let mut from = 0;
        if !self.in_tex {
            match text.find(BEGIN) {
                Some(begin) => from = begin + BEGIN.len(),
                None if text.contains("\\documentclass") => return,
                None => {}
            }
            self.in_tex = true;
        }
        let to = text[from..].find("\\end{document}").map_or(text.len(), |end| from + end);
        let inner = text[from..to].trim_matches(|c: char| c == '$' || c.is_whitespace());
        let from = from + text[from..to].find(inner).unwrap_or(0);
        self.calls.text(&text[from..from + inner.len()], at + from);
    }
}
