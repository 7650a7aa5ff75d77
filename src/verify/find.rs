//! The quotations of a manuscript: between marks, in the text and in notes, and
//! set apart as blocks.

use super::pairs::{Pair, paired, reopened};
use super::signs::Style;
use super::words;
use crate::model::quotation::QuotedIn;
use crate::model::{BlockKind, Document};
use crate::span::{Mapped, Span};

/// Fewer words between marks are "scare quotes", not quotations.
pub const FEW_WORDS: usize = 4;
/// Between single marks, which are apostrophes too, not even `short` takes less.
const FEW_IN_SINGLE: usize = 3;

/// A quotation of a manuscript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its text, marks left out; paragraphs parted by a blank line.
    pub text: String,
    /// Bytes of `text` at which a line-end hyphen was dropped.
    pub joins: Vec<u32>,
    /// Where it stands.
    pub place: QuotedIn,
    /// The text that holds its end.
    pub home: Home,
    /// Bytes of the home's text, marks left out; of the last paragraph.
    pub inner: Span,
    /// Bytes of the source, from its first to its last character.
    pub source: Option<Span>,
    /// Of a paragraph of a block quotation, which of the blocks next to each
    /// other it is, from 0.
    pub nth: Option<usize>,
}

impl Found {
    /// With what follows it, as one.
    pub fn joined(&self, next: &Found) -> Found {
        let text = format!("{}\n\n{}", self.text, next.text);
        let base = (self.text.len() + 2) as u32;
        let joins = self.joins.iter().copied().chain(next.joins.iter().map(|join| join + base)).collect();
        let source = self.source.zip(next.source).map(|(first, last)| first.hull(last));
        Found { text, joins, source, nth: self.nth, ..next.clone() }
    }
}

/// A text of the manuscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// Index into `Document::blocks`.
    Block(usize),
    /// Index into `Document::notes`.
    Note(usize),
}

impl Home {
    /// Its text.
    pub fn text(self, document: &Document) -> &Mapped {
        match self {
            Home::Block(block) => &document.blocks[block].text,
            Home::Note(note) => &document.notes[note].text,
        }
    }

    /// Headings above it.
    pub fn section(self, document: &Document) -> &[String] {
        match self {
            Home::Block(block) => &document.blocks[block].section,
            Home::Note(note) => &document.notes[note].section,
        }
    }

    /// Place among the blocks, from 1.
    pub fn paragraph(self) -> Option<usize> {
        match self {
            Home::Block(block) => Some(block + 1),
            Home::Note(_) => None,
        }
    }

    /// Label of the note.
    pub fn label(self, document: &Document) -> Option<&str> {
        match self {
            Home::Block(_) => None,
            Home::Note(note) => Some(&document.notes[note].label),
        }
    }
}

/// A paragraph, or one of a note.
#[derive(Clone, Copy)]
struct Paragraph<'d> {
    home: Home,
    /// Its first byte in the home's text.
    base: usize,
    text: &'d str,
}

/// A part of a quotation: bytes of a paragraph's text.
type Part<'d> = (Paragraph<'d>, Span);

/// What was found and is no quotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Between marks, of too few words.
    pub few: usize,
    /// Marks that open and are never closed.
    pub unclosed: usize,
}

/// All quotations in the order of the text, those in notes last; with `short`
/// also those of fewer than [`FEW_WORDS`] words.
pub fn quotations(document: &Document, short: bool) -> (Vec<Found>, Passed) {
    let mut walk = Walk { document, short, found: Vec::new(), passed: Passed::default(), open: None };
    walk.blocks();
    for (i, note) in document.notes.iter().enumerate() {
        walk.paragraphs(Home::Note(i), &note.text.text);
        walk.end();
    }
    (walk.found, walk.passed)
}

struct Walk<'d> {
    document: &'d Document,
    short: bool,
    found: Vec<Found>,
    passed: Passed,
    /// A quotation that may go on in the next paragraph: its style, its parts so
    /// far, and how many had been found before it.
    open: Option<(Style, Vec<Part<'d>>, usize)>,
}

