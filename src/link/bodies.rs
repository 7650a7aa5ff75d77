//! Candidate bodies: lines that begin with a label, as a note does.

use super::label::{Label, LabelKind, is_sign, super_digit};
use super::style::{Dress, Style, body_weight};
use crate::model::{Block, BlockKind};
use crate::span::Span;

/// A candidate body: where a note would begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Index of the block.
    pub block: usize,
    /// The label with its dress, in the clean text of the block.
    pub head: Span,
    /// The label alone.
    pub inner: Span,
    /// The label.
    pub label: Label,
    /// How it is written.
    pub style: Style,
    /// How much speaks for it, from 0 to 1.
    pub weight: f32,
    /// True where it stands under a heading that says notes, or a rule, or
    /// counts on from one that does.
    pub titled: bool,
}

impl Body {
    /// Its place in reading order: block, then byte of the block's text.
    pub fn place(&self) -> (usize, usize) {
        (self.block, self.head.start)
    }
}

/// Finds the candidates in a block: at its start, and at the line starts
/// inside it. `lines` are the first bytes of the source's lines.
pub fn scan(block: usize, of: &Block, lines: &[u32], out: &mut Vec<Body>) {
    let text = of.text.text.as_str();
    if let Some(body) = candidate(block, text, 0) {
        out.push(body);
    }
    for at in line_starts(of, lines) {
        if let Some(mut body) = candidate(block, text, at)
            && !matches!(
                body.style,
                Style { kind: LabelKind::Lower | LabelKind::Upper, dress: Dress::Bare | Dress::Dot }
            )
        {
            // a wrapped line may begin with anything; a note seldom does so unparted
            let list = out.last().is_some_and(|last| last.block == block && last.style == body.style);
            body.weight *= if list { 0.9 } else { 0.6 };
            out.push(body);
        }
    }
}

/// Finds a note by a sign in what was taken for a running foot: `* Ver. 484.`
/// and its like come again from page to page.
pub fn scan_foot(block: usize, of: &Block, out: &mut Vec<Body>) {
    out.extend(candidate(block, &of.text.text, 0).filter(|body| body.style.kind == LabelKind::Sign));
}

/// Adds weight to bodies that stand set apart as notes are: under a heading
/// that says so, or below a wider gap than paragraphs have.
pub fn set_apart(blocks: &[Block], bodies: &mut [Body]) {
    mark_titled(blocks, bodies);
    let mut gained: Option<(Style, usize, f32)> = None;
    for body in bodies.iter_mut() {
        let goes_on = gained.filter(|(style, last, _)| *style == body.style && body.block - last <= 2);
        let gain = goes_on.map_or_else(|| gain(blocks, body), |(_, _, gain)| gain);
        gained = (gain > 0.0).then_some((body.style, body.block, gain)).or(gained.filter(|g| g.0 != body.style));
        body.weight += gain;
    }
}

/// Says which bodies stand under a heading of notes or a rule, themselves or
/// in a row with one that does.
fn mark_titled(blocks: &[Block], bodies: &mut [Body]) {
    let mut last: Option<(Style, usize, Label)> = None;
    for body in bodies {
        let above = body.block.checked_sub(1).map(|above| &blocks[above].text.text);
        let headed = body.head.start == 0 && above.is_some_and(|text| is_note_heading(text));
        let goes_on = last.is_some_and(|(style, block, label)| {
            style == body.style
                && body.block - block <= 2
                && body.label.value > label.value
                && label.gap(body.label) == 0
        });
        body.titled = headed || goes_on;
        if body.titled {
            last = Some((body.style, body.block, body.label));
        }
    }
}

