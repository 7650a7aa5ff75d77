//! Title, author, date and language as office programs keep them, without what
//! the programs fill in by themselves.

use std::collections::HashSet;

use crate::model::{Block, BlockKind, Document, Meta, Place};
use crate::works::{date, language};

/// A text of the metadata: blanks joined, escapes such as `_x000d_` gone;
/// `None` where nothing is left.
pub fn clean(text: &str) -> Option<String> {
    let text = text.replace("_x000d_", " ").replace("_x000a_", " ");
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!joined.is_empty()).then_some(joined)
}

/// A title. `Microsoft Word - draft.doc` and `Document1` are the names of
/// files, which a program put there. Counter-example: "Word and Deed".
pub fn title(text: &str) -> Option<String> {
    let title = clean(text)?;
    let lower = title.to_lowercase();
    let made = lower.starts_with("microsoft word - ");
    let numbered = ["document", "untitled", "dokument", "title"]
        .iter()
        .any(|name| lower.strip_prefix(name).is_some_and(|rest| rest.trim().bytes().all(|b| b.is_ascii_digit())));
    let file = [".doc", ".docx", ".odt", ".dot", ".rtf", ".wpd"].iter().any(|end| lower.ends_with(end));
    let blank = matches!(lower.as_str(), "word document" | "[title]" | "powerpoint presentation" | "slide 1");
    (!made && !numbered && !file && !blank).then_some(title)
}

/// Names that programs give to whoever uses them.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "author",
    "home",
    "microsoft",
    "microsoft office user",
    "owner",
    "python-docx",
    "unknown",
    "un-named",
    "user",
    "utilisateur windows",
    "usuario de windows",
    "windows-benutzer",
    "windows user",
];

/// An author.
pub fn author(text: &str) -> Option<String> {
    clean(text).filter(|name| !NOBODY.contains(&name.to_lowercase().as_str()))
}

/// The day of a time stamp, `2017-04-25T14:58:00Z`. Years before there were
/// office programs come from clocks that were not set.
pub fn date(stamp: &str) -> Option<String> {
    let day = stamp.trim().get(..10)?;
    let shape = day.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let (month, number) = (day.get(5..7)?, day.get(8..10)?);
    let real = ("01"..="12").contains(&month) && ("01"..="31").contains(&number) && ("1985".."2100").contains(&day);
    (shape && real).then(|| day.to_owned())
}

/// Keeps what stands beside the work once: the first page, even and odd ones have heads of
/// their own that mostly say the same. It begins with the block `from`.
pub fn once(document: &mut Document, from: usize) {
    let mut seen = HashSet::new();
    let mut called: HashSet<usize> = HashSet::new();
    for marker in &document.markers {
        if let Place::Block { block, .. } = marker.place {
            called.insert(block);
        }
    }
    let mut kept = Vec::with_capacity(document.blocks.len());
    // where each block comes to stand
    let mut moved = Vec::with_capacity(document.blocks.len());
    for (at, block) in std::mem::take(&mut document.blocks).into_iter().enumerate() {
        moved.push(kept.len());
        let beside = at >= from && block.kind == BlockKind::Chrome && !called.contains(&at);
        if !beside || seen.insert(block.text.text.clone()) {
            kept.push(block);
        }
    }
    document.blocks = kept;
    for marker in &mut document.markers {
        if let Place::Block { block, .. } = &mut marker.place {
            *block = moved.get(*block).copied().unwrap_or(*block);
        }
    }
}

/// Notes the day on which the file was made.
pub fn created(meta: &mut Meta, stamp: &str) {
    if let Some(date) = date(stamp) {
        meta.fields.entry("created".to_owned()).or_insert(date);
    }
}

/// Fills in the date where the metadata has none: that of the paragraph in the style of dates,
/// which begins at byte `at`, where it is a date and nothing else.
pub fn settle_date(document: &mut Document, at: Option<usize>) {
    if document.meta.date.is_none() {
        document.meta.date =
            at.and_then(|at| text_at(document, at)).and_then(|text| date::whole(&text)).map(|date| date.to_string());
    }
}

/// The text of the block that begins at byte `at`.
fn text_at(document: &Document, at: usize) -> Option<String> {
    let bears = |block: &&Block| block.spans.first().is_some_and(|span| span.start == at);
    document.blocks.iter().find(bears).map(|block| block.text.text.clone())
}

/// Puts a further field in, where it says anything; keywords one after another.
pub fn field(meta: &mut Meta, name: &str, text: &str) {
    let Some(text) = clean(text) else { return };
    let value = meta.fields.entry(name.to_owned()).or_default();
    if !value.is_empty() {
        value.push_str(", ");
    }
    value.push_str(&text);
}

/// Fills in the language: that of the text where it can be told, for programs
/// mark texts in any language as the one they were installed in; else the
/// `declared` one.
pub fn settle_language(meta: &mut Meta, blocks: &[Block], declared: Option<&str>) {
    meta.language = crate::read::text::language(blocks).or_else(|| declared.and_then(language::code));
}

/// Fills in the title where the metadata has none: the first paragraph in the
/// style of titles, which begins at byte `at`.
pub fn settle_title(document: &mut Document, at: Option<usize>) {
    let Some(at) = at.filter(|_| document.meta.title.is_none()) else { return };
    let title = text_at(document, at);
    document.meta.title = title.filter(|title| !title.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_programs_make_are_none() {
        for text in ["", "  ", "Microsoft Word - draft 3.doc", "Document1", "Untitled", "report.docx"] {
            assert_eq!(title(text), None, "{text}");
        }
        assert_eq!(title(" Word and_x000d_\nDeed ").as_deref(), Some("Word and Deed"));
        assert_eq!(title("Documents of a River").as_deref(), Some("Documents of a River"));
    }

    #[test]
    fn authors_dates_and_languages() {
        assert_eq!((author("Windows User"), author("A. Writer").as_deref()), (None, Some("A. Writer")));
        assert_eq!(date("2017-04-25T14:58:00Z").as_deref(), Some("2017-04-25"));
        assert_eq!((date("1601-01-01T00:00:00Z"), date("2017-13-01"), date("2017")), (None, None, None));
        assert_eq!((language::code("en-GB").as_deref(), language::code("x-none")), (Some("en"), None));
    }
}
