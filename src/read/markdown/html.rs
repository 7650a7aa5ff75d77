//! Blocks of HTML in Markdown: tags are no text, nor are comments, scripts and
//! styles; what stands between is.

use super::{Walker, label};
use crate::model::BlockKind;
use crate::read::entities;
use crate::span::Span;

/// Where a block of HTML stands; it comes line by line.
#[derive(Default)]
pub struct Html {
    inside: Inside,
    /// Kind and depth of the block that the next text begins.
    next: Option<(BlockKind, u8)>,
    /// Inside `<sup>`.
    raised: bool,
    /// A definition of a footnote, which ends with the block.
    note: bool,
}

#[derive(Default, PartialEq)]
enum Inside {
    #[default]
    Text,
    /// In a tag; within a value, its quote.
    Tag(Option<u8>),
    Comment,
    /// In a script or style, up to this.
    Raw(&'static str),
}

/// Tags that end a block; those of a row stand by themselves.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "title",
    "tr",
    "ul",
];

/// The name of a tag, in small letters if it is known: `br` of `<BR/>`.
pub fn tag_name(tag: &str) -> &'static str {
    let name = tag.trim_start_matches(['<', '/']);
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    const OTHERS: &[&str] = &["br", "sup", "td", "th", "script", "style"];
    let mut known = BLOCKS.iter().chain(OTHERS);
    known.find(|known| known.eq_ignore_ascii_case(name)).copied().unwrap_or("")
}

/// A block of HTML begins.
pub fn begin(walker: &mut Walker) {
    walker.html = Html::default();
}

/// A block of HTML ends before byte `end`.
pub fn end(walker: &mut Walker, end: usize) {
    close_note(walker, end);
    walker.builder.end_block(end);
}

fn close_note(walker: &mut Walker, at: usize) {
    if std::mem::take(&mut walker.html.note) {
        walker.builder.close_note(at);
    }
}

/// Reads a line that stands at byte `at`.
pub fn feed(walker: &mut Walker, line: &str, at: usize) {
    if walker.text.get(at..at + line.len()) != Some(line) {
        return walker.builder.replaced(line, Span::new(at, at));
    }
    let mut from = 0;
    if walker.html.inside == Inside::Text {
        from = definition(walker, line, at);
    }
    while from < line.len() {
        let rest = &line[from..];
        from += match walker.html.inside {
            Inside::Text => text(walker, rest, at + from),
            Inside::Tag(quote) => tag(&mut walker.html, rest, quote),
            Inside::Comment => skip(&mut walker.html, rest, "-->"),
            Inside::Raw(close) => skip(&mut walker.html, rest, close),
        };
    }
}

/// Skips what is hidden up to `close`.
fn skip(html: &mut Html, rest: &str, close: &str) -> usize {
    let found = rest.as_bytes().windows(close.len()).position(|w| w.eq_ignore_ascii_case(close.as_bytes()));
    let Some(found) = found else { return rest.len() };
    html.inside = Inside::Text;
    if close == "-->" { found + close.len() } else { found }
}

/// Goes on in a tag; returns how many bytes belong to it.
fn tag(html: &mut Html, rest: &str, mut quote: Option<u8>) -> usize {
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => {
                html.inside = Inside::Text;
                return at + 1;
            }
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    html.inside = Inside::Tag(quote);
    rest.len()
}

/// Text up to the next tag, mark or entity, or one of these; returns its length.
fn text(walker: &mut Walker, rest: &str, at: usize) -> usize {
    let stop = rest.find(['<', '&', '[']).unwrap_or(rest.len());
    if stop > 0 {
        write(walker, &rest[..stop], at);
        return stop;
    }
    let next = rest.as_bytes().get(1).copied().unwrap_or(b' ');
    match rest.as_bytes()[0] {
        b'<' if rest.starts_with("<!--") => {
            walker.html.inside = Inside::Comment;
            return 4;
        }
        b'<' if next.is_ascii_alphabetic() || b"/!?".contains(&next) => {
            open_tag(walker, rest, at);
            return 1;
        }
        b'&' => {
            if let Some((entity, length)) = entity(rest) {
                open_block(walker, at);
                walker.builder.replaced(&entity, Span::new(at, at + length));
                return length;
            }
        }
        b'[' => {
            let known = |label: &&str| walker.defined.contains(&label::key(label));
            if let Some(found) = label::at(rest).filter(known) {
                let end = at + found.len() + 3;
                walker.mark(found, at..end);
                return end - at;
            }
        }
        _ => {}
    }
    write(walker, &rest[..1], at);
    1
}

fn write(walker: &mut Walker, text: &str, at: usize) {
    if !text.trim().is_empty() {
        open_block(walker, at + text.len() - text.trim_start().len());
    }
    if walker.builder.kind().is_none() {
        return;
    }
    match walker.html.raised {
        true => crate::read::raised::write(&mut walker.builder, text, at),
        false => walker.builder.text(text, at),
    }
}

fn open_block(walker: &mut Walker, at: usize) {
    if walker.builder.kind().is_some() {
        return;
    }
    match walker.html.next.take().unwrap_or((walker.holder(), 0)) {
        (BlockKind::Heading, level) if !walker.builder.in_note() => walker.builder.heading(level, at),
        (kind, _) => walker.builder.block(kind, at),
    }
}

/// A tag begins at byte `at`.
fn open_tag(walker: &mut Walker, rest: &str, at: usize) {
    let (name, closing) = (tag_name(rest), rest.starts_with("</"));
    walker.html.inside = match name {
        "script" if !closing => Inside::Raw("</script"),
        "style" if !closing => Inside::Raw("</style"),
        _ => Inside::Tag(None),
    };
    match name {
        "br" => walker.builder.blank(Span::new(at, at + 1)),
        "sup" => walker.html.raised = !closing,
        "td" | "th" if !closing && walker.builder.has_text() => {
            walker.builder.replaced(" | ", Span::new(at, at + 1));
        }
        "td" | "th" | "" | "script" | "style" => {}
        _ => {
            close_note(walker, at);
            walker.builder.end_block(at);
            walker.html.next = kind(name).filter(|_| !closing);
        }
    }
}

fn kind(name: &str) -> Option<(BlockKind, u8)> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some((BlockKind::Heading, name.as_bytes()[1] - b'0')),
        "li" | "dd" | "dt" => Some((BlockKind::ListItem, 0)),
        "blockquote" => Some((BlockKind::Quotation, 0)),
        "tr" => Some((BlockKind::TableRow, 0)),
        "caption" | "figcaption" => Some((BlockKind::Caption, 0)),
        _ => None,
    }
}

/// `[^x]: …` at the start of a line, as pandoc reads it in HTML; returns the
/// length of the label.
fn definition(walker: &mut Walker, line: &str, at: usize) -> usize {
    let indent = line.len() - line.trim_start().len();
    let Some(found) = label::at(&line[indent..]) else { return 0 };
    let end = indent + found.len() + 3;
    if !line[end..].starts_with(':') {
        return 0;
    }
    close_note(walker, at);
    walker.builder.end_block(at);
    walker.builder.open_note(&label::key(found), found, at + indent);
    walker.html.note = true;
    end + 1
}

/// The text of an entity at the start, `&eacute;` or `&#233;`, and its length.
fn entity(text: &str) -> Option<(String, usize)> {
    let end = text.bytes().take(40).position(|b| b == b';')?;
    let name = &text[1..end];
    let code = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let known = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => code(hex, 16)?.to_string(),
            None => code(number, 10)?.to_string(),
        },
        None => entities::named(name)?.to_owned(),
    };
    Some((known, end + 1))
}
