//! What becomes of every candidate once the conventions are known.
//!
//! Linked markers are resolved. Of the others, one whose label was linked in
//! the same scope calls that note again; one that counts along with the rest
//! is `missing`; one that stands in a note is looked up among the notes that
//! nothing else points to; anything else is no marker.

use std::collections::{HashMap, HashSet};

use super::chain::{self, Item, Role};
use super::explain::Explanation;
use super::extent::Extent;
use super::label::{Label, LabelKind};
use super::markers::{Attach, Mark};
use super::material::Material;
use super::outcome::{Outcome, Verdict};
use super::style::{Dress, SURE, Style, body_weight};
use crate::model::Status;

/// Decides all candidates.
pub fn settle(material: &Material, chosen: &[Explanation]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut taken = HashSet::new();
    for (at, e) in chosen.iter().enumerate() {
        let mut one = Settling::new(material, e, at);
        one.linked();
        one.left_over(&taken);
        one.notes();
        taken.extend(one.out.marks.iter().map(|v| v.mark));
        outcome.marks.append(&mut one.out.marks);
        outcome.bodies.append(&mut one.out.bodies);
    }
    unexplained(material, chosen, &mut outcome);
    outcome.marks.sort_by_key(|v| (material.marks[v.mark].place(), v.body.is_none()));
    outcome.marks.dedup_by_key(|v| v.mark);
    outcome.bodies.sort_by_key(|(b, _)| material.bodies[*b].place());
    outcome.bodies.dedup_by_key(|(b, _)| *b);
    outcome
}

/// One convention being settled.
struct Settling<'a> {
    material: &'a Material,
    e: &'a Explanation,
    convention: usize,
    /// Body of each linked marker.
    body_of: HashMap<usize, usize>,
    out: Outcome,
}

impl<'a> Settling<'a> {
    fn new(material: &'a Material, e: &'a Explanation, convention: usize) -> Self {
        Settling { material, e, convention, body_of: e.links.iter().copied().collect(), out: Outcome::default() }
    }

    fn linked(&mut self) {
        let doubtful = self.doubtful();
        for (at, mark) in self.e.marks.iter().enumerate() {
            let Some(body) = self.body_of.get(mark) else { continue };
            let status = if doubtful.contains(body) { Status::Ambiguous } else { Status::Resolved };
            let body = (status == Status::Resolved).then_some(*body);
            self.push(*mark, status, body, self.e.reading.scopes[at]);
        }
    }

    fn push(&mut self, mark: usize, status: Status, body: Option<usize>, scope: u32) {
        self.out.marks.push(Verdict { mark, status, body, scope: (self.convention, scope) });
    }

    /// Linked bodies beside which another of the same label stands that nothing
    /// points to: which of the two is meant cannot be told.
    fn doubtful(&self) -> HashSet<usize> {
        let linked: HashSet<usize> = self.e.links.iter().map(|l| l.1).collect();
        let label = |at: usize| self.material.bodies[self.e.bodies[at]].label;
        let mut out = HashSet::new();
        for at in 1..self.e.bodies.len() {
            let (a, b) = (self.e.bodies[at - 1], self.e.bodies[at]);
            if label(at) == label(at - 1) && linked.contains(&a) != linked.contains(&b) {
                out.extend([a, b]);
            }
        }
        out
    }

    /// Markers that were not linked.
    fn left_over(&mut self, taken: &HashSet<usize>) {
        if self.e.marker.dress == Dress::Glued {
            return;
        }
        let mut known: HashMap<(u32, Label), usize> = HashMap::new();
        for (at, mark) in self.e.marks.iter().enumerate() {
            if let Some(body) = self.body_of.get(mark) {
                known.insert((self.e.reading.scopes[at], self.material.marks[*mark].label), *body);
            }
        }
        let attach = self.e.usual_attach(self.material, 90);
        for (at, index) in self.e.marks.iter().enumerate() {
            let (mark, scope) = (&self.material.marks[*index], self.e.reading.scopes[at]);
            if self.body_of.contains_key(index) || taken.contains(index) {
                continue;
            }
            let usual = attach.is_none_or(|usual| usual == mark.attach);
            match known.get(&(scope, mark.label)) {
                Some(body) if usual && mark.weight >= 0.4 => {
                    self.push(*index, Status::Resolved, Some(*body), scope);
                }
                _ if usual && self.is_missing(at, mark) => self.push(*index, Status::Missing, None, scope),
                _ => {}
            }
        }
    }

    /// True where a marker without note is a marker all the same: it counts
    /// along with the others, and is sure of itself or beside its neighbours.
    fn is_missing(&self, at: usize, mark: &Mark) -> bool {
        let counts = |at: &usize| self.e.reading.roles.get(*at) == Some(&Role::Counts);
        if !counts(&at) || mark.weight < 0.4 {
            return false;
        }
        let label = |at: usize| self.material.marks[self.e.marks[at]].label;
        let before = (0..at).rev().take(4).find(counts);
        let after = (at + 1..self.e.marks.len()).take(4).find(counts);
        let follows = |a: Label, b: Label| b.value > a.value && a.gap(b) == 0;
        let in_line = before.is_none_or(|o| follows(label(o), mark.label) || mark.label.value == 1)
            && after.is_none_or(|o| follows(mark.label, label(o)) || label(o).value == 1);
        mark.weight >= SURE || in_line && self.e.links.len() >= 5
    }

