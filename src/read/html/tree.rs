//! A flat tree of a page: nodes in the order of the source, none of them moved.
//!
//! A node's subtree is the stretch of nodes from it to its `end`, so that every
//! question about "inside" is a comparison of two numbers. End tags that HTML
//! lets an author leave out are supplied, misnested ones are made the best of.

use super::tag::Tag;
use super::token::{Attr, Token, Tokens, Value};

/// An index into [`Tree::nodes`].
pub type Id = u32;

/// Elements inside each other before the tree goes no deeper, as in browsers.
const DEPTH: usize = 512;

/// An element, or a run of text.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it is.
    pub tag: Tag,
    /// True for text in which references are not resolved.
    pub verbatim: bool,
    /// First byte of its start tag, or of the text.
    pub start: u32,
    /// First byte after its start tag.
    pub inside: u32,
    /// First byte of its end tag, or where it was closed without one.
    pub ending: u32,
    /// First byte after its end tag, or where it was closed without one; the
    /// end of a text.
    pub close: u32,
    /// The element it stands in.
    pub parent: Id,
    /// One past the last node inside it.
    pub end: Id,
    /// Its attributes: first, and one past the last.
    attributes: (u32, u32),
}

/// Fewest bytes of a `<noscript>` that may be an article; others ask for scripts or hold a
/// picture.
const ARTICLE: u32 = 600;

/// Nodes within which a button stands before what it opens.
const NEAR: usize = 40;

/// A source, whole, as a tree.
#[derive(Debug)]
pub struct Tree<'a> {
    /// The source.
    pub text: &'a str,
    /// The root, then all nodes in the order of the source.
    pub nodes: Vec<Node>,
    attributes: Vec<Value>,
    open: Vec<Id>,
    /// How many elements of each name are open.
    counts: [u32; 160],
}

impl<'a> Tree<'a> {
    /// An empty tree over `text`.
    pub fn new(text: &'a str) -> Self {
        let mut tree = Tree {
            text,
            nodes: Vec::with_capacity(text.len() / 24),
            attributes: Vec::new(),
            open: Vec::new(),
            counts: [0; 160],
        };
        tree.push(Tag::Root, (0, 0), 0, (0, 0));
        tree.open.push(0);
        tree
    }

    /// The tree of one page.
    pub fn of(text: &'a str, xml: bool) -> Self {
        let mut tree = Tree::new(text);
        tree.read(0, text.len(), xml);
        tree
    }

    /// Adds the bytes `start..end` of the text, a file of its own. In XML every
    /// element is closed by its own end tag, or by `/>`; in HTML that sign is
    /// heeded where it does no harm, since old XHTML is served as HTML.
    pub fn read(&mut self, start: usize, end: usize, xml: bool) {
        let mut tokens = Tokens::new(self.text, start, end, xml);
        while let Some((token, from, to)) = tokens.token() {
            match token {
                Token::Start { tag, closed } => {
                    if !xml {
                        self.imply(tag, from);
                    }
                    self.start_tag(tag, (from, to), &tokens.attributes, closed && (xml || tag.is_inline()));
                }
                Token::End { tag } => self.end_tag(tag, from, to),
                Token::Text => self.text_node(from, to, false),
                Token::Verbatim => self.text_node(from, to, true),
                Token::Nothing => {}
            }
            tokens.foreign = self.is_foreign();
        }
        self.close_to(1, end, end);
        self.nodes[0].close = end as u32;
        self.nodes[0].end = self.nodes.len() as Id;
    }

    fn push(&mut self, tag: Tag, (start, inside): (usize, usize), parent: Id, attributes: (u32, u32)) -> Id {
        let id = self.nodes.len() as Id;
        let (start, inside) = (start as u32, inside as u32);
        self.nodes.push(Node {
            tag,
            verbatim: false,
            start,
            inside,
            ending: inside,
            close: inside,
            parent,
            end: id + 1,
            attributes,
        });
        id
    }

    /// True inside of a drawing or a formula, but not in the HTML that may stand in one.
    fn is_foreign(&self) -> bool {
        let open = |tag: Tag| self.counts[tag as usize] > 0;
        (open(Tag::Svg) || open(Tag::Math)) && !open(Tag::ForeignObject)
    }

    fn top(&self) -> Id {
        self.open.last().copied().unwrap_or(0)
    }

