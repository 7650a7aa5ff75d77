//! Passages to hits: match spans, notes, places.

use std::collections::HashMap;

use super::find::Finder;
use super::leaf::Place;
use super::order::{Folded, Scored};
use super::plan::{Plan, Sought};
use super::postings::TAIL;
use super::text::Words;
use super::{Request, Scope};
use crate::error::Result;
use crate::index::schema::FileRecord;
use crate::model::hit::{DocumentInfo, HitNote, JSON_VERSION, Kind, Match, MatchNote, MatchedIn, Neighbour, PullQuote};
use crate::model::{Citation, Hit, Locator, Passage, PassageNote, Places};
use crate::span::{Mapped, Span};

/// Makes hits.
pub struct Hits<'t> {
    finder: Finder<'t>,
}

/// What a passage holds of a query.
#[derive(Default)]
struct Marks {
    matches: Vec<Match>,
    absent: Vec<String>,
}

impl<'t> Hits<'t> {
    /// For the passages of an index.
    pub fn new(finder: Finder<'t>) -> Self {
        Hits { finder }
    }

    /// The hits of a page, in order.
    pub fn page(&self, plan: &Plan, page: &[Scored], folded: &Folded, request: &Request) -> Result<Vec<Hit>> {
        let mut out = Vec::with_capacity(page.len());
        for (i, &(entry, score)) in page.iter().enumerate() {
            let mut hit = self.hit(entry, Some(plan), request.context)?;
            hit.rank = request.offset + i + 1;
            hit.score = score;
            for &quote in folded.get(&entry).into_iter().flatten() {
                let passage = self.finder.passage(quote)?;
                let file = self.file(quote)?;
                let (id, locator) = (id(&file.path, &passage.hash), locator(file, &passage.places));
                hit.pull_quotes.push(PullQuote { id, text: passage.places.mapped.text, locator });
            }
            out.push(hit);
        }
        Ok(out)
    }

    /// One hit, with so many passages on either side; without a plan, no matches.
    pub fn hit(&self, entry: u32, plan: Option<&Plan>, context: usize) -> Result<Hit> {
        let passage = self.finder.passage(entry)?;
        let file = self.file(entry)?;
        let marks = plan.map_or_else(|| Ok(Marks::default()), |plan| self.marks(entry, &file.path, &passage, plan))?;
        let (before, after) = self.neighbours(entry, &passage, context)?;
        let also = self.other_passages(entry, &passage)?;
        let note = |note: &PassageNote| hit_note(file, &passage, note, &also);
        Ok(Hit {
            record: "hit".to_owned(),
            v: JSON_VERSION,
            query: None,
            rank: 0,
            score: 0.0,
            id: id(&file.path, &passage.hash),
            kind: match passage.is_note {
                true => Kind::Note,
                false if passage.aside => Kind::Aside,
                false => Kind::Passage,
            },
            scope: matched_in(&marks.matches),
            absent: marks.absent,
            document: document(file),
            section: passage.section.clone(),
            locator: locator(file, &passage.places),
            matches: marks.matches,
            notes: passage.notes.iter().map(note).collect(),
            cites: passage.cites,
            attributions: passage.attributions,
            places: None,
            pull_quotes: Vec::new(),
            before,
            after,
            text: passage.places.mapped.text,
        })
    }

    /// One hit without matches, with the places of its text.
    pub fn placed(&self, entry: u32) -> Result<Hit> {
        let places = Some(Box::new(self.finder.passage(entry)?.places));
        Ok(Hit { places, ..self.hit(entry, None, 0)? })
    }

