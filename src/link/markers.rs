//! Candidate markers: everything in a text that could point to a note.
//!
//! Nothing is decided here. A candidate says what it is (its style and label)
//! and how much its place speaks for it (its weight); what it means is for the
//! alignment with candidate bodies to say.

use super::label::{Label, LabelKind, is_sign, super_digit};
use super::style::{CONVENTIONS, Dress, Style};
use crate::span::Span;

/// How a marker stands to the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attach {
    /// Glued to what stands before it: `word[1]`, `word.*`.
    After,
    /// Glued to the word after it: `[1]Word`.
    Before,
    /// Blanks on both sides.
    Free,
}

/// A candidate marker in the text of one block.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Index of the block.
    pub block: usize,
    /// Its bytes in the clean text of the block, brackets included.
    pub span: Span,
    /// The bytes of the label alone.
    pub inner: Span,
    /// The label.
    pub label: Label,
    /// How it is written.
    pub style: Style,
    /// How it stands to its neighbours.
    pub attach: Attach,
    /// True where it stands to a stop: after one, or between a blank and one.
    pub by_stop: bool,
    /// How much speaks for it, from 0 to 1.
    pub weight: f32,
}

impl Mark {
    /// Its place in reading order: block, then byte of the block's text.
    pub fn place(&self) -> (usize, usize) {
        (self.block, self.span.start)
    }
}

/// Finds the candidates in the text of block `block`, in order.
pub fn scan(block: usize, text: &str, out: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|b| TRIGGER[*b as usize]) {
        at += found;
        match candidate(text, at) {
            Some((span, inner, label, dress)) => {
                if let Some(mark) = weigh(block, text, (span, inner, label, dress)) {
                    out.push(mark);
                }
                at = span.end;
            }
            None => at = after(text, at),
        }
    }
}

/// Bytes that a marker can begin with.
static TRIGGER: [bool; 256] = {
    let mut table = [false; 256];
    let starts = b"0123456789[({</\\^*|\xc2\xe2";
    let mut i = 0;
    while i < starts.len() {
        table[starts[i] as usize] = true;
        i += 1;
    }
    table
};

type Found = (Span, Span, Label, Dress);

/// The end of what stands at `at` and is no marker: a run of digits, or of one
/// sign, as a whole, else one character. The end of a run that is too long for a
/// label is none either, and to look for it at every place takes quadratic time.
fn after(text: &str, at: usize) -> usize {
    let Some(first) = text[at..].chars().next() else { return at + 1 };
    let run = |belongs: &dyn Fn(char) -> bool| -> usize {
        text[at..].chars().take_while(|c| belongs(*c)).map(char::len_utf8).sum()
    };
    at + match first {
        '0'..='9' => run(&|c| c.is_ascii_digit()),
        _ if is_sign(first) => run(&|c| c == first),
        _ if super_digit(first).is_some() => match run(&|c| super_digit(c).is_some()) {
            long if long > LONGEST_RAISED => long,
            _ => first.len_utf8(),
        },
        _ => first.len_utf8(),
    }
}

/// Bytes of the longest number in raised digits, four of up to three bytes.
const LONGEST_RAISED: usize = 12;

/// The marker-like thing at `at`, if there is one.
fn candidate(text: &str, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let enclosed = |close: u8, dress| enclosed(text, at, close, dress);
    match bytes[at] {
        b'0'..=b'9' => lettered(text, at).or_else(|| bare_number(text, at)).or_else(|| before_solidus(text, at)),
        b'[' => enclosed(b']', Dress::Bracket),
        b'(' => enclosed(b')', Dress::Paren),
        b'{' => enclosed(b'}', Dress::Brace),
        b'<' => enclosed(b'>', Dress::Angle),
        b'/' => enclosed(b'/', Dress::Slash),
        b'\\' => enclosed(b'\\', Dress::Backslash),
        b'^' => caret(text, at),
        b'*' | b'|' => sign(text, at),
        0xc2 => superscript(text, at).or_else(|| sign(text, at)),
        _ if matches!(bytes.get(at + 1), Some(0x80 | 0x81 | 0x88)) => superscript(text, at).or_else(|| sign(text, at)),
        _ => None,
    }
}