    fn text_node(&mut self, mut from: usize, mut to: usize, verbatim: bool) {
        if verbatim && self.text[from..to].starts_with("<![CDATA[") {
            (from, to) = (from + 9, to - 3);
        }
        let id = self.push(Tag::Text, (from, from), self.top(), (0, 0));
        let node = &mut self.nodes[id as usize];
        (node.close, node.verbatim) = (to as u32, verbatim);
    }

    fn start_tag(&mut self, tag: Tag, (from, to): (usize, usize), attributes: &[Value], closed: bool) {
        let first = self.attributes.len() as u32;
        self.attributes.extend_from_slice(attributes);
        let id = self.push(tag, (from, to), self.top(), (first, self.attributes.len() as u32));
        if !tag.is_void() && !closed && self.open.len() < DEPTH {
            self.open.push(id);
            self.counts[tag as usize] += 1;
        }
    }

    /// Supplies the end tags that the start of `tag` implies.
    fn imply(&mut self, tag: Tag, at: usize) {
        use Tag::*;
        match tag {
            Li => self.close_nearest(&[Li], &[Ul, Ol, Menu, Dir], at),
            Dt | Dd => self.close_nearest(&[Dt, Dd], &[Dl], at),
            Tr => self.close_nearest(&[Tr], &[Table, Tbody, Thead, Tfoot], at),
            Td | Th => self.close_nearest(&[Td, Th], &[Tr, Table], at),
            Tbody | Thead | Tfoot => self.close_nearest(&[Tbody, Thead, Tfoot, Caption, Colgroup], &[Table], at),
            OptionTag | Optgroup => self.close_nearest(&[OptionTag], &[Select, Optgroup], at),
            Rp | Rt => self.close_nearest(&[Rp, Rt, Rb], &[Ruby, Rtc], at),
            Rb | Rtc => {
                self.close_nearest(&[Rp, Rt, Rb], &[Ruby, Rtc], at);
                self.close_nearest(&[Rtc], &[Ruby], at);
            }
            Body => self.close_nearest(&[Head], &[Html], at),
            A => self.close_link(at),
            Button => self.close_nearest(&[Button], &[], at),
            _ => {}
        }
        if self.counts[Svg as usize] > 0 && tag.ends_drawing() {
            self.close_nearest(&[Svg], &[ForeignObject], at);
        }
        if tag.ends_paragraph() {
            self.close_nearest(&[P], &[], at);
        }
        if tag.heading().is_some() && self.nodes[self.top() as usize].tag.heading().is_some() {
            self.close_to(self.open.len() - 1, at, at);
        }
    }

    /// Closes the innermost open element of `tags`, unless one of `limits` or a
    /// table cell stands between.
    fn close_nearest(&mut self, tags: &[Tag], limits: &[Tag], at: usize) {
        if tags.iter().all(|tag| self.counts[*tag as usize] == 0) {
            return;
        }
        for depth in (1..self.open.len()).rev() {
            let tag = self.nodes[self.open[depth] as usize].tag;
            if tags.contains(&tag) {
                return self.close_to(depth, at, at);
            }
            if limits.contains(&tag) || tag.is_barrier() && !tags[0].is_table_part() || tag == Tag::Table {
                return;
            }
        }
    }

    /// True for an element whose text nobody reads. What was never closed is none, be it a
    /// button or a drawing: it would take the rest of the page along.
    pub fn is_mute(&self, id: Id) -> bool {
        let node = self.node(id);
        match node.tag {
            Tag::Button if self.is_of_heading(id) || self.opens_text(id) => false,
            // the inside of a component, which browsers show in its place
            Tag::Template if self.attr(id, Attr::ShadowRoot).is_some() => false,
            // a page that scripts fill in may hold its article here too
            Tag::Noscript if node.close - node.start >= ARTICLE && self.holds_paragraphs(id) => false,
            // the end tags of readings are left out as a rule
            Tag::Rt | Tag::Rp | Tag::Rtc => {
                self.above(id).any(|at| self.node(at).tag == Tag::Ruby && self.is_closed(at))
            }
            tag => tag.is_mute() && (tag.is_raw() || tag == Tag::Head || self.is_closed(id)),
        }
    }

    /// True for a button that opens what a heading stands over: its words are the heading's.
    fn is_of_heading(&self, id: Id) -> bool {
        let is_heading = |at: Id| self.node(at).tag.heading().is_some() || self.node(at).tag == Tag::Dt;
        self.above(id).take(2).any(is_heading) || self.inside(id).any(is_heading)
    }

