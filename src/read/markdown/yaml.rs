//! The part of YAML that front matter uses: a mapping of names to text, to
//! lists, and to mappings of which the name or family is taken.

use crate::model::Meta;
use crate::read::fields;
use crate::span::Span;

/// A field: its name, its own value, and the lines below it.
struct Field<'a> {
    name: &'a str,
    value: &'a str,
    /// Indented lines and list items, with their first byte.
    below: Vec<(usize, &'a str)>,
}

/// True where the first line that says anything is `name:` or `name: value`.
pub fn is_mapping(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| name(line).is_some())
}

/// Reads the fields; returns the bytes of an abstract that stands as a block.
pub fn read(text: &str, meta: &mut Meta) -> Option<Span> {
    let mut summary = None;
    for field in split(text) {
        if field.name == "abstract" && is_block(field.value) {
            let (first, last) = (field.below.first()?, field.below.last()?);
            summary = Some(Span::new(first.0, last.0 + last.1.len()));
            continue;
        }
        fields::set(meta, field.name, &value(&field));
    }
    summary
}

fn split(text: &str) -> Vec<Field<'_>> {
    let mut out: Vec<Field> = Vec::new();
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end();
        match name(line) {
            Some((name, value)) => out.push(Field { name, value, below: Vec::new() }),
            None if line.starts_with('#') => {}
            None => out.iter_mut().last().into_iter().for_each(|field| field.below.push((at, line))),
        }
        at += raw.len();
    }
    out
}

/// The name and value of a line `name: value` that is not indented.
fn name(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    let quoted = |quote| name.strip_prefix(quote).and_then(|name: &str| name.strip_suffix(quote));
    let bare = quoted('"').or_else(|| quoted('\'')).unwrap_or(name);
    let fits =
        bare.starts_with(char::is_alphabetic) && bare.chars().all(|c| c.is_alphanumeric() || " -_./@".contains(c));
    (fits && (value.is_empty() || value.starts_with([' ', '\t']))).then(|| (bare, value.trim()))
}

/// True for `|`, `>`, `|-`, `>2` and the like: the text stands below.
fn is_block(value: &str) -> bool {
    value.starts_with(['|', '>']) && value.len() <= 3
}

/// The value of a field as one text; items of a list are parted by `; `.
fn value(field: &Field) -> String {
    let lines = || field.below.iter().map(|(_, line)| line.trim()).filter(|line| !line.is_empty());
    if is_block(field.value) {
        return lines().collect::<Vec<_>>().join(" ");
    }
    if !field.value.is_empty() {
        let whole: Vec<&str> = std::iter::once(field.value).chain(lines()).collect();
        return own(&whole.join(" "));
    }
    if lines().next().is_some_and(|line| line.starts_with("- ") || line == "-") {
        return list(&field.below);
    }
    if lines().any(|line| name(line).is_some()) {
        return person(lines()).unwrap_or_default();
    }
    scalar(&lines().collect::<Vec<_>>().join(" "))
}

/// A value that stands after the name.
fn own(value: &str) -> String {
    let inner = |open, close| value.strip_prefix(open).and_then(|rest: &str| rest.trim_end().strip_suffix(close));
    if let Some(list) = inner('[', ']') {
        return items(list).join("; ");
    }
    if let Some(mapping) = inner('{', '}') {
        return person(mapping.split(',').map(str::trim)).unwrap_or_default();
    }
    scalar(value)
}

/// A list below its name: of texts, or of mappings that name somebody.
fn list(lines: &[(usize, &str)]) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines = || lines.iter().map(|(_, line)| *line).filter(|line| !line.trim().is_empty());
    let outer = lines().next().map_or(0, indent);
    let mut entries: Vec<Vec<&str>> = Vec::new();
    for line in lines() {
        match line.trim().strip_prefix('-').filter(|_| indent(line) == outer) {
            Some(rest) => entries.push(vec![rest.trim()]),
            None => entries.iter_mut().last().into_iter().for_each(|entry| entry.push(line.trim())),
        }
    }
    let entry = |lines: &Vec<&str>| match lines.iter().any(|line| name(line).is_some()) {
        true => person(lines.iter().copied()),
        false => Some(own(&lines.join(" "))),
    };
    entries.iter().filter_map(entry).filter(|entry| !entry.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Who or what a mapping names: its `name`, else `given` and `family`, else `title`.
fn person<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    let found: Vec<(&str, String)> = lines.filter_map(name).map(|(name, value)| (name, scalar(value))).collect();
    let get = |wanted: &str| found.iter().find(|(name, value)| *name == wanted && !value.is_empty());
    let of = |wanted: &str| get(wanted).map(|(_, value)| value.clone());
    let whole = || match (of("given"), of("family")) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        (given, family) => family.or(given),
    };
    of("name").or_else(whole).or_else(|| of("title")).or_else(|| of("literal"))
}

/// The items of `a, "b, c", 'd'`.
pub fn items(list: &str) -> Vec<String> {
    let (mut out, mut quote, mut start) = (Vec::new(), None, 0);
    for (at, c) in list.char_indices().chain([(list.len(), ',')]) {
        match (quote, c) {
            (None, '"' | '\'') if list[start..at].trim().is_empty() => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, ',') => {
                out.push(scalar(&list[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    out.retain(|item: &String| !item.is_empty());
    out
}

/// A text without its quotes or the comment after it.
pub fn scalar(text: &str) -> String {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix('"') {
        let end = inner.rfind('"').unwrap_or(inner.len());
        return inner[..end].replace("\\\"", "\"").replace("\\\\", "\\");
    }
    if let Some(inner) = text.strip_prefix('\'') {
        return inner[..inner.rfind('\'').unwrap_or(inner.len())].replace("''", "'");
    }
    text.split(" #").next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meta(text: &str) -> Meta {
        let mut meta = Meta::default();
        read(text, &mut meta);
        meta
    }

    #[test]
    fn authors_in_all_their_shapes() {
        let cases = [
            "author: A. B; C. D # both",
            "author: [A. B, \"C. D\"]",
            "author:\n- A. B\n- C. D",
            "author:\n  - name: A. B\n    email: a@b\n  - name: 'C. D'\n    affiliation:\n      - name: University",
            "author:\n  - {name: A. B}\n  - given: C.\n    family: D",
        ];
        for case in cases {
            assert_eq!(meta(case).author.as_deref(), Some("A. B; C. D"), "{case}");
        }
    }

    #[test]
    fn texts_in_all_their_shapes() {
        let cases =
            ["title: \"On: x\"", "title: 'On: x'", "title: >-\n  On:\n  x", "title:\n  'On: x'", "\"title\" : On: x"];
        for case in cases {
            assert_eq!(meta(case).title.as_deref(), Some("On: x"), "{case}");
        }
    }

    #[test]
    fn an_abstract_is_text() {
        let text = "title: T\nabstract: |\n  One.\n\n  Two.\ntags: x\n";
        let span = read(text, &mut Meta::default()).unwrap();
        assert_eq!(&text[span.start..span.end], "  One.\n\n  Two.");
    }
}
