//! Verse quoted in running text: ` / ` stands where a line ends, ` // ` where a stanza does.

use super::align::Step;
use super::marked::QuotedWord;
use crate::span::Span;

/// A quotation with slashes between words, read as verse.
#[derive(Clone, Debug)]
pub struct Verse {
    /// Its text with blanks for the slashes: all else stands at the same bytes.
    pub text: String,
    /// Bytes of the slashes.
    slashes: Vec<usize>,
}

impl Verse {
    /// Of a quotation; `None` where no slash stands between blanks. Counter-example:
    /// "and/or".
    pub fn new(text: &str) -> Option<Verse> {
        let mut out = Verse { text: String::with_capacity(text.len()), slashes: Vec::new() };
        let mut at = 0;
        for piece in text.split_inclusive([' ', '\n']) {
            let sign = piece.trim_end();
            if matches!(sign, "/" | "//") && !out.text.trim().is_empty() {
                out.slashes.push(at);
                out.text.extend(std::iter::repeat_n(' ', sign.len()));
                out.text.push_str(&piece[sign.len()..]);
            } else {
                out.text.push_str(piece);
            }
            at += piece.len();
        }
        (!out.slashes.is_empty()).then_some(out)
    }

    /// True where a line of the source ends at every slash, as far as its lines are known:
    /// in a container they are not. Convention: "the bell / was still"; counter-example: a
    /// slash put into the middle of a line, which the source does not have.
    pub fn is_of(&self, steps: &[Step], quote: &[QuotedWord], source: Lines) -> bool {
        let Some(lines) = source.lines else { return true };
        self.slashes.iter().all(|&slash| {
            let next = quote.partition_point(|word| word.span.start < slash);
            let there = |wanted: usize| {
                steps.iter().find_map(|step| match step {
                    Step::Same(i, j) if *i == wanted => Some(source.words[*j].span),
                    _ => None,
                })
            };
            let (Some(before), Some(after)) = (next.checked_sub(1).and_then(there), there(next)) else {
                // beside an ellipsis, or at an end, it is not known where it would stand
                return true;
            };
            let first = lines.partition_point(|line| (*line as usize) < before.end);
            lines.get(first).is_some_and(|line| Span::new(before.end, after.start + 1).contains(*line as usize))
        })
    }
}

/// The words of a source, and the bytes of its text at which lines begin.
#[derive(Clone, Copy, Debug)]
pub struct Lines<'t> {
    /// The words.
    pub words: &'t [QuotedWord],
    /// Where lines begin; `None` where that is not known.
    pub lines: Option<&'t [u32]>,
}

#[cfg(test)]
mod tests {
    use super::super::compare::{Compared, compare};
    use super::super::literal::{Folded, Source};
    use super::super::stretch::{Quote, Stretch};
    use super::*;
    use crate::model::Grade;

    const SOURCE: &str = "Over the weir the water falls, And no one counts the hours at all, Till morning.";

    fn compared(quote: &str, lines: Option<&[u32]>) -> Option<Compared> {
        let folded = Folded::new(SOURCE);
        let source = Source { text: SOURCE, folded: &folded, joins: &[], lines };
        compare(&Quote::new(quote, &[]), &Stretch::new(source))
    }

    #[test]
    fn slashes_between_words_are_found() {
        let verse = Verse::new("the weir / the water // falls and/or stays").unwrap();
        assert_eq!(verse.text, "the weir   the water    falls and/or stays");
        assert_eq!(verse.slashes, [9, 21]);
        assert!(Verse::new("falls and/or stays").is_none() && Verse::new("/ falls").is_none());
    }

    #[test]
    fn a_slash_where_a_line_ends_alters_nothing() {
        let at = |word: &str| SOURCE.find(word).unwrap() as u32;
        let lines = [0, at("And"), at("Till")];
        let grade = |quote: &str| compared(quote, Some(&lines)).map(|compared| compared.grade);
        assert_eq!(grade("the water falls, / And no one counts"), Some(Grade::Typographic));
        assert_eq!(grade("the water falls, / And … at all, / Till morning"), Some(Grade::Marked));
        assert_eq!(grade("the water / falls, And no one counts"), Some(Grade::Altered), "in the middle of a line");
        assert_eq!(grade("the water falls, / And not one counts the hours"), Some(Grade::Altered), "another word");
        let unknown = compared("the water falls, / And no one counts", None).unwrap();
        assert_eq!(unknown.grade, Grade::Typographic);
    }
}
