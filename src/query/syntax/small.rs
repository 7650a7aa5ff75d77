//! Small words that are acronyms too when they stand in capitals.

/// The words, folded, in order of the alphabet: pronouns, articles, prepositions
/// and forms of "to be" of English, French, German, Italian, Portuguese and
/// Spanish whose letters are also an acronym in use.
const WORDS: [&str; 36] = [
    "ai", "al", "am", "an", "as", "at", "da", "de", "do", "ed", "el", "en", "er", "et", "eu", "id", "ii", "in", "io",
    "is", "it", "la", "me", "ne", "ni", "no", "or", "os", "pa", "pm", "sa", "so", "ue", "un", "us", "who",
];

/// True for a word of the list.
pub fn is_small(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(WORDS.is_sorted());
        assert!(is_small("us") && !is_small("hms"));
    }
}
