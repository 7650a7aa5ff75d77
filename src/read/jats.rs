//! Articles and books in JATS, BITS and the NLM formats before them.
//!
//! References and footnotes are notes, and cross-references to them markers.
//! What stands before the text (journal, authors, dates) is metadata, except
//! the abstract and notes.

mod byline;
mod front;
mod ids;
mod notes;
mod roles;
mod text;
mod walk;

use super::decoded;
use super::xml::{self, Event, Events};
use crate::error::{ErrorKind, Result};
use crate::model::{Document, Layout};

/// Root elements, with those that stand first below them. DocBook has roots
/// of the same names.
const ROOTS: &[&str] =
    &["article", "book", "book-part-wrapper", "book-part", "pmc-articleset", "sub-article", "response"];
const FIRST: &[&str] = &[
    "front",
    "front-stub",
    "processing-meta",
    "book-meta",
    "collection-meta",
    "book-part-meta",
    "book-part",
    "article",
    "body",
    "floats-group",
];

/// True for JATS: by the document type, the root's attributes or its first
/// element.
pub fn sniff(bytes: &[u8]) -> bool {
    let Some(head) = xml::head(bytes) else { return false };
    let mut tags =
        Events::new(&head, 0).filter_map(|event| if let Event::Open(tag) = event { Some(tag) } else { None });
    let Some(root) = tags.next().filter(|root| ROOTS.contains(&root.name)) else { return false };
    if root.attributes().any(|(_, value)| value.contains("docbook")) {
        return false;
    }
    let before = &head[..root.span.start];
    ["JATS", "NLM//DTD", "BITS", "journalpublishing", "archivearticle"].iter().any(|name| before.contains(name))
        || root.attribute("article-type").is_some()
        || root.attribute("book-type").is_some()
        || tags.next().is_some_and(|first| FIRST.contains(&first.name))
}

/// Reads an article or a book.
///
/// # Errors
///
/// `Unreadable` for what is no text or has no element.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let declared = xml::declared_encoding(bytes);
    decoded::read(bytes, declared.as_deref(), |text| {
        let layout = Layout::of(text.as_bytes());
        let mut document = walk::Walk::new(text, layout).run(text);
        if document.blocks.is_empty() && document.notes.is_empty() && !text.contains('<') {
            return Err(ErrorKind::Unreadable("no XML").into());
        }
        document.by_markup = true;
        Ok(document)
    })
}

/// A label without the brackets, full stop and blanks around it.
fn bare_label(label: &str) -> String {
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    label.trim_matches(|c: char| c.is_whitespace() || "[]().:".contains(c)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jats_is_told_from_docbook() {
        let yes = [
            "<!DOCTYPE article PUBLIC '-//NLM//DTD JATS v1.2//EN' 'x.dtd'><article>",
            "<article article-type='letter'>",
            "<?xml version='1.0'?><article><front/>",
            "<book-part-wrapper><book-meta/>",
        ];
        let no = [
            "<article xmlns='http://docbook.org/ns/docbook'><info/>",
            "<article><title>x</title>",
            "<html><article class='a'>",
            "article",
        ];
        assert!(yes.iter().all(|source| sniff(source.as_bytes())));
        assert!(no.iter().all(|source| !sniff(source.as_bytes())));
    }

    fn first(body: &str) -> (String, Vec<String>) {
        let source = format!("<article><body>{body}</body></article>");
        let document = read(source.as_bytes()).unwrap();
        let notes = document.notes.iter().map(|note| format!("{} {}", note.label, note.text.text)).collect();
        (document.blocks.first().map_or(String::new(), |block| block.text.text.clone()), notes)
    }

    #[test]
    fn citations_of_each_kind() {
        let name =
            |surname, given| format!("<name><surname>{surname}</surname><given-names>{given}</given-names></name>");
        let (a, b) = (name("Fen", "K. L."), name("Marsh", "Joan"));
        let cases = [
            (
                format!(
                    "<element-citation>{a}{a}<year>2001</year><source>Wet</source><volume>3</volume><fpage>4</fpage></element-citation>"
                ),
                "Fen K. L., Fen K. L. 2001. Wet 3: 4",
            ),
            (
                format!(
                    "<element-citation>{b}{b}<article-title>Is <i>mud</i> old?</article-title><source>Wet</source></element-citation>"
                ),
                "Marsh, Joan; Marsh, Joan. Is mud old? Wet",
            ),
            (
                format!("<mixed-citation>{a}, {b}: <source>Wet</source>.</mixed-citation>"),
                "Fen K. L., Marsh Joan: Wet.",
            ),
            (
                format!("<citation>{a}<comment>doi: <ext-link>10.9/x</ext-link></comment></citation>"),
                "Fen K. L. doi: 10.9/x",
            ),
            ("<note><p>See above.</p></note>".to_owned(), "See above."),
        ];
        for (citation, want) in cases {
            let (_, notes) = first(&format!("<ref-list><ref id='r'><label>7.</label>{citation}</ref></ref-list>"));
            assert_eq!(notes, [format!("7 {want}")], "{citation}");
        }
    }

    #[test]
    fn a_sign_at_the_beginning_of_a_note_is_its_label() {
        for (note, want) in [
            ("<fn id='a'><p>* Deceased.</p></fn>", "* Deceased."),
            ("<fn id='a'><p><sup>b</sup> Weighed.</p></fn>", "b Weighed."),
            ("<fn id='a' symbol='†'><p>Weighed.</p></fn>", "† Weighed."),
        ] {
            let (text, notes) = first(&format!("<p>So<xref ref-type='fn' rid='a'/>.</p><fn-group>{note}</fn-group>"));
            assert_eq!((text.as_str(), notes), ("So.", vec![want.to_owned()]));
        }
    }
}
