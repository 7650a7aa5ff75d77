//! What each element does to the text in it.

use super::{Frame, Walker};
use crate::model::BlockKind;
use crate::read::html::bodies::is_over_notes;
use crate::read::html::chrome::Part;
use crate::read::html::entity;
use crate::read::html::marks;
use crate::read::html::shape::{self, Shape};
use crate::read::html::tag::Tag;
use crate::read::html::token::Attr;
use crate::read::html::tree::{Id, Node};
use crate::span::Span;

impl Walker<'_, '_> {
    /// A border of printed pages; true where it is one.
    pub(super) fn page(&mut self, at: Id, node: &Node) -> bool {
        let tree = &self.site.tree;
        if !tree.has_attributes(at) || node.tag.is_block() && !matches!(node.tag, Tag::Div | Tag::P | Tag::Hr) {
            return false;
        }
        let own = marks::of(tree, at);
        if own & marks::PAGE == 0 || self.site.weight_of(at) > 24 {
            return false;
        }
        let title = [Attr::Title, Attr::AriaLabel].into_iter().find_map(|attr| tree.attr(at, attr));
        let text = self.site.text_of(at, 24).filter(|text| !text.is_empty());
        let id = tree
            .attr(at, Attr::Id)
            .or_else(|| tree.inside(at).find_map(|id| tree.attr(id, Attr::Id).or_else(|| tree.attr(id, Attr::Name))));
        let found = text.as_deref().or(title).and_then(shape::page_number).or_else(|| id.and_then(shape::page_of_id));
        let Some(found) = found else { return false };
        let begins = self.builder.kind().is_none();
        let start = self.from.filter(|_| begins).unwrap_or(node.start as usize);
        self.builder.page(None, Some(found), start);
        true
    }

    pub(super) fn line_break(&mut self, at: Id, node: &Node) {
        self.breaks = self.breaks.saturating_add(1);
        let span = Span::new(node.start as usize, node.close as usize);
        let parts = self.breaks >= 2 || self.plan.answers.breaks.contains(&at);
        if parts && !self.state.joined && self.state.level == 0 {
            self.builder.end_block(span.end);
            self.from = None;
        } else {
            self.builder.blank(span);
        }
    }

    /// A picture of a letter with which a chapter begins.
    pub(super) fn picture(&mut self, at: Id, node: &Node) {
        let tree = &self.site.tree;
        let Some(alt) = tree.attr(at, Attr::Alt).map(str::trim).filter(|_| !self.state.hidden) else { return };
        let mut next = at + 1;
        while next < tree.nodes.len() as Id && tree.node(next).tag != Tag::Text && tree.node(next).tag.is_inline() {
            next += 1;
        }
        let letter = alt.chars().count() == 1 && alt.chars().all(char::is_alphabetic);
        let follows = (next as usize) < tree.nodes.len() && tree.raw(next).starts_with(char::is_alphabetic);
        if letter && follows {
            self.begin(node.start as usize);
            self.builder.replaced(alt, Span::new(node.start as usize, node.close as usize));
        }
    }

    pub(super) fn formula(&mut self, at: Id, node: &Node) {
        if let Some(text) = self.site.tree.attr(at, Attr::Alttext).filter(|_| !self.state.hidden) {
            self.begin(node.start as usize);
            self.builder.replaced(&entity::decode(text), Span::new(node.start as usize, node.close as usize));
        }
    }

    /// An element with content: what it makes of the text in it holds until it ends.
    pub(super) fn element(&mut self, at: Id, node: &Node, part: Option<Part>) {
        let before = self.state;
        let shape = shape::of(self.site, at);
        let chrome = part == Some(Part::Chrome);
        let line = before.joined && shape.is_line;
        let block = node.tag.is_block() || chrome;
        if block {
            self.border(node.start as usize, true);
        } else if line {
            self.builder.blank(Span::new(node.start as usize, node.start as usize));
        }
        if node.tag == Tag::Q && !self.state.hidden {
            self.begin(node.start as usize);
            self.builder.replaced("“", Span::new(node.start as usize, node.inside as usize));
        }
        // what is preformatted for the most part may be any text
        let code =
            node.tag == Tag::Code || node.tag == Tag::Pre && self.site.weight_of(at) * 2 < self.site.weight_of(0);
        if code {
            self.builder.literal(Span::new(node.inside as usize, node.ending as usize));
        }
        self.dress(at, node, &shape, part);
        if let Some(number) = self.plan.answers.items.get(&at).filter(|_| !self.state.hidden) {
            self.begin(node.start as usize);
            self.builder.replaced(&format!("[{number}] "), Span::new(node.start as usize, node.inside as usize));
        }
        let words = self.plan.words.contains_key(&at);
        if node.end > at + 1 || block || line || words {
            self.frames.push(Frame { end: node.end, element: Some(at), before, block: block || line });
        } else {
            self.state = before;
        }
    }

    /// Sets what holds inside an element.
    fn dress(&mut self, at: Id, node: &Node, shape: &Shape, part: Option<Part>) {
        let before = self.state;
        let may_head = shape.level > 0 || matches!(node.tag, Tag::P | Tag::Div | Tag::Caption);
        let note_heading = may_head && self.is_over_notes(at, node);
        let state = &mut self.state;
        state.hidden |= part == Some(Part::Hidden);
        state.chrome |= part == Some(Part::Chrome);
        state.raised |= node.tag == Tag::Sup;
        state.preformatted |= matches!(node.tag, Tag::Pre | Tag::Xmp | Tag::Plaintext);
        state.in_quotation |= node.tag == Tag::Blockquote || shape.is_verse;
        let inherits = before.level > 0 || matches!(before.kind, BlockKind::ListItem | BlockKind::Caption);
        if node.tag.is_block() && !before.joined && !(shape.keeps && inherits) {
            let quoted = shape.kind == BlockKind::Paragraph && state.in_quotation;
            (state.level, state.kind) = (shape.level, if quoted { BlockKind::Quotation } else { shape.kind });
        }
        state.joined |= shape.joins;
        let kind = match () {
            () if state.chrome => BlockKind::Chrome,
            () if part == Some(Part::Licence) || before.kind == BlockKind::Licence => BlockKind::Licence,
            () if note_heading => BlockKind::NoteHeading,
            () => return,
        };
        (state.level, state.kind) = (0, kind);
    }

    /// True for a heading over notes: it says so, and a note follows.
    fn is_over_notes(&self, at: Id, node: &Node) -> bool {
        let weight = self.site.weight_of(at);
        if weight == 0 || weight > 40 {
            return false;
        }
        let bodies = &self.plan.bodies;
        let next = bodies.get(bodies.partition_point(|body| body.extent.first < node.end));
        let follows = next.is_some_and(|next| self.site.weight(node.end, next.extent.first) <= 20);
        let tree = &self.site.tree;
        let listed = || {
            let mut around = tree.above(at).take(3);
            node.tag.heading().is_some() && around.any(|above| marks::of(tree, above) & marks::LIST != 0)
        };
        follows && (self.site.text_of(at, 60).is_some_and(|text| is_over_notes(&text)) || listed())
    }
}
