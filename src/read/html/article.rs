//! Where the article of a page stands, as its paragraphs tell.
//!
//! Most pages wrap the text in an element that holds little else; whatever name it has, it is
//! the smallest that holds nearly all paragraphs. Paragraphs of menus, of readers' comments and
//! of cards that lead to other pages do not count. In doubt nothing is furniture: a paragraph
//! outside is text all the same, and so is what stands beside it.

use std::collections::HashMap;

use super::furniture::{self, Said};
use super::site::Site;
use super::tag::Tag;
use super::token::Attr;
use super::tree::{Id, Tree};

/// Least text of a paragraph that no bar of links has, links aside.
const PARAGRAPH: u32 = 100;
/// Least text of the paragraphs of a page that has an article.
const SHORT: u32 = 400;
/// Fewer letters than this may be a long note beside a short text, or a notice at the foot.
const SHORTEST: u32 = 1500;
/// Most text of a line about an article.
const LINE: u32 = 80;
/// Least text of a sentence.
const SENTENCE: u32 = 40;
/// Fewest cards of a list of cards.
const CARDS: usize = 3;
/// Most text of a card beside its link: a line or two of the page that it leads to.
const EXCERPT: u32 = 200;
/// The same where the cards lead to pages of the same site, and fewest cards of that kind.
const LONG_EXCERPT: u32 = 450;
const MANY_CARDS: usize = 4;
/// Least text of an article above such cards.
const LONG_ARTICLE: u32 = 800;
/// Least text of the link of a card.
const TITLE: u32 = 12;

/// The article of a page.
pub struct Article {
    /// The element that holds nearly all of its paragraphs.
    body: Id,
    /// The first and the last of its paragraphs.
    first: Id,
    last: Id,
    /// Text of paragraphs before each node, so that an element's share is one subtraction.
    prose: Vec<u32>,
    /// For each node, whether it is a card.
    cards: Vec<bool>,
}

impl Article {
    /// The article of a page, in its `main` element where it names one; `None` where its
    /// paragraphs do not tell.
    pub fn of(site: &Site, main: Option<Id>) -> Option<Article> {
        let tree = &site.tree;
        let all = 1..tree.nodes.len() as Id;
        let of_a_site = |at: Id| matches!(tree.node(at).tag, Tag::Nav | Tag::Main) || is_named_furniture(tree, at);
        if !all.clone().any(of_a_site) {
            return None;
        }
        let blocks = with_blocks(tree);
        let mut cards = cards(site);
        let mut prose = vec![0u32; tree.nodes.len() + 1];
        let (mut beside, mut apart) = (0, 0);
        for at in all {
            // with longer texts they are the work, unless it stands above them
            if cards[at as usize] && weight_beside_links(site, at) > EXCERPT && prose[at as usize] < LONG_ARTICLE {
                cards[at as usize] = false;
            }
            if at >= beside && (cards[at as usize] || is_apart(site, at)) {
                beside = tree.node(at).end;
                apart += if main.is_none_or(|main| tree.holds(main, at)) { weight_beside_links(site, at) } else { 0 };
            }
            let own = if at < beside { 0 } else { paragraph(site, &blocks, at) };
            prose[at as usize + 1] = prose[at as usize] + own;
        }
        let share = |id: Id| prose[tree.node(id).end as usize] - prose[id as usize];
        let mut body = main.unwrap_or(0);
        let whole = share(body);
        // a page of tables and short lines shows little of where its text is
        if whole < SHORTEST || whole * 2 < weight_beside_links(site, body).saturating_sub(apart) {
            return None;
        }
        while let Some(child) = tree.children(body).find(|child| share(*child) * 10 >= whole * 9) {
            if matches!(tree.node(child).tag, Tag::P | Tag::Td | Tag::Blockquote) {
                break;
            }
            body = child;
        }
        // beside a short text the foot of the page, or a notice, may be the longest
        if std::iter::once(body).chain(tree.above(body)).any(|at| is_of_furniture(tree, at)) {
            return None;
        }
        let mut inside = tree.inside(body).filter(|at| prose[*at as usize + 1] > prose[*at as usize]);
        let first = inside.next().unwrap_or(body);
        let last = inside.next_back().unwrap_or(first);
        Some(Article { body, first, last, prose, cards })
    }

