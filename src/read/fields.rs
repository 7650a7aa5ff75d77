//! Dates and languages as metadata gives them.

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD` from `2012-05-04T10:00Z`, `2012/05`, `4 May 2012`,
/// `May 4, 2012`, `20120504`; `None` for what is no date.
pub fn date(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 && text.len() == 8 {
        return made(&text[..4], &text[4..6], &text[6..]);
    }
    if digits == 4 {
        let mut parts = text.split(|c: char| !c.is_ascii_digit());
        let signs = text[4..].starts_with(['-', '/', '.']);
        let year = parts.next()?;
        let (month, day) = if signs { (parts.next().unwrap_or(""), parts.next().unwrap_or("")) } else { ("", "") };
        return made(year, month, day).or_else(|| made(year, month, "")).or_else(|| made(year, "", ""));
    }
    written(text)
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `4 May 2012`, `May 4, 2012`, `May 2012`, `Fri, 04 May 2012 10:00`
fn written(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8).collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words[at])?;
    let number = |word: Option<&&str>| {
        word.filter(|word| word.bytes().all(|b| b.is_ascii_digit())).map(|word| (*word).to_owned())
    };
    let is_year = |number: &String| number.len() == 4;
    let (before, after) = (number(at.checked_sub(1).and_then(|at| words.get(at))), number(words.get(at + 1)));
    match (before, after) {
        (day, Some(year)) if is_year(&year) => made(&year, &month, &day.unwrap_or_default()),
        (_, Some(day)) => made(&number(words.get(at + 2)).filter(is_year)?, &month, &day),
        _ => None,
    }
}

/// The number of a month by its English name, two digits.
fn month(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    let full = lower.len() >= 3 && lower.bytes().all(|b| b.is_ascii_lowercase());
    let at = MONTHS.iter().position(|name| full && lower.starts_with(name))?;
    Some(format!("{:02}", at + 1))
}

fn made(year: &str, month: &str, day: &str) -> Option<String> {
    let value = |text: &str| text.parse::<u32>().ok();
    if year.len() != 4 || value(year)? == 0 {
        return None;
    }
    match (month, day) {
        ("", _) => Some(year.to_owned()),
        (month, "") => (1..=12).contains(&value(month)?).then(|| format!("{year}-{:02}", value(month).unwrap_or(1))),
        (month, day) => {
            let (m, d) = (value(month)?, value(day)?);
            ((1..=12).contains(&m) && (1..=31).contains(&d)).then(|| format!("{year}-{m:02}-{d:02}"))
        }
    }
}

/// The two letters of `en-GB`, `EN_us`, `eng`, `English`; `None` for what has no
/// code of two letters.
pub fn language(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    let first = lower.split(['-', '_', ';', ',', ' ']).next()?;
    let known = match first {
        "eng" | "english" => "en",
        "ger" | "deu" | "german" | "deutsch" => "de",
        "fre" | "fra" | "french" => "fr",
        "spa" | "spanish" => "es",
        "ita" | "italian" => "it",
        "por" | "portuguese" => "pt",
        "dut" | "nld" | "dutch" => "nl",
        "lat" | "latin" => "la",
        "rus" | "russian" => "ru",
        "gre" | "ell" => "el",
        "jpn" => "ja",
        "chi" | "zho" => "zh",
        "swe" => "sv",
        "dan" => "da",
        "fin" => "fi",
        "pol" => "pl",
        "ara" => "ar",
        "heb" => "he",
        "nor" => "no",
        other if other.len() == 2 && other.bytes().all(|b| b.is_ascii_lowercase()) => other,
        _ => return None,
    };
    Some(known.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (text, want) in [
            ("2012-05-04T10:00:00Z", "2012-05-04"),
            ("2012/5", "2012-05"),
            ("2012", "2012"),
            ("20120504", "2012-05-04"),
            ("4 May 2012", "2012-05-04"),
            ("May 4, 2012", "2012-05-04"),
            ("Fri, 04 May 2012 10:00:00 GMT", "2012-05-04"),
            ("December 1919", "1919-12"),
            ("2012-99-99", "2012"),
        ] {
            assert_eq!(date(text).as_deref(), Some(want), "{text}");
        }
        for text in ["", "soon", "May", "12", "0000", "5/4/12"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn languages() {
        assert_eq!((language("en-GB").as_deref(), language("DEU").as_deref()), (Some("en"), Some("de")));
        assert_eq!((language("x-klingon"), language(""), language("grc")), (None, None, None));
    }
}
