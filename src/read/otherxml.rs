//! XML of no kind known here, DocBook and FictionBook.
//!
//! An element with text of its own is a paragraph, with all that stands in it.
//! Kinds of XML that are data, pictures or programs are not read.

mod docbook;
mod fb2;
mod shape;

use super::builder::Builder;
use super::decoded;
use super::xml::stack::Stack;
use super::xml::{self, Event, Events};
use crate::error::{ErrorKind, Result};
use crate::model::document::UNKNOWN_XML;
use crate::model::{BlockKind, Document, Layout};

/// Roots of what is no document, with the reason.
const DATA: &[(&str, &str)] = &[
    ("svg", "no reader for <svg>"),
    ("plist", "no reader for <plist>"),
    ("rss", "no reader for <rss>"),
    ("feed", "no reader for <feed>"),
    ("RDF", "no reader for <rdf:RDF>"),
    ("opml", "no reader for <opml>"),
    ("gpx", "no reader for <gpx>"),
    ("kml", "no reader for <kml>"),
    ("schema", "no reader for <xs:schema>"),
    ("grammar", "no reader for <grammar>"),
    ("stylesheet", "no reader for <xsl:stylesheet>"),
    ("transform", "no reader for <xsl:transform>"),
    ("project", "no reader for <project>"),
    ("urlset", "no reader for <urlset>"),
    ("sitemapindex", "no reader for <sitemapindex>"),
    ("definitions", "no reader for <wsdl:definitions>"),
    ("manifest", "no reader for <manifest>"),
    ("resources", "no reader for <resources>"),
    ("configuration", "no reader for <configuration>"),
    ("Relationships", "no reader for <Relationships>"),
    ("Types", "no reader for <Types>"),
    ("container", "no reader for <container>"),
    ("package", "no reader for <package>"),
    ("ncx", "no reader for <ncx>"),
    ("score-partwise", "no reader for <score-partwise>"),
];

/// True for what says that it is XML and is a document; `html` has a reader of
/// its own.
pub fn sniff(bytes: &[u8]) -> bool {
    let Some(head) = xml::head(bytes) else { return false };
    let Some(root) = xml::root(bytes) else { return false };
    let known = || docbook::is_docbook(&head) || fb2::is_root(&root);
    root != "html" && unread(&root).is_none() && (head.starts_with("<?xml") || known())
}

fn unread(root: &str) -> Option<&'static str> {
    DATA.iter().find(|(name, _)| *name == root).map(|(_, reason)| *reason)
}

/// Reads a document.
///
/// # Errors
///
/// `Unreadable` for what is no text, no XML, or XML that is no document.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let Some(root) = xml::root(bytes) else {
        return Err(ErrorKind::Unreadable("no XML").into());
    };
    if let Some(reason) = unread(&root) {
        return Err(ErrorKind::Unreadable(reason).into());
    }
    let declared = xml::declared_encoding(bytes);
    decoded::read(bytes, declared.as_deref(), |text| {
        if docbook::is_docbook(text) {
            return Ok(docbook::read(text));
        }
        if fb2::is_root(&root) {
            return Ok(fb2::read(text));
        }
        let mut document = plain(text);
        let kind = format!("{UNKNOWN_XML} (<{root}>)");
        document.degraded = Some(document.degraded.map_or(kind.clone(), |damage| format!("{kind}; {damage}")));
        Ok(document)
    })
}

/// Paragraphs by the shape of the document alone.
fn plain(text: &str) -> Document {
    let blocks = shape::blocks(text);
    let mut builder = Builder::new(Layout::of(text.as_bytes()));
    let mut stack: Stack<'_, bool> = Stack::default();
    let (mut block, mut next) = (false, 0);
    let mut events = Events::new(text, 0);
    for event in events.by_ref() {
        match event {
            Event::Open(tag) if stack.has_room() => {
                while blocks.get(next).is_some_and(|at| *at < tag.span.start) {
                    next += 1;
                }
                let begins = !block && blocks.get(next) == Some(&tag.span.start);
                if begins {
                    builder.block(BlockKind::Paragraph, tag.span.end);
                    block = true;
                } else if !block {
                    builder.end_block(tag.span.start);
                }
                stack.push(tag.name, begins);
            }
            Event::Open(_) => {}
            Event::Close(name, span) => {
                for _ in 0..stack.ending(name) {
                    if stack.pop().is_some_and(|(_, begins)| begins) {
                        block = false;
                    }
                    if !block {
                        builder.end_block(span.start);
                    }
                }
            }
            Event::Text(text, at) => builder.text(text, at),
            Event::Entity(text, span) => builder.replaced(&text, span),
        }
    }
    builder.degraded = events.damage();
    builder.finish(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        read(source.as_bytes()).unwrap().blocks.into_iter().map(|block| block.text.text).collect()
    }

    #[test]
    fn elements_with_text_are_paragraphs() {
        let source = "<?xml version='1.0'?><play><act><title>Act I, in which the ship comes home</title><l><b>To</b> be <i>or</i> not</l> x </act></play>";
        assert_eq!(texts(source), ["Act I, in which the ship comes home", "To be or not", "x"]);
        assert_eq!(read(source.as_bytes()).unwrap().degraded.unwrap(), "unknown kind of XML (<play>)");
    }

    #[test]
    fn data_is_not_read() {
        for source in ["<?xml version='1.0'?><svg><text>a</text></svg>", "words"] {
            assert!(read(source.as_bytes()).is_err() && !sniff(source.as_bytes()));
        }
    }
}
