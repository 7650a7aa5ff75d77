//! From what matches to the list that is shown: candidates best at first sight,
//! in the order of a closer look; ties by path and place.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use super::copies::{self, Ranked, Shown, Trace};
use super::{Parts, Ranker, said};
use crate::error::Result;
use crate::query::plan::Plan;
use crate::query::request::{Request, Sort};
use crate::query::store::{Found, Key, Order, Scored, Store, Which};

/// Passages of each kind (with any of the words, with all, with the phrase) that
/// are looked at more closely.
const LOOKED_AT: usize = 300;

/// The same, where all words are demanded: what matches holds them all.
const DEMANDED: usize = 100;

/// How many of the best are folded where they are copies; as many are looked at closely
/// for any query.
const FOLDED: usize = 100;

/// The same, where a closer look tells nothing new, at least.
const FEWEST: usize = 20;

/// What is found, in the order of the answer.
pub struct Page {
    /// The passages wanted.
    pub ranked: Vec<Ranked>,
    /// How many match in any way.
    pub total: u64,
    /// How many hold all the words.
    pub total_all_words: u64,
    /// How many hold the words of a bare query as a phrase.
    pub phrases: u64,
    /// Pull quotes by the passage that they repeat.
    pub folded: HashMap<Key, Vec<Key>>,
    /// Copies by the passage that they are folded under.
    pub copies: HashMap<Key, Vec<Key>>,
    /// True where there are more to be shown behind these.
    pub has_more: bool,
}

/// The part of the answer that a request wants.
pub fn page(store: &dyn Store, plan: &Plan, request: &Request) -> Result<Page> {
    let end = if request.limit == 0 { usize::MAX } else { request.offset.saturating_add(request.limit) };
    let is_folded = !request.all_copies && request.sort == Sort::Score;
    let (Listed { any, all, phrases, .. }, mut shown) = match is_folded {
        true => list_folded(store, plan, end)?,
        false => {
            let mut listed = list(store, plan, request.sort, end)?;
            let all = std::mem::take(&mut listed.ranked);
            (listed, all.into_iter().map(alone).collect())
        }
    };
    let has_more = shown.len() > end || !is_folded && any.total > end as u64;
    shown.truncate(end);
    shown.drain(..request.offset.min(shown.len()));
    let mut copies = HashMap::new();
    let mut ranked = Vec::with_capacity(shown.len());
    for shown in shown {
        if !shown.copies.is_empty() {
            copies.insert(shown.ranked.key.clone(), shown.copies);
        }
        ranked.push(shown.ranked);
    }
    let mut folded: HashMap<Key, Vec<Key>> = HashMap::new();
    for quote in any.folded {
        folded.entry(quote.passage).or_default().push(quote.quote);
    }
    Ok(Page { ranked, total: any.total, total_all_words: all, phrases, folded, copies, has_more })
}

/// The first that are found.
fn list(store: &dyn Store, plan: &Plan, sort: Sort, end: usize) -> Result<Listed> {
    match sort {
        Sort::Score => best(store, plan, end),
        Sort::Position => in_order(store, plan, Order::Place, end),
        Sort::Date => in_order(store, plan, Order::Date, end),
    }
}

fn alone(ranked: Ranked) -> Shown {
    Shown { ranked, copies: Vec::new() }
}

/// Best first, the copies among the first [`FOLDED`] folded: always of the same ones,
/// or a page would not go on where the last one ends. There is one more than is wanted,
/// where there is one, which tells whether another page follows.
fn list_folded(store: &dyn Store, plan: &Plan, end: usize) -> Result<(Listed, Vec<Shown>)> {
    let mut listed = best(store, plan, end.saturating_add(FOLDED))?;
    let mut first = std::mem::take(&mut listed.ranked);
    let rest = first.split_off(FOLDED.min(first.len()));
    let mut shown = copies::folded(store, first)?;
    shown.extend(rest.into_iter().map(alone));
    Ok((listed, shown))
}

struct Listed {
    ranked: Vec<Ranked>,
    any: Found,
    all: u64,
    phrases: u64,
}

