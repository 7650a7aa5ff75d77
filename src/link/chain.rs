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
    /// Its paragraph: labels seldom begin anew inside one.
    pub block: usize,
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
    let mut found = (item.weight - start_cost(item.label), None);
    if at > REACH {
        found.0 = f32::MIN;
    }
    let mut border = item.border;
    for from in (0..at).rev().take(REACH) {
        let skipped: f32 = items[from + 1..at].iter().map(|i| skip_cost(&items[from], i, Some(item.label))).sum();
        let within = items[from].block == item.block;
        let score = best[from].0 + item.weight - step_cost(items[from].label, item.label, (border, within)) - skipped;
        if score > found.0 {
            found = (score, Some(from));
        }
        border |= items[from].border;
    }
    if found.1.is_none() {
        let before = &items[at.saturating_sub(REACH)..at];
        found.0 -=
            before.iter().map(|i| i.weight * if i.label.value < item.label.value { 0.25 } else { 0.6 }).sum::<f32>();
    }
    found
}

/// Cost of passing over an item between two that count: little for a label that
/// was counted before, more for one that will be, most for a stranger.
fn skip_cost(before: &Item, item: &Item, next: Option<Label>) -> f32 {
    item.weight
        * match () {
            () if item.label.value <= before.label.value => AGAIN,
            () if next.is_some_and(|next| item.label.value < next.value) => 0.25,
            () => 0.6,
        }
}

/// Cost of a label that was counted before.
const AGAIN: f32 = 0.05;

/// The item with which the best sequence ends.
fn last(items: &[Item], best: &[(f32, Option<usize>)]) -> Option<usize> {
    let mut found: Option<(f32, usize)> = None;
    for at in (0..items.len()).rev().take(REACH) {
        let skipped: f32 = items[at + 1..].iter().map(|i| skip_cost(&items[at], i, None)).sum();
        let score = best[at].0 - skipped;
        if found.is_none_or(|(old, _)| score > old) {
            found = Some((score, at));
        }
    }
    found.map(|(_, at)| at)
}

/// Cost of beginning with a label: 1 is expected.
fn start_cost(label: Label) -> f32 {
    0.2 * (label.value - 1).min(4) as f32
}

/// Cost of `label` after `before`; `within` one paragraph a restart is no likely one.
fn step_cost(before: Label, label: Label, (border, within): (bool, bool)) -> f32 {
    if label.value > before.value {
        let gap = 0.2 * before.gap(label).min(4) as f32;
        return if border { gap.min(0.2 + start_cost(label)) } else { gap };
    }
    let restart = match (border, within) {
        (true, _) => 0.1,
        (false, false) => 0.9,
        (false, true) => 1.5,
    };
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
        let item = |(block, value): (usize, &u32)| Item {
            label: Label::new(LabelKind::Number, *value),
            weight: 1.0,
            border: false,
            block,
        };
        let reading = read(&values.iter().enumerate().map(item).collect::<Vec<_>>());
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
    fn a_note_called_again_at_the_end_of_its_scope_is_no_restart() {
        let (scopes, roles) = scopes(&[1, 2, 3, 4, 5, 6, 3, 1, 2, 3, 2]);
        assert_eq!(scopes, [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!((roles[6], roles[10]), (Role::Again, Role::Again));
    }

    #[test]
    fn within_a_paragraph_labels_do_not_begin_anew() {
        let item =
            |(block, value)| Item { label: Label::new(LabelKind::Number, value), weight: 1.0, border: false, block };
        let scopes = |labels: &[(usize, u32)]| read(&labels.iter().copied().map(item).collect::<Vec<_>>()).scopes;
        assert_eq!(scopes(&[(0, 1), (0, 1), (0, 2), (0, 3)]), [0; 4]);
        assert_eq!(scopes(&[(0, 1), (1, 1), (1, 2), (1, 3)]), [0, 1, 1, 1]);
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
