//! The works that a document's notes cite in full, by the words they may be
//! called by.

use std::collections::HashMap;

use super::anchor::key;
use super::{law, matching, people, pinpoint, repeat};
use crate::model::Citation;
use crate::model::citation::{Form, Kind, NoteCites, Target, Work};

/// Most works looked at for one name; where more have it, none is taken.
const MOST: usize = 200;

/// A citation by its places in the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Index of the note.
    pub note: usize,
    /// Index among its citations.
    pub index: usize,
}

impl Place {
    /// The citation.
    pub fn of(self, notes: &[NoteCites]) -> &Citation {
        &notes[self.note].cites[self.index]
    }

    /// The citation as others point to it; `None` where its note has no number.
    pub fn target(self, notes: &[NoteCites]) -> Option<Target> {
        let number = notes[self.note].number?;
        Some(Target { number: Some(number), index: Some(self.index as u32 + 1), raw: Some(self.of(notes).raw.clone()) })
    }

    /// The citation as the work that a short form stands for.
    pub fn work(self, notes: &[NoteCites]) -> Work {
        let number = notes[self.note].number;
        Work { index: Some(self.index as u32 + 1), ..Citation { work: None, ..self.of(notes).clone() }.meant(number) }
    }
}

/// What a short form was found to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One citation.
    One(Place),
    /// A whole note.
    Note(usize),
    /// More than one thing could be meant.
    Several,
    /// Nothing that could be meant is there.
    Nothing,
}

/// Works by the words they may be called by.
#[derive(Default)]
pub struct Works {
    numbers: HashMap<u32, Vec<usize>>,
    words: HashMap<String, Vec<Place>>,
    reports: HashMap<String, Vec<Place>>,
    /// The full citation behind each short form that is resolved.
    ends: HashMap<Place, Place>,
    /// The citation that each short form points to.
    points: HashMap<Place, Place>,
}

impl Works {
    /// No works yet, but the numbers of all notes.
    pub fn new(notes: &[NoteCites]) -> Self {
        let mut works = Works::default();
        for (at, note) in notes.iter().enumerate() {
            if let Some(number) = note.number {
                works.numbers.entry(number).or_default().push(at);
            }
        }
        works
    }

    /// The notes with a number; more than one where the list numbers them twice.
    pub fn notes(&self, number: u32) -> &[usize] {
        self.numbers.get(&number).map_or(&[], Vec::as_slice)
    }

    /// The full citation at the end of a chain; the citation itself where it is
    /// full.
    pub fn end(&self, notes: &[NoteCites], place: Place) -> Option<Place> {
        let cite = place.of(notes);
        let full = !cite.is_short() || (cite.form == Form::Idem && cite.date.is_some());
        if full { Some(place) } else { self.ends.get(&place).copied() }
    }

    /// Remembers what a short form points to.
    pub fn point(&mut self, short: Place, to: Place) {
        self.points.insert(short, to);
    }

    /// The full citation behind what a short form points to, where that was found
    /// out later than the short form: `Smith 2020 … ibid.`, the list being last.
    pub fn end_of_chain(&self, notes: &[NoteCites], short: Place) -> Option<Place> {
        self.end(notes, *self.points.get(&short)?)
    }

    /// Remembers what a short form stands for in the end.
    pub fn lead(&mut self, short: Place, work: Place) {
        self.ends.insert(short, work);
    }

    /// True where all places cite one work.
    pub fn one_work(&self, notes: &[NoteCites], places: &[Place]) -> bool {
        let ends: Option<Vec<Place>> = places.iter().map(|place| self.end(notes, *place)).collect();
        ends.is_some_and(|ends| ends.windows(2).all(|pair| matching::same(pair[0].of(notes), pair[1].of(notes))))
    }

    /// Enters a citation, where it is a full one.
    pub fn add(&mut self, notes: &[NoteCites], place: Place) {
        let cite = place.of(notes);
        if cite.is_short() && cite.form != Form::Idem {
            return;
        }
        for word in names(cite) {
            let list = self.words.entry(word).or_default();
            if list.len() <= MOST && list.last() != Some(&place) {
                list.push(place);
            }
        }
        if let Some(report) = report(cite) {
            self.reports.entry(report).or_default().push(place);
        }
    }

