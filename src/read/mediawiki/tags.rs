//! Tags of HTML and of extensions.

use super::pairs;
use super::walk::{End, Reader, Then};
use crate::model::BlockKind;
use crate::span::Span;

/// A tag as it stands in the source.
#[derive(Debug, PartialEq)]
pub(super) struct Tag {
    /// Its name in lower case.
    pub name: String,
    /// `</name>`.
    pub closing: bool,
    /// `<name />`.
    pub alone: bool,
    /// Bytes of the attributes.
    pub attributes: (usize, usize),
    /// The byte after it.
    pub end: usize,
}

/// Names that make a tag; `<` before any other word is text.
const NAMES: &[&str] = &[
    "ref",
    "references",
    "nowiki",
    "pre",
    "math",
    "chem",
    "ce",
    "source",
    "syntaxhighlight",
    "score",
    "timeline",
    "hiero",
    "imagemap",
    "graph",
    "mapframe",
    "maplink",
    "templatedata",
    "templatestyles",
    "gallery",
    "poem",
    "noinclude",
    "includeonly",
    "onlyinclude",
    "section",
    "indicator",
    "br",
    "hr",
    "b",
    "i",
    "u",
    "s",
    "em",
    "strong",
    "small",
    "big",
    "sub",
    "sup",
    "code",
    "tt",
    "kbd",
    "samp",
    "var",
    "span",
    "div",
    "p",
    "center",
    "font",
    "del",
    "ins",
    "strike",
    "abbr",
    "cite",
    "dfn",
    "q",
    "mark",
    "time",
    "data",
    "bdi",
    "bdo",
    "wbr",
    "ruby",
    "rt",
    "rp",
    "rb",
    "blockquote",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "img",
    "translate",
    "languages",
    "tvar",
    "nobr",
    "a",
];

/// The tag whose `<` stands at byte `at`, if one does; at most 2000 bytes.
pub(super) fn tag(src: &str, at: usize) -> Option<Tag> {
    let rest = src[at..].strip_prefix('<')?;
    let closing = rest.starts_with('/');
    let name_at = at + 1 + usize::from(closing);
    let length = src.as_bytes()[name_at..].iter().take(20).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let name = src[name_at..name_at + length].to_ascii_lowercase();
    if !NAMES.contains(&name.as_str()) {
        return None;
    }
    let from = name_at + length;
    let mut quote = None;
    let attributes = &src.as_bytes()[from..];
    let length = attributes.iter().take(2000).position(|&byte| match (byte, quote) {
        (b'"' | b'\'', None) => {
            quote = Some(byte);
            false
        }
        (_, Some(open)) if open == byte || byte == b'\n' => {
            quote = None;
            false
        }
        (b'>' | b'<', None) => true,
        _ => false,
    });
    // a quotation mark that is never closed does not hide the end
    let length = length.or_else(|| attributes.iter().take(300).position(|byte| matches!(byte, b'>' | b'<')))?;
    if attributes[length] == b'<' {
        return None;
    }
    let alone = src[from..from + length].ends_with('/');
    Some(Tag { name, closing, alone, attributes: (from, from + length - usize::from(alone)), end: from + length + 1 })
}

/// The value of the attribute `name`, quoted or not.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(found) = attributes[from..].find(name).map(|at| from + at) {
        from = found + name.len();
        let alone = !attributes[..found].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let Some(value) = attributes[from..].trim_start().strip_prefix('=').filter(|_| alone) else { continue };
        let value = value.trim_start();
        return Some(match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default(),
            _ => value.split_whitespace().next().unwrap_or_default(),
        });
    }
    None
}

impl<'a> Reader<'a> {
    /// `<` at byte `at`; true where it begins a tag or a comment.
    pub(super) fn tag(&mut self, at: usize, end: usize) -> bool {
        if self.src[at..end].starts_with("<!--") {
            return self.comment(at, end);
        }
        let Some(tag) = tag(self.src, at).filter(|tag| tag.end <= end) else { return false };
        self.advance(tag.end);
        match tag.name.as_str() {
            "ref" => self.reference(&tag, at),
            "references" => self.references(&tag),
            name if pairs::RAW.contains(&name) && !tag.closing && !tag.alone => self.raw(&tag, at, end),
            _ => self.html(&tag, at),
        }
        true
    }

