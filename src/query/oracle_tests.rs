//! A brute-force phrase oracle: code of its own, no engine and no analyser,
//! over random small corpora. Everything found, and nothing else.

use std::collections::BTreeSet;

use super::{Engine, Request, Scope};
use crate::index::schema::FileRecord;
use crate::index::write::in_memory;
use crate::model::hit::MatchedIn;
use crate::model::{Hit, Passage, PassageNote, Places};
use crate::span::Mapped;

/// A small generator of numbers, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % n
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Few words, so that phrases return, with what makes words hard.
const WORDS: [&str; 16] = [
    "in",
    "to",
    "into",
    "in-to",
    "well",
    "known",
    "well-known",
    "wellknown",
    "Élan",
    "elan",
    "don’t",
    "the",
    "The",
    "quay",
    "in-to-in",
    "3.5",
];

/// A word as a list of parts, folded by hand.
fn parts(word: &str) -> Vec<String> {
    let lower = word.to_lowercase().replace('é', "e").replace('’', "'");
    let clean = lower.trim_matches(|c: char| !c.is_alphanumeric());
    clean.split('-').map(str::to_owned).collect()
}

fn words(text: &str) -> Vec<Vec<String>> {
    text.split_whitespace().map(parts).filter(|parts| !parts[0].is_empty()).collect()
}

/// A part of a text's word: the part, and where it is the first, the whole
/// word without hyphens and its number of parts.
struct Part {
    text: String,
    whole: Option<(String, usize)>,
}

fn flat(words: &[Vec<String>]) -> Vec<Part> {
    let part = |word: &Vec<String>, i: usize| Part {
        text: word[i].clone(),
        whole: (i == 0 && word.len() > 1).then(|| (word.concat(), word.len())),
    };
    words.iter().flat_map(|word| (0..word.len()).map(move |i| part(word, i))).collect()
}

/// Ends of matches of `query` that start at part `at`.
fn ends(query: &[Vec<String>], text: &[Part], at: usize) -> BTreeSet<usize> {
    let Some((word, rest)) = query.split_first() else { return BTreeSet::from([at]) };
    let mut next = BTreeSet::new();
    let joined = word.concat();
    if let Some(part) = text.get(at) {
        if part.text == joined {
            next.insert(at + 1);
        }
        if let Some((whole, len)) = &part.whole
            && *whole == joined
        {
            next.insert(at + len);
        }
    }
    if word.len() > 1 && word.iter().enumerate().all(|(i, p)| text.get(at + i).is_some_and(|part| part.text == *p)) {
        next.insert(at + word.len());
    }
    next.into_iter().flat_map(|next| ends(rest, text, next)).collect()
}

/// Parts of the text at which matches end.
fn all_ends(query: &[Vec<String>], text: &[Part]) -> BTreeSet<usize> {
    (0..text.len()).flat_map(|at| ends(query, text, at)).collect()
}

/// A corpus of one file: paragraphs, each in pieces; the pieces of a passage.
struct Corpus {
    passages: Vec<Passage>,
    /// For every passage: paragraph text up to its end, and parts before it.
    pieces: Vec<Vec<(Vec<Part>, usize)>>,
}

fn sentence(random: &mut Random) -> String {
    let words: Vec<&str> = (0..3 + random.below(14)).map(|_| random.pick(&WORDS)).collect();
    let comma = random.below(words.len());
    let text: Vec<String> =
        words.iter().enumerate().map(|(i, w)| format!("{w}{}", if i == comma { "," } else { "" })).collect();
    text.join(" ") + "."
}

fn passage(seq: usize, text: &str, before: &str) -> Passage {
    Passage {
        hash: format!("{seq:08x}"),
        seq: seq as u32,
        places: Places { mapped: Mapped::identity(text, 0), ..Places::default() },
        before: Mapped::identity(before, 0),
        ..Passage::default()
    }
}

/// The last sentences of a text with 30 words or more, or all of it.
fn tail(sentences: &[String]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for sentence in sentences.iter().rev() {
        out.insert(0, sentence);
        if out.join(" ").split_whitespace().count() >= 30 {
            break;
        }
    }
    out.join(" ")
}

