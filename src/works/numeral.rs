//! Numbers written in letters.

/// Letters and what they are worth, the largest first.
pub type Values = [(u32, &'static str)];

const ROMAN: &Values = &[
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

/// A Roman numeral in capitals; `None` for what nobody would print so, 0 and 5000 and
/// above.
pub fn roman(number: u32) -> Option<String> {
    sum_of_letters(number, ROMAN)
}

/// A number as a sum of letters, of the numbers that [`roman`] takes.
pub fn sum_of_letters(number: u32, values: &Values) -> Option<String> {
    let mut left = Some(number).filter(|number| (1..5000).contains(number))?;
    let mut out = String::new();
    for (value, letter) in values {
        while left >= *value {
            out.push_str(letter);
            left -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::roman;

    #[test]
    fn roman_numerals() {
        let cases = [
            (1, Some("I")),
            (4, Some("IV")),
            (1994, Some("MCMXCIV")),
            (4999, Some("MMMMCMXCIX")),
            (0, None),
            (5000, None),
        ];
        for (number, want) in cases {
            assert_eq!(roman(number).as_deref(), want, "{number}");
        }
    }
}
