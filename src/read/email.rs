//! E-mail: one message (`.eml`). A mailbox is an archive of messages.
//!
//! The plain text is read, HTML where there is no other. What is quoted is a
//! quotation, a signature is apart (`body`). Notes that were typed (`[1]`) are
//! left to `link`. Messages that it forwards, and attachments of text, are read as
//! parts (`enclosed`); other attachments are named in the metadata.

mod body;
mod enclosed;
mod fields;
#[cfg(test)]
mod tests;

use mail_parser::{Encoding, HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::FORMATS;
use crate::error::{ErrorKind, Result};
use crate::model::{Block, Document, Layout, Part, Place};
use crate::span::{Mapped, Piece, Span};

/// Reads a message.
///
/// Bytes and lines are those of the file where its text stands in it as it is
/// (7bit, 8bit); where it is packed (base64, quoted-printable) or HTML, the
/// message is a container with its texts as parts.
///
/// # Errors
///
/// `Unreadable` where the bytes are no message, or its text is none.
pub fn read(bytes: &[u8]) -> Result<Document> {
    let message = MessageParser::default().parse(bytes).filter(has_known_header);
    let message = message.ok_or(ErrorKind::Unreadable("no e-mail"))?;
    let texts = texts(&message);
    let plain = texts.iter().all(|part| is_plain(part));
    let enclosed = enclosed::of(&message, 0);
    let mut document = if plain && enclosed.is_empty() { in_place(bytes, &texts)? } else { packed(&texts)? };
    enclosed::append(&mut document, enclosed, &texts);
    fields::fill(&message, &mut document.meta);
    Ok(document)
}

/// The parts that are the message's text: plain text, but HTML where the plain text beside
/// it is a stub ("this message needs another program").
fn texts<'m>(message: &'m Message<'m>) -> Vec<&'m MessagePart<'m>> {
    let plain: Vec<&MessagePart> = message.text_bodies().collect();
    let html: Vec<&MessagePart> = message.html_bodies().collect();
    if let ([plain], [html]) = (plain.as_slice(), html.as_slice())
        && let (PartType::Text(text), PartType::Html(page)) = (&plain.body, &html.body)
    {
        let (said, shown) = (words(text), words(&mail_parser::decoders::html::html_to_text(page)));
        if said < STUB && said * 2 < shown {
            return vec![html];
        }
    }
    plain
}

/// Fewest words of a text that is no stub.
const STUB: usize = 30;

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// True for what has a header that mail has: the parser takes any line for one.
fn has_known_header(message: &Message) -> bool {
    message.headers().iter().any(|header| !matches!(header.name, HeaderName::Other(_)))
}

/// True for a text that stands in the file as it is.
fn is_plain(part: &MessagePart) -> bool {
    part.encoding == Encoding::None && matches!(part.body, PartType::Text(_))
}

/// A message whose texts stand in the file.
fn in_place(bytes: &[u8], texts: &[&MessagePart]) -> Result<Document> {
    let mut document = Document { layout: Layout::of(bytes), ..Document::default() };
    for part in texts {
        let (start, end) = (part.offset_body as usize, part.offset_end as usize);
        let own = bytes.get(start..end).unwrap_or_default();
        let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
        let text = super::decoded::read(own, charset, |text| Ok(body::parse(text, is_flowed(part))))?;
        append(&mut document, text, start);
    }
    Ok(document)
}

/// A message of which a text is packed, or HTML.
fn packed(texts: &[&MessagePart]) -> Result<Document> {
    let mut document = Document::default();
    let mut at = 0;
    for part in texts {
        let (name, text, len) = match &part.body {
            PartType::Text(text) => ("text", body::parse(text, is_flowed(part)), text.len()),
            PartType::Html(text) => ("html", html(text)?, text.len()),
            _ => continue,
        };
        document.layout.parts.push(Part { start: at as u32, name: name.to_owned() });
        append(&mut document, text, at);
        at += len;
    }
    Ok(document)
}

fn is_flowed(part: &MessagePart) -> bool {
    let format = part.content_type().and_then(|kind| kind.attribute("format"));
    format.is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
}

/// The text of an HTML part, by the reader of HTML.
fn html(text: &str) -> Result<Document> {
    let reader = FORMATS.iter().find(|format| format.name == "html");
    let reader = reader.ok_or(ErrorKind::Unreadable("html only"))?;
    (reader.read)(text.as_bytes())
}

/// Appends a text whose places count from byte `at`.
fn append(document: &mut Document, text: Document, at: usize) {
    let (blocks, notes) = (document.blocks.len(), document.notes.len());
    document.blocks.extend(text.blocks.into_iter().map(|block| Block {
        text: moved(block.text, at),
        spans: block.spans.into_iter().map(|span| shifted(span, at)).collect(),
        repeats: block.repeats.map(|repeats| repeats + blocks),
        ..block
    }));
    document.notes.extend(text.notes.into_iter().map(|mut note| {
        note.text = moved(note.text, at);
        note.spans.iter_mut().for_each(|span| *span = shifted(*span, at));
        note
    }));
    document.markers.extend(text.markers.into_iter().map(|mut marker| {
        marker.span = marker.span.map(|span| shifted(span, at));
        marker.note = marker.note.map(|note| note + notes);
        match &mut marker.place {
            Place::Block { block, .. } => *block += blocks,
            Place::Note { note, .. } => *note += notes,
        }
        marker
    }));
    document.by_markup |= text.by_markup;
    document.degraded = document.degraded.take().or(text.degraded);
    document.meta.language = document.meta.language.take().or(text.meta.language);
}

fn shifted(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

fn moved(text: Mapped, by: usize) -> Mapped {
    let piece = |piece: Piece| Piece { source: piece.source + by as u32, ..piece };
    Mapped { pieces: text.pieces.into_iter().map(piece).collect(), ..text }
}

/// Names of what is attached, in order.
fn attachments(message: &Message) -> Vec<String> {
    let name = |part: &MessagePart| part.attachment_name().map(str::to_owned);
    message.attachments().map(|part| name(part).unwrap_or_else(|| "without name".to_owned())).collect()
}
