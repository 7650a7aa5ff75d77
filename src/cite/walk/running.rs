//! Running text, where prose is the rule and a citation the exception: see
//! `cite::text` for what is taken there.

use super::super::anchor::Anchor;
use super::super::name::{self, Start};
use super::super::split::{self, Border, Segment};
use super::super::text::{Named, group, narrative};
use super::super::{lead, token::Token, vocabulary};
use super::Walk;
use crate::model::Citation;
use crate::model::citation::{Form, Kind};

/// Tokens before a bracket at which a citation may begin that reaches into it.
const REACH: usize = 40;

/// True for a part of the text itself: "see Part II, supra" is no citation.
fn is_part(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or("");
    matches!(
        first,
        "Part" | "Parts" | "Section" | "Chapter" | "Figure" | "Table" | "Point" | "Appendix" | "Step" | "Note"
    )
}

impl Walk<'_> {
    /// Reads running text. Gives where the citations begin that may be none,
    /// ascending.
    pub fn running(&mut self) -> Vec<usize> {
        let mut doubtful = Vec::new();
        self.works();
        self.anchored();
        self.brackets(&mut doubtful);
        self.identified();
        self.sort();
        doubtful.sort_unstable();
        doubtful
    }

    /// Citations that their shape gives away.
    fn anchored(&mut self) {
        let mut floor = 0;
        for anchor in self.anchors.iter().filter(|anchor| !anchor.part) {
            let (mut cite, mut start) = (anchor.cite.clone(), anchor.start);
            let short = cite.kind == Kind::Unknown && cite.is_short();
            if short {
                let named = cite.form != Form::Ibid && cite.form != Form::NoteRef;
                let from = self.lead_floor(floor, anchor.first);
                let led = named.then(|| lead::before(self.text, self.tokens, from, anchor.first, &mut cite)).flatten();
                start = led.unwrap_or(start);
            }
            floor = anchor.last;
            if !short || self.may_be_short(anchor, &cite) {
                self.push(cite, start, anchor.end);
            }
        }
    }

    /// The first token from which a name may lead to a short form: not beyond a
    /// semicolon, a bracket or the end of a sentence.
    fn lead_floor(&self, floor: usize, at: usize) -> usize {
        let parts = |t: &Token| {
            let stop = t.text.ends_with('.') && !name::is_initials(t.text) && !t.is(vocabulary::ABBREVIATION);
            stop || t.text.ends_with([';', ')', ']', ':', '?', '!'])
                || t.word == "and"
                || name::is_signal(t) && !t.is_capital()
        };
        let mut first = at.saturating_sub(1);
        while first > floor && !parts(&self.tokens[first - 1]) {
            first -= 1;
        }
        first.max(floor)
    }

    /// True for a short form that stands where one would: `Id.` not inside a
    /// sentence ("the Id."), `supra` with what it points to.
    fn may_be_short(&self, anchor: &Anchor, cite: &Citation) -> bool {
        let token = &self.tokens[anchor.first];
        let led = anchor.first.checked_sub(1).map(|at| &self.tokens[at]).is_none_or(|before| {
            let signal = ["see", "cf", "accord", "citing", "quoting", "also", "compare", "vgl", "siehe"];
            before.ends_with(&['.', ';', '?', '!', ',', ':'])
                || before.closes
                || signal.iter().any(|word| before.word.eq_ignore_ascii_case(word))
                || token.text.starts_with(['(', '['])
        });
        match cite.form {
            Form::Ibid => led && token.text != "Id,",
            Form::Idem => false,
            _ if cite.author.iter().any(|name| is_part(name)) => false,
            _ => cite.note.is_some() || !cite.author.is_empty() || cite.title.is_some(),
        }
    }

    /// Author and year, and works in full, in brackets.
    fn brackets(&mut self, doubtful: &mut Vec<usize>) {
        let mut at = 0;
        while at < self.tokens.len() {
            let opens =
                self.tokens[at].bracketed && (at == 0 || !self.tokens[at - 1].bracketed || self.tokens[at - 1].open);
            if !opens {
                at += 1;
                continue;
            }
            let close = self.tokens[at..].iter().position(|t| t.open).map_or(self.tokens.len(), |i| at + i + 1);
            self.bracket((at, close), doubtful);
            at = close;
        }
    }

    fn bracket(&mut self, (at, close): (usize, usize), doubtful: &mut Vec<usize>) {
        let taken = |anchor: &Anchor| at < anchor.last && !anchor.part;
        if self.anchors_in(at.saturating_sub(REACH), close).any(taken) {
            return;
        }
        let found: Vec<Named> = match narrative(self.text, self.tokens, (at, close)) {
            Some(found) => found,
            None => group(self.text, self.tokens, (at, close)),
        };
        if found.is_empty() {
            let opened = self.tokens[at].text.starts_with(['(', '[']);
            if opened && close - at < 80 {
                self.bracketed(at, close);
            }
        }
        for named in found {
            if !named.sure {
                doubtful.push(named.start);
            }
            self.push(named.cite, named.start, named.end);
        }
    }

    /// Works cited in full in a sentence of their own: after "See", or beginning
    /// with a name, a title in quotation marks inside.
    fn works(&mut self) {
        for segment in split::segments(self.tokens, self.anchors) {
            let content = self.content(segment);
            let (first, last) = (content, segment.last);
            if first + 5 > last || last - first > 90 || !self.reads_as_work(segment, content) {
                continue;
            }
            let cite = self.reference(first, last);
            let place = cite.container.is_some() || cite.publisher.is_some() || cite.pages.is_some();
            if !cite.author.is_empty() && cite.title.is_some() && cite.date.is_some() && place {
                self.finish(cite, first, last);
            }
        }
    }

    fn reads_as_work(&self, segment: Segment, content: usize) -> bool {
        let tokens = &self.tokens[content..segment.last];
        let quoted = tokens.iter().any(|t| t.quoted) && tokens.iter().any(|t| t.closes);
        let own =
            self.anchors_in(content, segment.last).any(|anchor| !anchor.part && anchor.cite.kind == Kind::Unknown);
        let signal = segment.border == Border::Signal || content > segment.first;
        let ends = |t: &Token| t.text.ends_with(['.', ';', ')']);
        !own && (quoted || signal)
            && name::start(self.tokens, content) == Start::Strong
            && self.dated(content, segment.last)
            && !self.sentence(content, segment.last)
            && tokens.last().is_some_and(ends)
            && !tokens[0].bracketed
    }

    /// An entry of a list of works, whole: with a date, a title and who or where.
    pub fn entry(&mut self) {
        let last = self.tokens.len();
        if !(4..=150).contains(&last) || !self.dated(0, last) || self.sentence(0, last) {
            return;
        }
        let content = self.content(Segment { border: Border::First, first: 0, last });
        if content + 3 > last {
            return;
        }
        let cite = self.reference(content, last);
        let place = cite.container.is_some() || cite.publisher.is_some();
        if cite.title.is_some() && (place || !cite.author.is_empty() || !cite.editor.is_empty()) {
            self.finish(cite, content, last);
        }
    }

    /// DOIs, addresses, RFCs and standards by number.
    fn identified(&mut self) {
        let parts: Vec<&Anchor> = self.anchors.iter().filter(|anchor| anchor.part).collect();
        self.parts(&parts);
    }
}
