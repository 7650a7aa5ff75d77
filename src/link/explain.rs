//! One reading of a document: what a pair of styles explains.
//!
//! Given the style of the markers and of the bodies, all candidates of the two
//! are aligned. Two arrangements are tried: notes that stand near their
//! markers (at the page foot, after the paragraph, section or an unheaded run
//! of text), where a restart of the labels between a marker and a body speaks
//! against the pair; and notes collected at the end, where it does not.

use std::collections::{HashMap, HashSet};

use super::align::{Pair, heaviest};
use super::chain::{self, Item, Reading, Role};
use super::feet::at_feet;
use super::label::{Label, LabelKind};
use super::markers::{Attach, Mark};
use super::material::Material;
use super::style::{CONVENTIONS, Dress, LIKELY, SURE, Style, body_weight};

/// What a pair of styles explains.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// Style of the markers.
    pub marker: Style,
    /// Style of the bodies.
    pub body: Style,
    /// Markers that were looked at (indices into `Material::marks`), in order.
    pub marks: Vec<usize>,
    /// How the labels of `marks` were read.
    pub reading: Reading,
    /// Bodies that were looked at.
    pub bodies: Vec<usize>,
    /// Marker and body, as indices into the material.
    pub links: Vec<(usize, usize)>,
    /// Weight of the reading.
    pub score: f32,
    /// Bodies that no marker points to, but that stand in line below one that
    /// a marker does.
    pub in_line: HashSet<usize>,
    /// True where a page holds its own notes.
    pub page_foot: bool,
}

impl Explanation {
    /// How linked markers stand to their words, where so many in a hundred agree.
    pub fn usual_attach(&self, material: &Material, percent: usize) -> Option<Attach> {
        let count = |attach| self.links.iter().filter(|l| material.marks[l.0].attach == attach).count();
        let agree = |a: &Attach| count(*a) * 100 > self.links.len() * percent;
        [Attach::After, Attach::Before, Attach::Free].into_iter().find(agree)
    }
}

/// Arrangement of notes and text.
#[derive(Clone, Copy, PartialEq)]
enum Arrangement {
    Near,
    Collected,
}

/// Markers of one label before a body that are looked at.
const NEAR: usize = 6;
/// The same for collected notes: how far apart the ranks of marker and body
/// among their label may be.
const RANKS: usize = 150;
/// Least weight of a letter glued to its word, and its lead over other words.
const LEAST: f32 = 0.3;
const MARGIN: f32 = 0.1;
/// Blocks from a note to the next that stands in line with it, at most.
const CLOSE: usize = 3;
/// What is left of the weight of a pair whose note stands on the next page.
const CARRIED: f32 = 0.8;
/// What a scope between marker and body takes from the weight of a pair.
/// More than what succession adds, so that no scope is reached over for it.
const SCOPE_BETWEEN: f32 = 0.65;

/// Explains the document by a pair of styles; `None` where they have nothing
/// in common. Candidates for which `free` is false are spoken for.
pub fn explain(
    material: &Material,
    (marker, body): (Style, Style),
    (free_marks, free_bodies): (&[bool], &[bool]),
) -> Option<Explanation> {
    let mut bodies: Vec<usize> =
        (0..material.bodies.len()).filter(|i| free_bodies[*i] && material.bodies[*i].style == body).collect();
    let all: Vec<usize> =
        (0..material.marks.len()).filter(|i| free_marks[*i] && material.marks[*i].style == marker).collect();
    if bodies.is_empty() || all.is_empty() {
        return None;
    }
    let footed = at_feet(material, &all, &bodies);
    let page_foot = page_foot(material, &all, &footed);
    bodies = without_items(material, &all, if page_foot { &footed } else { &bodies });
    let mut found = None;
    for _ in 0..3 {
        let marks = outside(material, &all, &bodies);
        let mut try_out = Trial::new(material, marks, &bodies, page_foot).best()?;
        try_out.in_line = in_line(material, &try_out);
        let settled = without_rivals(material, &try_out, &mut bodies);
        found = Some(try_out);
        if settled {
            break;
        }
    }
    if let Some(found) = found.as_mut().filter(|_| marker.dress == Dress::Glued) {
        found.links = undisputed(material, found);
        found.in_line = in_line(material, found);
    }
    found
}

