//! What stands before the text of a Markdown file: front matter in YAML or
//! TOML, pandoc's title block, header lines.

use super::{toml, yaml};
use crate::model::Meta;
use crate::read::fields::{self, header, line, next};
use crate::span::Span;

/// The front of a file.
#[derive(Debug, Default)]
pub struct Front {
    /// The byte at which the text begins.
    pub body: usize,
    /// An abstract, its bytes: text that a reader is shown.
    pub summary: Option<Span>,
}

/// Reads the front of a file into `meta`. What is no front matter beyond doubt
/// is text.
pub fn read(text: &str, meta: &mut Meta) -> Front {
    let start = text.len() - text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']).len();
    let front = fenced(text, start, meta).or_else(|| title_block(text, start, meta));
    let headers = |meta: &mut Meta| Some(Front { body: fields::headers(text, start, meta)?, summary: None });
    let front = front.or_else(|| headers(meta)).unwrap_or_default();
    bullets(&text[front.body..], meta);
    front
}

/// A list at the top, below the title or not, that says what the document is:
/// `- Start Date: 2020-01-02`, as proposals begin. It stays in the text. One of
/// the items must be a date, an author or a feature name.
fn bullets(text: &str, meta: &mut Meta) {
    let mut lines = text.lines().skip_while(|line| line.trim().is_empty() || line.starts_with("# ")).peekable();
    let item = |line: &str| {
        let (name, value) = header(line.strip_prefix(['-', '*'])?.trim_start())?;
        let bare = value.split("](").next().unwrap_or_default();
        Some((name.to_owned(), bare.replace(['[', '`', '*'], "")))
    };
    let found: Vec<(String, String)> = std::iter::from_fn(|| item(lines.next()?)).take(20).collect();
    const KNOWN: [&str; 6] = ["start date", "date", "created", "author", "authors", "feature name"];
    if found.len() > 1 && found.iter().any(|(name, _)| KNOWN.contains(&name.to_lowercase().as_str())) {
        found.iter().for_each(|(name, value)| fields::set(meta, name, value));
    }
}

/// `---` to `---` or `...` around YAML, `+++` to `+++` around TOML. A rule at
/// the top of a text is neither: it has no second one, or no field after it.
fn fenced(text: &str, start: usize, meta: &mut Meta) -> Option<Front> {
    let first = line(text, start);
    let (closers, toml): (&[&str], bool) = match text[first.start..first.end].trim_end() {
        "---" => (&["---", "..."], false),
        "+++" => (&["+++"], true),
        _ => return None,
    };
    let from = next(text, first);
    let mut at = from;
    while at < text.len() {
        let row = line(text, at);
        if closers.contains(&text[row.start..row.end].trim_end()) {
            let inner = &text[from..row.start];
            let mut front = Front { body: next(text, row), summary: None };
            if toml {
                toml::read(inner, meta);
            } else if yaml::is_mapping(inner) {
                front.summary = yaml::read(inner, meta).map(|span| Span::new(span.start + from, span.end + from));
            } else {
                return None;
            }
            return Some(front);
        }
        at = next(text, row);
    }
    None
}

/// Pandoc's title block: lines `% title`, `% author; author`, `% date`, in this
/// order, each going on in indented lines.
fn title_block(text: &str, start: usize, meta: &mut Meta) -> Option<Front> {
    if !text[start..].starts_with('%') || text[start..].starts_with("%%") {
        return None;
    }
    let mut values: Vec<String> = Vec::new();
    let mut at = start;
    while at < text.len() {
        let row = line(text, at);
        let words = &text[row.start..row.end];
        if let Some(value) = words.strip_prefix('%').filter(|_| values.len() < 3) {
            values.push(value.trim().to_owned());
        } else if words.starts_with([' ', '\t']) && !words.trim().is_empty() {
            // each author has a line
            let join = if values.len() == 2 { "; " } else { " " };
            values.iter_mut().last().into_iter().for_each(|value| *value += &format!("{join}{}", words.trim()));
        } else {
            break;
        }
        at = next(text, row);
    }
    for (name, value) in ["title", "author", "date"].into_iter().zip(&values) {
        fields::set(meta, name, value);
    }
    Some(Front { body: at, summary: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(text: &str) -> (&str, Meta) {
        let mut meta = Meta::default();
        let front = read(text, &mut meta);
        (&text[front.body..], meta)
    }

    #[test]
    fn each_kind_of_front_is_read() {
        let cases = [
            "---\ntitle: A\nauthor: B\ndate: 2020-01-02\n---\nText",
            "+++\ntitle = \"A\"\nauthor = 'B'\ndate = 2020-01-02T00:00:00Z\n+++\nText",
            "% A\n% B\n% 2 January 2020\nText",
            "\u{feff}Title:  A\r\nAuthor: B\r\nDate: 2020-01-02\r\n\r\nText",
        ];
        for case in cases {
            let (body, meta) = front(case);
            assert_eq!(body.trim(), "Text", "{case}");
            let found = [meta.title.as_deref(), meta.author.as_deref(), meta.date.as_deref()];
            assert_eq!(found, [Some("A"), Some("B"), Some("2020-01-02")], "{case}");
        }
    }

    #[test]
    fn the_list_of_a_proposal_is_read_and_stays() {
        let text = "# On x\n\n- Start Date: 2020-01-02\n- Change: [x/y#1](http://x)\n\nText";
        let (body, meta) = front(text);
        assert_eq!((body, meta.date.as_deref()), (text, Some("2020-01-02")));
        assert_eq!(meta.fields.get("change").map(String::as_str), Some("x/y#1"));
    }

    #[test]
    fn what_is_text_stays_text() {
        let cases = [
            "---\n\nA rule, then text.\n\n---\n\nMore.",
            "---\ntitle: never closed\n\nText",
            "Note: this is old.\n\nText",
            "Title: a sentence\nthat goes on",
            "100% of it",
            "- one: a list\n- two: of things",
        ];
        for case in cases {
            assert_eq!(front(case), (case, Meta::default()), "{case}");
        }
    }
}