/// Finds labels that stand alone on their line above a note, as texts made of
/// pages of courts and publishers have them. Numbers of pages and chapters
/// stand so as well: these count up in a run, near one another, and not in the
/// middle of the line.
pub fn scan_lone(blocks: &[Block], out: &mut Vec<Body>) {
    let text = |at: usize| blocks.get(at).map(|block| block.text.text.as_str());
    let lone = |at: usize| {
        let own = text(at)?.trim();
        let number = own.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(own);
        let label = Label::number(number).filter(|label| label.value < 1000)?;
        let below = blocks.get(at + 1)?;
        let words = is_note(&below.text.text) && matches!(below.kind, BlockKind::Paragraph | BlockKind::Quotation);
        let beside = blocks[at].indent <= below.indent + BESIDE && blocks[at].kind != BlockKind::TableRow;
        (words && beside).then_some((at, label, number.as_ptr() as usize - text(at)?.as_ptr() as usize, number.len()))
    };
    let found: Vec<_> = (0..blocks.len())
        .filter(|at| blocks[*at].text.len() <= 5 && blocks[*at].kind != BlockKind::RunningHead)
        .filter_map(lone)
        .collect();
    let near = |a: usize, b: usize| {
        found.get(a).zip(found.get(b)).is_some_and(|(a, b)| b.0 - a.0 <= NEAR && b.1.value == a.1.value + 1)
    };
    for (i, (at, label, start, len)) in found.iter().enumerate() {
        if i > 0 && near(i - 1, i) || near(i, i + 1) {
            let style = Style { dress: Dress::Alone, kind: LabelKind::Number };
            let (head, inner) = (Span::new(0, blocks[*at].text.len()), Span::new(*start, start + len));
            let weight = body_weight(style);
            out.push(Body { block: *at, head, inner, label: *label, style, weight, titled: false });
        }
    }
}

/// True for more than one word, and for one that is a sentence: `Id.`
fn is_note(text: &str) -> bool {
    text.contains(' ') || text.ends_with('.') && text.starts_with(char::is_uppercase)
}

/// Columns by which a lone label may stand further in than its note.
const BESIDE: u16 = 4;

/// Blocks from one lone label to the next, at most.
pub const NEAR: usize = 5;

fn gain(blocks: &[Block], body: &Body) -> f32 {
    let above = body.block.checked_sub(1).map(|above| &blocks[above]);
    match above {
        Some(above) if body.head.start == 0 && is_note_heading(&above.text.text) => 0.3,
        Some(above) if blocks[body.block].blanks_before > 1 && above.kind != BlockKind::Heading => 0.15,
        _ => 0.0,
    }
}

/// True for the words that stand over notes, and for a rule.
pub fn is_note_heading(text: &str) -> bool {
    let text = text.trim();
    let rule = !text.is_empty() && text.chars().all(|c| "-_=—–* ".contains(c));
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let first = bare.split_whitespace().next().unwrap_or("");
    let named = matches!(first, "notes" | "footnotes" | "endnotes" | "note" | "footnote" | "anmerkungen" | "fussnoten");
    rule || named && bare.split_whitespace().count() <= 6 && text.len() < 60
}

/// Clean offsets, after the first, at which a source line begins with
/// something that can begin a label.
pub fn line_starts(of: &Block, lines: &[u32]) -> Vec<usize> {
    let mut out = line_offsets(of, lines);
    out.retain(|at| of.text.text[*at..].starts_with(opens));
    out
}

/// Clean offsets, after the first, at which the text of a source line begins.
pub fn line_offsets(of: &Block, lines: &[u32]) -> Vec<usize> {
    let Some(hull) = of.text.hull() else { return Vec::new() };
    let first = lines.partition_point(|line| (*line as usize) <= hull.start);
    let count = lines[first..].partition_point(|line| (*line as usize) < hull.end);
    let (mut out, mut piece) = (Vec::new(), 0);
    let pieces = &of.text.pieces;
    for line in &lines[first..first + count] {
        while piece < pieces.len() && pieces[piece].source + pieces[piece].source_len <= *line {
            piece += 1;
        }
        let Some(p) = pieces.get(piece) else { break };
        let at = (p.clean + if p.len == p.source_len { line.saturating_sub(p.source) } else { 0 }) as usize;
        let text = &of.text.text;
        // of a piece that was decoded the bytes are not those of the source
        let mut at = text.ceil_char_boundary(at);
        at += text[at..].len() - text[at..].trim_start().len();
        if at > 0 && out.last() != Some(&at) {
            out.push(at);
        }
    }
    out
}

fn opens(c: char) -> bool {
    c.is_ascii_digit() || "[({</\\^FNn_".contains(c) || is_sign(c) || super_digit(c).is_some()
}

