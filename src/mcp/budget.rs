//! How much a result may hold. A token is counted as four characters, as clients
//! and the price lists of models do it on average for English.

/// Characters of a token.
const CHARACTERS: usize = 4;
/// Characters kept for what a result ends with: what was left out and how to go on.
const RESERVE: usize = 400;

/// A result that takes whole pieces as long as they fit.
#[derive(Debug)]
pub struct Budget {
    text: String,
    left: usize,
}

impl Budget {
    /// A result of at most so many tokens.
    pub fn new(max_tokens: usize) -> Budget {
        Budget { text: String::new(), left: (max_tokens * CHARACTERS).saturating_sub(RESERVE) }
    }

    /// Adds a piece whole, or says that it does not fit.
    pub fn add(&mut self, piece: &str) -> bool {
        let length = piece.chars().count();
        let fits = length <= self.left;
        if fits {
            self.left -= length;
            self.text.push_str(piece);
        }
        fits
    }

    /// True where nothing has been added yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The result, with what it ends with.
    pub fn finish(mut self, end: &str) -> String {
        let end: String = end.chars().take(RESERVE).collect();
        self.text.push_str(&end);
        self.text.trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_whole_and_the_end_always_fits() {
        let mut budget = Budget::new(200);
        assert!(budget.add(&"a".repeat(300)));
        assert!(!budget.add(&"b".repeat(200)));
        let text = budget.finish("left out: 1");
        assert!(text.ends_with("aleft out: 1") && text.chars().count() <= 800);
    }
}
