//! What becomes of each node: call, note, left out.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::answers::{self, Answers};
use super::bodies::{Bodies, Extent};
use super::calls::{self, Verdict};
use super::inline;
use super::label;
use super::links::{self, Link};
use super::marks;
use super::site::Site;
use super::tag::Tag;
use super::tree::Id;
use super::trim;
use super::typed;

/// A place that calls a note.
#[derive(Clone, Debug)]
pub struct Call {
    /// First node of its markup.
    pub first: Id,
    /// One past the last.
    pub end: Id,
    /// Its bytes.
    pub span: (usize, usize),
    /// Its label; empty where none is printed.
    pub label: String,
    /// The id of its note.
    pub target: String,
}

/// A note.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its nodes.
    pub extent: Extent,
    /// What calls it by.
    pub ids: Vec<String>,
    /// The label printed before it; empty where none is.
    pub label: String,
}

/// What becomes of the nodes of a document.
#[derive(Debug, Default)]
pub struct Plan {
    /// Calls, in order.
    pub calls: Vec<Call>,
    /// Calls that are words of the text, by their element: the call stands after
    /// the words, which stay.
    pub words: HashMap<Id, Call>,
    /// Notes, in order.
    pub bodies: Vec<Body>,
    /// Elements that are no text: ways back from notes.
    pub skipped: HashSet<Id>,
    /// Bytes of text nodes that are no text: labels of notes, brackets.
    pub cuts: HashMap<Id, Vec<(u32, u32)>>,
    /// What answers calls that were typed by hand, on a page in which no link calls a note.
    pub answers: Answers,
}

/// Finds the notes of a document and what calls them.
pub fn plan(site: &Site) -> Plan {
    let links = links::links(site);
    let verdicts = calls::judge(site, &links);
    let mut plan = Plan::default();
    let mut found: BTreeMap<Extent, Body> = BTreeMap::new();
    gather(site, &links, &verdicts, &mut plan, &mut found);
    let extents: Vec<Extent> = found.keys().copied().collect();
    for extent in calls::orphans(site, &links, &verdicts, &extents) {
        found.insert(extent, Body { extent, ids: Vec::new(), label: String::new() });
    }
    add_inline(site, &mut plan, &mut found);
    if plan.calls.is_empty() && plan.words.is_empty() && found.is_empty() {
        for (at, (mut call, mut body)) in typed::notes(site).into_iter().enumerate() {
            call.target = format!("typed {at}");
            body.ids.push(call.target.clone());
            plan.calls.push(call);
            found.insert(body.extent, body);
        }
    }
    if plan.calls.is_empty() && plan.words.is_empty() && found.is_empty() {
        plan.answers = answers::answers(site);
    }
    plan.bodies = disjoint(found.into_values().collect());
    plan.calls.sort_by_key(|call| (call.first, call.end));
    plan.calls.dedup_by_key(|call| (call.first, call.end));
    // a call inside the markup of another is the same call
    let mut end = 0;
    plan.calls.retain(|call| {
        let inside = call.first < end;
        end = end.max(call.end);
        !inside
    });
    trim::between_calls(site, &mut plan);
    trim::ways_back(site, &links, &verdicts, &mut plan);
    trim::labels(site, &mut plan);
    plan
}

/// Calls by links, and the notes that they call.
fn gather(site: &Site, links: &[Link], verdicts: &[Verdict], plan: &mut Plan, found: &mut BTreeMap<Extent, Body>) {
    for (at, (link, verdict)) in links.iter().zip(verdicts).enumerate() {
        let target = match verdict {
            Verdict::Calls(extent) => {
                let id = format!("n{}-{}", extent.first, extent.end);
                let body = || Body { extent: *extent, ids: vec![id.clone()], label: String::new() };
                let label = link.label.as_ref().map_or(String::new(), |label| label.text.clone());
                let body = found.entry(*extent).or_insert_with(body);
                if body.label.is_empty() {
                    body.label = label;
                }
                id
            }
            Verdict::Missing => format!("missing {at}"),
            Verdict::Ambiguous => several(site, link, found),
            Verdict::Back | Verdict::Neither => continue,
        };
        let call = call(site, link, target);
        if is_word(site, link) {
            let label = link.label.as_ref().map_or(String::new(), |label| label.text.clone());
            plan.words.insert(link.node, Call { label, ..call });
        } else {
            plan.calls.push(call);
        }
    }
}

