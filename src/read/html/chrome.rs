//! What on a page is furniture, hidden, or text around the work.
//!
//! Furniture is kept apart, not left out, and in doubt a block is text: what
//! holds a good part of the page, or its main element, or its heading is never
//! furniture, whatever its class says.

use super::marks;
use super::site::{Role, Site};
use super::tag::Tag;
use super::token::Attr;
use super::tree::Id;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Navigation, share bars, comments, the head and foot of a site.
    Chrome,
    /// What nobody sees.
    Hidden,
    /// Licence and production text around a work.
    Licence,
    /// A switch in the text, such as `[edit]`: neither text nor a block.
    Switch,
}

/// The parts of a document that are not its text, in order.
pub fn parts(site: &Site) -> Vec<(Id, Part)> {
    let tree = &site.tree;
    let page = Page::of(site);
    let mut out = Vec::new();
    let mut at = 1;
    while at < tree.nodes.len() as Id {
        let node = tree.node(at);
        if node.tag != Tag::Text
            && let Some(part) = page.part(at)
        {
            out.push((at, part));
            at = node.end;
            continue;
        }
        at += 1;
    }
    out
}

/// What is known of a page as a whole.
struct Page<'s, 'a> {
    site: &'s Site<'a>,
    /// `<main>`, or the only article.
    main: Option<Id>,
    /// Elements that are never furniture, with all around them: main elements
    /// and the first main heading.
    kept: Vec<Id>,
    /// Visible text in all.
    weight: u32,
    /// True where the document is a book, not a page of a site.
    book: bool,
}

impl<'s, 'a> Page<'s, 'a> {
    fn of(site: &'s Site<'a>) -> Self {
        let tree = &site.tree;
        let role = |at: Id, value: &str| tree.attr(at, Attr::Role).is_some_and(|role| role == value);
        let all = 1..tree.nodes.len() as Id;
        let mains: Vec<Id> = all.clone().filter(|at| tree.node(*at).tag == Tag::Main || role(*at, "main")).collect();
        let articles: Vec<Id> = all.clone().filter(|at| tree.node(*at).tag == Tag::Article).collect();
        let weight = site.weight_of(0);
        let large = |id: &Id| site.weight_of(*id) * 4 > weight;
        let main = mains.first().or_else(|| articles.iter().find(|id| large(id))).copied();
        let mut kept: Vec<Id> = mains.into_iter().chain(articles.into_iter().filter(large)).collect();
        kept.extend(
            all.clone().find(|at| tree.node(*at).tag == Tag::H1 && main.is_none_or(|main| tree.holds(main, *at))),
        );
        kept.sort_unstable();
        let book = site.files.len() > 1 || !site.files[0].name.is_empty();
        Page { site, main, kept, weight, book }
    }

    fn part(&self, id: Id) -> Option<Part> {
        let (site, tree) = (self.site, &self.site.tree);
        let tag = tree.node(id).tag;
        if tag == Tag::Root || tag == Tag::Html || tree.is_mute(id) {
            return None;
        }
        if self.book && tag == Tag::Body && site.files[site.file(id)].role == Role::Chrome {
            return Some(Part::Chrome);
        }
        if self.is_hidden(id) {
            return Some(Part::Hidden);
        }
        if self.is_kept(id) || tag == Tag::Body {
            return None;
        }
        if let Some(part) = self.by_words(id) {
            return Some(part);
        }
        let inside = self.main.is_some_and(|main| tree.holds(main, id));
        let outside = self.main.is_some_and(|main| !tree.holds(main, id) && !tree.holds(id, main));
        let chrome = match tag {
            Tag::Nav => true,
            Tag::Search | Tag::Dialog => true,
            Tag::Header | Tag::Footer if self.book => false,
            Tag::Header | Tag::Footer => !inside && !self.is_in_section(id),
            Tag::Aside => outside && !self.book,
            _ => self.by_role(id) || outside && !self.book && self.is_poor(id),
        };
        (chrome && site.weight_of(id) > 0 && !self.is_much(id)).then_some(Part::Chrome)
    }

    /// True for an element that holds what must not be furniture.
    fn is_kept(&self, id: Id) -> bool {
        let end = self.site.tree.node(id).end;
        let first = self.kept.partition_point(|kept| *kept < id);
        self.kept.get(first).is_some_and(|kept| *kept < end)
    }

    /// True where an element has a good part of the page's text.
    fn is_much(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        let own = self.site.weight_of(id);
        let linked = self.site.link_weight(id, tree.node(id).end);
        (own - linked.min(own)) * 3 > self.weight
    }

    fn is_in_section(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        tree.above(id).any(|above| matches!(tree.node(above).tag, Tag::Article | Tag::Section | Tag::Blockquote))
    }

