//! Copies: passages with the words of a better one, from another file, another
//! format, another edition that left them as they were. The best is shown, the
//! others are folded under it.
//!
//! Folding must never hide a difference that a reader would care for. So the words
//! must be the same, in order, and the signs that end a sentence; what may differ is
//! what white space, markup, capitals and quotation marks make of them. Even a letter
//! may not: "million" is no "billion", and "now here" no "nowhere". And no note is
//! hidden: a copy is folded only under one that has all its notes at the same words.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use unicode_normalization::char::is_combining_mark;

use super::Parts;
use crate::error::Result;
use crate::index::analyze::{fold, is_capitals};
use crate::model::Passage;
use crate::query::store::{Key, Observed, Store};

/// A passage in the order of the answer.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// The passage.
    pub key: Key,
    /// Its score.
    pub score: f32,
    /// The parts of the score; none for what was not looked at closely.
    pub parts: Parts,
    /// What tells its copies; `None` for what was not looked at closely.
    pub trace: Option<Trace>,
}

/// Passages of fewer words are not folded: "Ibid., p. 4" or a heading stands in many
/// documents, and is another thing in each.
const FEWEST_WORDS: usize = 8;

/// Words that a copy may have more, as far as lengths are kept, and positions by which
/// a word may be off in it: a hyphenated word counts as several.
const SHIFT: u32 = 2;

/// Signs that say as much as a figure.
const SIGNS: &str = "%‰$€£¥°<>=≤≥≠±";

/// Words in capitals so short that they are another word in small letters: `US`.
const SHORT: usize = 4;

/// What tells of a passage, before it is read, which others may be copies of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Words, as far as lengths are kept.
    length: u32,
    /// How often each part of the query stands in it, and how far from one another.
    pattern: u64,
    /// Where the first of the words stands.
    first: u32,
}

impl Trace {
    /// Of what a passage holds of a query.
    pub fn new(observed: &Observed) -> Trace {
        let first = observed.leaves.iter().filter_map(|held| held.at.first()).min().copied().unwrap_or_default();
        let mut hasher = DefaultHasher::new();
        for held in &observed.leaves {
            held.text.hash(&mut hasher);
            held.at.iter().for_each(|at| (at - first).hash(&mut hasher));
        }
        Trace { length: observed.text_length, pattern: hasher.finish(), first }
    }

    /// True where both may be of copies.
    fn is_like(&self, other: &Trace) -> bool {
        self.pattern == other.pattern
            && self.first.abs_diff(other.first) <= SHIFT
            && self.length.abs_diff(other.length) <= SHIFT
    }
}

/// What of a passage is compared.
struct Content {
    is_note: bool,
    aside: bool,
    words: Vec<String>,
    notes: Vec<NoteContent>,
}

/// A note, or a marker without one.
#[derive(PartialEq, Eq)]
struct NoteContent {
    /// How many words stand before its marker.
    after: usize,
    /// Its words; `None` where the note is not there.
    words: Option<Vec<String>>,
}

impl Content {
    fn of(passage: &Passage) -> Content {
        let text = passage.places.text();
        let before = |at: u32| text.get(..at as usize).unwrap_or(text);
        let notes = passage.notes.iter().map(|note| NoteContent {
            after: note.at.map_or(0, |at| words(before(at)).len()),
            words: note.body.as_ref().map(|body| words(body.text())),
        });
        let notes = notes.collect();
        Content { is_note: passage.is_note, aside: passage.aside, words: words(text), notes }
    }

    fn is_copy_of(&self, other: &Content) -> bool {
        let same_kind = self.is_note == other.is_note && self.aside == other.aside;
        same_kind && self.words.len() >= FEWEST_WORDS && self.words == other.words
    }

    /// True where the other has all the notes of this one, at the same words.
    fn has_its_notes_in(&self, other: &Content) -> bool {
        self.notes.iter().all(|note| other.notes.contains(note))
    }
}