    fn comment(&mut self, at: usize, end: usize) -> bool {
        if self.gone.contains("-->") {
            return false;
        }
        match self.src[at..end].find("-->") {
            Some(length) => self.advance(at + length + 3),
            None => {
                self.gone.insert("-->");
                return false;
            }
        }
        // a comment that is a line of its own leaves no empty line
        let (after, bytes) = (self.frames.last().map_or(end, |frame| frame.at), self.src.as_bytes());
        if (at == 0 || bytes[at - 1] == b'\n') && after < end && bytes[after] == b'\n' {
            self.advance(after + 1);
        }
        true
    }

    /// Text that is no markup.
    fn raw(&mut self, tag: &Tag, at: usize, end: usize) {
        let name = &self.src[at + 1..at + 1 + tag.name.len()];
        let Some(close) = pairs::raw_end(self.src, tag.end, name, &mut self.gone).filter(|close| *close <= end) else {
            return;
        };
        let after = self.src[close..end].find('>').map_or(end, |length| close + length + 1);
        self.advance(after);
        match tag.name.as_str() {
            "nowiki" | "math" | "chem" | "ce" => self.raw_text(tag.end, close),
            "pre" | "source" | "syntaxhighlight" if self.notes.is_empty() => {
                self.b.end_block(at);
                self.raw_text(tag.end, close);
                self.b.end_block(after);
            }
            "pre" | "source" | "syntaxhighlight" => self.raw_text(tag.end, close),
            "gallery" => return self.gallery(tag.end, close),
            _ => {}
        }
        self.advance(after);
    }

    /// Text with nothing but entities.
    fn raw_text(&mut self, from: usize, to: usize) {
        let mut at = from;
        for (sign, _) in self.src[from..to].match_indices('&').map(|(at, sign)| (from + at, sign)) {
            let rest = &self.src[sign..to];
            let Some(length) = rest.bytes().take(32).position(|byte| byte == b';') else { continue };
            let Some(text) = super::names::entity(&rest[1..length]).filter(|_| sign >= at) else { continue };
            self.text(at, sign);
            self.put(&text, sign, sign + length + 1);
            at = sign + length + 1;
        }
        self.text(at, to);
    }

    /// `picture.jpg|caption` lines.
    fn gallery(&mut self, from: usize, to: usize) {
        let mut at = from;
        let mut captions = Vec::new();
        for line in self.src[from..to].split_inclusive('\n') {
            if let Some(bar) = line.find('|') {
                captions.push((at + bar + 1, at + line.trim_end().len().max(bar + 1)));
            }
            at += line.len();
        }
        for (from, to) in captions.into_iter().rev() {
            self.push(from, to, Then::Caption);
        }
    }

    /// Tags that part blocks, break lines, or mean nothing here.
    fn html(&mut self, tag: &Tag, at: usize) {
        let span = Span::new(at, tag.end);
        match tag.name.as_str() {
            "br" | "hr" => self.b.blank(span),
            "td" | "th" => self.b.blank(span),
            _ if !self.notes.is_empty() => {
                if let "p" | "div" | "li" | "blockquote" | "tr" = tag.name.as_str() {
                    self.b.block(BlockKind::Paragraph, at);
                }
            }
            "blockquote" | "poem" => {
                self.b.end_block(at);
                self.base = (!tag.closing).then_some(BlockKind::Quotation);
            }
            "tr" if !tag.closing => self.b.block(BlockKind::TableRow, at),
            "li" if !tag.closing => self.b.block(BlockKind::ListItem, at),
            "caption" if !tag.closing => self.b.block(BlockKind::Caption, at),
            "p" | "div" | "center" | "table" | "tr" | "li" | "ul" | "ol" | "dl" | "dd" | "dt" | "caption" => {
                self.b.end_block(at);
            }
            name if name.len() == 2 && name.starts_with('h') && name != "hr" => {
                let level = name.as_bytes()[1] - b'0';
                if tag.closing { self.b.end_block(at) } else { self.b.heading(level, at) }
            }
            _ => {}
        }
    }

    /// `</ref>` closes the innermost note that a tag opened.
    pub(super) fn close_reference(&mut self, end: usize) {
        if let Some(End::Tag) = self.notes.last() {
            self.notes.pop();
            self.b.close_note(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_their_attributes() {
        let source = r#"<ref name="a > b" group=x />"#;
        let tag = tag(source, 0).unwrap();
        assert!(tag.alone && !tag.closing && tag.end == source.len());
        let attributes = &source[tag.attributes.0..tag.attributes.1];
        assert_eq!(attribute(attributes, "name"), Some("a > b"));
        assert_eq!(attribute(attributes, "group"), Some("x"));
        assert_eq!(attribute(attributes, "ame"), None);
        assert_eq!(super::tag("<alice@example.org>", 0), None);
        assert_eq!(super::tag("a < b", 2), None);
    }
}
