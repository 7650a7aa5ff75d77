//! Who cites whom, over the whole index.
//!
//! What passages and their notes cite is kept with them; who is meant across
//! documents is worked out when it is asked: [`places`] lists who cites a name,
//! a work or a document, [`groups`] tells which citations name one work, `top`
//! counts what `listed` lets into a list, `nearest` finds like names, `graph` draws.
//! So an edit of a citing file changes nothing in the cited one. May use all above
//! `query`, and `query`.

mod graph;
pub mod groups;
mod item;
mod listed;
mod mention;
mod nearest;
mod place;
mod top;
mod who;

pub use graph::graph;
pub use place::{Found, places};
pub use top::{Tops, top};

use crate::error::Result;
use crate::query::{Engine, Request};
use groups::Group;
use item::Item;
use mention::Mentioned;

/// All that the documents of an index cite, and which of it is one work.
pub struct Library {
    /// Documents of the index and citations, in the order of paths and places.
    items: Vec<Item>,
    /// Which items are one work; every item is in one.
    groups: Vec<Group>,
}

impl Library {
    /// Of an index: the citations in what `request` finds with all its words, in
    /// all passages where its query is empty; the documents of the whole index.
    ///
    /// # Errors
    /// The query cannot be read, or the index.
    pub fn new(engine: &Engine<'_>, request: &Request) -> Result<Library> {
        let mut items: Vec<Item> = engine.documents()?.iter().filter_map(Item::document).collect();
        let hits = engine.citing(&[], request)?;
        items.extend(Mentioned::all(&hits).into_iter().filter_map(|mentioned| Item::citation(&mentioned)));
        let groups = groups::groups(&items);
        Ok(Library { items, groups })
    }
}
