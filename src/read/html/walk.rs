//! The walk over the nodes, in order, that tells the builder what there is.

mod element;
mod text;

use super::chrome::{self, Part};
use super::plan::{self, Body, Call, Plan};
use super::site::Site;
use super::tag::Tag;
use super::token::Attr;
use super::tree::{Id, Node};
use crate::model::BlockKind;
use crate::read::builder::Builder;
use crate::span::Span;

/// What holds of the text at a place, and is taken back when an element ends.
#[derive(Clone, Copy, Debug)]
struct State {
    kind: BlockKind,
    /// Depth of the heading, 0 outside.
    level: u8,
    /// Blocks in it are parts of one block: verse, the cells of a row.
    joined: bool,
    raised: bool,
    preformatted: bool,
    hidden: bool,
    chrome: bool,
    in_quotation: bool,
}

const PLAIN: State = State {
    kind: BlockKind::Paragraph,
    level: 0,
    joined: false,
    raised: false,
    preformatted: false,
    hidden: false,
    chrome: false,
    in_quotation: false,
};

/// What is open around a place.
#[derive(Clone, Copy, Debug)]
struct Frame {
    /// One past its last node.
    end: Id,
    /// The element; `None` for a note.
    element: Option<Id>,
    /// What held before it.
    before: State,
    /// True for a note or element that ends the block it stands in.
    block: bool,
}

/// Tells the builder the whole document.
pub fn walk(site: &Site, plan: &Plan, builder: &mut Builder) {
    let parts = chrome::parts(site, &plan.answers.blocks);
    let mut walker = Walker { site, plan, parts, builder, state: PLAIN, frames: Vec::new(), from: None, breaks: 0 };
    walker.run();
}

struct Walker<'w, 'a> {
    site: &'w Site<'a>,
    plan: &'w Plan,
    parts: Vec<(Id, Part)>,
    builder: &'w mut Builder,
    state: State,
    frames: Vec<Frame>,
    /// Where the next block begins, if not at its text.
    from: Option<usize>,
    /// Line breaks since the last text.
    breaks: u8,
}

impl Walker<'_, '_> {
    fn run(&mut self) {
        let (mut part, mut call, mut body) = (0, 0, 0);
        let end = self.site.tree.nodes.len() as Id;
        let mut at: Id = 1;
        while at < end {
            self.close(at);
            while self.parts.get(part).is_some_and(|next| next.0 < at) {
                part += 1;
            }
            while self.plan.calls.get(call).is_some_and(|next| next.first < at) {
                call += 1;
            }
            // a call without bytes stands before its note
            while self.plan.calls.get(call).is_some_and(|next| next.first == at && next.end == at) {
                self.call(&self.plan.calls[call]);
                call += 1;
            }
            while self.plan.bodies.get(body).is_some_and(|next| next.extent.first <= at) {
                if self.plan.bodies[body].extent.first == at {
                    self.open_note(&self.plan.bodies[body]);
                }
                body += 1;
            }
            if let Some(next) = self.plan.calls.get(call).filter(|next| next.first == at && !self.state.hidden) {
                self.call(next);
                call += 1;
                at = next.end;
                continue;
            }
            // what a note says is read, wherever it stands
            let noted = self.frames.last().is_some_and(|frame| frame.element.is_none());
            let own = self.parts.get(part).filter(|next| next.0 == at && !noted).map(|next| next.1);
            at = self.node(at, own);
        }
        self.close(end);
    }

    /// Ends what ends before node `at`.
    fn close(&mut self, at: Id) {
        while let Some(frame) = self.frames.last().copied().filter(|frame| frame.end <= at) {
            self.frames.pop();
            let node = |id: Id| *self.site.tree.node(id);
            match frame.element {
                Some(id) => {
                    if node(id).tag == Tag::Q && !self.state.hidden {
                        self.builder.replaced("”", Span::new(node(id).ending as usize, node(id).close as usize));
                    }
                    if let Some(call) = self.plan.words.get(&id).filter(|_| !self.state.hidden) {
                        self.call(call);
                    }
                    if frame.block {
                        self.border(node(id).close as usize, false);
                    }
                    self.state = frame.before;
                }
                None => {
                    let end = node(frame.end - 1).close as usize;
                    let end = self.end_of(frame.end).unwrap_or(end);
                    self.builder.close_note(end);
                    self.state = frame.before;
                    self.from = None;
                }
            }
        }
    }

