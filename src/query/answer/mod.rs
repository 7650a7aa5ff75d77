//! Requests to answers: what was found, made into hits with their notes and places.

mod citing;
mod explain;
mod get;
mod hits;
mod on_page;
mod spots;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use rayon::prelude::*;

use super::local::Local;
use super::plan::leaf::Ready;
use super::plan::{MOST_WORDS, Plan};
use super::rank::order::page;
use super::request::{Request, Sort, Wanted};
use super::store::{Key, Order, Store, Which};
use super::syntax::aliases::{Aliases, Also};
use super::syntax::parse;
use super::syntax::tree::Query;
use crate::error::Result;
use crate::index::open::Index;
use crate::index::schema::FileRecord;
use crate::model::hit::{AlsoSearched, Answer, JSON_VERSION, OutlineSection, PhraseHint, Summary, UnknownWord};
use crate::model::{Hit, Status};
use hits::Hits;
pub use spots::Spot;

/// Answers queries over one state of an index. May be shared between threads.
pub struct Engine<'i> {
    store: Box<dyn Store + 'i>,
    /// Names that are searched together.
    aliases: Aliases,
    /// Records of files, as far as they were asked for.
    records: Mutex<HashMap<Arc<str>, Arc<FileRecord>>>,
}

/// How many there are of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many.
    pub count: usize,
    /// What a reader of the number must know of how the query was taken.
    pub remarks: Vec<String>,
    /// True where a pattern meant more words than are looked for, so that some is left out.
    pub partial: bool,
}

/// The files that a query finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilesFound {
    /// Their paths in the index, in order.
    pub paths: Vec<String>,
    /// What a reader of the list must know of how the query was taken.
    pub remarks: Vec<String>,
    /// True where a pattern meant more words than are looked for, so that some is left out.
    pub partial: bool,
}

/// A request, read and made ready.
struct Prepared {
    query: Query,
    plan: Plan,
    /// Other names that are searched too.
    also: Vec<Also>,
}

impl<'i> Engine<'i> {
    /// An engine over the index as it is now.
    ///
    /// # Errors
    /// The index cannot be opened.
    pub fn new(index: &'i Index) -> Result<Self> {
        let store = Box::new(Local::new(index)?);
        Ok(Engine { store, aliases: Aliases::default(), records: Mutex::default() })
    }

    /// The same, which searches names together.
    pub fn with_aliases(self, aliases: Aliases) -> Self {
        Engine { aliases, ..self }
    }

    /// The answer to a request: hits and summary. Whether files have changed
    /// since is left to who may touch the disk.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Query`] where the query cannot be read; failures of the
    /// disk.
    pub fn search(&self, request: &Request) -> Result<Answer> {
        let start = Instant::now();
        let asked = self.ask(request)?;
        let page = page(&*self.store, &asked.plan, request)?;
        let hits = Hits::new(self);
        let hits = match request.wanted {
            Wanted::Everything => hits.page(&asked.plan, &page, request)?,
            Wanted::Places => hits.bare(&page, request)?,
        };
        let total = page.total as usize;
        let phrase = asked.plan.whole.as_ref().filter(|_| page.phrases > 0);
        let doubtful = |hit: &Hit| hit.notes.iter().filter(|note| note.status == Some(Status::Ambiguous)).count();
        let summary = Summary {
            record: "summary".to_owned(),
            v: JSON_VERSION,
            query: None,
            read_as: asked.read_as(),
            shown: hits.len(),
            folded: hits.iter().map(|hit| hit.copies.len()).sum(),
            total,
            total_is: "exact".to_owned(),
            total_all_words: page.total_all_words as usize,
            phrase: phrase.map(|whole| PhraseHint { total: page.phrases as usize, query: whole.ready.typed.clone() }),
            also: asked.also.into_iter().map(|also| AlsoSearched { typed: also.typed, forms: also.forms }).collect(),
            unknown: asked.plan.strangers.clone(),
            truncated: page.has_more,
            stale: 0,
            gone: 0,
            idle_globs: self.idle_globs(&request.globs)?,
            partial: asked.plan.is_cut(),
            ambiguous: hits.iter().map(doubtful).sum(),
            unread: self.store.unread(),
            elapsed_ms: Some(start.elapsed().as_secs_f64() * 1000.0).filter(|_| request.stats),
        };
        Ok(Answer { hits, summary })
    }

