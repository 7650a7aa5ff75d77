//! Quotation marks of a paragraph, paired.

use super::signs::{Around, Style, is_inch, is_possessive};
use crate::span::Span;

/// A quotation between its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The way it is quoted.
    pub style: Style,
    /// Bytes with the marks.
    pub outer: Span,
    /// Bytes between the marks.
    pub inner: Span,
}

/// The marks of a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paired {
    /// Quotations, those within others left out, in order.
    pub pairs: Vec<Pair>,
    /// The first mark that is not closed: its style and the byte after it. The
    /// next paragraph may go on with it.
    pub open: Option<(Style, usize)>,
    /// Where a quotation that went on from the paragraph before is closed: the
    /// byte at the closing mark.
    pub closed: Option<usize>,
    /// Marks that open and are not closed; apostrophes are not counted.
    pub unclosed: usize,
}

#[derive(Clone, Copy)]
struct Open {
    style: Style,
    outer: usize,
    inner: usize,
    /// True for one that goes on from the paragraph before.
    goes_on: bool,
}

/// Pairs the marks of a paragraph; `going_on` is the style of a quotation that
/// an earlier paragraph left open. Unbalanced marks pair with nothing, and do
/// not hinder the rest.
pub fn paired(text: &str, going_on: Option<Style>) -> Paired {
    let mut scan = Scan { text, stack: Vec::new(), pairs: Vec::new(), strays: Vec::new(), closed: None };
    let mut from = 0;
    if let Some(end) = going_on.and_then(|style| reopened(text, style)) {
        scan.stack.extend(going_on.map(|style| Open { style, outer: 0, inner: end, goes_on: true }));
        from = end;
    }
    scan.run(from);
    scan.mixed();
    let unclosed = scan.stack.iter().filter(|open| !open.style.is_single()).count();
    let open = scan.stack.iter().find(|open| !open.style.is_single()).map(|open| (open.style, open.inner));
    let closed = scan.closed;
    let mut pairs = outermost(scan.pairs);
    if let Some(end) = closed {
        pairs.retain(|pair| pair.outer.start >= end);
    }
    Paired { pairs, open, closed, unclosed }
}

/// Where a paragraph begins with the mark that reopens a quotation: the byte
/// after it.
pub fn reopened(text: &str, style: Style) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    let marks: &[&str] = match style {
        Style::Straight => &["\""],
        Style::Primes => &["″", "‶"],
        Style::Curly => &["“", "”"],
        Style::Low => &["„"],
        Style::Guillemets | Style::Inverted => &["«", "»"],
        Style::Tex => &["``"],
        Style::Corner => &["「", "『"],
        _ => &[],
    };
    marks.iter().find(|mark| text[start..].starts_with(**mark)).map(|mark| start + mark.len())
}

struct Scan<'t> {
    text: &'t str,
    stack: Vec<Open>,
    pairs: Vec<Pair>,
    /// Marks that close nothing, in order: what the opening one would be.
    strays: Vec<(Style, Span)>,
    closed: Option<usize>,
}

