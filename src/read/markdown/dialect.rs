//! Marks of the programs that make pages of Markdown (Hugo, Jekyll, pandoc, MyST, Obsidian), which
//! no reader of the page sees: shortcodes, attributes, roles, comments, fences of directives.

use std::borrow::Cow;

use crate::span::Span;

/// Shortcodes: how they begin and end. What stands between two of them is text.
const SHORTCODES: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];

/// Directives of MyST whose content is Markdown.
const DIRECTIVES: &[&str] = &[
    "note",
    "warning",
    "tip",
    "important",
    "admonition",
    "attention",
    "caution",
    "danger",
    "error",
    "hint",
    "seealso",
    "margin",
    "aside",
    "sidebar",
    "topic",
    "epigraph",
    "highlights",
    "pull-quote",
    "dropdown",
    "versionadded",
    "versionchanged",
    "deprecated",
    "exercise",
    "solution",
    "card",
    "tab-item",
    "grid-item",
    "details",
];

/// The bytes of a block that are no text, in order.
pub fn unread(text: &str, block: Span) -> Vec<Span> {
    let own = &text[block.start..block.end];
    let mut out = Vec::new();
    if own.contains("%%") {
        out.extend(comments(text, block));
    }
    if own.contains('{') {
        out.extend(braces(text, block));
    }
    out.sort_by_key(|span| span.start);
    out
}

/// Comments: between two pairs of percent signs, the first of which begins a word and the
/// second of which ends one. `100%%` begins none.
fn comments(text: &str, block: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = block.start;
    while let Some(found) = text[at..block.end].find("%%") {
        let start = at + found;
        at = start + 2;
        let begins = start == block.start || text[..start].ends_with(char::is_whitespace);
        if let Some(len) = text[at..block.end].find("%%").filter(|_| begins) {
            at += len + 2;
            out.push(Span::new(start, at));
        }
    }
    out
}

/// Shortcodes, attributes and roles.
fn braces(text: &str, block: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = block.start;
    while let Some(found) = text[at..block.end].find('{') {
        let start = at + found;
        let rest = &text[start..block.end];
        let len = shortcode(rest).or_else(|| role(rest)).or_else(|| attributes(&text[block.start..start], rest));
        out.extend(len.map(|len| Span::new(start, start + len)));
        at = start + len.unwrap_or(1);
    }
    out
}

fn shortcode(rest: &str) -> Option<usize> {
    let (_, close) = SHORTCODES.iter().find(|(open, _)| rest.starts_with(open))?;
    Some(rest.find(close)? + close.len())
}

/// `{doc}` before the text of a role.
fn role(rest: &str) -> Option<usize> {
    let end = rest.find('}')?;
    let name = &rest[1..end];
    let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b":_-.+".contains(&b));
    (named && rest[end + 1..].starts_with('`')).then_some(end + 1)
}

/// `{.class #id key=value}` after a link, a picture, code, or at the end of a line.
fn attributes(before: &str, rest: &str) -> Option<usize> {
    let end = rest.find('}').filter(|end| !rest[..*end].contains('\n'))?;
    let mut words = rest[1..end].split_ascii_whitespace().peekable();
    words.peek()?;
    let pair =
        |word: &str| word.split_once('=').is_some_and(|(key, _)| key.starts_with(|c: char| c.is_ascii_alphabetic()));
    let said = words.all(|word| word.len() > 1 && word.starts_with(['.', '#']) || pair(word) || word.ends_with('"'));
    let after = rest[end + 1..].trim_start_matches([' ', '\t']);
    let ends =
        (before.is_empty() || before.ends_with(char::is_whitespace)) && (after.is_empty() || after.starts_with('\n'));
    (said && (before.ends_with([']', ')', '`', '*', '_']) || ends)).then_some(end + 1)
}

/// The text without the fences of directives of MyST, whose content would be code: blanks stand
/// for them, so that every byte keeps its place.
pub fn without_fences(text: &str) -> Cow<'_, str> {
    if !text.contains("```{") && !text.contains("~~~{") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    // the fences that are open, and whether options may still come
    let mut open: Vec<&str> = Vec::new();
    let mut options = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let begins = directive(bare);
        let is_option = options && bare.starts_with(':') && bare[1..].contains(':');
        options = begins.is_some() || is_option;
        match (begins, open.last()) {
            (Some((fence, len)), _) => {
                open.push(fence);
                let from = line.len() - line.trim_start().len() + len;
                blank(&mut out, &line[..from]);
                out.push_str(&line[from..]);
            }
            (None, Some(fence)) if bare == *fence => {
                open.pop();
                blank(&mut out, line);
            }
            _ if is_option => blank(&mut out, line),
            _ => out.push_str(line),
        }
    }
    // a fence that is never closed is none
    if open.is_empty() { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

/// The fence of a directive whose content is Markdown, and the bytes up to its title.
fn directive(line: &str) -> Option<(&str, usize)> {
    let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let len = line.len() - line.trim_start_matches(sign).len();
    let name = line[len..].strip_prefix('{')?.split('}').next()?;
    (len >= 3 && DIRECTIVES.contains(&name)).then_some((&line[..len], len + name.len() + 2))
}

fn blank(out: &mut String, line: &str) {
    out.extend(line.chars().flat_map(|c| {
        let stands = if c == '\n' || c == '\r' { c } else { ' ' };
        std::iter::repeat_n(stands, c.len_utf8())
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let (mut out, mut at) = (String::new(), 0);
        for span in unread(text, Span::new(0, text.len())) {
            out.push_str(&text[at..span.start]);
            at = span.end;
        }
        out + &text[at..]
    }

    #[test]
    fn marks_of_programs_are_no_text() {
        let cases = [
            ("{{< note >}}Dark{{< /note >}} {% raw %}x", "Dark x"),
            ("a [word]{.smallcaps #w k=\"v\"} so", "a [word] so"),
            ("see {doc}`the mill` and {cite:p}`bell`", "see `the mill` and `bell`"),
            ("A line. {.lead}", "A line. "),
            ("a %%note to self%% b", "a  b"),
        ];
        for (text, want) in cases {
            assert_eq!(shown(text), want, "{text}");
        }
    }

    #[test]
    fn braces_of_the_author_are() {
        for text in ["a set {a, b} of", "f {x} `code`", "{{ name }} of", "x = {1: 2}", "100%% of 5%%", "{.} y", "{ }"] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn directives_hold_markdown() {
        let text = "a\n```{note} Title\n:class: x\nThe pilot.[^1]\n```\nb\n```{code-block} c\nx\n```\n";
        let masked = without_fences(text);
        assert_eq!(masked.len(), text.len());
        let lines: Vec<&str> = masked.lines().map(str::trim).collect();
        assert_eq!(lines, ["a", "Title", "", "The pilot.[^1]", "", "b", "```{code-block} c", "x", "```"]);
        assert_eq!(without_fences("```{note}\nx"), "```{note}\nx");
    }
}