impl<'d> Walk<'d> {
    fn blocks(&mut self) {
        let blocks = &self.document.blocks;
        let mut i = 0;
        while i < blocks.len() {
            match blocks[i].kind {
                BlockKind::Quotation => {
                    self.end();
                    let end = (i..blocks.len()).find(|&j| blocks[j].kind != BlockKind::Quotation);
                    let end = end.unwrap_or(blocks.len());
                    self.set_apart(i..end);
                    i = end;
                    continue;
                }
                // what goes on from the paragraph before is none, whatever it repeats
                BlockKind::PullQuote if self.open.is_some() => self.paragraphs(Home::Block(i), &blocks[i].text.text),
                // they repeat the manuscript's own text, or are none of its own
                BlockKind::PullQuote | BlockKind::Chrome | BlockKind::Licence => {}
                _ if !blocks[i].is_body() => {}
                _ => self.paragraphs(Home::Block(i), &blocks[i].text.text),
            }
            i += 1;
        }
        self.end();
    }

    /// Ends what is open: it goes on nowhere.
    fn end(&mut self) {
        self.passed.unclosed += usize::from(self.open.take().is_some());
    }

    fn paragraphs(&mut self, home: Home, text: &'d str) {
        let mut base = 0;
        for part in text.split("\n\n") {
            self.paragraph(Paragraph { home, base, text: part });
            base += part.len() + 2;
        }
    }

    fn paragraph(&mut self, paragraph: Paragraph<'d>) {
        let going_on = self.open.take_if(|(style, ..)| reopened(paragraph.text, *style).is_some());
        self.end();
        let marks = paired(paragraph.text, going_on.as_ref().map(|(style, ..)| *style));
        let mut begun = None;
        if let Some((style, mut parts, before)) = going_on {
            let start = reopened(paragraph.text, style).unwrap_or(0);
            let end = marks.closed.unwrap_or(paragraph.text.len());
            parts.push((paragraph, Span::new(start, end)));
            if marks.closed.is_some() {
                self.found.truncate(before);
                self.push(&parts, QuotedIn::Body);
            } else {
                begun = Some((style, parts, before));
            }
        }
        let mut before = self.found.len();
        for pair in &marks.pairs {
            self.pair(paragraph, pair);
            if marks.open.is_none_or(|(_, at)| pair.outer.start < at) {
                before = self.found.len();
            }
        }
        let opened = marks
            .open
            .filter(|(_, at)| begun.is_none() && begins(&paragraph.text[*at..]))
            .map(|(style, at)| (style, vec![(paragraph, Span::new(at, paragraph.text.len()))], before));
        self.open = begun.or(opened);
        self.passed.unclosed += marks.unclosed.saturating_sub(usize::from(self.open.is_some()));
    }

    fn pair(&mut self, paragraph: Paragraph<'d>, pair: &Pair) {
        let words = words::count(&paragraph.text[pair.inner.start..pair.inner.end]);
        let few = match (self.short, pair.style.is_single()) {
            (true, true) => FEW_IN_SINGLE,
            (true, false) => 1,
            (false, _) => FEW_WORDS,
        };
        if words >= few {
            self.push(&[(paragraph, pair.inner)], QuotedIn::Body);
        } else if words > 0 && !pair.style.is_single() {
            self.passed.few += 1;
        }
    }

    fn push(&mut self, parts: &[Part<'d>], place: QuotedIn) {
        let trimmed = |(paragraph, span): &Part<'d>| -> Option<(Home, Span)> {
            let text = &paragraph.text[span.start..span.end];
            let start = paragraph.base + span.start + (text.len() - text.trim_start().len());
            let end = start + text.trim().len();
            (start < end).then_some((paragraph.home, Span::new(start, end)))
        };
        let parts: Vec<(Home, Span)> = parts.iter().filter_map(trimmed).collect();
        let (Some(first), Some(&(home, last))) = (parts.first(), parts.last()) else { return };
        let source = |(home, span): &(Home, Span)| home.text(self.document).source(*span);
        let whole = source(first).zip(source(&(home, last))).map(|(first, last)| first.hull(last));
        let (mut text, mut joins) = (String::new(), Vec::new());
        for (home, span) in &parts {
            text.push_str(if text.is_empty() { "" } else { "\n\n" });
            let part = home.text(self.document).slice(*span);
            joins.extend(part.joins.iter().map(|join| join + text.len() as u32));
            text.push_str(&part.text);
        }
        let place = match (place, home) {
            (_, Home::Note(_)) => QuotedIn::Note,
            (place, _) => place,
        };
        self.found.push(Found { text, joins, place, home, inner: last, source: whole, nth: None });
    }

