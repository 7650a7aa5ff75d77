//! Passages to hits: match spans, notes, places.

use std::collections::HashMap;
use std::sync::Arc;

use super::Engine;
use crate::error::{ErrorKind, Result};
use crate::index::schema::{FileRecord, FileStatus};
use crate::model::hit::{
    Call, DocumentInfo, Earlier, HitNote, JSON_VERSION, Kind, Match, MatchNote, MatchedIn, Neighbour, OutlineSection,
    PullQuote, ScorePart,
};
use crate::model::{Citation, Hit, Locator, Passage, PassageNote, Places};
use crate::query::paragraph;
use crate::query::plan::leaf::Place;
use crate::query::plan::text::Words;
use crate::query::plan::{Plan, Sought};
use crate::query::rank::Part;
use crate::query::rank::copies::Ranked;
use crate::query::rank::order::Page;
use crate::query::request::{Request, Scope};
use crate::query::store::Key;
use crate::span::{Mapped, Span};

/// Words of a phrase from which on what a passage holds of the text before it may
/// not be enough.
const LONG: usize = 20;

/// Makes hits.
pub struct Hits<'e, 'i> {
    engine: &'e Engine<'i>,
}

/// What a passage holds of a query.
#[derive(Default)]
struct Marks {
    matches: Vec<Match>,
    absent: Vec<String>,
}

impl<'e, 'i> Hits<'e, 'i> {
    /// For the passages of an engine's index.
    pub fn new(engine: &'e Engine<'i>) -> Self {
        Hits { engine }
    }

    /// The hits of a page, in order.
    pub fn page(&self, plan: &Plan, page: &Page, request: &Request) -> Result<Vec<Hit>> {
        let mut out = Vec::with_capacity(page.ranked.len());
        for (i, ranked) in page.ranked.iter().enumerate() {
            let mut hit = self.hit(&ranked.key, Some(plan), request.context)?;
            hit.rank = request.offset + i + 1;
            hit.score = ranked.score;
            hit.explain = request.explain.then(|| explained(ranked, plan));
            hit.copies = self.copies(page, &ranked.key)?;
            for quote in page.folded.get(&ranked.key).into_iter().flatten() {
                let passage = self.engine.store.passage(quote)?;
                let file = self.file(quote)?;
                let (id, locator) = (id(&file.path, &passage.hash), locator(&file, &passage.places));
                hit.pull_quotes.push(PullQuote { id, text: passage.places.mapped.text, locator });
            }
            out.push(hit);
        }
        Ok(out)
    }

    /// The hits of a page with ids, ranks, scores and paths alone: no record is read.
    pub fn bare(&self, page: &Page, request: &Request) -> Result<Vec<Hit>> {
        let mut out = Vec::with_capacity(page.ranked.len());
        for (i, ranked) in page.ranked.iter().enumerate() {
            let path = ranked.key.path.to_string();
            out.push(Hit {
                rank: request.offset + i + 1,
                score: ranked.score,
                copies: self.copies(page, &ranked.key)?,
                id: id(&path, &self.engine.store.hash(&ranked.key)?),
                document: DocumentInfo { id: path.clone(), path: path.clone(), ..DocumentInfo::default() },
                locator: Locator { path, ..Locator::default() },
                ..Hit::empty()
            });
        }
        Ok(out)
    }

    /// Ids of the copies that are folded under a passage.
    fn copies(&self, page: &Page, key: &Key) -> Result<Vec<String>> {
        let copies = page.copies.get(key).into_iter().flatten();
        copies.map(|copy| Ok(id(&copy.path, &self.engine.store.hash(copy)?))).collect()
    }

    /// One hit, with so many passages on either side; without a plan, no matches.
    pub fn hit(&self, key: &Key, plan: Option<&Plan>, context: usize) -> Result<Hit> {
        let passage = self.engine.store.passage(key)?;
        let file = &*self.file(key)?;
        let marks = plan.map_or_else(|| Ok(Marks::default()), |plan| self.marks(key, &file.path, &passage, plan))?;
        let (before, after) = self.neighbours(key, &passage, context)?;
        let also = self.other_passages(key, &passage)?;
        let begins_in = match plan {
            Some(plan) => self.begins_in(key, &passage, plan)?,
            None => Vec::new(),
        };
        let note = |note: &PassageNote| hit_note(file, &passage, note, &also);
        let of_earlier = begins_in.iter().flat_map(|earlier| earlier.notes(file));
        // in the order of reading
        let notes = of_earlier.chain(passage.notes.iter().map(note)).collect();
        Ok(Hit {
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
            recognised: recognised(&passage.places),
            matches: marks.matches,
            notes,
            begins_in: begins_in.iter().map(|earlier| earlier.show(file)).collect(),
            cites: passage.cites,
            attributions: passage.attributions,
            before,
            after,
            text: passage.places.mapped.text,
            ..Hit::empty()
        })
    }

