//! Places where a quotation and its source differ, of an alignment.

use super::align::Step;
use super::figures::{self, Gap};
use super::marked::{QuotedWord, Shows};
use super::negation;
use super::signs::{is_dash, is_invisible, is_quote};
use super::stretch::{Quote, Stretch};
use crate::model::quotation::{Change, Difference};
use crate::sentence;
use crate::span::Span;

/// Words that a bracket may stand for.
const FOR_BRACKET: usize = 15;
/// The same for a bracket that begins or ends the quotation: what it stands for reaches to
/// the border of the sentence, where that is so near.
const AT_EDGE: usize = 5;

/// A place where the two differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Hunk {
    /// The words of the quotation: how many, and the first.
    quoted: (usize, usize),
    /// The difference.
    pub difference: Difference,
    /// True where the quotation shows it.
    pub shown: bool,
    /// True where the same letters are parted otherwise at a line end, where the
    /// reader dropped a hyphen. Counter-example: "any one", "anyone".
    pub looks: bool,
    /// First and last word of the source, where the words are the same and only the
    /// source's brackets are gone.
    unmarked: Option<(usize, usize)>,
}

impl Hunk {
    /// Words of the quotation in it.
    pub fn words(&self) -> usize {
        self.quoted.1
    }
}

/// The places where the two differ, and the words that are the same.
#[derive(Clone, Debug, Default)]
pub struct Hunks {
    /// Places where they differ, in order.
    pub all: Vec<Hunk>,
    /// Words that are the same.
    same: Vec<(usize, usize)>,
}

impl Hunks {
    /// First and last word of the source that are quoted.
    pub fn same_ends(&self) -> Option<(usize, usize)> {
        Some((self.same.first()?.1, self.same.last()?.1))
    }

    /// Words that are the same, those in brackets not counted.
    pub fn same(&self, quote: &Quote) -> usize {
        self.same.iter().filter(|(i, _)| quote.marked.words[*i].shows != Shows::Word).count()
    }

    /// The same, of four letters or more.
    pub fn long(&self, quote: &Quote) -> usize {
        let long = |i: usize| is_long(&quote.marked.words[i]) && quote.marked.words[i].shows != Shows::Word;
        self.same.iter().filter(|(i, _)| long(*i)).count()
    }

    /// Words of the longest run of the same words, over what is shown; how many
    /// of them have four letters or more.
    pub fn longest_run(&self, quote: &Quote) -> (usize, usize) {
        let breaks = self.all.iter().filter(|hunk| !(hunk.shown || hunk.looks || hunk.unmarked.is_some()));
        let mut breaks = breaks.map(|hunk| hunk.quoted.0).peekable();
        let (mut best, mut run) = ((0, 0), (0, 0));
        for &(i, _) in &self.same {
            while breaks.next_if(|at| *at <= i).is_some() {
                run = (0, 0);
            }
            run = (run.0 + 1, run.1 + usize::from(is_long(&quote.marked.words[i])));
            best = best.max(run);
        }
        best
    }

    /// The differences, in order.
    pub fn differences(self) -> Vec<Difference> {
        self.all.into_iter().map(|hunk| hunk.difference).collect()
    }
}

/// Reads the places where the two differ out of an alignment.
pub fn hunks(quote: &Quote, stretch: &Stretch, steps: &[Step]) -> Hunks {
    let mut made = Maker { quote, stretch, out: Hunks::default() };
    let mut at = 0;
    if let Some(&Step::Same(i, j)) = steps.first() {
        made.cut((i, j), true);
    }
    while at < steps.len() {
        let end = (at..steps.len()).find(|i| matches!(steps[*i], Step::Same(..))).unwrap_or(steps.len());
        if end > at {
            made.words(steps, at..end);
            at = end;
            continue;
        }
        if let Step::Same(i, j) = steps[at] {
            made.same((i, j), steps.get(at + 1));
        }
        at += 1;
    }
    made.end(steps);
    made.out
}

