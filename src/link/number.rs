//! Names of scopes, and the place of each note in the whole document.

use std::collections::{BTreeMap, HashMap};

use super::explain::Explanation;
use super::label::{Label, LabelKind};
use super::material::Material;
use super::outcome::Outcome;
use crate::model::{Document, Place};

/// A scope: convention, and count of scopes in it.
type Scope = (usize, u32);

/// Name of each scope; none where labels run through the whole document.
pub type Scopes = HashMap<Scope, String>;

/// Names the scopes that a document has: the page, or the heading above, with
/// a count where one heading has several.
pub fn scopes(document: &Document, material: &Material, chosen: &[Explanation], outcome: &Outcome) -> Scopes {
    let mut out = Scopes::new();
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut last: HashMap<usize, u32> = HashMap::new();
    for verdict in &outcome.marks {
        let most = last.entry(verdict.scope.0).or_default();
        *most = verdict.scope.1.max(*most);
    }
    for verdict in &outcome.marks {
        let scope = verdict.scope;
        if last.get(&scope.0) == Some(&0) || out.contains_key(&scope) {
            continue;
        }
        let paged = chosen.get(scope.0).is_some_and(|e| e.page_foot);
        let name = if paged {
            page_name(document, material.mark_pages[verdict.mark])
        } else {
            document.blocks[material.marks[verdict.mark].block].section.last().cloned()
        };
        if let Some(name) = name {
            let count = seen.entry(name.clone()).or_default();
            *count += 1;
            out.insert(scope, if *count > 1 { format!("{name} ({count})") } else { name });
        }
    }
    out
}

fn page_name(document: &Document, number: u32) -> Option<String> {
    let page = document.layout.pages.iter().find(|page| page.number == Some(number))?;
    Some(format!("page {}", page.label.clone().unwrap_or_else(|| number.to_string())))
}

/// A note, or one that is missing, to be counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Slot {
    value: u32,
    note: Option<usize>,
}

/// Longest gap in a sequence that is taken for missing notes.
const LONGEST_GAP: u32 = 20;

/// Numbers markers and notes through the whole document and gives them their
/// scopes. Labels that the sequence of a scope passes over are counted too.
/// `verdicts` says, for each marker, which verdict it comes from.
pub fn number(
    document: &mut Document,
    material: &Material,
    outcome: &Outcome,
    (verdicts, scopes): (&[usize], &Scopes),
) {
    let mut slots: BTreeMap<Scope, BTreeMap<Slot, Option<usize>>> = BTreeMap::new();
    let mut kinds: HashMap<Scope, LabelKind> = HashMap::new();
    let slot_of = |at: usize, note| {
        let verdict = &outcome.marks[verdicts[at]];
        let label = material.marks[verdict.mark].label;
        (verdict.scope, Slot { value: label.value, note }, label.kind)
    };
    for (at, marker) in document.markers.iter().enumerate() {
        let (scope, slot, kind) = slot_of(at, marker.note);
        kinds.insert(scope, kind);
        let main = matches!(marker.place, Place::Block { .. }).then_some(at);
        let place = slots.entry(scope).or_default().entry(slot).or_default();
        *place = place.or(main);
    }
    let numbers = count(&slots, &kinds);
    for at in 0..document.markers.len() {
        let (scope, slot, _) = slot_of(at, document.markers[at].note);
        let marker = &mut document.markers[at];
        marker.number = numbers.get(&(scope, slot)).copied();
        marker.scope = scopes.get(&scope).cloned();
        if let Some(note) = marker.note.and_then(|note| document.notes.get_mut(note)) {
            note.number = note.number.or(marker.number);
        }
    }
    for (note, (_, scope)) in document.notes.iter_mut().zip(&outcome.bodies) {
        note.scope = scopes.get(scope).cloned();
    }
}

/// Gives each slot its number. A slot that the text does not call (a gap, a
/// marker inside a note) is counted before the next one that it does.
fn count(
    slots: &BTreeMap<Scope, BTreeMap<Slot, Option<usize>>>,
    kinds: &HashMap<Scope, LabelKind>,
) -> HashMap<(Scope, Slot), u32> {
    let mut order: Vec<(usize, Scope, u32, Option<Slot>)> = Vec::new();
    for (scope, of) in slots {
        let kind = kinds.get(scope).copied().unwrap_or(LabelKind::Number);
        let end = of.values().flatten().max().copied().unwrap_or(usize::MAX);
        let mut next = end;
        let mut above: Option<u32> = None;
        for (slot, place) in of.iter().rev() {
            if let Some(above) = above {
                gaps(kind, slot.value, above).for_each(|value| order.push((next, *scope, value, None)));
            }
            next = place.unwrap_or(next);
            order.push((next, *scope, slot.value, Some(*slot)));
            above = Some(slot.value);
        }
        if let Some(first) = above.filter(|first| *first <= 4) {
            gaps(kind, 0, first).for_each(|value| order.push((next, *scope, value, None)));
        }
    }
    order.sort();
    let numbered = order.into_iter().zip(1..);
    numbered.filter_map(|((_, scope, _, slot), number)| Some(((scope, slot?), number))).collect()
}

/// Labels missing between two, of kinds that are counted without a gap.
fn gaps(kind: LabelKind, from: u32, to: u32) -> std::ops::Range<u32> {
    let gap = Label::new(kind, from).gap(Label::new(kind, to));
    let counted = !matches!(kind, LabelKind::Sign | LabelKind::Word) && gap <= LONGEST_GAP;
    from + 1..from + 1 + if counted { gap } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(scopes: &[&[(u32, Option<usize>)]]) -> Vec<u32> {
        let mut slots: BTreeMap<Scope, BTreeMap<Slot, Option<usize>>> = BTreeMap::new();
        for (at, of) in scopes.iter().enumerate() {
            for (value, place) in *of {
                slots.entry((0, at as u32)).or_default().insert(Slot { value: *value, note: None }, *place);
            }
        }
        let kinds = slots.keys().map(|scope| (*scope, LabelKind::Number)).collect();
        let mut out: Vec<_> = count(&slots, &kinds).into_iter().collect();
        out.sort();
        out.into_iter().map(|(_, number)| number).collect()
    }

    #[test]
    fn numbers_run_on_over_scopes() {
        assert_eq!(numbers(&[&[(1, Some(0)), (2, Some(1))], &[(1, Some(2))]]), [1, 2, 3]);
    }

    #[test]
    fn gaps_are_counted() {
        assert_eq!(numbers(&[&[(2, Some(0)), (5, Some(1))], &[(1, Some(2))]]), [2, 5, 6]);
    }

    #[test]
    fn a_marker_in_a_note_is_counted_by_its_label() {
        assert_eq!(numbers(&[&[(1, Some(0)), (2, None), (3, Some(1)), (4, None)]]), [1, 2, 3, 4]);
    }
}
