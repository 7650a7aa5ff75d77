//! Brackets that an author put around the call of a note belong to the call.
//!
//! Some houses (the United Nations among them) print `word(3)`; in the file
//! the number is a call and the brackets are text, so that cutting the call
//! would leave `word()`. In the same way the comma of `word¹,²` is none of the
//! sentence. Counter-example: `(see the map¹)`, where other words stand in the
//! brackets.

use std::collections::HashMap;

use crate::model::{Document, Place};
use crate::span::{Mapped, Span};

/// A text with calls: a block or a note, by its index.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Home {
    Block(usize),
    Note(usize),
}

/// Cuts brackets with nothing but calls in them, and what parts calls that
/// follow each other.
pub fn cut(document: &mut Document) {
    let mut homes: HashMap<Home, Vec<usize>> = HashMap::new();
    for (marker, found) in document.markers.iter().enumerate() {
        let home = match found.place {
            Place::Block { block, .. } => Home::Block(block),
            Place::Note { note, .. } => Home::Note(note),
        };
        homes.entry(home).or_default().push(marker);
    }
    for (home, calls) in homes {
        let mut at: Vec<usize> = calls.iter().map(|&call| *place(document, call)).collect();
        let text = match home {
            Home::Block(block) => &mut document.blocks[block].text,
            Home::Note(note) => &mut document.notes[note].text,
        };
        if at.is_sorted() && cut_in(text, &mut at) {
            calls.iter().zip(at).for_each(|(&call, at)| *place(document, call) = at);
        }
    }
}

fn place(document: &mut Document, marker: usize) -> &mut usize {
    let (Place::Block { at, .. } | Place::Note { at, .. }) = &mut document.markers[marker].place;
    at
}

/// Cuts in one text, whose calls stand at the bytes `calls`, ascending, and moves
/// them; false where there is nothing to cut.
fn cut_in(text: &mut Mapped, calls: &mut [usize]) -> bool {
    let mut cuts: Vec<Span> = Vec::new();
    let mut first = 0;
    while first < calls.len() {
        let last = run_end(&text.text, calls, first);
        // what one run cuts the next may not cut again
        let free = cuts.last().map_or(0, |cut| cut.end);
        cuts.extend(run_cuts(&text.text, &calls[first..=last]).filter(|cut| cut.start >= free));
        first = last + 1;
    }
    if cuts.is_empty() {
        return false;
    }
    *text = text.without(&cuts);
    let (mut next, mut gone) = (0, 0);
    for call in calls {
        while cuts.get(next).is_some_and(|cut| cut.end <= *call) {
            gone += cuts[next].len();
            next += 1;
        }
        let part = cuts.get(next).map_or(0, |cut| call.saturating_sub(cut.start));
        *call -= gone + part;
    }
    true
}

/// The last call of the run that begins with `first`: nothing but signs that
/// part calls stands in between.
fn run_end(text: &str, calls: &[usize], first: usize) -> usize {
    let parted = |pair: &[usize]| {
        let between = &text[pair[0]..pair[1]];
        between.len() <= 4 && between.chars().all(|c| matches!(c, ',' | ';' | ' '))
    };
    first + calls[first..].windows(2).take_while(|pair| parted(pair)).count()
}

/// What to cut around and between the calls of one run.
fn run_cuts(text: &str, calls: &[usize]) -> impl Iterator<Item = Span> {
    let (start, end) = (calls[0], calls[calls.len() - 1]);
    let between = if start < end && !text[start..end].trim().is_empty() { Some(Span::new(start, end)) } else { None };
    let open = text[..start].chars().next_back();
    let close = text[end..].chars().next();
    let bracketed = matches!((open, close), (Some('('), Some(')')) | (Some('['), Some(']')) | (Some('（'), Some('）')));
    let outer = bracketed.then(|| {
        let (open, close) = (open.map_or(0, char::len_utf8), close.map_or(0, char::len_utf8));
        let (before, after) = (&text[..start - open], &text[end + close..]);
        // one blank is enough, and none is wanted before a full stop
        let blank = before.ends_with(' ') && after.chars().next().is_none_or(|c| ".,;: ".contains(c));
        Span::new(start - open - usize::from(blank), end + close)
    });
    outer.or(between).into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls are written `^`.
    fn shown(text: &str) -> String {
        let mut calls: Vec<usize> = text.match_indices('^').enumerate().map(|(i, (at, _))| at - i).collect();
        let mut mapped = Mapped::identity(&text.replace('^', ""), 0);
        cut_in(&mut mapped, &mut calls);
        let mut out = mapped.text;
        calls.iter().rev().for_each(|at| out.insert(*at, '^'));
        out
    }

    #[test]
    fn brackets_with_calls_alone_go() {
        assert_eq!(shown("Rights(^) and duties [^]."), "Rights^ and duties^.");
        assert_eq!(shown("So (^, ^) it is.(^)"), "So^^ it is.^");
    }

    #[test]
    fn commas_between_calls_go() {
        assert_eq!(shown("Apples^,^ pears^;^, plums."), "Apples^^ pears^^, plums.");
    }

    #[test]
    fn brackets_with_words_stay() {
        for text in ["(see the map^) so", "(A^) b", "plums^, pears^ (x)", "^(a)"] {
            assert_eq!(shown(text), text);
        }
    }
}
