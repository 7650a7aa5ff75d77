//! Our tree to steps over sets of entries, and the sets that come of them.

use std::collections::HashMap;

use super::bits::Bits;
use super::cited::Cited;
use super::find::{Finder, Found};
use super::leaf::{Maker, Place, Ready};
use super::stop::is_stop;
use super::tree::{Field, Leaf, Node, Occur, Query};
use super::{Request, Scope, Within};
use crate::error::Result;

/// A query made ready.
pub struct Plan {
    root: Step,
    /// What is looked for, in order of the query.
    pub leaves: Vec<Sought>,
    /// Filters as they read, and how many files each lets through.
    pub filters: Vec<(String, usize)>,
    /// Fields asked for that no document has.
    pub unknown: Vec<String>,
}

/// Something that is looked for.
pub struct Sought {
    /// What.
    pub ready: Ready,
    /// Where it stands.
    pub found: Vec<Found>,
    /// True where a passage is better with it than without.
    pub positive: bool,
    /// True where it is named to be absent if it is: not beside an `OR`.
    pub named: bool,
    /// True where it stands in a list without sign.
    optional: bool,
    /// True for a common word that does not count in the ranking.
    pub stop: bool,
    /// For what is cited, how it is found again in a citation.
    pub cited: Option<Cited>,
}

/// A step of the plan.
enum Step {
    Leaf(usize),
    Files(Bits),
    Not(Box<Step>),
    And(Vec<Step>),
    Or(Vec<Step>),
    List { must: Vec<Step>, wanted: Vec<Step>, not: Vec<Step> },
}

/// Passages that match.
pub struct Matched {
    /// In any way.
    pub any: Bits,
    /// With all the words.
    pub all: Bits,
}

impl Plan {
    /// Makes a query ready and looks everything up.
    pub fn new(finder: Finder, query: &Query, request: &Request) -> Result<Plan> {
        let (filters, unknown) = (Vec::new(), Vec::new());
        let leaves = Vec::new();
        let mut builder = Builder { finder, scope: request.scope, alternatives: 0, leaves, filters, unknown };
        let root = builder.step(&query.root, true)?;
        let Builder { leaves, filters, unknown, .. } = builder;
        let mut plan = Plan { root, leaves, filters, unknown };
        plan.mark_common();
        Ok(plan)
    }

    /// Common words count only where there is nothing else.
    fn mark_common(&mut self) {
        let all_common = self.leaves.iter().filter(|leaf| leaf.positive).all(|leaf| leaf.is_common());
        for leaf in &mut self.leaves {
            leaf.stop = !all_common && leaf.optional && leaf.is_common();
        }
    }

    /// Leaves that a passage is looked for by.
    pub fn positive(&self) -> impl Iterator<Item = &Sought> {
        self.leaves.iter().filter(|leaf| leaf.positive)
    }

    /// The passages that match, pull quotes not yet folded.
    pub fn matched(&self, finder: Finder, request: &Request) -> Matched {
        let units = Units::new(finder, request.within);
        let mut all = self.passages(finder, &units, true);
        let mut any = if request.all { all.clone() } else { self.passages(finder, &units, false) };
        // what holds all the words matches: a list with `+` holds it already
        any.or(&all);
        all.and(&finder.table.passages);
        any.and(&finder.table.passages);
        Matched { any, all }
    }

    /// Passages in units that qualify; with a leaf that is looked for, only
    /// those that hold one.
    fn passages(&self, finder: Finder, units: &Units, all: bool) -> Bits {
        let qualified = self.eval(&self.root, finder, units, all);
        let Some(of) = &units.of else { return qualified };
        let mut out = Bits::new(finder.table.len());
        let holds: Vec<&Sought> = self.positive().filter(|leaf| !leaf.stop).collect();
        let entries: Box<dyn Iterator<Item = u32>> = match holds.is_empty() {
            true => Box::new(finder.table.passages.iter()),
            false => Box::new(holds.iter().flat_map(|leaf| leaf.found.iter().map(|found| found.entry))),
        };
        entries.filter(|&entry| qualified.contains(of[entry as usize] as usize)).for_each(|e| out.insert(e as usize));
        out
    }

    fn eval(&self, step: &Step, finder: Finder, units: &Units, all: bool) -> Bits {
        let eval = |step: &Step| self.eval(step, finder, units, all);
        match step {
            Step::Leaf(leaf) => units.bits(self.leaves[*leaf].found.iter().map(|found| found.entry)),
            Step::Files(files) => {
                let table = finder.table;
                units.bits(table.passages.iter().filter(|&entry| files.contains(table.file(entry))))
            }
            Step::Not(step) => eval(step).not(),
            Step::And(steps) => meet(units.count, steps.iter().map(eval)),
            Step::Or(steps) => join(units.count, steps.iter().map(eval)),
            Step::List { must, wanted, not } => {
                let mut out = meet(units.count, must.iter().map(eval));
                let filters_alone = must.iter().all(|step| matches!(step, Step::Files(_)) || self.is_filter(step));
                if all {
                    out.and(&meet(units.count, wanted.iter().map(eval)));
                } else if filters_alone && !wanted.is_empty() {
                    let counts = |step: &&Step| !matches!(step, Step::Leaf(leaf) if self.leaves[*leaf].stop);
                    let some = wanted.iter().filter(counts);
                    out.and(&join(units.count, some.map(eval)));
                }
                not.iter().for_each(|step| out.minus(&eval(step)));
                out
            }
        }
    }

