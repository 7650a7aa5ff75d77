//! Whether a document is hard-wrapped or has a paragraph on every line.

use super::glyph::ends_sentence;
use super::label::label;
use super::lines::Line;

/// How lines make paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Paragraphs run over several lines of about this many columns.
    Wrapped(u32),
    /// Every line is a paragraph.
    Lines,
}

/// Text wrapped wider than this is not met.
const WIDEST: u32 = 200;

/// Columns by which a line may fall short of the width and still be full.
const SLACK: u32 = 9;

/// Decides by the pairs of lines with no blank line between. In wrapped text
/// the next line's first word would not have fitted; where a line is a
/// paragraph, lengths vary, and lines end as sentences do.
pub fn shape(lines: &[Line]) -> Shape {
    let evidence = |(a, b): &(&Line, &Line)| follows(a, b) && label(b.text).is_none();
    let pairs: Vec<(&Line, &Line)> = lines.iter().zip(lines.iter().skip(1)).filter(evidence).collect();
    let mut widths: Vec<u32> = pairs.iter().map(|(a, _)| a.right()).collect();
    if widths.is_empty() {
        return Shape::Lines;
    }
    widths.sort_unstable();
    let width = widths[widths.len() * 9 / 10];
    let full = pairs.iter().filter(|(a, b)| is_full(a, b, width)).count();
    let ended = pairs.iter().filter(|(a, _)| ends_sentence(a.text)).count();
    let (full, ended) = (full * 100 / pairs.len(), ended * 100 / pairs.len());
    let long = |line: &&Line| line.width > WIDEST + WIDEST / 2;
    let characters = |lines: &mut dyn Iterator<Item = &Line>| lines.map(|line| u64::from(line.width)).sum::<u64>();
    let mostly_long = 2 * characters(&mut lines.iter().filter(long)) > characters(&mut lines.iter());
    if mostly_long {
        return Shape::Lines;
    }
    if full >= 60 && width <= WIDEST {
        Shape::Wrapped(width)
    } else if width > WIDEST || ended >= 60 && full < 50 {
        Shape::Lines
    } else {
        Shape::Wrapped(width)
    }
}

/// True where `b` stands right under `a` on the same page.
pub fn follows(a: &Line, b: &Line) -> bool {
    b.blanks == 0 && a.page == b.page
}

/// True where the first word of the next line would not have fitted.
pub fn is_full(line: &Line, next: &Line, width: u32) -> bool {
    let word = next.text.find(char::is_whitespace).unwrap_or(next.text.len()) as u32;
    line.right() + 1 + word + SLACK > width
}

#[cfg(test)]
mod tests {
    use super::super::lines::scan;
    use super::*;

    #[test]
    fn wrapped_text_is_wrapped() {
        let text = "The power to become habituated to his surroundings is a\n\
                    marked characteristic of mankind. Very few of us realize\n\
                    with conviction the intensely unusual, unstable nature\n\
                    of the economic organization by which we have lived.\n";
        assert!(matches!(shape(&scan(text).lines), Shape::Wrapped(_)));
    }

    #[test]
    fn a_paragraph_a_line_is_told_by_length_and_ends() {
        let long = "It said that both had a common enemy, and went on at some length. ".repeat(5);
        let text = format!("A title\n{long}\nMoscow has kept a presence since.\n{long}{long}\nIt is short.\n");
        assert_eq!(shape(&scan(&text).lines), Shape::Lines);
        let talk = "A: Good morning.\nB: And to you, sir, on this fine day.\nA: Is it?\nB: It is.\n";
        assert_eq!(shape(&scan(talk).lines), Shape::Lines);
    }

    #[test]
    fn verse_is_not_a_paragraph_a_line() {
        let verse = "Success is counted sweetest\nBy those who ne'er succeed.\nTo comprehend a nectar\nRequires sorest \
                     need.\n\nNot one of all the host\nWho took the flag\nCan tell the definition,\nSo clear\n";
        assert!(matches!(shape(&scan(verse).lines), Shape::Wrapped(_)));
    }
}
