//! Proposals of names to be searched together, from the texts of an index alone:
//! acronyms that a text explains, names that it gives in two forms, and spellings of
//! one name that stand in like company. Whether two are one name is for people to say.

mod explained;
mod names;
mod variants;

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::query::{Aliases, Engine};
use variants::Variants;

/// Why names may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The text explains an acronym: `Dunmore Ferry Guild (DFG)`.
    Acronym,
    /// The text gives a second name: `Turkey (Türkiye)`, `(formerly …)`.
    SecondName,
    /// They are spelt nearly alike, and the same words stand around them.
    Spelling,
}

impl Why {
    /// In words.
    pub fn tell(self) -> &'static str {
        match self {
            Why::Acronym => "explained",
            Why::SecondName => "second name",
            Why::Spelling => "spelt alike, in like company",
        }
    }
}

/// Names that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The names, as they are written most often.
    pub forms: Vec<String>,
    /// Why.
    pub why: Why,
    /// Documents in which that is seen, or in which the rarest form stands.
    pub documents: usize,
    /// One of these, by its path.
    pub example: String,
}

/// A pair of names that a text itself calls one.
struct Pair {
    short: String,
    long: String,
    why: Why,
}

/// Proposals for the texts of an index, those with most documents first; what is in
/// force already is left out.
///
/// # Errors
/// Failures of the disk.
pub fn propose(engine: &Engine<'_>, known: &Aliases) -> Result<Vec<Proposal>> {
    let mut pairs: BTreeMap<(String, String), (Why, BTreeSet<String>)> = BTreeMap::new();
    let mut variants = Variants::default();
    engine.each_text(&mut |path, text| {
        for pair in explained::pairs(text) {
            let seen = pairs.entry((pair.short, pair.long)).or_insert((pair.why, BTreeSet::new()));
            seen.1.insert(path.to_owned());
        }
        variants.count(text);
    })?;
    variants.choose();
    if variants.has_candidates() {
        engine.each_text(&mut |path, text| variants.look_around(path, text))?;
    }
    let explained = pairs.into_iter().map(|((short, long), (why, documents))| Proposal {
        forms: vec![short, long],
        why,
        documents: documents.len(),
        example: documents.into_iter().next().unwrap_or_default(),
    });
    let mut seen = BTreeSet::new();
    let mut all: Vec<Proposal> = explained.chain(variants.proposals()).collect();
    // what a text explains may be spelt alike besides
    all.retain(|proposal| seen.insert(key(proposal)) && !is_in_force(proposal, known));
    all.sort_by(|a, b| (b.documents, &a.why, &a.forms).cmp(&(a.documents, &b.why, &b.forms)));
    Ok(all)
}

/// The names of a proposal, by which it is the same as another.
fn key(proposal: &Proposal) -> BTreeSet<String> {
    proposal.forms.iter().map(|form| names::letters(form)).collect()
}

fn is_in_force(proposal: &Proposal, known: &Aliases) -> bool {
    proposal.forms.windows(2).all(|pair| known.joins(&pair[0], &pair[1]))
}

/// A proposal as a line of the file.
pub fn line(forms: &[String]) -> String {
    let form = |form: &String| {
        let is_plain = form.chars().all(char::is_alphanumeric);
        if is_plain { form.clone() } else { format!("\"{form}\"") }
    };
    forms.iter().map(form).collect::<Vec<_>>().join(" = ")
}
