//! Where a note begins and ends, told from the element that bears its id.

use std::collections::HashMap;

use super::label;
use super::links;
use super::marks;
use super::site::Site;
use super::tag::Tag;
use super::tree::Id;

/// A note: the nodes `first..end`, whole elements that follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extent {
    /// First node.
    pub first: Id,
    /// One past the last.
    pub end: Id,
}

impl Extent {
    /// True where a node stands in it.
    pub fn holds(self, id: Id) -> bool {
        self.first <= id && id < self.end
    }
}

/// Finds the extents of notes.
pub struct Bodies<'s, 'a> {
    site: &'s Site<'a>,
    /// Elements that may begin a note, ascending.
    goals: Vec<Id>,
    /// By element: the last of its children that was asked about, and whether
    /// the heading over it is one over notes.
    headed: HashMap<Id, (Id, bool)>,
    /// By element: whether it holds blocks.
    loose: HashMap<Id, bool>,
}

/// Most text of a label and its brackets.
const LABEL: u32 = 10;

/// Nodes looked at for the beginning of a line.
const STEPS: usize = 32;

/// Largest note, in bytes of visible text; what is longer is a chapter.
const LONGEST: u32 = 60_000;

impl<'s, 'a> Bodies<'s, 'a> {
    /// For a document in which notes may begin at `goals` (ascending).
    pub fn new(site: &'s Site<'a>, goals: Vec<Id>) -> Self {
        Bodies { site, goals, headed: HashMap::new(), loose: HashMap::new() }
    }

    /// The note that begins at element `goal`; `None` where that is a heading, a
    /// page, a figure or the middle of a text.
    pub fn extent(&mut self, goal: Id) -> Option<Extent> {
        let site = self.site;
        let own = marks::of(&site.tree, goal);
        let around = site.tree.above(goal).take(2).fold(own, |all, at| all | marks::of(&site.tree, at));
        if own & marks::PAGE != 0 && own & marks::NOTE == 0 || around & marks::OTHER != 0 {
            return None;
        }
        let found = if site.tree.node(goal).tag.is_block() { self.of_block(goal) } else { self.of_anchor(goal) };
        found.filter(|found| (1..=LONGEST).contains(&site.weight(found.first, found.end)))
    }

    fn whole(&self, id: Id) -> Extent {
        Extent { first: id, end: self.site.tree.node(id).end }
    }

    /// How many possible notes begin in the nodes `from..to`.
    fn goals_in(&self, from: Id, to: Id) -> usize {
        let before = |id: Id| self.goals.partition_point(|goal| *goal < id);
        before(to).saturating_sub(before(from))
    }

    /// The first possible note from node `from` on.
    fn next_goal(&self, from: Id) -> Option<Id> {
        self.goals.get(self.goals.partition_point(|goal| *goal < from)).copied()
    }

    fn of_block(&mut self, block: Id) -> Option<Extent> {
        let (site, tree) = (self.site, &self.site.tree);
        let own = marks::of(tree, block);
        let bare = || site.text_of(block, label::LONGEST).is_some_and(|text| label::label(&text).is_some());
        match tree.node(block).tag {
            Tag::Root | Tag::Html | Tag::Body | Tag::Main | Tag::Nav | Tag::Article => return None,
            tag if tag.heading().is_some() => return if bare() { self.with_followers(block) } else { None },
            Tag::Dt => return self.with_followers(block),
            Tag::Td | Tag::Th => return Some(self.whole(tree.node(block).parent)),
            _ => {}
        }
        if own & marks::LIST != 0 && own & marks::NOTE == 0 {
            return None;
        }
        if own & marks::NOTE == 0 && tree.inside(block).any(|at| tree.node(at).tag.heading().is_some()) {
            return None;
        }
        if bare() {
            return self.with_followers(block);
        }
        let outer = self.climb(block);
        if outer == block { self.with_paragraphs(block) } else { Some(self.whole(outer)) }
    }

