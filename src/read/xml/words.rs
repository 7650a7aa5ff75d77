//! Text in pieces with their places, kept until it is known what becomes of it.

use crate::read::builder::Builder;
use crate::span::Span;

/// A piece of text.
#[derive(Debug)]
enum Piece<'a> {
    /// As it stands at a byte of the source.
    Same(&'a str, usize),
    /// For some bytes of the source.
    Other(String, Span),
}

/// Text in pieces.
#[derive(Debug, Default)]
pub struct Words<'a> {
    pieces: Vec<Piece<'a>>,
}

impl<'a> Words<'a> {
    /// Text as it stands at byte `at`.
    pub fn push(&mut self, text: &'a str, at: usize) {
        if !text.is_empty() {
            self.pieces.push(Piece::Same(text, at));
        }
    }

    /// Text that stands for the bytes `span`.
    pub fn replaced(&mut self, text: String, span: Span) {
        self.pieces.push(Piece::Other(text, span));
    }

    /// Its characters, each with the bytes that it stands for.
    pub fn chars(&self) -> impl Iterator<Item = (char, Span)> {
        self.pieces.iter().flat_map(|piece| {
            let (text, base, whole) = match piece {
                Piece::Same(text, at) => (*text, *at, None),
                Piece::Other(text, span) => (text.as_str(), span.start, Some(*span)),
            };
            text.char_indices().map(move |(at, c)| (c, whole.unwrap_or(Span::new(base + at, base + at + c.len_utf8()))))
        })
    }

    /// The text without brackets and blanks around it, its white space single.
    pub fn plain(&self) -> String {
        let text: String = self.chars().map(|(c, _)| c).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let bare = text.trim_matches(|c: char| c.is_whitespace() || "[]()".contains(c));
        // a bracket that closes one inside the text stays: `Smith (2020)`
        let close = if bare.matches('(').count() > bare.matches(')').count() { ")" } else { "" };
        format!("{bare}{close}")
    }

    /// True where there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.chars().all(|(c, _)| c.is_whitespace())
    }

    /// Writes all of it.
    pub fn write(&self, builder: &mut Builder) {
        self.write_outside(builder, Span::default());
    }

    /// Writes what does not stand for bytes in `cut`.
    pub fn write_outside(&self, builder: &mut Builder, cut: Span) {
        for piece in &self.pieces {
            match piece {
                Piece::Same(text, at) => {
                    let head = cut.start.saturating_sub(*at).min(text.len());
                    let tail = cut.end.saturating_sub(*at).clamp(head, text.len());
                    for (part, from) in [(&text[..head], *at), (&text[tail..], at + tail)] {
                        if !part.is_empty() {
                            builder.text(part, from);
                        }
                    }
                }
                Piece::Other(text, span) if !cut.contains(span.start) => builder.replaced(text, *span),
                Piece::Other(..) => {}
            }
        }
    }
}

/// True for a label that is a sign and no word of the sentence: digits and
/// symbols with at most one letter (`12`, `3a`, `*`, `b`, none at all), several
/// with commas or dashes between (`1,3–5`), one letter doubled (`aa`) and Roman
/// numbers (`iv`). Not a sign: `Smith 2020`, `RFC2119`.
pub fn is_sign(label: &str) -> bool {
    label.split([',', ';', '-', '–', ' ']).all(|part| {
        let letters: Vec<char> = part.chars().filter(|c| c.is_alphabetic()).collect();
        let alike = letters.iter().all(|c| *c == letters[0]);
        let roman = part.len() <= 6 && part.chars().all(|c| "ivxlc".contains(c.to_ascii_lowercase()));
        letters.len() <= 1 || letters.len() <= 3 && alike || roman
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_words() {
        for sign in ["", "12", "3a", "*", "††", "aa", "xiv", "1,3–5", "a, b"] {
            assert!(is_sign(sign), "{sign}");
        }
        for word in ["Smith 2020", "RFC2119", "see", "A. Smith"] {
            assert!(!is_sign(word), "{word}");
        }
    }

    #[test]
    fn brackets_around_go_and_brackets_inside_stay() {
        for (text, want) in [("[12]", "12"), (" (Smith 2020) ", "Smith 2020"), ("Smith (2020)", "Smith (2020)")] {
            let mut words = Words::default();
            words.push(text, 0);
            assert_eq!(words.plain(), want);
        }
    }
}
