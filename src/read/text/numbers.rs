//! Page numbers printed in the running text: `[116]`, `{327}`, `[Pg 12]`, and the
//! star pages of law reports, `*413`.
//!
//! They look like note markers. They are page numbers where they stand apart
//! from the words (a marker is glued to its word), ascend by one through the
//! whole document, are pages apart, and mostly stand inside paragraphs (a
//! note's body begins one).

use super::lines::Line;
use crate::model::Page;
use crate::span::Span;

/// Fewest numbers that make a run, without a word such as `Pg` to say so.
const FEWEST: usize = 20;

/// Fewest bytes between two numbers, on average.
const APART: usize = 500;

/// Most bytes between the brackets.
const LONGEST: usize = 24;

/// A star page in one of several texts.
pub struct StarPage {
    /// The text that it stands in.
    pub text: usize,
    /// Its bytes there.
    pub span: Span,
    /// The number; `None` where it is a page of another report of the same opinion.
    pub label: Option<String>,
}

/// A bracketed number.
struct Number {
    span: Span,
    label: String,
    value: u32,
    opens: bool,
}

/// How the numbers of a run are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Square,
    Curly,
    Named,
    /// `*413`, `[*413]`, glued to the next word or not.
    Star,
}

/// Star pages from here on need but one that goes on from them; lower ones
/// are as likely sums and repetitions.
const HIGH: u32 = 100;

/// The page numbers in the text: bytes to cut, and pages with their labels.
pub fn numbers(lines: &[Line]) -> (Vec<Span>, Vec<Page>) {
    let mut found: [Vec<Number>; 4] = Default::default();
    for line in lines {
        let bytes = line.text.as_bytes();
        if bytes.contains(&b'[') || bytes.contains(&b'{') {
            scan_line(line, &mut found);
        }
        if bytes.contains(&b'*') {
            scan_stars(line, &mut found[Form::Star as usize]);
        }
    }
    let mut cuts = Vec::new();
    let mut pages = Vec::new();
    for (numbers, form) in found.iter().zip([Form::Square, Form::Curly, Form::Named, Form::Star]) {
        let runs = if form == Form::Star { star_runs(numbers) } else { run(numbers, form).map(Runs::of_one) };
        if let Some(Runs { pages: run, all }) = runs.filter(|_| pages.is_empty()) {
            cuts = all.iter().map(|n| n.span).collect();
            let page = |n: &&Number| Page { start: n.span.start as u32, number: None, label: Some(n.label.clone()) };
            pages = run.iter().map(page).collect();
        }
    }
    (cuts, pages)
}

/// The star pages of texts that follow one another, as of the paragraphs of a page.
pub fn star_pages<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<StarPage> {
    let (mut starts, mut found) = (Vec::new(), Vec::new());
    let mut at = 0;
    for text in texts {
        starts.push(at);
        if text.contains('*') {
            let line = Line { text, at, indent: 0, width: text.len() as u32, blanks: 1, page: 0 };
            scan_stars(&line, &mut found);
        }
        at += text.len() + 1;
    }
    let Some(runs) = star_runs(&found) else { return Vec::new() };
    let place = |number: &&Number| {
        let text = starts.partition_point(|start| *start <= number.span.start).saturating_sub(1);
        let of = |byte: usize| byte - starts[text];
        let is_page = runs.pages.iter().any(|page| page.span == number.span);
        let label = is_page.then(|| number.label.clone());
        StarPage { text, span: Span::new(of(number.span.start), of(number.span.end)), label }
    };
    runs.all.iter().map(place).collect()
}

