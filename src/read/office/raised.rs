//! Raised figures: `10` and a raised `3` read as `10³`, not as `103`, and a
//! number typed by hand over a line, as the call of a note, never fuses with
//! the word before it.

use crate::read::builder::Builder;
use crate::span::Span;

/// Writes the text of a raised run, which stands at byte `at`. A run of figures and signs
/// is written in raised characters; any other (`1st`, `Mme`) as it is.
pub fn write(b: &mut Builder, text: &str, at: usize) {
    let figures = |c: char| raised(c).is_some() || matches!(c, ',' | ';' | ' ' | '[' | ']' | '\u{a0}');
    if !text.chars().all(figures) || !text.contains(|c: char| c.is_ascii_digit()) {
        return b.text(text, at);
    }
    for (i, c) in text.char_indices() {
        match raised(c) {
            Some(high) => b.replaced(high, Span::new(at + i, at + i + c.len_utf8())),
            None => b.text(&text[i..i + c.len_utf8()], at + i),
        }
    }
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
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layout;

    fn shown(text: &str) -> String {
        let mut b = Builder::new(Layout::default());
        b.text("x", 0);
        write(&mut b, text, 1);
        b.finish(100).blocks.remove(0).text.text
    }

    #[test]
    fn figures_are_raised_and_words_are_not() {
        assert_eq!(["3", "-12", "1,2", "st", "a", "1st"].map(shown), ["x³", "x⁻¹²", "x¹,²", "xst", "xa", "x1st"]);
    }
}
