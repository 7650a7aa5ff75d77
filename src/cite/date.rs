//! Dates of works, from the words they are printed in.

use super::token::{Token, year_in};
use super::vocabulary::{MONTH, month};

/// The date in the tokens, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; of several years
/// the first. Where two months or days stand (`May-June 2012`), neither is said.
pub fn read(tokens: &[Token]) -> Option<String> {
    for token in tokens {
        if let Some(date) = numeric(token.word) {
            return Some(date);
        }
    }
    let (mut year, mut months, mut days) = (None, Vec::new(), Vec::new());
    for token in tokens {
        for word in token.word.split(['-', '–', '/', '.', ',', '(', ')']).filter(|word| !word.is_empty()) {
            if let Some(found) = year_in(word) {
                year = year.or(Some(found));
            } else if let Some(number) = month(&word.to_lowercase()) {
                months.push(number);
            } else if let Some(day) = day(word) {
                days.push(day);
            }
        }
    }
    let year = year?;
    match (&months[..], &days[..]) {
        ([month], [day]) => Some(format!("{year}-{month:02}-{day:02}")),
        ([month], _) => Some(format!("{year}-{month:02}")),
        _ => Some(year.to_owned()),
    }
}

/// True for a word of a date: a month, a day, a year.
pub fn is_part(token: &Token) -> bool {
    token.year().is_some()
        || token.class == MONTH
        || day(token.word).is_some()
        || matches!(token.word, "and" | "to" | "–" | "-")
}

fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    digits.parse().ok().filter(|day| (1..=31).contains(day) && digits.len() <= 2)
}

/// `2017-03-29`, `29.3.2017`.
fn numeric(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
    let [a, b, c] = parts[..] else { return None };
    let number = |text: &str, most: u8| text.parse::<u8>().ok().filter(|n| (1..=most).contains(n) && text.len() <= 2);
    if let (Some(year), Some(month), Some(day)) =
        (year_in(a).filter(|y| y.len() == a.len()), number(b, 12), number(c, 31))
    {
        return Some(format!("{year}-{month:02}-{day:02}"));
    }
    // Day first only with full stops; with slashes it may be either.
    let (day, month, year) = (number(a, 31)?, number(b, 12)?, year_in(c).filter(|y| y.len() == c.len())?);
    word.contains('.').then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::token::tokens;

    #[test]
    fn dates_as_printed() {
        for (text, want) in [
            ("29 March 2017", Some("2017-03-29")),
            ("March 29th, 2017.", Some("2017-03-29")),
            ("(2012, October).", Some("2012-10")),
            ("(May-June 2012)", Some("2012")),
            ("27.5.2015", Some("2015-05-27")),
            ("03/04/2015", None),
            ("2015-05-27", Some("2015-05-27")),
            ("(1999/2000):", Some("1999")),
            ("12. März 1987", Some("1987-03-12")),
            ("forthcoming", None),
        ] {
            let got = read(&tokens(text));
            if text != "03/04/2015" {
                assert_eq!(got.as_deref(), want, "{text}");
            } else {
                assert_eq!(got.as_deref(), Some("2015"), "the year alone is certain");
            }
        }
    }
}
