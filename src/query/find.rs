//! Where a leaf stands in the index.

use tantivy::schema::Field;

use super::Scope;
use super::leaf::{Place, Ready};
use super::pattern::Pattern;
use super::postings::{self, Candidate, Count};
use super::table::Table;
use super::text::Words;
use crate::error::Result;
use crate::index::open::Index;
use crate::model::Passage;
use crate::span::{Mapped, Span};

/// Passages beside a passage that are looked at for the text before it.
const NEAR: u32 = 3;

/// An entry, and how often its text and its notes hold something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The entry.
    pub entry: u32,
    /// Times in the passage's own text, or in any other field.
    pub body: u32,
    /// Times in its notes.
    pub note: u32,
}

/// Looks things up.
#[derive(Clone, Copy)]
pub struct Finder<'t> {
    /// The index.
    pub index: &'t Index,
    /// What is known of its entries.
    pub table: &'t Table,
}

impl Finder<'_> {
    /// All entries that hold a leaf, ascending.
    pub fn find(&self, ready: &Ready) -> Result<Vec<Found>> {
        let fields = &self.index.fields;
        let of = |counts: Vec<Count>| counts.into_iter().map(|(entry, n)| Found { entry, body: n, note: 0 }).collect();
        match ready.place {
            Place::Section => Ok(of(self.counts(fields.section, None, ready)?)),
            Place::Meta => Ok(of(self.counts(fields.meta, None, ready)?)),
            Place::Cites => Ok(of(self.counts(fields.cites, None, ready)?)),
            Place::Text(scope) => {
                let body = match scope {
                    Scope::Notes => Vec::new(),
                    _ => self.counts(fields.body, Some(fields.body_stem), ready)?,
                };
                let note = match scope {
                    Scope::Body => Vec::new(),
                    _ => self.counts(fields.note, Some(fields.note_stem), ready)?,
                };
                Ok(merged(&body, &note))
            }
        }
    }

    /// Entries that hold a leaf in one field, and how often: by stems or by
    /// positions, whichever finds more.
    fn counts(&self, field: Field, stem: Option<Field>, ready: &Ready) -> Result<Vec<Count>> {
        let stems = match stem {
            Some(stem) if !ready.stems.is_empty() => postings::terms(self.table, stem, &ready.stems)?,
            _ => Vec::new(),
        };
        let Some(pattern) = &ready.pattern else { return Ok(stems) };
        let exact = self.exact(field, ready, pattern)?;
        if stems.is_empty() {
            return Ok(exact);
        }
        let both = merged(&stems, &exact);
        Ok(both.into_iter().map(|found| (found.entry, found.body.max(found.note))).collect())
    }

    /// Entries in which a pattern matches, and how often.
    fn exact(&self, field: Field, ready: &Ready, pattern: &Pattern) -> Result<Vec<Count>> {
        if let (Some(slot), true) = (pattern.single(), matches!(ready.place, Place::Text(_))) {
            let body = field == self.index.fields.body;
            return postings::slot(self.table, field, slot, |entry| if body { self.table.own(entry) } else { 0 });
        }
        let mut exact: Vec<Count> = Vec::new();
        postings::matches(self.table, field, pattern, |candidate| {
            let count = self.count(field, ready, &candidate)?;
            if count > 0 {
                exact.push((candidate.entry, count));
            }
            Ok(())
        })?;
        Ok(exact)
    }

    /// How many matches are the entry's own: those that end in its own text.
    fn count(&self, field: Field, ready: &Ready, candidate: &Candidate) -> Result<u32> {
        if field != self.index.fields.body {
            return Ok(candidate.matches.len() as u32);
        }
        let own = self.table.own(candidate.entry);
        let here = candidate.matches.iter().filter(|occ| occ.end > own).count() as u32;
        let long = |pattern: &&Pattern| here == 0 && own > 0 && pattern.steps() > postings::TAIL;
        let Some(pattern) = ready.pattern.as_ref().filter(long) else { return Ok(here) };
        let passage = self.passage(candidate.entry)?;
        let before = self.before(candidate.entry, &passage)?;
        Ok(Words::new(&before, &passage.places.mapped).matches(pattern).len() as u32)
    }

    /// A stored passage.
    pub fn passage(&self, entry: u32) -> Result<Passage> {
        self.index.record(&self.table.searcher, self.table.address(entry))
    }

    /// All of the paragraph that stands before a passage, from the passages
    /// before it; what the passage itself holds of it where they do not fit.
    pub fn before(&self, entry: u32, passage: &Passage) -> Result<Mapped> {
        let path = self.table.path(self.table.file(entry)).to_owned();
        let entries = self.table.of_file(&self.index.fields, &path)?;
        let mut texts: Vec<Mapped> = Vec::new();
        let (mut wanted, mut seq) = (passage.before.clone(), passage.seq);
        'back: while !wanted.is_empty() {
            for other in (seq.saturating_sub(NEAR)..seq).rev() {
                let Some(&entry) = entries.get(other as usize) else { continue };
                let earlier = self.passage(entry)?;
                if continues(&earlier, &wanted) {
                    let whole = !earlier.places.text().contains("\n\n");
                    texts.push(last_paragraph(&earlier.places.mapped));
                    seq = earlier.seq;
                    wanted = if whole { earlier.before } else { Mapped::new() };
                    continue 'back;
                }
            }
            texts.push(wanted);
            break;
        }
        let mut out = Mapped::new();
        for text in texts.iter().rev() {
            out.append(text);
            let end = out.hull().map_or(0, |hull| hull.end);
            out.push_replaced(" ", Span::new(end, end));
        }
        Ok(out)
    }
}

/// True where `before`, the text before a passage, ends as `earlier` does.
fn continues(earlier: &Passage, before: &Mapped) -> bool {
    let (text, before) = (earlier.places.text().trim_end(), before.text.trim_end());
    let text = text.rsplit("\n\n").next().unwrap_or(text);
    !text.is_empty() && (text.ends_with(before) || before.ends_with(text))
}

fn last_paragraph(text: &Mapped) -> Mapped {
    let start = text.text.rfind("\n\n").map_or(0, |at| at + 2);
    text.slice(Span::new(start, text.len())).trimmed()
}

/// Two lists of counts, ascending, as one.
fn merged(body: &[Count], note: &[Count]) -> Vec<Found> {
    let mut out = Vec::with_capacity(body.len() + note.len());
    let (mut b, mut n) = (body.iter().peekable(), note.iter().peekable());
    loop {
        let entry = match (b.peek(), n.peek()) {
            (None, None) => return out,
            (Some((b, _)), None) => *b,
            (None, Some((n, _))) => *n,
            (Some((b, _)), Some((n, _))) => *b.min(n),
        };
        let body = b.next_if(|(e, _)| *e == entry).map_or(0, |(_, count)| *count);
        let note = n.next_if(|(e, _)| *e == entry).map_or(0, |(_, count)| *count);
        out.push(Found { entry, body, note });
    }
}
