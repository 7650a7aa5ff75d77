//! What short forms stand for, over the notes of a document in order.
//!
//! A match is taken only where one candidate remains:
//! - `ibid.` is the work cited just before: in the same note, else in the note
//!   before, which must be there (number less one) and name one work alone.
//! - a note that is named (`op. cit., n. 7`) is looked up by its number; a name
//!   or title beside it must then be found in that note.
//! - a name or title without a number must lead to one work cited in full before.
//!
//! `resolves_to` is the citation that is pointed to, `work` the full one at the
//! end of the chain.

use super::same::Title;
use super::works::{Answer, Place, Works};
use super::{matching, people, pinpoint, repeat};
use crate::model::Citation;
use crate::model::citation::{CiteStatus, Form, Kind, NoteCites, Target};
use crate::works::fold;

/// A note that is named within so many bytes of the note's beginning is what
/// the note is there for: `See also above, n. 5`.
const LED: usize = 12;

/// Numbers from here on are those of citations in the running text.
pub const TEXT: u32 = 1 << 30;

/// An `ibid.` so many bytes into its note, with no citation before it there, is that of the
/// sentences before it. Counter-example of James: "(Interior Castle, 6th Abode) … Ibid., 5th
/// Abode", of which the first was not read.
const FAR: usize = 100;

/// Longest note, in bytes, that is looked at for the repetition of a work.
const LONGEST: usize = 300;

/// Resolves the short forms in `notes`, which are in the order of the document.
pub fn resolve(notes: &mut [NoteCites]) {
    let mut works = Works::new(notes);
    for note in 0..notes.len() {
        for index in 0..notes[note].cites.len() {
            let here = Place { note, index };
            if repeats(notes, &mut works, here) {
                continue;
            }
            if is_candidate(here.of(notes)) {
                notes[note].cites[index].status = CiteStatus::Missing;
                continue;
            }
            shorten(notes, &works, here);
            let cite = &notes[note].cites[index];
            if cite.is_short() && !waits(cite) {
                let answer = answer(notes, &works, here);
                apply(notes, &mut works, here, answer);
            }
            works.add(notes, here);
        }
    }
    // What points forward, and author and year (a list of works stands last).
    for note in 0..notes.len() {
        for index in 0..notes[note].cites.len() {
            let here = Place { note, index };
            if waits(&notes[note].cites[index]) {
                let answer = answer(notes, &works, here);
                apply(notes, &mut works, here, answer);
            }
        }
    }
    chains(notes, &mut works);
    notes.iter_mut().filter(|note| is_stray(note)).for_each(|note| note.cites.clear());
}

/// True for what `find_in_note` gives where it has read nothing: it is a citation only where it
/// repeats a work.
fn is_candidate(cite: &Citation) -> bool {
    cite.form == Form::Short && cite.kind == Kind::Unknown && cite.title.is_some() && cite.date.is_none()
}

/// True for a note that would be a citation only if it led to a work, and leads to none: a name
/// with a title, or with a bare number. Counter-example: `HOLM, p. 64`.
fn is_stray(note: &NoteCites) -> bool {
    let [cite] = &note.cites[..] else { return false };
    let short = cite.form == Form::Short && cite.kind == Kind::Unknown && cite.status != CiteStatus::Resolved;
    let announced = cite.locator.as_deref().is_some_and(|place| place.starts_with(|c: char| !c.is_ascii_digit()));
    short && cite.date.is_none() && cite.note.is_none() && (cite.title.is_some() || !announced)
}

/// The works behind `ibid.` after a short form that was itself resolved last.
fn chains(notes: &mut [NoteCites], works: &mut Works) {
    for note in 0..notes.len() {
        for index in 0..notes[note].cites.len() {
            let here = Place { note, index };
            let cite = here.of(notes);
            if cite.status != CiteStatus::Resolved || cite.work.is_some() || !cite.is_short() {
                continue;
            }
            if let Some(work) = works.end_of_chain(notes, here) {
                works.lead(here, work);
                let (full, kind) = (work.work(notes), work.of(notes).kind);
                let cite = &mut notes[note].cites[index];
                (cite.work, cite.kind) = (Some(Box::new(full)), kind);
            }
        }
    }
}