struct Maker<'a> {
    quote: &'a Quote<'a>,
    stretch: &'a Stretch<'a>,
    out: Hunks,
}

impl Maker<'_> {
    /// The same word; and whether the same stops follow it, if the same word does.
    fn same(&mut self, (i, j): (usize, usize), next: Option<&Step>) {
        self.out.same.push((i, j));
        let word = &self.quote.marked.words[i];
        if matches!(word.shows, Shows::Part(..)) {
            let other = &self.stretch.words[j];
            let (quoted, source) = (self.raw(i, i + 1), &self.stretch.source.text[other.span.start..other.span.end]);
            let at = self.span(i, i + 1);
            let difference = Difference {
                kind: Change::Replaced,
                quoted,
                source: source.to_owned(),
                shown: true,
                at,
                negation: false,
            };
            self.push((i, 0), difference, false);
        }
        self.unmarked(i, j);
        let Some(&Step::Same(next_i, next_j)) = next else { return };
        let bare = &self.quote.marked.bare[word.bare.end..self.quote.marked.words[next_i].bare.start];
        let (from, to) = (self.stretch.words[j].span.end, self.stretch.words[next_j].span.start);
        self.stops(i, bare, &self.stretch.source.text[from..to]);
    }

    /// A word that an editor of the source put in brackets, quoted without them: it
    /// passes for the author's. "did [not] carry" is not "did not carry"; a letter of
    /// which only the case was changed, `[t]he`, may stand without.
    fn unmarked(&mut self, i: usize, j: usize) {
        let (word, other) = (&self.quote.marked.words[i], &self.stretch.words[j]);
        if word.shows != Shows::Nothing || other.shows == Shows::Nothing || other.is_recased() {
            return;
        }
        // "[the recent]" is one difference
        let text = self.stretch.source.text;
        let goes_on = |last: &Hunk| {
            let before = last.unmarked.filter(|before| before.1 + 1 == j && last.quoted.0 == i)?;
            let between = &text[self.stretch.words[before.1].span.end..other.span.start];
            (!between.contains([']', '['])).then_some(before.0)
        };
        let first = match self.out.all.last().and_then(goes_on) {
            Some(first) => {
                self.out.all.pop();
                first
            }
            None => j,
        };
        let (from, next) = (i - (j - first), i + 1);
        let source = with_brackets(text, &self.stretch.words[first..=j]);
        let difference = Difference {
            kind: Change::Replaced,
            quoted: self.raw(from, next),
            source: text[source.start..source.end].to_owned(),
            shown: false,
            at: self.span(from, next),
            negation: false,
        };
        self.push((next, 0), difference, false);
        if let Some(last) = self.out.all.last_mut() {
            last.unmarked = Some((first, j));
        }
    }

    fn stops(&mut self, i: usize, bare: &str, source: &str) {
        let j = self.out.same.last().map_or(0, |same| same.1);
        if self.quote.marked.ellipsis[i + 1] || weighed(bare) == weighed(source) && !self.other_range((i, j)) {
            return;
        }
        let word = &self.stretch.words[j];
        let source = format!("{}{}", &self.stretch.source.text[word.span.start..word.span.end], source.trim());
        let quoted = format!("{}{}", self.raw(i, i + 1), bare.trim());
        let words = &self.quote.marked.words;
        let text = self.quote.text;
        let end = words.get(i + 1).map_or(text.len(), |next| next.span.start);
        let end = words[i].span.end + text[words[i].span.end..end].trim_end_matches(['[', ' ', '\n']).len();
        let at = Span::new(words[i].span.start, end);
        let difference = Difference { kind: Change::Replaced, quoted, source, shown: false, at, negation: false };
        self.push((i + 1, 0), difference, false);
    }

    /// True where a dash parts two figures in one of the two only: `10–12`, `10 12`.
    fn other_range(&self, (i, j): (usize, usize)) -> bool {
        let (quoted, source) = (&self.quote.marked.words, &self.stretch.words);
        let range = |text: &str, spans: Option<(Span, Span)>| {
            let Some((one, two)) = spans else { return false };
            let last = text[..one.end].chars().next_back().unwrap_or(' ');
            let next = text[two.start..].chars().next().unwrap_or(' ');
            figures::gap(last, &text[one.end..two.start], next) == Gap::Range
        };
        let own = quoted.get(i + 1).map(|next| (quoted[i].bare, next.bare));
        let there = source.get(j + 1).map(|next| (source[j].span, next.span));
        range(&self.quote.marked.bare, own) != range(self.stretch.source.text, there)
    }

    /// The stop at the end: a full stop or comma may be the citing sentence's own.
    fn end(&mut self, steps: &[Step]) {
        let Some(&Step::Same(i, j)) = steps.last() else { return };
        self.cut((i, j), false);
        let own = weighed(&self.quote.marked.bare[self.quote.marked.words[i].bare.end..]);
        let own = own.trim_end_matches(['.', ',']);
        let after = &self.stretch.source.text[self.stretch.words[j].span.end..];
        let after: String = after.chars().take(8).collect();
        if !self.quote.marked.ellipsis[i + 1] && !weighed(&after).starts_with(own) {
            let after = after.split_whitespace().next().unwrap_or("").to_owned();
            let after: String = after.chars().take_while(|c| !c.is_alphanumeric()).collect();
            self.stops(i, own, &after);
        }
    }

    /// Words that are not the same.
    fn words(&mut self, steps: &[Step], range: std::ops::Range<usize>) {
        let quoted: Vec<usize> = steps[range.clone()].iter().filter_map(|step| step.quoted()).collect();
        let mut source: Vec<usize> = steps[range.clone()].iter().filter_map(|step| step.source()).collect();
        let edge = range.start == 0 || range.end == steps.len();
        let words = &self.quote.marked.words;
        let next = quoted.last().map_or_else(|| self.out.same.last().map_or(0, |same| same.0 + 1), |last| last + 1);
        let first = quoted.first().copied().unwrap_or(next);
        let ellipsis = (first..=next).any(|gap| self.quote.marked.ellipsis[gap]);
        let brackets = quoted.iter().all(|i| words[*i].shows == Shows::Word);
        // what stands beside a part that is not there is not what was replaced
        if edge && (quoted.len() > 3 || brackets) {
            source = if brackets && !ellipsis { self.at_edge(steps, &range) } else { Vec::new() };
        }
        let shown = brackets && (ellipsis || !quoted.is_empty() && source.len() <= FOR_BRACKET);
        let keys = |source: &[usize]| source.iter().map(|j| self.stretch.words[*j].key.as_str()).collect::<String>();
        let looks = !quoted.is_empty() && {
            let own: String = quoted.iter().map(|i| words[*i].key.as_str()).collect();
            own == keys(&source) && self.joined((first, next), &source)
        };
        let kind = match (quoted.is_empty(), source.is_empty()) {
            (true, _) => Change::Omitted,
            (_, true) => Change::Inserted,
            _ => Change::Replaced,
        };
        let old = match (source.first(), source.last()) {
            (Some(&a), Some(&b)) => {
                self.stretch.source.text[self.stretch.words[a].span.start..self.stretch.words[b].span.end].to_owned()
            }
            _ => String::new(),
        };
        let new = if quoted.is_empty() { String::new() } else { self.raw(first, next) };
        let at = self.span(first, first + quoted.len());
        let difference = Difference { kind, quoted: new, source: old, shown, at, negation: false };
        self.push((first, quoted.len()), difference, looks);
    }

    /// The words of the source between the border of a sentence and what is quoted of it,
    /// for which a bracket at an edge stands: "[The owners] sold it" of "They sold it."
    /// None where they are so many that it may stand for some of them.
    fn at_edge(&self, steps: &[Step], range: &std::ops::Range<usize>) -> Vec<usize> {
        let (text, words) = (self.stretch.source.text, &self.stretch.words);
        let all: Vec<usize> = if range.start == 0 {
            let Some(next) = steps.get(range.end).and_then(|step| step.source()) else { return Vec::new() };
            let start = sentence::around(text, words[next].span.start).start;
            let first = words.partition_point(|word| word.span.start < start);
            (first..next).collect()
        } else {
            let Some(last) = steps[range.start - 1].source() else { return Vec::new() };
            let end = sentence::around(text, words[last].span.start).end;
            let next = words.partition_point(|word| word.span.start < end);
            (last + 1..next).collect()
        };
        if all.len() <= AT_EDGE { all } else { Vec::new() }
    }

    /// True where a line-end hyphen was dropped in the words of one of the two.
    fn joined(&self, (first, next): (usize, usize), source: &[usize]) -> bool {
        let inside = |joins: &[u32], span: Span| joins.iter().any(|join| span.contains(*join as usize));
        let words = &self.stretch.words;
        let there = source.first().zip(source.last());
        let there = there.map(|(a, b)| Span::new(words[*a].span.start, words[*b].span.end));
        inside(&self.quote.joins, self.span(first, next))
            || there.is_some_and(|span| inside(self.stretch.source.joins, span))
    }

    /// A word of the source that the quotation cuts: "combatants" of
    /// "non-combatants".
    fn cut(&mut self, (i, j): (usize, usize), first: bool) {
        let (word, text) = (&self.quote.marked.words[i], self.stretch.source.text);
        if word.shows != Shows::Nothing {
            return;
        }
        let span = self.stretch.words[j].span;
        let whole = figures::whole(text, span);
        let cut = if first { whole.start < span.start } else { whole.end > span.end };
        if cut {
            let (quoted, at) = (self.raw(i, i + 1), self.span(i, i + 1));
            let source = text[whole.start..whole.end].to_owned();
            let difference = Difference { kind: Change::Replaced, quoted, source, shown: false, at, negation: false };
            self.push((i + 1, 0), difference, false);
        }
    }

    /// The words of the quotation as they stand, brackets around them included.
    fn raw(&self, first: usize, next: usize) -> String {
        let span = self.span(first, next);
        self.quote.text[span.start..span.end].to_owned()
    }

    fn span(&self, first: usize, next: usize) -> Span {
        let words = &self.quote.marked.words;
        let text = self.quote.text;
        if first >= next {
            let end = first.checked_sub(1).map_or(0, |last| words[last].span.end);
            return Span::new(end, end);
        }
        with_brackets(text, &words[first..next])
    }

    fn push(&mut self, quoted: (usize, usize), mut difference: Difference, looks: bool) {
        let shown = difference.shown;
        difference.negation = negation::is_dropped(&difference.source, &difference.quoted);
        self.out.all.push(Hunk { quoted, difference, shown, looks, unmarked: None });
    }
}

/// The bytes of words that stand in a row, one or more, the brackets around them included.
fn with_brackets(text: &str, words: &[QuotedWord]) -> Span {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Span::new(0, 0) };
    let (mut start, mut end) = (first.span.start, last.span.end);
    if first.shows != Shows::Nothing && text[..start].ends_with('[') {
        start -= 1;
    }
    if last.shows != Shows::Nothing && text[end..].starts_with(']') {
        end += 1;
    } else if last.shows != Shows::Nothing && text[end..].starts_with("[]") {
        end += 2;
    }
    Span::new(start, end)
}

fn is_long(word: &QuotedWord) -> bool {
    word.key.chars().count() >= 4
}

/// The stops between two words that carry weight.
fn weighed(gap: &str) -> String {
    let light = |c: char| {
        c.is_whitespace() || is_invisible(c) || is_dash(c) || is_quote(c) || matches!(c, '_' | '*' | '[' | ']')
    };
    gap.replace('…', "...").chars().filter(|c| !light(*c)).collect()
}