/// Leaves out the items of lists: they stand apart, with text between, and
/// have markers in them, as notes of such a dress seldom do.
fn without_items(material: &Material, marks: &[usize], bodies: &[usize]) -> Vec<usize> {
    let strong = |m: &&usize| material.marks[**m].weight >= LIKELY && material.marks[**m].attach == Attach::After;
    let calling: HashSet<usize> = marks.iter().filter(strong).map(|m| material.marks[*m].block).collect();
    let block = |at: usize| bodies.get(at).map(|b| material.bodies[*b].block);
    let item = |at: &usize| {
        let body = &material.bodies[bodies[*at]];
        let beside = |other: Option<usize>| other.is_some_and(|other| other.abs_diff(body.block) <= 1);
        let apart = !beside(at.checked_sub(1).and_then(block)) && !beside(block(*at + 1));
        apart && body_weight(body.style) < SURE && calling.contains(&body.block)
    };
    (0..bodies.len()).filter(|at| !item(at)).map(|at| bodies[at]).collect()
}

/// Links of letters glued to words for which no other word, between the
/// neighbouring links, would do nearly as well: a wrong one would maim a word.
fn undisputed(material: &Material, found: &Explanation) -> Vec<(usize, usize)> {
    let at = |link: usize| found.links.get(link).map(|l| material.marks[l.0].place());
    let disputed = |link: usize| {
        let (mark, body) = found.links[link];
        let (own, page) = (&material.marks[mark], material.mark_pages[mark]);
        let from = link.checked_sub(1).and_then(at).unwrap_or((0, 0));
        let to = at(link + 1).unwrap_or((usize::MAX, 0)).min(material.bodies[body].place());
        let rival = |m: &&usize| {
            let other = &material.marks[**m];
            let near = other.weight > own.weight - MARGIN && material.mark_pages[**m] == page;
            near && **m != mark && other.label == own.label && from < other.place() && other.place() < to
        };
        let first = found.marks.partition_point(|m| material.marks[*m].place() <= from);
        let last = found.marks.partition_point(|m| material.marks[*m].place() < to);
        own.weight < LEAST || found.marks[first..last.max(first)].iter().any(|m| rival(&m))
    };
    (0..found.links.len()).filter(|link| !disputed(*link)).map(|link| found.links[link]).collect()
}

/// The markers that do not stand inside one of the bodies.
fn outside(material: &Material, all: &[usize], bodies: &[usize]) -> Vec<usize> {
    let leading: HashSet<usize> =
        bodies.iter().map(|b| &material.bodies[*b]).filter(|b| b.head.start == 0).map(|b| b.block).collect();
    all.iter().copied().filter(|m| !leading.contains(&material.marks[*m].block)).collect()
}

/// The bodies that count on from a linked one, each close below the one before.
fn in_line(material: &Material, found: &Explanation) -> HashSet<usize> {
    let linked: HashSet<usize> = found.links.iter().map(|l| l.1).collect();
    let heads: HashSet<usize> = found.bodies.iter().map(|b| material.bodies[*b].block).collect();
    let pages = noted_pages(material, found);
    let mut out = HashSet::new();
    let mut last: Option<usize> = None;
    for index in &found.bodies {
        let body = &material.bodies[*index];
        let close = |last: usize| {
            let (above, page) = (&material.bodies[last], material.body_pages[last]);
            let counts = body.label.value > above.label.value && above.label.gap(body.label) == 0;
            counts && body.block - above.block <= CLOSE && (!found.page_foot || page == material.body_pages[*index])
        };
        let foot =
            || found.page_foot && pages.contains(&material.body_pages[*index]) && at_foot(material, &heads, *index);
        if linked.contains(index) {
            last = Some(*index);
        } else if last.is_some_and(close) || foot() {
            out.insert(*index);
            last = Some(*index);
        }
    }
    out
}

/// The pages that have a note which is called.
fn noted_pages(material: &Material, found: &Explanation) -> HashSet<u32> {
    found.links.iter().map(|link| material.body_pages[link.1]).collect()
}

/// True for a body below which its page has nothing but further bodies.
fn at_foot(material: &Material, heads: &HashSet<usize>, index: usize) -> bool {
    let page = material.body_pages[index];
    let first = material.bodies[index].block + 1;
    let below = material.block_pages.iter().enumerate().skip(first).take_while(|(_, of)| **of == page || **of == 0);
    below.filter(|(_, of)| **of == page).all(|(block, _)| heads.contains(&block))
}

