//! Where the words of a text begin and end.
//!
//! The rules are those of UAX 29, and then our own ([`super`]). Most text is
//! plain: ASCII and a handful of typographic signs. For it the rules come down
//! to letters, digits and the signs that stand inside words, and one pass over
//! the bytes does. A stretch between two blanks that holds anything else goes
//! by the full rules; a test holds one way against the other.

use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;

/// What is met in a text.
pub enum Met<'a> {
    /// A word, or the parts of one that has several.
    Word(&'a [Part]),
    /// The border between two paragraphs.
    Break,
}

/// A word, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Bytes of the text.
    pub span: Span,
    /// How it hangs on the part before it.
    pub join: Join,
}

/// How a part of a word hangs on the part before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// Not at all: a word begins.
    None,
    /// By a hyphen, or a line-end hyphen that was dropped: `well-known`.
    Hyphen,
    /// By an apostrophe: `l'homme`, `O'Brien`, `Hay'at`.
    Apostrophe,
    /// By the stop of an abbreviation of single letters: `U.S.`, `U. S.`.
    Stop,
    /// By the blank between groups of three digits: `41 506`.
    Blank,
}

/// Endings that an apostrophe does not part from a word: `don't`, `pilot's`. All
/// others are words of their own, as after `l'`, `d'` and `O'`.
const ENDINGS: [&str; 7] = ["d", "ll", "m", "re", "s", "t", "ve"];

/// Letters that an editor puts in brackets at one end of a word, bytes at most:
/// `said[sic]` is two words.
const MOST_PUT_IN: usize = 2;

/// True for the letters of an ending.
fn is_ending(letters: &str) -> bool {
    ENDINGS.iter().any(|ending| letters.eq_ignore_ascii_case(ending))
}

/// True for what is written as an apostrophe: straight, curly, turned, letters
/// that are used as one (Hawaiian, transliterated Arabic), prime and acute.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '\u{2bc}' | '\u{2bb}' | '\u{2be}' | '\u{2bf}' | '＇' | '′' | '´')
}

/// Goes through the words of a text; `words` is room to work in.
pub fn each(text: &str, joins: &[u32], words: &mut Vec<Span>, mut met: impl FnMut(Met)) {
    let mut base = 0;
    while let Some(len) = border(&text[base..]) {
        paragraph(text, Span::new(base, base + len), joins, words, &mut met);
        met(Met::Break);
        base += len + 2;
    }
    paragraph(text, Span::new(base, text.len()), joins, words, &mut met);
}

/// Where the next blank line is.
fn border(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find('\n')?;
        if text.as_bytes().get(at + 1) == Some(&b'\n') {
            return Some(at);
        }
        from = at + 1;
    }
}

fn paragraph(text: &str, at: Span, joins: &[u32], words: &mut Vec<Span>, met: &mut impl FnMut(Met)) {
    words.clear();
    let first = joins.partition_point(|join| *join as usize <= at.start);
    let joins = &joins[first..joins.partition_point(|join| (*join as usize) < at.end).max(first)];
    find(text, at, joins, words);
    let mut parts: Vec<Part> = Vec::new();
    for (i, &span) in words.iter().enumerate() {
        let join = match parts.last() {
            Some(before) => join(text, joins, *before, span),
            None => Join::None,
        };
        if parts.last().is_some_and(|before| is_ending_of_abbreviation(text, *before, span)) {
            continue;
        }
        if join == Join::None && !parts.is_empty() {
            met(Met::Word(&parts));
            parts.clear();
        }
        // most words have one part, and for these no room is taken
        let stands_alone = parts.is_empty() && words.get(i + 1).is_none_or(|next| is_far(text, span, *next));
        match stands_alone {
            true => met(Met::Word(&[Part { span, join }])),
            false => parts.push(Part { span, join }),
        }
    }
    if !parts.is_empty() {
        met(Met::Word(&parts));
    }
}

/// True where nothing can join two words: a blank between them, and no digits.
fn is_far(text: &str, word: Span, next: Span) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes[word.end..next.start], [b' ']) && !bytes[word.start].is_ascii_digit()
}

/// True for the ending of `U.S.'s`, which takes no position, so that it is `U.S.` to a
/// phrase.
fn is_ending_of_abbreviation(text: &str, before: Part, word: Span) -> bool {
    let sign = text[before.span.end..word.start].strip_prefix('.');
    before.join == Join::Stop
        && sign.is_some_and(is_one_apostrophe)
        && text[word.start..word.end].eq_ignore_ascii_case("s")
}

