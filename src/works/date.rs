//! Dates as people, programs and title pages write them.
//!
//! One reader for every format: what is certain is read and nothing else.
//! `3/4/2001`, which two countries read differently, is no date, nor are
//! `1998–1999` and `c. 1850`; callers keep such words as they are written.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

/// A day, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The year of our era, 1 to 9999.
    pub year: u16,
    /// The month, 1 to 12, if it is known.
    pub month: Option<u8>,
    /// The day, 1 to 31, if it and the month are known.
    pub day: Option<u8>,
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as ISO 8601 has it.
impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(out, "-{month:02}")?;
        }
        match self.day {
            Some(day) => write!(out, "-{day:02}"),
            None => Ok(()),
        }
    }
}

impl Date {
    /// The date of numbers, as far as they are possible: a month that is none is
    /// left out with its day. `None` without a possible year.
    pub fn of_numbers(year: u32, month: Option<u32>, day: Option<u32>) -> Option<Date> {
        let year = u16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
        let month = month.and_then(|month| u8::try_from(month).ok()).filter(|month| (1..=12).contains(month));
        let day = day.and_then(|day| u8::try_from(day).ok());
        let day = day.filter(|day| month.is_some_and(|month| (1..=days(year, month)).contains(day)));
        Some(Date { year, month, day })
    }

    /// The date of fields that are named year, month and day. A month may be a
    /// name.
    pub fn of_fields(year: &str, month: &str, day: &str) -> Option<Date> {
        let year = Some(year.trim()).filter(|year| year.len() == 4).and_then(digits)?;
        let month = month.trim();
        let month = digits(month).or_else(|| self::month(&month.to_lowercase()).map(u32::from));
        Date::of_numbers(year, month, digits(day.trim()))
    }

    /// The date in exactly the form that [`Display`](fmt::Display) gives.
    pub fn of_iso(text: &str) -> Option<Date> {
        let mut parts = text.trim().split('-');
        let year = parts.next().filter(|year| year.len() == 4).and_then(digits)?;
        let rest: Vec<&str> = parts.collect();
        let number = |at: usize| rest.get(at).filter(|part| part.len() == 2).and_then(|part| digits(part));
        let date = Date::of_numbers(year, number(0), number(1))?;
        (date.to_string() == text.trim()).then_some(date)
    }
}

/// The one date that the value of a field says, among whatever other words:
/// `2020-03-07T10:00Z`, `20200307`, `2020/3/7`, `27.5.2015`, `7 March 2020`,
/// `Saturday, March 7th, 2020`, `7 mars 2019`, `2019年3月7日`, `Spring 1999`,
/// `London, 1756`. Of several months the year: `May to June 2001` is 2001.
///
/// `None` for days that may be months (`3/4/2001`), for years that are not
/// certain (`c. 1850`, `1850?`), for several years (`1998–99`) and for years of
/// another era.
pub fn read(text: &str) -> Option<Date> {
    Parts::of(text).date()
}

/// As [`read`], in the form of ISO 8601.
pub fn iso(text: &str) -> Option<String> {
    read(text).map(|date| date.to_string())
}

/// As [`read`], of a text that is a date and nothing else.
/// Counter-example: `7 March 2023 in Brussels`.
pub fn whole(text: &str) -> Option<Date> {
    // A date is short, and most texts are not: `le mercredi 28 septembre 2022`.
    if text.len() > 48 {
        return None;
    }
    let parts = Parts::of(text);
    parts.date().filter(|_| !parts.has_words)
}

/// The number of a month that stands in lower case, in full or short.
pub fn month(lower: &str) -> Option<u8> {
    meanings().get(lower).and_then(|meaning| meaning.parse().ok())
}

fn meanings() -> &'static HashMap<&'static str, &'static str> {
    static MEANINGS: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    MEANINGS.get_or_init(|| super::words::by_word(include_str!("../../data/words/dates.txt")))
}

