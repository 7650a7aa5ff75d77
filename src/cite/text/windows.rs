//! The sentences of a text that may hold a citation, by tell-tale signs alone.
//!
//! One pass over the bytes. A sign that is no citation costs a few microseconds,
//! a citation without a sign is not found; so signs are whatever a citation in
//! running text cannot do without.

use crate::cite::vocabulary;
use crate::span::Span;

/// Farthest that a sentence is followed from a sign, in bytes, back and forth.
const BACK: usize = 600;
const FORTH: usize = 400;

/// Longest bracket in which a year is a sign, in bytes.
const BRACKET: usize = 400;

/// Words that are signs; what may follow each is left to the scanners.
const WORDS: &[&str] = &[
    "Ibid", "ibid", "Id.", "id.", "Idem", "idem", "op. cit", "op.cit", "loc. cit", "supra", "infra", "Supra", "ebd", "Ebd",
    "a.a.O", "RFC", "arXiv", "ISO", "IEEE", "ANSI", "DIN", "IEC", "NIST", "BIP", "PEP", "EIP", "ITU-T", "FIPS", "ECLI:",
    "Pub. L.", "See ", "Cf. ", "footnote", "fn.", "doi:", "www.", "n.d.",
];

/// Last words of the name of a statute, before its year.
const ACTS: &[&str] =
    &["Act ", "Ordinance ", "Regulations ", "Convention ", "Decree ", "Rules ", "Order ", "Constitution "];

/// The stretches to be read, in order, apart.
pub fn of(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut out: Vec<Span> = Vec::new();
    let (mut opened, mut done, mut inside) = (None, 0, false);
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'(' | b'[' => opened = Some(at),
            b')' | b']' => opened = None,
            _ => {}
        }
        let begins = !inside;
        inside = byte.is_ascii_alphanumeric() || byte >= 0x80;
        if at < done || !tells(bytes, at, (begins, opened)) {
            continue;
        }
        let found = Span::new(before(text, at), after(text, at));
        done = found.end.saturating_sub(FORTH / 2).max(at + 1);
        match out.last_mut() {
            Some(last) if found.start <= last.end => last.end = last.end.max(found.end),
            _ => out.push(found),
        }
    }
    out
}

/// True where a sign stands at a byte. `begins` says that a word may begin there.
fn tells(bytes: &[u8], at: usize, (begins, opened): (bool, Option<usize>)) -> bool {
    match bytes[at] {
        b'0'..=b'9' if begins => number(bytes, at, opened),
        b':' => bytes[at..].starts_with(b"://"),
        0xC2 => bytes.get(at + 1) == Some(&0xA7),
        b'a'..=b'z' | b'A'..=b'Z' if begins => word(&bytes[at..]),
        _ => false,
    }
}

fn word(bytes: &[u8]) -> bool {
    matches!(
        bytes[0],
        b'I' | b'i' | b'o' | b'l' | b's' | b'S' | b'e' | b'E' | b'a' | b'R' | b'A' | b'D' | b'N' | b'B' | b'P' | b'F' | b'C'
            | b'f' | b'd' | b'w' | b'n'
    ) && WORDS.iter().any(|word| bytes.starts_with(word.as_bytes()))
}

/// A year in brackets or after "Act", the volume of a report (`410 U.S.`), a DOI.
fn number(bytes: &[u8], at: usize, opened: Option<usize>) -> bool {
    let digits = bytes[at..].iter().take(6).take_while(|byte| byte.is_ascii_digit()).count();
    let year = digits == 4 && matches!(bytes[at..at + 2], [b'1', b'4'..=b'9'] | [b'2', b'0']);
    if year && opened.is_some_and(|open| at - open < BRACKET) {
        return true;
    }
    if year && ACTS.iter().any(|name| bytes[..at].ends_with(name.as_bytes())) {
        return true;
    }
    let rest = &bytes[at + digits..];
    let doi = digits == 2 && bytes[at..].starts_with(b"10.") && rest.get(1).is_some_and(u8::is_ascii_digit);
    doi || digits < 5 && rest.first() == Some(&b' ') && rest.get(1).is_some_and(u8::is_ascii_uppercase) && report(&rest[1..])
}

/// An abbreviation such as reports have: a capital and, before the next blank, a
/// full stop or a digit: `U.S.`, `F3d`. Reports without either (`AC`) have a
/// year in brackets.
fn report(bytes: &[u8]) -> bool {
    bytes.iter().take(14).take_while(|byte| !byte.is_ascii_whitespace()).any(|byte| *byte == b'.' || byte.is_ascii_digit())
}

/// Where the sentence begins that holds byte `at`.
fn before(text: &str, at: usize) -> usize {
    let floor = text.floor_char_boundary(at.saturating_sub(BACK));
    let bytes = text.as_bytes();
    let mut i = at;
    while i > floor {
        if bytes[i - 1] == b' ' && i < at && ends(text, i - 1) {
            return i;
        }
        i -= 1;
    }
    // Not in the middle of a word.
    if floor == 0 { 0 } else { text[floor..at].find(' ').map_or(at, |blank| floor + blank + 1).min(text.floor_char_boundary(at)) }
}

/// Where the sentence ends that holds byte `at`.
fn after(text: &str, at: usize) -> usize {
    let top = text.floor_char_boundary(at + FORTH);
    let bytes = text.as_bytes();
    let end = (at + 1..top).find(|i| bytes[*i] == b' ' && ends(text, *i));
    end.unwrap_or_else(|| if top == text.len() { top } else { text[..top].rfind(' ').filter(|blank| *blank > at).unwrap_or(top) })
}

/// True for a blank after which a sentence begins: after a stop that is no
/// abbreviation's, before a capital letter or an opening mark. Doubtful ones are
/// none: more is read then, nothing missed.
fn ends(text: &str, blank: usize) -> bool {
    let bytes = text.as_bytes();
    let closing = |byte: u8| matches!(byte, b')' | b']' | b'"' | b'\'');
    let mut stop = blank;
    while stop > 0 && closing(bytes[stop - 1]) {
        stop -= 1;
    }
    if stop == 0 || !matches!(bytes[stop - 1], b'.' | b'?' | b'!') {
        return false;
    }
    let next = bytes.get(blank + 1).copied().unwrap_or(b' ');
    if !(next.is_ascii_uppercase() || next >= 0x80 || matches!(next, b'"' | b'\'')) {
        return false;
    }
    let letters = bytes[..stop - 1].iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let word = &text[stop - 1 - letters..stop - 1];
    letters > 3 && letters < 30 && !vocabulary::look_up(word).is_abbreviation()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<&str> {
        of(text).into_iter().map(|window| &text[window.start..window.end]).collect()
    }

    #[test]
    fn the_sentence_around_a_sign() {
        let text = "Nothing stands there. It is so (Ek 1990). And then nothing again.";
        assert_eq!(seen(text), ["It is so (Ek 1990).  And then nothing again.".replace("  ", " ")]);
        assert_eq!(seen("In May 1997 it rained. Nothing."), Vec::<&str>::new());
        assert_eq!(seen("He had 12 Cats in 1815."), Vec::<&str>::new());
    }

    #[test]
    fn any_text_is_cut_on_borders_of_characters() {
        let text = "é§1 ".repeat(400) + "王(王1990)王" + &"ü".repeat(500) + " RFC 1";
        let windows = of(&text);
        for window in &windows {
            assert!(text.is_char_boundary(window.start) && text.is_char_boundary(window.end));
        }
        assert!(windows.windows(2).all(|pair| pair[0].end < pair[1].start));
    }
}
