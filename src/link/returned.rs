//! Notes whose label leads back to the text: `1001 (return)`, alone on its line, then
//! `[ See the map. ]`. So pages of linked books are left when they are saved as text, and
//! so is what called the notes, a bare number between spaces: `the sea wall. 1001 The`.
//!
//! A bare number says nothing by itself. These are calls only where the notes form a
//! series and nearly each of them finds its number once, behind a stop, in the order of
//! the series. A year, a sum or a day of the month stands beside words, or out of order.

use std::collections::HashMap;

use super::bodies::Body;
use super::can_hold;
use super::label::{Label, LabelKind};
use super::markers::{ABBREVIATIONS, Attach, Mark};
use super::material::Material;
use super::outcome::{Outcome, Verdict};
use super::style::{Dress, Style};
use crate::model::{Document, Status};
use crate::span::Span;

/// How the numbers in the text are written, and the labels before the notes.
const CALL: Style = Style { dress: Dress::Spaced, kind: LabelKind::Number };
const BODY: Style = Style { dress: Dress::Returned, kind: LabelKind::Number };

/// The scope of these notes, with the count of the series: that of no other convention.
const SCOPE: usize = usize::MAX - 1;

/// What leads back, in lower case.
const BACK: &[&str] =
    &["(return)", "[return]", "(back)", "[back]", "(return to text)", "(back to text)", "↩", "↩\u{fe0e}"];

/// Fewest notes that make a series.
const FEWEST: usize = 3;
/// Of ten notes, how many must find their call.
const FOUND: usize = 8;
/// Blocks of a note in brackets, at most.
const MOST: usize = 12;

/// Notes that lead back, with what calls them.
#[derive(Debug, Default)]
pub struct Returned {
    /// Calls in reading order, each with the place of its note and the series.
    calls: Vec<Call>,
    /// Places of all notes, with their series.
    notes: Vec<Noted>,
}

#[derive(Debug)]
struct Call {
    mark: Mark,
    note: (usize, usize),
    series: u32,
}

#[derive(Debug)]
struct Noted {
    place: (usize, usize),
    series: u32,
}

/// Finds notes that lead back, and their calls; gives these bodies their own style.
pub fn find(document: &Document, material: &mut Material) -> Returned {
    let bodies: Vec<usize> =
        (0..material.bodies.len()).filter(|at| head(document, &material.bodies[*at]).is_some()).collect();
    let mut out = Returned::default();
    if bodies.len() < FEWEST {
        return out;
    }
    let mut inside = vec![false; document.blocks.len()];
    for at in &bodies {
        let block = material.bodies[*at].block;
        blocks_of_note(document, block).for_each(|block| inside[block] = true);
    }
    let numbers = numbers(document, &inside);
    let mut from = (0, 0);
    for (series, run) in (0..).zip(runs(material, &bodies)) {
        let found = calls(material, run, &numbers, from);
        if run.len() >= FEWEST && found.len() * 10 >= run.len() * FOUND {
            out.calls.extend(found.into_iter().map(|(note, mark)| Call { mark, note, series }));
            let place = |at: &usize| Noted { place: material.bodies[*at].place(), series };
            out.notes.extend(run.iter().map(place));
        }
        from = run.last().map_or(from, |last| material.bodies[*last].place());
    }
    out.calls.sort_by_key(|call| call.mark.place());
    out.take_bodies(document, material);
    out
}

impl Returned {
    /// Gives the bodies their style and head. What else seems to begin in their blocks is dropped.
    fn take_bodies(&self, document: &Document, material: &mut Material) {
        let own = |body: &Body| self.notes.binary_search_by_key(&body.place(), |note| note.place).is_ok();
        let taken = |block: usize| self.notes.binary_search_by_key(&block, |note| note.place.0).is_ok();
        material.bodies.retain(|body| own(body) || !taken(body.block));
        for body in material.bodies.iter_mut().filter(|body| own(body)) {
            if let Some(end) = head(document, body) {
                body.head.end = end;
            }
            (body.style, body.weight) = (BODY, 1.0);
        }
    }

