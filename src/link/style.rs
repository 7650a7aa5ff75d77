//! The conventions: how markers and note bodies are written.
//!
//! Each convention stands once, in [`CONVENTIONS`], with an example and the
//! false friend that looks like it. How a convention is found in text is in
//! `markers` and `bodies`; which ones a document uses is for `choose` to say.

use super::label::LabelKind;

/// The dress of a label, in the text or before a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dress {
    /// `[1]`
    Bracket,
    /// `(1)`
    Paren,
    /// `{1}`
    Brace,
    /// `<1>`
    Angle,
    /// `/1/`
    Slash,
    /// `\1\`
    Backslash,
    /// `1/`
    Solidus,
    /// `n1`
    Lettered,
    /// `^1`
    Caret,
    /// `¹`
    Super,
    /// A digit or sign alone: in the text glued to its word, before a note
    /// parted from it by a blank (`1 text`, `* text`).
    Bare,
    /// A letter glued to its word, `Objectionsa`.
    Glued,
    /// `[Footnote 1: text]`, `Footnote 1: text`; bodies only.
    Footnote,
    /// `[1 text]`; bodies only.
    Open,
    /// A label alone on its line, the note below it; bodies only.
    Alone,
    /// A label alone on its line at the foot of a page, above its note or below it, see
    /// `pagefoot`; bodies only.
    Foot,
    /// `1. text`; bodies only.
    Dot,
    /// `1) text`; bodies only.
    Close,
    /// `1001 (return)`, the label of a note that leads back to the text; bodies only.
    Returned,
    /// A number between spaces, `the wall. 1001 The`; only for such bodies, see `returned`.
    Spaced,
    /// `[RFC2119]`, and `[7]` where it names an entry of a list of references.
    Tag,
}

/// Dress and kind of label: what a document uses throughout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Style {
    /// How the label is dressed.
    pub dress: Dress,
    /// What the label is.
    pub kind: LabelKind,
}

/// A way to write markers, and the bodies that answer to it.
pub struct Convention {
    /// Dress of the markers.
    pub marker: Dress,
    /// Kinds of label that it is met with.
    pub kinds: &'static [LabelKind],
    /// How much a marker says by itself, from 0 to 1; from [`SURE`] a marker
    /// is reported even where its note is not found.
    pub weight: f32,
    /// Dresses of bodies that answer to it, the likeliest first.
    pub bodies: &'static [Dress],
    /// As met: a text with markers, and a note that answers.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the reader of the table and for its test"))]
    pub example: (&'static str, &'static str),
    /// What looks like a marker and is none.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the reader of the table and for its test"))]
    pub unlike: &'static [&'static str],
}

/// Weight from which a marker needs no note to be believed.
pub const SURE: f32 = 0.75;

/// Weight from which a marker counts for or against a reading.
pub const LIKELY: f32 = 0.4;

use Dress::*;
use LabelKind::*;

