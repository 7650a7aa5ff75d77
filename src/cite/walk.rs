//! From stretches of a note to citations: which stretches belong to one work,
//! which are commentary.
//!
//! A work is opened by a stretch that begins as references do (the name of an
//! author, a title in quotation marks, an interview), takes in what follows it,
//! and is closed by the beginning of another work or by a sentence, once it is
//! complete (it has a year, an address, or is a short form). Citations that
//! their own shape gives away (a law report, `op. cit.`) need no such reading.

mod content;
mod imprint;
mod inside;
mod judge;
mod plausible;
mod running;

use super::anchor::Anchor;
use super::name::{self, Start};
use super::split::{Border, Segment};
use super::token::Token;
use super::{author_date, brief, classic, fields, lead};
use crate::model::Citation;
use crate::model::citation::{Form, Kind};

/// A note and what was found in it.
pub struct Walk<'a> {
    /// The text.
    pub text: &'a str,
    /// Its words.
    pub tokens: &'a [Token<'a>],
    /// What the scanners found, in order, apart.
    pub anchors: &'a [Anchor],
    /// Citations so far.
    pub out: Vec<Citation>,
    open: Option<Open>,
}

/// A work that is being put together.
#[derive(Clone, Copy)]
struct Open {
    first: usize,
    last: usize,
    start: Start,
    quoted: bool,
    /// True where only names and a date stand there yet: a title follows.
    head: bool,
}

/// What a stretch does to the work that is open.
enum Step {
    /// It belongs to it.
    Take,
    /// It is commentary: the work ends before it.
    Drop,
    /// It may be another work.
    Close,
}

impl<'a> Walk<'a> {
    /// A walk that has not begun.
    pub fn new(text: &'a str, tokens: &'a [Token<'a>], anchors: &'a [Anchor]) -> Self {
        Walk { text, tokens, anchors, out: Vec::new(), open: None }
    }

    /// Reads all stretches.
    pub fn run(&mut self, segments: &[Segment]) {
        for (i, segment) in segments.iter().enumerate() {
            self.segment(*segment, segments.get(i + 1));
        }
        self.close();
        self.imprints();
        if self.out.is_empty() {
            self.whole();
        }
        self.sort();
        self.same_author();
    }

    /// The whole note, where it may repeat a work that another note cites.
    pub fn candidate(&mut self) {
        let last = self.tokens.len();
        let first = self.content(Segment { border: Border::First, first: 0, last });
        if first < last
            && let Some(cite) = brief::candidate(self.tokens, first, last)
        {
            self.finish(cite, first, last);
        }
    }

    /// `———. 1971. Title`: a work of the author above, whose name a dash stands for.
    /// Counter-example: a dash before a sentence, or before a work with its author.
    fn same_author(&mut self) {
        let dash =
            |t: &Token| t.word.is_empty() && t.text.chars().filter(|c| matches!(c, '—' | '–' | '-' | '_')).count() > 1;
        let Some(token) = self.tokens.first().filter(|t| dash(t) || t.text.starts_with('—') && t.word.is_empty())
        else {
            return;
        };
        let Some(cite) = self.out.first_mut() else { return };
        let follows = self.tokens.get(1).is_some_and(|next| next.start <= cite.start && cite.start < next.end());
        let whole = cite.title.is_some() && cite.date.is_some() && cite.author.is_empty();
        if cite.form == Form::Full && follows && whole {
            (cite.form, cite.start) = (Form::Idem, token.start);
            self.text[cite.start..cite.end].clone_into(&mut cite.raw);
        }
    }

    /// Puts the citations in order and apart: of two that overlap the first.
    fn sort(&mut self) {
        self.out.sort_by_key(|cite| (cite.start, std::cmp::Reverse(cite.end)));
        let mut free = 0;
        self.out.retain(|cite| {
            let apart = cite.start >= free;
            free = free.max(cite.end);
            apart
        });
    }

    /// Anchors within tokens, `part` or not.
    fn anchors_in(&self, first: usize, last: usize) -> impl Iterator<Item = &'a Anchor> {
        let from = self.anchors.partition_point(|a| a.first < first);
        self.anchors[from..].iter().take_while(move |a| a.first < last)
    }