    /// The one work that the name, title and year of a short form lead to.
    pub fn named(&self, notes: &[NoteCites], here: Place) -> Answer {
        let cite = here.of(notes);
        let words = names(cite);
        let Some(list) =
            words.iter().map(|word| self.words.get(word).map_or(&[][..], Vec::as_slice)).min_by_key(|list| list.len())
        else {
            return Answer::Several;
        };
        if list.len() > MOST {
            return Answer::Several;
        }
        let fits = |place: &&Place| {
            **place != here
                && matching::leads_to(cite, place.of(notes))
                && pinpoint::fits(cite.locator.as_deref(), place.of(notes))
        };
        let fitting: Vec<Place> = list.iter().filter(fits).copied().collect();
        let alike = || fitting.iter().copied().filter(|place| matching::spelled_alike(cite, place.of(notes))).collect();
        match fitting[..] {
            [] => Answer::Nothing,
            [first, ..] if self.one_work(notes, &fitting) => Answer::One(first),
            _ => {
                let alike: Vec<Place> = alike();
                match alike[..] {
                    [first, ..] if alike.len() < fitting.len() && self.one_work(notes, &alike) => Answer::One(first),
                    _ => Answer::Several,
                }
            }
        }
    }

    /// The citations in full that a note may repeat by its names and the words of its
    /// title; `None` where there are too many to tell.
    pub fn repeating(&self, notes: &[NoteCites], here: Place) -> Option<Vec<Place>> {
        let cite = here.of(notes);
        let mut fitting: Vec<Place> = Vec::new();
        for word in repeat::beginnings(&cite.raw) {
            let list = self.words.get(&word).map_or(&[][..], Vec::as_slice);
            if list.len() > MOST {
                return None;
            }
            let fits = |place: &&Place| **place != here && repeat::read(&cite.raw, place.of(notes)).is_some();
            fitting.extend(list.iter().filter(fits));
        }
        fitting.sort_unstable_by_key(|place| (place.note, place.index));
        fitting.dedup();
        Some(fitting)
    }

    /// The one work of those that a note may repeat; of several, the one whose whole title
    /// the note has: `Hale, History, 7` is not his *History of the Mill*.
    pub fn repeated(&self, notes: &[NoteCites], here: Place, fitting: &[Place]) -> Answer {
        let raw = &here.of(notes).raw;
        let is_whole = |place: &&Place| repeat::read(raw, place.of(notes)).is_some_and(|found| found.whole);
        let whole: Vec<Place> = fitting.iter().filter(is_whole).copied().collect();
        match (fitting, &whole[..]) {
            ([], _) => Answer::Nothing,
            (_, [first, ..]) if self.one_work(notes, &whole) => Answer::One(*first),
            ([first, ..], []) if self.one_work(notes, fitting) => Answer::One(*first),
            _ => Answer::Several,
        }
    }

    /// The one case that a short form leads to: `Foo, 12 U.S., at 13`.
    pub fn case(&self, notes: &[NoteCites], here: Place) -> Answer {
        let cite = here.of(notes);
        let Some(report) = report(cite) else { return self.named(notes, here) };
        let list = self.reports.get(&report).map_or(&[][..], Vec::as_slice);
        let list = &list[..list.len().min(MOST + 1)];
        let party = |other: &Citation| match (
            cite.title.as_deref().and_then(law::parties),
            other.title.as_deref().and_then(law::parties),
        ) {
            (Some(have), Some(want)) => have.iter().any(|word| want.contains(word)),
            _ => true,
        };
        let fits = |place: &&Place| party(place.of(notes)) && pinpoint::fits(cite.locator.as_deref(), place.of(notes));
        let fitting: Vec<Place> = list.iter().filter(fits).copied().collect();
        match fitting[..] {
            [] => Answer::Nothing,
            [first, ..] if list.len() <= MOST && self.one_work(notes, &fitting) => Answer::One(first),
            _ => Answer::Several,
        }
    }
}

/// The words by which a work may be called: family names, parties, the first
/// long words of its title.
fn names(cite: &Citation) -> Vec<String> {
    let mut out: Vec<String> = cite.author.iter().chain(&cite.editor).map(|name| people::family(name)).collect();
    if cite.kind == Kind::Case {
        out.extend(cite.title.as_deref().and_then(law::parties).into_iter().flatten());
    } else if out.is_empty() || !cite.is_short() {
        out.extend(matching::title_word(cite));
    }
    out.retain(|word| !word.is_empty());
    out
}

/// Volume and reporter of a case.
fn report(cite: &Citation) -> Option<String> {
    Some(format!("{} {}", cite.volume.as_deref()?, key(cite.reporter.as_deref()?)))
}
