//! Raised text: `10` and a raised `3` read as `10³`, not as `103`; a raised letter that leads
//! to a note of a table never fuses with the word before it (`Fares` and a raised `a`).

use crate::model::BlockKind;
use crate::read::builder::Builder;
use crate::span::Span;

/// How raised text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As it stands: an ending or an abbreviation (`1st`, `Mme`).
    Plain,
    /// In raised characters.
    Figures,
    /// As it stands, parted from the word before it.
    Apart,
}

/// Letters of the word before a raised letter that leads to a note, at least. Shorter words
/// with a raised letter are abbreviations (`No`, `Sr`, `yr`) or formulas (`xn`).
const WORD: usize = 3;

/// How raised `text` is written that follows `before` in its block; `in_table` in a cell or a
/// caption.
///
/// Outside of tables only `a`, `b` and `c` are taken for references: clerks of old raised the
/// last letters of words that they cut short (`agreem` and `t`, `hon` and `d`).
pub fn shown(text: &str, before: &str, in_table: bool) -> Shown {
    if is_figures(text, before) {
        return Shown::Figures;
    }
    if is_reference(text, before, in_table) { Shown::Apart } else { Shown::Plain }
}

fn is_figures(text: &str, before: &str) -> bool {
    let figures = |c: char| raised(c).is_some() || matches!(c, ',' | ';' | ' ' | '[' | ']' | '\u{a0}');
    // half of what stands in brackets is a part of a formula whose letters are in italics
    if !text.chars().all(figures) || text.matches('(').count() != text.matches(')').count() {
        return false;
    }
    let power = || {
        let base = before.chars().rev().take_while(|c| c.is_alphanumeric());
        before.ends_with(|c: char| c.is_ascii_digit()) || base.take(2).count() == 1
    };
    text.contains(|c: char| c.is_ascii_digit()) || text.trim() == "n" && power()
}

fn is_reference(text: &str, before: &str, in_table: bool) -> bool {
    let letter = |part: &str| {
        let last = if in_table { b'z' } else { b'c' };
        matches!(part.trim().as_bytes(), [letter] if (b'a'..=last).contains(letter))
    };
    if !text.split(',').all(letter) {
        return false;
    }
    let base = before.chars().rev().take_while(|c| c.is_alphanumeric());
    let figures = || in_table && before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | ')'));
    before.trim_end().is_empty() || base.clone().take(WORD).filter(|c| c.is_alphabetic()).count() == WORD || figures()
}

/// Writes the text of a raised run, which stands at byte `at`.
pub fn write(b: &mut Builder, text: &str, at: usize) {
    let in_table = matches!(b.kind(), Some(BlockKind::TableRow | BlockKind::Caption));
    match shown(text, b.tail(), in_table) {
        Shown::Plain => b.text(text, at),
        Shown::Figures => {
            for (piece, span) in pieces(text, at) {
                b.replaced(piece, span);
            }
        }
        Shown::Apart => {
            let first = b.tail().trim_end().is_empty();
            b.blank(Span::new(at, at));
            b.text(text, at);
            if first {
                b.blank(Span::new(at + text.len(), at + text.len()));
            }
        }
    }
}

/// The characters of figures that stand at byte `at`, raised, each with its bytes.
pub fn pieces(text: &str, at: usize) -> impl Iterator<Item = (&str, Span)> {
    text.char_indices().map(move |(i, c)| {
        let end = i + c.len_utf8();
        (raised(c).unwrap_or(&text[i..end]), Span::new(at + i, at + end))
    })
}

/// True where every character of a text has a raised form.
pub fn is_high(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| raised(c).is_some())
}

fn raised(c: char) -> Option<&'static str> {
    Some(match c {
        '0' => "⁰",
        '1' => "¹",
        '2' => "²",
        '3' => "³",
        '4' => "⁴",
        '5' => "⁵",
        '6' => "⁶",
        '7' => "⁷",
        '8' => "⁸",
        '9' => "⁹",
        '+' => "⁺",
        '-' | '−' | '–' => "⁻",
        '(' => "⁽",
        ')' => "⁾",
        'n' => "ⁿ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layout;

    fn after(kind: BlockKind, before: &str, text: &str) -> String {
        let mut b = Builder::new(Layout::default());
        b.block(kind, 0);
        b.text(before, 0);
        write(&mut b, text, 10);
        b.text("o", 20);
        b.finish(100).blocks.remove(0).text.text
    }

    #[test]
    fn figures_are_raised_and_words_are_not() {
        let shown = |text| after(BlockKind::Paragraph, "x", text);
        assert_eq!(["3", "-12", "1,2", "st", "1st"].map(shown), ["x³o", "x⁻¹²o", "x¹,²o", "xsto", "x1sto"]);
        assert_eq!(["n", "n-1", "th"].map(shown), ["xⁿo", "xⁿ⁻¹o", "xtho"]);
    }

    #[test]
    fn a_letter_that_refers_is_parted_from_its_word() {
        let table = |before, text| after(BlockKind::TableRow, before, text);
        assert_eq!(table("Fares", "d"), "Fares do");
        assert_eq!((table("12.5", "b"), table("", "a")), ("12.5 bo".to_owned(), "a o".to_owned()));
        let text = |before, text| after(BlockKind::Paragraph, before, text);
        assert_eq!((text("word", "a"), text("", "a")), ("word ao".to_owned(), "a o".to_owned()));
        // abbreviations and ordinals
        assert_eq!((text("agreem", "t"), text("N", "o")), ("agreemto".to_owned(), "Noo".to_owned()));
        assert_eq!((text("3", "a"), text("XIX", "e")), ("3ao".to_owned(), "XIXeo".to_owned()));
    }
}
