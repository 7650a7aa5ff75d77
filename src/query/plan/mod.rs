//! Our tree made ready to be looked up: what is looked for, where, and how the
//! parts stand to each other. Knows the words of the index's language and no
//! engine; what only an index can tell (the words a pattern means, the files a
//! filter lets through, how many texts hold a word) a store fills in.

pub mod cited;
pub mod leaf;
pub mod pattern;
pub mod text;

use std::sync::Arc;

use super::request::{Request, Scope, Within};
use super::syntax::stop::{is_stop, is_weak};
use super::syntax::tree::{Field, Leaf, Node, Occur, Part, Phrase, Query};
use crate::index::schema::{cited as names, citing_term};
use crate::model::hit::UnknownWord;
use cited::Cited;
use leaf::{Place, Ready};
use pattern::{Chain, Edge, Form, Over, Pattern, Shape, Slot};

/// Words of a list from which on weak ones do not count: a sentence, not a
/// handful of words.
const LONG: usize = 8;

/// Most words that a pattern is taken for; the first in order of the alphabet.
pub const MOST_WORDS: usize = 5000;

/// A query made ready.
#[derive(Debug)]
pub struct Plan {
    /// How the parts stand to each other.
    pub root: Step,
    /// What is looked for, in order of the query.
    pub leaves: Vec<Sought>,
    /// Fields of documents that are asked for.
    pub filters: Vec<Filter>,
    /// Where the query is bare words: all of them as one phrase.
    pub whole: Option<Sought>,
    /// What `+`, `AND` and `NOT` range over.
    pub within: Within,
    /// True to look also into what stands beside the works.
    pub asides: bool,
    /// True where all the words are demanded.
    pub all: bool,
    /// Fields asked for that no document has; a store fills it in.
    pub unknown: Vec<String>,
    /// Words that no text and no note has; a store fills it in.
    pub strangers: Vec<UnknownWord>,
}

/// Something that is looked for.
#[derive(Debug)]
pub struct Sought {
    /// What.
    pub ready: Ready,
    /// True where a passage is better with it than without.
    pub positive: bool,
    /// True where it is named to be absent if it is: not beside an `OR`.
    pub named: bool,
    /// Beside an `OR`, the number of the outermost: what stands there says one thing.
    pub alternative: Option<usize>,
    /// True where it stands in a list without sign.
    optional: bool,
    /// True for a common word that does not count in the ranking.
    pub stop: bool,
    /// For what is cited, how it is found again in a citation.
    pub cited: Option<Cited>,
    /// How much it says; a store fills it in.
    pub weight: Weight,
}

/// How much it says of a text that it holds something: inverse document
/// frequencies (see [`super::formula::idf`]).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weight {
    /// In the text of passages.
    pub text: f32,
    /// In the notes.
    pub notes: f32,
    /// In whole documents.
    pub document: f32,
    /// In its exact form, in the text of passages.
    pub exact: f32,
    /// In the titles of files.
    pub title: f32,
}

/// A field of documents, and what is asked of it.
#[derive(Debug)]
pub struct Filter {
    /// What is asked.
    pub asked: Condition,
    /// Paths of the files that it lets through, ascending; a store fills it in.
    pub files: Vec<Arc<str>>,
}

/// What may be asked of a document.
#[derive(Debug)]
pub enum Condition {
    /// A field of the query; for one of metadata, the leaf made ready.
    Field(Field, Option<Box<Ready>>),
    /// That its path fits a glob.
    Globs(Vec<String>),
}

/// A step of the plan.
#[derive(Debug)]
pub enum Step {
    /// A leaf, by its place in [`Plan::leaves`].
    Leaf(usize),
    /// A filter, by its place in [`Plan::filters`].
    Files(usize),
    /// What does not hold it.
    Not(Box<Step>),
    /// All.
    And(Vec<Step>),
    /// Any.
    Or(Vec<Step>),
    /// Clauses side by side.
    List {
        /// Not without.
        must: Vec<Step>,
        /// Better with than without.
        wanted: Vec<Step>,
        /// Not with.
        not: Vec<Step>,
    },
}

impl Plan {
    /// Makes a query ready; `typed` is the same before other names were added to it.
    pub fn new(query: &Query, typed: &Query, request: &Request) -> Plan {
        let mut builder = Builder::new(request);
        let root = builder.step(&query.root, true);
        let mut plan = builder.plan(root, request);
        plan.mark_common();
        plan.whole = whole(&typed.root, request);
        if !request.globs.is_empty() {
            plan.demand_globs(&request.globs);
        }
        plan
    }

