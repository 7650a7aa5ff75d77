//! Notes that stand where they are called: side notes, tooltips, LaTeXML.

use super::bodies::Extent;
use super::label;
use super::plan::{Body, Call};
use super::site::Site;
use super::tag::Tag;
use super::token::Attr;
use super::tree::Id;

/// What a class says of an element that holds a note in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Tufte CSS and its like: `<label class=margin-toggle>`, `<span class=sidenote>`.
    Side,
    /// LaTeXML: `<span class="ltx_note"><sup>1</sup>…`.
    Ltx,
    /// The plug-ins of WordPress that put the note after the call.
    Tooltip,
    /// `<span class=footnote>The note.</span>`, as for print.
    Bare,
}

/// Notes in the text, each after the element that said so and its call. `taken`
/// says which nodes notes have been found in by links.
pub fn notes(site: &Site, taken: impl Fn(Id) -> bool) -> Vec<(Id, Call, Body)> {
    let mut out: Vec<(Id, Call, Body)> = Vec::new();
    let mut counter = 0;
    let mut end = 0;
    for at in 1..site.tree.nodes.len() as Id {
        if at < end || !site.tree.has_attributes(at) {
            continue;
        }
        let Some(kind) = site.tree.attr(at, Attr::Class).and_then(kind).filter(|_| !taken(at)) else { continue };
        let found = match kind {
            Kind::Side => side(site, at, &mut counter),
            Kind::Ltx => ltx(site, at),
            Kind::Tooltip => tooltip(site, at),
            Kind::Bare => bare(site, at),
        };
        if let Some((call, body)) = found {
            end = site.tree.node(at).end;
            out.push((at, call, body));
        }
    }
    out
}

fn kind(classes: &str) -> Option<Kind> {
    classes.split_ascii_whitespace().find_map(|class| match class.to_ascii_lowercase().as_str() {
        "sidenote" | "marginnote" | "margin-note" | "side-note" | "marginal-note" | "sidenote-content" => {
            Some(Kind::Side)
        }
        "ltx_note" => Some(Kind::Ltx),
        "modern-footnotes-footnote__note" | "footnote_tooltip" => Some(Kind::Tooltip),
        "footnote" | "inline-footnote" | "footnote-inline" => Some(Kind::Bare),
        _ => None,
    })
}

/// True inside a paragraph or another block of running text.
fn is_in_text(site: &Site, id: Id) -> bool {
    let block = site.tree.node(site.tree.block(site.tree.node(id).parent)).tag;
    matches!(block, Tag::P | Tag::Li | Tag::Dd | Tag::Td | Tag::Blockquote | Tag::Div | Tag::Figcaption | Tag::Caption)
        || block.heading().is_some()
}

fn body(site: &Site, first: Id, label: &str) -> Body {
    Body { extent: Extent { first, end: site.tree.node(first).end }, ids: Vec::new(), label: label.to_owned() }
}

fn call(site: &Site, first: Id, label: &str) -> Call {
    let node = site.tree.node(first);
    Call {
        first,
        end: node.end,
        span: (node.start as usize, node.close as usize),
        label: label.to_owned(),
        target: String::new(),
    }
}

/// A call without bytes of its own, before a note.
fn silent(site: &Site, note: Id, label: &str) -> Call {
    let start = site.tree.node(note).start as usize;
    Call { first: note, end: note, span: (start, start), label: label.to_owned(), target: String::new() }
}

fn side(site: &Site, at: Id, counter: &mut u32) -> Option<(Call, Body)> {
    let tree = &site.tree;
    if !tree.node(at).tag.is_inline() && tree.node(at).tag != Tag::Aside {
        return None;
    }
    let toggle = before(site, at, |id| {
        let node = tree.node(id);
        let raised = matches!(node.tag, Tag::Sup | Tag::A)
            && site.text_of(id, label::LONGEST).is_some_and(|t| label::label(&t).is_some());
        node.tag == Tag::Label || raised
    });
    let Some(toggle) = toggle else {
        return is_in_text(site, at).then(|| (silent(site, at, ""), body(site, at, "")));
    };
    let printed = site.text_of(toggle, label::LONGEST).and_then(|text| label::label(&text));
    let numbered = tree.attr(toggle, Attr::Class).is_some_and(|class| class.contains("number"));
    let label = match printed {
        Some(label) => label.text,
        None if numbered => {
            *counter += 1;
            counter.to_string()
        }
        None => String::new(),
    };
    Some((call(site, toggle, &label), body(site, at, &label)))
}

