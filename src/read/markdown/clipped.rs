//! Notes of pages that a program made Markdown of: `stopped[1](#fn-1)`, `[\[2\]](#cite_note-2)`,
//! and below an ordered list whose items lead back, `1. The log. [↩](#fnref-1)`, or paragraphs
//! that begin with the label, `[\[2\]](#cite_ref-2) The log.`
//!
//! Nothing but the count says which note is whose where addresses do not, so it must be exact:
//! the labels of all calls are 1 to n (or a to n), and so are those of the notes below, each
//! once. Where a note leads back to its call by a number that both have in their addresses, that
//! is enough. A call whose address is that of a note and that has none is a marker without a
//! note. Its digit is never left in the text, for it would be part of a word.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::read::html::label;
use crate::read::html::marks::{is_call_id, is_note_id};

/// Fewest notes that are told by their count alone.
const FEWEST: usize = 2;

/// Bytes that are no text: a call, a way back, the label of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// First byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// For a call its label, without brackets, and the id of its note.
    pub call: Option<(String, String)>,
}

/// A note: an item of a list, or a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Its label.
    pub label: String,
    /// Its id.
    pub id: String,
    /// True where its label stands in a block alone, and its text in the next.
    pub alone: bool,
}

/// Calls and notes of a text.
#[derive(Debug, Default)]
pub struct Clips {
    /// In order.
    cuts: Vec<Cut>,
    /// By the first byte of their block.
    bodies: HashMap<usize, Body>,
}

impl Clips {
    /// The first cut in some bytes.
    pub fn cut(&self, within: Range<usize>) -> Option<&Cut> {
        let at = self.cuts.partition_point(|cut| cut.start < within.start);
        self.cuts.get(at).filter(|cut| cut.start < within.end)
    }

    /// The note that begins with the block at byte `at`.
    pub fn body(&self, at: usize) -> Option<&Body> {
        self.bodies.get(&at)
    }

    /// The same for a text that begins `by` bytes later.
    fn moved(mut self, by: usize) -> Clips {
        for cut in &mut self.cuts {
            (cut.start, cut.end) = (cut.start + by, cut.end + by);
        }
        self.bodies = self.bodies.into_iter().map(|(at, body)| (at + by, body)).collect();
        self
    }
}

/// A link to a place.
#[derive(Debug)]
struct Link {
    start: usize,
    end: usize,
    /// What it says, if that is a label.
    label: Option<String>,
    /// The place that it leads to.
    id: String,
    /// True for an arrow and the like.
    returns: bool,
    /// The item in which it stands, by its place in the list of items.
    item: Option<usize>,
    /// The block that it begins.
    begins: Option<usize>,
}

/// A link whose words are still to come.
struct Open {
    start: usize,
    id: String,
    said: String,
    begins: Option<usize>,
}

/// An item of an ordered list.
#[derive(Debug)]
struct Item {
    start: usize,
    number: u64,
    list: usize,
    /// True where it ends with an arrow.
    arrow: bool,
}

/// What a text says of notes, which begins at byte `base`.
pub fn clips<'a>(text: &str, base: usize, events: impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Clips {
    let found = Found::of(events);
    let (calls, others): (Vec<Link>, Vec<Link>) = found.links.into_iter().partition(is_call);
    let (heads, backs): (Vec<Link>, Vec<Link>) =
        others.into_iter().partition(|link| link.begins.is_some() && link.label.is_some() && link.item.is_none());
    let mut clips = Clips::default();
    led_back(&calls, &backs, &found.items, &mut clips);
    let linked = labels(calls.iter().map(|call| (call.label.as_deref().unwrap_or_default(), call.start)));
    let typed = if calls.is_empty() { typed(text, &found.items) } else { Vec::new() };
    let numbers: Vec<String> = (1..=typed.len()).map(|number| number.to_string()).collect();
    let series = linked.as_ref().unwrap_or(&numbers);
    let last = calls.last().map(|call| call.start).or(typed.last().map(|span| span.start)).unwrap_or(0);
    let told = clips.bodies.is_empty() && series.len() >= FEWEST && {
        by_paragraphs(text, series, last, &heads, &mut clips) || by_list(series, last, &found.items, &mut clips)
    };
    for call in &calls {
        let Some(label) = &call.label else { continue };
        // an address of a note says so; any other only where the count is right
        if !told && !is_note_id(&call.id) {
            continue;
        }
        let id = if told { id(label, "") } else { id(label, key(&call.id)) };
        let (start, end) = bracketed(text, call.start, call.end);
        clips.cuts.push(Cut { start, end, call: Some((label.clone(), id)) });
    }
    if told {
        let labelled = |(span, label): (&Range<usize>, &String)| {
            let call = Some((label.clone(), id(label, "")));
            Cut { start: span.start, end: span.end, call }
        };
        clips.cuts.extend(typed.iter().zip(&numbers).map(labelled));
    }
    let noted = !clips.bodies.is_empty();
    let backs = backs.iter().filter(|link| is_back(link) || noted && link.returns);
    clips.cuts.extend(backs.map(|link| Cut { start: link.start, end: link.end, call: None }));
    clips.cuts.sort_by_key(|cut| cut.start);
    clips.moved(base)
}