    /// Those of the globs that no document of the index fits.
    ///
    /// # Errors
    /// A glob that cannot be read; failures of the disk.
    pub fn idle_globs(&self, globs: &[String]) -> Result<Vec<String>> {
        self.store.globs_without_document(globs)
    }

    /// How many passages hold all the words, copies counted.
    ///
    /// # Errors
    /// As for [`Engine::search`].
    pub fn count(&self, request: &Request) -> Result<Counted> {
        let plan = self.ask(request)?.plan;
        let count = self.store.count(&plan, Which::All)? as usize;
        Ok(Counted { count, remarks: plan.remarks_of_counts().collect(), partial: plan.is_cut() })
    }

    /// How many matches stand in these passages and their notes; a note that two
    /// passages call counts once.
    ///
    /// # Errors
    /// As for [`Engine::search`].
    pub fn count_matches(&self, request: &Request) -> Result<Counted> {
        let plan = self.ask(request)?.plan;
        let found = self.store.first(&plan, Which::All, BY_PLACE, usize::MAX)?;
        let hits = Hits::new(self);
        let counts: Result<Vec<usize>> =
            found.first.into_par_iter().map(|scored| hits.count_matches(&scored.key, &plan)).collect();
        Ok(Counted {
            count: counts?.into_iter().sum(),
            remarks: plan.remarks_of_counts().collect(),
            partial: plan.is_cut(),
        })
    }

    /// Paths of the files with passages that hold all the words, in the order in
    /// which a search would show them.
    ///
    /// # Errors
    /// As for [`Engine::search`].
    pub fn files(&self, request: &Request) -> Result<FilesFound> {
        let plan = self.ask(request)?.plan;
        let mut paths = self.store.files(&plan, Which::All)?;
        match request.sort {
            Sort::Position => {}
            Sort::Date => {
                let mut dated = Vec::with_capacity(paths.len());
                for path in paths {
                    let date = self.known(&path)?.and_then(|record| record.meta.date.clone());
                    dated.push((date, path));
                }
                // `None` is less than any date, and comes last
                dated.sort_by(|a, b| b.0.cmp(&a.0));
                paths = dated.into_iter().map(|(_, path)| path).collect();
            }
            Sort::Score => {
                let all = Request { limit: 0, offset: 0, all_copies: true, ..request.clone() };
                let page = page(&*self.store, &plan, &all)?;
                let mut places: HashMap<&str, usize> = HashMap::new();
                for (at, ranked) in page.ranked.iter().enumerate() {
                    places.entry(&ranked.key.path).or_insert(at);
                }
                paths.sort_by_key(|path| places.get(&**path).copied().unwrap_or(usize::MAX));
            }
        }
        let paths = paths.into_iter().map(|path| path.to_string()).collect();
        Ok(FilesFound { paths, remarks: plan.remarks_of_counts().collect(), partial: plan.is_cut() })
    }

    /// What `reference` names, with so many passages on either side.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Unknown`] where it names nothing, or too much.
    pub fn get(&self, reference: &str, context: usize) -> Result<Vec<Hit>> {
        let keys = self.refer(reference)?;
        let mut hits = self.hits_of(keys.clone(), context)?;
        if let Some(part) = get::part_of(reference) {
            for (hit, key) in hits.iter_mut().zip(&keys) {
                on_page::cut(hit, &self.store.passage(key)?.places, part);
            }
        }
        Ok(hits)
    }

