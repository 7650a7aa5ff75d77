//! The closer look: what a candidate holds of a query, as parts of its score.
//!
//! The parts and their weights are those measured for this project (see
//! `benches/README.md`). They are rounded to one unit each, so that they add up
//! to the score to the last digit, and depend on neither segments nor threads.

pub mod copies;
pub mod order;
mod said;

use super::formula::{DOCUMENT, NOTES, idf, saturated, to_unit, unit};
use super::plan::leaf::Place;
use super::plan::{Plan, Sought};
use super::request::Scope;
use super::store::{Held, Observed, Statistics};

/// Weights, as measured for this project.
const EXACT: f32 = 0.25;
const PAIR: f32 = 0.1;
const NEAR: f32 = 0.05;
const TITLE: f32 = 0.2;
/// Words that a near pair spans at most.
const NEAR_SPAN: u32 = 8;
/// Words between all words of a query that count as close together, for each word.
const CLOSE: u32 = 4;
/// To what power the share of the query counts that a passage holds.
const SHARE: f32 = 0.75;
/// What it adds, in scores of the best candidate, to hold all words close together.
const LIFT_CLOSE: f32 = 1.0;
/// The same, for the words side by side in the order typed: a phrase that was
/// typed without its quotation marks.
const LIFT_PHRASE: f32 = 1.0;

/// A part of a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// What it is for.
    pub what: What,
    /// How much.
    pub value: f64,
}

/// What a part of a score is for. Leaves are told by their place among those that
/// count, times are those of the candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// A leaf in the text.
    Text { leaf: usize, times: u32 },
    /// A leaf in the notes.
    Notes { leaf: usize, times: u32 },
    /// A leaf in the whole document.
    Document { leaf: usize, times: u32 },
    /// Off the above, since only this share of the query is held.
    Share(f32),
    /// A word in just the form typed.
    Exact { leaf: usize, times: u32 },
    /// A word right after another.
    Following { leaves: [usize; 2], times: u32 },
    /// Two words near each other.
    Near { leaves: [usize; 2], times: u32 },
    /// A word in the title.
    Title { leaf: usize },
    /// What citing sentences say of the document.
    Said,
    /// All words close together.
    Close,
    /// The words side by side in the order typed.
    Phrase,
}

impl What {
    /// In words.
    pub fn tell(self, plan: &Plan) -> String {
        let typed = |leaf| plan.counting().nth(leaf).map_or("", |sought| sought.ready.typed.as_str());
        let times = |count: u32| if count == 1 { "once".to_owned() } else { format!("{count} times") };
        match self {
            What::Text { leaf, times: n } => format!("`{}` in the text, {}", typed(leaf), times(n)),
            What::Notes { leaf, times: n } => format!("`{}` in the notes, {}", typed(leaf), times(n)),
            What::Document { leaf, times: n } => format!("`{}` in the whole document, {}", typed(leaf), times(n)),
            What::Share(share) => format!("{:.0} % of what is asked is here", share * 100.0),
            What::Exact { leaf, times: n } => format!("`{}` in just this form, {}", typed(leaf), times(n)),
            What::Following { leaves: [a, b], times: n } => {
                format!("`{}` and `{}` side by side, {}", typed(a), typed(b), times(n))
            }
            What::Near { leaves: [a, b], times: n } => {
                format!("`{}` and `{}` near each other, {}", typed(a), typed(b), times(n))
            }
            What::Title { leaf } => format!("`{}` in the title", typed(leaf)),
            What::Said => "what citing sentences say of the document".to_owned(),
            What::Close => "all the words close together".to_owned(),
            What::Phrase => "the words side by side in the order typed".to_owned(),
        }
    }
}

/// The parts of a candidate's score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts(Vec<Part>);

impl Parts {
    fn add(&mut self, what: What, value: f32) {
        if value != 0.0 {
            self.0.push(Part { what, value: f64::from(value) });
        }
    }

    /// Their sum.
    pub fn sum(&self) -> f64 {
        self.0.iter().map(|part| part.value).sum()
    }

    /// Brings all to the unit of the sum's sixth digit; gives the score.
    fn settle(&mut self) -> f32 {
        let unit = unit(self.sum());
        for part in &mut self.0 {
            part.value = to_unit(part.value, unit);
        }
        self.0.retain(|part| part.value != 0.0);
        to_unit(self.sum(), unit) as f32
    }

    /// The parts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Part> {
        self.0.iter()
    }
}

/// A look at candidates.
pub struct Ranker<'a> {
    /// The query.
    pub plan: &'a Plan,
    /// Numbers of all that is kept.
    pub numbers: Statistics,
    /// The candidates.
    pub observed: &'a [Observed],
}

/// A bare word of the query that counts.
struct Word<'p> {
    sought: &'p Sought,
    /// Its place among the leaves that count.
    at: usize,
}