fn corpus(random: &mut Random) -> Corpus {
    let mut corpus = Corpus { passages: Vec::new(), pieces: Vec::new() };
    for _ in 0..2 + random.below(3) {
        let sentences: Vec<String> = (0..1 + random.below(12)).map(|_| sentence(random)).collect();
        let mut start = 0;
        while start < sentences.len() {
            let end = (start + 1 + random.below(5)).min(sentences.len());
            let mut own = sentences[start..end].join(" ");
            let before = flat(&words(&sentences[..start].join(" "))).len();
            let mut pieces = vec![(flat(&words(&sentences[..end].join(" "))), before)];
            if end == sentences.len() && random.below(2) == 0 {
                let more = sentence(random);
                pieces.push((flat(&words(&more)), 0));
                own = format!("{own}\n\n{more}");
            }
            let mut passage = passage(corpus.passages.len(), &own, &tail(&sentences[..start]));
            for n in 0..random.below(3) {
                let note = format!("{}\n\n{}", sentence(random), sentence(random));
                let body = Places { mapped: Mapped::identity(&note, 0), ..Places::default() };
                let hash = format!("n-{:06x}{n:02x}", corpus.passages.len());
                passage.notes.push(PassageNote { hash, body: Some(body), ..PassageNote::default() });
            }
            corpus.passages.push(passage);
            corpus.pieces.push(pieces);
            start = end;
        }
    }
    corpus
}

impl Corpus {
    /// Passages in whose own text a match ends.
    fn in_body(&self, query: &[Vec<String>]) -> BTreeSet<u32> {
        let ends_here = |pieces: &Vec<(Vec<Part>, usize)>| {
            pieces.iter().any(|(text, before)| all_ends(query, text).iter().any(|end| end > before))
        };
        (0..).zip(&self.pieces).filter(|(_, pieces)| ends_here(pieces)).map(|(seq, _)| seq).collect()
    }

    /// Passages with a match in one paragraph of one note.
    fn in_notes(&self, query: &[Vec<String>]) -> BTreeSet<u32> {
        let bodies = |p: &Passage| -> Vec<String> {
            let bodies = p.notes.iter().filter_map(|note| note.body.as_ref());
            bodies.flat_map(|body| body.text().split("\n\n").map(str::to_owned).collect::<Vec<_>>()).collect()
        };
        let found = |p: &&Passage| bodies(p).iter().any(|text| !all_ends(query, &flat(&words(text))).is_empty());
        self.passages.iter().filter(found).map(|p| p.seq).collect()
    }

    /// A phrase out of the text, or any.
    fn phrase(&self, random: &mut Random) -> String {
        if random.below(4) == 0 {
            return (0..1 + random.below(4)).map(|_| random.pick(&WORDS)).collect::<Vec<_>>().join(" ");
        }
        let seq = random.below(self.passages.len());
        let passage = &self.passages[seq];
        let all = match passage.notes.first().and_then(|note| note.body.as_ref()) {
            Some(body) if random.below(3) == 0 => body.text().to_owned(),
            // what stands before, as far back as the paragraph goes
            _ => {
                let mut text = passage.places.text().to_owned();
                let mut at = seq;
                while !self.passages[at].before.is_empty() {
                    at -= 1;
                    text = format!("{} {text}", self.passages[at].places.text());
                }
                text
            }
        };
        let words: Vec<&str> = all.split(' ').collect();
        let longest = if random.below(3) == 0 { 60 } else { 6 };
        let len = (1 + random.below(longest)).min(words.len());
        let start = random.below(words.len() - len + 1);
        let vary = |random: &mut Random, word: &str| match random.below(6) {
            0 => word.replace('-', ""),
            1 => word.replace('-', " "),
            2 => word.to_uppercase(),
            _ => word.to_owned(),
        };
        let words: Vec<String> = words[start..start + len].iter().map(|word| vary(random, word)).collect();
        words.join(" ")
    }
}

fn seqs(hits: &[Hit]) -> BTreeSet<u32> {
    hits.iter().map(|hit| u32::from_str_radix(hit.id.rsplit('#').next().unwrap(), 16).unwrap()).collect()
}

