//! Linked document to passages.
//!
//! A passage is whole sentences of one section, about 40 to 200 words: a
//! paragraph where it fits, short ones merged (`runs`), long ones split
//! (`parts`). What is merged or split depends on the neighbouring paragraphs
//! alone, so that an edit does not ripple. `places` says where the text stands,
//! `notes` brings the notes, `ids` names the passages.

mod cited;
mod ids;
mod notes;
mod parts;
mod places;
mod runs;

use crate::model::{BlockKind, Document, Marker, Passage, PassageNote, Place};
use crate::span::{Mapped, Span};

/// A passage that comes to fewer words takes a neighbour along.
pub const MIN_WORDS: usize = 40;
/// A paragraph of more words is split.
pub const MAX_WORDS: usize = 200;
/// Words of the sentences before that a later part takes along, at least.
pub const BEFORE_WORDS: usize = 30;

/// A stretch of one block: bytes of its clean text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    block: usize,
    range: Span,
}

/// A passage in the making: stretches in order of the source.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    stretches: Vec<Stretch>,
    /// Earlier sentences of the first stretch's paragraph.
    before: Span,
}

/// Cuts a linked document into passages, in document order; orphan notes last.
pub fn passages(document: &Document) -> Vec<Passage> {
    let drafts: Vec<Draft> =
        runs::group(&document.blocks).into_iter().flat_map(|blocks| parts::split(&document.blocks, &blocks)).collect();
    let context = Context::new(document);
    let mut passages: Vec<Passage> = drafts.iter().map(|draft| passage(&context, draft)).collect();
    let orphans = orphans(document);
    passages.extend(orphans.iter().map(|&note| Passage {
        is_note: true,
        places: places::of_note(document, &document.notes[note]),
        section: document.notes[note].section.clone(),
        notes: vec![orphan_entry(document, note)],
        ..Passage::default()
    }));
    for (seq, passage) in (0..).zip(passages.iter_mut()) {
        passage.seq = seq;
    }
    fold_pull_quotes(document, &drafts, &mut passages);
    notes::attach(&context, &drafts, &mut passages);
    cited::place(document, &drafts, &mut passages);
    ids::name(document, &orphans, &mut passages);
    passages
}

fn passage(context: &Context, draft: &Draft) -> Passage {
    let document = context.document;
    let mut mapped = Mapped::new();
    for stretch in &draft.stretches {
        let text = &document.blocks[stretch.block].text;
        if let (Some(above), Some(below)) = (mapped.hull(), text.source(stretch.range)) {
            mapped.push_replaced("\n\n", Span::new(above.end, below.start.max(above.end)));
        }
        mapped.append_part(text, stretch.range);
    }
    let spans = context.borders.spans(context, draft);
    let first = &document.blocks[draft.stretches[0].block];
    Passage {
        places: places::of(document, mapped, spans),
        aside: first.kind == BlockKind::Chrome,
        before: first.text.slice(draft.before),
        section: section(document, draft),
        ..Passage::default()
    }
}

/// Headings above the passage: those of its first block that is no heading;
/// a passage of headings alone stands under the last of them.
fn section(document: &Document, draft: &Draft) -> Vec<String> {
    let blocks = || draft.stretches.iter().map(|s| &document.blocks[s.block]);
    if let Some(block) = blocks().find(|block| block.kind != BlockKind::Heading) {
        return block.section.clone();
    }
    let Some(heading) = blocks().next_back() else { return Vec::new() };
    let mut section = heading.section.clone();
    section.push(heading.text.text.clone());
    section
}

/// Notes that no marker of the text leads to, be it over other notes, in
/// document order: they would be in no passage otherwise.
fn orphans(document: &Document) -> Vec<usize> {
    let inner = notes::inner_markers(document);
    let mut reached = vec![false; document.notes.len()];
    // a marker that stands alone, as in the cell of a table, is in no passage
    let in_text = |block: usize| document.blocks[block].is_body() && !document.blocks[block].text.is_empty();
    let from_text = |marker: &&Marker| matches!(marker.place, Place::Block { block, .. } if in_text(block));
    let mut next: Vec<usize> = document.markers.iter().filter(from_text).filter_map(|m| m.note).collect();
    while let Some(note) = next.pop() {
        if !std::mem::replace(&mut reached[note], true) {
            next.extend(inner.get(&note).into_iter().flatten().filter_map(|&marker| document.markers[marker].note));
        }
    }
    (0..reached.len()).filter(|&note| !reached[note]).collect()
}

/// Leads every pull quote to the passage that holds the sentence it repeats.
fn fold_pull_quotes(document: &Document, drafts: &[Draft], passages: &mut [Passage]) {
    for (at, draft) in drafts.iter().enumerate() {
        let [stretch] = draft.stretches[..] else { continue };
        let Some(repeated) = document.blocks[stretch.block].repeats else { continue };
        let quote = &document.blocks[stretch.block].text.text;
        let holds = |draft: &Draft| draft.stretches.iter().any(|s| s.block == repeated);
        let candidates = (0..drafts.len()).filter(|&other| other != at && holds(&drafts[other]));
        let best =
            candidates.max_by_key(|&other| (shared_words(quote, passages[other].places.text()), usize::MAX - other));
        passages[at].repeats = best.map(|other| other as u32);
    }
}

