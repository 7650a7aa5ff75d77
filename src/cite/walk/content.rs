//! Where a citation begins in a stretch: after "See also", "Table 1 in", "[12]".

use super::super::name::{self, Start};
use super::super::split::{Border, Segment};
use super::Walk;

/// Words before a citation, besides those of `name`.
const LEADS: &[&str] = &[
    "example",
    "instance",
    "generally",
    "further",
    "eg",
    "sowie",
    "ebenso",
    "quoted",
    "cited",
    "reprinted",
    "z.b",
    "e.g",
];

impl Walk<'_> {
    /// The first token after "[12]", "See also", "and", "Cf.".
    pub(super) fn content(&self, segment: Segment) -> usize {
        let mut at = segment.first;
        if segment.border == Border::First && self.numbered(at) {
            at += 1;
        }
        while at < segment.last && self.leads(segment, at) && self.anchors_in(at, at + 1).next().is_none() {
            at += 1;
        }
        at
    }

    /// True for a word before a citation that is none of it.
    fn leads(&self, segment: Segment, at: usize) -> bool {
        let token = &self.tokens[at];
        if token.quoted {
            return false;
        }
        let part = self.part_of(segment, at);
        let begins = at == segment.first;
        // A capital inside is the first word of a title or name.
        let title = !begins && token.is_capital() && !self.tokens[at - 1].text.ends_with([',', '.']) && !part;
        if title {
            return false;
        }
        match token.word.to_lowercase().as_str() {
            "the" | "a" => false,
            "in" => part || self.in_signal(segment, at),
            "as" | "from" | "for" if begins && segment.border != Border::Signal => self.for_example(at),
            "by" => !begins,
            word => part || name::is_signal(token) || LEADS.contains(&word),
        }
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
}
