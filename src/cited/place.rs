//! Every place that cites a name, a work or a document.

use std::collections::HashSet;

use super::groups;
use super::item::Item;
use super::mention::{self, Mentioned, Source};
use super::nearest;
use super::who::Who;
use crate::error::Result;
use crate::model::cited::{AlsoCalled, By, Citing, CitingSummary, Mention};
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
/// a document in the index (also an end of it, or its absolute path); within
/// what `request` finds with all its words.
///
/// # Errors
/// The query cannot be read, or the index.
pub fn places(engine: &Engine<'_>, who: &str, request: &Request) -> Result<Found> {
    let document = engine.document_called(who)?.map(|record| record.path.clone());
    let mut places = match &document {
        Some(path) => of_document(engine, path, request)?,
        None => of_name(engine, &Who::new(who), request)?,
    };
    for (place, also) in &mut places {
        place.also = also.iter().map(|id| elsewhere(engine, id, place.note.as_deref())).collect::<Result<_>>()?;
    }
    let places: Vec<Citing> = places.into_iter().map(|(place, _)| place).collect();
    let mut summary = summary(who, &places);
    if places.is_empty() && document.is_none() {
        let hits = engine.citing(&[], request)?;
        summary.nearest = nearest::names(&Mentioned::all(&hits), who);
    }
    Ok(Found { places, summary })
}

/// Places, each with the ids of the other passages that call its note.
type Places = Vec<(Citing, Vec<String>)>;

fn of_name(engine: &Engine<'_>, who: &Who, request: &Request) -> Result<Places> {
    if who.is_empty() {
        return Ok(Vec::new());
    }
    let pairs = if who.is_numbered() { Vec::new() } else { who.pairs() };
    let hits = engine.citing(&pairs, request)?;
    let all = Mentioned::all(&hits);
    let by = |mentioned: &Mentioned| match mentioned.source {
        Source::Cite(cite) => who.cited(cite),
        Source::Named(named) => who.named(named).then_some(By::Named),
    };
    let mut found: Vec<Option<By>> = all.iter().map(by).collect();
    by_work(&all, who, &mut found);
    Ok(all.iter().zip(found).filter_map(|(mentioned, by)| Some((citing(mentioned, by?), also(mentioned)))).collect())
}

/// A citation by the family name alone is of the person who is meant where it is
/// one work with a citation that says so: "Pascoe, The Mole" of "Ruth Pascoe, The
/// Mole".
fn by_work(all: &[Mentioned], who: &Who, found: &mut [Option<By>]) {
    let items = all.iter().enumerate().filter_map(|(at, mentioned)| Some((Item::citation(mentioned)?, at)));
    let (items, from): (Vec<Item>, Vec<usize>) = items.unzip();
    for group in groups::groups(&items) {
        let members: Vec<usize> = group.members.iter().map(|&item| from[item]).collect();
        if !members.iter().any(|&at| found[at] == Some(By::Author)) {
            continue;
        }
        for at in members {
            if let (None, Source::Cite(cite)) = (found[at], all[at].source)
                && who.may_be(cite)
            {
                found[at] = Some(By::Author);
            }
        }
    }
}

/// The places that cite a document: their citations are one work with it.
fn of_document(engine: &Engine<'_>, path: &str, request: &Request) -> Result<Places> {
    let hits = engine.citing(&[], request)?;
    let mentions = Mentioned::all(&hits);
    let documents = engine.documents()?;
    let documents = documents.iter().filter_map(Item::document);
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
    Ok(places.map(|at| (citing(&mentions[at], By::Document), also(&mentions[at]))).collect())
}

fn also(mentioned: &Mentioned) -> Vec<String> {
    mentioned.note.map(|note| note.also.clone()).unwrap_or_default()
}

/// The sentence of another passage that calls the same note.
fn elsewhere(engine: &Engine<'_>, id: &str, note: Option<&str>) -> Result<AlsoCalled> {
    let hits = engine.get(id, 0)?;
    let sentence = hits.first().and_then(|hit| {
        let note = hit.notes.iter().find(|other| Some(other.id.as_str()) == note)?;
        mention::sentence_at(&hit.text, note.at?, note.at?)
    });
    Ok(AlsoCalled { id: id.to_owned(), sentence })
}

fn citing(mentioned: &Mentioned, by: By) -> Citing {
    let (citation, direct) = match mentioned.source {
        Source::Cite(cite) => (Mention::Citation(Box::new(cite.clone())), !cite.is_short()),
        Source::Named(named) => (Mention::Attribution(named.clone()), false),
    };
    Citing {
        record: "citing".to_owned(),
        v: JSON_VERSION,
        path: mentioned.hit.document.path.clone(),
        number: mentioned.note.and_then(|note| note.number),
        locator: mentioned.locator(),
        sentence: mentioned.sentence(),
        citation,
        by,
        direct,
        id: mentioned.hit.id.clone(),
        note: mentioned.note.map(|note| note.id.clone()),
        label: mentioned.note.map(|note| note.label.clone()),
        title: mentioned.hit.document.title.clone(),
        also: Vec::new(),
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
        idle_globs: Vec::new(),
        nearest: Vec::new(),
    }
}
