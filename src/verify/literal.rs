//! A quotation that stands in its source as it is, or but for its looks.
//!
//! Both texts are folded: case, blanks, quotation marks, hyphens and dashes,
//! soft hyphens, signs of emphasis (`_so_`) carry no weight; letters, figures,
//! diacritics and all other stops do. An apostrophe inside a word counts, in
//! whatever form; so does whether a blank or dash parts two letters or figures at
//! all ("now here"), and a dash between two figures or a minus before one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::figures::{Gap, gap, is_border, is_raised, is_signed};
use super::signs::{is_dash, is_invisible, is_quote};
use crate::model::Grade;
use crate::span::Span;

/// Places in one text at which a quotation is looked at.
const MOST_PLACES: usize = 50;

/// A text with what carries no weight left out, and the way back.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    /// For every byte of `text`, the bytes of the original it stands for.
    spans: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds a text.
    pub fn new(text: &str) -> Self {
        let mut out = Folded::default();
        let mut before = None;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            let mut end = start + c.len_utf8();
            while let Some((at, mark)) = chars.next_if(|(_, next)| is_combining_mark(*next)) {
                end = at + mark.len_utf8();
            }
            let next = chars.peek().map(|(_, c)| *c);
            out.push(&text[start..end], (c, before, next), (start as u32, end as u32));
            before = Some(c);
        }
        out
    }

    fn push(&mut self, cluster: &str, (c, before, next): (char, Option<char>, Option<char>), span: (u32, u32)) {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if c.is_ascii_alphanumeric() && cluster.len() == 1 {
            self.text.push(c.to_ascii_lowercase());
        } else if is_quote(c) {
            if letter(before) && letter(next) {
                self.text.push('\'');
            }
        } else if !is_weightless(c) {
            let raised = is_raised(c) && before.is_some_and(char::is_numeric);
            self.text.extend(raised.then_some('^'));
            self.text.extend(cluster.nfkc().flat_map(char::to_lowercase).filter(|c| !is_weightless(*c)));
        }
        self.spans.resize(self.text.len(), span);
    }

    /// Where `wanted` stands in the text: bytes of the folded text, and of the
    /// original.
    fn places<'a>(&'a self, wanted: &'a Folded) -> impl Iterator<Item = (usize, Span)> + 'a {
        let found = self.text.match_indices(&wanted.text).take(MOST_PLACES);
        found.map(move |(at, matched)| {
            let end = at + matched.len();
            (at, Span::new(self.spans[at].0 as usize, self.spans[end - 1].1 as usize))
        })
    }

    /// What parts the character that begins at byte `at` of the folded text from
    /// the one before; `None` where a hyphen was dropped there, and nothing is known.
    fn gap(&self, at: usize, (original, joins): (&str, &[u32])) -> Option<Gap> {
        let (last, next) = (self.spans[at - 1], self.spans[at]);
        if last == next {
            return Some(Gap::None);
        }
        let from = joins.partition_point(|join| *join < last.1);
        if joins.get(from).is_some_and(|join| *join <= next.0) {
            return None;
        }
        let (left, right) = (self.text[..at].chars().next_back()?, self.text[at..].chars().next()?);
        Some(gap(left, &original[last.1 as usize..next.0 as usize], right))
    }
}

fn is_weightless(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) || is_dash(c) || is_quote(c) || matches!(c, '_' | '*')
}

/// A text in which quotations are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Source<'t> {
    /// The text.
    pub text: &'t str,
    /// The same, folded.
    pub folded: &'t Folded,
    /// Bytes at which a line-end hyphen was dropped.
    pub joins: &'t [u32],
    /// Bytes at which a line begins; `None` where that is not known.
    pub lines: Option<&'t [u32]>,
}

/// A quotation without the signs at its ends that need not be the source's.
#[derive(Clone, Debug)]
pub struct Literal<'q> {
    core: &'q str,
    lead: &'q str,
    tail: &'q str,
    folded: Folded,
    /// Bytes of `core` at which a line-end hyphen was dropped.
    joins: Vec<u32>,
}

