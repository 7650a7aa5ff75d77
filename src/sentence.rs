//! Sentences of clean text.
//!
//! Borders are those of Unicode (UAX 29), less those after an abbreviation or
//! an initial, where a reader would read on. May use `span` and `works`.

use std::collections::HashMap;
use std::sync::OnceLock;

use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;
use crate::works::abbreviation::{self, Stop};
use crate::works::words;

/// Bytes of a word at most that is not cut: scripts without blanks have none.
const LONGEST_WORD: usize = 60;

/// The sentences of `text`, in order, as byte spans without blanks at either
/// end. A paragraph border (`\n\n`) always ends one.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut base = 0;
    for line in text.split_inclusive('\n') {
        let mut start = 0;
        for end in borders(line) {
            if !goes_on(&line[start..end], &line[end..]) {
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

/// The first byte from `at` on at which a word begins, so that what is shown of a text from
/// about there on begins with a whole one.
pub fn word_start(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at.min(text.len()));
    let inside = at > 0 && !text[..at].ends_with(char::is_whitespace);
    let rest = if inside { text[at..].find(char::is_whitespace) } else { Some(0) };
    let from = rest.filter(|long| *long < LONGEST_WORD).map_or(at, |rest| at + rest);
    from + (text[from..].len() - text[from..].trim_start().len())
}

/// The last byte up to `at` at which a word ends.
pub fn word_end(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at.min(text.len()));
    if at == text.len() || text[at..].starts_with(char::is_whitespace) {
        return at;
    }
    let last = text[..at].rfind(char::is_whitespace).filter(|last| at - last < LONGEST_WORD);
    last.map_or(at, |last| text[..last].trim_end().len())
}

fn push_trimmed(text: &str, span: Span, out: &mut Vec<Span>) {
    let slice = &text[span.start..span.end];
    let start = span.end - slice.trim_start().len();
    let end = span.start + slice.trim_end().len();
    if start < end {
        out.push(Span::new(start, end));
    }
}

/// True where the stop that ends `sentence` is that of an abbreviation; `next` follows it.
fn goes_on(sentence: &str, next: &str) -> bool {
    let Some(rest) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = rest.rsplit(|c: char| c.is_whitespace() || "([“\"‘".contains(c)).next().unwrap_or(rest);
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let acronym = word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    initial || acronym || is_abbreviation(word) || is_doubtful(word) && !begins(next)
}

fn is_doubtful(word: &str) -> bool {
    abbreviation::stop(word) == Some(Stop::Sentence)
}

/// True where a text begins as sentences do, or where nothing follows.
fn begins(text: &str) -> bool {
    static BEGINNINGS: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    let beginnings = BEGINNINGS.get_or_init(|| words::by_word(include_str!("../data/words/sentences.txt")));
    let word = text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or("the");
    beginnings.contains_key(word.to_lowercase().as_str())
}

/// True for a word that ends in a full stop without ending a sentence, given without
/// its stop: `vol`, `Dr`.
pub fn is_abbreviation(word: &str) -> bool {
    matches!(abbreviation::stop(word), Some(Stop::Nothing | Stop::Work))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_is_cut_between_words() {
        let text = "The harbour, über the quay";
        let cut = |from: usize, to: usize| &text[word_start(text, from)..word_end(text, to)];
        assert_eq!(cut(2, 15), "harbour,");
        assert_eq!(cut(4, 12), "harbour,");
        assert_eq!(cut(3, 14), "harbour,");
        assert_eq!(cut(0, 99), text);
        let long = "x".repeat(200);
        assert_eq!((word_start(&long, 70), word_end(&long, 150)), (70, 150));
    }

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|s| &text[s.start..s.end]).collect()
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        assert_eq!(cut("So said Dr. Young. He left."), ["So said Dr. Young.", "He left."]);
        assert_eq!(cut("By J. S. Mill, vol. 3. Later."), ["By J. S. Mill, vol. 3.", "Later."]);
        assert_eq!(cut("The U.S. Army left. So did we."), ["The U.S. Army left.", "So did we."]);
        assert_eq!(
            cut("Sievers Corp. Lange came on 3 Sept. Moss left."),
            ["Sievers Corp. Lange came on 3 Sept. Moss left."]
        );
        assert_eq!(cut("He left Sievers Corp. The files stayed."), ["He left Sievers Corp.", "The files stayed."]);
        assert_eq!(cut("Im Hafenbuch, Bd. Zwei, steht es. Er las."), ["Im Hafenbuch, Bd. Zwei, steht es.", "Er las."]);
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
