//! Notes, references to them, entries of a bibliography.

use super::ids::{MAY_BE_NOTES, attribute, label, targets};
use super::roles::Role;
use super::text::bare_label;
use super::walk::{End, Frame, Mode, Walk};
use crate::model::BlockKind;
use crate::read::xml::Tag;
use crate::read::xml::calls::Call;
use crate::read::xml::cite::Citation;
use crate::read::xml::words::Words;
use crate::span::Span;

/// Notes that one reference may call beyond those it names.
const MOST_NOTES: usize = 50;

impl<'a> Walk<'a> {
    /// An element that a reference calls as a note, though it is none by name.
    pub fn note_by_id(&mut self, tag: &Tag<'a>, id: &str, frame: &mut Frame) -> bool {
        let name = tag.name.to_ascii_lowercase();
        if self.ids.is_note(id) && MAY_BE_NOTES.contains(&name.as_str()) && !self.calls.peek().in_note() {
            self.open_note(tag, frame, "");
            return true;
        }
        if self.calls.peek().in_note() && self.ids.is_called(id) && frame.role != Role::Note {
            self.calls.builder().alias_note(id);
        }
        false
    }

    /// A note. It is called by references to its id; where it names a place of
    /// the text, there; else where it stands. One between paragraphs that
    /// nothing calls is an orphan.
    pub fn note(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        if frame.entry {
            let said_twice = attribute(tag, "type").is_some_and(|kind| kind == "raw_reference");
            if said_twice {
                frame.mode = Mode::Skip;
            }
            return;
        }
        if self.goes_on(tag, frame) {
            return;
        }
        let label = label(tag).unwrap_or_default();
        let id = attribute(tag, "id");
        let called = id.as_deref().is_some_and(|id| self.ids.is_called(id));
        let anchored = self.is_anchored(tag);
        let margin = attribute(tag, "place")
            .is_some_and(|place| ["marg", "left", "right"].iter().any(|side| place.to_lowercase().contains(side)));
        let here = !called && !anchored && self.calls.peek().kind().is_some();
        let target = format!("\0at {}", tag.span.start);
        if here {
            self.calls.builder().marker(&label, tag.span, &target);
        }
        self.open_note(tag, frame, &label);
        self.calls.builder().alias_note(&target);
        frame.numbered = here && !margin;
    }

    /// A note that goes on from an earlier page.
    fn goes_on(&mut self, tag: &Tag<'a>, frame: &mut Frame) -> bool {
        let Some(before) = targets(tag, "prev").into_iter().next() else { return false };
        if !self.calls.builder().reopen_note(&before, tag.span.start) {
            return false;
        }
        if let Some(id) = attribute(tag, "id") {
            self.calls.builder().alias_note(&id);
        }
        (frame.end, frame.numbered, frame.verse) = (End::Note, false, self.verse);
        (frame.ended, self.ended) = (self.ended, None);
        true
    }

    /// True where a note names a place in the text that can be pointed at.
    fn is_anchored(&self, tag: &Tag<'a>) -> bool {
        let places = targets(tag, "target").into_iter().chain(targets(tag, "corresp"));
        places.filter_map(|id| self.ids.element(&id).map(super::roles::role)).any(can_be_pointed_at)
    }

    fn open_note(&mut self, tag: &Tag<'a>, frame: &mut Frame, label: &str) {
        let id = attribute(tag, "id");
        let builder = self.calls.builder();
        let id = id.unwrap_or_else(|| builder.fresh_id());
        builder.open_note(&id, label, tag.span.start);
        (frame.end, frame.kind, frame.numbered) = (End::Note, BlockKind::Paragraph, false);
        (frame.verse, self.verse) = (self.verse, false);
        (frame.ended, self.ended) = (self.ended, None);
        self.labelled = false;
        self.note_begins = Some(label.to_owned());
    }

    /// A note without a label that is called where it stands is numbered, but
    /// for one in the margin, which has no sign.
    pub fn close_note(&mut self, frame: &Frame, span: Span) {
        let builder = self.calls.builder();
        if frame.numbered && !builder.has_label() {
            self.numbered += 1;
            builder.label_note(&self.numbered.to_string());
        }
        builder.close_note(span.end);
        self.note_begins = None;
        (self.verse, self.ended) = (frame.verse, frame.ended);
        if frame.role == Role::Entry {
            self.citation = None;
        }
    }

    /// Notes point to the element that ends: they are called at its end.
    pub fn anchored(&mut self, frame: &Frame, span: Span) {
        if !can_be_pointed_at(frame.role) || self.calls.peek().kind().is_none() {
            return;
        }
        for (note, _) in self.ids.notes_for(frame.at).to_vec() {
            self.calls.builder().marker("", Span::new(span.start, span.start), &format!("\0at {note}"));
        }
    }

