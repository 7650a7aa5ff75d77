//! Counters of notes, and how their numbers are printed.

use super::notes::Series;

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
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Style {
    /// 1, 2, 3
    #[default]
    Arabic,
    /// i, ii, iii
    Roman,
    /// I, II, III
    UpperRoman,
    /// a, b, c
    Letter,
    /// A, B, C
    UpperLetter,
    /// *, †, ‡
    Symbol,
    /// A text of its own, or none: bytes of the source.
    Text(usize, usize),
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
            Style::Arabic => number.to_string(),
            Style::Roman => roman(number),
            Style::UpperRoman => roman(number).to_uppercase(),
            Style::Letter => letter(number),
            Style::UpperLetter => letter(number).to_uppercase(),
            Style::Symbol => symbol(number),
            Style::Text(start, end) => src[start..end].trim().to_owned(),
        }
    }

    /// The style that the definition of `\thefootnote` names (bytes
    /// `start..end` of the source): `\fnsymbol{footnote}`, or a short text of
    /// its own such as `*`. Another definition leaves numbers.
    pub fn of(src: &str, start: usize, end: usize) -> Self {
        const NAMES: [(&str, Style); 6] = [
            ("\\fnsymbol", Style::Symbol),
            ("\\arabic", Style::Arabic),
            ("\\roman", Style::Roman),
            ("\\Roman", Style::UpperRoman),
            ("\\alph", Style::Letter),
            ("\\Alph", Style::UpperLetter),
        ];
        let body = &src[start..end];
        let named = NAMES.iter().find(|(name, _)| body.contains(name)).map(|(_, style)| *style);
        let plain = body.len() < 8 && !body.contains(['\\', '#', '{', '$']);
        named.unwrap_or(if plain { Style::Text(start, end) } else { Style::Arabic })
    }
}

fn letter(number: u32) -> String {
    match number {
        1..=26 => char::from(b'a' + (number - 1) as u8).to_string(),
        _ => number.to_string(),
    }
}

/// As LaTeX has them: the signs doubled after the sixth.
fn symbol(number: u32) -> String {
    const SIGNS: [&str; 9] = ["*", "†", "‡", "§", "¶", "‖", "**", "††", "‡‡"];
    let sign = (number as usize).checked_sub(1).and_then(|at| SIGNS.get(at));
    sign.map_or_else(|| number.to_string(), |sign| (*sign).to_owned())
}

fn roman(number: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let (mut left, mut out) = (number, String::new());
    for (value, letters) in PARTS {
        while left >= value {
            out.push_str(letters);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_printed() {
        assert_eq!(Style::Roman.print(14, ""), "xiv");
        assert_eq!(Style::Letter.print(3, ""), "c");
        assert_eq!(Style::Symbol.print(7, ""), "**");
        assert_eq!(Style::Symbol.print(12, ""), "12");
        let body = r"\fnsymbol{footnote}";
        assert_eq!(Style::of(body, 0, body.len()), Style::Symbol);
        assert_eq!(Style::of("*", 0, 1).print(4, "*"), "*");
    }
}
