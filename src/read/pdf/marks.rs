//! What may be a marker in a line, and what may be a note's label before it.

use std::ops::Range;

use crate::read::numerals;

use super::chunk::Cell;
use super::line::Line;

/// A sign that may be a marker.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Page, from 0.
    pub page: usize,
    /// Line of the page.
    pub line: usize,
    /// Its cells.
    pub from: usize,
    /// One past its last cell.
    pub to: usize,
    /// What it says, without brackets.
    pub label: String,
    /// How much it looks like a marker: 1 and more is likely, 0 and less is not.
    pub score: f32,
    /// True where it is raised.
    pub raised: bool,
}

/// Signs that are used as markers where they stand raised.
pub const RAISED_SIGNS: &str = "*∗⁎†‡§¶‖∥#⋆★◊";
/// Those that are markers on the line too. `§ 12` is no marker.
const LEVEL_SIGNS: &str = "*∗⁎†‡";

/// A label as it is compared and printed: the same signs however they are encoded.
pub fn label_of(text: &str) -> Option<String> {
    // two upright strokes are the sixth sign of the series where a font has no other
    let drawn = text.replace("||", "‖");
    let bare = drawn.trim_matches(|c| "[]()⁽⁾.:".contains(c));
    let count = bare.chars().count();
    let first = bare.chars().next()?;
    let digits = count <= 4 && bare.bytes().all(|b| b.is_ascii_digit()) && !bare.starts_with('0');
    let letter = count == 1 && first.is_alphabetic() || count > 1 && numerals::of_roman(bare).is_some();
    let signs = count <= 24 && RAISED_SIGNS.contains(first) && bare.chars().all(|c| RAISED_SIGNS.contains(c));
    let plain = |c| match c {
        '∗' | '⁎' | '⋆' => '*',
        '∥' => '‖',
        c => c,
    };
    (digits || letter || signs).then(|| bare.chars().map(plain).collect())
}

/// The label before this one in a series of letters or Roman numbers: `b` and, as a
/// number, `i` before `c` and `ii`. Empty for figures and signs, which tell by themselves
/// that they are labels, and for those that begin a series.
pub fn before(label: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut chars = label.chars();
    match (chars.next(), chars.next()) {
        (Some('a' | 'A' | 'i'), None) => return out,
        (Some(letter), None) if letter.is_ascii_alphabetic() => out.push(char::from(letter as u8 - 1).to_string()),
        _ => {}
    }
    let roman = numerals::of_roman(label).filter(|number| *number > 1);
    out.extend(roman.map(|number| numerals::Style::Roman.print(number - 1)));
    out
}

/// The numbers that follow each other in a run of figures, by their places: two notes
/// called at one word are printed `12`, which is 1 and 2.
pub fn consecutive(figures: &str) -> Option<Vec<Range<usize>>> {
    if !figures.bytes().all(|byte| byte.is_ascii_digit()) || figures.len() > 8 {
        return None;
    }
    (1..=figures.len() / 2).find_map(|first| {
        let (mut out, mut at) = (Vec::from([Range { start: 0, end: first }]), first);
        let mut last: u32 = figures[..first].parse().ok().filter(|number| *number > 0)?;
        while at < figures.len() {
            let next = (last + 1).to_string();
            if !figures[at..].starts_with(&next) {
                return None;
            }
            out.push(at..at + next.len());
            (last, at) = (last + 1, at + next.len());
        }
        Some(out)
    })
}

/// The signs of a line that may be markers, from cell `from` on.
pub fn scan(page: usize, line: usize, cells: &[Cell], from: usize) -> Vec<Mark> {
    let mut out = Vec::new();
    let mut at = from;
    while at < cells.len() {
        let end = sign_end(cells, at);
        if end > at {
            out.extend(marks(cells, at, end).into_iter().map(|mark| Mark { page, line, ..mark }));
        }
        at = end.max(at + 1);
    }
    out
}

/// The end of the sign at a cell; the cell itself where there is none.
fn sign_end(cells: &[Cell], at: usize) -> usize {
    let run = |test: &dyn Fn(&Cell) -> bool| at + cells[at..].iter().take_while(|cell| test(cell)).count();
    let cell = &cells[at];
    if cell.raised && cell.c != ' ' {
        return run(&|cell| cell.raised && cell.c != ' ');
    }
    if LEVEL_SIGNS.contains(cell.c) {
        return run(&|other| other.c == cell.c);
    }
    if cell.c == '[' {
        let digits = cells[at + 1..].iter().take_while(|cell| cell.c.is_ascii_digit()).count();
        let end = at + digits + 1;
        return if (1..=4).contains(&digits) && cells.get(end).is_some_and(|c| c.c == ']') { end + 1 } else { at };
    }
    at
}

