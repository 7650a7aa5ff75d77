//! Sentences of a passage, for showing the one that cites a note.
//!
//! Only for display: a border too few shows a sentence more, no harm done, so
//! doubtful borders (after an abbreviation or initial) are taken for none.

use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;

/// Abbreviations that end in a stop without ending a sentence.
const ABBREVIATIONS: &[&str] = &[
    "al", "art", "cap", "capt", "cf", "ch", "cit", "co", "col", "cols", "dr", "ed", "eds", "esq", "fig", "gen", "gov",
    "hon", "ibid", "jr", "lt", "messrs", "mr", "mrs", "ms", "no", "nos", "op", "para", "pp", "prof", "rev", "sec",
    "sen", "sgt", "sr", "st", "tr", "trans", "viz", "vol", "vols", "vs",
];

/// The sentences of `text` (UAX 29, joined at abbreviations), in order and
/// without gaps: blanks belong to the sentence before them.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for (start, sentence) in text.split_sentence_bound_indices() {
        let end = start + sentence.len();
        match out.last_mut() {
            Some(last) if ends_open(&text[last.start..last.end]) => last.end = end,
            _ => out.push(Span::new(start, end)),
        }
    }
    out
}

/// The sentence of `text` that holds byte `at`; its end belongs to the last.
pub fn around(text: &str, at: usize) -> Span {
    let all = sentences(text);
    let found = all.iter().find(|s| at < s.end).or(all.last());
    found.copied().unwrap_or(Span::new(0, text.len()))
}

/// True where the stop at the end is one of an abbreviation or initial.
fn ends_open(sentence: &str) -> bool {
    if sentence.ends_with('\n') {
        return false;
    }
    let Some(rest) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = rest.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '[')).next().unwrap_or("");
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    initial || word.contains('.') || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|s| &text[s.start..s.end]).collect()
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        let text = "Mr. Smith of the U.S. Army met J. Doe. He left. See vol. II.";
        assert_eq!(parts(text), ["Mr. Smith of the U.S. Army met J. Doe. ", "He left. ", "See vol. II."]);
    }

    #[test]
    fn a_place_belongs_to_one_sentence() {
        let text = "One is here. Two is there.";
        assert_eq!(around(text, 12), Span::new(0, 13));
        assert_eq!(around(text, 13), Span::new(13, 26));
        assert_eq!(around(text, 26), Span::new(13, 26));
        assert_eq!(around("", 0), Span::new(0, 0));
    }

    #[test]
    fn a_paragraph_ends_a_sentence() {
        assert_eq!(parts("To Mr.\n\nJones wrote."), ["To Mr.\n", "\n", "Jones wrote."]);
    }
}
