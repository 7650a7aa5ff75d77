//! Links inside the document that may call a note, or lead back from one.

use super::label::{self, Label};
use super::marks::{self, Marks};
use super::site::{Site, Target};
use super::tag::Tag;
use super::token::Attr;
use super::tree::Id;

/// A link to a place in the document.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    /// The `<a>`.
    pub node: Id,
    /// Where it leads.
    pub target: Target<'a>,
    /// The one element that bears the id, if one is to be chosen.
    pub goal: Option<Id>,
    /// What it says, if that is a label.
    pub label: Option<Label>,
    /// True where its text is raised, or it stands in brackets.
    pub dressed: bool,
    /// What it and the elements around it say.
    pub marks: Marks,
    /// True where it begins its block.
    pub begins: bool,
    /// The link of a pair of links that lead to each other.
    pub mate: Option<usize>,
    /// True for an arrow or a word that leads back.
    pub returns: bool,
    /// True where it stands among words that are no links.
    pub in_text: bool,
}

/// All links to places in the document, in its order.
pub fn links<'a>(site: &Site<'a>) -> Vec<Link<'a>> {
    let nodes = &site.tree.nodes;
    let anchors = (1..nodes.len() as Id).filter(|at| nodes[*at as usize].tag == Tag::A);
    let mut links: Vec<Link> = anchors.filter_map(|node| link(site, node)).collect();
    for at in 0..links.len() {
        links[at].mate = mate(site, &links, at);
    }
    links
}

fn link<'a>(site: &Site<'a>, node: Id) -> Option<Link<'a>> {
    let target = site.target(node)?;
    let tree = &site.tree;
    let block = tree.block(node);
    let text = site.text_of(node, label::LONGEST);
    let bracketed = in_brackets(site, node);
    let tag = || text.as_deref().filter(|_| bracketed == Some('[')).and_then(|text| label::label(&format!("[{text}]")));
    let label = text.as_deref().and_then(label::label).or_else(tag);
    let returns = text.as_deref().is_some_and(|text| label::is_arrow(text) || label::is_return(text));
    let goal = goal(site, node, &site.ids()[target.found.clone()]);
    let begins = site.weight(block + 1, node) <= 2;
    let around = around(site, node);
    let raised = around.1 || label.as_ref().is_some_and(|label| label.dressed) || bracketed.is_some();
    let end = tree.node(block).end;
    let words = site.weight(block, end) - site.link_weight(block, end);
    let in_text = words >= 3 && !tree.above(node).any(|above| tree.node(above).tag == Tag::Nav);
    let mut marks = around.0;
    // Org gives calls the role of a way back; the addresses say which is which
    let own = tree.attr(node, Attr::Id).or_else(|| tree.attr(node, Attr::Name)).unwrap_or_default();
    if marks::is_note_id(&target.id) && !marks::is_call_id(&target.id) && marks::is_call_id(own) {
        marks &= !marks::BACK;
    }
    Some(Link { node, target, goal, label, dressed: raised, marks, begins, mate: None, returns, in_text })
}

/// What the elements say that dress a link, inside and outside, and whether
/// one of them raises it.
fn around(site: &Site, node: Id) -> (Marks, bool) {
    let tree = &site.tree;
    let mut all = marks::of(tree, node);
    let mut raised = false;
    let outside = tree.above(node).take(4).take_while(|at| tree.node(*at).tag.is_inline());
    let inside = tree.inside(node).take(4).filter(|at| tree.node(*at).tag != Tag::Text);
    for at in outside.chain(inside) {
        // an element around more than the label speaks of the words in it
        if site.weight_of(at) as usize <= label::LONGEST {
            let own = marks::of(tree, at);
            all |= own & !(marks::NOTISH | marks::LIST) | if tree.node(at).tag == Tag::Sup { own } else { 0 };
        }
        let class = tree.attr(at, Attr::Class).unwrap_or_default();
        let style = tree.attr(at, Attr::Style).unwrap_or_default();
        let super_class = class.contains("super") || class.contains("sup ") || class.ends_with("sup");
        raised |= tree.node(at).tag == Tag::Sup || super_class || style.contains("super");
    }
    (all, raised)
}

