//! Markdown: each hit a quotation block with its source line and its notes.
//!
//! Matches are not marked: emphasis would alter the quotation.

use std::io::{self, Write};

use super::runs::{self, Role};
use super::{Look, Notes, ORPHAN, change, line, pages, safe};
use crate::model::Status;
use crate::model::hit::{Answer, Hit, HitNote, Kind};
use crate::span::Span;

/// Writes the hits of an answer, parted by empty lines.
///
/// # Errors
/// Those of the writer.
pub fn answer(answer: &Answer, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    for (i, hit) in answer.hits.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        self::hit(hit, look, out)?;
    }
    Ok(())
}

fn hit(hit: &Hit, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let before = hit.before.iter().map(|n| n.text.clone());
    let after = hit.after.iter().map(|n| n.text.clone());
    let quoted: Vec<String> = before.chain([quotation(hit, look)]).chain(after).collect();
    for (i, paragraph) in quoted.iter().flat_map(|text| text.split("\n\n")).enumerate() {
        if i > 0 {
            writeln!(out, ">")?;
        }
        writeln!(out, "> {}", escape(paragraph.trim()))?;
    }
    writeln!(out, "\n— {}", source(hit))?;
    if look.notes == Notes::Without || hit.notes.is_empty() || hit.kind == Kind::Note {
        return Ok(());
    }
    writeln!(out)?;
    hit.notes.iter().try_for_each(|note| writeln!(out, "- {}", note_text(note)))
}

/// The text with the labels of its notes where their markers stood.
fn quotation(hit: &Hit, look: &Look) -> String {
    if hit.kind == Kind::Note {
        let label = hit.notes.first().map(|note| format!("{} ", runs::label(note))).unwrap_or_default();
        return label + &hit.text;
    }
    let notes = hit.notes.iter().filter(|_| look.notes != Notes::Without);
    let labels: Vec<_> = notes.filter_map(|note| Some((note.at?, runs::label(note)))).collect();
    let earlier = hit.begins_in.iter().map(|earlier| format!("{} ", earlier.text));
    let all = runs::runs(&hit.text, Span::new(0, hit.text.len()), &[], &labels, Role::Text);
    earlier.chain(all.into_iter().map(|run| run.text)).collect()
}

fn source(hit: &Hit) -> String {
    let document = &hit.document;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(document.author.as_deref().map(escape));
    parts.extend(document.title.as_deref().map(|title| format!("*{}*", escape(title))));
    parts.extend([&document.publisher, &document.date].into_iter().flatten().map(|part| escape(part)));
    if !hit.section.is_empty() {
        parts.push(escape(&hit.section.join(" › ")));
    }
    parts.extend(pages(&hit.locator));
    let line = line(hit).map(|line| format!(":{line}")).unwrap_or_default();
    parts.push(code(&format!("{}{line}", hit.locator.path)));
    if hit.kind == Kind::Note {
        parts.push(ORPHAN.to_owned());
    }
    parts.extend(change(&hit.locator).map(str::to_owned));
    parts.join(", ")
}

fn note_text(note: &HitNote) -> String {
    let label = escape(&runs::label(note));
    match (&note.text, note.status) {
        (Some(text), _) => format!("{label} {}", escape(text)),
        (None, Some(Status::Ambiguous)) => format!("{label} called here; more than one note could be meant"),
        (None, _) => format!("{label} called here; no note {} in this file", escape(&note.label)),
    }
}

/// Code that may hold backticks.
fn code(text: &str) -> String {
    let text = safe::line(text);
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// `text` on one line, so that Markdown (CommonMark) shows just these characters.
fn escape(text: &str) -> String {
    let text = safe::line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let anywhere = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&');
        let begins_block =
            at == 0 && matches!(c, '#' | '+' | '-' | '=') || at == digits && at > 0 && matches!(c, '.' | ')');
        if anywhere || begins_block {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn hits_are_quotations() {
        let mut out = Vec::new();
        answer(&sample::answer(), &Look::default(), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }

    #[test]
    fn nothing_of_the_text_is_markup() {
        assert_eq!(escape("# no *heading* [x](y) <b> a_b"), r"\# no \*heading\* \[x\](y) \<b\> a\_b");
        assert_eq!(escape("12. a list?"), r"12\. a list?");
        assert_eq!(escape("in 1999. So"), "in 1999. So");
        assert_eq!(escape("- a\n- b"), r"\- a - b");
        assert_eq!(code("a`b"), "`` a`b ``");
    }
}
