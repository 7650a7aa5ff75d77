//! Reports without the shape `volume reporter page`: German collections, ECLI.

use super::super::reporters::Sort;
use super::super::token::{Token, year_in};
use super::Report;

/// Official collections of German courts.
const GERMAN: &[&str] =
    &["BVerfGE", "BVerwGE", "BGHZ", "BGHSt", "BAGE", "BSGE", "BFHE", "RGZ", "RGSt", "BVerfGK", "BayObLGZ"];

/// `BVerfGE 7, 198 (204)`: German collections, the volume after the name.
pub fn german(tokens: &[Token], at: usize) -> Option<Report> {
    let (volume, page) = (tokens.get(at + 1)?, tokens.get(at + 2)?);
    let known = GERMAN.contains(&tokens[at].text);
    let digits = |t: &Token| !t.word.is_empty() && t.word.len() <= 4 && t.word.bytes().all(|b| b.is_ascii_digit());
    (known && digits(volume) && volume.text.ends_with(',') && digits(page)).then(|| Report {
        sort: Sort::Cases,
        volume: Some(volume.word.to_owned()),
        name: (at, at + 1),
        year: None,
        page: Some(page.word.to_owned()),
        short: false,
        start: (tokens[at].start, at),
        last: at + 3,
        end: page.start + page.text.find(page.word).unwrap_or(0) + page.word.len(),
    })
}

/// `ECLI:EU:C:2014:317`.
pub fn ecli(tokens: &[Token], at: usize) -> Option<Report> {
    let word = tokens[at].word;
    let year = word.strip_prefix("ECLI:")?.split(':').nth(2)?;
    let year = year_in(year)?.to_owned();
    let start = tokens[at].start + tokens[at].text.find(word)?;
    Some(Report {
        sort: Sort::Cases,
        volume: None,
        name: (at, at),
        year: Some(year),
        page: Some(word.to_owned()),
        short: false,
        start: (start, at),
        last: at + 1,
        end: start + word.len(),
    })
}
