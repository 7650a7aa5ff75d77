//! How much a query may hold.
//!
//! A query may come from anywhere, and some take time or memory with the square of
//! their length. The limits are well above what is pasted: a page has some 500 words,
//! the longest words with hyphens a dozen parts.

use super::lex::{Lexeme, Placed, bad};
use super::words::{Word, words};
use crate::error::Result;

/// Words of a query, each counted as often as it stands.
const WORDS: usize = 12_000;

/// Words in a row: of a phrase, of the value of a field.
const IN_A_ROW: usize = 1_000;

/// Parts of one word that hyphens and the like join.
const PARTS: usize = 200;

/// Bytes, whatever they are.
const BYTES: usize = 1 << 20;

/// Fails where a query is longer than any that is read.
///
/// # Errors
/// [`crate::ErrorKind::Query`].
pub fn check_length(query: &str) -> Result<()> {
    if query.len() <= BYTES {
        return Ok(());
    }
    Err(bad(format!("a query of {} bytes; at most {BYTES} are read", query.len()), 0, None))
}

/// Fails where what was read from `query` is more than what is looked for.
///
/// # Errors
/// [`crate::ErrorKind::Query`], with the place.
pub fn check(query: &str, lexemes: &[Placed]) -> Result<()> {
    let mut all = 0;
    for placed in lexemes {
        let at = placed.span.start;
        let found = words(&query[at..placed.span.end]);
        let count = parts(&found);
        match &placed.lexeme {
            Lexeme::Text(_) => check_parts(&found, at)?,
            _ => check_row(count, at)?,
        }
        all += count;
        if all > WORDS {
            return Err(bad(format!("a query of more than {WORDS} words; ask for a part of it"), at, None));
        }
    }
    Ok(())
}

/// The same of a text that is one literal phrase.
///
/// # Errors
/// [`crate::ErrorKind::Query`].
pub fn check_literal(text: &str) -> Result<()> {
    check_length(text)?;
    check_row(parts(&words(text)), 0)
}

fn parts(words: &[Word]) -> usize {
    words.iter().map(|word| word.parts.len()).sum()
}

fn check_row(count: usize, at: usize) -> Result<()> {
    if count <= IN_A_ROW {
        return Ok(());
    }
    Err(bad(format!("a phrase of {count} words; at most {IN_A_ROW} are looked for in a row"), at, None))
}

fn check_parts(found: &[Word], at: usize) -> Result<()> {
    let Some(word) = found.iter().find(|word| word.parts.len() > PARTS) else { return Ok(()) };
    let message = format!("a word of {} parts; at most {PARTS} are looked for in a row", word.parts.len());
    Err(bad(message, at + word.span.start, None))
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::super::tree::Query;
    use super::*;

    fn message(query: &str) -> String {
        parse(query).unwrap_err().to_string()
    }

    #[test]
    fn what_is_too_much_is_said() {
        let row = "the ".repeat(IN_A_ROW + 1);
        assert!(message(&format!("\"{row}\"")).contains("a phrase of 1001 words"));
        assert!(message(&format!("title:\"{row}\"")).contains("a phrase of"));
        assert!(Query::literal(&row).is_err());
        assert!(message(&"the ".repeat(WORDS + 1)).contains("more than 12000 words"));
        assert!(message(&format!("lamp a{}", "-a".repeat(PARTS))).contains("a word of 201 parts"));
        assert!(message(&" ".repeat(BYTES + 1)).contains("bytes"));
    }

    #[test]
    fn what_is_pasted_is_not_too_much() {
        for query in ["the ".repeat(WORDS), format!("\"{}\"", "the ".repeat(IN_A_ROW)), format!("a{}", "-a".repeat(50))]
        {
            assert!(parse(&query).is_ok());
        }
        assert!(Query::literal(&"the ".repeat(IN_A_ROW)).is_ok());
    }
}
