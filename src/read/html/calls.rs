//! Which links call notes, and which notes they call.
//!
//! A link is taken for a call where its markup says so, or where it has the
//! text of a label and something more speaks for it: the note leads back to
//! it, the note's id or the elements around it name it a note, or the note begins
//! with the same label and the link is dressed as one. `<sup><a href="#n1">1</a>`
//! to `<p id="n1">1. See…` is a call; `<a href="#ch1">1</a>` in a list of chapters,
//! or `para <a href="#p12">12</a>`, is not.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::bodies::{Bodies, Extent};
use super::links::Link;
use super::marks;
use super::site::Site;
use super::tree::Id;

/// What a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It calls the note of this extent.
    Calls(Extent),
    /// It calls a note that is not in the document.
    Missing,
    /// It calls one of several notes.
    Ambiguous,
    /// It leads back from a note.
    Back,
    /// It is neither.
    Neither,
}

/// Says what each of `links` is.
pub fn judge(site: &Site, links: &[Link]) -> Vec<Verdict> {
    let goals = goals(links);
    let mut bodies = Bodies::new(site, goals);
    let mut extents: HashMap<Id, Option<Extent>> = HashMap::new();
    let mut verdicts = Vec::with_capacity(links.len());
    for at in 0..links.len() {
        let mut extent = |goal| *extents.entry(goal).or_insert_with(|| bodies.extent(goal));
        verdicts.push(verdict(site, links, at, &mut extent));
    }
    families(links, &mut verdicts, |goal| extents.get(&goal).copied().flatten());
    leave_other_pages(links, &mut verdicts);
    verdicts
}

/// Lets go of links to the notes of other pages. Pages that were saved name themselves in
/// the links to their notes; another page's `#_ftn1` looks the same. It is told where this
/// page's note has a call that writes another address.
fn leave_other_pages(links: &[Link], verdicts: &mut [Verdict]) {
    let mut own: HashMap<Id, &str> = HashMap::new();
    // what writes no address is of this page, whatever leads back to another call near it
    for foreign in [false, true] {
        for (link, verdict) in links.iter().zip(verdicts.iter()) {
            if let Verdict::Calls(found) = verdict
                && link.target.foreign == foreign
                && (!foreign || link.mate.is_some())
            {
                own.entry(found.first).or_insert(link.target.page);
            }
        }
    }
    for (link, verdict) in links.iter().zip(verdicts) {
        if let Verdict::Calls(found) = verdict
            && link.target.foreign
            && own.get(&found.first).is_some_and(|page| *page != link.target.page)
        {
            *verdict = Verdict::Neither;
        }
    }
}

/// Elements at which notes may begin, ascending.
fn goals(links: &[Link]) -> Vec<Id> {
    let may = |(at, link): (usize, &Link)| (may_call(link) && !is_back(links, at)).then_some(link.goal).flatten();
    let mut goals: Vec<Id> = links.iter().enumerate().filter_map(may).collect();
    goals.sort_unstable();
    goals.dedup();
    goals
}

fn may_call(link: &Link) -> bool {
    link.label.is_some() || link.marks & marks::CALL != 0
}

/// True for a link that leads back, by its markup or by its place: of two links
/// that lead to each other the later one does, unless only the earlier begins
/// its block.
fn is_back(links: &[Link], at: usize) -> bool {
    let link = &links[at];
    if link.marks & marks::CALL != 0 {
        return false;
    }
    if link.marks & marks::BACK != 0 || link.returns {
        return true;
    }
    let (calls, called) = (marks::is_call_id(&link.target.id), marks::is_note_id(&link.target.id));
    if calls || called {
        return calls;
    }
    let Some(mate) = link.mate.map(|mate| (mate, &links[mate])) else { return false };
    if mate.1.marks & (marks::CALL | marks::CALLISH) != link.marks & (marks::CALL | marks::CALLISH) {
        return link.marks & (marks::CALL | marks::CALLISH) == 0;
    }
    if mate.0 < at { link.begins || !mate.1.begins } else { link.begins && !mate.1.begins }
}

fn verdict(site: &Site, links: &[Link], at: usize, extent: &mut impl FnMut(Id) -> Option<Extent>) -> Verdict {
    let link = &links[at];
    if is_back(links, at) {
        return Verdict::Back;
    }
    if !may_call(link) {
        return Verdict::Neither;
    }
    let sure = link.marks & marks::CALL != 0;
    let named = link.marks & (marks::CALL | marks::CALLISH) != 0 || marks::is_note_id(&link.target.id);
    if link.target.found.is_empty() {
        let classed = link.marks & (marks::CALL | marks::CALLISH) != 0;
        return if named && (classed || link.in_text && !link.target.foreign) {
            Verdict::Missing
        } else {
            Verdict::Neither
        };
    }
    let Some(goal) = link.goal else {
        return if named { Verdict::Ambiguous } else { Verdict::Neither };
    };
    let Some(found) = extent(goal).filter(|found| !found.holds(link.node)) else { return Verdict::Neither };
    if link.target.foreign && !named && link.mate.is_none() && !is_listed(site, found) {
        return Verdict::Neither;
    }
    let known = sure || link.mate.is_some() && (link.dressed || link.in_text);
    let listed = is_listed(site, found);
    let told = named && (listed || link.in_text) || listed && link.in_text;
    if known || told || link.in_text && is_labelled(site, link, found) {
        return Verdict::Calls(found);
    }
    Verdict::Neither
}

