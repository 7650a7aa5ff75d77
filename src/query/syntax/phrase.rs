//! What stands between quotes, as the parts of a phrase.

use super::tree::{Like, Part};
use super::{like, quotes, words};
use crate::index::analyze::is_apostrophe;

/// A hyphenated word, or one with an apostrophe, with a pattern in a part of it, as the
/// parts of a phrase.
pub fn joined_pattern(chunk: &str) -> Option<Vec<Part>> {
    let joins = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}') || is_apostrophe(c);
    let pieces: Vec<&str> = chunk.split(joins).collect();
    let wild = pieces.len() > 1
        && pieces.iter().all(|p| p.starts_with(char::is_alphanumeric))
        && pieces.iter().any(|p| matches!(like::like(p), Some(Like::Wildcard(_))));
    wild.then(|| parts(&pieces.join(" ")))
}

/// Stars in a row from which on they are an ornament, not words left open.
const ORNAMENT: usize = 3;

/// The parts of a phrase; empty where there is no word in it. Stars at either end
/// say nothing.
pub fn parts(inner: &str) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    // curly quotes inside would close the phrase when it is shown; a straight one stands
    // inside Hebrew words
    let inner = inner.replace(|c| quotes::is_quote(c) && c != '"', " ");
    for chunk in inner.split_whitespace() {
        let regex = like::regex_len(chunk).filter(|&len| len == chunk.len());
        let regex = regex.map(|len| &chunk[1..len - 1]).filter(|pattern| words::regex(pattern).is_ok());
        let like = regex.map(|pattern| Like::Regex(pattern.to_owned())).or_else(|| like::like(chunk));
        if let (None, Some(joined)) = (&like, joined_pattern(chunk)) {
            out.extend(joined);
            continue;
        }
        match (chunk, like, out.last_mut()) {
            ("*", ..) => out.push(Part::AnyWord),
            ("**", ..) => out.push(Part::AnyFew),
            (_, Some(like), _) => out.push(Part::Like(like)),
            (_, None, Some(Part::Text(text))) => {
                text.push(' ');
                text.push_str(chunk);
            }
            _ => out.push(Part::Text(chunk.to_owned())),
        }
    }
    out.retain(|part| !matches!(part, Part::Text(text) if !words::has_words(text)));
    without_ornaments(out)
}

/// Drops stars at the ends and in long rows, and joins the text around them.
fn without_ornaments(parts: Vec<Part>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let is_open = |part: &Part| matches!(part, Part::AnyWord | Part::AnyFew);
    for run in parts.chunk_by(|a, b| is_open(a) == is_open(b)) {
        match (run, out.last_mut()) {
            ([first, ..], _) if is_open(first) && run.len() >= ORNAMENT => {}
            ([Part::Text(text), rest @ ..], Some(Part::Text(before))) => {
                before.push(' ');
                before.push_str(text);
                out.extend_from_slice(rest);
            }
            (run, _) => out.extend_from_slice(run),
        }
    }
    while out.last().is_some_and(is_open) {
        out.pop();
    }
    out.drain(..out.iter().take_while(|part| is_open(part)).count());
    out
}
