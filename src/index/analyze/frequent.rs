//! Words so frequent in English that two of them side by side are kept as a term
//! of their own: a phrase like "of the" is then one short list instead of the two
//! longest of the index.

/// The words, folded, in order of the alphabet: the 32 most frequent of 66 MB of
/// books. A ninth of all words stand beside another of them.
const WORDS: [&str; 32] = [
    "a", "all", "and", "as", "at", "be", "but", "by", "for", "had", "have", "he", "her", "his", "i", "in", "is", "it",
    "my", "not", "of", "on", "or", "she", "that", "the", "this", "to", "was", "which", "with", "you",
];

/// How many there are.
pub const COUNT: usize = WORDS.len();

/// Stands between the two words of a pair; no word holds it.
pub const PAIR: char = '\u{1e}';

/// The words, in order.
pub fn words() -> impl Iterator<Item = &'static str> {
    WORDS.into_iter()
}

/// True for one of the words.
pub fn is_frequent(term: &str) -> bool {
    WORDS.binary_search(&term).is_ok()
}

/// The term for two of the words, the second right after the first.
pub fn pair(first: &str, second: &str) -> String {
    format!("{first}{PAIR}{second}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(WORDS.is_sorted());
        assert!(is_frequent("the") && !is_frequent("quay"));
        assert_eq!(pair("of", "the"), "of\u{1e}the");
    }
}