    /// The passages with a citation or naming that has `words` side by side under
    /// a `name` (see [`names`]), for any of the pairs; without pairs, all that cite
    /// anything. Of these, those that the request finds with all its words; all
    /// where its query is `None`.
    pub fn citing(pairs: &[(&str, &str)], query: Option<&Query>, request: &Request) -> Plan {
        let mut builder = Builder::new(request);
        let citing = match pairs {
            [] => builder.push(anything_cited(), false, None),
            pairs => Step::Or(pairs.iter().map(|(name, words)| builder.cites(name, &phrase(words), false)).collect()),
        };
        let root = match query {
            Some(query) => Step::And(vec![citing, builder.step(&query.root, true)]),
            None => citing,
        };
        let mut plan = builder.plan(root, request);
        if !request.globs.is_empty() {
            plan.demand_globs(&request.globs);
        }
        plan
    }

    fn demand_globs(&mut self, globs: &[String]) {
        self.filters.push(Filter { asked: Condition::Globs(globs.to_vec()), files: Vec::new() });
        let root = std::mem::replace(&mut self.root, Step::And(Vec::new()));
        self.root = Step::And(vec![Step::Files(self.filters.len() - 1), root]);
    }

    /// Common words count only where there is nothing else; in a long list
    /// neither do those that say little in a sentence.
    fn mark_common(&mut self) {
        let is_long = self.leaves.iter().filter(|leaf| leaf.positive && !leaf.is_common()).count() >= LONG;
        let no_count = |leaf: &Sought| leaf.is_common() || is_long && leaf.is_weak();
        let all_common = self.leaves.iter().filter(|leaf| leaf.positive).all(no_count);
        for leaf in &mut self.leaves {
            leaf.stop = !all_common && leaf.optional && no_count(leaf);
        }
    }

    /// Leaves that a passage is looked for by.
    pub fn positive(&self) -> impl Iterator<Item = &Sought> {
        self.leaves.iter().filter(|leaf| leaf.positive)
    }

    /// Leaves that a passage is ranked by.
    pub fn counting(&self) -> impl Iterator<Item = &Sought> {
        self.positive().filter(|leaf| !leaf.stop)
    }

    /// True where passages that match in any way hold all the words: nothing is
    /// only wanted.
    pub fn wants_all(&self) -> bool {
        self.all || !self.root.only_wants()
    }

    /// True for a step that asks where a passage stands, not what is in it.
    pub fn is_filter(&self, step: &Step) -> bool {
        match step {
            Step::Files(_) => true,
            Step::Leaf(leaf) => matches!(self.leaves[*leaf].ready.place, Place::Section | Place::Cites(_)),
            _ => false,
        }
    }

    /// True for a leaf that does not count.
    pub fn is_stop(&self, step: &Step) -> bool {
        matches!(step, Step::Leaf(leaf) if self.leaves[*leaf].stop)
    }
}

impl Step {
    /// True where something in it is only wanted.
    fn only_wants(&self) -> bool {
        match self {
            Step::Leaf(_) | Step::Files(_) => false,
            Step::Not(step) => step.only_wants(),
            Step::And(steps) | Step::Or(steps) => steps.iter().any(Step::only_wants),
            Step::List { wanted, must, not } => !wanted.is_empty() || must.iter().chain(not).any(Step::only_wants),
        }
    }
}

impl Sought {
    fn new(ready: Ready, positive: bool) -> Sought {
        let weight = Weight::default();
        Sought { ready, positive, named: false, alternative: None, optional: false, stop: false, cited: None, weight }
    }

    fn is_common(&self) -> bool {
        self.ready.word.as_deref().is_some_and(is_stop)
    }

    fn is_weak(&self) -> bool {
        self.ready.word.as_deref().is_some_and(is_weak)
    }
}

/// A phrase of words as they are.
fn phrase(words: &str) -> Leaf {
    Leaf::Phrase(Phrase { parts: vec![Part::Text(words.to_owned())], slop: None })
}

/// Where a query is two bare words or more, and filters at most: the words as a
/// phrase.
fn whole(root: &Node, request: &Request) -> Option<Sought> {
    let Node::List(clauses) = root else { return None };
    let mut words = Vec::new();
    for clause in clauses {
        match (&clause.node, clause.occur) {
            (Node::Leaf(Leaf::Word(word)), Occur::Wanted) => words.push(word.as_str()),
            (Node::Field(field), Occur::Must) if !matches!(field, Field::Note(_)) => {}
            _ => return None,
        }
    }
    if words.len() < 2 {
        return None;
    }
    let ready = Ready::with_case(&phrase(&words.join(" ")), Place::Text(request.scope), request.cased);
    Some(Sought::new(ready, true))
}