/// Drops bodies that the reading speaks against, so that what stands in them
/// counts as text again: lists that no marker points to, and lines inside a
/// paragraph that begin with a marker. True where none was dropped.
fn without_rivals(material: &Material, found: &Explanation, bodies: &mut Vec<usize>) -> bool {
    let linked: HashSet<usize> = found.links.iter().map(|l| l.1).collect();
    let used: HashMap<usize, Vec<usize>> = found.links.iter().fold(HashMap::new(), |mut map, (mark, _)| {
        map.entry(material.marks[*mark].block).or_insert_with(Vec::new).push(*mark);
        map
    });
    let count = bodies.len();
    let leaves = leaves(material, found);
    let pages = noted_pages(material, found);
    let mut last_on_page: HashMap<(Label, u32), usize> = HashMap::new();
    last_on_page.extend(bodies.iter().map(|b| ((material.bodies[*b].label, material.body_pages[*b]), *b)));
    bodies.retain(|index| {
        let body = &material.bodies[*index];
        if leaves.contains(index) {
            return false;
        }
        if found.page_foot && !linked.contains(index) {
            // two of a label on a page: the first is a marker that opens its line
            let page = material.body_pages[*index];
            return pages.contains(&page) && last_on_page.get(&(body.label, page)) == Some(index);
        }
        if !linked.contains(index) {
            return body.weight >= SURE || found.in_line.contains(index);
        }
        let same = used.get(&body.block).into_iter().flatten();
        !same.map(|m| &material.marks[*m]).any(|m| m.span.overlaps(body.head) && m.weight > body.weight)
    });
    bodies.len() == count
}

/// Numbers of leaves that open a paragraph as notes do: alone, far above the
/// label before, with markers of the text below them, or pointed to by what
/// does not stand to its word as the markers do.
fn leaves(material: &Material, found: &Explanation) -> HashSet<usize> {
    let mark_of: HashMap<usize, usize> = found.links.iter().map(|(mark, body)| (*body, *mark)).collect();
    let Some(usual) = found.usual_attach(material, 80) else { return HashSet::new() };
    let label = |at: usize| found.bodies.get(at).map(|b| material.bodies[*b].label.value);
    let alone = |at: usize| {
        let (own, before) = (label(at).unwrap_or(0), at.checked_sub(1).and_then(label).unwrap_or(0));
        own > before + LEAP && label(at + 1).is_none_or(|next| next <= own)
    };
    let own_markers = |index: usize| {
        let body = &material.bodies[index];
        let first = material.marks.partition_point(|m| m.place() < (body.block, body.head.end));
        let below = material.marks[first..].iter().take_while(|m| m.block == body.block);
        below.filter(|m| m.style == found.marker).any(|m| m.attach == usual)
    };
    let is = |at: &usize| {
        let index = found.bodies[*at];
        alone(*at) && mark_of.get(&index).map_or_else(|| own_markers(index), |m| material.marks[*m].attach != usual)
    };
    (0..found.bodies.len()).filter(is).map(|at| found.bodies[at]).collect()
}

/// How far above the label before a number is that does not count on from it.
const LEAP: u32 = 5;

/// True where most bodies have a marker of their label on their own page.
fn page_foot(material: &Material, marks: &[usize], bodies: &[usize]) -> bool {
    let pages = material.body_pages.last().is_some_and(|page| *page > 1);
    let key = |label: Label, page| (label, page);
    let on_page: HashSet<_> = marks.iter().map(|m| key(material.marks[*m].label, material.mark_pages[*m])).collect();
    let own = bodies.iter().filter(|b| on_page.contains(&key(material.bodies[**b].label, material.body_pages[**b])));
    pages && own.count() * 2 > bodies.len()
}

/// Candidates of a pair of styles, made ready for the alignment.
struct Trial<'a> {
    material: &'a Material,
    marks: Vec<usize>,
    bodies: &'a [usize],
    reading: Reading,
    page_foot: bool,
    /// Labels that one marker and one body have: a page may carry its last note over to
    /// the next, and no other can be meant.
    only: HashSet<Label>,
}

impl<'a> Trial<'a> {
    fn new(material: &'a Material, marks: Vec<usize>, bodies: &'a [usize], page_foot: bool) -> Self {
        let mut page = 0;
        let usual = usual_weight(material, &marks);
        let items: Vec<Item> = marks
            .iter()
            .map(|m| {
                let border = page_foot && std::mem::replace(&mut page, material.mark_pages[*m]) != page;
                let mark = &material.marks[*m];
                Item { label: mark.label, weight: (mark.weight / usual).min(1.0), border, block: mark.block }
            })
            .collect();
        let only = if page_foot { only_pairs(material, &marks, bodies) } else { HashSet::new() };
        Trial { material, reading: chain::read(&items), marks, bodies, page_foot, only }
    }

