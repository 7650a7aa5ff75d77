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
    let mut base = 0;
    for line in text.split_inclusive('\n') {
        let mut start = 0;
        for end in borders(line) {
            if !goes_on(&line[start..end]) {
                push_trimmed(text, Span::new(base + start, base + end), &mut out);
                start = end;
            }
        }
        base += line.len();
        push_trimmed(text, Span::new(base - line.len() + start, base), &mut out);
    }
    out
}

/// The sentence borders inside a line, as UAX 29 says.
///
/// Whether a border follows a stop depends on the letter before it and on what
/// comes up to the next letter or stop, so in Latin text only these few
/// characters are put to the question.
fn borders(line: &str) -> Vec<usize> {
    if !line.is_ascii() && line.chars().any(beyond_latin) {
        return line.split_sentence_bound_indices().map(|(at, _)| at).skip(1).collect();
    }
    let mut out = Vec::new();
    for (at, _) in line.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'.' | b'?' | b'!')) {
        let start = line[..at].char_indices().rev().take(4).last().map_or(at, |(start, _)| start);
        let ends = |c: char| c.is_alphabetic() || ".?!".contains(c);
        let end = line[at + 1..].find(ends).map_or(line.len(), |end| at + 1 + end);
        let end = line[end..].chars().next().map_or(end, |c| end + c.len_utf8());
        let inside = line[start..end].split_sentence_bound_indices().map(|(border, _)| start + border);
        out.extend(inside.filter(|&border| border > at));
    }
    out
}

/// Letters of other scripts and stops that are not ASCII's.
fn beyond_latin(c: char) -> bool {
    match c {
        '\u{85}' | '\u{2024}' | '\u{2028}' | '\u{2029}' | '\u{203c}' | '\u{203d}' | '\u{2047}'..='\u{2049}' => true,
        '\u{2000}'..='\u{206f}' => false,
        c => c > '\u{24f}',
    }
}

/// The sentence of `text` that holds byte `at`, or that ends before it.
pub fn around(text: &str, at: usize) -> Span {
    let all = sentences(text);
    let found = all.iter().rev().find(|s| s.start <= at).or(all.first());
    found.copied().unwrap_or(Span::new(0, text.len()))
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
    let acronym = word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    initial || acronym || ABBREVIATIONS.binary_search(&word.to_lowercase().as_str()).is_ok()
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
        assert_eq!(cut("The U.S. Army left. So did we."), ["The U.S. Army left.", "So did we."]);
    }

    #[test]
    fn a_place_belongs_to_one_sentence() {
        let text = "One is here. Two is there.";
        let around = |at| around(text, at).start;
        assert_eq!([around(0), around(12), around(13), around(26)], [0, 0, 13, 13]);
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_finds_the_borders_of_unicode(text in "([a-zA-Zéß]{1,3}|[.?!]{1,2}|[0-9 ,;:()\"'“”’—…-]|\u{ad}|é\u{301}){0,40}") {
            let all: Vec<usize> = text.split_sentence_bound_indices().map(|(at, _)| at).skip(1).collect();
            proptest::prop_assert_eq!(borders(&text), all, "{:?}", text);
        }
    }

    #[test]
    fn a_paragraph_border_ends_a_sentence() {
        assert_eq!(cut("Notes\n\nOne. Two"), ["Notes", "One.", "Two"]);
    }
}
