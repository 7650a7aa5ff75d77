//! Names of persons.

use std::collections::HashMap;
use std::sync::OnceLock;

/// True for a small word inside the name of a person: `van` in "Anna van Dijk".
/// Counter-examples: `Van`, which is a part of the family name; `and`, which joins two.
pub fn is_particle(word: &str) -> bool {
    static PARTICLES: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    let particles = PARTICLES.get_or_init(|| super::words::by_word(include_str!("../../data/words/particles.txt")));
    particles.contains_key(word)
}

#[cfg(test)]
mod tests {
    use super::is_particle;

    #[test]
    fn particles_are_small() {
        assert!(["van", "della", "ibn"].iter().all(|word| is_particle(word)));
        assert!(!["Van", "and", "the", ""].iter().any(|word| is_particle(word)));
    }
}
