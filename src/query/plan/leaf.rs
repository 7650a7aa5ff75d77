//! What is to be found in the text, made ready to be looked up: stems, terms
//! and patterns in place of words as typed.

use super::pattern::{Chain, Edge, Form, Pattern, Shape, Slot};
use crate::index::analyze::{COMPOUND, stem};
use crate::index::schema::meta_term;
use crate::query::Scope;
use crate::query::syntax::tree::{Leaf, Like, Part};
use crate::query::syntax::words::{Word, words};

/// Most parts of a hyphenated word that a word without hyphen is looked for in.
const MOST_PARTS: u32 = 4;

/// Something to be found, made ready.
#[derive(Clone, Debug)]
pub struct Ready {
    /// As typed, or as it would be.
    pub typed: String,
    /// Terms of the stem fields, any of which will do; for bare words.
    pub stems: Vec<String>,
    /// What is found by positions, or besides the stems.
    pub pattern: Option<Pattern>,
    /// The folded word, for a bare one without hyphen.
    pub word: Option<String>,
    /// Where it is looked for.
    pub place: Place,
    /// True where a pattern meant more words than are looked for.
    pub cut: bool,
    /// How many words a pattern meant.
    pub means: usize,
}

/// Where something is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In passages, their notes, or both.
    Text(Scope),
    /// In the headings above.
    Section,
    /// In the metadata of files, under the name of a field.
    Meta(String),
    /// In what is cited, under the name of a field.
    Cites(String),
}

impl Place {
    /// What every term there begins with.
    pub fn prefix(&self) -> String {
        match self {
            Place::Meta(name) | Place::Cites(name) => meta_term(name, ""),
            Place::Text(_) | Place::Section => String::new(),
        }
    }
}

/// Makes leaves ready.
struct Maker {
    /// What every term begins with.
    prefix: String,
    slots: Vec<Slot>,
}

impl Ready {
    /// Makes a leaf ready that is looked for in a place.
    pub fn new(leaf: &Leaf, place: Place) -> Ready {
        let (stems, word) = match (leaf, &place) {
            (Leaf::Word(typed), Place::Text(_)) => (stems(&words(typed)), single(typed)),
            _ => (Vec::new(), None),
        };
        let pattern = word.is_none().then(|| {
            let mut maker = Maker { prefix: place.prefix(), slots: Vec::new() };
            let shape = maker.shape(leaf);
            Pattern { slots: maker.slots, shape }
        });
        Ready { typed: leaf.to_string(), stems, pattern, word, place, cut: false, means: 0 }
    }
}

impl Maker {
    fn shape(&mut self, leaf: &Leaf) -> Shape {
        match leaf {
            Leaf::Near(near) => Shape::Apart(self.chains(&near.left), self.chains(&near.right), near.distance),
            Leaf::Phrase(phrase) if phrase.slop.is_some() => {
                let mut chains = Vec::new();
                for part in &phrase.parts {
                    match part {
                        Part::Text(text) => {
                            chains.extend(words(text).iter().map(|word| self.chain(std::slice::from_ref(word))))
                        }
                        Part::Like(like) => chains.push(self.like(like)),
                    }
                }
                Shape::Window(chains, phrase.slop.unwrap_or(0))
            }
            leaf => Shape::Chain(self.leaf_chain(leaf)),
        }
    }

    fn chains(&mut self, leaves: &[Leaf]) -> Vec<Chain> {
        leaves.iter().map(|leaf| self.leaf_chain(leaf)).collect()
    }

    /// A leaf as words in order. A phrase with `~N` beside `w/N` counts as if
    /// without: the parser takes no such thing for one side.
    fn leaf_chain(&mut self, leaf: &Leaf) -> Chain {
        match leaf {
            Leaf::Word(typed) => self.chain(&words(typed)),
            Leaf::Like(like) => self.like(like),
            Leaf::Near(_) => Chain::default(),
            Leaf::Phrase(phrase) => {
                let mut chain = Chain::default();
                for part in &phrase.parts {
                    let next = match part {
                        Part::Text(text) => self.chain(&words(text)),
                        Part::Like(like) => self.like(like),
                    };
                    append(&mut chain, next);
                }
                chain
            }
        }
    }

    fn like(&mut self, like: &Like) -> Chain {
        self.slots.push(Slot { forms: Vec::new(), like: Some(like.clone()) });
        Chain { steps: 1, edges: vec![Edge { from: 0, to: 1, slot: self.slots.len() - 1 }] }
    }

    /// Words in order. A word is found in a hyphenated one that reads the same
    /// without its hyphens, and a hyphenated one also as a word without.
    fn chain(&mut self, words: &[Word]) -> Chain {
        let mut chain = Chain::default();
        for word in words {
            let (from, parts) = (chain.steps, word.parts.len());
            for part in &word.parts {
                let forms = if parts == 1 { self.forms(part) } else { vec![self.form(part, 1)] };
                self.slots.push(Slot { forms, like: None });
                chain.edges.push(Edge { from: chain.steps, to: chain.steps + 1, slot: self.slots.len() - 1 });
                chain.steps += 1;
            }
            if parts > 1 {
                let forms = self.forms(&word.parts.concat());
                self.slots.push(Slot { forms, like: None });
                chain.edges.push(Edge { from, to: chain.steps, slot: self.slots.len() - 1 });
            }
        }
        chain
    }

    /// A word, and as a compound of so many parts.
    fn forms(&self, word: &str) -> Vec<Form> {
        let compound = |n| self.form(&format!("{word}{COMPOUND}{n}"), n);
        std::iter::once(self.form(word, 1)).chain((2..=MOST_PARTS).map(compound)).collect()
    }

    fn form(&self, word: &str, length: u32) -> Form {
        Form { term: format!("{}{word}", self.prefix), length }
    }
}

fn append(chain: &mut Chain, next: Chain) {
    let shift = chain.steps;
    chain.edges.extend(next.edges.into_iter().map(|e| Edge { from: e.from + shift, to: e.to + shift, slot: e.slot }));
    chain.steps += next.steps;
}

/// The stems of a bare word: of the whole, and as a compound.
fn stems(words: &[Word]) -> Vec<String> {
    let [word] = words else { return Vec::new() };
    let stem = stem(&word.parts.concat());
    let compounds = (2..=MOST_PARTS).map(|n| format!("{stem}{COMPOUND}{n}"));
    std::iter::once(stem.clone()).chain(compounds).collect()
}

/// The folded word, if it is one without hyphen.
fn single(typed: &str) -> Option<String> {
    match &words(typed)[..] {
        [word] if word.parts.len() == 1 => word.parts.first().cloned(),
        _ => None,
    }
}
