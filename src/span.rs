//! Byte spans, and the one map from clean text back to source bytes.
//!
//! A reader cleans as it reads: line wraps become blanks, line-end hyphens go,
//! markers are cut. Every such step goes through [`Mapped`], so that a byte of
//! clean text can always be led back to the bytes it came from. May use nothing
//! of the crate.

pub mod packed;

use serde::{Deserialize, Serialize};

/// A half-open range of bytes, `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Self {
        Span { start, end }
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

impl Span {
    /// The span `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// True where no byte lies inside.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// True where `byte` lies inside.
    pub fn contains(self, byte: usize) -> bool {
        self.start <= byte && byte < self.end
    }

    /// True where the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn hull(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// A run of clean text that comes from one run of the source.
///
/// Where both lengths are the same, byte `clean + i` stands at `source + i`;
/// where they differ, the run was replaced as a whole (`\r\n   ` by one blank).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// First byte in the clean text.
    pub clean: u32,
    /// Bytes of clean text.
    pub len: u32,
    /// First byte in the source.
    pub source: u32,
    /// Bytes of the source.
    pub source_len: u32,
}

/// Clean text, with the way back to the source.
///
/// `pieces` are in order of the clean text, without gaps in it; between two
/// pieces the source may skip bytes (a cut marker, a dropped hyphen) and may
/// not go backwards within one block.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapped {
    /// The clean text.
    pub text: String,
    /// Where it comes from.
    #[serde(with = "packed")]
    pub pieces: Vec<Piece>,
    /// Offsets in `text`, ascending, at which a line-end hyphen was dropped:
    /// `inter-⏎national` is `international` with a join at 5. The word is
    /// indexed both whole and in parts, as the hyphen may have been the word's own.
    pub joins: Vec<u32>,
}

impl Mapped {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Text that is the same in the source, starting at byte `source`.
    pub fn identity(text: &str, source: usize) -> Self {
        let mut mapped = Self::new();
        mapped.push(text, source);
        mapped
    }

    /// Length of the clean text in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// True where there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends text that stands as it is at byte `source` of the source.
    pub fn push(&mut self, text: &str, source: usize) {
        self.push_replaced(text, Span::new(source, source + text.len()));
    }

    /// Appends `text`, which stands for the bytes `span` of the source.
    pub fn push_replaced(&mut self, text: &str, span: Span) {
        if text.is_empty() {
            return;
        }
        let (clean, len) = (self.text.len() as u32, text.len() as u32);
        self.text.push_str(text);
        let piece = Piece { clean, len, source: span.start as u32, source_len: span.len() as u32 };
        match self.pieces.last_mut() {
            Some(last) if last.is_identity() && piece.is_identity() && last.source_end() == span.start => {
                last.len += len;
                last.source_len += len;
            }
            _ => self.pieces.push(piece),
        }
    }

    /// Takes the last character away. What was replaced as a whole stays whole.
    pub fn pop(&mut self) {
        let Some(c) = self.text.pop() else { return };
        let mut rest = c.len_utf8() as u32;
        while let Some(last) = self.pieces.last_mut().filter(|_| rest > 0) {
            let cut = rest.min(last.len);
            if last.is_identity() {
                last.source_len -= cut;
            }
            last.len -= cut;
            rest -= cut;
            if last.len == 0 {
                self.pieces.pop();
            }
        }
    }

    /// Notes that a line-end hyphen was dropped at the present end of the text.
    pub fn push_join(&mut self) {
        self.joins.push(self.text.len() as u32);
    }

    /// Appends another text.
    pub fn append(&mut self, other: &Mapped) {
        let base = self.text.len() as u32;
        for piece in &other.pieces {
            let text = &other.text[piece.clean as usize..(piece.clean + piece.len) as usize];
            self.push_replaced(text, Span::new(piece.source as usize, piece.source_end()));
        }
        self.joins.extend(other.joins.iter().map(|join| base + join));
    }

    /// The part `range` of the clean text (bytes, on character borders).
    pub fn slice(&self, range: Span) -> Mapped {
        let mut out = Mapped::new();
        out.append_part(self, range);
        out
    }

    /// Appends the part `range` of another text.
    pub fn append_part(&mut self, other: &Mapped, range: Span) {
        let base = self.text.len() as u32;
        self.text.reserve(range.len());
        let first = other.pieces.partition_point(|p| ((p.clean + p.len) as usize) <= range.start);
        for piece in &other.pieces[first..] {
            let (start, end) = (piece.clean as usize, (piece.clean + piece.len) as usize);
            if start >= range.end {
                break;
            }
            let (from, to) = (start.max(range.start), end.min(range.end));
            self.push_replaced(&other.text[from..to], piece.source_of(from, to));
        }
        let first = other.joins.partition_point(|join| *join as usize <= range.start);
        let inside = other.joins[first..].iter().take_while(|join| (**join as usize) < range.end);
        self.joins.extend(inside.map(|join| base + join - range.start as u32));
    }

    /// The text without the ranges `cuts` of it (ascending, not overlapping).
    pub fn without(&self, cuts: &[Span]) -> Mapped {
        let mut out = Mapped::new();
        let mut at = 0;
        for cut in cuts {
            out.append(&self.slice(Span::new(at, cut.start)));
            at = cut.end;
        }
        out.append(&self.slice(Span::new(at, self.text.len())));
        out
    }

    /// The text without blanks at either end.
    pub fn trimmed(&self) -> Mapped {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len().max(start);
        self.slice(Span::new(start, end))
    }

