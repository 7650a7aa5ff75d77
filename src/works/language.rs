//! Languages: the two letters of ISO 639-1, from whatever metadata calls them.

use std::collections::HashMap;
use std::sync::OnceLock;

fn names() -> &'static HashMap<&'static str, &'static str> {
    static NAMES: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    NAMES.get_or_init(|| super::words::by_word(include_str!("../../data/words/languages.txt")))
}

/// The ISO 639-1 code of `en-GB`, `de_DE.UTF-8`, `eng`, `cze`, `English`,
/// `Deutsch` or `ngerman`; `None` for what has no code of two letters and for
/// what names no language.
pub fn code(tag: &str) -> Option<String> {
    let lower = tag.trim().to_lowercase();
    let first = lower.split(['-', '_', '.', ';', ',', ' ']).next()?;
    let named = names().get(first).or_else(|| names().get(lower.as_str()));
    let two_letters = first.len() == 2 && first.bytes().all(|b| b.is_ascii_lowercase());
    named.copied().or(two_letters.then_some(first)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn codes_of_two_and_three_letters_and_names() {
        let cases = [
            ("en-GB", Some("en")),
            ("de_DE.UTF-8", Some("de")),
            ("ENG", Some("en")),
            ("cze", Some("cs")),
            ("ces", Some("cs")),
            ("ger", Some("de")),
            ("English", Some("en")),
            ("Français", Some("fr")),
            ("ngerman", Some("de")),
            ("brazilian", Some("pt")),
            ("x-none", None),
            ("grc", None),
            ("e1", None),
            ("", None),
            ("mixed", None),
        ];
        for (tag, want) in cases {
            assert_eq!(code(tag).as_deref(), want, "{tag}");
        }
    }
}
