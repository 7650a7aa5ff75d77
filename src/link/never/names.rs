//! Names that end in a digit (`libc6`, `SHA1`, `ASN.1`), and words to which an editor
//! has added a letter (`groo[m]`): told by the other words of the document.

use std::collections::{HashMap, HashSet};

use super::super::label::{Label, LabelKind};
use super::super::markers::{Attach, Mark};
use super::super::material::Material;
use super::super::style::{Dress, Style};
use super::place::{acronym, last_word, parts_an_acronym};
use crate::model::Document;

const DIGITS: Style = Style { dress: Dress::Bare, kind: LabelKind::Number };
const LETTER: Style = Style { dress: Dress::Bracket, kind: LabelKind::Lower };

/// Leaves out the digits of names and the letters of words.
pub fn leave_out(document: &Document, material: &mut Material) {
    let digits = material.marks.iter().any(|mark| mark.style == DIGITS);
    let letters = material.marks.iter().any(|mark| mark.style == LETTER);
    if digits {
        leave_out_acronyms(document, &mut material.marks);
    }
    if digits || letters {
        let words = Wanted::of(document, &material.marks);
        material.marks.retain(|mark| !words.is_name(document, mark) && !words.is_word(document, mark));
    }
    if letters {
        leave_out_supplied(document, material);
    }
    leave_out_things(material);
}

/// Leaves out the numbers of acronyms that have the same number in the middle of a
/// sentence elsewhere: `in ASN.1 types`, so `in ASN.1.` as well.
fn leave_out_acronyms(document: &Document, marks: &mut Vec<Mark>) {
    let own = |mark: &Mark| {
        let text = &document.blocks[mark.block].text.text;
        let word = acronym(&text[..mark.span.start]).filter(|_| mark.style == DIGITS)?;
        Some(&text[mark.span.start - 1 - word.len()..mark.span.end])
    };
    if !marks.iter().any(|mark| own(mark).is_some()) {
        return;
    }
    let mut names: HashSet<&str> = HashSet::new();
    for text in document.blocks.iter().map(|block| block.text.text.as_str()) {
        for (stop, _) in text.match_indices('.') {
            let (before, rest) = text.split_at(stop + 1);
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 && parts_an_acronym(before, &rest[digits..]) {
                let word = acronym(before).map_or(0, str::len);
                names.insert(&text[stop - word..stop + 1 + digits]);
            }
        }
    }
    marks.retain(|mark| own(mark).is_none_or(|own| !names.contains(own)));
}

/// Leaves out lines within a paragraph that begin with a letter in brackets,
/// where no such letter is glued to a word: letters then stand for things, as
/// in `if the ferry is [A], it is not [B]`.
fn leave_out_things(material: &mut Material) {
    for kind in [LabelKind::Lower, LabelKind::Upper] {
        let style = Style { dress: Dress::Bracket, kind };
        let calls = |mark: &Mark| mark.style == style && mark.attach == Attach::After;
        if !material.marks.iter().any(calls) {
            material.bodies.retain(|body| body.style != style || body.head.start == 0);
        }
    }
}

/// How often the words occur that a candidate may be part of.
struct Wanted<'a> {
    count: HashMap<&'a str, u32>,
    completed: HashSet<String>,
    /// Stems that stand with one number after another: `DC1, DC2`.
    numbered: HashSet<&'a str>,
}