    /// Quotations set apart, next to each other: the paragraphs of one, or several.
    /// Each is told apart, without marks around the whole, a source named in
    /// brackets at the end, and a last line that names who said it ("— A. Writer");
    /// one of few words goes with the one before.
    fn set_apart(&mut self, blocks: std::ops::Range<usize>) {
        let document: &'d Document = self.document;
        let mut all: Vec<Vec<Part<'d>>> = Vec::new();
        for i in blocks {
            let text = document.blocks[i].text.text.as_str();
            if !all.is_empty() && is_signature(text) {
                continue;
            }
            let part = (Paragraph { home: Home::Block(i), base: 0, text }, Span::new(0, text.len()));
            let own = |text: &str| words::count(&text[..without_reference(&text[..without_name(text)])]);
            let count = |parts: &Vec<Part>| parts.iter().map(|(p, _)| own(p.text)).sum::<usize>();
            match all.last_mut() {
                Some(last) if own(text) < FEW_WORDS || count(last) < FEW_WORDS => last.push(part),
                _ => all.push(vec![part]),
            }
        }
        unwrap_marks(&mut all);
        for (nth, mut parts) in all.into_iter().enumerate() {
            if let Some((paragraph, span)) = parts.last_mut() {
                let text = &paragraph.text[..span.end];
                span.end = without_reference(&text[..without_name(text)]).max(span.start);
            }
            let mut alone = vec![parts];
            unwrap_marks(&mut alone);
            let parts = alone.swap_remove(0);
            let words: usize = parts.iter().map(|(p, span)| words::count(&p.text[span.start..span.end])).sum();
            if words >= if self.short { 1 } else { FEW_WORDS } {
                self.push(&parts, QuotedIn::Block);
                if let Some(last) = self.found.last_mut() {
                    last.nth = Some(nth);
                }
            }
        }
    }
}

/// True for a line that names who said what stands above it. Convention: `— A.
/// Writer`, in plain text `-- A. Writer`, `- A. Writer`, `~ A. Writer`.
pub fn is_signature(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['—', '–', '―']) || ["-- ", "- ", "~ "].iter().any(|sign| text.starts_with(sign))
}

/// Where the signature may begin that ends a text: the byte of its dash.
fn last_dash(text: &str) -> Option<usize> {
    let long = text.rfind(['—', '–', '―']);
    let plain = [" -- ", "\n-- ", " - ", "\n- ", " ~ ", "\n~ "].iter().filter_map(|sign| text.rfind(sign));
    plain.map(|at| at + 1).chain(long).max()
}

/// True where a quotation that is not closed may go on in the next paragraph: it
/// begins as a sentence does. Counter-example: "an “open mark", which is a slip.
fn begins(text: &str) -> bool {
    text.trim_start_matches([' ', '\u{a0}'])
        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "‘'[…¿¡".contains(c))
}

/// The end of a block quotation without who said it on its last line: "… so it
/// is. — A. Writer, Title". Counter-example: "It is. — And yet it is not.", where
/// what follows the dash is a sentence.
fn without_name(text: &str) -> usize {
    let trimmed = text.trim_end();
    let Some(dash) = trimmed.rfind([' ', '\n']).and_then(|_| last_dash(trimmed)) else {
        return trimmed.len();
    };
    let signs = ['—', '–', '―', '-', '~', ' '];
    let (before, after) = (trimmed[..dash].trim_end(), trimmed[dash..].trim_start_matches(signs));
    let ended = before.ends_with(['.', '?', '!', '…', '”', '"', '’', '»', '“']);
    let name = after.starts_with(char::is_uppercase)
        && words::count(after) <= 14
        && !after.ends_with(['.', '?', '!', ':', ';']);
    if ended && name && !before.is_empty() { before.len() } else { trimmed.len() }
}

/// The end of a block quotation without the reference after its last stop:
/// "… so it is. (Doe 1990: 12)". Counter-example: "so it is (as they say)", where
/// no sentence ends before the bracket.
fn without_reference(text: &str) -> usize {
    let trimmed = text.trim_end();
    let bare = trimmed.strip_suffix('.').unwrap_or(trimmed);
    let closes = [('(', ')'), ('[', ']')].into_iter().find(|(_, close)| bare.ends_with(*close));
    let Some(start) = closes.and_then(|(open, _)| bare.rfind(open)) else { return trimmed.len() };
    let before = trimmed[..start].trim_end();
    let ended = before.trim_end_matches(['”', '"', '’', '»', '“']).ends_with(['.', '?', '!', '…']);
    let reference = trimmed[start..].chars().any(|c| c.is_ascii_digit()) && !before.is_empty();
    if ended && reference { before.len() } else { trimmed.len() }
}

