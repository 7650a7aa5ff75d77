//! What a document says about itself, by the names that front matter, header
//! lines and keywords give: title, author, date, language and the rest.

use crate::model::{Block, BlockKind, Meta};
use crate::span::Span;

/// Takes a field. A title, author, publisher, date or language that is known
/// already stays; what has no place of its own goes to `meta.fields` under its
/// name in lower case, and so does a date or language that cannot be read.
pub fn set(meta: &mut Meta, name: &str, value: &str) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if value.is_empty() || matches!(value.as_str(), "~" | "null" | "{}" | "[]") {
        return;
    }
    let name = name.trim().to_lowercase();
    let (slot, known) = match name.as_str() {
        "title" => (&mut meta.title, Some(value.clone())),
        "author" | "authors" | "by" | "creator" => (&mut meta.author, Some(value.clone())),
        "publisher" => (&mut meta.publisher, Some(value.clone())),
        "date" | "created" | "published" | "pubdate" | "year" | "start date" | "publish_date" => {
            (&mut meta.date, date(&value))
        }
        "lang" | "language" | "locale" => (&mut meta.language, language(&value)),
        _ => return other(meta, name, value),
    };
    match known {
        Some(known) if slot.is_none() => *slot = Some(known),
        _ => other(meta, name, value),
    }
}

fn other(meta: &mut Meta, name: String, value: String) {
    meta.fields.entry(name).or_insert(value);
}

/// The ISO 639-1 code of `en-GB`, `de_DE.UTF-8`, `eng` or `English`; `None` for
/// what has no code of two letters.
pub fn language(tag: &str) -> Option<String> {
    let lower = tag.trim().to_ascii_lowercase();
    let first = lower.split(['-', '_', '.', ';', ',', ' ']).next()?;
    let known = LANGUAGES.iter().find(|(names, _)| names.contains(&first)).map(|(_, code)| *code);
    let code = (first.len() == 2 && first.bytes().all(|b| b.is_ascii_alphabetic())).then_some(first);
    known.or(code).map(str::to_owned)
}

/// Longer codes and English names of languages that metadata often has.
const LANGUAGES: &[(&[&str], &str)] = &[
    (&["ara", "arabic"], "ar"),
    (&["chi", "zho", "chinese"], "zh"),
    (&["dan", "danish"], "da"),
    (&["deu", "ger", "german", "deutsch"], "de"),
    (&["dut", "nld", "dutch"], "nl"),
    (&["ell", "gre", "greek"], "el"),
    (&["eng", "english"], "en"),
    (&["fas", "per", "persian", "farsi"], "fa"),
    (&["fin", "finnish"], "fi"),
    (&["fra", "fre", "french"], "fr"),
    (&["heb", "hebrew"], "he"),
    (&["ita", "italian"], "it"),
    (&["jpn", "japanese"], "ja"),
    (&["lat", "latin"], "la"),
    (&["nor", "norwegian"], "no"),
    (&["pol", "polish"], "pl"),
    (&["por", "portuguese"], "pt"),
    (&["rus", "russian"], "ru"),
    (&["spa", "spanish"], "es"),
    (&["swe", "swedish"], "sv"),
    (&["tur", "turkish"], "tr"),
    (&["ukr", "ukrainian"], "uk"),
];

/// A date as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, whatever stands after it on a
/// clock: `2020-03-07T10:00Z`, `2020/3/7`, `07-Mar-2020`, `7 March 2020`,
/// `Saturday, March 7th, 2020`, `March 2020`, `<2020-03-07 Sat>`.
///
/// `None` where days and months could be mistaken: `03/07/2020`.
pub fn date(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['<', '[', '(']);
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return date(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    // the clock after an ISO date
    let text = text.split_at_checked(10).filter(|(_, clock)| clock.starts_with('T')).map_or(text, |(day, _)| day);
    let separators = |c: char| c.is_whitespace() || "-/.,>])".contains(c);
    let words: Vec<&str> = text.split(separators).filter(|word| !word.is_empty()).collect();
    let words = match words.as_slice() {
        [day, rest @ ..] if WEEKDAYS.contains(&lower3(day).as_str()) && month(day).is_none() => rest,
        all => all,
    };
    let (y, m, d) = match words {
        [y, m, d, ..] if year(y).is_some() && number(m).is_some() && number(d).is_some() => (*y, number(m), number(d)),
        [d, m, y, ..] if year(y).is_some() && month(m).is_some() => (*y, month(m), Some(day(d)?)),
        [m, d, y, ..] if year(y).is_some() && month(m).is_some() => (*y, month(m), Some(day(d)?)),
        [y, m, d] if year(y).is_some() && month(m).is_some() => (*y, month(m), Some(day(d)?)),
        [m, y] if year(y).is_some() && month(m).is_some() => (*y, month(m), None),
        [y, m] if year(y).is_some() => (*y, Some(number(m)?), None),
        [y] if year(y).is_some() => (*y, None, None),
        _ => return None,
    };
    match (m, d) {
        (None, _) => Some(y.to_owned()),
        (Some(m), None) => (1..=12).contains(&m).then(|| format!("{y}-{m:02}")),
        (Some(m), Some(d)) => ((1..=12).contains(&m) && (1..=31).contains(&d)).then(|| format!("{y}-{m:02}-{d:02}")),
    }
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// English names of the months.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn lower3(word: &str) -> String {
    word.chars().take(3).flat_map(char::to_lowercase).collect()
}

