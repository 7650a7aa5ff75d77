//! Titles, made comparable.

use crate::works::fold::key;

/// Signs before a subtitle.
const SUBTITLE: &[&str] = &[": ", ". ", " – ", " — ", "? ", " - "];
const ARTICLES: &[&str] = &["the", "a", "an", "der", "die", "das", "le", "la", "les"];

/// A title: letters and digits in Latin lower case, without a leading article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Before a subtitle.
    pub main: String,
    /// The whole.
    pub whole: String,
    /// Words of the whole.
    pub words: usize,
}

impl Title {
    /// Reads a title as printed.
    pub fn new(text: &str) -> Title {
        let text = text.trim();
        let end = SUBTITLE.iter().filter_map(|sign| text.find(sign)).min();
        let main = end.map_or(text, |end| &text[..end]);
        Title { main: bare(main), whole: bare(text), words: text.split_whitespace().count() }
    }

    /// Reads a title that has no subtitle.
    pub fn whole(text: &str) -> Title {
        let whole = bare(text.trim());
        Title { main: whole.clone(), whole, words: text.split_whitespace().count() }
    }

    /// The same, or one of them without the other's subtitle.
    pub fn agrees(&self, other: &Title) -> bool {
        let short = |title: &Title| title.main == title.whole;
        !self.main.is_empty() && (self.whole == other.whole || self.main == other.main && (short(self) || short(other)))
    }
}

fn bare(text: &str) -> String {
    let rest = text.split_once(' ').filter(|(first, _)| ARTICLES.contains(&first.to_lowercase().as_str()));
    key(rest.map_or(text, |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subtitle_may_be_left_out() {
        let agree = |a: &str, b: &str| Title::new(a).agrees(&Title::new(b));
        assert!(agree("The Road: a journey", "Road"));
        assert!(agree("Über die Brücke", "“Uber die Brücke”"));
        assert!(!agree("The Road: a journey", "The Road: a map"));
        assert!(!agree("", ""));
        assert!(!agree("Roads", "Road"));
    }
}
