//! Blocks that answer calls typed by hand: `[1]` in the text, and below it a line that begins
//! with `[1]`.
//!
//! Whether they are notes is for `link` to say, which sees the text alone. Here it is told
//! only that they are no furniture, wherever they stand, and where one line ends and the next
//! begins, which the text alone does not show.

use std::collections::{HashMap, HashSet};

use super::article::{is_apart, is_of_readers};
use super::bodies::is_over_notes;
use super::label;
use super::site::Site;
use super::tag::Tag;
use super::tree::Id;

/// What answers calls.
#[derive(Debug, Default)]
pub struct Answers {
    /// Blocks that begin with the label of a call before them, what they hold, and the
    /// heading over them; ascending.
    pub blocks: Vec<Id>,
    /// Line breaks at which such a block ends and the next one begins.
    pub breaks: HashSet<Id>,
    /// Items of ordered lists that do so with the number that the browser makes.
    pub items: HashMap<Id, String>,
}

/// The label with which a line begins.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Start {
    label: String,
    /// True for brackets, a star or a raised digit, which lists do not begin with.
    dressed: bool,
}

/// A line that begins with a label.
#[derive(Debug)]
struct Line {
    /// Its block, or the line break before it.
    node: Id,
    start: Start,
}

/// Finds what answers the calls of a page.
pub fn answers(site: &Site) -> Answers {
    let mut out = Answers::default();
    // most pages have neither, and names are slow to read
    let lists = || (1..site.tree.nodes.len() as Id).any(|at| site.tree.node(at).tag == Tag::Ol);
    let lines = lines(site);
    if lines.is_empty() && !lists() {
        return out;
    }
    let calls = calls(site);
    if calls.is_empty() {
        return out;
    }
    let answered = |start: &Start, at: Id| calls.get(&start.label).is_some_and(|call| *call < at);
    let lines: Vec<Line> = lines.into_iter().filter(|line| answered(&line.start, line.node)).collect();
    // a star before each of several lines is the sign of a list
    let times = |label: &str| lines.iter().filter(|line| line.start.label == label).count();
    for run in lines.chunk_by(|one, other| follows(&one.start.label, &other.start.label)) {
        if run.len() > 1 || run[0].start.dressed && times(&run[0].start.label) == 1 {
            run.iter().for_each(|line| out.add(site, line.node));
            out.add_heading(site, run[0].node);
        }
    }
    out.add_lists(site, &calls);
    out.blocks.sort_unstable();
    out.blocks.dedup();
    out
}

impl Answers {
    fn add(&mut self, site: &Site, line: Id) {
        let tree = &site.tree;
        if tree.node(line).tag == Tag::Br {
            self.breaks.insert(line);
        }
        let block = tree.block(line);
        self.blocks.extend((block..tree.node(block).end).filter(|at| tree.node(*at).tag.is_block()));
    }

    /// Adds what stands directly above notes and says that they follow.
    fn add_heading(&mut self, site: &Site, first: Id) {
        let tree = &site.tree;
        let text = (1..first).rev().find(|at| tree.node(*at).tag == Tag::Text && site.weight_of(*at) > 0);
        let line = text.map(|text| tree.block(text)).filter(|line| tree.node(*line).end <= first);
        if let Some(line) = line.filter(|line| site.text_of(*line, 60).is_some_and(|text| is_over_notes(&text))) {
            self.blocks.push(line);
        }
    }

    /// Adds ordered lists under a heading over notes that have as many items as there are
    /// numbers that call.
    fn add_lists(&mut self, site: &Site, calls: &HashMap<String, Id>) {
        let tree = &site.tree;
        for list in (1..tree.nodes.len() as Id).filter(|at| tree.node(*at).tag == Tag::Ol) {
            let items: Vec<Id> = tree.children(list).filter(|item| tree.node(*item).tag == Tag::Li).collect();
            let call = |item: &Id| site.ordinal(*item).and_then(|number| calls.get(&number.to_string()));
            let all = items.iter().all(|item| call(item).is_some_and(|call| *call < list));
            let before = self.blocks.len();
            self.add_heading(site, list);
            if before == self.blocks.len() || items.is_empty() || !all || items.len() != calls.len() {
                continue;
            }
            self.blocks.extend((list..tree.node(list).end).filter(|at| tree.node(*at).tag.is_block()));
            for item in items {
                if let Some(number) = site.ordinal(item) {
                    self.items.insert(item, number.to_string());
                }
            }
        }
    }
}

/// The labels of calls, with the first node in which each stands: `word[1]`, `word*`, `<sup>1</sup>`.
fn calls(site: &Site) -> HashMap<String, Id> {
    let tree = &site.tree;
    let mut out = HashMap::new();
    let mut mute = 0;
    for at in 1..tree.nodes.len() as Id {
        let node = tree.node(at);
        if at < mute || node.tag != Tag::Text {
            // readers' comments have marks of their own
            if at >= mute && node.tag != Tag::Text && node.tag != Tag::Head && is_apart(site, at) {
                mute = mute.max(node.end);
            }
            continue;
        }
        let raw = tree.raw(at);
        let raised = tree.node(node.parent).tag == Tag::Sup;
        let begins = site.weight(tree.block(at), at) == 0;
        if raised && !begins {
            add(&mut out, raw, at);
        }
        for (open, _) in raw.match_indices('[').filter(|(open, _)| *open > 0 || !begins) {
            if let Some(close) = raw.get(open..).and_then(|rest| rest.find(']')).filter(|close| *close <= LONGEST) {
                add(&mut out, &raw[open..=open + close], at);
            }
        }
        for (sign, _) in raw.match_indices(['*', '†', '‡']) {
            let rest = &raw[sign..];
            let len = rest.find(|c| !matches!(c, '*' | '†' | '‡')).unwrap_or(rest.len());
            let glued = raw[..sign].ends_with(|c: char| !c.is_whitespace() && !label::is_sign(c));
            if glued && !rest[len..].starts_with(char::is_alphanumeric) {
                add(&mut out, &rest[..len], at);
            }
        }
    }
    out
}

