//! Numbers of headings: which of them count, and how deep a count stands in
//! another of the same style.

use std::collections::HashMap;

use super::heading::{Candidate, Style};

/// Numbers must count: from 1, each the next, at least two of a style. A count
/// that begins anew with nothing further out between stands inside the one
/// before, which may go on after it.
pub fn drop_uncounted(found: &mut [Option<Candidate>]) {
    let mut counts: HashMap<Style, Vec<u32>> = HashMap::new();
    let mut members: HashMap<Style, usize> = HashMap::new();
    let mut bare_before = false;
    for slot in found.iter_mut() {
        let Some(candidate) = slot else { continue };
        let Some(value) = candidate.value.filter(|_| !candidate.style.is_sure()) else {
            if !bare_before || candidate.style == Style::Part {
                counts.values_mut().for_each(|count| count.truncate(1));
                counts.values_mut().for_each(|count| count.iter_mut().for_each(|last| *last |= RESET));
            }
            bare_before = false;
            continue;
        };
        bare_before = candidate.bare;
        let style = candidate.style;
        match nest(counts.entry(style).or_default(), style, value) {
            Some(nest) => {
                candidate.nest = nest;
                *members.entry(style).or_default() += 1;
                counts.retain(|other, _| *other == style || !is_inside(*other, style));
            }
            None => *slot = None,
        }
    }
    for slot in found.iter_mut() {
        let alone = |c: &Candidate| c.style.is_numbered() && c.value.is_some() && members.get(&c.style) < Some(&2);
        if slot.as_ref().is_some_and(|c| alone(c) && !matches!(c.style, Style::Word(_))) {
            *slot = None;
        }
    }
}

/// Set on a count after which a heading further out has come.
const RESET: u32 = 1 << 31;

/// How deep in the counts of its own style a number stands; `None` where it
/// goes on from none of them.
fn nest(counts: &mut Vec<u32>, style: Style, value: u32) -> Option<u8> {
    // `LECTURES XI, XII, AND XIII` is followed by XIV.
    let most = if matches!(style, Style::Word(_)) { 4 } else { 2 };
    let goes_on = |last: &u32| (1..=most).contains(&value.saturating_sub(last & !RESET));
    let first = counts.is_empty() && matches!(style, Style::Word(_) | Style::Number(2..));
    if let Some(at) = counts.iter().rposition(goes_on) {
        counts.truncate(at);
    } else if value == 1 {
        let again = matches!(style, Style::Word(_)) || counts.last().is_none_or(|last| last & RESET != 0 || *last <= 1);
        if again {
            counts.pop();
        }
    } else if !first {
        return None;
    }
    counts.push(value);
    Some((counts.len() - 1).min(9) as u8)
}

/// True where `inner` begins anew under each heading of style `outer`.
fn is_inside(inner: Style, outer: Style) -> bool {
    match (inner, outer) {
        (Style::Word(inner), Style::Word(outer)) => inner > outer,
        (Style::Number(inner), Style::Number(outer)) => inner > outer,
        (_, Style::Word(_)) => true,
        (Style::Letter | Style::Number(_), Style::Roman) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nests(values: &[u32]) -> Vec<Option<u8>> {
        let candidate = |value: &u32| Candidate { style: Style::Roman, value: Some(*value), bare: true, nest: 0 };
        let mut found: Vec<Option<Candidate>> = values.iter().map(|value| Some(candidate(value))).collect();
        drop_uncounted(&mut found);
        found.into_iter().map(|c| c.map(|c| c.nest)).collect()
    }

    #[test]
    fn a_count_may_stand_in_another() {
        // Chapters I, II (with I to IV inside), III.
        assert_eq!(nests(&[1, 2, 1, 2, 3, 4, 3]), [0, 0, 1, 1, 1, 1, 0].map(Some));
    }

    #[test]
    fn numbers_that_go_on_from_nothing_do_not_count() {
        assert_eq!(nests(&[1, 2, 9, 3]), [Some(0), Some(0), None, Some(0)]);
        assert_eq!(nests(&[5]), [None]);
        assert_eq!(nests(&[1]), [None]);
    }
}
