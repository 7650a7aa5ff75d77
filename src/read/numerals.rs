//! Numbers of notes as they are printed: `3`, `iii`, `c`, `‡`.

use crate::works::numeral;

/// How a number is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// 1, 2, 3
    #[default]
    Arabic,
    /// i, ii, iii
    Roman,
    /// I, II, III
    UpperRoman,
    /// a, b, c; after z: aa, bb
    Letter,
    /// A, B, C; after Z: AA, BB
    UpperLetter,
    /// *, †, ‡, §, ¶, ‖, then doubled, as LaTeX has them
    Symbol,
    /// *, †, ‡, §, then doubled, as word processors have them
    Chicago,
}

impl Style {
    /// The number (from 1) as printed; in figures where the style has no sign
    /// for it.
    pub fn print(self, number: u32) -> String {
        let printed = match self {
            Style::Arabic => None,
            Style::Roman => roman(number),
            Style::UpperRoman => roman(number).map(|text| text.to_uppercase()),
            Style::Letter => repeated(number, "abcdefghijklmnopqrstuvwxyz", 4),
            Style::UpperLetter => repeated(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 4),
            Style::Symbol => repeated(number, "*†‡§¶‖", 2).filter(|_| number <= 9),
            Style::Chicago => repeated(number, "*†‡§", 4),
        };
        printed.unwrap_or_else(|| number.to_string())
    }
}

/// The sign for a number, repeated once more after each round; at most `most` times.
fn repeated(number: u32, signs: &str, most: usize) -> Option<String> {
    let (at, count) = ((number as usize).checked_sub(1)?, signs.chars().count());
    let times = at / count + 1;
    let sign = signs.chars().nth(at % count).filter(|_| times <= most)?;
    Some(sign.to_string().repeat(times))
}

/// The number that small Roman letters stand for, of the first hundred.
pub fn of_roman(text: &str) -> Option<u32> {
    let letters = (1..=8).contains(&text.len()) && text.bytes().all(|byte| b"ivxlc".contains(&byte));
    (1..=100).filter(|_| letters).find(|number| roman(*number).is_some_and(|roman| roman == text))
}

fn roman(number: u32) -> Option<String> {
    numeral::roman(number).filter(|_| number < 4000).map(|roman| roman.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{Style, of_roman};

    #[test]
    fn numbers_as_printed() {
        let cases = [
            (Style::Arabic, 12, "12"),
            (Style::Roman, 14, "xiv"),
            (Style::UpperRoman, 1999, "MCMXCIX"),
            (Style::Letter, 3, "c"),
            (Style::Letter, 28, "bb"),
            (Style::UpperLetter, 26, "Z"),
            (Style::Symbol, 7, "**"),
            (Style::Symbol, 12, "12"),
            (Style::Chicago, 6, "††"),
            (Style::Roman, 0, "0"),
        ];
        for (style, number, want) in cases {
            assert_eq!(style.print(number), want);
        }
    }

    #[test]
    fn numbers_of_roman_letters() {
        let cases = [("i", Some(1)), ("xiv", Some(14)), ("lxxxviii", Some(88)), ("iiii", None), ("vi l", None)];
        for (text, number) in cases {
            assert_eq!(of_roman(text), number, "{text}");
        }
    }
}