/// `[12]`, `(a)`, `{3}`, `[*]`, `[Footnote 3]`, `[^3]`.
fn enclosed(text: &str, at: usize, close: u8, dress: Dress) -> Option<Found> {
    let bytes = text.as_bytes();
    let window = &bytes[at + 1..bytes.len().min(at + 18)];
    let end = at + 1 + window.iter().position(|b| *b == close)?;
    let mut start = at + 1;
    if dress == Dress::Bracket {
        let inside = &text[start..end];
        let cut = ["^", "Footnote ", "footnote ", "Note ", "note ", "fn ", "FN#", "FN", "fn"];
        start += cut.iter().find(|word| inside.starts_with(**word)).map_or(0, |word| word.len());
    }
    let label = Label::any(&text[start..end])?;
    Some((Span::new(at, end + 1), Span::new(start, end), label, dress))
}

/// `^3`, `^{12}`, `^[3]`.
fn caret(text: &str, at: usize) -> Option<Found> {
    let rest = &text[at + 1..];
    let (open, close) = match rest.as_bytes().first()? {
        b'{' => (1, 1),
        b'[' => (1, 1),
        _ => (0, 0),
    };
    let digits = rest[open..].bytes().take_while(u8::is_ascii_digit).count();
    let label = Label::number(rest.get(open..open + digits)?)?;
    let inner = Span::new(at + 1 + open, at + 1 + open + digits);
    let closed = close == 0 || matches!(text.as_bytes().get(inner.end), Some(b'}' | b']'));
    closed.then_some((Span::new(at, inner.end + close), inner, label, Dress::Caret))
}

/// Digits glued to the word or stop before them: `Verus1`, `father,2`.
fn bare_number(text: &str, at: usize) -> Option<Found> {
    let before = text[..at].chars().next_back()?;
    if before.is_whitespace() || before.is_ascii_digit() {
        return None;
    }
    let len = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let next = text[at + len..].chars().next().unwrap_or(' ');
    if len > 3 || next.is_alphanumeric() || "°%".contains(next) {
        return None;
    }
    let span = Span::new(at, at + len);
    Some((span, span, Label::number(&text[at..at + len])?, Dress::Bare))
}

/// `n1`, as a database of law types a call: a word of its own.
fn lettered(text: &str, at: usize) -> Option<Found> {
    let before = text[..at].strip_suffix('n')?;
    let len = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let apart = before.chars().next_back().is_none_or(|c| c.is_whitespace() || ".,;:!?)]”\"’".contains(c));
    let ends = text[at + len..].chars().next().is_none_or(|c| c.is_whitespace() || ".,;:!?)]”\"’".contains(c));
    let label = Label::number(&text[at..at + len]).filter(|_| apart && ends && len <= 3)?;
    Some((Span::new(at - 1, at + len), Span::new(at, at + len), label, Dress::Lettered))
}

/// `ferries, 1/ and`, as the papers of international bodies type a call.
fn before_solidus(text: &str, at: usize) -> Option<Found> {
    let apart = text[..at].chars().next_back()?.is_whitespace();
    let len = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[at + len..].strip_prefix('/')?;
    let ends = rest.chars().next().is_none_or(|c| c.is_whitespace() || ".,;:!?)”\"’".contains(c));
    let label = Label::number(&text[at..at + len]).filter(|_| apart && ends && len <= 3)?;
    Some((Span::new(at, at + len + 1), Span::new(at, at + len), label, Dress::Solidus))
}

fn superscript(text: &str, at: usize) -> Option<Found> {
    let len: usize = text[at..].chars().take_while(|c| super_digit(*c).is_some()).map(char::len_utf8).sum();
    let span = Span::new(at, at + len);
    Some((span, span, Label::superscript(&text[at..at + len]).filter(|_| len > 0)?, Dress::Super))
}

