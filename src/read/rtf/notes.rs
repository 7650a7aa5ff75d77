//! Footnotes and endnotes.
//!
//! `text\chftn{\footnote \chftn Note.}` has a number; `text{\super *}{\footnote
//! {\super *} Note.}` a sign of its own: raised text right before the note, and
//! at its beginning.

use super::state::{Ends, State, To};
use super::token::{self, Token};
use super::walk::{Comment, Reader};
use crate::model::BlockKind;
use crate::read::numerals;
use crate::span::Span;

/// Bytes of a note that are looked at for the sign of automatic numbers.
const AHEAD: usize = 400;

/// Characters that a sign of its own may have.
const LONGEST_SIGN: usize = 6;

/// What is known of notes.
#[derive(Debug, Default)]
pub(super) struct Notes {
    foot: Series,
    end: Series,
    /// Bytes of a `\chftn` that no text has followed.
    mark: Option<Span>,
    /// Raised text that may call a note, or be a label.
    held: Option<(String, Span)>,
    /// The label of the note that is open, until its text begins: raised text
    /// that repeats it is no text.
    label: Option<String>,
    /// Notes that are open.
    depth: u32,
}

#[derive(Debug, Default)]
struct Series {
    count: u32,
    style: numerals::Style,
    /// The number of the first, where it is not 1.
    start: u32,
    /// Numbers begin anew in each section.
    by_section: bool,
    /// Numbers begin anew on each page: they cannot be known.
    by_page: bool,
}

impl Notes {
    /// A section ends.
    pub fn section(&mut self) {
        for series in [&mut self.foot, &mut self.end] {
            if series.by_section {
                series.count = 0;
            }
        }
    }

    /// `\ftnnrlc`, `\aftnstart5`, `\sftnrestart` and their like.
    pub fn setting(&mut self, name: &str, number: Option<i32>) {
        let (end, rest) = match name.trim_start_matches('s').strip_prefix('a') {
            Some(rest) => (true, rest),
            None => (false, name.trim_start_matches('s')),
        };
        let series = if end { &mut self.end } else { &mut self.foot };
        match rest {
            "ftnnar" => series.style = numerals::Style::Arabic,
            "ftnnalc" => series.style = numerals::Style::Letter,
            "ftnnauc" => series.style = numerals::Style::UpperLetter,
            "ftnnrlc" => series.style = numerals::Style::Roman,
            "ftnnruc" => series.style = numerals::Style::UpperRoman,
            "ftnnchi" => series.style = numerals::Style::Chicago,
            "ftnstart" => series.start = number.and_then(|number| u32::try_from(number).ok()).unwrap_or(1).max(1),
            "ftnrestart" => series.by_section = true,
            "ftnrstcont" => (series.by_section, series.by_page) = (false, false),
            "ftnrstpg" => series.by_page = true,
            _ => {}
        }
    }

    /// Keeps raised text back: it may call a note. False where it is no sign
    /// or number.
    pub fn hold(&mut self, text: &str, span: Span) -> bool {
        let word = text.trim();
        if word.is_empty() && self.held.is_some() {
            return true;
        }
        let short = |length: usize| length <= LONGEST_SIGN;
        match &mut self.held {
            None if !word.is_empty() && short(word.chars().count()) => {
                self.held = Some((text.to_owned(), span));
                true
            }
            Some((held, of)) if short(held.trim().chars().count() + word.chars().count()) => {
                held.push_str(text);
                of.end = span.end;
                true
            }
            _ => false,
        }
    }

    /// The raised text that was kept back and calls nothing, nor is the label
    /// of the note that begins with it.
    pub fn release(&mut self) -> Option<(String, Span)> {
        self.mark = None;
        let held = self.held.take();
        let label = self.label.take();
        held.filter(|(text, _)| label.is_none_or(|label| label != text.trim()))
    }

