//! How pieces are written, in the index and between processes. Most go on where
//! the one before ends, so what is written is how they differ from that: of a
//! book, a byte in place of 16 for each line of the source.
//!
//! Numbers take 7 bits a byte, the lowest first.

use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Piece;

/// For `#[serde(with)]`: writes pieces.
pub fn serialize<S: Serializer>(pieces: &[Piece], to: S) -> Result<S::Ok, S::Error> {
    pack(pieces).serialize(to)
}

/// For `#[serde(with)]`: reads pieces.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Piece>, D::Error> {
    unpack(&Packed::deserialize(from)?).ok_or_else(|| D::Error::custom("no pieces"))
}

/// Bytes that were put together by hand.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Packed(pub Vec<u8>);

/// No line of text: a piece of one of the kinds below. Any other number is the
/// length of a line, a piece of the kind [`PLAIN`], that is followed by [`BREAK`].
const OTHER: u64 = 0;
/// Lengths of a line break, in the text and in the source: a blank for `\r\n`.
const BREAK: (u32, u32) = (1, 2);

/// A piece that goes on where the last one ends, and is as long as its source.
const PLAIN: u64 = 0;
/// One that goes on and is replaced as a whole: the source's length follows.
const REPLACED: u64 = 1;
/// Any other: how far it is from where the last one ends, in the text and in the
/// source, and the source's length.
const ELSEWHERE: u64 = 2;

/// Packs pieces.
pub fn pack(pieces: &[Piece]) -> Packed {
    let Some(first) = pieces.first() else { return Packed::default() };
    let mut out = Vec::with_capacity(8 + pieces.len());
    push(first.source.into(), &mut out);
    let (mut clean, mut source) = (0, first.source);
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        if let Some(after) = line(&pieces[at..], clean, source) {
            push(piece.len.into(), &mut out);
            (clean, source) = after;
            at += 2;
            continue;
        }
        at += 1;
        push(OTHER, &mut out);
        let goes_on = (piece.clean, piece.source) == (clean, source);
        let kind = match goes_on {
            true if piece.len == piece.source_len => PLAIN,
            true => REPLACED,
            false => ELSEWHERE,
        };
        push(u64::from(piece.len) << 2 | kind, &mut out);
        if kind == ELSEWHERE {
            push_difference(clean, piece.clean, &mut out);
            push_difference(source, piece.source, &mut out);
        }
        if kind != PLAIN {
            push_difference(piece.len, piece.source_len, &mut out);
        }
        (clean, source) = (piece.clean.wrapping_add(piece.len), piece.source.wrapping_add(piece.source_len));
    }
    Packed(out)
}

/// Where the text and the source go on after a line and its break, if that is
/// what the pieces begin with.
fn line(pieces: &[Piece], clean: u32, source: u32) -> Option<(u32, u32)> {
    let [first, second, ..] = pieces else { return None };
    let line = Piece { clean, len: first.len, source, source_len: first.len };
    let (clean, source) = (clean.checked_add(first.len)?, source.checked_add(first.len)?);
    let end = Piece { clean, len: BREAK.0, source, source_len: BREAK.1 };
    let fits = first.len > 0 && *first == line && *second == end;
    fits.then_some((clean.checked_add(BREAK.0)?, source.checked_add(BREAK.1)?))
}

/// The pieces that were packed; `None` where they make no sense.
pub fn unpack(packed: &Packed) -> Option<Vec<Piece>> {
    let mut from = Reader::new(&packed.0);
    let mut out = Vec::with_capacity(2 * from.0.len());
    let (mut clean, mut source) = (0, if from.is_empty() { 0 } else { from.number()? as u32 });
    while !from.is_empty() {
        let length = from.number()?;
        if length != OTHER {
            let len = length as u32;
            out.push(Piece { clean, len, source, source_len: len });
            (clean, source) = (clean.wrapping_add(len), source.wrapping_add(len));
            out.push(Piece { clean, len: BREAK.0, source, source_len: BREAK.1 });
            (clean, source) = (clean.wrapping_add(BREAK.0), source.wrapping_add(BREAK.1));
            continue;
        }
        let head = from.number()?;
        let (len, kind) = ((head >> 2) as u32, head & 3);
        if kind == ELSEWHERE {
            clean = from.after32(clean)?;
            source = from.after32(source)?;
        }
        let source_len = if kind == PLAIN { len } else { from.after32(len)? };
        out.push(Piece { clean, len, source, source_len });
        (clean, source) = (clean.wrapping_add(len), source.wrapping_add(source_len));
    }
    Some(out)
}

/// Appends a number.
pub fn push(mut number: u64, out: &mut Vec<u8>) {
    while number > 0x7f {
        out.push(0x80 | number as u8);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends how far `to` is from `from`: twice that, one less where it is before.
pub fn push_difference(from: impl Into<u64>, to: impl Into<u64>, out: &mut Vec<u8>) {
    let difference = to.into().wrapping_sub(from.into()) as i64;
    push((difference << 1 ^ difference >> 63) as u64, out);
}

/// Reads what was pushed; `None` where it ends too early or never.
pub struct Reader<'a>(std::slice::Iter<'a, u8>);

impl<'a> Reader<'a> {
    /// Of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader(bytes.iter())
    }

    /// True where nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.as_slice().is_empty()
    }

    /// The next number.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.0.next()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// The next number, told by its difference.
    pub fn after(&mut self, from: impl Into<u64>) -> Option<u64> {
        let number = self.number()?;
        Some(from.into().wrapping_add(number >> 1 ^ (number & 1).wrapping_neg()))
    }

    /// The same, of a number of 32 bits.
    pub fn after32(&mut self, from: u32) -> Option<u32> {
        self.after(from).map(|number| number as u32)
    }
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Packed, D::Error> {
        from.deserialize_bytes(Bytes).map(Packed)
    }
}

/// Takes bytes in whatever way a format gives them.
struct Bytes;

impl<'de> Visitor<'de> for Bytes {
    type Value = Vec<u8>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<u8>, A::Error> {
        let mut out = Vec::new();
        while let Some(byte) = seq.next_element()? {
            out.push(byte);
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_of_a_book_takes_a_byte() {
        let mut mapped = super::super::Mapped::identity(&"x".repeat(60), 7);
        mapped.push_replaced(" ", super::super::Span::new(67, 69));
        mapped.push(&"y".repeat(20), 69);
        assert_eq!(pack(&mapped.pieces).0, [7, 60, 0, 20 << 2]);
        assert_eq!(unpack(&Packed(vec![7, 60, 0, 20 << 2])), Some(mapped.pieces));
    }

    #[test]
    fn damaged_bytes_are_no_pieces() {
        assert_eq!(unpack(&Packed(vec![0x80])), None);
        assert_eq!(unpack(&Packed(vec![0xff; 12])), None);
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(numbers in proptest::collection::vec(any::<[u32; 4]>(), 0..8), small: bool) {
            let cut = |n: u32| if small { n % 3 } else { n };
            let piece = |[clean, len, source, source_len]: [u32; 4]| Piece {
                clean: cut(clean), len: cut(len), source: cut(source), source_len: cut(source_len),
            };
            let pieces: Vec<Piece> = numbers.iter().copied().map(piece).collect();
            prop_assert_eq!(unpack(&pack(&pieces)), Some(pieces));
        }
    }
}
