//! Notes typed by hand without links: `<sup>1</sup>`, and below an ordered list headed
//! "Notes", whose numbers the browser makes and no text holds.
//!
//! Nothing but the count says that the two belong together, so it must be exact: every raised
//! number of the page, in order, is the number of one item, and every item has one. An
//! exponent among them, and none of them is taken for a note.

use super::bodies::{Extent, is_over_notes};
use super::plan::{Body, Call};
use super::site::Site;
use super::tag::Tag;
use super::tree::Id;

/// Fewest notes: one raised `1` over one list proves nothing.
const FEWEST: usize = 2;

/// A call and its note.
pub type Pair = (Call, Body);

/// The calls and notes of a page in which no link calls any.
pub fn notes(site: &Site) -> Vec<Pair> {
    let raised = raised(site);
    if raised.len() < FEWEST {
        return Vec::new();
    }
    let lists = (1..site.tree.nodes.len() as Id).filter(|id| site.tree.node(*id).tag == Tag::Ol);
    let mut fitting = lists.filter(|list| is_list_of(site, *list, &raised));
    let (Some(list), None) = (fitting.next(), fitting.next()) else { return Vec::new() };
    raised.iter().zip(items(site, list)).map(|(call, item)| pair(site, *call, item)).collect()
}

/// Elements that are raised numbers and nothing else, in order; none at all where one of them
/// is no number in turn.
fn raised(site: &Site) -> Vec<Id> {
    let tree = &site.tree;
    let mut out = Vec::new();
    for id in (1..tree.nodes.len() as Id).filter(|id| tree.node(*id).tag == Tag::Sup) {
        let Some(text) = site.text_of(id, 4).filter(|text| !text.is_empty()) else { continue };
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        out.push(id);
        if text != out.len().to_string() {
            return Vec::new();
        }
    }
    out
}

/// True for a list of as many items as there are calls, all before it, counted from 1, that
/// stands under a heading over notes.
fn is_list_of(site: &Site, list: Id, calls: &[Id]) -> bool {
    let items = items(site, list);
    let counted = items.iter().enumerate().all(|(at, item)| site.ordinal(*item) == Some(at as u32 + 1));
    let before = calls.last().is_some_and(|call| *call < list);
    items.len() == calls.len() && counted && before && is_headed(site, list)
}

fn items(site: &Site, list: Id) -> Vec<Id> {
    site.tree.children(list).filter(|item| site.tree.node(*item).tag == Tag::Li).collect()
}

/// Most text of a line above the list that is its heading.
const HEADING: usize = 40;

/// True where the last words above a list are a heading over notes: a heading, or a
/// line of its own.
fn is_headed(site: &Site, list: Id) -> bool {
    let tree = &site.tree;
    let text = (1..list).rev().find(|id| tree.node(*id).tag == Tag::Text && site.weight_of(*id) > 0);
    let line = text.map(|text| tree.block(tree.node(text).parent)).filter(|line| tree.node(*line).end <= list);
    line.and_then(|line| site.text_of(line, HEADING)).is_some_and(|text| is_over_notes(&text))
}

fn pair(site: &Site, call: Id, item: Id) -> Pair {
    let node = site.tree.node(call);
    let label = site.text_of(call, 4).unwrap_or_default();
    let span = (node.start as usize, node.close as usize);
    let call = Call { first: call, end: node.end, span, label: label.clone(), target: String::new() };
    let extent = Extent { first: item, end: site.tree.node(item).end };
    (call, Body { extent, ids: Vec::new(), label })
}
