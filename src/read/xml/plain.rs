//! Dates and languages of metadata in one form.

/// English names of months, by their first three letters.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of the three as they stand; `None` where
/// the year is none. A month may be a name. What cannot be a month or a day is
/// left out with what follows it.
pub fn date(year: &str, month: &str, day: &str) -> Option<String> {
    let year = year.trim();
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let month = month.trim().to_lowercase();
    let named = MONTHS.iter().zip(1..).find(|(name, _)| month.starts_with(**name)).map(|(_, number)| number);
    let Some(month) = month.parse::<u32>().ok().or(named).filter(|month| (1..=12).contains(month)) else {
        return Some(year.to_owned());
    };
    match day.trim().parse::<u32>().ok().filter(|day| (1..=31).contains(day)) {
        Some(day) => Some(format!("{year}-{month:02}-{day:02}")),
        None => Some(format!("{year}-{month:02}")),
    }
}

/// A date as it is written by machines (`1756`, `2013-03-14`, `2013-03-14T10:00`)
/// or printed (`MDCCLVI` is not read, `London, 1756.` is).
pub fn written_date(text: &str) -> Option<String> {
    let text = text.trim();
    let machine = text.split(['T', ' ']).next().unwrap_or_default();
    let mut parts = machine.split('-');
    let (year, month, day) = (parts.next()?, parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    if parts.next().is_none()
        && let Some(found) = date(year, month, day)
        && found.split('-').count() == machine.split('-').count()
    {
        return Some(found);
    }
    let mut years =
        text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4 && run.starts_with(['1', '2']));
    let year = years.next()?;
    years.all(|other| other == year).then(|| year.to_owned())
}

/// Languages of three letters that documents of scholars use, with their two.
const LANGUAGES: &[(&str, &str)] = &[
    ("ara", "ar"),
    ("arb", "ar"),
    ("ces", "cs"),
    ("chi", "zh"),
    ("cze", "cs"),
    ("dan", "da"),
    ("deu", "de"),
    ("dut", "nl"),
    ("ell", "el"),
    ("eng", "en"),
    ("fas", "fa"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("ger", "de"),
    ("gle", "ga"),
    ("gre", "el"),
    ("heb", "he"),
    ("hun", "hu"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("lat", "la"),
    ("nld", "nl"),
    ("nor", "no"),
    ("per", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("rus", "ru"),
    ("san", "sa"),
    ("spa", "es"),
    ("swe", "sv"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("wel", "cy"),
    ("cym", "cy"),
    ("zho", "zh"),
];

/// The language of a tag such as `en`, `en-GB`, `ENG`, in two letters; `None`
/// for one that has none (`grc`).
pub fn language(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_', ' ']).next()?.to_lowercase();
    if !first.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    match first.len() {
        2 => Some(first),
        3 => LANGUAGES.iter().find(|(three, _)| *three == first).map(|(_, two)| (*two).to_owned()),
        _ => None,
    }
}

/// Text with its white space single; `None` where nothing is left.
pub fn line(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let date = |year, month, day| date(year, month, day);
        assert_eq!(date("2013", "3", "14").as_deref(), Some("2013-03-14"));
        assert_eq!(date("2013", "March", "").as_deref(), Some("2013-03"));
        assert_eq!(date("2013", "Spring", "1").as_deref(), Some("2013"));
        assert_eq!(date("13", "3", "14"), None);
    }

    #[test]
    fn written_dates() {
        let cases = [
            ("2013-03-14T10:00:00Z", Some("2013-03-14")),
            ("London, 1756.", Some("1756")),
            ("1840-1850", None),
            ("between 1840 and 1850", None),
            ("MDCCLVI", None),
        ];
        for (text, want) in cases {
            assert_eq!(written_date(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn languages() {
        let cases = [("en-GB", Some("en")), ("ENG", Some("en")), ("grc", None), ("", None), ("e1", None)];
        for (tag, want) in cases {
            assert_eq!(language(tag).as_deref(), want, "{tag}");
        }
    }
}
