//! How places and hashes are written. Spans and lines follow nearly always from
//! the pieces of the text, and only how they differ is written.

use serde::{Deserialize, Serialize, Serializer};

use super::Places;
use crate::span::packed::{Packed, Reader, push, push_difference};
use crate::span::{Mapped, Span};

type Page = (u32, Option<u32>, Option<String>);

/// Places as they are written.
#[derive(Serialize)]
struct Written<'a> {
    mapped: &'a Mapped,
    stands: Packed,
    pages: &'a [Page],
    part: &'a Option<String>,
    recognised: Option<u8>,
}

/// Places as they are read.
#[derive(Deserialize)]
pub struct Stored {
    mapped: Mapped,
    /// Spans, lines and the last line.
    stands: Packed,
    pages: Vec<Page>,
    part: Option<String>,
    recognised: Option<u8>,
}

impl Serialize for Places {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Places { mapped, pages, part, recognised, .. } = self;
        Written { mapped, stands: pack(self), pages, part, recognised: *recognised }.serialize(to)
    }
}

impl TryFrom<Stored> for Places {
    type Error = &'static str;

    fn try_from(stored: Stored) -> Result<Places, &'static str> {
        let Stored { mapped, stands, pages, part, recognised } = stored;
        let Stands { spans, lines, last_line, page_lines } = unpack(&mapped, &stands).ok_or("no places")?;
        Ok(Places { mapped, spans, lines, last_line, pages, part, page_lines, recognised })
    }
}

/// The source bytes of a text, as its pieces have them.
fn hull(mapped: &Mapped) -> (u64, u64) {
    let ends = |piece: &crate::span::Piece| u64::from(piece.source) + u64::from(piece.source_len);
    (mapped.pieces.first().map_or(0, |piece| piece.source.into()), mapped.pieces.last().map_or(0, ends))
}

/// Of a line: it begins where no piece does.
const WITHIN: u64 = 1;
/// It is not the line after the last.
const LEAPS: u64 = 2;

/// Packs all of places but their text and pages.
pub fn pack(places: &Places) -> Packed {
    let Places { mapped, spans, lines, last_line, .. } = places;
    let mut out = Vec::with_capacity(8 + 2 * spans.len() + 2 * lines.len());
    let (mut expected, end) = hull(mapped);
    push(spans.len() as u64, &mut out);
    for (at, span) in spans.iter().enumerate() {
        push_difference(expected, span.start as u64, &mut out);
        let expected_end = if at + 1 == spans.len() { end } else { span.start as u64 };
        push_difference(expected_end, span.end as u64, &mut out);
        expected = span.end as u64;
    }
    push(lines.len() as u64, &mut out);
    let (mut piece, mut last_clean, mut next_line) = (0, 0, 0);
    for &(clean, line) in lines {
        let leap = if line == next_line { 0 } else { LEAPS };
        match mapped.pieces[piece..].iter().position(|piece| piece.clean >= clean) {
            Some(skipped) if mapped.pieces[piece + skipped].clean == clean => {
                push((skipped as u64) << 2 | leap, &mut out);
                piece += skipped + 1;
            }
            _ => {
                push(WITHIN | leap, &mut out);
                push_difference(last_clean, clean, &mut out);
            }
        }
        if leap != 0 {
            push_difference(next_line, line, &mut out);
        }
        (last_clean, next_line) = (clean, line.wrapping_add(1));
    }
    push(last_line.is_some().into(), &mut out);
    if let Some(last) = *last_line {
        push_difference(next_line, last, &mut out);
    }
    // few files have them: the others, and those of older indexes, end here
    let (mut last_clean, mut next) = (0, 0);
    for &(clean, number) in &places.page_lines {
        push_difference(last_clean, clean, &mut out);
        push_difference(next, number, &mut out);
        (last_clean, next) = (clean, number.wrapping_add(1));
    }
    Packed(out)
}

/// What is left: numbers in the margin.
fn unpack_page_lines(from: &mut Reader) -> Vec<(u32, u32)> {
    let (mut last_clean, mut next, mut out) = (0, 0, Vec::new());
    while let Some(clean) = from.after32(last_clean) {
        let Some(number) = from.after32(next) else { break };
        out.push((clean, number));
        (last_clean, next) = (clean, number.wrapping_add(1));
    }
    out
}

/// What is packed of places, as [`Places`] has it.
pub struct Stands {
    /// Source bytes.
    pub spans: Vec<Span>,
    /// Where lines begin.
    pub lines: Vec<(u32, u32)>,
    /// Line of the last byte.
    pub last_line: Option<u32>,
    /// Numbers in the margin.
    pub page_lines: Vec<(u32, u32)>,
}

