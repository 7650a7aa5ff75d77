//! The works that a manuscript names as the source of a quotation.

use std::collections::HashSet;

use super::find::{Found, Home};
use super::shelves::Shelves;
use crate::cite;
use crate::error::Result;
use crate::model::quotation::{Named, QuotedIn};
use crate::model::{BlockKind, Citation, Document, Place};
use crate::query::Engine;
use crate::sentence;
use crate::span::Span;

/// A citation, and the label of the note that it stands in.
pub type Naming = (Option<String>, Citation);

/// A manuscript beside the documents of the index.
#[derive(Clone, Copy)]
pub struct Manuscript<'a> {
    /// The manuscript.
    pub document: &'a Document,
    /// The documents of the index.
    pub shelves: &'a Shelves,
}

impl Manuscript<'_> {
    /// What is named as the source of a quotation: in the notes called in its
    /// sentence after it; else in the citations, or the brackets, after it; else
    /// in what introduces it. For a quotation in a note, in that note. `next` is
    /// the quotation after it.
    pub fn named(self, found: &Found, next: Option<&Found>) -> Vec<Naming> {
        let named = self.beside(found, next);
        match found.home {
            // what introduces a block quotation speaks of the first, if of several
            Home::Block(block) if named.is_empty() && found.nth.unwrap_or(0) == 0 => self.of_introduction(found, block),
            _ => named,
        }
    }

    /// What is named in or after the sentence of a quotation.
    pub fn beside(self, found: &Found, next: Option<&Found>) -> Vec<Naming> {
        let block = match found.home {
            Home::Note(note) => return self.in_own_note(found, note),
            Home::Block(block) => block,
        };
        let end = self.limit(found, block, next);
        let beside = Span::new(found.inner.end, end);
        let notes = self.of_notes(block, beside);
        if !notes.is_empty() {
            return notes;
        }
        let in_text = self.document.cites.text.iter().filter(|(at, cite)| *at == block && beside.contains(cite.start));
        let mut cites: Vec<Citation> = in_text.map(|(_, cite)| cite.clone()).collect();
        if cites.is_empty() {
            cites = in_brackets(&self.document.blocks[block].text.text[found.inner.end..end]);
        }
        if cites.is_empty() && found.place == QuotedIn::Block {
            cites = self.of_signature(found, block);
        }
        cites.into_iter().map(|cite| (None, cite)).collect()
    }

    /// The work cited last before the quotation, else the first after it.
    fn in_own_note(self, found: &Found, note: usize) -> Vec<Naming> {
        let cites = self.of_note(note);
        let before = cites.iter().rev().find(|cite| cite.end <= found.inner.start);
        let cite = before.or_else(|| cites.iter().find(|cite| cite.start >= found.inner.end)).or(cites.first());
        let label = Some(self.document.notes[note].label.clone());
        cite.map(|cite| (label, cite.clone())).into_iter().collect()
    }

    /// What a note cites; where no citation was found in it, the titles in it.
    fn of_note(self, note: usize) -> Vec<Citation> {
        match self.document.cites.of_note(note) {
            [] => self.shelves.in_note(&self.document.notes[note].text.text),
            cites => cites.to_vec(),
        }
    }

    /// What the last line of a block quotation names: "— A. Writer, A Title", in
    /// the same block or the next.
    fn of_signature(self, found: &Found, block: usize) -> Vec<Citation> {
        let blocks = &self.document.blocks;
        let own = &blocks[block].text.text[found.inner.end..];
        let next = blocks.get(block + 1).filter(|next| next.kind == BlockKind::Quotation).map(|b| b.text.text.as_str());
        let dash = |text: &&str| text.contains(['—', '–', '―']);
        let Some(line) = Some(own).filter(dash).or(next.filter(dash)) else { return Vec::new() };
        let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        let cites = cite::find(line);
        if cites.is_empty() { self.shelves.in_note(line) } else { cites }
    }

    /// The notes called before a quotation: in its own sentence ("As Doe¹ has it,
    /// “…”"), for a block the last sentence of the paragraph before, where that
    /// introduces it with a colon.
    fn of_introduction(self, found: &Found, block: usize) -> Vec<Naming> {
        let blocks = &self.document.blocks;
        if found.place != QuotedIn::Block {
            let start = sentence_start(&blocks[block].text.text, found.inner.start);
            return self.of_notes(block, Span::new(start, found.inner.start));
        }
        let is_text = |kind: BlockKind| kind != BlockKind::Quotation && kind != BlockKind::PullQuote;
        let Some(before) = blocks[..block].iter().rposition(|b| b.is_body() && is_text(b.kind)) else {
            return Vec::new();
        };
        let text = blocks[before].text.text.trim_end();
        if !text.ends_with(':') {
            return Vec::new();
        }
        self.of_notes(before, Span::new(sentence_start(text, text.len()), text.len()))
    }

    /// How far from its end what is said of a quotation reaches: to the end of
    /// its sentence, and not into the next quotation.
    fn limit(self, found: &Found, block: usize, next: Option<&Found>) -> usize {
        let text = &self.document.blocks[block].text.text;
        let mut end = sentence_end(text, found.inner.end);
        // a stop inside the marks ends a sentence of the quotation, and mostly ours
        let after = text[found.inner.end..].trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '[');
        if text[..found.inner.end].ends_with(['.', '?', '!']) && after.starts_with(char::is_uppercase) {
            end = end.min(text.len() - after.len());
        }
        match next.filter(|next| next.home == found.home && next.inner.start > found.inner.end) {
            Some(next) => end.min(next.inner.start),
            None => end,
        }
    }

    /// What is cited in the notes whose markers stand in `span` of a block, its
    /// end included.
    fn of_notes(self, block: usize, span: Span) -> Vec<Naming> {
        let mut out = Vec::new();
        let mut seen = HashSet::new();
        for marker in &self.document.markers {
            let Place::Block { block: home, at } = marker.place else { continue };
            let here = home == block && span.start <= at && at <= span.end;
            let Some(note) = marker.note.filter(|_| here) else { continue };
            if seen.insert(note) {
                out.extend(self.of_note(note).into_iter().map(|cite| (Some(marker.label.clone()), cite)));
            }
        }
        out
    }
}