/// Reads the label at `at`, with the dress that a body wears.
fn candidate(block: usize, text: &str, at: usize) -> Option<Body> {
    // words in italics whose label was set before them: `_    1 Of Ropes_`
    let italic = text[at..].strip_prefix('_').filter(|rest| rest.starts_with(char::is_whitespace));
    let (from, at) = (at, italic.map_or(at, |rest| text.len() - rest.trim_start().len()));
    let rest = &text[at..];
    let first = rest.chars().next()?;
    let (head, inner, dress) = match first {
        '[' => footnote(rest).or_else(|| enclosed(rest, ']', Dress::Bracket)).or_else(|| open(rest)),
        '(' => enclosed(rest, ')', Dress::Paren),
        '{' => enclosed(rest, '}', Dress::Brace),
        '<' => enclosed(rest, '>', Dress::Angle),
        '/' => enclosed(rest, '/', Dress::Slash),
        '\\' => enclosed(rest, '\\', Dress::Backslash),
        'n' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => lettered(rest),
        '^' => caret(rest),
        'F' | 'N' if rest.starts_with("Footnote ") || rest.starts_with("Note ") || named(rest) => footnote(rest),
        '0'..='9' => digits(rest),
        'a'..='z' | 'A'..='Z' => letter(rest),
        c if super_digit(c).is_some() => run(rest, |c| super_digit(c).is_some(), Dress::Super),
        c if is_sign(c) => run(rest, |d| d == c, Dress::Bare),
        _ => None,
    }?;
    let label = Label::any(&rest[inner.start..inner.end])?;
    let style = Style { dress, kind: label.kind };
    let weight = body_weight(style) * shape(&rest[head.end..], style)?;
    let moved = |span: Span| Span::new(at + span.start, at + span.end);
    let head = Span::new(from, at + head.end);
    Some(Body { block, head, inner: moved(inner), label, style, weight, titled: false })
}

type Head = (Span, Span, Dress);

/// `[Footnote 1: text]`, `[Note A. text]`, `Footnote 1: text`; without
/// brackets a stop must follow.
fn footnote(rest: &str) -> Option<Head> {
    let bracket = rest.starts_with('[') as usize;
    let word = ["Footnote ", "FOOTNOTE ", "Note ", "NOTE ", "Footnote: ", "Fn ", "FN#", "FN"]
        .into_iter()
        .find(|word| rest[bracket..].starts_with(word))?;
    let start = bracket + word.len();
    let len = rest[start..].find(|c: char| !(c.is_ascii_alphanumeric() || is_sign(c)))?;
    let end = start + len;
    let stop = rest[end..].chars().next().filter(|c| ":.])".contains(*c) || bracket == 1 && *c == ' ')?;
    Some((Span::new(0, end + stop.len_utf8()), Span::new(start, end), Dress::Footnote))
}