    fn next(&mut self, end: bool) -> String {
        let series = if end { &mut self.end } else { &mut self.foot };
        series.count += 1;
        if series.by_page {
            return String::new();
        }
        series.style.print(series.start.max(1) - 1 + series.count)
    }
}

/// What the first bytes of a note say of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ahead {
    /// Its label is counted by the program that shows it.
    is_automatic: bool,
    /// It stands at the end of the section or document.
    is_endnote: bool,
    /// Its label is deleted or hidden text, and so it is itself.
    pub is_deleted: bool,
}

impl Reader<'_> {
    /// `\chftn`: before a note what calls it, within one its label.
    pub(super) fn automatic_mark(&mut self, span: Span) {
        self.decode();
        if self.notes.depth == 0 && self.state.to == To::Text && !self.state.hidden {
            self.settle();
            self.notes.mark = Some(span);
        }
    }

    /// `\footnote` with the bytes `span`: the group from here is a note.
    pub(super) fn open_note(&mut self, span: Span) {
        if self.notes.depth > 0 {
            return;
        }
        let Ahead { is_automatic: automatic, is_endnote: end, .. } = self.look_ahead(span.end);
        let held = self.notes.held.take().filter(|_| !automatic);
        let mark = self.notes.mark.take();
        let (label, start) = match (held, mark) {
            (Some((text, own)), _) if !automatic => (text.trim().to_owned(), own.start),
            (_, mark) if automatic || mark.is_some() => {
                (self.notes.next(end), mark.map_or(span.start, |mark| mark.start))
            }
            _ => (String::new(), span.start),
        };
        self.begin(start);
        let id = self.b.fresh_id();
        self.b.marker(&label, Span::new(start, span.end), &id);
        self.b.open_note(&id, &label, span.end);
        self.notes.depth += 1;
        self.notes.label = (!label.is_empty()).then_some(label);
        self.state = State { ends: Ends::Note, raised: false, paragraph: Default::default(), ..self.state };
    }

    /// The note ends before byte `end`.
    pub(super) fn close_note(&mut self, end: usize) {
        self.b.close_note(end);
        self.notes.depth -= 1;
        self.notes.label = None;
        for comment in std::mem::take(&mut self.comments) {
            self.b.open_aside(end);
            self.b.block(BlockKind::Chrome, comment.span.start);
            self.b.replaced(&comment.text, comment.span);
            self.b.close_aside(end);
        }
    }

    /// Keeps the comment that ends before byte `end` until the note does that it is about.
    pub(super) fn keep_comment(&mut self, end: usize) {
        let Some(text) = self.table.take() else { return };
        let dated = self.label.take();
        let author = dated.or_else(|| self.author.as_ref().map(|author| format!("{author}:")));
        let text = author.map_or_else(|| text.clone(), |author| format!("{author} {text}"));
        self.comments.push(Comment { text, span: Span::new(self.comment, end) });
    }

    /// What the first bytes of the note from byte `at` say of it.
    pub(super) fn look_ahead(&self, mut at: usize) -> Ahead {
        let last = at + AHEAD;
        let mut ahead = Ahead::default();
        // whether the text of each open group is deleted or hidden
        let mut hidden = vec![false];
        while let Some((token, span)) = token::next(self.bytes, at).filter(|(_, span)| span.end <= last) {
            at = span.end;
            let Some(now) = hidden.last_mut() else { break };
            match token {
                Token::Open => {
                    let inherited = *now;
                    hidden.push(inherited);
                }
                Token::Close => _ = hidden.pop(),
                Token::Word("deleted" | "v", number) => *now = number != Some(0),
                Token::Word("plain", _) => *now = false,
                Token::Word("chftn", _) => {
                    (ahead.is_automatic, ahead.is_deleted) = (true, *now);
                    break;
                }
                Token::Word("ftnalt", _) => ahead.is_endnote = true,
                _ => {}
            }
        }
        ahead
    }
}
