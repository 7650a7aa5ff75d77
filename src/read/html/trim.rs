//! What stands in a note and is not its text: its label, the ways back; and
//! the signs between two calls.

use super::calls::Verdict;
use super::entity::{self, Piece};
use super::label;
use super::links::Link;
use super::marks;
use super::plan::Plan;
use super::site::Site;
use super::tag::Tag;
use super::tree::{Id, Tree};

/// Most text of a way back from a note.
const BACK: u32 = 60;

/// Leaves out the links that lead back from notes, with the brackets around them.
pub fn ways_back(site: &Site, links: &[Link], verdicts: &[Verdict], plan: &mut Plan) {
    let tree = &site.tree;
    let mut skipped = Vec::new();
    for body in &plan.bodies {
        let first = links.partition_point(|link| link.node < body.extent.first);
        let inside = links[first..].iter().zip(&verdicts[first..]).take_while(|(link, _)| link.node < body.extent.end);
        for (link, verdict) in inside {
            let own = link.label.as_ref().is_some_and(|label| label.text == body.label);
            let back = *verdict == Verdict::Back;
            let told =
                link.marks & marks::BACK != 0 || marks::is_call_id(&link.target.id) || own && !body.label.is_empty();
            let leads_out = link.goal.is_none_or(|goal| !body.extent.holds(goal) || body.extent.first == goal);
            let calls = matches!(verdict, Verdict::Calls(_) | Verdict::Missing | Verdict::Ambiguous);
            let small = site.weight_of(link.node) <= BACK;
            if small && leads_out && !calls && (back && told || link.returns) {
                skipped.push(link.node);
            }
        }
        for id in (body.extent.first..body.extent.end).take(400) {
            let back = tree.has_attributes(id) && marks::of(tree, id) & marks::BACK != 0;
            if back && site.weight_of(id) <= BACK && tree.node(id).tag.is_inline() {
                skipped.push(id);
            }
        }
    }
    for id in skipped {
        unbracket(site, id, tree.node(id).end, plan);
        plan.skipped.insert(id);
    }
}

/// Cuts the brackets that stand directly around the nodes `first..end`.
fn unbracket(site: &Site, first: Id, end: Id, plan: &mut Plan) -> Option<(usize, usize)> {
    let tree = &site.tree;
    let (before, after) = (text_before(tree, first)?, text_after(tree, end)?);
    let (left, right) = (tree.raw(before).trim_end(), tree.raw(after));
    let close = right.trim_start().chars().next()?;
    let open = left.chars().next_back()?;
    if !matches!((open, close), ('[', ']') | ('(', ')')) {
        return None;
    }
    let from = tree.node(before).start + left.len() as u32 - 1;
    let to = tree.node(after).start + (right.len() - right.trim_start().len()) as u32 + 1;
    plan.cuts.entry(before).or_default().push((from, tree.node(before).close));
    plan.cuts.entry(after).or_default().push((tree.node(after).start, to));
    Some((from as usize, to as usize))
}

/// The text node that ends where node `id` begins.
fn text_before(tree: &Tree, id: Id) -> Option<Id> {
    let before = id.checked_sub(1)?;
    (tree.node(before).tag == Tag::Text).then_some(before)
}

/// The text node that begins where the nodes before `end` end.
fn text_after(tree: &Tree, end: Id) -> Option<Id> {
    (tree.nodes.get(end as usize)?.tag == Tag::Text).then_some(end)
}

/// Cuts what parts two calls (`1,2`, `[3]–[7]`) and the brackets around calls,
/// which become part of them.
pub fn between_calls(site: &Site, plan: &mut Plan) {
    let tree = &site.tree;
    let mut run = 0;
    for at in 0..plan.calls.len() {
        let next = plan.calls.get(at + 1).map(|next| next.first);
        let parts = next.and_then(|next| separator(tree, plan.calls[at].end, next));
        if let Some(parts) = parts {
            if let Some(id) = parts {
                plan.cuts.entry(id).or_default().push((tree.node(id).start, tree.node(id).close));
            }
            continue;
        }
        let (first, end) = (plan.calls[run].first, plan.calls[at].end);
        if first < end
            && let Some((from, to)) = unbracket(site, first, end, plan)
        {
            plan.calls[run].span.0 = from;
            plan.calls[at].span.1 = to;
        }
        run = at + 1;
    }
}

/// What stands between two calls that follow each other: nothing, or a text
/// that is only a sign; `None` where words or a block stand there.
#[expect(clippy::option_option, reason = "whether, and if so which")]
fn separator(tree: &Tree, end: Id, next: Id) -> Option<Option<Id>> {
    if next < end || next - end > 3 {
        return None;
    }
    let mut found = None;
    for id in end..next {
        let node = tree.node(id);
        if node.tag == Tag::Text {
            let raw = entity::decode(tree.raw(id));
            let sign = raw.trim();
            if !matches!(sign, "," | ";" | "-" | "–" | "—" | "‑" | "&") || found.is_some() {
                return None;
            }
            found = Some(id);
        } else if !node.tag.is_inline() || node.tag == Tag::Br {
            return None;
        }
    }
    found.map(Some)
}

/// A character at the beginning of a note.
#[derive(Clone, Copy, Debug)]
struct Lead {
    c: char,
    node: Id,
    from: u32,
    to: u32,
}

