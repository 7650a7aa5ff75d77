//! Spellings of one name: nearly alike, with the same words around them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::names::{is_heading, letters, names, skeleton, trimmed};
use super::proposal::{Proposal, Why};
use crate::index::analyze::{Kind, fold, frequent, stem, tokens};

/// Letters of a name, at least, of which spellings are looked for.
const SHORTEST: usize = 5;

/// Letters of the skeleton, at least.
const SHORTEST_SKELETON: usize = 3;

/// Letters in which two spellings of a word may differ.
const LETTERS_OFF: usize = 2;

/// Words on either side that are a name's company.
const COMPANY: usize = 6;

/// How alike the company of two spellings must be (cosine of the counts of words, the
/// words that keep company with many names counting little).
const ALIKE: f32 = 0.3;

/// Letters from which on a name of several words is told by its spelling alone.
const LONG: usize = 14;

/// Endings by which words differ that are not one name.
const ENDINGS: [&str; 5] = ["man", "men", "woman", "women", "s"];

/// Counts names, then looks at the company of those that may be one.
#[derive(Default)]
pub struct Variants {
    /// How often a name is written in which way, by its letters.
    written: HashMap<String, BTreeMap<String, usize>>,
    /// How often a word stands in small letters: then it is no name.
    small: HashMap<String, usize>,
    /// Names by their letters that are looked at: those with the same skeleton together.
    groups: Vec<Vec<String>>,
    /// The company of each.
    company: HashMap<String, Company>,
    /// With how many of them a word keeps company.
    common: HashMap<String, usize>,
}

/// The words around a name, and the documents in which it stands.
#[derive(Default)]
struct Company {
    words: HashMap<String, f32>,
    documents: BTreeSet<String>,
}

impl Variants {
    /// Takes the names of a text down.
    pub fn count(&mut self, text: &str) {
        for span in names(text) {
            let name = trimmed(&text[span.start..span.end]);
            let key = letters(name);
            if key.chars().count() >= SHORTEST && !is_heading(name) {
                *self.written.entry(key).or_default().entry(name.to_owned()).or_default() += 1;
            }
        }
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with(char::is_lowercase)) {
            if word.len() >= SHORTEST {
                *self.small.entry(fold(word)).or_default() += 1;
            }
        }
    }

    /// Chooses the names that may be spellings of one.
    pub fn choose(&mut self) {
        let mut alike: BTreeMap<String, BTreeSet<&String>> = BTreeMap::new();
        for (key, ways) in &self.written {
            let name = most(ways);
            let skeleton = skeleton(name);
            let is_name = name.contains(' ') || !self.small.contains_key(key);
            if is_name && skeleton.chars().count() >= SHORTEST_SKELETON {
                alike.entry(skeleton).or_default().insert(key);
            }
        }
        let groups = alike.into_values().filter(|keys| keys.len() > 1);
        self.groups = groups.map(|keys| keys.into_iter().cloned().collect()).collect();
        self.company = self.groups.iter().flatten().map(|key| (key.clone(), Company::default())).collect();
    }

    /// True where there are any.
    pub fn has_candidates(&self) -> bool {
        !self.groups.is_empty()
    }

    /// Takes down what stands around the chosen names.
    pub fn look_around(&mut self, path: &str, text: &str) {
        let (words, _) = tokens(text, &[]);
        let words: Vec<_> = words.into_iter().filter(|token| token.kind == Kind::Word).collect();
        for span in names(text) {
            let key = letters(trimmed(&text[span.start..span.end]));
            let Some(company) = self.company.get_mut(&key) else { continue };
            company.documents.insert(path.to_owned());
            let first = words.partition_point(|word| word.span.end <= span.start);
            let last = words.partition_point(|word| word.span.start < span.end);
            let around = words[first.saturating_sub(COMPANY)..first].iter().chain(words[last..].iter().take(COMPANY));
            for word in around.filter(|word| word.term.len() > 2 && !frequent::is_frequent(&word.term)) {
                *company.words.entry(word.term.clone()).or_default() += 1.0;
            }
        }
    }

    /// Names that may be one.
    pub fn proposals(&mut self) -> Vec<Proposal> {
        self.common.clear();
        for word in self.company.values().flat_map(|company| company.words.keys()) {
            *self.common.entry(word.clone()).or_default() += 1;
        }
        self.groups.iter().flat_map(|group| self.joined(group)).collect()
    }

    /// Of names with one skeleton those that keep like company with the most frequent.
    fn joined(&self, group: &[String]) -> Vec<Proposal> {
        let times = |key: &String| self.written.get(key).map_or(0, |ways| ways.values().sum::<usize>());
        let mut left: Vec<&String> = group.iter().collect();
        left.sort_by_key(|key| (std::cmp::Reverse(times(key)), *key));
        let mut out = Vec::new();
        while !left.is_empty() {
            let first = left.remove(0);
            let (same, others): (Vec<&String>, Vec<&String>) =
                left.iter().partition(|key| is_near(first, key) && (self.is_long(first) || self.is_alike(first, key)));
            left = others;
            if !same.is_empty() {
                out.push(self.proposal(&std::iter::once(first).chain(same).collect::<Vec<_>>()));
            }
        }
        out
    }

    /// True for a name of several words and many letters.
    fn is_long(&self, key: &str) -> bool {
        let name = self.written.get(key).map_or("", most);
        key.chars().count() >= LONG && name.contains(' ')
    }

    fn is_alike(&self, one: &str, other: &str) -> bool {
        let (Some(a), Some(b)) = (self.company.get(one), self.company.get(other)) else { return false };
        let names = self.company.len() as f32;
        let says = |word: &String| (1.0 + names / self.common.get(word).copied().unwrap_or(1) as f32).ln();
        let length =
            |company: &Company| company.words.iter().map(|(word, n)| (n * says(word)).powi(2)).sum::<f32>().sqrt();
        let both = a.words.iter().filter_map(|(word, n)| Some((word, n * b.words.get(word)?)));
        let shared: f32 = both.map(|(word, n)| n * says(word).powi(2)).sum();
        shared >= ALIKE * length(a) * length(b) && shared > 0.0
    }

    fn proposal(&self, keys: &[&String]) -> Proposal {
        let name = |key: &&String| self.written.get(*key).map_or(String::new(), |ways| most(ways).to_owned());
        let documents = keys.iter().filter_map(|key| self.company.get(*key)).map(|company| &company.documents);
        let rarest = documents.min_by_key(|documents| documents.len());
        Proposal {
            forms: keys.iter().map(name).collect(),
            why: Why::Spelling,
            documents: rarest.map_or(0, BTreeSet::len),
            example: rarest.and_then(|documents| documents.first().cloned()).unwrap_or_default(),
        }
    }
}