fn waits(cite: &Citation) -> bool {
    cite.form == Form::Infra
        || (cite.form == Form::Short && cite.kind == Kind::Unknown && cite.date.is_some() && cite.title.is_none())
}

fn answer(notes: &[NoteCites], works: &Works, here: Place) -> Answer {
    let cite = here.of(notes);
    let lead = matching::has_lead(cite);
    match cite.form {
        Form::Short if cite.kind == Kind::Case => works.case(notes, here),
        Form::Short => works.named(notes, here),
        Form::Idem if cite.date.is_some() && cite.title.is_some() => above(notes, works, here),
        _ if cite.note.is_some() => numbered(notes, works, here),
        Form::Ibid | Form::Idem | Form::LocCit if !lead || cite.form == Form::Ibid => just_before(notes, works, here),
        Form::OpCit | Form::LocCit | Form::Supra | Form::Idem if lead => works.named(notes, here),
        Form::NoteRef | Form::Infra => Answer::Nothing,
        _ => Answer::Several,
    }
}

/// The work above, of whose author this is another. A dash (`———. 1971.`) stands so in lists that
/// are in the order of names: where the entries around are not, it may be anyone's.
fn above(notes: &[NoteCites], works: &Works, here: Place) -> Answer {
    let answer = just_before(notes, works, here);
    let dash = here.of(notes).raw.starts_with(['—', '–', '-', '_']);
    let (Answer::One(place), true) = (answer, dash) else { return answer };
    let family = |cite: &Citation| cite.author.first().map(|name| people::family(name));
    let only = |note: &NoteCites| note.cites.first().and_then(family);
    let own = family(place.of(notes));
    let before = notes[..place.note].iter().rev().filter_map(only).find(|name| Some(name) != own.as_ref());
    let after = notes[here.note + 1..].iter().find_map(only);
    let ordered = |a: &Option<String>, b: &Option<String>| a.as_ref().zip(b.as_ref()).is_none_or(|(a, b)| a <= b);
    if ordered(&before, &own) && ordered(&own, &after) { answer } else { Answer::Several }
}

/// The work cited just before.
fn just_before(notes: &[NoteCites], works: &Works, here: Place) -> Answer {
    if here.index > 0 {
        let before = Place { note: here.note, index: here.index - 1 };
        return known(notes, works, here, before);
    }
    let Some(last) = here.note.checked_sub(1) else { return Answer::Nothing };
    // what a long note says before may name a work that was not read as a citation
    let in_note = notes[here.note].number.is_none_or(|number| number < TEXT);
    if in_note && here.of(notes).form == Form::Ibid && here.of(notes).start > FAR {
        return Answer::Several;
    }
    let follows = match (notes[last].number, notes[here.note].number) {
        (Some(a), Some(b)) => a + 1 == b,
        _ => false,
    };
    if !follows {
        return Answer::Several;
    }
    let all: Vec<Place> = (0..notes[last].cites.len()).map(|index| Place { note: last, index }).collect();
    let fitting: Vec<Place> = match matching::has_lead(here.of(notes)) && here.of(notes).title.is_none() {
        true => all.into_iter().filter(|place| matching::by_words(here.of(notes), place.of(notes))).collect(),
        false => all,
    };
    match fitting[..] {
        [] => Answer::Nothing,
        [one] => known(notes, works, here, one),
        // Several citations of one work are one work.
        [first, ..] if works.one_work(notes, &fitting) => known(notes, works, here, first),
        _ => Answer::Several,
    }
}

/// The antecedent of an `ibid.`, where it is itself known and has the page.
fn known(notes: &[NoteCites], works: &Works, here: Place, before: Place) -> Answer {
    let (cite, meant) = (here.of(notes), before.of(notes));
    match meant.status {
        CiteStatus::Ambiguous => return Answer::Several,
        CiteStatus::Missing => return Answer::Several,
        CiteStatus::Full | CiteStatus::Resolved => {}
    }
    let work = works.end(notes, before).map_or(meant, |place| place.of(notes));
    if pinpoint::fits(cite.locator.as_deref(), work) { Answer::One(before) } else { Answer::Several }
}