/// A link that may call a note: it says a label, in the midst of a block or below no number.
fn is_call(link: &Link) -> bool {
    link.label.is_some() && link.begins.is_none() && !is_call_id(&link.id)
}

/// A link that leads back from the item of a list, by its address.
fn is_back(link: &Link) -> bool {
    link.item.is_some() && is_call_id(&link.id) && (link.returns || link.label.is_some())
}

/// Items that lead back to the call of their number.
fn led_back(calls: &[Link], backs: &[Link], items: &[Item], clips: &mut Clips) {
    for (at, item) in items.iter().enumerate() {
        let back = backs.iter().filter(|link| link.item == Some(at) && is_back(link));
        let keys: Vec<&str> = back.map(|link| key(&link.id)).collect();
        let number = item.number.to_string();
        let called = |call: &&Link| call.label.as_deref() == Some(&number) && keys.contains(&key(&call.id));
        if let Some(call) = calls.iter().find(called) {
            let id = id(&number, key(&call.id));
            clips.bodies.insert(item.start, Body { label: number, id, alone: false });
        }
    }
    // two items for one call are none
    let mut counts: HashMap<String, usize> = HashMap::new();
    for body in clips.bodies.values() {
        *counts.entry(body.id.clone()).or_default() += 1;
    }
    clips.bodies.retain(|_, body| counts[&body.id] == 1);
}

/// The labels of calls, each once, where they are 1 to n or a to n, in this order.
fn labels<'l>(calls: impl Iterator<Item = (&'l str, usize)>) -> Option<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    for (label, _) in calls {
        if !out.iter().any(|known| known == label) {
            out.push(label.to_owned());
        }
    }
    let numbers = out.iter().zip(1..).all(|(label, number)| *label == number.to_string());
    let letters = out.iter().zip(b'a'..=b'z').all(|(label, letter)| label.as_bytes() == [letter]) && out.len() <= 26;
    (!out.is_empty() && (numbers || letters)).then_some(out)
}

/// Paragraphs that begin with a link of their label, all of the series in its order; true
/// where they are the notes.
fn by_paragraphs(text: &str, series: &[String], last: usize, heads: &[Link], clips: &mut Clips) -> bool {
    let below: Vec<&Link> = heads.iter().filter(|link| link.start > last).collect();
    let same = below.len() == series.len()
        && below.iter().zip(series).all(|(link, label)| link.label.as_deref() == Some(label));
    if !same {
        return false;
    }
    for (link, label) in below.into_iter().zip(series) {
        let rest = &text[link.end..];
        let after = rest.trim_start_matches(['.', ')', ':', ']', '\\']).len();
        let end = link.end + rest.len() - after;
        // the text may go on in the next line, or begin in the next block
        let next = text[end..].trim_start_matches([' ', '\t']).strip_prefix('\n');
        let alone = next.is_some_and(|line| line.trim_start_matches([' ', '\t']).starts_with(['\n', ':']));
        let body = Body { label: label.clone(), id: id(label, ""), alone };
        clips.bodies.insert(link.begins.unwrap_or(link.start), body);
        clips.cuts.push(Cut { start: link.start, end, call: None });
    }
    true
}

/// The only list below the calls that has as many items; true where there is one.
fn by_list(series: &[String], last: usize, items: &[Item], clips: &mut Clips) -> bool {
    let mut lists: HashMap<usize, Vec<&Item>> = HashMap::new();
    for item in items.iter().filter(|item| item.start > last) {
        lists.entry(item.list).or_default().push(item);
    }
    let fits = |list: &&Vec<&Item>| {
        list.len() == series.len() && list.iter().zip(series).all(|(item, label)| item.number.to_string() == *label)
    };
    let mut fitting = lists.values().filter(fits);
    let (Some(list), None) = (fitting.next(), fitting.next()) else { return false };
    for (item, label) in list.iter().zip(series) {
        clips.bodies.insert(item.start, Body { label: label.clone(), id: id(label, ""), alone: false });
    }
    true
}