    /// Where the last element that ends before node `end` ends, its end tag
    /// included.
    fn end_of(&self, end: Id) -> Option<usize> {
        let tree = &self.site.tree;
        let last = end.checked_sub(1)?;
        let outer = tree.above(last).take_while(|above| tree.node(*above).end == end && *above != 0).last();
        let inside = |id: &Id| self.frames.last().is_none_or(|frame| frame.element.is_none_or(|element| *id > element));
        Some(tree.node(outer.filter(inside).unwrap_or(last)).close as usize)
    }

    /// A block ends, and another may begin, at byte `at`; `opens` where an
    /// element begins there.
    fn border(&mut self, at: usize, opens: bool) {
        self.breaks = 0;
        if self.state.joined {
            self.builder.blank(Span::new(at, at));
            return;
        }
        self.builder.end_block(at);
        self.from = opens.then_some(at);
    }

    fn open_note(&mut self, body: &Body) {
        let tree = &self.site.tree;
        let first = tree.node(body.extent.first);
        let at = first.start as usize;
        let inline = plan::is_in_line(self.site, body.extent);
        if !inline {
            let joined = std::mem::take(&mut self.state.joined);
            self.border(at, false);
            self.state.joined = joined;
        }
        let id = body.ids.first().cloned().unwrap_or_else(|| format!("orphan {}", body.extent.first));
        self.builder.open_note(&id, &body.label, at);
        body.ids.iter().skip(1).for_each(|id| self.builder.alias_note(id));
        self.frames.push(Frame { end: body.extent.end, element: None, before: self.state, block: !inline });
        self.state = PLAIN;
        self.from = Some(at);
        self.breaks = 0;
    }

    fn call(&mut self, call: &Call) {
        self.begin(call.span.0);
        self.builder.marker(&call.label, Span::new(call.span.0, call.span.1), &call.target);
        self.breaks = 0;
    }

    /// A node that is neither call nor the first of a note (or is its element).
    /// Returns the next one to look at.
    fn node(&mut self, at: Id, part: Option<Part>) -> Id {
        let tree = &self.site.tree;
        let node = *tree.node(at);
        if node.tag == Tag::Text {
            if !self.state.hidden {
                self.text(at, &node);
            }
            return at + 1;
        }
        if self.plan.skipped.contains(&at) || part == Some(Part::Switch) {
            return node.end;
        }
        if node.tag == Tag::Iframe && !self.state.hidden && tree.attr(at, Attr::Srcdoc).is_some() {
            self.framed(at);
            return node.end;
        }
        if tree.is_mute(at) && !self.holds_note(at) {
            if node.tag.is_block() {
                self.from = None;
            }
            return self.mute(at, &node);
        }
        if part == Some(Part::Hidden) && !self.holds_note(at) {
            self.from = None;
            return node.end;
        }
        if self.page(at, &node) {
            return node.end;
        }
        match node.tag {
            Tag::Br => self.line_break(at, &node),
            Tag::Hr => self.border(node.start as usize, false),
            Tag::Img => self.picture(at, &node),
            Tag::Math if tree.attr(at, Attr::Alttext).is_some() => {
                self.formula(at, &node);
                return node.end;
            }
            _ => self.element(at, &node, part),
        }
        at + 1
    }

    /// The page that a frame holds in an attribute: its blocks, each for the bytes of that.
    fn framed(&mut self, at: Id) {
        let tree = &self.site.tree;
        let (Some(source), Some((start, end))) = (tree.attr(at, Attr::Srcdoc), tree.attr_span(at, Attr::Srcdoc)) else {
            return;
        };
        let page = super::parse(&super::decode(source));
        self.border(start, false);
        for block in page.blocks.iter().filter(|block| !block.text.is_empty()) {
            match block.kind {
                BlockKind::Heading => self.builder.heading(block.level, start),
                _ if self.state.chrome => self.builder.block(BlockKind::Chrome, start),
                kind => self.builder.block(kind, start),
            }
            self.builder.replaced(&block.text.text, Span::new(start, end));
        }
        self.border(end, false);
    }

    /// True where a note stands inside an element.
    fn holds_note(&self, id: Id) -> bool {
        let bodies = &self.plan.bodies;
        let first = bodies.partition_point(|body| body.extent.first < id);
        bodies.get(first).is_some_and(|body| body.extent.first < self.site.tree.node(id).end)
    }

    /// An element without text: `<head>` may hold the body's text in a page
    /// without `<body>`, so only what it never shows is left out.
    fn mute(&mut self, at: Id, node: &Node) -> Id {
        if node.tag == Tag::Head { at + 1 } else { node.end }
    }
}
