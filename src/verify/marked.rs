//! A quotation in words, with what it shows: ellipses, brackets, `[sic]`; and a source
//! in words, with what stands in brackets there.

use std::sync::LazyLock;

use regex::Regex;

use super::words::{Word, key, words};
use crate::span::Span;

/// What a word shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Nothing: it should be the source's.
    Nothing,
    /// The whole word is in brackets, `[the group]`: put in, or in the place of others.
    Word,
    /// A part is in brackets, `[T]he`, `commission[ers]`: what the word of the
    /// source begins and ends with.
    Part(String, String),
}

/// A word of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedWord {
    /// Its letters, as they are compared; those in brackets too.
    pub key: String,
    /// What it shows.
    pub shows: Shows,
    /// Bytes of the quotation.
    pub span: Span,
    /// Bytes of the bare text.
    pub bare: Span,
}

/// A quotation in words.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// The words, `[sic]` left out.
    pub words: Vec<QuotedWord>,
    /// For every gap, that before the first word and after the last included,
    /// whether an ellipsis stands in it.
    pub ellipsis: Vec<bool>,
    /// The text without brackets and what they show as left out or put in.
    pub bare: String,
    /// True where anything is shown.
    pub shows: bool,
}

/// Three dots of any make, also in brackets. Convention: `…`, `...`, `. . .`, a
/// fourth for the stop; `* * *` for a paragraph.
static ELLIPSIS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let dots = r"(?:…\.?|\.(?:\s?\.){2,3}|\*\s?\*\s?\*)";
    Regex::new(&format!(r"\[\s*{dots}\s*\]|\(\s*{dots}\s*\)|{dots}")).ok()
});
static BRACKET: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[[^\[\]]{0,300}\]").ok());

/// What stands in brackets and is none of the quotation's words. Convention:
/// `[sic]`, "[emphasis added]".
fn is_remark(inside: &str) -> bool {
    let inside = inside.trim().to_lowercase();
    let inside = inside.trim_end_matches(['!', '.', '?']);
    matches!(inside, "sic" | "recte" | "emphasis added" | "emphasis mine" | "italics mine" | "emphasis in original")
}

/// Digits that the marker of a note has at most: `[1838]` is a year.
const MARKER: usize = 3;

/// True for the marker of a note, which is glued to a word or stop and shows
/// nothing: `met.[12]`, `met[*]`. Counter-example: "in [1838] he met".
fn is_marker(text: &str, at: Span) -> bool {
    let inside = &text[at.start + 1..at.end - 1];
    let glued = text[..at.start].chars().next_back().is_some_and(|c| !c.is_whitespace());
    let sign = |c: char| c.is_ascii_digit() || c == '*';
    glued && (1..=MARKER).contains(&inside.len()) && inside.chars().all(sign)
}

struct Cut {
    at: Span,
    keep: Option<Span>,
    ellipsis: bool,
    /// True for a note marker that the reader could not link: it shows nothing.
    marker: bool,
}

/// The words of a source. What an editor has put in brackets shows it, as in a quotation:
/// "did [not] carry" has three words, of which the second is the editor's, and `[t]he` is
/// one. Ellipses and `[sic]` are the source's own and stay; the marker of a note, which the
/// reader could not link, is no word.
pub fn sourced(text: &str) -> Vec<QuotedWord> {
    let mut cuts = brackets(text, &[]);
    for cut in &mut cuts {
        cut.keep = (!cut.marker).then(|| Span::new(cut.at.start + 1, cut.at.end - 1));
    }
    read(text, &cuts).words
}

/// Reads a quotation.
pub fn marked(text: &str) -> Marked {
    let ellipses = spans(&ELLIPSIS, text);
    let mut cuts = brackets(text, &ellipses);
    cuts.extend(ellipses.into_iter().map(|at| Cut { at, keep: None, ellipsis: true, marker: false }));
    cuts.sort_by_key(|cut| cut.at.start);
    read(text, &cuts)
}

/// Reads a text in which some stretches are left out, or show something.
fn read(text: &str, cuts: &[Cut]) -> Marked {
    let shows = cuts.iter().any(|cut| !cut.marker);
    let mut out = Marked { shows, ..Marked::default() };
    // for every byte of the bare text, its byte in the quotation and whether it is in brackets
    let mut origin: Vec<(usize, bool)> = Vec::new();
    let mut dots: Vec<usize> = Vec::new();
    // where brackets open or close in the bare text
    let mut borders: Vec<usize> = Vec::new();
    let mut at = 0;
    for cut in cuts {
        push(&mut out.bare, &mut origin, text, Span::new(at, cut.at.start), false);
        match cut.keep {
            Some(keep) => {
                borders.push(out.bare.len());
                push(&mut out.bare, &mut origin, text, keep, true);
                borders.push(out.bare.len());
            }
            None => {
                if cut.ellipsis {
                    dots.push(out.bare.len());
                }
                out.bare.push(' ');
                origin.push((cut.at.start, false));
            }
        }
        at = cut.at.end;
    }
    push(&mut out.bare, &mut origin, text, Span::new(at, text.len()), false);
    let found = words(&out.bare);
    out.words = found.iter().map(|word| quoted(word, &out.bare, &origin, &borders)).collect();
    out.ellipsis = vec![false; out.words.len() + 1];
    for at in dots {
        let gap = out.words.partition_point(|word| word.bare.start < at);
        out.ellipsis[gap] = true;
    }
    out
}

fn push(bare: &mut String, origin: &mut Vec<(usize, bool)>, text: &str, part: Span, inside: bool) {
    bare.push_str(&text[part.start..part.end]);
    origin.extend((part.start..part.end).map(|at| (at, inside)));
}

