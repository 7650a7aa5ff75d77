//! The words of a note, as parted by white space, with the quotations and
//! brackets they stand in.

use super::{marks, vocabulary};

/// A word with the punctuation that clings to it.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    /// As it stands.
    pub text: &'a str,
    /// Without punctuation at either end.
    pub word: &'a str,
    /// First byte in the text.
    pub start: usize,
    /// FNV-1a of the word in lower case.
    pub hash: u32,
    /// Class of the word (`vocabulary`).
    pub class: u8,
    /// Lists that the word stands in (`vocabulary`).
    pub lists: u8,
    /// True where the word begins inside a quotation (also the first of one).
    pub quoted: bool,
    /// True where a quotation ends in the token.
    pub closes: bool,
    /// True where the word begins inside brackets (also the first).
    pub bracketed: bool,
    /// True where a border between two works may follow: outside quotations
    /// and brackets.
    pub open: bool,
}

impl Token<'_> {
    /// One past the last byte.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// True where the word stands in a list of `vocabulary`.
    pub fn is(&self, list: u8) -> bool {
        self.lists & list != 0
    }

    /// True where the word begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.word.starts_with(char::is_uppercase)
    }

    /// True where the token ends with one of these, closing marks and brackets
    /// passed over.
    pub fn ends_with(&self, signs: &[char]) -> bool {
        self.text.trim_end_matches(['”', '’', '"', '\'', '»', ')', ']', '“', '‘']).ends_with(signs)
    }

    /// The four-digit year in the token, from 1400 to 2099: `1987`, `(1987),`, `1987a`, `1974/75`.
    pub fn year(&self) -> Option<&str> {
        year_in(self.word)
    }
}

/// A year at the beginning of a word.
pub fn year_in(word: &str) -> Option<&str> {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    // "7/1998": the number of an issue, or a month
    let word = match word.split_once('/') {
        Some((before, after))
            if before.len() <= 2 && before.bytes().all(|b| b.is_ascii_digit()) && after.len() == 4 =>
        {
            after
        }
        _ => word,
    };
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let year = (digits == 4).then(|| &word[..4])?;
    let rest = &word[4..];
    let mut chars = rest.chars();
    let ok = match chars.next() {
        None => true,
        Some(c) if c.is_ascii_lowercase() => chars.next().is_none_or(|c| !c.is_alphanumeric()),
        Some(c) => !c.is_alphanumeric(),
    };
    (ok && ("1400".."2100").contains(&year)).then_some(year)
}

/// The tokens of a text.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let quotes = marks::quotes(text);
    let brackets = marks::brackets(text);
    let inner = |c: char| !c.is_alphanumeric() || matches!(c, 'ᵒ' | 'º' | 'ˢ');
    let (mut quote, mut bracket) = (0, 0);
    let mut out = Vec::with_capacity(text.len() / 6 + 1);
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let end = start + word.len();
        let bare = word.trim_matches(inner);
        let first = if bare.is_empty() { start } else { bare.as_ptr() as usize - text.as_ptr() as usize };
        while quotes.get(quote).is_some_and(|span| span.end <= start) {
            quote += 1;
        }
        while brackets.get(bracket).is_some_and(|span| span.end <= start) {
            bracket += 1;
        }
        let in_quote = quotes.get(quote).filter(|span| span.start < end);
        let in_bracket = brackets.get(bracket).filter(|span| span.start < end);
        // "nᵒ 7", "n° 7" and "nᵒˢ 7-8" are "no. 7"
        let numero =
            matches!(bare, "n" | "N") && !word.ends_with('.') && word[first - start + 1..].starts_with(['ᵒ', 'º', '°']);
        let known = vocabulary::look_up(if numero { "no" } else { bare });
        out.push(Token {
            text: word,
            word: bare,
            start,
            hash: known.hash,
            class: known.class,
            lists: known.lists,
            quoted: in_quote.is_some_and(|span| span.start <= first && first < span.end),
            closes: in_quote.is_some_and(|span| span.end <= end),
            bracketed: in_bracket.is_some_and(|span| span.start <= first && first < span.end),
            open: in_quote.is_none_or(|span| span.end <= end) && in_bracket.is_none_or(|span| span.end <= end),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_told_from_other_numbers() {
        let year = |text: &str| tokens(text)[0].year().map(str::to_owned);
        for (text, want) in [
            ("(1987),", Some("1987")),
            ("1974/75", Some("1974")),
            ("1995a).", Some("1995")),
            ("7/1998,", Some("1998")),
            ("3/4", None),
            ("1144", None),
            ("19870", None),
            ("2000th", None),
            ("1999-12345", Some("1999")),
        ] {
            assert_eq!(year(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn tokens_know_where_they_stand() {
        let text = "A, “B c” (d e) f";
        let all = tokens(text);
        let quoted: Vec<&str> = all.iter().filter(|t| t.quoted).map(|t| t.text).collect();
        let bracketed: Vec<&str> = all.iter().filter(|t| t.bracketed).map(|t| t.text).collect();
        let open: Vec<&str> = all.iter().filter(|t| t.open).map(|t| t.text).collect();
        assert_eq!((quoted, bracketed), (vec!["“B", "c”"], vec!["(d", "e)"]));
        assert_eq!(open, ["A,", "c”", "e)", "f"]);
    }
}
