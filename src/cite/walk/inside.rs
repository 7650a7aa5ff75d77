//! Citations that are no stretch by themselves: inside a sentence, in brackets,
//! interviews in a row; and notes that are one reference as a whole.

use super::super::anchor::Anchor;
use super::super::name::{self, Start};
use super::super::split::{Border, Segment};
use super::super::token::Token;
use super::super::{author_date, interview};
use super::Walk;
use crate::model::citation::Kind;

/// Most words of the names before a title.
const NAMES: usize = 5;

impl Walk<'_> {
    /// Interviews, each with its own date, parted by semicolons.
    pub(super) fn interviews(&mut self, segment: Segment, content: usize) -> bool {
        let follows = segment.border == Border::Semicolon
            && self.open.is_none()
            && self
                .out
                .last()
                .is_some_and(|last| last.kind == Kind::Interview && last.end <= self.tokens[segment.first].start);
        let Some((mut cite, last)) = interview::read(self.text, self.tokens, content, segment.last, follows) else {
            return false;
        };
        if let Some(last) = self.out.last().filter(|_| follows && cite.publisher.is_none()) {
            cite.publisher.clone_from(&last.publisher);
        }
        self.close();
        self.finish(cite, content, last);
        true
    }

    /// Citations inside a sentence: references in brackets, author and year,
    /// identifiers.
    pub(super) fn inside(&mut self, segment: Segment, content: usize) {
        let mut at = content;
        while at < segment.last {
            if self.tokens[at].bracketed
                && (at == 0 || !self.tokens[at - 1].bracketed || self.tokens[at].text.starts_with('('))
            {
                let close =
                    self.tokens[at..segment.last].iter().position(|t| t.open).map_or(segment.last, |i| at + i + 1);
                if self.bracketed(at, close) {
                    at = close;
                    continue;
                }
            }
            let first = if at == content { author_date::at(self.tokens, at, segment.last) } else { None };
            let found = first.or_else(|| author_date::within(self.tokens, at, segment.last));
            if let Some(found) = found.filter(|_| !self.prints(segment.first, at)) {
                self.short(found);
                at = found.last.max(at + 1);
                continue;
            }
            at += 1;
        }
        let parts: Vec<&Anchor> = self.anchors_in(segment.first, segment.last).filter(|a| a.part).collect();
        self.parts(&parts);
    }

    /// True where the bracket at token `at` is the imprint of a work that begins the stretch:
    /// `Ruth Pascoe, Die Stadt (Berlin 1970)`. Counter-example: "as in the hills (Berlin 1970)".
    fn prints(&self, first: usize, at: usize) -> bool {
        if !self.tokens[at].text.starts_with('(') || at < first + 2 {
            return false;
        }
        let before = &self.tokens[first..at];
        let comma = before.iter().take(NAMES).position(|t| t.text.ends_with(','));
        let named = |t: &Token| name::is_name(t) || name::is_initials(t.text) || name::is_signal(t);
        let titled = before.last().is_some_and(|t| t.is_capital() && !t.ends_with(&['.', ';', ':', ',']));
        titled && comma.is_some_and(|comma| comma + 1 < before.len() && before[..=comma].iter().all(named))
    }

    /// Identifiers, each by itself; "RFC 2119, https://…" is one work.
    pub(super) fn parts(&mut self, parts: &[&Anchor]) {
        for work in parts.chunk_by(|a, b| a.last == b.first && a.cite.url.is_none() && b.cite.url.is_some()) {
            let (first, last) = (work[0], work[work.len() - 1]);
            let mut cite = first.cite.clone();
            for more in &work[1..] {
                cite.url = cite.url.or_else(|| more.cite.url.clone());
                cite.doi = cite.doi.or_else(|| more.cite.doi.clone());
            }
            self.push(cite, first.start, last.end);
        }
    }

    /// A reference that fills brackets: `(see J. Doe, Silt (1990))`.
    pub(super) fn bracketed(&mut self, first: usize, last: usize) -> bool {
        let mut from = first;
        while from < last && name::is_signal(&self.tokens[from]) {
            from += 1;
        }
        if last - from < 5
            || name::start(self.tokens, from) != Start::Strong
            || !self.dated(from, last)
            || self.sentence(from, last)
        {
            return false;
        }
        let cite = self.reference(from, last);
        if cite.title.is_none() {
            return false;
        }
        self.finish(cite, from, last);
        true
    }

    /// A note that nothing was found in, read as one reference where it may be
    /// one: title first, or without names.
    pub(super) fn whole(&mut self) {
        let all = self.tokens.len();
        let first = self.content(Segment { border: Border::First, first: 0, last: all });
        let sized = (3..=120).contains(&(all - first));
        if !sized || self.sentence(first, all) || self.anchors.iter().any(|a| !a.part) {
            return;
        }
        let token = &self.tokens[first];
        let dash = token.text.starts_with(['—', '–', '_']);
        let named = name::start(self.tokens, first) != Start::None || dash || token.text.starts_with('[');
        let upright = |c: char| c.is_alphabetic() && !c.is_lowercase() || c.is_ascii_digit();
        let begins = token.word.starts_with(upright) || token.quoted || named || token.text.starts_with('(');
        let marked = self.dated(first, all) || self.tokens[first..].iter().any(|t| t.quoted && t.closes);
        if begins && (marked || named) {
            self.whole_work(first, dash);
        }
    }

    fn whole_work(&mut self, first: usize, dash: bool) {
        let all = self.tokens.len();
        let cite = self.reference(first, all);
        let placed = cite.container.is_some() || cite.publisher.is_some() || cite.pages.is_some();
        let enough = match !self.dated(first, all) {
            true => placed && (dash || !cite.author.is_empty()),
            false => self.tokens[first].quoted || self.weakly(&cite, first, all),
        };
        if enough && cite.title.is_some() && self.plausible(&cite, first, all) {
            self.finish(cite, first, all);
        }
    }
}
