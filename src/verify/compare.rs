//! How a quotation differs from a stretch of a source, word by word, and what
//! grade that makes.

use super::align::{Step, align};
use super::hunks::{Hunk, Hunks, hunks};
use super::stretch::{Quote, Stretch};
use super::verse::{Lines, Verse};
use crate::model::Grade;
use crate::model::quotation::{Change, Difference};
use crate::span::Span;

/// Share of the words that must be the source's for a quotation to be that
/// source's at all, altered. All thresholds here were measured on stretches of
/// five to thirty words that are not in 64 MB of books: of 372, four at most
/// were taken for altered or partial, the others for absent.
const ALTERED: f32 = 0.6;
/// The same for fewer than [`SHORT`] words, of which some are soon found anywhere
/// ("for the dissolution of"); [`SHORT_WORDS`] of them must have four letters or more.
const ALTERED_SHORT: f32 = 0.75;
const SHORT: usize = 8;
const SHORT_WORDS: usize = 2;
/// A run of other words longer than this share of the quotation, and than
/// [`FEW`] words, is no alteration but a part that is not there.
const LACKING: f32 = 0.2;
const FEW: usize = 3;
/// A part is long from this share of the quotation on ...
const LONG_PART: f32 = 0.35;
/// ... and from so many words, of which [`LONG_WORDS`] have four letters or more.
const LONG_RUN: usize = 6;
const LONG_WORDS: usize = 3;

/// What a stretch of a source holds of a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The grade, as far as the words tell.
    pub grade: Grade,
    /// The words of the source that are quoted: bytes of its text.
    pub span: Span,
    /// Share of the quotation's words that are the source's.
    pub share: f32,
    /// Where the two differ.
    pub difference: Vec<Difference>,
}

/// Looks for a quotation in a stretch of a source. `None` where too little of
/// it is there to be called its source.
pub fn compare(quote: &Quote, stretch: &Stretch) -> Option<Compared> {
    let Some(verse) = Verse::new(quote.text) else { return compare_as_it_is(quote, stretch) };
    let lines = Lines { words: &stretch.words, lines: stretch.source.lines };
    let as_it_is = compare_as_it_is(quote, stretch);
    if as_it_is.as_ref().is_some_and(|found| found.grade.is_good()) {
        return as_it_is;
    }
    let of_verse = Quote::new(&verse.text, &quote.joins);
    if !verse.is_of(&align(&of_verse.marked, &stretch.words), &of_verse.marked.words, lines) {
        return as_it_is;
    }
    let found = compare_as_it_is(&of_verse, stretch)?;
    // the slashes are the quotation's own
    Some(Compared { grade: found.grade.max(Grade::Typographic), ..found })
}

fn compare_as_it_is(quote: &Quote, stretch: &Stretch) -> Option<Compared> {
    if let Some((span, grade)) = quote.literal.as_ref().and_then(|literal| literal.find(stretch.source)) {
        return Some(Compared { grade, span, share: 1.0, difference: looks(quote, stretch, (span, grade)) });
    }
    let steps = align(&quote.marked, &stretch.words);
    let hunks = hunks(quote, stretch, &tidied(steps, quote));
    let measure = Measure::new(quote, &hunks);
    let grade = measure.grade()?;
    let (first, last) = hunks.same_ends()?;
    let span = Span::new(stretch.words[first].span.start, stretch.words[last].span.end);
    Some(Compared { grade, span, share: measure.share, difference: hunks.differences() })
}

/// Takes words that agree by chance, one or two small ones between long runs of
/// others, for others too: a difference is read more easily so.
fn tidied(mut steps: Vec<Step>, quote: &Quote) -> Vec<Step> {
    let mut runs: Vec<(bool, usize, usize)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let same = matches!(step, Step::Same(..));
        match runs.last_mut() {
            Some(last) if last.0 == same => last.2 = at + 1,
            _ => runs.push((same, at, at + 1)),
        }
    }
    let others = |run: Option<&(bool, usize, usize)>| {
        run.map_or(0, |(_, from, to)| steps[*from..*to].iter().filter(|step| step.quoted().is_some()).count())
    };
    let mut chance: Vec<usize> = Vec::new();
    for (i, &(same, from, to)) in runs.iter().enumerate().filter(|(_, run)| run.0) {
        let before = i.checked_sub(1).and_then(|i| runs.get(i));
        let letters: usize =
            steps[from..to].iter().filter_map(|step| step.quoted()).map(|at| quote.marked.words[at].key.len()).sum();
        let others = others(before) + others(runs.get(i + 1));
        if same && to - from <= 2 && letters <= 8 && others >= 5 {
            chance.extend(from..to);
        }
    }
    for at in chance {
        if let Step::Same(quoted, source) = steps[at] {
            steps[at] = Step::Other(quoted, source);
        }
    }
    steps
}

/// What is measured of an alignment.
struct Measure {
    words: usize,
    share: f32,
    /// Words of four letters or more that are the source's.
    long: usize,
    /// Words of the longest run without a change that is not shown, and how many
    /// of them are long.
    run: (usize, usize),
    /// Words of the longest run that is not the source's.
    lacking: usize,
    silent: bool,
    shown: bool,
}

impl Measure {
    fn new(quote: &Quote, hunks: &Hunks) -> Measure {
        let words = quote.marked.words.iter().filter(|word| word.shows != super::marked::Shows::Word).count();
        let same = hunks.same(quote);
        Measure {
            words,
            share: if words == 0 { 0.0 } else { same as f32 / words as f32 },
            long: hunks.long(quote),
            run: hunks.longest_run(quote),
            lacking: hunks.all.iter().filter(|hunk| !hunk.shown).map(Hunk::words).max().unwrap_or(0),
            silent: hunks.all.iter().any(|hunk| !hunk.shown && !hunk.looks),
            shown: quote.marked.shows,
        }
    }

