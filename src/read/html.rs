//! HTML: a page as it was saved, or written by a program.
//!
//! A page is read into a flat tree (`token`, `tree`), then asked: which links
//! call notes, and where do these begin and end (`links`, `bodies`, `calls`, `inline`);
//! what in a note is its label or a way back (`trim`); what is furniture
//! (`chrome`). Then one walk in the order of the source (`walk`) tells the builder.
//! An EPUB is many pages read as one.

mod answers;
mod article;
mod bodies;
mod calls;
mod cards;
mod chrome;
mod entity;
mod furniture;
mod inline;
pub mod label;
mod links;
pub mod marks;
pub mod meta;
mod plan;
#[cfg(test)]
pub(super) mod property;
mod raw;
mod shape;
pub mod site;
mod stars;
pub mod tag;
pub mod token;
pub mod tree;
mod trim;
mod typed;
mod walk;

use super::builder::Builder;
use super::decoded;
use super::text;
use crate::error::Result;
use crate::model::{Document, Layout, Meta};
use site::{File, Role, Site};
use tag::Tag;
use tree::Tree;

pub use entity::{Piece, decode, pieces};

/// Bytes in which a page names its encoding.
const HEAD: usize = 4096;

/// Reads a page.
///
/// # Errors
///
/// `Unreadable` where the bytes are no text.
pub fn read(bytes: &[u8]) -> Result<Document> {
    read_in(bytes, None)
}

/// Reads a page in an encoding that is known from elsewhere, if it is.
///
/// # Errors
///
/// `Unreadable` where the bytes are no text.
pub fn read_in(bytes: &[u8], encoding: Option<&str>) -> Result<Document> {
    let charset = encoding.map(str::to_owned).or_else(|| charset(bytes));
    decoded::read(bytes, charset.as_deref(), |text| Ok(parse(text)))
}

/// True for bytes that begin as a page does.
pub fn sniff(bytes: &[u8]) -> bool {
    let head = start(bytes);
    ["<!doctype html", "<html"]
        .iter()
        .any(|first| head.len() >= first.len() && head[..first.len()].eq_ignore_ascii_case(first.as_bytes()))
}

/// The bytes without what may stand before a page: a mark, white space, an XML
/// declaration, comments.
fn start(bytes: &[u8]) -> &[u8] {
    let mut rest = &bytes[..bytes.len().min(HEAD)];
    rest = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest);
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => return rest,
        };
        match rest.windows(end.len()).position(|window| window == end) {
            Some(at) => rest = &rest[at + end.len()..],
            None => return rest,
        }
    }
}

/// The encoding that a page names: `<meta charset=…>`, the old
/// `<meta content="…; charset=…">`, `<?xml encoding=…?>`.
pub fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let after = |word: &str| head.find(word).map(|at| &head[at + word.len()..]);
    let value = after("charset=").or_else(|| after("encoding="))?;
    let value = value.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(value.len());
    (end > 0).then(|| value[..end].to_owned())
}

/// Reads decoded text; places are bytes of it.
fn parse(text: &str) -> Document {
    let xml = is_xml(text);
    let file = File { name: String::new(), start: 0, first: 0, role: Role::Body };
    let site = Site::new(Tree::of(text, xml), vec![file]);
    let mut builder = Builder::new(Layout::of(text.as_bytes()));
    builder.meta = meta::meta(&site);
    let mut document = document(&site, builder, text.len());
    document.by_markup |= is_technical(&site);
    stars::cut(&mut document);
    document.degraded = loss(&site, &document);
    document
}

/// Least text of a page of which it is told that nearly all is lost.
const PAGE: usize = 1000;

/// Says so where nearly all words of a page were dropped, in elements that nobody sees or that
/// have no end.
fn loss(site: &Site, document: &Document) -> Option<String> {
    let blocks = document.blocks.iter().map(|block| words_in(&block.text.text));
    let read = blocks.sum::<usize>() + document.notes.iter().map(|note| words_in(&note.text.text)).sum::<usize>();
    let tree = &site.tree;
    if read * 10 >= tree.text.len() {
        return None;
    }
    let shown = |id: &u32| !tree.node(*id).verbatim && tree.node(tree.node(*id).parent).tag != Tag::OptionTag;
    let texts = (1..tree.nodes.len() as u32).filter(|id| tree.node(*id).tag == Tag::Text).filter(shown);
    let all: usize = texts.map(|id| words_in(tree.raw(id))).sum();
    let lost = all >= PAGE && read * 10 < all;
    lost.then(|| format!("{} of {all} characters of the page are in elements that are not shown", all - read))
}

/// Characters that are no white space.
fn words_in(text: &str) -> usize {
    text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count()
}

/// True for a page with program text in it and no raised digits: brackets and
/// stars there are no marks typed by hand, for which none are looked for then. Not
/// where the most of it is preformatted: that may be any text.
fn is_technical(site: &Site) -> bool {
    let (tree, all) = (&site.tree, site.weight_of(0));
    let mut code = 0;
    for id in 1..tree.nodes.len() as u32 {
        match tree.node(id).tag {
            Tag::Pre => code += site.weight_of(id),
            Tag::Sup if site.text_of(id, 4).is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit())) => {
                return false;
            }
            _ => {}
        }
    }
    code > 0 && code * 2 < all
}

/// The document of a site whose text is `len` bytes long; `builder` knows what
/// the files say about themselves.
pub fn document(site: &Site, mut builder: Builder, len: usize) -> Document {
    let plan = plan::plan(site);
    walk::walk(site, &plan, &mut builder);
    let mut document = builder.finish(len);
    let mut told = Meta::default();
    text::mark_licence(&mut document.blocks, &mut told);
    let meta = &mut document.meta;
    meta.title = told.title.or(meta.title.take());
    meta.author = told.author.or(meta.author.take());
    meta.language = meta.language.take().or_else(|| text::language(&document.blocks));
    document
}

/// True for a page that is XML, and says so.
fn is_xml(text: &str) -> bool {
    text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).starts_with("<?xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_give_themselves_away() {
        assert!(sniff(b"<!DOCTYPE html><p>") && sniff(b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><HTML lang=en>"));
        assert!(!sniff(b"<p>text") && !sniff(b"<?xml version='1.0'?><article>") && !sniff(b""));
    }

    #[test]
    fn encodings_that_pages_name() {
        assert_eq!(charset(b"<meta charset=\"ISO-8859-2\">").as_deref(), Some("iso-8859-2"));
        let old = b"<META http-equiv=Content-Type content='text/html; charset=windows-1252'>";
        assert_eq!(charset(old).as_deref(), Some("windows-1252"));
        assert_eq!(charset(b"<?xml version='1.0' encoding='koi8-r'?>").as_deref(), Some("koi8-r"));
        assert_eq!(charset(b"<p>"), None);
    }
}