impl<'q> Literal<'q> {
    /// Of the text of a quotation, and the bytes of it at which a line-end hyphen
    /// was dropped; `None` where there is no letter or figure.
    ///
    /// A full stop or comma at the end is not looked at: American usage puts the
    /// citing sentence's own inside the marks.
    pub fn new(text: &'q str, joins: &[u32]) -> Option<Self> {
        let start = text.len() - text.trim_start_matches(|c| is_weightless(c) || matches!(c, '.' | '…')).len();
        let core = text[start..].trim_end_matches(|c| is_weightless(c) || matches!(c, '.' | ',' | '…'));
        if !core.contains(char::is_alphanumeric) {
            return None;
        }
        let (lead, tail) = (&text[..start], &text[start + core.len()..]);
        let inside = joins.iter().filter(|join| (start..start + core.len()).contains(&(**join as usize)));
        let joins = inside.map(|join| join - start as u32).collect();
        Some(Literal { core, lead, tail, folded: Folded::new(core), joins })
    }

    /// Where the quotation stands, and whether exactly, but for its looks, or,
    /// with an ellipsis at an end of it, marked. The best place, and of several
    /// the first.
    pub fn find(&self, source: Source) -> Option<(Span, Grade)> {
        let places = source.folded.places(&self.folded).filter(|(at, span)| self.holds(source, *at, *span));
        places.map(|(_, span)| (span, self.grade(source, span))).min_by_key(|(span, grade)| (*grade, span.start))
    }

    /// True where a place with the same letters cuts no word and parts the same.
    fn holds(&self, source: Source, at: usize, span: Span) -> bool {
        let signed = is_signed(&[self.lead, self.core].concat(), self.lead.len());
        if signed != is_signed(source.text, span.start)
            || !(signed || is_border(source.text, span.start))
            || !is_border(source.text, span.end)
        {
            return false;
        }
        let own = (self.core, self.joins.as_slice());
        let inside = self.folded.text.char_indices().map(|(i, _)| i).skip(1);
        inside.into_iter().all(|i| {
            match (self.folded.gap(i, own), source.folded.gap(at + i, (source.text, source.joins))) {
                (Some(one), Some(other)) => one == other,
                _ => true,
            }
        })
    }

    fn grade(&self, source: Source, span: Span) -> Grade {
        let (before, after) = (&source.text[..span.start], &source.text[span.end..]);
        let shows = |part: &str| part.contains('…') || part.matches('.').count() > 2;
        let lead = self.lead.trim();
        let tail = self.tail.trim();
        let bare = |text: &str| text.replace('…', "...").split_whitespace().collect::<String>();
        let ends = |text: &str, part: &str| bare(text).ends_with(&bare(part));
        let begins = |text: &str, part: &str| bare(text).starts_with(&bare(part));
        let near = |text: &str, from_end: bool| -> String {
            if from_end {
                text.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect()
            } else {
                text.chars().take(12).collect()
            }
        };
        let (before, after) = (near(before, true), near(after, false));
        if shows(lead) && !ends(&before, lead) || shows(tail) && !begins(&after, tail) {
            return Grade::Marked;
        }
        let quotes = |part: &str| part.chars().filter(|c| is_quote(*c) || is_dash(*c)).collect::<String>();
        let framed = (lead.is_empty() || ends(&before, lead))
            && (quotes(tail).is_empty() || quotes(&after).starts_with(&quotes(tail)));
        match framed
            && same_characters((self.core, &self.joins), (&source.text[span.start..span.end], &joins(source, span)))
        {
            true => Grade::Exact,
            false => Grade::Typographic,
        }
    }
}

/// The joins inside `span`, from its start.
fn joins(source: Source, span: Span) -> Vec<u32> {
    let inside = source.joins.iter().filter(|join| span.contains(**join as usize));
    inside.map(|join| join - span.start as u32).collect()
}

/// Stands for a hyphen that may have been there.
const JOIN: char = '\u{1}';

/// True where two texts have the same characters. How wide a blank is and where
/// lines end does not count, nor a hyphen at a line end, dropped at a join; a
/// letter composed of two characters is the same letter (NFC).
pub fn same_characters(a: (&str, &[u32]), b: (&str, &[u32])) -> bool {
    let (a, b) = (squeezed(a), squeezed(b));
    let (mut a, mut b) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (a.peek(), b.peek()) {
            (None, None) => return true,
            (Some(&x), Some(&y)) if x == y => _ = (a.next(), b.next()),
            (Some(&JOIN), other) => {
                let hyphen = other.is_some_and(|c| is_dash(*c));
                a.next();
                b.next_if(|_| hyphen);
            }
            (other, Some(&JOIN)) => {
                let hyphen = other.is_some_and(|c| is_dash(*c));
                b.next();
                a.next_if(|_| hyphen);
            }
            _ => return false,
        }
    }
}