/// How a word hangs on the part before it.
fn join(text: &str, joins: &[u32], before: Part, word: Span) -> Join {
    let by_stop = |is_spaced| if is_abbreviation(text, before, word, is_spaced) { Join::Stop } else { Join::None };
    match &text[before.span.end..word.start] {
        "" if joins.binary_search(&(word.start as u32)).is_ok() => Join::Hyphen,
        "-" | "\u{2010}" | "\u{2011}" => Join::Hyphen,
        // `U.S.-led`
        ".-" if before.join == Join::Stop => Join::Hyphen,
        "[" | "]" if is_put_in(text, before.span, word) => Join::Hyphen,
        "." => by_stop(false),
        ". " | ".\u{a0}" => by_stop(true),
        " " | "\u{a0}" | "\u{2009}" | "\u{202f}" if is_thousands(text, before, word) => Join::Blank,
        between if before.join != Join::Stop && is_one_apostrophe(between) => Join::Apostrophe,
        _ => Join::None,
    }
}

/// True for letters that an editor put in brackets at one end of a word: `[t]he`,
/// `judge[s]`.
fn is_put_in(text: &str, before: Span, word: Span) -> bool {
    let few = |span: Span| span.len() <= MOST_PUT_IN && text[span.start..span.end].chars().all(char::is_lowercase);
    let opens = |span: Span| text[..span.start].ends_with('[') && text[span.end..].starts_with(']');
    opens(before) && few(before) && !text[..before.start - 1].ends_with(char::is_alphanumeric)
        || opens(word) && few(word)
}

fn is_one_apostrophe(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_apostrophe) && chars.next().is_none()
}

/// True where two single letters of one case belong to one abbreviation. Where a
/// blank stands between them, the second must have its stop too: in "plan B. A
/// man" it has none.
fn is_abbreviation(text: &str, before: Part, word: Span, is_spaced: bool) -> bool {
    let single = |span: Span| {
        let mut letters = text[span.start..span.end].chars();
        letters.next().filter(|letter| letter.is_alphabetic() && letters.next().is_none())
    };
    let (Some(first), Some(second)) = (single(before.span), single(word)) else { return false };
    matches!(before.join, Join::None | Join::Stop | Join::Hyphen)
        && first.is_uppercase() == second.is_uppercase()
        && (!is_spaced || text[word.end..].starts_with('.'))
}

/// True for three digits after the one to three that begin a number, or after
/// three more of them.
fn is_thousands(text: &str, before: Part, word: Span) -> bool {
    let digits = |span: Span| text[span.start..span.end].bytes().all(|byte| byte.is_ascii_digit());
    let begins = before.join == Join::None && before.span.len() <= 3 && !text[before.span.start..].starts_with('0');
    word.len() == 3 && digits(word) && digits(before.span) && (begins || before.join == Join::Blank)
}

/// Appends the words of `text[at]`: the plain way as far as it goes, then one
/// stretch between two blanks by the full rules, and so on.
fn find(text: &str, at: Span, joins: &[u32], words: &mut Vec<Span>) {
    let mut from = at.start;
    while from < at.end {
        let known = words.len();
        let plain = plain(&text.as_bytes()[..at.end], from, words);
        if !joins.is_empty() {
            split_at_joins(joins, known, words);
        }
        let Err(start) = plain else { return };
        from = stretch(text, start, at.end);
        by_the_rules(text, Span::new(start, from), joins, words);
    }
}

/// Parts the words from `known` on at line-end hyphens that were dropped.
fn split_at_joins(joins: &[u32], known: usize, words: &mut Vec<Span>) {
    let (Some(first), Some(last)) = (words.get(known), words.last()) else { return };
    let from = joins.partition_point(|join| *join as usize <= first.start);
    let to = joins.partition_point(|join| (*join as usize) < last.end);
    let mut joins = joins.get(from..to).unwrap_or(&[]).iter().map(|join| *join as usize).peekable();
    if joins.peek().is_none() {
        return;
    }
    for word in words.split_off(known) {
        let mut start = word.start;
        while let Some(join) = joins.next_if(|join| *join < word.end) {
            if join > start {
                words.push(Span::new(start, join));
                start = join;
            }
        }
        words.push(Span::new(start, word.end));
    }
}