    /// A reference: a call where it points to notes, else text.
    pub fn reference(&mut self, tag: &Tag<'a>, frame: &mut Frame) {
        let mut notes = self.ids.notes_of(tag, targets(tag, "target"));
        if notes.is_empty() {
            return;
        }
        for (at, id) in self.ids.notes_for(frame.at).iter().take(MOST_NOTES) {
            let id = id.clone().unwrap_or_else(|| format!("\0at {at}"));
            if !notes.contains(&id) {
                notes.push(id);
            }
        }
        let label = tag.place("n").or_else(|| tag.place("N"));
        self.spare = label.map(|(label, place)| (frame.at, bare_label(&label), place));
        self.call = Some(Call { targets: notes, words: Words::default(), span: tag.span });
        (frame.mode, frame.end) = (Mode::Call, End::Call);
        self.note_begins = None;
    }

    /// The end of a call. One without words bears its number as an attribute.
    pub fn close_call(&mut self, span: Span) {
        let Some(mut call) = self.call.take() else { return };
        call.span.end = span.end;
        if let Some((at, label, place)) = self.spare.take()
            && at == call.span.start
            && call.words.is_blank()
        {
            call.words.replaced(label, place);
        }
        self.calls.call(call);
    }

    /// An entry of a bibliography: a note where the text refers to it or its
    /// neighbours, else an item of a list; inside a sentence it is text.
    pub fn entry(&mut self, tag: &Tag<'a>, name: &str, (above, frame): (&Frame, &mut Frame)) {
        if frame.entry {
            return;
        }
        let id = attribute(tag, "id");
        let of_list = matches!(above.role, Role::Group | Role::Section | Role::Part);
        let called = id.as_deref().is_some_and(|id| self.ids.is_called(id));
        frame.entry = of_list || called || name == "biblstruct";
        if self.ids.cites && id.is_some() && (of_list || called) && !self.calls.peek().in_note() {
            let label = label(tag).unwrap_or_default();
            self.open_note(tag, frame, &label);
            self.note_begins = None;
        } else if of_list {
            self.calls.builder().block(BlockKind::ListItem, tag.span.end);
            frame.end = End::Block;
        }
        if name == "biblstruct" {
            self.citation = Some(Citation::default());
        }
    }

    /// A part of an entry without punctuation; true where nothing else is to be
    /// done for it.
    pub fn part(&mut self, tag: &Tag<'a>, name: &str, frame: &mut Frame) -> bool {
        let level = || attribute(tag, "level").unwrap_or_default();
        let unit = || attribute(tag, "unit").or_else(|| attribute(tag, "type")).unwrap_or_default();
        let part = match name {
            "surname" => "surname",
            "forename" => "forename",
            "genname" => "suffix",
            "rolename" => "prefix",
            "author" | "editor" | "orgname" | "persname" | "name" => "collab",
            "title" if level() == "a" => "article-title",
            "title" => "source",
            "biblscope" => match unit().as_str() {
                "volume" | "vol" => "volume",
                "issue" => "issue",
                "page" | "pp" => "fpage",
                _ => "comment",
            },
            "publisher" => "publisher-name",
            "pubplace" => "publisher-loc",
            "date" => "year",
            "idno" => "pub-id",
            "meeting" => "conf-name",
            "note" | "edition" | "ref" => "comment",
            _ => return false,
        };
        frame.part = (part, frame.at);
        self.spare = spare(tag).map(|(words, span)| (frame.at, words, span));
        !matches!(name, "note" | "ref")
    }

    /// A part ends; where it had no text, what its attributes say is written.
    pub fn close_part(&mut self, frame: &Frame, span: Span) {
        let Some(citation) = &self.citation else { return };
        if frame.part.1 != frame.at || self.spare.as_ref().is_none_or(|(at, ..)| *at != frame.at) {
            return;
        }
        let silent = citation.element() != frame.at;
        let Some((_, words, place)) = self.spare.take().filter(|_| silent) else { return };
        if self.punctuate(frame, (&words, place.start)) {
            self.calls.builder().replaced(&words, place);
            self.citation.iter_mut().for_each(|citation| citation.until(span.start.max(place.end)));
        }
    }

    /// Punctuation before the part of an entry that has none; false where there
    /// is nothing to write.
    pub fn punctuate(&mut self, frame: &Frame, (text, at): (&str, usize)) -> bool {
        let Some(citation) = &mut self.citation else { return true };
        if text.trim().is_empty() && citation.element() != frame.part.1 {
            return false;
        }
        citation.text(self.calls.builder(), frame.part, (text, at));
        true
    }
}

/// What attributes say of a part: `when` of a date, `from` and `to` of pages.
fn spare(tag: &Tag<'_>) -> Option<(String, Span)> {
    if let Some((when, span)) = tag.place("when") {
        return Some((when.into_owned(), span));
    }
    let (from, first) = tag.place("from")?;
    match tag.place("to").filter(|(to, _)| *to != from) {
        Some((to, last)) => Some((format!("{from}–{to}"), first.hull(last))),
        None => Some((from.into_owned(), first)),
    }
}

/// True for elements at whose end a note can be called: not whole divisions.
fn can_be_pointed_at(role: Role) -> bool {
    matches!(
        role,
        Role::Inline
            | Role::Verse
            | Role::Paragraph
            | Role::Head
            | Role::Quote
            | Role::Reference
            | Role::Block(_)
            | Role::Line
            | Role::Term
            | Role::Readings
    )
}
