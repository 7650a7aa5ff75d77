//! Where the article of a page stands, as its paragraphs tell.
//!
//! Most pages wrap the text in an element that holds little else; whatever name it has, it is
//! the smallest that holds nearly all paragraphs. Paragraphs of menus, of readers' comments and
//! of cards that lead to other pages do not count. In doubt nothing is furniture: a paragraph
//! outside is text all the same, and so is what stands beside it.

use super::cards::{self, EXCERPT};
use super::furniture::{self, Said};
use super::site::{Site, weight_beside_links};
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
/// Most text of a line that leads from an article to another one.
const TEASER: u32 = 200;
/// Text of a caption that may be given twice.
const CAPTION: std::ops::Range<u32> = 20..600;
/// Least text of an article above such cards.
const LONG_ARTICLE: u32 = 800;

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
    /// For each node, whether a block stands in it.
    blocks: Vec<bool>,
    /// The host of the page.
    host: String,
    /// Captions that were given before, as galleries have them for each size of the window.
    repeated: Vec<Id>,
    /// True where so few of the article's lines are links as a whole that these lead away from
    /// it: where many are, it is a list of links.
    has_teasers: bool,
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
        let host = cards::own_host(tree);
        let mut cards = cards::cards(site, host);
        let mut prose = vec![0u32; tree.nodes.len() + 1];
        let mut apart = vec![0u32; tree.nodes.len() + 1];
        let mut beside = 0;
        for at in all {
            // with longer texts they are the work, unless it stands above them
            if cards[at as usize] && weight_beside_links(site, at) > EXCERPT && prose[at as usize] < LONG_ARTICLE {
                cards[at as usize] = false;
            }
            apart[at as usize + 1] = apart[at as usize];
            if at >= beside && (cards[at as usize] || is_apart(site, at)) {
                beside = tree.node(at).end;
                apart[at as usize + 1] += weight_beside_links(site, at);
            }
            let own = if at < beside { 0 } else { paragraph(site, &blocks, at) };
            prose[at as usize + 1] = prose[at as usize] + own;
        }
        let within = |sums: &[u32], id: Id| sums[tree.node(id).end as usize] - sums[id as usize];
        let share = |id: Id| within(&prose, id);
        let named = (1..tree.nodes.len() as Id).find(|at| share(*at) * 10 >= share(0) * 6 && is_named_body(tree, *at));
        let mut body = named.or(main).unwrap_or(0);
        let whole = share(body);
        // a page of tables and short lines shows little of where its text is
        let least = if named.is_some() { SHORT } else { SHORTEST };
        if whole < least || whole * 2 < weight_beside_links(site, body).saturating_sub(within(&apart, body)) {
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
        let paragraphs: Vec<Id> =
            tree.inside(body).filter(|at| prose[*at as usize + 1] > prose[*at as usize]).collect();
        let first = paragraphs.first().copied().unwrap_or(body);
        let last = paragraphs.last().copied().unwrap_or(first);
        let host = host.to_owned();
        let repeated = repeated_captions(site);
        let mut article = Article { body, first, last, prose, cards, blocks, host, repeated, has_teasers: false };
        let teasers = tree.inside(body).filter(|at| article.is_linked_line(site, *at)).count();
        article.has_teasers = teasers * 4 <= paragraphs.len();
        Some(article)
    }

    /// True for an element that is a block, or stands among blocks as if it were one: a link
    /// around a picture and a heading, an element of the site's own.
    pub fn stands_as_block(&self, site: &Site, id: Id) -> bool {
        let tree = &site.tree;
        let node = tree.node(id);
        if node.tag.is_block() || self.blocks[id as usize] {
            return true;
        }
        let is_text = |at: Id| {
            let found = tree.nodes.get(at as usize);
            found.is_some_and(|node| node.tag == Tag::Text) && site.weight_of(at) > 0
        };
        self.blocks[node.parent as usize] && !is_text(id - 1) && !is_text(node.end)
    }

    /// True for a line that is one link, to another page of the site.
    fn is_linked_line(&self, site: &Site, id: Id) -> bool {
        let tree = &site.tree;
        let node = tree.node(id);
        let (text, linked) = (site.weight_of(id), site.link_weight(id, node.end));
        matches!(node.tag, Tag::P | Tag::Div)
            && (SENTENCE / 2..TEASER).contains(&text)
            && linked * 10 >= text * 9
            && !self.blocks[id as usize]
            && !site.text_of(id, 800).is_some_and(|text| ends_sentence(&text))
            && tree.inside(id).all(|at| cards::leads_to_page(tree, at, &self.host))
    }

    /// True for a line of an article that leads to another one: `Read more: The harbour opens`.
    fn is_teaser(&self, site: &Site, id: Id) -> bool {
        let (text, linked) = (site.weight_of(id), site.link_weight(id, site.tree.node(id).end));
        if text >= TEASER || linked * 2 <= text || self.blocks[id as usize] {
            return false;
        }
        let told = || site.text_of(id, 800).is_some_and(|text| furniture::leads_elsewhere(&text));
        self.has_teasers && self.is_linked_line(site, id) || told()
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
        if self.repeated.binary_search(&id).is_ok() {
            return true;
        }
        if self.cards[id as usize] {
            let inner = weight_beside_links(site, id) < PARAGRAPH;
            return inner || !tree.holds(self.body, id);
        }
        if self.share(tree, id) > 0 || tree.holds(id, self.body) || !self.stands_as_block(site, id) {
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
            let leaf = || !self.blocks[id as usize];
            let headed = || (self.last + 1..id).any(|at| tree.node(at).tag.heading().is_some());
            let says = |test: fn(&str) -> bool| site.text_of(id, 400).is_some_and(|text| test(&text));
            let tells = || is_line(site, id) || says(furniture::tells_about);
            let above = || id < self.first && (linked * 2 > text || tells()) && !says(ends_sentence);
            let below = || id > self.last && (linked * 10 >= text * 8 && !headed() || tells());
            let short = text < LINE || text < PARAGRAPH * 3 && says(furniture::tells_about);
            let line = || short && leaf() && (above() || below());
            return !heading && (line() || id > self.first && self.is_teaser(site, id));
        }
        let beside_prose = || {
            let parent = node.parent;
            !tree.holds(parent, self.body) && self.share(tree, parent) > 0
        };
        let standfirst = || id < self.first && site.weight_of(id) >= SENTENCE && is_sentence(site, id);
        let around = || tree.above(self.body).filter(|at| tree.node(*at).tag == Tag::Article).take(1);
        let correction = || std::iter::once(self.body).chain(around()).any(|at| is_text_beside(site, at, id));
        !beside_prose()
            && !standfirst()
            && !correction()
            && tree.inside(id).all(|at| tree.node(at).tag.heading() != Some(1))
    }
}

