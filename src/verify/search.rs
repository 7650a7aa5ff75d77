//! One quotation: looked for all over the index, graded at its best place.

use super::compare::{Compared, compare};
use super::find::Found;
use super::literal::{Folded, Source};
use super::named::{Claim, told};
use super::region::{Region, around};
use super::shelves::Shelves;
use super::stretch::{Quote, Stretch};
use super::{place, probe};
use crate::error::Result;
use crate::model::Grade;
use crate::model::hit::HitNote;
use crate::model::quotation::{Difference, Named, Quoted};
use crate::query::{Engine, Spot};
use std::sync::Arc;

/// Words of the source read on either side besides the quotation's own ...
const MARGIN: usize = 40;
/// ... and where an ellipsis may stand for many.
const MARGIN_OF_ELLIPSIS: usize = 500;
/// ... and for more still, where every piece between ellipses is so long that it
/// is no chance that they stand in a row.
const MARGIN_OF_PIECES: usize = 4000;
const PIECE: usize = 4;
/// Places that are compared at most.
const MOST_REGIONS: usize = 24;
/// The same for a quotation of more than [`LONG`] words.
const MOST_REGIONS_OF_LONG: usize = 3;
const LONG: usize = 5000;
/// Of these, places that share words alone.
const MOST_NEAREST: usize = 3;
/// Share of the words of an absent quotation that the nearest passage must have.
const NEAR: f32 = 0.4;
/// An altered quotation is another work's than that named only where so much
/// of it is there ...
const SURE_SHARE: f32 = 0.8;
/// ... and it has so many words.
const SURE_WORDS: usize = 8;

/// Words of the source read besides those of a quotation; for every gap between
/// its words `ellipses` says whether an ellipsis stands there.
fn margin(ellipses: &[bool]) -> usize {
    if !ellipses.contains(&true) {
        return MARGIN;
    }
    let pieces = ellipses[..ellipses.len() - 1].chunk_by(|_, next| !next).map(<[bool]>::len);
    if pieces.min().is_some_and(|least| least >= PIECE) { MARGIN_OF_PIECES } else { MARGIN_OF_ELLIPSIS }
}

/// What became of a quotation.
pub struct Outcome {
    /// The grade.
    pub grade: Grade,
    /// Its place, or the nearest passage.
    pub source: Option<Quoted>,
    /// Where it stands as it is, where `source` is the work that is named, which
    /// has it but for some words.
    pub elsewhere: Option<Quoted>,
    /// Where it differs.
    pub difference: Vec<Difference>,
    /// The notes of its sentence in the source.
    pub notes: Vec<HitNote>,
    /// What the manuscript names.
    pub named: Vec<Named>,
    /// Share of its words that stand in the source.
    pub share: f32,
    /// The file in which it stands, its first passage there and its last; `None`
    /// of an absent one.
    pub stands: Option<(Arc<str>, u32, u32)>,
}

/// A search for one quotation.
pub struct Search<'a, 'i> {
    engine: &'a Engine<'i>,
    shelves: &'a Shelves,
    named: Vec<Named>,
    /// The documents that are named.
    files: Vec<Arc<str>>,
    /// True where every work named as the source is surely here.
    known: bool,
    /// The sentence around the quotation.
    said: &'a str,
    /// The manuscript itself.
    own: Option<&'a Arc<str>>,
    regions: Vec<(Region, Option<Compared>)>,
}

impl<'a, 'i> Search<'a, 'i> {
    /// A search for a quotation of which the manuscript says this.
    pub fn new(engine: &'a Engine<'i>, shelves: &'a Shelves, claim: &'a Claim) -> Self {
        let (mut named, mut files, mut sure) = (Vec::new(), Vec::new(), Vec::new());
        for naming in &claim.works {
            let (work, of_work, is_sure) = told(shelves, naming);
            named.push(work);
            files.extend(of_work);
            sure.extend((!naming.aside).then_some(is_sure));
        }
        let known = !sure.is_empty() && sure.iter().all(|sure| *sure);
        let (said, own, regions) = (claim.said.as_str(), shelves.own.as_ref(), Vec::new());
        Search { engine, shelves, named, files, known, said, own, regions }
    }

    /// Looks for a quotation and grades it.
    pub fn run(mut self, found: &Found) -> Result<Outcome> {
        let quote = Quote::new(&found.text, &found.joins);
        if let Some(phrase) = probe::first(quote.text, &quote.marked) {
            let spots = probe::spots(self.engine, &phrase, &self.files)?;
            self.compare_all(&quote, spots)?;
        }
        if !self.best().is_some_and(|(_, found)| found.grade.is_good()) || !self.best_is_named() {
            let spots = self.spots_of_phrases(&quote)?;
            self.compare_all(&quote, spots)?;
        }
        if self.best().is_none() {
            let spots = probe::nearest(self.engine, &quote.marked, MOST_NEAREST)?;
            self.compare_all(&quote, spots)?;
        }
        self.outcome(&quote)
    }

    /// Places of phrases from all over the quotation, those of most phrases first.
    fn spots_of_phrases(&self, quote: &Quote) -> Result<Vec<Spot>> {
        let mut counted: Vec<(usize, Spot)> = Vec::new();
        for phrase in probe::others(quote.text, &quote.marked) {
            for spot in probe::spots(self.engine, &phrase, &self.files)? {
                let near =
                    |(_, other): &&mut (usize, Spot)| other.file == spot.file && other.seq.abs_diff(spot.seq) < 2;
                match counted.iter_mut().find(near) {
                    Some((count, _)) => *count += 1,
                    None => counted.push((1, spot)),
                }
            }
        }
        counted.sort_by_key(|(count, spot)| (!self.files.contains(&spot.file), std::cmp::Reverse(*count)));
        Ok(counted.into_iter().map(|(_, spot)| spot).collect())
    }

