//! What on a page is furniture, hidden, or text around the work.
//!
//! Furniture is kept apart, not left out, and in doubt a block is text: what
//! holds a good part of the page, or its main element, or its heading is never
//! furniture, whatever its class says.

use super::article::{Article, around_all, is_prose, is_standfirst, is_text_beside, supposed_main};
use super::bodies::is_over_notes;
use super::furniture::{self, Said};
use super::marks;
use super::site::{Role, Site, weight_beside_links};
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

/// The parts of a document that are not its text, in order; `answers` are blocks that answer
/// calls typed by hand, ascending.
pub fn parts(site: &Site, answers: &[Id]) -> Vec<(Id, Part)> {
    let tree = &site.tree;
    let page = Page::of(site, answers);
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
    /// True where it holds the most of what is no link.
    main_is_most: bool,
    /// Elements that are never furniture, with all around them: main elements,
    /// the first main heading and what answers calls.
    kept: Vec<Id>,
    /// Visible text in all.
    weight: u32,
    /// True where the document is a book, not a page of a site.
    book: bool,
    /// The first and the last element that are a title or a paragraph of some length.
    prose: Option<(Id, Id)>,
    /// Where the text of the page stands, as its paragraphs tell.
    article: Option<Article>,
}

/// Least text of a hidden block that is more than words of the page's own.
const SENTENCE: u32 = 40;
/// Most text of a line about an article.
const LINE: u32 = 120;
/// Most text of a block whose name alone may make it furniture.
const SHORT: u32 = 400;
/// Most text of a form that is no page.
const FORM: u32 = 240;
/// Fewest links of a bar.
const LINKS: usize = 3;

