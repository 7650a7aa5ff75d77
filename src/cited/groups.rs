//! Which citations, and which documents, are one work.
//!
//! Two are one where something names the work by itself (a DOI, an address, the
//! report of a case, the same words), or where author, title and date agree.
//! Where one of these is unknown, an item joins the only work that it can be; of
//! two that it can be, it joins neither: doubtful pairs stay apart. Convention:
//! "Bunzel, C. (2017). Diluting Jihad." and "Cole Bunzel, ‘Diluting jihad: a
//! history’, 2017". Counter-example: "Bunzel, Diluting jihad, 2019" has another
//! date and stays apart, be it a new edition or a slip.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::item::Item;
use crate::cite::same::Mark;

/// Items that are one work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Places in the list of items, ascending.
    pub members: Vec<usize>,
    /// Why they are taken for one; empty for one alone.
    pub evidence: BTreeSet<&'static str>,
}

/// Titles with more distinct citations than this are compared no further than
/// by what names a work by itself: "Introduction", "Annual report".
const MOST: usize = 300;

/// Parts the items into works; every item is in one, in the order of the first.
pub fn groups(items: &[Item]) -> Vec<Group> {
    let mut sets = Sets::new(items.len());
    by_ids(items, &mut sets);
    let mut titles: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        if let Some(mark) = &item.mark {
            titles.entry(mark.title.main.clone()).or_default().push(at);
        }
    }
    let mut titles: Vec<Vec<usize>> = titles.into_values().filter(|list| list.len() > 1).collect();
    titles.sort();
    titles.iter().for_each(|list| by_title(items, list, &mut sets));
    sets.groups()
}

fn by_ids(items: &[Item], sets: &mut Sets) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        for id in &item.ids {
            let other = *first.entry(id).or_insert(at);
            let why = match id.split(':').next() {
                Some("doi") => "doi",
                Some("url") => "address",
                Some("arxiv") => "arxiv",
                Some("standard") => "standard",
                Some("case") => "report",
                _ => "text",
            };
            // one address may show another page each day
            if why != "address" || titles_agree(item, &items[other]) {
                sets.join(other, at, why);
            }
        }
    }
}

fn titles_agree(a: &Item, b: &Item) -> bool {
    a.mark.as_ref().zip(b.mark.as_ref()).is_none_or(|(a, b)| a.title.agrees(&b.title))
}

/// Joins the items of one title, those first of which all is known.
fn by_title(items: &[Item], list: &[usize], sets: &mut Sets) {
    let mut marks: Vec<(&Mark, usize)> = Vec::new();
    for &at in list {
        let Some(mark) = &items[at].mark else { continue };
        match marks.iter().find(|(other, _)| *other == mark) {
            Some((_, other)) if mark.knows() > 0 => sets.join(*other, at, why(mark)),
            _ => marks.push((mark, at)),
        }
        if marks.len() > MOST {
            return;
        }
    }
    let mut doubtful: Vec<(usize, usize, &'static str)> = Vec::new();
    for (i, (a, at)) in marks.iter().enumerate() {
        for (b, other) in &marks[..i] {
            match a.relation(b) {
                Some((true, why)) => sets.join(*other, *at, why),
                Some((false, why)) => doubtful.push((*at, *other, why)),
                None => {}
            }
        }
    }
    settle(&marks, &doubtful, sets);
}

/// What agrees in two that are the same in all.
fn why(mark: &Mark) -> &'static str {
    match (&mark.first, &mark.date) {
        (Some(_), Some(_)) => "author, title, date",
        (Some(_), None) => "author, title",
        _ => "title, date",
    }
}

