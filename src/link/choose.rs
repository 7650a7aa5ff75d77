//! Which conventions a document uses.
//!
//! Every pair of styles that occurs is tried on the whole document, the one
//! that explains most is taken, and what it leaves over is tried again: a book
//! can have an author's notes by signs and an editor's by numbers. A pair that
//! explains little is no convention of the document.

use std::collections::BTreeSet;

use super::explain::{Explanation, explain};
use super::label::LabelKind;
use super::markers::Attach;
use super::material::Material;
use super::style::{CONVENTIONS, Dress, LIKELY, SURE, Style, body_weight};

/// Most conventions that one document is taken to use.
const MOST: usize = 5;

/// The conventions that a document uses, best first.
pub fn choose(material: &Material) -> Vec<Explanation> {
    let mut free_marks = vec![true; material.marks.len()];
    let mut free_bodies = vec![true; material.bodies.len()];
    let mut chosen: Vec<Explanation> = Vec::new();
    let mut open = pairs(material);
    while chosen.len() < MOST {
        let tried: Vec<(Explanation, bool)> = open
            .iter()
            .filter_map(|pair| explain(material, *pair, (&free_marks, &free_bodies)))
            .map(|e| {
                let holds = holds(material, &e);
                (e, holds)
            })
            .collect();
        open.retain(|pair| tried.iter().any(|(e, _)| (e.marker, e.body) == *pair));
        let good = tried.into_iter().filter(|(_, holds)| *holds).map(|(e, _)| e);
        let Some(best) = good.max_by(|a, b| a.score.total_cmp(&b.score)) else { break };
        // a second dress of bodies must speak for itself: lists abound
        open.retain(|pair| pair.0 != best.marker || pair.1 != best.body && body_weight(pair.1) >= SURE);
        for (mark, body) in &best.links {
            (free_marks[*mark], free_bodies[*body]) = (false, false);
        }
        chosen.push(best);
    }
    chosen
}

/// All pairs of styles that occur together and go together. Tags are linked
/// already, by name.
fn pairs(material: &Material) -> Vec<(Style, Style)> {
    let markers: BTreeSet<Style> = material.marks.iter().map(|m| m.style).filter(|s| s.dress != Dress::Tag).collect();
    let bodies: BTreeSet<Style> = material.bodies.iter().map(|b| b.style).collect();
    let mut out = Vec::new();
    for marker in markers {
        let row = CONVENTIONS.iter().find(|row| row.marker == marker.dress && row.kinds.contains(&marker.kind));
        let goes = |body: &&Style| body.kind == marker.kind && row.is_some_and(|row| row.bodies.contains(&body.dress));
        out.extend(bodies.iter().filter(goes).map(|body| (marker, *body)));
    }
    out
}

/// True where a reading explains enough to be believed.
fn holds(material: &Material, e: &Explanation) -> bool {
    let n = e.links.len();
    if n == 0 {
        return false;
    }
    if material.listed && !is_second_shape(material, e) {
        return false;
    }
    let seen = material.bodies.iter().filter(|b| b.style == e.body).count();
    let likely = e.marks.iter().filter(|m| material.marks[**m].weight >= LIKELY).count();
    let follows = succession(material, e);
    // numbered lists on other pages say nothing where nearly all calls find their note in order
    let ordered = e.page_foot && n >= ORDERED && follows * 10 >= n * 9 && n * 10 >= likely * 8;
    let seen = if ordered { on_noted_pages(material, e) } else { seen };
    let strong = e.links.iter().filter(|link| material.marks[link.0].weight >= LIKELY).count();
    let sure_marker = e.marker.dress != Dress::Bare && e.marker.dress != Dress::Paren && e.marker.dress != Dress::Glued;
    let sure_body = body_weight(e.body) >= SURE;
    let letters = matches!(e.marker.kind, LabelKind::Lower | LabelKind::Upper) && e.marker.dress == Dress::Bracket;
    // `[i]` in a formula, and a line that begins so
    if letters && n == 1 && material.bodies[e.links[0].1].label.value != 1 {
        return false;
    }
    let titled = material.bodies.iter().filter(|b| b.style == e.body && b.titled).count();
    let all_titled = n >= 2 && n == titled && e.links.iter().all(|link| material.bodies[link.1].titled);
    if all_titled && follows == n {
        return true;
    }
    if alone_of_its_kind(material, e, likely, seen) {
        return true;
    }
    match (sure_marker, sure_body) {
        (true, true) => n * 5 >= likely,
        (true, false) => follows * 2 >= n && n * 2 >= likely.min(seen) && (n >= 2 || seen <= 3),
        _ if e.marker.kind == LabelKind::Sign => n * 3 >= seen && (n * 3 >= likely || sure_body),
        // lines that begin with the article `a` are many, with `b` none
        _ if e.marker.dress == Dress::Glued => n * 2 >= seen && labels(material, e) >= 2,
        // numbers of pages and chapters stand alone as well
        (false, false) if e.body.dress == Dress::Alone => n * 10 >= seen * 7 && follows * 10 >= n * 9 && n >= 2,
        // one number at the end of a word, `file2`, is no call of the second of two notes
        (false, true) => strong * 2 >= seen && follows * 2 >= n && (n >= 2 || calls_the_first(material, e)),
        (false, false) => follows * 2 >= n && weak_pair_holds(strong, likely, seen),
    }
}

