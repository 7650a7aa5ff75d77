//! Pandoc's inline notes: `text^[The note, with [brackets] and *emphasis*.]`.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::label::is_class;
use super::leaf::is_escaped;

/// Where inline notes begin and end in a block: for each byte that is a border
/// true at `^` before the opening bracket, false at the closing one.
#[derive(Default)]
pub struct Pairs(BTreeMap<usize, bool>);

impl Pairs {
    /// The first border at or after byte `at`.
    pub fn next(&self, at: usize) -> Option<usize> {
        self.0.range(at..).next().map(|(border, _)| *border)
    }

    /// Removes the border at `at`; true where a note opens.
    pub fn take(&mut self, at: usize) -> bool {
        self.0.remove(&at).unwrap_or(false)
    }
}

/// The inline notes among the events of a block. Brackets in code, formulas,
/// HTML and escapes are no events of text and do not count. A note that the
/// parser took for a link, `^[note](…)`, becomes text.
pub fn pairs(source: &str, events: &mut [(Event, Range<usize>)]) -> Pairs {
    unlink(source, events);
    let (mut out, mut open) = (Pairs::default(), Vec::new());
    for (event, range) in events.iter() {
        let Event::Text(text) = event else { continue };
        if source[range.clone()] != **text {
            continue;
        }
        for (at, byte) in text.bytes().enumerate().map(|(at, byte)| (range.start + at, byte)) {
            match byte {
                b'[' if !is_escaped(source, at) => open.push(at),
                b']' if !is_escaped(source, at) => {
                    let Some(from) = open.pop() else { continue };
                    if is_note(source, from, at) {
                        out.0.insert(from - 1, true);
                        out.0.insert(at, false);
                    }
                }
                _ => {}
            }
        }
    }
    out
}

/// True where the brackets at `open` and `close` hold a note. Not one: a set of
/// characters, `^[a-z]+`, and a number, `^[12]`, a mark that was typed by hand.
fn is_note(source: &str, open: usize, close: usize) -> bool {
    let Some(caret) = open.checked_sub(1).filter(|at| source.as_bytes()[*at] == b'^') else { return false };
    let (body, after) = (source[open + 1..close].trim(), &source[close + 1..]);
    if body.is_empty() || body.starts_with('^') || is_escaped(source, caret) {
        return false;
    }
    if body.len() > LONGEST_SET {
        return true;
    }
    let blank = body.contains(char::is_whitespace);
    let set = is_class(body) || !blank && after.starts_with(['+', '*', '?', '{', '$', '\\']);
    !set && !body.bytes().all(|b| b.is_ascii_digit())
}

/// A longer text in brackets, bytes, is no set of characters; so that notes in
/// notes are each looked at once.
const LONGEST_SET: usize = 200;

/// Makes text of links whose bracket has a caret before it.
fn unlink(source: &str, events: &mut [(Event, Range<usize>)]) {
    let mut ends = Vec::new();
    for at in 0..events.len() {
        let (event, range) = &events[at];
        let start = range.start;
        match event {
            Event::Start(Tag::Link { link_type, .. }) => {
                let caret = start > 0 && source.as_bytes()[start - 1] == b'^' && !is_escaped(source, start - 1);
                let note = caret && !matches!(link_type, LinkType::Autolink | LinkType::Email);
                ends.push(note);
                if note {
                    events[at] = (Event::Text(CowStr::Borrowed("[")), start..start + 1);
                }
            }
            Event::End(TagEnd::Link) if ends.pop() == Some(true) => {
                let from = at.checked_sub(1).map_or(start, |before| events[before].1.end);
                let tail = source[from..range.end].to_owned();
                events[at] = (Event::Text(tail.into()), from..range.end);
            }
            _ => {}
        }
    }
}