fn scan_line(line: &Line, found: &mut [Vec<Number>; 4]) {
    let text = line.text;
    let mut from = 0;
    while let Some(open) = text[from..].find(['[', '{']).map(|at| from + at) {
        from = open + 1;
        let curly = text.as_bytes()[open] == b'{';
        let close = text.as_bytes()[from..].iter().take(LONGEST).position(|b| *b == if curly { b'}' } else { b']' });
        let Some(close) = close.map(|at| from + at) else { continue };
        let Some((value, named)) = read(&text[from..close]) else { continue };
        let form = if named {
            Form::Named
        } else if curly {
            Form::Curly
        } else {
            Form::Square
        };
        if form == Form::Square && !stands_apart(text, open, close + 1) {
            continue;
        }
        let span = Span::new(line.at + open, line.at + close + 1);
        let number = Number { span, label: value.to_string(), value, opens: open == 0 && line.blanks > 0 };
        found[form as usize].push(number);
        from = close + 1;
    }
}

/// `*413 them`, `*413them`, `[*413]`: a star after a blank, one to four digits.
fn scan_stars(line: &Line, found: &mut Vec<Number>) {
    let text = line.text;
    for (star, _) in text.match_indices('*') {
        let bracket = text[..star].ends_with('[');
        let start = star - usize::from(bracket);
        let digits = star + 1;
        let len = text[digits..].bytes().take_while(u8::is_ascii_digit).count();
        let apart = text[..start].chars().next_back().is_none_or(|c| c.is_whitespace() || "—–(".contains(c));
        let rest = &text[digits + len..];
        let closed = if bracket { rest.starts_with(']') } else { !rest.starts_with(['*', '-', '(', '/']) };
        let value: Option<u32> = text[digits..digits + len].parse().ok();
        let Some(value) = value.filter(|_| apart && closed && len <= 4) else {
            continue;
        };
        let span = Span::new(line.at + start, line.at + digits + len + usize::from(bracket));
        found.push(Number { span, label: value.to_string(), value, opens: start == 0 && line.blanks > 0 });
    }
}

/// The number in the brackets, and whether a word says that it is a page's.
fn read(inner: &str) -> Option<(u32, bool)> {
    let digits = inner.trim_start_matches(|c: char| c.is_alphabetic() || matches!(c, '.' | ' '));
    let word = inner[..inner.len() - digits.len()].trim_end_matches(['.', ' ']);
    let named = ["Pg", "pg", "Page", "page", "p", "P"].contains(&word);
    let plain = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
    (plain && (named || word.is_empty())).then(|| digits.parse().ok().map(|n| (n, named)))?
}

/// True where a blank or line end stands on both sides.
fn stands_apart(text: &str, start: usize, end: usize) -> bool {
    text[..start].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '-' | '—' | '“'))
        && text[end..].chars().next().is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation())
}

/// The ascending run through the document, or `None` where these are no page
/// numbers.
fn run(numbers: &[Number], form: Form) -> Option<Vec<&Number>> {
    let fewest = match form {
        Form::Star if numbers.first().is_some_and(|first| first.value >= HIGH) => 2,
        Form::Named | Form::Star => 3,
        Form::Square | Form::Curly => FEWEST,
    };
    let chain = longest_chain(numbers);
    if chain.len() < fewest || chain.len() * 10 < numbers.len() * 8 {
        return None;
    }
    let steps = chain.windows(2).filter(|pair| pair[1].value == pair[0].value + 1).count();
    let opening = chain.iter().filter(|n| n.opens).count();
    let apart = (chain[chain.len() - 1].span.start - chain[0].span.start) / (chain.len() - 1);
    let plausible = steps * 100 >= (chain.len() - 1) * 85 && opening * 10 < chain.len() * 4 && apart >= APART;
    let stars = form == Form::Star && steps + 1 == chain.len();
    (form == Form::Named || stars || plausible).then_some(chain)
}

/// Page numbers of a text.
struct Runs<'n> {
    /// Those by which the text is cited.
    pages: Vec<&'n Number>,
    /// These and those of other reports, in the order of the text.
    all: Vec<&'n Number>,
}

