//! Words that turn a sentence round: a quotation that leaves one out says the opposite.

use super::words::words;

/// Words of negation in the languages that are read, as words are compared. Left out are
/// those that are something else in another of these languages: Spanish "sin", French
/// "personne" and "plus".
const WORDS: &[&str] = &[
    // English
    "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot", "without", "hardly",
    "scarcely", // German
    "nicht", "nichts", "nie", "niemals", "niemand", "kein", "keine", "keinen", "keinem", "keiner", "keines", "weder",
    "ohne", "kaum", // French
    "ne", "pas", "jamais", "rien", "aucun", "aucune", "ni", "sans", // Spanish, Italian, Portuguese
    "nunca", "jamás", "nadie", "ningún", "ninguna", "ninguno", "tampoco", "non", "mai", "nessuno", "nessuna", "niente",
    "nulla", "né", "senza", "não", "nenhum", "nenhuma", "ninguém", "sem", // Dutch
    "niet", "geen", "nooit", "niemand", "zonder",
];

/// True where a text has more words of negation than what stands in its place.
/// Convention: "did not carry" quoted as "did … carry"; counter-example: "[never] carried"
/// for "did not carry".
pub fn is_dropped(source: &str, quoted: &str) -> bool {
    count(source) > count(quoted)
}

fn count(text: &str) -> usize {
    words(text).iter().filter(|word| is_one(&word.key)).count()
}

fn is_one(key: &str) -> bool {
    WORDS.contains(&key) || key.ends_with("n't")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negation_that_is_gone_is_seen() {
        for (source, quoted) in [
            ("not, as we know,", ""),
            ("the bell didn’t ring", "the bell rang"),
            ("war nicht", "[war]"),
            ("no ship had never", "no ship"),
        ] {
            assert!(is_dropped(source, quoted), "{source}");
        }
        for (source, quoted) in [("as we know", ""), ("did not", "[never]"), ("a note", ""), ("didn't", "did not")] {
            assert!(!is_dropped(source, quoted), "{source}");
        }
    }
}
