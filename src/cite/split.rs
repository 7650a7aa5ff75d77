//! Where one work in a note may end and the next begin.
//!
//! Borders are only proposed here, outside quotations and brackets: semicolons,
//! ends of sentences, "see", "quoted in". Whether a border is one is decided by
//! what stands on either side (`super::walk`): "Smith, J.; Jones, K." is one work.

use super::anchor::Anchor;
use super::token::Token;
use super::{name, vocabulary};

/// What stands at a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// The note begins.
    First,
    /// `;`
    Semicolon,
    /// The end of a sentence, or of what may be one.
    Stop,
    /// "see", "quoted in", "cf."
    Signal,
    /// A colon before a quotation.
    Colon,
    /// "and" between two works, or no sign at all where two works meet.
    Plain,
}

/// A stretch of a note between two borders.
#[derive(Clone, Copy, Debug)]
pub struct Segment {
    /// What stands before it.
    pub border: Border,
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
}

/// The stretches of a note.
pub fn segments(tokens: &[Token], anchors: &[Anchor]) -> Vec<Segment> {
    let mut out = vec![Segment { border: Border::First, first: 0, last: tokens.len() }];
    let mut anchor = 0;
    for at in 1..tokens.len() {
        while anchors.get(anchor).is_some_and(|a| a.last <= at) {
            anchor += 1;
        }
        let inside = anchors.get(anchor).is_some_and(|a| a.first < at && at < a.last);
        if inside || !tokens[at - 1].open {
            continue;
        }
        let after_anchor = anchor > 0 && anchors[anchor - 1].last == at && !anchors[anchor - 1].part;
        if let Some(border) = border(tokens, at, after_anchor) {
            if let Some(last) = out.last_mut() {
                last.last = at;
            }
            out.push(Segment { border, first: at, last: tokens.len() });
        }
    }
    out
}

fn border(tokens: &[Token], at: usize, after_anchor: bool) -> Option<Border> {
    let (before, token) = (&tokens[at - 1], &tokens[at]);
    if before.text.ends_with(';') || before.text.ends_with(";”") {
        return Some(Border::Semicolon);
    }
    if stops(before, tokens, at, after_anchor) {
        return Some(Border::Stop);
    }
    if signal(tokens, at) {
        return Some(Border::Signal);
    }
    if before.text.ends_with(':') && token.quoted {
        return Some(Border::Colon);
    }
    let next = tokens.get(at + 1);
    if matches!(token.text, "and" | "und" | "sowie")
        && next.is_some_and(|t| t.quoted && !before.quoted || after_anchor && t.is_capital())
    {
        return Some(Border::Plain);
    }
    // "… (1996) 74 R. Collier, Masculinity": a page and the next author
    let digits = before.word.bytes().all(|b| b.is_ascii_digit()) && before.text.ends_with(|c: char| c.is_ascii_digit());
    let meets = (digits && !before.word.is_empty() || after_anchor)
        && name::is_initials(token.text)
        && name::start(tokens, at) == name::Start::Strong;
    meets.then_some(Border::Plain)
}

fn stops(before: &Token, tokens: &[Token], at: usize, after_anchor: bool) -> bool {
    let token = &tokens[at];
    if !before.ends_with(&['.', '?', '!']) {
        return false;
    }
    let begins = token.is_capital()
        || token.quoted
        || token.word.starts_with(|c: char| c.is_ascii_digit())
        || token.text.starts_with(['“', '‘', '[', '('])
        || after_anchor
        || token.text.starts_with(super::name::is_small_name);
    if !begins {
        return false;
    }
    if before.ends_with(&['?', '!']) || before.closes {
        return true;
    }
    let word = before.word;
    // "iv. 1172": book and line
    let book = word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c'));
    if book && token.word.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if after_anchor {
        return true;
    }
    // "u. a.", "o. J."
    let letter = |t: &Token| t.text.ends_with('.') && t.word.chars().count() == 1;
    let small = |t: &Token| letter(t) && t.word.starts_with(char::is_lowercase);
    if at >= 2 && letter(before) && small(&tokens[at - 2]) {
        return false;
    }
    let initial = name::is_initials(before.text) || (word.contains('.') && word.len() < 8 && before.class == 0);
    // "2d.", "345." end a sentence; so does a year in brackets.
    !(initial || before.is(vocabulary::ABBREVIATION)) || name_list_ends(tokens, at)
}

/// `Ohman, T. The craters`: initials end a list of authors, where an article
/// follows.
fn name_list_ends(tokens: &[Token], at: usize) -> bool {
    at >= 2
        && name::is_initials(tokens[at - 1].text)
        && tokens[at - 2].text.ends_with(',')
        && matches!(tokens[at].text, "The" | "A" | "An" | "On" | "In")
}

/// "see", "quoted in": what follows is another work.
fn signal(tokens: &[Token], at: usize) -> bool {
    let (before, token) = (&tokens[at - 1], &tokens[at]);
    if !token.is(vocabulary::LEADS) {
        return false;
    }
    let next = tokens.get(at + 1).map_or("", |t| t.word);
    let is = |words: &[&str]| words.iter().any(|word| token.word.eq_ignore_ascii_case(word));
    if is(&["quoted", "cited", "reprinted", "zitiert", "discussed"])
        && matches!(next, "in" | "by" | "nach" | "bei")
        && token.word.starts_with(char::is_lowercase)
    {
        return before.text.ends_with([',', ')', '.', ';']) || token.text.starts_with('(');
    }
    if is(&["citing", "quoting"]) && token.word.starts_with(char::is_lowercase) {
        return true;
    }
    let follows = tokens.get(at + 1).is_some_and(|t| {
        t.is_capital()
            || t.quoted
            || matches!(
                t.word,
                "also"
                    | "further"
                    | "e.g"
                    | "for"
                    | "generally"
                    | "auch"
                    | "etwa"
                    | "z.B"
                    | "the"
                    | "id"
                    | "ibid"
                    | "my"
                    | "note"
                    | "n"
                    | "hierzu"
                    | "dazu"
                    | "die"
                    | "den"
            )
    });
    (is(&["see", "vgl", "siehe", "cf", "voir", "compare"]) && follows && token.word.len() < 8)
        && !token.quoted
        && (token.word.starts_with(char::is_lowercase) || token.text.ends_with('.') || is_dash(before))
}

/// A dash that stands alone: "… 1968. — Siehe auch …".
fn is_dash(token: &Token) -> bool {
    matches!(token.text, "—" | "–" | "-" | "--")
}