/// That a passage cites anything.
fn anything_cited() -> Ready {
    let forms = vec![Form { term: citing_term(), length: 1 }];
    let shape = Shape::Chain(Chain { steps: 1, edges: vec![Edge { from: 0, to: 1, over: Over::Slot(0) }] });
    let pattern = Some(Pattern { slots: vec![Slot { forms, ..Slot::default() }], shape });
    let place = Place::Cites(names::ANY.to_owned());
    Ready { typed: String::new(), stems: Vec::new(), pattern, word: None, place, cut: false, means: 0 }
}

/// Builds the steps.
struct Builder {
    scope: Scope,
    /// True where words of the text are found in just the case typed.
    cased: bool,
    /// How many `OR`s stand above.
    alternatives: usize,
    /// How many `OR`s there were that stand in no other.
    outermost: usize,
    leaves: Vec<Sought>,
    filters: Vec<Filter>,
}

impl Builder {
    fn new(request: &Request) -> Builder {
        Builder {
            scope: request.scope,
            cased: request.cased,
            alternatives: 0,
            outermost: 0,
            leaves: Vec::new(),
            filters: Vec::new(),
        }
    }

    fn plan(self, root: Step, request: &Request) -> Plan {
        Plan {
            root,
            leaves: self.leaves,
            filters: self.filters,
            whole: None,
            within: request.within,
            asides: request.asides,
            all: request.all,
            unknown: Vec::new(),
            strangers: Vec::new(),
        }
    }

    fn ready(&self, leaf: &Leaf, scope: Scope) -> Ready {
        Ready::with_case(leaf, Place::Text(scope), self.cased)
    }

    fn step(&mut self, node: &Node, positive: bool) -> Step {
        match node {
            Node::Leaf(leaf) => self.push(self.ready(leaf, self.scope), positive, None),
            Node::Field(field) => self.field(field, positive),
            Node::Not(node) => Step::Not(Box::new(self.step(node, !positive))),
            Node::And(nodes) => Step::And(self.steps(nodes, positive)),
            Node::Or(nodes) => {
                self.outermost += usize::from(self.alternatives == 0);
                self.alternatives += 1;
                let steps = self.steps(nodes, positive);
                self.alternatives -= 1;
                Step::Or(steps)
            }
            Node::List(clauses) => {
                let (mut must, mut wanted, mut not) = (Vec::new(), Vec::new(), Vec::new());
                for clause in clauses {
                    match clause.occur {
                        Occur::Must => must.push(self.step(&clause.node, positive)),
                        Occur::Not => not.push(self.step(&clause.node, !positive)),
                        Occur::Wanted => wanted.push(self.wanted(&clause.node, positive)),
                    }
                }
                Step::List { must, wanted, not }
            }
        }
    }

    fn wanted(&mut self, node: &Node, positive: bool) -> Step {
        let step = self.step(node, positive);
        if let (Step::Leaf(leaf), Node::Leaf(_)) = (&step, node) {
            self.leaves[*leaf].optional = true;
        }
        step
    }

    fn steps(&mut self, nodes: &[Node], positive: bool) -> Vec<Step> {
        nodes.iter().map(|node| self.step(node, positive)).collect()
    }

    fn push(&mut self, ready: Ready, positive: bool, cited: Option<Cited>) -> Step {
        let positive = positive && matches!(ready.place, Place::Text(_));
        let named = positive && self.alternatives == 0;
        let alternative = (self.alternatives > 0).then_some(self.outermost);
        self.leaves.push(Sought { named, alternative, cited, ..Sought::new(ready, positive) });
        Step::Leaf(self.leaves.len() - 1)
    }

    fn cites(&mut self, name: &str, leaf: &Leaf, positive: bool) -> Step {
        let cited = positive.then(|| Cited::new(name, leaf));
        self.push(Ready::new(leaf, Place::Cites(name.to_owned())), positive, cited)
    }

    fn field(&mut self, field: &Field, positive: bool) -> Step {
        let ready = match field {
            Field::Note(leaf) => return self.push(self.ready(leaf, Scope::Notes), positive, None),
            Field::Section(leaf) => return self.push(Ready::new(leaf, Place::Section), positive, None),
            Field::Cites(name, leaf) => return self.cites(name, leaf, positive),
            Field::Meta(name, leaf) => Some(Box::new(Ready::new(leaf, Place::Meta(name.clone())))),
            Field::Lang(_) | Field::Path(_) | Field::Date(..) => None,
        };
        self.filters.push(Filter { asked: Condition::Field(field.clone(), ready), files: Vec::new() });
        Step::Files(self.filters.len() - 1)
    }
}