impl Scan<'_> {
    fn run(&mut self, from: usize) {
        let mut chars = self.text[from..].char_indices().peekable();
        let mut before = self.text[..from].chars().next_back();
        while let Some((i, c)) = chars.next() {
            let at = from + i;
            let mut len = c.len_utf8();
            if matches!(c, '`' | '\'') && chars.next_if(|(_, next)| *next == c).is_some() {
                len += 1;
            }
            let around = Around { before, after: &self.text[at + len..] };
            self.sign(c, Span::new(at, at + len), around);
            before = Some(c);
        }
    }

    fn sign(&mut self, c: char, at: Span, around: Around) {
        match c {
            '"' => self.straight(Style::Straight, c, (at, around)),
            '″' | '‶' => self.straight(Style::Primes, c, (at, around)),
            '“' => match self.top() {
                Some(Style::Low) => self.close(Style::Low, at),
                Some(Style::Curly) if around.may_close() && !around.may_open() => self.close(Style::Curly, at),
                _ => self.open(Style::Curly, at),
            },
            '”' => match self.last_of(&[Style::Curly, Style::Low]) {
                Some(style) => self.close(style, at),
                None if around.may_open() => self.open(Style::Curly, at),
                None => self.strays.push((Style::Curly, at)),
            },
            '„' => self.open(Style::Low, at),
            '«' if self.has(Style::Inverted) => self.close(Style::Inverted, at),
            '«' => self.open(Style::Guillemets, at),
            '»' if self.has(Style::Guillemets) => self.close(Style::Guillemets, at),
            '»' if around.may_open() => self.open(Style::Inverted, at),
            '`' if at.len() == 2 => self.open(Style::Tex, at),
            '\'' if at.len() == 2 && self.has(Style::Tex) => self.close(Style::Tex, at),
            '「' | '『' => self.open(Style::Corner, at),
            '」' | '』' => self.close(Style::Corner, at),
            '‹' => self.open(Style::SingleGuillemets, at),
            '›' => self.close(Style::SingleGuillemets, at),
            '‚' if around.may_open() => self.open(Style::LowSingle, at),
            '‘' if self.has(Style::LowSingle) => self.close(Style::LowSingle, at),
            '‘' if around.may_open() && !around.clips() => self.open(Style::Single, at),
            '’' if self.has(Style::LowSingle) && !around.in_word() => self.close(Style::LowSingle, at),
            '’' => self.apostrophe(Style::Single, ('‘', '’'), (at, around)),
            '\'' if self.has(Style::StraightSingle) => {
                self.apostrophe(Style::StraightSingle, ('\'', '\''), (at, around));
            }
            '\'' if around.may_open() && !around.clips() => self.open(Style::StraightSingle, at),
            _ => {}
        }
    }

    /// A mark that opens and closes alike.
    fn straight(&mut self, style: Style, mark: char, (at, around): (Span, Around)) {
        let open = self.has(style);
        if is_inch(mark, around, open) {
            return;
        }
        match (open, around.may_open(), around.may_close()) {
            (true, false, true) => self.close(style, at),
            (false, true, _) => self.open(style, at),
            // between two signs either could be meant: `—"—`
            (true, true, true) => self.close(style, at),
            (true, true, false) => self.open(style, at),
            (false, false, true) => self.strays.push((style, at)),
            _ => {}
        }
    }

    fn apostrophe(&mut self, style: Style, (open, close): (char, char), (at, around): (Span, Around)) {
        if self.has(style) && around.may_close() && !is_possessive(around, open, close) {
            self.close(style, at);
        }
    }

    /// Pairs what is left over across styles: “…" and "…”. Convention: editors
    /// that turn only some marks into curly ones. An opening mark pairs with the
    /// next stray one, before another opens.
    fn mixed(&mut self) {
        let mut strays = std::mem::take(&mut self.strays).into_iter().peekable();
        let mut left: Vec<Open> = Vec::with_capacity(self.stack.len());
        for i in 0..self.stack.len() {
            let open = self.stack[i];
            let until = self.stack.get(i + 1).map_or(usize::MAX, |next| next.outer);
            while strays.next_if(|(_, at)| at.start < open.inner).is_some() {}
            let fits = matches!(open.style, Style::Straight | Style::Curly) && !open.goes_on;
            match strays.next_if(|(style, at)| fits && *style != open.style && at.start < until) {
                Some((_, at)) => {
                    let (outer, inner) = (Span::new(open.outer, at.end), Span::new(open.inner, at.start));
                    self.pairs.push(Pair { style: open.style, outer, inner });
                }
                None => left.push(open),
            }
        }
        self.stack = left;
    }

    fn top(&self) -> Option<Style> {
        self.stack.iter().rev().find(|open| !open.style.is_single()).map(|open| open.style)
    }

    fn has(&self, style: Style) -> bool {
        self.stack.iter().any(|open| open.style == style)
    }

    fn last_of(&self, styles: &[Style]) -> Option<Style> {
        self.stack.iter().rev().find(|open| styles.contains(&open.style)).map(|open| open.style)
    }

    fn open(&mut self, style: Style, at: Span) {
        // no paragraph quotes so deep: a heap of marks is none
        if self.stack.len() >= 64 {
            self.stack.clear();
        }
        self.stack.push(Open { style, outer: at.start, inner: at.end, goes_on: false });
    }

    /// Closes the last mark of a style; those after it stay unbalanced.
    fn close(&mut self, style: Style, at: Span) {
        let Some(i) = self.stack.iter().rposition(|open| open.style == style) else { return };
        let open = self.stack[i];
        self.stack.truncate(i);
        match open.goes_on {
            true => self.closed = Some(at.start),
            false => {
                let (outer, inner) = (Span::new(open.outer, at.end), Span::new(open.inner, at.start));
                self.pairs.push(Pair { style, outer, inner });
            }
        }
    }
}

