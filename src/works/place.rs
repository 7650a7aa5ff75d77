//! Places of publication.

use std::collections::HashMap;
use std::sync::OnceLock;

/// True for the name of a city in which books are published.
/// Counter-example: `York`, which `New York` ends with and authors are called.
pub fn is_city(name: &str) -> bool {
    static CITIES: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    let cities = CITIES.get_or_init(|| super::words::by_word(include_str!("../../data/words/cities.txt")));
    cities.contains_key(name.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::is_city;

    #[test]
    fn cities_are_known_and_publishers_are_none() {
        assert!(["Oslo", "München", "LONDON"].iter().all(|name| is_city(name)));
        assert!(!["Routledge", "Press", "Norway", ""].iter().any(|name| is_city(name)));
    }
}
