//! What is to be found in the text, made ready to be looked up: stems, terms
//! and patterns in place of words as typed.

use super::pattern::{Apart, Chain, Edge, Form, Over, Pattern, Shape, Slot, Written};
use crate::index::analyze::{COMPOUND, acronym, fold_with_case, stem};
use crate::index::schema::meta_term;
use crate::query::request::Scope;
use crate::query::syntax::lex::MAX_DISTANCE;
use crate::query::syntax::tree::{Leaf, Like, Near, Part, Phrase, Reach};
use crate::query::syntax::words::{Reading, Word, words};

/// Most parts of a hyphenated word that a word without hyphen is looked for in.
const MOST_PARTS: u32 = 4;

/// Most words that `**` in a phrase stands for.
const FEW: u32 = 8;

/// Most letters of an abbreviation that is looked for with its stops.
const LONGEST_ABBREVIATION: u32 = 8;

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
    /// True where case counts.
    cased: bool,
    slots: Vec<Slot>,
}

impl Ready {
    /// Makes a leaf ready that is looked for in a place.
    pub fn new(leaf: &Leaf, place: Place) -> Ready {
        Ready::with_case(leaf, place, false)
    }

    /// The same; where `cased`, in just the case typed, and so in no other form.
    pub fn with_case(leaf: &Leaf, place: Place, cased: bool) -> Ready {
        let cased = cased && matches!(place, Place::Text(_)) || matches!(leaf, Leaf::Case(_));
        let (stems, word) = match (leaf, &place) {
            (Leaf::Word(typed), Place::Text(_)) if !cased => (stems(&words(typed)), single(typed)),
            _ => (Vec::new(), None),
        };
        let pattern = word.is_none().then(|| {
            let mut maker = Maker { prefix: place.prefix(), cased, slots: Vec::new() };
            let shape = maker.shape(leaf);
            Pattern { slots: maker.slots, shape }
        });
        Ready { typed: leaf.to_string(), stems, pattern, word, place, cut: false, means: 0 }
    }
}

impl Maker {
    fn shape(&mut self, leaf: &Leaf) -> Shape {
        match leaf {
            Leaf::Near(near) => Shape::Apart(Box::new(self.apart(near))),
            Leaf::Phrase(phrase) if phrase.slop.is_some() => {
                let mut chains = Vec::new();
                for part in &phrase.parts {
                    match part {
                        Part::Text(text) => {
                            chains.extend(words(text).iter().map(|word| self.chain(std::slice::from_ref(word))))
                        }
                        Part::Like(like) => chains.push(self.like(like)),
                        // other words may stand between anyway
                        Part::AnyWord | Part::AnyFew => {}
                    }
                }
                Shape::Window(chains, phrase.slop.unwrap_or(0))
            }
            leaf => Shape::Chain(self.leaf_chain(leaf)),
        }
    }

    /// Paragraphs lie further apart than the most words that nearness may allow.
    fn apart(&mut self, near: &Near) -> Apart {
        Apart {
            left: self.chains(&near.left),
            right: self.chains(&near.right),
            distance: if let Reach::Words(distance) = near.reach { distance } else { MAX_DISTANCE },
            in_order: near.in_order,
            in_sentence: near.reach == Reach::Sentence,
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
            Leaf::Phrase(phrase) | Leaf::Case(phrase) => self.phrase(phrase),
        }
    }

    fn phrase(&mut self, phrase: &Phrase) -> Chain {
        let mut chain = Chain::default();
        for part in &phrase.parts {
            let next = match part {
                Part::Text(text) => self.chain(&words(text)),
                Part::Like(like) => self.like(like),
                Part::AnyWord => any_words(1, 1),
                Part::AnyFew => any_words(0, FEW),
            };
            append(&mut chain, next);
        }
        chain
    }

    fn like(&mut self, like: &Like) -> Chain {
        // a word that is a letter off has no case to go by
        let is_spelt = !matches!(like, Like::Fuzzy(..));
        let written = (self.cased && is_spelt).then(|| Written::Like(like.clone()));
        self.slots.push(Slot { forms: Vec::new(), like: Some(like.clone()), written });
        Chain { steps: 1, edges: vec![Edge { from: 0, to: 1, over: Over::Slot(self.slots.len() - 1) }] }
    }