    fn of_anchor(&mut self, anchor: Id) -> Option<Extent> {
        let (site, tree) = (self.site, &self.site.tree);
        let block = tree.block(anchor);
        if let Some(next) = links::block_after(site, anchor)
            && site.weight_of(anchor) as usize <= label::LONGEST
        {
            let bare = site.weight_of(anchor) > 0;
            return if bare { Some(Extent { first: anchor, end: tree.node(next).end }) } else { self.of_block(next) };
        }
        let begins = site.weight(block + 1, anchor) <= 2;
        let alone = self.goals_in(block + 1, tree.node(block).end) <= 1;
        let loose = *self
            .loose
            .entry(block)
            .or_insert_with(|| tree.children(block).any(|child| tree.node(child).tag.is_block()));
        if begins && (alone || tree.node(block).tag.heading().is_some()) && (!loose || self.is_wrapper(block)) {
            return self.of_block(block);
        }
        self.of_line(anchor, block, begins)
    }

    /// A note that is a line of its block: from its anchor to the next one.
    fn of_line(&self, anchor: Id, block: Id, begins: bool) -> Option<Extent> {
        let tree = &self.site.tree;
        // the lines of a block may all stand in one `<small>`
        let mut first = anchor;
        let alone = |id: Id| self.goals_in(id, tree.node(id).end) <= 1;
        while tree.node(first).parent != block && alone(tree.node(first).parent) {
            first = tree.node(first).parent;
        }
        let around = tree.node(first).parent;
        if !begins && !self.begins_line(first) {
            return None;
        }
        let next = self.next_goal(tree.node(first).end.max(anchor + 1)).unwrap_or(Id::MAX);
        let mut end = tree.node(first).end;
        let mut filled = false;
        while end < tree.node(around).end && !tree.holds(end, next) {
            let tag = tree.node(end).tag;
            // after a label alone, the block that follows is the note
            if tag == Tag::Hr || tag.is_block() && (filled || self.site.weight(first, end) > LABEL) {
                break;
            }
            filled |= tag.is_block();
            end = tree.node(end).end;
        }
        Some(Extent { first, end })
    }

    /// True for an element about one note though blocks stand in it.
    fn is_wrapper(&self, block: Id) -> bool {
        let own = marks::of(&self.site.tree, block);
        let single = own & (marks::NOTE | marks::NOTISH) != 0 && own & marks::LIST == 0;
        single || matches!(self.site.tree.node(block).tag, Tag::Li | Tag::Dd | Tag::Td | Tag::Aside | Tag::Tr)
    }

    /// True where a line break or a block stands directly before a node.
    fn begins_line(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        let parent = tree.node(id).parent;
        let mut at = id;
        for _ in 0..STEPS {
            if at == parent + 1 {
                return true;
            }
            at -= 1;
            while tree.node(at).parent != parent {
                at = tree.node(at).parent;
            }
            let tag = tree.node(at).tag;
            if tag == Tag::Br || tag.is_block() {
                return true;
            }
            if self.site.weight_of(at) > 2 {
                return false;
            }
        }
        false
    }

    /// The outermost element around `block` that is about this note alone.
    fn climb(&self, block: Id) -> Id {
        let (site, tree) = (self.site, &self.site.tree);
        let mut outer = block;
        loop {
            let parent = tree.node(outer).parent;
            let (node, own) = (tree.node(parent), marks::of(tree, parent));
            let first = site.weight(parent + 1, outer) <= 2;
            let alone =
                self.goals_in(parent, tree.node(parent).end) <= self.goals_in(outer, tree.node(outer).end).max(1);
            if parent == 0 || !first || !alone || own & marks::LIST != 0 && own & marks::NOTE == 0 {
                return outer;
            }
            let fits = match node.tag {
                Tag::Li | Tag::Dd | Tag::Tr => true,
                Tag::Td | Tag::Th => true,
                Tag::Aside | Tag::Div | Tag::Table | Tag::Tbody | Tag::Blockquote => {
                    own & (marks::NOTE | marks::NOTISH) != 0 || self.among_notes(parent)
                }
                Tag::Section => own & marks::NOTE != 0,
                _ => false,
            };
            if !fits {
                return outer;
            }
            outer = parent;
        }
    }