    fn compare_all(&mut self, quote: &Quote, mut spots: Vec<Spot>) -> Result<()> {
        spots.retain(|spot| Some(&spot.file) != self.own);
        spots.sort_by_key(|spot| !self.files.contains(&spot.file));
        let wanted = (quote.marked.words.len() + margin(&quote.marked.ellipsis), quote.marked.words.len().div_ceil(2));
        let most = if quote.marked.words.len() > LONG { MOST_REGIONS_OF_LONG } else { MOST_REGIONS };
        for spot in spots {
            if self.regions.len() >= most || self.is_settled() {
                break;
            }
            if self.regions.iter().any(|(region, _)| region.holds(&spot)) {
                continue;
            }
            for region in around(self.engine, &spot, wanted)? {
                let folded = Folded::new(&region.text);
                let (joins, lines) = (&region.joins, region.lines.as_deref());
                let source = Source { text: &region.text, folded: &folded, joins, lines };
                let compared = compare(quote, &Stretch::new(source));
                self.regions.push((region, compared));
            }
        }
        Ok(())
    }

    /// True where no other place can be better.
    fn is_settled(&self) -> bool {
        self.best().is_some_and(|(_, found)| found.grade == Grade::Exact) && self.best_is_named()
    }

    fn best_is_named(&self) -> bool {
        self.files.is_empty() || self.best().is_some_and(|(region, _)| self.files.contains(&region.file))
    }

    /// The best place: a good grade in a named document, then a good grade, then
    /// a named document, then what is there of it.
    fn best(&self) -> Option<(&Region, &Compared)> {
        let found = self.regions.iter().filter_map(|(region, found)| Some((region, found.as_ref()?)));
        let key = |(region, found): &(&Region, &Compared)| {
            let (named, good) = (self.files.contains(&region.file), found.grade.is_good());
            let share = (1000.0 - found.share * 1000.0) as u32;
            (!good, !named, found.grade, share, found.difference.len())
        };
        found.min_by_key(key)
    }

    fn outcome(self, quote: &Quote) -> Result<Outcome> {
        let Some((mut region, mut found)) = self.best() else { return self.absent(quote) };
        let (mut grade, mut elsewhere) = (found.grade, None);
        if self.is_misattributed(region, found, quote) {
            grade = Grade::Misattributed;
            // the named work has it, but for some words
            if let Some((own, altered)) = self.altered_in_named() {
                elsewhere = place::place(self.engine, region, found.span)?.map(|(source, _)| source);
                (region, found, grade) = (own, altered, altered.grade);
            }
        }
        let placed = place::place(self.engine, region, found.span)?;
        let (difference, share) = (found.difference.clone(), found.share);
        let (source, notes) = placed.map_or((None, Vec::new()), |(source, notes)| (Some(source), notes));
        let parts: Vec<u32> = region.touched(found.span).map(|(part, _)| part.passage.seq).collect();
        let stands = parts.first().zip(parts.last()).map(|(first, last)| (region.file.clone(), *first, *last));
        Ok(Outcome { grade, source, elsewhere, difference, notes, share, stands, named: self.named })
    }

    /// The best place in a named document where nearly all of the quotation stands.
    fn altered_in_named(&self) -> Option<(&Region, &Compared)> {
        let found = self.regions.iter().filter_map(|(region, found)| Some((region, found.as_ref()?)));
        let near = |(region, found): &(&Region, &Compared)| {
            self.files.contains(&region.file) && found.grade == Grade::Altered && found.share >= SURE_SHARE
        };
        found.filter(near).max_by(|a, b| a.1.share.total_cmp(&b.1.share))
    }

    /// True where the quotation stands in another document than all that are
    /// named, these are all in the index, and the sentence does not speak of the
    /// document in which it stands. Counter-example: one of two works of the note
    /// is not here, and may be the one meant.
    fn is_misattributed(&self, region: &Region, found: &Compared, quote: &Quote) -> bool {
        let sure = found.grade.is_good() || found.share >= SURE_SHARE && quote.marked.words.len() >= SURE_WORDS;
        sure && self.known && !self.files.contains(&region.file) && !self.shelves.is_spoken_of(&region.file, self.said)
    }

    fn absent(self, quote: &Quote) -> Result<Outcome> {
        let mut spots = probe::nearest(self.engine, &quote.marked, MOST_NEAREST)?;
        spots.retain(|spot| Some(&spot.file) != self.own);
        let region = spots.first().map(|spot| around(self.engine, spot, (0, usize::MAX))).transpose()?;
        let mut source = None;
        for region in region.unwrap_or_default() {
            let part = region.parts.first().filter(|part| shared(quote, part.places().text()) >= NEAR);
            source = part.map(|part| place::nearest(self.engine, &region, part)).transpose()?.or(source);
        }
        let (difference, notes) = (Vec::new(), Vec::new());
        Ok(Outcome {
            grade: Grade::Absent,
            source,
            elsewhere: None,
            difference,
            notes,
            share: 0.0,
            stands: None,
            named: self.named,
        })
    }
}

/// Share of the longer words of a quotation that a text has.
fn shared(quote: &Quote, text: &str) -> f32 {
    let there: std::collections::HashSet<String> = super::words::words(text).into_iter().map(|w| w.key).collect();
    let long: Vec<&str> =
        quote.marked.words.iter().map(|word| word.key.as_str()).filter(|key| key.chars().count() > 3).collect();
    let found = long.iter().filter(|key| there.contains(**key)).count();
    if long.is_empty() { 0.0 } else { found as f32 / long.len() as f32 }
}