    fn is_filter(&self, step: &Step) -> bool {
        matches!(step, Step::Leaf(leaf) if matches!(self.leaves[*leaf].ready.place, Place::Section | Place::Cites))
    }
}

impl Sought {
    fn is_common(&self) -> bool {
        self.ready.word.as_deref().is_some_and(is_stop)
    }
}

fn meet(len: usize, sets: impl Iterator<Item = Bits>) -> Bits {
    sets.fold(Bits::all(len), |mut out, set| {
        out.and(&set);
        out
    })
}

fn join(len: usize, sets: impl Iterator<Item = Bits>) -> Bits {
    sets.fold(Bits::new(len), |mut out, set| {
        out.or(&set);
        out
    })
}

/// What `+`, `AND` and `NOT` range over: passages, or numbered sections or files.
struct Units {
    count: usize,
    /// For every entry its unit; `None` where each is its own.
    of: Option<Vec<u32>>,
}

impl Units {
    fn new(finder: Finder, within: Within) -> Units {
        let table = finder.table;
        match within {
            Within::Passage => Units { count: table.len(), of: None },
            Within::Document => Units {
                count: table.keys.len(),
                of: Some((0..table.len() as u32).map(|e| table.file(e) as u32).collect()),
            },
            Within::Section => {
                let mut numbers: HashMap<(usize, u64), u32> = HashMap::new();
                let mut unit = |entry: u32| {
                    let next = numbers.len() as u32;
                    *numbers.entry((table.file(entry), table.section(entry))).or_insert(next)
                };
                let of = (0..table.len() as u32).map(&mut unit).collect();
                Units { count: numbers.len(), of: Some(of) }
            }
        }
    }

    /// The units of entries.
    fn bits(&self, entries: impl Iterator<Item = u32>) -> Bits {
        let mut bits = Bits::new(self.count);
        match &self.of {
            None => entries.for_each(|entry| bits.insert(entry as usize)),
            Some(of) => entries.for_each(|entry| bits.insert(of[entry as usize] as usize)),
        }
        bits
    }
}

/// Builds the steps.
struct Builder<'t> {
    finder: Finder<'t>,
    scope: Scope,
    /// How many `OR`s stand above.
    alternatives: usize,
    leaves: Vec<Sought>,
    filters: Vec<(String, usize)>,
    unknown: Vec<String>,
}

impl Builder<'_> {
    fn step(&mut self, node: &Node, positive: bool) -> Result<Step> {
        Ok(match node {
            Node::Leaf(leaf) => self.leaf(leaf, Place::Text(self.scope), positive)?,
            Node::Field(field) => self.field(field, positive)?,
            Node::Not(node) => Step::Not(Box::new(self.step(node, !positive)?)),
            Node::And(nodes) => Step::And(self.steps(nodes, positive)?),
            Node::Or(nodes) => {
                self.alternatives += 1;
                let steps = self.steps(nodes, positive);
                self.alternatives -= 1;
                Step::Or(steps?)
            }
            Node::List(clauses) => {
                let (mut must, mut wanted, mut not) = (Vec::new(), Vec::new(), Vec::new());
                for clause in clauses {
                    match clause.occur {
                        Occur::Must => must.push(self.step(&clause.node, positive)?),
                        Occur::Wanted => {
                            wanted.push(self.step(&clause.node, positive)?);
                            if let (Some(Step::Leaf(leaf)), Node::Leaf(_)) = (wanted.last(), &clause.node) {
                                self.leaves[*leaf].optional = true;
                            }
                        }
                        Occur::Not => not.push(self.step(&clause.node, !positive)?),
                    }
                }
                Step::List { must, wanted, not }
            }
        })
    }

    fn steps(&mut self, nodes: &[Node], positive: bool) -> Result<Vec<Step>> {
        nodes.iter().map(|node| self.step(node, positive)).collect()
    }

    fn leaf(&mut self, leaf: &Leaf, place: Place, positive: bool) -> Result<Step> {
        self.named_leaf("", leaf, place, positive)
    }

    /// A leaf; `name` is that of the field, where its terms begin with one.
    fn named_leaf(&mut self, name: &str, leaf: &Leaf, place: Place, positive: bool) -> Result<Step> {
        let ready = Maker::new(self.finder.table, &self.finder.index.fields, place, name).ready(leaf)?;
        let found = self.finder.find(&ready)?;
        let cited = (positive && place == Place::Cites).then(|| Cited::new(&self.finder, name, leaf)).transpose()?;
        let positive = positive && matches!(place, Place::Text(_));
        let named = positive && self.alternatives == 0;
        self.leaves.push(Sought { ready, found, positive, named, optional: false, stop: false, cited });
        Ok(Step::Leaf(self.leaves.len() - 1))
    }

    fn field(&mut self, field: &Field, positive: bool) -> Result<Step> {
        let finder = self.finder;
        let files = match field {
            Field::Note(leaf) => return self.leaf(leaf, Place::Text(Scope::Notes), positive),
            Field::Section(leaf) => return self.leaf(leaf, Place::Section, positive),
            Field::Cites(name, leaf) => return self.named_leaf(name, leaf, Place::Cites, positive),
            Field::Meta(name, leaf) => {
                if !finder.knows_field(name)? {
                    self.unknown.push(name.clone());
                }
                finder.files_by_meta(name, leaf)?
            }
            Field::Lang(tag) => finder.files_by_language(tag)?,
            Field::Path(part) => finder.files_by_path(part)?,
            Field::Date(from, to) => finder.files_by_date(from.as_deref(), to.as_deref())?,
        };
        self.filters.push((field.to_string(), files.count()));
        Ok(Step::Files(files))
    }
}