    fn segment(&mut self, segment: Segment, next: Option<&Segment>) {
        let content = self.content(segment);
        if content >= segment.last {
            return;
        }
        let own: Vec<&Anchor> = self.anchors_in(segment.first, segment.last).filter(|a| !a.part).collect();
        if own.is_empty() {
            self.plain(segment, content, next);
        } else if !self.takes_in(segment, content, &own) {
            self.shaped(segment, content, &own);
        }
    }

    /// True where a reference that is open, or begins here, takes the shaped
    /// citations of the stretch in: a law review after a title, a section sign
    /// in a title.
    fn takes_in(&mut self, segment: Segment, content: usize, own: &[&Anchor]) -> bool {
        let named = |a: &Anchor| a.cite.title.is_some() || a.cite.form == Form::Short;
        let case = own.iter().any(|a| a.cite.kind == Kind::Case && named(a));
        let short = own.iter().any(|a| a.cite.kind == Kind::Unknown && a.cite.is_short());
        if short {
            return false;
        }
        let begun = |open: Open| open.start == Start::Strong && !self.dated(open.first, open.last);
        if !case && self.open.is_some_and(begun) {
            self.take(segment.last);
            return true;
        }
        let first = own[0].first;
        let titled = self.tokens[content..first.max(content)].iter().any(|t| t.closes);
        let strong = name::start(self.tokens, content) == Start::Strong && first > content + 2;
        let begins = strong || self.tokens[content].quoted;
        let takes = begins && (titled || !case && self.dated(content, segment.last));
        if takes {
            self.close();
            self.begin(segment, content, Start::Strong);
        }
        takes
    }

    /// Citations that their shape gives away, each with what leads to it.
    fn shaped(&mut self, segment: Segment, content: usize, own: &[&Anchor]) {
        self.close();
        let mut floor = content;
        for anchor in own {
            let mut cite = anchor.cite.clone();
            let mut start = anchor.start;
            if cite.kind == Kind::Unknown && cite.is_short() {
                let lead = lead::before(self.text, self.tokens, floor, anchor.first, &mut cite);
                start = lead.unwrap_or(start);
            }
            self.push(cite, start, anchor.end);
            floor = anchor.last.max(floor);
        }
        if floor < segment.last {
            self.rest(Segment { border: Border::Plain, first: floor, last: segment.last });
        }
    }

    /// What follows the last shaped citation of a stretch, where it is a work.
    fn rest(&mut self, rest: Segment) {
        let content = self.content(rest);
        if content >= rest.last {
            return;
        }
        let begins = name::start(self.tokens, content) == Start::Strong || self.tokens[content].quoted;
        if begins && self.dated(content, rest.last) && !self.sentence(content, rest.last) {
            self.begin(rest, content, Start::Strong);
        }
    }

    /// A stretch without citations of their own shape.
    fn plain(&mut self, segment: Segment, content: usize, next: Option<&Segment>) {
        if self.interviews(segment, content) {
            return;
        }
        match self.open.map(|open| self.step(open, segment, (content, next))) {
            Some(Step::Take) => self.take(segment.last),
            Some(Step::Drop) => {
                self.close();
                self.inside(segment, content);
            }
            Some(Step::Close) => {
                self.close();
                self.fresh(segment, content, next);
            }
            None => self.fresh(segment, content, next),
        }
    }

    /// A stretch where no work is open.
    fn fresh(&mut self, segment: Segment, content: usize, next: Option<&Segment>) {
        let (tokens, last) = (self.tokens, segment.last);
        let start = name::start(tokens, content);
        let sentence = self.sentence(content, last);
        if let Some(found) = author_date::at(tokens, content, last)
            && !author_date::is_head(&tokens[content..last])
            && (found.pinpoint || start != Start::Strong)
            && (found.pinpoint || self.sentence(found.last, last) || found.last + 1 >= last && self.ends_note(next))
        {
            self.short(found);
            return self.inside(Segment { first: found.last, ..segment }, found.last);
        }
        if let Some(cite) = classic::read(self.text, tokens, content, last).or_else(|| self.brief(segment, content)) {
            return self.finish(cite, content, last);
        }
        let quoted = tokens[content].quoted;
        if self.half_quoted(content, last) {
            return self.begin(segment, content, Start::Strong);
        }
        let strong = start == Start::Strong || quoted && self.titled(content, last);
        let led = self.led(segment, content);
        let begins = if strong { !sentence || led && !quoted || self.dated(content, last) } else { led && !sentence };
        if begins {
            self.begin(segment, content, if strong { Start::Strong } else { Start::Weak });
        } else {
            self.inside(segment, content);
        }
    }

