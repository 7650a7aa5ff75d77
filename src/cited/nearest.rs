//! The names that are most like one that nothing cites or names.

use std::collections::BTreeMap;

use strsim::osa_distance;

use super::listed;
use super::mention::{Mentioned, Source};
use crate::cite::same::{Fit, Person};
use crate::model::citation::Citation;
use crate::works::fold::key;

/// Names that are told.
const MOST: usize = 3;
/// Letters of a name for which one may differ; of twice as many two may, and so on.
const LETTERS: usize = 4;
/// Letters that may differ at most.
const FARTHEST: usize = 3;

/// A name that is cited or named, and how often.
struct Known {
    /// As printed.
    printed: String,
    /// What is compared: the whole name, and the family name.
    keys: [String; 2],
    times: usize,
}

/// The names of authors, editors, publishers, journals and sources named in the text that are
/// nearest to `who` as typed: few letters are others, most often met first. Convention: `Pasco`
/// for "Ruth Pascoe".
pub fn names(mentions: &[Mentioned], who: &str) -> Vec<String> {
    let wanted = key(who);
    let most = (wanted.chars().count() / LETTERS).min(FARTHEST);
    let distance = |known: &Known| {
        let each = known.keys.iter().map(|key| osa_distance(key, &wanted));
        each.min().filter(|far| (1..=most).contains(far))
    };
    let mut near: Vec<(usize, Known)> =
        all(mentions).into_iter().filter_map(|known| Some((distance(&known)?, known))).collect();
    near.sort_by(|(far, a), (farther, b)| {
        (far, std::cmp::Reverse(a.times), &a.printed).cmp(&(farther, std::cmp::Reverse(b.times), &b.printed))
    });
    let mut out: Vec<String> = Vec::new();
    for (_, known) in near {
        // "Dr. Holm" beside "HOLM" says nothing more
        let person = Person::new(&known.printed);
        if out.len() < MOST && !out.iter().any(|name| Person::new(name).fit(&person) > Fit::Apart) {
            out.push(known.printed);
        }
    }
    out
}

/// All names, one for all that differ in signs and case alone.
fn all(mentions: &[Mentioned]) -> Vec<Known> {
    let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for name in mentions.iter().flat_map(|mentioned| of(mentioned.source)) {
        let count = counts.entry(key(&name)).or_insert((name, 0));
        count.1 += 1;
    }
    let known = |(whole, (printed, times)): (String, (String, usize))| {
        let family = Person::new(&printed).family;
        Known { printed, keys: [whole, family], times }
    };
    counts.into_iter().map(known).collect()
}

/// The names in a citation, as far as they are fit to be shown, or the source that is named.
fn of(source: Source) -> Vec<String> {
    match source {
        Source::Named(named) => vec![named.source.clone()],
        Source::Cite(cite) => of_citation(cite),
    }
}

fn of_citation(cite: &Citation) -> Vec<String> {
    let persons = cite.author.iter().chain(&cite.editor).filter_map(|name| listed::author(name));
    let houses = cite.container.iter().chain(&cite.publisher).filter_map(|name| listed::publisher(name));
    persons.chain(houses).collect()
}
