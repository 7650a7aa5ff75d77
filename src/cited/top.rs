//! The most cited works, authors and publishers.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Library;
use super::item::Item;
use super::listed;
use crate::cite::same::{Fit, Person};
use crate::model::citation::{Kind, Work};
use crate::model::cited::{Ranked, What};
use crate::model::hit::JSON_VERSION;
use crate::works::fold::key;

/// The most cited of each kind, best first.
pub struct Tops {
    /// Works.
    pub works: Vec<Ranked>,
    /// Authors, and institutions that stand for one.
    pub authors: Vec<Ranked>,
    /// Publishers, newspapers, journals and sites.
    pub publishers: Vec<Ranked>,
}

/// Counts what is cited, in full and by short forms.
pub fn top(library: &Library) -> Tops {
    Tops { works: works(library), authors: authors(library), publishers: publishers(library) }
}

/// Counts of one work or name.
#[derive(Default)]
struct Count {
    direct: usize,
    short: usize,
    documents: HashSet<String>,
    /// How it is written, and how often.
    spelt: BTreeMap<String, usize>,
}

impl Count {
    fn add(&mut self, item: &Item, spelling: &str) {
        let kind = if item.direct { &mut self.direct } else { &mut self.short };
        *kind += 1;
        self.documents.insert(item.path.clone());
        *self.spelt.entry(spelling.to_owned()).or_default() += 1;
    }

    /// The spelling met most often, of these the longest; then the others.
    fn ranked(self, record: What) -> Ranked {
        let mut spelt: Vec<(String, usize)> = self.spelt.into_iter().collect();
        spelt.sort_by_key(|(text, count)| (std::cmp::Reverse((*count, text.chars().count())), text.clone()));
        let mut spelt = spelt.into_iter().map(|(text, _)| text);
        Ranked {
            record,
            v: JSON_VERSION,
            rank: 0,
            name: spelt.next().unwrap_or_default(),
            citations: self.direct + self.short,
            direct: self.direct,
            short: self.short,
            documents: self.documents.len(),
            variants: spelt.collect(),
            evidence: Vec::new(),
            work: None,
            paths: Vec::new(),
        }
    }
}

/// Most cited first; then by documents, full citations, name.
fn sorted(mut all: Vec<Ranked>) -> Vec<Ranked> {
    all.sort_by(|a, b| {
        let count = |r: &Ranked| (r.citations, r.documents, r.direct);
        count(b).cmp(&count(a)).then_with(|| a.name.cmp(&b.name))
    });
    for (rank, one) in (1..).zip(&mut all) {
        one.rank = rank;
    }
    all
}

fn works(library: &Library) -> Vec<Ranked> {
    let mut out = Vec::new();
    for group in &library.groups {
        let items: Vec<&Item> = group.members.iter().map(|&at| &library.items[at]).collect();
        let mut count = Count::default();
        items.iter().filter(|item| !item.is_document).for_each(|item| count.add(item, &item.work.raw));
        if count.direct + count.short == 0 || items.iter().all(|item| item.work.kind == Kind::Interview) {
            continue;
        }
        let work = fullest(&items);
        let is_document = items.iter().any(|item| item.is_document);
        if !(is_document || listed::work(&work)) {
            continue;
        }
        let mut ranked = count.ranked(What::Work);
        ranked.name.clone_from(&work.raw);
        ranked.variants.clear();
        ranked.evidence = group.evidence.iter().map(|why| (*why).to_owned()).collect();
        ranked.paths = items.iter().filter(|item| item.is_document).map(|item| item.path.clone()).collect();
        ranked.work = Some(work);
        out.push(ranked);
    }
    sorted(out)
}