/// Stands for something left out.
const GONE: char = '\u{1}';
/// Stands for the border of an element.
const EDGE: char = '\u{2}';

/// Cuts the labels at the beginning of notes, and learns those of notes that
/// nothing calls.
pub fn labels(site: &Site, plan: &mut Plan) {
    for at in 0..plan.bodies.len() {
        let extent = plan.bodies[at].extent;
        let lead = lead(site, plan, extent.first, extent.end);
        let ordinal = site.ordinal(extent.first);
        let known = plan.bodies[at].label.clone();
        let label = if known.is_empty() { own_label(&lead) } else { Some(known) };
        let label = label.or_else(|| ordinal.map(|number| number.to_string())).unwrap_or_default();
        let cut = cut_of(&lead, &label, ordinal.is_some());
        for piece in lead[..cut].iter().filter(|piece| piece.from < piece.to) {
            plan.cuts.entry(piece.node).or_default().push((piece.from, piece.to));
        }
        plan.bodies[at].label = label;
    }
    plan.cuts.values_mut().for_each(|cuts| cuts.sort_unstable());
}

/// Characters looked at for a label.
const LEAD: usize = 48;

/// The first characters of a note.
fn lead(site: &Site, plan: &Plan, first: Id, end: Id) -> Vec<Lead> {
    let tree = &site.tree;
    let mut out = Vec::new();
    let mut at = first;
    while at < end && out.len() < LEAD {
        let node = tree.node(at);
        let sign = |c| Lead { c, node: at, from: 0, to: 0 };
        if plan.skipped.contains(&at) {
            out.push(sign(GONE));
            at = node.end;
            continue;
        }
        if tree.is_mute(at) {
            at = node.end;
            continue;
        }
        if node.tag == Tag::Text {
            let cuts = plan.cuts.get(&at).map_or(&[][..], Vec::as_slice);
            characters(tree, at, |piece| {
                if !cuts.iter().any(|(from, to)| *from <= piece.from && piece.from < *to) {
                    out.push(piece);
                }
                out.len() < LEAD
            });
        } else {
            out.push(sign(EDGE));
        }
        at += 1;
    }
    out
}

/// Calls `take` with each character of a text, until it says no.
fn characters(tree: &Tree, id: Id, mut take: impl FnMut(Lead) -> bool) {
    let node = tree.node(id);
    for (at, len, piece) in entity::pieces(tree.raw(id)) {
        let from = node.start + at as u32;
        let whole = |c| Lead { c, node: id, from, to: from + len as u32 };
        let more = match piece {
            Piece::Char(c) => take(whole(c)),
            Piece::Named(text) => take(whole(text.chars().next().unwrap_or(' '))),
            Piece::Plain(text) => text.char_indices().all(|(i, c)| {
                let from = from + i as u32;
                take(Lead { c, node: id, from, to: from + c.len_utf8() as u32 })
            }),
        };
        if !more {
            return;
        }
    }
}

/// How many characters at the beginning are label and not text.
fn cut_of(lead: &[Lead], label: &str, listed: bool) -> usize {
    let is = |at: usize, test: &dyn Fn(char) -> bool| lead.get(at).is_some_and(|piece| test(piece.c));
    let blank = |c: char| c.is_whitespace() || c == EDGE;
    let mut at = 0;
    let mut gone = false;
    while is(at, &|c| blank(c) || matches!(c, '[' | '(' | '^' | '↑' | '{' | GONE)) {
        gone |= lead[at].c == GONE;
        at += 1;
    }
    let mut end = 0;
    if gone {
        while is(at, &|c| blank(c) || matches!(c, ']' | ')' | '.' | ':' | '：' | '}' | ',' | GONE)) {
            at += 1;
        }
        end = at;
    }
    let len = label.chars().count();
    let same = lead[at.min(lead.len())..]
        .iter()
        .zip(label.chars())
        .filter(|(piece, c)| digit(piece.c).eq_ignore_ascii_case(c))
        .count();
    if len == 0 || same < len {
        return end;
    }
    let after = at + len;
    let apart = !is(after, &|c| c.is_alphanumeric());
    let dressed = after >= lead.len()
        || is(after, &|c| matches!(c, ']' | ')' | '.' | ':' | EDGE))
        || at > 0 && is(at - 1, &|c| "[(".contains(c));
    if !apart || listed && !dressed {
        return end;
    }
    let mut at = after;
    while is(at, &|c| blank(c) || matches!(c, ']' | ')' | '.' | ':' | '：' | '}' | GONE)) {
        at += 1;
    }
    at
}

fn digit(c: char) -> char {
    label::super_digit(c).unwrap_or(c)
}

/// The label with which a note begins, where brackets, a full stop or an
/// element of its own set it apart: `[3]`, `3.`, `<sup>3</sup>`, `*`.
fn own_label(lead: &[Lead]) -> Option<String> {
    let text: String = lead.iter().map(|piece| piece.c).collect();
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == EDGE || c == GONE);
    let end = rest.find(|c: char| c.is_whitespace() || c == EDGE || c == GONE)?;
    let token = &rest[..end];
    let found = label::label(token)?;
    let raised = rest[end..].starts_with(EDGE) && !token.chars().all(char::is_alphabetic);
    let stop = token.ends_with(['.', ':', ')', ']']) && !token.starts_with(char::is_alphabetic);
    (found.dressed || raised || stop).then_some(found.text)
}