/// The pairs that lie in no other. Of two that cross, the one whose marks are
/// no apostrophes.
fn outermost(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_by_key(|pair| (pair.outer.start, std::cmp::Reverse(pair.outer.end)));
    let mut out: Vec<Pair> = Vec::new();
    for pair in pairs {
        match out.last().copied() {
            Some(last) if pair.outer.start >= last.outer.end => out.push(pair),
            Some(last) if pair.outer.end > last.outer.end && last.style.is_single() => {
                out.pop();
                out.push(pair);
            }
            Some(_) => {}
            None => out.push(pair),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        paired(text, None).pairs.iter().map(|pair| &text[pair.inner.start..pair.inner.end]).collect()
    }

    #[test]
    fn every_way_of_quoting_is_known() {
        for text in [
            "a \"grain of salt\" b",
            "a ″grain of salt″ b",
            "a ‶grain of salt″ b",
            "a “grain of salt” b",
            "a ”grain of salt” b",
            "a „grain of salt“ b",
            "a „grain of salt” b",
            "a «grain of salt» b",
            "a »grain of salt« b",
            "a ``grain of salt'' b",
            "a 「grain of salt」 b",
            "a ‘grain of salt’ b",
            "a 'grain of salt' b",
            "a ‚grain of salt‘ b",
            "a ‹grain of salt› b",
            "(“grain of salt”) b",
            "so—\"grain of salt\"—b",
        ] {
            assert_eq!(quoted(text), ["grain of salt"], "{text}");
        }
        assert_eq!(quoted("a « grain de sel » b"), [" grain de sel "]);
    }

    #[test]
    fn those_within_others_are_not_apart() {
        assert_eq!(quoted("“he said ‘no’ to us” and ‘yes “but” no’"), ["he said ‘no’ to us", "yes “but” no"]);
        assert_eq!(quoted("\"he said \"no\" to us\""), ["he said \"no\" to us"]);
        assert_eq!(quoted("„er sagte ‚nein‘ dazu“ und „ja“"), ["er sagte ‚nein‘ dazu", "ja"]);
    }

    #[test]
    fn apostrophes_quote_nothing() {
        assert_eq!(quoted("the soldiers’ home and the nurses’ home"), [""; 0]);
        assert_eq!(quoted("in the '90s the soldiers' homes weren't full"), [""; 0]);
        assert_eq!(quoted("‘less than others’ and the workers’ patience."), ["less than others"]);
        assert_eq!(quoted("‘the soldiers’ home was full’ he said"), ["the soldiers’ home was full"]);
        assert_eq!(quoted("'the soldiers' home wasn't full' he said"), ["the soldiers' home wasn't full"]);
    }

    #[test]
    fn unbalanced_marks_do_not_derail_the_rest() {
        assert_eq!(quoted("a 6'2\" man said \"grain of salt\" twice"), ["grain of salt"]);
        assert_eq!(quoted("\"the 12\" gun was loaded,\" he said"), ["the 12\" gun was loaded,"]);
        assert_eq!(quoted("a 6′2″ man said ″grain of salt″ twice"), ["grain of salt"]);
        assert_eq!(quoted("\"never closed. \"grain of salt\" b"), ["grain of salt"]);
        assert_eq!(quoted("closed” only, then “grain of salt” b"), ["grain of salt"]);
        assert_eq!(quoted("then “grain of salt\" and “more salt” b"), ["grain of salt", "more salt"]);
        assert_eq!(quoted("then \"grain of salt” and “more salt” b"), ["grain of salt", "more salt"]);
        assert_eq!(quoted("“open ‘more “grain of salt” b"), ["grain of salt"]);
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        let first = paired("He said: “It is so.", None);
        assert_eq!(first.open, Some((Style::Curly, 12)));
        let text = "“And so it stays,” he said, “for ever”.";
        let second = paired(text, Some(Style::Curly));
        assert_eq!(second.closed, text.find('”'));
        assert_eq!(second.pairs.len(), 1);
        assert_eq!(reopened("And so", Style::Curly), None);
    }

    proptest! {
        #[test]
        fn pairs_are_in_order_and_apart(text in "[\"'“”„‘’‚«»`a ]{0,40}") {
            let found = paired(&text, Some(Style::Straight));
            let mut end = 0;
            for pair in found.pairs {
                prop_assert!(end <= pair.outer.start && pair.outer.start < pair.inner.start);
                prop_assert!(pair.inner.start <= pair.inner.end && pair.inner.end < pair.outer.end);
                end = pair.outer.end;
                prop_assert!(text.get(pair.inner.start..pair.inner.end).is_some());
            }
        }
    }
}