impl<'a> Ranker<'a> {
    /// The parts of all candidates' scores; `said` is what citing sentences add to
    /// each.
    pub fn parts(&self, said: &[f32]) -> Vec<(Parts, f32)> {
        let mut all: Vec<Parts> = self.observed.iter().map(|observed| self.first(observed)).collect();
        let words = self.words();
        for word in &words {
            self.add_exact(word, &mut all);
        }
        for pair in words.windows(2) {
            self.add_pair(&pair[0], &pair[1], &mut all);
        }
        for word in &words {
            for (parts, observed) in all.iter_mut().zip(self.observed) {
                let titled = observed.leaves[word.at].titled;
                let value = if titled { TITLE * word.sought.weight.title } else { 0.0 };
                parts.add(What::Title { leaf: word.at }, value);
            }
        }
        for (parts, &said) in all.iter_mut().zip(said) {
            parts.add(What::Said, said);
        }
        self.lift(&words, &mut all);
        all.into_iter()
            .map(|mut parts| {
                let score = parts.settle();
                (parts, score)
            })
            .collect()
    }

    fn words(&self) -> Vec<Word<'a>> {
        let counting = self.plan.counting().enumerate();
        counting.filter(|(_, sought)| sought.ready.word.is_some()).map(|(at, sought)| Word { sought, at }).collect()
    }

    /// BM25 of text, notes and the whole document, less what the passage lacks.
    fn first(&self, observed: &Observed) -> Parts {
        let numbers = &self.numbers;
        let mut parts = Parts::default();
        let mut asked = Asked::default();
        for (leaf, (sought, held_here)) in self.plan.counting().zip(&observed.leaves).enumerate() {
            let weight = sought.weight;
            let only_notes = sought.ready.place == Place::Text(Scope::Notes);
            let notes = weight.notes * if only_notes { 1.0 } else { NOTES };
            let text = weight.text * saturated(held_here.text, observed.text_length, numbers.mean_text);
            let notes = notes * saturated(held_here.notes, observed.notes_length, numbers.mean_notes);
            parts.add(What::Text { leaf, times: held_here.text }, text);
            parts.add(What::Notes { leaf, times: held_here.notes }, notes);
            let says = if only_notes { weight.notes } else { weight.text };
            asked.add(sought, says, held_here.text + held_here.notes > 0);
        }
        if numbers.documents > 1 && asked.held > 0.0 {
            for (leaf, (sought, held_here)) in self.plan.counting().zip(&observed.leaves).enumerate() {
                let says = saturated(held_here.document, observed.document_length, numbers.mean_document);
                let what = What::Document { leaf, times: held_here.document };
                parts.add(what, DOCUMENT * sought.weight.document * says);
            }
        }
        let share = asked.share();
        let lacks = parts.sum() as f32 * (share.powf(SHARE) - 1.0);
        parts.add(What::Share(share), lacks);
        parts
    }

    fn in_text(&self, observed: &Observed, times: u32) -> f32 {
        saturated(times, observed.text_length, self.numbers.mean_text)
    }

    fn add_exact(&self, word: &Word, all: &mut [Parts]) {
        for (parts, observed) in all.iter_mut().zip(self.observed) {
            let times = observed.leaves[word.at].at.len() as u32;
            parts.add(
                What::Exact { leaf: word.at, times },
                EXACT * word.sought.weight.exact * self.in_text(observed, times),
            );
        }
    }

    /// Adds what two neighbouring words of the query say by standing side by side,
    /// or near each other. How rare that is is estimated: words that came together
    /// by chance would do so in as many passages as both rarities say, and of those
    /// the share that is seen among the candidates.
    fn add_pair(&self, a: &Word, b: &Word, all: &mut [Parts]) {
        let pair = |observed: &Observed| pairs(&observed.leaves[a.at].at, &observed.leaves[b.at].at);
        let counts: Vec<Pairs> = self.observed.iter().map(pair).collect();
        let holds = |observed: &&Observed| [a, b].iter().all(|word| !observed.leaves[word.at].at.is_empty());
        let holding = self.observed.iter().filter(holds).count().max(1) as u64;
        for (side_by_side, weight) in [(true, PAIR), (false, NEAR)] {
            let count = |pairs: &Pairs| if side_by_side { pairs.following } else { pairs.near };
            let seen = counts.iter().filter(|pairs| count(pairs) > 0).count() as u64;
            // never rarer than one in the candidates that hold both
            let df = (self.together(a, b) * seen as f64 / holding as f64).max(1.0);
            let weight = weight * idf(df.round() as u64, self.numbers.passages);
            for ((parts, observed), pairs) in all.iter_mut().zip(self.observed).zip(&counts) {
                let (leaves, times) = ([a.at, b.at], count(pairs));
                let what = if side_by_side { What::Following { leaves, times } } else { What::Near { leaves, times } };
                parts.add(what, weight * self.in_text(observed, times));
            }
        }
    }

    /// In how many passages both words stand, at least: those among the candidates
    /// or, where there are more, what chance would bring together.
    fn together(&self, a: &Word, b: &Word) -> f64 {
        let passages = self.numbers.passages.max(1) as f64;
        // the inverse of `idf`, near enough
        let share = |word: &Word| 1.0 / f64::from(word.sought.weight.text).exp().max(1.0);
        let seen = self.observed.iter().filter(|observed| {
            [a, b].iter().all(|word| observed.leaves[word.at].text + observed.leaves[word.at].notes > 0)
        });
        (seen.count() as f64).max(passages * share(a) * share(b))
    }

    /// Puts passages with all the words close together before those with some, and
    /// those with the words in the order typed before these.
    fn lift(&self, words: &[Word], all: &mut [Parts]) {
        let best = all.iter().map(Parts::sum).fold(0.0, f64::max) as f32;
        for (parts, observed) in all.iter_mut().zip(self.observed) {
            if words.len() > 1 && self.holds_rest(observed) && close(words, &observed.leaves) {
                parts.add(What::Close, LIFT_CLOSE * best);
            }
            if observed.phrases > 0 {
                parts.add(What::Phrase, LIFT_PHRASE * best);
            }
        }
    }

    /// True where a candidate holds all that counts and is no bare word; of things
    /// beside an `OR` it need not.
    fn holds_rest(&self, observed: &Observed) -> bool {
        let is_rest = |sought: &Sought| sought.ready.word.is_none() && sought.alternative.is_none();
        let rest = self.plan.counting().zip(&observed.leaves).filter(|(sought, _)| is_rest(sought));
        rest.into_iter().all(|(_, held)| held.text + held.notes > 0)
    }
}