/// Longest label, with its brackets.
const LONGEST: usize = 5;

fn add(calls: &mut HashMap<String, Id>, text: &str, at: Id) {
    if text.trim().len() <= LONGEST + 1
        && let Some(label) = label::label(text)
    {
        calls.entry(label.text).or_insert(at);
    }
}

/// Lines that begin with a label: blocks without others in them, and what follows a line break
/// in one.
fn lines(site: &Site) -> Vec<Line> {
    let tree = &site.tree;
    let mut out = Vec::new();
    let mut apart = 0;
    for at in 1..tree.nodes.len() as Id {
        let tag = tree.node(at).tag;
        if at < apart || matches!(tag, Tag::Nav | Tag::Form) {
            apart = apart.max(tree.node(at).end);
            continue;
        }
        let begins = matches!(tag, Tag::P | Tag::Div | Tag::Li | Tag::Dd | Tag::Tr | Tag::Footer | Tag::Br);
        let end = if tag == Tag::Br { tree.node(tree.node(at).parent).end } else { tree.node(at).end };
        let of_readers = || tree.above(at).any(|above| is_of_readers(tree, above));
        if begins
            && let Some(start) = start(site, at + 1, end)
            && !of_readers()
        {
            out.push(Line { node: at, start });
        }
    }
    // of a block and the one block in it the inner one says where the line stands
    out.dedup_by(|later, one| {
        tree.holds(one.node, later.node) && site.weight(one.node, later.node) == 0 && {
            one.node = later.node;
            true
        }
    });
    out
}

/// Nodes looked at for the first words of a line.
const STEPS: usize = 12;

/// The label with which the nodes `from..to` begin.
fn start(site: &Site, from: Id, to: Id) -> Option<Start> {
    let tree = &site.tree;
    let text = (from..to).take(STEPS).find(|at| tree.node(*at).tag == Tag::Text && site.weight_of(*at) > 0)?;
    let raw = tree.raw(text).trim_start();
    let raised = tree.above(text).take(2).any(|at| tree.node(at).tag == Tag::Sup);
    let end = raw.find(char::is_whitespace).unwrap_or(raw.len());
    let word = raw.get(..end).filter(|word| word.len() <= LONGEST + 1)?;
    let signs = word.trim_end_matches(|c: char| c.is_alphanumeric());
    let word = if word.starts_with(label::is_sign) { signs } else { word };
    let label = label::label(word).filter(|label| !label.text.chars().all(char::is_alphabetic))?;
    Some(Start { dressed: label.dressed || raised, label: label.text })
}

/// True where one label comes next after another: 4 after 3, `**` after `*`.
fn follows(one: &str, next: &str) -> bool {
    match (one.parse::<u32>(), next.parse::<u32>()) {
        (Ok(one), Ok(next)) => next == one + 1,
        _ => next.chars().count() == one.chars().count() + 1 && next.starts_with(one),
    }
}

#[cfg(test)]
mod tests {
    use super::super::site::{File, Role};
    use super::super::tree::Tree;
    use super::*;

    fn of(html: &str) -> (usize, usize, usize) {
        let tree = Tree::of(html, false);
        let site = Site::new(tree, vec![File { name: String::new(), start: 0, first: 0, role: Role::Body }]);
        let found = answers(&site);
        (found.blocks.len(), found.breaks.len(), found.items.len())
    }

    #[test]
    fn blocks_that_begin_with_the_label_of_a_call() {
        assert_eq!(of("<p>The lamps[1] burn[2].</p><p>[1] Oil.</p><p>[2] Tallow.</p>"), (2, 0, 0));
        assert_eq!(of("<p>The lamps* burn.</p><footer><p>* Oil.</p></footer>"), (1, 0, 0));
        assert_eq!(of("<p>Lamps<sup>1</sup> and<sup>2</sup></p><h2>Notes</h2><p>1. Oil.<p>2. Tallow."), (3, 0, 0));
        assert_eq!(of("<p>Lamps[1] and[2]</p><div>[1] Oil.<br>[2] Tallow.</div>"), (1, 1, 0));
        assert_eq!(of("<p>Lamps[1] and[2]</p><h3>Notes</h3><ol><li>Oil.<li>Tallow.</ol>").2, 2);
    }

    #[test]
    fn lists_that_nothing_calls() {
        assert_eq!(of("<p>The lamps burn.</p><p>1. Oil.</p><p>2. Tallow.</p>"), (0, 0, 0));
        assert_eq!(of("<p>The 4 m<sup>2</sup> shed.</p><p>2. Tallow.</p>"), (0, 0, 0));
        assert_eq!(of("<p>[1] Oil.</p><p>The lamps[1] burn.</p>"), (0, 0, 0));
        assert_eq!(of("<p>Lamps[1] and[2]</p><h3>Prices</h3><ol><li>Oil.<li>Tallow.</ol>").2, 0);
    }
}