    /// How many matches a passage holds.
    pub fn count_matches(&self, key: &Key, plan: &Plan) -> Result<usize> {
        let passage = self.engine.store.passage(key)?;
        Ok(self.marks(key, &key.path, &passage, plan)?.matches.len())
    }

    /// One hit without matches, with the places of its text.
    pub fn placed(&self, key: &Key) -> Result<Hit> {
        let places = Some(Box::new(self.engine.store.passage(key)?.places));
        Ok(Hit { places, ..self.hit(key, None, 0)? })
    }

    /// The sections that passages of a file stand in, in order.
    pub fn outline(&self, keys: &[Key]) -> Result<Vec<OutlineSection>> {
        let mut out: Vec<OutlineSection> = Vec::new();
        for key in keys {
            let passage = self.engine.store.passage(key)?;
            if passage.is_note {
                continue;
            }
            if out.last().is_none_or(|last| last.section != passage.section) {
                let file = self.file(key)?;
                out.push(OutlineSection {
                    record: "section".to_owned(),
                    v: JSON_VERSION,
                    path: file.path.clone(),
                    section: passage.section.clone(),
                    id: id(&file.path, &passage.hash),
                    locator: locator(&file, &passage.places),
                    passages: 0,
                    notes: 0,
                });
            }
            if let Some(section) = out.last_mut() {
                section.passages += 1;
                section.notes += passage.notes.len();
            }
        }
        Ok(out)
    }

    fn file(&self, key: &Key) -> Result<Arc<FileRecord>> {
        self.engine.known(&key.path)?.ok_or_else(|| ErrorKind::Damaged.into())
    }

    /// Matches in the text and in the notes, and what is in neither.
    fn marks(&self, key: &Key, path: &str, passage: &Passage, plan: &Plan) -> Result<Marks> {
        let leaves: Vec<&Sought> = plan.positive().collect();
        let mut present = vec![false; leaves.len()];
        let own = match passage.is_note {
            true => Scope::Notes,
            false => Scope::Body,
        };
        let before = self.before(key, passage, &leaves)?;
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
    fn before(&self, key: &Key, passage: &Passage, leaves: &[&Sought]) -> Result<Option<Mapped>> {
        let long = |leaf: &&Sought| leaf.ready.pattern.as_ref().is_some_and(|pattern| pattern.steps() > LONG);
        match passage.before.is_empty() || !leaves.iter().any(long) {
            true => Ok(None),
            false => paragraph::before(passage, |seq| self.passage_at(key, seq)).map(Some),
        }
    }

    /// The passages in which a phrase begins that ends in this one, from the first
    /// on, each with its part of the phrase.
    fn begins_in(&self, key: &Key, passage: &Passage, plan: &Plan) -> Result<Vec<Begun>> {
        let in_text = |leaf: &&Sought| matches!(leaf.ready.place, Place::Text(Scope::All | Scope::Body));
        let sought = || plan.positive().chain(&plan.whole).filter(in_text);
        let phrases = || sought().filter_map(|leaf| leaf.ready.pattern.as_ref());
        let near = Words::new(&passage.before, &passage.places.mapped);
        let crosses = |words: &Words| {
            let all = phrases().flat_map(|pattern| words.matches(pattern)).collect::<Vec<_>>();
            all.into_iter().filter_map(|occ| words.begins_before(occ)).min()
        };
        let is_long = phrases().any(|pattern| pattern.steps() > LONG);
        if passage.before.is_empty() || !is_long && crosses(&near).is_none() {
            return Ok(Vec::new());
        }
        let mut parts = paragraph::continued(passage, |seq| self.passage_at(key, seq))?;
        let before = paragraph::joined(&parts);
        let Some(start) = crosses(&Words::new(&before, &passage.places.mapped)) else { return Ok(Vec::new()) };
        // nearest first: from the end of the text before back to where the phrase begins
        let mut end = before.text.len();
        let mut out = Vec::new();
        for (earlier, part) in parts.drain(..) {
            // a blank stands between two parts
            let from = end.saturating_sub(part.text.len() + 1);
            if end <= start {
                break;
            }
            let of_part = earlier.places.text().trim_end().len().saturating_sub(part.text.len());
            let matched = Span::new(of_part + start.saturating_sub(from), of_part + part.text.len());
            out.push(Begun { passage: earlier, matched });
            end = from;
        }
        out.reverse();
        Ok(out)
    }

    /// The passage of the same file at a place.
    fn passage_at(&self, key: &Key, seq: u32) -> Result<Option<Passage>> {
        let key = self.engine.store.at(&key.path, seq)?;
        key.map(|key| self.engine.store.passage(&key)).transpose()
    }

    fn neighbours(&self, key: &Key, passage: &Passage, context: usize) -> Result<(Vec<Neighbour>, Vec<Neighbour>)> {
        if context == 0 {
            return Ok((Vec::new(), Vec::new()));
        }
        let file = self.file(key)?;
        let keys = self.engine.store.of_file(&key.path)?;
        let at = (key.seq as usize).min(keys.len());
        let read = |other: &Key| -> Result<Option<Neighbour>> {
            let other = self.engine.store.passage(other)?;
            if other.is_note != passage.is_note {
                return Ok(None);
            }
            let (id, locator) = (id(&file.path, &other.hash), locator(&file, &other.places));
            let none = HashMap::new();
            let notes = other.notes.iter().map(|note| hit_note(&file, &other, note, &none)).collect();
            Ok(Some(Neighbour { id, text: other.places.mapped.text, locator, notes }))
        };
        let side = |keys: &[Key]| keys.iter().filter_map(|other| read(other).transpose()).collect();
        let before: Result<Vec<Neighbour>> = side(&keys[at.saturating_sub(context)..at]);
        let end = (at + 1).saturating_add(context).min(keys.len());
        Ok((before?, side(&keys[(at + 1).min(end)..end])?))
    }

    /// Ids of the other passages that call the passage's notes, by their `seq`.
    fn other_passages(&self, key: &Key, passage: &Passage) -> Result<HashMap<u32, String>> {
        let mut out = HashMap::new();
        for &seq in passage.notes.iter().flat_map(|note| &note.also) {
            if let Some(other) = self.engine.store.at(&key.path, seq)? {
                out.insert(seq, id(&key.path, &self.engine.store.hash(&other)?));
            }
        }
        Ok(out)
    }
}

/// A passage in which a phrase begins, and its bytes that the phrase takes.
struct Begun {
    passage: Passage,
    matched: Span,
}

impl Begun {
    fn show(&self, file: &FileRecord) -> Earlier {
        let places = &self.passage.places;
        let called = self.passage.notes.iter().filter_map(|note| Some((note.label.clone(), note.at?)));
        Earlier {
            id: id(&file.path, &self.passage.hash),
            text: places.text().to_owned(),
            locator: locator(file, places),
            matches: vec![a_match(places, self.matched, MatchedIn::Body, None)],
            calls: called.map(|(label, at)| Call { label, at: at as usize }).collect(),
        }
    }