/// How much of what is asked a passage holds. Things beside an `OR` are one: the most
/// that one of them says is asked, and the most that one says which is there is held.
#[derive(Default)]
struct Asked {
    wanted: f32,
    held: f32,
    /// The `OR` under way.
    either: Either,
}

/// An `OR`, and what it has added to what is wanted and held.
#[derive(Default)]
struct Either {
    number: usize,
    wanted: f32,
    held: f32,
}

impl Asked {
    fn add(&mut self, sought: &Sought, says: f32, is_held: bool) {
        let held = if is_held { says } else { 0.0 };
        let Some(number) = sought.alternative else {
            self.wanted += says;
            self.held += held;
            return;
        };
        // the leaves of one `OR` stand next to each other
        if self.either.number != number {
            self.either = Either { number, ..Either::default() };
        }
        let either = &mut self.either;
        self.wanted += (says - either.wanted).max(0.0);
        self.held += (held - either.held).max(0.0);
        either.wanted = either.wanted.max(says);
        either.held = either.held.max(held);
    }

    fn share(&self) -> f32 {
        if self.wanted > 0.0 { self.held / self.wanted } else { 1.0 }
    }
}

/// How often two words stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pairs {
    /// The second right after the first.
    following: u32,
    /// The second near the first, on either side.
    near: u32,
}

fn pairs(a: &[u32], b: &[u32]) -> Pairs {
    let following = a.iter().filter(|&&at| b.binary_search(&(at + 1)).is_ok()).count() as u32;
    let is_near = |at: u32| b.iter().any(|&other| other != at && other.abs_diff(at) < NEAR_SPAN);
    Pairs { following, near: a.iter().filter(|&&at| is_near(at)).count() as u32 }
}

/// True where one of each word stand close together.
fn close(words: &[Word], leaves: &[Held]) -> bool {
    let at: Vec<&[u32]> = words.iter().map(|word| leaves[word.at].at.as_slice()).collect();
    all_within(&at, words.len() as u32 * (1 + CLOSE))
}

/// True where one of each list lie within so many positions.
fn all_within(lists: &[&[u32]], reach: u32) -> bool {
    let mut starts = lists.iter().flat_map(|positions| positions.iter().copied());
    starts.any(|start| {
        lists.iter().all(|positions| {
            let next = positions.partition_point(|&position| position < start);
            positions.get(next).is_some_and(|&position| position < start + reach)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_in_order_and_near() {
        assert_eq!(pairs(&[1, 10, 30], &[2, 8, 50]), Pairs { following: 1, near: 2 });
        assert_eq!(pairs(&[5], &[5]), Pairs { following: 0, near: 0 });
    }

    #[test]
    fn close_wants_one_of_each() {
        assert!(all_within(&[&[100], &[105], &[99]], 15));
        assert!(!all_within(&[&[100], &[150], &[99]], 15));
        assert!(!all_within(&[&[100], &[]], 10));
    }

    #[test]
    fn parts_add_up_to_the_last_digit() {
        let mut parts = Parts::default();
        for value in [12.345_678, 0.333_333, -1.111_11, 7.777_777] {
            parts.add(What::Said, value);
        }
        let score = parts.settle();
        assert_eq!(score, 19.3457);
        let digits = |value: f64| (value * 10_000.0).round() as i64;
        assert_eq!(parts.iter().map(|part| digits(part.value)).sum::<i64>(), 193_457);
    }
}