    /// The bodies that are notes: linked, sure of themselves, or in line
    /// between two that are linked.
    fn notes(&mut self) {
        let mut scope_of: HashMap<usize, u32> = HashMap::new();
        for verdict in &self.out.marks {
            if let Some(body) = self.body_of.get(&verdict.mark) {
                scope_of.entry(*body).or_insert(verdict.scope.1);
            }
        }
        let mut scope = 0;
        let bodies = &self.e.bodies;
        for index in bodies {
            scope = scope_of.get(index).copied().unwrap_or(scope);
            let sure = body_weight(self.e.body) >= SURE;
            if scope_of.contains_key(index) || sure || self.e.in_line.contains(index) {
                self.out.bodies.push((*index, (self.convention, scope)));
            }
        }
    }
}

/// Adds the markers that stand in notes: each points to the next note of its
/// label, in the same scope, that nothing else points to.
pub fn inside_notes(material: &Material, chosen: &[Explanation], extents: &[Extent], outcome: &mut Outcome) {
    let mut called: HashSet<usize> = outcome.marks.iter().filter_map(|v| v.body).collect();
    let decided: HashSet<usize> = outcome.marks.iter().filter(|v| v.body.is_some()).map(|v| v.mark).collect();
    let mut found = Vec::new();
    for (at, (_, scope)) in outcome.bodies.iter().enumerate() {
        let Some(style) = chosen.get(scope.0).map(|e| e.marker) else { continue };
        for (block, span) in &extents[at].parts {
            let first = material.marks.partition_point(|m| m.place() < (*block, span.start));
            let inside = |m: &&(usize, &Mark)| m.1.block == *block && m.1.span.end <= span.end;
            for (index, mark) in material.marks.iter().enumerate().skip(first).take_while(|m| inside(&m)) {
                if mark.style != style
                    || style.dress == Dress::Glued
                    || mark.attach != Attach::After
                    || decided.contains(&index)
                {
                    continue;
                }
                let fits = |(body, of): &&(usize, (usize, u32))| {
                    of == scope && material.bodies[*body].label == mark.label && !called.contains(body)
                };
                let alike = |(body, _): &&(usize, (usize, u32))| material.bodies[*body].label == mark.label;
                let only = outcome.bodies.iter().filter(alike).take(2).count() == 1;
                let reach = if only { usize::MAX } else { IN_NOTE_REACH };
                if let Some((body, _)) = outcome.bodies[at + 1..].iter().take(reach).find(fits) {
                    called.insert(*body);
                    found.push(Verdict { mark: index, status: Status::Resolved, body: Some(*body), scope: *scope });
                }
            }
        }
    }
    outcome.marks.extend(found);
    outcome.marks.sort_by_key(|v| (material.marks[v.mark].place(), v.body.is_none()));
    outcome.marks.dedup_by_key(|v| v.mark);
}

/// How many notes on a marker inside a note may point, where the document has
/// several of its label.
const IN_NOTE_REACH: usize = 30;

/// Markers of a sure style that no body answers to at all: a text whose notes
/// were lost. Page numbers, which stand free between blanks, are none.
fn unexplained(material: &Material, chosen: &[Explanation], outcome: &mut Outcome) {
    let sure =
        |m: &Mark| m.weight >= SURE && !matches!(m.style.dress, Dress::Bare | Dress::Glued | Dress::Paren | Dress::Tag);
    let mut styles: Vec<_> = material.marks.iter().filter(|m| sure(m)).map(|m| m.style).collect();
    styles.sort();
    styles.dedup();
    styles.retain(|style| chosen.iter().all(|e| e.marker != *style));
    for (at, style) in styles.into_iter().enumerate() {
        let all: Vec<usize> = (0..material.marks.len()).filter(|i| material.marks[*i].style == style).collect();
        let glued: Vec<usize> = {
            let own = |m: &Mark| m.attach == Attach::After || m.by_stop || m.style.dress == Dress::Slash;
            all.iter().copied().filter(|i| own(&material.marks[*i])).collect()
        };
        if glued.len() * 10 < all.len() * 7 {
            continue;
        }
        let item = |i: &usize| Item {
            label: material.marks[*i].label,
            weight: material.marks[*i].weight,
            border: false,
            block: material.marks[*i].block,
        };
        let reading = chain::read(&glued.iter().map(item).collect::<Vec<_>>());
        let counts: Vec<usize> = (0..glued.len()).filter(|at| reading.roles[*at] == Role::Counts).collect();
        let first = counts.first().map(|first| material.marks[glued[*first]].label.value);
        let starts = first.is_some_and(|first| first <= 2) || is_excerpt(material, style, &glued, &counts);
        let few = style.kind != LabelKind::Number && counts.len() < 3;
        if starts && !few && counts.len() * 10 >= glued.len() * 7 {
            let verdict = |i: &usize| Verdict {
                mark: glued[*i],
                status: Status::Missing,
                body: None,
                scope: (chosen.len() + at, reading.scopes[*i]),
            };
            outcome.marks.extend(counts.iter().map(verdict));
        }
    }
}

/// True for the calls of a piece of a longer text, `the quay.[12] … [13]`: numbers
/// in brackets that count on from any first one, mostly after a stop, where no
/// index of code stands.
fn is_excerpt(material: &Material, style: Style, glued: &[usize], counts: &[usize]) -> bool {
    let stopped = counts.iter().filter(|at| material.marks[glued[**at]].by_stop).count();
    style.dress == Dress::Bracket && style.kind == LabelKind::Number && stopped > 0 && stopped * 2 >= counts.len()
}