/// True for `FN1.`
fn named(rest: &str) -> bool {
    rest.strip_prefix("FN").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// `n1 text`
fn lettered(rest: &str) -> Option<Head> {
    let end = 1 + rest[1..].bytes().take_while(u8::is_ascii_digit).count();
    rest[end..].starts_with([' ', '.']).then_some((Span::new(0, end), Span::new(1, end), Dress::Lettered))
}

fn enclosed(rest: &str, close: char, dress: Dress) -> Option<Head> {
    let start = 1 + rest[1..].starts_with('^') as usize;
    let end = rest.bytes().take(12).skip(1).position(|b| b == close as u8).filter(|end| *end >= start)? + 1;
    let colon = rest[end + 1..].starts_with(':') as usize;
    Label::any(rest.get(start..end)?).map(|_| (Span::new(0, end + 1 + colon), Span::new(start, end), dress))
}

/// `[1 text]`, `[* text]`.
fn open(rest: &str) -> Option<Head> {
    let end = rest.find([' ', ':'])?;
    let long = rest.len() > end + 4 && end <= 8;
    (long && rest.contains(']')).then_some((Span::new(0, end + 1), Span::new(1, end), Dress::Open))
}

/// `^1 text`, `^[1] text`
fn caret(rest: &str) -> Option<Head> {
    let open = 1 + rest[1..].starts_with('[') as usize;
    let end = open + rest[open..].bytes().take_while(u8::is_ascii_digit).count();
    let close = if open == 2 { rest[end..].starts_with(']') as usize } else { 0 };
    (end > open && close + 1 == open).then_some((Span::new(0, end + close), Span::new(open, end), Dress::Caret))
}

/// `1. text`, `1) text`, `1 text`.
fn digits(rest: &str) -> Option<Head> {
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    dressed(rest, len)
}

/// `a text`, `a) text`, `a. text`.
fn letter(rest: &str) -> Option<Head> {
    dressed(rest, 1).filter(|(head, _, _)| rest[head.end..].starts_with(' '))
}

fn dressed(rest: &str, len: usize) -> Option<Head> {
    let dress = match rest[len..].chars().next()? {
        '.' | ':' => Dress::Dot,
        ')' => Dress::Close,
        '/' if rest[len + 1..].starts_with(char::is_whitespace) => Dress::Solidus,
        _ => Dress::Bare,
    };
    let head = len + (dress != Dress::Bare) as usize;
    Some((Span::new(0, head), Span::new(0, len), dress))
}

fn run(rest: &str, of: impl Fn(char) -> bool, dress: Dress) -> Option<Head> {
    let len = rest.chars().take_while(|c| of(*c)).map(char::len_utf8).sum();
    let span = Span::new(0, len);
    Some((span, span, dress))
}

/// What the text after the label says: 1 for what a note looks like, less for
/// what is rather something else, `None` for what no note is.
fn shape(text: &str, style: Style) -> Option<f32> {
    let blank = text.starts_with(char::is_whitespace);
    let text = text.trim_start();
    let first = text.chars().next()?;
    let loose = matches!(style.dress, Dress::Bare | Dress::Dot | Dress::Close | Dress::Super | Dress::Caret);
    if style.kind == LabelKind::Sign {
        // a row of stars, but not `* § 31. Instit.`
        let section = blank && text[first.len_utf8()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        let rule = is_sign(first) && !(section && matches!(first, '§' | '¶'))
            || loose && !blank && first.is_ascii_punctuation();
        return (!rule).then_some(1.0);
    }
    match style.dress {
        Dress::Bare | Dress::Super if !blank => (first.is_alphabetic() || "“\"‘_".contains(first)).then_some(0.5),
        Dress::Dot | Dress::Close if !blank => first.is_alphabetic().then_some(0.6),
        Dress::Bare if style.kind == LabelKind::Number && first.is_lowercase() => Some(0.4),
        Dress::Bare if first.is_ascii_digit() && style.kind == LabelKind::Number => Some(0.4),
        _ => Some(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layout;
    use crate::span::Mapped;

    fn head(text: &str) -> Option<(String, Dress)> {
        candidate(0, text, 0).map(|b| (text[b.inner.start..b.inner.end].to_owned(), b.style.dress))
    }

    #[test]
    fn bodies_of_every_dress() {
        for (text, label, dress) in [
            ("[1] Jonathan Spyer", "1", Dress::Bracket),
            ("[1]Security Council", "1", Dress::Bracket),
            ("[Footnote 1: The name]", "1", Dress::Footnote),
            ("[Footnote A: The author]", "A", Dress::Footnote),
            ("Footnote 12. The author", "12", Dress::Footnote),
            ("[* Ver. 85.]", "*", Dress::Open),
            ("12. Annius", "12", Dress::Dot),
            ("12 Miscellanies", "12", Dress::Bare),
            ("(3) In France", "3", Dress::Paren),
            ("/1/ Y.B. 6 Ed. IV.", "1", Dress::Slash),
            ("¹² See above", "¹²", Dress::Super),
            ("† Ver. 133.", "†", Dress::Bare),
            ("** Art. 260.", "**", Dress::Bare),
            ("a Un. Hist.", "a", Dress::Bare),
        ] {
            assert_eq!(head(text), Some((label.to_owned(), dress)), "{text}");
        }
    }

    #[test]
    fn what_is_no_body() {
        for text in ["* * *", "word", "[the] man", "1920", "[Illustration: a ship]", "1,000 men", "12"] {
            assert_eq!(head(text), None, "{text}");
        }
    }

    #[test]
    fn notes_without_blank_lines_between_are_found_at_their_lines() {
        let source = "[1] One\nof two\n[2] Two";
        let block = Block::new(BlockKind::Paragraph, Mapped::identity(&source.replace('\n', " "), 0));
        let mut out = Vec::new();
        scan(0, &block, &Layout::of(source.as_bytes()).lines, &mut out);
        assert_eq!(out.iter().map(|b| b.head.start).collect::<Vec<_>>(), [0, 15]);
    }

    #[test]
    fn headings_over_notes() {
        for text in ["Notes", "FOOTNOTES:", "_Footnotes_", "NOTES TO CHAPTER III", "-----"] {
            assert!(is_note_heading(text), "{text}");
        }
        for text in ["Notes on the state of Virginia, and what became of them", "Chapter I", ""] {
            assert!(!is_note_heading(text), "{text}");
        }
    }
}
