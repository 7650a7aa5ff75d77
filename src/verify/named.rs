//! The works that a manuscript names as the source of a quotation.

use std::collections::HashSet;
use std::sync::Arc;

use super::find::{Found, Home, is_signature};
use super::shelves::Shelves;
use super::wanted::Agreement;
use crate::cite;
use crate::model::quotation::{Named, QuotedIn};
use crate::model::{BlockKind, Citation, Document, Place};
use crate::sentence;
use crate::span::Span;

/// A work that is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// Label of the note that it stands in.
    pub note: Option<String>,
    /// The citation.
    pub cite: Citation,
    /// True where it is set against what is quoted, or beside it: "but see", "cf.".
    pub aside: bool,
}

/// The works named as the source of a quotation, and what else its sentence says.
#[derive(Clone, Debug, Default)]
pub struct Claim {
    /// The works.
    pub works: Vec<Naming>,
    /// The sentence without the quotation; of a block, what introduces it.
    pub said: String,
}

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

    /// What is named as the source of a quotation, and what is said of it.
    pub fn claim(self, found: &Found, next: Option<&Found>) -> Claim {
        let said = match found.home {
            Home::Note(note) => {
                let text = &self.document.notes[note].text.text;
                let (start, end) = (sentence_start(text, found.inner.start), sentence_end(text, found.inner.end));
                [&text[start..found.inner.start.max(start)], &text[found.inner.end..end]].join(" ")
            }
            Home::Block(block) => self.said(found, block, next),
        };
        Claim { works: self.named(found, next), said }
    }

    fn said(self, found: &Found, block: usize, next: Option<&Found>) -> String {
        let text = &self.document.blocks[block].text.text;
        let after = &text[found.inner.end..self.limit(found, block, next)];
        let before = match found.place {
            QuotedIn::Block => self.introduction(block).map_or("", |(_, span, text)| &text[span.start..span.end]),
            // one that goes on from the paragraph before stands in a sentence of it
            _ => &text[sentence_start(text, found.inner.start)..found.inner.start],
        };
        [before, after].join(" ")
    }

    /// The last sentence of the paragraph before a block quotation, where that
    /// introduces it with a colon: the block, the bytes, its text.
    fn introduction(&self, block: usize) -> Option<(usize, Span, &str)> {
        let blocks = &self.document.blocks;
        let is_text = |kind: BlockKind| kind != BlockKind::Quotation && kind != BlockKind::PullQuote;
        let before = blocks[..block].iter().rposition(|b| b.is_body() && is_text(b.kind))?;
        let text = blocks[before].text.text.trim_end();
        let span = Span::new(sentence_start(text, text.len()), text.len());
        text.ends_with(':').then_some((before, span, text))
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
        let text = &self.document.blocks[block].text.text;
        let aside = asides(text, &cites);
        cites.into_iter().zip(aside).map(|(cite, aside)| Naming { note: None, cite, aside }).collect()
    }

    /// The work cited last before the quotation, else the first after it.
    fn in_own_note(self, found: &Found, note: usize) -> Vec<Naming> {
        let cites = self.of_note(note);
        let before = cites.iter().rev().find(|cite| cite.end <= found.inner.start);
        let cite = before.or_else(|| cites.iter().find(|cite| cite.start >= found.inner.end)).or(cites.first());
        let label = Some(self.document.notes[note].label.clone());
        // what is quoted in a note stands there beside or against its source
        cite.map(|cite| Naming { note: label, cite: cite.clone(), aside: false }).into_iter().collect()
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
        let dash = |text: &&str| is_signature(text) || text.contains(['—', '–', '―']);
        let Some(line) = Some(own).filter(dash).or(next.filter(dash)) else { return Vec::new() };
        let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        let cites = cite::find(line);
        if cites.is_empty() { self.shelves.in_note(line) } else { cites }
    }

    /// The notes called before a quotation: in its own sentence ("As Doe¹ has it,
    /// “…”"), for a block the last sentence of the paragraph before, where that
    /// introduces it with a colon.
    fn of_introduction(self, found: &Found, block: usize) -> Vec<Naming> {
        if found.place != QuotedIn::Block {
            let start = sentence_start(&self.document.blocks[block].text.text, found.inner.start);
            return self.before(block, Span::new(start, found.inner.start));
        }
        self.introduction(block).map_or(Vec::new(), |(before, span, _)| self.before(before, span))
    }

    /// What is cited before a quotation, in notes or else in the text: "Ferry
    /// (2020: 4) writes: “…”".
    fn before(self, block: usize, span: Span) -> Vec<Naming> {
        let notes = self.of_notes(block, span);
        if !notes.is_empty() {
            return notes;
        }
        let in_text = self.document.cites.text.iter().filter(|(at, cite)| *at == block && span.contains(cite.start));
        let cites: Vec<Citation> = in_text.map(|(_, cite)| cite.clone()).collect();
        let aside = asides(&self.document.blocks[block].text.text, &cites);
        cites.into_iter().zip(aside).map(|(cite, aside)| Naming { note: None, cite, aside }).collect()
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
                let cites = self.of_note(note);
                let aside = asides(&self.document.notes[note].text.text, &cites);
                let naming = |(cite, aside)| Naming { note: Some(marker.label.clone()), cite, aside };
                out.extend(cites.into_iter().zip(aside).map(naming));
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

/// The citations in brackets right after a quotation: `” (Doe 1990: 12)`, `” [Doe
/// 1990]`.
fn in_brackets(after: &str) -> Vec<Citation> {
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || "”\"’'»«“.,".contains(c));
    let inside = [('(', ')'), ('[', ']')].into_iter().find_map(|(open, close)| {
        let (inside, _) = rest.strip_prefix(open)?.split_once(close)?;
        Some(inside)
    });
    inside.map_or_else(Vec::new, cite::find)
}