/// What was packed of places with this text; `None` where that makes no sense.
pub fn unpack(mapped: &Mapped, stands: &Packed) -> Option<Stands> {
    let from = &mut Reader::new(&stands.0);
    let (mut expected, end) = hull(mapped);
    let mut spans = Vec::new();
    for left in (0..from.number()?).rev() {
        let start = from.after(expected)?;
        expected = from.after(if left == 0 { end } else { start })?;
        spans.push(Span::new(start as usize, expected as usize));
    }
    let mut lines = Vec::new();
    let (mut piece, mut last_clean, mut next_line) = (0, 0, 0);
    for _ in 0..from.number()? {
        let head = from.number()?;
        if head & WITHIN == 0 {
            piece += (head >> 2) as usize;
            last_clean = mapped.pieces.get(piece)?.clean;
            piece += 1;
        } else {
            last_clean = from.after32(last_clean)?;
        }
        let line = if head & LEAPS == 0 { next_line } else { from.after32(next_line)? };
        lines.push((last_clean, line));
        next_line = line.wrapping_add(1);
    }
    let last_line = if from.number()? == 0 { None } else { Some(from.after32(next_line)?) };
    let page_lines = unpack_page_lines(from);
    Some(Stands { spans, lines, last_line, page_lines })
}

/// For `#[serde(with)]` of a hash: 8 hex digits, or `n-` and 8, as 4 bytes.
pub mod hash {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::span::packed::Packed;

    /// Before the bytes of a hash, of a note's, and of a text that is neither.
    const KINDS: [&[u8]; 3] = [b"p", b"n", b"="];

    /// Packs a hash.
    pub fn pack(hash: &str) -> Packed {
        let (kind, digits) = hash.strip_prefix("n-").map_or((0, hash), |digits| (1, digits));
        let number = u32::from_str_radix(digits, 16).ok().filter(|number| format!("{number:08x}") == digits);
        let packed = match number {
            Some(number) => [KINDS[kind], &number.to_be_bytes()].concat(),
            None => [KINDS[2], hash.as_bytes()].concat(),
        };
        Packed(packed)
    }

    /// The hash that was packed; `None` where it is none.
    pub fn unpack(Packed(bytes): &Packed) -> Option<String> {
        match bytes.split_first() {
            Some((b'p', &[a, b, c, d])) => Some(format!("{:08x}", u32::from_be_bytes([a, b, c, d]))),
            Some((b'n', &[a, b, c, d])) => Some(format!("n-{:08x}", u32::from_be_bytes([a, b, c, d]))),
            Some((b'=', text)) => String::from_utf8(text.to_vec()).ok(),
            _ => None,
        }
    }

    /// Writes a hash.
    pub fn serialize<S: Serializer>(hash: &str, to: S) -> Result<S::Ok, S::Error> {
        pack(hash).serialize(to)
    }

    /// Reads a hash.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
        unpack(&Packed::deserialize(from)?).ok_or_else(|| D::Error::custom("no hash"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Passage, PassageNote};
    use proptest::prelude::*;

    fn again<T: Serialize + serde::de::DeserializeOwned>(of: &T) -> T {
        postcard::from_bytes(&postcard::to_stdvec(of).unwrap()).unwrap()
    }

    #[test]
    fn a_hash_of_any_kind_comes_back() {
        for hash in ["0012abcd", "n-0012abcd", "", "n-", "n-12", "0012ABCD", "+012abcd", "long long hash"] {
            let note = PassageNote { hash: hash.to_owned(), ..PassageNote::default() };
            let passage = Passage { hash: hash.to_owned(), notes: vec![note], ..Passage::default() };
            assert_eq!(again(&passage), passage);
        }
    }

    #[test]
    fn what_follows_from_the_pieces_takes_a_byte_a_line() {
        let mut mapped = Mapped::identity("one", 100);
        mapped.push_replaced(" ", Span::new(103, 105));
        mapped.push("two", 105);
        let places = Places {
            mapped,
            spans: vec![Span::new(100, 110)],
            lines: vec![(0, 7), (4, 8)],
            last_line: Some(8),
            ..Places::default()
        };
        assert_eq!(pack(&places).0, [1, 0, 4, 2, LEAPS as u8, 14, 4, 1, 1]);
        assert_eq!(again(&places), places);
    }

    proptest! {
        #[test]
        fn any_places_come_back(
            texts in proptest::collection::vec(("[a-z]{0,3}", 0usize..9, 0usize..9), 0..6),
            spans in proptest::collection::vec((0usize..99, 0usize..99), 0..4),
            lines in proptest::collection::vec((0u32..20, 0u32..5), 0..6),
            last_line in proptest::option::of(0u32..9),
            page_lines in proptest::collection::vec((0u32..20, 0u32..28), 0..4),
        ) {
            let mut mapped = Mapped::new();
            for (text, source, len) in texts {
                mapped.push_replaced(&text, Span::new(source, source + len));
            }
            let spans = spans.into_iter().map(Span::from).collect();
            let places = Places { mapped, spans, lines, last_line, page_lines, ..Places::default() };
            prop_assert_eq!(again(&places), places);
        }
    }
}
