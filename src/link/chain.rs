//! A sequence of labels, read as stretches in which they count upwards.
//!
//! `1 2 3 1 2 7 3` is read as two scopes, `1 2 3` and `1 2 3`, and a stranger.
//! The reading of least cost is taken: a label that follows on costs nothing,
//! a gap or a restart something, and what is passed over as much as it weighs.

use super::label::Label;

/// A label in its sequence.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// The label.
    pub label: Label,
    /// How much speaks for it being a note's label at all, from 0 to 1.
    pub weight: f32,
    /// True where a restart before it would be no surprise (a new page).
    pub border: bool,
}

/// What an item is in the sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// One of the labels that count upwards.
    Counts,
    /// A label that was counted before in this scope, or will be.
    Again,
    /// Nothing that fits.
    Stranger,
}

/// How the sequence was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What each item is.
    pub roles: Vec<Role>,
    /// The scope, from 0, in which each item stands.
    pub scopes: Vec<u32>,
}

/// How far back the label before may stand.
const REACH: usize = 10;

/// Reads a sequence; linear in its length.
pub fn read(items: &[Item]) -> Reading {
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(items.len());
    for at in 0..items.len() {
        best.push(best_before(items, &best, at));
    }
    let mut members = vec![false; items.len()];
    let mut at = last(items, &best);
    while let Some(member) = at {
        members[member] = true;
        at = best[member].1;
    }
    label_all(items, &members)
}

/// The best sequence that ends with item `at`: its score and the item before.
fn best_before(items: &[Item], best: &[(f32, Option<usize>)], at: usize) -> (f32, Option<usize>) {
    let item = items[at];
    let mut skipped = 0.0;
    let mut found = (item.weight - start_cost(item.label), None);
    if at > REACH {
        found.0 = f32::MIN;
    }
    let mut border = item.border;
    for from in (0..at).rev().take(REACH) {
        let score = best[from].0 + item.weight - step_cost(items[from].label, item.label, border) - skipped;
        if score > found.0 {
            found = (score, Some(from));
        }
        let again = items[from].label.value < item.label.value;
        skipped += items[from].weight * if again { 0.25 } else { 0.6 };
        border |= items[from].border;
    }
    if found.1.is_none() {
        found.0 -= skipped;
    }
    found
}

/// The item with which the best sequence ends.
fn last(items: &[Item], best: &[(f32, Option<usize>)]) -> Option<usize> {
    let mut skipped = 0.0;
    let mut found: Option<(f32, usize)> = None;
    for at in (0..items.len()).rev().take(REACH) {
        let score = best[at].0 - skipped;
        if found.is_none_or(|(old, _)| score > old) {
            found = Some((score, at));
        }
        skipped += items[at].weight * 0.6;
    }
    found.map(|(_, at)| at)
}

/// Cost of beginning with a label: 1 is expected.
fn start_cost(label: Label) -> f32 {
    0.2 * (label.value - 1).min(4) as f32
}

/// Cost of `label` after `before`.
fn step_cost(before: Label, label: Label, border: bool) -> f32 {
    if label.value > before.value {
        let gap = 0.2 * before.gap(label).min(4) as f32;
        return if border { gap.min(0.2 + start_cost(label)) } else { gap };
    }
    let restart = if border { 0.1 } else { 0.9 };
    restart + start_cost(label)
}

fn label_all(items: &[Item], members: &[bool]) -> Reading {
    let mut out = Reading::default();
    let (mut scope, mut top, mut any) = (0, 0, false);
    for (item, member) in items.iter().zip(members) {
        if *member {
            scope += (any && item.label.value <= top) as u32;
            (top, any) = (item.label.value, true);
        }
        out.roles.push(match member {
            true => Role::Counts,
            false if item.label.value <= top => Role::Again,
            false => Role::Stranger,
        });
        out.scopes.push(scope);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::label::LabelKind;
    use super::*;

    fn scopes(values: &[u32]) -> (Vec<u32>, Vec<Role>) {
        let item = |value: &u32| Item { label: Label::new(LabelKind::Number, *value), weight: 1.0, border: false };
        let reading = read(&values.iter().map(item).collect::<Vec<_>>());
        (reading.scopes, reading.roles)
    }

    #[test]
    fn restarts_open_scopes() {
        assert_eq!(scopes(&[1, 2, 3, 1, 2, 1, 1, 2]).0, [0, 0, 0, 1, 1, 2, 3, 3]);
    }

    #[test]
    fn gaps_do_not_open_scopes() {
        assert_eq!(scopes(&[1, 2, 4, 7, 8]).0, [0; 5]);
    }

    #[test]
    fn a_note_called_again_is_no_restart() {
        let (scopes, roles) = scopes(&[1, 2, 3, 2, 4, 5, 1, 6, 7]);
        assert_eq!(scopes, [0; 9]);
        assert_eq!((roles[3], roles[6]), (Role::Again, Role::Again));
    }

    #[test]
    fn strangers_are_passed_over() {
        let (scopes, roles) = scopes(&[1, 2, 90, 3, 4]);
        assert_eq!((scopes, roles[2]), (vec![0; 5], Role::Stranger));
    }

    #[test]
    fn an_empty_sequence() {
        assert_eq!(read(&[]), Reading::default());
    }
}