fn sign(text: &str, at: usize) -> Option<Found> {
    let first = text[at..].chars().next().filter(|c| is_sign(*c))?;
    let len: usize = text[at..].chars().take_while(|c| *c == first).map(char::len_utf8).sum();
    let span = Span::new(at, at + len);
    Some((span, span, Label::sign(&text[at..at + len])?, Dress::Bare))
}

/// Gives a candidate its weight, by its convention and its place.
fn weigh(block: usize, text: &str, (span, inner, label, dress): Found) -> Option<Mark> {
    let row = CONVENTIONS.iter().find(|row| row.marker == dress && row.kinds.contains(&label.kind))?;
    let before = text[..span.start].chars().next_back().unwrap_or(' ');
    let next = text[span.end..].chars().next().unwrap_or(' ');
    let attach = match (before.is_whitespace(), next.is_alphanumeric() || "“\"‘'_".contains(next)) {
        (false, _) => Attach::After,
        (true, true) => Attach::Before,
        (true, false) => Attach::Free,
    };
    let place = match label.kind {
        LabelKind::Sign if dress == Dress::Bare => sign_place(text, span, before, next),
        LabelKind::Number if dress == Dress::Bare => bare_place(text, span),
        _ => enclosed_place(text, span, (dress, label), (before, next), attach),
    };
    let style = Style { dress, kind: label.kind };
    let by_stop = ".,;:!?”’»\"'".contains(before) || attach == Attach::Free && ".,;:".contains(next);
    (place > 0.0).then_some(Mark { block, span, inner, label, style, attach, by_stop, weight: row.weight * place })
}

/// What speaks for a marker in some enclosure, by its neighbours.
fn enclosed_place(
    text: &str,
    span: Span,
    (dress, label): (Dress, Label),
    (before, next): (char, char),
    attach: Attach,
) -> f32 {
    let letter = matches!(label.kind, LabelKind::Lower | LabelKind::Upper);
    match dress {
        // a bracketed first letter, `[T]he`
        _ if letter && (next.is_alphabetic() || opens_quotation(&text[..span.start])) => return 0.0,
        // `was late (1).`: kept only where nothing else is a call, see `loose`
        Dress::Paren if is_loose(attach, label, next) => return 0.3,
        // `points (1) and (2)`, `501(c)(3)`, `Art. 297(b)`
        Dress::Paren if attach == Attach::Free && label.kind != LabelKind::Sign => return 0.0,
        Dress::Paren if before.is_ascii_digit() || ")—–-".contains(before) => return 0.2,
        Dress::Slash if before.is_alphanumeric() || next.is_alphanumeric() => return 0.0,
        Dress::Backslash if next.is_alphanumeric() => return 0.0,
        Dress::Caret if before.is_ascii_digit() => return 0.2,
        Dress::Super if unit_before(text, span.start, label) => return 0.3,
        _ => {}
    }
    let year = label.kind == LabelKind::Number && label.value >= 1000;
    let base: f32 = match attach {
        Attach::After if before == '(' || before == '[' => 0.4,
        Attach::After => 1.0,
        Attach::Before => 0.8,
        Attach::Free if matches!(dress, Dress::Slash | Dress::Caret | Dress::Solidus | Dress::Lettered) => 0.9,
        Attach::Free if letter => 0.3,
        Attach::Free => 0.5,
    };
    if year { base * 0.3 } else { base }
}

/// True where a quotation mark at the end of the text opens what follows:
/// `“[T]he`, but not `Skerra."[A]`.
fn opens_quotation(before: &str) -> bool {
    let Some(mark) = before.chars().next_back() else { return false };
    let above = before[..before.len() - mark.len_utf8()].chars().next_back();
    match mark {
        '“' | '‘' => true,
        '"' | '\'' => above.is_none_or(|c| c.is_whitespace() || "([{—–-".contains(c)),
        _ => false,
    }
}

/// True for a number in round brackets between a blank and a stop.
pub fn is_loose(attach: Attach, label: Label, next: char) -> bool {
    attach == Attach::Free && label.kind == LabelKind::Number && ".,;:".contains(next)
}