/// True for a call that is words of the sentence: `<a epub:type=noteref>Emperor</a>`,
/// `as in [HTML5]`. `[note 3]` is not.
fn is_word(site: &Site, link: &Link) -> bool {
    let Some(label) = &link.label else {
        let text = site.text_of(link.node, 200).unwrap_or_default();
        return text.is_empty() && site.weight_of(link.node) > 0 || text.chars().any(char::is_alphabetic);
    };
    let letters = label.text.chars().filter(|c| c.is_alphabetic()).count();
    letters > 2 && label.text.contains(|c: char| c.is_numeric()) && !label.text.contains(' ')
}

/// Notes looked at where many bear the same id.
const SEVERAL: usize = 8;

/// The id under which the several notes that a link may call are known.
fn several(site: &Site, link: &Link, found: &mut BTreeMap<Extent, Body>) -> String {
    let range = link.target.found.clone();
    let id = format!("several {}", range.start);
    let goals: Vec<Id> = site.ids()[range].iter().take(SEVERAL).map(|bearer| bearer.2).collect();
    let mut bodies = Bodies::new(site, goals.clone());
    for extent in goals.into_iter().filter_map(|goal| bodies.extent(goal)) {
        let body = found.entry(extent).or_insert_with(|| Body { extent, ids: Vec::new(), label: String::new() });
        if !body.ids.contains(&id) {
            body.ids.push(id.clone());
        }
    }
    id
}

/// The call that a link is, with the elements that dress it.
fn call(site: &Site, link: &Link, target: String) -> Call {
    let tree = &site.tree;
    let weight = site.weight_of(link.node);
    let mut first = link.node;
    for above in tree.above(link.node) {
        let dress = tree.node(above).tag.is_inline() && site.weight_of(above) <= weight + 2;
        let back = marks::of(tree, above) & marks::BACK != 0;
        if !dress || back || site.link_weight(above, tree.node(above).end) != weight {
            break;
        }
        first = above;
    }
    let printed = || site.text_of(link.node, 80).unwrap_or_default();
    let label = link.label.as_ref().map_or_else(|| label::without_brackets(&printed()), |label| label.text.clone());
    let node = tree.node(first);
    Call { first, end: node.end, span: (node.start as usize, node.close as usize), label, target }
}

fn add_inline(site: &Site, plan: &mut Plan, found: &mut BTreeMap<Extent, Body>) {
    let extents: Vec<Extent> = found.keys().copied().collect();
    let mut calls: Vec<(Id, Id)> = plan.calls.iter().map(|call| (call.first, call.end)).collect();
    calls.sort_unstable();
    let taken = |id: Id| {
        let end = site.tree.node(id).end;
        let before = extents.partition_point(|extent| extent.first < end);
        extents[..before].iter().rev().take(2).any(|extent| extent.end > id && extent.first <= id || extent.first >= id)
            || calls[..calls.partition_point(|call| call.0 <= id)].last().is_some_and(|call| id < call.1)
    };
    for (at, (tip, mut call, mut body)) in inline::notes(site, taken).into_iter().enumerate() {
        call.target = format!("inline {at}");
        body.ids.push(call.target.clone());
        let printed = body.extent.first..body.extent.end;
        plan.skipped.extend(printed.filter(|id| inline::is_label(site, *id)));
        if call.end <= tip && tip < body.extent.first {
            plan.skipped.insert(tip);
        }
        plan.calls.push(call);
        found.insert(body.extent, body);
    }
}

/// Notes without those that hold others: an element that bears an id and
/// holds several notes is none itself. A note in the text of a note stays.
fn disjoint(bodies: Vec<Body>) -> Vec<Body> {
    let mut out: Vec<Body> = Vec::with_capacity(bodies.len());
    let starts: Vec<Id> = bodies.iter().map(|body| body.extent.first).collect();
    for (at, mut body) in bodies.into_iter().enumerate() {
        let inner = starts.partition_point(|first| *first < body.extent.end) - at - 1;
        if inner > 3 {
            continue;
        }
        if let Some(outer) = out.last().map(|last| last.extent)
            && body.extent.first < outer.end
            && body.extent.end > outer.end
        {
            body.extent.end = outer.end;
        }
        out.push(body);
    }
    out
}

/// True for elements whose text, though a note's, stands in the middle of a block.
pub fn is_in_line(site: &Site, extent: Extent) -> bool {
    let tree = &site.tree;
    let parent = tree.node(extent.first).parent;
    let block = tree.node(tree.block(parent)).tag;
    let running = matches!(block, Tag::P) || block.heading().is_some();
    running || tree.node(extent.first).tag.is_inline() && site.weight(tree.block(parent) + 1, extent.first) > 0
}