/// The element shortly before `at`, with the same parent or in the text just
/// before it, that `wanted` accepts; only switches and blanks may stand between.
fn before(site: &Site, at: Id, wanted: impl Fn(Id) -> bool) -> Option<Id> {
    let parent = site.tree.node(at).parent;
    for id in (parent + 1..at).rev().take(8) {
        if wanted(id) {
            return (site.weight(site.tree.node(id).end, at) == 0).then_some(id);
        }
        if site.weight(id, at) as usize > label::LONGEST {
            return None;
        }
    }
    None
}

fn ltx(site: &Site, at: Id) -> Option<(Call, Body)> {
    let tree = &site.tree;
    let has = |id: Id, class: &str| tree.attr(id, Attr::Class).is_some_and(|classes| classes.contains(class));
    let mark = tree.inside(at).find(|id| has(*id, "ltx_note_mark"))?;
    let content = tree.inside(at).find(|id| has(*id, "ltx_note_content"))?;
    let label = site.text_of(mark, label::LONGEST)?;
    (mark < content).then(|| (call(site, mark, &label), body(site, content, &label)))
}

/// True for the labels and names that LaTeXML repeats in a note.
pub fn is_label(site: &Site, id: Id) -> bool {
    let names = ["ltx_note_mark", "ltx_tag_note", "ltx_note_type"];
    site.tree.attr(id, Attr::Class).is_some_and(|classes| names.iter().any(|name| classes.contains(name)))
}

fn tooltip(site: &Site, at: Id) -> Option<(Call, Body)> {
    let tree = &site.tree;
    let is_mark = |id: Id| {
        let label = || site.text_of(id, label::LONGEST).is_some_and(|text| label::label(&text).is_some());
        tree.node(id).tag != Tag::Text && tree.node(id).parent == tree.node(at).parent && label()
    };
    let mark = before(site, at, is_mark)?;
    let label = site.text_of(mark, label::LONGEST).and_then(|text| label::label(&text))?;
    let note = listed(site, mark).map_or_else(|| body(site, at, &label.text), |row| body(site, row, &label.text));
    (site.weight_of(note.extent.first) > 0).then(|| (call(site, mark, &label.text), note))
}

/// The row of the list of notes that repeats the note of a call, without the
/// cut that the one beside the call may have suffered: `footnote_plugin_tooltip_3`
/// belongs to `footnote_plugin_reference_3`.
fn listed(site: &Site, mark: Id) -> Option<Id> {
    let tree = &site.tree;
    let ids = std::iter::once(mark).chain(tree.inside(mark).take(4)).filter_map(|id| tree.attr(id, Attr::Id));
    let own = ids.filter_map(|id| id.strip_prefix("footnote_plugin_tooltip_")).next()?;
    let node = site.element(mark, &format!("footnote_plugin_reference_{own}"))?;
    tree.above(node).take(4).find(|above| tree.node(*above).tag == Tag::Tr)
}

/// Least text of a note that only its class gives away.
const BARE: u32 = 12;

fn bare(site: &Site, at: Id) -> Option<(Call, Body)> {
    let tree = &site.tree;
    let inside = tree
        .inside(at)
        .any(|id| tree.node(id).tag == Tag::A && tree.attr(id, Attr::Href).is_some_and(|href| href.starts_with('#')));
    let fits = matches!(tree.node(at).tag, Tag::Span | Tag::Small) && is_in_text(site, at);
    let block = tree.block(at);
    let alone = site.weight_of(at) == site.weight_of(block);
    (fits && !inside && !alone && site.weight_of(at) >= BARE).then(|| (silent(site, at, ""), body(site, at, "")))
}