    fn grade(&self) -> Option<Grade> {
        let least = if self.words < SHORT { ALTERED_SHORT } else { ALTERED };
        if self.words == 0 {
            return None;
        }
        if !self.silent && self.share >= least {
            return Some(if self.shown { Grade::Marked } else { Grade::Typographic });
        }
        let few = self.lacking <= FEW.max((LACKING * self.words as f32) as usize);
        let long = self.run.0 >= LONG_RUN && self.run.1 >= LONG_WORDS;
        let part = long && self.run.0 as f32 >= LONG_PART * self.words as f32;
        // all its words in a row, or all but one: little else can be meant
        let nearly = self.run.0 + usize::from(self.words > FEW) >= self.words;
        let telling = nearly || self.run.0 >= 3 && (self.words >= SHORT || self.long >= SHORT_WORDS);
        match (self.share >= least && telling, few, part) {
            (true, true, _) => Some(Grade::Altered),
            (_, _, true) => Some(Grade::Partial),
            (true, false, false) => Some(Grade::Altered),
            _ => None,
        }
    }
}

/// Which words look otherwise where a quotation is the source's but for looks.
fn looks(quote: &Quote, stretch: &Stretch, (span, grade): (Span, Grade)) -> Vec<Difference> {
    if grade != Grade::Typographic {
        return Vec::new();
    }
    let from = stretch.words.partition_point(|word| word.span.end <= span.start);
    let to = stretch.words.partition_point(|word| word.span.start < span.end);
    let (source, quoted) = (&stretch.words[from..to], &quote.marked.words);
    if source.len() != quoted.len() {
        return Vec::new();
    }
    let mut out: Vec<Difference> = Vec::new();
    for (i, (word, other)) in quoted.iter().zip(source).enumerate() {
        let end = quoted.get(i + 1).map_or(word.span.end, |next| next.span.start);
        let other_end = source.get(i + 1).map_or(other.span.end, |next| next.span.start);
        let (one, two) = (&quote.text[word.span.start..end], &stretch.source.text[other.span.start..other_end]);
        if one.split_whitespace().eq(two.split_whitespace()) {
            continue;
        }
        let at = Span::new(word.span.start, word.span.start + one.trim_end().len());
        let beside = |last: &&mut Difference| quote.text[last.at.end..at.start].trim().is_empty();
        match out.last_mut().filter(beside) {
            Some(last) => {
                last.quoted = format!("{} {}", last.quoted, one.trim());
                last.source = format!("{} {}", last.source, two.trim());
                last.at.end = at.end;
            }
            None => {
                let (quoted, source) = (one.trim().to_owned(), two.trim().to_owned());
                out.push(Difference { kind: Change::Replaced, quoted, source, shown: false, at, negation: false });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::literal::Folded;
    use super::super::literal::Source;
    use super::*;

    const SOURCE: &str = "In the spring all the farmers of the valley, poor or rich, sold their grain to the miller \
        at a loss; nobody had asked them why they had not waited for the autumn fair in the capital.";

    fn compared(quote: &str) -> Option<Compared> {
        let folded = Folded::new(SOURCE);
        compare(
            &Quote::new(quote, &[]),
            &Stretch::new(Source { text: SOURCE, folded: &folded, joins: &[], lines: None }),
        )
    }

    /// The grade, then the differences: `[-source-] {+quoted+}`, shown ones in round brackets.
    fn shown(quote: &str) -> String {
        let Some(compared) = compared(quote) else { return "absent".to_owned() };
        let sign = |d: &Difference| {
            let source = if d.source.is_empty() { String::new() } else { format!("[-{}-]", d.source) };
            let quoted = if d.quoted.is_empty() { String::new() } else { format!("{{+{}+}}", d.quoted) };
            if d.shown { format!("({source}{quoted})") } else { format!("{source}{quoted}") }
        };
        let all: Vec<String> = compared.difference.iter().map(sign).collect();
        format!("{} {}", compared.grade.name(), all.join(" ")).trim_end().to_owned()
    }

    #[test]
    fn grades_and_differences() {
        let cases = [
            "sold their grain to the miller at a loss",
            "In the spring, all the farmers of the valley",
            "In the Spring all the farmers",
            "[T]he farmers of the valley … sold their grain",
            "the farmers of the valley ... sold their grain [all of it] to the miller.",
            "[They] sold their grain to [him] at a loss",
            "the farm[er] of the valley, poor or rich",
            "most of the farmers of the valley, poor or rich, sold their grain",
            "all the farmers of the valley sold their grain to the miller",
            "all the farmers of the valley, poor or rich, sold their gold to the miller … at a profit",
            "nobody had asked them why they had not waited for the king to come and bring them bread",
            "the king of the hills had never in his long life seen a river of such colour",
            "sold their grain to the miller at a loss?",
            "all the farmers of the valley sold; nobody had asked them why they had not waited",
        ];
        let table: Vec<String> = cases.iter().map(|quote| format!("{quote}\n    {}", shown(quote))).collect();
        insta::assert_snapshot!(table.join("\n"));
    }

    #[test]
    fn the_words_quoted_are_named() {
        let compared = compared("[They] sold their gold to the miller").unwrap();
        assert_eq!(&SOURCE[compared.span.start..compared.span.end], "sold their grain to the miller");
        assert!((compared.share - 5.0 / 6.0).abs() < 0.01);
    }
}
