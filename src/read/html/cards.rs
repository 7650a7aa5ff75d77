//! Cards: the short texts with a picture or a heading by which a page leads to others.

use std::collections::HashMap;

use super::site::{Site, weight_beside_links};
use super::tag::Tag;
use super::token::Attr;
use super::tree::{Id, Tree};

/// Fewest cards of a list of cards.
const CARDS: usize = 3;
/// Most text of a card beside its link: a line or two of the page that it leads to.
pub const EXCERPT: u32 = 200;
/// The same where the cards lead to pages of the same site, and fewest cards of that kind.
const LONG_EXCERPT: u32 = 600;
const MANY_CARDS: usize = 4;
/// Least text of the link of a card.
const TITLE: u32 = 12;

/// For each node, whether it is one of several cards that lead to other pages: a link with a
/// heading or a picture, and a line or two beside it. Counter-example: an annotated list of
/// links in an article has neither.
pub fn cards(site: &Site, own: &str) -> Vec<bool> {
    let tree = &site.tree;
    let mut out = vec![false; tree.nodes.len()];
    // of one class all on the page are taken together, of none those of one element
    let mut alike: HashMap<(Id, Tag, &str), (usize, Vec<Id>)> = HashMap::new();
    for at in 1..tree.nodes.len() as Id {
        let node = tree.node(at);
        if !(node.tag.is_block() || node.tag == Tag::A) || node.tag.heading().is_some() || node.tag == Tag::P {
            continue;
        }
        let class = tree.attr(at, Attr::Class).unwrap_or_default().trim();
        let parent = if class.is_empty() { node.parent } else { 0 };
        let (all, found) = alike.entry((parent, node.tag, class)).or_default();
        *all += 1;
        if is_card(site, at, own) {
            found.push(at);
        }
    }
    for (all, found) in alike.into_values() {
        let long = found.iter().any(|at| weight_beside_links(site, *at) > EXCERPT);
        if found.len() >= if long { MANY_CARDS } else { CARDS } && found.len() * 3 >= all * 2 {
            found.iter().for_each(|at| out[*at as usize] = true);
        }
    }
    out
}

/// The host of most links with one: that of the page itself, where it was saved with whole
/// addresses.
pub fn own_host<'a>(tree: &Tree<'a>) -> &'a str {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let links = (1..tree.nodes.len() as Id).filter(|at| tree.node(*at).tag == Tag::A);
    for host in links.filter_map(|at| tree.attr(at, Attr::Href)).map(host) {
        *counts.entry(host).or_default() += usize::from(!host.is_empty());
    }
    counts.into_iter().max_by_key(|(host, count)| (*count, *host)).map_or("", |(host, _)| host)
}

/// The host of an address, empty where it names none.
pub fn host(address: &str) -> &str {
    let rest = address.split_once("//").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().trim_start_matches("www.")
}

fn is_card(site: &Site, id: Id, own: &str) -> bool {
    let tree = &site.tree;
    let (linked, beside) = (site.link_weight(id, tree.node(id).end), weight_beside_links(site, id));
    if linked < TITLE || beside > LONG_EXCERPT || linked > LONG_EXCERPT {
        return false;
    }
    // a list of the best of something leads elsewhere
    if beside > EXCERPT && !(id..tree.node(id).end).all(|at| leads_here(tree, at, own)) {
        return false;
    }
    let shows = |at: Id| tree.node(at).tag == Tag::Img || tree.node(at).tag.heading().is_some();
    let leads =
        |at: Id| tree.node(at).tag == Tag::A && tree.attr(at, Attr::Href).is_some_and(|href| !href.starts_with('#'));
    (id..tree.node(id).end).any(shows) && (id..tree.node(id).end).any(leads)
}

/// True for a link to a page of the same site, and for all that is no link.
fn leads_here(tree: &Tree, id: Id, own: &str) -> bool {
    let href = tree.attr(id, Attr::Href).filter(|_| tree.node(id).tag == Tag::A);
    href.is_none_or(|href| host(href).is_empty() || host(href) == own)
}

/// The same, and not to a place in this one, to a file or to the address of a person.
pub fn leads_to_page(tree: &Tree, id: Id, own: &str) -> bool {
    let Some(href) = tree.attr(id, Attr::Href).filter(|_| tree.node(id).tag == Tag::A) else { return true };
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("//").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_file = name.rsplit_once('.').is_some_and(|(_, end)| {
        !["html", "htm", "php", "asp", "aspx", "jsp", "shtml"].iter().any(|known| end.eq_ignore_ascii_case(known))
    });
    leads_here(tree, id, own) && !href.starts_with('#') && !href.starts_with("mailto:") && !is_file
}