/// True for a line that says of itself, or of what it stands in, that it tells about the
/// article (`author`, `date`, `tags`, `share`), or that shows a time.
fn is_line(site: &Site, id: Id) -> bool {
    let tree = &site.tree;
    let names = |at: Id| [Attr::Class, Attr::Id].into_iter().filter_map(move |attr| tree.attr(at, attr));
    let named = |at: Id| names(at).flat_map(str::split_ascii_whitespace).any(|name| furniture::meaning(name).line);
    let near = tree.node(id).parent;
    let inner = || (id..tree.node(id).end).take(6).any(|at| named(at) || tree.node(at).tag == Tag::Time);
    named(near) && !matches!(tree.node(near).tag, Tag::Body | Tag::Article | Tag::Main) || inner()
}

/// True for what stands after an article in the same element, in none of its own, and is text:
/// a correction, a table, a list, and a heading over them. Counter-examples: a list of links,
/// the line of the copyright.
pub fn is_text_beside(site: &Site, article: Id, id: Id) -> bool {
    let tree = &site.tree;
    let parent = tree.node(article).parent;
    let branch = std::iter::once(id).chain(tree.above(id)).find(|at| tree.node(*at).parent == parent);
    let Some(branch) = branch.filter(|branch| *branch > article && tree.node(article).tag != Tag::Main) else {
        return false;
    };
    let is_text = |branch: Id| is_text(site, branch);
    let next = || tree.children(parent).find(|at| *at > branch && site.weight_of(*at) > 0);
    let over = || tree.node(branch).tag.heading().is_some() && next().is_some_and(is_text);
    is_text(branch) && !is_of_furniture(tree, branch) || over()
}

/// True for the lines between the title and the text of an article, near it: sentences, which
/// links and bylines are not.
pub fn is_standfirst(site: &Site, article: Id, id: Id) -> bool {
    let tree = &site.tree;
    let branch = tree.above(article).take(2).find_map(|around| {
        std::iter::once(id)
            .chain(tree.above(id))
            .find(|at| tree.node(*at).parent == around && !tree.holds(*at, article))
    });
    let Some(branch) = branch.filter(|branch| *branch < article && tree.node(article).tag != Tag::Main) else {
        return false;
    };
    let listed = matches!(tree.node(branch).tag, Tag::Ul | Tag::Ol | Tag::Dl | Tag::Table);
    !listed && site.weight_of(branch) >= SENTENCE && is_text(site, branch) && !is_of_furniture(tree, branch)
}