    /// A short citation that is all of the note, or stands at its beginning.
    fn brief(&self, segment: Segment, content: usize) -> Option<Citation> {
        let begins = segment.border == Border::First || segment.border == Border::Semicolon;
        let cite = begins.then(|| brief::read(self.text, self.tokens, content, segment.last)).flatten()?;
        // "Lights of the North, 32." with more behind it may be anything
        let alone = segment.last == self.tokens.len()
            || cite.locator.as_deref().is_none_or(|l| !l.starts_with(|c: char| c.is_ascii_digit()));
        alone.then_some(cite)
    }

    fn begin(&mut self, segment: Segment, content: usize, start: Start) {
        let tokens = &self.tokens[content..segment.last];
        let head = author_date::is_head(tokens);
        self.open =
            Some(Open { first: content, last: segment.last, start, quoted: tokens.iter().any(|t| t.quoted), head });
    }

    /// Adds tokens to the work that is open.
    fn take(&mut self, last: usize) {
        if let Some(open) = &mut self.open {
            // "Holm, Anna. 1987. The rivers and …": a name, then the year
            (open.last, open.head) = (last, author_date::is_head(&self.tokens[open.first..last]));
        }
    }

    /// Ends the work that is open, and keeps it where it is one.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let last = self.cut(open.first, open.last);
        if let Some(found) = author_date::at(self.tokens, open.first, last)
            && found.last >= last
            && (open.start != Start::Strong || found.pinpoint)
        {
            return self.short(found);
        }
        let cite = self.reference(open.first, last);
        if self.is_work(&cite, Open { last, ..open }) && self.plausible(&cite, open.first, last) {
            self.finish(cite, open.first, last);
        } else {
            self.inside(Segment { border: Border::Plain, first: open.first, last: open.last }, open.first);
        }
    }

    fn reference(&self, first: usize, last: usize) -> Citation {
        let mut parts: Vec<Anchor> = self.anchors_in(first, last).cloned().collect();
        for part in &mut parts {
            part.first -= first;
            part.last -= first;
        }
        fields::read(self.text, &self.tokens[first..last], &parts)
    }

    fn finish(&mut self, cite: Citation, first: usize, last: usize) {
        let (from, to) = (self.tokens[first].start, self.tokens[last - 1].end());
        let start =
            from + self.text[from..to].find(|c: char| c.is_alphanumeric() || "“‘„«»\"'‚<[(".contains(c)).unwrap_or(0);
        let end = start + self.text[start..to].trim_end_matches([';', ',', ' ']).len();
        // the dash that parts two works: "… 1968. — Siehe auch …"
        let undashed = self.text[start..end].trim_end_matches(['—', '–', '-']);
        let end = if undashed.ends_with(' ') { start + undashed.trim_end().len() } else { end };
        let stretch = &self.text[start..end];
        let end = if stretch.ends_with('.') && !stretch.ends_with("..") { end - 1 } else { end };
        self.push(cite, start, end);
    }

    fn push(&mut self, mut cite: Citation, start: usize, end: usize) {
        let taken = |other: &Citation| other.start < end && start < other.end;
        if end <= start || self.out.iter().rev().take(16).any(taken) {
            return;
        }
        self.text[start..end].clone_into(&mut cite.raw);
        (cite.start, cite.end) = (start, end);
        self.out.push(cite);
    }

    fn short(&mut self, found: author_date::Found) {
        let (cite, start, end) = author_date::cite(self.text, self.tokens, found);
        self.push(cite, start, end);
    }
}
