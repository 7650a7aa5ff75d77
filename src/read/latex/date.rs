//! Dates as people write them: `July 17, 2006`, `17 July 2006`, `2006-07-17`.

use crate::read::fields::MONTHS;

/// The date that a text says, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `None` unless
/// it says one and nothing else but words. Days and months in figures are read
/// in the order of ISO 8601 only: `03/04/2001` is either of two.
pub(super) fn read(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| part.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>().ok();
    if let [year, rest @ ..] = parts.as_slice()
        && is_year(year)
        && rest.len() <= 2
        && let Some(all) = rest.iter().map(number).collect::<Option<Vec<u32>>>()
    {
        let year = number(year)?;
        return written(year, all.first().copied(), all.get(1).copied());
    }
    let mut years = parts.iter().filter(|part| is_year(part)).filter_map(number);
    let (year, None) = (years.next()?, years.next()) else { return None };
    let mut months = parts.iter().filter_map(month);
    let (month, None) = (months.next(), months.next()) else { return None };
    let mut days = parts.iter().filter(|part| !is_year(part) && part.starts_with(|c: char| c.is_ascii_digit()));
    match (month, days.next(), days.next()) {
        (Some(_), Some(day), None) => written(year, month, Some(number(day)?)),
        (_, None, _) => written(year, month, None),
        _ => None,
    }
}

fn is_year(part: &str) -> bool {
    part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// A month by its name or the first three letters of it or more.
fn month(part: &&str) -> Option<u32> {
    let part = part.to_lowercase();
    let at = MONTHS.iter().position(|name| part.len() >= 3 && name.starts_with(&part))?;
    Some(at as u32 + 1)
}

fn written(year: u32, month: Option<u32>, day: Option<u32>) -> Option<String> {
    if !(1000..3000).contains(&year) {
        return None;
    }
    match (month, day) {
        (None, _) => Some(format!("{year}")),
        (Some(month @ 1..=12), None) => Some(format!("{year}-{month:02}")),
        (Some(month @ 1..=12), Some(day @ 1..=31)) => Some(format!("{year}-{month:02}-{day:02}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_is_a_date_and_what_is_none() {
        let cases = [
            ("July 17, 2006", Some("2006-07-17")),
            ("17th of July 2006", Some("2006-07-17")),
            ("2006-07-17", Some("2006-07-17")),
            ("Spring 1999", Some("1999")),
            ("March 2001", Some("2001-03")),
            ("2006", Some("2006")),
            ("03/04/2001", None),
            ("May to June 2001", None),
            ("", None),
            ("Version 3", None),
            ("1999--2001", None),
        ];
        for (text, want) in cases {
            assert_eq!(read(text).as_deref(), want, "{text}");
        }
    }
}