/// Calls of which a program left the digits alone: `stopped1` and `stopped[1]`, where below a
/// list has as many items, each with an arrow that led back. Each number stands once, in order.
fn typed(text: &str, items: &[Item]) -> Vec<Range<usize>> {
    let Some(last) = items.last().map(|item| item.list) else { return Vec::new() };
    let list: Vec<&Item> = items.iter().filter(|item| item.list == last).collect();
    if list.iter().zip(1..).any(|(item, number)| item.number != number || !item.arrow) {
        return Vec::new();
    }
    let above = &text[..list[0].start];
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(found) = above[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let len = above[start..].bytes().take_while(u8::is_ascii_digit).count();
        at = start + len;
        let (before, after) = (&above[..start], &above[at..]);
        let bracket = before.ends_with('[') && after.starts_with(']') && !after.starts_with("](");
        let glued = before.ends_with(|c: char| c.is_lowercase() || ".,;:!?)”’\"".contains(c))
            && !after.starts_with(|c: char| {
                c.is_alphanumeric() || matches!(c, '.' | ',') && after[1..].starts_with(|c: char| c.is_ascii_digit())
            });
        if !bracket && !glued {
            continue;
        }
        if above[start..at] == (out.len() + 1).to_string() {
            out.push(if bracket { start - 1..at + 1 } else { start..at });
        } else if above[start..at].parse::<usize>().is_ok_and(|number| number <= list.len()) {
            return Vec::new();
        }
    }
    if out.len() == list.len() { out } else { Vec::new() }
}

/// The bytes of a call with the brackets right around it: `\[[1](#fn1)\]`.
fn bracketed(text: &str, start: usize, end: usize) -> (usize, usize) {
    let rest = &text[end..];
    let close = rest.strip_prefix("\\]").or_else(|| rest.strip_prefix(']'));
    match close.filter(|_| text[..start].ends_with('[')) {
        Some(after) => (start - 1, text.len() - after.len()),
        None => (start, end),
    }
}

fn id(label: &str, key: &str) -> String {
    format!("clip {label} {key}")
}

/// The links and items of a text.
#[derive(Default)]
struct Found {
    links: Vec<Link>,
    items: Vec<Item>,
}

impl Found {
    fn of<'a>(events: impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Self {
        let mut found = Found::default();
        // the next number of each list that is open; none where it is not ordered
        let mut lists: Vec<(Option<u64>, usize)> = Vec::new();
        let mut count = 0;
        let mut open: Vec<Option<usize>> = Vec::new();
        let mut link: Option<Open> = None;
        // the block that has begun and has no text yet
        let mut begins: Option<usize> = None;
        for (event, range) in events {
            let (event, range) = (&event, &range);
            match event {
                Event::Start(Tag::List(first)) => {
                    lists.push((*first, count));
                    count += 1;
                }
                Event::End(TagEnd::List(_)) => drop(lists.pop()),
                Event::Start(Tag::Item) => {
                    open.push(lists.last_mut().and_then(|(number, list)| {
                        let number = number.as_mut()?;
                        found.items.push(Item { start: range.start, number: *number, list: *list, arrow: false });
                        *number = number.saturating_add(1);
                        Some(found.items.len() - 1)
                    }));
                }
                Event::End(TagEnd::Item) => drop(open.pop()),
                Event::Start(Tag::Paragraph | Tag::DefinitionListTitle) => begins = Some(range.start),
                Event::Start(Tag::Link { dest_url, .. }) => link = Open::new(dest_url, range.start, begins.take()),
                Event::InlineHtml(tag) | Event::Html(tag) if let Some(href) = href(tag) => {
                    link = Open::new(href, range.start, begins.take());
                }
                Event::Text(text) => {
                    if let Some(link) = &mut link {
                        link.said.push_str(text);
                    } else if !text.trim().is_empty() {
                        begins = None;
                    }
                    let arrow = text.trim_end().chars().rev().find(|c| *c != '\u{fe0e}' && *c != '\u{fe0f}');
                    if let (Some(item), Some(c)) = (open.last().copied().flatten(), arrow) {
                        found.items[item].arrow |= matches!(c, '↩' | '↑' | '↵' | '⤴' | '⏎');
                    }
                }
                Event::InlineHtml(tag) | Event::Html(tag) if tag.starts_with("</a") => {
                    found.link(link.take(), range.end, open.last().copied().flatten());
                }
                Event::End(TagEnd::Link) => found.link(link.take(), range.end, open.last().copied().flatten()),
                _ => {}
            }
        }
        found
    }

    fn link(&mut self, open: Option<Open>, end: usize, item: Option<usize>) {
        let Some(Open { start, id, said, begins }) = open else { return };
        let returns = label::is_arrow(&said) || label::is_return(&said);
        let label = label::label(said.trim()).map(|label| label.text).or_else(|| letter(&said));
        let label = label.filter(|label| !returns && (label.len() == 1 || label.bytes().all(|b| b.is_ascii_digit())));
        self.links.push(Link { start, end, label, id, returns, item, begins });
    }
}