/// True for `m²`, `km³` and `x²`: a power, not a note.
fn unit_before(text: &str, at: usize, label: Label) -> bool {
    let last = text[..at].chars().rev().take_while(|c| c.is_alphanumeric()).take(3);
    let word: String = last.collect::<Vec<_>>().into_iter().rev().collect();
    let is_unit = word.chars().count() == 1 || matches!(word.as_str(), "km" | "cm" | "mm" | "ft" | "in");
    matches!(label.value, 2 | 3) && is_unit
}

/// What speaks for a bare sign: `wife,*`, `life†, rendered`, `Josephus †`.
fn sign_place(text: &str, span: Span, before: char, next: char) -> f32 {
    let own = &text[span.start..span.end];
    let section = own.starts_with('§') || own.starts_with('¶');
    if before.is_whitespace() {
        let rest = text[span.end..].trim_start();
        let numbered = section && rest.starts_with(|c: char| c.is_ascii_digit());
        let row = rest.starts_with(is_sign) || text[..span.start].trim_end().ends_with(is_sign);
        let opens = next.is_alphanumeric() || span.start == 0;
        let digit = |c: char| c.is_ascii_digit();
        if rest.starts_with(digit) && text[..span.start].trim_end().ends_with(digit) {
            return 0.0;
        }
        if !next.is_whitespace() && emphasised(&text[span.start..]) {
            return 0.0;
        }
        return if numbered || row || own == "|" || rest.is_empty() && span.start == 0 {
            0.0
        } else if opens {
            0.3
        } else {
            0.6
        };
    }
    let sum = before.is_ascii_digit() && next.is_ascii_digit();
    let emphasis = own.starts_with('*') && closes_emphasis(text, span);
    match () {
        () if sum || emphasis || is_sign(before) || is_sign(next) => 0.0,
        () if section && next.is_ascii_digit() => 0.0,
        () if own == "|" => 0.7,
        () if next.is_alphabetic() => 0.4,
        () => 1.0,
    }
}

/// True where a text begins with words between stars: `*word* and more`.
pub fn emphasised(text: &str) -> bool {
    let inside = text.trim_start_matches('*');
    let Some(end) = inside.find('*') else { return false };
    let closes = inside[..end].ends_with(|c: char| !c.is_whitespace());
    inside.len() < text.len() && closes && end < 400 && inside.starts_with(|c: char| !c.is_whitespace())
}

/// True where a star ends what a star before it opened: `*word*`.
fn closes_emphasis(text: &str, span: Span) -> bool {
    let own = &text[span.start..span.end];
    let Some(open) = text[..span.start].rfind(own) else { return false };
    let before = text[..open].chars().next_back().unwrap_or(' ');
    let inside = &text[open + own.len()..span.start];
    let opened = !before.is_alphanumeric() && !",.;:!?”’\"'".contains(before);
    opened && inside.starts_with(|c: char| !c.is_whitespace()) && !inside.contains('*') && inside.len() < 400
}

/// What speaks for bare digits, by what stands before them.
fn bare_place(text: &str, span: Span) -> f32 {
    let before = text[..span.start].trim_end_matches(|c: char| ".,;:!?)]”’\"'»_".contains(c));
    let stop = &text[before.len()..span.start];
    let next = text[span.end..].chars().next().unwrap_or(' ');
    let Some(last) = before.chars().next_back() else { return 0.0 };
    if last.is_whitespace() && !stop.is_empty() && !stop.starts_with('.') {
        return 0.5;
    }
    if last.is_whitespace() || last.is_numeric() && stop.is_empty() || "-–/£$€#&+=*×".contains(last) {
        return 0.0;
    }
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let parted = stop.contains([')', ']', '”', '"', '»']);
    if last.is_numeric() && !parted {
        // `1909-1913.5 At that time` or `13.2 percent`: only a full sequence can say
        let after = text[span.end..].trim_start_matches(['”', '"', '’']).trim_start();
        let opens = next != '(' && after.chars().next().is_none_or(|c| c.is_uppercase() || "“\"‘(".contains(c));
        let digits = before.chars().rev().take_while(|c| c.is_ascii_digit() || *c == ',').count();
        let page = digits >= 1 && stop == "." && ends_in_page(before);
        return if opens && (digits >= 4 || page) { 0.25 } else { 0.0 };
    }
    let short = word.chars().count() <= 1 || ABBREVIATIONS.contains(&word.to_ascii_lowercase().as_str());
    let range =
        "-–/".contains(next) || ".,:".contains(next) && text[span.end + 1..].starts_with(|c: char| c.is_ascii_digit());
    let capitals = stop.is_empty() && word.chars().all(|c| c.is_uppercase() || c.is_numeric());
    match () {
        () if range => 0.2,
        () if short && stop.len() <= 1 => 0.3,
        () if capitals => 0.5,
        () => 1.0,
    }
}