impl<'s, 'a> Page<'s, 'a> {
    fn of(site: &'s Site<'a>, answers: &[Id]) -> Self {
        let tree = &site.tree;
        let role = |at: Id, value: &str| tree.attr(at, Attr::Role).is_some_and(|role| role == value);
        let all = 1..tree.nodes.len() as Id;
        let mains: Vec<Id> = all.clone().filter(|at| tree.node(*at).tag == Tag::Main || role(*at, "main")).collect();
        let articles: Vec<Id> = all.clone().filter(|at| tree.node(*at).tag == Tag::Article).collect();
        let weight = site.weight_of(0);
        let large = |id: &Id| site.weight_of(*id) * 4 > weight;
        let article = articles.iter().copied().find(large);
        let main = mains.first().copied().or_else(|| article.map(|article| around_all(tree, article, &articles)));
        let mut kept: Vec<Id> = mains.into_iter().chain(articles.into_iter().filter(large)).collect();
        let book = site.files.len() > 1 || !site.files[0].name.is_empty();
        let main = main.or_else(|| if book { None } else { supposed_main(site) });
        // where the main element has no title, the last one before it is its own
        let mut titles = all.clone().filter(|at| tree.node(*at).tag == Tag::H1);
        let title = match main {
            Some(main) => {
                let (inside, before): (Vec<Id>, Vec<Id>) = titles.partition(|at| tree.holds(main, *at));
                inside.first().copied().or(before.into_iter().rfind(|at| *at < main))
            }
            None => titles.next(),
        };
        kept.extend(title);
        kept.extend(answers);
        kept.sort_unstable();
        let prose = all.filter(|at| is_prose(site, *at));
        let prose = prose.fold(None, |ends: Option<(Id, Id)>, at| Some((ends.map_or(at, |ends| ends.0), at)));
        let unlinked = |id: Id| weight_beside_links(site, id);
        let main_is_most = main.is_some_and(|main| unlinked(main) * 2 > unlinked(0));
        let article = if book { None } else { Article::of(site, main) };
        Page { site, main, main_is_most, kept, weight, book, prose, article }
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
            // sentences are kept apart: a slide, a tab, a dialogue is shown on a click
            let shown = tag.is_block() && site.weight_of(id) >= SENTENCE && !self.book;
            return Some(if shown { Part::Chrome } else { Part::Hidden });
        }
        if self.is_kept(id) || tag == Tag::Body {
            return None;
        }
        if let Some(part) = self.by_words(id) {
            return Some(part);
        }
        let inside = self.main.is_some_and(|main| tree.holds(main, id));
        let outside = self.main.is_some_and(|main| !tree.holds(main, id) && !tree.holds(id, main));
        let poor = || outside && !self.book && self.is_poor(id) && !self.is_text(id);
        let list = || !self.book && (self.is_teasers(id) || self.is_link_bar(id));
        let chrome = match tag {
            Tag::Nav => true,
            Tag::Search | Tag::Dialog => true,
            Tag::Header | Tag::Footer if self.book => false,
            Tag::Header => !inside && !self.is_in_section(id),
            // a page may stand in its main element with all that is around it
            Tag::Footer if self.is_in_section(id) => {
                self.is_linked(id) && !self.is_quoted(id) && !self.is_for_notes(id) || list()
            }
            Tag::Footer => !self.is_for_notes(id),
            Tag::Aside if !self.book => outside || self.is_linked(id) && !self.is_for_notes(id) || list(),
            Tag::Form if !self.book && self.is_small_form(id) => true,
            _ => self.by_role(id) || outside && self.is_beside(id) || poor() || list() || self.is_around_article(id),
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

    /// True where a third of the text are links.
    fn is_linked(&self, id: Id) -> bool {
        self.site.link_weight(id, self.site.tree.node(id).end) * 3 > self.site.weight_of(id)
    }

    /// True in a quotation, whose footer names the source.
    fn is_quoted(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        tree.above(id).any(|above| matches!(tree.node(above).tag, Tag::Blockquote | Tag::Figure))
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
        hidden && self.site.weight_of(id) * 3 <= self.weight && !math() && !self.is_panel(id)
    }

    /// True for a text of which one at a time is shown, and the others on a click: a tab, a
    /// slide, what a control names. Not for a menu, which is mostly links.
    fn is_panel(&self, id: Id) -> bool {
        let (site, tree) = (self.site, &self.site.tree);
        let text = site.weight_of(id);
        if text < SENTENCE || site.link_weight(id, tree.node(id).end) * 2 > text {
            return false;
        }
        let names = |at: Id| [Attr::Class, Attr::Id].into_iter().filter_map(move |attr| tree.attr(at, attr));
        let has = |at: Id, test: fn(&str) -> bool| names(at).flat_map(str::split_ascii_whitespace).any(test);
        let own = tree.attr(id, Attr::Id).filter(|own| !own.is_empty());
        let is_named = |own: &str| {
            let named = |at: Id| tree.attr(at, Attr::Controls).is_some_and(|name| name.trim_start_matches('#') == own);
            (1..tree.nodes.len() as Id).any(named)
        };
        tree.attr(id, Attr::Role) == Some("tabpanel")
            || has(id, |name| furniture::meaning(name).panel)
            || tree.node(id).tag == Tag::Section && tree.above(id).take(2).any(|at| has(at, |name| name == "slides"))
            || own.is_some_and(is_named)
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
        let stands = || self.article.as_ref().is_some_and(|article| article.stands_as_block(self.site, id));
        if tree.node(id).tag.is_inline() && (all.clone().any(is_switch) || !stands()) {
            return all.any(is_switch).then_some(Part::Switch);
        }
        if self.book || tree.node(id).tag.heading().is_some() || self.is_for_notes(id) {
            return None;
        }
        let class = words(Attr::Class).map(|name| furniture::meaning(name).said).max().unwrap_or(Said::Nothing);
        let (text, linked) = (self.site.weight_of(id), self.site.link_weight(id, tree.node(id).end));
        // programs make ids of headings: `related-work`
        let own =
            words(Attr::Id).map(|name| furniture::meaning(name).said).max().filter(|_| !self.is_named_by_heading(id));
        let chrome = match class.max(own.unwrap_or(Said::Nothing)) {
            Said::Nothing => false,
            Said::Linked => linked * 2 > text,
            Said::Line => text < LINE,
            Said::Perhaps => (text < SHORT || linked * 3 > text) && !self.holds_quotation(id),
            Said::Surely => true,
        };
        (chrome && text > 0 && (!self.is_much(id) || self.is_readers(id))).then_some(Part::Chrome)
    }

    /// True for readers' comments below an article, which may be longer than it; not where
    /// little else stands on the page, as in a forum.
    fn is_readers(&self, id: Id) -> bool {
        let (site, tree) = (self.site, &self.site.tree);
        let names = [Attr::Class, Attr::Id].into_iter().filter_map(|attr| tree.attr(id, attr));
        let named = names.flat_map(str::split_ascii_whitespace).any(|name| furniture::meaning(name).of_readers);
        // a text may be parted by line breaks alone
        let of_text = |at: Id| tree.node(at).tag == Tag::Text && site.weight_of(at) >= SENTENCE;
        let paragraphs =
            || (1..id).map(|at| if tree.node(at).tag == Tag::P || of_text(at) { site.weight_of(at) } else { 0 });
        let article = || self.article.as_ref().is_some_and(|article| article.before(id) >= SHORT);
        named && (article() || paragraphs().sum::<u32>() >= SHORT)
    }

    /// True for a block outside of the main element of a page that holds the most of its
    /// text; not for notes, nor for what holds any.
    fn is_beside(&self, id: Id) -> bool {
        self.main_is_most
            && !self.book
            && self.site.tree.node(id).tag.is_block()
            && !self.is_note_like(id)
            && !self.is_text(id)
    }

    /// True for a correction, a table or a list directly after the main element, and for the
    /// lines above it.
    fn is_text(&self, id: Id) -> bool {
        self.main.is_some_and(|main| is_text_beside(self.site, main, id) || is_standfirst(self.site, main, id))
    }

    /// True for what holds notes, or begins as a note does that was typed: with its label.
    fn is_note_like(&self, id: Id) -> bool {
        let (site, tree) = (self.site, &self.site.tree);
        let of_notes = |at: Id| {
            let heading = tree.node(at).tag.heading().is_some();
            self.is_for_notes(at) || heading && site.text_of(at, 60).is_some_and(|text| is_over_notes(&text))
        };
        let begins = site.text_of(id, 400).unwrap_or_default();
        begins.starts_with(|c: char| c.is_numeric() || "[(*†‡^".contains(c)) || (id..tree.node(id).end).any(of_notes)
    }

    /// True for what stands around the paragraphs of the article, and for cards that lead to
    /// other pages among them; not for notes.
    fn is_around_article(&self, id: Id) -> bool {
        let Some(article) = &self.article else { return false };
        article.is_furniture(self.site, id) && !self.is_note_like(id)
    }

    /// True for an element that holds notes and says so.
    fn is_for_notes(&self, id: Id) -> bool {
        marks::of(&self.site.tree, id) & (marks::NOTE | marks::LIST | marks::NOTISH) != 0
    }

    /// True where the id is made of the words of the element's own first heading.
    fn is_named_by_heading(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        let heading = tree.inside(id).take(12).find(|at| tree.node(*at).tag.heading().is_some());
        let text = heading.and_then(|heading| self.site.text_of(heading, 200));
        let (Some(text), Some(own)) = (text, tree.attr(id, Attr::Id)) else { return false };
        furniture::words(&text) == furniture::words(own)
    }

    /// True where words of others are quoted: an embedded post is called "social" too.
    fn holds_quotation(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        tree.inside(id).any(|at| tree.node(at).tag == Tag::Blockquote && self.site.weight_of(at) >= SENTENCE)
    }

    /// True for a list of other pages: mostly links, several of them, and words over it that
    /// say so. In a list without such words the links may be the article's own.
    fn is_teasers(&self, id: Id) -> bool {
        let (site, tree) = (self.site, &self.site.tree);
        let node = tree.node(id);
        if !matches!(node.tag, Tag::Div | Tag::Section | Tag::Aside | Tag::Ul | Tag::Footer) || self.is_for_notes(id) {
            return false;
        }
        let (text, linked) = (site.weight_of(id), site.link_weight(id, node.end));
        if text == 0 || linked * 2 <= text {
            return false;
        }
        let first = tree.inside(id).take(40).find(|at| tree.node(*at).tag == Tag::Text && site.weight_of(*at) > 0);
        let line = first.map(|first| tree.node(first).parent);
        line.and_then(|line| site.text_of(line, 60)).is_some_and(|text| furniture::is_over_teasers(&text))
    }

    /// True for a form to be filled in, with little else in it. Some pages stand in one form
    /// as a whole.
    fn is_small_form(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        let is_control = |at: Id| matches!(tree.node(at).tag, Tag::Input | Tag::Select | Tag::Textarea | Tag::Button);
        self.site.weight_of(id) < FORM && tree.inside(id).any(is_control)
    }

    /// True for a block of links before the first paragraph or after the last one of a page
    /// that does not say where its text stands.
    fn is_link_bar(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        let node = tree.node(id);
        let Some((first, last)) = self.prose.filter(|_| self.main.is_none() && !self.book) else { return false };
        // below a heading the links are what it says: sources, works, addresses
        let headed = || (last + 1..id).any(|at| tree.node(at).tag.heading().is_some());
        let apart = || node.end <= first || id > last && !headed();
        let whole = matches!(node.tag, Tag::Ul | Tag::Ol | Tag::Td | Tag::P | Tag::Div | Tag::Center);
        let (text, linked) = (self.site.weight_of(id), self.site.link_weight(id, node.end));
        let small = text * 4 < self.weight;
        // the rest looks at many elements, and is asked of few
        whole && small && linked * 10 > text * 7 && self.links_in(id) >= LINKS && apart() && !self.is_for_notes(id)
    }

    fn links_in(&self, id: Id) -> usize {
        let tree = &self.site.tree;
        tree.inside(id).filter(|at| tree.node(*at).tag == Tag::A && tree.attr(*at, Attr::Href).is_some()).count()
    }

    /// True for a block outside the main element that is no paragraph of text:
    /// short, or mostly links.
    fn is_poor(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        let node = tree.node(id);
        let of_notes = || tree.above(id).any(|above| self.is_for_notes(above));
        if !node.tag.is_block() || of_notes() || tree.inside(id).any(|at| tree.node(at).tag.heading() == Some(1)) {
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
            | "skip-link"
            | "skip-nav"
            | "skip-to-content"
            | "skiplink"
            | "header-section-anchor"
    )
}
