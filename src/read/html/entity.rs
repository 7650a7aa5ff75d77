//! Character references: `&amp;`, `&#8212;`, `&nbsp`.

use std::borrow::Cow;

use crate::read::entities::{LONGEST, LONGEST_OLD, named, named_without_semicolon};

/// A piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it stands.
    Plain(&'a str),
    /// A reference to a character by its number.
    Char(char),
    /// A reference by name.
    Named(&'a str),
}

/// Splits raw text into pieces, each with its first byte and its length in `raw`.
pub fn pieces(raw: &str) -> impl Iterator<Item = (usize, usize, Piece<'_>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = raw.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        if let Some((len, piece)) = rest.strip_prefix('&').and_then(reference) {
            at += len;
            return Some((start, len, piece));
        }
        let mut len = rest.find('&').unwrap_or(rest.len());
        if len == 0 {
            len = 1 + rest[1..].find('&').unwrap_or(rest.len() - 1);
        }
        at += len;
        Some((start, len, Piece::Plain(&rest[..len])))
    })
}

/// The reference after an `&`: its length with the `&`, what it stands for.
fn reference(rest: &str) -> Option<(usize, Piece<'_>)> {
    if let Some(number) = rest.strip_prefix('#') {
        return numeric(number).map(|(len, c)| (len + 2, Piece::Char(c)));
    }
    let name = rest.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    if name == 0 {
        return None;
    }
    if rest.as_bytes().get(name) == Some(&b';')
        && let Some(text) = named(&rest[..name])
    {
        return Some((name + 2, Piece::Named(text)));
    }
    // old pages leave out the semicolon
    let mut lengths = (2..=name.min(LONGEST_OLD)).rev();
    lengths.find_map(|len| named_without_semicolon(&rest[..len]).map(|text| (len + 1, Piece::Named(text))))
}

/// The number after `&#`: its length with a semicolon, the character.
fn numeric(rest: &str) -> Option<(usize, char)> {
    let hex = rest.starts_with(['x', 'X']);
    let digits = &rest[usize::from(hex)..];
    let is_digit = |b: &u8| if hex { b.is_ascii_hexdigit() } else { b.is_ascii_digit() };
    let len = digits.bytes().take_while(is_digit).count();
    if len == 0 {
        return None;
    }
    let value = u32::from_str_radix(&digits[..len], if hex { 16 } else { 10 }).unwrap_or(u32::MAX);
    let end = usize::from(hex) + len;
    Some((end + usize::from(digits.as_bytes().get(len) == Some(&b';')), character(value)))
}

/// The character of a number; 128 to 159 mean Windows-1252, as browsers take them.
fn character(value: u32) -> char {
    if let 0x80..=0x9f = value {
        let byte = [value as u8];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
        return text.chars().next().unwrap_or('\u{fffd}');
    }
    char::from_u32(value).filter(|c| *c != '\0').unwrap_or('\u{fffd}')
}

/// Raw text with its references resolved.
pub fn decode(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    for (_, _, piece) in pieces(raw) {
        match piece {
            Piece::Plain(text) | Piece::Named(text) => out.push_str(text),
            Piece::Char(c) => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_all_kinds() {
        assert_eq!(
            decode("Q&amp;A &mdash; caf&eacute &#8220;x&#x201D; &#150; &notit; &copy2"),
            "Q&A — café “x” – ¬it; ©2"
        );
        assert_eq!(decode("AT&T & Co. &; &# &#x; &unknown; a&b=c"), "AT&T & Co. &; &# &#x; &unknown; a&b=c");
        assert_eq!(decode("&#0;&#99999999999;&#xD800;"), "\u{fffd}\u{fffd}\u{fffd}");
    }

    #[test]
    fn pieces_keep_their_places() {
        let all: Vec<_> = pieces("a &lt; b&").collect();
        let want = [
            (0, 2, Piece::Plain("a ")),
            (2, 4, Piece::Named("<")),
            (6, 2, Piece::Plain(" b")),
            (8, 1, Piece::Plain("&")),
        ];
        assert_eq!(all, want);
    }
}
