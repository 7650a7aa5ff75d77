//! The folded form of a word: what a reader would take for the same word.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::words::is_apostrophe;

/// The folded form of one word: lower case, without diacritics, stops and
/// invisible characters; ligatures and letters with strokes as their parts;
/// digits of all scripts as 0 to 9, without the signs that group thousands;
/// letters of Arabic and Persian that are typed one for the other as one, without
/// vowel signs, lengthening and the article.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    push_folded(word, &mut out);
    out
}

/// The same, capitals kept.
pub fn fold_with_case(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let start = out.len();
    word.nfkd().for_each(|c| push_letter(c, &mut out));
    finish(start, &mut out);
    out
}

/// Appends the folded form of one word; see [`fold`].
pub(in crate::index) fn push_folded(word: &str, out: &mut String) {
    let start = out.len();
    if !word.is_ascii() {
        return push_unicode_folded(word, out);
    }
    match word.as_bytes().first() {
        Some(b'0'..=b'9') => {
            out.push_str(word);
            out[start..].make_ascii_lowercase();
            finish(start, out);
        }
        _ if word.contains('.') => out.extend(word.chars().filter(|c| *c != '.').map(|c| c.to_ascii_lowercase())),
        _ => {
            out.push_str(word);
            out[start..].make_ascii_lowercase();
        }
    }
}

fn push_unicode_folded(word: &str, out: &mut String) {
    let start = out.len();
    match word.split_once('’').filter(|(head, tail)| head.is_ascii() && tail.is_ascii()) {
        // by far the most frequent case, and none of the below applies
        Some((head, tail)) => {
            let letters = head.chars().chain(['\'']).chain(tail.chars());
            out.extend(letters.map(|c| c.to_ascii_lowercase()).filter(|c| *c != '.'));
        }
        None => {
            // an acute that is an apostrophe comes apart into a blank and a mark
            let letters = word.chars().map(|c| if is_apostrophe(c) { '\'' } else { c });
            letters.nfkd().flat_map(char::to_lowercase).for_each(|c| push_letter(c, out));
        }
    }
    finish(start, out);
}

/// Appends a letter that was taken apart from its marks.
fn push_letter(c: char, out: &mut String) {
    match c {
        c if is_diacritic(c) => {}
        c if is_apostrophe(c) => out.push('\''),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'ø' => out.push('o'),
        'ł' => out.push('l'),
        'đ' | 'ð' => out.push('d'),
        'þ' => out.push_str("th"),
        'ß' => out.push_str("ss"),
        'ı' => out.push('i'),
        'ſ' => out.push('s'),
        'ħ' => out.push('h'),
        // teh marbuta; keheh; Farsi yeh and alef maksura; the thousands and decimal signs
        'ة' => out.push('ه'),
        'ک' => out.push('ك'),
        'ی' | 'ى' => out.push('ي'),
        '٬' => out.push(','),
        '٫' => out.push('.'),
        // soft hyphen, tatweel, and what shows nothing
        '\u{ad}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
        c => out.push(digit(c).unwrap_or(c)),
    }
}

/// What can only be told when the whole word is there.
fn finish(start: usize, out: &mut String) {
    let word = &out[start..];
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        if let Some(number) = without_groups(word) {
            out.truncate(start);
            out.push_str(&number);
        }
    } else if word.contains('.') {
        let plain = word.replace('.', "");
        out.truncate(start);
        out.push_str(&plain);
    } else if let Some(word) = without_article(word) {
        let word = word.to_owned();
        out.truncate(start);
        out.push_str(&word);
    }
}

/// An Arabic word without `ال`; what leaves less than three letters is no article (الله).
fn without_article(word: &str) -> Option<&str> {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3)
}

/// The first digits of the scripts that have their own (general category Nd of the
/// Unicode Character Database; full-width ones are taken apart as letters are).
const ZEROS: [char; 19] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{1810}', '\u{19d0}',
];

/// The ASCII digit for one of another script.
fn digit(c: char) -> Option<char> {
    let value = ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero as u32).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// A number without the signs that plainly group its thousands: `41,506`,
/// `41'506`, `2.345.678`, `2.345,67`. One stop alone may be a decimal point.
fn without_groups(number: &str) -> Option<String> {
    grouped_by(number, ',', 1).or_else(|| grouped_by(number, '\'', 1)).or_else(|| grouped_by(number, '.', 2))
}

/// The number with its groups, of which there must be so many after the first
/// (one, where a fraction follows), put together.
pub(super) fn grouped_by(number: &str, sign: char, least: usize) -> Option<String> {
    if !number.contains(sign) {
        return None;
    }
    let decimal = if sign == '.' { ',' } else { '.' };
    let (whole, fraction) = number.split_once(decimal).map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(sign);
    let first = groups.next().filter(|first| is_digits(first) && first.len() <= 3 && !first.starts_with('0'))?;
    let rest: Vec<&str> = groups.collect();
    let least = if fraction.is_some() { 1 } else { least };
    let is_grouped = rest.len() >= least && rest.iter().all(|group| group.len() == 3 && is_digits(group));
    if !is_grouped || !fraction.is_none_or(is_digits) {
        return None;
    }
    let fraction = fraction.map(|digits| format!(".{digits}")).unwrap_or_default();
    Some(format!("{first}{}{fraction}", rest.concat()))
}

/// True for marks that a reader may leave out: accents and the like, Hebrew
/// points, Arabic vowel signs. The vowel signs of Indic scripts and the sound
/// marks of Japanese are combining marks too, but make another word.
fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
        && is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_to_a_reader_folds_alike() {
        for (word, folded) in [
            ("Don’t", "don't"),
            ("ÉTÉ", "ete"),
            ("Straße", "strasse"),
            ("ﬁn", "fin"),
            ("İ", "i"),
            ("Ł", "l"),
            ("A.B.C", "abc"),
            ("Wɪ´t", "wɪ't"),
            ("1ST", "1st"),
        ] {
            assert_eq!(fold(word), folded);
        }
        assert_ne!(fold("が"), fold("か"));
        assert_ne!(fold("कि"), fold("क"));
        assert_eq!((fold_with_case("ÉTÉ"), fold_with_case("Straße")), ("ETE".to_owned(), "Strasse".to_owned()));
    }

    #[test]
    fn arabic_and_persian_letters_fold() {
        for (one, other) in [
            ("مدينة", "مدينه"),
            ("کتاب", "كتاب"),
            ("علی", "علي"),
            ("مستشفى", "مستشفي"),
            ("كِتَابٌ", "كتاب"),
            ("كتـــاب", "كتاب"),
            ("المدينة", "مدينه"),
            ("أحمد", "احمد"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        assert_eq!(fold("الله"), "الله");
    }

    #[test]
    fn digits_of_other_scripts_are_digits() {
        assert_eq!((fold("۱۳۹۹"), fold("١٣٩٩"), fold("१८८४")), ("1399".into(), "1399".into(), "1884".into()));
        assert_eq!((fold("１９"), fold("٣٫٥")), ("19".to_owned(), "3.5".to_owned()));
    }
}
