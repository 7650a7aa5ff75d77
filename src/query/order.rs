//! From the set of passages that match to the list that is shown: pull quotes
//! folded, best first, ties by path and place.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use super::bits::Bits;
use super::evidence::{self, LOOKED_AT};
use super::find::Finder;
use super::plan::{Matched, Plan};
use super::rank::Scores;
use super::{Request, Sort};
use crate::error::Result;
use crate::index::schema::FileRecord;

/// Pull quotes by the passage that they repeat, both entries.
pub type Folded = BTreeMap<u32, Vec<u32>>;

/// Takes pull quotes out of `matched` where the passage that they repeat is in it.
pub fn fold(finder: Finder, matched: &mut Bits) -> Folded {
    let table = finder.table;
    let quotes: Vec<(u32, u32)> = matched.iter().filter_map(|entry| Some((entry, table.repeats(entry)?))).collect();
    let mut folded = Folded::new();
    if quotes.is_empty() {
        return folded;
    }
    let mut wanted: HashMap<(usize, u32), Option<u32>> =
        quotes.iter().map(|&(entry, seq)| ((table.file(entry), seq), None)).collect();
    for entry in matched.iter() {
        if let Some(place) = wanted.get_mut(&(table.file(entry), table.seq(entry))) {
            *place = Some(entry);
        }
    }
    for (quote, seq) in quotes {
        // a quote that repeats a quote stays: something must be shown
        let repeated = wanted.get(&(table.file(quote), seq)).copied().flatten();
        if let Some(passage) = repeated.filter(|&passage| passage != quote && table.repeats(passage).is_none()) {
            matched.remove(quote as usize);
            folded.entry(passage).or_default().push(quote);
        }
    }
    folded.values_mut().for_each(|quotes| quotes.sort_by(|&a, &b| table.by_place(a, b)));
    folded
}

/// A passage and its score.
pub type Scored = (u32, f32);

/// The passages to be shown, in order.
pub fn page(finder: Finder, plan: &Plan, matched: &Matched, request: &Request) -> Result<Vec<Scored>> {
    let entries: Vec<u32> = matched.any.iter().collect();
    let end = if request.limit == 0 { entries.len() } else { request.offset.saturating_add(request.limit) };
    let mut ranked = match request.sort {
        Sort::Score => best(finder, plan, matched, entries, end)?,
        sort => {
            let mut entries = entries;
            arrange(finder, &mut entries, sort)?;
            entries.truncate(end);
            with_scores(finder, plan, entries)?
        }
    };
    ranked.truncate(end);
    ranked.drain(..request.offset.min(ranked.len()));
    Ok(ranked)
}

/// By place, or newest first.
fn arrange(finder: Finder, entries: &mut [u32], sort: Sort) -> Result<()> {
    let table = finder.table;
    if sort == Sort::Position {
        entries.sort_by(|&a, &b| table.by_place(a, b));
        return Ok(());
    }
    let mut dates: HashMap<usize, Option<String>> = HashMap::new();
    for &entry in entries.iter() {
        let file = table.file(entry);
        if let std::collections::hash_map::Entry::Vacant(vacant) = dates.entry(file) {
            let record: FileRecord = finder.index.record(&table.searcher, table.file_entry(file)?)?;
            vacant.insert(record.meta.date);
        }
    }
    // `None` is less than any date, and comes last
    let date = |entry: u32| dates.get(&table.file(entry)).and_then(Option::as_deref);
    entries.sort_by(|&a, &b| date(b).cmp(&date(a)).then_with(|| table.by_place(a, b)));
    Ok(())
}

/// First scores and evidence for the entries, in their order.
fn with_scores(finder: Finder, plan: &Plan, entries: Vec<u32>) -> Result<Vec<Scored>> {
    let first = Scores::new(finder, plan)?;
    Ok(entries.into_iter().map(|entry| (entry, first.of[entry as usize])).collect())
}

/// The best `end` or more: those best at first sight and those with all the
/// words, by their scores at a closer look.
fn best(finder: Finder, plan: &Plan, matched: &Matched, mut entries: Vec<u32>, end: usize) -> Result<Vec<Scored>> {
    let first = Scores::new(finder, plan)?;
    let looked_at = LOOKED_AT.max(end.saturating_add(1));
    let mut all: Vec<u32> = entries.iter().copied().filter(|&entry| matched.all.contains(entry as usize)).collect();
    top(finder, &first, &mut entries, looked_at);
    if all.len() < matched.any.count() {
        top(finder, &first, &mut all, LOOKED_AT);
        entries.extend(all);
    }
    entries.sort_unstable();
    entries.dedup();
    let scores = evidence::scores(finder, plan, &first, &entries)?;
    let mut ranked: Vec<Scored> = entries.into_iter().zip(scores).collect();
    ranked.sort_by(|a, b| by_score(finder, *a, *b));
    Ok(ranked)
}

/// Keeps the best `keep` entries, ties by place; in no order.
fn top(finder: Finder, first: &Scores, entries: &mut Vec<u32>, keep: usize) {
    if keep == 0 || entries.len() <= keep {
        return;
    }
    let score = |entry: u32| first.of[entry as usize];
    // ties are many where one word is looked for: paths only for those at the border
    entries.select_nth_unstable_by(keep - 1, |&a, &b| score(b).total_cmp(&score(a)));
    let border = score(entries[keep - 1]);
    let mut tied: Vec<u32> = entries.iter().copied().filter(|&entry| score(entry) == border).collect();
    entries.truncate(keep);
    entries.retain(|&entry| score(entry) > border);
    let free = keep - entries.len();
    if tied.len() > free {
        let files: std::collections::BTreeSet<(&str, usize)> =
            tied.iter().map(|&entry| (finder.table.path(finder.table.file(entry)), finder.table.file(entry))).collect();
        let order: HashMap<usize, usize> = files.into_iter().enumerate().map(|(i, (_, file))| (file, i)).collect();
        tied.sort_by_cached_key(|&entry| (order.get(&finder.table.file(entry)).copied(), finder.table.seq(entry)));
        tied.truncate(free);
    }
    entries.extend(tied);
}

fn by_score(finder: Finder, a: Scored, b: Scored) -> Ordering {
    b.1.total_cmp(&a.1).then_with(|| finder.table.by_place(a.0, b.0))
}