/// A note named by its number.
fn numbered(notes: &[NoteCites], works: &Works, here: Place) -> Answer {
    let cite = here.of(notes);
    let Some(number) = cite.note else { return Answer::Nothing };
    let note = match works.notes(number) {
        [] => return Answer::Nothing,
        [one] if *one != here.note => *one,
        [_] => return Answer::Nothing,
        _ => return Answer::Several,
    };
    let cites = &notes[note].cites;
    let forward = note > here.note;
    if forward && matches!(cite.form, Form::OpCit | Form::LocCit | Form::Supra | Form::Ibid) {
        return Answer::Nothing;
    }
    let places = |fits: &dyn Fn(&Citation) -> bool| -> Vec<Place> {
        let fitting = cites.iter().enumerate().filter(|(_, cite)| fits(cite));
        fitting.map(|(index, _)| Place { note, index }).collect()
    };
    if !matching::has_lead(cite) {
        let all = places(&|_| true);
        return match all[..] {
            // "See note 5 above" cites what note 5 cites; "the film shown in
            // note 5 above" only sends the reader there.
            [one] if cite.start <= LED => Answer::One(one),
            _ => Answer::Note(note),
        };
    }
    let fitting = places(&|other| matching::by_words(cite, other));
    match fitting[..] {
        [] => Answer::Several,
        [one] => Answer::One(one),
        _ => {
            let dated: Vec<Place> = fitting
                .iter()
                .copied()
                .filter(|place| cite.date.is_some() && place.of(notes).date == cite.date)
                .collect();
            match dated[..] {
                [one] => Answer::One(one),
                _ if works.one_work(notes, &fitting) => Answer::One(fitting[0]),
                _ => Answer::Several,
            }
        }
    }
}

/// True for a title of two words or more, and a page, where the other has the same title,
/// whatever its subtitle. Counter-examples: "Memoirs, p. 34", which may be anyone's, and
/// "The Pilot, No. 50", which is not its No. 63.
fn is_title_of(cite: &Citation, other: &Citation) -> bool {
    let (Some(own), Some(title)) = (&cite.title, &other.title) else { return false };
    let paged = cite.locator.as_ref().is_some_and(|place| !place.starts_with("No")) || cite.pages.is_some();
    let one = own.split_whitespace().count() < 2;
    let (own, title) = (Title::whole(own), Title::new(title));
    paged && !one && (own.whole == title.whole || own.whole == title.main)
}

/// A later citation by author and short title, without the words for it, is a
/// short form where exactly one earlier work has that author and a title that
/// begins so: `Bunzel, “Diluting jihad”, p. 3`.
fn shorten(notes: &mut [NoteCites], works: &Works, here: Place) {
    let cite = here.of(notes);
    let bare = !cite.is_short()
        && cite.date.is_none()
        && cite.container.is_none()
        && cite.publisher.is_none()
        && cite.url.is_none()
        && cite.doi.is_none();
    if !bare || cite.title.is_none() || matches!(cite.kind, Kind::Case | Kind::Law) {
        return;
    }
    let nameless = cite.author.is_empty() && cite.editor.is_empty();
    if let Answer::One(place) = works.named(notes, here)
        && (!nameless || is_title_of(cite, place.of(notes)))
    {
        let cite = &mut notes[here.note].cites[here.index];
        cite.form = Form::Short;
        cite.locator = cite.locator.take().or_else(|| cite.pages.take());
    }
}