fn spans(regex: &Option<Regex>, text: &str) -> Vec<Span> {
    regex.iter().flat_map(|regex| regex.find_iter(text)).map(|m| Span::from(m.range())).collect()
}

/// The brackets of a text, but for those round an ellipsis.
fn brackets(text: &str, ellipses: &[Span]) -> Vec<Cut> {
    if !text.contains('[') {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut after = ellipses.iter().peekable();
    for at in spans(&BRACKET, text) {
        while after.next_if(|ellipsis| ellipsis.end <= at.start).is_some() {}
        if after.peek().is_some_and(|ellipsis| ellipsis.overlaps(at)) {
            continue;
        }
        let inside = Span::new(at.start + 1, at.end - 1);
        let marker = is_marker(text, at);
        let keep = (!marker && !is_remark(&text[inside.start..inside.end])).then_some(inside);
        out.push(Cut { at, keep, ellipsis: false, marker });
    }
    out
}

fn quoted(word: &Word, bare: &str, origin: &[(usize, bool)], borders: &[usize]) -> QuotedWord {
    let (start, end) = (word.span.start, word.span.end);
    let inside = |at: usize| origin[at].1;
    let all = (start..end).all(inside);
    let first = borders.partition_point(|border| *border < start);
    let cut = borders[first..].iter().take_while(|border| **border <= end).count() > 0;
    let any = (start..end).any(inside);
    let shows = match (all, any || cut) {
        (true, _) => Shows::Word,
        (false, true) => {
            let free = |at: &usize| !inside(*at);
            let head = (start..end).take_while(|at| free(at) && !(*at > start && borders.contains(at))).count();
            let tail = (start..end).rev().take_while(|at| free(at) && !borders.contains(&(at + 1))).count();
            let tail = tail.min(end - start - head);
            let head = if borders.contains(&start) { 0 } else { head };
            Shows::Part(key(&bare[start..start + head]), key(&bare[end - tail..end]))
        }
        (false, false) => Shows::Nothing,
    };
    let span = Span::new(origin[start].0, origin[end - 1].0 + 1);
    QuotedWord { key: word.key.clone(), shows, span, bare: word.span }
}

impl QuotedWord {
    /// True where no more than the first letter is in brackets, `[t]he`: its case alone
    /// was changed. Counter-examples: `[a]`, which may be a word put in; `walk[s]`.
    pub fn is_recased(&self) -> bool {
        let Shows::Part(head, tail) = &self.shows else { return false };
        head.is_empty() && self.key.strip_suffix(tail.as_str()).is_some_and(|first| first.chars().count() == 1)
    }

    /// True where the word can be `other` of the source, but for looks or for
    /// what it shows.
    pub fn can_be(&self, other: &str) -> bool {
        match &self.shows {
            Shows::Part(head, tail) => {
                other.len() >= head.len() + tail.len()
                    && !(head.is_empty() && tail.is_empty())
                    && other.starts_with(head.as_str())
                    && other.ends_with(tail.as_str())
            }
            _ => self.key == other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(marked: &Marked) -> Vec<&str> {
        marked.words.iter().map(|word| word.key.as_str()).collect()
    }

    #[test]
    fn what_is_shown_is_known() {
        let text = "[T]he commission[ers] … met [the group] there [sic] . . . so. [...] No";
        let marked = marked(text);
        assert_eq!(keys(&marked), ["the", "commissioners", "met", "the", "group", "there", "so", "no"]);
        let part = |head: &str, tail: &str| Shows::Part(head.to_owned(), tail.to_owned());
        assert_eq!(marked.words[0].shows, part("", "he"));
        assert_eq!(marked.words[1].shows, part("commission", ""));
        assert_eq!(marked.words[3].shows, Shows::Word);
        assert_eq!(marked.words[5].shows, Shows::Nothing);
        let ellipses: Vec<usize> = (0..9).filter(|gap| marked.ellipsis[*gap]).collect();
        assert_eq!(ellipses, [2, 6, 7]);
        assert_eq!(&text[marked.words[1].span.start..marked.words[1].span.end], "commission[ers");
    }

    #[test]
    fn a_word_in_parts_can_be_what_it_shows() {
        let marked = marked("[T]he commission[ers] work[] h[is]");
        assert!(marked.words[0].can_be("the") && marked.words[1].can_be("commission"));
        assert!(marked.words[2].can_be("worked") && marked.words[3].can_be("her"));
        assert!(!marked.words[1].can_be("commerce") && !marked.words[0].can_be("a"));
    }

    #[test]
    fn a_year_in_brackets_is_no_marker() {
        assert_eq!(keys(&marked("In [1838] he met them.[12]")), ["in", "1838", "he", "met", "them"]);
        assert!(marked("In [1838] he met").shows && !marked("he met them[12] there.[*]").shows);
        assert_eq!(keys(&marked("On [12] May")), ["on", "12", "may"]);
    }

    #[test]
    fn brackets_of_a_source_show_the_editor() {
        let words = sourced("[I]t did [not at all] rain [sic] ... on[12] the walk[s] in [1838].");
        let keys: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
        assert_eq!(keys, ["it", "did", "not", "at", "all", "rain", "sic", "on", "the", "walks", "in", "1838"]);
        let whole: Vec<&str> =
            words.iter().filter(|word| word.shows == Shows::Word).map(|word| word.key.as_str()).collect();
        assert_eq!(whole, ["not", "at", "all", "sic", "1838"]);
        let recased: Vec<&str> = words.iter().filter(|word| word.is_recased()).map(|word| word.key.as_str()).collect();
        assert_eq!(recased, ["it"]);
    }

    #[test]
    fn brackets_that_do_not_close_show_nothing() {
        let marked = marked("a [b c d");
        assert!(!marked.shows && marked.words.iter().all(|word| word.shows == Shows::Nothing));
    }
}
