//! UTF-7, as old mail programs wrote it: ASCII, and runs of UTF-16 in base 64
//! between `+` and `-`.
//!
//! Each of its bytes is ASCII, so nothing but these runs tells it: they must all
//! decode, to letters beyond ASCII, and there must be several.

use crate::span::{Mapped, Span};

/// Runs from which a text is taken for UTF-7; one can be chance, as a formula or
/// a key in base 64.
const FEWEST: usize = 2;

/// The text, where the bytes are UTF-7 without doubt.
pub fn decode(bytes: &[u8]) -> Option<Mapped> {
    if !bytes.contains(&b'+') || !bytes.is_ascii() {
        return None;
    }
    let mut mapped = Mapped::new();
    let (mut at, mut plain, mut runs) = (0, 0, 0);
    while let Some(plus) = bytes[at..].iter().position(|byte| *byte == b'+').map(|found| at + found) {
        let len = bytes[plus + 1..].iter().take_while(|byte| sextet(**byte).is_some()).count();
        let end = plus + 1 + len;
        let closed = usize::from(bytes.get(end) == Some(&b'-'));
        at = end + closed;
        let text = match len {
            0 if closed == 1 => "+".to_owned(),
            // a plus sign that opens nothing: the text is none, or is damaged
            0 => return None,
            _ => run(&bytes[plus + 1..end])?,
        };
        runs += usize::from(len > 0);
        mapped.push(&String::from_utf8_lossy(&bytes[plain..plus]), plain);
        mapped.push_replaced(&text, Span::new(plus, at));
        plain = at;
    }
    mapped.push(&String::from_utf8_lossy(&bytes[plain..]), plain);
    (runs >= FEWEST).then_some(mapped)
}

/// The characters of a run; `None` where it is none, or holds what needs none.
fn run(digits: &[u8]) -> Option<String> {
    let mut units = Vec::new();
    let (mut bits, mut held) = (0u32, 0);
    for digit in digits {
        bits = bits << 6 | u32::from(sextet(*digit)?);
        held += 6;
        if held >= 16 {
            held -= 16;
            units.push((bits >> held) as u16);
            bits &= (1 << held) - 1;
        }
    }
    let padded = held < 6 && bits == 0;
    let text = String::from_utf16(&units).ok().filter(|text| padded && !text.is_empty())?;
    let fits = |c: char| !c.is_ascii() && !c.is_control() || c == ' ';
    (text.chars().all(fits) && text.chars().any(|c| c.is_alphabetic() || "“”‘’–—…§".contains(c))).then_some(text)
}

/// The six bits of a digit of base 64.
fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_read_with_their_bytes() {
        let bytes = b"The caf+AOk- of K+APY-ln, 2 +- 3.";
        let mapped = decode(bytes).unwrap();
        assert_eq!(mapped.text, "The café of Köln, 2 + 3.");
        let at = mapped.text.find("café").unwrap();
        assert_eq!(mapped.source(Span::new(at, at + "café".len())), Some(Span::new(4, 12)));
        assert_eq!(decode(b"+ZeVnLIqe- and +MEQ-.").unwrap().text, "日本語 and い.");
    }

    #[test]
    fn ascii_with_plus_signs_is_none() {
        for text in ["call +1-800-5550 or +44 20", "a+b-c, x + y", "the caf+AOk- once", "C++ and +rope-", "1+1=2"] {
            assert_eq!(decode(text.as_bytes()).map(|mapped| mapped.text), None, "{text}");
        }
    }
}
