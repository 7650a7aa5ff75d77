//! Quotation marks and brackets of a text: what stands inside them is not
//! looked into for the border between two works. Uses nothing of the crate but
//! `span`.

use crate::span::Span;

/// Longest quotation that is taken for one, in bytes. Titles are shorter; a
/// mark that is not closed within it is taken for an apostrophe or a slip, so
/// that one missing mark does not swallow the rest of a note.
const LONGEST: usize = 500;

/// Quotations in order, outermost only, marks included. A mark that nothing
/// closes opens nothing.
pub fn quotes(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if at >= from
            && let Some(end) = closed(text, at, c, before)
        {
            out.push(Span::new(at, end));
            from = end;
        }
        before = c;
    }
    out
}

/// The end of the quotation that opens with `c` at `at`, if one does.
fn closed(text: &str, at: usize, c: char, before: char) -> Option<usize> {
    let closers: &[char] = match c {
        '“' => &['”', '"'],
        '„' | '‟' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«'],
        '‹' => &['›'],
        '‘' => &['’'],
        '‚' => &['‘', '’'],
        '"' | '\'' if !before.is_alphanumeric() => straight(c),
        '″' if !before.is_alphanumeric() => &['″'],
        _ => return None,
    };
    let single = matches!(c, '‘' | '‚' | '\'');
    let inside = at + c.len_utf8();
    if text[inside..].starts_with(char::is_whitespace) && c != '«' {
        return None;
    }
    let mut first = None;
    for (i, d) in text[inside..].char_indices() {
        if i > LONGEST {
            break;
        }
        if d == c && !closers.contains(&c) {
            // A second opening mark of the kind: the first was never closed.
            break;
        }
        if !closers.contains(&d) || i == 0 {
            continue;
        }
        let end = inside + i + d.len_utf8();
        if !single {
            return Some(end).filter(|_| d != '"' || !text[end..].starts_with(char::is_alphanumeric));
        }
        if text[end..].starts_with(char::is_alphanumeric) {
            continue; // an apostrophe
        }
        first = first.or(Some(end));
        let plural = text[inside..inside + i].ends_with('s');
        if ends_a_title(&text[end..], plural) {
            return Some(end);
        }
    }
    first
}

fn straight(c: char) -> &'static [char] {
    if c == '"' { &['"'] } else { &['\''] }
}

/// True where what follows a single closing mark shows that it was one, and no
/// apostrophe of a plural ("the parties’ duties", "the Judges’ Rules").
fn ends_a_title(rest: &str, plural: bool) -> bool {
    let after = rest.trim_start();
    after.is_empty()
        || rest.starts_with([',', '.', ';', ':', ')', ']', '!', '?', '”', '"'])
        || after.starts_with(['(', '[', '‘', '“'])
        || after.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase() && !plural)
        || ["in ", "and ", "at ", "ed. "].iter().any(|word| after.starts_with(word))
}

/// Bracketed stretches in order, outermost only, brackets included; those not
/// closed within [`LONGEST`] bytes are none.
pub fn brackets(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Vec<(usize, u8)> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => open.push((at, b')')),
            b'[' => open.push((at, b']')),
            b')' | b']' => {
                let Some(i) = open.iter().rposition(|(_, close)| *close == byte) else { continue };
                let start = open[i].0;
                open.truncate(i);
                if at - start <= LONGEST {
                    while out.last().is_some_and(|last: &Span| last.start > start) {
                        out.pop();
                    }
                    out.push(Span::new(start, at + 1));
                }
            }
            _ => {}
        }
        if open.len() > 8 {
            open.remove(0);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        quotes(text).into_iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn quotations_of_all_kinds() {
        assert_eq!(found("A, “B ‘c’ d”, E"), ["“B ‘c’ d”"]);
        assert_eq!(found("A, ‘The Judges’ Rules’ (1964)"), ["‘The Judges’ Rules’"]);
        assert_eq!(found("it's the parties' own, 'Here it is', F"), ["'Here it is'"]);
        assert_eq!(found("„Recht“ und »Norm« et « loi »"), ["„Recht“", "»Norm«", "« loi »"]);
        assert_eq!(found("\"A B\" and 12\" pipe"), ["\"A B\""]);
    }

    #[test]
    fn what_nothing_closes_is_none() {
        assert_eq!(found("A, “B c, 8 May. “D”, E"), ["“D”"]);
        assert!(found("Turkey declares”, The Times").is_empty());
    }

    #[test]
    fn brackets_nest() {
        let text = "a (b [c] d) e) [f (g";
        let got: Vec<&str> = brackets(text).into_iter().map(|span| &text[span.start..span.end]).collect();
        assert_eq!(got, ["(b [c] d)"]);
    }
}
