//! Counters of notes, and how their numbers are printed.

use super::notes::Series;
use crate::read::numerals;

/// The present values.
#[derive(Debug, Default)]
pub(super) struct Counters {
    foot: u32,
    end: u32,
    side: u32,
    thanks: u32,
    /// Notes of each minipage that is open.
    pages: Vec<(u32, u32)>,
    /// Minipages so far.
    page: u32,
    /// How often the footnotes began anew at a heading.
    pub epoch: u32,
}

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Style {
    /// As a number of some kind.
    Number(numerals::Style),
    /// A text of its own, or none: bytes of the source.
    Text(usize, usize),
}

impl Default for Style {
    fn default() -> Self {
        Style::Number(numerals::Style::Arabic)
    }
}

impl Counters {
    fn value(&mut self, series: Series) -> &mut u32 {
        match series {
            Series::Foot => &mut self.foot,
            Series::End => &mut self.end,
            Series::Side => &mut self.side,
            Series::Thanks | Series::Bare => &mut self.thanks,
        }
    }

    /// The next number.
    pub fn step(&mut self, series: Series) -> u32 {
        let value = self.value(series);
        *value = value.saturating_add(1);
        *value
    }

    /// The number of the last note.
    pub fn last(&mut self, series: Series) -> u32 {
        *self.value(series)
    }

    /// Sets the counter that LaTeX calls `name`, if it is one of ours.
    pub fn set(&mut self, name: &str, value: i64, add: bool) {
        let series = match name {
            "footnote" => Series::Foot,
            "endnote" | "pagenote" => Series::End,
            "sidenote" => Series::Side,
            _ => return,
        };
        let old = self.value(series);
        let new = if add { i64::from(*old).saturating_add(value) } else { value };
        *old = u32::try_from(new.max(0)).unwrap_or(u32::MAX);
    }

    /// Footnotes begin anew.
    pub fn restart(&mut self) {
        (self.foot, self.side) = (0, 0);
        self.epoch += 1;
    }

    /// A minipage begins, which has notes of its own.
    pub fn open_page(&mut self) {
        self.page += 1;
        self.pages.push((self.page, 0));
    }

    /// The minipage ends.
    pub fn close_page(&mut self) {
        self.pages.pop();
    }

    /// The innermost minipage and the number of its next note, for footnotes in one.
    pub fn step_page_for(&mut self, series: Series) -> Option<(u32, u32)> {
        let (page, value) = self.pages.last_mut().filter(|_| series == Series::Foot)?;
        *value += 1;
        Some((*page, *value))
    }
}

impl Style {
    /// The number as printed.
    pub fn print(self, number: u32, src: &str) -> String {
        match self {
            Style::Number(style) => style.print(number),
            Style::Text(start, end) => src[start..end].trim().to_owned(),
        }
    }

    /// The style that the definition of `\thefootnote` names (bytes
    /// `start..end` of the source): `\fnsymbol{footnote}`, or a short text of
    /// its own such as `*`. Another definition leaves numbers.
    pub fn of(src: &str, start: usize, end: usize) -> Self {
        const NAMES: [(&str, numerals::Style); 6] = [
            ("\\fnsymbol", numerals::Style::Symbol),
            ("\\arabic", numerals::Style::Arabic),
            ("\\roman", numerals::Style::Roman),
            ("\\Roman", numerals::Style::UpperRoman),
            ("\\alph", numerals::Style::Letter),
            ("\\Alph", numerals::Style::UpperLetter),
        ];
        let body = &src[start..end];
        let named = NAMES.iter().find(|(name, _)| body.contains(name)).map(|(_, style)| Style::Number(*style));
        let plain = body.len() < 8 && !body.contains(['\\', '#', '{', '$']);
        named.unwrap_or(if plain { Style::Text(start, end) } else { Style::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_that_a_definition_names() {
        let body = r"\fnsymbol{footnote}";
        assert_eq!(Style::of(body, 0, body.len()), Style::Number(numerals::Style::Symbol));
        assert_eq!(Style::of("*", 0, 1).print(4, "*"), "*");
        let other = r"\thesection.\arabic{footnote}";
        assert_eq!(Style::of(other, 0, other.len()), Style::default());
    }
}
