//! The tags in a text that point into a list of references.

use std::collections::{HashMap, HashSet};

use super::{LONGEST, Spot, Target, is_number, is_tag};
use crate::link::can_hold;
use crate::link::never::{Code, opens_entry};
use crate::model::Document;
use crate::span::Span;

/// Entries of one make, such as `RFC` and a number, from which a tag of that
/// make without entry is taken to be missing one.
const SIBLINGS: usize = 3;

/// Calls into the list, in reading order. A tag before an entry is no call.
pub fn calls(document: &Document, code: &Code, entries: &[Spot]) -> Vec<(Spot, Target)> {
    let mut names = Names::of(document, entries);
    let mut out = Vec::new();
    for (at, block) in document.blocks.iter().enumerate().filter(|(_, block)| can_hold(block)) {
        let text = block.text.text.as_str();
        let heads = &entries[entries.partition_point(|e| e.block < at)..entries.partition_point(|e| e.block <= at)];
        let free = |spot: &Spot| {
            let head = heads.get(heads.partition_point(|head| head.span.end <= spot.span.start));
            let number = is_number(&text[spot.inner.start..spot.inner.end]);
            let never = number && (code.holds(at, spot.span) || opens_entry(document, at, spot.span));
            !never && head.is_none_or(|head| !head.span.overlaps(spot.span))
        };
        for group in groups(at, text) {
            let tags = group.iter().map(|spot| &text[spot.inner.start..spot.inner.end]);
            if let Some(targets) = tags.map(|tag| names.target(tag)).collect::<Option<Vec<_>>>()
                && group.iter().all(free)
            {
                out.extend(group.into_iter().zip(targets));
            }
        }
    }
    without_glued(document, out)
}

/// All that could be tags in a text.
#[cfg(test)]
pub fn in_text(block: usize, text: &str) -> Vec<Spot> {
    groups(block, text).into_iter().flatten().collect()
}

/// The tags of each bracket: `[A]`, `[A, B]`, `[A; B]`. The first of several
/// takes the opening bracket, each the comma after it, the last the closing one.
fn groups(block: usize, text: &str) -> Vec<Vec<Spot>> {
    let (bytes, mut out, mut from) = (text.as_bytes(), Vec::new(), 0);
    while let Some(found) = text[from..].find('[') {
        let open = from + found;
        from = open + 1;
        let end = bytes[from..].iter().take(4 * LONGEST).position(|b| matches!(b, b'[' | b']'));
        if let Some(close) = end.map(|len| from + len).filter(|close| bytes[*close] == b']') {
            out.extend(group(block, text, Span::new(open, close + 1)));
            from = close + 1;
        }
    }
    out
}

/// The tags of one bracket; `None` where something else stands in it.
fn group(block: usize, text: &str, bracket: Span) -> Option<Vec<Spot>> {
    let last = bracket.end - 1;
    let (mut out, mut start, mut at) = (Vec::new(), bracket.start, bracket.start + 1);
    for part in text[at..last].split_inclusive([',', ';']) {
        let bare = part.trim_end_matches([',', ';']);
        let lead = bare.len() - bare.trim_start().len();
        let inner = Span::new(at + lead, at + lead + bare.trim().len());
        if !is_tag(bare.trim()) {
            return None;
        }
        at += part.len();
        let end = if at == last { bracket.end } else { at };
        out.push(Spot { block, span: Span::new(start, end), inner });
        start = end;
    }
    Some(out)
}

/// The entries by their tags.
#[derive(Default)]
struct Names {
    exact: HashMap<String, Target>,
    loose: HashMap<String, Target>,
    /// How many entries of each make there are.
    makes: HashMap<String, usize>,
    /// Tags that have no entry, in order of their first call.
    lost: HashMap<String, usize>,
}

impl Names {
    fn of(document: &Document, entries: &[Spot]) -> Names {
        let mut names = Names::default();
        for (at, entry) in entries.iter().enumerate() {
            let tag = &document.blocks[entry.block].text.text[entry.inner.start..entry.inner.end];
            let put = |map: &mut HashMap<String, Target>, key: String| {
                map.entry(key).and_modify(|target| *target = Target::Several(at)).or_insert(Target::Entry(at));
            };
            put(&mut names.exact, tag.to_owned());
            put(&mut names.loose, loose(tag));
            if let Some(make) = make(tag) {
                *names.makes.entry(make).or_default() += 1;
            }
        }
        names
    }

    /// What a tag points to; `None` where it is no call.
    fn target(&mut self, tag: &str) -> Option<Target> {
        if let Some(target) = self.exact.get(tag) {
            return Some(*target);
        }
        let bare = loose(tag);
        // `[3-5]` is no 35
        if let Some(target) = self.loose.get(&bare).filter(|_| !is_number(&bare)) {
            return Some(*target);
        }
        let siblings = make(&bare).and_then(|make| self.makes.get(&make)).copied().unwrap_or(0);
        let next = self.lost.len();
        (siblings >= SIBLINGS).then(|| Target::Lost(*self.lost.entry(bare).or_insert(next)))
    }
}

/// A tag as it compares where a line end may have taken its hyphen, or where
/// `RFC 2119` stands for `RFC2119`.
fn loose(tag: &str) -> String {
    tag.chars().filter(|c| *c != '-' && *c != ' ').collect()
}

/// What tags of one make share: `RFC` of `RFC2119`. None for other tags.
fn make(tag: &str) -> Option<String> {
    let letters = tag.trim_end_matches(|c: char| c.is_ascii_digit());
    let series = letters.len() >= 2 && letters.bytes().all(|b| b.is_ascii_uppercase()) && letters.len() < tag.len();
    series.then(|| letters.to_owned())
}

/// Leaves out calls that are glued to a word (`list[1]`), in a document whose
/// calls stand free; in any other those glued to a name that is indexed, as
/// `buffer[1]` and `buffer[3]`, `w[2]` and `w[7]`. Counter-example: `HTTP[1]`, a
/// name with a call or two.
fn without_glued(document: &Document, mut calls: Vec<(Spot, Target)>) -> Vec<(Spot, Target)> {
    if calls.iter().filter(|call| glued_to(document, &call.0).is_some()).count() * 5 < calls.len() {
        calls.retain(|call| glued_to(document, &call.0).is_none());
        return calls;
    }
    let mut indices: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (spot, _) in &calls {
        if let Some(name) = glued_to(document, spot).filter(|_| is_number(spot.tag(document))) {
            indices.entry(name).or_default().insert(spot.tag(document));
        }
    }
    let indexed = |name: &str| indices.get(name).map_or(0, HashSet::len) >= if name.len() <= SHORT { 2 } else { 3 };
    calls.retain(|(spot, _)| !glued_to(document, spot).is_some_and(indexed));
    calls
}

/// Longest name that is code where it bears two numbers.
const SHORT: usize = 2;

/// The name that a bracket is glued to.
fn glued_to<'d>(document: &'d Document, spot: &Spot) -> Option<&'d str> {
    let text = &document.blocks[spot.block].text.text;
    let before = &text[..spot.span.start];
    let name = &before[before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').len()..];
    (text[spot.span.start..].starts_with('[') && name.ends_with(char::is_alphanumeric)).then_some(name)
}