    /// Text of paragraphs before an element.
    pub fn before(&self, id: Id) -> u32 {
        self.prose[id as usize]
    }

    /// Text of paragraphs in an element.
    fn share(&self, tree: &Tree, id: Id) -> u32 {
        self.prose[tree.node(id).end as usize] - self.prose[id as usize]
    }

    /// True for a card, for a block outside of the article, and for a line about it above its
    /// first paragraph.
    pub fn is_furniture(&self, site: &Site, id: Id) -> bool {
        let tree = &site.tree;
        let node = tree.node(id);
        if self.cards[id as usize] {
            let inner = weight_beside_links(site, id) < PARAGRAPH;
            return inner || !tree.holds(self.body, id);
        }
        if !node.tag.is_block() || self.share(tree, id) > 0 || tree.holds(id, self.body) {
            return false;
        }
        // what a writer sets apart
        let set = |at: Id| matches!(tree.node(at).tag, Tag::Figure | Tag::Blockquote | Tag::Pre | Tag::Table);
        if set(id) || tree.above(id).take(4).any(set) || matches!(node.tag, Tag::Figcaption) {
            return false;
        }
        let heading = node.tag.heading().is_some();
        if tree.holds(self.body, id) {
            let (text, linked) = (site.weight_of(id), site.link_weight(id, node.end));
            let leaf = || !tree.inside(id).any(|at| tree.node(at).tag.is_block());
            let headed = || (self.last + 1..id).any(|at| tree.node(at).tag.heading().is_some());
            let above = || id < self.first && (linked * 2 > text || is_line(site, id)) && !is_sentence(site, id);
            let below = || id > self.last && (linked * 10 >= text * 8 && !headed() || is_line(site, id));
            return !heading && text < LINE && leaf() && (above() || below());
        }
        let beside_prose = || {
            let parent = node.parent;
            !tree.holds(parent, self.body) && self.share(tree, parent) > 0
        };
        let standfirst = || id < self.first && site.weight_of(id) >= SENTENCE && is_sentence(site, id);
        !beside_prose() && !standfirst() && tree.inside(id).all(|at| tree.node(at).tag.heading() != Some(1))
    }
}

/// True for a line that says of itself, or of what it stands in, that it tells about the
/// article (`author`, `date`, `tags`, `share`), or that shows a time.
fn is_line(site: &Site, id: Id) -> bool {
    let tree = &site.tree;
    let names = |at: Id| [Attr::Class, Attr::Id].into_iter().filter_map(move |attr| tree.attr(at, attr));
    let named = |at: Id| names(at).flat_map(str::split_ascii_whitespace).any(furniture::is_line);
    let near = tree.node(id).parent;
    let inner = || (id..tree.node(id).end).take(6).any(|at| named(at) || tree.node(at).tag == Tag::Time);
    named(near) && !matches!(tree.node(near).tag, Tag::Body | Tag::Article | Tag::Main) || inner()
}

/// True for a text that ends as a sentence does and is mostly no link.
fn is_sentence(site: &Site, id: Id) -> bool {
    let ends = |text: String| text.trim_end().ends_with(['.', '!', '?', '…', ':', ';', ',', '”', '"', '»', ')', '。']);
    weight_beside_links(site, id) * 2 > site.weight_of(id) && site.text_of(id, 2000).is_some_and(ends)
}

/// Text of an element of its own that makes a paragraph, links aside; 0 for less.
fn paragraph(site: &Site, blocks: &[bool], id: Id) -> u32 {
    let tree = &site.tree;
    let tag = tree.node(id).tag;
    if !(tag.is_block() || blocks[id as usize]) || tag.heading().is_some() || site.weight_of(id) < PARAGRAPH {
        return 0;
    }
    let inner = |child: &Id| !tree.node(*child).tag.is_block() && !blocks[*child as usize];
    let own: u32 = tree.children(id).filter(inner).map(|child| weight_beside_links(site, child)).sum();
    if own >= PARAGRAPH { own } else { 0 }
}