    /// Puts the calls among the candidates, in the place of what was taken for others.
    pub fn add(&self, material: &mut Material) {
        material.marks.retain(|mark| {
            let next = self.calls.partition_point(|call| (call.mark.block, call.mark.span.end) <= mark.place());
            let call = self.calls.get(next).map(|call| &call.mark);
            call.is_none_or(|call| call.block != mark.block || !call.span.overlaps(mark.span))
        });
        material.marks.extend(self.calls.iter().map(|call| call.mark.clone()));
        material.marks.sort_by_key(Mark::place);
    }

    /// Says of the calls among the candidates which note each points to.
    pub fn settle(&self, material: &Material, outcome: &mut Outcome) {
        if self.notes.is_empty() {
            return;
        }
        let body = |place: (usize, usize)| material.bodies.binary_search_by_key(&place, Body::place).ok();
        let marks = (0..material.marks.len()).filter(|mark| material.marks[*mark].style == CALL);
        outcome.marks.extend(marks.zip(&self.calls).filter_map(|(mark, call)| {
            let body = Some(body(call.note)?);
            Some(Verdict { mark, status: Status::Resolved, body, scope: (SCOPE, call.series) })
        }));
        outcome.bodies.extend(self.notes.iter().filter_map(|note| Some((body(note.place)?, (SCOPE, note.series)))));
        outcome.marks.sort_by_key(|v| (material.marks[v.mark].place(), v.body.is_none()));
        outcome.bodies.sort_by_key(|(body, _)| material.bodies[*body].place());
        outcome.bodies.dedup_by_key(|(body, _)| *body);
    }
}

/// The end of the label and of what leads back, where a block begins with both.
fn head(document: &Document, body: &Body) -> Option<usize> {
    let numbered = body.style.kind == LabelKind::Number && matches!(body.style.dress, Dress::Bare | Dress::Dot);
    if !numbered && body.style != BODY || body.head.start != 0 {
        return None;
    }
    let text = &document.blocks[body.block].text.text;
    let rest = text[body.inner.end..].trim_start_matches('.').trim_start();
    let start = text.len() - rest.len();
    let leads = |back: &&&str| rest.get(..back.len()).is_some_and(|own| own.eq_ignore_ascii_case(back));
    let back = BACK.iter().filter(leads).map(|back| back.len()).max()?;
    let parted = rest[back..].chars().next().is_none_or(char::is_whitespace);
    parted.then_some(start + back)
}

/// The blocks of a note: its own, and, where that is a label alone, the ones below up to
/// the bracket that closes.
fn blocks_of_note(document: &Document, block: usize) -> std::ops::Range<usize> {
    let texts = document.blocks[block..].iter().take(MOST + 1).map(|block| block.text.text.as_str());
    let (mut depth, mut end) = (0, block);
    for (at, text) in (block..).zip(texts) {
        let brackets = |sign: char| text.matches(sign).count();
        depth = (depth + brackets('[')).saturating_sub(brackets(']'));
        end = at + 1;
        if depth == 0 && (at > block || text.contains('[')) {
            break;
        }
    }
    block..if depth == 0 { end } else { block + 2 }.min(document.blocks.len())
}

/// The notes, parted where the labels begin anew.
fn runs<'b>(material: &Material, bodies: &'b [usize]) -> Vec<&'b [usize]> {
    let label = |at: &usize| material.bodies[*at].label.value;
    bodies.chunk_by(|a, b| label(a) < label(b)).collect()
}

/// Numbers that stand alone, by their label, each in reading order.
type Numbers = HashMap<Label, Vec<Mark>>;

/// Numbers that stand alone between a stop and a space, outside notes.
fn numbers(document: &Document, inside: &[bool]) -> Numbers {
    let mut found = Vec::new();
    for (at, block) in document.blocks.iter().enumerate().filter(|(at, block)| !inside[*at] && can_hold(block)) {
        in_text(at, &block.text.text, &mut found);
    }
    let mut out = Numbers::new();
    for mark in found {
        out.entry(mark.label).or_default().push(mark);
    }
    out
}