/// Takes marks away that stand around the whole of a block quotation: around
/// its one paragraph, or at the start of each and the end of the last.
fn unwrap_marks(all: &mut [Vec<Part>]) {
    let Some((first, span)) = all.first().and_then(|parts| parts.first()).copied() else { return };
    let text = &first.text[span.start..span.end];
    let style = [Style::Curly, Style::Straight, Style::Primes, Style::Low, Style::Guillemets, Style::Tex];
    let Some(style) = style.into_iter().find(|style| reopened(text, *style).is_some()) else { return };
    let single = all.len() == 1 && all[0].len() == 1;
    let pairs = paired(text, None).pairs;
    let whole = pairs.len() == 1 && pairs[0].outer.end >= text.trim_end().len();
    let opened = |(p, span): &Part| reopened(&p.text[span.start..span.end], style).is_some();
    // each with its own marks is no one quotation
    if single && !whole || !single && (!pairs.is_empty() || !all.iter().flatten().all(opened)) {
        return;
    }
    for (paragraph, span) in all.iter_mut().flatten() {
        span.start += reopened(&paragraph.text[span.start..span.end], style).unwrap_or(0);
    }
    if let Some((paragraph, span)) = all.last_mut().and_then(|parts| parts.last_mut()) {
        let text = paragraph.text[..span.end].trim_end();
        span.end = text.trim_end_matches(['”', '"', '“', '»', '«']).len().max(span.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Block;

    fn document(blocks: &[(BlockKind, &str)]) -> Document {
        let block = |(kind, text): &(BlockKind, &str)| Block::new(*kind, Mapped::identity(text, 0));
        Document { blocks: blocks.iter().map(block).collect(), ..Document::default() }
    }

    fn texts(blocks: &[(BlockKind, &str)]) -> Vec<String> {
        quotations(&document(blocks), false).0.into_iter().map(|found| found.text).collect()
    }

    use BlockKind::{Paragraph as P, Quotation as Q};

    #[test]
    fn scare_quotes_are_passed_over() {
        let document = document(&[(P, "The “so-called truth” and “it was all quite true” and 'bad luck'.")]);
        let (found, passed) = quotations(&document, false);
        assert_eq!((found.len(), passed.few), (1, 1));
        assert_eq!(quotations(&document, true).0.len(), 2);
    }

    #[test]
    fn a_quotation_over_paragraphs_is_one() {
        let blocks = [(P, "He said: “It is so here."), (P, "“And it stays.”"), (P, "“Not this one here.")];
        assert_eq!(texts(&blocks), ["It is so here.\n\nAnd it stays."]);
        let blocks = [(P, "He said: “It is so here."), (P, "Then: “another one stands here.”")];
        assert_eq!(texts(&blocks), ["another one stands here."]);
        let unclosed = |blocks: &[(BlockKind, &str)]| quotations(&document(blocks), false).1.unclosed;
        assert_eq!(unclosed(&blocks), 1);
        assert_eq!(unclosed(&[(P, "He said: “It is so here."), (P, "“And it stays.”")]), 0);
        assert_eq!(unclosed(&[(P, "an “open mark that is a slip."), (P, "Not here.")]), 1);
    }

    #[test]
    fn block_quotations_are_whole() {
        let blocks = [(Q, "One two three four."), (Q, "Five six. (Doe 1990: 12)"), (P, "Text."), (Q, "“A b c d.”")];
        assert_eq!(texts(&blocks), ["One two three four.\n\nFive six.", "A b c d."]);
        let blocks = [(Q, "“One two three four."), (Q, "“Five six seven eight.”"), (Q, "— A. Writer")];
        assert_eq!(texts(&blocks), ["One two three four.", "Five six seven eight."]);
        let blocks = [(Q, "“One two three four.”"), (Q, "“Five six seven eight.”")];
        assert_eq!(texts(&blocks), ["One two three four.", "Five six seven eight."]);
        let blocks = [(Q, "“One two three four.” — A. Writer, A Title")];
        assert_eq!(texts(&blocks), ["One two three four."]);
        for sign in ["--", "-", "~"] {
            let one = format!("One two three four.\n{sign} A. Writer");
            assert_eq!(texts(&[(Q, one.as_str())]), ["One two three four."]);
            let name = format!("{sign} A. Writer");
            assert_eq!(texts(&[(Q, "One two three four."), (Q, name.as_str())]), ["One two three four."]);
        }
        let blocks = [(Q, "One two three. — And yet four.")];
        assert_eq!(texts(&blocks), ["One two three. — And yet four."]);
        let blocks = [(Q, "One two “three” four (as they say)."), (Q, "— A. Writer")];
        assert_eq!(texts(&blocks), ["One two “three” four (as they say)."]);
    }
}