/// The end of the stretch that begins at `from`: a blank that no sign of
/// another script follows, as such a sign may belong to the blank.
fn stretch(text: &str, from: usize, end: usize) -> usize {
    let bytes = &text.as_bytes()[..end];
    let border = |at: &usize| bytes[*at] == b' ' && bytes.get(at + 1).is_none_or(|next| next.is_ascii());
    (from + 1..end).find(border).unwrap_or(end)
}

/// How a byte stands to words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// Between digits, and before the ending of a word: `'`.
    Quote,
    /// Between digits: `.`.
    Stop,
    /// Between digits: `,` and `;`.
    Comma,
    /// `_` and `:`, for the full rules where they touch a word.
    Rare,
    Blank,
    Other,
    /// First byte of a sign outside ASCII.
    Wide,
}

const CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    let mut at = 0;
    while at < 256 {
        classes[at] = match at as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'\'' => Class::Quote,
            b'.' => Class::Stop,
            b',' | b';' => Class::Comma,
            b'_' | b':' => Class::Rare,
            b' ' => Class::Blank,
            0x80.. => Class::Wide,
            _ => Class::Other,
        };
        at += 1;
    }
    classes
}

fn class(bytes: &[u8], at: usize) -> Class {
    bytes.get(at).map_or(Class::Other, |byte| CLASSES[*byte as usize])
}

/// Of a typographic sign (U+20xx, three bytes) whether it is one of those that
/// plain text has: as [`Class::Quote`] `‘ ’`, as [`Class::Other`] `– — “ ” …`.
fn typographic(bytes: &[u8], at: usize) -> Option<Class> {
    match bytes.get(at..at + 3)? {
        [0xe2, 0x80, 0x98 | 0x99] => Some(Class::Quote),
        [0xe2, 0x80, 0x93 | 0x94 | 0x9c | 0x9d | 0xa6] => Some(Class::Other),
        _ => None,
    }
}

/// Appends the words from `from` to the end, or up to a stretch that is not
/// plain: the error is where that begins.
fn plain(bytes: &[u8], from: usize, words: &mut Vec<Span>) -> Result<(), usize> {
    let mut at = from;
    // the stretch under way, and the words before it
    let (mut start, mut known) = (from, words.len());
    loop {
        let next = match class(bytes, at) {
            Class::Letter | Class::Digit => word(bytes, at).inspect(|end| words.push(Span::new(at, *end))),
            Class::Rare if at == start || class(bytes, at + 1) != Class::Blank => Err(()),
            Class::Wide if typographic(bytes, at).is_none() => Err(()),
            Class::Wide => Ok(at + 3),
            Class::Blank if at > start && owns_next(bytes, at) => Err(()),
            Class::Blank if at > start => {
                (start, known) = (at, words.len());
                Ok(at + 1)
            }
            _ if at >= bytes.len() => return Ok(()),
            _ => Ok(at + 1),
        };
        match next {
            Ok(next) => at = next,
            Err(()) => {
                words.truncate(known);
                return Err(start);
            }
        }
    }
}

/// True for a blank that the sign after it may belong to.
fn owns_next(bytes: &[u8], at: usize) -> bool {
    class(bytes, at + 1) == Class::Wide && typographic(bytes, at + 1).is_none()
}

/// The end of the word that begins at `from`.
fn word(bytes: &[u8], from: usize) -> Result<usize, ()> {
    let mut at = from;
    let mut last = class(bytes, from);
    loop {
        at += 1;
        let (sign, len) = match class(bytes, at) {
            inner @ (Class::Letter | Class::Digit) => {
                last = inner;
                continue;
            }
            Class::Wide => (typographic(bytes, at).ok_or(())?, 3),
            sign => (sign, 1),
        };
        let next = class(bytes, at + len);
        let inside = match sign {
            Class::Quote if last == Class::Letter && next == Class::Letter => has_ending(bytes, at + len)?,
            Class::Quote | Class::Comma | Class::Stop => last == Class::Digit && next == Class::Digit,
            Class::Rare if next != Class::Blank => return Err(()),
            _ => false,
        };
        if !inside {
            return Ok(at);
        }
        at += len;
        last = next;
    }
}

/// True where the letters from `at` are an ending. Letters outside ASCII are for
/// the full rules.
fn has_ending(bytes: &[u8], at: usize) -> Result<bool, ()> {
    let mut end = at;
    while class(bytes, end) == Class::Letter {
        end += 1;
    }
    if class(bytes, end) == Class::Wide && typographic(bytes, end).is_none() {
        return Err(());
    }
    Ok(std::str::from_utf8(&bytes[at..end]).is_ok_and(is_ending))
}

