//! Page numbers printed in the running text: `[116]`, `{327}`, `[Pg 12]`.
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
}

/// The page numbers in the text: bytes to cut, and pages with their labels.
pub fn numbers(lines: &[Line]) -> (Vec<Span>, Vec<Page>) {
    let mut found: [Vec<Number>; 3] = Default::default();
    for line in lines {
        let bytes = line.text.as_bytes();
        if bytes.contains(&b'[') || bytes.contains(&b'{') {
            scan_line(line, &mut found);
        }
    }
    let mut cuts = Vec::new();
    let mut pages = Vec::new();
    for (numbers, form) in found.iter().zip([Form::Square, Form::Curly, Form::Named]) {
        if let Some(run) = run(numbers, form).filter(|_| pages.is_empty()) {
            cuts = run.iter().map(|n| n.span).collect();
            let page = |n: &&Number| Page { start: n.span.start as u32, number: None, label: Some(n.label.clone()) };
            pages = run.iter().map(page).collect();
        }
    }
    (cuts, pages)
}

fn scan_line(line: &Line, found: &mut [Vec<Number>; 3]) {
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
    let fewest = if form == Form::Named { 3 } else { FEWEST };
    let chain = longest_chain(numbers);
    if chain.len() < fewest || chain.len() * 10 < numbers.len() * 8 {
        return None;
    }
    let steps = chain.windows(2).filter(|pair| pair[1].value == pair[0].value + 1).count();
    let opening = chain.iter().filter(|n| n.opens).count();
    let apart = (chain[chain.len() - 1].span.start - chain[0].span.start) / (chain.len() - 1);
    let plausible = steps * 100 >= (chain.len() - 1) * 85 && opening * 10 < chain.len() * 4 && apart >= APART;
    (form == Form::Named || plausible).then_some(chain)
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
    fn markers_are_not_pages() {
        let glued = book(|n| format!("here.[{n}]"));
        assert!(labels(&glued).is_empty());
        let bodies: String = (1..60).map(|n| format!("\n[{n}] See the book. {}\n", "text ".repeat(120))).collect();
        assert!(labels(&bodies).is_empty());
        assert!(labels(&book(|n| format!("[{}]", n % 4))).is_empty());
    }
}
