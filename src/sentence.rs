//! Sentences of clean text.
//!
//! Borders are those of Unicode (UAX 29), less those after an abbreviation or
//! an initial, where a reader would read on. May use `span` alone.

use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;

/// Words that end in a full stop without ending a sentence. Convention: titles
/// and the apparatus of notes ("Dr. Young", "vol. 3", "cf. Smith"); counter-
/// example: "etc." and "a.m." often do end one, and are not here.
const ABBREVIATIONS: &[&str] = &[
    "adm", "al", "art", "arts", "brig", "bros", "c", "ca", "cap", "capt", "cf", "ch", "chap", "cit", "cl", "co", "col",
    "comm", "cpl", "dept", "dr", "e.g", "ed", "edn", "eds", "eg", "esp", "ex", "ff", "fig", "figs", "fr", "gen", "gov",
    "hon", "i.e", "ibid", "id", "ie", "jr", "lib", "lieut", "lt", "maj", "messrs", "mlle", "mme", "mr", "mrs", "ms",
    "mss", "mt", "n", "no", "nos", "op", "p", "para", "paras", "pp", "pres", "prof", "pt", "r", "rep", "rev", "sec",
    "sect", "sen", "ser", "sgt", "sr", "st", "supp", "trans", "v", "ver", "vid", "viz", "vol", "vols", "vs",
];

/// The sentences of `text`, in order, as byte spans without blanks at either
/// end. A paragraph border (`\n\n`) always ends one.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, piece) in text.split_sentence_bound_indices() {
        let end = at + piece.len();
        if end < text.len() && !piece.ends_with('\n') && goes_on(&text[start..end]) {
            continue;
        }
        push_trimmed(text, Span::new(start, end), &mut out);
        start = end;
    }
    push_trimmed(text, Span::new(start, text.len()), &mut out);
    out
}

/// The sentence at byte `at` of `text`: that which holds it, or ends at it.
pub fn sentence_at(text: &str, at: usize) -> Option<Span> {
    sentences(text).into_iter().find(|s| s.start <= at && at <= s.end)
}

fn push_trimmed(text: &str, span: Span, out: &mut Vec<Span>) {
    let slice = &text[span.start..span.end];
    let start = span.end - slice.trim_start().len();
    let end = span.start + slice.trim_end().len();
    if start < end {
        out.push(Span::new(start, end));
    }
}

/// True where the stop that ends `sentence` is that of an abbreviation.
fn goes_on(sentence: &str) -> bool {
    let Some(rest) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = rest.rsplit(|c: char| c.is_whitespace() || "([“\"‘".contains(c)).next().unwrap_or(rest);
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial || ABBREVIATIONS.binary_search(&word.to_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|s| &text[s.start..s.end]).collect()
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(ABBREVIATIONS.windows(2).all(|w| w[0] < w[1]), "{ABBREVIATIONS:?}");
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        assert_eq!(cut("So said Dr. Young. He left."), ["So said Dr. Young.", "He left."]);
        assert_eq!(cut("By J. S. Mill, vol. 3. Later."), ["By J. S. Mill, vol. 3.", "Later."]);
    }

    #[test]
    fn a_paragraph_border_ends_a_sentence() {
        assert_eq!(cut("Notes\n\nOne. Two"), ["Notes", "One.", "Two"]);
    }
}