    fn best(mut self) -> Option<Explanation> {
        let first = *self.bodies.first()?;
        let near = self.align(Arrangement::Near);
        let collected = if self.page_foot { (Vec::new(), 0.0) } else { self.align(Arrangement::Collected) };
        let gains = collected.0.len() as f32 > near.0.len() as f32 * 1.15 + 1.0;
        let (links, score) = if gains && self.at_the_end(&collected.0) { collected } else { near };
        self.mend(&links);
        let marker = self.material.marks[*self.marks.first()?].style;
        Some(Explanation {
            marker,
            body: self.material.bodies[first].style,
            reading: self.reading,
            marks: self.marks,
            bodies: self.bodies.to_vec(),
            links,
            score,
            in_line: HashSet::new(),
            page_foot: self.page_foot,
        })
    }

    /// Takes back a restart that the notes deny: where the notes of both sides
    /// stand in one ascending run below all of their markers, the label that
    /// seemed to begin anew calls an earlier note again.
    fn mend(&mut self, links: &[(usize, usize)]) {
        let at: HashMap<usize, usize> = self.marks.iter().enumerate().map(|(at, m)| (*m, at)).collect();
        let rank: HashMap<usize, usize> = self.bodies.iter().enumerate().map(|(at, b)| (*b, at)).collect();
        for pair in links.windows(2) {
            let (a, b) = (at[&pair[0].0], at[&pair[1].0]);
            let (from, to) = (self.reading.scopes[a], self.reading.scopes[b]);
            let label = |link: &(usize, usize)| self.material.bodies[link.1].label.value;
            let one_run = rank[&pair[1].1] == rank[&pair[0].1] + 1 && label(&pair[0]) < label(&pair[1]);
            let above = self.material.bodies[pair[0].1].place() > self.material.marks[pair[1].0].place();
            if to == from + 1 && one_run && above {
                let first = a + self.reading.scopes[a..].iter().take_while(|s| **s == from).count();
                self.reading.roles[first..b].fill(Role::Again);
                self.reading.scopes[first..].iter_mut().for_each(|scope| *scope -= 1);
            }
        }
    }

    /// True where nearly all linked bodies stand after nearly all linked markers.
    fn at_the_end(&self, links: &[(usize, usize)]) -> bool {
        let Some(last) = links.get(links.len() * 9 / 10) else { return false };
        let last = self.material.marks[last.0].place();
        let after = links.iter().filter(|l| self.material.bodies[l.1].place() > last).count();
        after * 10 > links.len() * 8
    }

    fn align(&self, arrangement: Arrangement) -> (Vec<(usize, usize)>, f32) {
        let by_label = self.by_label();
        let pairs = self.pairs(&by_label, arrangement);
        let (path, score) = heaviest(&pairs, self.marks.len(), |pair| self.before(&by_label, pair));
        (path.into_iter().map(|at| (self.marks[pairs[at].mark], self.bodies[pairs[at].body])).collect(), score)
    }

    /// The markers of each label, in order.
    fn by_label(&self) -> HashMap<Label, Vec<usize>> {
        let mut out: HashMap<Label, Vec<usize>> = HashMap::new();
        for (at, mark) in self.marks.iter().enumerate() {
            out.entry(self.material.marks[*mark].label).or_default().push(at);
        }
        out
    }

    /// The pair that goes before this one where notes stand in a run: the body
    /// before, if its label is less, and the nearest marker of that label in
    /// the scope of this one's; one that counts along, if there is one.
    fn before(&self, by_label: &HashMap<Label, Vec<usize>>, pair: &Pair) -> Option<(usize, usize)> {
        let body = pair.body.checked_sub(1)?;
        if self.material.marks[self.marks[pair.mark]].style.dress == Dress::Glued {
            // the nearest word in such a letter is mostly just a word
            return None;
        }
        let label = self.material.bodies[self.bodies[body]].label;
        if label.value >= self.material.bodies[self.bodies[pair.body]].label.value {
            return None;
        }
        let same = by_label.get(&label)?;
        let above = &same[..same.partition_point(|m| *m < pair.mark)];
        let within = |m: &&usize| self.reading.scopes[**m] == self.reading.scopes[pair.mark];
        let mut near = above.iter().rev().take_while(within).take(NEAR);
        let counts = near.clone().find(|m| self.reading.roles[**m] == Role::Counts);
        Some((*counts.or(near.next())?, body))
    }

