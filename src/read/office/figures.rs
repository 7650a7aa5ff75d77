//! Numbers of notes as they are printed: the number formats of WordprocessingML
//! (ECMA-376 part 1, 17.18.59).

use crate::works::numeral;

/// The sign of the note with this number, from 1, in a format such as
/// `lowerRoman`. Formats that hardly any document uses come out in figures.
pub fn figure(number: u32, format: &str) -> String {
    match format {
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => repeated(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "lowerLetter" => repeated(number, "abcdefghijklmnopqrstuvwxyz"),
        "chicago" => repeated(number, "*†‡§"),
        "russianLower" => repeated(number, "абвгдежзиклмнопрстуфхцчшщыэюя"),
        "russianUpper" => repeated(number, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
        "hebrew2" => repeated(number, "אבגדהוזחטיכלמנסעפצקרשת"),
        "hebrew1" => letters(number, HEBREW),
        "arabicAlpha" => repeated(number, "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
        "arabicAbjad" => repeated(number, "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
        "ganada" => repeated(number, "가나다라마바사아자차카타파하"),
        "aiueo" | "aiueoFullWidth" => repeated(
            number,
            "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
        ),

        "hindiNumbers" | "hindiCounting" => digits(number, '०'),
        "thaiNumbers" => digits(number, '๐'),
        "decimalFullWidth" | "decimalFullWidth2" => digits(number, '０'),
        "decimalZero" => format!("{number:02}"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&number) => {
            char::from_u32(0x245f + number).map_or_else(|| number.to_string(), String::from)
        }
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => ideographs(number),
        "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCounting" if number < 100 => {
            counting(number)
        }
        "ordinal" => format!("{number}{}", ending(number)),
        "hex" => format!("{number:X}"),
        "none" => String::new(),
        _ => number.to_string(),
    }
}

/// The sign with this number; after the last one doubled, then tripled.
fn repeated(number: u32, signs: &str) -> String {
    let count = signs.chars().count() as u32;
    let Some(at) = number.checked_sub(1) else { return number.to_string() };
    // a number that nobody would print so
    if at / count >= 20 {
        return number.to_string();
    }
    signs.chars().nth((at % count) as usize).map_or_else(String::new, |sign| {
        let times = (at / count + 1) as usize;
        std::iter::repeat_n(sign, times).collect()
    })
}

const HEBREW: &numeral::Values = &[
    (400, "ת"),
    (300, "ש"),
    (200, "ר"),
    (100, "ק"),
    (90, "צ"),
    (80, "פ"),
    (70, "ע"),
    (60, "ס"),
    (50, "נ"),
    (40, "מ"),
    (30, "ל"),
    (20, "כ"),
    // fifteen and sixteen are not written with the letters of the Name
    (16, "טז"),
    (15, "טו"),
    (10, "י"),
    (9, "ט"),
    (8, "ח"),
    (7, "ז"),
    (6, "ו"),
    (5, "ה"),
    (4, "ד"),
    (3, "ג"),
    (2, "ב"),
    (1, "א"),
];

fn roman(number: u32) -> String {
    numeral::roman(number).unwrap_or_else(|| number.to_string())
}

/// A number as a sum of letters.
fn letters(number: u32, values: &numeral::Values) -> String {
    numeral::sum_of_letters(number, values).unwrap_or_else(|| number.to_string())
}

/// A number in the digits that begin with `zero`.
fn digits(number: u32, zero: char) -> String {
    let own = |digit: char| char::from_u32(zero as u32 + digit.to_digit(10).unwrap_or(0)).unwrap_or(digit);
    number.to_string().chars().map(own).collect()
}

const IDEOGRAPHS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn ideographs(number: u32) -> String {
    number.to_string().bytes().map(|digit| IDEOGRAPHS[usize::from(digit - b'0')]).collect()
}

/// Up to 99, with a sign for ten.
fn counting(number: u32) -> String {
    let (tens, ones) = ((number / 10) as usize, (number % 10) as usize);
    let mut out = String::new();
    if tens > 1 {
        out.push(IDEOGRAPHS[tens]);
    }
    if tens > 0 {
        out.push('十');
    }
    if ones > 0 || tens == 0 {
        out.push(IDEOGRAPHS[ones]);
    }
    out
}

fn ending(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_they_are_printed() {
        for (number, format, want) in [
            (3, "decimal", "3"),
            (4, "lowerRoman", "iv"),
            (1999, "upperRoman", "MCMXCIX"),
            (28, "lowerLetter", "bb"),
            (6, "chicago", "††"),
            (12, "hindiNumbers", "१२"),
            (12, "thaiNumbers", "๑๒"),
            (15, "hebrew1", "טו"),
            (3, "arabicAlpha", "ت"),
            (21, "chineseCounting", "二十一"),
            (5, "decimalEnclosedCircle", "⑤"),
            (22, "ordinal", "22nd"),
            (7, "decimalZero", "07"),
            (4, "none", ""),
            (9, "made-up", "9"),
            (0, "lowerRoman", "0"),
            (u32::MAX, "lowerLetter", "4294967295"),
        ] {
            assert_eq!(figure(number, format), want);
        }
    }
}
