//! What a message encloses: messages that it forwards (`message/rfc822`) and attachments of
//! text, each a part of its own below a heading that says whose it is.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::fields;
use crate::model::{Block, BlockKind, Document, Part};
use crate::read;
use crate::span::{Mapped, Span};

/// Messages inside messages that are read.
const DEEPEST: usize = 8;

/// A part of its own.
pub struct Enclosed {
    /// Its name in the container.
    name: String,
    /// What stands over it.
    heading: String,
    document: Document,
    /// Bytes that its places count.
    len: usize,
}

/// What a message encloses, in order, that of forwarded messages too.
pub fn of(message: &Message<'_>, depth: usize) -> Vec<Enclosed> {
    let mut out = Vec::new();
    for part in message.attachments() {
        match &part.body {
            PartType::Message(inner) if depth < DEEPEST => forwarded(inner, depth, &mut out),
            PartType::Text(text) => out.extend(attached(part, text)),
            PartType::Html(text) => out.extend(attached(part, text)),
            _ => {}
        }
    }
    out
}

fn forwarded(inner: &Message<'_>, depth: usize, out: &mut Vec<Enclosed>) {
    let texts = super::texts(inner);
    if let Ok(document) = super::packed(&texts) {
        let said = fields::heading(inner);
        let heading = if said.is_empty() { "Forwarded message".to_owned() } else { said };
        out.push(Enclosed { name: "message".to_owned(), heading, document, len: length(&texts) });
    }
    out.extend(of(inner, depth + 1));
}

/// An attachment, by the reader that its name asks for; one without a name is plain text.
fn attached(part: &MessagePart<'_>, text: &str) -> Option<Enclosed> {
    let name = part.attachment_name().unwrap_or("text");
    let format = read::choose(name, text.as_bytes()).ok()?;
    let document = (format.read)(text.as_bytes()).ok()?;
    Some(Enclosed { name: name.to_owned(), heading: name.to_owned(), document, len: text.len() })
}

/// Bytes of the texts of a message.
fn length(texts: &[&MessagePart<'_>]) -> usize {
    let len = |part: &&MessagePart<'_>| match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.len(),
        _ => 0,
    };
    texts.iter().map(len).sum()
}

/// Appends what is enclosed to the text of the message.
pub fn append(document: &mut Document, enclosed: Vec<Enclosed>, texts: &[&MessagePart<'_>]) {
    let mut at = length(texts);
    for Enclosed { name, heading, document: mut inner, len } in enclosed {
        document.layout.parts.push(Part { start: at as u32, name });
        let mut text = Mapped::new();
        text.push_replaced(&heading, Span::new(at, at));
        document.blocks.push(Block { level: 1, ..Block::new(BlockKind::Heading, text) });
        inner.blocks.iter_mut().for_each(|block| block.section.insert(0, heading.clone()));
        inner.notes.iter_mut().for_each(|note| note.section.insert(0, heading.clone()));
        inner.layout = Default::default();
        super::append(document, inner, at);
        at += len;
    }
}
