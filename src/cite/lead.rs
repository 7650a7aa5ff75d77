//! What stands before a short form and says which work is meant: a name, a
//! title, both, or a chapter in a book that is cited short.

use super::name::{self, Start};
use super::token::Token;
use super::{fields, people};
use crate::model::Citation;

/// Longest lead, in tokens.
const LONGEST: usize = 45;

/// Finds the lead in tokens `floor..at`, fills in author and title, gives its
/// first byte; `None` where the form stands alone.
pub fn before(text: &str, tokens: &[Token], floor: usize, at: usize, cite: &mut Citation) -> Option<usize> {
    let from = first(tokens, floor, at);
    if from >= at {
        return None;
    }
    let start = tokens[from].start
        + tokens[from].text.find(|c: char| c.is_alphanumeric() || "“‘„«\"'".contains(c)).unwrap_or(0);
    let quote = (from..at).find(|i| tokens[*i].quoted);
    if let Some(open) = quote {
        let close = (open..at).find(|i| tokens[*i].closes).unwrap_or(at - 1);
        cite.title = fields::trim::plain(
            text[tokens[open].start..tokens[close].end()]
                .trim_matches(|c: char| !c.is_alphanumeric() && !"?!)".contains(c)),
        );
        cite.author = if open > from { people::list(&text[start..tokens[open].start]) } else { Vec::new() };
        // "‘Title’ in Thornton, op. cit.": the editor of the book
        if close + 1 < at && matches!(tokens[close + 1].word, "in" | "In") && close + 2 < at {
            cite.editor =
                people::list(text[tokens[close + 2].start..tokens[at - 1].end()].trim_end_matches([',', ' ', '(']));
        }
        return Some(start);
    }
    let end = tokens[at - 1].end();
    let stretch = text[start..end].trim_end_matches([',', ' ', '(', ':']);
    let (names, title) = parted(stretch);
    cite.author = people::list(names);
    cite.title = title.and_then(fields::trim::plain);
    Some(start)
}

/// A name and, after a comma, an unquoted title: `Grossberg, Governing the Hearth`.
fn parted(text: &str) -> (&str, Option<&str>) {
    let Some((names, rest)) = text.split_once(", ") else { return (text, None) };
    let words = rest.split_whitespace().count();
    let small = rest.split_whitespace().any(|word| {
        word.starts_with(char::is_lowercase) && !matches!(word, "and" | "et" | "al." | "de" | "van" | "von")
    });
    if words >= 2 && small || words >= 3 && !rest.contains(['&', '.']) && !rest.contains(" and ") {
        (names, Some(rest))
    } else {
        (text, None)
    }
}

fn first(tokens: &[Token], floor: usize, at: usize) -> usize {
    let from = floor.max(at.saturating_sub(LONGEST));
    let starts = |i: usize| name::start(tokens, i);
    let quoted = (from..at).any(|i| tokens[i].quoted);
    // The whole stretch, where it begins with a name or a title.
    if from < at && at - from <= 30 {
        let whole = starts(from) == Start::Strong || tokens[from].quoted && quoted;
        if whole || at - from <= 12 && all_capital(&tokens[from..at]) {
            return from;
        }
    }
    // Else a title in quotation marks just before, with the name before it.
    let mut first = at;
    if at > from && tokens[at - 1].closes {
        let opens = |i: &usize| tokens[*i].quoted && !tokens[*i].text.starts_with(char::is_alphanumeric);
        first = (from..at).rev().find(opens).unwrap_or(from);
    }
    names_before(tokens, from, first)
}

fn all_capital(tokens: &[Token]) -> bool {
    tokens.iter().all(|t| {
        t.is_capital()
            || t.quoted
            || matches!(
                t.word,
                "and"
                    | "of"
                    | "the"
                    | "et"
                    | "al"
                    | "und"
                    | "in"
                    | "de"
                    | "von"
                    | "van"
                    | "for"
                    | "on"
                    | "der"
                    | "die"
                    | "a"
                    | "to"
            )
            || t.text == "&"
    }) && tokens[0].is_capital()
        && !name::is_signal(&tokens[0])
}

/// Names that end just before token `at`.
fn names_before(tokens: &[Token], from: usize, at: usize) -> usize {
    let mut first = at;
    while first > from && at - first < 7 {
        let token = &tokens[first - 1];
        let joined = first < at
            && (matches!(token.word, "and" | "et" | "al" | "van" | "de" | "von" | "der" | "und") || token.text == "&");
        let named = token.is_capital()
            && !token.quoted
            && (first == at || !token.text.ends_with([';', ':', '.']) || name::is_initials(token.text));
        if !(joined || named) || token.text.ends_with([';', ':', '?']) {
            break;
        }
        if first < at && token.text.ends_with(',') && !name::is_initials(tokens[first].text) {
            break;
        }
        first -= 1;
    }
    while first < at && (name::is_signal(&tokens[first]) || !tokens[first].is_capital() && !tokens[first].quoted) {
        first += 1;
    }
    first
}