/// A passage that is shown.
pub struct Shown {
    /// The passage.
    pub ranked: Ranked,
    /// Those folded under it, in the order of the ranking.
    pub copies: Vec<Key>,
}

/// Folds a list, best first. A passage with copies stands where the first of them does.
pub fn folded(store: &dyn Store, ranked: Vec<Ranked>) -> Result<Vec<Shown>> {
    let mut folder = Folder { store, list: &ranked, contents: HashMap::new() };
    let mut is_taken = vec![false; ranked.len()];
    let mut groups: Vec<Group> = Vec::new();
    for at in 0..ranked.len() {
        if is_taken[at] {
            continue;
        }
        let alike = folder.alike(at, &is_taken);
        // where nothing could be a copy of it, it need not be read
        let group = match alike.is_empty() {
            true => Group { best: at, copies: Vec::new() },
            false => folder.group(at, &alike)?,
        };
        group.copies.iter().chain([&group.best]).for_each(|&of| is_taken[of] = true);
        groups.push(group);
    }
    let mut list: Vec<Option<Ranked>> = ranked.iter().cloned().map(Some).collect();
    let key = |at: &usize| ranked[*at].key.clone();
    let shown = groups.into_iter().filter_map(|group| {
        let copies = group.copies.iter().map(key).collect();
        list[group.best].take().map(|ranked| Shown { ranked, copies })
    });
    Ok(shown.collect())
}

/// Places in the list of a passage and its copies.
struct Group {
    best: usize,
    copies: Vec<usize>,
}

struct Folder<'a> {
    store: &'a dyn Store,
    list: &'a [Ranked],
    /// What was read, by place in the list.
    contents: HashMap<usize, Content>,
}

impl Folder<'_> {
    fn content(&mut self, at: usize) -> Result<&Content> {
        if !self.contents.contains_key(&at) {
            let content = Content::of(&self.store.passage(&self.list[at].key)?);
            self.contents.insert(at, content);
        }
        Ok(&self.contents[&at])
    }

    /// Those behind a passage that may be copies of it.
    fn alike(&self, at: usize, is_taken: &[bool]) -> Vec<usize> {
        let Some(trace) = &self.list[at].trace else { return Vec::new() };
        let behind = at + 1..self.list.len();
        let is_alike =
            |&other: &usize| !is_taken[other] && self.list[other].trace.as_ref().is_some_and(|its| its.is_like(trace));
        behind.filter(is_alike).collect()
    }

    /// Of a passage and its copies the first with the most notes, those of the passage
    /// among them; and those of the copies whose notes it has.
    fn group(&mut self, at: usize, alike: &[usize]) -> Result<Group> {
        let mut same = vec![at];
        self.content(at)?;
        for &other in alike {
            self.content(other)?;
            if self.contents[&other].is_copy_of(&self.contents[&at]) {
                same.push(other);
            }
        }
        let covers = |by: usize, of: usize| self.contents[&of].has_its_notes_in(&self.contents[&by]);
        let covering = same.iter().copied().filter(|&by| covers(by, at));
        let best = covering.rev().max_by_key(|by| self.contents[by].notes.len()).unwrap_or(at);
        let copies = same.iter().copied().filter(|&of| of != best && covers(best, of)).collect();
        Ok(Group { best, copies })
    }
}