impl<'a> Wanted<'a> {
    fn of(document: &'a Document, marks: &[Mark]) -> Self {
        let mut candidates: HashMap<(&str, &str), u32> = HashMap::new();
        let mut completed: HashSet<String> = HashSet::new();
        for mark in marks {
            let text = document.blocks[mark.block].text.text.as_str();
            let stem = last_word(&text[..mark.span.start]);
            if mark.style == DIGITS && !stem.is_empty() {
                let whole = &text[mark.span.start - stem.len()..mark.span.end];
                *candidates.entry((stem, whole)).or_default() += 1;
            }
            if mark.style == LETTER && !stem.is_empty() {
                completed.insert(format!("{stem}{}", &text[mark.inner.start..mark.inner.end]));
            }
        }
        let numbered = numbered(document, marks);
        // one that stands but once is no name, and need not be counted
        let counts = |(words, count): &(&(&str, &str), &u32)| **count >= 2 || numbered.contains(words.0);
        let repeated = candidates.iter().filter(counts).map(|(words, _)| *words);
        let mut count: HashMap<&str, u32> = repeated.flat_map(|(stem, whole)| [(stem, 0), (whole, 0)]).collect();
        let mut known = HashSet::new();
        if count.is_empty() && completed.is_empty() {
            return Wanted { count, completed: known, numbered };
        }
        for block in &document.blocks {
            for word in block.text.text.split(|c: char| !c.is_alphanumeric()) {
                if let Some(found) = count.get_mut(word) {
                    *found += 1;
                }
                if !completed.is_empty() && completed.contains(word) {
                    known.insert(word.to_owned());
                }
            }
        }
        Wanted { count, completed: known, numbered }
    }

    /// True for the digits of a name: it stands elsewhere with the same digits,
    /// and oftener so than without, or with other digits and never without. A common word can bear the same note in two
    /// chapters, but then it mostly stands without.
    fn is_name(&self, document: &Document, mark: &Mark) -> bool {
        let text = document.blocks[mark.block].text.text.as_str();
        let stem = last_word(&text[..mark.span.start]);
        if mark.style != DIGITS || stem.is_empty() {
            return false;
        }
        let count = |word: &str| self.count.get(word).copied().unwrap_or(0);
        let whole = count(&text[mark.span.start - stem.len()..mark.span.end]);
        whole >= 2 && whole > count(stem) || self.numbered.contains(stem) && count(stem) == 0
    }

    /// True for a letter in brackets that makes a word of the document.
    fn is_word(&self, document: &Document, mark: &Mark) -> bool {
        let text = document.blocks[mark.block].text.text.as_str();
        let stem = last_word(&text[..mark.span.start]);
        mark.style == LETTER
            && !stem.is_empty()
            && self.completed.contains(&format!("{stem}{}", &text[mark.inner.start..mark.inner.end]))
    }
}

/// Numbers of a stem that make it one that is numbered; two do close together.
const MANY: usize = 3;
/// Bytes from one to the next that is close.
const CLOSE: usize = 30;

/// The stems that stand with one number after another. Whether they stand without as
/// well is not asked here.
fn numbered<'a>(document: &'a Document, marks: &[Mark]) -> HashSet<&'a str> {
    let mut numbers: HashMap<&str, (HashSet<u32>, &Mark)> = HashMap::new();
    let mut out = HashSet::new();
    for mark in marks.iter().filter(|mark| mark.style == DIGITS) {
        let stem = last_word(&document.blocks[mark.block].text.text[..mark.span.start]);
        if stem.is_empty() {
            continue;
        }
        let (seen, last) = numbers.entry(stem).or_insert_with(|| (HashSet::new(), mark));
        seen.insert(mark.label.value);
        let close = last.block == mark.block && mark.span.start - last.span.start <= CLOSE;
        if seen.len() >= MANY || close && last.label != mark.label {
            out.insert(stem);
        }
        *last = mark;
    }
    out
}

/// Leaves out letters in brackets, glued to a word, for which there is no note
/// among notes by letters and which do not count on from the call before: what
/// is missing in a series is a note, what is outside of it was supplied.
fn leave_out_supplied(document: &Document, material: &mut Material) {
    let noted: HashSet<Label> =
        material.bodies.iter().filter(|body| body.style == LETTER).map(|body| body.label).collect();
    if noted.is_empty() {
        return;
    }
    let mut last = 0;
    material.marks.retain(|mark| {
        if mark.style != LETTER {
            return true;
        }
        let text = &document.blocks[mark.block].text.text;
        let glued = mark.attach == Attach::After && !last_word(&text[..mark.span.start]).is_empty();
        let counts_on = mark.label.value == last + 1;
        let stays = !glued || noted.contains(&mark.label) || counts_on;
        if stays {
            last = mark.label.value;
        }
        stays
    });
}