fn year(word: &str) -> Option<u32> {
    (word.len() == 4).then(|| digits(word)).flatten()
}

fn number(word: &str) -> Option<u32> {
    (word.len() <= 2).then(|| digits(word)).flatten()
}

fn day(word: &str) -> Option<u32> {
    number(word.trim_end_matches(|c: char| c.is_ascii_lowercase()))
}

fn digits(word: &str) -> Option<u32> {
    word.bytes().all(|b| b.is_ascii_digit()).then(|| word.parse().ok()).flatten()
}

/// The number of an English month, written out or cut to three letters.
fn month(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    let is = |name: &&str| lower == **name || lower == name[..3] || lower == "sept" && **name == *"september";
    MONTHS.iter().zip(1..).find(|(name, _)| is(name)).map(|(_, number)| number)
}

/// Header lines as in a letter, up to a blank line: `Title: …`, `Author: …`,
/// `Date: …`, as MultiMarkdown has them. One of the lines must be a title, an
/// author or a date. Returns the byte at which the text begins.
/// Counter-example: a first paragraph `Note: this is old.`
pub fn headers(text: &str, start: usize, meta: &mut Meta) -> Option<usize> {
    let mut found: Vec<(&str, String)> = Vec::new();
    let mut at = start;
    while at < text.len() {
        let row = line(text, at);
        let words = &text[row.start..row.end];
        if words.trim().is_empty() {
            break;
        }
        if words.starts_with([' ', '\t']) {
            let (_, value) = found.last_mut()?;
            value.push(' ');
            value.push_str(words.trim());
        } else {
            found.push(header(words)?);
        }
        at = next(text, row);
    }
    const KNOWN: [&str; 6] = ["title", "author", "authors", "date", "created", "publisher"];
    let known = |name: &str| KNOWN.contains(&name.to_lowercase().as_str());
    found.iter().any(|(name, _)| known(name)).then_some(())?;
    found.iter().for_each(|(name, value)| set(meta, name, value));
    Some(at)
}

/// The name and value of `Name: value`; a name is up to three words of letters.
pub fn header(line: &str) -> Option<(&str, String)> {
    let (name, value) = line.split_once(':')?;
    let letters = name.chars().all(|c| c.is_alphanumeric() || " -_".contains(c));
    let fits = letters && name.starts_with(char::is_alphabetic) && name.split(' ').count() <= 3;
    (fits && (value.is_empty() || value.starts_with([' ', '\t']))).then(|| (name, value.trim().to_owned()))
}

/// The title where nothing else gives one: the first heading, if it is of the
/// first level and the only one. Counter-example: a book whose chapters are all
/// of the first level.
pub fn sole_title(blocks: &[Block], meta: &mut Meta) {
    let mut headings = blocks.iter().filter(|block| block.kind == BlockKind::Heading);
    let Some(first) = headings.next().filter(|first| first.level == 1 && !first.text.is_empty()) else { return };
    if meta.title.is_none() && headings.all(|heading| heading.level > 1) {
        meta.title = Some(first.text.text.clone());
    }
}

/// The line at byte `at`, without its end.
pub fn line(text: &str, at: usize) -> Span {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    Span::new(at, end - usize::from(text[at..end].ends_with('\r')))
}

/// The byte at which the next line begins.
pub fn next(text: &str, line: Span) -> usize {
    text[line.end..].find('\n').map_or(text.len(), |end| line.end + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_where_they_are_plain() {
        let cases = [
            ("2020-03-07T10:00:00Z", "2020-03-07"),
            ("2020-03-07 10:00:00 +0100", "2020-03-07"),
            ("2020/3/7", "2020-03-07"),
            ("07-Mar-2020", "2020-03-07"),
            ("7 March 2020", "2020-03-07"),
            ("Saturday, March 7th, 2020", "2020-03-07"),
            ("<2020-03-07 Sat>", "2020-03-07"),
            ("Sept 2019", "2019-09"),
            ("2019-11", "2019-11"),
            ("20120504", "2012-05-04"),
            ("Fri, 04 May 2012 10:00:00 GMT", "2012-05-04"),
            ("1896", "1896"),
        ];
        for (text, want) in cases {
            assert_eq!(date(text).as_deref(), Some(want), "{text}");
        }
        for text in ["03/07/2020", "2020-13-01", "soon", "Marches 2020", "", "`r Sys.Date()`", "2020-03-40"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn fields_find_their_places() {
        let mut meta = Meta::default();
        let given = [("Title", "A\n  title"), ("date", "03/07/2020"), ("lang", "en-GB"), ("Title", "B"), ("tags", "")];
        for (name, value) in given {
            set(&mut meta, name, value);
        }
        assert_eq!((meta.title.as_deref(), meta.date, meta.language.as_deref()), (Some("A title"), None, Some("en")));
        let fields: Vec<_> = meta.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, [("date", "03/07/2020"), ("title", "B")]);
        assert_eq!((language("x-klingon"), language("grc")), (None, None));
    }
}