    /// Adds a slot for a word or a part of one, and gives its place.
    fn slot(&mut self, forms: Vec<Form>, typed: &str) -> Over {
        let written = self.cased.then(|| Written::As(letters(typed)));
        self.slots.push(Slot { forms, like: None, written });
        Over::Slot(self.slots.len() - 1)
    }

    /// Words in order. A word is found in a hyphenated one that reads the same
    /// without its hyphens, and a hyphenated one also as a word without.
    fn chain(&mut self, words: &[Word]) -> Chain {
        let mut chain = Chain::default();
        for word in words {
            let (from, parts) = (chain.steps, word.parts.len());
            // where case counts, it tells the acronym from the word
            let reading = if self.cased { Reading::Plain } else { word.reading };
            let is_whole = parts == 1;
            for (part, typed) in word.parts.iter().zip(&word.typed_parts) {
                let forms = if is_whole { self.forms(part, reading) } else { vec![self.form(part, 1)] };
                let over = self.slot(forms, typed);
                chain.edges.push(Edge { from: chain.steps, to: chain.steps + 1, over });
                chain.steps += 1;
            }
            if !is_whole {
                let forms = self.forms(&word.parts.concat(), reading);
                let over = self.slot(forms, &word.typed);
                chain.edges.push(Edge { from, to: chain.steps, over });
            }
            if word.reading == Reading::Marker {
                // or it is none: then the word before reaches as far
                let reach = |edge: &&Edge| edge.to == from;
                let longer = |edge: &Edge| Edge { to: from + 1, ..*edge };
                let without: Vec<Edge> = chain.edges.iter().filter(reach).map(longer).collect();
                chain.edges.extend(without);
            }
        }
        chain
    }

    /// A word, and as a compound of so many parts; an acronym, and with a part for
    /// each letter.
    fn forms(&self, word: &str, reading: Reading) -> Vec<Form> {
        let letters = word.chars().count() as u32;
        if reading == Reading::Acronym {
            return [1, letters].map(|n| self.form(&acronym(word, n), n)).to_vec();
        }
        std::iter::once(self.form(word, 1))
            .chain(compounds(letters).map(|n| self.form(&format!("{word}{COMPOUND}{n}"), n)))
            .collect()
    }

    fn form(&self, word: &str, length: u32) -> Form {
        Form { term: format!("{}{word}", self.prefix), length }
    }
}

fn append(chain: &mut Chain, next: Chain) {
    let shift = chain.steps;
    chain.edges.extend(next.edges.into_iter().map(|e| Edge { from: e.from + shift, to: e.to + shift, over: e.over }));
    chain.steps += next.steps;
}

/// Any words, so many at least and at most.
fn any_words(least: u32, most: u32) -> Chain {
    Chain { steps: 1, edges: vec![Edge { from: 0, to: 1, over: Over::Any(least, most) }] }
}

/// The letters and digits of a word, in their case: by these it is told whether it is
/// written as typed.
pub fn letters(word: &str) -> String {
    fold_with_case(word).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The numbers of parts of the compounds in which a word without hyphen is looked
/// for; a part for each letter is an abbreviation with stops.
fn compounds(letters: u32) -> impl Iterator<Item = u32> {
    (2..=MOST_PARTS).chain((letters > MOST_PARTS && letters <= LONGEST_ABBREVIATION).then_some(letters))
}

/// The stems of a bare word: of the whole, and as a compound. An acronym has none.
fn stems(words: &[Word]) -> Vec<String> {
    let [word] = words else { return Vec::new() };
    if word.reading == Reading::Acronym {
        return Vec::new();
    }
    let whole = word.parts.concat();
    let stem = stem(&whole);
    let compounds = compounds(whole.chars().count() as u32).map(|n| format!("{stem}{COMPOUND}{n}"));
    std::iter::once(stem.clone()).chain(compounds).collect()
}

/// The folded word, if it is one without hyphen.
fn single(typed: &str) -> Option<String> {
    match &words(typed)[..] {
        [word] if word.parts.len() == 1 && word.reading != Reading::Acronym => word.parts.first().cloned(),
        _ => None,
    }
}