/// True for `Id., at 216`, `see p. 14`, `Code § 65.2-710` and `71 N.E.2d 173`: a place
/// that is named, after which a court sets its call, `216.1 Since then`.
fn ends_in_page(before: &str) -> bool {
    let words = before.trim_end_matches(|c: char| c.is_ascii_digit() || "-–,.".contains(c));
    let named = |word: &&str| words.strip_suffix(*word).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    ["at ", "p. ", "pp. ", "n. ", "§ ", "§§ "].iter().any(named) || ends_in_report(words)
}

/// True where a text ends in the name of a series of law reports, `N.E.2d `, `Ill.Dec. `.
fn ends_in_report(before: &str) -> bool {
    let Some(words) = before.strip_suffix(' ') else { return false };
    let name = words.rsplit(' ').next().unwrap_or("");
    let series = ["2d", "3d", "4th", "5th"].iter().find_map(|series| name.strip_suffix(*series)).unwrap_or(name);
    let parts = series.strip_suffix('.').map_or(0, |parts| parts.split('.').filter(|part| !part.is_empty()).count());
    parts >= 2 && series.starts_with(char::is_uppercase)
}

/// Words that a number follows without a blank, with or without a stop.
pub const ABBREVIATIONS: &[&str] = &[
    "no", "nos", "vol", "vols", "p", "pp", "ch", "cap", "art", "sec", "fig", "figs", "ver", "vv", "fol", "ff", "bk",
    "pt", "op", "col", "cc", "st", "ps", "gen", "ex", "matt", "mk", "lk", "rom", "cor", "jan", "feb", "mar", "apr",
    "aug", "sept", "oct", "nov", "dec", "ed", "ser", "table", "act", "scene",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, f32)> {
        let mut out = Vec::new();
        scan(0, text, &mut out);
        out.iter().map(|m| (text[m.span.start..m.span.end].to_owned(), m.weight)).collect()
    }

    fn sure(text: &str) -> Vec<String> {
        found(text).into_iter().filter(|(_, weight)| *weight >= 0.4).map(|(own, _)| own).collect()
    }

    #[test]
    fn markers_of_every_dress() {
        let text = "a wife,* so Verus1 good, word.[12] the end¹² of [3]Word like.(1) lawyers. /2/ But x{3} y<4> z^5";
        assert_eq!(sure(text), ["*", "1", "[12]", "¹²", "[3]", "(1)", "/2/", "{3}", "<4>", "^5"]);
    }

    #[test]
    fn the_end_of_a_long_row_is_no_marker() {
        for text in ["a word††††††", "a word¹²³⁴⁵⁶", "a word*******", "a word§§§§§§ 3"] {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(sure("a word†† and this¹²³ too"), ["††", "¹²³"]);
    }

    #[test]
    fn false_friends_are_left_out_or_weigh_little() {
        for text in [
            "[the] man [sic] of 1920 and 23 per cent",
            "3 * 4 and 3*4, *so* he said, § 4 and ¶ 12",
            "* * *",
            "on 1/2/1920, H2O, 3.5 and 1,000, £5",
            "[T]he points (1) and (2)",
            "an area of 40 m² was cleared, and x³",
        ] {
            assert_eq!(sure(text), Vec::<String>::new(), "{text}");
        }
    }
}
