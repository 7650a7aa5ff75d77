//! Endnotes in lists of which each counts from 1: one for each chapter, behind it or
//! all of them at the end.
//!
//! A list behind its chapter answers to the text between it and the list before.
//! Where all stand at the end, every count of the text has its list, in order. The
//! notes at the foot of pages may count from 1 too: a list is one of a chapter where it
//! begins on a page behind its first call, and hardly a numbered note stands outside of
//! the lists.

use std::collections::HashSet;

use super::labelled::{FEWEST, LIKELY, Labelled, ascending, laid, numbered, place, series, with_wrapped};
use super::marks::Mark;
use super::model::{At, Pages};
use super::notes::{Call, Notes};

/// The lists with their calls; nothing where a count has no list.
pub fn find(pages: &Pages, marks: &[Mark], labelled: &[Labelled], foot: &Notes) -> Option<Notes> {
    let raised: Vec<&Mark> = marks.iter().filter(|mark| mark.raised && mark.score > 0.4 && mark.from > 0).collect();
    behind_each(pages, marks, &raised, labelled)
        .filter(|found| is_sound(found, foot))
        .or_else(|| at_end(pages, marks, &raised, labelled).filter(|found| is_sound(found, foot)))
}

/// True where a list begins on a page behind its first call, more is linked than at the
/// foot of pages, and few numbered notes stand outside of the lists: the end of one that
/// was not found looks like the foot of its page.
fn is_sound(found: &Notes, foot: &Notes) -> bool {
    let linked = foot.calls.iter().filter(|call| call.note.is_some()).count();
    let lines: HashSet<At> = found.notes.iter().flat_map(|note| note.lines.iter().copied()).collect();
    let page = |call: &Call| call.note.map(|note| found.notes[note].lines[0].page);
    let behind = found.calls.iter().any(|call| call.mark.label == "1" && page(call) > Some(call.mark.page));
    let outside = numbered(foot).filter(|at| !lines.contains(at)).count();
    behind && found.calls.len() > linked && outside * 5 <= found.calls.len()
}

fn number(mark: &Mark) -> Option<usize> {
    mark.label.parse().ok()
}

/// Lists at the ends of chapters. What counts from 1 in the text itself, as a list of
/// points does, has no calls before it and is passed over.
fn behind_each(pages: &Pages, marks: &[Mark], raised: &[&Mark], labelled: &[Labelled]) -> Option<Notes> {
    let mut out = Notes::default();
    let (mut lists, mut from) = (0, At { page: 0, line: 0 });
    for one in (0..labelled.len()).filter(|at| labelled[*at].number == 1) {
        let list = series_of_one(labelled, one);
        if list[0].at < from || list.len() < FEWEST {
            continue;
        }
        let near = |mark: &&&Mark| place(mark) >= from && place(mark) < list[0].at;
        let own = |mark: &Mark| number(mark).filter(|number| (1..=list.len()).contains(number));
        let around: Vec<&Mark> = raised.iter().filter(near).copied().collect();
        let calls = with_wrapped(pages, ascending(&around, &own), marks);
        let likely = around.iter().filter(|mark| mark.score >= LIKELY && number(mark).is_some()).count();
        // where more is called than the list has, it belongs to another stretch of text
        let answers = calls.len() * 10 >= list.len() * 8 && calls.len() * 10 >= likely * 8;
        if calls.len() < FEWEST || !answers {
            continue;
        }
        add(&mut out, pages, &list, &calls);
        lists += 1;
        from = list[list.len() - 1].at;
    }
    (lists > 1).then_some(out)
}

/// Lists at the end of the text, one for each count.
fn at_end(pages: &Pages, marks: &[Mark], raised: &[&Mark], labelled: &[Labelled]) -> Option<Notes> {
    let counts = counts(raised);
    let mut out = Notes::default();
    let mut from = 0;
    for (at, count) in counts.iter().enumerate() {
        let last = place(count.last()?);
        from = from.max(labelled.partition_point(|line| line.at <= last));
        let Some((one, list)) = next_list(labelled, from, count) else {
            // a power looks like a count of one
            if count.len() == 1 {
                continue;
            }
            return None;
        };
        from = one + 1;
        // where the next chapter begins before the list, all lists stand at the end
        let next = counts.get(at + 1).map(|count| place(count[0]));
        let at_end = counts.last().and_then(|count| count.last()).is_some_and(|last| list[0].at > place(last));
        if !at_end && next.is_some_and(|next| list[list.len() - 1].at >= next) {
            return None;
        }
        add(&mut out, pages, &list, &with_wrapped(pages, count.clone(), marks));
    }
    Some(out)
}

/// The list for a count, with the place of its first entry. A list of raised labels that
/// does not answer is never passed over: the count is not right, or the list is not.
fn next_list<'l>(labelled: &'l [Labelled], from: usize, count: &[&Mark]) -> Option<(usize, Vec<&'l Labelled>)> {
    let ones = (from..labelled.len()).filter(|at| labelled[*at].number == 1);
    // a call or two may look like no call; a list has no entry that is not called
    let fits =
        |list: &[&Labelled]| list.len() >= FEWEST && count.len() * 10 >= list.len() * 8 && list.len() >= count.len();
    let mut lists = ones.map(|one| (one, series_of_one(labelled, one)));
    let found = lists.find(|(_, list)| fits(list) || list.len() > FEWEST && list[0].head.strong)?;
    fits(&found.1).then_some(found)
}

/// The signs that count up from 1, again and again. A power of 1 among them begins no
/// count: the count before it goes on.
fn counts<'m>(raised: &[&'m Mark]) -> Vec<Vec<&'m Mark>> {
    let mut out: Vec<Vec<&Mark>> = Vec::new();
    for (at, mark) in raised.iter().enumerate() {
        let Some(own) = number(mark) else { continue };
        let next = out.last().and_then(|count| number(count.last()?)).map(|last| last + 1);
        let goes_on = || {
            let mut after = raised[at + 1..].iter().filter_map(|mark| number(mark));
            after.find(|number| *number == 2 || Some(*number) == next)
        };
        let begins = own == 1 && mark.score >= LIKELY && (next.is_none() || goes_on() == Some(2));
        if begins {
            out.push(vec![*mark]);
        } else if Some(own) == next {
            out.last_mut().into_iter().for_each(|count| count.push(*mark));
        }
    }
    out
}

/// Puts a list and its calls to the others.
fn add(out: &mut Notes, pages: &Pages, list: &[&Labelled], calls: &[&Mark]) {
    let own = out.notes.len();
    out.notes.extend(laid(pages, list));
    let call = |mark: &&Mark| Some(Call { note: Some(own + number(mark)? - 1), mark: (*mark).clone() });
    out.calls.extend(calls.iter().filter_map(call));
}

/// The labels from one on that count from 1, until 1 comes again in their form.
fn series_of_one(labelled: &[Labelled], from: usize) -> Vec<&Labelled> {
    let first = &labelled[from];
    let again = |line: &Labelled| {
        line.number == 1 && line.head.strong == first.head.strong && line.head.bracket == first.head.bracket
    };
    let until = labelled[from + 1..].iter().position(again).map_or(labelled.len(), |until| from + 1 + until);
    series(&labelled[..until], from)
}