/// Finds such numbers in a text.
fn in_text(block: usize, text: &str, out: &mut Vec<Mark>) {
    for word in text.split_whitespace() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let Some(label) = Label::number(word) else { continue };
        if !is_behind_stop(text[..at].trim_end()) {
            continue;
        }
        let span = Span::new(at, at + word.len());
        let weight = 0.6;
        out.push(Mark { block, span, inner: span, label, style: CALL, attach: Attach::Free, by_stop: true, weight });
    }
}

/// True where a sentence or a phrase ends. Counter-examples: `p. 12`, `A.D. 1001`, and the
/// numbers of a row, `in 1000, 1001`, `May 5, 1453`.
fn is_behind_stop(before: &str) -> bool {
    let word = before.trim_end_matches(|c: char| ".,;:!?)]”’\"'»_".contains(c));
    let stop = &before[word.len()..];
    let last = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let named = last.chars().count() <= 1 || ABBREVIATIONS.contains(&last.to_lowercase().as_str());
    let figure = last.bytes().any(|b| b.is_ascii_digit());
    !(stop.is_empty() || figure || named && stop.starts_with('.'))
}

/// The calls of a series: for each note the number of its label that stands once above it
/// and in order; of several, the one between the calls of its neighbours.
fn calls(material: &Material, run: &[usize], numbers: &Numbers, from: (usize, usize)) -> Vec<((usize, usize), Mark)> {
    let above = |at: &usize| -> &[Mark] {
        let body = &material.bodies[*at];
        let alike = numbers.get(&body.label).map_or(&[][..], Vec::as_slice);
        let first = alike.partition_point(|mark| mark.place() < from);
        &alike[first..alike.partition_point(|mark| mark.place() < body.place()).max(first)]
    };
    let found: Vec<&[Mark]> = run.iter().map(above).collect();
    let single: Vec<usize> = (0..run.len()).filter(|at| found[*at].len() == 1).collect();
    let mut chosen: Vec<Option<&Mark>> = vec![None; run.len()];
    for at in ascending(&single, |at| found[at][0].place()) {
        chosen[at] = Some(&found[at][0]);
    }
    let mut next: Vec<Option<(usize, usize)>> = vec![None; run.len() + 1];
    for at in (0..run.len()).rev() {
        next[at] = chosen[at].map(Mark::place).or(next[at + 1]);
    }
    let mut low = None;
    for at in 0..run.len() {
        let (before, high) = (low, next[at + 1]);
        if found[at].len() > 1 {
            let first = found[at].partition_point(|mark| before.is_some_and(|before| mark.place() <= before));
            let last = found[at].partition_point(|mark| high.is_none_or(|high| mark.place() < high));
            chosen[at] = if last == first + 1 { Some(&found[at][first]) } else { None };
        }
        low = chosen[at].map(Mark::place).or(low);
    }
    let pair = |(body, mark): (&usize, Option<&Mark>)| Some((material.bodies[*body].place(), mark?.clone()));
    run.iter().zip(chosen).filter_map(pair).collect()
}

/// The longest part of a row whose places ascend.
fn ascending(row: &[usize], place: impl Fn(usize) -> (usize, usize)) -> Vec<usize> {
    // for each length, the place at which the best part of that length ends
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(row.len());
    for at in 0..row.len() {
        let own = place(row[at]);
        let length = ends.partition_point(|end| place(row[*end]) < own);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut out = Vec::new();
    let mut at = ends.last().copied();
    while let Some(member) = at {
        out.push(row[member]);
        at = before[member];
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_behind_stops_are_candidates_and_others_are_none() {
        let found = |text: &str| {
            let mut out = Vec::new();
            in_text(0, text, &mut out);
            out.iter().map(|mark| mark.label.value).collect::<Vec<_>>()
        };
        assert_eq!(found("the wall. 1001 The board; 1002 and (so) 3"), [1001, 1002, 3]);
        for text in ["p. 12 and A.D. 1001", "in 1000, 1001 and", "on May 5, 1453 it", "had 12 men", "the wall.12 The"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_longest_ascending_part_is_kept() {
        let places = [(0, 5), (9, 0), (1, 0), (2, 7)];
        assert_eq!(ascending(&[0, 1, 2, 3], |at| places[at]), [0, 2, 3]);
        assert!(ascending(&[], |at| places[at]).is_empty());
    }
}