/// Joins an item of which something is unknown to the only work that it can be,
/// the better known first.
fn settle(marks: &[(&Mark, usize)], doubtful: &[(usize, usize, &'static str)], sets: &mut Sets) {
    let knows: HashMap<usize, usize> = marks.iter().map(|(mark, at)| (*at, mark.knows())).collect();
    let mut partners: HashMap<usize, Vec<(usize, &'static str)>> = HashMap::new();
    for &(a, b, why) in doubtful {
        partners.entry(a).or_default().push((b, why));
        partners.entry(b).or_default().push((a, why));
    }
    let levels: BTreeSet<usize> = partners.keys().map(|at| knows[at]).collect();
    for level in levels.into_iter().rev() {
        let mut here: Vec<usize> = partners.keys().copied().filter(|at| knows[at] == level).collect();
        here.sort_unstable();
        for better in [true, false] {
            let of = |at: &usize| partners[at].iter().filter(|(other, _)| (knows[other] > level) == better);
            let of = |at: &usize| of(at).filter(|(other, _)| knows[other] >= level);
            let choices = choices(&here, of, sets);
            let mutual = |at: usize, other: usize| better || choices.contains_key(&other) || knows[&other] > knows[&at];
            for (&at, &(other, why)) in choices.iter().filter(|(at, (other, _))| mutual(**at, *other)) {
                sets.join(at, other, why);
            }
        }
    }
}

/// The items that can be one other work only, and which.
fn choices<'a, I: Iterator<Item = &'a (usize, &'static str)>>(
    here: &[usize],
    of: impl Fn(&usize) -> I,
    sets: &mut Sets,
) -> BTreeMap<usize, (usize, &'static str)> {
    let mut out = BTreeMap::new();
    for at in here {
        let own = sets.root(*at);
        let roots: BTreeSet<usize> = of(at).map(|(other, _)| sets.root(*other)).filter(|root| *root != own).collect();
        if let (1, Some(first)) = (roots.len(), of(at).find(|(other, _)| sets.root(*other) != own)) {
            out.insert(*at, *first);
        }
    }
    out
}

/// Sets that grow together, with why.
struct Sets {
    parent: Vec<usize>,
    evidence: HashMap<usize, BTreeSet<&'static str>>,
}

impl Sets {
    fn new(len: usize) -> Sets {
        Sets { parent: (0..len).collect(), evidence: HashMap::new() }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Makes two sets one; the lower root stays, whatever the order.
    fn join(&mut self, a: usize, b: usize, why: &'static str) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high] = low;
        if low != high {
            let more = self.evidence.remove(&high).unwrap_or_default();
            let evidence = self.evidence.entry(low).or_default();
            evidence.extend(more);
            evidence.insert(why);
        }
    }

    fn groups(mut self) -> Vec<Group> {
        let mut out: Vec<Group> = Vec::new();
        let mut place: HashMap<usize, usize> = HashMap::new();
        for at in 0..self.parent.len() {
            let root = self.root(at);
            let group = *place.entry(root).or_insert_with(|| {
                out.push(Group { members: Vec::new(), evidence: self.evidence.remove(&root).unwrap_or_default() });
                out.len() - 1
            });
            out[group].members.push(at);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::citation::Work;

    /// An item from `author | title | date`.
    fn item(line: &str) -> Item {
        let mut fields = line.split('|').map(|field| Some(field.trim().to_owned()).filter(|field| !field.is_empty()));
        let (author, title, date) = (fields.next().flatten(), fields.next().flatten(), fields.next().flatten());
        let work = Work { author: author.into_iter().collect(), title, date, ..Work::default() };
        Item { mark: Mark::new(&work), work, ..Item::default() }
    }

    /// The groups, each as the numbers of its lines.
    fn grouped(lines: &[&str]) -> Vec<Vec<usize>> {
        let items: Vec<Item> = lines.iter().map(|line| item(line)).collect();
        groups(&items).into_iter().map(|group| group.members).collect()
    }

    #[test]
    fn one_work_in_many_spellings() {
        let lines = [
            "Cole Bunzel | Diluting Jihad: Tahrir al-Sham | 2017-03-29",
            "Bunzel, C. | Diluting jihad | 2017",
            "Bunzel | “Diluting jihad” | ",
            "Bunzel, C. | Diluting jihad | 2019",
        ];
        // without a date the third may be of 2017 or of 2019
        assert_eq!(grouped(&lines), [vec![0, 1], vec![2], vec![3]]);
        assert_eq!(grouped(&lines[..3]), [vec![0, 1, 2]]);
    }

    #[test]
    fn doubtful_pairs_stay_apart() {
        for lines in [
            ["A. Smith | Introduction | 1990", "B. Smith | Introduction | 1990"],
            [" | Introduction | 1990", " | Introduction | 1990-05"],
            ["A. Smith | On Law | ", " | On Law | "],
            ["A. Smith | Law: its history | 1990", "A. Smith | Law: its future | 1990"],
        ] {
            assert_eq!(grouped(&lines).len(), 2, "{lines:?}");
        }
    }

    #[test]
    fn transliterations_need_title_and_date() {
        let one = ["Dostoevsky, F. | The House of the Dead | 1985", "Fyodor Dostoyevskii | House of the Dead | 1985"];
        assert_eq!(grouped(&one).len(), 1);
        let two = ["Dostoevsky, F. | The House of the Dead | 1985", "Fyodor Dostoyevskii | House of the Dead | "];
        assert_eq!(grouped(&two).len(), 2);
    }

    #[test]
    fn the_order_does_not_matter() {
        let lines = [
            "Bo Ek | On Silt and Sand in Rivers | 1990",
            "B. Ek | On Silt and Sand in Rivers | ",
            " | On silt and sand in rivers | 1990",
        ];
        assert_eq!(grouped(&lines).len(), 1);
        assert_eq!(grouped(&[lines[2], lines[1], lines[0]]).len(), 1);
    }
}