/// Bytes on either side of a quotation in which its sentence is looked for: a
/// paragraph may be a book.
const MOST_AROUND: usize = 2000;

/// Where the sentence begins that goes on at byte `at`.
fn sentence_start(text: &str, at: usize) -> usize {
    let from = text.ceil_char_boundary(at.saturating_sub(MOST_AROUND));
    from + sentence::around(&text[from..at], at - from).start
}

/// Where the sentence ends in which byte `at` stands.
fn sentence_end(text: &str, at: usize) -> usize {
    let from = text.floor_char_boundary(at.saturating_sub(MOST_AROUND / 4));
    let to = text.ceil_char_boundary((at + MOST_AROUND).min(text.len()));
    let ends = sentence::sentences(&text[from..to]).into_iter().map(|s| from + s.end);
    ends.into_iter().find(|end| *end > at).unwrap_or(to)
}

/// The citations in round brackets right after a quotation: `” (Doe 1990: 12)`.
fn in_brackets(after: &str) -> Vec<Citation> {
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || "”\"’'»«“.,".contains(c));
    let Some(inside) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) else { return Vec::new() };
    cite::find(inside.0)
}

/// What is told of a named work, and the documents that it is.
///
/// # Errors
/// Failures of the disk.
pub fn told(engine: &Engine<'_>, shelves: &Shelves, (note, cite): &Naming) -> Result<(Named, Vec<usize>)> {
    let files = shelves.named(cite);
    let mut paths = Vec::new();
    for &file in &files {
        paths.push(engine.record(file)?.path.clone());
    }
    paths.sort();
    let work = cite.work.as_deref();
    let named = Named {
        raw: cite.raw.clone(),
        note: note.clone(),
        author: work.map_or(&cite.author, |work| &work.author).clone(),
        title: work.and_then(|work| work.title.clone()).or_else(|| cite.title.clone()),
        indexed: !files.is_empty(),
        paths,
    };
    Ok((named, files))
}
