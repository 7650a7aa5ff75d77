//! Word lists of `data/words/`: lines of a name, a colon and words.

use std::collections::HashMap;

/// A line of a list.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// What the words are.
    pub name: &'static str,
    words: &'static str,
}

impl Line {
    /// The words, in the order they stand in.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.words.split_whitespace()
    }
}

/// The lines of a list. Those that begin with `#` say what belongs in it.
pub fn lines(list: &'static str) -> impl Iterator<Item = Line> {
    let lines = list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'));
    lines.map(|(name, words)| Line { name, words })
}

/// The words of a list, each with the name of its line.
pub fn by_word(list: &'static str) -> HashMap<&'static str, &'static str> {
    lines(list).flat_map(|line| line.words().map(move |word| (word, line.name))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::lines;

    /// Lists in which a word has one meaning.
    const UNIQUE: &[&str] = &[
        include_str!("../../data/words/abbreviations.txt"),
        include_str!("../../data/words/cities.txt"),
        include_str!("../../data/words/dates.txt"),
        include_str!("../../data/words/languages.txt"),
        include_str!("../../data/words/particles.txt"),
        include_str!("../../data/words/sentences.txt"),
    ];
    /// Lists in which it may have several.
    const SHARED: &[&str] =
        &[include_str!("../../data/words/reference-classes.txt"), include_str!("../../data/words/references.txt")];

    #[test]
    fn every_list_says_what_belongs_in_it_and_is_in_lower_case() {
        for list in UNIQUE.iter().chain(SHARED) {
            assert!(list.starts_with('#'));
            assert!(list.lines().all(|line| line.is_empty() || line.starts_with('#') || line.contains(':')), "{list}");
            assert!(lines(list).flat_map(|line| line.words()).all(|word| word == word.to_lowercase()));
        }
    }

    /// A word in two lines would have the meaning of the later one.
    #[test]
    fn every_word_has_one_meaning() {
        for list in UNIQUE {
            let mut names: HashMap<&str, &str> = HashMap::new();
            for line in lines(list) {
                for word in line.words() {
                    let before = names.insert(word, line.name);
                    assert!(before.is_none_or(|before| before == line.name), "`{word}`: {before:?}, {}", line.name);
                }
            }
        }
    }
}