/// Appends the words of a stretch by the full rules.
fn by_the_rules(text: &str, at: Span, joins: &[u32], words: &mut Vec<Span>) {
    let stretch = &text[at.start..at.end];
    for (start, word) in stretch.unicode_word_indices() {
        let start = at.start + start;
        let word = Span::new(start, start + word.len());
        match words.last_mut() {
            // a prime and an acute are no letters to the rules
            Some(before) if at.start <= before.start && is_parted_ending(text, *before, word) => before.end = word.end,
            _ => part(text, word, joins, words),
        }
    }
}

/// True for an ending after a word and a sign that is written as an apostrophe.
fn is_parted_ending(text: &str, before: Span, word: Span) -> bool {
    is_one_apostrophe(&text[before.end..word.start])
        && text[before.start..before.end].ends_with(char::is_alphabetic)
        && is_ending(&text[word.start..word.end])
}

/// Parts a word of UAX 29 at the signs that join words there but not for a
/// reader, and at line-end hyphens that were dropped.
fn part(text: &str, word: Span, joins: &[u32], out: &mut Vec<Span>) {
    let slice = &text[word.start..word.end];
    let mut start = word.start;
    let mut previous = ' ';
    for (at, c) in slice.char_indices() {
        let at = word.start + at;
        let next = text[at + c.len_utf8()..word.end].chars().next().unwrap_or(' ');
        let parts = match c {
            '_' | ':' | '\u{fe55}' | '\u{ff1a}' => true,
            '.' => !(previous.is_numeric() && next.is_numeric()),
            c if is_apostrophe(c) => {
                let rest = &text[at + c.len_utf8()..word.end];
                let letters =
                    &rest[..rest.find(|c: char| !c.is_alphabetic() || is_apostrophe(c)).unwrap_or(rest.len())];
                let is_inside = previous.is_alphabetic() && is_ending(letters);
                !(is_inside || previous.is_numeric() && next.is_numeric())
            }
            c => c.is_whitespace(),
        };
        if at > start && joins.binary_search(&(at as u32)).is_ok() {
            out.push(Span::new(start, at));
            start = at;
        }
        if parts {
            if at > start {
                out.push(Span::new(start, at));
            }
            start = at + c.len_utf8();
        }
        previous = c;
    }
    if start < word.end {
        out.push(Span::new(start, word.end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Both ways: as text goes, and a paragraph at a time by the full rules.
    fn both(text: &str, joins: &[u32]) -> (Vec<Span>, Vec<Span>) {
        let (mut fast, mut slow) = (Vec::new(), Vec::new());
        let all = Span::new(0, text.len());
        find(text, all, joins, &mut fast);
        by_the_rules(text, all, joins, &mut slow);
        (fast, slow)
    }

    #[test]
    fn one_way_is_as_the_other() {
        for text in [
            "it's the ’90s—“don’t” he said…",
            "3.5 1,000;2 U.S. a.b e.g. 4.a a.4 x1.2",
            "_a_ b: c:d _ :e f_ g:",
            "caf\u{e9} na\u{ef}ve e\u{301} \u{301}x \u{93e}y a\u{ad}b",
            "'quoted' 'tis rock'n'roll 5'6 a'1",
            "l’été d’\u{c9}tat ‘x’ 日本 x-y",
            "",
            " ",
            "_",
        ] {
            let (fast, slow) = both(text, &[]);
            assert_eq!(fast, slow, "{text}");
        }
    }

    #[test]
    fn a_dropped_hyphen_parts_a_word() {
        let (fast, slow) = both("the international law", &[9]);
        assert_eq!(fast, slow);
        assert_eq!(fast[1], Span::new(4, 9));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn on_any_text(text in "[a-cA-C0-2 .,;:_'’“–…é\u{301}\u{93e}\u{ad}日-]{0,24}", join in 1u32..20) {
            let joins = if text.is_char_boundary(join as usize) { vec![join] } else { Vec::new() };
            let (fast, slow) = both(&text, &joins);
            prop_assert_eq!(fast, slow);
        }

        #[test]
        fn on_really_any_text(text in "\\PC{0,24}") {
            let (fast, slow) = both(&text, &[]);
            prop_assert_eq!(fast, slow);
        }
    }
}