/// By place or date; scores are those of a closer look at what is listed.
fn in_order(store: &dyn Store, plan: &Plan, order: Order, end: usize) -> Result<Listed> {
    let any = store.first(plan, Which::Any, order, end)?;
    let all = if plan.wants_all() { any.total } else { store.count(plan, Which::All)? };
    let phrases = if plan.whole.is_some() { store.count(plan, Which::Phrase)? } else { 0 };
    let keys: Vec<Key> = any.first.iter().map(|scored| scored.key.clone()).collect();
    let mut ranked = Vec::with_capacity(keys.len());
    for keys in keys.chunks(LOOKED_AT) {
        ranked.extend(closer(store, plan, keys.to_vec(), &HashMap::new())?);
    }
    Ok(Listed { ranked, any, all, phrases })
}

/// The scores of passages at a closer look, in their order.
fn closer(store: &dyn Store, plan: &Plan, keys: Vec<Key>, said: &HashMap<Arc<str>, f32>) -> Result<Vec<Ranked>> {
    let observed = store.observe(plan, &keys)?;
    let said: Vec<f32> = keys.iter().map(|key| said.get(&key.path).copied().unwrap_or(0.0)).collect();
    let ranker = Ranker { plan, numbers: store.statistics()?, observed: &observed };
    let parts = ranker.parts(&said);
    let traces = observed.iter().map(Trace::new);
    let scored = keys.into_iter().zip(parts).zip(traces);
    Ok(scored.map(|((key, (parts, score)), trace)| Ranked { key, score, parts, trace: Some(trace) }).collect())
}

/// How many of those that match in any way are looked at more closely: the same for
/// every page, or pages would not go on where the last one ends. Of phrases and
/// patterns a closer look tells nothing new, and their order is that of first sight:
/// no more than are shown.
fn looked_at(plan: &Plan, end: usize) -> usize {
    let has_words = plan.counting().any(|leaf| leaf.ready.word.is_some());
    match (has_words, plan.wants_all()) {
        (true, false) => LOOKED_AT,
        (true, true) => DEMANDED,
        (false, _) => end.clamp(FEWEST, LOOKED_AT),
    }
}

/// Best first: the candidates, then what is left in the order of first sight.
fn best(store: &dyn Store, plan: &Plan, end: usize) -> Result<Listed> {
    let looked_at = looked_at(plan, end);
    let mut any = store.first(plan, Which::Any, Order::Score, looked_at)?;
    let mut candidates = any.first.clone();
    let mut all = any.total;
    if !plan.wants_all() && any.total > 0 {
        let found = store.first(plan, Which::All, Order::Score, DEMANDED)?;
        all = found.total;
        candidates.extend(found.first);
    }
    let mut phrases = 0;
    if plan.whole.is_some() && any.total > 0 {
        let found = store.first(plan, Which::Phrase, Order::Score, DEMANDED)?;
        phrases = found.total;
        candidates.extend(found.first);
    }
    let said = said::files(store, plan, &candidates)?;
    if !said.is_empty() {
        // a work whose own words are not the best may be well spoken of
        let spoken_of: Vec<Arc<str>> = said.keys().cloned().collect();
        candidates.extend(store.best_of_files(plan, &spoken_of, LOOKED_AT)?);
    }
    let mut keys: Vec<Key> = candidates.into_iter().map(|scored| scored.key).collect();
    keys.sort();
    keys.dedup();
    let mut ranked = closer(store, plan, keys, &said)?;
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
    if end > ranked.len() && any.total > ranked.len() as u64 {
        any = store.first(plan, Which::Any, Order::Score, end)?;
        let looked_at: HashSet<&Key> = ranked.iter().map(|ranked| &ranked.key).collect();
        let rest: Vec<Scored> = any.first.iter().filter(|scored| !looked_at.contains(&scored.key)).cloned().collect();
        let least = ranked.last().map_or(f32::MAX, |last| last.score);
        let plain = |scored: Scored| Ranked {
            key: scored.key,
            score: scored.score.min(least),
            parts: Parts::default(),
            trace: None,
        };
        ranked.extend(rest.into_iter().map(plain));
    }
    Ok(Listed { ranked, any, all, phrases })
}