/// The markers of one sign: `1,2` are two.
fn marks(cells: &[Cell], from: usize, to: usize) -> Vec<Mark> {
    let mut out = Vec::new();
    let mut start = from;
    for at in from..=to {
        let parts = at == to || matches!(cells[at].c, ',' | ';' | '–' | '-' | '\u{2009}');
        if !parts {
            continue;
        }
        let text: String = cells[start..at].iter().map(|cell| cell.c).collect();
        if let Some(label) = label_of(&text) {
            let raised = cells[start].raised;
            let score = score(cells, (from, to), &label);
            out.push(Mark { page: 0, line: 0, from: start, to: at, label, score, raised });
        }
        start = at + 1;
    }
    out
}

/// How much a sign looks like a marker. It follows a word or its punctuation and
/// is followed by none: `word.¹ Next` against `m²`, `10³`, `x²y`, `M^r`.
fn score(cells: &[Cell], (from, to): (usize, usize), label: &str) -> f32 {
    let before: Vec<char> = cells[..from].iter().rev().take(5).map(|cell| cell.c).collect();
    let letters = before.iter().take_while(|c| c.is_alphabetic()).count();
    let digit = label.starts_with(|c: char| c.is_ascii_digit());
    let mut score: f32 = match (cells[from].raised, cells[from].c) {
        (true, _) => 1.0,
        (false, '[') => 0.5,
        (false, _) => 0.7,
    };
    match before.first() {
        // `10.40 ³ D`: values in a diagram
        Some(' ') if digit && is_decimal(&before[1..]) => score -= 0.9,
        None | Some(' ') => score -= 0.3,
        // neither a power nor an index of a unit is in brackets: `19[76]`, `he[8]`
        Some(c) if c.is_alphanumeric() && cells[from].c == '[' => score -= if letters > 2 { 0.0 } else { 0.2 },
        Some(c) if c.is_ascii_digit() && digit => score -= 0.7,
        Some(c) if c.is_alphabetic() && letters <= 2 => score -= 0.6,
        Some(c) if c.is_alphabetic() => {}
        Some('=' | '+' | '−' | '<' | '>' | '/' | '^') => score -= 0.6,
        Some(_) => score += 0.2,
    }
    if cells.get(to).is_some_and(|next| next.c.is_alphanumeric()) {
        // between a blank and a letter on its own it belongs to what follows: a term of
        // physics, an isotope
        let on_its_own = cells.get(to + 1).is_none_or(|after| !after.c.is_alphabetic());
        let term = digit && on_its_own && matches!(before.first(), None | Some(' '));
        score -= if term { 0.9 } else { 0.4 };
    }
    if is_fraction(cells, to) {
        score -= 0.6;
    }
    if label.starts_with(char::is_alphabetic) {
        score -= 0.3;
    }
    score
}

/// True where characters, the last first, are the end of a decimal number.
fn is_decimal(before: &[char]) -> bool {
    let digits = before.iter().take_while(|c| c.is_ascii_digit()).count();
    digits > 0 && before.get(digits) == Some(&'.') && before.get(digits + 1).is_some_and(char::is_ascii_digit)
}

/// True where a figure that ends here is the upper one of a fraction, or the page of a page
/// and line: `12/24`.
fn is_fraction(cells: &[Cell], to: usize) -> bool {
    cells.get(to).is_some_and(|next| matches!(next.c, '/' | '⁄'))
        && cells.get(to + 1).is_some_and(|c| c.c.is_ascii_digit())
}

/// A label at the beginning of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// What it says, without brackets.
    pub label: String,
    /// Cells up to the note's text.
    pub cells: usize,
    /// True where its form alone says that a note begins: raised, or a sign.
    pub strong: bool,
    /// True in square brackets, as in a list of works cited.
    pub bracket: bool,
}

/// The label with which a line begins, if it may be a note's: raised, a sign, or
/// a number in one of the usual forms (`1 See`, `1. See`, `1) See`, `[1] See`).
pub fn head(line: &Line) -> Option<Head> {
    let cells = &line.cells;
    let first = cells.first()?;
    let raised = cells.iter().take_while(|cell| cell.raised && cell.c != ' ').count();
    let signs = cells
        .iter()
        .take_while(|cell| LEVEL_SIGNS.contains(cell.c) || cell.c == first.c && "§¶‖∥|".contains(cell.c))
        .count();
    let (end, strong) = if raised > 0 {
        (raised, true)
    } else if signs > 0 && (RAISED_SIGNS.contains(first.c) || first.c == '|') {
        (signs, !"§¶|".contains(first.c))
    } else {
        let open = usize::from(matches!(first.c, '[' | '('));
        let digits = cells[open..].iter().take_while(|cell| cell.c.is_ascii_digit()).count();
        let digits = if digits + open == 0 { roman(cells) } else { digits };
        let close = cells.get(open + digits).is_some_and(|cell| matches!(cell.c, ']' | ')' | '.' | ':'));
        if digits == 0 || open > 0 && !close {
            return None;
        }
        (open + digits + usize::from(close), false)
    };
    let text: String = cells[..end].iter().map(|cell| cell.c).collect();
    let (label, bracket) = (label_of(&text)?, first.c == '[');
    // a label may stand alone, before a quotation that is set apart;
    // `1.5 per cent` is no label
    let Some(next) = cells.get(end) else { return Some(Head { label, cells: end, strong, bracket }) };
    if is_fraction(cells, end) || !strong && next.c != ' ' && (next.c.is_ascii_digit() || next.c.is_lowercase()) {
        return None;
    }
    let close = usize::from(strong && matches!(next.c, '.' | ')' | ':' | ']'));
    // `*.exe`, `*.example.org` are any names with such an end
    if close > 0 && raised == 0 && cells.get(end + 1).is_some_and(|cell| cell.c.is_alphanumeric()) {
        return None;
    }
    let blanks = cells[end + close..].iter().take_while(|cell| cell.c == ' ').count();
    Some(Head { label, cells: end + close + blanks, strong, bracket })
}

