//! What is to be found in the text, made ready to be looked up: stems, terms
//! and patterns in place of words as typed.

use super::Scope;
use super::expand::Lexicon;
use super::pattern::{Chain, Edge, Pattern, Shape, Slot};
use super::table::Table;
use super::tree::{Leaf, Like, Part};
use super::words::{Word, words};
use crate::error::Result;
use crate::index::analyze::{COMPOUND, stem};
use crate::index::schema::Fields;

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
}

/// Where something is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In passages, their notes, or both.
    Text(Scope),
    /// In the headings above.
    Section,
    /// In the metadata of files.
    Meta,
    /// In what is cited.
    Cites,
}

/// Makes leaves ready.
pub struct Maker<'t> {
    lexicon: Lexicon<'t>,
    place: Place,
    cut: bool,
}

impl<'t> Maker<'t> {
    /// For leaves that are looked for in a place; `name` is that of the
    /// metadata field.
    pub fn new(table: &'t Table, fields: &Fields, place: Place, name: &str) -> Self {
        let (fields, prefix) = match place {
            Place::Text(Scope::All) => (vec![fields.body, fields.note], String::new()),
            Place::Text(Scope::Body) => (vec![fields.body], String::new()),
            Place::Text(Scope::Notes) => (vec![fields.note], String::new()),
            Place::Section => (vec![fields.section], String::new()),
            Place::Cites => (vec![fields.cites], crate::index::schema::meta_term(name, "")),
            Place::Meta => (vec![fields.meta], crate::index::schema::meta_term(name, "")),
        };
        Maker { lexicon: Lexicon { table, fields, prefix }, place, cut: false }
    }

    /// Makes a leaf ready.
    pub fn ready(mut self, leaf: &Leaf) -> Result<Ready> {
        let (stems, word) = match (leaf, self.place) {
            (Leaf::Word(typed), Place::Text(_)) => (stems(&words(typed)), single(typed)),
            _ => (Vec::new(), None),
        };
        let pattern = if word.is_some() { None } else { Some(self.pattern(leaf)?) };
        Ok(Ready { typed: leaf.to_string(), stems, pattern, word, place: self.place, cut: self.cut })
    }

    fn pattern(&mut self, leaf: &Leaf) -> Result<Pattern> {
        let mut slots = Vec::new();
        let shape = match leaf {
            Leaf::Near(near) => {
                let left = self.chains(&near.left, &mut slots)?;
                Shape::Apart(left, self.chains(&near.right, &mut slots)?, near.distance)
            }
            Leaf::Phrase(phrase) if phrase.slop.is_some() => {
                let mut chains = Vec::new();
                for part in &phrase.parts {
                    match part {
                        Part::Text(text) => {
                            for word in words(text) {
                                chains.push(self.chain(&[word], &mut slots));
                            }
                        }
                        Part::Like(like) => chains.push(self.like(like, &mut slots)?),
                    }
                }
                Shape::Window(chains, phrase.slop.unwrap_or(0))
            }
            leaf => Shape::Chain(self.leaf_chain(leaf, &mut slots)?),
        };
        Ok(Pattern { slots, shape })
    }

    fn chains(&mut self, leaves: &[Leaf], slots: &mut Vec<Slot>) -> Result<Vec<Chain>> {
        leaves.iter().map(|leaf| self.leaf_chain(leaf, slots)).collect()
    }

    /// A leaf as words in order. A phrase with `~N` beside `w/N` counts as if
    /// without: the parser takes no such thing for one side.
    fn leaf_chain(&mut self, leaf: &Leaf, slots: &mut Vec<Slot>) -> Result<Chain> {
        match leaf {
            Leaf::Word(typed) => Ok(self.chain(&words(typed), slots)),
            Leaf::Like(like) => self.like(like, slots),
            Leaf::Near(_) => Ok(Chain::default()),
            Leaf::Phrase(phrase) => {
                let mut chain = Chain::default();
                for part in &phrase.parts {
                    let next = match part {
                        Part::Text(text) => self.chain(&words(text), slots),
                        Part::Like(like) => self.like(like, slots)?,
                    };
                    append(&mut chain, next);
                }
                Ok(chain)
            }
        }
    }

    fn like(&mut self, like: &Like, slots: &mut Vec<Slot>) -> Result<Chain> {
        let (slot, cut) = self.lexicon.expand(like)?;
        self.cut |= cut;
        slots.push(slot);
        Ok(Chain { steps: 1, edges: vec![Edge { from: 0, to: 1, slot: slots.len() - 1 }] })
    }

    /// Words in order. A word is found in a hyphenated one that reads the same
    /// without its hyphens, and a hyphenated one also as a word without.
    fn chain(&self, words: &[Word], slots: &mut Vec<Slot>) -> Chain {
        let mut chain = Chain::default();
        for word in words {
            let (from, parts) = (chain.steps, word.parts.len());
            for part in &word.parts {
                let slot = if parts == 1 { self.forms(part) } else { vec![(self.term(part), 1)] };
                push_edge(&mut chain, slots, slot, 1);
            }
            if parts > 1 {
                slots.push(self.forms(&word.parts.concat()));
                chain.edges.push(Edge { from, to: chain.steps, slot: slots.len() - 1 });
            }
        }
        chain
    }

    /// A word, and as a compound of so many parts.
    fn forms(&self, word: &str) -> Slot {
        let compound = |n| (self.term(&format!("{word}{COMPOUND}{n}")), n);
        std::iter::once((self.term(word), 1)).chain((2..=MOST_PARTS).map(compound)).collect()
    }

    fn term(&self, word: &str) -> String {
        format!("{}{word}", self.lexicon.prefix)
    }
}

fn push_edge(chain: &mut Chain, slots: &mut Vec<Slot>, slot: Slot, steps: usize) {
    slots.push(slot);
    chain.edges.push(Edge { from: chain.steps, to: chain.steps + steps, slot: slots.len() - 1 });
    chain.steps += steps;
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
