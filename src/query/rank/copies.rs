//! Copies: passages with the words of a better one, from another file, another
//! format, another edition that left them as they were. The best is shown, the
//! others are folded under it.
//!
//! Folding must never hide a difference that a reader would care for. So the words
//! must be the same, in order; what may differ is what white space, markup, quotation
//! marks or a scanner make of them, and never a figure or a negation. And no note is
//! hidden: a copy is folded only under one that has all its notes.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use unicode_normalization::char::is_combining_mark;

use super::order::Ranked;
use crate::error::Result;
use crate::index::analyze::fold;
use crate::model::Passage;
use crate::query::store::{Key, Observed, Store};

/// Passages of fewer words are not folded: "Ibid., p. 4" or a heading stands in many
/// documents, and is another thing in each.
const FEWEST_WORDS: usize = 8;

/// How far behind a passage its copies are looked for, in places of the ranking.
const REACH: usize = 300;

/// Words that a copy may have more, and positions by which a word may be off in it,
/// where words are parted otherwise.
const SHIFT: u32 = 2;

/// Of so many words one may be spelt otherwise in a copy.
const ONE_IN: usize = 20;

/// Words that turn a sentence round. Not all that there are: no word of fewer than
/// [`LEAST_LETTERS`] letters may differ in any case.
const NEGATIONS: &[&str] = &[
    "cannot", "never", "neither", "nobody", "none", "nothing", "nowhere", "without", "nicht", "kein", "keine",
    "keinen", "keiner", "niemals", "ohne", "aucun", "aucune", "jamais", "sans", "nunca", "ningun", "ninguna", "nessun",
    "nessuno", "nessuna", "senza",
];

/// Letters of a word that may be spelt otherwise in a copy, at least.
const LEAST_LETTERS: usize = 5;

/// Signs that say as much as a figure.
const SIGNS: &str = "%‰$€£¥°<>=≤≥≠±";

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
    notes: Vec<Vec<String>>,
}

impl Content {
    fn of(passage: &Passage) -> Content {
        let bodies = passage.notes.iter().filter_map(|note| note.body.as_ref());
        Content {
            is_note: passage.is_note,
            aside: passage.aside,
            words: words(passage.places.text()),
            notes: bodies.map(|body| words(body.text())).collect(),
        }
    }

    fn is_copy_of(&self, other: &Content) -> bool {
        let same_kind = self.is_note == other.is_note && self.aside == other.aside;
        same_kind && self.words.len().min(other.words.len()) >= FEWEST_WORDS && same_words(&self.words, &other.words)
    }

    /// True where the other has all the notes of this one.
    fn has_its_notes_in(&self, other: &Content) -> bool {
        self.notes.iter().all(|note| other.notes.iter().any(|its| same_words(note, its)))
    }
}

/// A passage that is shown.
pub struct Shown {
    /// The passage.
    pub ranked: Ranked,
    /// Those folded under it, in the order of the ranking.
    pub copies: Vec<Key>,
}

/// Folds a list, best first, until so many are shown or it ends. A passage with
/// copies stands where the first of them does.
pub fn folded(store: &dyn Store, ranked: Vec<Ranked>, most: usize) -> Result<Vec<Shown>> {
    let mut folder = Folder { store, list: &ranked, contents: HashMap::new() };
    let mut is_taken = vec![false; ranked.len()];
    let mut groups: Vec<Group> = Vec::new();
    // of what is shown, by a hash of its words: for copies that stand out of reach
    let mut by_words: HashMap<u64, usize> = HashMap::new();
    for at in 0..ranked.len() {
        if is_taken[at] {
            continue;
        }
        let alike = folder.alike(at, &is_taken);
        if alike.is_empty() && ranked.len() <= REACH {
            // nothing that could be a copy of it: it need not be read
            if groups.len() == most {
                break;
            }
            groups.push(Group { best: at, copies: Vec::new() });
            continue;
        }
        if let Some(group) = folder.group_of(at, &by_words, &groups)? {
            groups[group].copies.push(at);
            continue;
        }
        if groups.len() == most {
            break;
        }
        let group = folder.group(at, &alike)?;
        group.copies.iter().chain([&group.best]).for_each(|&of| is_taken[of] = true);
        by_words.insert(folder.words_hash(group.best)?, groups.len());
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
        let behind = at + 1..self.list.len().min(at + 1 + REACH);
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

    /// The group that a passage belongs to, of those that are shown already.
    fn group_of(&mut self, at: usize, by_words: &HashMap<u64, usize>, groups: &[Group]) -> Result<Option<usize>> {
        let Some(&group) = by_words.get(&self.words_hash(at)?) else { return Ok(None) };
        let best = groups[group].best;
        self.content(best)?;
        let (own, its) = (&self.contents[&at], &self.contents[&best]);
        Ok((own.is_copy_of(its) && own.has_its_notes_in(its)).then_some(group))
    }

    fn words_hash(&mut self, at: usize) -> Result<u64> {
        let mut hasher = DefaultHasher::new();
        self.content(at)?.words.hash(&mut hasher);
        Ok(hasher.finish())
    }
}

/// The words of a text without case, diacritics and punctuation. Figures keep what
/// stands inside them and before them: `2.5` is no `25`, and `-5` no `5`.
fn words(text: &str) -> Vec<String> {
    let is_seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}');
    let all: Vec<char> = text.chars().filter(is_seen).map(|c| if c == '−' { '-' } else { c }).collect();
    let is_digit = |at: usize| all.get(at).is_some_and(|c| c.is_numeric());
    let mut out: Vec<String> = Vec::new();
    let mut goes_on = false;
    for (at, &c) in all.iter().enumerate() {
        let in_figure = matches!(c, '.' | ',' | ':' | '/') && at > 0 && is_digit(at - 1) && is_digit(at + 1);
        let begins = at.checked_sub(1).is_none_or(|before| all[before].is_whitespace());
        let before_figure = c == '-' && begins && is_digit(at + 1);
        let belongs = c.is_alphanumeric() || is_combining_mark(c) || in_figure || before_figure;
        match (belongs, out.last_mut()) {
            (true, Some(word)) if goes_on => word.push(c),
            (true, _) => out.push(c.to_string()),
            (false, _) if SIGNS.contains(c) => out.push(c.to_string()),
            (false, _) => {}
        }
        goes_on = belongs;
    }
    for word in out.iter_mut().filter(|word| !is_figure(word)) {
        *word = fold(word);
    }
    out
}