/// Words that set a work beside or against what is quoted.
const ASIDE: &[&str] = &[
    "cf",
    "but see",
    "but cf",
    "but compare",
    "contra",
    "compare",
    "contrast",
    "pace",
    "see also",
    "vgl",
    "vgl auch",
    "siehe auch",
    "anders",
    "dagegen",
    "a contrario",
    "in contrast",
];

/// For each citation of a text whether it is set beside or against what is
/// quoted. Convention: "Cf. A; B" sets both; in "A, 3. But see B" it is B alone,
/// in "Cf. A. Quoted in B" A alone.
fn asides(text: &str, cites: &[Citation]) -> Vec<bool> {
    let (mut at, mut aside) = (0, false);
    let mut out = Vec::with_capacity(cites.len());
    for cite in cites {
        let between = text.get(at..cite.start).unwrap_or_default();
        let own = cite.raw.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let last = text.floor_char_boundary(between.len().saturating_sub(40));
        let lead = between.get(last..).unwrap_or(between);
        let set = is_aside(lead, true) || is_aside(&own, false);
        aside = set || aside && at > 0 && !between.contains('.');
        out.push(aside);
        at = cite.end.max(at);
    }
    out
}

/// True where a text ends (or begins) with words that set a work aside.
fn is_aside(text: &str, ends: bool) -> bool {
    let words: Vec<String> = super::words::words(text).into_iter().map(|word| word.key).collect();
    ASIDE.iter().any(|signal| {
        let signal: Vec<&str> = signal.split(' ').collect();
        let len = signal.len().min(words.len());
        let part = if ends { &words[words.len() - len..] } else { &words[..len] };
        part == signal.as_slice()
    })
}

/// What is told of a named work, and the documents that it is; last whether it
/// is surely one of them.
pub fn told(shelves: &Shelves, naming: &Naming) -> (Named, Vec<Arc<str>>, bool) {
    let cite = &naming.cite;
    let found = shelves.named(cite);
    let mut paths: Vec<String> = found.iter().map(|(file, _)| file.to_string()).collect();
    paths.sort();
    let work = cite.work.as_deref();
    let named = Named {
        raw: cite.raw.clone(),
        note: naming.note.clone(),
        author: work.map_or(&cite.author, |work| &work.author).clone(),
        title: work.and_then(|work| work.title.clone()).or_else(|| cite.title.clone()),
        indexed: !found.is_empty(),
        paths,
    };
    let sure = found.iter().any(|(_, agreement)| *agreement == Agreement::Sure);
    (named, found.into_iter().map(|(file, _)| file).collect(), sure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_beside_is_told_from_sources() {
        let set = |text: &str, starts: &[&str]| {
            let cite = |name: &&str| {
                let start = text.find(*name).unwrap();
                Citation { raw: (*name).to_owned(), start, end: start + name.len(), ..Citation::default() }
            };
            asides(text, &starts.iter().map(cite).collect::<Vec<_>>())
        };
        assert_eq!(set("But see Ek 3.", &["Ek 3"]), [true]);
        assert_eq!(set("Cf. Ek 3; Silt 4.", &["Ek 3", "Silt 4"]), [true, true]);
        assert_eq!(set("Ek 3. Contrast Silt 4.", &["Ek 3", "Silt 4"]), [false, true]);
        assert_eq!(set("Cf. Ek 3. Quoted in Silt 4.", &["Ek 3", "Silt 4"]), [true, false]);
        assert_eq!(set("See Ek 3; Silt 4.", &["Ek 3", "Silt 4"]), [false, false]);
    }
}
