//! Notes, references, and what calls them.

use super::bare_label;
use super::ids::NOTES;
use super::walk::{End, Frame, Mode, Walk};
use crate::model::BlockKind;
use crate::read::xml::Tag;
use crate::read::xml::calls::Call;
use crate::read::xml::cite::Citation;
use crate::read::xml::words::{Words, is_sign};
use crate::span::Span;

impl<'a> Walk<'a> {
    pub fn note(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let id = tag.attribute("id");
        let called = id.as_deref().is_some_and(|id| self.ids.is_called(id));
        let group = matches!(self.stack.name(0), "fn-group" | "author-notes" | "table-wrap-foot" | "notes" | "back");
        let inline = !group && self.calls.peek().kind().is_some();
        let of_author = tag.name == "corresp" || self.stack.name(0) == "author-notes";
        let statement = frame.statements
            || tag.attribute("fn-type").is_some_and(|kind| STATEMENTS.contains(&&*kind.to_lowercase()));
        if !called && !inline && (of_author || statement) {
            return self.block(BlockKind::Paragraph, tag, frame);
        }
        if !called && self.stack.name(0) == "table-wrap-foot" && !self.ids.has_label(tag.span.start) {
            return self.block(BlockKind::Caption, tag, frame);
        }
        let symbol = tag.attribute("symbol").map(|symbol| bare_label(&symbol)).unwrap_or_default();
        if !called && inline {
            let target = self.calls.builder().fresh_id();
            self.calls.builder().marker(&symbol, tag.span, &target);
            self.open_note(tag, frame, &symbol);
            self.calls.builder().alias_note(&target);
        } else {
            self.open_note(tag, frame, &symbol);
        }
        frame.stub = !called && inline;
        self.note_begins = symbol.is_empty();
    }

    pub fn open_note(&mut self, tag: &Tag<'a>, frame: &mut Frame, label: &str) {
        let id = tag.attribute("id").map(|id| id.into_owned());
        let builder = self.calls.builder();
        let id = id.unwrap_or_else(|| builder.fresh_id());
        builder.open_note(&id, label, tag.span.start);
        frame.kind = BlockKind::Paragraph;
        frame.end = End::Note;
        frame.stub = false;
        self.labelled = false;
        self.note_begins = tag.name != "ref";
    }

    pub fn citation(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let builder = self.calls.builder();
        if builder.in_note() && builder.has_text() {
            builder.block(BlockKind::Paragraph, tag.span.end);
        }
        let bare = tag.name == "element-citation" || !self.ids.is_mixed(tag.span.start);
        self.citation = bare.then(Citation::default);
        frame.end = End::Citation;
    }

    pub fn call(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let kind = tag.attribute("ref-type").unwrap_or_default();
        let certain =
            matches!(&*kind, "bibr" | "fn" | "table-fn" | "corresp" | "author-notes" | "author-note" | "note");
        let is_note = |id: &&str| match self.ids.element(id) {
            Some(element) => NOTES.contains(&element) || element.ends_with("citation") || element == "p" && certain,
            None => certain,
        };
        let ids = tag.attribute("rid").unwrap_or_default();
        let targets: Vec<String> = ids.split_whitespace().filter(is_note).map(str::to_owned).collect();
        if !targets.is_empty() {
            self.call = Some(Call { targets, words: Words::default(), span: tag.span });
            (frame.mode, frame.end) = (Mode::Call, End::Call);
        }
    }

    pub fn close_note(&mut self, frame: &Frame, span: Span) {
        let builder = self.calls.builder();
        if frame.stub && !builder.has_label() {
            self.numbered += 1;
            builder.label_note(&self.numbered.to_string());
        }
        builder.close_note(span.end);
        self.note_begins = false;
    }

    pub fn first_text(&mut self, text: &'a str, at: usize) {
        let bare = text.trim_start();
        if bare.is_empty() {
            return;
        }
        self.note_begins = false;
        if self.stack.name(0) == "sup" && is_sign(bare.trim_end()) && bare.len() <= 3 {
            return self.calls.builder().label_note(bare.trim_end());
        }
        let rest = bare.trim_start_matches(is_symbol);
        if rest.len() < bare.len() {
            self.calls.builder().label_note(&bare[..bare.len() - rest.len()]);
        }
        self.calls.text(rest, at + text.len() - rest.len());
    }

    pub fn punctuate(&mut self, frame: &Frame, (text, at): (&str, usize)) -> bool {
        let Some(citation) = &mut self.citation else { return true };
        if text.trim().is_empty() && citation.element() != frame.part.1 {
            return false;
        }
        citation.text(self.calls.builder(), frame.part, (text, at));
        true
    }
}

/// True for the signs by which authors call notes.
pub fn is_symbol(c: char) -> bool {
    "*†‡§¶‖#".contains(c)
}

/// Kinds of footnotes that are statements about the article.
const STATEMENTS: &[&str] = &[
    "con",
    "conflict",
    "coi-statement",
    "financial-disclosure",
    "supported-by",
    "participating-researchers",
    "equal",
    "present-address",
    "current-aff",
    "previously-at",
    "deceased",
    "on-leave",
    "presented-at",
    "presented-by",
    "study-group-members",
    "edited-by",
    "ethics-statement",
    "data-availability",
];