    /// Pairs of equal labels that are worth a look, sorted by body.
    fn pairs(&self, by_label: &HashMap<Label, Vec<usize>>, arrangement: Arrangement) -> Vec<Pair> {
        let mut ranks: HashMap<Label, usize> = HashMap::new();
        let mut out = Vec::new();
        for (at, index) in self.bodies.iter().enumerate() {
            let body = &self.material.bodies[*index];
            let rank = ranks.entry(body.label).or_default();
            *rank += 1;
            let Some(same) = by_label.get(&body.label) else { continue };
            let end = same.partition_point(|m| self.material.marks[self.marks[*m]].place() < body.place());
            let (from, to) = match arrangement {
                Arrangement::Near => (end.saturating_sub(NEAR), end),
                Arrangement::Collected => (rank.saturating_sub(RANKS).min(end), (*rank + RANKS).min(end)),
            };
            let here = self.marks.partition_point(|m| self.material.marks[*m].place() < body.place());
            for (distance, mark) in same[from..to].iter().rev().enumerate().rev() {
                let weight = self.weight(*mark, *index, here, arrangement) - 0.002 * distance.min(50) as f32;
                if weight > 0.03 {
                    out.push(Pair { mark: *mark, body: at, weight });
                }
            }
        }
        out
    }

    /// Weight of a pair; `here` is the first marker after the body.
    fn weight(&self, at: usize, body: usize, here: usize, arrangement: Arrangement) -> f32 {
        let (mark, page) = (&self.material.marks[self.marks[at]], self.material.mark_pages[self.marks[at]]);
        let carried = self.page_foot && page != self.material.body_pages[body];
        if carried && !(page + 1 == self.material.body_pages[body] && self.only.contains(&mark.label)) {
            return 0.0;
        }
        let body = &self.material.bodies[body];
        if mark.style.dress == Dress::Glued {
            return mark.weight;
        }
        if is_word_of_editor(mark, body.style) {
            return 0.0;
        }
        let own = (mark.weight + body.weight) / 2.0 * affinity(mark.style, body.style);
        let between = self.reading.scopes[here - 1] - self.reading.scopes[at];
        match arrangement {
            Arrangement::Near if self.page_foot => own * if carried { CARRIED } else { 1.0 },
            Arrangement::Near => own - SCOPE_BETWEEN * between.min(4) as f32,
            Arrangement::Collected => own,
        }
    }
}

/// The labels that one of the markers and one of the bodies have.
fn only_pairs(material: &Material, marks: &[usize], bodies: &[usize]) -> HashSet<Label> {
    let mut count: HashMap<Label, (usize, usize)> = HashMap::new();
    marks.iter().for_each(|mark| count.entry(material.marks[*mark].label).or_default().0 += 1);
    bodies.iter().for_each(|body| count.entry(material.bodies[*body].label).or_default().1 += 1);
    count.into_iter().filter(|(_, of)| *of == (1, 1)).map(|(label, _)| label).collect()
}

/// True for a letter in brackets between blanks, `by [a] preponderance`, against notes
/// in another dress, `a. The evidence`: an editor has put the word in.
fn is_word_of_editor(mark: &Mark, body: Style) -> bool {
    let letter = matches!(mark.style.kind, LabelKind::Lower | LabelKind::Upper);
    let bracket = matches!(body.dress, Dress::Bracket | Dress::Footnote | Dress::Open);
    letter && mark.style.dress == Dress::Bracket && mark.attach == Attach::Free && !bracket
}

/// The median weight of some markers, against which each is measured when
/// their labels are read as a sequence.
fn usual_weight(material: &Material, marks: &[usize]) -> f32 {
    let mut weights: Vec<f32> = marks.iter().map(|m| material.marks[*m].weight).collect();
    weights.sort_by(f32::total_cmp);
    weights.get(weights.len() / 2).copied().unwrap_or(1.0)
}

/// How well a dress of bodies goes with a dress of markers: 1 for the same,
/// a little less for each that is met less often.
pub fn affinity(marker: Style, body: Style) -> f32 {
    let row = CONVENTIONS.iter().find(|row| row.marker == marker.dress && row.kinds.contains(&marker.kind));
    let rank = row.and_then(|row| row.bodies.iter().position(|dress| *dress == body.dress));
    rank.map_or(0.0, |rank| 1.0 - 0.04 * rank as f32)
}