/// For each node, whether a block stands in it.
fn with_blocks(tree: &Tree) -> Vec<bool> {
    let mut out = vec![false; tree.nodes.len()];
    for at in (1..tree.nodes.len()).rev() {
        let node = &tree.nodes[at];
        if node.tag.is_block() || out[at] {
            out[node.parent as usize] = true;
        }
    }
    out
}

/// True for an element in which no paragraph is one of the article: by its tag, its name, or
/// as it is hidden.
fn is_apart(site: &Site, id: Id) -> bool {
    let tree = &site.tree;
    let tag = tree.node(id).tag;
    if tree.is_mute(id) || matches!(tag, Tag::Nav | Tag::Aside | Tag::Footer | Tag::Dialog | Tag::Form) {
        return site.weight_of(id) * 2 < site.weight_of(0);
    }
    if tag.is_inline() && tag != Tag::Other
        || !tree.has_attributes(id)
        || matches!(tag, Tag::Body | Tag::Html | Tag::Main | Tag::Article)
    {
        return false;
    }
    let style = tree.attr(id, Attr::Style).unwrap_or_default();
    let hidden = tree.attr(id, Attr::Hidden).is_some() || style.contains("none") && style.contains("display");
    let names = [Attr::Class, Attr::Id].into_iter().filter_map(|attr| tree.attr(id, attr));
    let named = |name: &str| furniture::said(name) >= Said::Perhaps;
    let mut names = names.flat_map(str::split_ascii_whitespace);
    // readers may write more than the author
    let of_readers = |name: &str| furniture::COMMENTS.iter().any(|known| name.eq_ignore_ascii_case(known));
    let small = site.weight_of(id) * 2 < site.weight_of(0);
    hidden && small || names.any(|name| named(name) && (small || of_readers(name)))
}

/// For each node, whether it is one of several cards that lead to other pages: a link with a
/// heading or a picture, and a line or two beside it. Counter-example: an annotated list of
/// links in an article has neither.
fn cards(site: &Site) -> Vec<bool> {
    let tree = &site.tree;
    let mut out = vec![false; tree.nodes.len()];
    let own = own_host(tree);
    let mut alike: HashMap<(Id, Tag, &str), (usize, Vec<Id>)> = HashMap::new();
    for at in 1..tree.nodes.len() as Id {
        let node = tree.node(at);
        if !(node.tag.is_block() || node.tag == Tag::A) || node.tag.heading().is_some() || node.tag == Tag::P {
            continue;
        }
        let class = tree.attr(at, Attr::Class).and_then(|class| class.split_ascii_whitespace().next());
        let (all, found) = alike.entry((node.parent, node.tag, class.unwrap_or_default())).or_default();
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
fn own_host<'a>(tree: &Tree<'a>) -> &'a str {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let links = (1..tree.nodes.len() as Id).filter(|at| tree.node(*at).tag == Tag::A);
    for host in links.filter_map(|at| tree.attr(at, Attr::Href)).map(host) {
        *counts.entry(host).or_default() += usize::from(!host.is_empty());
    }
    counts.into_iter().max_by_key(|(host, count)| (*count, *host)).map_or("", |(host, _)| host)
}

/// The host of an address, empty where it names none.
fn host(address: &str) -> &str {
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
    let here = |at: Id| {
        let href = tree.attr(at, Attr::Href).filter(|_| tree.node(at).tag == Tag::A);
        href.is_none_or(|href| host(href).is_empty() || host(href) == own)
    };
    if beside > EXCERPT && !(id..tree.node(id).end).all(here) {
        return false;
    }
    let shows = |at: Id| tree.node(at).tag == Tag::Img || tree.node(at).tag.heading().is_some();
    let leads =
        |at: Id| tree.node(at).tag == Tag::A && tree.attr(at, Attr::Href).is_some_and(|href| !href.starts_with('#'));
    (id..tree.node(id).end).any(shows) && (id..tree.node(id).end).any(leads)
}