/// The words of a text without case, diacritics and most punctuation. Figures keep what
/// stands inside them and before them: `2.5` is no `25`, `-5` no `5`, `(5)` no `5`; what
/// ends a sentence is kept too.
fn words(text: &str) -> Vec<String> {
    let is_seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}');
    let plain = |c: char| if matches!(c, '−' | '–') { '-' } else { c };
    let all: Vec<char> = text.chars().filter(is_seen).map(plain).collect();
    let is = |at: usize, what: fn(&char) -> bool| all.get(at).is_some_and(what);
    let is_digit = |at: usize| is(at, |c| c.is_numeric());
    let mut out: Vec<String> = Vec::new();
    let mut goes_on = false;
    for (at, &c) in all.iter().enumerate() {
        let after_digit = at > 0 && is_digit(at - 1);
        let in_figure = matches!(c, '.' | ',' | ':' | '/' | '-') && after_digit && is_digit(at + 1);
        let begins = at.checked_sub(1).is_none_or(|before| all[before].is_whitespace() || all[before] == '(');
        let before_figure = matches!(c, '-' | '(') && begins && is_digit(at + 1);
        let after_figure = c == ')' && after_digit && out.last().is_some_and(|word| word.starts_with('('));
        let belongs = c.is_alphanumeric() || is_combining_mark(c) || in_figure || before_figure || after_figure;
        let ends = at.checked_sub(1).is_some_and(|before| all[before] != '.') && !is(at + 1, |c| *c == '.');
        match (belongs, out.last_mut()) {
            (true, Some(word)) if goes_on => word.push(c),
            (true, _) => out.push(c.to_string()),
            (false, _) if SIGNS.contains(c) || matches!(c, '?' | '!') || c == '.' && ends => out.push(c.to_string()),
            (false, _) => {}
        }
        goes_on = belongs;
    }
    let is_acronym = |word: &String| is_capitals(word) && word.chars().count() <= SHORT;
    for word in out.iter_mut().filter(|word| !is_figure(word) && !is_acronym(word)) {
        *word = fold(word);
    }
    out
}

fn is_figure(word: &str) -> bool {
    word.chars().any(|c| c.is_numeric() || SIGNS.contains(c) || matches!(c, '.' | '?' | '!'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "In the March of that year all three keepers put out the lamp for one night, and the board told us \
                        that it was a strike; the insurers paid 1,506 for the lighthouse (5 of 6) and said nothing.";

    fn is_copy(changed: &str, to: &str) -> bool {
        assert!(TEXT.contains(changed));
        words(TEXT) == words(&TEXT.replace(changed, to))
    }

    #[test]
    fn looks_do_not_count() {
        assert!(is_copy("night, and", "Night’, —\n\nand"));
        assert!(is_copy("keepers", "“kéepers”"));
        assert!(is_copy("year all", "year\u{a0} all"));
    }

    #[test]
    fn everything_else_counts() {
        for (changed, to) in [
            ("1,506", "1,505"),
            ("1,506", "1506"),
            ("1,506", "-1,506"),
            ("1,506", "–1,506"),
            ("1,506", "(1,506)"),
            ("1,506", "1,506 %"),
            ("5 of 6", "5–6"),
            ("was a strike", "was not a strike"),
            ("was a", "was no"),
            ("insurers", "insurens"),
            ("insurers", "insured"),
            ("lighthouse", "light house"),
            ("told us", "told US"),
            ("one night, and", "one night. And"),
            ("nothing.", "nothing?"),
            ("keepers put out", "put out keepers"),
        ] {
            assert!(!is_copy(changed, to), "{changed} {to}");
        }
    }

    #[test]
    fn notes_stand_where_they_stand() {
        let note = |after, text: &str| NoteContent { after, words: Some(words(text)) };
        let content = |notes: Vec<NoteContent>| Content { is_note: false, aside: false, words: words(TEXT), notes };
        let has_all = |own: Vec<NoteContent>, other: Vec<NoteContent>| content(own).has_its_notes_in(&content(other));
        assert!(has_all(vec![note(4, "Smith")], vec![note(4, "Smith"), note(9, "Brown")]));
        assert!(!has_all(vec![note(4, "Smith"), note(9, "Brown")], vec![note(4, "Smith")]));
        assert!(!has_all(vec![note(4, "Smith"), note(9, "Brown")], vec![note(4, "Brown"), note(9, "Smith")]));
        assert!(!has_all(vec![NoteContent { after: 4, words: None }], vec![note(4, "Smith")]));
    }

    #[test]
    fn figures_stay_whole() {
        assert_eq!(
            words("At −5 °C, 2.5 of 1,506; p. 4-6 …"),
            ["at", "-5", "°", "c", "2.5", "of", "1,506", "p", ".", "4-6"]
        );
    }
}