/// The bracket that stands before a link in the text, if one closes after it:
/// `[<a>1</a>]`, `[<a>1</a>, <a>2</a>]`.
fn in_brackets(site: &Site, node: Id) -> Option<char> {
    let tree = &site.tree;
    let before = node.checked_sub(1).filter(|at| *at > 0).map_or("", |at| tree.raw(at));
    let end = tree.node(node).end;
    let after = if (end as usize) < tree.nodes.len() { tree.raw(end) } else { "" };
    let open = before.trim_end().chars().next_back().filter(|c| matches!(c, '[' | '('))?;
    after.trim_start().starts_with([']', ')', ',']).then_some(open)
}

/// The one of several elements with the same id that a link means: the only
/// one in the innermost element around the link that holds any. Two articles on
/// a page may each have their `fn1`.
fn goal(site: &Site, link: Id, bearers: &[(&str, u32, Id)]) -> Option<Id> {
    if bearers.len() < 2 {
        return bearers.first().map(|bearer| bearer.2);
    }
    for above in site.tree.above(link) {
        let end = site.tree.node(above).end;
        let first = bearers.partition_point(|bearer| bearer.2 < above);
        match bearers[first..].iter().take_while(|bearer| bearer.2 < end).take(2).count() {
            0 => {}
            1 => return Some(bearers[first].2),
            _ => return None,
        }
    }
    None
}

/// Links looked at in one block for the one that leads back.
const NEAR: usize = 24;

/// The link that stands where link `at` leads to, and leads to where it stands.
fn mate(site: &Site, links: &[Link], at: usize) -> Option<usize> {
    let link = &links[at];
    let goal = link.goal?;
    let around = reach(site, goal);
    let first = links.partition_point(|other| other.node < around);
    let end = site.tree.node(around).end;
    let near = links[first..].iter().enumerate().take_while(|(_, other)| other.node < end).take(NEAR);
    let mut mates = near.map(|(i, other)| (first + i, other)).filter(|(i, other)| {
        *i != at
            && are_pair(link, other)
            && is_at(site, other.node, goal)
            && other.goal.is_some_and(|goal| is_at(site, link.node, goal))
    });
    mates.next().map(|(i, _)| i)
}

/// True where two links may be a call and the way back from its note: they say
/// the same, or one of them says what it is. Paragraphs `2` and `1` that name each
/// other are no such pair.
fn are_pair(one: &Link, other: &Link) -> bool {
    let same = one.label.as_ref().zip(other.label.as_ref()).is_some_and(|(one, other)| one.text == other.text);
    let told = |link: &Link| link.returns || link.marks & marks::BACK != 0;
    let calls = |link: &Link| link.marks & marks::CALL != 0;
    same || told(one) || told(other) || calls(one) != calls(other)
}

/// The element in which a link back stands if one of the notes begins at `goal`.
fn reach(site: &Site, goal: Id) -> Id {
    if site.tree.node(goal).tag.is_block() {
        return goal;
    }
    if let Some(block) = block_after(site, goal).filter(|_| site.weight_of(goal) == 0) {
        return block;
    }
    site.tree.block(goal)
}

/// Bytes of text in which an anchor and a link belong together.
const CLOSE: u32 = 24;
/// Bytes of text of a block in which they do wherever they stand.
const SMALL: u32 = 6000;

/// True where a link stands at the place that `goal` names: in the same small
/// block, or close by where text stands in the page without paragraphs.
fn is_at(site: &Site, link: Id, goal: Id) -> bool {
    let tree = &site.tree;
    let around = reach(site, goal);
    let large =
        matches!(tree.node(around).tag, Tag::Body | Tag::Root | Tag::Html | Tag::Article | Tag::Main | Tag::Section);
    if tree.holds(around, link) && !large && site.weight_of(around) <= SMALL {
        return true;
    }
    tree.holds(goal, link) && !large || site.weight(link.min(goal), link.max(goal)) <= CLOSE
}

/// The block before which an anchor stands, with nothing in between.
pub fn block_after(site: &Site, anchor: Id) -> Option<Id> {
    let tree = &site.tree;
    let mut next = tree.node(anchor).end;
    while (next as usize) < tree.nodes.len() && tree.node(next).tag == Tag::Text && site.weight_of(next) == 0 {
        next += 1;
    }
    let node = tree.nodes.get(next as usize)?;
    (node.tag.is_block() && node.parent == tree.node(anchor).parent).then_some(next)
}
