//! Every place that cites a name, a work or a document.

use std::collections::HashSet;

use super::groups;
use super::item::Item;
use super::mention::{Mentioned, Source};
use super::who::Who;
use crate::error::Result;
use crate::model::cited::{By, Citing, CitingSummary, Mention};
use crate::model::hit::JSON_VERSION;
use crate::query::{Engine, Request};

/// The places, and how many there are of each kind.
pub struct Found {
    /// In the order of paths and places.
    pub places: Vec<Citing>,
    /// Counts; `shown` is left to who prints.
    pub summary: CitingSummary,
}

/// Every place that cites `who`: an author, a title, a publisher, or the path of
/// a document in the index; within what `request` finds with all its words.
///
/// # Errors
/// The query cannot be read, or the index.
pub fn places(engine: &Engine<'_>, who: &str, request: &Request) -> Result<Found> {
    let document = engine.file(who).map(|record| record.path.clone());
    let places = match document {
        Some(path) => of_document(engine, &path, request)?,
        None => of_name(engine, &Who::new(who), request)?,
    };
    let summary = summary(who, &places);
    Ok(Found { places, summary })
}

fn of_name(engine: &Engine<'_>, who: &Who, request: &Request) -> Result<Vec<Citing>> {
    if who.is_empty() {
        return Ok(Vec::new());
    }
    let hits = engine.citing(&who.pairs(), request)?;
    let by = |mentioned: &Mentioned| match mentioned.source {
        Source::Cite(cite) => who.cited(cite),
        Source::Named(named) => who.named(named).then_some(By::Named),
    };
    let all = Mentioned::all(&hits);
    Ok(all.iter().filter_map(|mentioned| Some(citing(mentioned, by(mentioned)?))).collect())
}

/// The places that cite a document: their citations are one work with it.
fn of_document(engine: &Engine<'_>, path: &str, request: &Request) -> Result<Vec<Citing>> {
    let hits = engine.citing(&[], request)?;
    let mentions = Mentioned::all(&hits);
    let documents = engine.documents()?.into_iter().filter_map(Item::document);
    let (mut items, mut from): (Vec<Item>, Vec<Option<usize>>) = documents.map(|item| (item, None)).unzip();
    for (at, mentioned) in mentions.iter().enumerate() {
        if let Some(item) = Item::citation(mentioned) {
            items.push(item);
            from.push(Some(at));
        }
    }
    let is_it = |&at: &usize| items[at].is_document && items[at].path == path;
    let groups = groups::groups(&items);
    let Some(group) = groups.iter().find(|group| group.members.iter().any(is_it)) else { return Ok(Vec::new()) };
    let places = group.members.iter().filter_map(|&at| from[at]);
    Ok(places.map(|at| citing(&mentions[at], By::Document)).collect())
}

fn citing(mentioned: &Mentioned, by: By) -> Citing {
    let (citation, direct) = match mentioned.source {
        Source::Cite(cite) => (Mention::Citation(cite.clone()), !cite.is_short()),
        Source::Named(named) => (Mention::Attribution(named.clone()), false),
    };
    Citing {
        record: "citing".to_owned(),
        v: JSON_VERSION,
        path: mentioned.hit.document.path.clone(),
        number: mentioned.note.and_then(|note| note.number),
        locator: mentioned.locator().clone(),
        sentence: mentioned.sentence(),
        citation,
        by,
        direct,
        id: mentioned.hit.id.clone(),
        note: mentioned.note.map(|note| note.id.clone()),
        label: mentioned.note.map(|note| note.label.clone()),
        title: mentioned.hit.document.title.clone(),
    }
}

fn summary(who: &str, places: &[Citing]) -> CitingSummary {
    let named = |place: &&Citing| place.by == By::Named;
    let citing: HashSet<&str> = places.iter().filter(|p| !named(p)).map(|place| place.path.as_str()).collect();
    let naming: HashSet<&str> = places.iter().filter(named).map(|place| place.path.as_str()).collect();
    let (direct, named) = (places.iter().filter(|p| p.direct).count(), places.iter().filter(named).count());
    CitingSummary {
        record: "summary".to_owned(),
        v: JSON_VERSION,
        who: who.to_owned(),
        total: places.len(),
        direct,
        short: places.len() - direct - named,
        named,
        citing_documents: citing.len(),
        naming_documents: naming.difference(&citing).count(),
        shown: places.len(),
    }
}
