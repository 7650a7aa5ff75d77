//! Citations: what notes and text cite.
//!
//! [`find`] finds the citations of one note, [`resolve`] says what the short
//! forms among them stand for, in a pass of its own over all notes of a
//! document; a match is taken only where one candidate remains.
//! [`of_document`] does both for notes, text and lists of works together;
//! [`attributions`] are sources named in the running text. May use `span`,
//! `sentence`, `model`.

mod anchor;
mod attribute;
mod author_date;
mod brief;
mod classic;
pub mod crf;
mod date;
mod document;
pub mod features;
mod fields;
mod ids;
mod interview;
mod kind;
mod law;
mod lead;
mod marks;
mod matching;
mod name;
mod people;
mod pinpoint;
mod prose;
mod repeat;
mod reporters;
mod resolve;
pub mod same;
mod short;
mod split;
mod statute;
mod tags;
mod text;
pub mod token;
mod vocabulary;
mod walk;
mod web;
mod works;

pub use attribute::attributions;
pub use document::of_document;
pub use people::persons;
pub use resolve::resolve;

use anchor::Anchor;
use token::{Token, tokens};

use crate::model::Citation;

/// The citations in a text, in order. `start` and `end` are bytes of `text`;
/// nothing is resolved yet.
pub fn find(text: &str) -> Vec<Citation> {
    find_in(text, false)
}

/// The citations of one note of a document, as [`find`]; where there is none, the note as what
/// may repeat a work of another note. [`resolve`] drops it where it does not.
pub fn find_in_note(text: &str) -> Vec<Citation> {
    find_in(text, true)
}

fn find_in(text: &str, in_note: bool) -> Vec<Citation> {
    let Some(untagged) = tags::remove(text) else { return find_plain(text, in_note) };
    let mut found = find_plain(&untagged.text, in_note);
    for cite in &mut found {
        cite.start = untagged.back(cite.start);
        cite.end = untagged.back(cite.end.saturating_sub(1)) + 1;
    }
    found
}

fn find_plain(text: &str, in_note: bool) -> Vec<Citation> {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return Vec::new();
    }
    let anchors = anchors(text, &tokens);
    let segments = split::segments(&tokens, &anchors);
    let mut walk = walk::Walk::new(text, &tokens, &anchors);
    walk.run(&segments);
    if in_note && walk.out.is_empty() {
        walk.candidate();
    }
    walk.out
}

/// What the scanners find, in order and apart. Where two lay hands on one
/// token, law reports come first, then statutes, short forms, identifiers.
fn anchors(text: &str, tokens: &[Token]) -> Vec<Anchor> {
    let mut out = law::scan(text, tokens);
    for more in [statute::scan(text, tokens), short::scan(text, tokens), ids::scan(tokens)] {
        out = merged(text, tokens, (out, more));
    }
    law::names(text, tokens, &mut out);
    out
}

/// Two lists in order as one; of the second only what the first leaves free.
fn merged(text: &str, tokens: &[Token], (first, second): (Vec<Anchor>, Vec<Anchor>)) -> Vec<Anchor> {
    let mut out = Vec::with_capacity(first.len() + second.len());
    let mut second = second.into_iter().peekable();
    let mut free = 0;
    for mut anchor in first {
        while let Some(other) = second.next_if(|other| other.first < anchor.last) {
            // "Kaiser, supra, 13 Cal.App.5th at 1146" is one citation.
            if law::takes(&other, &anchor) {
                law::join(text, tokens, &other, &mut anchor);
            } else if other.first >= free && other.last <= anchor.first {
                out.push(other);
            }
        }
        free = anchor.last;
        out.push(anchor);
    }
    out.extend(second.filter(|other| other.first >= free));
    out
}
