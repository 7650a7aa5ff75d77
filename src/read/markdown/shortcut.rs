//! Numbers in brackets that lead to an address by the markup of links:
//! `It is so [3].` and further down `[3]: http://example.org "A title"`.
//!
//! In a file without footnotes such a number is a marker, and what defines it
//! is its note. With footnotes it is a link like others, and its brackets stay
//! in the text, as the number would else fuse with it.

use pulldown_cmark::{Event, LinkType, OffsetIter, Tag};

use super::Walker;
use crate::span::Span;

/// A definition of a number.
pub struct Numbered {
    /// What its markers point to.
    pub key: String,
    label: String,
    span: Span,
    dest: String,
    title: String,
}

/// The id of the note of a number.
pub fn key(number: &str) -> String {
    format!("link {number}")
}

/// All definitions of numbers, in order; the text begins at byte `base`.
pub fn numbered(events: &OffsetIter<'_>, base: usize) -> Vec<Numbered> {
    let definitions = events.reference_definitions().iter();
    let mut out: Vec<Numbered> = definitions
        .filter(|(label, _)| is_number(label))
        .map(|(label, definition)| Numbered {
            key: key(label),
            label: label.to_owned(),
            span: Span::new(base + definition.span.start, base + definition.span.end),
            dest: definition.dest.to_string(),
            title: definition.title.as_deref().unwrap_or_default().to_owned(),
        })
        .collect();
    out.sort_by_key(|note| note.span);
    out
}

/// The number of a link `[3]`, `[3][]` or `[words][3]` where the words are a number.
pub fn number<'a>(event: &Event, source: &'a str) -> Option<&'a str> {
    let Event::Start(Tag::Link { link_type: LinkType::Shortcut | LinkType::Collapsed, .. }) = event else {
        return None;
    };
    let label = source.strip_prefix('[')?.split(']').next()?;
    is_number(label).then_some(label)
}

fn is_number(label: &str) -> bool {
    (1..=3).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_digit())
}

/// Writes the notes, address and title, of the numbers that are called.
pub fn write(notes: &[Numbered], text: &str, walker: &mut Walker) {
    let builder = &mut walker.builder;
    for note in notes.iter().filter(|note| walker.called.contains(&note.key)) {
        let source = &text[note.span.start..note.span.end];
        builder.end_block(note.span.start);
        builder.open_note(&note.key, &note.label, note.span.start);
        let mut from = source.find("]:").map_or(0, |colon| colon + 2);
        for part in [&note.dest, &note.title] {
            match source[from..].find(part.as_str()).filter(|_| !part.is_empty()) {
                Some(at) => {
                    builder.text(part, note.span.start + from + at);
                    from += at + part.len();
                }
                None => builder.replaced(part, Span::new(note.span.start + from, note.span.end)),
            }
            builder.blank(Span::new(note.span.start + from, note.span.start + from));
        }
        builder.close_note(note.span.end);
    }
}