/// True where a document that calls its references by tags has notes of another shape as
/// well: sure ones, or a series of its own whose calls stand after stops. Members of
/// specifications, `other(1)`, steps in drawings and powers are numbered too.
fn is_second_shape(material: &Material, e: &Explanation) -> bool {
    let weak = matches!(e.marker.dress, Dress::Bare | Dress::Paren | Dress::Brace | Dress::Caret)
        && e.marker.kind != LabelKind::Sign;
    let mark = |link: &(usize, usize)| &material.marks[link.0];
    let after_stop = |link: &&(usize, usize)| mark(link).by_stop && mark(link).weight >= LIKELY;
    let stops = e.links.iter().filter(after_stop).count();
    let opens = e.links.first().is_some_and(|link| mark(link).label.value == 1);
    !weak || opens && stops * 2 > e.links.len() && succession(material, e) * 10 >= e.links.len() * 9
}

/// Notes at page feet that make a series of themselves.
const ORDERED: usize = 5;

/// Bodies on pages that have a linked one.
fn on_noted_pages(material: &Material, e: &Explanation) -> usize {
    let pages: BTreeSet<u32> = e.links.iter().map(|link| material.body_pages[link.1]).collect();
    e.bodies.iter().filter(|body| pages.contains(&material.body_pages[**body])).count()
}

/// True where the first link is to the note with the least label.
fn calls_the_first(material: &Material, e: &Explanation) -> bool {
    let least = e.bodies.iter().map(|body| material.bodies[*body].label.value).min();
    e.links.first().map(|link| material.bodies[link.1].label.value) == least
}

/// How many different labels are linked.
fn labels(material: &Material, e: &Explanation) -> usize {
    let labels: BTreeSet<u32> = e.links.iter().map(|link| material.marks[link.0].label.value).collect();
    labels.len()
}

/// The only call of its kind and the only note, both in round brackets: `of it.(1)`
/// and a block that begins with `(1)`.
fn alone_of_its_kind(material: &Material, e: &Explanation, likely: usize, seen: usize) -> bool {
    let [(mark, body)] = e.links[..] else { return false };
    let (mark, body) = (&material.marks[mark], &material.bodies[body]);
    let glued = mark.weight >= LIKELY && mark.attach == Attach::After;
    let round = e.marker.dress == Dress::Paren && e.body.dress == Dress::Paren;
    round
        && glued
        && likely == 1
        && seen == 1
        && mark.label.value == 1
        && body.head.start == 0
        && mark.place() < body.place()
}

/// Neither markers nor bodies are sure: numbers glued to words against numbered
/// lines. Most of one and a good part of the other must fit, and a few must.
fn weak_pair_holds(n: usize, likely: usize, seen: usize) -> bool {
    match n {
        0 | 1 => false,
        2 => seen == 2 && likely == 2,
        _ => n * 2 >= likely && n * 3 >= seen || n * 3 >= likely && n * 10 >= seen * 7,
    }
}

/// How many links are a first label, or follow on from the link before.
fn succession(material: &Material, e: &Explanation) -> usize {
    let label = |link: &(usize, usize)| material.marks[link.0].label;
    let follows = |w: &&[(usize, usize)]| {
        let (a, b) = (label(&w[0]), label(&w[1]));
        b.value == 1 || b.value > a.value && a.gap(b) <= 1
    };
    1 + e.links.windows(2).filter(follows).count()
}
