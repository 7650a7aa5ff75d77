//! The walk over the nodes, in order, that tells the builder what there is.

use super::bodies::is_over_notes;
use super::chrome::{self, Part};
use super::entity::{self, Piece};
use super::label;
use super::marks;
use super::plan::{self, Body, Plan};
use super::shape;
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
    let parts = chrome::parts(site);
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
                self.call(call);
                call += 1;
            }
            while self.plan.bodies.get(body).is_some_and(|next| next.extent.first <= at) {
                if self.plan.bodies[body].extent.first == at {
                    self.open_note(&self.plan.bodies[body]);
                }
                body += 1;
            }
            if let Some(next) = self.plan.calls.get(call).filter(|next| next.first == at && !self.state.hidden) {
                self.call(call);
                call += 1;
                at = next.end;
                continue;
            }
            let own = self.parts.get(part).filter(|next| next.0 == at).map(|next| next.1);
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

    fn call(&mut self, at: usize) {
        let call = &self.plan.calls[at];
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
        if node.tag.is_mute() && !self.holds_note(at) {
            if node.tag.is_block() {
                self.from = None;
            }
            return self.mute(at, &node);
        }
        if part == Some(Part::Hidden) {
            if !self.holds_note(at) {
                self.from = None;
                return node.end;
            }
        }
        if self.page(at, &node) {
            return node.end;
        }
        match node.tag {
            Tag::Br => self.line_break(&node),
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

    /// A border of printed pages; true where it is one.
    fn page(&mut self, at: Id, node: &Node) -> bool {
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

    fn line_break(&mut self, node: &Node) {
        self.breaks = self.breaks.saturating_add(1);
        let span = Span::new(node.start as usize, node.close as usize);
        if self.breaks >= 2 && !self.state.joined && self.state.level == 0 {
            self.builder.end_block(span.end);
            self.from = None;
        } else {
            self.builder.blank(span);
        }
    }

    /// A picture of a letter with which a chapter begins.
    fn picture(&mut self, at: Id, node: &Node) {
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

    fn formula(&mut self, at: Id, node: &Node) {
        if let Some(text) = self.site.tree.attr(at, Attr::Alttext).filter(|_| !self.state.hidden) {
            self.begin(node.start as usize);
            self.builder.replaced(&entity::decode(text), Span::new(node.start as usize, node.close as usize));
        }
    }

    fn element(&mut self, at: Id, node: &Node, part: Option<Part>) {
        let before = self.state;
        let mut block = node.tag.is_block();
        if block || part == Some(Part::Chrome) {
            self.border(node.start as usize, true);
        }
        let own = shape::of(self.site, at);
        let note_heading = own.level > 0 && self.is_over_notes(at, node);
        let line = before.joined && own.is_line;
        if line {
            self.builder.blank(Span::new(node.start as usize, node.start as usize));
            block = true;
        }
        if node.tag == Tag::Q && !self.state.hidden {
            self.begin(node.start as usize);
            self.builder.replaced("“", Span::new(node.start as usize, node.inside as usize));
        }
        let state = &mut self.state;
        state.hidden |= part == Some(Part::Hidden);
        state.raised |= node.tag == Tag::Sup;
        state.preformatted |= matches!(node.tag, Tag::Pre | Tag::Xmp | Tag::Plaintext);
        state.in_quotation |= node.tag == Tag::Blockquote || own.is_verse;
        if block && !line {
            state.level = own.level;
            state.kind = own.kind;
            if state.kind == BlockKind::Paragraph && state.in_quotation {
                state.kind = BlockKind::Quotation;
            }
            let inherits = before.level > 0 || matches!(before.kind, BlockKind::ListItem | BlockKind::Caption);
            if before.joined || own.keeps && inherits {
                (state.level, state.kind) = (before.level, before.kind);
            }
            if note_heading {
                (state.level, state.kind) = (0, BlockKind::NoteHeading);
            }
        }
        state.joined |= own.joins;
        state.chrome |= part == Some(Part::Chrome);
        if part == Some(Part::Licence) || before.kind == BlockKind::Licence {
            (state.kind, state.level) = (BlockKind::Licence, 0);
        }
        if state.chrome {
            (state.kind, state.level) = (BlockKind::Chrome, 0);
        }
        if node.end > at + 1 || block {
            let block = block || part == Some(Part::Chrome);
            self.frames.push(Frame { end: node.end, element: Some(at), before, block });
        } else {
            self.state = before;
        }
    }

    /// True for a heading over notes: it says so, and a note follows.
    fn is_over_notes(&self, at: Id, node: &Node) -> bool {
        let bodies = &self.plan.bodies;
        let next = bodies.get(bodies.partition_point(|body| body.extent.first < node.end));
        let follows = next.is_some_and(|next| self.site.weight(node.end, next.extent.first) <= 20);
        follows && self.site.text_of(at, 60).is_some_and(|text| is_over_notes(&text))
    }

    /// Begins a block at byte `at` if none is open.
    fn begin(&mut self, at: usize) {
        self.breaks = 0;
        let from = self.from.take();
        if self.builder.kind().is_none() {
            let at = from.unwrap_or(at);
            if self.state.level > 0 {
                self.builder.heading(self.state.level, at);
            } else {
                self.builder.block(self.state.kind, at);
            }
        }
    }

    fn text(&mut self, id: Id, node: &Node) {
        let raw = self.site.tree.raw(id);
        let cuts = self.plan.cuts.get(&id).map_or(&[][..], Vec::as_slice);
        let start = node.start as usize;
        if cuts.is_empty() && !raw.contains('&') {
            return self.plain(raw, start);
        }
        if node.verbatim {
            return self.plain(raw, start);
        }
        for (at, len, piece) in entity::pieces(raw) {
            let at = start + at;
            if !matches!(piece, Piece::Plain(_)) {
                if !is_cut(cuts, at) {
                    self.reference(piece, Span::new(at, at + len));
                }
                continue;
            }
            self.around_cuts(&raw[at - start..at - start + len], at, cuts);
        }
    }

    fn reference(&mut self, piece: Piece, span: Span) {
        let mut buffer = [0; 4];
        let text = match piece {
            Piece::Char(c) => &*c.encode_utf8(&mut buffer),
            Piece::Named(text) | Piece::Plain(text) => text,
        };
        if !text.trim().is_empty() {
            self.begin(span.start);
        }
        if self.builder.kind().is_some() {
            self.builder.replaced(text, span);
        }
    }

    fn around_cuts(&mut self, text: &str, at: usize, cuts: &[(u32, u32)]) {
        let mut from = at;
        let end = at + text.len();
        for (cut, to) in cuts {
            let (cut, to) = ((*cut as usize).clamp(from, end), (*to as usize).clamp(from, end));
            if cut > from {
                self.plain(&text[from - at..cut - at], from);
            }
            from = to.max(cut);
        }
        if from < end {
            self.plain(&text[from - at..], from);
        }
    }

    /// Text without references.
    fn plain(&mut self, text: &str, at: usize) {
        let blank = text.bytes().all(|b| b.is_ascii_whitespace());
        if blank && self.builder.kind().is_none() {
            return;
        }
        if self.state.raised && !blank && shape::is_raised(text) {
            return self.raised(text, at);
        }
        if self.state.preformatted && text.contains("\n") {
            return self.lines(text, at);
        }
        if !blank {
            self.begin(at + (text.len() - text.trim_start().len()));
        }
        self.builder.text(text, at);
    }

    /// Raised digits, as the characters that are such: `x²`, and a call of a
    /// note that was typed by hand.
    fn raised(&mut self, text: &str, at: usize) {
        self.begin(at);
        for (i, c) in text.char_indices() {
            let span = Span::new(at + i, at + i + c.len_utf8());
            let mut buffer = [0; 4];
            self.builder.replaced(label::raised_digit(c).unwrap_or(c).encode_utf8(&mut buffer), span);
        }
    }

    /// Preformatted text: an empty line parts paragraphs.
    fn lines(&mut self, text: &str, at: usize) {
        let mut from = at;
        for line in text.split_inclusive('\n') {
            if line.trim().is_empty() && self.builder.kind().is_some() && self.breaks > 0 {
                self.builder.end_block(from);
            } else if !line.trim().is_empty() {
                self.begin(from + (line.len() - line.trim_start().len()));
                self.builder.text(line, from);
            }
            self.breaks = if line.ends_with('\n') { 1 } else { self.breaks };
            from += line.len();
        }
    }
}

fn is_cut(cuts: &[(u32, u32)], at: usize) -> bool {
    cuts.iter().any(|(from, to)| (*from as usize) <= at && at < *to as usize)
}
