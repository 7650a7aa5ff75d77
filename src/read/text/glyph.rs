//! Small questions about the letters of a line.

use crate::works::numeral;

/// True where a line ends a sentence; quotes, brackets and note markers that
/// follow the stop are passed over.
pub fn ends_sentence(text: &str) -> bool {
    matches!(last_sign(text), Some('.' | '!' | '?' | '…' | '。' | '！' | '？'))
}

/// The last sign of a text before closing quotes, brackets and markers.
pub fn last_sign(text: &str) -> Option<char> {
    let mut rest = text.trim_end();
    loop {
        let before = rest.len();
        rest = rest.trim_end_matches(|c: char| {
            matches!(c, '”' | '’' | '"' | '\'' | '»' | ')' | '*' | '_' | '†' | '‡' | '§' | '‖' | '¶')
                || is_superscript(c)
        });
        rest = strip_marker(rest);
        if rest.len() == before {
            return rest.chars().next_back();
        }
    }
}

/// Takes `[12]`, `(12)`, `/12/`, or digits glued to a stop off the end.
fn strip_marker(text: &str) -> &str {
    let (inner, open) = match text.chars().next_back() {
        Some(']') => (&text[..text.len() - 1], Some('[')),
        Some('/') => (&text[..text.len() - 1], Some('/')),
        _ => (text, None),
    };
    let bare = inner.trim_end_matches(|c: char| c.is_ascii_alphanumeric() && open.is_some() || c.is_ascii_digit());
    match open {
        Some(open) if inner.len() - bare.len() <= 4 => bare.strip_suffix(open).map_or(text, str::trim_end),
        Some(']') => text,
        None if bare.len() < inner.len() && bare.ends_with(['.', '!', '?', '”', '"', '’']) => bare,
        _ => text,
    }
}

/// True for a superscript digit.
pub fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// The value of a Roman numeral in capitals or small letters, up to 399.
pub fn roman(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    let value = |b: u8| match b {
        b'I' => Some(1),
        b'V' => Some(5),
        b'X' => Some(10),
        b'L' => Some(50),
        b'C' => Some(100),
        _ => None,
    };
    let upper = text.bytes().all(|b| b.is_ascii_uppercase());
    if !upper && !text.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let digits: Vec<u32> = text.bytes().map(|b| value(b.to_ascii_uppercase())).collect::<Option<_>>()?;
    let mut total = 0;
    for (i, digit) in digits.iter().enumerate() {
        let less = digits.get(i + 1).is_some_and(|next| next > digit);
        total = if less { total - *digit as i64 } else { total + *digit as i64 };
    }
    let total = u32::try_from(total).ok()?;
    let written = numeral::roman(total).filter(|_| total < 400)?;
    written.eq_ignore_ascii_case(text).then_some(total)
}

/// True where there are letters and all of them are capitals.
pub fn is_caps(text: &str) -> bool {
    let mut capitals = 0;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        capitals += usize::from(c.is_uppercase());
    }
    capitals >= 2
}

/// True where most longer words begin with a capital, as in an English title.
pub fn is_title_case(text: &str) -> bool {
    let (mut long, mut capital) = (0, 0);
    for word in text.split_whitespace() {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if word.chars().count() < 4 {
            continue;
        }
        long += 1;
        capital += usize::from(word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    }
    capital * 10 >= long * 6
}

/// Lower case, letters and digits alone, one blank between words: for
/// comparing lines that should be the same.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’') && !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentence_ends_are_seen_behind_markers() {
        for text in ["end.", "end.”", "end.[12]", "end.12", "“end”.", "end?*", "end.¹", "end. /3/", "(end.)"] {
            assert!(ends_sentence(text), "{text}");
        }
        for text in ["in 1914", "end,", "No", "a title", "[12]", "and/or", "see §", "the years 1914–18"] {
            assert!(!ends_sentence(text), "{text}");
        }
    }

    #[test]
    fn roman_numerals_are_strict() {
        assert_eq!(roman("XIV"), Some(14));
        assert_eq!(roman("cxxvi"), Some(126));
        for text in ["IIII", "VX", "Iv", "MIX", "", "did"] {
            assert_eq!(roman(text), None, "{text}");
        }
    }

    #[test]
    fn case_is_told() {
        assert!(is_caps("THE PEACE, 1919") && !is_caps("The PEACE") && !is_caps("1919"));
        assert!(is_title_case("What Became of the Jew") && !is_title_case("what he told them then"));
        assert_eq!(plain("  “Don’t” — stop! "), "dont stop");
    }
}