/// All conventions.
pub static CONVENTIONS: &[Convention] = &[
    Convention {
        marker: Bare,
        kinds: &[Sign],
        weight: 0.8,
        bodies: &[Bare, Bracket, Paren, Footnote, Open],
        example: ("a wife,* so obedient", "* Ver. 85."),
        unlike: &["* * *", "3 * 4", "an *emphasis* of his", "under § 4"],
    },
    Convention {
        marker: Glued,
        kinds: &[Lower],
        weight: 0.3,
        bodies: &[Bare],
        example: ("to all their Objectionsa. The Objections", "a Un. Hist. vol. iii."),
        unlike: &["a man, i.e. a friend", "don't"],
    },
    Convention {
        marker: Bare,
        kinds: &[Number],
        weight: 0.6,
        bodies: &[Dot, Bare, Bracket, Close, Paren, Super, Footnote, Open, Alone, Foot],
        example: ("From Verus1 I learned", "1. Annius Verus was his name."),
        unlike: &["No.2", "Psalm 23", "3.5", "H2O", "23 per cent", "in 1920"],
    },
    Convention {
        marker: Super,
        kinds: &[Number],
        weight: 0.9,
        bodies: &[Super, Dot, Bare, Bracket, Close, Paren, Footnote, Open, Alone, Foot],
        example: ("the word¹² of", "¹² See above."),
        unlike: &["40 m²", "x³"],
    },
    Convention {
        marker: Bracket,
        kinds: &[Number, Lower, Upper, Sign],
        weight: 1.0,
        bodies: &[Bracket, Footnote, Open, Dot, Bare, Close, Super, Paren, Alone],
        example: ("the word.[12] And the [1]Word", "[Footnote 12: See above.]"),
        // `[116]` between blanks can be a page number: `read` knows these by their run
        unlike: &["saw [the] man", "they was [sic] here", "in [1920] he", "[T]he"],
    },
    Convention {
        marker: Slash,
        kinds: &[Number, Lower],
        weight: 0.9,
        bodies: &[Slash, Dot, Bare, Bracket, Close, Paren, Footnote],
        example: ("the lawyers. /2/ But", "/2/ Y.B. 6 Ed. IV."),
        unlike: &["on 1/2/1920"],
    },
    Convention {
        marker: Backslash,
        kinds: &[Number],
        // `\1` is a group in a pattern too: without a note it is no call
        weight: 0.7,
        bodies: &[Backslash],
        example: ("the rule in May.\\1\\ Forty", "\\1\\ 12 FR 1401."),
        unlike: &["in c:\\1\\tides"],
    },
    Convention {
        marker: Solidus,
        kinds: &[Number],
        weight: 0.7,
        bodies: &[Solidus],
        example: ("on ferries, 1/ and noted", "1/   A/RES/41/12."),
        unlike: &["1/2 of it", "on 1/2/1920"],
    },
    Convention {
        marker: Lettered,
        kinds: &[Number],
        weight: 0.7,
        bodies: &[Lettered],
        example: ("was late. n1 The master", "n1 By an hour."),
        unlike: &["the train1 was", "n1n2"],
    },
    Convention {
        marker: Paren,
        kinds: &[Number, Lower, Upper, Sign],
        weight: 0.5,
        bodies: &[Paren, Bare, Dot, Close, Footnote, Bracket],
        example: ("And the like.(1) So", "(1) As with many ideas"),
        unlike: &["points (1) and (2)", "the place (p. 1)", "501(c)(3)", "the terms:—(1) peace"],
    },
    Convention {
        marker: Brace,
        kinds: &[Number, Lower, Upper, Sign],
        weight: 0.9,
        bodies: &[Brace, Footnote, Dot, Bracket, Bare],
        example: ("the word{3} of", "{3} See above."),
        unlike: &["a {set} of", "{}"],
    },
    Convention {
        marker: Angle,
        kinds: &[Number],
        weight: 0.9,
        bodies: &[Angle, Footnote, Dot, Bracket, Bare],
        example: ("the word<3> of", "<3> See above."),
        unlike: &["a <b>word</b>"],
    },
    Convention {
        marker: Caret,
        kinds: &[Number, Lower],
        weight: 0.9,
        bodies: &[Caret, Dot, Bare, Bracket, Close, Footnote],
        example: ("the word^3 of", "^3 See above."),
        unlike: &["10^6"],
    },
    Convention {
        marker: Tag,
        kinds: &[Word],
        weight: 1.0,
        bodies: &[Tag],
        // found by the list alone, see `tags`: without an entry a tag is no marker
        example: ("as said in [BCP14, Moss99]", "[BCP14]  Brook, S., \"Key words\", 1997."),
        unlike: &["they was [sic] here", "[the group]", "[ *WSP SP ]", "table[ROW + 1]"],
    },
];

/// How much a body says by itself, from 0 to 1: at [`SURE`] a body that no
/// marker points to is an orphan note, below it an ordinary paragraph.
pub fn body_weight(style: Style) -> f32 {
    match (style.dress, style.kind) {
        (Footnote, _) => 1.0,
        (Bracket | Brace | Angle | Slash | Backslash, Number) | (Super, _) | (Foot, _) => 0.8,
        (Bracket | Brace, _) => 0.7,
        (Bare, Sign) | (Caret | Open, _) => 0.6,
        (Paren, Sign) => 0.6,
        (Bare, Lower) => 0.5,
        _ => 0.4,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{bodies, letters, markers, tags};
    use super::*;
    use crate::model::{Block, BlockKind};
    use crate::span::Mapped;

    /// What is found in a text: words by letters in its words, all else by their signs.
    fn likely(text: &str, dress: Dress) -> usize {
        let mut found = Vec::new();
        markers::scan(0, text, &mut found);
        letters::scan_alone(text, &mut found);
        tags::scan_alone(text, &mut found);
        found.iter().filter(|mark| mark.style.dress == dress && mark.weight >= LIKELY).count()
    }

    #[test]
    fn every_convention_is_found_in_its_example_and_not_in_what_is_unlike() {
        for row in CONVENTIONS {
            let (text, note) = row.example;
            assert!(likely(text, row.marker) > 0, "{text}");
            let block = Block::new(BlockKind::Paragraph, Mapped::identity(note, 0));
            let mut bodies = Vec::new();
            bodies::scan(0, &block, &[0], &mut bodies);
            let listed = row.marker == Dress::Tag;
            assert!(listed || bodies.iter().any(|body| row.bodies.contains(&body.style.dress)), "{note}");
            for text in row.unlike {
                assert_eq!(likely(text, row.marker), 0, "{text}");
            }
        }
    }

    #[test]
    fn a_dress_and_kind_stand_in_one_row() {
        let mut seen = std::collections::BTreeSet::new();
        for row in CONVENTIONS {
            for kind in row.kinds {
                assert!(seen.insert((row.marker, *kind)), "{:?} {kind:?}", row.marker);
            }
        }
    }
}