    fn file(&self, entry: u32) -> Result<&'t FileRecord> {
        let table = self.finder.table;
        table.record(self.finder.index, table.file(entry))
    }

    /// Matches in the text and in the notes, and what is in neither.
    fn marks(&self, entry: u32, path: &str, passage: &Passage, plan: &Plan) -> Result<Marks> {
        let leaves: Vec<&Sought> = plan.positive().collect();
        let mut present = vec![false; leaves.len()];
        let own = match passage.is_note {
            true => Scope::Notes,
            false => Scope::Body,
        };
        let before = self.before(entry, passage, &leaves)?;
        let text = Words::new(before.as_ref().unwrap_or(&passage.before), &passage.places.mapped);
        let spans = spans(&text, &leaves, own, &mut present);
        // the text of an orphan note is the hit's own
        let orphan = passage.notes.first().filter(|_| passage.is_note).map(|note| match_note(path, note));
        let scope = if passage.is_note { MatchedIn::Note } else { MatchedIn::Body };
        let mut matches: Vec<Match> =
            spans.into_iter().map(|span| a_match(&passage.places, span, scope, orphan.clone())).collect();
        let cited = |cites: &[Citation]| -> Vec<Span> {
            plan.leaves.iter().filter_map(|leaf| leaf.cited.as_ref()).flat_map(|cited| cited.spans(cites)).collect()
        };
        let own_cites =
            if passage.is_note { passage.notes.first().map(|note| &note.cites) } else { Some(&passage.cites) };
        let found = cited(own_cites.map_or(&[], Vec::as_slice));
        matches.extend(found.into_iter().map(|span| a_match(&passage.places, span, scope, orphan.clone())));
        matches.sort_by_key(|found| (found.start, found.end));
        matches.dedup_by_key(|found| (found.start, found.end));
        for note in passage.notes.iter().filter(|note| !note.elsewhere && !passage.is_note) {
            let Some(body) = &note.body else { continue };
            let mut spans = spans_of_note(body, &leaves, &mut present);
            spans.extend(cited(&note.cites));
            spans.sort_unstable_by_key(|span| (span.start, span.end));
            spans.dedup();
            let of = match_note(path, note);
            matches.extend(spans.into_iter().map(|span| a_match(body, span, MatchedIn::Note, Some(of.clone()))));
        }
        let lacking = leaves.iter().zip(&present).filter(|(leaf, present)| leaf.named && !**present);
        let mut absent: Vec<String> = Vec::new();
        for (leaf, _) in lacking {
            if !absent.contains(&leaf.ready.typed) {
                absent.push(leaf.ready.typed.clone());
            }
        }
        Ok(Marks { matches, absent })
    }

    /// For a phrase longer than what a passage holds of the text before it,
    /// all of that text.
    fn before(&self, entry: u32, passage: &Passage, leaves: &[&Sought]) -> Result<Option<Mapped>> {
        let long = |leaf: &&Sought| leaf.ready.pattern.as_ref().is_some_and(|pattern| pattern.steps() > TAIL);
        match passage.before.is_empty() || !leaves.iter().any(long) {
            true => Ok(None),
            false => self.finder.before(entry, passage).map(Some),
        }
    }

    fn neighbours(&self, entry: u32, passage: &Passage, context: usize) -> Result<(Vec<Neighbour>, Vec<Neighbour>)> {
        if context == 0 {
            return Ok((Vec::new(), Vec::new()));
        }
        let file = self.file(entry)?;
        let entries = self.finder.table.of_file(&self.finder.index.fields, &file.path)?;
        let at = entries.iter().position(|&other| other == entry).unwrap_or(0);
        let read = |other: u32| -> Result<Option<Neighbour>> {
            let other = self.finder.passage(other)?;
            if other.is_note != passage.is_note {
                return Ok(None);
            }
            let (id, locator) = (id(&file.path, &other.hash), locator(file, &other.places));
            Ok(Some(Neighbour { id, text: other.places.mapped.text, locator }))
        };
        let side = |entries: &[u32]| entries.iter().filter_map(|&other| read(other).transpose()).collect();
        let before: Result<Vec<Neighbour>> = side(&entries[at.saturating_sub(context)..at]);
        let end = (at + 1).saturating_add(context).min(entries.len());
        Ok((before?, side(&entries[(at + 1).min(end)..end])?))
    }

    /// Ids of the other passages that call the passage's notes, by their `seq`.
    fn other_passages(&self, entry: u32, passage: &Passage) -> Result<HashMap<u32, String>> {
        let mut out = HashMap::new();
        if passage.notes.iter().all(|note| note.also.is_empty()) {
            return Ok(out);
        }
        let path = &self.file(entry)?.path;
        let entries = self.finder.table.of_file(&self.finder.index.fields, path)?;
        for &seq in passage.notes.iter().flat_map(|note| &note.also) {
            if let Some(&other) = entries.get(seq as usize) {
                out.insert(seq, id(path, &self.finder.passage(other)?.hash));
            }
        }
        Ok(out)
    }
}

/// The id of a passage or note.
fn id(path: &str, hash: &str) -> String {
    format!("{path}#{hash}")
}