impl<'n> Runs<'n> {
    fn of_one(run: Vec<&'n Number>) -> Runs<'n> {
        Runs { pages: run.clone(), all: run }
    }
}

/// Reports in which one opinion may be printed, each with star pages of its own: the
/// official one, that of a region, that of a state.
const REPORTS: usize = 3;

/// The star pages of a text: one run, or those of several reports side by side, `*275`
/// … `*1011` … `*276`. These must all be high and go on by one; the longest run, and of
/// two that are as long the first, gives the pages.
fn star_runs(numbers: &[Number]) -> Option<Runs<'_>> {
    if let Some(run) = run(numbers, Form::Star) {
        return Some(Runs::of_one(run));
    }
    let mut runs: Vec<Vec<&Number>> = Vec::new();
    for number in numbers {
        let goes_on = |run: &Vec<&Number>| run.last().is_some_and(|last| last.value + 1 == number.value);
        match runs.iter().position(goes_on) {
            Some(run) => runs[run].push(number),
            None if number.value < HIGH || runs.len() == REPORTS => return None,
            None => runs.push(vec![number]),
        }
    }
    let pages = runs.into_iter().rev().max_by_key(Vec::len).filter(|run| run.len() >= 2)?;
    Some(Runs { pages, all: numbers.iter().collect() })
}

/// The longest chain in which each number is at most three above the one
/// before; numbers off the chain (an example in a preface) are passed over.
fn longest_chain(numbers: &[Number]) -> Vec<&Number> {
    let mut best = Vec::new();
    let mut first = 0;
    while first < numbers.len().min(first + 8).min(12) {
        let mut chain: Vec<&Number> = Vec::new();
        for number in &numbers[first..] {
            let goes_on = |last: &&Number| number.value > last.value && number.value <= last.value + 3;
            if chain.last().is_none_or(goes_on) {
                chain.push(number);
            }
        }
        if chain.len() > best.len() {
            best = chain;
        }
        first += 1;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::lines::scan;
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        numbers(&scan(text).lines).1.into_iter().filter_map(|p| p.label).collect()
    }

    fn book(number: impl Fn(u32) -> String) -> String {
        let filler = "and so the law went on from age to age as it had done\n".repeat(20);
        (10..60).map(|n| format!("{filler}so it was {} said in the next reign.\n\n{filler}", number(n))).collect()
    }

    #[test]
    fn a_long_ascending_run_is_pages() {
        let found = labels(&format!("Numbers (e.g. [245] ) refer to pages.\n\n{}", book(|n| format!("[{n}]"))));
        assert_eq!(found.len(), 50);
        assert_eq!((found[0].as_str(), found[49].as_str()), ("10", "59"));
        assert_eq!(labels(&book(|n| format!("{{{n}}}"))).len(), 50);
        assert_eq!(labels("word [Pg 3] word\nand [Pg 4] so\non [Pg 5] it\n"), ["3", "4", "5"]);
    }

    #[test]
    fn star_pages_are_pages() {
        let text = "held in the *207 upper room, by the *208clerk\nand the [*209] boy.\n\n*210 The rest is lost.\n";
        assert_eq!(labels(text), ["207", "208", "209", "210"]);
        assert_eq!(labels("at *1 it is\nand at *2 it is\nand at *3 too\n"), ["1", "2", "3"]);
        // two reports of one opinion: the longer run is that of the pages
        let both = "the *275 house\nand the *1011 pain\nof his *276 record\nand *277 advice\nin *1012 court\n";
        assert_eq!(labels(both), ["275", "276", "277"]);
        assert_eq!(numbers(&scan(both).lines).0.len(), 5);
        for text in ["the *275 house\nand *19 men\nof *276 it\n", "*200 a *400 b *600 c *601 d *800 e\n"] {
            assert!(labels(text).is_empty(), "{text}");
        }
        for text in ["a * 12 and *13", "2*12 and 3*13 and", "rule = *2DIGIT *3DIGIT", "so *12* and *13* it"] {
            assert!(labels(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn markers_are_not_pages() {
        let glued = book(|n| format!("here.[{n}]"));
        assert!(labels(&glued).is_empty());
        let bodies: String = (1..60).map(|n| format!("\n[{n}] See the book. {}\n", "text ".repeat(120))).collect();
        assert!(labels(&bodies).is_empty());
        assert!(labels(&book(|n| format!("[{}]", n % 4))).is_empty());
    }
}