#[test]
fn phrases_are_found_wherever_they_are_and_nowhere_else() {
    let mut found = 0;
    for seed in 0..14 {
        let mut random = Random(seed * 7919 + 1);
        let corpus = corpus(&mut random);
        let file = FileRecord { path: "s/a.txt".to_owned(), ..FileRecord::default() };
        let index = in_memory(&[(file, corpus.passages.clone())]).unwrap();
        let engine = Engine::new(&index).unwrap();
        for _ in 0..60 {
            let phrase = corpus.phrase(&mut random);
            let query = words(&phrase);
            if query.is_empty() {
                continue;
            }
            let (body, notes) = (corpus.in_body(&query), corpus.in_notes(&query));
            let all: BTreeSet<u32> = body.union(&notes).copied().collect();
            for (scope, want) in [(Scope::All, &all), (Scope::Body, &body), (Scope::Notes, &notes)] {
                let request = Request { literal: true, scope, limit: 0, ..Request::new(&phrase) };
                let answer = engine.search(&request).unwrap();
                assert_eq!(&seqs(&answer.hits), want, "seed {seed}: {phrase:?} in {scope:?}");
                assert_eq!(answer.summary.total_all_words, want.len());
                answer.hits.iter().for_each(|hit| check(hit, &query, &phrase, scope));
                found += want.len();
            }
        }
    }
    assert!(found > 2000, "the corpora say too little: {found}");
}

/// Every hit carries a match, and every match is the phrase, or the end of it
/// at the start of the passage.
fn check(hit: &Hit, query: &[Vec<String>], phrase: &str, scope: Scope) {
    assert!(!hit.matches.is_empty(), "{phrase:?} in {scope:?}: {}", hit.text);
    let letters = |words: &[Vec<String>]| words.concat().concat();
    for found in &hit.matches {
        let (got, want) = (letters(&words(&found.text)), letters(query));
        let clipped = found.start == 0 && found.scope == MatchedIn::Body && want.ends_with(&got);
        assert!(got == want || clipped, "{phrase:?} marked as {:?}", found.text);
        if found.scope == MatchedIn::Body {
            assert_eq!(hit.text[found.start..found.end], found.text);
        }
    }
}

#[test]
fn nearness_is_what_counting_says() {
    let mut found = 0;
    for seed in 0..15 {
        let mut random = Random(seed * 104_729 + 3);
        let texts: Vec<Vec<&str>> =
            (0..12).map(|_| (0..4 + random.below(14)).map(|_| random.pick(&PLAIN)).collect()).collect();
        let passages: Vec<Passage> =
            texts.iter().enumerate().map(|(seq, text)| passage(seq, &text.join(" "), "")).collect();
        let index = in_memory(&[(FileRecord { path: "s/a".to_owned(), ..FileRecord::default() }, passages)]).unwrap();
        let engine = Engine::new(&index).unwrap();
        for _ in 0..25 {
            let (a, b, c) = (random.pick(&PLAIN), random.pick(&PLAIN), random.pick(&PLAIN));
            let n = random.below(5);
            let cases: [(String, Holds); 2] = [
                (format!("\"{a} {b} {c}\"~{n}"), Box::new(move |text| window(text, &[a, b, c], n))),
                (format!("{a} w/{} {b}", n + 1), Box::new(move |text| apart(text, a, b, n + 1))),
            ];
            for (query, holds) in cases {
                let want: BTreeSet<u32> = (0..).zip(&texts).filter(|(_, t)| holds(t)).map(|(seq, _)| seq).collect();
                let answer = engine.search(&Request { limit: 0, ..Request::new(&query) }).unwrap();
                assert_eq!(seqs(&answer.hits), want, "seed {seed}: {query}: {texts:?}");
                assert!(answer.hits.iter().all(|hit| !hit.matches.is_empty()), "{query}");
                found += want.len();
            }
        }
    }
    assert!(found > 500, "the corpora say too little: {found}");
}

/// What a text must do to hold a query.
type Holds = Box<dyn Fn(&[&'static str]) -> bool>;

const PLAIN: [&str; 6] = ["ash", "birch", "cedar", "elm", "fir", "oak"];

/// All ways to choose a place for each word, none twice.
fn window(text: &[&str], words: &[&str], between: usize) -> bool {
    fn choose(text: &[&str], words: &[&str], taken: &mut Vec<usize>, between: usize) -> bool {
        let Some(word) = words.get(taken.len()) else {
            let (first, last) = (taken.iter().min().unwrap(), taken.iter().max().unwrap());
            return last - first + 1 - taken.len() <= between;
        };
        (0..text.len()).any(|at| {
            if text[at] != *word || taken.contains(&at) {
                return false;
            }
            taken.push(at);
            let fits = choose(text, words, taken, between);
            taken.pop();
            fits
        })
    }
    choose(text, words, &mut Vec::new(), between)
}

fn apart(text: &[&str], a: &str, b: &str, distance: usize) -> bool {
    let at = |word: &str| (0..text.len()).filter(|&i| text[i] == word).collect::<Vec<_>>();
    at(a).iter().any(|&i| at(b).iter().any(|&j| i != j && i.abs_diff(j) <= distance))
}