/// Days of a month; of a century that is no leap year in the Gregorian calendar 29 in
/// February, as the Julian one has them.
fn days(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A number of one or two digits.
#[derive(Debug, Clone, Copy)]
struct Number {
    value: u32,
    /// What stands before it, where that is no space.
    sign: Option<char>,
}

/// What the words of a text may say about a date.
#[derive(Debug, Default)]
struct Parts {
    years: Vec<u32>,
    /// Numbers that stand before the first year, and after it.
    before: Vec<Number>,
    after: Vec<Number>,
    /// What stands before the first year, where that is no space.
    year_sign: Option<char>,
    months: Vec<u8>,
    /// `20200307`.
    compact: Option<Date>,
    has_season: bool,
    /// A word that says that the date is not certain.
    is_doubtful: bool,
    /// Words that are of no date.
    has_words: bool,
}

impl Parts {
    fn of(text: &str) -> Parts {
        // `(c)` is the sign of copyright, where `c.` is circa
        let text = without_clock(text).replace("(c)", " ");
        let mut parts = Parts { is_doubtful: text.contains('?'), ..Parts::default() };
        let mut sign = None;
        let mut rest = text.as_str();
        while let Some(first) = rest.chars().next() {
            let len = if first.is_ascii_digit() {
                rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len()
            } else if first.is_alphabetic() {
                rest.len() - rest.trim_start_matches(char::is_alphabetic).len()
            } else {
                sign = if first.is_whitespace() { sign } else { Some(first) };
                rest = &rest[first.len_utf8()..];
                continue;
            };
            let (word, after) = rest.split_at(len);
            parts.take(word, sign.take());
            rest = after;
        }
        parts
    }

    fn take(&mut self, word: &str, sign: Option<char>) {
        let Some(value) = digits(word) else { return self.word(&word.to_lowercase()) };
        match word.len() {
            1 | 2 if self.years.is_empty() => self.before.push(Number { value, sign }),
            1 | 2 => self.after.push(Number { value, sign }),
            4 => {
                if self.years.is_empty() {
                    self.year_sign = sign;
                }
                self.years.push(value);
            }
            8 if self.compact.is_none() => {
                let date = Date::of_numbers(value / 10_000, Some(value / 100 % 100), Some(value % 100));
                self.compact = date.filter(|date| date.day.is_some());
                self.has_words |= self.compact.is_none();
            }
            _ => self.has_words = true,
        }
    }

    fn word(&mut self, lower: &str) {
        match meanings().get(lower).copied() {
            Some("weekday" | "between") => {}
            Some("season") => self.has_season = true,
            Some("doubt") => self.is_doubtful = true,
            Some(month) => self.months.extend(month.parse::<u8>().ok()),
            None => self.has_words = true,
        }
    }

    fn date(&self) -> Option<Date> {
        if self.is_doubtful {
            return None;
        }
        if self.years.is_empty() {
            return self.compact.filter(|_| self.before.is_empty() && self.months.is_empty());
        }
        let year = self.years[0];
        if self.compact.is_some() || self.years.iter().any(|other| *other != year) || self.is_span() {
            return None;
        }
        // Four digits among words are a year only if they may be one.
        if self.has_words && !(1000..3000).contains(&year) {
            return None;
        }
        match self.months[..] {
            [] if self.has_season || self.has_words => Date::of_numbers(year, None, None),
            [] => self.of_figures(year),
            [month] => {
                let mut days = self.before.iter().chain(&self.after);
                let day = days.next().filter(|_| days.next().is_none());
                let date = Date::of_numbers(year, Some(month.into()), day.map(|day| day.value))?;
                // a day that is none: these are words of something else
                (date.day.is_some() == day.is_some()).then_some(date)
            }
            _ => Date::of_numbers(year, None, None),
        }
    }

    /// True for `1998–99`, `1998/99`, `1914-18`: years, and no month. After a
    /// hyphen what may be a month is one, as in ISO 8601.
    fn is_span(&self) -> bool {
        let [Number { value, sign: Some(sign) }] = self.after[..] else { return false };
        let next = (self.years[0] + 1) % 100 == value;
        match sign {
            '-' => value > 12,
            '–' | '—' => true,
            '/' => next || value > 12 || (self.years[0] + 1) % 10 == value,
            _ => false,
        }
    }

    /// The date of figures alone.
    fn of_figures(&self, year: u32) -> Option<Date> {
        let (month, day) = match (&self.before[..], &self.after[..]) {
            ([], []) => (None, None),
            ([], [month]) if month.sign.is_some() => (Some(month.value), None),
            ([], [month, day]) => (Some(month.value), Some(day.value)),
            // `03/2020`. Counter-example: `12 1999`, which may be an issue.
            ([month], []) if self.year_sign.is_some() => (Some(month.value), None),
            ([first, second], []) => match second.sign {
                // With full stops the day is first wherever they are used.
                Some('.') => (Some(second.value), Some(first.value)),
                Some(_) if first.value == second.value || first.value > 12 => (Some(second.value), Some(first.value)),
                Some(_) if second.value > 12 => (Some(first.value), Some(second.value)),
                Some(_) => return None,
                None => (None, None),
            },
            _ => (None, None),
        };
        let date = Date::of_numbers(year, month, day)?;
        // a month or a day that is none: these are figures of something else
        (date.month.is_some() == month.is_some() && date.day.is_some() == day.is_some()).then_some(date)
    }
}

/// The text without times of day and their zones: `2020-03-07T10:11:12.5+01:00`,
/// `Sat Mar 7 10:11:12 UTC 2020`.
fn without_clock(text: &str) -> String {
    let Some(colon) = text.match_indices(':').map(|(at, _)| at).find(|at| is_clock(text, *at)) else {
        return text.to_owned();
    };
    let is_digit = |c: char| c.is_ascii_digit();
    let before = text[..colon].trim_end_matches(is_digit);
    let after = text[colon..].trim_start_matches(|c: char| is_digit(c) || matches!(c, ':' | '.'));
    let zone = after.trim_start_matches(' ');
    let offset = zone.strip_prefix(['+', '-', '−']).filter(|offset| offset.starts_with(is_digit));
    let rest = offset.map_or(after, |offset| offset.trim_start_matches(|c: char| is_digit(c) || c == ':'));
    format!("{} {rest}", before.trim_end_matches(['T', 't']))
}

/// True for a colon between hours and minutes.
fn is_clock(text: &str, colon: usize) -> bool {
    let count = |digits: &mut dyn Iterator<Item = u8>| digits.take_while(u8::is_ascii_digit).take(3).count();
    let bytes = text.as_bytes();
    let hours = count(&mut bytes[..colon].iter().rev().copied());
    let minutes = count(&mut bytes[colon + 1..].iter().copied());
    (1..=2).contains(&hours) && minutes == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cases of `tests/cases/dates.tsv`: what is written, what is read.
    #[test]
    fn dates_as_they_are_written() {
        let mut wrong = Vec::new();
        for line in include_str!("../../tests/cases/dates.tsv").lines().filter(|line| !line.starts_with('#')) {
            let (written, want) = line.split_once('\t').expect("two columns");
            let got = read(written).map(|date| date.to_string()).unwrap_or_default();
            if got != want {
                wrong.push(format!("`{written}`: {got}, wanted {want}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_whole_date_has_nothing_beside_it() {
        for text in ["7 March 2023", "March 7, 2023.", "May 18th, 1790", "1896", "7 mars 2023", "Tuesday, 7 March 2023"]
        {
            assert!(whole(text).is_some(), "{text}");
        }
        for text in ["7 March 2023 in Brussels", "London, 1756", "He came in 1896", ""] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn fields_and_iso_dates() {
        let text = |date: Option<Date>| date.map(|date| date.to_string());
        assert_eq!(text(Date::of_fields("2013", "3", "14")).as_deref(), Some("2013-03-14"));
        assert_eq!(text(Date::of_fields("2013", "March", "")).as_deref(), Some("2013-03"));
        assert_eq!(text(Date::of_fields("2013", "Spring", "1")).as_deref(), Some("2013"));
        assert_eq!(Date::of_fields("13", "3", "14"), None);
        assert_eq!(Date::of_iso("2024-12-11"), Some(Date { year: 2024, month: Some(12), day: Some(11) }));
        assert_eq!(Date::of_iso("0987"), Some(Date { year: 987, month: None, day: None }));
        for bad in ["", "24", "2024-13", "2024-12-32", "2024-1-2", "c. 1900", "2024-12-11-3", "1998–1999"] {
            assert_eq!(Date::of_iso(bad), None, "{bad}");
        }
    }
}
