//! A stretch of a document, of several passages put together: where a quotation
//! longer than a passage, or over the border of two, is looked for.

use std::collections::VecDeque;
use std::sync::Arc;

use super::words::count;
use crate::error::Result;
use crate::model::{Passage, Places};
use crate::query::{Engine, Spot};
use crate::span::Span;

/// Passages on either side at most.
const MOST_PASSAGES: usize = 2000;
/// Passages that may lie between two of the running text: pull quotes, notes.
const MOST_BETWEEN: u32 = 8;

/// A stretch of the text of a document, or one note.
#[derive(Clone, Debug)]
pub struct Region {
    /// The file: good for [`Engine::record`].
    pub file: Arc<str>,
    /// Its text; paragraphs parted by a blank line.
    pub text: String,
    /// Bytes of `text` at which a line-end hyphen was dropped.
    pub joins: Vec<u32>,
    /// Bytes of `text` at which a line of the file begins; `None` in a container.
    pub lines: Option<Vec<u32>>,
    /// The passages, in order.
    pub parts: Vec<Part>,
}

/// A passage in a region.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its bytes in the region's text.
    pub span: Span,
    /// The passage.
    pub passage: Passage,
    /// The note whose text it is, among the passage's; `None` for its own text.
    pub note: Option<usize>,
}

impl Part {
    /// Text and place of the part.
    pub fn places(&self) -> &Places {
        let body = self.note.and_then(|note| self.passage.notes.get(note)?.body.as_ref());
        body.unwrap_or(&self.passage.places)
    }
}

impl Region {
    /// The parts that a span of the text touches, each with its own span of it.
    pub fn touched(&self, span: Span) -> impl Iterator<Item = (&Part, Span)> {
        let cut = move |part: &Part| {
            let (start, end) = (span.start.max(part.span.start), span.end.min(part.span.end));
            Span::new(start - part.span.start.min(start), end.saturating_sub(part.span.start))
        };
        self.parts.iter().filter(move |part| part.span.overlaps(span)).map(move |part| (part, cut(part)))
    }

    /// True where a passage of the running text is in it.
    pub fn holds(&self, spot: &Spot) -> bool {
        self.file == spot.file && self.parts.iter().any(|part| part.note.is_none() && part.passage.seq == spot.seq)
    }

    fn push(&mut self, passage: Passage, note: Option<usize>) {
        if !self.text.is_empty() {
            self.text.push_str(if passage.before.is_empty() { "\n\n" } else { " " });
        }
        let start = self.text.len();
        let part = Part { span: Span::new(start, start), passage, note };
        let places = part.places();
        self.text.push_str(places.text());
        self.joins.extend(places.mapped.joins.iter().map(|join| join + start as u32));
        if places.in_container() {
            self.lines = None;
        }
        if let Some(lines) = &mut self.lines {
            lines.extend(places.lines.iter().map(|(at, _)| at + start as u32));
        }
        let span = Span::new(start, self.text.len());
        self.parts.push(Part { span, ..part });
    }
}

/// The regions around a passage: its text with so many words on either side,
/// and each of its notes that is long enough to hold `least` words.
///
/// # Errors
/// Failures of the disk.
pub fn around(engine: &Engine<'_>, spot: &Spot, (wanted, least): (usize, usize)) -> Result<Vec<Region>> {
    let Some(mut home) = engine.passage_beside(spot, spot.seq)? else { return Ok(Vec::new()) };
    // a pull quote is no source: it repeats one, often altered
    if let Some(repeated) = home.repeats.map(|seq| engine.passage_beside(spot, seq)).transpose()?.flatten() {
        home = repeated;
    }
    let spot = Spot { seq: home.seq, ..spot.clone() };
    let empty = || Region {
        file: spot.file.clone(),
        text: String::new(),
        joins: Vec::new(),
        lines: Some(Vec::new()),
        parts: Vec::new(),
    };
    let mut out = Vec::new();
    for (i, note) in home.notes.iter().enumerate().filter(|(_, note)| !note.elsewhere) {
        if note.body.as_ref().is_some_and(|body| count(body.text()) >= least) {
            let mut region = empty();
            region.push(home.clone(), Some(i));
            out.push(region);
        }
    }
    let mut passages = VecDeque::from([home]);
    let alone = passages[0].is_note || passages[0].aside || passages[0].repeats.is_some();
    if !alone {
        side(engine, &spot, wanted, &mut passages, true)?;
        side(engine, &spot, wanted, &mut passages, false)?;
    }
    let mut region = empty();
    passages.into_iter().for_each(|passage| region.push(passage, None));
    out.push(region);
    Ok(out)
}

/// Adds passages of the running text on one side until there are enough words.
fn side(engine: &Engine<'_>, spot: &Spot, wanted: usize, passages: &mut VecDeque<Passage>, back: bool) -> Result<()> {
    let (mut words, mut seq, mut between) = (0, spot.seq, 0);
    while words < wanted && passages.len() < MOST_PASSAGES && between < MOST_BETWEEN {
        let Some(next) = (if back { seq.checked_sub(1) } else { seq.checked_add(1) }) else { break };
        seq = next;
        let Some(passage) = engine.passage_beside(spot, seq)? else { break };
        if passage.is_note || passage.aside || passage.repeats.is_some() {
            between += 1;
            continue;
        }
        between = 0;
        words += count(passage.places.text());
        if back { passages.push_front(passage) } else { passages.push_back(passage) }
    }
    Ok(())
}