    /// The same text, led one step further back: `under` maps the text that
    /// `self` was cleaned from to the bytes of the file.
    pub fn through(&self, under: &Mapped) -> Mapped {
        let mut out = Mapped { joins: self.joins.clone(), ..Mapped::default() };
        for piece in &self.pieces {
            let source = Span::new(piece.source as usize, piece.source_end());
            if piece.is_identity() {
                // Same length, but not always the same text: a line feed may
                // have become a blank.
                for part in under.slice(source).pieces {
                    let from = (piece.clean + part.clean) as usize;
                    let text = &self.text[from..from + part.len as usize];
                    out.push_replaced(text, Span::new(part.source as usize, part.source_end()));
                }
            } else {
                let text = &self.text[piece.clean as usize..(piece.clean + piece.len) as usize];
                out.push_replaced(text, under.source(source).unwrap_or(source));
            }
        }
        out
    }

    /// The source bytes that `range` of the clean text comes from (their hull);
    /// an empty range gives an empty span at its place. `None` in an empty text.
    pub fn source(&self, range: Span) -> Option<Span> {
        if range.is_empty() {
            return self.source_at(range.start).map(|at| Span::new(at, at));
        }
        let first = self.pieces.partition_point(|p| ((p.clean + p.len) as usize) <= range.start);
        let last = self.pieces.partition_point(|p| (p.clean as usize) < range.end).checked_sub(1)?;
        let (head, tail) = (self.pieces.get(first)?, self.pieces.get(last)?);
        Some(Span::new(
            head.source_of(range.start, range.start + 1).start,
            tail.source_of(range.end - 1, range.end).end,
        ))
    }

    /// The source byte at which the clean byte `at` stands; at the end of the
    /// text, the byte after the last.
    pub fn source_at(&self, at: usize) -> Option<usize> {
        let i = self.pieces.partition_point(|p| ((p.clean + p.len) as usize) <= at);
        match self.pieces.get(i) {
            Some(piece) => Some(piece.source_of(at, at + 1).start),
            None => self.pieces.last().map(|p| p.source_end()),
        }
    }

    /// The hull of all source bytes; `None` in an empty text.
    pub fn hull(&self) -> Option<Span> {
        let (first, last) = (self.pieces.first()?, self.pieces.last()?);
        Some(Span::new(first.source as usize, last.source_end()))
    }
}

impl Piece {
    fn is_identity(&self) -> bool {
        self.len == self.source_len
    }

    fn source_end(&self) -> usize {
        (self.source + self.source_len) as usize
    }

    /// The source of the clean bytes `from..to`, which lie in this piece.
    fn source_of(&self, from: usize, to: usize) -> Span {
        if !self.is_identity() {
            return Span::new(self.source as usize, self.source_end());
        }
        let shift = |at: usize| self.source as usize + (at - self.clean as usize);
        Span::new(shift(from), shift(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped() -> Mapped {
        // source: "inter-\n national law"
        let mut m = Mapped::new();
        m.push("inter", 0);
        m.push_join();
        m.push("national", 8);
        m.push(" law", 16);
        m
    }

    #[test]
    fn a_join_keeps_the_way_back() {
        let m = wrapped();
        assert_eq!(m.text, "international law");
        assert_eq!(m.joins, [5]);
        assert_eq!(m.source(Span::new(0, 13)), Some(Span::new(0, 16)));
        assert_eq!(m.source(Span::new(5, 6)), Some(Span::new(8, 9)));
        assert_eq!(m.source(Span::new(4, 5)), Some(Span::new(4, 5)));
    }

    #[test]
    fn cutting_and_slicing_keep_the_way_back() {
        let m = Mapped::identity("the commissioners[1] met", 100).without(&[Span::new(17, 20)]);
        assert_eq!(m.text, "the commissioners met");
        assert_eq!(m.source(Span::new(4, 21)), Some(Span::new(104, 124)));
        let tail = m.slice(Span::new(18, 21));
        assert_eq!((tail.text.as_str(), tail.hull()), ("met", Some(Span::new(121, 124))));
    }

    #[test]
    fn a_second_map_leads_further_back() {
        // file (Latin-1): "caf\xe9  x", decoded: "café  x", clean: "café x"
        let mut under = Mapped::identity("caf", 0);
        under.push_replaced("é", Span::new(3, 4));
        under.push("  x\ny", 4);
        let mut clean = Mapped::identity("café", 0);
        clean.push_replaced(" ", Span::new(5, 7));
        clean.push("x", 7);
        clean.push_replaced(" ", Span::new(8, 9));
        clean.push("y", 9);
        let mapped = clean.through(&under);
        assert_eq!(mapped.text, "café x y");
        assert_eq!(mapped.source(Span::new(3, 5)), Some(Span::new(3, 4)));
        assert_eq!(mapped.source(Span::new(5, 6)), Some(Span::new(4, 6)));
        assert_eq!(mapped.source(Span::new(6, 7)), Some(Span::new(6, 7)));
    }

    #[test]
    fn the_last_character_is_taken_away() {
        let mut m = Mapped::identity("inter-", 0);
        m.push_replaced("‐", Span::new(6, 12));
        m.pop();
        m.pop();
        assert_eq!((m.text.as_str(), m.hull()), ("inter", Some(Span::new(0, 5))));
    }

    #[test]
    fn a_replaced_run_is_one_whole() {
        let mut m = Mapped::identity("a", 0);
        m.push_replaced(" ", Span::new(1, 5));
        m.push("b", 5);
        assert_eq!(m.source(Span::new(1, 2)), Some(Span::new(1, 5)));
        assert_eq!(m.source(Span::new(0, 3)), Some(Span::new(0, 6)));
    }
}
