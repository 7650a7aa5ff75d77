//! Notes of pages that a program made Markdown of: `stopped[1](#fn-1)`, `[\[2\]](#cite_note-2)`,
//! and below an ordered list whose items lead back, `1. The log. [↩](#fnref-1)`.
//!
//! The call is told by its address alone, by the same conventions as in a page. Its note is the
//! item of its number that leads back to where it stands; where that is not so, or two items
//! do, the call has no note. Its digit is never left in the text, for it would be part of a word.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::read::html::label;
use crate::read::html::marks::{is_call_id, is_note_id};

/// What stands at a byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clip {
    /// A link that calls a note: its label, and the id of the note.
    Call {
        /// The label as it is printed, without brackets.
        label: String,
        /// The id of its note; no note bears it where there is none.
        id: String,
    },
    /// An item of a list that is the note of this id.
    Body {
        /// Its number in the list.
        label: String,
        /// Its id.
        id: String,
    },
    /// A link that leads back from a note.
    Back,
}

/// Calls, notes and ways back by the first byte of their link or item.
pub type Clips = HashMap<usize, Clip>;

/// A link that may call a note, or lead back from one.
struct Link {
    start: usize,
    /// What it says, if that is a label.
    label: Option<String>,
    /// The numbers in its address, which the call and the way back have in common.
    key: String,
    /// The item in which it stands, by its place in the list of items.
    item: Option<usize>,
}

/// A link whose words are still to come.
struct Open {
    start: usize,
    id: String,
    said: String,
}

/// An item of an ordered list.
struct Item {
    start: usize,
    number: u64,
}

/// What the links of a text say of notes.
pub fn clips<'e, 'a: 'e>(events: impl Iterator<Item = &'e (Event<'a>, Range<usize>)>) -> Clips {
    let found = Found::of(events);
    let mut out = Clips::new();
    for (at, item) in found.items.iter().enumerate() {
        let back = found.back.iter().filter(|link| link.item == Some(at));
        let keys: Vec<&str> = back.map(|link| link.key.as_str()).collect();
        let number = item.number.to_string();
        let called = |link: &&Link| link.label.as_deref() == Some(&number) && keys.contains(&link.key.as_str());
        if let Some(call) = found.calls.iter().find(called) {
            let id = id(&number, &call.key);
            out.insert(item.start, Clip::Body { label: number, id });
        }
    }
    let mut bodies: HashMap<&str, usize> = HashMap::new();
    for clip in out.values() {
        if let Clip::Body { id, .. } = clip {
            *bodies.entry(id).or_default() += 1;
        }
    }
    let twice: Vec<String> = bodies.iter().filter(|(_, count)| **count > 1).map(|(id, _)| (*id).to_owned()).collect();
    out.retain(|_, clip| !matches!(clip, Clip::Body { id, .. } if twice.contains(id)));
    for call in found.calls {
        let Some(label) = call.label else { continue };
        out.insert(call.start, Clip::Call { id: id(&label, &call.key), label });
    }
    out.extend(found.back.into_iter().map(|link| (link.start, Clip::Back)));
    out
}

fn id(label: &str, key: &str) -> String {
    format!("clip {label} {key}")
}

/// The links and items of a text.
#[derive(Default)]
struct Found {
    calls: Vec<Link>,
    back: Vec<Link>,
    items: Vec<Item>,
}

impl Found {
    fn of<'e, 'a: 'e>(events: impl Iterator<Item = &'e (Event<'a>, Range<usize>)>) -> Self {
        let mut found = Found::default();
        // the next number of each list that is open; none where it is not ordered
        let mut lists: Vec<Option<u64>> = Vec::new();
        let mut open: Vec<Option<usize>> = Vec::new();
        let mut link: Option<Open> = None;
        for (event, range) in events {
            match event {
                Event::Start(Tag::List(first)) => lists.push(*first),
                Event::End(TagEnd::List(_)) => drop(lists.pop()),
                Event::Start(Tag::Item) => {
                    let number = lists.last_mut().and_then(Option::as_mut);
                    open.push(number.map(|number| {
                        found.items.push(Item { start: range.start, number: *number });
                        *number = number.saturating_add(1);
                        found.items.len() - 1
                    }));
                }
                Event::End(TagEnd::Item) => drop(open.pop()),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let id = dest_url.rsplit_once('#').map_or("", |parts| parts.1);
                    let may = is_call_id(id) || is_note_id(id);
                    link = may.then(|| Open { start: range.start, id: id.to_owned(), said: String::new() });
                }
                Event::Text(text) => {
                    if let Some(link) = &mut link {
                        link.said.push_str(text);
                    }
                }
                Event::End(TagEnd::Link) => {
                    if let Some(link) = link.take() {
                        found.link(&link, open.last().copied().flatten());
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn link(&mut self, open: &Open, item: Option<usize>) {
        let (id, said) = (open.id.as_str(), open.said.as_str());
        let label = label::label(said).map(|label| label.text);
        let link = Link { start: open.start, label, key: key(id), item };
        if is_call_id(id) {
            let back = label::is_arrow(said) || label::is_return(said) || link.label.is_some();
            if back && item.is_some() {
                self.back.push(link);
            }
        } else if link.label.as_ref().is_some_and(|label| label.bytes().all(|b| b.is_ascii_digit())) {
            self.calls.push(link);
        }
    }
}

/// The first number of an address: `fn-2` and `fnref-2`, `cite_note-Bell-7` and `cite_ref-Bell_7-0`.
fn key(id: &str) -> String {
    id.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::Parser;

    fn found(text: &str) -> Vec<(usize, Clip)> {
        let events: Vec<_> = Parser::new(text).into_offset_iter().collect();
        let mut out: Vec<_> = clips(events.iter()).into_iter().collect();
        out.sort_by_key(|(at, _)| *at);
        out
    }

    #[test]
    fn a_call_has_the_item_that_leads_back_to_it() {
        let found = found("It fell[1](#fn-1).\n\n1. A log. [↩](#fnref-1)\n2. Another. [↩](#fnref-2)\n");
        let id = "clip 1 1".to_owned();
        assert_eq!(found[0].1, Clip::Call { label: "1".to_owned(), id: id.clone() });
        assert_eq!(found[1].1, Clip::Body { label: "1".to_owned(), id });
        assert_eq!(found[2].1, Clip::Back);
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn words_and_chapters_are_no_calls() {
        assert!(found("See [chapter](#fn-1) and [1](#chapter-1).\n\n1. One\n").is_empty());
        let alone = found("It fell[1](#fn-1).\n\n1. A list.\n");
        assert!(alone.len() == 1 && matches!(alone[0].1, Clip::Call { .. }));
    }
}