/// True where two texts have the same words, but for some that are parted or spelt
/// otherwise.
fn same_words(a: &[String], b: &[String]) -> bool {
    a == b || are_parted_otherwise(a, b) || are_spelt_alike(a, b)
}

/// True where only the borders of words differ: `light house` and `lighthouse`.
fn are_parted_otherwise(a: &[String], b: &[String]) -> bool {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    !a.iter().chain(b).any(|word| is_figure(word)) && a.concat() == b.concat()
}

/// True where both have as many words, and the few that differ are spelt alike and
/// say no more than others.
fn are_spelt_alike(a: &[String], b: &[String]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let differ: Vec<(&String, &String)> = a.iter().zip(b).filter(|(a, b)| a != b).collect();
    differ.len() <= a.len() / ONE_IN
        && differ.iter().all(|(a, b)| !says_much(a) && !says_much(b) && one_letter_apart(a, b))
}

fn is_figure(word: &str) -> bool {
    word.chars().any(|c| c.is_numeric() || SIGNS.contains(c))
}

/// True for a word that another may not stand for: figures, negations, and short
/// words, which are other words when a letter is changed.
fn says_much(word: &str) -> bool {
    is_figure(word) || NEGATIONS.contains(&word) || word.chars().count() < LEAST_LETTERS
}

/// True where one letter was changed, added or dropped.
fn one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => short[(same + 1).min(short.len())..] == long[(same + 1).min(long.len())..],
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "In the March of that year all three keepers put out the lamp for one night, and the board said \
                        that it was a strike; the insurers paid 1,506 for the lighthouse and said nothing.";

    fn is_copy(changed: &str, to: &str) -> bool {
        assert!(TEXT.contains(changed));
        same_words(&words(TEXT), &words(&TEXT.replace(changed, to)))
    }

    #[test]
    fn looks_do_not_count() {
        assert!(is_copy("night, and", "night’, –\n\nAND"));
        assert!(is_copy("lighthouse", "light-house"));
        assert!(is_copy("keepers", "kéepers"));
    }

    #[test]
    fn a_slip_of_the_scanner_does_not_count() {
        assert!(is_copy("insurers", "insurens"));
        assert!(is_copy("insurers", "insures"));
        assert!(!is_copy("three keepers", "thrce keepens"), "that is more than one in twenty");
    }

    #[test]
    fn figures_and_negations_count() {
        assert!(!is_copy("1,506", "1,505"));
        assert!(!is_copy("1,506", "1506"));
        assert!(!is_copy("1,506", "-1,506"));
        assert!(!is_copy("1,506", "1,506 %"));
        assert!(!is_copy("was a strike", "was not a strike"));
        assert!(!is_copy("was a", "was no"));
        assert!(!is_copy("nothing", "everything"));
        assert!(!is_copy("one night", "nine nights"));
        assert!(!is_copy("the board said that", "the board denied that"));
    }

    #[test]
    fn order_counts() {
        let of = |text: &str| words(text);
        assert!(!same_words(&of("the keeper told the board of it"), &of("the board told the keeper of it")));
    }

    #[test]
    fn a_letter_apart() {
        assert!(one_letter_apart("insurers", "insurens") && one_letter_apart("keeper", "keepers"));
        assert!(!one_letter_apart("keeper", "sleeper") && !one_letter_apart("keeper", "keepings"));
    }

    #[test]
    fn figures_stay_whole() {
        assert_eq!(words("At −5 °C, 2.5 of 1,506; p. 4."), ["at", "-5", "°", "c", "2.5", "of", "1,506", "p", "4"]);
    }
}
