//! The text of a message: what the sender wrote, what is quoted, what is
//! appended by programs.
//!
//! Lines fall into runs: the sender's own, those quoted with `>` (as deep as
//! one another), a signature below `-- `, the foot of a mailing list below a
//! rule. Each is read as plain text is; what begins its lines becomes blanks,
//! so that every byte keeps its place.

use crate::model::{BlockKind, Document};
use crate::read::text;
use crate::span::Span;

/// What a run of lines is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Written by the sender.
    Own,
    /// Quoted, so many `>` deep.
    Quoted(usize),
    /// A signature, or the foot of a mailing list.
    Foot,
}

/// Lines of one kind, as bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    kind: Kind,
    span: Span,
}

/// Reads a text; in one that is `flowed`, only a line that ends with a blank
/// goes on in the next (RFC 3676).
pub fn parse(text: &str, flowed: bool) -> Document {
    let mut document = Document::default();
    let mut longest = 0;
    for run in runs(text, flowed) {
        let mut own = text::parse(&masked(&text[run.span.start..run.span.end], run.kind));
        let language = own.meta.language.take();
        if run.kind == Kind::Own && run.span.len() > longest && language.is_some() {
            (document.meta.language, longest) = (language, run.span.len());
        }
        for block in &mut own.blocks {
            block.kind = kind(run.kind, block.kind);
            (block.level, block.section) = (0, Vec::new());
            block.blanks_before = block.blanks_before.max(1);
        }
        own.meta.language = None;
        super::append(&mut document, own, run.span.start);
    }
    document
}

/// The kind of a block in a run. A short line above others ("Hello all,") is no
/// heading here.
fn kind(run: Kind, block: BlockKind) -> BlockKind {
    match (run, block) {
        (Kind::Quoted(_), _) => BlockKind::Quotation,
        (Kind::Foot, _) => BlockKind::Chrome,
        (Kind::Own, BlockKind::Heading | BlockKind::PullQuote | BlockKind::Licence) => BlockKind::Paragraph,
        (Kind::Own, kind) => kind,
    }
}

/// The text with the signs of quoting as blanks.
fn masked(text: &str, kind: Kind) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        // `>From ` stands for `From ` where lines are kept in a mailbox
        let signs = match kind {
            Kind::Quoted(_) => prefix(line).1,
            _ => usize::from(line.starts_with(">From ")),
        };
        out.extend(std::iter::repeat_n(' ', signs));
        out.push_str(&line[signs..]);
    }
    out
}

/// How deep a line is quoted, and the bytes of the signs that say so: `> > text`.
fn prefix(line: &str) -> (usize, usize) {
    if line.starts_with(">From ") {
        return (0, 0);
    }
    let (mut depth, mut end) = (0, 0);
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'>' => (depth, end) = (depth + 1, at + 1),
            b' ' if at <= end + 1 => {}
            _ => break,
        }
    }
    (depth, end)
}

fn runs(text: &str, flowed: bool) -> Vec<Run> {
    let flows = flowed && text.lines().any(|line| goes_on(line) && !is_signature(line));
    let foot = list_foot(text);
    let mut out: Vec<Run> = Vec::new();
    let (mut at, mut open) = (0, true);
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        let signed = out.last().is_some_and(|run| run.kind == Kind::Foot);
        let kind = match prefix(line).0 {
            _ if signed || foot.is_some_and(|foot| at >= foot) || is_signature(line) => Kind::Foot,
            0 => Kind::Own,
            depth => Kind::Quoted(depth),
        };
        let blank = line.trim().is_empty();
        match out.last_mut() {
            Some(last) if blank || last.kind == kind && (open || kind == Kind::Foot) => last.span.end = span.end,
            _ => out.push(Run { kind, span }),
        }
        open = !flows || blank || goes_on(line);
        at = span.end;
    }
    out
}

/// True for a line of flowed text that goes on in the next.
fn goes_on(line: &str) -> bool {
    line.trim_end_matches(['\r', '\n']).ends_with(' ')
}

/// True for the line above a signature: `-- `, by some programs without its blank.
fn is_signature(line: &str) -> bool {
    line.trim_end() == "--"
}

/// Where the foot of a mailing list begins: a rule of underscores with a few
/// lines below it, the last of the text. A rule in the middle is none.
fn list_foot(text: &str) -> Option<usize> {
    const LINES: usize = 8;
    let mut end = text.len();
    for line in text.split_inclusive('\n').rev().take(LINES) {
        end -= line.len();
        let rule = line.trim_end();
        if rule.len() >= 20 && rule.bytes().all(|b| b == b'_') {
            return Some(end);
        }
    }
    None
}
