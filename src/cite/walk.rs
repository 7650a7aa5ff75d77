//! From stretches of a note to citations: which stretches belong to one work,
//! which are commentary.
//!
//! A work is opened by a stretch that begins as references do (the name of an
//! author, a title in quotation marks, an interview), takes in what follows it,
//! and is closed by the beginning of another work or by a sentence, once it is
//! complete (it has a year, an address, or is a short form). Citations that
//! their own shape gives away (a law report, `op. cit.`) need no such reading.

use super::anchor::Anchor;
use super::name::{self, Start};
use super::split::{Border, Segment};
use super::token::Token;
use super::{author_date, date, fields, interview, lead, prose};
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

/// Longest reference, in tokens.
const LONGEST: usize = 300;

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
        if self.out.is_empty() {
            self.whole();
        }
        self.out.sort_by_key(|cite| cite.start);
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

    /// The first token after "See also", "and", "Cf.".
    fn content(&self, segment: Segment) -> usize {
        let mut at = segment.first;
        if segment.border == Border::First && self.numbered(at) {
            at += 1;
        }
        while at < segment.last {
            let token = &self.tokens[at];
            let lower = token.word.to_lowercase();
            let signal = name::is_signal(token) && !matches!(lower.as_str(), "the" | "a")
                || matches!(
                    lower.as_str(),
                    "example"
                        | "instance"
                        | "generally"
                        | "further"
                        | "eg"
                        | "sowie"
                        | "ebenso"
                        | "quoted"
                        | "cited"
                        | "reprinted"
                        | "z.b"
                        | "e.g"
                )
                || lower == "by" && at > segment.first
                || self.part_of(segment, at);
            let title = token.quoted
                || (at > segment.first
                    && token.is_capital()
                    && !self.tokens[at - 1].text.ends_with([',', '.'])
                    && lower != "e.g");
            if !signal
                || title
                || (lower == "in" && !self.in_signal(segment, at) && !self.part_of(segment, at))
                || self.anchors_in(at, at + 1).next().is_some()
                || matches!(lower.as_str(), "as" | "from" | "for")
                    && at == segment.first
                    && segment.border != Border::Signal
                    && !self.for_example(at)
            {
                break;
            }
            at += 1;
        }
        at
    }

    /// The number of an entry in a list: `[74] P. E. Cole`, `38. Cole, D.`
    fn numbered(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let digits = !token.word.is_empty() && token.word.len() <= 4 && token.word.bytes().all(|b| b.is_ascii_digit());
        let next = name::start(self.tokens, at + 1);
        digits && (token.text.ends_with(['.', ']', ')']) && next != Start::None || next == Start::Strong)
    }

    /// "Table 1 in Aaron Zelin": a part of the work that is cited.
    fn part_of(&self, segment: Segment, at: usize) -> bool {
        let part = |i: usize| {
            self.tokens.get(i).is_some_and(|t| {
                matches!(t.word, "Table" | "Figure" | "Fig" | "Chapter" | "chapter" | "table" | "figure")
            })
        };
        let number = |i: usize| {
            self.tokens.get(i).is_some_and(|t| {
                t.word.len() <= 3 && t.text == t.word && t.word.starts_with(|c: char| c.is_ascii_digit())
            })
        };
        let ends = |i: usize| i < segment.last && self.tokens[i].text == "in";
        let from = |i: usize| part(i) && number(i + 1) && ends(i + 2);
        from(at) || at >= 1 && from(at - 1) || at >= 2 && from(at - 2)
    }

    fn for_example(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|t| matches!(t.word, "example" | "instance"))
    }

    /// "quoted in Smith", but not "In Proceedings of".
    fn in_signal(&self, segment: Segment, at: usize) -> bool {
        at > segment.first && matches!(self.tokens[at - 1].word, "quoted" | "cited" | "reprinted" | "discussed")
    }

    fn sentence(&self, first: usize, last: usize) -> bool {
        prose::is_sentence(&self.tokens[first..last])
    }

    /// A year outside quotations, an address, "forthcoming".
    fn dated(&self, first: usize, last: usize) -> bool {
        let year = |t: &Token| !t.quoted && (t.year().is_some() || matches!(t.word, "forthcoming" | "undated" | "n.d"));
        self.tokens[first..last].iter().any(year) || self.anchors_in(first, last).any(|a| a.part)
    }

    /// True where a reference that is open, or begins here, takes the shaped
    /// citations of the stretch in: a law review after a title, a section sign
    /// in a title.
    fn takes_in(&mut self, segment: Segment, content: usize, own: &[&Anchor]) -> bool {
        let case =
            own.iter().any(|a| a.cite.kind == Kind::Case && (a.cite.title.is_some() || a.cite.form == Form::Short));
        let short =
            own.iter().any(|a| a.cite.kind == Kind::Unknown && (a.cite.form != Form::NoteRef || a.cite.note.is_some()));
        let first = own[0].first;
        let titled = self.tokens[content..first.max(content)].iter().any(|t| t.closes);
        let strong = name::start(self.tokens, content) == Start::Strong && first > content + 2;
        let whole = self.open.is_some_and(|open| open.start == Start::Strong && !self.dated(open.first, open.last))
            && !case
            && !short;
        if whole {
            self.take(segment.last);
            return true;
        }
        if (strong || self.tokens[content].quoted)
            && !short
            && !(case && !titled)
            && (titled || self.dated(content, segment.last))
        {
            self.close();
            self.begin(segment, content, Start::Strong);
            return true;
        }
        false
    }

    /// Citations that their shape gives away, each with what leads to it.
    fn shaped(&mut self, segment: Segment, content: usize, own: &[&Anchor]) {
        // "Author, ‘Title’. In id., p. 97" ends the work that is open.
        self.close();
        let mut floor = content;
        for anchor in own {
            let mut cite = anchor.cite.clone();
            let (mut start, mut end) = (anchor.start, anchor.end);
            let bare = cite.kind == Kind::Unknown && cite.form != Form::Full;
            if bare {
                if let Some(lead) = lead::before(self.text, self.tokens, floor, anchor.first, &mut cite) {
                    start = lead;
                } else if cite.form == Form::NoteRef && anchor.first > floor && !self.stands_alone(anchor, segment) {
                    floor = anchor.last;
                    continue;
                }
                end = end.max(start);
            }
            self.push(cite, start, end);
            floor = anchor.last.max(floor);
        }
        if floor < segment.last {
            let rest = Segment { border: Border::Plain, first: floor, last: segment.last };
            let content = self.content(rest);
            let begins = content < rest.last
                && (name::start(self.tokens, content) == Start::Strong || self.tokens[content].quoted);
            if begins && self.dated(content, rest.last) && !self.sentence(content, rest.last) {
                self.begin(rest, content, Start::Strong);
            }
        }
    }

    /// "see note 12": a note by its number alone, named as a source is.
    fn stands_alone(&self, anchor: &Anchor, segment: Segment) -> bool {
        let before = &self.tokens[anchor.first - 1];
        let signal = name::is_signal(before)
            || matches!(before.word, "in" | "at" | "to" | "and" | "with")
            || before.text.ends_with(',');
        anchor.cite.note.is_some()
            && (signal
                || segment.first == anchor.first
                || self.text[anchor.start..anchor.end].contains(|c: char| c == '.')
                || anchor.cite.form == Form::NoteRef)
    }

    /// A stretch without citations of their own shape.
    fn plain(&mut self, segment: Segment, content: usize, next: Option<&Segment>) {
        if self.interviews(segment, content) {
            return;
        }
        let tokens = self.tokens;
        let start = name::start(tokens, content);
        let quoted = tokens[content].quoted;
        let dated = self.dated(content, segment.last);
        if let Some(open) = self.open {
            let complete = self.dated(open.first, open.last);
            let begins = match segment.border {
                Border::Semicolon => {
                    quoted || start >= Start::Weak && (!self.sentence(content, segment.last) || start == Start::Strong)
                }
                Border::Stop | Border::Plain => {
                    quoted && (open.quoted || open.last - open.first > 6)
                        || start == Start::Strong && (content > segment.first || !self.editors(content, segment.last))
                }
                Border::Signal => true,
                Border::First | Border::Colon => false,
            };
            let long = open.last - open.first > LONGEST;
            if open.head && segment.border == Border::Stop {
                return self.take(segment.last);
            }
            if (quoted || start == Start::Strong)
                && segment.border == Border::Stop
                && !complete
                && self.commentary(open)
            {
                self.close();
                return self.plain(segment, content, next);
            }
            if long || complete && begins && (dated || self.dated_next(segment, next)) {
                self.close();
            } else if segment.border == Border::Signal || complete && self.ends_work(content, segment.last) {
                self.close();
                if segment.border != Border::Signal {
                    return self.inside(segment, content);
                }
            } else {
                return self.take(segment.last);
            }
        }
        if let Some(found) = author_date::at(tokens, content, segment.last)
            && !author_date::is_head(&tokens[content..segment.last])
            && (found.pinpoint || start != Start::Strong)
            && (self.sentence(found.last, segment.last)
                || found.last + 1 >= segment.last && self.ends_note(next)
                || found.pinpoint)
        {
            self.short(found);
            return self.inside(Segment { first: found.last, ..segment }, found.last);
        }
        let strong = quoted && self.titled(content, segment.last) || start == Start::Strong;
        let led = matches!(segment.border, Border::First | Border::Signal | Border::Colon)
            || content > segment.first
            || segment.border == Border::Semicolon && !self.out.is_empty();
        if strong && (dated || led && !quoted || !self.sentence(content, segment.last))
            || led && !self.sentence(content, segment.last)
        {
            self.begin(segment, content, if strong { Start::Strong } else { Start::Weak });
        } else {
            self.inside(segment, content);
        }
    }

    /// True where the title in quotation marks at `first` is followed by what
    /// follows titles: a sign, a bracket, "in".
    fn titled(&self, first: usize, last: usize) -> bool {
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

    /// After the year of the reference "Name Year." no other stretch of it follows.
    fn ends_note(&self, next: Option<&Segment>) -> bool {
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
    fn dated_next(&self, segment: Segment, next: Option<&Segment>) -> bool {
        let Some(next) = next.filter(|next| matches!(next.border, Border::Stop)) else { return false };
        segment.last - segment.first < 40
            && self.dated(next.first, next.last)
            && !self.sentence(next.first, next.last)
            && segment.border == Border::Semicolon
    }

    /// "Reprint, Cambridge: …", "E. Neuhold, Ed.": more of the same work.
    fn editors(&self, first: usize, last: usize) -> bool {
        self.tokens[first..last.min(first + 5)].iter().any(|t| {
            matches!(
                t.word,
                "Ed" | "Eds"
                    | "ed"
                    | "eds"
                    | "editor"
                    | "editors"
                    | "Hrsg"
                    | "trans"
                    | "Reprint"
                    | "repr"
                    | "Original"
                    | "Originally"
                    | "Originalausgabe"
                    | "Published"
                    | "Hg"
            )
        })
    }

    /// A sentence after a work that is complete, or one that is no part of it.
    fn ends_work(&self, first: usize, last: usize) -> bool {
        if self.sentence(first, last) {
            return true;
        }
        let small =
            self.tokens[first..last].iter().filter(|t| t.word.starts_with(char::is_lowercase) && !t.quoted).count();
        small > 12 && !self.dated(first, last)
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
            (open.last, open.head) = (last, false);
        }
    }

    /// Ends the work that is open, and keeps it where it is one.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let last = self.cut(open.first, open.last);
        let dated = self.dated(open.first, last);
        if let Some(found) = author_date::at(self.tokens, open.first, last)
            && found.last >= last
            && !(open.start == Start::Strong && !found.pinpoint)
        {
            return self.short(found);
        }
        let cite = self.reference(open.first, last);
        let known = usize::from(cite.title.is_some())
            + usize::from(!cite.author.is_empty() || !cite.editor.is_empty())
            + usize::from(cite.container.is_some() || cite.publisher.is_some());
        let enough = match open.start {
            Start::Strong => known >= 1 && (dated || known >= 2 && last - open.first > 3),
            _ => dated && last - open.first >= 3 && self.weakly(&cite, open.first, last),
        };
        if enough {
            self.finish(cite, open.first, last);
        } else {
            self.inside(Segment { border: Border::Plain, first: open.first, last: open.last }, open.first);
        }
    }

    /// A stretch without the beginning of a reference that is none: long, in
    /// small letters.
    fn commentary(&self, open: Open) -> bool {
        open.start == Start::Weak
            && open.last - open.first >= 8
            && self.small(open.first, open.last) * 5 >= (open.last - open.first) * 2
    }

    /// Words in small letters outside quotations.
    fn small(&self, first: usize, last: usize) -> usize {
        self.tokens[first..last].iter().filter(|t| !t.quoted && t.word.starts_with(char::is_lowercase)).count()
    }

    /// What does not begin as references do is one where its date is set off
    /// ("…, 12 July 2022", "(1990)"), and who or where is known, or a day.
    fn weakly(&self, cite: &Citation, first: usize, last: usize) -> bool {
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
                || tail && last - first <= 25
                || tail && cite.date.as_ref().is_some_and(|d| d.len() == 10))
    }

    /// True for a year that is no part of a sentence: not "in 2021", "since May 2013".
    fn set_off(&self, first: usize, mut at: usize) -> bool {
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
    fn cut(&self, first: usize, last: usize) -> usize {
        let dash = (first + 3..last).find(|i| {
            matches!(self.tokens[*i].text, "–" | "—" | "-")
                && self.dated(first, *i)
                && self.tokens.get(i + 1).is_some_and(|t| t.word.starts_with(char::is_lowercase))
                && self.tokens[*i - 1].open
                && !self.tokens[*i].quoted
        });
        dash.filter(|dash| last - dash > 2).unwrap_or(last)
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
        let stretch = &self.text[start..end];
        let end = if stretch.ends_with('.') && !stretch.ends_with("..") { end - 1 } else { end };
        self.push(cite, start, end);
    }

    fn push(&mut self, mut cite: Citation, start: usize, end: usize) {
        if end <= start || self.out.iter().rev().take(16).any(|other| other.start < end && start < other.end) {
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

    /// Interviews, each with its own date, parted by semicolons.
    fn interviews(&mut self, segment: Segment, content: usize) -> bool {
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
    fn inside(&mut self, segment: Segment, content: usize) {
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
            if let Some(found) = first.or_else(|| author_date::within(self.tokens, at, segment.last)) {
                self.short(found);
                at = found.last.max(at + 1);
                continue;
            }
            at += 1;
        }
        let parts: Vec<&Anchor> = self.anchors_in(segment.first, segment.last).filter(|a| a.part).collect();
        for anchor in parts {
            self.push(anchor.cite.clone(), anchor.start, anchor.end);
        }
    }

    /// A reference that fills brackets: `(see J. Doe, Silt (1990))`.
    fn bracketed(&mut self, first: usize, last: usize) -> bool {
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
    fn whole(&mut self) {
        let all = self.tokens.len();
        let first = self.content(Segment { border: Border::First, first: 0, last: all });
        if !(3..=120).contains(&(all - first)) || self.sentence(first, all) || self.anchors.iter().any(|a| !a.part) {
            return;
        }
        let token = &self.tokens[first];
        let dash = token.text.starts_with(['—', '–', '_']);
        let named = name::start(self.tokens, first) != Start::None || dash || token.text.starts_with('[');
        let caseless = token.word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase() || c.is_ascii_digit());
        let marked = self.dated(first, all) || self.tokens[first..].iter().any(|t| t.quoted && t.closes);
        if !(caseless || token.quoted || named || token.text.starts_with('(')) || !(marked || named) {
            return;
        }
        let cite = self.reference(first, all);
        let placed = cite.container.is_some() || cite.publisher.is_some() || cite.pages.is_some();
        let undated = cite.date.is_none() && cite.url.is_none() && cite.doi.is_none();
        if cite.title.is_none()
            || undated && (cite.author.is_empty() && !dash || !placed)
            || !undated && !(token.quoted || self.weakly(&cite, first, all))
        {
            return;
        }
        self.finish(cite, first, all);
    }
}
