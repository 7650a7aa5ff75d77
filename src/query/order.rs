//! From the set of passages that match to the list that is shown: pull quotes
//! folded, best first, ties by path and place.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use super::bits::Bits;
use super::evidence::{self, LOOKED_AT};
use super::find::Finder;
use super::plan::{Matched, Plan};
use super::rank::Scores;
use super::said;
use super::{Request, Sort};
use crate::error::Result;

/// Pull quotes by the passage that they repeat, both entries.
pub type Folded = BTreeMap<u32, Vec<u32>>;

/// Takes pull quotes out of `matched` where the passage that they repeat is in it.
pub fn fold(finder: Finder, matched: &mut Bits) -> Result<Folded> {
    let table = finder.table;
    let mut folded = Folded::new();
    if !table.has_repeats() {
        return Ok(folded);
    }
    let quotes: Vec<(u32, u32)> = matched.iter().filter_map(|entry| Some((entry, table.repeats(entry)?))).collect();
    for (quote, seq) in quotes {
        // a quote that repeats a quote stays: something must be shown
        let repeated = table.at_seq(&finder.index.fields, quote, seq)?.filter(|&at| matched.contains(at as usize));
        if let Some(passage) = repeated.filter(|&passage| passage != quote && table.repeats(passage).is_none()) {
            matched.remove(quote as usize);
            folded.entry(passage).or_default().push(quote);
        }
    }
    folded.values_mut().for_each(|quotes| quotes.sort_by(|&a, &b| table.by_place(a, b)));
    Ok(folded)
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
    let mut dates: HashMap<usize, Option<&str>> = HashMap::new();
    for &entry in entries.iter() {
        let file = table.file(entry);
        if let std::collections::hash_map::Entry::Vacant(vacant) = dates.entry(file) {
            vacant.insert(table.record(finder.index, file)?.meta.date.as_deref());
        }
    }
    // `None` is less than any date, and comes last
    let date = |entry: u32| dates.get(&table.file(entry)).copied().flatten();
    entries.sort_by(|&a, &b| date(b).cmp(&date(a)).then_with(|| table.by_place(a, b)));
    Ok(())
}

/// First scores for the entries, in their order.
fn with_scores(finder: Finder, plan: &Plan, entries: Vec<u32>) -> Result<Vec<Scored>> {
    let mut ascending = entries.clone();
    ascending.sort_unstable();
    let first = Scores::new(finder, plan, ascending)?;
    Ok(entries.into_iter().map(|entry| (entry, first.of(entry))).collect())
}

/// The best `end` or more: those best at first sight and those with all the
/// words, by their scores at a closer look.
fn best(finder: Finder, plan: &Plan, matched: &Matched, entries: Vec<u32>, end: usize) -> Result<Vec<Scored>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let first = Scores::new(finder, plan, entries)?;
    let looked_at = LOOKED_AT.max(end.saturating_add(1));
    let mut entries = top(finder, first.all().collect(), looked_at);
    if matched.all != matched.any {
        let all = first.all().filter(|&(entry, _)| matched.all.contains(entry as usize)).collect();
        entries.extend(top(finder, all, LOOKED_AT));
    }
    entries.sort_unstable();
    entries.dedup();
    let said = said::files(finder, plan, &first, &entries)?;
    if !said.is_empty() {
        // a work whose own words are not the best may be well spoken of
        let spoken_of = |entry: u32| said.contains_key(&finder.table.file(entry));
        entries.extend(top(finder, first.all().filter(|&(entry, _)| spoken_of(entry)).collect(), LOOKED_AT));
        entries.sort_unstable();
        entries.dedup();
    }
    let mut scores = evidence::scores(finder, plan, &first, &entries)?;
    for (score, entry) in scores.iter_mut().zip(&entries) {
        *score += said.get(&finder.table.file(*entry)).unwrap_or(&0.0);
    }
    let mut ranked: Vec<Scored> = entries.into_iter().zip(scores).collect();
    ranked.sort_by(|a, b| by_score(finder, *a, *b));
    Ok(ranked)
}

/// The best `keep` entries, ties by place; in no order.
fn top(finder: Finder, mut scored: Vec<Scored>, keep: usize) -> Vec<u32> {
    if keep == 0 || scored.len() <= keep {
        return scored.into_iter().map(|(entry, _)| entry).collect();
    }
    // ties are many where one word is looked for: paths only for those at the border
    let (_, &mut (_, border), _) = scored.select_nth_unstable_by(keep - 1, |a, b| b.1.total_cmp(&a.1));
    let mut entries: Vec<u32> = scored.iter().filter(|(_, score)| *score > border).map(|(entry, _)| *entry).collect();
    let mut tied: Vec<u32> = scored.iter().filter(|(_, score)| *score == border).map(|(entry, _)| *entry).collect();
    let free = keep - entries.len();
    if tied.len() > free {
        let files: std::collections::BTreeSet<(&str, usize)> =
            tied.iter().map(|&entry| (finder.table.path(finder.table.file(entry)), finder.table.file(entry))).collect();
        let order: HashMap<usize, usize> = files.into_iter().enumerate().map(|(i, (_, file))| (file, i)).collect();
        tied.sort_by_cached_key(|&entry| (order.get(&finder.table.file(entry)).copied(), finder.table.seq(entry)));
        tied.truncate(free);
    }
    entries.extend(tied);
    entries
}

fn by_score(finder: Finder, a: Scored, b: Scored) -> Ordering {
    b.1.total_cmp(&a.1).then_with(|| finder.table.by_place(a.0, b.0))
}
