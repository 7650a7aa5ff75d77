//! Letters glued to their words: `Objectionsa.`, `endurei;`.
//!
//! Any word may end in any letter, so candidates are looked for only where a
//! note waits for that letter: on the pages of notes by letters. A word weighs
//! the more the commoner it is without its last letter and the rarer with it.

use std::collections::HashMap;

use super::bodies::Body;
use super::chain::{self, Item, Role};
use super::label::{Label, LabelKind};
use super::markers::{Attach, Mark};
use super::material::Material;
use super::style::{Dress, Style};
use crate::model::Document;
use crate::span::Span;

/// Fewest notes by letters that make a convention.
const FEWEST: usize = 3;
/// Blocks before a note in which its marker is looked for.
const REACH: usize = 40;

/// Letters of a word, without its last, from which it may well be a word that
/// the document has but once.
const LONG: usize = 4;

const BODY: Style = Style { dress: Dress::Bare, kind: LabelKind::Lower };

/// Adds the markers by letters to the material, in reading order.
pub fn add(document: &Document, material: &mut Material) {
    let letters = sequence(document, material);
    if letters.len() < FEWEST {
        return;
    }
    let words = Words::of(document);
    let mut found: Vec<Mark> = Vec::new();
    let mut wanted: HashMap<usize, Vec<Label>> = HashMap::new();
    for at in &letters {
        let body = &material.bodies[*at];
        let page = super::page(document, body.block, 0);
        for block in (body.block.saturating_sub(REACH)..body.block).rev() {
            if super::page(document, block, document.blocks[block].text.len().saturating_sub(1)) != page {
                break;
            }
            wanted.entry(block).or_default().push(body.label);
        }
    }
    for (block, labels) in wanted {
        if super::can_hold(&document.blocks[block]) {
            words.scan(block, &document.blocks[block].text.text, &labels, &mut found);
        }
    }
    material.marks.append(&mut found);
    material.marks.sort_by_key(Mark::place);
}

/// The bodies by letters that count upwards; a `1` between `k` and `m` is an
/// `l`, as type was read. Leaves the strangers out of the material.
fn sequence(document: &Document, material: &mut Material) -> Vec<usize> {
    let one = |b: &Body| b.style == Style { dress: Dress::Bare, kind: LabelKind::Number } && b.label.value == 1;
    let at: Vec<usize> =
        (0..material.bodies.len()).filter(|i| material.bodies[*i].style == BODY || one(&material.bodies[*i])).collect();
    let mut last = None;
    let item = |i: &usize| {
        let body = &material.bodies[*i];
        let page = super::page(document, body.block, 0);
        let border = page.is_some() && std::mem::replace(&mut last, page) != page;
        let (label, weight) = if one(body) { (Label::new(LabelKind::Lower, 12), 0.3) } else { (body.label, 0.6) };
        Item { label, weight, border, block: body.block }
    };
    let items: Vec<Item> = at.iter().map(item).collect();
    let reading = chain::read(&items);
    let counts: Vec<usize> = (0..at.len()).filter(|i| reading.roles[*i] == Role::Counts).collect();
    if counts.len() < FEWEST || counts.len() * 2 < at.len() {
        material.bodies.retain(|b| b.style != BODY);
        return Vec::new();
    }
    for i in &counts {
        let body = &mut material.bodies[at[*i]];
        (body.label, body.style) = (items[*i].label, BODY);
    }
    let keep: std::collections::HashSet<_> = counts.iter().map(|i| material.bodies[at[*i]].place()).collect();
    material.bodies.retain(|b| b.style != BODY || keep.contains(&b.place()));
    (0..material.bodies.len()).filter(|i| material.bodies[*i].style == BODY).collect()
}

/// How often each word of a document occurs, and each pair of last letters
/// among its words.
struct Words {
    count: HashMap<String, u32>,
    endings: HashMap<[char; 2], u32>,
    /// The same of the last three letters.
    tails: HashMap<String, u32>,
}