    /// True for a button that opens paragraphs below it: its words are what stands over them.
    /// Counter-example: one that opens a menu, which holds links and no paragraph.
    fn opens_text(&self, id: Id) -> bool {
        let Some(panel) = self.attr(id, Attr::Controls).map(|id| id.trim_start_matches('#')) else { return false };
        let end = self.node(id).end;
        let near = end..self.nodes.len().min(end as usize + NEAR) as Id;
        let is_panel = |at: &Id| self.attr(*at, Attr::Id) == Some(panel);
        let found = (!panel.is_empty()).then(|| near.clone().find(is_panel)).flatten();
        found.is_some_and(|panel| self.inside(panel).take(NEAR).any(|at| self.node(at).tag == Tag::P))
    }

    /// True for two paragraphs or more.
    fn holds_paragraphs(&self, id: Id) -> bool {
        self.inside(id).filter(|at| self.node(*at).tag == Tag::P).take(2).count() == 2
    }

    /// True for an element that ends where its own end tag stands, or holds nothing.
    fn is_closed(&self, id: Id) -> bool {
        let node = self.node(id);
        node.ending < node.close || node.end == id + 1
    }

    /// A link inside a link ends the outer one: `<a name=x>` is often left open.
    fn close_link(&mut self, at: usize) {
        if self.counts[Tag::A as usize] == 0 {
            return;
        }
        for depth in (1..self.open.len()).rev() {
            match self.nodes[self.open[depth] as usize].tag {
                Tag::A => return self.close_to(depth, at, at),
                tag if tag.is_block() => return,
                _ => {}
            }
        }
    }

    fn end_tag(&mut self, tag: Tag, from: usize, to: usize) {
        if self.counts[tag as usize] == 0 && tag.heading().is_none() {
            return;
        }
        for depth in (1..self.open.len()).rev() {
            let open = self.nodes[self.open[depth] as usize].tag;
            // any heading's end tag ends any heading
            if open == tag || tag.heading().is_some() && open.heading().is_some() {
                return self.close_to(depth, from, to);
            }
            let stop = if tag.is_inline() { open.is_block() } else { open.holds_end_tags() && !tag.is_table_part() };
            if stop || open == Tag::Table && tag.is_table_part() {
                return;
            }
        }
    }

    /// Closes the open elements from `depth` on: the outermost of them at `to`,
    /// those inside it at `from`.
    fn close_to(&mut self, depth: usize, from: usize, to: usize) {
        while self.open.len() > depth {
            let Some(id) = self.open.pop() else { return };
            let end = self.nodes.len() as Id;
            let node = &mut self.nodes[id as usize];
            node.end = end;
            node.ending = from as u32;
            node.close = if self.open.len() == depth { to } else { from } as u32;
            let count = &mut self.counts[node.tag as usize];
            *count = count.saturating_sub(1);
        }
    }