/// The citation that is met most often in full, of these the one with the most fields,
/// of these the first. A short form stands for one of them, and is counted with none. Of
/// cases "Ek v. Holm" before "Tamm and Ek v. Holm", where a sentence names another case too.
pub fn fullest(items: &[&Item]) -> Work {
    let known = |work: &Work| {
        let fields = [&work.title, &work.container, &work.publisher, &work.date, &work.doi, &work.url];
        fields.iter().filter(|field| field.is_some()).count() + usize::from(!work.author.is_empty())
    };
    let cited: Vec<&Item> = items.iter().copied().filter(|item| !item.is_document).collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    cited.iter().for_each(|item| *times.entry(&item.work.raw).or_default() += usize::from(item.direct));
    let named_without_another = |item: &Item| {
        let title = item.work.title.as_deref().filter(|_| item.work.kind == Kind::Case);
        let with_another = title.map(|title| format!(" and {title}"));
        let titles = || cited.iter().filter_map(|other| other.work.title.as_deref());
        with_another.is_some_and(|with_another| titles().any(|other| other.ends_with(&with_another)))
    };
    let rank = |item: &&Item| (named_without_another(item), times[item.work.raw.as_str()], known(&item.work));
    let best = cited.iter().copied().rev().max_by_key(rank);
    best.or(items.first().copied()).map(|item| item.work.clone()).unwrap_or_default()
}

/// Authors: names that agree in family and given name are one; a family name or
/// initials alone join the only one they can be, else they stand by themselves.
fn authors(library: &Library) -> Vec<Ranked> {
    let citations = library.items.iter().filter(|item| !item.is_document && item.work.kind != Kind::Interview);
    let mut counts: BTreeMap<Person, Count> = BTreeMap::new();
    for item in citations.filter(|item| listed::work(&item.work)) {
        for author in item.work.author.iter().filter_map(|name| listed::author(name)).collect::<BTreeSet<_>>() {
            counts.entry(Person::new(&author)).or_default().add(item, &author);
        }
    }
    let mut families: HashMap<String, Vec<Person>> = HashMap::new();
    counts.keys().for_each(|name| families.entry(name.family.clone()).or_default().push(name.clone()));
    let mut merged: BTreeMap<Person, Count> = BTreeMap::new();
    for (name, count) in counts {
        let home = home(&name, &families[&name.family]).clone();
        let target = merged.entry(home).or_default();
        target.direct += count.direct;
        target.short += count.short;
        target.documents.extend(count.documents);
        count.spelt.into_iter().for_each(|(text, n)| *target.spelt.entry(text).or_default() += n);
    }
    sorted(merged.into_values().map(|count| count.ranked(What::Author)).collect())
}

/// The fullest name that `name` can only be; itself where there is none, or two
/// of different persons.
fn home<'n>(name: &'n Person, family: &'n [Person]) -> &'n Person {
    let fuller = |other: &&Person| {
        let length = |name: &Person| name.given.iter().map(String::len).sum::<usize>();
        name.fit(other) > Fit::Apart && length(other) > length(name)
    };
    let candidates: Vec<&Person> = family.iter().filter(fuller).collect();
    let one = candidates.iter().all(|a| candidates.iter().all(|b| a.fit(b) > Fit::Family));
    let longest = candidates.iter().max_by_key(|other| other.given.iter().map(String::len).sum::<usize>());
    match longest {
        Some(longest) if one => longest,
        _ => name,
    }
}

fn publishers(library: &Library) -> Vec<Ranked> {
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for item in library.items.iter().filter(|item| !item.is_document) {
        let work = &item.work;
        let serial = !matches!(work.kind, Kind::Chapter | Kind::Case | Kind::Law | Kind::Interview);
        // "Holm, Salt Roads" without date or volume is an author and a title
        let known = work.date.is_some() || work.volume.is_some() || work.url.is_some() || work.doi.is_some();
        let container = work.container.iter().filter(|_| serial && known);
        let publisher = work.publisher.iter().filter(|_| work.kind != Kind::Interview);
        let listed = container.chain(publisher).filter_map(|name| listed::publisher(name));
        let names: BTreeMap<String, String> = listed.map(|name| (publisher_key(&name), name)).collect();
        for (key, name) in names {
            counts.entry(key).or_default().add(item, &name);
        }
    }
    sorted(counts.into_values().map(|count| count.ranked(What::Publisher)).collect())
}

/// `The New York Times` and `New York Times` are one.
fn publisher_key(name: &str) -> String {
    let name = name.trim();
    key(name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name))
}