    /// True where the elements before or after also begin a note.
    fn among_notes(&self, id: Id) -> bool {
        let tree = &self.site.tree;
        let mut next = tree.node(id).end;
        let end = tree.node(tree.node(id).parent).end;
        while next < end && tree.node(next).tag == Tag::Text {
            next += 1;
        }
        let follows =
            next < end && self.goals_in(next, tree.node(next).end) == 1 && tree.node(next).tag == tree.node(id).tag;
        let last = self.goals.partition_point(|goal| *goal < id).checked_sub(1).map(|at| self.goals[at]);
        let before =
            last.and_then(|goal| tree.above(goal).find(|above| tree.node(*above).parent == tree.node(id).parent));
        let precedes = before.is_some_and(|before| {
            tree.node(before).tag == tree.node(id).tag && self.site.weight(tree.node(before).end, id) == 0
        });
        follows || precedes
    }

    /// A label alone, with what follows it up to the next note or heading.
    fn with_followers(&self, block: Id) -> Option<Extent> {
        let tree = &self.site.tree;
        let own = tree.node(block).tag;
        let next = self.next_goal(tree.node(block).end).unwrap_or(Id::MAX);
        let parent_end = tree.node(tree.node(block).parent).end;
        let mut end = tree.node(block).end;
        while end < parent_end && !tree.holds(end, next) {
            let tag = tree.node(end).tag;
            if tag.heading().is_some() || tag == Tag::Hr || tag == Tag::Dt && own == Tag::Dt {
                break;
            }
            let after = tree.node(end).end;
            let filled = self.site.weight(block, end) > label::LONGEST as u32;
            // only a definition and a heading rule over more than one block
            if filled && own != Tag::Dt && own.heading().is_none() && tag != Tag::Text {
                break;
            }
            end = after;
        }
        Some(Extent { first: block, end })
    }

    /// A paragraph, with those after it that belong to the same note: up to the
    /// next note, in an element that holds notes or under a heading over notes.
    fn with_paragraphs(&mut self, block: Id) -> Option<Extent> {
        let tree = &self.site.tree;
        let own = self.whole(block);
        if !matches!(tree.node(block).tag, Tag::P | Tag::Div | Tag::Blockquote) {
            return Some(own);
        }
        let parent = tree.node(block).parent;
        let list = marks::of(tree, parent) & marks::LIST != 0;
        let parent_end = tree.node(parent).end;
        let next = self.next_goal(own.end).filter(|next| *next < parent_end);
        if !list && (next.is_none() || !self.is_under_notes(block)) {
            return Some(own);
        }
        let stop = next.unwrap_or(parent_end);
        let mut end = own.end;
        while end < parent_end && !tree.holds(end, stop) {
            let tag = tree.node(end).tag;
            if tag.heading().is_some() || matches!(tag, Tag::Hr | Tag::Nav | Tag::Section | Tag::Footer) {
                break;
            }
            end = tree.node(end).end;
        }
        Some(Extent { first: block, end })
    }

    /// True where the heading before a block, in the same element, is one over notes.
    fn is_under_notes(&mut self, block: Id) -> bool {
        let tree = &self.site.tree;
        let parent = tree.node(block).parent;
        let (from, mut under) =
            self.headed.get(&parent).copied().filter(|(last, _)| *last <= block).unwrap_or((parent + 1, false));
        let mut at = from;
        while at < block {
            if tree.node(at).tag.heading().is_some() {
                under = self.site.text_of(at, 60).is_some_and(|text| is_over_notes(&text));
            }
            at = tree.node(at).end;
        }
        self.headed.insert(parent, (block, under));
        under
    }
}

/// True for the headings over notes in the languages that are common.
pub fn is_over_notes(heading: &str) -> bool {
    let words: String = heading.chars().map(|c| if c.is_alphabetic() { c } else { ' ' }).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    matches!(
        words.as_str(),
        "notes"
            | "footnotes"
            | "endnotes"
            | "end notes"
            | "foot notes"
            | "references"
            | "notes and references"
            | "footnote"
            | "note"
            | "references and notes"
            | "sources"
            | "citations"
            | "anmerkungen"
            | "fußnoten"
            | "fussnoten"
            | "einzelnachweise"
            | "endnoten"
            | "notes et références"
            | "références"
            | "notes de bas de page"
            | "notas"
            | "notas al pie"
            | "referencias"
            | "note a piè di pagina"
            | "voetnoten"
            | "noten"
            | "notas de rodapé"
            | "fotnoter"
            | "przypisy"
            | "примечания"
            | "сноски"
            | "注"
            | "脚注"
            | "注释"
    )
}