    /// A node.
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    /// The raw value of an attribute.
    pub fn attr(&self, id: Id, attr: Attr) -> Option<&'a str> {
        self.attr_span(id, attr).map(|(start, end)| &self.text[start..end])
    }

    /// The bytes of an attribute's value.
    pub fn attr_span(&self, id: Id, attr: Attr) -> Option<(usize, usize)> {
        let (from, to) = self.node(id).attributes;
        let found = self.attributes[from as usize..to as usize].iter().find(|(of, _, _)| *of == attr);
        found.map(|(_, start, end)| (*start as usize, *end as usize))
    }

    /// True where it has any attribute that is kept.
    pub fn has_attributes(&self, id: Id) -> bool {
        self.node(id).attributes.0 < self.node(id).attributes.1
    }

    /// The raw text of a text node.
    pub fn raw(&self, id: Id) -> &'a str {
        let node = self.node(id);
        if node.tag == Tag::Text { &self.text[node.start as usize..node.close as usize] } else { "" }
    }

    /// The nodes inside `id`, without itself.
    pub fn inside(&self, id: Id) -> std::ops::Range<Id> {
        id + 1..self.node(id).end
    }

    /// True where `inner` is `outer` or stands inside it.
    pub fn holds(&self, outer: Id, inner: Id) -> bool {
        outer <= inner && inner < self.node(outer).end
    }

    /// The elements around `id`, from the inside out, the root last.
    pub fn above(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut at = id;
        std::iter::from_fn(move || {
            (at != 0).then(|| {
                at = self.node(at).parent;
                at
            })
        })
    }

    /// The children of `id`.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let end = self.node(id).end;
        let mut at = id + 1;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let child = at;
                at = self.node(child).end;
                child
            })
        })
    }

    /// The nearest block-level element: `id` itself or one around it.
    pub fn block(&self, id: Id) -> Id {
        if self.node(id).tag.is_block() {
            return id;
        }
        self.above(id).find(|above| self.node(*above).tag.is_block()).unwrap_or(0)
    }

    /// The first element of a name.
    pub fn first(&self, tag: Tag) -> Option<Id> {
        self.nodes.iter().position(|node| node.tag == tag).map(|at| at as Id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as a bracketed line.
    fn shown(text: &str, xml: bool) -> String {
        let tree = Tree::of(text, xml);
        let (mut out, mut open): (String, Vec<Id>) = (String::new(), Vec::new());
        for id in 1..=tree.nodes.len() as Id {
            while open.last().is_some_and(|last| tree.node(*last).end <= id) {
                open.pop();
                out.push(')');
            }
            if id as usize == tree.nodes.len() {
                break;
            }
            let node = tree.node(id);
            if node.tag == Tag::Text {
                out.push_str(tree.raw(id));
            } else {
                out.push_str(&format!("{:?}(", node.tag).to_lowercase());
                open.push(id);
            }
        }
        out
    }

    #[test]
    fn end_tags_that_may_be_left_out() {
        assert_eq!(shown("<p>a<p>b<div>c</div>d", false), "p(a)p(b)div(c)d");
        assert_eq!(shown("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", false), "ul(li(a)li(bul(li(c)))li(d))");
        assert_eq!(shown("<table><tr><td>a<td>b<tr><td>c</table>d", false), "table(tr(td(a)td(b))tr(td(c)))d");
        assert_eq!(shown("<dl><dt>a<dd>b<p>c<dt>d</dl>", false), "dl(dt(a)dd(bp(c))dt(d))");
        assert_eq!(shown("<h2>a<h3>b</h2>c", false), "h2(a)h3(b)c");
    }

    #[test]
    fn misnested_tags_close_no_block() {
        assert_eq!(shown("<b><p>a</b>b</p>c", false), "b(p(ab)c)");
        assert_eq!(shown("<p><i><b>a</i>b</b>c", false), "p(i(b(a))bc)");
        assert_eq!(shown("<a name=x>a<a href=y>b</a>c", false), "a(a)a(b)c");
        assert_eq!(shown("<td><p>a</td></div>b", false), "td(p(a))b");
    }

    #[test]
    fn tags_that_close_themselves_do_so_in_xml() {
        assert_eq!(shown("<p><a id='x'/>a</p><script/><p/>b<br></br>", true), "p(a()a)script()p()bbr()");
        assert_eq!(shown("<p/>a<br/>b", false), "p(abr()b)");
        assert_eq!(shown("<p><![CDATA[a<b]]>c</p>", true), "p(a<bc)");
    }

    #[test]
    fn cdata_is_of_drawings_and_formulas() {
        assert_eq!(shown("<svg><![CDATA[a]]></svg>b", false), "svg(a)b");
        assert_eq!(shown("<svg><foreignObject><p><![CDATA[a]]>b</svg>", false), "svg(foreignobject(p(b)))");
    }

    #[test]
    fn what_nobody_reads() {
        let mute = |text: &str, tag: Tag| {
            let tree = Tree::of(text, false);
            tree.first(tag).is_some_and(|at| tree.is_mute(at))
        };
        assert!(mute("<ruby>a<rt>b</ruby>c", Tag::Rt) && !mute("<ruby>a<rt>b c d", Tag::Rt));
        let opens = "<button data-bs-target='#x'>Who pays?</button><div id=x>";
        assert!(!mute(&format!("{opens}<p>The harbour does.</div>"), Tag::Button));
        assert!(mute(&format!("{opens}<a href=/>Home</a></div>"), Tag::Button));
    }

    #[test]
    fn depth_and_length_do_no_harm() {
        let deep = "<div>".repeat(50_000) + "x" + &"</div>".repeat(50_000);
        assert_eq!(Tree::of(&deep, false).nodes.len(), 50_002);
        let quotes = "<a b=\"".repeat(50_000);
        assert!(Tree::of(&quotes, false).nodes.len() > 10);
    }
}