fn shared_words(quote: &str, text: &str) -> usize {
    let words: std::collections::HashSet<&str> = text.split_whitespace().collect();
    quote.split_whitespace().filter(|word| words.contains(word)).count()
}

/// Words of a text, blanks between; cheap, and near enough to say how long a
/// passage is. Starts of words are counted in bytes, 128 at a time, which the
/// compiler turns into vectors.
pub(crate) fn words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let start = |(before, byte): (&u8, &u8)| u8::from(*before <= b' ') & u8::from(*byte > b' ');
    let pairs = bytes.chunks(128).zip(bytes.get(1..).unwrap_or(&[]).chunks(128));
    let starts = pairs.map(|(before, bytes)| usize::from(before.iter().zip(bytes).map(start).sum::<u8>()));
    starts.sum::<usize>() + usize::from(bytes.first().is_some_and(|first| *first > b' '))
}

/// What is looked up for every passage of a document.
pub(crate) struct Context<'a> {
    document: &'a Document,
    /// `(block, byte of its text, marker)`, ascending.
    markers: Vec<(usize, usize, usize)>,
    borders: places::Borders,
}

impl<'a> Context<'a> {
    fn new(document: &'a Document) -> Self {
        let place = |(marker, place): (usize, Place)| match place {
            Place::Block { block, at } => Some((block, at, marker)),
            Place::Note { .. } => None,
        };
        let places = document.markers.iter().map(|marker| marker.place).enumerate();
        let mut markers: Vec<_> = places.filter_map(place).collect();
        markers.sort_unstable();
        Context { document, markers, borders: places::Borders::new(document) }
    }

    /// The markers of a draft, in order: each marker and the byte of the passage's text.
    pub(crate) fn markers(&self, draft: &Draft) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let mut base = 0;
        for stretch in &draft.stretches {
            let range = (stretch.block, stretch.range.start)..=(stretch.block, stretch.range.end);
            let from = self.markers.partition_point(|(block, at, _)| (*block, *at) < *range.start());
            let here = self.markers[from..].iter().take_while(|(block, at, _)| range.contains(&(*block, *at)));
            let text = &self.document.blocks[stretch.block].text.text;
            out.extend(
                here.filter(|(_, at, _)| stretch.owns(*at, text))
                    .map(|&(_, at, marker)| (marker, base + at - stretch.range.start)),
            );
            base += stretch.range.len() + 2;
        }
        out
    }
}

impl Stretch {
    /// True where a marker at the clean byte `at` of the block is this
    /// stretch's; one between two stretches without a blank is the first's.
    fn owns(&self, at: usize, text: &str) -> bool {
        let first = self.range.start == 0 || text[..self.range.start].ends_with(char::is_whitespace);
        let start = if first { self.range.start } else { self.range.start + 1 };
        start <= at && at <= self.range.end
    }
}

/// An orphan note's own entry: its label and scope, as its text is the passage's.
/// `hash` is left as the note's index, for `ids` to replace.
fn orphan_entry(document: &Document, note: usize) -> PassageNote {
    let of = &document.notes[note];
    let cites = document.cites.of_note(note).to_vec();
    PassageNote { label: of.label.clone(), scope: of.scope.clone(), cites, ..note_entry(note.to_string()) }
}

/// An empty entry for a note of a passage.
pub(crate) fn note_entry(hash: String) -> PassageNote {
    PassageNote { hash, ..PassageNote::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Note, Status};

    fn marker(place: Place, note: usize) -> Marker {
        let label = "1".to_owned();
        Marker { label, span: None, place, status: Status::Resolved, note: Some(note), number: None, scope: None }
    }

    fn note(text: &str, at: usize) -> Note {
        let text = Mapped::identity(text, at);
        let spans = text.hull().into_iter().collect();
        Note { label: "1".to_owned(), text, spans, number: None, scope: None, section: Vec::new() }
    }

    #[test]
    fn a_note_that_the_text_does_not_reach_is_a_passage() {
        // the text calls 0, which calls 1; 2 is called by nothing and calls 3
        let document = Document {
            blocks: vec![crate::model::Block::new(BlockKind::Paragraph, Mapped::identity("Text.", 0))],
            notes: vec![note("zero", 10), note("one", 20), note("two", 30), note("three", 40)],
            markers: vec![
                marker(Place::Block { block: 0, at: 5 }, 0),
                marker(Place::Note { note: 0, at: 4 }, 1),
                marker(Place::Note { note: 2, at: 3 }, 3),
            ],
            ..Document::default()
        };
        let passages = passages(&document);
        let texts: Vec<(bool, &str)> = passages.iter().map(|p| (p.is_note, p.places.text())).collect();
        assert_eq!(texts, [(false, "Text."), (true, "two"), (true, "three")]);
        assert_eq!(passages[0].notes.len(), 2);
    }
}