    /// The same for the whole sections in which it stands.
    ///
    /// # Errors
    /// As for [`Engine::get`].
    pub fn get_sections(&self, reference: &str) -> Result<Vec<Hit>> {
        self.hits_of(self.sections(&self.refer(reference)?)?, 0)
    }

    /// The sections of the file that a path means; none where it means no file.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn outline(&self, path: &str) -> Result<Vec<OutlineSection>> {
        match self.file_called(path)? {
            Some(path) => Hits::new(self).outline(&self.store.of_file(&path)?),
            None => Ok(Vec::new()),
        }
    }

    fn hits_of(&self, keys: Vec<Key>, context: usize) -> Result<Vec<Hit>> {
        let hits = Hits::new(self);
        let hit = |(i, key)| -> Result<Hit> { Ok(Hit { rank: i + 1, ..hits.hit(&key, None, context)? }) };
        keys.into_iter().enumerate().map(hit).collect()
    }

    /// The record of a file by its path in the index; one that cannot be read is
    /// as good as none.
    pub fn file(&self, path: &str) -> Option<Arc<FileRecord>> {
        self.known(path).ok().flatten()
    }

    /// The record of a file.
    fn known(&self, path: &str) -> Result<Option<Arc<FileRecord>>> {
        if let Some(record) = self.records.lock().unwrap_or_else(PoisonError::into_inner).get(path) {
            return Ok(Some(record.clone()));
        }
        let record = self.store.record(path)?.map(Arc::new);
        if let Some(record) = &record {
            self.records.lock().unwrap_or_else(PoisonError::into_inner).insert(path.into(), record.clone());
        }
        Ok(record)
    }

    /// True where there is no text to search.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.store.statistics()?.passages == 0)
    }

    fn ask(&self, request: &Request) -> Result<Prepared> {
        let query = match request.literal {
            true => Query::literal(&request.query)?,
            false => parse::parse(&request.query)?,
        };
        let none = Aliases::default();
        // what is to be found as typed is not found under another name
        let is_as_typed = request.exact || request.cased || request.literal;
        let (wide, also) = if is_as_typed { &none } else { &self.aliases }.widen(&query);
        let mut plan = Plan::new(&wide, &query, request);
        self.store.prepare(&mut plan)?;
        Ok(Prepared { query, plan, also })
    }
}

impl Prepared {
    /// How the query was read, and what that leaves out.
    fn read_as(&self) -> String {
        let mut out = self.query.to_string();
        self.plan.remarks().for_each(|remark| out += &format!(" ({remark})"));
        out
    }
}

impl Plan {
    /// True where a pattern meant more words than are looked for.
    fn is_cut(&self) -> bool {
        self.leaves.iter().any(|leaf| leaf.ready.cut)
    }

    /// What a reader of a number or a list must know: an answer with hits has it elsewhere.
    fn remarks_of_counts(&self) -> impl Iterator<Item = String> {
        let nearest = |stranger: &UnknownWord| match stranger.nearest.first() {
            Some(nearest) => format!("; did you mean `{nearest}`?"),
            None => String::new(),
        };
        let strangers =
            self.strangers.iter().map(move |word| format!("no document has `{}`{}", word.word, nearest(word)));
        self.remarks().chain(strangers)
    }

    /// What a reader of the results must know of how the query was taken.
    fn remarks(&self) -> impl Iterator<Item = String> {
        let unknown = self.unknown.iter().map(|name| format!("no document has `{name}`"));
        let cut = self.leaves.iter().filter(|leaf| leaf.ready.cut);
        let cut = cut.map(|leaf| {
            let Ready { typed, means, .. } = &leaf.ready;
            format!("`{typed}` means {means} words; only the first {MOST_WORDS} are looked for")
        });
        unknown.chain(cut)
    }
}

/// The order in which passages are listed that are read rather than ranked.
const BY_PLACE: Order = Order::Place;
