//! Text folded for comparing.

/// Text in Latin letters without diacritics: `Müller` is `Muller`.
pub fn latin(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { deunicode::deunicode(text) }
}

/// Letters and digits in Latin lower case.
pub fn key(text: &str) -> String {
    latin(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{key, latin};

    #[test]
    fn names_of_one_spelling_are_one() {
        assert_eq!(latin("Müller"), "Muller");
        assert_eq!(key("O’Brien-Müller, J."), "obrienmullerj");
    }
}