/// Bytes that the leaves match which are looked for in `here`, none on another:
/// of two, the first, then the longer. Notes which leaves are present.
fn spans(text: &Words, leaves: &[&Sought], here: Scope, present: &mut [bool]) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    for (leaf, present) in leaves.iter().zip(present) {
        if leaf.ready.place != Place::Text(Scope::All) && leaf.ready.place != Place::Text(here) {
            continue;
        }
        let found = text.spans(&leaf.ready);
        *present |= !found.is_empty();
        if !leaf.stop {
            all.extend(found);
        }
    }
    all.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut out: Vec<Span> = Vec::new();
    for span in all {
        if out.last().is_none_or(|last| last.end <= span.start) {
            out.push(span);
        }
    }
    out
}

fn match_note(path: &str, note: &PassageNote) -> MatchNote {
    MatchNote { id: id(path, &note.hash), label: note.label.clone(), number: note.number }
}

fn spans_of_note(body: &Places, leaves: &[&Sought], present: &mut [bool]) -> Vec<Span> {
    spans(&Words::new(&Mapped::new(), &body.mapped), leaves, Scope::Notes, present)
}

fn a_match(places: &Places, span: Span, scope: MatchedIn, note: Option<MatchNote>) -> Match {
    let text = places.text();
    let start = text[..span.start].chars().count();
    let matched = text[span.start..span.end].to_owned();
    let (page, page_label) = match places.page(span.start) {
        Some((page, label)) => (page, label.map(str::to_owned)),
        None => (None, None),
    };
    Match {
        scope,
        note,
        start: span.start,
        end: span.end,
        chars: (start, start + matched.chars().count()),
        bytes: places.mapped.source(span).filter(|_| !places.in_container()),
        line: places.line(span.start),
        page,
        page_label,
        text: matched,
    }
}

fn matched_in(matches: &[Match]) -> MatchedIn {
    let body = matches.iter().any(|m| m.scope == MatchedIn::Body);
    let note = matches.iter().any(|m| m.scope == MatchedIn::Note);
    match (body, note) {
        (true, true) => MatchedIn::Both,
        (false, true) => MatchedIn::Note,
        _ => MatchedIn::Body,
    }
}

fn document(file: &FileRecord) -> DocumentInfo {
    DocumentInfo {
        id: file.path.clone(),
        path: file.path.clone(),
        format: file.format.clone(),
        title: file.meta.title.clone(),
        author: file.meta.author.clone(),
        publisher: file.meta.publisher.clone(),
        date: file.meta.date.clone(),
        language: file.meta.language.clone(),
        fingerprint: file.fingerprint.clone(),
        first_seen: file.first_seen.clone(),
        meta: file.meta.fields.clone(),
    }
}

fn locator(file: &FileRecord, places: &Places) -> Locator {
    let last = places.text().char_indices().next_back().map_or(0, |(at, _)| at);
    let (first, last) = (places.page(0), places.page(last));
    let pages = first.and_then(|page| page.0).zip(last.and_then(|page| page.0));
    let label = |page: Option<(Option<u32>, Option<&str>)>| page.and_then(|page| page.1).map(str::to_owned);
    Locator {
        path: file.path.clone(),
        file: file.file.clone(),
        stale: None,
        part: places.part.clone(),
        bytes: places.hull().filter(|_| !places.in_container()),
        spans: (!places.in_container()).then(|| places.spans.clone()),
        lines: places.line_range(),
        pages,
        page_labels: label(first).zip(label(last)),
    }
}

fn hit_note(file: &FileRecord, passage: &Passage, note: &PassageNote, also: &HashMap<u32, String>) -> HitNote {
    let at = note.at.map(|at| at as usize);
    let text = passage.places.text();
    // an orphan note is the passage itself
    let body = if passage.is_note { Some(&passage.places) } else { note.body.as_ref() };
    HitNote {
        id: id(&file.path, &note.hash),
        label: note.label.clone(),
        number: note.number,
        scope: note.scope.clone(),
        status: note.status,
        at,
        at_char: at.and_then(|at| text.get(..at)).map(|before| before.chars().count()),
        line: at.and_then(|at| passage.places.line(at)),
        text: body.map(|body| body.mapped.text.clone()),
        locator: body.map(|body| locator(file, body)),
        cites: note.cites.clone(),
        also: note.also.iter().filter_map(|seq| also.get(seq).cloned()).collect(),
    }
}
