//! Whether words are a sentence or a reference.

use super::token::Token;
use super::vocabulary;

/// True for a word that sentences have and references, but for titles, have not, in small letters.
pub fn is_prose(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && vocabulary::look_up(word).lists & vocabulary::PROSE != 0
}

/// How many words of a sentence stand in the tokens, outside quotations.
pub fn count(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| !token.quoted && is_one(token)).count()
}

fn is_one(token: &Token) -> bool {
    // In a title such words often have a capital; in a sentence the first alone.
    token.is(vocabulary::PROSE) && token.word.starts_with(char::is_lowercase)
}

/// True for a stretch that reads as a sentence.
pub fn is_sentence(tokens: &[Token]) -> bool {
    let outside = tokens.iter().filter(|token| !token.quoted).count();
    let count = count(tokens);
    count >= 2 || (count == 1 && outside < 25) || ends_small(tokens)
}

/// A long run of small words without commas or years is a sentence too.
fn ends_small(tokens: &[Token]) -> bool {
    let small = tokens.iter().filter(|t| !t.quoted && !t.bracketed && t.word.starts_with(char::is_lowercase)).count();
    let year = tokens.iter().any(|t| t.year().is_some());
    small >= 8 && !year && small * 10 >= tokens.len() * 7
}