/// True for a list or sentences with few links, and not the line that says whose a page is.
fn is_text(site: &Site, id: Id) -> bool {
    let node = site.tree.node(id);
    let (text, linked) = (site.weight_of(id), site.link_weight(id, node.end));
    let listed = matches!(node.tag, Tag::Ul | Tag::Ol | Tag::Dl | Tag::Table);
    let block = listed || matches!(node.tag, Tag::P | Tag::Div | Tag::Blockquote | Tag::Section);
    let line = || site.text_of(id, 400).is_some_and(|text| furniture::is_of_rights(&text));
    block && text > 0 && linked * 4 < text && (listed || text >= SENTENCE / 2 && is_sentence(site, id) && !line())
}

/// True for a text that ends as a sentence does and is mostly no link.
fn is_sentence(site: &Site, id: Id) -> bool {
    weight_beside_links(site, id) * 2 > site.weight_of(id)
        && site.text_of(id, 2000).is_some_and(|text| ends_sentence(&text))
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', '…', ':', ';', ',', '”', '"', '»', ')', '。'])
}

/// True for an element that says it is the text of an article: `entry-content`, `articleBody`.
fn is_named_body(tree: &Tree, id: Id) -> bool {
    let names = [Attr::Class, Attr::Id, Attr::Itemprop].into_iter().filter_map(|attr| tree.attr(id, attr));
    tree.node(id).tag == Tag::Article
        || tree.node(id).tag.is_block()
            && names.flat_map(str::split_ascii_whitespace).any(|name| furniture::meaning(name).body)
}

/// True for a part of a page that readers write.
pub fn is_of_readers(tree: &Tree, id: Id) -> bool {
    let names = [Attr::Class, Attr::Id].into_iter().filter_map(|attr| tree.attr(id, attr));
    tree.has_attributes(id)
        && names.flat_map(str::split_ascii_whitespace).any(|name| furniture::meaning(name).of_readers)
}

/// Captions that say what one before them said, or the beginning of that, ascending.
fn repeated_captions(site: &Site) -> Vec<Id> {
    let tree = &site.tree;
    let is_caption = |at: Id| {
        let classes = || tree.attr(at, Attr::Class).unwrap_or_default().split_ascii_whitespace();
        tree.node(at).tag == Tag::Figcaption
            || tree.node(at).tag.is_block() && classes().any(|name| furniture::meaning(name).caption)
    };
    let (mut seen, mut out): (Vec<String>, Vec<Id>) = (Vec::new(), Vec::new());
    for at in (1..tree.nodes.len() as Id).filter(|at| CAPTION.contains(&site.weight_of(*at)) && is_caption(*at)) {
        if tree.inside(at).any(is_caption) {
            continue;
        }
        let Some(text) = site.text_of(at, CAPTION.end as usize * 2) else { continue };
        // what was cut ends in a link to the whole
        let same = |before: &String| {
            let shorter = text.len().min(before.len());
            text.bytes().zip(before.bytes()).take_while(|(one, other)| one == other).count() * 5 >= shorter * 4
        };
        if seen.iter().any(same) {
            out.push(at);
        } else {
            seen.push(text);
        }
    }
    out
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
pub fn is_apart(site: &Site, id: Id) -> bool {
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
    let named = |name: &str| furniture::meaning(name).said >= Said::Perhaps;
    let mut names = names.flat_map(str::split_ascii_whitespace);
    // readers may write more than the author
    let small = site.weight_of(id) * 2 < site.weight_of(0);
    hidden && small || names.any(|name| named(name) && (small || furniture::meaning(name).of_readers))
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
        && names.flat_map(str::split_ascii_whitespace).any(|name| furniture::meaning(name).said == Said::Surely)
}

/// True for an element that by its tag or name may be furniture.
fn is_of_furniture(tree: &Tree, id: Id) -> bool {
    let tag = tree.node(id).tag;
    let names = [Attr::Class, Attr::Id].into_iter().filter_map(|attr| tree.attr(id, attr));
    let named =
        || names.flat_map(str::split_ascii_whitespace).any(|name| furniture::meaning(name).said >= Said::Perhaps);
    matches!(tag, Tag::Nav | Tag::Aside | Tag::Footer | Tag::Dialog | Tag::Form)
        || !matches!(tag, Tag::Body | Tag::Html | Tag::Main | Tag::Article) && named()
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