fn squeezed((text, joins): (&str, &[u32])) -> String {
    let mut out = String::with_capacity(text.len());
    let mut joins = joins.iter().peekable();
    let mut blank = false;
    for (at, c) in text.char_indices() {
        while joins.next_if(|join| **join as usize <= at).is_some() {
            out.push(JOIN);
        }
        let is_blank = matches!(c, ' ' | '\t' | '\n' | '\r');
        match (is_blank, blank) {
            (true, true) => {}
            (true, false) => out.push(' '),
            (false, _) => out.push(c),
        }
        blank = is_blank;
    }
    if out.is_ascii() { out } else { out.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grade(quote: &str, source: &str) -> Option<Grade> {
        let folded = Folded::new(source);
        let source = Source { text: source, folded: &folded, joins: &[], lines: None };
        Literal::new(quote, &[]).unwrap().find(source).map(|(_, grade)| grade)
    }

    #[test]
    fn the_same_characters_are_exact() {
        let source = "He saw, at last, the café's “red\n\ndoor” open; it was late.";
        for quote in ["at last, the café's", "cafe\u{301}'s “red door” open", "it was late.", "at last,", "door” open,"]
        {
            assert_eq!(grade(quote, source), Some(Grade::Exact), "{quote}");
        }
    }

    #[test]
    fn looks_alone_are_typographic() {
        let source = "He saw—at last—the café's “red door” open... it was _late_.";
        for quote in [
            "he saw",
            "at last - the café’s",
            "café's \"red door\" open",
            "open… it was",
            "it was late",
            "‘red door’ open",
        ] {
            assert_eq!(grade(quote, source), Some(Grade::Typographic), "{quote}");
        }
    }

    #[test]
    fn other_letters_and_stops_are_neither() {
        let source = "He saw, at last, the café's red door.";
        for quote in ["he saw at last", "cafe's red door", "red door?", "ast, the café's", "red do"] {
            assert_eq!(grade(quote, source), None, "{quote}");
        }
    }

    #[test]
    fn figures_and_parted_words_are_not_looks() {
        let source = "Output rose by 3.5 percent, £5 million; 10–12 men, −5 degrees, the therapist was nowhere, 10² m.";
        for quote in [
            "rose by 35 percent",
            "1012 men",
            "10 12 men",
            "5 degrees",
            "the rapist was",
            "therapist was now here",
            "rose by 3",
            "5 million",
            "102 m",
            "men, 5 degrees",
        ] {
            assert_eq!(grade(quote, source), None, "{quote}");
        }
        for quote in ["£5 million; 10-12 men, -5 degrees", "-5 degrees"] {
            assert_eq!(grade(quote, source), Some(Grade::Typographic), "{quote}");
        }
        assert_eq!(grade("−5 degrees", "at 5 degrees"), None);
        assert_eq!(grade("a well known man", "a well-known man"), Some(Grade::Typographic));
    }

    #[test]
    fn an_ellipsis_at_an_end_is_a_mark() {
        assert_eq!(grade("… at last, the", "he saw, at last, the café"), Some(Grade::Marked));
        assert_eq!(grade("at last...", "he saw, at last, the café"), Some(Grade::Marked));
        assert_eq!(grade("at last…", "he saw, at last… the café"), Some(Grade::Exact));
    }

    #[test]
    fn a_hyphen_at_a_line_end_may_be_the_words_own() {
        let folded = Folded::new("a wellknown man");
        let source = Source { text: "a wellknown man", folded: &folded, joins: &[6], lines: None };
        for quote in ["a well-known man", "a wellknown man"] {
            assert_eq!(Literal::new(quote, &[]).unwrap().find(source).map(|f| f.1), Some(Grade::Exact));
        }
        let source = Source { joins: &[], ..source };
        assert_eq!(Literal::new("a wellknown man", &[6]).unwrap().find(source).map(|f| f.1), Some(Grade::Exact));
        assert_eq!(Literal::new("a well-known man", &[]).unwrap().find(source), None);
    }
}