/// True for names that differ in a few letters, not in the first and not in an ending:
/// `Virginia` and `Virginian` are two.
fn is_near(one: &str, other: &str) -> bool {
    let without = |name: &str| {
        let ending = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
        ending.unwrap_or(name).to_owned()
    };
    let is_ending = one.starts_with(other) || other.starts_with(one) || stem(one) == stem(other);
    let same_first = one.chars().next() == other.chars().next();
    same_first && !is_ending && without(one) != without(other) && strsim::osa_distance(one, other) <= LETTERS_OFF
}

/// The way in which a name is written most often.
fn most(ways: &BTreeMap<String, usize>) -> &str {
    ways.iter().max_by_key(|(way, times)| (**times, std::cmp::Reverse(*way))).map_or("", |(way, _)| way)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(texts: &[&str]) -> Vec<Vec<String>> {
        let mut variants = Variants::default();
        texts.iter().for_each(|text| variants.count(text));
        variants.choose();
        texts.iter().for_each(|text| variants.look_around("a", text));
        variants.proposals().into_iter().map(|proposal| proposal.forms).collect()
    }

    #[test]
    fn spellings_in_like_company_are_one_name() {
        let texts = [
            "the harbour town of Idlour, where ferries land at night",
            "ferries land at night in the harbour town of Idlour",
            "the harbour town of Idlaur, where ferries land",
        ];
        assert_eq!(proposed(&texts), [["Idlour", "Idlaur"]]);
    }

    #[test]
    fn other_company_is_another_name() {
        let texts = ["old Marina Lee baked bread for soldiers", "young Marion Lee sailed westward alone"];
        assert_eq!(proposed(&texts), Vec::<Vec<String>>::new());
        let texts = ["the Letter of a pilot at sea", "the letter of a pilot at sea", "a Latter of a pilot at sea"];
        assert_eq!(proposed(&texts), Vec::<Vec<String>>::new());
    }
}