    /// `hidden`, `display:none`; not where most of the page is, which a script
    /// then shows, and not formulas, which stand hidden beside a picture.
    fn is_hidden(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        if !tree.has_attributes(id) {
            return false;
        }
        let style = tree.attr(id, Attr::Style).is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        });
        let hidden = style || tree.attr(id, Attr::Hidden).is_some_and(|value| value != "until-found");
        let math = || tree.inside(id).take(3).any(|at| tree.node(at).tag == Tag::Math);
        hidden && self.site.weight_of(id) * 3 <= self.weight && !math()
    }

    fn by_role(&self, id: Id) -> bool {
        let role = self.site.tree.attr(id, Attr::Role).unwrap_or_default();
        matches!(
            role,
            "navigation" | "banner" | "contentinfo" | "search" | "menu" | "menubar" | "toolbar" | "dialog" | "doc-toc"
        ) || matches!(role, "complementary") && self.main.is_some_and(|main| !self.site.tree.holds(main, id))
    }

    /// What classes, ids and types say.
    fn by_words(&self, id: Id) -> Option<Part> {
        let tree = &self.site.tree;
        if !tree.has_attributes(id) {
            return None;
        }
        let words = |attr| tree.attr(id, attr).into_iter().flat_map(str::split_ascii_whitespace);
        if words(Attr::EpubType).any(|word| matches!(word, "copyright-page" | "imprint" | "colophon")) {
            return Some(Part::Licence);
        }
        if words(Attr::EpubType).any(|word| matches!(word, "toc" | "landmarks" | "page-list" | "cover" | "lot" | "loi"))
        {
            return Some(Part::Chrome);
        }
        let mut all = words(Attr::Class).chain(words(Attr::Id));
        if all.clone().any(is_production) {
            return Some(Part::Licence);
        }
        if tree.node(id).tag.is_inline() {
            return all.any(is_switch).then_some(Part::Switch);
        }
        let notes = marks::of(tree, id) & (marks::NOTE | marks::LIST | marks::NOTISH) != 0;
        let said = all.map(furniture).max().unwrap_or(0);
        let poor = || {
            let (text, linked) = (self.site.weight_of(id), self.site.link_weight(id, tree.node(id).end));
            text < 400 || linked * 3 > text
        };
        let chrome = !self.book && !notes && (said == 2 || said == 1 && poor()) && !self.is_much(id);
        (chrome && self.site.weight_of(id) > 0).then_some(Part::Chrome)
    }

    /// True for a block outside the main element that is no paragraph of text:
    /// short, or mostly links.
    fn is_poor(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        let node = tree.node(id);
        if !node.tag.is_block() || tree.inside(id).any(|at| tree.node(at).tag.heading() == Some(1)) {
            return false;
        }
        let (all, linked) = (self.site.weight_of(id), self.site.link_weight(id, node.end));
        let leaf = !tree.children(id).any(|child| tree.node(child).tag.is_block());
        let list = matches!(node.tag, Tag::Ul | Tag::Ol | Tag::Table | Tag::Form | Tag::Dl);
        (leaf || list) && (all < 80 || linked * 2 > all)
    }
}

/// Production text of Project Gutenberg and of Standard Ebooks.
fn is_production(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    matches!(
        word.as_str(),
        "pg-boilerplate" | "pg-header" | "pg-footer" | "pg-machine-header" | "pgheader" | "uncopyright"
    )
}

/// Switches and anchors that stand in the text and are none.
fn is_switch(word: &str) -> bool {
    matches!(
        word,
        "mw-editsection"
            | "headerlink"
            | "anchorjs-link"
            | "heading-anchor"
            | "hash-link"
            | "header-anchor"
            | "mw-jump-link"
            | "heading-link"
            | "anchor-link"
            | "permalink"
            | "noprint-switch"
            | "section-anchor"
            | "header-section-anchor"
    )
}

/// What the name of a class or an id says: 2 for furniture; 1 for what may be a
/// word of the text too, as ids are made from headings (`sharing-with-others`); 0
/// for anything else.
fn furniture(word: &str) -> u8 {
    let word = word.to_ascii_lowercase();
    if NAMES.contains(&word.as_str()) {
        return 2;
    }
    let mut parts = word.split(|c: char| !c.is_ascii_alphabetic());
    let first = parts.clone().next().unwrap_or_default();
    if matches!(first, "content" | "article" | "main" | "entry" | "story" | "text" | "body") {
        return 0;
    }
    u8::from(parts.any(|part| PARTS.contains(&part)))
}

/// Names of furniture.
const NAMES: &[&str] = &[
    "catlinks",
    "printfooter",
    "sitesub",
    "contentsub",
    "jump-to-nav",
    "mw-navigation",
    "mw-panel",
    "navbox",
    "vertical-navbox",
    "toc",
    "mw-toc",
    "table-of-contents",
    "toccontainer",
    "siteheader",
    "sitefooter",
    "skip-link",
    "site-header",
    "site-footer",
    "back-to-top",
    "entry-footer",
    "post-footer",
    "post-navigation",
    "nav-links",
    "related-posts",
    "relatedposts",
    "post-tags",
    "respond",
    "disqus_thread",
    "comments",
    "comment-list",
    "commentlist",
    "comments-area",
    "jp-relatedposts",
    "sharedaddy",
    "masthead",
    "sistersitebox",
    "sister-project",
    "navbar",
    "navigation",
    "mw-indicators",
    "authority-control",
    "navigation-not-searchable",
    "ambox",
    "sphinxsidebar",
    "cookie-banner",
    "cookie-notice",
    "cookie-consent",
    "newsletter-signup",
    "share-bar",
    "share-buttons",
    "social-links",
    "social-share",
    "breadcrumb",
    "breadcrumbs",
    "pagination",
    "site-nav",
    "main-navigation",
];

/// Words in the names of furniture.
const PARTS: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "navbox",
    "menu",
    "submenu",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "share",
    "sharing",
    "social",
    "related",
    "recommended",
    "recommendations",
    "newsletter",
    "subscribe",
    "subscription",
    "signup",
    "promo",
    "advert",
    "advertisement",
    "ads",
    "sponsor",
    "sponsored",
    "pagination",
    "pager",
    "paywall",
    "popup",
    "modal",
    "disqus",
    "noprint",
    "skiplink",
    "trending",
    "masthead",
    "topbar",
    "sitemap",
    "login",
    "toolbar",
    "addthis",
    "sharethis",
    "taboola",
    "outbrain",
];
