//! What is judged of stretches of a note: sentence or reference, complete or
//! not, more of a work or another.

use super::super::name::{self, Start};
use super::super::split::{Border, Segment};
use super::super::token::Token;
use super::super::{author_date, classic, date, fields, prose};
use super::{Open, Step, Walk};
use crate::model::Citation;

/// Longest reference, in tokens.
const LONGEST: usize = 300;

/// Words of a stretch that is more of the work before it.
const MORE: &[&str] = &[
    "Ed",
    "Eds",
    "ed",
    "eds",
    "editor",
    "editors",
    "Hrsg",
    "Hg",
    "trans",
    "Reprint",
    "repr",
    "Original",
    "Originally",
    "Originalausgabe",
    "Published",
];

impl Walk<'_> {
    /// What a stretch means for the work that is open.
    pub(super) fn step(&self, open: Open, segment: Segment, (content, next): (usize, Option<&Segment>)) -> Step {
        let start = name::start(self.tokens, content);
        let quoted = self.tokens[content].quoted;
        let complete = self.dated(open.first, open.last);
        if open.head && segment.border == Border::Stop {
            return Step::Take;
        }
        // a quotation, and what the note says of it
        let remark = segment.border == Border::Stop && !self.dated(content, segment.last) && !quoted;
        if !complete && remark && open.quoted && self.sentence(content, segment.last) {
            return Step::Drop;
        }
        if complete && segment.border == Border::Semicolon && self.classic(content, segment.last) {
            return Step::Close;
        }
        let another = (quoted || start == Start::Strong) && segment.border == Border::Stop;
        if another && !complete && self.commentary(open) || open.last - open.first > LONGEST {
            return Step::Close;
        }
        let begins = match segment.border {
            Border::Semicolon => {
                let names = start == Start::Weak && !self.sentence(content, segment.last);
                quoted || names || start == Start::Strong
            }
            Border::Stop | Border::Plain => {
                let title = quoted && (open.quoted || open.last - open.first > 6);
                let more = content == segment.first && self.editors(content, segment.last);
                title || start == Start::Strong && !more
            }
            Border::Signal => true,
            Border::First | Border::Colon => false,
        };
        let dated = self.dated(content, segment.last) || self.dated_next(segment, next);
        if complete && begins && dated || segment.border == Border::Signal {
            Step::Close
        } else if complete && self.ends_work(content, segment.last) {
            Step::Drop
        } else {
            Step::Take
        }
    }

    /// True where a citation may be looked for that does not begin as such: at
    /// the beginning of a note, after "see", after another and a semicolon.
    pub(super) fn led(&self, segment: Segment, content: usize) -> bool {
        match segment.border {
            Border::First | Border::Signal | Border::Colon => true,
            Border::Semicolon => content > segment.first || !self.out.is_empty(),
            Border::Stop | Border::Plain => content > segment.first,
        }
    }

    /// Name, title and place of another work.
    fn classic(&self, first: usize, last: usize) -> bool {
        classic::read(self.text, self.tokens, first, last).is_some()
    }

    pub(super) fn sentence(&self, first: usize, last: usize) -> bool {
        prose::is_sentence(&self.tokens[first..last])
    }

    /// A year outside quotations, an address, "forthcoming".
    pub(super) fn dated(&self, first: usize, last: usize) -> bool {
        let year = |t: &Token| !t.quoted && (t.year().is_some() || matches!(t.word, "forthcoming" | "undated" | "n.d"));
        self.tokens[first..last].iter().any(year) || self.anchors_in(first, last).any(|a| a.part)
    }

    /// Words in small letters outside quotations.
    pub(super) fn small(&self, first: usize, last: usize) -> usize {
        self.tokens[first..last].iter().filter(|t| !t.quoted && t.word.starts_with(char::is_lowercase)).count()
    }

    /// True where the title in quotation marks at `first` is followed by what
    /// follows titles: a sign, a bracket, "in".
    pub(super) fn titled(&self, first: usize, last: usize) -> bool {
        let Some(close) = self.tokens[first..last].iter().position(|t| t.closes).map(|i| first + i) else {
            return false;
        };
        let Some(next) = self.tokens.get(close + 1).filter(|_| close + 1 < last) else { return close > first };
        self.tokens[close].text.ends_with([',', '.', ';'])
            || self.tokens[close].text.contains([',', '.'])
            || next.is_capital()
            || next.text.starts_with(['(', '['])
            || next.word.starts_with(|c: char| c.is_ascii_digit())
            || next.word == "in"
    }

    /// `Syrians march in support”, France 24, 16 December 2012`: a title whose opening
    /// mark is lost, a year close behind it.
    pub(super) fn half_quoted(&self, first: usize, last: usize) -> bool {
        let tokens = &self.tokens[first..last];
        let close = fields::lone_close(tokens).filter(|_| !tokens.iter().any(|t| t.quoted));
        close.is_some_and(|close| close > 1 && tokens[close + 1..].iter().take(9).any(|t| t.year().is_some()))
    }

    /// After the year of the reference "Name Year." no other stretch of it follows.
    pub(super) fn ends_note(&self, next: Option<&Segment>) -> bool {
        next.is_none_or(|next| {
            let content = self.content(*next);
            content >= next.last
                || self.sentence(content, next.last)
                || name::start(self.tokens, content) == Start::Strong
                || next.border == Border::Semicolon
                || next.border == Border::Signal
                || author_date::at(self.tokens, content, next.last).is_some()
        })
    }

    /// The work that begins here gets its year in the next stretch.
    pub(super) fn dated_next(&self, segment: Segment, next: Option<&Segment>) -> bool {
        let Some(next) = next.filter(|next| matches!(next.border, Border::Stop)) else { return false };
        segment.last - segment.first < 40
            && self.dated(next.first, next.last)
            && !self.sentence(next.first, next.last)
            && segment.border == Border::Semicolon
    }

    /// "Reprint, Cambridge: …", "E. Neuhold, Ed.": more of the same work.
    pub(super) fn editors(&self, first: usize, last: usize) -> bool {
        self.tokens[first..last.min(first + 5)].iter().any(|t| MORE.contains(&t.word))
    }

    /// A sentence after a work that is complete, or one that is no part of it.
    pub(super) fn ends_work(&self, first: usize, last: usize) -> bool {
        if self.sentence(first, last) {
            return true;
        }
        let small =
            self.tokens[first..last].iter().filter(|t| t.word.starts_with(char::is_lowercase) && !t.quoted).count();
        small > 12 && !self.dated(first, last)
    }

    /// A stretch without the beginning of a reference that is none: long, in
    /// small letters.
    pub(super) fn commentary(&self, open: Open) -> bool {
        open.start == Start::Weak
            && open.last - open.first >= 8
            && self.small(open.first, open.last) * 5 >= (open.last - open.first) * 2
    }

    /// True where what was put together is a reference: its beginning and two
    /// fields, or one and a date; without such a beginning, see [`Self::weakly`].
    pub(super) fn is_work(&self, cite: &Citation, open: Open) -> bool {
        let dated = self.dated(open.first, open.last);
        let length = open.last - open.first;
        let who = !cite.author.is_empty() || !cite.editor.is_empty();
        let place = cite.container.is_some() || cite.publisher.is_some();
        let known = usize::from(cite.title.is_some()) + usize::from(who) + usize::from(place);
        match open.start {
            Start::Strong => known >= 1 && (dated || known >= 2 && length > 3),
            _ => dated && length >= 3 && self.weakly(cite, open.first, open.last),
        }
    }

    /// What does not begin as references do is one where its date is set off
    /// ("…, 12 July 2022", "(1990)"), and who or where is known, or a day.
    pub(super) fn weakly(&self, cite: &Citation, first: usize, last: usize) -> bool {
        let years = (first..last).filter(|i| self.tokens[*i].year().is_some() && !self.tokens[*i].quoted);
        let mut years = years.peekable();
        if years.peek().is_none() {
            return cite.title.is_some()
                && (!cite.author.is_empty() || cite.container.is_some())
                && self.anchors_in(first, last).any(|a| a.part);
        }
        let set_off = years.any(|at| self.set_off(first, at));
        let tail = self.tokens[last.saturating_sub(5).max(first)..last].iter().any(|t| t.year().is_some());
        let known =
            !cite.author.is_empty() || !cite.editor.is_empty() || cite.container.is_some() || cite.publisher.is_some();
        let quiet = self.small(first, last) * 3 <= (last - first) * 2 || !cite.author.is_empty();
        set_off
            && (known && cite.title.is_some() && quiet
                || tail && last - first <= 25 && (known || cite.title.is_some())
                || tail && cite.date.as_ref().is_some_and(|d| d.len() == 10))
    }

    /// True for a year that is no part of a sentence: not "in 2021", "since May 2013".
    pub(super) fn set_off(&self, first: usize, mut at: usize) -> bool {
        while at > first && date::is_part(&self.tokens[at - 1]) && !self.tokens[at - 1].text.ends_with(['.', ',']) {
            at -= 1;
        }
        let before = &self.tokens[at.saturating_sub(1)];
        let small = before.word.starts_with(char::is_lowercase)
            && !before.text.ends_with([',', '.', ')', ':', ';'])
            && !before.closes;
        at == first
            || self.tokens[at].bracketed
            || !(small
                || matches!(before.text, "In" | "Since" | "By" | "During" | "Until" | "From" | "Im" | "Seit" | "En"))
    }

    /// Cuts what follows a dash after the date: "27 May 2015 – especially at 11".
    pub(super) fn cut(&self, first: usize, last: usize) -> usize {
        let dash = (first + 3..last).find(|i| {
            matches!(self.tokens[*i].text, "–" | "—" | "-")
                && self.dated(first, *i)
                && self.tokens.get(i + 1).is_some_and(|t| t.word.starts_with(char::is_lowercase))
                && self.tokens[*i - 1].open
                && !self.tokens[*i].quoted
        });
        // "Ek, Bo 1997: Ruhe – ein Bedürfnis": the year stands before the title
        if self.headed(first, last) {
            return last;
        }
        dash.filter(|dash| last - dash > 2).unwrap_or(last)
    }
}