/// The element that seems to be the main one of a page that names none: the smallest that
/// holds nearly all of its paragraphs. Only on a page of a site, which says of something that
/// it is a menu: a plain page may have its notes below its text, in no element of their own.
pub fn supposed_main(site: &Site) -> Option<Id> {
    let tree = &site.tree;
    let all = 1..tree.nodes.len() as Id;
    if !all.clone().any(|at| tree.node(at).tag == Tag::Nav || is_named_furniture(tree, at)) {
        return None;
    }
    // paragraphs' weight before each node, so that an element's share is one subtraction
    let mut before = vec![0u32; tree.nodes.len() + 1];
    for at in all {
        let paragraph = tree.node(at).tag != Tag::H1 && is_prose(site, at);
        let own = if paragraph { weight_beside_links(site, at) } else { 0 };
        before[at as usize + 1] = before[at as usize] + own;
    }
    let weight = |id: Id| before[tree.node(id).end as usize] - before[id as usize];
    let whole = weight(0);
    let mut main = 0;
    while let Some(child) = tree.children(main).find(|child| weight(*child) * 20 >= whole * 17) {
        if matches!(tree.node(child).tag, Tag::P | Tag::Td | Tag::Blockquote) {
            break;
        }
        main = child;
    }
    let named = !matches!(tree.node(main).tag, Tag::Root | Tag::Html | Tag::Body);
    // a page of tables and short lines shows little of where its text is
    let told = whole >= SHORT && whole * 2 >= weight_beside_links(site, 0);
    (told && named).then_some(main)
}

/// True for a block whose class or id is surely one of furniture.
fn is_named_furniture(tree: &Tree, id: Id) -> bool {
    let names = [Attr::Class, Attr::Id].into_iter().filter_map(|attr| tree.attr(id, attr));
    tree.node(id).tag.is_block()
        && names.flat_map(str::split_ascii_whitespace).any(|name| furniture::said(name) == Said::Surely)
}

/// True for an element that by its tag or name may be furniture.
fn is_of_furniture(tree: &Tree, id: Id) -> bool {
    let tag = tree.node(id).tag;
    let names = [Attr::Class, Attr::Id].into_iter().filter_map(|attr| tree.attr(id, attr));
    let named = || names.flat_map(str::split_ascii_whitespace).any(|name| furniture::said(name) >= Said::Perhaps);
    matches!(tag, Tag::Nav | Tag::Aside | Tag::Footer | Tag::Dialog | Tag::Form)
        || !matches!(tag, Tag::Body | Tag::Html | Tag::Main | Tag::Article) && named()
}

/// Visible text of an element that is no link.
pub fn weight_beside_links(site: &Site, id: Id) -> u32 {
    site.weight_of(id).saturating_sub(site.link_weight(id, site.tree.node(id).end))
}

/// The element that holds an article and those beside it, as in a forum; itself where it
/// stands alone.
pub fn around_all(tree: &Tree, article: Id, all: &[Id]) -> Id {
    let parent = tree.node(article).parent;
    let beside = |other: &&Id| **other != article && tree.node(**other).parent == parent;
    let apart = matches!(tree.node(parent).tag, Tag::Root | Tag::Html | Tag::Body);
    if !apart && all.iter().any(|other| beside(&other)) { parent } else { article }
}

/// True for a title, and for a paragraph or cell of some length that is no list of links.
pub fn is_prose(site: &Site, id: Id) -> bool {
    let node = site.tree.node(id);
    if node.tag.heading() == Some(1) {
        return true;
    }
    let text = site.weight_of(id);
    node.tag.is_block()
        && text - site.link_weight(id, node.end).min(text) >= PARAGRAPH
        && !site.tree.children(id).any(|child| site.tree.node(child).tag.is_block())
}
