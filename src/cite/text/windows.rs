//! The sentences of a text that may hold a citation, by tell-tale signs alone.
//!
//! One pass over the bytes. A sign that is no citation costs a few microseconds,
//! a citation without a sign is not found; so signs are whatever a citation in
//! running text cannot do without.

use std::sync::OnceLock;

use regex::Regex;

use crate::cite::vocabulary;
use crate::span::Span;

/// Farthest that a sentence is followed from a sign, in bytes, back and forth.
const BACK: usize = 600;
const FORTH: usize = 400;

/// A stretch grows no further than this, in bytes: what is found in one is held at once.
const LONGEST: usize = 1 << 18;

/// Longest bracket in which a year is a sign, in bytes.
const BRACKET: usize = 400;

/// Words that are signs, in literals; what may stand around each is left to the
/// scanners.
const WORDS: &str = r"[Ii]bid|[Ii]d\.|op\. ?cit|loc\. cit|[Ss]upra|[Ii]nfra|[Ee]bd|a\.a\.O|RFC|arXiv|ISO|IEEE|ANSI|DIN |IEC|NIST|BIP|PEP|EIP|ITU-T|FIPS|ECLI:|Pub\. L\.|See |Cf\. |ootnote |fn\.|doi:|www\.|://";

/// Last words of the name of a statute, before its year.
const ACTS: &[&str] =
    &["Act ", "Ordinance ", "Regulations ", "Convention ", "Decree ", "Rules ", "Order ", "Constitution "];

/// Finds [`WORDS`]: literals alone, which `regex` looks for many bytes at a time.
fn words(text: &str) -> impl Iterator<Item = usize> {
    static FINDER: OnceLock<Option<Regex>> = OnceLock::new();
    let finder = FINDER.get_or_init(|| Regex::new(WORDS).ok()).as_ref();
    finder.into_iter().flat_map(|finder| finder.find_iter(text)).map(|found| found.start())
}

/// The stretches to be read, in order, apart.
pub fn of(text: &str) -> Vec<Span> {
    let mut signs = numbers(text.as_bytes());
    signs.extend(words(text));
    signs.sort_unstable();
    let mut out: Vec<Span> = Vec::new();
    let mut done = 0;
    for at in signs {
        if at < done {
            continue;
        }
        let found = Span::new(before(text, at), after(text, at));
        done = found.end.saturating_sub(FORTH / 2).max(at + 1);
        match out.last_mut() {
            Some(last) if found.start <= last.end && last.end - last.start < LONGEST => {
                last.end = last.end.max(found.end)
            }
            Some(last) if found.start < last.end => {
                let rest = Span::new(last.end, found.end.max(last.end));
                out.extend((!rest.is_empty()).then_some(rest));
            }
            _ => out.push(found),
        }
    }
    out
}

/// Bytes that [`numbers`] looks at together.
const PLAIN: usize = 32;

/// True where no byte is one that [`numbers`] stops at: most text, which the
/// compiler sees through in vectors.
fn is_plain(bytes: &[u8; PLAIN]) -> bool {
    let stops = |byte: u8| {
        byte.is_ascii_digit() | (byte == b'(') | (byte == b')') | (byte == b'[') | (byte == b']') | (byte == 0xC2)
    };
    !bytes.iter().fold(false, |any, byte| any | stops(*byte))
}

/// Where numbers and section signs stand that are signs.
fn numbers(bytes: &[u8]) -> Vec<usize> {
    let mut out = Vec::new();
    let (mut opened, mut at, mut looked_at) = (None, 0, 0);
    while at < bytes.len() {
        if at >= looked_at {
            looked_at = at + PLAIN;
            if bytes[at..].first_chunk().is_some_and(is_plain) {
                at = looked_at;
                continue;
            }
        }
        match bytes[at] {
            b'(' | b'[' => opened = Some(at),
            b')' | b']' => opened = None,
            // "§"
            0xC2 if bytes.get(at + 1) == Some(&0xA7) => out.push(at),
            b'0'..=b'9' => {
                let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let begins = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] >= 0x80);
                if begins && number(bytes, (at, digits), opened) {
                    out.push(at);
                }
                at += digits - 1;
            }
            _ => {}
        }
        at += 1;
    }
    out
}

/// A year in brackets or after "Act", the volume of a report (`410 U.S.`), a DOI.
fn number(bytes: &[u8], (at, digits): (usize, usize), opened: Option<usize>) -> bool {
    let year = digits == 4 && matches!(bytes[at..at + 2], [b'1', b'4'..=b'9'] | [b'2', b'0']);
    if year && opened.is_some_and(|open| at - open < BRACKET) {
        return true;
    }
    if year && ACTS.iter().any(|name| bytes[..at].ends_with(name.as_bytes())) {
        return true;
    }
    let rest = &bytes[at + digits..];
    let doi = digits == 2 && bytes[at..].starts_with(b"10.") && rest.get(1).is_some_and(u8::is_ascii_digit);
    doi || digits < 5
        && rest.first() == Some(&b' ')
        && rest.get(1).is_some_and(u8::is_ascii_uppercase)
        && report(&rest[1..])
}

/// An abbreviation such as reports have: a capital and, before the next blank, a
/// full stop or a digit: `U.S.`, `F3d`. Reports without either (`AC`) have a
/// year in brackets.
fn report(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .take(14)
        .take_while(|byte| !byte.is_ascii_whitespace())
        .any(|byte| *byte == b'.' || byte.is_ascii_digit())
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
    if floor == 0 {
        0
    } else {
        text[floor..at].find(' ').map_or(at, |blank| floor + blank + 1).min(text.floor_char_boundary(at))
    }
}

/// Where the sentence ends that holds byte `at`.
fn after(text: &str, at: usize) -> usize {
    let top = text.floor_char_boundary(at + FORTH);
    let bytes = text.as_bytes();
    let end = (at + 1..top).find(|i| bytes[*i] == b' ' && ends(text, *i));
    end.unwrap_or_else(|| {
        if top == text.len() {
            top
        } else {
            text[at..top].rfind(' ').filter(|blank| *blank > 0).map_or(top, |blank| at + blank)
        }
    })
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
    fn words_are_found() {
        assert!(Regex::new(WORDS).is_ok());
        assert_eq!(words("See RFC 1, ibid.").collect::<Vec<_>>(), [0, 4, 11]);
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