/// True where the elements of a note, or around it, say that it is one.
fn is_listed(site: &Site, found: Extent) -> bool {
    let tree = &site.tree;
    let own = (found.first..found.end).take(3).chain(tree.above(found.first).take(3));
    own.into_iter().any(|at| marks::of(tree, at) & (marks::NOTE | marks::LIST | marks::NOTISH) != 0)
}

/// True where a call is dressed as one and its note begins with the same
/// label, or is the item of that number in a list.
fn is_labelled(site: &Site, link: &Link, found: Extent) -> bool {
    let Some(label) = link.label.as_ref().filter(|_| link.dressed) else { return false };
    let raised = link.dressed && (label.sure || !label.dressed);
    let ordinal = site.ordinal(found.first);
    if raised && ordinal.is_some_and(|number| number.to_string() == label.text) {
        return true;
    }
    let begins = site.text(found.first, found.end.min(found.first + 12), 4000).unwrap_or_default();
    let rest = begins.trim_start_matches(['[', '(', '^', ' ']);
    let after = rest.strip_prefix(label.text.as_str());
    let ends = after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric()));
    // `(1)` is an equation or a clause as often as a note
    raised && ends && after.is_some_and(|after| !after.is_empty())
}

/// Takes further links for calls whose ids have the shape of others that are.
fn families(links: &[Link], verdicts: &mut [Verdict], extent: impl Fn(Id) -> Option<Extent>) {
    let known = |verdict: &Verdict| matches!(verdict, Verdict::Calls(_));
    let shapes: HashSet<String> =
        links.iter().zip(verdicts.iter()).filter(|(_, v)| known(v)).map(|(link, _)| shape(&link.target.id)).collect();
    for (link, verdict) in links.iter().zip(verdicts) {
        let alike = *verdict == Verdict::Neither
            && link.label.is_some()
            && link.in_text
            && !link.target.foreign
            && shapes.contains(&shape(&link.target.id));
        if !alike {
            continue;
        }
        match link.goal {
            None if link.target.found.is_empty() => *verdict = Verdict::Missing,
            None => *verdict = Verdict::Ambiguous,
            Some(goal) => {
                if let Some(found) = extent(goal).filter(|found| !found.holds(link.node)) {
                    *verdict = Verdict::Calls(found);
                }
            }
        }
    }
}

/// An id with its digits made one sign: `Footnote_3_3` is `Footnote_#_#`.
pub fn shape(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for c in id.chars() {
        let c = if c.is_ascii_digit() { '#' } else { c };
        if c != '#' || !out.ends_with('#') {
            out.push(c);
        }
    }
    out
}

/// Notes that no link calls though their ids have the shape of those that are
/// called, or their markup says what they are.
pub fn orphans(site: &Site, links: &[Link], verdicts: &[Verdict], called: &[Extent]) -> Vec<Extent> {
    let mut shapes: HashSet<String> = HashSet::new();
    for (link, verdict) in links.iter().zip(verdicts) {
        if matches!(verdict, Verdict::Calls(_)) && link.target.id.bytes().any(|b| b.is_ascii_digit()) {
            shapes.insert(shape(&link.target.id));
        }
    }
    let mut goals: Vec<Id> = Vec::new();
    for (id, _, node) in site.ids() {
        if id.bytes().any(|b| b.is_ascii_digit()) && shapes.contains(&shape(id)) {
            goals.push(*node);
        }
    }
    let sure = (1..site.tree.nodes.len() as Id).filter(|at| marks::of(&site.tree, *at) & marks::NOTE != 0);
    goals.extend(sure.filter(|at| site.tree.node(*at).tag.is_block()));
    goals.sort_unstable();
    goals.dedup();
    let mut all: Vec<Id> = called.iter().map(|found| found.first).chain(goals.iter().copied()).collect();
    all.sort_unstable();
    let mut bodies = Bodies::new(site, all);
    let mut taken: BTreeMap<Id, Id> = called.iter().map(|found| (found.first, found.end)).collect();
    let mut out = Vec::new();
    for goal in goals {
        let Some(found) = bodies.extent(goal) else { continue };
        let before = taken.range(..found.end).next_back().is_some_and(|(_, end)| *end > found.first);
        if !before {
            taken.insert(found.first, found.end);
            out.push(found);
        }
    }
    out
}
