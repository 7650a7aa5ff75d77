//! Word lists of `data/words/`: lines of a name, a colon and words.

use std::collections::HashMap;

/// The words of a list, each with the name of its line. Lines that begin with
/// `#` say what belongs in the list.
pub fn by_word(list: &'static str) -> HashMap<&'static str, &'static str> {
    let lines = list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'));
    lines.flat_map(|(name, words)| words.split_whitespace().map(move |word| (word, name))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    /// A word in two lines would have the meaning of the later one.
    #[test]
    fn every_word_has_one_meaning_and_is_in_lower_case() {
        for list in [
            include_str!("../../data/words/dates.txt"),
            include_str!("../../data/words/languages.txt"),
            include_str!("../../data/words/cities.txt"),
            include_str!("../../data/words/particles.txt"),
        ] {
            let mut lines: HashMap<&str, &str> = HashMap::new();
            for line in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                let (name, words) = line.split_once(':').expect("a line is a name, a colon and words");
                for word in words.split_whitespace() {
                    assert_eq!(word, word.to_lowercase());
                    let before = lines.insert(word, name);
                    assert!(before.is_none_or(|before| before == name), "`{word}` stands in {before:?} and {name}");
                }
            }
        }
    }
}
