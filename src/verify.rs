//! Quotations of a manuscript, checked against the index.
//!
//! [`find`] finds the quotations of a linked document between their marks,
//! `probe` the places of the index where one may stand, `region` puts the text
//! around such a place together, `compare` lays the two side by side and grades
//! them, `named` asks whether it is the work that the manuscript names. May use
//! all above; touches no disk but the index.

mod align;
mod blocks;
mod compare;
mod figures;
pub mod find;
mod hunks;
mod literal;
mod marked;
mod named;
mod negation;
mod pairs;
mod place;
mod probe;
mod region;
mod search;
mod shelf;
mod shelves;
mod signs;
mod stretch;
mod titles;
mod verse;
mod wanted;
mod words;

use rayon::prelude::*;

use crate::error::Result;
use crate::model::hit::JSON_VERSION;
use crate::model::quotation::QuotedIn;
use crate::model::{Document, Grade, Quotation};
use crate::query::Engine;
use find::Found;
use named::Manuscript;
use search::{Outcome, Search};
use shelves::Shelves;

/// What became of the quotations of a manuscript.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// Its quotations: those of the text in order, then those of its notes.
    pub quotations: Vec<Quotation>,
    /// Quotations passed over for having too few words.
    pub passed_over: usize,
    /// Titles of works between quotation marks, passed over too.
    pub titles: usize,
    /// Quotation marks that are never closed: what they open is not checked.
    pub unclosed: usize,
}

/// What is wanted of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// True to check quotations of fewer than [`find::FEW_WORDS`] words too.
    pub short: bool,
    /// True to check what is the title of a work too.
    pub titles: bool,
    /// Absolute path of the manuscript: where it is in the index too, its own
    /// text is no source of it.
    pub except: Option<String>,
}

/// Checks the quotations of a linked document. What stands between marks and is the title
/// of a work that the manuscript cites is no quotation.
///
/// # Errors
/// Failures of the disk.
pub fn check(engine: &Engine<'_>, document: &Document, options: &Options) -> Result<Checked> {
    let shelves = Shelves::new(engine, options.except.as_deref())?;
    let (mut found, passed) = find::quotations(document, options.short);
    let titles = titles::of(document);
    let all = found.len();
    let is_title = |found: &Found| titles.is_one(document, found) || shelves.is_title(&found.text);
    found.retain(|found| options.titles || found.place == QuotedIn::Block || !is_title(found));
    let titles = all - found.len();
    let manuscript = Manuscript { document, shelves: &shelves };
    let one = |found: &Found, next: Option<&Found>| -> Result<Outcome> {
        Search::new(engine, &shelves, &manuscript.claim(found, next)).run(found)
    };
    let numbers = (0..found.len()).into_par_iter();
    let outcomes: Result<Vec<Outcome>> = numbers.map(|i| one(&found[i], found.get(i + 1))).collect();
    let graded = found.into_iter().zip(outcomes?).collect();
    let cited = |last: &Found, next: &Found| {
        let named = manuscript.beside(last, Some(next));
        !named.is_empty() && named != manuscript.beside(next, None)
    };
    let graded = blocks::joined(graded, cited, |whole| one(whole, None))?;
    let quotations = graded.into_iter().map(|(found, outcome)| quotation(document, &found, outcome)).collect();
    Ok(Checked { quotations, passed_over: passed.few, titles, unclosed: passed.unclosed })
}

fn quotation(document: &Document, found: &Found, outcome: Outcome) -> Quotation {
    let layout = &document.layout;
    let start = found.source.map(|span| span.start);
    let Outcome { grade, source, elsewhere, difference, notes, named, share, .. } = outcome;
    Quotation {
        record: "quotation".to_owned(),
        v: JSON_VERSION,
        line: start.and_then(|at| layout.line(at)),
        text: found.text.clone(),
        grade,
        source,
        difference,
        notes,
        named,
        place: found.place,
        bytes: found.source.filter(|_| !layout.is_container()),
        page: start.and_then(|at| layout.page(at)?.number),
        elsewhere,
        section: found.home.section(document).to_vec(),
        paragraph: found.home.paragraph(),
        label: found.home.label(document).map(str::to_owned),
        share: if grade == Grade::Absent { 0.0 } else { share },
    }
}