/// A note that repeats a work by its names and title is a short form of it: see [`repeat`]. A name
/// alone, or one that works share, means the work of the note before, as shortened notes have it;
/// a name with a place may be that of the only work.
fn repeats(notes: &mut [NoteCites], works: &mut Works, here: Place) -> bool {
    let cite = here.of(notes);
    let may = matches!(cite.form, Form::Full | Form::Short) && !matches!(cite.kind, Kind::Case | Kind::Law);
    let alone = notes[here.note].cites.len() == 1 && cite.doi.is_none() && cite.url.is_none();
    if !may || !alone || cite.date.is_some() || cite.note.is_some() || cite.raw.len() > LONGEST {
        return false;
    }
    let before = || match just_before(notes, works, here) {
        Answer::One(place) => {
            let work = works.end(notes, place).unwrap_or(place);
            repeat::read(&cite.raw, work.of(notes)).map_or(Answer::Several, |_| Answer::One(work))
        }
        _ => Answer::Several,
    };
    let Some(fitting) = works.repeating(notes, here) else { return false };
    let titled = |place: &Place| repeat::read(&cite.raw, place.of(notes)).is_some_and(|found| found.titled);
    let answer = match works.repeated(notes, here, &fitting) {
        Answer::Several if same_authors(notes, &fitting) && !fitting.iter().any(titled) => before(),
        answer => answer,
    };
    let Answer::One(work) = answer else { return false };
    let Some(found) = repeat::read(&cite.raw, work.of(notes)) else { return false };
    let place = cite.raw[found.place..].trim_start_matches([',', '.', ':', ' ', '”', '»', '’', '?', '!', '"']);
    let place = pinpoint::clean(place.strip_prefix("cit.").unwrap_or(place));
    if is_life(&place) {
        return false;
    }
    let bare = !found.titled && place.is_empty();
    let answer = if bare { before() } else { answer };
    if !matches!(answer, Answer::One(_)) || !pinpoint::fits(Some(&place), work.of(notes)) {
        return false;
    }
    let cite = &mut notes[here.note].cites[here.index];
    cite.form = Form::Short;
    cite.author = people::list(&cite.raw[..found.names]);
    let title = cite.raw[found.names..found.place].trim_matches(|c: char| !c.is_alphanumeric());
    cite.title = Some(title.to_owned()).filter(|_| found.titled);
    cite.locator = Some(place).filter(|place| !place.is_empty());
    (cite.pages, cite.container, cite.volume, cite.publisher) = (None, None, None, None);
    apply(notes, works, here, answer);
    works.add(notes, here);
    true
}

/// True where all works are by the same persons: of two of one family name a note that
/// gives the name alone may mean either.
fn same_authors(notes: &[NoteCites], works: &[Place]) -> bool {
    let authors = |place: &Place| -> Vec<String> {
        let cite = place.of(notes);
        cite.author.iter().chain(&cite.editor).map(|name| fold::key(name)).collect()
    };
    works.windows(2).all(|pair| authors(&pair[0]) == authors(&pair[1]))
}

/// True for `1812–1870`, the years of a life, which pages are very seldom.
fn is_life(place: &str) -> bool {
    let year = |text: &str| text.len() == 4 && text.parse().is_ok_and(|year: u32| (1400..2100).contains(&year));
    place.trim_end_matches('.').split_once(['–', '-']).is_some_and(|(born, died)| year(born) && year(died))
}

/// Writes down what was found.
fn apply(notes: &mut [NoteCites], works: &mut Works, here: Place, answer: Answer) {
    let (status, target, work) = match answer {
        Answer::One(place) => {
            let work = works.end(notes, place);
            (CiteStatus::Resolved, place.target(notes), work)
        }
        Answer::Note(note) => (
            CiteStatus::Resolved,
            notes[note].number.map(|number| Target { number: Some(number), index: None, raw: None }),
            None,
        ),
        Answer::Several => (CiteStatus::Ambiguous, None, None),
        Answer::Nothing => (CiteStatus::Missing, None, None),
    };
    if let Answer::One(place) = answer {
        works.point(here, place);
    }
    if let Some(work) = work {
        works.lead(here, work);
    }
    let full = work.map(|place| Box::new(place.work(notes)));
    let kind = work.map(|place| place.of(notes).kind);
    let author = work.map(|place| place.of(notes).author.clone());
    let cite = &mut notes[here.note].cites[here.index];
    // A target without a number cannot be named.
    cite.status = if status == CiteStatus::Resolved && target.is_none() { CiteStatus::Ambiguous } else { status };
    (cite.resolves_to, cite.work) = (target, full);
    if cite.form == Form::Idem && cite.date.is_some() {
        // Another work of the author just named: full, but for the name.
        cite.author = author.unwrap_or_default();
        cite.work = None;
    } else if let Some(kind) = kind {
        cite.kind = kind;
    }
}
