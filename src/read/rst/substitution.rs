//! Substitutions: `.. |name| replace:: text` and what stands in its place.

use std::collections::HashMap;

use super::field;
use crate::read::lines::Line;

/// What names are compared by.
pub fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// All substitutions by name, with the text that they stand for: of `replace`
/// what it says, of `unicode` its signs, of `image` its legend. Others have none.
pub fn definitions(text: &str, lines: &[Line]) -> HashMap<String, String> {
    let mut out = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let words = &text[line.text..line.end];
        let Some((name, rest)) = words.strip_prefix(".. |").and_then(|rest| rest.split_once('|')) else { continue };
        let Some((kind, value)) = rest.trim_start().split_once("::") else { continue };
        let below = lines[at + 1..].iter().take_while(|below| !below.is_blank() && below.indent > line.indent);
        let below = below.map(|below| &text[below.text..below.end]);
        let value = match kind.trim() {
            "replace" => plain(&std::iter::once(value.trim()).chain(below).collect::<Vec<_>>().join(" ")),
            "unicode" => signs(value),
            "image" => legend(below),
            _ => continue,
        };
        out.entry(key(name)).or_insert(value);
    }
    out
}

/// Text without the signs of emphasis, literals and links.
fn plain(text: &str) -> String {
    let text = text.replace(['*', '`'], "");
    let words = text.split(' ').filter(|word| !(word.starts_with('<') && word.trim_end_matches('_').ends_with('>')));
    words.map(|word| word.trim_end_matches('_').trim_matches('\\')).collect::<Vec<_>>().join(" ")
}

/// `0xA9`, `U+00A9`, `&#xA9;` and plain text, up to a comment.
fn signs(value: &str) -> String {
    let value = value.split(" ..").next().unwrap_or_default();
    let sign = |word: &str| {
        let hex = ["0x", "U+", "u+", "\\x", "\\u", "x", "u"].iter().find_map(|prefix| word.strip_prefix(prefix));
        let hex = hex.or_else(|| word.strip_prefix("&#x").and_then(|code| code.strip_suffix(';')));
        hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32)
    };
    value.split_whitespace().map(|word| sign(word).map_or_else(|| word.to_owned(), String::from)).collect()
}

fn legend<'a>(mut below: impl Iterator<Item = &'a str>) -> String {
    let alt =
        |line: &'a str| field::name(line).filter(|(name, _)| *name == "alt").map(|(_, length)| line.get(length..));
    below.find_map(alt).flatten().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substitutions_say_what_they_stand_for() {
        let text = ".. |PSF| replace:: The *Quay*\n   Office_\n.. |c| unicode:: 0xA9 .. sign\n.. |x| image:: a.png\n   :alt: A quay\n.. |y| date::\n";
        let found = definitions(text, &crate::read::lines::scan(text, 0));
        let get = |name: &str| found.get(name).map(String::as_str);
        assert_eq!(
            [get("psf"), get("c"), get("x"), get("y")],
            [Some("The Quay Office"), Some("©"), Some("A quay"), None]
        );
    }
}