    fn notes(&self, file: &FileRecord) -> Vec<HitNote> {
        let passage = Some(id(&file.path, &self.passage.hash));
        let none = HashMap::new();
        let note = |note: &PassageNote| HitNote {
            passage: passage.clone(),
            at: None,
            at_char: None,
            ..hit_note(file, &self.passage, note, &none)
        };
        self.passage.notes.iter().map(note).collect()
    }
}

/// The parts of a score; of what is past the candidates it is one.
fn explained(ranked: &Ranked, plan: &Plan) -> Vec<ScorePart> {
    let part = |part: &Part| ScorePart { what: part.what.tell(plan), value: part.value };
    let parts: Vec<ScorePart> = ranked.parts.iter().map(part).collect();
    if !parts.is_empty() {
        return parts;
    }
    // as it is printed: a longer float would show digits that the score has not
    let value = ranked.score.to_string().parse().unwrap_or_default();
    vec![ScorePart { what: "at first sight, past the candidates".to_owned(), value }]
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
        page_line: places.page_line(span.start),
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
    let is_doubtful = matches!(file.status, FileStatus::Degraded | FileStatus::Unreachable);
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
        degraded: file.reason.clone().filter(|_| is_doubtful),
    }
}

fn locator(file: &FileRecord, places: &Places) -> Locator {
    let end = places.text().char_indices().next_back().map_or(0, |(at, _)| at);
    let (first, last) = (places.page(0), places.page(end));
    let pages = first.and_then(|page| page.0).zip(last.and_then(|page| page.0));
    let label = |page: Option<(Option<u32>, Option<&str>)>| page.and_then(|page| page.1).map(str::to_owned);
    Locator {
        path: file.path.clone(),
        file: file.file.clone(),
        stale: None,
        gone: false,
        part: places.part.clone(),
        bytes: places.hull().filter(|_| !places.in_container()),
        spans: (!places.in_container()).then(|| places.spans.clone()),
        lines: places.line_range(),
        pages,
        page_labels: label(first).zip(label(last)),
        page_lines: places.page_line(0).zip(places.page_line(end)),
    }
}

/// How sure its words are that were recognised, from 0 to 1.
fn recognised(places: &Places) -> Option<f32> {
    places.recognised.map(|sure| f32::from(sure) / 100.0)
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
        passage: None,
        at,
        at_char: at.and_then(|at| text.get(..at)).map(|before| before.chars().count()),
        line: at.and_then(|at| passage.places.line(at)),
        text: body.map(|body| body.mapped.text.clone()),
        locator: body.map(|body| locator(file, body)),
        recognised: body.and_then(recognised),
        cites: note.cites.clone(),
        also: note.also.iter().filter_map(|seq| also.get(seq).cloned()).collect(),
    }
}
