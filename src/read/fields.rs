//! What a document says about itself, by the names that front matter, header
//! lines and keywords give: title, author, date, language and the rest.

use crate::model::{Block, BlockKind, Meta};
use crate::span::Span;
use crate::works::{date, language};

/// Takes a field. A title, author, publisher, date or language that is known
/// already stays; what has no place of its own goes to `meta.fields` under its
/// name in lower case, and so does a date or language that cannot be read.
pub fn set(meta: &mut Meta, name: &str, value: &str) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if value.is_empty() || matches!(value.as_str(), "~" | "null" | "{}" | "[]") {
        return;
    }
    let name = name.trim().to_lowercase();
    let (slot, known) = match name.as_str() {
        "title" => (&mut meta.title, Some(value.clone())),
        "author" | "authors" | "by" | "creator" => (&mut meta.author, Some(value.clone())),
        "publisher" => (&mut meta.publisher, Some(value.clone())),
        "date" | "created" | "published" | "pubdate" | "year" | "start date" | "publish_date" => {
            (&mut meta.date, date::iso(&value))
        }
        "lang" | "language" | "locale" => (&mut meta.language, language::code(&value)),
        _ => return other(meta, name, value),
    };
    match known {
        Some(known) if slot.is_none() => *slot = Some(known),
        _ => other(meta, name, value),
    }
}

fn other(meta: &mut Meta, name: String, value: String) {
    meta.fields.entry(name).or_insert(value);
}

/// Header lines as in a letter, up to a blank line: `Title: …`, `Author: …`,
/// `Date: …`, as MultiMarkdown has them. One of the lines must be a title, an
/// author or a date. Returns the byte at which the text begins.
/// Counter-example: a first paragraph `Note: this is old.`
pub fn headers(text: &str, start: usize, meta: &mut Meta) -> Option<usize> {
    let mut found: Vec<(&str, String)> = Vec::new();
    let mut at = start;
    while at < text.len() {
        let row = line(text, at);
        let words = &text[row.start..row.end];
        if words.trim().is_empty() {
            break;
        }
        if words.starts_with([' ', '\t']) {
            let (_, value) = found.last_mut()?;
            value.push(' ');
            value.push_str(words.trim());
        } else {
            found.push(header(words)?);
        }
        at = next(text, row);
    }
    found.iter().any(|(name, _)| is_field_of_works(name)).then_some(())?;
    found.iter().for_each(|(name, value)| set(meta, name, value));
    Some(at)
}

/// True for the name of a field that says what work this is.
pub fn is_field_of_works(name: &str) -> bool {
    const KNOWN: [&str; 6] = ["title", "author", "authors", "date", "created", "publisher"];
    KNOWN.contains(&name.to_lowercase().as_str())
}

/// The name and value of `Name: value`; a name is up to three words of letters.
pub fn header(line: &str) -> Option<(&str, String)> {
    let (name, value) = line.split_once(':')?;
    let letters = name.chars().all(|c| c.is_alphanumeric() || " -_".contains(c));
    let fits = letters && name.starts_with(char::is_alphabetic) && name.split(' ').count() <= 3;
    (fits && (value.is_empty() || value.starts_with([' ', '\t']))).then(|| (name, value.trim().to_owned()))
}

/// The title where nothing else gives one: the first heading, if it is of the
/// first level and the only one. Counter-example: a book whose chapters are all
/// of the first level.
pub fn sole_title(blocks: &[Block], meta: &mut Meta) {
    let mut headings = blocks.iter().filter(|block| block.kind == BlockKind::Heading);
    let Some(first) = headings.next().filter(|first| first.level == 1 && !first.text.is_empty()) else { return };
    if meta.title.is_none() && headings.all(|heading| heading.level > 1) {
        meta.title = Some(first.text.text.clone());
    }
}

/// The line at byte `at`, without its end.
pub fn line(text: &str, at: usize) -> Span {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    Span::new(at, end - usize::from(text[at..end].ends_with('\r')))
}

/// The byte at which the next line begins.
pub fn next(text: &str, line: Span) -> usize {
    text[line.end..].find('\n').map_or(text.len(), |end| line.end + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_find_their_places() {
        let mut meta = Meta::default();
        let given = [("Title", "A\n  title"), ("date", "03/07/2020"), ("lang", "en-GB"), ("Title", "B"), ("tags", "")];
        for (name, value) in given {
            set(&mut meta, name, value);
        }
        assert_eq!((meta.title.as_deref(), meta.date, meta.language.as_deref()), (Some("A title"), None, Some("en")));
        let fields: Vec<_> = meta.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, [("date", "03/07/2020"), ("title", "B")]);
    }
}
