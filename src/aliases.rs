//! Proposals of names to be searched together, from the texts of an index alone:
//! acronyms that a text explains, names that it gives in two forms, and spellings of
//! one name that stand in like company. Whether two are one name is for people to say.

mod explained;
mod names;
mod proposal;
mod variants;

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::query::{Aliases, Engine};
use proposal::Pair;
pub use proposal::{Proposal, Why};
use variants::Variants;

/// What texts call one name, by the first of the names: a short form may be explained in
/// many ways, which are then one group where they are spelt alike.
#[derive(Default)]
struct Explained(BTreeMap<(Why, String), Vec<Long>>);

/// What a name is explained by, and the documents in which it is.
struct Long {
    /// The ways in which it is written, the first met first.
    forms: Vec<String>,
    documents: BTreeSet<String>,
}

impl Explained {
    fn add(&mut self, pair: Pair, path: &str) {
        let known = self.0.entry((pair.why, pair.short)).or_default();
        let skeleton = names::skeleton(&pair.long);
        let same = known.iter_mut().find(|long| long.forms.iter().any(|form| names::skeleton(form) == skeleton));
        let long = match same {
            Some(long) => long,
            None => {
                known.push(Long { forms: Vec::new(), documents: BTreeSet::new() });
                let last = known.len() - 1;
                &mut known[last]
            }
        };
        long.documents.insert(path.to_owned());
        if long.forms.iter().all(|form| names::letters(form) != names::letters(&pair.long)) {
            long.forms.push(pair.long);
        }
    }

    fn proposals(self) -> Vec<Proposal> {
        let group = |((why, short), longs): ((Why, String), Vec<Long>)| {
            longs.into_iter().map(move |long| Proposal {
                forms: std::iter::once(short.clone()).chain(long.forms).collect(),
                why,
                documents: long.documents.len(),
                example: long.documents.into_iter().next().unwrap_or_default(),
            })
        };
        self.0.into_iter().flat_map(group).collect()
    }
}

/// Proposals for the texts of an index, those with most documents first; what is in
/// force already is left out.
///
/// # Errors
/// Failures of the disk.
pub fn propose(engine: &Engine<'_>, known: &Aliases) -> Result<Vec<Proposal>> {
    let mut explained = Explained::default();
    let mut variants = Variants::default();
    engine.each_text(&mut |path, text| {
        explained::pairs(text).into_iter().for_each(|pair| explained.add(pair, path));
        variants.count(text);
    })?;
    variants.choose();
    if variants.has_candidates() {
        engine.each_text(&mut |path, text| variants.look_around(path, text))?;
    }
    let mut seen = BTreeSet::new();
    let mut all: Vec<Proposal> = explained.proposals().into_iter().chain(variants.proposals()).collect();
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