/// The address of `<a href="…">`.
fn href(tag: &str) -> Option<&str> {
    let rest = tag.strip_prefix("<a").filter(|rest| rest.starts_with(char::is_whitespace))?;
    let (_, value) = rest.split_once("href=\"")?;
    value.split('"').next()
}

/// A single letter in brackets or without.
fn letter(said: &str) -> Option<String> {
    let bare = said.trim().trim_matches(['[', ']', '(', ')']);
    (bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_lowercase())).then(|| bare.to_owned())
}

impl Open {
    /// A link to a place; `None` for one to a page.
    fn new(address: &str, start: usize, begins: Option<usize>) -> Option<Open> {
        let id = address.rsplit_once('#').map_or("", |parts| parts.1);
        (!id.is_empty()).then(|| Open { start, id: id.to_owned(), said: String::new(), begins })
    }
}

/// The first number of an address: `fn-2` and `fnref-2`, `cite_note-Bell-7` and `cite_ref-Bell_7-0`.
fn key(id: &str) -> &str {
    let from = id.find(|c: char| c.is_ascii_digit()).unwrap_or(id.len());
    let rest = &id[from..];
    &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Options, Parser};

    fn found(text: &str) -> Clips {
        clips(text, 0, Parser::new_ext(text, Options::ENABLE_DEFINITION_LIST).into_offset_iter())
    }

    /// Labels of calls, and of the notes of them.
    fn shown(text: &str) -> String {
        let clips = found(text);
        let mut bodies: Vec<_> = clips.bodies.iter().collect();
        bodies.sort();
        let calls = clips.cuts.iter().filter_map(|cut| cut.call.as_ref());
        let calls: Vec<String> = calls
            .map(|(label, id)| {
                format!("{label}{}", if bodies.iter().any(|(_, body)| body.id == *id) { "" } else { "?" })
            })
            .collect();
        format!(
            "{} | {}",
            calls.join(" "),
            bodies.iter().map(|(_, body)| body.label.clone()).collect::<Vec<_>>().join(" ")
        )
    }

    impl PartialOrd for Body {
        fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
            Some(self.cmp(other))
        }
    }

    impl Ord for Body {
        fn cmp(&self, other: &Self) -> std::cmp::Ordering {
            self.id.cmp(&other.id)
        }
    }

    #[test]
    fn a_call_has_the_item_that_leads_back_to_it() {
        assert_eq!(shown("It fell[1](#fn-1).\n\n1. A log. [↩](#fnref-1)\n2. Another. [↩](#fnref-2)\n"), "1 | 1");
    }

    #[test]
    fn calls_and_notes_of_one_count() {
        let list = "\n\n1. A. [↩](#r1)\n2. B. [↩](#r2)\n";
        assert_eq!(shown(&format!("It[1](#x1) fell[2](#x2).{list}")), "1 2 | 1 2");
        assert_eq!(
            shown(&format!("It<sup><a href=\"#x1\">1</a></sup> fell<sup><a href=\"#x2\">[2]</a></sup>.{list}")),
            "1 2 | 1 2"
        );
        let paragraphs = "\n\n[\\[1\\]](#r1) A.\n\n[\\[2\\]](#r2) B.\n";
        assert_eq!(shown(&format!("It\\[[1](#n1)\\] fell[2](#n2).{paragraphs}")), "1 2 | 1 2");
        assert_eq!(shown("It1 fell2.\n\n1. A. ↩\n2. B. ↩\n"), "1 2 | 1 2");
        assert_eq!(shown("It[1] fell[2].\n\n1. A. ↩\n2. B. ↩\n"), "1 2 | 1 2");
    }

    #[test]
    fn where_the_count_is_wrong_there_is_no_note() {
        let list = "\n\n1. A.\n2. B.\n3. C.\n";
        assert_eq!(shown(&format!("It[1](#x1) fell[2](#x2).{list}")), " | ");
        assert_eq!(shown(&format!("It[1](#fn1) fell[2](#fn2).{list}")), "1? 2? | ");
        assert_eq!(shown("It1 fell2 of m2.\n\n1. A. ↩\n2. B. ↩\n"), " | ");
        assert_eq!(shown("It1 fell2.\n\n1. A.\n2. B.\n"), " | ");
        assert_eq!(shown("See [chapter](#fn-1) and [1](#chapter-1).\n\n1. One\n"), " | ");
    }
}