/// How many letters of a Roman number stand before a full stop and a blank.
fn roman(cells: &[Cell]) -> usize {
    let text: String = cells.iter().take(8).map(|cell| cell.c).take_while(char::is_ascii_lowercase).collect();
    let closed = cells.get(text.len()).is_some_and(|cell| matches!(cell.c, '.' | ')'));
    let blank = cells.get(text.len() + 1).is_some_and(|cell| cell.c == ' ');
    if closed && blank && numerals::of_roman(&text).is_some() { text.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells of a text; what stands between `^` and `_` is raised.
    fn cells(text: &str) -> Vec<Cell> {
        let mut raised = false;
        let mut out = Vec::new();
        for c in text.chars() {
            match c {
                '^' => raised = true,
                '_' => raised = false,
                c => out.push(Cell { c, x: 0.0, end: 0.0, raised }),
            }
        }
        out
    }

    fn labels(text: &str) -> Vec<(String, bool)> {
        scan(0, 0, &cells(text), 0).into_iter().map(|mark| (mark.label, mark.score > 0.5)).collect()
    }

    fn beginning(text: &str) -> Option<(String, bool)> {
        head(&Line { cells: cells(text), ..Line::default() }).map(|head| (head.label, head.strong))
    }

    #[test]
    fn markers_and_powers() {
        let one = |label: &str, likely| vec![(label.to_owned(), likely)];
        assert_eq!(labels("a word.^1_ Next"), one("1", true));
        assert_eq!(labels("an area of 20 m^2_ here"), one("2", false));
        assert_eq!(labels("about 10^3_ of them"), one("3", false));
        assert_eq!(labels("so he said.* Then"), one("*", true));
        assert_eq!(labels("said.^1,2_ Then"), [("1".to_owned(), true), ("2".to_owned(), true)]);
        assert_eq!(labels("on the 1^st_ of May"), []);
        assert!(scan(0, 0, &cells("in 19[76] he"), 0)[0].score > 0.2);
        assert_eq!(labels("so he said.^||_ Then"), one("‖", true));
        assert_eq!(labels("it takes ^1_/2 of it"), one("1", false));
        assert_eq!(labels("the state ^3_D and"), one("3", false));
        assert!(scan(0, 0, &cells("the sample ^1_The next"), 0)[0].score > 0.2);
        assert_eq!(labels("at 10.40 ^3_ D"), one("3", false));
        assert_eq!(labels("of the year 1999 ^3_ and"), one("3", true));
    }

    #[test]
    fn runs_of_figures() {
        let numbers = |text: &str| {
            let ranges = consecutive(text).unwrap_or_default();
            ranges.into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(numbers("12"), ["1", "2"]);
        assert_eq!(numbers("910"), ["9", "10"]);
        assert_eq!(numbers("141516"), ["14", "15", "16"]);
        assert!(numbers("13").is_empty() && numbers("1").is_empty() && numbers("21").is_empty());
    }

    #[test]
    fn labels_of_a_series() {
        assert_eq!(before("b"), ["a"]);
        assert_eq!(before("iv"), ["iii"]);
        assert_eq!(before("x"), ["w", "ix"]);
        assert!(["a", "A", "i", "12", "*"].iter().all(|label| before(label).is_empty()));
    }

    #[test]
    fn labels_before_notes() {
        assert_eq!(beginning("^1_See there"), Some(("1".to_owned(), true)));
        assert_eq!(beginning("∗ See there"), Some(("*".to_owned(), true)));
        assert_eq!(beginning("12. See there"), Some(("12".to_owned(), false)));
        assert_eq!(beginning("1 See there"), Some(("1".to_owned(), false)));
        assert_eq!(beginning("ii. See there"), Some(("ii".to_owned(), false)));
        assert_eq!(beginning("^ii_ See there"), Some(("ii".to_owned(), true)));
        assert_eq!(beginning("x See there"), None);
        assert_eq!(beginning("1.5 per cent"), None);
        assert_eq!(beginning("12/24 3/5"), None);
        assert_eq!(beginning("^||_See there"), Some(("‖".to_owned(), true)));
        assert_eq!(beginning("*.exe, *.dll"), None);
        assert_eq!(beginning("*. See there"), Some(("*".to_owned(), true)));
        assert_eq!(beginning("See there"), None);
    }
}