impl Words {
    fn of(document: &Document) -> Self {
        let mut count: HashMap<String, u32> = HashMap::new();
        for block in &document.blocks {
            for word in block.text.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                *count.entry(word.to_lowercase()).or_default() += 1;
            }
        }
        let (mut endings, mut tails) = (HashMap::new(), HashMap::new());
        for word in count.keys() {
            *tails.entry(tail(word).to_owned()).or_default() += 1;
            if let Some(ending) = ending(word) {
                *endings.entry(ending).or_default() += 1;
            }
        }
        Words { count, endings, tails }
    }

    /// Adds the words of a text that may end in one of the labels.
    fn scan(&self, block: usize, text: &str, labels: &[Label], out: &mut Vec<Mark>) {
        let mut start = 0;
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            let at = start;
            start = at + word.len();
            start += text[start..].chars().next().map_or(0, char::len_utf8);
            let Some(last) = word.chars().next_back().filter(char::is_ascii) else { continue };
            let label = if last == '1' { Some(Label::new(LabelKind::Lower, 12)) } else { Label::letter(last) };
            let Some(label) = label.filter(|label| labels.contains(label)) else { continue };
            let weight =
                if word.len() == 1 { by_stop(text, at) } else { self.likely(word, last, &text[at + word.len()..]) };
            if weight > 0.1 {
                let span = Span::new(at + word.len() - 1, at + word.len());
                let style = Style { dress: Dress::Glued, kind: LabelKind::Lower };
                out.push(Mark {
                    block,
                    span,
                    inner: span,
                    label,
                    style,
                    attach: Attach::After,
                    by_stop: false,
                    weight,
                });
            }
        }
    }

    /// True where the document has far more words that end like the word than
    /// words that end like its stem.
    fn inflected(&self, word: &str, stem: &str) -> bool {
        let ends = |word: &str| self.tails.get(tail(word)).copied().unwrap_or(0);
        ends(word).saturating_sub(1) > 3 * ends(stem) + 2
    }

    /// How likely it is, from 0 to 1, that the last letter is no letter of the
    /// word, which `next` follows.
    fn likely(&self, word: &str, last: char, next: &str) -> f32 {
        let word = word.to_lowercase();
        let stem = &word[..word.len() - last.len_utf8()];
        if stem.chars().count() < 2 {
            return 0.0;
        }
        let count = |word: &str| self.count.get(word).copied().unwrap_or(0) as f32;
        let others = count(&word) - 1.0;
        if last.is_ascii_digit() {
            return if stem.chars().all(char::is_alphabetic) { 0.9 } else { 0.0 };
        }
        let strange = ending(&word).and_then(|e| self.endings.get(&e)).copied().unwrap_or(0) as f32;
        let letters = stem.chars().count();
        let odd = strange * 400.0 < self.count.len() as f32 && (letters > 2 || count(stem) > 0.0);
        let closes =
            next.starts_with(['.', ',', ';', ':', '!', '?']) && letters >= LONG && !self.inflected(&word, stem);
        let stem = count(stem);
        let word = match (odd, stem > 0.0) {
            (true, _) => 0.9,
            (false, true) => {
                let strange = (strange - 1.0) * 20.0 / self.count.len() as f32;
                0.5 + 0.4 * stem / (stem + 2.0) - 0.4 * strange.min(1.0)
            }
            // notes are called most at the end of a clause
            (false, false) if closes => 0.35,
            (false, false) => 0.12,
        };
        // a word that stands elsewhere as well is a word
        let known = others > 0.0 && !(odd && stem > 5.0 * others);
        if known { word * 0.25 / others } else { word }
    }
}

/// What speaks for a letter that stands alone: `made,a and` and `made.”b`, but
/// not `i.e.`, `don't` or `a man`.
fn by_stop(text: &str, at: usize) -> f32 {
    let before = text[..at].trim_end_matches(|c: char| ".,;:!?)]”\"’'…".contains(c));
    let stop = &text[before.len()..at];
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let apostrophe = matches!(stop, "'" | "’");
    if stop.is_empty() || apostrophe || word.chars().count() < 2 { 0.0 } else { 0.95 }
}

/// The last three letters.
fn tail(word: &str) -> &str {
    word.char_indices().rev().nth(2).map_or(word, |(at, _)| &word[at..])
}

fn ending(word: &str) -> Option<[char; 2]> {
    let mut chars = word.chars().rev();
    let last = chars.next()?;
    Some([chars.next()?, last])
}

/// The candidates in a text that is the whole of its document, for any letter.
#[cfg(test)]
pub fn scan_alone(text: &str, out: &mut Vec<Mark>) {
    use crate::model::{Block, BlockKind};
    use crate::span::Mapped;
    let block = Block::new(BlockKind::Paragraph, Mapped::identity(text, 0));
    let document = Document { blocks: vec![block], ..Document::default() };
    let labels: Vec<Label> = ('a'..='z').filter_map(Label::letter).collect();
    Words::of(&document).scan(0, text, &labels, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(text: &str, labels: &str) -> Vec<(String, bool)> {
        let mut out = Vec::new();
        scan_alone(text, &mut out);
        out.retain(|mark| labels.contains(&text[mark.inner.start..mark.inner.end]));
        let word = |m: &Mark| text[..m.span.end].rsplit(' ').next().unwrap_or("").to_owned();
        out.iter().map(|m| (word(m), m.weight >= 0.4)).collect()
    }

    #[test]
    fn a_word_that_is_one_without_its_letter() {
        let text = "the Duke Lodovico and the Duke Lodovicoa to a sea of time; the sea, time";
        assert_eq!(weights(text, "a"), [("Lodovicoa".to_owned(), true)]);
    }

    #[test]
    fn a_letter_after_a_stop() {
        let own = |text| weights(text, "ae").into_iter().any(|(_, likely)| likely);
        assert!(own("so it was made,a and he went") && own("“made.”a He went"));
        assert!(!own("i.e. a man, at 4 p.m.a and don't"));
    }
}
