//! Names before the title of a book: `in: Bo Ek/Ada Tamm, Sand und Silt`.

use super::super::name::is_initials;
use crate::model::Citation;
use crate::works::name::is_particle;

/// A book without the names before it, where slashes or initials show that they are names.
/// Counter-examples: "Sand/Silt, a history", "Sand, Silt and Water", which are titles.
pub fn cut(text: &str) -> &str {
    let Some((names, rest)) =
        [": ", ", "].iter().filter_map(|sign| text.split_once(sign)).min_by_key(|(names, _)| names.len())
    else {
        return text;
    };
    let slashed = names.contains('/') && names.split('/').all(is_person);
    let initialled = names.split_whitespace().next().is_some_and(is_initials) && is_person(names);
    if (slashed || initialled) && rest.chars().count() > 3 && rest.starts_with(char::is_uppercase) {
        rest
    } else {
        text
    }
}

/// `Adolphe Berger, Souvenirs d’une vie, 1885`: the last of the names is a title where a small word
/// stands in it that no name has. Counter-example: "Vincent van Gogh".
pub fn title_among(cite: &mut Citation) {
    let small = |word: &str| {
        word.starts_with(char::is_lowercase)
            && word.len() > 2
            && !PARTICLES.contains(&word.trim_end_matches(['.', ',']))
    };
    let title = cite.author.last().is_some_and(|name| name.split_whitespace().skip(1).any(small));
    if title && cite.author.len() > 1 && cite.title.is_none() && cite.container.is_none() {
        cite.title = cite.author.pop();
    }
}

/// Small words of three letters or more inside names.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "del", "della", "dos", "das", "des", "ter", "ten", "bin", "ibn", "and", "und", "the",
    "for", "zur", "vom", "los", "las", "dal", "dalla", "others",
];

/// True for two to four words with capitals: a name in full.
fn is_person(name: &str) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit());
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=4).contains(&words.len()) && words.iter().all(|word| capital(word) || is_particle(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_titles() {
        for (text, want) in [
            ("Bo Ek/Ada Tamm, Sand und Silt", "Sand und Silt"),
            ("Bo Ek/Ada von Tamm/Uno Vang: Sand und Silt", "Sand und Silt"),
            ("M.P. Ek, Sand und Silt", "Sand und Silt"),
            ("Sand/Silt, A history", "Sand/Silt, A history"),
            ("Sand, Silt and Water", "Sand, Silt and Water"),
        ] {
            assert_eq!(cut(text), want);
        }
    }
}
